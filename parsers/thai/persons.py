"""Names of persons: title, given name, family name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.thai.text import normalise


@dataclass(frozen=True, slots=True)
class Person:
    """A person named in a text. ``start`` and ``end`` count in the normalised text."""

    name: str
    """With its title, joined: ``นางสาวกัลยา วงศ์สุวรรณ``."""
    raw: str
    start: int
    end: int


_RANKS_SHORT = (
    "พล,ต,อ พล,ต,ท พล,ต,ต พ,ต,อ พ,ต,ท พ,ต,ต ร,ต,อ ร,ต,ท ร,ต,ต ด,ต จ,ส,ต ส,ต,อ ส,ต,ท ส,ต,ต "
    "พล,อ,อ พล,อ,ท พล,อ,ต น,อ น,ท น,ต พ,อ,อ พ,อ,ท พ,อ,ต จ,อ จ,ท จ,ต พ,จ,อ พ,จ,ท พ,จ,ต "
    "พล,ร,อ พล,ร,ท พล,ร,ต พล,อ พล,ท พล,ต พ,อ พ,ท พ,ต ร,อ ร,ท ร,ต จ,ส,อ จ,ส,ท ส,อ ส,ท ส,ต ม,ร,ว ม,ล ม,จ น,พ พ,ญ"
)
_RANKS_FULL = (
    "พลตำรวจเอก พลตำรวจโท พลตำรวจตรี พันตำรวจเอก พันตำรวจโท พันตำรวจตรี ร้อยตำรวจเอก ร้อยตำรวจโท ร้อยตำรวจตรี ดาบตำรวจ "
    "จ่าสิบตำรวจ สิบตำรวจเอก สิบตำรวจโท สิบตำรวจตรี พลเอก พลโท พลตรี พันเอก พันโท พันตรี ร้อยเอก ร้อยโท ร้อยตรี "
    "จ่าสิบเอก จ่าสิบโท จ่าสิบตรี สิบเอก สิบโท สิบตรี พลเรือเอก พลเรือโท พลเรือตรี นาวาเอก นาวาโท นาวาตรี เรือเอก เรือโท เรือตรี "
    "พลอากาศเอก พลอากาศโท พลอากาศตรี นาวาอากาศเอก นาวาอากาศโท นาวาอากาศตรี เรืออากาศเอก เรืออากาศโท เรืออากาศตรี "
    "นายกองใหญ่ นายกองเอก นายกองโท นายกองตรี นายหมวดเอก นายหมวดโท นายหมวดตรี นายหมู่ใหญ่ นายหมู่เอก นายหมู่โท นายหมู่ตรี "
    "หม่อมหลวง หม่อมราชวงศ์"
)
_ACADEMIC = r"(?:ศ|รศ|ผศ)\s?\.(?:\s?ดร\s?\.)?|ดร\s?\.|ศาสตราจารย์|รองศาสตราจารย์|ผู้ช่วยศาสตราจารย์"
# นาย opens the names of many posts, some of which (หน้า, ทุน, แบบ) also open given names: those count as whole words only.
_ALONE = "(?![ก-ฮเแโใไ])"
_NOT_MR = (
    "อำเภอ|กรัฐมนตรี|กเทศมนตรี|กองค์การ|กสมาคม|กสโมสร|กกิ่ง|กพุทธ|กแพทยสภา|กเหล่า|กสภา|กเมือง|ก อบ|กฯ|"
    "ทะเบียน|ช่าง|ตรวจ|จ้าง|ทหาร|สถานี|ไปรษณีย์|ท้องที่|อากร|ตำรวจ|"
    rf"หมู่บ้าน|อภ(?:\.|{_ALONE}(?![ะ-ฺ็-๎]))|(?:ประกัน|ด่าน|เวร|หน้า|ทุน|แบบ|สนาม|สิบ|ร้อย|งาน|เรือ|ท่า|คลัง|ประตู){_ALONE}|ประกัน(?:สังคม|ภัย)|ด่าน(?:ตรวจ|ศุล|กัก|อาหาร)|"
    r"เวรยาม|แพทย์\s*(?:สาธารณสุข|เชี่ยวชาญ|ชำนาญ|ปฏิบัติ|ประจำ|ผู้|ใหญ่)|สัตวแพทย์"
)
_NOT_MRS = f"รอง{_ALONE}|รองจังหวัด|เลิ้ง|พญา|ฟ้า|แบบ{_ALONE}|พยาบาล|สนม"
_NOT_DOCTOR = r"(?!\s*(?:สาธารณสุข|เชี่ยวชาญ|ชำนาญ|ปฏิบัติ|ประจำ|ผู้|ใหญ่))"
_HEALER = rf"(?:นาย|ทันต|สัตว)?แพทย์หญิง|นายแพทย์{_NOT_DOCTOR}|(?:นายทันต|นายสัตว|ทันต)แพทย์|เภสัชกร(?:หญิง)?"
_HEALER_SHORT = r"นพ\.|พญ\.|ทพ\.(?:\s?ญ\.)?|ทพญ\.|ภก\.|ภญ\.|น\.\s?สพ\.|สพ\.\s?ญ\."
_POSTS = (
    "ตำแหน่ง|ปลัด|นายอำเภอ|ผู้ว่า|ผู้ช่วย|ผู้อำนวยการ|ผู้รายงาน|ผู้ประสาน|ผู้รับ|ผู้ตรวจ|ผู้บังคับ|ผู้ใหญ่|รองผู้ว่า|รองปลัด|เสมียนตรา|เจ้าพนักงาน|เจ้าหน้าที่|"
    "นักวิชาการ|นักวิเคราะห์|นักจัดการ|นักทรัพยากร|นักประชา|นักพัฒนา|หัวหน้า|พนักงาน|ลูกจ้าง|ป้องกันจังหวัด|จ่าจังหวัด|สมาชิก|อธิบดี|ประธาน|กรรมการ|เลขานุการ|"
    "โทรศัพท์|โทรสาร|โทร|เบอร์|มือถือ|หมายเลข|อีเมล|ไปรษณีย์|วันที่|จังหวัด|อำเภอ|ศูนย์ดำรงธรรม|เป็นผู้|ในฐานะ|ปฏิบัติราชการ|รักษาราชการ|กลุ่มงาน|ฝ่าย"
)
# นาง สาว before two more words is a title with a gap in it; before one, สาว is the given name.
_MISS_APART = rf"นาง[ \t]+สาว(?=[ \t]+[ก-ฮเแโใไ][ก-๎]+[ \t]+(?!{_POSTS})[ก-ฮเแโใไ][ก-๎])"
_CIVIL = rf"นางสาว|{_MISS_APART}|น\s?\.\s?ส\s?\.(?!พ)|นส\.|{_HEALER}|{_HEALER_SHORT}|นาย(?!{_NOT_MR})|นาง(?!{_NOT_MRS})"
_RANK = "|".join(
    [*_RANKS_FULL.split(), *(r"\s?".join(rf"{part}\s?\." for part in rank.split(",")) for rank in _RANKS_SHORT.split())]
)
_TITLE = (
    rf"(?:ว่าที่\s*)?(?:(?:{_RANK})(?:\s*หญิง)?)(?:\s*(?:{_ACADEMIC}))?"
    rf"|(?:{_ACADEMIC})(?:\s*(?:{_CIVIL}))?|(?:{_CIVIL})(?:\s*ดร\s?\.)?"
)

# A title begins a word; where no space parts it, only these words may stand before it.
_CUES = (
    "ประสานงาน|ชื่อ|สกุล|โดย|คือ|ได้แก่|ให้|ของ|และ|กับ|รายงาน|รับผิดชอบ|มอบหมาย|แต่งตั้ง|เรียน|ถึง|ตัว|ต่อ|ติดต่อ|รับรอง|ตรวจสอบ|"
    "มี|แก่|แด่|เป็น|จาก|แทน|เดิม|ใหม่|พบ|เชิญ|ว่า|หรือ|ด้วย|ร่วม|เช่น|อาทิ|เจ้าหน้าที่|ปลัดอำเภอ|เสมียนตราจังหวัด|จ่าจังหวัด|หัวหน้ากลุ่มงานปกครอง"
)
_BEGIN = "(?:(?<![ก-๎])(?<![ก-ฮ]\\.)|" + "|".join(f"(?<={cue})" for cue in _CUES.split("|")) + ")"
_WORD = "[ก-ฮเแโใไ][ก-๎]+"
_GAP = r"(?:[ \t]+(?:\n[ \t]*)?|\n[ \t]*)"
# Families named after towns; what else follows ณ is a place or a time.
_TOWNS = (
    "อยุธยา|เชียงใหม่|ลำปาง|ลำพูน|น่าน|ระนอง|ถลาง|ตะกั่วทุ่ง|พัทลุง|นคร|สงขลา|มหาไชย|มหาชัย|จันทบูร|จัมปาศักดิ์|ป้อมเพ็ชร์?|บางช้าง|อุบล|กาฬสินธุ์|ร้อยเอ็จ|"
    "หนองคาย|ราชสีมา|วิเชียร|มหาสารคาม|พิศณุโลก|สุโขทัย|เมืองใหม่"
)
_OF = rf"ณ{_GAP}(?:{_TOWNS})(?![ก-๎])"
_PERSON = re.compile(rf"{_BEGIN}(?P<title>{_TITLE})[ \t]*(?P<given>{_WORD}){_GAP}(?P<family>{_OF}|{_WORD})(?P<of>{_GAP}{_OF})?")

# Only what no family name holds may end one that runs on without a space.
_GLUED_POST = re.compile(
    "ตำแหน่ง|ปลัดอำเภอ|ปลัดจังหวัด|นายอำเภอ|ผู้ว่าราชการ|ผู้อำนวยการ|ผู้ประสานงาน|ผู้รายงาน|รองผู้ว่า|เสมียนตรา|เจ้าพนักงาน|เจ้าหน้าที่|"
    "นักวิชาการ|หัวหน้า|โทรศัพท์|โทรสาร|โทร(?![ก-๎])|เบอร์โทร|หมายเลขโทร"
)
_NO_FAMILY = re.compile(
    rf"(?:{_POSTS}|ผู้|รอง|นาย|นาง|เป็น|และ|ได้|ซึ่ง|ที่|พร้อม|กับ|ขอ|จะ|ให้|ไม่|ฯลฯ|แห่ง|ใน|"
    "ประจำ(?:อำเภอ|จังหวัด|ตำบล|ศูนย์|สำนัก|กอง|การ|ที่|$)|สังกัด|อายุ|กรม|กระทรวง|สำนัก|ส่วนราชการ|โดย|คือ|เพื่อ|ตาม|จาก)"
)
_FAMILY_ALLOWED = re.compile(r"(?:รองเมือง|ที่รัก|ขอ[ก-ฮ]{2}|ใน[ก-ฮ]{2}|ได้[ก-ฮ]{2}|ให้[ก-ฮ]{2}|รอง[ก-ฮ]{2})")


# A family name on the next line must be seen to end there: a label may stand below a given name as well.
_CLOSES = re.compile(rf"\s*(?:\)|\Z|{_POSTS})")


def find_persons(text: str) -> list[Person]:
    """Persons named with title, given name and family name, in order. Names of posts (นายอำเภอ, นายทะเบียน) are none."""
    text = normalise(text)
    found = []
    for match in _PERSON.finditer(text):
        person = _person(match, text)
        if person:
            found.append(person)
    return found


def _person(match: re.Match[str], text: str) -> Person | None:
    given, family = match["given"], match["family"]
    if _NO_FAMILY.match(family) and not _FAMILY_ALLOWED.match(family):
        return None
    if "\n" in text[match.end("given") : match.start("family")] and not _CLOSES.match(text, match.end()):
        return None
    end = match.end()
    post = _GLUED_POST.search(family)
    if post:
        family, end = family[: post.start()], match.start("family") + post.start()
    # ฯ and ๆ lie among the letters but are no part of a name.
    if len(family) < 2 or "ฯ" in given + family or "ๆ" in given + family:
        return None
    of = " " + match["of"].strip() if match["of"] and not post else ""
    title = re.sub(r"(?<=\.)\s+(?=[ก-ฮ]\s?\.)", "", re.sub(r"\s+", " ", match["title"])).replace(" .", ".")
    title = title.replace("นาง สาว", "นางสาว")
    return Person(re.sub(r"\s+", " ", f"{title}{given} {family}{of}"), text[match.start() : end], match.start(), end)
