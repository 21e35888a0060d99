"""The register of received letters (ทะเบียนหนังสือรับ), and what came without taking a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from parsers.parts import Outcome
from storage.records import ArrivalRow, SubmissionRow
from storage.registers import CHANNEL_NAMES, KIND_NAMES, Books, Column, Register, Type, Value, day, local, stamp, text

OUTCOME_NAMES = {
    Outcome.FILED: "ลงทะเบียนแล้ว",
    Outcome.REVIEW: "รอตรวจสอบ",
    Outcome.DUPLICATE: "ซ้ำกับที่เคยได้รับ",
    Outcome.IGNORED: "ไม่ใช่เอกสาร",
    Outcome.QUARANTINED: "แยกไว้เพราะระบบอ่านไม่ได้",
}
COUNTED_NAMES = {
    "automatic": "ข้อความอัตโนมัติ",
    "foreign": "เรื่องนอกเหนือจากหนังสือสั่งการ",
    "duplicate": "ซ้ำกับที่เคยได้รับ",
}

_LETTER_COLUMNS = (
    Column("วันที่รับ", Type.DATE, 14),
    Column("เวลา", Type.TIME, 8),
    Column("จาก", width=30),
    Column("ที่หนังสือ", width=20),
    Column("ลงวันที่", Type.DATE, 14),
    Column("เรื่อง", width=44),
    Column("ประเภท", width=26),
    Column("จังหวัด", width=18),
    Column("ช่องทาง", width=20),
    Column("ผลการดำเนินการ", width=22),
    Column("หมายเหตุ", width=44),
    Column("รหัสต้นฉบับ (sha256)", width=68),
)


def letters(books: Books) -> Register:
    """ทะเบียนหนังสือรับ: one row for each receipt number, in its order."""
    numbered = [row for row in books.arrivals if row.receipt_no is not None]
    numbered.sort(key=lambda row: _receipt_key(row.receipt_no or ""))
    made = _made(books)
    rows = tuple((row.receipt_no, *_letter(books, row, made)) for row in numbered)
    return Register("ทะเบียนหนังสือรับ", stamp(books.now), (Column("เลขรับ", width=12), *_LETTER_COLUMNS), rows)


def unnumbered(books: Books) -> Register:
    """What came and takes no receipt number: the two sheets together account for every arrival."""
    others = sorted((row for row in books.arrivals if row.receipt_no is None), key=lambda row: (row.received_at, row.sha256))
    made = _made(books)
    rows = tuple((_why_unnumbered(row), *_letter(books, row, made)) for row in others)
    note = f"{stamp(books.now)} เรื่องที่ได้รับแต่ไม่ออกเลขรับ"
    return Register("ไม่ลงทะเบียนรับ", note, (Column("เหตุที่ไม่ลงรับ", width=24), *_LETTER_COLUMNS), rows)


def _why_unnumbered(row: ArrivalRow) -> str:
    return "ยังประมวลผลไม่เสร็จ" if row.outcome is None else COUNTED_NAMES.get(row.counted_as, row.counted_as)


def _receipt_key(receipt: str) -> tuple[int, int]:
    count, year = receipt.split("/")
    return int(year), int(count)


def _made(books: Books) -> Mapping[str, SubmissionRow]:
    return {row.id: row for row in books.submissions}


def _letter(books: Books, row: ArrivalRow, made: Mapping[str, SubmissionRow]) -> tuple[Value, ...]:
    own = [made[id] for id in row.submissions if id in made]
    cited = next((each for each in own if text(each.facts.fields, "letter_no")), own[0] if own else None)
    fields = cited.facts.fields if cited else {}
    return (
        *local(row.received_at),
        row.sender,
        text(fields, "letter_no"),
        day(fields, "letter_date"),
        row.subject or row.name,
        _listed(KIND_NAMES.get(each.kind, each.kind) for each in own),
        _listed(books.province(each.province) for each in own),
        CHANNEL_NAMES.get(row.channel.value, row.channel.value),
        "" if row.outcome is None else OUTCOME_NAMES[row.outcome],
        row.reason,
        row.sha256,
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(name for name in dict.fromkeys(names) if name)
