"""The numbers and formulas that forms print into their headings: ``(1)``, ``(4)=(2)+(3)``, ``(1)-(3)``, ``(ค)=(ก)-(ข)``.

They say what a column is with more force than its words, because the form's author computed with them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.thai.text import to_arabic

_REF = r"(?:\(\s*(?:\d{1,2}|[ก-ฮ])\s*\)|\d{1,3})"
_OP = r"\s*[+\-−–*×xX/÷=]\s*"
_FORMULA = re.compile(rf"\(?\s*{_REF}(?:{_OP}\(?\s*{_REF}\s*\)?)+\s*\)?")
_LABEL = re.compile(r"\(\s*(?:\d{1,2}|[ก-ฮ])\s*\)")
_BARE = re.compile(r"^\s*\d{1,2}\s*$")
_TOKEN = re.compile(r"\d{1,3}|[ก-ฮ]|[+\-−–*×xX/÷]")
_MINUS, _RATIO = "-−–", "/÷"


@dataclass(frozen=True, slots=True)
class Numbering:
    """What the numbering of one column says."""

    label: str | None = None
    """Number or letter of the column itself."""
    plus: tuple[str, ...] = ()
    """Columns that it adds up (the first term of a difference among them)."""
    minus: tuple[str, ...] = ()
    ratio: tuple[str, str] | None = None
    """Numerator and denominator of a percentage."""

    @property
    def has_formula(self) -> bool:
        """Whether the column is computed from others."""
        return bool(self.ratio or self.minus or len(self.plus) > 1)


NOTHING = Numbering()


def split_numbering(text: str) -> tuple[str, Numbering]:
    """The words of a heading, and its numbering apart. Words without numbering come back as they are."""
    plain = to_arabic(text)
    formula = _FORMULA.search(plain)
    if formula:
        rest = plain[: formula.start()] + " " + plain[formula.end() :]
        label = _LABEL.search(rest)
        numbering = _read_formula(formula.group(0))
        if label and numbering.label is None:
            numbering = Numbering(_bare(label.group(0)), numbering.plus, numbering.minus, numbering.ratio)
        return _words(text, _LABEL.sub(" ", rest)), numbering
    label = _LABEL.search(plain)
    if label:
        return _words(text, plain[: label.start()] + " " + plain[label.end() :]), Numbering(_bare(label.group(0)))
    if _BARE.match(plain):
        return "", Numbering(plain.strip())
    return text, NOTHING


def _words(text: str, rest: str) -> str:
    return " ".join(rest.replace("=", " ").split()) if rest.strip(" =()") else ""


def _bare(label: str) -> str:
    return label.strip("() \t")


def _read_formula(text: str) -> Numbering:
    left, _, right = text.rpartition("=")
    label = _TOKEN.search(left)
    tokens = _TOKEN.findall(right)
    if any(token in _RATIO for token in tokens):
        return Numbering(label.group(0) if label else None, ratio=_read_ratio(tokens))
    plus: list[str] = []
    minus: list[str] = []
    sign = "+"
    for token in tokens:
        if token in "+-−–*×xX":
            sign = token
        elif sign in _MINUS:
            minus.append(token)
        else:
            plus.append(token)
    return Numbering(label.group(0) if label else None, tuple(plus), tuple(minus))


def _read_ratio(tokens: list[str]) -> tuple[str, str] | None:
    """``(4)/(1)*100``, ``(4)x100/(1)``, ``100x(4)/(1)``: the factor 100 is no column."""
    at = next(index for index, token in enumerate(tokens) if token in _RATIO)
    above = [token for token in tokens[:at] if token != "100" and (token.isdigit() or "ก" <= token <= "ฮ")]
    below = [token for token in tokens[at + 1 :] if token != "100" and (token.isdigit() or "ก" <= token <= "ฮ")]
    return (above[-1], below[0]) if above and below else None


def is_numbering_row(texts: list[str]) -> bool:
    """Whether the filled cells of a row are nothing but the numbering of the columns."""
    parts = [split_numbering(text) for text in texts]
    labels = [numbering.label or "" for _, numbering in parts]
    if len(parts) < 3 or any(words for words, _ in parts):
        return False
    if all(_BARE.match(to_arabic(text)) for text in texts):
        numbers = [int(label) for label in labels]
        return numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return any("(" in text or "=" in text for text in texts)
