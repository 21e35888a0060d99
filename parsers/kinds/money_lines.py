"""Money values that stand beside their labels in running text or in rows of a form, without a table.

``เบิกจ่ายเดือนนี้ ๒๓,๓๑๗.๒๕ บาท``; several in one line or sentence are told apart by the words right before each amount.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.flow import Flow
from parsers.kinds.columns import MONEY, Meaning, Options, heading_key, is_title, read_heading
from parsers.thai.numbers import Amount, AmountKind, find_amounts, parse_amount, parse_percent
from parsers.thai.text import to_arabic

_VALUE_AT_END = re.compile(r"(?P<value>[-–]|[0-9][0-9,]*(?:\.[0-9]+)?(?:\s*\.-)?)\s*(?:บาท(?:ถ้วน)?)?\s*$")
_SHARE = r"[0-9]{1,3}(?:\.[0-9]+)?"
_PERCENT = re.compile(rf"ร้อยละ\s*[:：]?\s*(?P<value>{_SHARE})\s*(?:%|$|\s|\))|(?P<sign>{_SHARE})\s*%")
_JOINTS = re.compile(
    r"[,;|\t]|\s(?:และ|โดย|ซึ่ง|แล้ว|คือ|ทั้งนี้)\s*|(?:^|\s)[(\[]?[0-9]{1,2}(?:\.[0-9]{1,2})*[.)\]]\s+|(?:ประกอบด้วย|ดังนี้)"
)
_FILLER = re.compile(r"(?:เป็น)?(?:จำนวน)?(?:เงิน)?\s*(?:ทั้งสิ้น)?\s*[:：=.]*\s*$")
_LEAD = re.compile(
    r"^\s*(?:[(\[]?[0-9]{1,2}(?:\.[0-9]{1,2})*[.)\]]*\s+|[-–•*]\s*)?"
    r"(?:(?:ที่)?ได้|มี|มีการ|ทำการ|ดำเนินการ|จังหวัด\S*?(?=ได้|เบิก|มี))*\s*"
)
_OF_AN_ITEM = re.compile(r"^[\s(\[0-9๐-๙.)\]•*–-]*(?:หมวด|ค่า(?!ใช้จ่าย(?:ทั้งสิ้น|รวม))|งบดำเนินงาน|งบลงทุน|งบรายจ่าย|กิจกรรม|รายการ)")
"""A line about one item says nothing of the whole."""
_LONGEST = 70


@dataclass(frozen=True, slots=True)
class LabelledAmount:
    """One amount with the meaning that its label gives it."""

    options: Options
    label: str
    amount: Amount
    start: int
    end: int


def labelled_amounts(flow: Flow, period: str | None) -> list[LabelledAmount]:
    """Every amount whose label speaks of the money of a report, in order."""
    out: list[LabelledAmount] = []
    for row in flow.rows:
        out += _in_line(row.text, row.start, period)
    return out


def _in_line(text: str, offset: int, period: str | None) -> Iterator[LabelledAmount]:
    """Amounts marked as money, else a bare figure that ends the line; then percentages."""
    plain = to_arabic(text)
    if _OF_AN_ITEM.match(plain):
        return
    found = [(start, end, amount) for start, end, amount in find_amounts(text)]
    found = found or list(_at_end(plain))
    before = 0
    for start, end, amount in found:
        label = _label(plain[before:start])
        options = read_heading([label], period) if label else ()
        if any(option in MONEY for option in options):
            yield LabelledAmount(options, label, amount, offset + start, offset + end)
        before = end
    yield from _percent(plain, offset)


def _at_end(plain: str) -> Iterator[tuple[int, int, Amount]]:
    match = _VALUE_AT_END.search(plain)
    if match and match.start() and not plain[match.start() - 1].isdigit():
        amount = parse_amount(match["value"])
        has_label = any(option in MONEY for option in read_heading([_label(plain[: match.start()])]))
        if amount.kind in (AmountKind.NUMBER, AmountKind.DASH) and has_label:
            yield match.start("value"), match.end("value"), amount


def _percent(plain: str, offset: int) -> Iterator[LabelledAmount]:
    match = _PERCENT.search(plain)
    if not match:
        return
    group = "value" if match["value"] else "sign"
    whole = plain[: match.start(group)]
    label = _label(whole[max(0, len(whole) - _LONGEST) :])
    options = read_heading([label if "ร้อยละ" in label else f"ร้อยละ{label}"])
    if options == (Meaning.PERCENT,):
        yield LabelledAmount(
            options, label, parse_percent(match[group]), offset + match.start(group), offset + match.end(group)
        )


def _label(text: str) -> str:
    """The words right before an amount: the last clause, its opening verb and ``จำนวน`` at its end left out."""
    clause = _JOINTS.split(text.rstrip(" \t:："))[-1]
    clause = _FILLER.sub("", clause)
    clause = _LEAD.sub("", clause)
    return "" if is_title(clause) or len(heading_key(clause)) > _LONGEST else clause.strip(" :：.…")
