"""What becomes of a submission beside what is known already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from intake.errors import UserError
from parsers.records import Doubt, Facts, Method
from rules.calendar import deadline_for
from rules.decide import Action, by_officer, decide, without
from rules.records import Decision, Filed, Finding, History, Policy, Severity, Status, Timeliness, Verdict
from tests.rules_kit import at, built_in, disbursement, field, fields, filed, letter, nomination
from tests.rules_kit import without as lacking

BAD = (Finding("row_balance", Severity.ERROR, "ยอดคงเหลือไม่ตรง", ("balance",)),)
MILD = (Finding("missing_field", Severity.WARNING, "ไม่พบเลขที่หนังสือ", ("letter_no",)),)
OTHER = {"this_month": "23317.00", "cumulative": "36328.50"}
"""Other values than the sample's (the sums do not matter here)."""


def decided(
    facts: Facts, known: Sequence[Filed] = (), findings: Sequence[Finding] = (), received: str = "2021-01-09 10:00"
) -> Decision:
    code = facts.province.value if facts.province else None
    period = facts.period.value if facts.period else None
    due = deadline_for(letter(), facts.kind, code, period, Policy(), built_in().calendar)
    return decide(facts, findings, letter(), History(tuple(known)), due, at(received))


def outcome(decision: Decision) -> tuple[Verdict, str | None, str | None]:
    return decision.verdict, decision.supersedes, decision.same_as


ACCEPT, REVIEW, SAME = Verdict.ACCEPT, Verdict.REVIEW, Verdict.SAME


def test_certain_and_faultless_is_accepted_with_its_directive() -> None:
    decision = decided(disbursement(), findings=MILD)
    assert outcome(decision) == (ACCEPT, None, None)
    assert decision.findings == MILD
    assert decision.directive == "mt-0307.2-w30982 1"


def test_an_error_waits() -> None:
    assert outcome(decided(disbursement(), findings=BAD)) == (REVIEW, None, None)


@pytest.mark.parametrize(
    ("received", "timeliness", "days"),
    [
        ("2021-01-11 23:59:59", Timeliness.ON_TIME, 0),
        ("2021-01-12 00:00:00", Timeliness.LATE, 1),
        ("2021-03-12 00:00:00", Timeliness.LATE, 60),
    ],
)
def test_late_is_accepted_and_told(received: str, timeliness: Timeliness, days: int) -> None:
    decision = decided(disbursement(), received=received)
    assert (decision.verdict, decision.timeliness, decision.days_late) == (ACCEPT, timeliness, days)


def test_bangkok_and_what_nobody_owes_have_no_deadline() -> None:
    bangkok = decided(disbursement(province="10"), findings=BAD)
    assert (bangkok.deadline, bangkok.timeliness, bangkok.days_late) == (None, None, 0)
    obstacle = decided(Facts("obstacle", field("30"), None, fields({"detail": "ระบบล่ม"})))
    assert (obstacle.verdict, obstacle.deadline, obstacle.timeliness) == (ACCEPT, None, None)
    forced = decide(
        disbursement(province="10"), (), letter(), History(), decided(disbursement()).deadline, at("2021-01-09 10:00")
    )
    assert forced.deadline is None


def test_an_unknown_kind_is_never_accepted() -> None:
    assert decided(Facts("other", field("30"), None)).verdict is REVIEW


# --- again --------------------------------------------------------------------------------------------------------------
def test_the_same_values_in_other_bytes_are_no_second_submission() -> None:
    first = filed(disbursement(), "2021-01-08 10:00")
    assert outcome(decided(disbursement(), [first])) == (SAME, None, "s1")
    totals_only = disbursement(lines=())
    assert outcome(decided(totals_only, [first])) == (SAME, None, "s1")
    other_letter = disbursement({"letter_no": "นม 0018.1/999"})
    assert outcome(decided(other_letter, [first])) == (SAME, None, "s1")


