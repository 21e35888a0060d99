from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from intake.errors import RetryLater, UserError
from rules.records import Excuse, Finding, Severity, Status, Timeliness, Verdict
from storage.errors import Stale
from storage.notices import NoticeDraft
from storage.records import Query, SubmissionRow
from storage.store import SqlStore
from tests.storage_kit import DUE, NOW, decision, draft, facts, human, new, report, ruling, take, untold

LATER = NOW + dt.timedelta(days=2)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    made = SqlStore(tmp_path / "data")
    yield made
    made.close()


def rule(store: SqlStore, id: str, status: Status, **changes: Any) -> SubmissionRow:
    return store.decide(ruling(store, id, status, **changes), untold, LATER)


def statuses(store: SqlStore) -> dict[str, str]:
    return {row.id: row.status.value for row in store.submissions(Query(statuses=tuple(Status)))}


def test_accepting_what_waits(store: SqlStore) -> None:
    wrong = Finding("sum_of_lines", Severity.ERROR, "ผลรวมไม่ตรง")
    take(store, "a", new(store, report(), Verdict.REVIEW, findings=(wrong,), readable=False))
    late = decision(timeliness=Timeliness.LATE, days_late=4)
    row = rule(store, "S1", Status.ACCEPTED, fields={"cumulative": human("55.00")}, decision=late)
    assert (row.status, row.accepted_at, row.decided_by, row.readable) == (Status.ACCEPTED, LATER, "วิภา", True)
    assert (row.timeliness, row.days_late, row.due_on, row.findings) == (Timeliness.LATE, 4, DUE.due_on, ())
    assert row.facts.fields["cumulative"] == human("55.00") and row.facts.fields["allocated"].value == "97394.00"
    assert store.submission("S1") == row
    event = store.audit_events()[-1]
    assert (event.action, event.subject, event.actor, event.at) == ("decided", "S1", "วิภา", LATER)
    assert event.detail["fields"] == {"cumulative": ["1000.00", "55.00"]} and event.detail["reason"] == "ตรวจแล้ว"
    assert store.verify() == []


def test_setting_a_field_of_an_accepted_one_keeps_its_time_of_acceptance(store: SqlStore) -> None:
    take(store, "a", new(store, report()))
    assert rule(store, "S1", Status.ACCEPTED, fields={"balance": human("1.00")}).accepted_at == NOW
    assert rule(store, "S1", Status.REVIEW).accepted_at is None


def test_an_accepted_one_replaces_the_one_that_stood(store: SqlStore) -> None:
    take(store, "a", new(store, report()))
    take(store, "b", new(store, report(cumulative="5.00"), Verdict.REVIEW), received_at=LATER)
    row = rule(store, "S2", Status.ACCEPTED)
    assert statuses(store) == {"S1": "superseded", "S2": "accepted"}
    assert (row.supersedes, row.revision, row.first_received_at, row.received_at) == ("S1", 2, NOW, LATER)


def test_choosing_between_two_nominations(store: SqlStore) -> None:
    take(store, "a", new(store, facts("nomination", district="ปักธงชัย")))
    take(store, "b", new(store, facts("nomination", district="พิมาย"), Verdict.REVIEW, conflicts=("S1",)))
    rule(store, "S2", Status.ACCEPTED)
    assert statuses(store) == {"S1": "review", "S2": "accepted"}
    rule(store, "S1", Status.REJECTED)
    assert statuses(store) == {"S1": "rejected", "S2": "accepted"}


def test_going_back_to_an_older_one_makes_no_circle(store: SqlStore) -> None:
    for number, name in enumerate("abc"):
        take(store, name, new(store, report(cumulative=f"{number}.00")))
    rule(store, "S1", Status.ACCEPTED)
    rows = {row.id: row for row in store.submissions(Query(statuses=tuple(Status)))}
    assert [(row.status.value, row.supersedes, row.superseded_by) for row in rows.values()] == [
        ("accepted", "S3", None),
        ("superseded", None, "S3"),
        ("superseded", "S2", "S1"),
    ]
    assert rows["S1"].revision == 4


def test_going_back_to_a_middle_one_makes_no_circle(store: SqlStore) -> None:
    for number, name in enumerate("abc"):
        take(store, name, new(store, report(cumulative=f"{number}.00")))
    rule(store, "S2", Status.ACCEPTED)
    rows = {row.id: row for row in store.submissions(Query(statuses=tuple(Status)))}
    assert {id: (row.supersedes, row.superseded_by) for id, row in rows.items()} == {
        "S1": (None, "S3"),
        "S2": ("S3", None),
        "S3": ("S1", "S2"),
    }


def test_assigning_a_submission(store: SqlStore) -> None:
    take(store, "a", new(store, facts("other", None), Verdict.REVIEW))
    row = rule(store, "S1", Status.ACCEPTED, province="31", kind="disbursement", period="2020-11")
    assert (row.kind, row.province, row.period) == ("disbursement", "31", "2020-11")
    assert row.facts.kind == "disbursement" and row.facts.province == human("31") and row.facts.period == human("2020-11")
    history = store.history("disbursement", "31", "2020-11")
    assert [each.id for each in history.same] == ["S1"]


def test_a_new_kind_drops_the_old_month(store: SqlStore) -> None:
    take(store, "a", new(store, report(), Verdict.REVIEW))
    assert rule(store, "S1", Status.REVIEW, province="30", kind="disbursement").period == "2020-11"
    assert rule(store, "S1", Status.REVIEW, province="30", kind="nomination").period is None


