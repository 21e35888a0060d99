"""The office's clock: every moment is aware and in Asia/Bangkok."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from intake.errors import UserError
from intake.ports import Clock

BANGKOK = ZoneInfo("Asia/Bangkok")

NOW_VARIABLE = "DAMRONG_NOW"
"""Does what ``--now`` does."""

FIRST_BUDDHIST_YEAR = 2400
"""A year at or above this one is a Buddhist year: nothing here is dated in the 25th century of the Christian era."""


class SystemClock:
    """The machine's time."""

    def now(self) -> dt.datetime:
        """The present moment, aware, in Asia/Bangkok."""
        return dt.datetime.now(BANGKOK)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still: ``--now``, rehearsals, tests."""

    at: dt.datetime

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a fixed clock needs a moment with its offset")

    def now(self) -> dt.datetime:
        """The fixed moment, in Asia/Bangkok."""
        return self.at.astimezone(BANGKOK)


def in_bangkok(moment: dt.datetime) -> dt.datetime:
    """``moment`` in Asia/Bangkok; one without an offset is taken as Bangkok time."""
    return moment.replace(tzinfo=BANGKOK) if moment.tzinfo is None else moment.astimezone(BANGKOK)


def parse_time(text: str, what: str = "TIME") -> dt.datetime:
    """A TIME of the command line or the environment: ISO 8601, +07:00 where no offset is given, a bare date at 00:00.

    Args:
        what: name of the option, for the message.

    Raises:
        UserError: not ISO 8601, or a Buddhist year (which would silently move everything by 543 years).
    """
    example = "ตัวอย่างที่ถูกต้อง 2020-12-04T14:02:11+07:00"
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        raise UserError(f'{what}: อ่านเวลา "{text}" ไม่ได้ ต้องเป็นรูปแบบ ISO 8601 {example}') from None
    if moment.year >= FIRST_BUDDHIST_YEAR:
        raise UserError(f"{what}: ปี {moment.year} เป็นพุทธศักราช โปรดใช้คริสต์ศักราช ({moment.year - 543}) {example}")
    try:
        return in_bangkok(moment)
    except OverflowError:
        raise UserError(f'{what}: เวลา "{text}" อยู่นอกช่วงที่ใช้ได้ {example}') from None


def make_clock(now: str | None, environ: Mapping[str, str]) -> Clock:
    """The clock of one call: ``--now`` wins, then ``DAMRONG_NOW``, else the machine's time. Raises UserError."""
    if now is not None:
        return FixedClock(parse_time(now, "--now"))
    if environ.get(NOW_VARIABLE):
        return FixedClock(parse_time(environ[NOW_VARIABLE], NOW_VARIABLE))
    return SystemClock()