def test_a_readable_one_that_waits_is_not_doubled_by_one_that_waits_too() -> None:
    first = filed(disbursement(), "2021-01-08 10:00", Status.REVIEW)
    assert outcome(decided(disbursement(), [first], BAD)) == (SAME, None, "s1")


def test_a_copy_that_passes_replaces_the_one_that_waits() -> None:
    first = filed(disbursement(), "2021-01-08 10:00", Status.REVIEW)
    assert outcome(decided(disbursement(), [first])) == (ACCEPT, "s1", None)


def test_the_readable_copy_replaces_the_unread_one_even_if_it_waits() -> None:
    unread = filed(Facts("disbursement", field("30"), field("2020-12")), "2021-01-08 10:00", Status.REVIEW, readable=False)
    assert outcome(decided(disbursement(), [unread])) == (ACCEPT, "s1", None)
    assert outcome(decided(disbursement(), [unread], BAD)) == (REVIEW, "s1", None)


def test_one_unread_document_replaces_nothing() -> None:
    blank = Facts("disbursement", field("30"), field("2020-12"))
    unread = filed(blank, "2021-01-08 10:00", Status.REVIEW, readable=False)
    assert outcome(decided(blank, [unread], BAD)) == (REVIEW, None, None)
    good = filed(disbursement(), "2021-01-08 10:00")
    assert outcome(decided(blank, [good], BAD)) == (REVIEW, None, None)


def test_other_values_that_pass_replace_the_older() -> None:
    first = filed(disbursement(), "2021-01-08 10:00")
    assert outcome(decided(disbursement(OTHER), [first])) == (ACCEPT, "s1", None)


def test_other_values_that_do_not_pass_wait_and_the_older_stands() -> None:
    first = filed(disbursement(), "2021-01-08 10:00")
    assert outcome(decided(disbursement(OTHER), [first], BAD)) == (REVIEW, None, None)


def test_one_cell_of_one_line_makes_another_report() -> None:
    first = filed(disbursement(), "2021-01-08 10:00")
    lines = [dict(row) for row in disbursement().lines]
    lines[1]["this_month"] = field("19867.52")
    changed = replace(disbursement(), lines=tuple(lines))
    assert outcome(decided(changed, [first])) == (ACCEPT, "s1", None)
    assert outcome(decided(replace(disbursement(), lines=disbursement().lines[:2]), [first])) == (ACCEPT, "s1", None)


def test_a_correction_replaces_the_accepted_one_and_every_older_attempt() -> None:
    known = [
        filed(disbursement(), "2021-01-05 10:00", id="s1"),
        filed(disbursement(OTHER), "2021-01-06 10:00", Status.REVIEW, id="s2"),
        filed(disbursement({"balance": "1.00"}), "2021-01-10 10:00", Status.REVIEW, id="s3"),
    ]
    decision = decided(disbursement({"balance": "2.00"}), known)
    assert outcome(decision) == (ACCEPT, "s1", None)
    assert decision.also_supersedes == ("s2",)


def test_what_arrived_earlier_never_replaces_what_arrived_later() -> None:
    later = filed(disbursement(OTHER), "2021-01-10 10:00")
    decision = decided(disbursement(), [later], received="2021-01-08 10:00")
    assert outcome(decision) == (REVIEW, None, None)
    assert decision.findings[0].rule == "older_arrival"
    assert outcome(decided(disbursement(OTHER), [later], received="2021-01-08 10:00")) == (SAME, None, "s1")


def test_a_late_copy_of_what_was_corrected_does_not_undo_the_correction() -> None:
    known = [
        filed(disbursement(), "2021-01-05 10:00", Status.SUPERSEDED, id="s1"),
        filed(disbursement(OTHER), "2021-01-06 10:00", id="s2"),
    ]
    decision = decided(disbursement(), known)
    assert outcome(decision) == (REVIEW, None, None)
    assert decision.findings[0].rule == "repeats_superseded"
    assert outcome(decided(disbursement(OTHER), known)) == (SAME, None, "s2")


