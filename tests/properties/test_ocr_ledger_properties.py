"""What must hold of the ledger whatever a page says."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.ocr.figures import Reading
from parsers.ocr.ledger import Ledger, Verdict, settle
from tests.ledger_kit import Drawn, drawn, misprinted, page, reading, sure

SEEDS = st.integers(10**6, 10**9)
QUICK = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def mistaken(drawn: Drawn, ledger: Ledger) -> list[str]:
    """Figures that were given out and are not what is printed."""
    return [
        f"{place.row}/{place.column}: {cell.value} for {drawn.truth[place]}"
        for place, cell in ledger.cells.items()
        if cell.verdict is not Verdict.UNCLEAR and cell.value != drawn.truth[place]
    ]


@QUICK
@given(SEEDS)
def test_nothing_is_invented_and_no_sure_reading_bent(seed: int) -> None:
    one = page(seed, paper_wrong=0.3, lost=0.01)
    for place, cell in settle(one.readings, one.known).cells.items():
        said = one.readings[place].candidates
        assert {each.value for each in cell.candidates} <= {each.value for each in said}
        if cell.verdict is Verdict.UNCLEAR:
            assert cell.value is None and cell.cause is not None
        else:
            assert cell.value in {each.value for each in said}
            assert cell.value == said[0].value or said[0].probability < 0.98
        if cell.verdict is Verdict.TAKEN:
            assert all(place in bond.places for bond in cell.evidence) and cell.probability > 0.9999


@QUICK
@given(SEEDS)
def test_a_provinces_own_mistake_that_is_surely_read_stands_and_is_told(seed: int) -> None:
    rng = random.Random(seed)
    truth, _ = drawn(rng)
    misprinted(rng, truth)
    noise = {place: _with_noise(rng, value) for place, value in truth.items()}
    ledger = settle(noise)
    for place, cell in ledger.cells.items():
        assert cell.verdict is Verdict.UNCLEAR or cell.value == truth[place]
    plain = settle({place: sure(value) for place, value in truth.items()})
    assert bool(ledger.broken) == bool(plain.broken), "what does not add up is told, whatever else might be read"


def _with_noise(rng: random.Random, value: Decimal | None) -> Reading:
    """Sure to 1 in 100,000, with any other values beside it."""
    others = {(value or Decimal(0)) + rng.randrange(1, 10**4) for _ in range(rng.randrange(3))} - {value}
    return reading((value, 1.0), *((each, 1e-5 / len(others)) for each in others))


@QUICK
@given(SEEDS)
def test_more_certainty_never_makes_another_value(seed: int) -> None:
    one = page(seed)
    before = settle(one.readings, one.known)
    taken = {place: cell.value for place, cell in before.cells.items() if cell.verdict is Verdict.TAKEN}
    surer = {
        place: _surer(reading, taken[place]) if place in taken and place.row % 2 == seed % 2 else reading
        for place, reading in one.readings.items()
    }
    after = settle(surer, one.known)
    for place, value in taken.items():
        cell = after.cells[place]
        assert cell.verdict is Verdict.UNCLEAR or cell.value == value


def _surer(reading: Reading, value: Decimal | None) -> Reading:
    """Half of all doubt falls away from a value."""
    halved = [
        replace(each, probability=(1 + each.probability) / 2 if each.value == value else each.probability / 2)
        for each in reading.candidates
    ]
    chosen = sorted(halved, key=lambda each: -each.probability)
    return Reading(tuple(replace(each, swaps=()) for each in chosen), reading.unread / 2)


@QUICK
@given(SEEDS)
def test_the_order_of_the_cells_does_not_matter(seed: int) -> None:
    one = page(seed)
    turned = dict(reversed(one.readings.items()))
    first, second = settle(one.readings, one.known), settle(turned, one.known)
    assert {place: (cell.verdict, cell.value) for place, cell in first.cells.items()} == {
        place: (cell.verdict, cell.value) for place, cell in second.cells.items()
    }


def test_figures_taken_are_right() -> None:
    """A taste of the long measurement below."""
    for seed in range(10):
        one = page(seed)
        assert mistaken(one, settle(one.readings, one.known)) == [], seed


@pytest.mark.slow
def test_wrong_figures_among_20_000(capsys: pytest.CaptureFixture[str]) -> None:
    """Papers, mistakes of offices, faces that confuse two digits, and a reader that is honest about its doubts."""
    figures = given_out = misread = settled = 0
    wrong: list[str] = []
    for seed in range(10**4, 10**4 + 700):
        one = page(seed)
        ledger = settle(one.readings, one.known)
        wrong += [f"page {seed}: {each}" for each in mistaken(one, ledger)]
        figures += len(ledger.cells)
        for place, cell in ledger.cells.items():
            said = one.readings[place].candidates
            is_misread = not said or said[0].value != one.truth[place]
            given_out += cell.verdict is not Verdict.UNCLEAR
            misread += is_misread
            settled += is_misread and cell.verdict is not Verdict.UNCLEAR
    with capsys.disabled():
        print(f"\n{figures} figures, {misread} misread, {given_out} given out ({settled} misread), {len(wrong)} wrong: {wrong}")
    assert figures >= 20_000 and given_out > 0.8 * figures
    assert len(wrong) <= 1, "far fewer than 1 in 10,000"
