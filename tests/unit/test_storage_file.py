from __future__ import annotations

import dataclasses
import datetime as dt
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from intake.errors import RetryLater
from intake.records import Arrival
from parsers.parts import Message, Outcome, PartVerdict, Role
from parsers.thai.dates import BANGKOK
from rules.records import Status, Verdict
from storage.errors import Stale
from storage.notices import NoticeDraft
from storage.records import FiledArrival, NewSubmission, Query, Received
from storage.store import SqlStore
from tests.storage_kit import (
    NOW,
    arrival,
    decision,
    draft,
    facts,
    filing,
    new,
    part,
    receipt,
    report,
    ruling,
    sha,
    silent,
    take,
    untold,
)

ALL = Query(statuses=tuple(Status))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    made = SqlStore(tmp_path / "data", timeout=2.0)
    yield made
    made.close()


def statuses(store: SqlStore) -> dict[str, str]:
    return {row.id: row.status.value for row in store.submissions(ALL)}


def test_a_filing_leaves_everything_behind(store: SqlStore) -> None:
    filed = take(store, "first", new(store, report()))
    (row,) = filed.submissions
    assert (row.id, row.status, row.revision, row.province, row.period) == ("S1", Status.ACCEPTED, 1, "30", "2020-11")
    assert row.accepted_at == NOW and row.due_on == dt.date(2020, 12, 11) and row.receipt_no == "1/2563"
    assert filed.arrival.receipt_no == "1/2563" and filed.arrival.submissions == ("S1",)
    (borne,) = filed.arrival.parts
    assert borne.submissions == ("S1",) and borne.outcome is Outcome.FILED and borne.role == Role.DOCUMENT.value
    assert store.original(borne.sha256) == b"%PDF first"
    assert [notice.draft.dedupe_key for notice in store.notices()] == [f"receipt:{sha(b'first')}"]
    assert [event.action for event in store.audit_events()] == ["received", "filed"]
    assert store.submission("S1") == row and store.arrival(sha(b"first")) == filed.arrival
    assert store.verify() == []


def test_the_second_filing_of_an_arrival_gives_none(store: SqlStore) -> None:
    take(store, "first", new(store, report()))
    assert store.file(filing(store, "first", new(store, report())), receipt, NOW) is None
    assert len(store.submissions(ALL)) == 1 and len(store.notices()) == 1


def test_receipt_numbers_are_gapless_for_each_buddhist_year_of_the_arrival(store: SqlStore) -> None:
    new_year = dt.datetime(2020, 12, 31, 17, 0, tzinfo=dt.UTC)  # midnight in Bangkok
    dates = [NOW, new_year - dt.timedelta(seconds=1), new_year, NOW]
    numbers = [take(store, f"a{i}", received_at=at).arrival.receipt_no for i, at in enumerate(dates)]
    assert numbers == ["1/2563", "2/2563", "1/2564", "3/2563"]


@pytest.mark.parametrize("counted_as", ["automatic", "foreign", "duplicate"])
def test_only_documents_take_a_receipt_number(store: SqlStore, counted_as: str) -> None:
    assert take(store, "other", counted_as=counted_as).arrival.receipt_no is None
    assert take(store, "letter").arrival.receipt_no == "1/2563"


def test_a_failed_filing_gives_its_number_back(store: SqlStore) -> None:
    def fails(filed: FiledArrival) -> Sequence[NoticeDraft]:
        assert filed.arrival.receipt_no == "1/2563" and filed.submissions[0].id == "S1"
        raise RuntimeError("wording")

    store.receive(arrival("first"), NOW)
    with pytest.raises(RuntimeError, match="wording"):
        store.file(filing(store, "first", new(store, report())), fails, NOW)
    row = store.arrival(sha(b"first"))
    assert row is not None and row.outcome is None and row.receipt_no is None and row.parts == ()
    assert store.submissions(ALL) == [] and [event.action for event in store.audit_events()] == ["received"]
    filed = store.file(filing(store, "first", new(store, report())), receipt, NOW)
    assert filed is not None and filed.arrival.receipt_no == "1/2563" and filed.submissions[0].id == "S1"
    assert store.verify() == []


def test_a_better_report_supersedes_with_history(store: SqlStore) -> None:
    take(store, "first", new(store, report()))
    later = NOW + dt.timedelta(days=20)
    filed = take(store, "second", new(store, report(cumulative="2000.00"), supersedes="S1"), now=later)
    (row,) = filed.submissions
    assert (row.revision, row.supersedes, row.received_at, row.first_received_at) == (2, "S1", later, NOW)
    old = store.submission("S1")
    assert old is not None and old.status is Status.SUPERSEDED and old.superseded_by == "S2" and old.accepted_at == NOW


