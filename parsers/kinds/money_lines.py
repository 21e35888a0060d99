"""Money values that stand beside their labels in running text or in rows of a form, without a table.

``เบิกจ่ายเดือนนี้ ๒๓,๓๑๗.๒๕ บาท``; several in one line or sentence are told apart by the words right before each amount. A sentence
is looser than a heading: a label that speaks of two things at once stays open, for evidence or a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.flow import Flow, Row
from parsers.kinds.columns import MONEY, Meaning, Options, heading_key, is_title, read_heading
from parsers.thai.numbers import Amount, AmountKind, find_amounts, parse_amount, parse_percent
from parsers.thai.text import fold, to_arabic

_VALUE_AT_END = re.compile(r"(?P<value>[-–]|[0-9][0-9,]*\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+(?:\s*\.-)?)\s*$")
_SHARE = r"[0-9]{1,3}(?:\.[0-9]+)?"
_PERCENT = re.compile(rf"ร้อยละ\s*[:：]?\s*(?P<value>{_SHARE})\s*(?:%|$|\s|\))|(?P<sign>{_SHARE})\s*%")
_JOINTS = re.compile(
    r",(?![0-9])|[;|\t]|\s(?:โดย|ซึ่ง|แล้ว|คือ|ทั้งนี้)\s*|(?:^|\s)[(\[]?[0-9]{1,2}(?:\.[0-9]{1,2})*[.)\]]\s+|(?:ประกอบด้วย|ดังนี้)"
)
_FILLER = re.compile(r"(?:เป็น)?(?:จำนวน)?(?:เงิน)?\s*(?:ทั้งสิ้น)?\s*[:：=.]*\s*$")
_LEAD = re.compile(
    r"^\s*(?:[(\[]?[0-9]{1,2}(?:\.[0-9]{1,2})*[.)\]]*\s+|[-–•*]\s*)?"
    r"(?:และ|(?:ที่)?ได้|มี|มีการ|ทำการ|ดำเนินการ|จังหวัด\S*?(?=ได้|เบิก|มี))*\s*"
)
_ROOTS = {"จัดสรร": Meaning.ALLOCATED, "เบิก": Meaning.CUMULATIVE, "ผูกพัน": Meaning.COMMITTED, "คงเหลือ": Meaning.BALANCE}
_ROOT = re.compile("|".join(fold(root) for root in (*_ROOTS, "ใช้จ่าย", "งบประมาณ", "วงเงิน", "จ่าย", "เหลือ", "ก่อหนี้", "งวด")))
_COMPOUND = re.compile(r"^(?:และ|รวม|กับ|\+|/)")
_OF_AN_ITEM = re.compile(r"^[\s(\[0-9๐-๙.)\]•*–-]*(?:หมวด|ค่า(?!ใช้จ่าย(?:ทั้งสิ้น|รวม))|งบดำเนินงาน|งบลงทุน|งบรายจ่าย|กิจกรรม|รายการ)")
"""A line about one item says nothing of the whole."""
_EXPECTED = re.compile(r"คาดว่า|คาดการณ์|จะ(?:ทำการ|ดำเนินการ)?(?:เบิก|ใช้จ่าย|ขอเบิก)|โครงการอื่น|เดือนหน้า|เดือนถัดไป")
_AGAIN = re.compile(r"\s(?:ทั้งนี้|ซึ่ง(?:ใน)?เดือนนี้|สำหรับเดือนนี้)")
_FIGURE = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+|\s*\.-)?")
_OF_FIGURE = re.compile(r"[0-9๐-๙.,]")
_UNIT = re.compile(r"\s*(?:(?:ล้าน|พัน)?บาท|สตางค์)")
_LETTER = re.compile(r"[ก-ฮA-Za-z]")
_LONGEST = 70


@dataclass(frozen=True, slots=True)
class LabelledAmount:
    """One amount with the meanings that its label allows."""

    options: Options
    label: str
    amount: Amount
    start: int
    end: int


def labelled_amounts(flow: Flow, period: str | None) -> list[LabelledAmount]:
    """Every amount whose label speaks of the money of a report, in order. ``flow``: with the lines of a paragraph joined."""
    out: list[LabelledAmount] = []
    for row in flow.rows:
        for start, end in _sentences(flow, row):
            found = _in_line(flow.text[start:end], start, period)
            out += [_unsure_if_torn(flow, one) for one in found]
    return out


def _sentences(flow: Flow, row: Row) -> Iterator[tuple[int, int]]:
    """The row; a paragraph in lines is joined only where a line ends in words whose figure may stand in the next one."""
    lines = [(piece.start, piece.end) for piece in flow.pieces_at(row.start, row.end)] if row.table is None else []
    start, end = row.start, row.end
    for before, after in pairwise(lines):
        if not _is_open(flow.text[start : before[1]]) and not _UNIT.match(flow.text, *after):
            yield start, before[1]
            start = after[0]
    yield start, end


def _is_open(text: str) -> bool:
    """Whether words follow the last figure."""
    plain = to_arabic(text)
    ends = [end for _, end, _ in find_amounts(text)] + [match.end() for match in _FIGURE.finditer(plain)]
    return bool(_LETTER.search(plain[max(ends, default=0) :].removeprefix(" ").removeprefix("บาท")))


def _unsure_if_torn(flow: Flow, one: LabelledAmount) -> LabelledAmount:
    """A figure that begins or ends where a line was broken, with more of a figure on the other side, is half a figure."""
    edges = flow.pieces_at(max(one.start - 2, 0), one.end + 2)
    torn = any(
        before.end >= one.start - 2
        and after.start <= one.end + 2
        and _OF_FIGURE.match(flow.text[before.end - 1 : before.end])
        and _OF_FIGURE.match(flow.text[after.start : after.start + 1])
        for before, after in pairwise(edges)
        if before.table is None and before.end > before.start and "\n" not in flow.text[before.end : after.start]
    )
    return replace(one, amount=replace(one.amount, certain=False)) if torn else one


def _in_line(text: str, offset: int, period: str | None) -> Iterator[LabelledAmount]:
    """Amounts marked as money, else a figure that ends the line; then a percentage."""
    plain = to_arabic(text)
    if _OF_AN_ITEM.match(plain):
        return
    found = find_amounts(text) or list(_at_end(plain))
    told: list[LabelledAmount] = []
    before = 0
    for start, end, amount in found:
        label = _label(plain[before:start])
        options = () if _is_expected(plain, start) else _sense(label, period)
        if any(option in MONEY for option in options):
            told.append(LabelledAmount(options, label, amount, offset + start, offset + end))
        before = end
    yield from told
    yield from _percent(plain, offset, [end for _, end, _ in found], told)


def _is_expected(plain: str, start: int) -> bool:
    """``คาดว่าจะเบิกจ่าย ... คงเหลือ ...``: what is to come, or of another project, to the end of its sentence, is not reported."""
    return bool(_EXPECTED.search(_AGAIN.split(plain[:start])[-1]))


def _at_end(plain: str) -> Iterator[tuple[int, int, Amount]]:
    """A figure at the end of a line, written as money is (``23,317.25``), after words that speak of money."""
    match = _VALUE_AT_END.search(plain)
    if not match or not match.start() or plain[match.start() - 1].isdigit():
        return
    label = _label(plain[: match.start()])
    amount = parse_amount(match["value"])
    if amount.kind in (AmountKind.NUMBER, AmountKind.DASH) and _ROOT.search(fold(label)) and _sense(label, None):
        yield match.start("value"), match.end("value"), amount


def _percent(plain: str, offset: int, ends: list[int], told: list[LabelledAmount]) -> Iterator[LabelledAmount]:
    """The percentage of a line: of what is disbursed, unless it follows another amount. ``ends``: of the amounts."""
    match = _PERCENT.search(plain)
    if not match:
        return
    group = "value" if match["value"] else "sign"
    start = match.start(group)
    label = _label(plain[max((end for end in ends if end <= start), default=0) : start])
    options = read_heading([label if "ร้อยละ" in label else f"ร้อยละ{label}"])
    before = [one for one in told if one.end <= offset + start]
    if options == (Meaning.PERCENT,):
        if before and before[-1].options[0] is not Meaning.CUMULATIVE and "เบิก" not in label:
            options = (Meaning.PERCENT, Meaning.OTHER)
        yield LabelledAmount(options, label, parse_percent(match[group]), offset + start, offset + match.end(group))


def _sense(label: str, period: str | None) -> Options:
    """What a label may mean; one that names two things (``เบิกจ่าย...ได้รับจัดสรร``) may mean either."""
    options = read_heading([label], period) if label else ()
    roots = [meaning for root, meaning in _ROOTS.items() if fold(root) in fold(label)]
    if len(roots) < 2 or options == (Meaning.USED,) or fold("จัดสรรคงเหลือ") in fold(label):
        return options
    return (*roots, *[m for m in (Meaning.THIS_MONTH, Meaning.OTHER) if m not in roots])


def _label(text: str) -> str:
    """The words right before an amount, back to the nearest that name a kind of money."""
    clause = _JOINTS.split(text.rstrip(" \t:："))[-1]
    clause = _LEAD.sub("", _FILLER.sub("", clause))
    words: list[str] = []
    for word in reversed(clause.split()):
        words.insert(0, word)
        if _ROOT.search(fold(word)) and not _COMPOUND.match(word) and not _COMPOUND.match(words[min(1, len(words) - 1)]):
            break
    label = _LEAD.sub("", " ".join(words)).strip(" :：.…")
    return "" if is_title(label) or len(heading_key(label)) > _LONGEST else label
