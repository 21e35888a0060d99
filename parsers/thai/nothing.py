"""Answers that say that there is nothing to tell: no trouble, no remark, all is well.

Matched in text without spaces and punctuation. A word that is not known here makes it no such answer: ``ไม่มีงบประมาณ``
is trouble.
"""

from __future__ import annotations

import re

_WORDS = frozenset({"ปกติ", "none", "n/a", "na", "nil", "no", "ไม่มีครับ", "ไม่มีค่ะ"})
_TROUBLE = (
    r"(?:ประเด็น|สภาพ|ตัว)?(?:ปัญหา|อุปสรรค|(?:ข้อ|เหตุ|สิ่ง|เรื่อง)(?:ที่)?(?:ขัดข้อง|ติดขัด)|ข้อ(?:จำกัด|เสนอแนะ|คิดเห็น|สังเกต)|ความขัดข้อง|"
    r"(?:เรื่อง|สิ่ง|กรณี|ประเด็น)ที่(?:ต้อง|จะ)(?:ต้อง)?(?:รายงาน|แจ้ง|แก้ไข)|(?:เรื่อง|สิ่ง|ประเด็น)ที่เป็น(?:ปัญหา|อุปสรรค))"
)
_AND = r"(?:และ|หรือ|/|,|กับ|รวมทั้ง|รวมถึง|ตลอดจน|ทั้ง|หรือว่า)"
_TROUBLES = rf"{_TROUBLE}(?:{_AND}?{_TROUBLE})*+"
_DENIAL = (
    r"(?:ยัง|ก็|จึง|โดย|ซึ่ง|ว่า)*(?:(?:ไม่|มิ)(?:ได้)?(?:มี|พบ|ปรากฏ|เกิด|ประสบ)|ปราศจาก|ไร้)(?:ว่า)?(?:มี|พบ|เกิด|ประสบ)?"
    r"(?:การรายงาน)?(?:กับ|เจอ)?"
)
_EMPHASIS = (
    r"(?:ใด|ๆ|อะไร|อย่างใด|แต่(?:อย่าง|ประการ)ใด|ประการใด|เลย|ทั้งสิ้น|ทั้งนั้น|ทั้งหมด|เพิ่มเติม|ที่(?:เป็น)?(?:สำคัญ|นัยสำคัญ|ร้ายแรง)|"
    r"(?:ที่(?:ต้อง|จะ)|ต้อง)(?:รายงาน|แจ้ง|แก้ไข)|ที่(?:พบ|เกิดขึ้น)|เกิดขึ้น|ครับ|ค่ะ|คะ|นะ|จ้า)"
)
_MONTH = (
    r"(?:มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม|"
    r"มค|กพ|มีค|เมย|พค|มิย|กค|สค|กย|ตค|พย|ธค)"
)
_MATTER = (
    r"(?:การ|ผล|ดำเนิน(?:งาน|การ|โครงการ)?|ปฏิบัติ(?:งาน|การ|ราชการ|หน้าที่)?|(?:เบิก|ใช้)จ่าย|เบิกเงิน|งบประมาณ|เงิน|บันทึก|กรอก|ใช้งาน|จัดส่ง|จัดทำ|รายงาน|"
    r"ข้อมูล|ขับเคลื่อน|โครงการ|กิจกรรม|แผน(?:งาน)?|งาน|ระบบ|อีเอฟเอ็มเอส|efms|gfmis|gecc|ศูนย์ดำรงธรรม|ศดธ|ศูนย์ราชการสะดวก|อำเภออัจฉริยะ|อำเภอ|จังหวัด|ต้นแบบ|"
    r"อัจฉริยะ|newnormal|จัดซื้อ|จัดจ้าง|พัสดุ|คัดเลือก|ให้บริการ(?:ประชาชน)?|รับเรื่อง(?:ราว)?(?:ร้อง(?:เรียน|ทุกข์)(?:และ)?)*|หนังสือ(?:สั่งการ)?|ประจำ|เดือน|ปี|พศ|ไตรมาส|รอบ|งวด|ห้วง|ช่วง|"
    rf"ระยะ(?:เวลา)?|เวลา|วันที่|ขณะ|ปัจจุบัน|ที่ผ่านมา|ภาพรวม|พื้นที่|ทุก|ด้าน|เรื่อง|ตาม|ของ|ใน|ณ|นี้|ดังกล่าว|ข้างต้น|ฯ|และ|หรือ|/|,|[0-9๐-๙]+|{_MONTH})"
)
_PLACING = r"ใน|ของ|จาก|เกี่ยวกับ|ด้าน|ต่อ|กับ|สำหรับ|ระหว่าง|ตาม|เรื่อง|ประจำ|ณ|ช่วง|ห้วง|ขณะ|ปัจจุบัน|การดำเนิน|การเบิก|การปฏิบัติ"
# Every repetition is possessive: what words are left over is never looked for in another way.
_WHEREIN = rf"(?:(?:{_PLACING}){_MATTER}*+)"
_LABEL = rf"(?:(?:{_TROUBLES}|แนวทาง(?:การ)?แก้ไข(?:ปัญหา)?|(?:ราย)?ละเอียด(?:{_TROUBLES})?)(?:ที่พบ|ที่เกิดขึ้น)?(?:{_WHEREIN})?+)"
# ``ไม่มีในระบบ`` is trouble: where there is none follows only after what there is none of.
_NO_TROUBLE = (
    rf"(?:(?:{_LABEL})*+(?:{_WHEREIN})?+{_DENIAL}(?:{_TROUBLES}(?:{_EMPHASIS}|{_WHEREIN})*+|(?:{_EMPHASIS})*+(?!{_PLACING})))"
)
_FINE = (
    rf"(?:(?:การ|ผลการ|ได้)?(?:ดำเนิน(?:งาน|การ|โครงการ)|เบิกจ่าย(?:งบประมาณ)?|ปฏิบัติ(?:งาน|ราชการ)|ใช้งาน)?(?:{_WHEREIN})?+(?:เป็นไป|เป็น)?"
    r"(?:(?:ด้วย|โดย|อย่าง)(?:ดี|(?:ความ)?(?:เรียบร้อย|ราบรื่น))|ตาม(?:แผน(?:งาน)?(?:ที่กำหนด(?:ไว้)?)?|เป้าหมาย|ปกติ)|เรียบร้อย(?:ดี|แล้ว)*+|ปกติ|ราบรื่น)++)"
)
_LEAD = r"(?:(?:ที่ทำการปกครอง)?จังหวัด|(?:ขอ)?(?:เรียน|รายงาน|แจ้ง)(?:ให้ทราบ)?ว่า|(?:ปรากฏ|พบ)ว่า|ทั้งนี้|โดย|และ|ซึ่ง|คือ|แล้ว)"
_PROMISE = (
    rf"(?:(?:หาก|ถ้า)(?:มี|พบ|เกิด|ปรากฏ){_TROUBLES}(?:{_EMPHASIS}|{_WHEREIN})*+"
    r"(?:จะ|จัก)(?:ได้)?(?:รีบ)?(?:รายงาน|แจ้ง)(?:ให้)?(?:ทราบ)?(?:ต่อไป|โดยเร็ว|โดยด่วน|ทันที)?)"
)
_NOTHING = re.compile(
    rf"(?:(?:{_LEAD})*+(?:{_NO_TROUBLE}|{_FINE}|{_PROMISE}))++(?:ครับ|ค่ะ|คะ)?(?:จึง(?:ขอ)?(?:เรียน|แจ้ง|รายงาน)มาเพื่อ(?:โปรด)?ทราบ)?"
)
_NUMBERING = re.compile(
    r"(?:^|(?<=\s))\(?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*[.)]?(?=\s)|(?:^|(?<=\s))\(?[0-9๐-๙]{1,2}[.)](?=\D|$)"
)
_PUNCTUATION = re.compile(r"[\s.…·_:;()\[\]\"“”'‘’*–—−‐‑-]+")
_DENIES = re.compile(rf"{_DENIAL}{_TROUBLES}|{_TROUBLES}(?:{_WHEREIN})?+{_DENIAL}(?:{_EMPHASIS})*+$")
_LONGEST = 500
"""Letters of an answer that may say nothing; a longer one tells something."""


def _plain(text: str) -> str:
    return _PUNCTUATION.sub("", text).lower()


def says_nothing(text: str) -> bool:
    """True of a normalised text that says no more than that there is nothing: leaders, a dash, ``ไม่มีปัญหาอุปสรรคแต่อย่างใด``.

    Of a list every item must say so.
    """
    items = [item for item in re.split(r"\n", _NUMBERING.sub("\n", text)) if _plain(item)]
    return not _plain(text) or (bool(items) and (_is_nothing(" ".join(items)) or all(_is_nothing(item) for item in items)))


def _is_nothing(text: str) -> bool:
    plain = _plain(text)
    return plain in _WORDS or (len(plain) <= _LONGEST and _NOTHING.fullmatch(plain) is not None)


def denies_trouble(text: str) -> bool:
    """True if a normalised text says somewhere that there is no trouble, whatever else it says."""
    return _DENIES.search(_plain(_NUMBERING.sub(" ", text))) is not None
