"""What a field is called in Thai, for findings, notices and screens."""

from __future__ import annotations

from parsers.thai.numbers import show_money

MONEY = ("allocated", "prior_cumulative", "this_month", "cumulative", "committed", "balance")
"""Money columns of a disbursement report, in the order of the paper."""

FIELD_LABELS = {
    "province": "จังหวัด",
    "period": "เดือนที่รายงาน",
    "district": "ชื่ออำเภอของศูนย์ดำรงธรรมอำเภอ",
    "letter_no": "เลขที่หนังสือ",
    "letter_date": "วันที่ของหนังสือ",
    "contact_name": "ชื่อผู้ประสานงาน",
    "contact_position": "ตำแหน่งผู้ประสานงาน",
    "contact_phone": "หมายเลขโทรศัพท์ผู้ประสานงาน",
    "contact_email": "ไปรษณีย์อิเล็กทรอนิกส์ผู้ประสานงาน",
    "signer_name": "ชื่อผู้ลงนาม",
    "signer_position": "ตำแหน่งผู้ลงนาม",
    "title": "ชื่อผลงาน",
    "gecc_total": "คะแนนรวม GECC",
    "allocated": "งบประมาณที่ได้รับจัดสรร",
    "prior_cumulative": "เบิกจ่ายสะสมยกมา",
    "this_month": "เบิกจ่ายเดือนนี้",
    "cumulative": "เบิกจ่ายสะสม",
    "committed": "ผูกพัน",
    "balance": "คงเหลือ",
    "percent": "ร้อยละ",
    "total_words": "จำนวนเงินตัวอักษร",
    "as_of": "วันที่ของข้อมูล",
    "reporter_name": "ชื่อผู้รายงาน",
    "reporter_position": "ตำแหน่งผู้รายงาน",
    "reporter_phone": "หมายเลขโทรศัพท์ผู้รายงาน",
    "efms_recorded_on": "วันที่บันทึกในระบบ e-fms",
    "obstacles": "ปัญหาอุปสรรค",
    "topic": "เรื่อง",
    "detail": "รายละเอียดปัญหาอุปสรรค",
    "urgency": "ความเร่งด่วน",
    "item": "รายการ",
}


def label(name: str) -> str:
    """Thai name of a field; ``lines.2.cumulative`` is the second line's."""
    if name.startswith("lines."):
        _, number, column = name.split(".", 2)
        return f"รายการที่ {number} ช่อง{label(column)}"
    return FIELD_LABELS.get(name, name)


def shown(name: str, value: str) -> str:
    """A value as people write it: money with commas, anything else as it is."""
    if name.rsplit(".", 1)[-1] in MONEY:
        return f"{show_money(value)} บาท"
    return value
