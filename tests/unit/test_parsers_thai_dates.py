from __future__ import annotations

import datetime as dt

import pytest

from parsers.thai.dates import BANGKOK, buddhist_year, find_dates, format_date, format_time, parse_date

NOV_18 = dt.date(2020, 11, 18)


@pytest.mark.parametrize(
    "text",
    [
        "๑๘ พฤศจิกายน ๒๕๖๓",
        "วันที่ ๑๘ เดือน พฤศจิกายน พ.ศ. ๒๕๖๓",
        "๑๘ พฤศจิกายน พุทธศักราช ๒๕๖๓",
        "18 พ.ย. 63",
        "๑๘ พ.ย.๖๓",
        "18/11/2563",
        "18-11-63",
        "18 / 11 / 63",
        "18/11/2020",
        "18.11.2563",
        "ลว. 18 พ.ย. 63",
        "ลงวันที่ ๑๘ พฤศจิกายน ๒๕๖๓",
        "วันพุธที่ ๑๘ พฤศจิกายน ๒๕๖๓",
        "๑๘พฤศจิกายน๒๕๖๓",
        "๑๘\nพฤศจิกายน ๒๕๖๓",
        "18-พ.ย.-63",
        "18 พ. ย. 2563",
        "18 พ.ย 63",
        "วันที่.....๑๘.....เดือน.....พฤศจิกายน.....พ.ศ......๒๕๖๓.....",
        "วันที่ 18 เดือน 11 พ.ศ. 2563",
        "๑๘ พฤษจิกายน ๒๕๖๓",
        "๑๘ พฤศจิกายน ค.ศ. 2020",
        "18 พ.ย. ปี 63",
        "18 Nov 2020",
        "18-Nov-20",
        "2020-11-18",
        "2020-11-18 00:00:00",
        "ข้อมูล ณ วันที่ ๑๘ พฤศจิกายน ๒๕๖๓ เวลา ๑๖.๓๐ น.",
    ],
)
def test_a_date_in_every_form(text: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.date, found.certain, found.note) == (NOV_18, True, "")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("๑๘ พฤศจิกายน ๒5๖๓", NOV_18),  # two scripts in one number
        ("๑8 พฤศจิกายน ๒๕๖๓", NOV_18),
        ("18/๑๑/2563", NOV_18),
        ("๓o มีนาคม ๒๕๖๔", dt.date(2021, 3, 30)),  # a letter for a digit
        ("l8 พ.ย. 63", NOV_18),
        ("วันอังคารที่ ๑๘ พฤศจิกายน ๒๕๖๓", NOV_18),  # it was a Wednesday
        ("๑๘ พฤศจิกายน ๒๕๐๓", dt.date(1960, 11, 18)),  # a six that was read as a nought
        ("18 พ.ย. 73", dt.date(2030, 11, 18)),
        ("12/10/2020", dt.date(2020, 10, 12)),  # a machine may put the month first
        ("18.11.63", NOV_18),  # may be a number of a section
        ("๒. ธันวาคม ๒๕๖๓", dt.date(2020, 12, 2)),  # may be the second item of a list
        ("18 มค 64", dt.date(2021, 1, 18)),  # may have been มี.ค.
        ("18 ม.ค 64", dt.date(2021, 1, 18)),
        ("18 กพ 64", dt.date(2021, 2, 18)),
        ("๑๘ พฤศจิกายน พ.ศ. 2020", NOV_18),
        ("๑๘ พฤศขกายน ๒๕๖๓", NOV_18),  # a mere likeness
        ("๑๘ พฤศจิกายน ๒๕๖๓ จำนวน ๓ ฉบับ", NOV_18),  # other text beside it
    ],
)
def test_a_date_that_a_person_must_confirm(text: str, date: dt.date) -> None:
    found = parse_date(text)
    assert found is not None
    assert (found.date, found.certain) == (date, False)
    assert found.note


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31 พฤศจิกายน 2563",
        "29 ก.พ. 64",
        "11/18/2563",
        "10 ม.ย. 64",
        "18 ของอาคม 2563",
        "๑๘ พฤศจิกายน",
        "18 พ.ย. 2263",
        "18 พ.ย. 5",
        "0-4424-3798",
        "นม 0018.1/3461",
        "โทร. 02-10-1234567",
        "1/2",
        "97,394.00",
        "ประจำเดือน ธันวาคม ๒๕๖๓",
        "18 พ.ย. 2563 และ 19 พ.ย. 2563",
        "ต.ค. 20 - ธ.ค. 20",
        "ครั้งที่ 1/2564",
    ],
)
def test_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_dates_in_running_text_with_their_places() -> None:
    text = "ตามหนังสือ ลว. ๑๘ พ.ย. ๖๓ และวันที่ 4 ธันวาคม 2563 โทร. ๐ ๔๔๒๔ ๓๗๙๘"
    found = find_dates(text)
    assert [date.date for date in found] == [NOV_18, dt.date(2020, 12, 4)]
    assert [text[date.start : date.end] for date in found] == [date.raw for date in found] == ["๑๘ พ.ย. ๖๓", "4 ธันวาคม 2563"]


def test_the_last_day_of_a_span_of_days() -> None:
    assert [date.date.isoformat() for date in find_dates("๑ - ๓๑ ธันวาคม ๒๕๖๓")] == ["2020-12-31"]


def test_both_ends_of_a_span_of_dates() -> None:
    for text in ("1/10/2563-31/12/2563", "1 ต.ค.63 - 31 ธ.ค.63"):
        assert [date.date.isoformat() for date in find_dates(text)] == ["2020-10-01", "2020-12-31"]


def test_the_window_decides_what_is_certain() -> None:
    assert [date.certain for date in find_dates("18 พ.ย. 2563", years=(2021, 2022))] == [False]


def test_writing() -> None:
    assert format_date(NOV_18) == "18 พฤศจิกายน 2563"
    assert format_date(NOV_18, thai_digits=True) == "๑๘ พฤศจิกายน ๒๕๖๓"
    assert format_date(NOV_18, short=True) == "18 พ.ย. 63"
    assert buddhist_year(NOV_18) == 2563


def test_the_time_of_day_is_bangkoks() -> None:
    assert format_time(dt.datetime(2020, 12, 8, 7, 2, tzinfo=dt.UTC)) == "14.02"
    assert format_time(dt.datetime(2020, 12, 8, 14, 2, tzinfo=BANGKOK)) == "14.02"
    with pytest.raises(ValueError, match="zone"):
        format_time(dt.datetime(2020, 12, 8, 14, 2))  # noqa: DTZ001 - what it refuses
