"""Invented papers and decisions for the tests of the store."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from intake.records import Arrival, ArrivalClock, Channel, SourceKey
from parsers.parts import Dossier, Message, Outcome, Part, PartVerdict, Role
from parsers.records import Facts, Field, Method
from parsers.thai.dates import BANGKOK
from rules.records import Deadline, Decision, Status, Timeliness, Verdict
from storage.notices import Hold, NoticeDraft, NoticeKind
from storage.ports import Store
from storage.records import FiledArrival, Filing, NewSubmission, Ruling, SubmissionRow, pairs
from storage.store import SqlStore

NOW = dt.datetime(2020, 12, 1, 9, 0, tzinfo=BANGKOK)
DUE = Deadline(
    dt.date(2020, 12, 10),
    dt.date(2020, 12, 11),
    dt.datetime(2020, 12, 11, 23, 59, 59, tzinfo=BANGKOK),
    "วันที่ ๑๐ ธันวาคม เป็นวันหยุดราชการ",
)


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def arrival(raw: bytes | str, uid: str | None = None, **changes: Any) -> Arrival:
    data = raw if isinstance(raw, bytes) else raw.encode()
    values: dict[str, Any] = {
        "key": SourceKey("jed@mail.example:993", "INBOX", 7, uid or sha(data)[:8]),
        "raw": data,
        "channel": Channel.EMAIL,
        "received_at": NOW,
        "clock": ArrivalClock.INTERNALDATE,
    }
    return Arrival(**(values | changes))


def value(text: str | None, confidence: float = 0.999, **changes: Any) -> Field:
    return Field(text, text or "", confidence, Method.TEXT_LAYER, **changes)


def facts(kind: str, province: str | None = "30", period: str | None = None, **fields: str) -> Facts:
    return Facts(
        kind,
        None if province is None else value(province),
        None if period is None else value(period),
        {name: value(text) for name, text in fields.items()},
    )


def report(province: str = "30", period: str = "2020-11", cumulative: str = "1000.00", **fields: str) -> Facts:
    return facts("disbursement", province, period, allocated="97394.00", cumulative=cumulative, **fields)


def decision(verdict: Verdict = Verdict.ACCEPT, **changes: Any) -> Decision:
    values: dict[str, Any] = {
        "verdict": verdict,
        "findings": (),
        "deadline": DUE,
        "timeliness": Timeliness.ON_TIME,
        "days_late": 0,
        "directive": "mt-0307.2-w30982 1",
    }
    return Decision(**(values | changes))


def part(data: bytes, name: str = "รายงาน.pdf", role: Role = Role.DOCUMENT, **changes: Any) -> Part:
    return Part(data, sha(data), name, name, "application/pdf", "application/pdf", role, **changes)


def filing(store: SqlStore, raw: bytes | str, *news: NewSubmission, **changes: Any) -> Filing:
    """One document part that bears everything, unless ``parts`` and ``verdicts`` say otherwise."""
    data = raw if isinstance(raw, bytes) else raw.encode()
    parts: Sequence[Part] = changes.pop("parts", (part(b"%PDF " + data),))
    indexes = tuple(range(len(news)))
    verdicts = changes.pop("verdicts", tuple(PartVerdict(p.sha256, Outcome.FILED, "อ่านได้", indexes) for p in parts))
    message = Message(tuple(parts), "ส่งรายงาน", "somchai@korat.example", message_id=f"<{sha(data)[:8]}@korat.example>")
    values: dict[str, Any] = {
        "arrival": sha(data),
        "message": message,
        "dossier": Dossier(tuple(new.facts for new in news), verdicts),
        "submissions": news,
        "outcome": Outcome.FILED,
        "reason": "",
    }
    return Filing(**(values | changes))


def new(store: SqlStore, what: Facts, verdict: Verdict = Verdict.ACCEPT, **changes: Any) -> NewSubmission:
    """A submission decided on what the store holds now."""
    readable = changes.pop("readable", True)
    province = what.province.value if what.province else None
    history = store.history(what.kind, province, what.period.value if what.period else None)
    return NewSubmission(what, decision(verdict, **changes), readable, pairs(history.same))


def ruling(
    store: Store,
    id: str,
    status: Status,
    *,
    fields: Mapping[str, Field] | None = None,
    province: str | None = None,
    kind: str | None = None,
    period: str | None = None,
    **changes: Any,
) -> Ruling:
    """An officer's decision, worked out on what the store holds now; a new kind forgets the month."""
    before = store.submission(id)
    assert before is not None
    after = dataclasses.replace(before.facts, fields={**before.facts.fields, **(fields or {})})
    if kind is not None and kind != after.kind:
        after = dataclasses.replace(after, kind=kind, period=None)
    if province is not None:
        after = dataclasses.replace(after, province=human(province))
    if period is not None:
        after = dataclasses.replace(after, period=human(period))
    history = store.history(
        after.kind, after.province.value if after.province else None, after.period.value if after.period else None
    )
    values: dict[str, Any] = {"decision": decision(), "by": "วิภา", "reason": "ตรวจแล้ว"}
    return Ruling(before, status, after, based_on=pairs(history.same), **(values | changes))


def human(text: str) -> Field:
    """A person's word."""
    return Field(text, text, 1.0, Method.HUMAN)


def untold(row: SubmissionRow) -> Sequence[NoticeDraft]:
    return []


def draft(key: str, **changes: Any) -> NoticeDraft:
    values: dict[str, Any] = {
        "kind": NoticeKind.RECEIPT,
        "to": ("somchai@korat.example",),
        "subject": "แจ้งผลการรับเอกสาร",
        "body_text": "ได้รับรายงานแล้ว",
        "dedupe_key": key,
        "province": "30",
    }
    return NoticeDraft(**(values | changes))


def receipt(filed: FiledArrival) -> Sequence[NoticeDraft]:
    return [draft(f"receipt:{filed.arrival.sha256}", hold=Hold.SENDING_OFF)]


def silent(filed: FiledArrival) -> Sequence[NoticeDraft]:
    return []


def take(store: SqlStore, raw: str, *news: NewSubmission, now: dt.datetime = NOW, **changes: Any) -> FiledArrival:
    """Receives and files in one go."""
    received_at = changes.pop("received_at", now)
    store.receive(arrival(raw, received_at=received_at), now)
    filed = store.file(filing(store, raw, *news, **changes), receipt, now)
    assert filed is not None
    return filed
