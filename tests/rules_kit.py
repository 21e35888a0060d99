"""Small makers of facts and filed submissions for the tests of the rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from intake.records import Channel
from parsers.records import Doubt, Facts, Field, Method
from parsers.thai.dates import BANGKOK
from rules import directive
from rules.records import Filed, Status
from rules.terms import Directive


@lru_cache(maxsize=1)
def built_in() -> directive.Loaded:
    """The directive of the letter."""
    return directive.load(None)


def letter() -> Directive:
    return built_in().directive


def at(text: str) -> dt.datetime:
    """``2020-12-04 09:00`` in Bangkok."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


def field(value: str | None, confidence: float = 1.0, raw: str | None = None, method: Method = Method.SHEET) -> Field:
    return Field(value, (value or "") if raw is None else raw, confidence, method)


def fields(values: Mapping[str, str | Field | None]) -> dict[str, Field]:
    return {name: value if isinstance(value, Field) else field(value) for name, value in values.items()}


TOTALS = {
    "allocated": "97394.00",
    "prior_cumulative": "13011.50",
    "this_month": "23317.25",
    "cumulative": "36328.75",
    "balance": "61065.25",
    "percent": "37.30",
}
LINES = (
    {
        "item": "ค่าตอบแทน",
        "allocated": "12000.00",
        "prior_cumulative": "0.00",
        "this_month": "3450.00",
        "cumulative": "3450.00",
        "balance": "8550.00",
        "percent": "28.75",
    },
    {
        "item": "ค่าใช้สอย",
        "allocated": "54700.00",
        "prior_cumulative": "8100.00",
        "this_month": "19867.25",
        "cumulative": "27967.25",
        "balance": "26732.75",
        "percent": "51.13",
    },
    {
        "item": "ค่าวัสดุ",
        "allocated": "30694.00",
        "prior_cumulative": "4911.50",
        "this_month": "0.00",
        "cumulative": "4911.50",
        "balance": "25782.50",
        "percent": "16.00",
    },
)
OTHERS = {
    "as_of": "2020-12-31",
    "letter_no": "นม 0018.1/120",
    "letter_date": "2021-01-05",
    "reporter_name": "นายสมชาย ใจดี",
    "reporter_position": "เสมียนตราจังหวัด",
    "reporter_phone": "044243798",
}


def disbursement(
    totals: Mapping[str, str | Field | None] | None = None,
    lines: Sequence[Mapping[str, str | Field | None]] = LINES,
    *,
    province: str | Field | None = "30",
    period: str | Field | None = "2020-12",
    drop: Sequence[str] = (),
    doubts: tuple[Doubt, ...] = (),
    from_body: bool = False,
    proposed: str | None = None,
) -> Facts:
    """A report of นครราชสีมา for December 2563 in which everything agrees, with changes."""
    values: dict[str, str | Field | None] = {**TOTALS, **OTHERS, **(totals or {})}
    kept = {name: value for name, value in values.items() if name not in drop}
    rows = tuple(fields({n: v for n, v in line.items() if n not in drop}) for line in lines)
    return Facts(
        "disbursement",
        _field(province),
        _field(period),
        fields(kept),
        rows,
        doubts,
        proposed,
        ("a" * 64,),
        from_body,
    )


def _field(value: str | Field | None) -> Field | None:
    return value if value is None or isinstance(value, Field) else field(value)


def line(number: int, **values: str | Field | None) -> tuple[Mapping[str, str | Field | None], ...]:
    """The lines of the sample, with changes to one of them (from 1)."""
    return tuple({**row, **values} if n == number else row for n, row in enumerate(LINES, 1))


def nomination(province: str = "50", district: str | Field | None = "สันทราย", **others: str | Field | None) -> Facts:
    """A nomination in which everything is given."""
    values: dict[str, str | Field | None] = {
        "district": district,
        "letter_no": "ชม 0018.1/3461",
        "letter_date": "2020-12-01",
        "contact_name": "นางสาวกัลยา วงศ์สุวรรณ",
        "contact_phone": "053112708",
        "signer_name": "นายสมชาย ใจดี",
        "signer_position": "ปลัดจังหวัดเชียงใหม่",
        **others,
    }
    return Facts("nomination", field(province), None, fields({k: v for k, v in values.items() if v is not None}))


def filed(
    facts: Facts,
    received: str,
    status: Status = Status.ACCEPTED,
    *,
    id: str = "s1",
    first: str | None = None,
    revision: int = 1,
    readable: bool = True,
    accepted: str | None = None,
) -> Filed:
    """A submission as the store tells it."""
    was_accepted = at(accepted or received) if status is Status.ACCEPTED or accepted else None
    return Filed(
        id,
        facts.kind,
        status,
        facts.province.value if facts.province else None,
        facts.period.value if facts.period else None,
        at(received),
        at(first or received),
        revision,
        facts,
        facts.parts,
        was_accepted,
        readable,
    )


def without(facts: Facts, *names: str) -> Facts:
    """Facts that lack some fields."""
    return replace(facts, fields={name: value for name, value in facts.fields.items() if name not in names})


EMAIL = Channel.EMAIL
