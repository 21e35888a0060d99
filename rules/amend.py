"""What an officer sets by hand, put into the facts: values checked and normalised, marked as a person's word.

Where the value stood on the paper is kept with it, so that the next reader finds the place.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from intake.errors import UserError
from parsers.records import Doubt, Facts, Field, Method
from parsers.thai.dates import parse_date, parse_period
from parsers.thai.numbers import Amount, AmountKind, money, parse_amount, parse_percent
from parsers.thai.places import match_district, match_province
from parsers.thai.references import normalise_letter_number
from parsers.thai.text import normalise, to_arabic
from rules.labels import MONEY, label
from rules.tables import phone_digits
from rules.terms import Directive

_LETTER = ("letter_no", "letter_date")
FIELDS: Mapping[str, tuple[str, ...]] = {
    "nomination": (
        "district", *_LETTER, "contact_name", "contact_position", "contact_phone", "contact_email", "signer_name",
        "signer_position",
    ),
    "achievement": ("district", "title", "gecc_total"),
    "disbursement": (
        *MONEY, "percent", "total_words", "as_of", *_LETTER, "reporter_name", "reporter_position", "reporter_phone",
        "efms_recorded_on", "obstacles",
    ),
    "obstacle": ("topic", "detail", "urgency", *_LETTER, "reporter_name", "reporter_phone"),
    "other": (),
}  # fmt: skip
"""Fields of each kind that an officer may set, besides ``province`` and ``period``."""

_DATES = frozenset({"letter_date", "as_of", "efms_recorded_on"})
_PHONES = frozenset({"contact_phone", "reporter_phone"})
_URGENCIES = ("ด่วนที่สุด", "ด่วนมาก", "ด่วน", "ปกติ")
_PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_CELL = re.compile(r"lines\.([1-9]\d*)\.([a-z_]+)")
_SETTLED_BY_ASSIGNING = frozenset(
    {"rivals", "unidentified", "kind_unclear", "province_missing", "province_doubtful", "period_missing", "question"}
)


def amend(facts: Facts, values: Mapping[str, str], directive: Directive) -> Facts:
    """Facts with an officer's values in them.

    Args:
        values: by field name: ``province``, ``period``, a field of the kind, or a cell of a line (``lines.2.cumulative``).
            An empty value takes a value away.

    A reader's doubt about nothing but what was set is settled with it.

    Raises:
        UserError: every unknown name and every value that is not of its kind.
    """
    problems: list[str] = []
    code = facts.province.value if facts.province else None
    if "province" in values:
        code = _try(problems, "province", values["province"], None)
    fields = {}
    for name, text in values.items():
        if _is_known(name, facts):
            value = code if name == "province" else _try(problems, name, text, code)
            fields[name] = _human(value, text, _old(facts, name))
        else:
            known = ", ".join(("province", "period", *FIELDS.get(facts.kind, ())))
            problems.append(f"ไม่มีข้อมูลชื่อ {name} ในเอกสารประเภทนี้ (ใช้ได้: {known} หรือ lines.2.cumulative)")
    if fields.get("period") is not None and fields["period"].value is not None and _is_once(facts.kind, directive):
        problems.append("เอกสารประเภทนี้ส่งครั้งเดียว ไม่มีเดือนที่รายงาน โปรดไม่ต้องระบุเดือน")
    if code is not None and directive.province(code) is None and "province" in values:
        problems.append(f"จังหวัดรหัส {code} ไม่อยู่ในข่ายจังหวัดที่ต้องรายงานตามหนังสือสั่งการ")
    if problems:
        raise UserError(problems)
    return _put(facts, fields)


def assign(facts: Facts, province: str, kind: str, period: str | None, directive: Directive) -> Facts:
    """Facts of which an officer has said whose they are and what they are.

    Args:
        province: code or Thai name.
        period: ``YYYY-MM`` or Thai; None for kinds without one.

    Raises:
        UserError: an unknown province, kind or period.
    """
    problems = []
    if kind not in FIELDS:
        problems.append(f"ไม่มีเอกสารประเภท {kind} (ใช้ได้: {', '.join(FIELDS)})")
    deliverable = directive.for_kind(kind)
    monthly = deliverable is not None and deliverable.monthly_day is not None
    if monthly and period is None:
        problems.append("เอกสารประเภทนี้ต้องระบุเดือนที่รายงาน เช่น 2020-12")
    if problems:
        raise UserError(problems)
    values = {"province": province} | ({"period": period} if period is not None else {})
    told = None if _is_once(kind, directive) else facts.period  # the month of what it was taken for before
    amended = amend(replace(facts, kind=kind, period=told), values, directive)
    kept = tuple(doubt for doubt in amended.doubts if doubt.rule not in _SETTLED_BY_ASSIGNING)
    return replace(amended, doubts=kept)


def _is_once(kind: str, directive: Directive) -> bool:
    """True of a report that is owed once, and so has no month: with one it would stand beside the register, not in it."""
    deliverable = directive.for_kind(kind)
    return deliverable is not None and deliverable.once_on is not None


def _is_known(name: str, facts: Facts) -> bool:
    if name in ("province", "period") or name in FIELDS.get(facts.kind, ()):
        return True
    cell = _CELL.fullmatch(name)
    return cell is not None and int(cell.group(1)) <= len(facts.lines) and cell.group(2) in (*MONEY, "percent", "item")


def _old(facts: Facts, name: str) -> Field | None:
    if name == "province":
        return facts.province
    if name == "period":
        return facts.period
    if cell := _CELL.fullmatch(name):
        return facts.lines[int(cell.group(1)) - 1].get(cell.group(2))
    return facts.fields.get(name)


def _human(value: str | None, text: str, old: Field | None) -> Field:
    if old is None:
        return Field(value, text, 1.0, Method.HUMAN)
    return replace(old, value=value, raw=text, confidence=1.0, method=Method.HUMAN)


def _put(facts: Facts, fields: Mapping[str, Field]) -> Facts:
    lines = [dict(line) for line in facts.lines]
    plain = dict(facts.fields)
    for name, field in fields.items():
        if cell := _CELL.fullmatch(name):
            lines[int(cell.group(1)) - 1][cell.group(2)] = field
        elif name not in ("province", "period"):
            plain[name] = field
    return replace(
        facts,
        province=fields.get("province", facts.province),
        period=fields.get("period", facts.period),
        fields=plain,
        lines=tuple(lines),
        doubts=_open_doubts(facts.doubts, fields),
    )


def _open_doubts(doubts: Sequence[Doubt], fields: Mapping[str, Field]) -> tuple[Doubt, ...]:
    return tuple(doubt for doubt in doubts if not doubt.fields or not set(doubt.fields) <= set(fields))


def _try(problems: list[str], name: str, text: str, province: str | None) -> str | None:
    """The normalised value; a problem and None if it is not of its kind. Empty text is None."""
    clean = normalise(text).strip()
    if not clean and name not in ("province", "period"):
        return None
    value = normalised(name, clean, province)
    if value is None:
        problems.append(f"{label(name)}: “{text}” ไม่ถูกต้อง")
    return value


def normalised(name: str, text: str, province: str | None) -> str | None:
    """A value as CONTRACT writes it; None if the text is not of the field's kind."""
    column = name.rsplit(".", 1)[-1]
    if column in MONEY:
        return _figure(parse_amount(text))
    if column in ("percent", "gecc_total"):
        return _figure(parse_percent(text))
    if column in _DATES:
        return _day(text)
    if column in _PHONES:
        return phone_digits(text) or None
    if column == "urgency":
        return text if text in _URGENCIES else None
    if column == "letter_no":
        return normalise_letter_number(text) or text
    if column == "province":
        return _province(text)
    if column == "period":
        return _period(text)
    return _district(text, province) if column == "district" else text


def _figure(amount: Amount) -> str | None:
    if amount.kind not in (AmountKind.NUMBER, AmountKind.DASH) or amount.value is None or not amount.certain:
        return None
    return money(amount.value)


def _day(text: str) -> str | None:
    try:
        return dt.date.fromisoformat(to_arabic(text)).isoformat()
    except ValueError:
        found = parse_date(text)
        return found.date.isoformat() if found is not None and found.certain else None


def _period(text: str) -> str | None:
    if _PERIOD.fullmatch(to_arabic(text)):
        return to_arabic(text)
    found = parse_period(text)
    return found.period if found is not None and found.certain else None


def _province(text: str) -> str | None:
    digits = to_arabic(text)
    if digits.isascii() and digits.isdecimal():
        return digits.zfill(2)
    place = match_province(text)
    return place.code if place is not None and place.certain else None


def _district(text: str, province: str | None) -> str | None:
    match = match_district(text, province)
    return match.name if match is not None and match.certain and not match.ambiguous else None
