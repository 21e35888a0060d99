"""Digits as they stand on paper: Thai, Arabic, or mistaken for letters. The ground that dates and amounts share."""

from __future__ import annotations

import re

from parsers.thai.text import THAI_DIGITS, to_arabic

DIGIT = "0-9๐-๙"
"""For character classes. ``\\d`` would take the digits of every script there is."""
LOOKALIKES = {"o": "0", "O": "0", "l": "1", "I": "1", "|": "1"}
TOKEN = DIGIT + "oOlI|"
"""Digits and the letters that are mistaken for them."""

MIXED = "เลขไทยปนกับเลขอารบิก"
LETTERS = "มีตัวอักษรปรากฏแทนตัวเลข"

_MAP = str.maketrans(LOOKALIKES)
_THAI = re.compile(f"[{THAI_DIGITS}]")
_ARABIC = re.compile("[0-9]")


def scripts(text: str) -> set[str]:
    """Which scripts the digits of a text are written in: ``thai``, ``arabic``."""
    return ({"thai"} if _THAI.search(text) else set()) | ({"arabic"} if _ARABIC.search(text) else set())


def read_digits(token: str) -> tuple[str, str]:
    """One run of digits as 0-9, and why it is doubtful (Thai; empty if it is not)."""
    if any(letter in token for letter in LOOKALIKES):
        return to_arabic(token.translate(_MAP)), LETTERS
    return to_arabic(token), MIXED if len(scripts(token)) > 1 else ""
