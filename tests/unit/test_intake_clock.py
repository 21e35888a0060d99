from __future__ import annotations

import datetime as dt

import pytest

from intake.clock import BANGKOK, FixedClock, SystemClock, make_clock, parse_time
from intake.errors import UserError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-12-04T14:02:11+07:00", "2020-12-04T14:02:11+07:00"),
        ("2020-12-04T14:02:11", "2020-12-04T14:02:11+07:00"),
        ("2020-12-04 14:02", "2020-12-04T14:02:00+07:00"),
        ("2020-12-04T07:02:11Z", "2020-12-04T14:02:11+07:00"),
        ("2020-12-04T23:59:59-05:00", "2020-12-05T11:59:59+07:00"),
        (" 2020-12-04 ", "2020-12-04T00:00:00+07:00"),
    ],
)
def test_a_time(text: str, expected: str) -> None:
    assert parse_time(text, "--now").isoformat() == expected


@pytest.mark.parametrize(
    "text", ["", "yesterday", "04/12/2020", "2020-13-01", "2563-12-04T10:00:00", "0001-01-01T00:00:00+14:00"]
)
def test_no_time(text: str) -> None:
    with pytest.raises(UserError, match="--now"):
        parse_time(text, "--now")


def test_the_argument_wins_over_the_environment() -> None:
    environ = {"DAMRONG_NOW": "2020-12-10T08:00:00"}
    assert make_clock("2020-12-04T08:00:00", environ).now().day == 4
    assert make_clock(None, environ).now().day == 10
    assert isinstance(make_clock(None, {"DAMRONG_NOW": ""}), SystemClock)


def test_clocks_are_in_bangkok() -> None:
    assert SystemClock().now().tzinfo is BANGKOK
    assert FixedClock(dt.datetime(2020, 12, 4, 17, tzinfo=dt.UTC)).now().isoformat() == "2020-12-05T00:00:00+07:00"


def test_a_fixed_clock_needs_its_offset() -> None:
    with pytest.raises(ValueError, match="offset"):
        FixedClock(dt.datetime(2020, 12, 4))  # noqa: DTZ001
