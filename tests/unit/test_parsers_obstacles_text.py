"""What a report says under obstacles, where the margin broke its lines."""

from __future__ import annotations

import pytest

from parsers.kinds.disbursement import DISBURSEMENT
from tests.unit.by_hand import document
from tests.unit.report_by_hand import SIGNED, TITLE, usual_table


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["ปัญหาอุปสรรค: มีการเปลี่ยนผู้ดำรง", "ตำแหน่งแทนผู้เกษียณ"], "มีการเปลี่ยนผู้ดำรงตำแหน่งแทนผู้เกษียณ"),
        (["ปัญหา อุปสรรค: ระบบ", "โทรศัพท์พื้นฐานขัดข้อง"], "ระบบโทรศัพท์พื้นฐานขัดข้อง"),
        (["ปัญหา อุปสรรค: ต้องรอผลการ", "เรียนรู้ระบบใหม่"], "ต้องรอผลการเรียนรู้ระบบใหม่"),
        (["ปัญหา อุปสรรค:", "1) บุคลากรไม่พอ", "2) ฝนตก"], "1) บุคลากรไม่พอ 2) ฝนตก"),
        (["ปัญหา อุปสรรค: สัญญาณอ่อน ใช้งานไม่ได้", "ตำแหน่ง เสมียนตราจังหวัด"], "สัญญาณอ่อน ใช้งานไม่ได้"),
        (["ปัญหา อุปสรรค: สัญญาณอ่อน", "โทรศัพท์ 0 5471 0001"], "สัญญาณอ่อน"),
    ],
)
def test_obstacles_go_on_to_the_signature_and_are_joined_as_thai_is_written(lines: list[str], text: str) -> None:
    facts = DISBURSEMENT.extract(document(TITLE, [usual_table()], [*lines, *SIGNED]))
    assert facts.fields["obstacles"].value == text
