"""What a cell's spelling may say by the grammar of amounts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.ocr.amounts import amount_of, percent_of, read_amount, read_percent, read_words, words_of
from parsers.ocr.figures import Candidate, Reading, Swap
from parsers.ocr.recognise import Sign, Spelling

Others = dict[int, tuple[tuple[str, float], ...]]


def spelt(text: str, others: Others | None = None) -> Spelling:
    """A spelling whose signs are sure but for ``others``, by position."""
    signs = []
    for at, sign in enumerate(text):
        rivals = (others or {}).get(at, ())
        signs.append(Sign(sign, 1 - sum(chance for _, chance in rivals), 20 + 10 * at, 28 + 10 * at, rivals))
    return Spelling(tuple(signs))


def values(reading: Reading) -> dict[str | None, float]:
    return {None if each.value is None else str(each.value): round(each.probability, 3) for each in reading.candidates}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("๗,๔๐๒,๐๐๐", "7402000.00"),
        ("97,394.74", "97394.74"),
        ("97394.74", "97394.74"),
        ("50,000.-", "50000.00"),
        ("๕๐,๐๐๐.- บาท", "50000.00"),
        ("97, 394 .74", "97394.74"),
        ("-", "0.00"),
        ("–", "0.00"),
        ("0.00", "0.00"),
        ("๐", "0.00"),
        ("(1,000.00)", "-1000.00"),
        ("-1,000.00", "-1000.00"),
        ("๒o", "20.00"),
    ],
)
def test_amounts(text: str, value: str) -> None:
    assert amount_of(text) == (Decimal(value), 2)


@pytest.mark.parametrize("text", ["", "  ", ".....", "…"])
def test_blanks(text: str) -> None:
    assert amount_of(text) == (None, 2)


@pytest.mark.parametrize(
    "text",
    [
        "97.394.74",
        "1,23,456",
        "33,.518.00",
        "๓5,000",
        "07,000",
        "1,234.5",
        "1,2345",
        "12 345",
        "97,39",
        "(1,000",
        "ไม่มี",
        "1,000.000",
    ],
)
def test_what_is_no_amount(text: str) -> None:
    assert amount_of(text) is None


def test_percentages_keep_their_decimals() -> None:
    assert percent_of("๓๗.๓") == (Decimal("37.30"), 1)
    assert percent_of("100") == (Decimal("100.00"), 0)
    assert percent_of("37.30%") == (Decimal("37.30"), 2)
    assert percent_of("37.305") is None


def test_words() -> None:
    assert words_of("(เจ็ดล้านสี่แสนสองพันบาทถ้วน)") == (Decimal(7402000), 2)
    assert words_of("เจ็ดล้านสี่แสนสองพั") is None
    assert values(read_words(spelt("ห้าพันบาทถ้วน"))) == {"5000": 1.0}


def test_every_spelling_is_a_candidate() -> None:
    found = read_amount(spelt("๔๕๐.๐๐", {0: (("๕", 0.3),), 1: (("๔", 0.1),)}))
    assert values(found) == {"450.00": 0.63, "550.00": 0.27, "440.00": 0.07, "540.00": 0.03}
    assert found.candidates[1].swaps == (Swap("๔", "๕", 0.3 / 0.7),)
    assert found.candidates[1].swaps[0].pair == found.candidates[2].swaps[0].pair


def test_comma_and_full_stop_are_told_by_their_places() -> None:
    assert values(read_amount(spelt("97.394.00", {2: ((",", 0.3),)}))) == {"97394.00": 1.0}
    assert values(read_amount(spelt("97,394,00"))) == {"97394.00": pytest.approx(0.98, abs=0.01)}
    assert values(read_amount(spelt("1.234"))) == {"1234.00": pytest.approx(0.98, abs=0.01)}


def test_scripts_do_not_mix() -> None:
    found = read_amount(spelt("๓๕๐.๐๐", {1: (("5", 0.4),)}))
    assert values(found) == {"350.00": 1.0}


def test_a_sign_that_may_be_dirt() -> None:
    found = read_amount(spelt("1450.00", {0: (("", 0.4),)}))
    assert values(found) == {"1450.00": 0.6, "450.00": 0.4}


def test_what_is_no_amount_is_no_candidate() -> None:
    assert read_amount(spelt("ไม่มี")) == Reading((), 1.0)
    assert read_percent(spelt("x")).candidates == ()


def test_ink_at_the_edge_may_be_cut_off() -> None:
    whole, cut = spelt("7,394.00"), Spelling(tuple(Sign(s, 1.0, 10 * i, 10 * i + 8, ()) for i, s in enumerate("7,394.00")))
    assert read_amount(whole, 200).unread < 0.001
    assert read_amount(cut, 200).unread > 0.04
    assert read_amount(whole, 100).unread > 0.04, "at the right edge too"


def test_alike_confusions_within_a_cell_stay_candidates() -> None:
    found = read_amount(spelt("๔๔๔.๐๐", dict.fromkeys(range(3), (("๕", 0.001),))))
    assert Decimal("555.00") in {each.value for each in found.candidates}


def test_a_reading_is_consistent() -> None:
    with pytest.raises(ValueError, match="add up to 1"):
        Reading((Candidate(Decimal(1), 0.5),), 0.1)
    with pytest.raises(ValueError, match="same value"):
        Reading((Candidate(Decimal(1), 0.5), Candidate(Decimal("1.00"), 0.5)), 0.0)
    with pytest.raises(ValueError, match="stands first"):
        Reading((Candidate(Decimal(1), 0.4), Candidate(Decimal(2), 0.6)), 0.0)
    with pytest.raises(ValueError, match="two decimals"):
        Reading((Candidate(Decimal("1.005"), 1.0),), 0.0)
