"""Working days of a Thai government office, and the deadlines that follow from them.

The national holidays come from the ``holidays`` package; it knows neither every decision of the cabinet nor that Labour Day
and Children's Day are no holidays of a government office. Both are corrected here, by the project's own table of cabinet
decisions and by the office's own file on top (``directive.holidays``).

Regional holidays (one region only) are data, but are off unless asked for (``Calendar.for_region``): the directive names one
day for all provinces, and no regional holiday moves a 10th of fiscal year 2564.
"""

from __future__ import annotations

import calendar as months
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from intake.settings import HolidayPolicy
from parsers.thai.dates import BANGKOK, buddhist_year, format_date
from rules.records import Deadline, Policy
from rules.terms import Deliverable, Directive

END_OF_DAY = dt.time(23, 59, 59)

_WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
_NOT_FOR_GOVERNMENT = ("วันแรงงานแห่งชาติ", "วันเด็กแห่งชาติ")


@lru_cache(maxsize=64)
def national_holidays(year: int) -> Mapping[dt.date, str]:
    """Holidays of government offices in a year as the ``holidays`` package knows them: day -> Thai name."""
    import holidays  # slow to import; most commands never ask

    known = holidays.country_holidays("TH", years=year, categories=("public", "government"), language="th")
    named = {day: [n for n in name.split("; ") if not n.endswith(_NOT_FOR_GOVERNMENT)] for day, name in known.items()}
    return {day: " และ".join(names) for day, names in named.items() if names}


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days: the national calendar with corrections on top."""

    added: Mapping[dt.date, str] = field(default_factory=dict)
    """Holidays that the national calendar does not have, or names otherwise: day -> Thai name."""
    removed: frozenset[dt.date] = frozenset()
    """Days that the national calendar takes for holidays, but that were worked."""
    confirmed: frozenset[int] = frozenset()
    """Christian years that somebody has compared with the cabinet's decisions. The others are estimated."""
    regional: Mapping[str, Mapping[dt.date, str]] = field(default_factory=dict)
    """Holidays of one region only: region -> day -> name. Not applied unless asked for."""

    def name_of(self, day: dt.date) -> str | None:
        """Thai name of the holiday; None for any other day, weekends included."""
        if day in self.removed:
            return None
        return self.added.get(day) or national_holidays(day.year).get(day)

    def is_working_day(self, day: dt.date) -> bool:
        """Monday to Friday, and no holiday."""
        return day.weekday() < 5 and self.name_of(day) is None

    def on_or_after(self, day: dt.date) -> dt.date:
        """The day itself if it is worked, else the next working day."""
        while not self.is_working_day(day):
            day += dt.timedelta(days=1)
        return day

    def on_or_before(self, day: dt.date) -> dt.date:
        """The day itself if it is worked, else the working day before it."""
        while not self.is_working_day(day):
            day -= dt.timedelta(days=1)
        return day

    def next_working_day(self, day: dt.date) -> dt.date:
        """The first working day after ``day``."""
        return self.on_or_after(day + dt.timedelta(days=1))

    def previous_working_day(self, day: dt.date) -> dt.date:
        """The last working day before ``day``."""
        return self.on_or_before(day - dt.timedelta(days=1))

    def add_working_days(self, day: dt.date, count: int) -> dt.date:
        """The ``count``-th working day after ``day`` (before it, if negative); ``day`` itself for 0, worked or not."""
        for _ in range(abs(count)):
            day = self.next_working_day(day) if count > 0 else self.previous_working_day(day)
        return day

    def is_confirmed(self, year: int) -> bool:
        """True if somebody has compared this year with the cabinet's decisions."""
        return year in self.confirmed

    def for_region(self, region: str) -> Calendar:
        """The same calendar with the holidays of one region (its Thai name) applied."""
        return replace(self, added={**self.regional.get(region, {}), **self.added})


def day_name(day: dt.date) -> str:
    """``วันจันทร์ที่ 14 ธันวาคม 2563``"""
    return f"วัน{_WEEKDAYS[day.weekday()]}ที่ {format_date(day)}"


