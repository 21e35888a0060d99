from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.errors import UserError
from storage.notices import Attachment, Hold, Notice, NoticeKind, NoticeState
from storage.store import SqlStore
from tests.storage_kit import NOW, draft

SOON = NOW + dt.timedelta(hours=1)
COVER = ("30", "disbursement", "2020-11", "reminder-5")
ONCE = ("30", "nomination", None, "reminder-5")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    made = SqlStore(tmp_path / "data")
    yield made
    made.close()


def states(store: SqlStore) -> list[str]:
    return [notice.state.value for notice in store.notices()]


def test_a_notice_comes_back_whole(store: SqlStore) -> None:
    form = Attachment("แบบรายงาน.xlsx", "application/xlsx", b"PK\x00\xff")
    board = Attachment("board.png", "image/png", b"\x89PNG", "board")
    whole = draft(
        "k",
        kind=NoticeKind.REMINDER,
        body_html="<p>เรียน</p>",
        attachments=(form, board, form),
        deliverable="disbursement",
        period="2020-11",
        step="reminder-5",
        covers=(ONCE, COVER),
        hold=Hold.SENDING_OFF,
        stale_after=SOON,
        in_reply_to="<a@b.example>",
        submission="S1",
    )
    (added,) = store.put_notices([whole], NOW)
    assert added == Notice("N1", whole, NoticeState.HELD, NOW)
    assert store.notices() == [added] and store.covered() == {ONCE, COVER}


def test_a_key_is_used_once(store: SqlStore) -> None:
    assert len(store.put_notices([draft("k"), draft("k"), draft("l")], NOW)) == 2
    assert store.put_notices([draft("k")], NOW) == [] and store.put_notices([], NOW) == []
    store.cancel(["N1"], "วิภา", "ไม่ต้อง", NOW)
    assert store.put_notices([draft("k")], NOW) == []


@pytest.mark.parametrize("cover", [COVER, ONCE])
def test_a_step_is_covered_once(store: SqlStore, cover: tuple[str, str, str | None, str]) -> None:
    store.put_notices([draft("a", covers=(cover, cover))], NOW)
    assert store.put_notices([draft("b", covers=(("31", *cover[1:]), cover))], NOW) == []
    assert store.covered() == {cover}
    assert len(store.put_notices([draft("c", covers=((*cover[:3], "overdue-1"),))], NOW)) == 1


def test_from_queued_to_sent_once(store: SqlStore) -> None:
    store.put_notices([draft("a"), draft("b"), draft("held", hold=Hold.NOT_ALLOWED)], NOW)
    first = store.claim_notice(NOW)
    assert first is not None and (first.id, first.state, first.attempts) == ("N1", NoticeState.SENDING, 1)
    second = store.claim_notice(NOW)
    assert second is not None and second.id == "N2" and store.claim_notice(NOW) is None
    store.notice_sent("N1", "<m1@dopa.example>", SOON)
    sent = store.notices()[0]
    assert (sent.state, sent.sent_at, sent.message_id, sent.error) == (NoticeState.SENT, SOON, "<m1@dopa.example>", "")
    assert store.audit_events()[-1].action == "sent"


def test_a_refusal_for_now_is_tried_again_then(store: SqlStore) -> None:
    store.put_notices([draft("a")], NOW)
    store.claim_notice(NOW)
    store.notice_failed("N1", "451 busy", SOON)
    assert states(store) == ["queued"] and store.claim_notice(NOW) is None
    again = store.claim_notice(SOON)
    assert again is not None and again.attempts == 2
    store.notice_failed("N1", "550 no such user", None)
    assert states(store) == ["failed"] and store.notices()[0].error == "550 no such user"
    assert store.claim_notice(SOON) is None


def test_stale_notices_never_leave(store: SqlStore) -> None:
    store.put_notices([draft("a", stale_after=SOON), draft("b"), draft("held", stale_after=SOON, hold=Hold.SENDING_OFF)], NOW)
    claimed = store.claim_notice(SOON)
    assert claimed is not None and claimed.id == "N2"
    assert states(store) == ["cancelled", "sending", "held"]
    assert "เลยกำหนดเวลา" in store.notices()[0].error
    store.rehold(lambda notice: None, SOON)
    assert states(store) == ["cancelled", "sending", "cancelled"]


def test_a_notice_that_is_nearly_stale_leaves(store: SqlStore) -> None:
    store.put_notices([draft("a", stale_after=SOON)], NOW)
    assert store.claim_notice(SOON - dt.timedelta(microseconds=1)) is not None