def test_an_accepted_report_replaces_the_accepted_one_even_unnamed(store: SqlStore) -> None:
    take(store, "first", new(store, report()))
    take(store, "second", new(store, report(cumulative="2000.00")))
    assert statuses(store) == {"S1": "superseded", "S2": "accepted"}


def test_a_report_that_waits_leaves_the_accepted_one_standing(store: SqlStore) -> None:
    take(store, "first", new(store, report()))
    filed = take(store, "second", new(store, report(cumulative="5.00"), Verdict.REVIEW, supersedes="S1"))
    assert statuses(store) == {"S1": "accepted", "S2": "review"}
    assert filed.submissions[0].supersedes is None and filed.submissions[0].accepted_at is None


def test_a_report_that_waits_replaces_one_that_waits_unread(store: SqlStore) -> None:
    take(store, "fax", new(store, report(), Verdict.REVIEW, readable=False))
    filed = take(store, "mail", new(store, report(), Verdict.REVIEW, supersedes="S1"), now=NOW + dt.timedelta(days=1))
    assert statuses(store) == {"S1": "superseded", "S2": "review"}
    assert filed.submissions[0].first_received_at == NOW and filed.submissions[0].revision == 2


def test_the_same_report_makes_no_second_submission_and_counts_from_its_first_arrival(store: SqlStore) -> None:
    take(store, "mail", new(store, report()))
    earlier = NOW - dt.timedelta(days=3)
    filed = take(store, "paper", new(store, report(), Verdict.SAME, same_as="S1"), received_at=earlier)
    assert [row.id for row in filed.submissions] == ["S1"] and filed.arrival.submissions == ("S1",)
    assert filed.arrival.parts[0].submissions == ("S1",) and filed.arrival.receipt_no == "2/2563"
    row = store.submission("S1")
    assert row is not None and row.first_received_at == earlier and row.received_at == NOW


def test_two_nominations_both_wait(store: SqlStore) -> None:
    take(store, "a", new(store, facts("nomination", district="ปักธงชัย")))
    take(store, "b", new(store, facts("nomination", district="พิมาย"), Verdict.REVIEW, conflicts=("S1",)))
    first = store.submission("S1")
    assert first is not None and first.status is Status.REVIEW and first.accepted_at is None
    assert [finding.rule for finding in first.findings] == ["conflict"] and "S2" in first.findings[0].message
    assert statuses(store)["S2"] == "review"


def test_several_obstacle_reports_stand_side_by_side(store: SqlStore) -> None:
    take(store, "a", new(store, facts("obstacle", detail="น้ำท่วม")))
    take(store, "b", new(store, facts("obstacle", detail="ไฟดับ")))
    assert set(statuses(store).values()) == {"accepted"}


def test_the_database_itself_refuses_a_second_accepted_report(store: SqlStore) -> None:
    take(store, "a", new(store, report()))
    take(store, "b", new(store, report(cumulative="1.00"), Verdict.REVIEW))
    with sqlite3.connect(store.data / "damrong.db") as c, pytest.raises(sqlite3.IntegrityError):
        c.execute("UPDATE submissions SET status = 'accepted'")


def test_a_decision_on_an_old_history_is_stale(store: SqlStore) -> None:
    blind = new(store, report())
    store.receive(arrival("second"), NOW)
    take(store, "first", new(store, report()))
    with pytest.raises(Stale) as caught:
        store.file(filing(store, "second", blind), receipt, NOW)
    assert isinstance(caught.value, RetryLater)
    row = store.arrival(sha(b"second"))
    assert row is not None and row.outcome is None
    assert store.file(filing(store, "second", new(store, report(), supersedes="S1")), receipt, NOW) is not None


def test_a_decision_on_a_status_that_changed_is_stale(store: SqlStore) -> None:
    take(store, "first", new(store, report(), Verdict.REVIEW))
    second = new(store, report(cumulative="2.00"))
    store.decide(ruling(store, "S1", Status.ACCEPTED), untold, NOW)
    store.receive(arrival("second"), NOW)
    with pytest.raises(Stale):
        store.file(filing(store, "second", second), receipt, NOW)


def test_neighbours_are_watched_where_the_decision_looked_at_them(store: SqlStore) -> None:
    december = dataclasses.replace(new(store, report(period="2020-12")), neighbours=())
    take(store, "november", new(store, report(period="2020-11")))
    store.receive(arrival("december"), NOW)
    with pytest.raises(Stale):
        store.file(filing(store, "december", december), receipt, NOW)
    again = dataclasses.replace(december, neighbours=(("S1", "accepted"),))
    assert store.file(filing(store, "december", again), receipt, NOW) is not None


