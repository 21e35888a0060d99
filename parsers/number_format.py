"""What a workbook shows for a number, and the exact decimal behind it.

Workbooks store binary floating point: 36328.75 may be stored as 36328.749999999996. Excel itself shows at most fifteen
significant digits, so what lies beyond them is noise and no figure of anybody's.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_NOISE = Decimal("0.000001")
_BUDDHIST_FROM = 2400
"""A date typed with its Buddhist year is stored as a Christian year far ahead; it is shown as it was typed."""


def exact(value: float, number_format: str) -> Decimal:
    """The decimal that a person would write for a stored number.

    Args:
        value: as stored.
        number_format: as in the workbook; a cell that shows two decimals and lies within a millionth of two decimals is them.
    """
    if isinstance(value, int):
        return Decimal(value)
    number = Decimal(format(value, ".15g"))
    rounded = number.quantize(Decimal("0.01")) if abs(number) < Decimal("1e13") else number
    shows_two = decimals(number_format) in (2, None)
    return rounded if shows_two and number != rounded and abs(number - rounded) <= _NOISE else number


def decimals(number_format: str) -> int | None:
    """How many decimals a format shows; None where it leaves that to the number (General)."""
    bare = _bare(number_format)
    if bare.lower() in ("general", "@", ""):
        return None
    match = re.search(r"\.([0#?]+)", bare)
    return len(match.group(1)) if match else 0


def is_percent(number_format: str) -> bool:
    """The stored number is a hundredth of what is shown."""
    return "%" in _bare(number_format)


def is_scaled(number_format: str) -> bool:
    """A comma after the last digit: the cell shows thousands or millions of what is stored."""
    return re.search(r"[0#?],+(?![0#?])", _bare(number_format)) is not None


def is_hiding(number_format: str) -> bool:
    """The format shows nothing for a positive number (``;;;``)."""
    return _bare(number_format) == "" and ";" in number_format


def _bare(number_format: str) -> str:
    """The first section without what is quoted or in brackets."""
    return _QUOTED.sub("", number_format or "").split(";")[0].strip()


def shown(number: Decimal, number_format: str) -> str:
    """The number as the cell shows it: decimals, thousands, percent. Colours, signs and words are left out."""
    bare = _bare(number_format)
    value = number * 100 if is_percent(number_format) else number
    places = decimals(number_format)
    text = format(value.normalize() if places is None else value, "f" if places is None else f".{places}f")
    if re.search(r"[#0?],[#0?]", bare):
        whole, dot, rest = text.partition(".")
        text = f"{int(whole):,}{dot}{rest}" if whole.lstrip("-") != "0" else text
    return text + ("%" if is_percent(number_format) else "")


def plain(number: Decimal) -> str:
    """Decimal without exponent and without needless zeros: ``97394.1``."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def date_text(value: dt.datetime | dt.date | dt.time | dt.timedelta) -> str:
    """ISO date; a Buddhist year that was typed stays as typed, day first."""
    if isinstance(value, dt.datetime | dt.date):
        if value.year >= _BUDDHIST_FROM:
            return f"{value.day}/{value.month}/{value.year}"
        return value.strftime("%Y-%m-%d")
    return str(value)