def test_what_a_crash_left_in_sending_is_for_an_officer(store: SqlStore) -> None:
    store.put_notices([draft("a"), draft("b")], NOW)
    store.claim_notice(NOW)
    (uncertain,) = store.uncertain_notices(SOON)
    assert uncertain.id == "N1" and uncertain.state is NoticeState.FAILED and "ไม่ทราบว่า" in uncertain.error
    assert store.uncertain_notices(SOON) == []
    store.release(["N1"], "วิภา", "ผู้รับยังไม่ได้รับ", SOON)
    assert states(store) == ["queued", "queued"]


def test_switching_sending_on_and_off(store: SqlStore) -> None:
    store.put_notices([draft("a", hold=Hold.SENDING_OFF), draft("b"), draft("c", hold=Hold.NEEDS_RELEASE)], NOW)
    store.rehold(lambda notice: Hold.SENDING_OFF, NOW)
    assert states(store) == ["held"] * 3
    assert [notice.draft.hold for notice in store.notices()] == [Hold.SENDING_OFF, Hold.SENDING_OFF, Hold.NEEDS_RELEASE]
    store.rehold(lambda notice: None, NOW)
    assert states(store) == ["queued", "queued", "held"]


def test_a_release_is_an_officers_word_on_one_thing_only(store: SqlStore) -> None:
    def off(notice: Notice) -> Hold | None:
        return Hold.SENDING_OFF

    store.put_notices([draft("a", hold=Hold.NEEDS_RELEASE), draft("b", hold=Hold.NEEDS_RELEASE)], NOW)
    (kept,) = store.release(["N1"], "วิภา", "เห็นชอบ", NOW, rehold=off)
    assert kept.state is NoticeState.HELD and kept.draft.hold is Hold.SENDING_OFF and kept.released
    (gone,) = store.release(["N2"], "วิภา", "เห็นชอบ", NOW)
    assert gone.state is NoticeState.QUEUED and gone.draft.hold is None
    store.rehold(lambda notice: None, NOW)
    assert states(store) == ["queued", "queued"]
    assert [event.action for event in store.audit_events()][-2:] == ["released", "released"]


@pytest.mark.parametrize("hold", [Hold.NEEDS_RELEASE, Hold.TOO_MANY])
def test_what_waits_for_an_officer_outlives_every_change_of_the_settings(store: SqlStore, hold: Hold) -> None:
    store.put_notices([draft("a", hold=hold)], NOW)
    for answer in (Hold.SENDING_OFF, None, Hold.NOT_ALLOWED, None):
        store.rehold(lambda notice, answer=answer: answer, NOW)  # type: ignore[misc]
        assert store.notices()[0].draft.hold is hold and states(store) == ["held"]
    store.release(["N1"], "วิภา", "เห็นชอบ", NOW)
    assert states(store) == ["queued"]


def test_a_release_before_sending_is_switched_on_is_remembered(store: SqlStore) -> None:
    def rule(notice: Notice) -> Hold | None:
        return None if notice.released else Hold.NEEDS_RELEASE

    store.put_notices([draft("a", hold=Hold.SENDING_OFF), draft("b", hold=Hold.SENDING_OFF)], NOW)
    (row,) = store.release(["N1"], "วิภา", "เห็นชอบ", NOW)
    assert row.state is NoticeState.HELD and row.draft.hold is Hold.SENDING_OFF
    store.rehold(rule, NOW)
    assert states(store) == ["queued", "held"]


def test_impossible_releases_and_cancellations_are_listed_all_at_once_and_change_nothing(store: SqlStore) -> None:
    store.put_notices([draft(key) for key in "abcd"] + [draft("e", hold=Hold.NEEDS_RELEASE, stale_after=SOON)], NOW)
    store.claim_notice(NOW)
    store.notice_sent("N1", "<m@dopa.example>", NOW)
    store.cancel(["N2"], "วิภา", "ไม่ต้อง", NOW)
    before = store.notices()
    with pytest.raises(UserError) as caught:
        store.release(["N1", "N2", "N3", "N99", "x", "N5"], "วิภา", "", NOW)
    assert len(caught.value.problems) == 5 and caught.value.exit_status == 2
    with pytest.raises(UserError, match="stale"):
        store.release(["N5"], "วิภา", "", SOON)
    with pytest.raises(UserError) as caught:
        store.cancel(["N1", "N2", "N3"], "วิภา", "", NOW)
    assert len(caught.value.problems) == 2
    assert store.notices() == before


def test_cancelling(store: SqlStore) -> None:
    store.put_notices([draft("a"), draft("b", hold=Hold.SENDING_OFF)], NOW)
    rows = store.cancel(["n1", "N2", "N2"], "วิภา", "ส่งทางหนังสือแล้ว", NOW)
    assert [(row.state, row.error) for row in rows] == [(NoticeState.CANCELLED, "ส่งทางหนังสือแล้ว")] * 2
    assert store.claim_notice(NOW) is None
    assert [event.action for event in store.audit_events()].count("cancelled") == 2
