"""Working days and deadlines: the tables of the cabinet's decisions for fiscal year 2564, day by day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from intake.settings import HolidayPolicy
from rules.calendar import Calendar, deadline, deadline_for, first_day_after, nominal_day
from rules.records import Policy
from rules.terms import Deliverable
from tests.rules_kit import built_in, letter

CALENDAR = built_in().calendar
REPORT = letter().deliverable("disbursement")

# period reported on, nominal, previous working day, next working day
TENTHS = [
    ("2020-11", "2020-12-10", "2020-12-09", "2020-12-14"),
    ("2020-12", "2021-01-10", "2021-01-08", "2021-01-11"),
    ("2021-01", "2021-02-10", "2021-02-10", "2021-02-10"),
    ("2021-02", "2021-03-10", "2021-03-10", "2021-03-10"),
    ("2021-03", "2021-04-10", "2021-04-09", "2021-04-16"),
    ("2021-04", "2021-05-10", "2021-05-07", "2021-05-11"),
    ("2021-05", "2021-06-10", "2021-06-10", "2021-06-10"),
    ("2021-06", "2021-07-10", "2021-07-09", "2021-07-12"),
    ("2021-07", "2021-08-10", "2021-08-10", "2021-08-10"),
    ("2021-08", "2021-09-10", "2021-09-10", "2021-09-10"),
    ("2021-09", "2021-10-10", "2021-10-08", "2021-10-11"),
]


@pytest.mark.parametrize(("period", "nominal", "previous", "following"), TENTHS)
def test_the_tenths_of_the_fiscal_year(period: str, nominal: str, previous: str, following: str) -> None:
    days = {
        policy: deadline(REPORT, period, Policy(policy), CALENDAR)
        for policy in (HolidayPolicy.NEXT_WORKING_DAY, HolidayPolicy.PREVIOUS_WORKING_DAY, HolidayPolicy.NOMINAL)
    }
    assert {due.nominal.isoformat() for due in days.values()} == {nominal}
    assert days[HolidayPolicy.NEXT_WORKING_DAY].due_on.isoformat() == following
    assert days[HolidayPolicy.PREVIOUS_WORKING_DAY].due_on.isoformat() == previous
    assert days[HolidayPolicy.NOMINAL].due_on.isoformat() == nominal
    assert not any(due.estimated for due in days.values())


def test_the_fourth_of_december_2563_is_worked() -> None:
    for name in ("nomination", "achievement"):
        due = deadline(letter().deliverable(name), None, Policy(), CALENDAR)
        assert (due.nominal, due.due_on) == (dt.date(2020, 12, 4), dt.date(2020, 12, 4))
        assert due.cutoff.isoformat() == "2020-12-04T23:59:59+07:00"


def test_only_ten_working_days_lie_between_the_letter_and_the_nomination() -> None:
    assert CALENDAR.add_working_days(dt.date(2020, 11, 18), 10) == dt.date(2020, 12, 4)


WORKED = ["2020-12-07", "2021-10-25", "2021-05-03", "2020-05-01", "2021-07-27", "2020-04-13", "2021-03-26", "2021-10-06"]
OFF = [
    "2020-11-19", "2020-11-20", "2020-12-10", "2020-12-11", "2020-12-31", "2021-01-01", "2021-02-12", "2021-02-26",
    "2021-04-06", "2021-04-12", "2021-04-13", "2021-04-14", "2021-04-15", "2021-05-04", "2021-05-10", "2021-05-26",
    "2021-06-03", "2021-07-26", "2021-07-28", "2021-08-12", "2021-09-24", "2021-10-13", "2021-10-22",
]  # fmt: skip


@pytest.mark.parametrize("day", WORKED)
def test_worked_although_some_calendar_says_otherwise(day: str) -> None:
    assert CALENDAR.is_working_day(dt.date.fromisoformat(day))


@pytest.mark.parametrize("day", OFF)
def test_off_by_law_or_cabinet(day: str) -> None:
    assert not CALENDAR.is_working_day(dt.date.fromisoformat(day))
    assert CALENDAR.name_of(dt.date.fromisoformat(day))


def test_childrens_day_and_labour_day_are_no_holidays_of_the_office() -> None:
    for day in ("2021-01-09", "2021-05-01", "2022-05-02", "2023-05-01"):
        assert CALENDAR.name_of(dt.date.fromisoformat(day)) is None


def test_the_reason_names_the_holiday_and_the_new_day() -> None:
    assert deadline(REPORT, "2020-11", Policy(), CALENDAR).why == (
        "วันพฤหัสบดีที่ 10 ธันวาคม 2563 ตรงกับวันหยุดราชการ (วันรัฐธรรมนูญ) จึงเลื่อนเป็นวันทำการถัดไป วันจันทร์ที่ 14 ธันวาคม 2563"
    )


def test_the_reason_on_a_weekend_on_a_working_day_and_under_each_policy() -> None:
    why = deadline(REPORT, "2020-12", Policy(), CALENDAR).why
    assert why == "วันอาทิตย์ที่ 10 มกราคม 2564 ตรงกับวันหยุดราชการประจำสัปดาห์ จึงเลื่อนเป็นวันทำการถัดไป วันจันทร์ที่ 11 มกราคม 2564"
    why = deadline(REPORT, "2021-01", Policy(), CALENDAR).why
    assert why == "วันพุธที่ 10 กุมภาพันธ์ 2564 เป็นวันทำการ จึงครบกำหนดในวันดังกล่าว"
    before = deadline(REPORT, "2020-12", Policy(HolidayPolicy.PREVIOUS_WORKING_DAY), CALENDAR)
    assert before.why.endswith("จึงเลื่อนขึ้นมาเป็นวันทำการก่อนหน้า วันศุกร์ที่ 8 มกราคม 2564")
    nominal = deadline(REPORT, "2020-12", Policy(HolidayPolicy.NOMINAL), CALENDAR)
    assert "ให้ถือวันตามหนังสือสั่งการเป็นวันครบกำหนด" in nominal.why


def test_a_cutoff_hour_is_told_and_kept() -> None:
    due = deadline(REPORT, "2021-01", Policy(cutoff=dt.time(16, 30)), CALENDAR)
    assert due.why.endswith("ภายในเวลา 16.30 น.")
    assert due.cutoff.isoformat() == "2021-02-10T16:30:00+07:00"


def test_a_year_that_nobody_confirmed_is_estimated() -> None:
    later = Deliverable("x", "disbursement", "x", monthly_day=10, first_period="2023-01", last_period="2023-02")
    due = deadline(later, "2023-01", Policy(), CALENDAR)
    assert due.estimated
    assert "ปฏิทินวันหยุดราชการ พ.ศ. 2566 ยังไม่มีผู้ยืนยัน" in due.why
    assert not deadline(later, "2023-01", Policy(), replace(CALENDAR, confirmed=frozenset({2023}))).estimated


def test_a_regional_holiday_counts_only_where_asked_for() -> None:
    day = dt.date(2021, 3, 26)
    assert CALENDAR.is_working_day(day)
    north = CALENDAR.for_region("ภาคเหนือ")
    assert (north.is_working_day(day), north.name_of(day)) == (False, "ประเพณีไหว้พระธาตุ")
    assert CALENDAR.for_region("ภาคใต้").is_working_day(day)


def test_no_regional_holiday_moves_a_tenth() -> None:
    for region in CALENDAR.regional:
        for period, _, _, following in TENTHS:
            due = deadline(REPORT, period, Policy(), CALENDAR.for_region(region))
            assert due.due_on.isoformat() == following


def test_a_month_without_the_day_ends_earlier() -> None:
    last = Deliverable("x", "disbursement", "x", monthly_day=31, first_period="2021-01", last_period="2021-01")
    assert nominal_day(last, "2021-01") == dt.date(2021, 2, 28)
    assert nominal_day(last, "2020-12") == dt.date(2021, 1, 31)
    assert first_day_after("2020-12") == dt.date(2021, 1, 1)
    with pytest.raises(ValueError, match="period"):
        nominal_day(last, None)


def test_steps_between_working_days() -> None:
    friday, monday = dt.date(2021, 1, 8), dt.date(2021, 1, 11)
    assert CALENDAR.next_working_day(friday) == monday
    assert CALENDAR.previous_working_day(monday) == friday
    assert CALENDAR.on_or_after(friday) == CALENDAR.on_or_before(dt.date(2021, 1, 10)) == friday
    assert CALENDAR.add_working_days(dt.date(2021, 1, 10), 0) == dt.date(2021, 1, 10)


def test_an_empty_calendar_knows_the_national_holidays() -> None:
    assert not Calendar().is_working_day(dt.date(2026, 4, 13))


def test_whom_no_deadline_concerns() -> None:
    policy = Policy()
    assert deadline_for(letter(), "disbursement", "10", "2020-12", policy, CALENDAR) is None
    assert deadline_for(letter(), "disbursement", None, "2020-12", policy, CALENDAR) is None
    assert deadline_for(letter(), "disbursement", "30", None, policy, CALENDAR) is None
    assert deadline_for(letter(), "disbursement", "30", "2020-10", policy, CALENDAR) is None
    assert deadline_for(letter(), "obstacle", "30", None, policy, CALENDAR) is None
    due = deadline_for(letter(), "nomination", "30", "2020-12", policy, CALENDAR)
    assert due is not None and due.due_on == dt.date(2020, 12, 4)
