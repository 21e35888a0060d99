"""Phrases of Thai offices, each in several variants, and one clerk's habits of writing."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from decimal import Decimal

from parsers.thai.dates import format_date, format_period
from parsers.thai.numbers import baht_words
from parsers.thai.text import to_thai

PROJECT = "โครงการศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021"
REFERENCE = "หนังสือกรมการปกครอง ที่ มท ๐๓๐๗.๒/ว ๓๐๙๘๒ ลงวันที่ ๑๘ พฤศจิกายน ๒๕๖๓"


@dataclass(frozen=True, slots=True)
class Clerk:
    """How one clerk writes: digits, dates, money, the words for things. Drawn once, kept through a paper."""

    rng: random.Random
    thai: bool
    """Thai digits."""
    dash_zero: bool
    """Writes - for nothing."""

    def digits(self, text: str) -> str:
        """Text in this clerk's digits."""
        return to_thai(text) if self.thai else text

    def one_of(self, *variants: str) -> str:
        """One wording."""
        return self.rng.choice(variants)

    def date(self, day: dt.date) -> str:
        """A date in one of the usual forms."""
        year = day.year + 543
        forms = (
            format_date(day),
            format_date(day),
            format_date(day),
            format_date(day, short=True),
            f"{day.day}/{day.month}/{year}",
            f"วันที่ {day.day} เดือน {format_date(day).split()[1]} พ.ศ. {year}",
            f"{day.day:02d}-{day.month:02d}-{year}",
        )
        return self.digits(self.rng.choice(forms))

    def long_date(self, day: dt.date) -> str:
        """The date of a letter."""
        return self.digits(format_date(day))

    def month(self, period: str) -> str:
        """A month as a title has it."""
        name, year = format_period(period).split()
        short = format_period(period, short=True)
        return self.digits(
            self.rng.choice((f"{name} {year}", f"{name} พ.ศ. {year}", f"{name} {year}", short, f"{name}  {year}"))
        )

    def money(self, value: Decimal) -> str:
        """An amount in a table."""
        if value == 0 and self.dash_zero:
            return "-"
        return self.digits(f"{value:,.2f}")

    def spoken_money(self, value: Decimal) -> str:
        """An amount in a sentence."""
        text = f"{value:,.2f}"
        if value == value.to_integral() and self.rng.random() < 0.5:
            text = self.rng.choice((f"{value:,.0f}.-", f"{value:,.0f}"))
        return self.digits(text) + " บาท"

    def words(self, value: Decimal) -> str:
        """An amount in words, in brackets."""
        return f"({baht_words(value)})"

    def leader(self, label: str, value: str) -> str:
        """A line of a form: a label, dots, the value, dots."""
        dots = "." * self.rng.randint(3, 18)
        return self.rng.choice(
            (f"{label} {dots}{value}{dots}", f"{label}: {value}", f"{label} {value}", f"{label} : {value}", f"{label}…{value}…")
        )

    def pair(self, label: str, value: str) -> str:
        """A label and its value with a colon, as in a mail or a sheet."""
        return f"{label}: {value}"


def clerk(rng: random.Random) -> Clerk:
    """Somebody new."""
    return Clerk(rng, thai=rng.random() < 0.5, dash_zero=rng.random() < 0.35)


def opening(who: Clerk) -> str:
    """Why the letter is written."""
    return who.one_of(
        "ตามหนังสือที่อ้างถึง กรมการปกครองแจ้งแนวทางการขับเคลื่อนโครงการสำคัญของกรมการปกครอง ประจำปีงบประมาณ พ.ศ. ๒๕๖๔ ให้จังหวัดถือปฏิบัติ นั้น",
        "ตามที่กรมการปกครองขอให้จังหวัดดำเนินการตาม" + PROJECT + " ความละเอียดแจ้งแล้ว นั้น",
        "อ้างถึงหนังสือกรมการปกครอง ขอให้จังหวัดรายงานผลการดำเนินงานตามโครงการดังกล่าวให้ทราบ นั้น",
        "ตามหนังสือกรมการปกครองที่อ้างถึงข้างต้น ให้จังหวัดดำเนินการและรายงานให้กรมการปกครองทราบภายในเวลาที่กำหนด นั้น",
        "ด้วยกรมการปกครองได้กำหนดให้จังหวัดดำเนินการตาม" + PROJECT,
    )


def ending(who: Clerk) -> str:
    """What is asked in the end."""
    return who.one_of(
        "จึงเรียนมาเพื่อโปรดทราบ",
        "จึงเรียนมาเพื่อโปรดพิจารณา",
        "จึงเรียนมาเพื่อโปรดทราบและพิจารณาดำเนินการต่อไป",
        "จึงเรียนมาเพื่อโปรดดำเนินการต่อไป",
    )


ACHIEVEMENT_TITLES = (
    "ดำรงธรรมออนไลน์ ยุติเรื่องเร็ว ใกล้บ้านใกล้ใจ",
    "ระบบคิวออนไลน์ลดความแออัดในสถานการณ์โควิด",
    "คลินิกไกล่เกลี่ยเคลื่อนที่ประจำตำบล",
    "ไลน์ดำรงธรรม รับเรื่องร้องทุกข์ตลอดวัน",
    "หนึ่งตำบล หนึ่งผู้ไกล่เกลี่ย",
    "ศูนย์บริการเบ็ดเสร็จวิถีใหม่",
    "แก้หนี้นอกระบบด้วยกลไกหมู่บ้าน",
    "ดำรงธรรมพบประชาชนทุกวันพุธ",
    "ระบบติดตามเรื่องร้องเรียนด้วยคิวอาร์โค้ด",
    "ลดขั้นตอน ลดเวลา ลดการเดินทาง",
)

OBSTACLES = (
    ("การจัดซื้อวัสดุประชาสัมพันธ์ล่าช้า", "ผู้รับจ้างส่งมอบป้ายประชาสัมพันธ์ไม่ทันตามสัญญา เนื่องจากวัสดุขาดตลาด จึงเบิกจ่ายไม่ได้ตามแผน"),
    ("ระบบ e-fms ขัดข้อง", "ไม่สามารถบันทึกข้อมูลการเบิกจ่ายในระบบ e-fms ได้ เนื่องจากรหัสผู้ใช้งานถูกระงับ ขอให้กรมการปกครองตรวจสอบ"),
    ("งบประมาณไม่เพียงพอ", "วงเงินที่ได้รับจัดสรรไม่เพียงพอสำหรับการปรับปรุงพื้นที่บริการ ขอรับการสนับสนุนเพิ่มเติม"),
    ("การประชุมคัดเลือกเลื่อนออกไป", "คณะทำงานไม่สามารถจัดประชุมได้ในช่วงสถานการณ์การแพร่ระบาด จึงขอเลื่อนการคัดเลือก"),
    ("ขาดเจ้าหน้าที่ปฏิบัติงาน", "เจ้าหน้าที่ประจำศูนย์ดำรงธรรมอำเภอโอนย้าย และยังไม่มีผู้มาดำรงตำแหน่งแทน"),
    ("อินเทอร์เน็ตในพื้นที่ไม่เสถียร", "พื้นที่เป็นภูเขา สัญญาณอินเทอร์เน็ตไม่เสถียร ทำให้รับเรื่องร้องทุกข์ออนไลน์ไม่ได้อย่างต่อเนื่อง"),
)
