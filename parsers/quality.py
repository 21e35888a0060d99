"""Is this text layer believable? Thai text has rules that a broken layer breaks.

Two verdicts: a PAGE whose layer breaks them often is not read at all (what looks right in it may be wrong too), and a
LINE that breaks one is doubtful although its page is sound.

REPAIR is kept apart: only what Thai spelling leaves a single reading for is put right, and the caller is told whether the
repair could have changed what the line says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CONSONANT = "ก-ฮ"
_TONES = "่-๋"
_ABOVE = "ัิ-ื็ํ๎"
_MARKS = f"{_ABOVE}ุ-ฺ{_TONES}์"
_PUA = "\uf700-\uf71a\uf884-\uf89e"

_ORPHAN = re.compile(f"(?:^|[^{CONSONANT}{_MARKS}{_PUA}])[{_MARKS}]")
_DOUBLED = re.compile(f"[{_TONES}์]{{2,}}|[{_ABOVE}ุ-ฺ]{{2,}}|ั[{_TONES}]?[ะ-ู]")
_GLYPH_NUMBER = re.compile(r"\(cid:\d+\)")
_UNKNOWN_PUA = re.compile("[\ue000-\uefff\uf100-\uf6ff\uf71b-\uf883\uf89f-\uf8ff]")
_LOST = re.compile("[\ufffd\x00-\x08\x0e-\x1f\x80-\x9f]")
_MOJIBAKE = re.compile("[\u00a1-\u00ff\u0100-\u017f\u2018-\u2022\u0192\u02c6\u02dc]{3,}")
_LONG_LATIN = re.compile("[\u00c0-\u017f]")
_LOST_AM = re.compile(f"([{CONSONANT}][{_TONES}]?)[ \u00a0\ufffd]+า")
_LETTERSPACED = re.compile(r"(?:(?<!\S)\S[ \u00a0]+){4}")
_LATE_TONE = re.compile(f"([{CONSONANT}])([าะ])([{_TONES}])(?![{_TONES}])")
_LETTER = re.compile("[ก-ฮะ-์A-Za-z\u00a1-\u024f]")
_THAI = re.compile("[ก-ฮ]")

BROKEN_SHARE = 0.005
"""More broken places than one in two hundred letters: the layer is not believed."""
_THROUGHOUT = 3
_ENOUGH = 250
"""So many Thai letters without one tone mark, or one upper vowel, do not occur in real text."""


@dataclass(frozen=True, slots=True)
class Health:
    """What a text layer breaks."""

    letters: int
    broken: int
    """Places that no Thai text has."""
    reasons: tuple[str, ...]
    """Formal Thai, one for each sort of fault."""
    bad: bool
    """The layer must not be believed."""

    @property
    def score(self) -> float:
        """1.0 for a sound layer, 0.0 for a worthless one."""
        return 0.0 if self.bad else 1.0 - min(1.0, self.broken / max(self.letters, 1) / BROKEN_SHARE) / 2


def check(text: str) -> Health:
    """The health of a page's text, as it was extracted (before any normalising).

    A page that has lost every sara am in the same way (office programs of those years do that) can be mended, and is not
    broken for it.
    """
    text = repair_lost_am(text, has_am(text))[0]
    letters = len(_LETTER.findall(text)) or 1
    counts = {reason: count for reason, count in _faults(text) if count}
    broken = sum(counts.values())
    stripped = _stripped_reasons(text)
    bad = bool(stripped) or (broken >= 3 and broken / letters > BROKEN_SHARE)
    return Health(letters, broken, (*counts, *stripped), bad)


def is_doubtful(text: str) -> bool:
    """One line breaks a rule of Thai spelling, or bears characters that stand for nothing."""
    return any(count for _, count in _faults(text))


def _faults(text: str) -> list[tuple[str, int]]:
    spaced = re.sub(f"[ \u00a0]+(?=[{_MARKS}])", "", text)  # a space before a mark is put right safely
    return [
        ("มีสระหรือวรรณยุกต์ที่ไม่มีพยัญชนะรองรับ", len(_ORPHAN.findall(repair_order(spaced)))),
        ("มีสระหรือวรรณยุกต์ซ้อนกัน", len(_DOUBLED.findall(spaced))),
        ("มีตัวอักษรที่ถอดรหัสไม่ได้", len(_GLYPH_NUMBER.findall(text)) + len(_LOST.findall(text)) + len(_UNKNOWN_PUA.findall(text))),
        ("มีข้อความที่เข้ารหัสผิดชุดอักขระ", sum(len(run) for run in _MOJIBAKE.findall(text) if _LONG_LATIN.search(run))),
        ("สระอำสูญหาย", len(_LOST_AM.findall(text))),
    ]


def _stripped_reasons(text: str) -> list[str]:
    if len(_THAI.findall(text)) < _ENOUGH:
        return []
    reasons = []
    if not re.search(f"[{_TONES}{_PUA}]", text):
        reasons.append("วรรณยุกต์สูญหายทั้งหน้า")
    if not re.search(f"[ัิ-ื{_PUA}]", text):
        reasons.append("สระบนสูญหายทั้งหน้า")
    return reasons


def repair_order(text: str) -> str:
    """A tone mark that comes after sara aa or sara a belongs on the consonant before it: วา่ is ว่า."""
    return _LATE_TONE.sub(r"\1\3\2", text)


def has_am(text: str) -> bool:
    """The page has a sara am that was not lost."""
    return "ำ" in text or re.search(f"ํ[{_TONES}]?า", text) is not None


def repair_lost_am(text: str, page_has_am: bool) -> tuple[str, bool]:
    """``ส านัก`` -> ``สำนัก`` where the whole page has lost its sara am.

    No Thai word begins with sara aa, so the space (or unknown character) stands for something lost; that it is the ring of
    sara am is certain only if the page has no other sara am.

    Returns:
        the text, and whether anything was changed.
    """
    if page_has_am or not _LOST_AM.search(text):
        return text, False
    lines = [line if _LETTERSPACED.search(line) else _LOST_AM.sub(r"\1ำ", line) for line in text.split("\n")]
    mended = "\n".join(lines)
    return mended, mended != text


def has_lost_am(text: str) -> bool:
    """The page has lost its sara am throughout: more than a stray space or two."""
    return not has_am(text) and len(_LOST_AM.findall(text)) >= _THROUGHOUT
