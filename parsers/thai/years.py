"""Years as they stand on paper: Buddhist or Christian, four digits or two."""

from __future__ import annotations

from typing import NamedTuple

from parsers.thai.numerals import TOKEN, read_digits

BUDDHIST_OFFSET = 543

BUDDHIST_ERA = r"พ\s?\.?\s?ศ\s?\.?|พุทธศักราช"
CHRISTIAN_ERA = r"ค\s?\.?\s?ศ\s?\.?|คริสต์?ศักราช"
# One line break at most, and the dotted leaders of a form; single dots are no gap. Each dot can match in one way only.
_FILL = r"(?:[ \t…_·]|\.(?:(?<=\.\.)|(?=\.)))*"
GAP = rf"{_FILL}(?:\n{_FILL})?"
YEAR = (
    rf"(?:(?:ปี{GAP})?(?:(?P<be>{BUDDHIST_ERA})|(?P<ce>{CHRISTIAN_ERA})){GAP}|ปี{GAP})?"
    rf"['’‘]?(?P<year>(?=[{TOKEN}]*[0-9๐-๙])(?:[{TOKEN}]{{4}}|[{TOKEN}]{{2}}))(?![{TOKEN}A-Za-z])(?!\.[0-9๐-๙])(?!,[0-9๐-๙]{{3}})"
)
"""A year with or without its era; groups ``be``, ``ce``, ``year``."""

OUTSIDE = "ปีอยู่นอกช่วงที่เกี่ยวข้อง"
ERA_DIFFERS = "ศักราชที่ระบุไม่สอดคล้องกับตัวเลขปี"


class YearRead(NamedTuple):
    """A year of the Christian era, and why it is doubtful (Thai; empty if it is not)."""

    year: int
    doubt: str


def read_year(token: str, *, buddhist: bool, christian: bool, window: tuple[int, int]) -> YearRead | None:
    """A printed year. >= 2400 is Buddhist, 1900-2100 Christian; of two digits 57-79 is Buddhist, 15-35 Christian; else None."""
    digits, doubt = read_digits(token)
    number = int(digits)
    if 2400 <= number <= 2700 or (len(digits) == 2 and 57 <= number <= 79):
        year = (number if number > 99 else 2500 + number) - BUDDHIST_OFFSET
        doubt = doubt or (ERA_DIFFERS if christian else "")
    elif 1900 <= number <= 2100 or (len(digits) == 2 and 15 <= number <= 35):
        year = number if number > 99 else 2000 + number
        doubt = doubt or (ERA_DIFFERS if buddhist else "")
    else:
        return None
    return YearRead(year, doubt or ("" if window[0] <= year <= window[1] else OUTSIDE))


def is_christian(token: str) -> bool:
    """True where the printed number itself is of the Christian era."""
    number = int(read_digits(token)[0])
    return 1900 <= number <= 2100 or number <= 35
