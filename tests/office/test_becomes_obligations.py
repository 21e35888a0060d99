"""What becomes of a document: obligations, the board over time, officers' decisions and what the board then says."""

from __future__ import annotations

from collections import Counter

import pytest

import desk
from intake.errors import UserError
from tests.office import becomes_clerks as clerks
from tests.office import becomes_money as money
from tests.office.becomes_kit import Bench, Json, at, contact_of, rules_of, value
from tests.office.becomes_papers import excel, mail, pdf, word

NAN_REPORT = ("55", "disbursement", "2020-12")


def _send(bench: Bench, day: str, month: str = "ธันวาคม", spent: str = "24328.75", allocated: str = "97394.00") -> Json:
    report = money.Report("น่าน", month, "2563", money.two_items("12000.00", spent, allocated))
    raw = mail(contact_of("55"), "รายงาน", "", ("รายงาน.xlsx", excel({"รายงาน": money.numbered(report)})), number=day)
    return bench.only(bench.mail(raw, at(day)))


# --- from day one -----------------------------------------------------------------------------------------------------
def test_every_expected_report_of_every_province_is_there_from_day_one(bench: Bench) -> None:
    board = bench.board(at("2020-11-18"))
    assert len(board) == 76 * 13 and len({one["province"] for one in board}) == 76
    counted = Counter(one["deliverable"] for one in board)
    assert counted == {"nomination": 76, "achievement": 76, "disbursement": 76 * 11}
    periods = {one["period"] for one in board if one["deliverable"] == "disbursement"}
    assert (min(periods), max(periods), len(periods)) == ("2020-11", "2021-09", 11)
    assert all((one["period"] is None) == (one["deliverable"] != "disbursement") for one in board)
    assert all(one["why_due"] and one["submission"] is None for one in board)


STATES = [
    ("2020-11-17", "nomination", None, "not_due", 0),
    ("2020-11-18", "nomination", None, "missing", 0),
    ("2020-12-04", "nomination", None, "missing", 0),
    ("2020-12-05", "nomination", None, "overdue", 1),
    ("2020-12-31", "disbursement", "2020-12", "not_due", 0),
    ("2021-01-01", "disbursement", "2020-12", "missing", 0),
    ("2021-01-11", "disbursement", "2020-12", "missing", 0),
    ("2021-01-12", "disbursement", "2020-12", "overdue", 1),
    ("2020-11-30", "disbursement", "2020-11", "not_due", 0),
    ("2020-12-14", "disbursement", "2020-11", "missing", 0),
    ("2020-12-20", "disbursement", "2020-11", "overdue", 6),
    ("2021-04-16", "disbursement", "2021-03", "missing", 0),
    ("2021-10-12", "disbursement", "2021-09", "overdue", 1),
]


@pytest.mark.parametrize(("day", "deliverable", "period", "state", "days"), STATES)
def test_states_of_what_nobody_sent(
    bench: Bench, day: str, deliverable: str, period: str | None, state: str, days: int
) -> None:
    cell = bench.cell(at(day), "55", deliverable, period)
    assert (cell["state"], cell["days_late"]) == (state, days)


def test_overdue_begins_the_second_after_the_cut_off(bench: Bench) -> None:
    assert bench.cell(at("2020-12-04", "23:59:59"), "55", "nomination")["state"] == "missing"
    assert bench.cell(at("2020-12-05", "00:00:00"), "55", "nomination")["state"] == "overdue"


# --- over time --------------------------------------------------------------------------------------------------------
def test_what_arrived_after_the_moment_is_left_out(bench: Bench) -> None:
    one = _send(bench, "2021-01-15")
    assert bench.cell(at("2021-01-12"), *NAN_REPORT)["state"] == "overdue"
    assert bench.cell(at("2021-01-12"), *NAN_REPORT)["submission"] is None
    now = bench.cell(at("2021-01-15", "10:00:00"), *NAN_REPORT)
    assert (now["state"], now["days_late"], now["submission"]) == ("late", 4, one["id"])


