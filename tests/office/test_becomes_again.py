"""What becomes of a document: late, again, corrected, rival."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from parsers.sandbox import Sandbox
from tests.office import becomes_clerks as clerks
from tests.office import becomes_money as money
from tests.office.becomes_kit import Bench, Json, at, contact_of, rules_of, value
from tests.office.becomes_papers import Block, excel, mail, pdf, word


def _report(month: str = "ธันวาคม", year: str = "2563", prior: str = "12000.00", spent: str = "24328.75") -> money.Report:
    return money.Report("น่าน", month, year, money.two_items(prior, spent))


Layout = Callable[[money.Report], list[Block]]


def _send(bench: Bench, report: money.Report, day: str, time: str = "10:00:00", layout: Layout = money.numbered) -> Json:
    raw = mail(contact_of("55"), "รายงาน", "", ("รายงาน.xlsx", excel({"รายงาน": layout(report)})), number=f"{day}{time}")
    return bench.mail(raw, at(day, time))


# --- late -------------------------------------------------------------------------------------------------------------
def test_late_is_accepted_and_counts_calendar_days_after_the_day_in_force(bench: Bench) -> None:
    one = bench.only(_send(bench, _report("พฤศจิกายน"), "2020-12-17"))
    assert (one["status"], one["timeliness"], one["days_late"], one["due_on"]) == ("accepted", "late", 3, "2020-12-14")
    cell = bench.cell(at("2020-12-18"), "55", "disbursement", "2020-11")
    assert (cell["state"], cell["days_late"], cell["nominal_due"], cell["due_on"]) == ("late", 3, "2020-12-10", "2020-12-14")
    assert "10 ธันวาคม 2563" in cell["why_due"] and "14 ธันวาคม 2563" in cell["why_due"]


POLICIES = [
    ("next_working_day", "2020-12-14", "on_time", 0),
    ("nominal", "2020-12-10", "late", 1),
    ("previous_working_day", "2020-12-09", "late", 2),
]


@pytest.mark.parametrize(("policy", "due", "timeliness", "days"), POLICIES, ids=[each[0] for each in POLICIES])
def test_the_policy_in_force_says_what_is_late(
    tmp_path: Path, reader: Sandbox, policy: str, due: str, timeliness: str, days: int
) -> None:
    with Bench(tmp_path / policy, reader, sections=f'[deadlines]\nholiday_policy = "{policy}"\n') as bench:
        one = bench.only(_send(bench, _report("พฤศจิกายน"), "2020-12-11"))
        assert (one["due_on"], one["timeliness"], one["days_late"]) == (due, timeliness, days)


CUTOFFS = [("16:30:00", "on_time", 0), ("16:30:01", "late", 0), ("23:59:59", "late", 0)]


@pytest.mark.parametrize(("time", "timeliness", "days"), CUTOFFS)
def test_the_cut_off_hour(tmp_path: Path, reader: Sandbox, time: str, timeliness: str, days: int) -> None:
    with Bench(tmp_path / "cut", reader, sections='[deadlines]\ncutoff = "16:30:00"\n') as bench:
        one = bench.only(_send(bench, _report(), "2021-01-11", time))
        assert (one["timeliness"], one["days_late"]) == (timeliness, days)


def test_until_the_last_second_of_the_day(bench: Bench) -> None:
    assert bench.only(_send(bench, _report(), "2021-01-11", "23:59:59"))["timeliness"] == "on_time"


# --- corrections ------------------------------------------------------------------------------------------------------
def test_other_values_that_pass_supersede_and_keep_the_first_arrivals_timeliness(bench: Bench) -> None:
    old = bench.only(_send(bench, _report(), "2021-01-08"))
    new = bench.only(_send(bench, _report(spent="25328.75"), "2021-01-20"))
    assert (new["status"], new["supersedes"], new["revision"]) == ("accepted", old["id"], 2)
    assert (new["timeliness"], new["days_late"]) == ("late", 9)
    before = next(one for one in bench.submissions() if one["id"] == old["id"])
    assert (before["status"], before["superseded_by"], before["timeliness"]) == ("superseded", new["id"], "on_time")
    cell = bench.cell(at("2021-01-21"), "55", "disbursement", "2020-12")
    assert (cell["state"], cell["submission"], cell["days_late"]) == ("on_time", new["id"], 0)
    assert cell["received_at"] == "2021-01-08T10:00:00+07:00"


def test_other_values_that_do_not_pass_wait_and_the_older_stands(bench: Bench) -> None:
    old = bench.only(_send(bench, _report(), "2021-01-08"))
    wrong = replace(_report(), items=money.two_items(allocated="99999.00"))
    new = bench.only(_send(bench, wrong, "2021-01-10"))
    assert new["status"] == "review"
    assert next(one for one in bench.submissions() if one["id"] == old["id"])["status"] == "accepted"
    cell = bench.cell(at("2021-01-11"), "55", "disbursement", "2020-12")
    assert (cell["state"], cell["submission"]) == ("on_time", old["id"])


def test_a_repeated_old_copy_does_not_undo_a_correction(bench: Bench) -> None:
    _send(bench, _report(), "2021-01-08")
    fixed = bench.only(_send(bench, _report(spent="25328.75"), "2021-01-10"))
    again = _send(bench, _report(), "2021-01-12", layout=money.shuffled)
    assert bench.cell(at("2021-01-13"), "55", "disbursement", "2020-12")["submission"] == fixed["id"]
    assert all(one["status"] != "accepted" for one in bench.of(again) if one["id"] != fixed["id"])


def test_an_achievement_with_another_title_is_a_new_version(bench: Bench) -> None:
    first = bench.only(bench.paper("ก.docx", word(clerks.achievement("น่าน", "เวียงสา", "รับเรื่องทางไกล")), at("2020-12-01")))
    second = bench.only(bench.paper("ข.docx", word(clerks.achievement("น่าน", "เวียงสา", "ศูนย์บริการร่วม")), at("2020-12-03")))
    assert (second["status"], second["supersedes"]) == ("accepted", first["id"])


def test_two_obstacles_are_two_matters(bench: Bench) -> None:
    for number, detail in enumerate(("ระบบ e-fms ใช้งานไม่ได้", "งบประมาณไม่เพียงพอ")):
        bench.paper("ป.docx", word(clerks.obstacle_form("น่าน", detail)), at(f"2020-12-0{number + 1}"))
    assert [one["status"] for one in bench.submissions()] == ["accepted", "accepted"]


# --- months on each other ---------------------------------------------------------------------------------------------
def test_a_report_carries_on_from_the_month_before(bench: Bench) -> None:
    _send(bench, _report("พฤศจิกายน", prior="0.00", spent="12000.00"), "2020-12-08")
    good = bench.only(_send(bench, _report(), "2021-01-08"))
    assert good["status"] == "accepted" and "carry_on_skipped" not in rules_of(good)
    assert not rules_of(good, "error")
    bad = bench.only(_send(bench, _report("มกราคม", "2564", prior="30000.00", spent="5000.00"), "2021-02-08"))
    assert bad["status"] == "review" and "carry_on" in rules_of(bad, "error")
    assert value(bad, "prior_cumulative") == "30000.00"


def test_without_the_month_before_the_check_is_skipped_and_says_so(bench: Bench) -> None:
    one = bench.only(_send(bench, _report(), "2021-01-08"))
    assert one["status"] == "accepted" and "carry_on_skipped" in rules_of(one, "info")


@pytest.mark.parametrize(("prior", "status"), [("12000.00", "accepted"), ("11000.00", "review")])
def test_two_months_in_one_mail_carry_on_from_each_other(bench: Bench, prior: str, status: str) -> None:
    two = [_report(prior=prior), _report("พฤศจิกายน", prior="0.00", spent="12000.00")]
    files = [(f"รายงาน{n}.xlsx", excel({"รายงาน": money.numbered(report)})) for n, report in enumerate(two)]
    told = bench.mail(mail(contact_of("55"), "รายงาน", "", *files), at("2021-01-08"))
    found = {one["period"]: one for one in bench.of(told)}
    assert found["2020-11"]["status"] == "accepted" and found["2020-12"]["status"] == status
    assert "carry_on_skipped" not in rules_of(found["2020-12"])


def test_a_month_before_that_waits_does_not_count(bench: Bench) -> None:
    wrong = replace(_report("พฤศจิกายน"), items=money.two_items("0.00", "9000.00", "99999.00"))
    assert bench.only(_send(bench, wrong, "2020-12-08"))["status"] == "review"
    one = bench.only(_send(bench, _report(), "2021-01-08"))
    assert one["status"] == "accepted" and "carry_on_skipped" in rules_of(one, "info")


def test_a_correction_of_an_earlier_month_never_unaccepts_a_later_one(bench: Bench) -> None:
    _send(bench, _report("พฤศจิกายน", prior="0.00", spent="12000.00"), "2020-12-08")
    later = bench.only(_send(bench, _report(), "2021-01-08"))
    fixed = bench.only(_send(bench, _report("พฤศจิกายน", prior="0.00", spent="11000.00"), "2021-01-15"))
    assert fixed["status"] == "accepted" and "later_month_affected" in rules_of(fixed, "warning")
    assert next(one for one in bench.submissions() if one["id"] == later["id"])["status"] == "accepted"


# --- rivals -----------------------------------------------------------------------------------------------------------
def _nominate(bench: Bench, district: str, day: str) -> Json:
    paper = pdf(clerks.nominating_letter("น่าน", "นน", district))
    return bench.only(bench.mail(mail(contact_of("55"), "เสนอรายชื่อ", "", ("หนังสือ.pdf", paper)), at(day)))


def test_a_second_nomination_of_another_district_makes_both_wait(bench: Bench) -> None:
    first = _nominate(bench, "เวียงสา", "2020-12-01")
    assert first["status"] == "accepted"
    second = _nominate(bench, "ท่าวังผา", "2020-12-03")
    both = {one["id"]: one for one in bench.submissions()}
    assert {one["status"] for one in both.values()} == {"review"}
    assert all("conflict" in rules_of(one, "error") for one in both.values())
    assert bench.cell(at("2020-12-04"), "55", "nomination")["state"] == "in_review"
    bench.decide(first["id"], "reject")
    assert bench.decide(second["id"], "accept")["status"] == "accepted"
    assert bench.cell(at("2020-12-04"), "55", "nomination")["state"] == "on_time"


def test_a_second_nomination_of_the_same_district_is_the_same(bench: Bench) -> None:
    first = _nominate(bench, "เวียงสา", "2020-12-01")
    again = bench.paper("แบบ.docx", word(clerks.nomination_table("น่าน", "เวียงสา")), at("2020-12-03"))
    assert len([one for one in bench.submissions() if one["status"] in ("accepted", "review")]) == 1
    assert bench.of(again)[0]["status"] == "accepted" and first["status"] == "accepted"


@pytest.mark.parametrize(
    "words",
    [
        "ขอเปลี่ยนแปลงศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ จากเดิม อำเภอท่าวังผา เป็น อำเภอเวียงสา",
        "ขอยกเลิกรายชื่อเดิม (ศูนย์ดำรงธรรมอำเภอท่าวังผา) และเสนอศูนย์ดำรงธรรมอำเภอเวียงสาแทน",
    ],
)
def test_a_change_of_the_nomination_waits_with_the_old_one(bench: Bench, words: str) -> None:
    first = _nominate(bench, "ท่าวังผา", "2020-12-01")
    body = f"เรียน อธิบดีกรมการปกครอง\n\nจังหวัดน่าน{words}\n\nจึงเรียนมาเพื่อโปรดพิจารณา"
    raw = mail(contact_of("55"), "ขอเปลี่ยนแปลงศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ", body)
    second = bench.only(bench.mail(raw, at("2020-12-02")))
    assert (first["status"], second["kind"], value(second, "district")) == ("accepted", "nomination", "เวียงสา")
    assert "nomination_changed" in rules_of(second, "error")
    assert {one["status"] for one in bench.submissions()} == {"review"}
    assert all("conflict" in rules_of(one, "error") for one in bench.submissions())


def test_a_nomination_that_is_withdrawn_is_no_copy_of_the_first(bench: Bench) -> None:
    _nominate(bench, "ท่าวังผา", "2020-12-01")
    body = "เรียน อธิบดีกรมการปกครอง\n\nจังหวัดน่านขอถอนรายชื่อศูนย์ดำรงธรรมอำเภอท่าวังผา ที่ได้เสนอชื่อไว้\n\nจึงเรียนมาเพื่อโปรดทราบ"
    bench.mail(mail(contact_of("55"), "ขอถอนรายชื่อศูนย์ดำรงธรรมอำเภอ", body), at("2020-12-02"))
    assert [one["status"] for one in bench.submissions()] == ["accepted", "review"]


@pytest.mark.parametrize("nomination_first", [True, False])
def test_an_achievement_of_another_centre_is_asked_about_whichever_comes_first(bench: Bench, nomination_first: bool) -> None:
    papers = [word(clerks.nomination_form("น่าน", "ท่าวังผา")), word(clerks.achievement("น่าน", "เวียงสา", "ดำรงธรรมออนไลน์"))]
    for day, paper in enumerate(papers if nomination_first else papers[::-1], start=1):
        last = bench.only(bench.mail(mail(contact_of("55"), "รายงาน", "", ("เอกสาร.docx", paper)), at(f"2020-12-0{day}")))
    assert {one["status"] for one in bench.submissions()} == {"accepted"}
    assert "nomination_differs" in rules_of(last, "warning")
    assert sum("nomination_differs" in rules_of(one) for one in bench.submissions()) == 1


def test_a_nomination_and_an_achievement_of_two_centres_in_one_mail_are_asked_about(bench: Bench) -> None:
    files = (
        ("แบบ.docx", word(clerks.nomination_form("น่าน", "ท่าวังผา"))),
        ("ผลงาน.docx", word(clerks.achievement("น่าน", "เวียงสา", "งานดี"))),
    )
    bench.mail(mail(contact_of("55"), "ส่งรายชื่อและผลงาน", "", *files), at("2020-12-01"))
    assert [one["status"] for one in bench.submissions()] == ["accepted", "accepted"]
    assert all("nomination_differs" in rules_of(one, "warning") for one in bench.submissions())
