"""Which month a report names as its own, and which months and dates it merely mentions."""

from __future__ import annotations

import pytest

from parsers.flow import flow
from parsers.kinds.report_dates import read_dates
from tests.unit.by_hand import document


def _period(*lines: str) -> str | None:
    found = read_dates(flow(document(list(lines)))).period
    return found.value if found else None


@pytest.mark.parametrize(
    "lines",
    [
        ("สรุปผลการใช้จ่าย", "งวดเดือนก.พ. ๖๔"),
        ("สรุปผลการใช้จ่าย", "ประจำเดือนก.พ.2564"),
        ("สรุปผลการใช้จ่าย", "ประจำเดือน", "กุมภาพันธ์", "๒๕๖๔"),
        ("สรุปผลการใช้จ่าย จังหวัดแพร่ รอบเดือน  กุมภาพันธ์   พ.ศ. ๒๕๖๔",),
        ("สรุปผลการใช้จ่าย", "กุมภาพันธ์ ๒๕๖๔", "จังหวัดแพร่"),
    ],
)
def test_a_named_month_is_the_period(lines: tuple[str, ...]) -> None:
    assert _period(*lines) == "2021-02"


@pytest.mark.parametrize(
    "lines",
    [
        ("สรุปผลการใช้จ่าย", "วันที่ ........ เดือน มีนาคม พ.ศ. ๒๕๖๔"),
        ("สรุปผลการใช้จ่าย", "วันที่      มีนาคม ๒๕๖๔"),
        ("ที่ พร ๐๐๑๘/๑๒", "มีนาคม ๒๕๖๔", "เรื่อง รายงานการใช้จ่าย", "เรียน อธิบดีกรมการปกครอง"),
        ("สรุปผลการใช้จ่าย", "(นายอำนาจ มั่นคง)", "มีนาคม ๒๕๖๔"),
        ("สรุปผลการใช้จ่าย", "ข้อมูลถึงสิ้นเดือนมี.ค. ๖๔"),
    ],
)
def test_a_date_whose_day_was_left_for_the_pen_is_no_period(lines: tuple[str, ...]) -> None:
    assert _period(*lines) is None
