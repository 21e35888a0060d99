"""Thai text brought into one form, and keys for comparing it.

``normalise`` is the form that is stored and shown; ``fold`` is a key for comparing and never shown.
The marks of Thai are kept in the order of Unicode: vowel above or below, then tone, then thanthakhat.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from parsers.thai.nothing import says_nothing

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
_TO_ARABIC = str.maketrans(THAI_DIGITS, "0123456789")
_TO_THAI = str.maketrans("0123456789", THAI_DIGITS)

# Glyph variants that Windows (F700..) and Macintosh (F880..) fonts keep in the private use area; from HarfBuzz's Thai shaper.
_PRIVATE = {
    0x0E48: (0xF70A, 0xF705, 0xF713, 0xF88B, 0xF88C, 0xF88A),
    0x0E49: (0xF70B, 0xF706, 0xF714, 0xF88E, 0xF88F, 0xF88D),
    0x0E4A: (0xF70C, 0xF707, 0xF715, 0xF891, 0xF892, 0xF890),
    0x0E4B: (0xF70D, 0xF708, 0xF716, 0xF894, 0xF895, 0xF893),
    0x0E4C: (0xF70E, 0xF709, 0xF717, 0xF897, 0xF898, 0xF896),
    0x0E38: (0xF718, 0xF89B),
    0x0E39: (0xF719, 0xF89C),
    0x0E3A: (0xF71A, 0xF89D),
    0x0E31: (0xF710, 0xF884),
    0x0E34: (0xF701, 0xF885),
    0x0E35: (0xF702, 0xF886),
    0x0E36: (0xF703, 0xF887),
    0x0E37: (0xF704, 0xF888),
    0x0E47: (0xF712, 0xF889),
    0x0E4D: (0xF711, 0xF899),
    0x0E0D: (0xF70F, 0xF89A),
    0x0E10: (0xF700, 0xF89E),
}
_CLEAN: dict[int, str | None] = {variant: chr(letter) for letter, variants in _PRIVATE.items() for variant in variants}
_CLEAN |= dict.fromkeys((0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0x00AD), None)
_CLEAN |= dict.fromkeys((0x00A0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
_CLEAN |= dict.fromkeys((0x0085, 0x2028, 0x2029), "\n")

MARKS = "ัิีึืฺุู็่้๊๋์ํ๎"
# Phinthu stands before the vowels below, as canonical ordering (NFC) wants it.
_RANK = {"ฺ": 0, "่": 2, "้": 2, "๊": 2, "๋": 2, "์": 3, "๎": 3}
_RUN = re.compile(f"[{MARKS}]{{2,}}")
_GAP_BEFORE_MARK = re.compile(f"(?<=[ก-ฮ{MARKS}])[ \\t]+(?=[{MARKS}ำ])")
_MARKS_AFTER_AM = re.compile(f"ํา([{MARKS}]+)")
_TONE_AFTER_AA = re.compile("า([่้๊๋]+)")
_SPLIT_AM = re.compile("ํ([่้๊๋์]*)า+")
_LEADERS = re.compile(r"[.…․‥]{3,}|[…‥]+|_{2,}|·{3,}")
_FOLD_DROP = re.compile(r"[\s.…่้๊๋์]+")


_SHORT, _REMEMBERED = 200, 8192
"""The lines and cells of a document are normalised and folded many times over by those who look for something in them: so many
texts of up to so many letters are remembered."""


def _order_run(match: re.Match[str]) -> str:
    ordered = sorted(match.group(), key=lambda mark: _RANK.get(mark, 1))
    kept = [mark for place, mark in enumerate(ordered) if place == 0 or mark != ordered[place - 1]]
    return "".join(kept)


def _compose_am(text: str) -> str:
    """Sara am in one piece, after its tone, whatever the order it was typed or extracted in."""
    text = text.replace("ำ", "ํา")
    text = _MARKS_AFTER_AM.sub(r"\1ํา", text)
    text = _TONE_AFTER_AA.sub(r"\1า", text)
    text = _RUN.sub(_order_run, text)
    text = _SPLIT_AM.sub(r"\1ำ", text)
    return _RUN.sub(_order_run, text)


def _repair(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    text = text.replace("เเ", "แ")
    text = _GAP_BEFORE_MARK.sub("", text)
    return _compose_am(text)


def normalise(text: str) -> str:
    """The stored form: NFC, sara am composed, private glyphs and stray marks repaired; lines stay lines. Idempotent."""
    return _normalise_short(text) if len(text) <= _SHORT else _normalise(text)


def _normalise(text: str) -> str:
    text = text.translate(_CLEAN).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    repaired = _repair(text)
    while repaired != text:
        text, repaired = repaired, _repair(repaired)
    return repaired


_normalise_short = lru_cache(_REMEMBERED)(_normalise)


def to_arabic(text: str) -> str:
    """Thai digits as 0-9; everything else stays."""
    return text.translate(_TO_ARABIC)


def to_thai(text: str) -> str:
    """0-9 as Thai digits; everything else stays."""
    return text.translate(_TO_THAI)


def fold(text: str) -> str:
    """A key for comparing: without spaces, dots, tones and thanthakhat, Arabic digits, lower case, ฎ and ฏ as one."""
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    key = to_arabic(normalise(text)).lower().replace("ฎ", "ฏ")
    # What stood apart may belong together once the spaces are gone (เ เ, or the two halves of sara am): once more.
    return _FOLD_DROP.sub("", normalise(_FOLD_DROP.sub("", key)))


_fold_short = lru_cache(_REMEMBERED)(_fold)


def strip_leaders(text: str) -> str:
    """Without the dotted or ruled leaders of a form; spaces squeezed line by line."""
    lines = (re.sub(r"[ \t]+", " ", _LEADERS.sub(" ", line)).strip() for line in text.split("\n"))
    return "\n".join(lines).strip()


def is_blank_answer(text: str) -> bool:
    """True where a form's answer says nothing: empty, leaders, a dash, ``ไม่มี``, ``ไม่มีปัญหาอุปสรรค`` and the like."""
    return says_nothing(normalise(text))
