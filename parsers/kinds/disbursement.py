"""The monthly report of what was disbursed (แบบรายงานการเบิกจ่ายงบประมาณ): a table in any layout, or labelled values.

Told by meaning: columns by their headings, rows by their labels and sums. What is not told for certain is a doubt; nothing is
ever computed to fill a gap.
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.flow import Flow, flow
from parsers.kinds.columns import Meaning
from parsers.kinds.label_values import values_of_labels
from parsers.kinds.money_choice import Choice, choose
from parsers.kinds.money_lines import labelled_amounts
from parsers.kinds.report_dates import read_dates
from parsers.kinds.report_texts import letter_fields, obstacles_field, reporter_fields, words_fields
from parsers.kinds.report_values import ReportValues, values_of_table
from parsers.kinds.untold_table import UNTOLD, is_untold_report
from parsers.letter import read_letter
from parsers.origin import find_origin
from parsers.records import Document, DocumentRole, Doubt, Facts, Field, Identification, Method
from parsers.thai.text import fold
from parsers.title import title_of

_TITLES = (
    "แบบรายงานการเบิกจ่าย",
    "รายงานการเบิกจ่าย",
    "รายงานผลการเบิกจ่าย",
    "รายงานการใช้จ่าย",
    "รายงานผลการใช้จ่าย",
    "ผลการใช้จ่ายงบประมาณ",
    "ผลการเบิกจ่าย",
    "การเบิกจ่ายงบประมาณ",
    "สถานะการเบิกจ่าย",
    "สรุปการเบิกจ่าย",
)
_ENCLOSED = re.compile(
    r"สิ่งที่ส่งมาด้วย|สิ่งที่แนบ|รายละเอียด(?:ปรากฏ|ดัง)?ตาม|ตามเอกสาร(?:ที่)?แนบ|ตามไฟล์(?:ที่)?แนบ|ดังแนบ|มาพร้อม(?:นี้|หนังสือนี้)"
)
_TITLE_ROWS = 12
_PAID = frozenset({Meaning.THIS_MONTH, Meaning.CUMULATIVE, Meaning.BALANCE})


class Disbursement:
    """The kind of document; a ``parsers.ports.DocumentKind``."""

    name = "disbursement"

    def matches(self, document: Document) -> Identification | None:
        """Claims tables of disbursement and forms with labelled figures, not letters that only speak of them."""
        evidence = _evidence(document) or _untold(document)
        return Identification(DocumentRole.DISBURSEMENT, evidence=evidence) if evidence else None

    def extract(self, document: Document) -> Facts:
        """What the report says. Blocking doubts keep it from being accepted without a person."""
        choice = choose(document)
        text = flow(choice.context)
        letter = read_letter(text)
        dates = read_dates(text)
        origin = find_origin(text, letter)
        period = dates.period
        found = _values(choice, period.value if period else None)
        words, word_doubts = words_fields(text, _figures_at(choice, text))
        fields: dict[str, Field] = dict(found.fields)
        fields |= words
        fields |= letter_fields(text, letter, origin.province.value if origin.province else None)
        fields |= reporter_fields(choice.context, text, letter)
        others = {
            "as_of": dates.as_of,
            "efms_recorded_on": dates.efms,
            "obstacles": obstacles_field(flow(choice.context, ""), choice.table),
        }
        fields |= {name: made for name, made in others.items() if made is not None}
        doubts = (*choice.doubts, *dates.doubts, *_unique(origin.doubts, found.doubts), *word_doubts)
        if not _evidence(document) and _untold(document):
            doubts = (*doubts, UNTOLD)
        if any(doubt.rule == "rivals" for doubt in choice.doubts):
            period = replace(period, confidence=min(period.confidence, 0.5)) if period else None
        return Facts(
            kind=self.name,
            province=origin.province,
            period=period,
            fields=fields,
            lines=tuple(found.lines),
            doubts=doubts,
            proposed_period=dates.proposed,
            parts=(document.part,),
            from_body=document.method is Method.BODY,
        )


DISBURSEMENT = Disbursement()


def _values(choice: Choice, period: str | None) -> ReportValues:
    if choice.table is not None:
        return values_of_table(choice.table, choice.context)
    return values_of_labels(flow(choice.context, ""), period)


def _figures_at(choice: Choice, text: Flow) -> int:
    """Offset from which a total in words may be that of the report: the first row of its table."""
    if choice.table is None:
        return 0
    return next((row.start for row in text.rows if row.table is not None and _speaks_of_money(row.cells)), 0)


def _speaks_of_money(cells: tuple[str, ...]) -> bool:
    return any("จัดสรร" in cell or "เบิก" in cell or "คงเหลือ" in cell for cell in cells)


def _unique(*groups: tuple[Doubt, ...] | list[Doubt]) -> tuple[Doubt, ...]:
    """Doubts of several readers, one for each rule about the province."""
    out: list[Doubt] = []
    for doubt in (one for group in groups for one in group):
        if doubt.rule != "province_doubtful" or not any(other.rule == doubt.rule for other in out):
            out.append(doubt)
    return tuple(out)


def _evidence(document: Document) -> tuple[str, ...]:
    """The words that the document is told by; empty where it is no disbursement report."""
    choice = choose(document)
    text = flow(choice.context)
    title = _title(text)
    if choice.table is not None:
        found = set(choice.table.columns)
        enough = choice.table.score >= (2 if title else 3)
        words = tuple(" ".join(column.path) for column in choice.table.raw.heading.amounts)
        return ((title,) if title else ()) + words if enough and found & _PAID else ()
    letter = read_letter(text)
    if choice.is_blank:
        return (title, "ตารางว่าง") if title and letter is None else ()
    if letter is not None and _ENCLOSED.search(text.text):
        return ()
    amounts = labelled_amounts(flow(choice.context, ""), None)
    meanings = {option for amount in amounts for option in amount.options[:1]}
    enough_labels = len(meanings) >= (2 if title and letter is None else 3) and bool(meanings & _PAID)
    return ((title,) if title else ()) + tuple(dict.fromkeys(amount.label for amount in amounts)) if enough_labels else ()


def _untold(document: Document) -> tuple[str, ...]:
    """The title of a report whose table nothing explains; empty for any other paper."""
    text = flow(document)
    return (_title(text) or title_of(text),) if is_untold_report(document, text, read_letter(text)) else ()


def _title(text: Flow) -> str:
    """The title of a report among the first lines; empty if there is none."""
    for row in [row for row in text.rows if row.text.strip()][:_TITLE_ROWS]:
        key = fold(row.text)
        for title in _TITLES:
            if fold(title) in key:
                return title
    return ""
