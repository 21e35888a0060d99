"""Every rule that the code can name stands in the catalogue, with both meanings."""

from __future__ import annotations

import re
from pathlib import Path

from rules import catalogue

RULES_FOLDER = Path(catalogue.__file__).parent
MADE = re.compile(r"(?:Finding|contradiction)\(\s*\"([a-z_]+)\"")


def made_in_code() -> set[str]:
    return {name for file in RULES_FOLDER.glob("*.py") for name in MADE.findall(file.read_text(encoding="utf-8"))}


def test_every_finding_is_in_the_catalogue() -> None:
    made = made_in_code()
    assert len(made) > 25
    assert made <= set(catalogue.RULES)


def test_every_doubt_of_a_reader_is_in_the_catalogue() -> None:
    doubts = re.compile(r"Doubt\(\s*(?:rule=)?\"([a-z_]+)\"")
    parsers = RULES_FOLDER.parent / "parsers"
    made = {name for file in parsers.rglob("*.py") for name in doubts.findall(file.read_text(encoding="utf-8"))}
    assert made <= set(catalogue.RULES)


def test_both_meanings_are_given_and_the_names_are_plain() -> None:
    for name, (english, thai) in catalogue.RULES.items():
        assert re.fullmatch(r"[a-z][a-z_]*", name)
        assert english.isascii() and english.endswith(".")
        assert re.search("[ก-ฮ]", thai)
    meanings = [thai for _, thai in catalogue.RULES.values()]
    assert len(meanings) == len(set(meanings))
