"""The register of provinces and districts, guarded by what must hold of it and by second opinions."""

from __future__ import annotations

from collections import Counter
from typing import cast

import pycountry
import pytest
from pythainlp.corpus import provinces as second_opinion

from parsers.thai.places import BANGKOK_ENTRY, PROVINCES, by_abbreviation, by_code, capital, districts
from parsers.thai.register import name_key

ALL_DISTRICTS = [(entry.code, name) for entry in PROVINCES for name in districts(entry.code)]


def test_the_counts() -> None:
    assert len(PROVINCES) == len({entry.name for entry in PROVINCES}) == 76
    assert len(ALL_DISTRICTS) == len(set(ALL_DISTRICTS)) == 878
    assert max(PROVINCES, key=lambda entry: len(districts(entry.code))).name == "นครราชสีมา"
    assert {entry.name for entry in PROVINCES if len(districts(entry.code)) == 3} == {"ภูเก็ต", "สมุทรสงคราม", "สมุทรสาคร"}
    assert min(len(districts(entry.code)) for entry in PROVINCES) == 3


def test_bangkok_stands_apart() -> None:
    assert BANGKOK_ENTRY.code not in {entry.code for entry in PROVINCES}
    assert by_code("10") is BANGKOK_ENTRY
    assert districts("10") == ()
    assert capital("10") is None


def test_provinces_are_in_the_order_of_their_codes() -> None:
    assert [entry.code for entry in PROVINCES] == sorted(entry.code for entry in PROVINCES)


def test_every_province_has_one_capital_district_named_after_it() -> None:
    for entry in PROVINCES:
        named = [name for name in districts(entry.code) if name in (f"เมือง{entry.name}", entry.name)]
        assert named == [capital(entry.code)]
    assert [entry.name for entry in PROVINCES if capital(entry.code) != f"เมือง{entry.name}"] == ["พระนครศรีอยุธยา"]


def test_four_districts_begin_like_capitals_and_are_none() -> None:
    capitals = {capital(entry.code) for entry in PROVINCES}
    assert {name for _, name in ALL_DISTRICTS if name.startswith("เมือง")} - capitals == {
        "เมืองยาง",
        "เมืองจันทร์",
        "เมืองสรวง",
        "เมืองปาน",
    }


def test_one_name_of_a_district_is_shared_and_no_others_fold_together() -> None:
    shared = {key for key, count in Counter(name_key(name) for _, name in ALL_DISTRICTS).items() if count > 1}
    assert shared == {name_key("เฉลิมพระเกียรติ")}
    assert sorted(code for code, name in ALL_DISTRICTS if name == "เฉลิมพระเกียรติ") == ["19", "30", "31", "55", "80"]


def test_names_fold_apart_and_none_begins_another() -> None:
    keys = [name_key(entry.name) for entry in (*PROVINCES, BANGKOK_ENTRY)]
    assert len(set(keys)) == 77
    assert not [(a, b) for a in keys for b in keys if a != b and b.startswith(a)]


def test_no_other_name_belongs_to_two_provinces_or_is_anothers_own() -> None:
    own = {name_key(entry.name): entry.code for entry in (*PROVINCES, BANGKOK_ENTRY)}
    owners: dict[str, str] = dict(own)
    for entry in (*PROVINCES, BANGKOK_ENTRY):
        for alias in entry.aliases:
            assert owners.setdefault(name_key(alias), entry.code) == entry.code


@pytest.mark.parametrize("name", ["เพชร", "นคร", "สมุทร", "เมือง"])
def test_what_could_name_several_is_nobodys_other_name(name: str) -> None:
    assert name_key(name) not in {name_key(alias) for entry in PROVINCES for alias in entry.aliases}


def test_regions_are_the_six_of_the_geographers() -> None:
    assert Counter(entry.region for entry in PROVINCES) == {
        "ภาคเหนือ": 9,
        "ภาคกลาง": 21,
        "ภาคตะวันออกเฉียงเหนือ": 20,
        "ภาคตะวันออก": 7,
        "ภาคตะวันตก": 5,
        "ภาคใต้": 14,
    }


def test_letters_are_two_and_each_provinces_own() -> None:
    letters = [entry.abbreviation for entry in (*PROVINCES, BANGKOK_ENTRY)]
    assert len(set(letters)) == 77
    assert all(len(letter) == 2 for letter in letters)
    assert by_abbreviation("นม") == by_code("30")
    assert by_abbreviation("มท") is None


def test_names_and_letters_agree_with_a_second_opinion() -> None:
    rows = cast(list[dict[str, str]], second_opinion(details=True))
    theirs = {row["name_th"]: row["abbr_th"].replace(".", "") for row in rows}
    # The letters of Bangkok on official papers are กท; กทม. is its short name.
    assert theirs == {entry.name: entry.abbreviation for entry in PROVINCES} | {"กรุงเทพมหานคร": "กทม"}


def test_codes_are_those_of_iso_3166_2() -> None:
    theirs = {
        subdivision.code.removeprefix("TH-") for subdivision in pycountry.subdivisions if subdivision.country_code == "TH"
    }
    # S is พัทยา, no province.
    assert theirs - {"S"} == {entry.code for entry in (*PROVINCES, BANGKOK_ENTRY)}
