"""What a disbursement report says besides its figures: reporter, obstacles, the total in words, the letter it came with."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.flow import Flow, Row
from parsers.kinds.columns import MONEY, Meaning, read_heading
from parsers.kinds.money_table import MoneyTable
from parsers.kinds.signatures import Signature, signature_block
from parsers.letter import Letter, own_reference
from parsers.records import Document, Doubt, Field
from parsers.thai.numbers import find_baht_words, money
from parsers.thai.references import find_phones

_REPORTERS = ("ผู้รายงาน", "ผู้จัดทำ", "ผู้บันทึก", "ผู้กรอก", "ผู้ให้ข้อมูล")
_OBSTACLES = re.compile(
    r"^\s*(?:[(\[]?[0-9๐-๙]{1,2}[.)\]]*\s*)?(?:สรุป|รายงาน)?\s*ปัญหา\s*(?:[/,และ]*\s*(?:อุปสรรค|ข้อขัดข้อง))?"
    r"\s*(?:[/,และ]*\s*(?:ข้อเสนอแนะ|แนวทาง(?:การ)?แก้ไข|ข้อคิดเห็น))?(?:ใน)?(?:การ(?:เบิกจ่าย|ดำเนินงาน|ดำเนินการ)(?:งบประมาณ)?)?"
    r"(?:\s*\((?:ถ้ามี|หากมี)\))?\s*[:：]?[\s.]*"
)
_STOP = re.compile(
    r"^\s*(?:\(?ลงชื่อ|ลงนาม|ผู้รายงาน|ผู้จัดทำ|ผู้ตรวจ(?:สอบ|ทาน)|ผู้รับรอง|ตำแหน่ง(?:\s|[:：.…]|$|ปลัด|เสมียน|เจ้า|นัก|หัวหน้า|ป้องกัน|จ่าจังหวัด|นาย)"
    r"|โทร(?![ก-๎])|โทร(?:ศัพท์|สาร)[^\n]*[0-9๐-๙]|วันที่(?!.{45})|หมายเหตุ|ขอแสดง|จึงเรียน|ขอรับรอง|ข้อมูล\s*ณ|\((?:นาย|นาง|ว่าที่|ดร)"
    r"|(?:ได้)?บันทึก(?:ข้อมูล|การเบิกจ่าย)?(?:ใน|ลง)?ระบบ|ชื่อผู้|เรียน(?![ก-๎])|หน่วย\s*:)|e\s*-?\s*fms",
    re.IGNORECASE,
)
"""What ends a text about obstacles: a signature, a note. A broken line may begin with the same letters (``ตำแหน่งแทน``)."""
_WORDS = re.compile(r"\(([^()]*บาท[^()]*)\)|ตัวอักษร\s*[:：]?\s*([^()\n\t]*บาท\S*)")
_THAI_WORDS = re.compile(r"^[\sก-๎]+$")
_PHONE = re.compile(r"โทร(?!สาร)|หมายเลขโทรศัพท์|เบอร์|มือถือ", re.IGNORECASE)


def reporter_fields(document: Document, flow: Flow, letter: Letter | None) -> dict[str, Field]:
    """``reporter_name``, ``reporter_position``, ``reporter_phone``. The signer of a letter is not its reporter."""
    block = _reporter(signature_block(document), letter)
    out: dict[str, Field] = {}
    if block is not None:
        out["reporter_name"] = block.name
        if block.position is not None:
            out["reporter_position"] = block.position
    phone = block.phone if block is not None and block.phone is not None else None
    phone = phone or (_any_phone(flow) if letter is None else None)
    if phone is not None:
        out["reporter_phone"] = phone
    return out


def _reporter(blocks: Sequence[Signature], letter: Letter | None) -> Signature | None:
    for role in _REPORTERS:
        for block in blocks:
            if block.role == role:
                return block
    silent = [block for block in blocks if not block.role]
    return silent[0] if letter is None and len(silent) == 1 and len(blocks) == 1 else None


def _any_phone(flow: Flow) -> Field | None:
    """A telephone number of the form, where no signature bears one."""
    for row in flow.rows:
        word = _PHONE.search(row.text)
        phones = find_phones(row.text[word.start() :]) if word else []
        if word and phones:
            return flow.field(phones[0], row.start + word.start(), row.end)
    return None


def obstacles_field(flow: Flow, table: MoneyTable | None) -> Field | None:
    """The text after ``ปัญหาอุปสรรค`` down to the signature, or of a column of that name; absent where nothing was written."""
    for index, row in enumerate(flow.rows):
        match = _OBSTACLES.match(row.text)
        if match and not _is_heading_of_table(row):
            start, end = _span(flow, index, row.start + match.end())
            text = _joined(flow, index, start, end)
            if text.strip(" .:"):
                return flow.field(text, start, end, raw=text)
    return _obstacle_column(flow, table) if table is not None else None


def _joined(flow: Flow, index: int, start: int, end: int) -> str:
    """The text on one line. Between Thai letters the margin leaves no space; rows of a table are parted by one."""
    text = flow.text[start:end]
    if flow.rows[index].table is None:
        text = re.sub(r"(?<=[ก-๎]) *\n *(?=[ก-๎])", "", text)
    return " ".join(text.split())


def _is_heading_of_table(row: Row) -> bool:
    senses = [read_heading([cell]) for cell in row.cells if cell.strip()]
    return sum(1 for options in senses if options and options[0] in MONEY) >= 2


def _span(flow: Flow, index: int, start: int) -> tuple[int, int]:
    """From the label's end over the rows that go on with it."""
    end = flow.rows[index].end
    table = flow.rows[index].table
    for row in flow.rows[index + 1 :]:
        if _STOP.search(row.text) or (row.table is not None and row.table != table) or _OBSTACLES.match(row.text):
            break
        if table is not None and row.table == table and not row.text.strip():
            break
        end = row.end
    return start, end