def test_one_arrival_with_two_reports_and_several_parts(store: SqlStore) -> None:
    letter, sheet, zipped = part(b"letter", "หนังสือนำ.pdf"), part(b"sheet", "แบบ.xlsx"), part(b"zip", role=Role.CONTAINER)
    body = part(b"body", "body.txt", Role.BODY)
    empty = part(b"", "ว่าง.pdf")
    verdicts = (
        PartVerdict(body.sha256, Outcome.FILED, "เนื้อความ"),
        PartVerdict(zipped.sha256, Outcome.FILED, "แตกไฟล์แล้ว"),
        PartVerdict(letter.sha256, Outcome.FILED, "หนังสือนำ", (0, 1)),
        PartVerdict(sheet.sha256, Outcome.FILED, "แบบรายงาน", (1,)),
        PartVerdict(empty.sha256, Outcome.REVIEW, "ไฟล์ว่าง"),
    )
    news = (new(store, facts("nomination", district="พิมาย")), new(store, report()))
    filed = take(store, "both", *news, parts=(body, zipped, letter, sheet, empty), verdicts=verdicts)
    assert [each.submissions for each in filed.arrival.parts] == [(), (), ("S1", "S2"), ("S2",), ()]
    assert [each.name for each in filed.arrival.parts][2] == "หนังสือนำ.pdf"
    assert store.blobs.trouble(letter.sha256) is None and store.blobs.trouble(zipped.sha256) is not None
    assert store.verify() == []


def test_known_parts(store: SqlStore) -> None:
    take(store, "first", parts=(part(b"paper"), part(b"logo", role=Role.DECORATION), part(b"")), verdicts=_filed(3))
    take(store, "bounce", parts=(part(b"attached"),), verdicts=_filed(1), counted_as="automatic")
    store.receive(arrival("lost"), NOW)
    store.quarantine(sha(b"lost"), "อ่านไม่ได้", NOW)
    hashes = {sha(data) for data in (b"paper", b"logo", b"attached", b"unheard", b"")}
    found = store.known_parts(hashes, but=sha(b"second"))
    assert {key: row.sha256 for key, row in found.items()} == {sha(b"paper"): sha(b"first")}
    assert store.known_parts(hashes, but=sha(b"first")) == {}


def _filed(count: int) -> tuple[PartVerdict, ...]:
    return tuple(PartVerdict("", Outcome.FILED, "") for _ in range(count))


def test_a_duplicate_repeats_what_the_first_made(store: SqlStore) -> None:
    take(store, "first", new(store, report()))
    again = PartVerdict(sha(b"%PDF first"), Outcome.DUPLICATE, "เคยได้รับแล้ว", submissions=("S1",))
    filed = take(
        store,
        "second",
        parts=(part(b"%PDF first"),),
        verdicts=(again,),
        outcome=Outcome.DUPLICATE,
        counted_as="duplicate",
        duplicate_of=sha(b"first"),
    )
    assert filed.arrival.submissions == ("S1",) and filed.arrival.parts[0].submissions == ("S1",)
    assert filed.arrival.receipt_no is None and filed.submissions == ()


def test_quarantine_takes_a_number_once_and_never_unfiles(store: SqlStore) -> None:
    store.receive(arrival("poison"), NOW)
    store.quarantine(sha(b"poison"), "อ่านไม่ได้สองครั้ง", NOW)
    store.quarantine(sha(b"poison"), "อีกครั้ง", NOW)
    row = store.arrival(sha(b"poison"))
    assert row is not None and (row.outcome, row.reason, row.receipt_no) == (
        Outcome.QUARANTINED,
        "อ่านไม่ได้สองครั้ง",
        "1/2563",
    )
    take(store, "good", new(store, report()))
    store.quarantine(sha(b"good"), "x", NOW)
    good = store.arrival(sha(b"good"))
    assert good is not None and good.outcome is Outcome.FILED
    assert [event.action for event in store.audit_events()].count("quarantined") == 1


def test_a_notice_that_exists_is_passed_over(store: SqlStore) -> None:
    store.put_notices([draft("receipt:" + sha(b"first"))], NOW)
    take(store, "first", new(store, report()))
    assert len(store.notices()) == 1


