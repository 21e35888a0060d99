"""Records to the JSON that other offices' scripts are written against. A key here is never renamed or dropped."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence

from parsers.parts import Outcome
from parsers.records import Field, Method, Page, PageReading, Table
from parsers.thai.dates import BANGKOK
from parsers.thai.places import by_code
from rules.records import Finding, Obligation
from storage.notices import Notice, NoticeState
from storage.records import ArrivalRow, SubmissionRow

Json = dict[str, object]


_SPLIT_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
"""Sara am in its two halves, with a tone mark between them or not."""
_PATHS = frozenset({"file"})
"""Keys whose text is a path, which must stay what it is called on disk."""


def dump(record: Json) -> str:
    """One object a line, UTF-8, no escapes of Thai. Text is NFC with composed sara am, wherever it came from."""
    return json.dumps(_composed(record), ensure_ascii=False, separators=(", ", ": "))


def _composed(value: object) -> object:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", _SPLIT_SARA_AM.sub("\\1\u0e33", value))
    if isinstance(value, Mapping):
        return {key: each if key in _PATHS else _composed(each) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [_composed(each) for each in value]
    return value


def moment(value: dt.datetime | None) -> str | None:
    """ISO 8601 to the second, always +07:00."""
    return None if value is None else value.astimezone(BANGKOK).isoformat(timespec="seconds")


def day(value: dt.date | None) -> str | None:
    """ISO date, Christian era."""
    return None if value is None else value.isoformat()


def province_name(code: str | None) -> str | None:
    """Thai name of a province code, Bangkok included; None if the code is unknown."""
    if code is None:
        return None
    entry = by_code(code)
    return entry.name if entry else None


def field(value: Field) -> Json:
    """One Field."""
    return {
        "value": value.value,
        "raw": value.raw,
        "confidence": round(value.confidence, 4),
        "method": value.method.value,
        "part": value.part,
        "page": value.page,
        "box": None if value.box is None else [round(edge, 2) for edge in value.box],
        "cell": value.cell,
    }


def fields(values: Mapping[str, Field]) -> Json:
    """A mapping of Fields."""
    return {name: field(value) for name, value in values.items()}


def finding(value: Finding) -> Json:
    """One Finding."""
    return {"rule": value.rule, "severity": value.severity.value, "message": value.message, "fields": list(value.fields)}


def arrival(row: ArrivalRow, *, outcome: Outcome | None = None, reason: str | None = None) -> Json:
    """One Arrival. ``outcome`` and ``reason`` override the row's where the same bytes came again."""
    return {
        "arrival": row.sha256,
        "receipt_no": row.receipt_no,
        "channel": row.channel.value,
        "received_at": moment(row.received_at),
        "sender": row.sender or None,
        "subject": row.subject or None,
        "outcome": (outcome or row.outcome or Outcome.REVIEW).value,
        "reason": row.reason if reason is None else reason,
        "parts": [
            {
                "name": part.name,
                "media_type": part.media_type,
                "sha256": part.sha256,
                "outcome": part.outcome.value,
                "reason": part.reason,
                "submissions": list(part.submissions),
            }
            for part in row.parts
        ],
        "submissions": list(row.submissions),
        "name": row.name or None,
        "clock": row.clock,
        "counted_as": row.counted_as,
    }


def submission(row: SubmissionRow) -> Json:
    """One Submission."""
    return {
        "id": row.id,
        "kind": row.kind,
        "status": row.status.value,
        "accepted_at": moment(row.accepted_at),
        "channel": row.channel.value,
        "arrival": row.arrival,
        "parts": list(row.parts),
        "province": row.province,
        "province_name": province_name(row.province),
        "period": row.period,
        "received_at": moment(row.received_at),
        "due_on": day(row.due_on),
        "timeliness": row.timeliness.value if row.timeliness else None,
        "days_late": row.days_late,
        "revision": row.revision,
        "supersedes": row.supersedes,
        "fields": fields(row.facts.fields),
        "lines": [fields(line) for line in row.facts.lines],
        "findings": [finding(each) for each in row.findings],
        "receipt_no": row.receipt_no,
        "superseded_by": row.superseded_by,
        "proposed_period": row.facts.proposed_period,
        "decided_by": row.decided_by or None,
        "directive": row.directive,
    }


def obligation(value: Obligation, last_notice: str | None) -> Json:
    """One Obligation; ``last_notice`` is the id of the last notice that covers it."""
    return {
        "province": value.province,
        "province_name": value.province_name,
        "deliverable": value.deliverable,
        "period": value.period,
        "nominal_due": day(value.deadline.nominal),
        "due_on": day(value.deadline.due_on),
        "why_due": value.deadline.why,
        "state": value.state.value,
        "submission": value.submission,
        "received_at": moment(value.received_at),
        "days_late": value.days_late,
        "last_notice": last_notice,
        "excused_until": day(value.excused_until),
    }


def notice(value: Notice) -> Json:
    """One Notice."""
    draft = value.draft
    state = NoticeState.QUEUED if value.state is NoticeState.SENDING else value.state
    return {
        "id": value.id,
        "kind": draft.kind.value,
        "to": list(draft.to),
        "province": draft.province,
        "deliverable": draft.deliverable,
        "period": draft.period,
        "step": draft.step,
        "subject": draft.subject,
        "body_text": draft.body_text,
        "created_at": moment(value.created_at),
        "state": state.value,
        "sent_at": moment(value.sent_at),
        "message_id": value.message_id,
        "dedupe_key": draft.dedupe_key,
        "held_because": draft.hold.value if draft.hold else None,
        "attachments": [each.name for each in draft.attachments],
        "error": value.error or None,
    }


def _table(table: Table) -> Json:
    return {
        "box": None if table.box is None else [round(edge, 2) for edge in table.box],
        "rows": [[cell.text for cell in row] for row in table.rows],
        "sheet": table.sheet or None,
    }


def _page(page: Page) -> Json:
    return {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "dpi": None if page.dpi is None else list(page.dpi),
        "rotation": page.rotation,
        "skew": page.skew,
        "method": (Method.TEXT_LAYER if page.method is Method.BODY else page.method).value,  # a body's text is its own layer
        "confidence": round(page.confidence, 4),
        "lines": [
            {
                "text": line.text,
                "box": None if line.box is None else [round(edge, 2) for edge in line.box],
                "confidence": round(line.confidence, 4),
            }
            for line in page.lines
        ],
        "tables": [_table(table) for table in page.tables],
        "codes": [{"format": code.format, "text": code.text} for code in page.codes],
    }


def reading(file: str, media_type: str, value: PageReading | None, warnings: Sequence[str] = ()) -> Json:
    """One Reading; ``value`` None with the reason in ``warnings`` where the file could not be read."""
    return {
        "file": file,
        "media_type": media_type,
        "pages": [_page(page) for page in value.pages] if value else [],
        "warnings": [*(value.warnings if value else ()), *warnings],
    }
