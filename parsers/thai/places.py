"""Provinces and districts: the register, and finding them in text. What was built apart is named here together."""

from __future__ import annotations

from parsers.thai.districts import DistrictMatch, find_districts, match_district
from parsers.thai.provinces import Place, find_provinces, match_province
from parsers.thai.register import BANGKOK_ENTRY, PROVINCES, ProvinceEntry, by_abbreviation, by_code, capital, districts

__all__ = [
    "BANGKOK_ENTRY",
    "PROVINCES",
    "DistrictMatch",
    "Place",
    "ProvinceEntry",
    "by_abbreviation",
    "by_code",
    "capital",
    "districts",
    "find_districts",
    "find_provinces",
    "match_district",
    "match_province",
]
