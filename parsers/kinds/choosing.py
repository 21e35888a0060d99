"""Sentences that choose a centre: how far a verb of choosing reaches, and what leaves a district out."""

from __future__ import annotations

import re
from itertools import pairwise

from parsers.flow import Flow, Row
from parsers.kinds.mentions import CENTRE

_CHOOSING = re.compile(
    r"(?:ได้|ขอ|จึง|พิจารณา|มีมติ|ผล(?:การ)?|เห็นควร|เห็นสมควร|เห็นชอบ|ประกาศ)*\s*"
    r"(คัด\s*เลือก(?!กัน)|เสนอ\s*ชื่อ|เสนอ\s*ราย\s*ชื่อ|ขอ\s*เสนอ|เสนอ|ส่ง\s*ราย\s*ชื่อ|ส่ง\s*ชื่อ|"
    r"แจ้ง\s*ราย\s*ชื่อ|แจ้ง\s*ชื่อ|เห็น\s*ชอบ(?:ให้)?|มี\s*มติ(?:ให้)?|เห็น\s*ควรให้|กำหนดให้|"
    r"ชนะ\s*เลิศ|มอบหมายให้|พิจารณาให้|เลือก)"
)
_NAMING = re.compile(r"(?:ได้แก่|คือ|ดังนี้|ปรากฏว่า|[:：])\s*(?:[๑1]\s*[.)])?\s*$")
_FROM = re.compile(
    r"คัด\s*เลือก\s*จาก|จาก\s*(?:ศูนย์|ทั้งหมด|อำเภอ|จำนวน|$)|แทน\s*(?:ที่)?\s*$|ยกเว้น|ไม่รวม|นอกจาก|โดยมี|เพื่อ(?:คัด|พิจารณา|ประกอบ)|"
    r"หลักเกณฑ์|คณะ(?:กรรมการ|ทำงาน)|สูงกว่า|มากกว่า|รองจาก|เช่นเดียวกับ|ร่วมกับ"
)
_LAST_YEAR = re.compile(r"ปี\s*(?:งบประมาณ)?\s*(?:พ\.?\s*ศ\.?)?\s*(?:๒๕๖๓|2563|๖๓|63)(?![0-9๐-๙])")
_THIS_TIME = re.compile(r"จึง|ขอ|มติ|เห็น\s*(?:ชอบ|ควร|สมควร)|พิจารณา\s*แล้ว|นั้น|๒๕๖๔|2564")
"""Words with which a sentence that began with the winner of the year before comes to this year's."""
_LEFT_OUT = re.compile(
    r"(?:ยกเว้น|ไม่รวม(?:ถึง)?|นอกจาก|แทน\s*(?:ที่)?|จาก|ร่วมกับ|เช่นเดียวกับ|กว่า|โดยมี|(?:ที่อยู่|ติดต่อ|ตั้งอยู่|สถานที่\S*|จัดส่ง\S*)\s*(?:ที่|ได้ที่|[:：])?)\s*$"
)
"""The end of a line below which a district stands that is not meant."""
_RECALLED = re.compile(r"(?<!ดัง)นั้น")
"""What was asked for before is recalled up to here; what follows is new."""
RUNNER_UP = r"(?:รอง\s*ลง\s*(?:มา|ไป)|รอง\s*(?:ชนะ\s*เลิศ|อันดับ)\s*(?:อันดับ)?\s*(?:ที่)?\s*[0-9๐-๙]*|(?:ลำดับ\s*)?สำรอง)"
_LOSES = re.compile(rf"(?:{RUNNER_UP}|(?:ลำดับ|อันดับ)\s*(?:ที่)?\s*[2-9๒-๙])\s*(?:คือ|ได้แก่|[:：])?\s*\S{{0,20}}\s*$")
_PLACE_OPENS = re.compile(rf"\s*(?:{CENTRE}|ศูนย์\s*ดำรง\s*ธรรม|ศดธ|อำเภอ|อ\.)")


def chooses(line: str) -> bool:
    """True if the last verb of choosing in a line reaches to its end."""
    verb = next(reversed(list(_CHOOSING.finditer(line))), None)
    return verb is not None and not (_FROM.search(line, verb.start()) or _RECALLED.search(line, verb.start()))


def names(line: str) -> bool:
    """True of a line that ends with "namely"."""
    return _NAMING.search(line) is not None


def selects_from(text: str) -> bool:
    """True where districts are named that others are preferred to, or that only take part."""
    return _FROM.search(text) is not None


def loses(line: str) -> bool:
    """True of a line that ends with the words for a runner-up."""
    return _LOSES.search(line) is not None


def leaves_out(line: str) -> bool:
    """True of a line that comes to a district which is not meant: an exception, an address, the choice of the year before."""
    return _LEFT_OUT.search(line) is not None or _is_of_last_year(line)


def _is_of_last_year(line: str) -> bool:
    """True if the line comes to a district by the choice of the year before."""
    last = next(reversed(list(_LAST_YEAR.finditer(line))), None)
    return last is not None and _THIS_TIME.search(line, last.end()) is None


def carried(flow: Flow) -> str:
    """The text with a space for the line break where a sentence goes on with a district on a line of its own."""
    text = flow.text
    for before, row in pairwise(flow.rows):
        if _goes_on(before, row):
            text = text[: before.end] + " " + text[before.end + 1 :]
    return text


def _goes_on(before: Row, row: Row) -> bool:
    """True if a line of prose may go on with the next, which opens with a centre or district."""
    is_prose = before.table is None and row.table is None
    return is_prose and bool(_PLACE_OPENS.match(row.text)) and (before.open_end or bool(_NAMING.search(before.text)))


def names_next(before: Row, row: Row) -> bool:
    """False of a line that goes on with a district which is left out, is a runner-up, or won the year before."""
    text = before.text
    if _LEFT_OUT.search(text) or loses(text):
        return False
    return not _goes_on(before, row) or not (_FROM.search(text[-60:]) or _is_of_last_year(text))