def test_history(store: SqlStore) -> None:
    take(store, "nov", new(store, report(period="2020-11")))
    take(store, "jan", new(store, report(period="2021-01")))
    take(store, "dec", new(store, report(period="2020-12"), Verdict.REVIEW))
    history = store.history("disbursement", "30", "2020-12")
    assert [each.id for each in history.same] == ["S3"]
    assert history.previous_month is not None and history.previous_month.id == "S1"
    assert history.next_month is not None and history.next_month.id == "S2"
    nothing = store.history("disbursement", None, "2020-12")
    assert nothing.same == () and nothing.previous_month is None
    assert store.history("disbursement", "31", "2020-12").previous_month is None
    waiting = store.history("disbursement", "30", "2021-01").previous_month
    assert waiting is None  # December only waits
    earlier = store.history("disbursement", "30", "2021-01").month_before_last
    assert earlier is not None and earlier.id == "S1"


def test_submissions_by_query(store: SqlStore) -> None:
    take(store, "nov", new(store, report(period="2020-11")))
    take(store, "other", new(store, report("31", "2020-11"), Verdict.REVIEW), now=NOW + dt.timedelta(hours=1))
    take(store, "nom", new(store, facts("nomination", district="พิมาย")), now=NOW - dt.timedelta(hours=1))
    assert [row.id for row in store.submissions(Query())] == ["S3", "S1", "S2"]
    assert [row.id for row in store.submissions(Query(kind="disbursement"))] == ["S1", "S2"]
    assert [row.id for row in store.submissions(Query(province="31"))] == ["S2"]
    assert [row.id for row in store.submissions(Query(period="2020-11", received_until=NOW))] == ["S1"]
    assert [row.id for row in store.submissions(Query(statuses=(Status.REVIEW,)))] == ["S2"]
    assert [each.id for each in store.filed()] == ["S3", "S1", "S2"]


def test_ugly_text_from_a_message_does_not_stop_a_filing(store: SqlStore) -> None:
    ugly = part(b"x", "ดี.pdf")
    ugly = dataclasses.replace(ugly, raw_name="\udce1\udca1.pdf")
    store.receive(arrival("ugly"), NOW)
    what = filing(store, "ugly", parts=(ugly,))
    epoch = dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=14)))
    message = Message(what.message.parts, "เรื่อง\udce1\x00ด่วน", "a@b.example", sent_at=epoch)
    filed = store.file(dataclasses.replace(what, message=message), silent, NOW)
    assert filed is not None and filed.arrival.subject == "เรื่อง\ufffdด่วน" and filed.arrival.sent_at is None


def test_receiving_filed_bytes_again_is_known(store: SqlStore) -> None:
    take(store, "first", new(store, report()))
    assert store.receive(arrival("first", uid="99"), NOW) is Received.KNOWN


def _locked_out(store: SqlStore, what: Arrival) -> None:
    with pytest.raises(RetryLater):
        store.receive(what, NOW)


def test_a_lock_held_too_long_is_retry_later(tmp_path: Path) -> None:
    store = SqlStore(tmp_path / "data", timeout=0.1)
    with sqlite3.connect(tmp_path / "data" / "damrong.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        _locked_out(store, arrival("first"))
        assert store.arrival(sha(b"first")) is None  # readers go on
        other.execute("ROLLBACK")
    assert store.receive(arrival("first"), NOW) is Received.NEW


def test_a_full_disk_is_retry_later(store: SqlStore) -> None:
    def shrink(connection: sqlite3.Connection, record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # SQLite raises it to the present size: nothing more fits

    store.close()
    sa.event.listen(store._engine, "connect", shrink)
    big = filing(store, "big", NewSubmission(report(obstacles="ฝ" * 500_000), decision()))
    with pytest.raises(RetryLater, match="disk is full"):
        for number in range(200):
            store.receive(arrival(f"n{number}"), NOW)
            store.file(dataclasses.replace(big, arrival=sha(f"n{number}".encode())), silent, NOW)
    sa.event.remove(store._engine, "connect", shrink)
    store.close()
    assert store.verify() == []


def test_bangkok_time_comes_back(store: SqlStore) -> None:
    filed = take(store, "first", received_at=dt.datetime(2020, 12, 4, 17, 30, tzinfo=dt.UTC))
    assert filed.arrival.received_at == dt.datetime(2020, 12, 5, 0, 30, tzinfo=BANGKOK)
    assert filed.arrival.received_at.utcoffset() == dt.timedelta(hours=7)


def test_several_obstacles_of_the_months_beside_are_no_reason_to_decide_again(store: SqlStore) -> None:
    for number, period in enumerate(("2020-11", "2020-11", "2021-01", "2021-01", "2020-12")):
        take(store, f"obstacle {number}", new(store, facts("obstacle", period=period, detail=f"น้ำท่วม {number}")))
    assert list(statuses(store).values()) == ["accepted"] * 5
