from __future__ import annotations

import pytest

from parsers.thai.dates import find_periods, format_period, parse_period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("ประจำเดือน ธันวาคม 2563", "2020-12"),
        ("ประจำเดือนธันวาคม พ.ศ. ๒๕๖๓", "2020-12"),
        ("เดือน ธ.ค. 63", "2020-12"),
        ("ธันวาคม พ.ศ. ๒๕๖๓", "2020-12"),
        ("ธ.ค.-63", "2020-12"),
        ("ธ.ค.63", "2020-12"),
        ("ธ.ค./2563", "2020-12"),
        ("Dec-20", "2020-12"),
        ("12/2563", "2020-12"),
        ("ประจำเดือน 12/2563", "2020-12"),
        ("เดือน 12/63", "2020-12"),
        ("เดือน ๑๒ ปี ๒๕๖๓", "2020-12"),
        ("2020-12", "2020-12"),
        ("ประจำเดือน......ธันวาคม......พ.ศ. ....๒๕๖๓....", "2020-12"),
        ("เดือนธันวาคม ปีงบประมาณ พ.ศ. 2564", "2020-12"),
        ("ประจำเดือน ธันวาคม ประจำปีงบประมาณ พ.ศ. ๒๕๖๔", "2020-12"),
        ("ประจำปีงบประมาณ พ.ศ. ๒๕๖๔ ประจำเดือน ธันวาคม", "2020-12"),
        ("ประจำเดือน มกราคม ปีงบประมาณ 2564", "2021-01"),
        ("ประจำเดือน กันยายน ปีงบฯ 64", "2021-09"),
        ("ประจำเดือน ธันวาคม 2563 ปีงบประมาณ พ.ศ. 2564", "2020-12"),
        ("ประจำเดือน กรฏาคม 2564", "2021-07"),
        ("ประจำเดือนก.พ. ๖๔", "2021-02"),
        ("งวดเดือนมิ.ย.64", "2021-06"),
        ("รอบเดือนเม.ย. 2564", "2021-04"),
        ("ประจำเดือนต.ค.๒๕๖๓", "2020-10"),
        ("เดือนสค 64", "2021-08"),
    ],
)
def test_a_month_in_every_form(text: str, period: str) -> None:
    found = parse_period(text)
    assert found is not None
    assert (found.period, found.certain) == (period, True)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("ธันวาคม 2564 ปีงบประมาณ พ.ศ. 2564", "2021-12"),  # the two contradict each other
        ("ปีงบประมาณ พ.ศ. 2564 ประจำเดือนธันวาคม 2564", "2021-12"),
        ("ตุลาคม - ธันวาคม 2563", "2020-12"),
        ("ประจำเดือน มค 64", "2021-01"),
        ("ประจำเดือน ธันวาคม ๒๕๐๓", "1960-12"),
        ("ประจำเดือน ธันวาคม ๒5๖๓", "2020-12"),
        ("ธันวาคม พ.ศ. 2020", "2020-12"),
        ("เดือน ๑2/๒๕๖๓", "2020-12"),
        ("จังหวัดนครราชสีมา ธันวาคม ๒๕๖๓", "2020-12"),  # other text beside it
    ],
)
def test_a_month_that_a_person_must_confirm(text: str, period: str) -> None:
    found = parse_period(text)
    assert found is not None
    assert (found.period, found.certain) == (period, False)
    assert found.note


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ธันวาคม",
        "เดือน ม.ย. 64",
        "ประจำปีงบประมาณ พ.ศ. ๒๕๖๔",
        "ปีงบประมาณ 2564",
        "๓๑ ธันวาคม ๒๕๖๓",
        "31 พฤศจิกายน 2563",
        "12/63",
        "คำสั่งที่ 12/2563",
        "ที่ นม 0018.1/2563",
        "ครั้งที่ 2/2564",
        "งวดที่ 3/2564",
        "13/2563",
        "ประจำเดือน ........ พ.ศ. ๒๕๖๔",
        "ทุกวันที่ ๑๐ ของเดือน",
        "ต.ค. 63 - ธ.ค. 63",
        "สำนักงาน ก.พ. 2563",
        "18/11/2563",
    ],
)
def test_no_month(text: str) -> None:
    assert parse_period(text) is None


def test_months_in_running_text_with_their_places() -> None:
    text = "แบบรายงานการเบิกจ่าย ประจำปีงบประมาณ พ.ศ. ๒๕๖๔\nจังหวัดนครราชสีมา ประจำเดือน ธันวาคม ๒๕๖๓\nวันที่ ๘ มกราคม ๒๕๖๔"
    found = find_periods(text)
    assert [(period.period, period.certain, period.raw) for period in found] == [("2020-12", True, "ธันวาคม ๒๕๖๓")]
    assert text[found[0].start : found[0].end] == found[0].raw


def test_a_span_of_months_names_no_single_one_for_certain() -> None:
    found = find_periods("ปีงบประมาณ พ.ศ. ๒๕๖๔ (ต.ค. ๖๓ - ก.ย. ๖๔)")
    assert [(period.period, period.certain) for period in found] == [("2020-10", False), ("2021-09", False)]


def test_bare_figures_in_running_text_are_not_certain() -> None:
    assert [(period.period, period.certain) for period in find_periods("รายงาน 12/2563 ตามแบบ")] == [("2020-12", False)]


def test_writing() -> None:
    assert format_period("2020-12") == "ธันวาคม 2563"
    assert format_period("2020-12", thai_digits=True) == "ธันวาคม ๒๕๖๓"
    assert format_period("2020-12", short=True) == "ธ.ค. 63"
    with pytest.raises(ValueError, match="month"):
        format_period("2020-13")