def _obstacle_column(flow: Flow, table: MoneyTable) -> Field | None:
    raw = table.raw
    for column in raw.heading.columns:
        if column.options != (Meaning.REMARK,) or not re.search(r"ปัญหา|อุปสรรค", " ".join(column.path)):
            continue
        cells = [raw.grid.cells[r][column.index] for r in range(raw.heading.last + 1, raw.grid.height)]
        texts = [cell.text.strip() for cell in cells if cell.text.strip() and not cell.covered]
        if texts:
            joined = " ".join(dict.fromkeys(texts))
            at = flow.text.find(texts[0])
            return flow.field(joined, max(at, 0), max(at, 0) + len(texts[0]), raw=joined)
    return None


def words_fields(flow: Flow, after: int) -> tuple[dict[str, Field], list[Doubt]]:
    """``total_words`` (the money that the words say) and ``total_words_of`` (the field that the text says they spell)."""
    found = [(start, end, value) for start, end, value in find_baht_words(flow.text) if start >= after]
    if found:
        start, end, value = found[0]
        out = {"total_words": flow.field(money(value), start, end)}
        line, _ = flow.line_at(start)
        options = read_heading([re.split(r"[\t:(]", flow.text[line:start].rstrip(" ("))[-1]])
        if len(options) == 1 and options[0] in MONEY:
            out["total_words_of"] = flow.field(str(options[0]), line, start)
        return out, []
    for match in _WORDS.finditer(flow.text, after):
        text = (match.group(1) or match.group(2) or "").strip()
        if len(text) > 6 and _THAI_WORDS.match(text) and re.search(r"หมื่น|พัน|ร้อย|แสน|ล้าน|สิบ|หมืน", text):
            message = f"จำนวนเงินเป็นตัวอักษร “{text}” อ่านไม่ได้ จึงไม่ได้ใช้ตรวจทานกับตัวเลข"
            field = flow.field(None, match.start(), match.end(), certain=False)
            return {"total_words": field}, [Doubt("doubtful_field", message, ("total_words",), blocking=False)]
    return {}, []


def letter_fields(flow: Flow, letter: Letter | None, province: str | None) -> dict[str, Field]:
    """``letter_no`` and ``letter_date``: of the letter itself, or of the letter that the form names as its own."""
    number, date = (letter.letter_no, letter.letter_date) if letter is not None else own_reference(flow, province)
    pairs = {"letter_no": number, "letter_date": date}
    return {name: made for name, made in pairs.items() if made is not None}