def test_an_answer_to_our_query_is_news() -> None:
    asked = filed(nomination(contact_phone=None), "2020-12-01 10:00")
    assert outcome(decided(nomination(), [asked])) == (ACCEPT, "s1", None)
    changed = nomination(contact_phone="053999999")
    assert outcome(decided(changed, [filed(nomination(), "2020-12-01 10:00")])) == (ACCEPT, "s1", None)
    unsure = nomination(contact_phone=field("053999999", 0.9))
    assert outcome(decided(unsure, [filed(nomination(), "2020-12-01 10:00")])) == (SAME, None, "s1")


def test_what_an_image_did_not_show_is_no_news() -> None:
    scanned = nomination(district=field("สันทราย", 0.99, method=Method.RECOGNISER), contact_phone=None)
    assert outcome(decided(nomination(), [filed(scanned, "2020-12-01 10:00")])) == (SAME, None, "s1")


def test_the_letter_after_a_bare_mail_is_news() -> None:
    bare = filed(disbursement(from_body=True), "2021-01-08 10:00")
    assert outcome(decided(disbursement(), [bare])) == (ACCEPT, "s1", None)
    assert outcome(decided(disbursement(from_body=True), [filed(disbursement(), "2021-01-08 10:00")])) == (SAME, None, "s1")


# --- nominations --------------------------------------------------------------------------------------------------------
def test_two_districts_are_a_conflict_and_both_wait() -> None:
    first = filed(nomination(), "2020-12-01 10:00")
    decision = decided(nomination(district="แม่ริม"), [first], received="2020-12-03 10:00")
    assert outcome(decision) == (REVIEW, None, None)
    assert decision.conflicts == ("s1",)
    assert decision.findings[0].rule == "conflict"
    assert "อำเภอแม่ริม และอำเภอสันทราย" in decision.findings[0].message


def test_a_copy_of_one_of_two_in_conflict_is_no_third() -> None:
    known = [
        filed(nomination(), "2020-12-01 10:00", Status.REVIEW, id="s1"),
        filed(nomination(district="แม่ริม"), "2020-12-02 10:00", Status.REVIEW, id="s2"),
    ]
    assert outcome(decided(nomination(), known)) == (SAME, None, "s1")


def test_a_doubtful_or_impossible_district_unsettles_nothing() -> None:
    first = filed(nomination(), "2020-12-01 10:00")
    for district in (field("แม่ริม", 0.8), field("ปากช่อง")):
        decision = decided(nomination(district=district), [first], BAD)
        assert (decision.verdict, decision.conflicts) == (REVIEW, ())


def taking_back(rule: str, district: str) -> Facts:
    return replace(nomination(district=district), doubts=(Doubt(rule, "โปรดอ่านต้นฉบับ", ("district",)),))


def test_a_change_of_the_nomination_makes_both_wait() -> None:
    first = filed(nomination(), "2020-12-01 10:00")
    changed = decided(taking_back("nomination_changed", "แม่ริม"), [first], BAD)
    assert (changed.verdict, changed.conflicts) == (REVIEW, ("s1",))


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.REVIEW])
def test_a_letter_that_withdraws_a_nomination_is_no_copy_of_it(status: Status) -> None:
    first = filed(nomination(), "2020-12-01 10:00", status)
    withdrawn = decided(taking_back("nomination_withdrawn", "สันทราย"), [first], BAD)
    assert (outcome(withdrawn), withdrawn.conflicts) == ((REVIEW, None, None), ())


def test_a_letter_that_declines_another_centre_unsettles_nothing() -> None:
    first = filed(nomination(), "2020-12-01 10:00")
    assert decided(taking_back("nomination_withdrawn", "แม่ริม"), [first], BAD).conflicts == ()


def test_what_takes_a_nomination_back_waits_for_a_person_whatever_comes_after() -> None:
    back = filed(taking_back("nomination_withdrawn", "สันทราย"), "2020-12-01 10:00", Status.REVIEW)
    assert outcome(decided(nomination(), [back])) == (ACCEPT, None, None)
    assert outcome(decided(nomination(), [back], BAD)) == (REVIEW, None, None)
    assert outcome(decided(back.facts, [back], BAD)) == (SAME, None, "s1")