def test_assigning_onto_an_accepted_key_replaces_it(store: SqlStore) -> None:
    take(store, "a", new(store, report()))
    take(store, "b", new(store, report("31")))
    rule(store, "S2", Status.ACCEPTED, province="30", kind="disbursement", period="2020-11")
    assert statuses(store) == {"S1": "superseded", "S2": "accepted"}


def test_a_ruling_that_waits_makes_its_conflicts_wait(store: SqlStore) -> None:
    take(store, "a", new(store, facts("nomination", district="ปักธงชัย")))
    take(store, "b", new(store, facts("nomination", "31", district="พิมาย")))
    rule(store, "S2", Status.REVIEW, province="30", decision=decision(Verdict.REVIEW, conflicts=("S1",)))
    rule(store, "S2", Status.REVIEW, province="30", decision=decision(Verdict.REVIEW, conflicts=("S1",)))
    first = store.submission("S1")
    assert first is not None and first.status is Status.REVIEW
    assert [each.rule for each in first.findings] == ["conflict"]


@pytest.mark.parametrize("id", ["S99", "99999999999", "N1", "", "S-1", "S๑", "x"])
def test_unknown_ids(store: SqlStore, id: str) -> None:
    take(store, "a", new(store, report()))
    assert store.submission(id) is None


@pytest.mark.parametrize("id", ["S1", "s1", " 1 "])
def test_ways_to_write_an_id(store: SqlStore, id: str) -> None:
    take(store, "a", new(store, report(), Verdict.REVIEW))
    assert rule(store, id, Status.ACCEPTED).id == "S1"


def test_impossible_steps_change_nothing(store: SqlStore) -> None:
    take(store, "a", new(store, report()))
    take(store, "b", new(store, report(cumulative="2.00")))
    before = store.submissions(Query(statuses=tuple(Status)))
    for id, status, words in (
        ("S1", Status.REJECTED, "already superseded"),
        ("S1", Status.REVIEW, "already superseded"),
        ("S2", Status.SUPERSEDED, "only another"),
    ):
        with pytest.raises(UserError, match=words):
            rule(store, id, status)
    assert store.submissions(Query(statuses=tuple(Status))) == before
    rule(store, "S2", Status.REJECTED)
    with pytest.raises(UserError, match="already rejected"):
        rule(store, "S2", Status.REJECTED)
    assert rule(store, "S2", Status.ACCEPTED).status is Status.ACCEPTED


def test_of_two_officers_at_once_the_second_decides_on_what_the_first_has_left(store: SqlStore) -> None:
    take(store, "a", new(store, report(), Verdict.REVIEW))
    first = ruling(store, "S1", Status.REVIEW, fields={"cumulative": human("5.00")})
    second = ruling(store, "S1", Status.REVIEW, fields={"balance": human("7.00")})
    store.decide(first, untold, LATER)
    with pytest.raises(Stale) as caught:
        store.decide(second, untold, LATER)
    assert isinstance(caught.value, RetryLater)
    row = rule(store, "S1", Status.REVIEW, fields={"balance": human("7.00")})
    assert (row.facts.fields["cumulative"].value, row.facts.fields["balance"].value) == ("5.00", "7.00")


def test_a_decision_on_registers_that_moved_is_made_again(store: SqlStore) -> None:
    take(store, "a", new(store, report(), Verdict.REVIEW))
    early = ruling(store, "S1", Status.ACCEPTED)
    take(store, "b", new(store, report(cumulative="2.00")))
    with pytest.raises(Stale):
        store.decide(early, untold, LATER)
    assert statuses(store) == {"S1": "review", "S2": "accepted"}


def test_a_decision_and_its_letter_are_one(store: SqlStore) -> None:
    take(store, "a", new(store, report(), Verdict.REVIEW))
    before = len(store.notices())

    def fails(row: SubmissionRow) -> list[NoticeDraft]:
        raise ValueError(row.id)

    with pytest.raises(ValueError, match="S1"):
        store.decide(ruling(store, "S1", Status.ACCEPTED), fails, LATER)
    assert statuses(store) == {"S1": "review"}
    store.decide(ruling(store, "S1", Status.ACCEPTED), lambda row: [draft(f"accepted:{row.id}")], LATER)
    told = store.notices()[before:]
    assert [each.draft.dedupe_key for each in told] == ["accepted:S1"]
    assert store.audit_events()[-1].detail["notices"] == [told[0].id]


def test_the_trail_tells_every_cell_that_was_set(store: SqlStore) -> None:
    line = {"item": human("ค่าวัสดุ"), "balance": human("1.00")}
    old = dataclasses.replace(report(), lines=(line,))
    take(store, "a", new(store, old, Verdict.REVIEW))
    mended = dataclasses.replace(old, lines=({**line, "balance": human("2.00")},))
    store.decide(dataclasses.replace(ruling(store, "S1", Status.ACCEPTED), facts=mended), untold, LATER)
    assert store.audit_events()[-1].detail["fields"] == {"lines.1.balance": ["1.00", "2.00"]}


def test_excuses(store: SqlStore) -> None:
    first = Excuse("30", "nomination", None, dt.date(2020, 12, 20), NOW, "วิภา", "น้ำท่วม")
    other = Excuse("30", "disbursement", "2020-11", dt.date(2020, 12, 20), NOW, "วิภา", "น้ำท่วม")
    shorter = Excuse("30", "nomination", None, dt.date(2020, 12, 10), LATER, "สมชาย", "แก้ไข")
    for each in (first, other):
        store.excuse(each)
    assert store.excuses() == [first, other]
    store.excuse(shorter)
    assert store.excuses() == [other, shorter]
    assert [event.subject for event in store.audit_events()] == ["30/nomination", "30/disbursement/2020-11", "30/nomination"]
