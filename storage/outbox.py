"""The outbox: notices from draft to sent, each once."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from storage import audit
from storage.notices import Attachment, Hold, Notice, NoticeDraft, NoticeKind, NoticeState
from storage.schema import attachments, covers, insert_row, notices

UNCERTAIN = (
    "โปรแกรมหยุดทำงานระหว่างการส่ง จึงไม่ทราบว่าผู้รับได้รับหนังสือฉบับนี้แล้วหรือไม่ "
    "โปรดตรวจสอบกับผู้รับหรือกล่องจดหมายที่ส่งแล้ว หากต้องการส่งอีกครั้งให้สั่ง release หากไม่ต้องการให้สั่ง cancel"
)
TOO_LATE = "เลยกำหนดเวลาที่ควรส่งแล้ว จึงยกเลิกโดยไม่ส่ง"
OFFICERS_HOLDS = (Hold.NEEDS_RELEASE, Hold.TOO_MANY)
"""What only an officer's release ends, whatever the settings say by then."""
_WAITING = (NoticeState.HELD.value, NoticeState.QUEUED.value)


def notice_name(id: int) -> str:
    """``N12``"""
    return f"N{id}"


def notice_id(name: str) -> int | None:
    """``N12`` -> 12; None if it is no such name."""
    digits = name.strip().upper().removeprefix("N")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None


# --- putting ----------------------------------------------------------------------------------------------------------
def put(c: sa.Connection, drafts: Iterable[NoticeDraft], now: dt.datetime) -> list[Notice]:
    """Adds the drafts that are new; gives those that were added."""
    added = [id for draft in drafts if (id := _put_one(c, draft, now)) is not None]
    return load(c, notices.c.id.in_(added)) if added else []


def _put_one(c: sa.Connection, draft: NoticeDraft, now: dt.datetime) -> int | None:
    if c.execute(sa.select(notices.c.id).where(notices.c.dedupe_key == draft.dedupe_key)).first() is not None:
        return None
    covered = list(dict.fromkeys(draft.covers))
    if any(c.execute(sa.select(covers.c.notice_id).where(_is_cover(*cover))).first() for cover in covered):
        return None
    id = insert_row(c, notices, _values(c, draft) | {"created_at": now})
    for position, (province, deliverable, period, step) in enumerate(covered):
        c.execute(
            covers.insert().values(
                province=province,
                deliverable=deliverable,
                period=period or "",
                step=step,
                notice_id=id,
                position=position,
            )
        )
    return id


def _is_cover(province: str, deliverable: str, period: str | None, step: str) -> sa.ColumnElement[bool]:
    return sa.and_(
        covers.c.province == province,
        covers.c.deliverable == deliverable,
        covers.c.period == (period or ""),
        covers.c.step == step,
    )


def _values(c: sa.Connection, draft: NoticeDraft) -> dict[str, Any]:
    state = NoticeState.QUEUED if draft.hold is None else NoticeState.HELD
    return {
        "dedupe_key": draft.dedupe_key,
        "kind": draft.kind.value,
        "state": state.value,
        "hold": draft.hold.value if draft.hold else None,
        "needs_release": draft.hold in OFFICERS_HOLDS,
        "released": False,
        "recipients": list(draft.to),
        "subject": draft.subject,
        "body_text": draft.body_text,
        "body_html": draft.body_html,
        "attachments": [_keep(c, each) for each in draft.attachments],
        "province": draft.province,
        "deliverable": draft.deliverable,
        "period": draft.period,
        "step": draft.step,
        "stale_after": draft.stale_after,
        "in_reply_to": draft.in_reply_to,
        "submission": draft.submission,
        "error": "",
        "attempts": 0,
    }


def _keep(c: sa.Connection, attachment: Attachment) -> dict[str, str]:
    sha256 = hashlib.sha256(attachment.data).hexdigest()
    if c.execute(sa.select(attachments.c.sha256).where(attachments.c.sha256 == sha256)).first() is None:
        c.execute(attachments.insert().values(sha256=sha256, data=attachment.data))
    return {
        "name": attachment.name,
        "media_type": attachment.media_type,
        "content_id": attachment.content_id,
        "sha256": sha256,
    }


# --- reading ----------------------------------------------------------------------------------------------------------
def load(c: sa.Connection, which: sa.ColumnElement[bool] | None = None) -> list[Notice]:
    """Notices, oldest first."""
    wanted = sa.select(notices).order_by(notices.c.id)
    rows = c.execute(wanted if which is None else wanted.where(which)).all()
    files = _files(c, {each["sha256"] for row in rows for each in row.attachments})
    covered = _covered_by(c, [row.id for row in rows])
    return [_notice(row, files, tuple(covered.get(row.id, ()))) for row in rows]


def _files(c: sa.Connection, hashes: Collection[str]) -> Mapping[str, bytes]:
    out: dict[str, bytes] = {}
    for sha256 in hashes:
        out[sha256] = c.execute(sa.select(attachments.c.data).where(attachments.c.sha256 == sha256)).scalar_one()
    return out


def _covered_by(c: sa.Connection, ids: Sequence[int]) -> Mapping[int, list[tuple[str, str, str | None, str]]]:
    out: dict[int, list[tuple[str, str, str | None, str]]] = {}
    wanted = sa.select(covers).order_by(covers.c.notice_id, covers.c.position)
    for row in c.execute(wanted.where(covers.c.notice_id.between(min(ids), max(ids))) if ids else wanted.where(sa.false())):
        out.setdefault(row.notice_id, []).append((row.province, row.deliverable, row.period or None, row.step))
    return out