def test_before_a_correction_the_board_shows_what_stood_then(bench: Bench) -> None:
    old, new = _send(bench, "2021-01-08"), _send(bench, "2021-01-20", spent="25328.75")
    assert bench.cell(at("2021-01-10"), *NAN_REPORT)["submission"] == old["id"]
    assert bench.cell(at("2021-01-21"), *NAN_REPORT)["submission"] == new["id"]
    assert {bench.cell(at(day), *NAN_REPORT)["state"] for day in ("2021-01-10", "2021-01-21")} == {"on_time"}


def test_what_waits_is_in_review_even_after_the_deadline(bench: Bench) -> None:
    one = _send(bench, "2021-01-08", allocated="99999.00")
    cell = bench.cell(at("2021-02-01"), *NAN_REPORT)
    assert (cell["state"], cell["submission"], cell["received_at"]) == ("in_review", one["id"], "2021-01-08T10:00:00+07:00")


def test_paper_that_came_before_what_is_on_file_moves_the_first_arrival(bench: Bench) -> None:
    report = money.Report("น่าน", "ธันวาคม", "2563", money.two_items())
    bench.paper("สำเนา.pdf", pdf(money.upright(report)), at("2021-01-20"))
    assert bench.cell(at("2021-01-21"), *NAN_REPORT)["state"] == "late"
    bench.paper("โทรสาร.xlsx", excel({"รายงาน": money.numbered(report)}), at("2021-01-11"))
    cell = bench.cell(at("2021-01-21"), *NAN_REPORT)
    assert (cell["state"], cell["days_late"], cell["received_at"]) == ("on_time", 0, "2021-01-11T10:00:00+07:00")
    assert bench.cell(at("2021-01-11", "09:59:59"), *NAN_REPORT)["state"] == "missing"
    assert bench.cell(at("2021-01-15"), *NAN_REPORT)["state"] == "on_time"


# --- excused ----------------------------------------------------------------------------------------------------------
def test_an_excuse_holds_until_its_day(bench: Bench) -> None:
    bench.clock.moment = at("2021-01-12")
    desk.excuse(bench.office, "55", "disbursement", "2020-12", "2021-01-20", "นางสาววิภา", "อุทกภัย")
    assert bench.cell(at("2021-01-13"), *NAN_REPORT)["state"] == "excused"
    assert bench.cell(at("2021-01-20", "23:59:59"), *NAN_REPORT)["state"] == "excused"
    late = bench.cell(at("2021-01-21"), *NAN_REPORT)
    assert (late["state"], late["days_late"]) == ("overdue", 10)
    assert bench.cell(at("2021-01-13"), "54", "disbursement", "2020-12")["state"] == "overdue"


def test_what_comes_for_an_excused_obligation_is_shown(bench: Bench) -> None:
    bench.clock.moment = at("2021-01-12")
    desk.excuse(bench.office, "55", "disbursement", "2020-12", "2021-01-20", "นางสาววิภา", "อุทกภัย")
    one = _send(bench, "2021-01-18")
    cell = bench.cell(at("2021-01-19"), *NAN_REPORT)
    assert cell["submission"] == one["id"] and cell["state"] == "late"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("10", "nomination", None), "ไม่อยู่ในข่าย"),
        (("55", "obstacle", None), "ไม่มีรายงานชื่อ"),
        (("55", "disbursement", "2020-10"), "2020-11 ถึง 2021-09"),
        (("55", "disbursement", None), "ต้องระบุงวดเดือน"),
        (("55", "nomination", "2020-11"), "ไม่ต้องระบุเดือน"),
    ],
)
def test_an_impossible_excuse_is_refused_and_says_how(bench: Bench, words: tuple[str, str, str | None], told: str) -> None:
    with pytest.raises(UserError, match=told):
        desk.excuse(bench.office, *words, "2021-01-20", "นางสาววิภา", "")


# --- decisions --------------------------------------------------------------------------------------------------------
def test_accept_takes_responsibility_and_keeps_what_was_found(bench: Bench) -> None:
    one = _send(bench, "2021-01-08", allocated="99999.00")
    bench.clock.moment = at("2021-01-20")
    done = bench.decide(one["id"], "accept")
    assert (done["status"], done["decided_by"], value(done, "allocated")) == ("accepted", "นางสาววิภา", "99999.00")
    assert not rules_of(done, "error") and "allocation_differs" in rules_of(done, "warning")
    assert (done["timeliness"], done["accepted_at"]) == ("on_time", "2021-01-20T10:00:00+07:00")
    assert bench.cell(at("2021-01-21"), *NAN_REPORT)["state"] == "on_time"


