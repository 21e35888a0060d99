"""What kinds and fields are called in Thai, for the reasons that people read."""

from __future__ import annotations

KIND_TITLES: dict[str, str] = {
    "nomination": "รายชื่อศูนย์ดำรงธรรมอำเภอที่จังหวัดคัดเลือก",
    "achievement": "รายงานผลงานศูนย์ดำรงธรรมอำเภอ",
    "disbursement": "รายงานการเบิกจ่ายงบประมาณ",
    "obstacle": "รายงานปัญหาอุปสรรค",
    "other": "เรื่องที่ต้องให้เจ้าหน้าที่พิจารณา",
}

FIELD_TITLES: dict[str, str] = {
    "province": "จังหวัด",
    "period": "ประจำเดือน",
    "district": "อำเภอ",
    "title": "ชื่อผลงาน",
    "gecc_total": "คะแนนรวม",
    "allocated": "งบประมาณที่ได้รับจัดสรร",
    "prior_cumulative": "เบิกจ่ายสะสมยกมา",
    "this_month": "เบิกจ่ายเดือนนี้",
    "cumulative": "เบิกจ่ายสะสม",
    "committed": "ผูกพัน",
    "balance": "คงเหลือ",
    "percent": "ร้อยละ",
    "lines": "รายการ",
    "detail": "รายละเอียดปัญหา",
    "topic": "ประเภทปัญหา",
    "letter_no": "เลขที่หนังสือ",
    "letter_date": "วันที่หนังสือ",
}