def _notice(row: sa.Row[Any], files: Mapping[str, bytes], covered: tuple[tuple[str, str, str | None, str], ...]) -> Notice:
    draft = NoticeDraft(
        kind=NoticeKind(row.kind),
        to=tuple(row.recipients),
        subject=row.subject,
        body_text=row.body_text,
        dedupe_key=row.dedupe_key,
        body_html=row.body_html,
        attachments=tuple(
            Attachment(each["name"], each["media_type"], files[each["sha256"]], each["content_id"]) for each in row.attachments
        ),
        province=row.province,
        deliverable=row.deliverable,
        period=row.period,
        step=row.step,
        covers=covered,
        hold=None if row.hold is None else Hold(row.hold),
        stale_after=row.stale_after,
        in_reply_to=row.in_reply_to,
        submission=row.submission,
    )
    return Notice(
        notice_name(row.id),
        draft,
        NoticeState(row.state),
        row.created_at,
        row.sent_at,
        row.message_id,
        row.error,
        row.attempts,
        row.released,
    )


def covered(c: sa.Connection) -> frozenset[tuple[str, str, str | None, str]]:
    """Every step that a notice covers."""
    return frozenset((row.province, row.deliverable, row.period or None, row.step) for row in c.execute(sa.select(covers)))


# --- sending ----------------------------------------------------------------------------------------------------------
def has_queued(c: sa.Connection, now: dt.datetime) -> bool:
    """Whether there is anything to claim: asked without a write lock."""
    return c.execute(sa.select(notices.c.id).where(_due(now)).limit(1)).first() is not None


def _due(now: dt.datetime) -> sa.ColumnElement[bool]:
    ready = sa.or_(notices.c.not_before.is_(None), notices.c.not_before <= now)
    return sa.and_(notices.c.state == NoticeState.QUEUED.value, ready)


def _is_stale(now: dt.datetime) -> sa.ColumnElement[bool]:
    return sa.and_(notices.c.stale_after.is_not(None), notices.c.stale_after <= now)


def claim(c: sa.Connection, now: dt.datetime) -> Notice | None:
    """Marks the oldest queued notice that may leave as ``sending``; cancels the stale ones among the queued."""
    drop_stale(c, now, (NoticeState.QUEUED.value,))
    wanted = sa.select(notices.c.id).where(_due(now)).order_by(notices.c.id).limit(1).with_for_update(skip_locked=True)
    id = c.execute(wanted).scalar()
    if id is None:
        return None
    change = {"state": NoticeState.SENDING.value, "attempts": notices.c.attempts + 1, "not_before": None}
    c.execute(notices.update().where(notices.c.id == id).values(**change))
    return load(c, notices.c.id == id)[0]


def drop_stale(c: sa.Connection, now: dt.datetime, states: Sequence[str] = _WAITING) -> None:
    """Cancels what waited too long to be true any more."""
    stale = sa.and_(notices.c.state.in_(states), _is_stale(now))
    for id in list(c.execute(sa.select(notices.c.id).where(stale)).scalars()):
        c.execute(notices.update().where(notices.c.id == id).values(state=NoticeState.CANCELLED.value, error=TOO_LATE))
        audit.append(c, "notice_stale", notice_name(id), {}, audit.PROGRAM, now)


def finish(c: sa.Connection, id: str, **values: object) -> None:
    """Writes how a dialogue with the mail server ended."""
    c.execute(notices.update().where(notices.c.id == notice_id(id)).values(**values))


def has_uncertain(c: sa.Connection) -> bool:
    """Whether any notice stands in ``sending``: asked without a write lock."""
    return c.execute(sa.select(notices.c.id).where(notices.c.state == NoticeState.SENDING.value).limit(1)).first() is not None


def give_up_uncertain(c: sa.Connection, now: dt.datetime) -> list[Notice]:
    """What a crash or a full disk left in ``sending`` becomes failed: it may have left, and is not sent twice by itself."""
    ids = list(c.execute(sa.select(notices.c.id).where(notices.c.state == NoticeState.SENDING.value)).scalars())
    for id in ids:
        c.execute(notices.update().where(notices.c.id == id).values(state=NoticeState.FAILED.value, error=UNCERTAIN))
        audit.append(c, "notice_uncertain", notice_name(id), {}, audit.PROGRAM, now)
    return load(c, notices.c.id.in_(ids)) if ids else []


def rehold(c: sa.Connection, decide: Callable[[Notice], Hold | None], now: dt.datetime) -> None:
    """Asks anew for every notice that waits."""
    drop_stale(c, now)
    for notice in load(c, notices.c.state.in_(_WAITING)):
        rehold_one(c, notice, decide)


def rehold_one(c: sa.Connection, notice: Notice, decide: Callable[[Notice], Hold | None]) -> None:
    """What needed a release once needs it until an officer gives it, whatever the settings say by now."""
    id = notice_id(notice.id)
    hold = decide(notice)
    needs = bool(c.execute(sa.select(notices.c.needs_release).where(notices.c.id == id)).scalar_one())
    needs = needs or hold in OFFICERS_HOLDS
    if needs and not notice.released and hold not in OFFICERS_HOLDS:
        hold = notice.draft.hold if notice.draft.hold in OFFICERS_HOLDS else Hold.NEEDS_RELEASE
    state = NoticeState.QUEUED if hold is None else NoticeState.HELD
    change = {"state": state.value, "hold": hold.value if hold else None, "needs_release": needs}
    c.execute(notices.update().where(notices.c.id == id).values(**change))
