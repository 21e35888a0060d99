"""Which month a report names as its own, and which months and dates it merely mentions."""

from __future__ import annotations

import pytest

from parsers.flow import flow
from parsers.kinds.report_dates import read_dates
from parsers.records import CERTAIN
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


def _told(*lines: str) -> tuple[str | None, str | None, bool]:
    """The month as it is taken, the one proposed, and whether a person must look."""
    found = read_dates(flow(document(list(lines))))
    value = found.period.value if found.period else None
    sure = found.period is not None and found.period.value is not None and found.period.confidence >= CERTAIN
    return value, found.proposed, not sure


@pytest.mark.parametrize(
    "line",
    [
        "ประจำเดือนธันวาคม ปีงบประมาณ พ.ศ. 2564",
        "ประจำเดือน ธ.ค. (ปีงบประมาณ ๒๕๖๔)",
        "รายงานการเบิกจ่าย ประจำปีงบประมาณ พ.ศ. 2564 ประจำเดือน ธันวาคม",
        "ประจำเดือน ธันวาคม พ.ศ. 2563 ปีงบประมาณ พ.ศ. 2564",
    ],
)
def test_the_fiscal_year_beside_the_month_leaves_one_reading(line: str) -> None:
    assert _told(line) == ("2020-12", None, False)


@pytest.mark.parametrize(
    ("lines", "proposed"),
    [
        (("ประจำเดือน ธันวาคม", "ปีงบประมาณ พ.ศ. 2564"), "2020-12"),
        (("โครงการอำเภออัจฉริยะ ประจำปีงบประมาณ พ.ศ. 2564", "ประจำเดือน ธันวาคม"), "2020-12"),
        (("ประจำเดือน มกราคม จังหวัดแพร่", "ปีงบประมาณ พ.ศ. 2564"), "2021-01"),
        (("ประจำเดือน ธันวาคม", "ข้อมูล ณ วันที่ 31 ธันวาคม 2563"), "2020-12"),
        (("ประจำเดือน ธันวาคม พ.ศ. .......", "วันที่ 5 มกราคม 2564"), "2020-12"),
        (("ประจำเดือน ธันวาคม",), None),
    ],
)
def test_a_month_without_its_year_is_a_proposal(lines: tuple[str, ...], proposed: str | None) -> None:
    assert _told("สรุปผลการใช้จ่าย", *lines) == (None, proposed, True)


@pytest.mark.parametrize("month", ["ธันวาดม", "ธันวากม", "กันวาคม"])
def test_a_word_that_is_only_like_a_month_is_for_a_person(month: str) -> None:
    assert _told(f"ประจำเดือน {month} 2563") == ("2020-12", None, True)


def test_a_word_between_two_months_is_neither() -> None:
    assert _told("ประจำเดือน มิถุนาคม 2564") == (None, None, True)


def test_another_month_that_the_report_calls_its_own_is_a_contradiction() -> None:
    found = read_dates(flow(document(["รายงานประจำเดือน พฤศจิกายน", "ธันวาคม 2563", "จังหวัดแพร่"])))
    assert [doubt.rule for doubt in found.doubts] == ["period_contradicted"]
