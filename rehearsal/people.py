"""Invented people of the provinces. No name here belongs to anybody on purpose."""

from __future__ import annotations

import random
from dataclasses import dataclass

TITLES = ("นาย", "นาย", "นาง", "นางสาว", "ว่าที่ร้อยตรี", "นายแพทย์", "ดร.")
_GIVEN_M = ("สมพร", "วิชัย", "ประเสริฐ", "อนุชา", "ธีรพงษ์", "ณัฐวุฒิ", "กิตติศักดิ์", "พงศ์พันธุ์", "สุรศักดิ์", "เกรียงไกร", "ชัยวัฒน์", "อภิชาติ")
_GIVEN_F = ("สุภาพร", "กาญจนา", "รัตนา", "วิไลวรรณ", "ปิยะนุช", "นงลักษณ์", "ศิริพร", "จุฑามาศ", "อรทัย", "พิมพ์ชนก", "เบญจมาศ", "ฐิติรัตน์")
_FAMILY = (
    "แก้วมณี", "ศรีสุวรรณ", "บุญเรือง", "ทองคำ", "พรหมสวัสดิ์", "จันทร์หอม", "วัฒนกุล", "เจริญผล", "สุขประเสริฐ", "อินทรักษ์",
    "ชูศักดิ์", "รุ่งโรจน์", "คงทน", "พิทักษ์ธรรม", "มั่นคง", "ไชยวงศ์", "ปัญญาดี", "นิลวรรณ", "เพ็ชรรัตน์", "ธรรมรักษา",
)  # fmt: skip

CLERKS = ("เสมียนตราจังหวัด", "เจ้าพนักงานปกครองชำนาญการ", "เจ้าพนักงานการเงินและบัญชีปฏิบัติงาน", "นักวิชาการเงินและบัญชีชำนาญการ", "ป้องกันจังหวัด")
COORDINATORS = ("ปลัดอำเภอ", "ปลัดอำเภอหัวหน้ากลุ่มงานบริหารงานปกครอง", "เจ้าพนักงานปกครองปฏิบัติการ", "ปลัดอำเภอชำนาญการพิเศษ")
SIGNERS = ("ปลัดจังหวัด", "รองผู้ว่าราชการจังหวัด", "ผู้ว่าราชการจังหวัด", "หัวหน้ากลุ่มงานปกครอง")


@dataclass(frozen=True, slots=True)
class Person:
    """An invented officer."""

    name: str
    position: str
    phone: str
    """Digits only."""
    email: str


def person(rng: random.Random, positions: tuple[str, ...], domain: str) -> Person:
    """Somebody with one of these positions."""
    title = rng.choice(TITLES)
    given = rng.choice(_GIVEN_F if title in {"นาง", "นางสาว"} else _GIVEN_M)
    mobile = rng.random() < 0.4
    phone = (
        f"08{rng.randint(1, 9)}{rng.randint(0, 9999999):07d}"
        if mobile
        else f"0{rng.choice('3457')}{rng.randint(2, 7)}{rng.randint(0, 999999):06d}"
    )
    return Person(
        f"{title}{given} {rng.choice(_FAMILY)}", rng.choice(positions), phone, f"user{rng.randint(100, 999)}@{domain}"
    )


def spoken_phone(rng: random.Random, phone: str) -> str:
    """A phone number as people write it; the first of several where there are more."""
    if len(phone) == 10:
        forms = (
            f"{phone[:3]}-{phone[3:6]}-{phone[6:]}",
            f"{phone[:2]} {phone[2:6]} {phone[6:]}",
            phone,
            f"{phone[:3]}-{phone[3:]}",
        )
    else:
        forms = (
            f"{phone[0]} {phone[1:5]} {phone[5:]}",
            f"{phone[0]}-{phone[1:5]}-{phone[5:]}",
            f"{phone[:3]}-{phone[3:]}",
            f"{phone[0]} {phone[1:5]} {phone[5:]} ต่อ {rng.randint(101, 199)}",
        )
    return rng.choice(forms)
