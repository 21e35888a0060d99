"""What papers refer to: letter numbers, telephone numbers, e-mail addresses, persons."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.thai.numerals import DIGIT, TOKEN, read_digits, scripts
from parsers.thai.persons import Person, find_persons
from parsers.thai.register import by_abbreviation
from parsers.thai.text import normalise, to_arabic

__all__ = [
    "LetterNumber",
    "Person",
    "find_emails",
    "find_letter_numbers",
    "find_persons",
    "find_phones",
    "normalise_letter_number",
]


@dataclass(frozen=True, slots=True)
class LetterNumber:
    """The number of an official letter. ``start`` and ``end`` count in the normalised text."""

    value: str
    """``นม 0018.1/3461``; of a circular ``มท 0307.2/ว 30982``."""
    raw: str
    start: int
    end: int
    province: str | None
    """Two-digit code that the letters stand for; None for a ministry's or an agency's."""
    certain: bool = True
    """False where digits of two scripts are mixed within a number, or letters stand for digits."""


_LETTER = re.compile(
    rf"(?:(?<![ก-๎])|(?<=ที่)|(?<=ที))(?P<letters>[ก-ฮ]\s?\.?\s?[ก-ฮ])\s?\.?\s{{0,3}}(?P<office>[{TOKEN}]{{4,5}}(?:\s?\.\s?[{TOKEN}]{{1,3}})*(?:\s?\([ก-๎{DIGIT}.]{{1,8}}\))?)"
    rf"\s?/\s?(?P<circular>ว\s?\.?\s{{0,3}})?(?P<serial>[{TOKEN}]{{1,6}})(?![{TOKEN}A-Za-z])(?!\s?/\s?[{DIGIT}])"
)


def find_letter_numbers(text: str) -> list[LetterNumber]:
    """Numbers of official letters, in order: letters, office, a stroke, a serial (ว before it for a circular).

    An office's number has four digits of which the first is 0, or five: so ``พ.ศ. 2563/1`` is none.
    """
    text = normalise(text)
    return [number for match in _LETTER.finditer(text) if (number := _letter_number(match))]


def _letter_number(match: re.Match[str]) -> LetterNumber | None:
    letters = re.sub(r"[\s.]", "", match["letters"])
    office, office_doubt = _read(match["office"])
    serial, serial_doubt = _read(match["serial"])
    if not re.search(f"[{DIGIT}]", match["serial"]) or not (office.startswith("0") or re.match("[0-9]{5}", office)):
        return None
    entry = by_abbreviation(letters)
    value = f"{letters} {office}/{'ว ' if match['circular'] else ''}{serial}"
    certain = not (office_doubt or serial_doubt) and len(scripts(match.group())) == 1
    return LetterNumber(value, match.group(), match.start(), match.end(), entry.code if entry else None, certain)


def _read(token: str) -> tuple[str, str]:
    return read_digits(re.sub(r"\s", "", token))


def normalise_letter_number(text: str) -> str | None:
    """The one letter number in a text, in its stored form; None if there is none, or several that differ."""
    values = {number.value for number in find_letter_numbers(text)}
    return values.pop() if len(values) == 1 else None


_START = re.compile(
    r"(?<![0-9A-Za-z+])(?<![0-9][.,/:\-])(?:\+\s?66[ \t\-–()]{0,3}(?:\(?0\)?[ \t\-–]{0,3})?|\(?0)(?=[ \t\-–()]{0,3}\n?[0-9])"
)
_NEXT = re.compile(r"(?:[ \t\-–—()]{0,3}\n?[ \t\-–—()]{0,3})([0-9])")
_DATE_LIKE = re.compile(r"[0-9]{1,2}-[0-9]{1,2}-(?:[0-9]{4}|[0-9]{2})(?![0-9])")
_PREFIX_LENGTHS = {**dict.fromkeys("23457", 9), **dict.fromkeys("689", 10)}
"""Digits of a number by the digit after its zero: fixed lines have nine, mobile telephones ten."""


def find_phones(text: str) -> list[str]:
    """Telephone and fax numbers as digits only, each once, in order; no extensions, and of a range the first: ``044243798``."""
    text = to_arabic(normalise(text))
    found: list[str] = []
    position = 0
    while match := _START.search(text, position):
        number, end = _phone_at(text, match.end())
        position = end if number else match.end()
        if number and not _DATE_LIKE.match(text, match.start()) and number not in found:
            found.append(number)
    return found


def _phone_at(text: str, position: int) -> tuple[str, int]:
    """Digits from behind the leading zero on; as many as the first of them calls for, or nothing."""
    digits = "0"
    wanted = 10
    while len(digits) < wanted and (following := _NEXT.match(text, position)):
        digits, position = digits + following.group(1), following.end()
        wanted = _PREFIX_LENGTHS.get(digits[1], 0)
    is_whole = len(digits) == wanted and not re.match("[0-9]|[.,][0-9]", text[position : position + 2])
    return (digits, position) if is_whole else ("", position)


_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+\-@])[A-Za-z0-9](?:[A-Za-z0-9._%+\-]*[A-Za-z0-9_+\-])?@(?:[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)


def find_emails(text: str) -> list[str]:
    """E-mail addresses in lower case, each once, in order."""
    return list(dict.fromkeys(match.group().lower() for match in _EMAIL.finditer(normalise(text))))
