"""What the words of a command line mean: times, provinces and months; the options that several commands share."""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Callable

import click

from intake.clock import parse_time
from intake.errors import UserError
from parsers.thai.places import by_code, match_province

json_option = click.option("--json", "as_json", is_flag=True, help="Print the objects of the contract, one a line.")


def time_of(text: str | None, option: str) -> dt.datetime | None:
    """An ISO 8601 time of the command line; without offset it is +07:00. Raises UserError."""
    return None if text is None else parse_time(text, option)


def province_of(text: str | None) -> str | None:
    """A province of the command line, by code or Thai name. Raises UserError."""
    if text is None:
        return None
    if by_code(text) is not None:
        return text
    place = match_province(text)
    if place is None or not place.certain:
        raise UserError(f"ไม่รู้จักจังหวัด {text!r}: โปรดระบุรหัสสองหลัก (เช่น 30) หรือชื่อจังหวัดเต็ม")
    return place.code


def period_of(text: str | None) -> str | None:
    """A month of the command line, ``YYYY-MM``. Raises UserError."""
    if text is None:
        return None
    try:
        dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        raise UserError(f"งวดเดือน {text!r} ไม่ถูกต้อง: โปรดระบุเป็น ปี ค.ศ.-เดือน เช่น 2020-12") from None
    return text


def decision_options(command: Callable[..., None]) -> Callable[..., None]:
    """--by and --reason, which every decision takes."""
    command = click.option("--reason", default="", help="Why; stands in the audit trail.")(command)
    return click.option("--by", default=getpass.getuser, show_default="the user", help="Who decides.")(command)