def test_a_rejected_nomination_is_no_rival() -> None:
    first = filed(nomination(), "2020-12-01 10:00", Status.REJECTED)
    assert outcome(decided(nomination(district="แม่ริม"), [first])) == (ACCEPT, None, None)


# --- obstacles ----------------------------------------------------------------------------------------------------------
def test_obstacles_stand_side_by_side() -> None:
    def obstacle(detail: str) -> Facts:
        return Facts("obstacle", field("30"), None, fields({"detail": detail}))

    first = filed(obstacle("ระบบ e-fms ขัดข้อง"), "2021-01-05 10:00")
    assert outcome(decided(obstacle("ผู้รับจ้างส่งงานล่าช้า"), [first])) == (ACCEPT, None, None)
    assert outcome(decided(obstacle("ระบบ  e-fms ขัดข้อง"), [first])) == (SAME, None, "s1")


# --- the officer --------------------------------------------------------------------------------------------------------
def ruled(action: Action, facts: Facts, findings: Sequence[Finding], known: Sequence[Filed]) -> tuple[Status, Decision]:
    due = deadline_for(letter(), facts.kind, "30", "2020-12", Policy(), built_in().calendar)
    return by_officer(
        action, facts, findings, letter(), History(tuple(known)), due, at("2021-01-09 10:00"), submission="s9", by="สมหญิง"
    )


SELF = filed(disbursement(), "2021-01-09 10:00", Status.REVIEW, id="s9")


def test_accepting_takes_responsibility_for_open_errors() -> None:
    status, decision = ruled(Action.ACCEPT, disbursement(), (*BAD, *MILD), [SELF])
    assert status is Status.ACCEPTED
    assert [f.severity for f in decision.findings] == [Severity.WARNING, Severity.WARNING]
    assert decision.findings[0].message.endswith("(เจ้าหน้าที่ สมหญิง พิจารณาแล้วให้รับไว้)")
    assert decision.findings[1] == MILD[0]


def test_accepting_replaces_what_was_accepted() -> None:
    _, decision = ruled(Action.ACCEPT, disbursement(), BAD, [filed(disbursement(OTHER), "2021-01-05 10:00"), SELF])
    assert decision.supersedes == "s1"


def test_nobodys_report_cannot_be_accepted() -> None:
    for facts in (disbursement(province=None), disbursement(period=None)):
        with pytest.raises(UserError, match="assign"):
            ruled(Action.ACCEPT, facts, BAD, [SELF])
    assert ruled(Action.ACCEPT, Facts("other", None, None), BAD, [SELF])[0] is Status.ACCEPTED


def test_rejecting_is_the_officers_alone() -> None:
    status, decision = ruled(Action.REJECT, disbursement(), BAD, [SELF])
    assert (status, decision.findings) == (Status.REJECTED, BAD)


def test_setting_decides_anew_without_itself() -> None:
    assert ruled(Action.SET, disbursement(), (), [SELF])[0] is Status.ACCEPTED
    assert ruled(Action.SET, disbursement(), BAD, [SELF])[0] is Status.REVIEW
    assert without(History((SELF,)), "s9") == History()


def test_an_amended_submission_never_turns_into_a_mere_copy() -> None:
    twin = filed(disbursement(), "2021-01-05 10:00")
    status, decision = ruled(Action.SET, disbursement(), (), [twin, SELF])
    assert (status, decision.verdict, decision.same_as) == (Status.REVIEW, REVIEW, None)


def test_without_a_key_field_nothing_is_the_same() -> None:
    first = filed(lacking(disbursement(), "balance"), "2021-01-08 10:00", Status.REVIEW)
    assert outcome(decided(lacking(disbursement(), "balance"), [first], BAD)) == (REVIEW, None, None)