def first_day_after(period: str) -> dt.date:
    """The first day on which the month ``YYYY-MM`` is over."""
    year, month = int(period[:4]), int(period[5:7])
    return dt.date(year + month // 12, month % 12 + 1, 1)


def nominal_day(deliverable: Deliverable, period: str | None) -> dt.date:
    """The day that the letter names. ``period`` is needed for a monthly deliverable; a month without that day ends earlier."""
    if deliverable.once_on is not None:
        return deliverable.once_on
    if period is None or deliverable.monthly_day is None:
        raise ValueError(f"{deliverable.name}: a monthly deliverable needs a period")
    first = first_day_after(period)
    return first.replace(day=min(deliverable.monthly_day, months.monthrange(first.year, first.month)[1]))


def _moved(day: dt.date, policy: HolidayPolicy, calendar: Calendar) -> dt.date:
    if policy is HolidayPolicy.NEXT_WORKING_DAY:
        return calendar.on_or_after(day)
    if policy is HolidayPolicy.PREVIOUS_WORKING_DAY:
        return calendar.on_or_before(day)
    return day


def _why(nominal: dt.date, due_on: dt.date, policy: Policy, calendar: Calendar) -> str:
    if calendar.is_working_day(nominal):
        text = f"{day_name(nominal)} เป็นวันทำการ จึงครบกำหนดในวันดังกล่าว"
    else:
        name = calendar.name_of(nominal)
        weekend = "วันหยุดราชการประจำสัปดาห์"
        kind = weekend if name is None else f"วันหยุดราชการ ({name})"
        if name is not None and nominal.weekday() >= 5:
            kind = f"{weekend}และ{kind}"
        text = f"{day_name(nominal)} ตรงกับ{kind} "
        text += {
            HolidayPolicy.NEXT_WORKING_DAY: f"จึงเลื่อนเป็นวันทำการถัดไป {day_name(due_on)}",
            HolidayPolicy.PREVIOUS_WORKING_DAY: f"จึงเลื่อนขึ้นมาเป็นวันทำการก่อนหน้า {day_name(due_on)}",
            HolidayPolicy.NOMINAL: "แต่หน่วยงานกำหนดให้ถือวันตามหนังสือสั่งการเป็นวันครบกำหนด",
        }[policy.holiday_policy]
    if policy.cutoff < END_OF_DAY:
        text += f" ภายในเวลา {policy.cutoff:%H.%M} น."
    return text


def deadline(deliverable: Deliverable, period: str | None, policy: Policy, calendar: Calendar) -> Deadline:
    """When a deliverable is due: the day named, the day in force under the policy, and why (formal Thai)."""
    nominal = nominal_day(deliverable, period)
    due_on = _moved(nominal, policy.holiday_policy, calendar)
    why = _why(nominal, due_on, policy, calendar)
    guessed = sorted({day.year for day in (nominal, due_on) if not calendar.is_confirmed(day.year)})
    if guessed:
        years = " และ ".join(str(buddhist_year(dt.date(year, 1, 1))) for year in guessed)
        why += f" (ปฏิทินวันหยุดราชการ พ.ศ. {years} ยังไม่มีผู้ยืนยัน กำหนดวันนี้จึงเป็นการประมาณ)"
    return Deadline(nominal, due_on, dt.datetime.combine(due_on, policy.cutoff, BANGKOK), why, bool(guessed))


def deadline_for(
    directive: Directive, kind: str, province: str | None, period: str | None, policy: Policy, calendar: Calendar
) -> Deadline | None:
    """When a document of this kind was due; None where nobody owes it: another kind, Bangkok, no period or one outside."""
    deliverable = directive.for_kind(kind)
    if deliverable is None or province is None or directive.province(province) is None:
        return None
    if deliverable.once_on is not None:
        return deadline(deliverable, None, policy, calendar)
    return deadline(deliverable, period, policy, calendar) if period in deliverable.periods else None
