"""Whether a text belongs to the directive at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from parsers.flow import Flow
from parsers.papers import Paper
from parsers.parts import Message
from parsers.title import title_of
from parsers.wording import ANNEX_WORDS, FOREIGN_WORDS, NEAR_WORDS, OWN_WORDS, is_test, is_thanks, says

_PROJECT = re.compile(r"โครงการ[ ]*(?P<name>[ก-๙A-Za-z0-9][ก-๙A-Za-z0-9 ]{5,79})")
_NO_NAME = re.compile(
    r"ให้|ดังกล่าว|นี้|นั้น|ตาม|ที่|ของ|และ|ใน|ประจำ|เพื่อ|ได้|มี|ไม่|จะ|ซึ่ง|ล่าช้า|สำคัญ|ต่าง|ฯ|เรียน|จำนวน|ปี|พร้อม|อยู่|ต่อไป|แล้ว|"
    r"โดย|จาก|ครับ|ค่ะ|ณ |เดือน|จังหวัด|อำเภอ"
)
"""Words that follow the word for a project where it is not named."""
_NO_PROJECT = ("โครงการศูนย์ดำรงธรรม", "โครงการสำคัญ", "โครงการอำเภออัจฉริยะ", "โครงการดังกล่าว", "โครงการนี้", "โครงการตาม")


def belongs(text: str, words: Iterable[str]) -> bool:
    """True if one of the directive's words stands in the text, however it is spaced."""
    return says(text, words) is not None


def is_annex(paper: Paper) -> bool:
    """True of a paper that only goes with others: an order, minutes, pictures, a copy of the department's letter."""
    if paper.letter is not None and paper.letter.is_from_department:
        return True
    return says(title_of(paper.lines), ANNEX_WORDS) is not None


def is_empty_talk(text: str, subject: str, *, strict: bool = False) -> bool:
    """True of a mail that only says thanks or tries the line; with ``strict`` of one that is plainly about something else."""
    if strict:
        return says(f"{subject}\n{text}", FOREIGN_WORDS) is not None
    lines = [line for line in text.splitlines() if line.strip() and not line.strip().startswith("เรื่อง")]
    written = "".join(lines)
    return is_thanks(written) or (is_test(written) and (is_test(subject) or not subject)) or (not written and is_test(subject))


def other_project(documents: Sequence[Flow]) -> str | None:
    """The name of a project other than the directive's in the head of the documents; None if none is named."""
    for running in documents:
        for row in running.rows[:8]:
            for match in _PROJECT.finditer(row.text):
                if says(match.group(0), _NO_PROJECT) is None and not _NO_NAME.match(match["name"]):
                    return " ".join(match.group(0).split())
    return None


def concerns(message: Message, text: str, words: Iterable[str], *, of_province: bool) -> bool:
    """True if a message may belong to the directive: then it is for a person rather than set aside.

    Besides the directive's own words, the words of the reports that it asks for count: plain ones always, others if the
    message is a province's; not in an invitation or an advertisement, though.

    Args:
        text: everything that the message says, its papers included.
        of_province: a province has written it, or it names one.
    """
    if belongs(text, words):
        return True
    about = f"{message.subject}\n{message.body}"
    is_foreign = says(about, FOREIGN_WORDS) is not None
    if says(about, OWN_WORDS) is not None and (of_province or not is_foreign):
        return True
    return of_province and not is_foreign and (says(text, NEAR_WORDS) is not None or is_mute(about))


def is_mute(text: str) -> bool:
    """True of a mail that does not say what it is about: nothing, or no more than that something comes along."""
    return len(_COURTESY.sub("", text)) <= _SAYS_NOTHING


_COURTESY = re.compile(
    r"https?://\S+|กราบเรียน|เรียน\s*\S*|ขอแสดงความนับถือ|จึงเรียนมาเพื่อโปรด\S*|(?:ที่ทำการปกครอง|ศาลากลาง|สำนักงาน)?(?:จังหวัด|จ\.)\s*[ก-๎]+|"
    r"ตาม(?:เอกสาร|ไฟล์|ลิงก์|ลิงค์|ที่)?\s*(?:ที่)?\s*แนบ(?:มา)?\S*|ตาม(?:ลิงก์|ลิงค์|link)\S*|(?:ขอ|นำ|จัด)*\s*ส่ง\s*(?:เอกสาร|ไฟล์|ข้อมูล|งาน|รายงาน|หนังสือ|แบบ)?(?:แนบ)?|"
    r"เอกสาร|ไฟล์|แนบ|รายละเอียด|ครับ|ค่ะ|คะ|นะ|ด้วย|เรื่อง|กลุ่มงาน\S*|โทร\S*|[0-9๐-๙\s.\-–/,:()]+",
    re.IGNORECASE,
)
_SAYS_NOTHING = 12
"""Letters left when courtesies are taken away."""
