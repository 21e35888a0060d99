"""What becomes of a document: accepted by itself, or put to a person with the values as printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from intake.records import Channel
from parsers.sandbox import Sandbox
from tests.office import becomes_clerks as clerks
from tests.office import becomes_money as money
from tests.office import becomes_odd as odd
from tests.office.becomes_kit import Bench, Json, at, contact_of, fax_of, rules_of, value
from tests.office.becomes_papers import Block, excel, mail, pdf, word

DAY = at("2020-12-03")
JANUARY = at("2021-01-08")


def _report(month: str = "ธันวาคม", year: str = "2563", province: str = "น่าน", **more: str) -> money.Report:
    return money.Report(province, month, year, money.two_items(**more))


def _from_nan(bench: Bench, blocks: Sequence[Block], sender: str = contact_of("55"), day: str = "2021-01-08") -> Json:
    return bench.only(bench.mail(mail(sender, "รายงาน", "", ("เอกสาร.docx", word(blocks, landscape=True))), at(day)))


def _printed(blocks: Sequence[Block], old: str, new: str) -> list[Block]:
    """The same paper with one figure typed wrong, in the last row that has it."""
    out, done = list(blocks), False
    for place in range(len(out) - 1, -1, -1):
        block = out[place]
        if done or isinstance(block, str):
            continue
        rows = [list(row) for row in block]
        for row in reversed(rows):
            if old in row and not done:
                row[row.index(old)] = new
                done = True
        out[place] = rows
    assert done
    return out


# --- accepted by itself -----------------------------------------------------------------------------------------------
def test_a_sound_report_is_accepted_with_its_evidence(bench: Bench) -> None:
    one = _from_nan(bench, money.numbered(_report()))
    assert (one["status"], one["province"], one["province_name"], one["period"]) == ("accepted", "55", "น่าน", "2020-12")
    figures = ("allocated", "prior_cumulative", "this_month", "cumulative", "balance", "percent")
    assert [value(one, name) for name in figures] == ["97394.00", "12000.00", "24328.75", "36328.75", "61065.25", "37.30"]
    assert [line["item"]["value"] for line in one["lines"]] == ["ค่าตอบแทนและค่าใช้สอย", "ค่าวัสดุสำนักงาน"]
    assert [line["cumulative"]["value"] for line in one["lines"]] == ["26328.25", "10000.50"]
    assert (one["accepted_at"], one["due_on"], one["timeliness"]) == ("2021-01-08T10:00:00+07:00", "2021-01-11", "on_time")
    assert one["fields"]["cumulative"]["raw"] == "36,328.75"


def test_a_missing_telephone_is_a_warning_only(bench: Bench) -> None:
    one = _from_nan(bench, money.numbered(replace(_report(), phone="....................")))
    assert one["status"] == "accepted"
    assert "reporter_phone" in {name for each in one["findings"] if each["severity"] == "warning" for name in each["fields"]}
    assert any(notice["kind"] in ("query", "receipt") for notice in bench.outbox())


def test_dash_is_zero_and_blank_is_null(bench: Bench) -> None:
    items = (money.Item("ค่าใช้สอย", Decimal("97394.00"), Decimal(0), Decimal("5000.00")),)
    blocks = money.grouped(replace(_report(), items=items, figure=money.dash_for_none))
    one = _from_nan(bench, _printed(blocks, "-", ""))  # the total's amount carried forward
    line, total = one["lines"][0], one["fields"]
    assert (line["prior_cumulative"]["value"], line["prior_cumulative"]["raw"]) == ("0.00", "-")
    assert total["committed"]["value"] == "0.00"
    assert total["prior_cumulative"]["value"] is None


@pytest.mark.parametrize("lost", ["งบประมาณที่ได้รับจัดสรร (1)", "คงเหลือ (5)=(1)-(4)"])
def test_a_missing_key_field_waits(bench: Bench, lost: str) -> None:
    blocks = money.numbered(_report())
    table = next(block for block in blocks if not isinstance(block, str))
    column = list(table[0]).index(lost)
    cut = [[cell for place, cell in enumerate(row) if place != column] for row in table]
    one = _from_nan(bench, [cut if block is table else block for block in blocks])
    assert one["status"] == "review" and "missing_field" in rules_of(one, "error")


# --- wrong figures: the values as printed -----------------------------------------------------------------------------
WRONG = [
    ("36,328.75", "36,328.57", "cumulative", "36328.57"),
    ("97,394.00", "97,349.00", "allocated", "97349.00"),
    ("61,065.25", "61,065.00", "balance", "61065.00"),
    ("24,328.75", "24,238.75", "this_month", "24238.75"),
    ("37.30", "73.30", "percent", "73.30"),
]


@pytest.mark.parametrize(("right", "wrong", "name", "printed"), WRONG, ids=[each[2] for each in WRONG])
def test_a_wrong_total_waits_as_it_is_printed(bench: Bench, right: str, wrong: str, name: str, printed: str) -> None:
    one = _from_nan(bench, _printed(money.numbered(_report()), right, wrong))
    assert (one["status"], value(one, name)) == ("review", printed)
    assert rules_of(one, "error")


def test_a_total_in_words_that_differs_waits(bench: Bench) -> None:
    report = replace(_report(), extra=("รวมเบิกจ่ายสะสมเป็นเงินทั้งสิ้น (สามหมื่นหกพันสามร้อยยี่สิบเก้าบาทเจ็ดสิบห้าสตางค์)",))
    one = _from_nan(bench, money.numbered(report))
    assert one["status"] == "review" and "words_differ" in rules_of(one, "error")
    assert value(one, "cumulative") == "36328.75"


def test_a_total_in_words_that_agrees_is_fine(bench: Bench) -> None:
    report = replace(_report(), extra=("รวมเบิกจ่ายสะสมเป็นเงินทั้งสิ้น (สามหมื่นหกพันสามร้อยยี่สิบแปดบาทเจ็ดสิบห้าสตางค์)",))
    assert _from_nan(bench, money.numbered(report))["status"] == "accepted"


def test_an_allocation_other_than_the_configured_one_waits(bench: Bench) -> None:
    one = _from_nan(bench, money.numbered(_report(allocated="98394.00")))
    assert (one["status"], value(one, "allocated")) == ("review", "98394.00")
    assert "allocation_differs" in rules_of(one, "error")


# --- places -----------------------------------------------------------------------------------------------------------
def test_a_winner_of_the_year_before_waits(bench: Bench) -> None:
    one = _from_nan(bench, clerks.nominating_letter("น่าน", "นน", "ปัว"), day="2020-12-03")
    assert (one["status"], value(one, "district")) == ("review", "ปัว") and "winner_before" in rules_of(one, "error")


def test_a_district_of_another_province_waits(bench: Bench) -> None:
    one = _from_nan(bench, clerks.nomination_form("น่าน", "แม่ริม"), day="2020-12-03")
    assert one["status"] == "review" and {"district_not_in_province", "province_doubtful"} & rules_of(one, "error")


def test_a_district_of_none_waits(bench: Bench) -> None:
    one = _from_nan(bench, clerks.nomination_form("น่าน", "ทุ่งดอกไม้งาม"), day="2020-12-03")
    assert one["status"] == "review" and one["province"] == "55"


def test_bangkok_waits_without_a_deadline_or_an_obligation(bench: Bench) -> None:
    paper = money.numbered(_report(province="กรุงเทพมหานคร"))
    one = bench.only(bench.paper("รายงาน.docx", word(paper, landscape=True), JANUARY))
    assert (one["status"], one["kind"], one["province"], one["due_on"]) == ("review", "disbursement", "10", None)
    assert value(one, "cumulative") == "36328.75" and one["province_name"] == "กรุงเทพมหานคร"
    assert "out_of_scope" in rules_of(one, "error") and one["timeliness"] is None
    assert all(cell["province"] != "10" for cell in bench.board(DAY)) and len(bench.board(DAY)) == 76 * 13


@pytest.mark.parametrize("made", [clerks.nomination_form, clerks.nomination_table])
def test_a_nomination_of_bangkok_waits_as_a_nomination(bench: Bench, made: Callable[[str, str], list[Block]]) -> None:
    one = bench.only(bench.paper("แบบเสนอชื่อ.docx", word(made("กรุงเทพมหานคร", "บางรัก")), at("2020-12-03")))
    assert (one["status"], one["kind"], one["province"], one["due_on"]) == ("review", "nomination", "10", None)
    assert "out_of_scope" in rules_of(one, "error") and "province_missing" not in rules_of(one)


# --- months -----------------------------------------------------------------------------------------------------------
def test_as_of_another_month_waits(bench: Bench) -> None:
    one = _from_nan(bench, money.numbered(replace(_report(), as_of="30 พฤศจิกายน 2563")))
    assert (one["status"], one["period"]) == ("review", "2020-12") and "period_contradicted" in rules_of(one, "error")
    assert value(one, "as_of") == "2020-11-30"


@pytest.mark.parametrize("as_of", ["31 ธันวาคม 2563", "๓๑ ธ.ค. ๖๓", "5 มกราคม 2564", "31/12/2563"])
def test_as_of_the_months_end_or_just_after_is_fine(bench: Bench, as_of: str) -> None:
    assert _from_nan(bench, money.numbered(replace(_report(), as_of=as_of)))["status"] == "accepted"


def test_a_month_that_is_not_over_waits(bench: Bench) -> None:
    one = _from_nan(bench, money.numbered(_report()), day="2020-12-28")
    assert one["status"] == "review" and "period_not_over" in rules_of(one, "error")


def test_the_month_is_over_at_midnight_in_bangkok(bench: Bench) -> None:
    one = bench.only(bench.paper("ร.xlsx", excel({"รายงาน": money.numbered(_report())}), at("2021-01-01", "00:00:00")))
    assert one["status"] == "accepted"


@pytest.mark.parametrize(("month", "year"), [("ตุลาคม", "2563"), ("ตุลาคม", "2564")])
def test_a_month_outside_the_directive_waits(bench: Bench, month: str, year: str) -> None:
    one = _from_nan(bench, money.numbered(_report(month, year)), day="2021-11-08")
    assert one["status"] == "review" and "period_outside" in rules_of(one, "error")
    assert one["due_on"] is None


def _without_month(report: money.Report) -> list[Block]:
    return [block for block in money.numbered(report) if not (isinstance(block, str) and "ประจำเดือน" in block)]


def test_a_report_that_names_no_month_waits_with_a_proposal(bench: Bench) -> None:
    one = _from_nan(bench, _without_month(replace(_report(), as_of="31 ธันวาคม 2563")))
    assert (one["status"], one["period"]) == ("review", None)
    assert one["proposed_period"] == "2020-12" and "period_missing" in rules_of(one, "error")
    assert one["due_on"] is None and one["timeliness"] is None


def test_no_month_and_no_date_is_no_month(bench: Bench) -> None:
    one = _from_nan(bench, _without_month(_report()))
    assert (one["status"], one["period"]) == ("review", None) and "period_missing" in rules_of(one, "error")


# --- senders ----------------------------------------------------------------------------------------------------------
def test_a_sender_who_is_not_listed_waits(bench: Bench) -> None:
    one = _from_nan(bench, money.numbered(_report()), sender="somchai2520@webmail.example")
    assert one["status"] == "review" and "sender_unknown" in rules_of(one, "error")
    assert bench.outbox() == [] or all("somchai2520@webmail.example" not in notice["to"] for notice in bench.outbox())


def test_a_contact_of_another_province_waits(bench: Bench) -> None:
    one = _from_nan(bench, money.numbered(_report()), sender=contact_of("54"))
    assert one["status"] == "review" and "sender_province_differs" in rules_of(one, "error")


def test_without_a_contacts_file_nobody_is_unknown(tmp_path: Path, reader: Sandbox) -> None:
    with Bench(tmp_path / "bare", reader, registers=False) as bench:
        assert _from_nan(bench, money.numbered(_report()), sender="somchai2520@webmail.example")["status"] == "accepted"


GATEWAY = '[fax]\ngateways = ["fax@gateway.example"]\n'


@pytest.fixture
def fax_bench(tmp_path: Path, reader: Sandbox) -> Bench:
    return Bench(tmp_path / "fax", reader, sections=GATEWAY)


def _fax(number: str, blocks: Sequence[Block]) -> bytes:
    return mail("fax@gateway.example", f"Fax received from {number}", f"TSI: {number}\nPages: 2", ("fax.pdf", pdf(blocks)))


def test_a_gateways_fax_is_judged_by_its_number(fax_bench: Bench) -> None:
    told = fax_bench.mail(_fax(fax_of("55"), money.upright(_report())), JANUARY)
    assert told["channel"] == "fax"
    assert fax_bench.only(told)["status"] == "accepted"


def test_a_fax_from_the_number_of_another_province_waits(fax_bench: Bench) -> None:
    one = fax_bench.only(fax_bench.mail(_fax(fax_of("54"), money.upright(_report())), JANUARY))
    assert one["status"] == "review" and "sender_province_differs" in rules_of(one, "error")


def test_a_fax_without_a_known_number_needs_letterhead_and_letter_number(fax_bench: Bench) -> None:
    alone = fax_bench.only(fax_bench.mail(_fax("021112222", money.upright(_report())), JANUARY))
    assert alone["status"] == "review" and "sender_unknown" in rules_of(alone, "error")
    letter = clerks.nominating_letter("แพร่", "พร", "สูงเม่น")
    vouched = fax_bench.only(fax_bench.mail(_fax("021112222", letter), DAY))
    assert vouched["status"] == "accepted"


def test_letterhead_and_number_of_two_provinces_vouch_for_nobody(fax_bench: Bench) -> None:
    letter = clerks.nominating_letter("แพร่", "นน", "สูงเม่น")
    one = fax_bench.only(fax_bench.mail(_fax("021112222", letter), DAY))
    assert one["status"] == "review"


# --- paper that is handed in ------------------------------------------------------------------------------------------
def test_hints_of_a_person_are_a_persons_word(bench: Bench) -> None:
    blocks = [block for block in _without_month(_report()) if not (isinstance(block, str) and "จังหวัดน่าน" in block)]
    told = bench.paper(
        "ไปรษณีย์.docx", word(blocks, landscape=True), JANUARY, province="55", kind="disbursement", period="2020-12"
    )
    one = bench.only(told)
    assert (one["status"], one["province"], one["period"], told["channel"]) == ("accepted", "55", "2020-12", "upload")
    assert value(one, "cumulative") == "36328.75"


def test_a_scan_that_a_person_describes_waits_at_its_place(bench: Bench) -> None:
    told = bench.paper("scan.pdf", b"%PDF-1.4 torn", JANUARY, province="55", kind="disbursement", period="2020-12")
    one = bench.only(told)
    assert (one["status"], one["kind"], one["province"], one["period"]) == ("review", "disbursement", "55", "2020-12")
    assert bench.cell(JANUARY, "55", "disbursement", "2020-12")["state"] == "in_review"


def test_nobody_but_a_person_rejects(bench: Bench) -> None:
    for name, data in (("ก.pdf", b""), ("ข.pdf", b"torn"), ("ค.docx", word(clerks.nomination_form("น่าน", "ปัว")))):
        bench.paper(name, data, DAY, channel=Channel.UPLOAD)
    assert {one["status"] for one in bench.submissions()} == {"review"}


@pytest.mark.parametrize("make", [word, pdf])
def test_columns_that_only_a_note_explains(bench: Bench, make: Callable[[Sequence[Block]], bytes]) -> None:
    """The figures are for a person, yet whose report it is, and of which month, its title tells."""
    name = f"รายงาน.{'pdf' if make is pdf else 'docx'}"
    told = bench.mail(mail(contact_of("55"), "ส่งเอกสาร", "ตามแนบ", (name, make(odd.columns_ab(_report())))), JANUARY)
    one = bench.only(told)
    assert (one["kind"], one["status"], one["province"], one["period"]) == ("disbursement", "review", "55", "2020-12")
    assert "column_unclear" in rules_of(one)
    assert bench.cell(at("2021-01-09"), "55", "disbursement", "2020-12")["state"] == "in_review"