def test_reject_leaves_the_obligation_open(bench: Bench) -> None:
    one = _send(bench, "2021-01-08", allocated="99999.00")
    assert bench.decide(one["id"], "reject")["status"] == "rejected"
    cell = bench.cell(at("2021-01-14"), *NAN_REPORT)
    assert (cell["state"], cell["submission"], cell["days_late"]) == ("overdue", None, 3)


def test_set_repairs_a_value_and_passes(bench: Bench) -> None:
    paper = clerks.nomination_form("น่าน", "ปัว")
    one = bench.only(bench.paper("แบบ.docx", word(paper), at("2020-12-03")))
    done = bench.decide(one["id"], "set", "district=อ.เวียงสา", "contact_phone=๐ ๕๔๗๑ ๐๐๐๐")
    assert (done["status"], value(done, "district"), value(done, "contact_phone")) == ("accepted", "เวียงสา", "054710000")
    assert done["fields"]["district"]["method"] == "human"
    assert bench.cell(at("2020-12-04"), "55", "nomination")["state"] == "on_time"


def test_set_that_leaves_an_error_still_waits(bench: Bench) -> None:
    one = _send(bench, "2021-01-08", allocated="99999.00")
    still = bench.decide(one["id"], "set", "balance=61065.25")
    assert still["status"] == "review" and value(still, "balance") == "61065.25"


def test_assign_says_whose_it_is_and_of_which_month(bench: Bench) -> None:
    blocks = [
        block
        for block in money.numbered(money.Report("น่าน", items=money.two_items()))
        if not (isinstance(block, str) and "ประจำเดือน" in block)
    ]
    one = bench.only(bench.paper("รายงาน.docx", word(blocks, landscape=True), at("2021-01-08")))
    assert (one["status"], one["period"], one["due_on"]) == ("review", None, None)
    done = bench.decide(one["id"], "assign", "น่าน", "disbursement", "2020-12")
    assert (done["status"], done["period"], done["due_on"]) == ("accepted", "2020-12", "2021-01-11")
    assert (done["timeliness"], bench.cell(at("2021-01-09"), *NAN_REPORT)["state"]) == ("on_time", "on_time")


def test_assign_to_an_obligation_that_is_met_supersedes(bench: Bench) -> None:
    first = _send(bench, "2021-01-08")
    waits = bench.only(bench.paper("scan.pdf", b"%PDF-1.4 torn", at("2021-01-10")))
    done = bench.decide(waits["id"], "assign", "55", "disbursement", "2020-12")
    assert done["status"] == "review"
    assert bench.cell(at("2021-01-12"), *NAN_REPORT)["submission"] == first["id"]


def test_what_nobody_owns_cannot_be_accepted(bench: Bench) -> None:
    one = bench.only(bench.paper("scan.pdf", b"%PDF-1.4 torn", at("2021-01-10"), kind="disbursement"))
    with pytest.raises(UserError):
        bench.decide(one["id"], "accept")
    assert bench.submissions()[0]["status"] == "review"


def test_a_rejected_correction_leaves_the_older_standing(bench: Bench) -> None:
    old = _send(bench, "2021-01-08")
    new = _send(bench, "2021-01-10", allocated="99999.00")
    bench.decide(new["id"], "reject")
    cell = bench.cell(at("2021-01-12"), *NAN_REPORT)
    assert (cell["state"], cell["submission"]) == ("on_time", old["id"])


def test_every_decision_is_in_the_audit_trail_and_the_chain_holds(bench: Bench) -> None:
    one = _send(bench, "2021-01-08", allocated="99999.00")
    bench.decide(one["id"], "accept", by="นายสมชาย", reason="ได้รับหนังสือแก้ไขวงเงินแล้ว")
    events = [event for event in bench.office.store.audit_events() if event.subject == one["id"]]
    assert [(event.actor, event.action) for event in events] == [("นายสมชาย", "decided")]
    assert "ได้รับหนังสือแก้ไขวงเงินแล้ว" in str(events[0].detail)
    assert bench.office.store.verify() == []
