"""Words of Thai offices, written down for this project: what forms, letters and memos are made of. One a line in data/."""

from __future__ import annotations

from pathlib import Path

_DATA = Path(__file__).parent / "data"


def _lines(name: str) -> tuple[str, ...]:
    return tuple(line for line in (_DATA / name).read_text(encoding="utf-8").splitlines() if line)


OFFICIAL_WORDS = _lines("official.txt")
"""Single words; joined with and without spaces."""
FORM_WORDS = _lines("labels.txt")
"""Labels of forms."""
ABBREVIATIONS = _lines("abbreviations.txt")
LATIN_WORDS = _lines("latin.txt")
SENTENCES = _lines("sentences.txt")
"""Filled by training.text; a line begins and ends anywhere in them."""
