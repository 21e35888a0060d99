"""The project's register of provinces and districts, from ``data/provinces.csv`` and ``data/districts.csv``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files

from parsers.thai.text import fold


@dataclass(frozen=True, slots=True)
class ProvinceEntry:
    """One province: two-digit code (TIS 1099), Thai name, its letters on official papers, region, other names for it."""

    code: str
    name: str
    abbreviation: str
    region: str
    aliases: tuple[str, ...]


def _rows(name: str) -> list[dict[str, str]]:
    text = files("parsers.thai").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _entry(row: dict[str, str]) -> ProvinceEntry:
    aliases = tuple(alias for alias in row["aliases"].split("|") if alias)
    return ProvinceEntry(row["code"], row["name"], row["abbreviation"], row["region"], aliases)


PROVINCES: tuple[ProvinceEntry, ...] = tuple(_entry(row) for row in _rows("provinces.csv"))
"""The 76 provinces, by code."""

BANGKOK_ENTRY = ProvinceEntry(
    "10", "กรุงเทพมหานคร", "กท", "ภาคกลาง", ("กทม", "กรุงเทพ", "กรุงเทพมหานครฯ", "พระนคร", "ธนบุรี", "บางกอก", "กรุงเทพมหานาคร")
)
"""Not one of the 76: it has no provincial administration under the department."""

_BY_CODE = {entry.code: entry for entry in (*PROVINCES, BANGKOK_ENTRY)}
_BY_LETTERS = {entry.abbreviation: entry for entry in (*PROVINCES, BANGKOK_ENTRY)}
_DISTRICTS: dict[str, tuple[str, ...]] = {}
for _row in _rows("districts.csv"):
    _DISTRICTS[_row["province_code"]] = (*_DISTRICTS.get(_row["province_code"], ()), _row["district"])


def by_code(code: str) -> ProvinceEntry | None:
    """The province of a two-digit code, Bangkok included."""
    return _BY_CODE.get(code)


def by_abbreviation(letters: str) -> ProvinceEntry | None:
    """The province of its letters on official papers (``นม``), Bangkok included."""
    return _BY_LETTERS.get(letters)


def districts(code: str) -> tuple[str, ...]:
    """The districts of a province in Thai order, by register name without อำเภอ; empty for an unknown code and for Bangkok."""
    return _DISTRICTS.get(code, ())


def capital(code: str) -> str | None:
    """The district of the provincial capital: ``เมือง`` and the province's name, but for พระนครศรีอยุธยา, which bears it bare."""
    entry = _BY_CODE.get(code)
    if entry is None:
        return None
    own = districts(code)
    return next((name for name in (f"เมือง{entry.name}", entry.name) if name in own), None)


def name_key(name: str) -> str:
    """The key that names of places are compared by: ``fold`` without the sign of an abbreviated name."""
    return fold(name).replace("ฯ", "").replace("ๆ", "")
