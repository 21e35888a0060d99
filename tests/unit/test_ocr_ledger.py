"""Figures that must add up, as a sceptic would ask."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parsers.ocr.bonds import BondKind, Convention
from parsers.ocr.figures import TOTAL, Candidate, Column, Known, Place, Reading, Swap
from parsers.ocr.ledger import Cause, Ledger, Verdict, settle
from tests.ledger_kit import Truth, reading, report, sure

A, P, M, C, K, B, PC = (
    *(Column.ALLOCATED, Column.PRIOR, Column.MONTH, Column.CUMULATIVE, Column.COMMITTED, Column.BALANCE),
    Column.PERCENT,
)
ROWS = {
    0: tuple(map(Decimal, (60000, 10000, 5000, 0))),
    1: tuple(map(Decimal, (37394, 2000, 1500, 0))),
    2: tuple(map(Decimal, (12000, 0, 700, 500))),
}


def whole(convention: Convention = Convention.SPENT) -> Truth:
    return report({row: (a, p, m, k) for row, (a, p, m, k) in ROWS.items()}, convention)


def read(truth: Truth, **unread: float) -> dict[Place, Reading]:
    return {place: sure(value, **unread) for place, value in truth.items()}


def verdicts(ledger: Ledger) -> set[Verdict]:
    return {cell.verdict for cell in ledger.cells.values()}


def swapped(value: int, *, read: str, meant: str, share: float, other: int) -> Reading:
    """A cell with one digit that may be another."""
    swap = Swap(read, meant, share / (1 - share))
    good = 1 - 1e-6
    return Reading((Candidate(Decimal(value), (1 - share) * good), Candidate(Decimal(other), share * good, "", (swap,))), 1e-6)


def column(*cells: Reading, of: Column = M) -> dict[Place, Reading]:
    """Items and their total, the last one."""
    rows = (*range(len(cells) - 1), TOTAL)
    return {Place(row, of): cell for row, cell in zip(rows, cells, strict=True)}


def test_a_report_that_is_read_well_is_taken_with_its_evidence() -> None:
    ledger = settle(read(whole(), unread=1e-4))
    assert verdicts(ledger) == {Verdict.TAKEN} and ledger.broken == () and ledger.convention is Convention.SPENT
    cell = ledger.cells[Place(0, A)]
    assert cell.value == 60000 and {bond.kind for bond in cell.evidence} == {BondKind.SUM, BondKind.BALANCE, BondKind.PERCENT}


def test_the_convention_is_told() -> None:
    assert settle(read(whole(Convention.COMMITTED))).convention is Convention.COMMITTED
    plain = {place: value for place, value in whole().items() if place.row in (0, 1)}
    assert settle(read(plain)).convention is None, "nothing is committed: both come to the same"


def test_a_doubtful_cell_is_settled_by_sure_ones() -> None:
    cells = read(whole()) | {Place(0, A): reading((50000, 0.6), (60000, 0.4))}
    settled = settle(cells).cells[Place(0, A)]
    assert settled.verdict is Verdict.TAKEN and settled.value == 60000 and len(settled.evidence) == 3


def test_the_value_of_a_cell_that_is_none_of_its_candidates_is_not_invented() -> None:
    cells = read(whole()) | {Place(0, A): reading((50000, 0.6), (40000, 0.4), unread=0.3)}
    settled = settle(cells).cells[Place(0, A)]
    assert settled.verdict is Verdict.UNCLEAR and settled.value is None
    assert {each.value for each in settled.candidates} <= {Decimal(50000), Decimal(40000)}


def test_an_unreadable_cell_is_not_filled_in() -> None:
    cells = read(whole()) | {Place(0, A): Reading((), 1.0)}
    ledger = settle(cells)
    assert ledger.cells[Place(0, A)].cause is Cause.UNREADABLE and ledger.cells[Place(0, A)].value is None
    assert ledger.cells[Place(1, A)].verdict is Verdict.TAKEN, "its own row bears it out"


def test_a_sum_with_an_unreadable_cell_bears_nothing_out() -> None:
    ledger = settle(column(sure(500, 1e-4), Reading((), 1.0), sure(900, 1e-4)))
    assert ledger.cells[Place(0, M)].cause is Cause.ALONE


def test_a_lone_figure_is_not_taken() -> None:
    assert settle({Place(TOTAL, A): sure(97394, 1e-4)}).cells[Place(TOTAL, A)].cause is Cause.ALONE
    known = settle({Place(TOTAL, A): sure(97394, 1e-4)}, Known(allocated={TOTAL: Decimal(97394)}))
    assert known.cells[Place(TOTAL, A)].verdict is Verdict.TAKEN


def test_two_doubtful_cells_of_one_sum_do_not_confirm_each_other() -> None:
    both = (reading((500, 0.9), (400, 0.1)), reading((800, 0.9), (700, 0.1)))
    ledger = settle(column(both[0], sure(300), both[1]))
    assert ledger.cells[Place(0, M)].cause is Cause.RIVALS and ledger.cells[Place(TOTAL, M)].cause is Cause.RIVALS
    assert ledger.cells[Place(1, M)].verdict is Verdict.TAKEN


def test_redundancy_settles_two_doubtful_cells_of_one_sum() -> None:
    cells = read(whole())
    cells[Place(0, A)] = reading((60000, 0.9), (50000, 0.1))
    cells[Place(TOTAL, A)] = reading((109394, 0.9), (99394, 0.1))
    assert verdicts(settle(cells)) == {Verdict.TAKEN}


def test_one_pair_of_digits_confused_all_over_the_page() -> None:
    """Item and total bear the same digit: one by one it is unlikely, together it is one slip, and the sum holds either way."""
    item = swapped(500, read="๕", meant="๔", share=0.001, other=400)
    total = swapped(800, read="๘", meant="๗", share=0.001, other=700)
    ledger = settle(column(item, sure(300), total))
    assert ledger.cells[Place(0, M)].verdict is Verdict.TAKEN, "two different slips: one in a million"
    alike = swapped(1500, read="๕", meant="๔", share=0.001, other=1400)
    ledger = settle(column(item, sure(1000), alike))
    assert ledger.cells[Place(0, M)].cause is Cause.RIVALS and ledger.cells[Place(TOTAL, M)].cause is Cause.RIVALS
    assert ledger.cells[Place(1, M)].verdict is Verdict.TAKEN


def test_the_same_slip_does_not_pass_where_other_bonds_do_not_go_with_it() -> None:
    cells = read(whole())
    cells[Place(0, M)] = swapped(5000, read="๕", meant="๔", share=0.001, other=4000)
    cells[Place(0, C)] = swapped(15000, read="๕", meant="๔", share=0.001, other=14000)
    assert verdicts(settle(cells)) == {Verdict.TAKEN}


@pytest.mark.parametrize("unread", [0.05, 0.2])
def test_a_first_digit_lost_all_down_the_column(unread: float) -> None:
    """1,500 + 200 = 1,700 reads 500 + 200 = 700 where the column's edge is cut."""
    ledger = settle(column(sure(500, unread), sure(200, 1e-6), sure(700, unread)))
    assert ledger.cells[Place(0, M)].verdict is Verdict.UNCLEAR and ledger.cells[Place(TOTAL, M)].verdict is Verdict.UNCLEAR


def test_the_papers_own_mistake_stands_and_is_told() -> None:
    truth = whole()
    truth[Place(TOTAL, A)] = Decimal(109384)
    ledger = settle(read(truth))
    assert {each.bond.kind for each in ledger.broken} == {BondKind.SUM, BondKind.BALANCE}
    assert all(each.is_sure for each in ledger.broken)
    cell = ledger.cells[Place(TOTAL, A)]
    assert cell.verdict is Verdict.AS_READ and cell.value == Decimal(109384)


def test_a_sure_reading_is_not_bent_to_the_sum() -> None:
    truth = whole()
    truth[Place(TOTAL, A)] = Decimal(109384)
    cells = read(truth) | {Place(TOTAL, A): reading((109384, 0.985), (109394, 0.015))}
    ledger = settle(cells)
    assert ledger.cells[Place(TOTAL, A)].verdict is Verdict.UNCLEAR
    assert ledger.cells[Place(TOTAL, A)].cause is Cause.SURELY_READ_OTHERWISE
    assert {each.value for each in ledger.cells[Place(TOTAL, A)].candidates} == {Decimal(109384), Decimal(109394)}


def test_a_wrong_sum_with_a_doubtful_cell_is_nobodys_mistake_yet() -> None:
    ledger = settle(column(reading((500, 0.7), (510, 0.3)), sure(300), sure(900)))
    assert [each.is_sure for each in ledger.broken] == [False]
    assert ledger.cells[Place(0, M)].verdict is Verdict.UNCLEAR
    assert Verdict.AS_READ not in verdicts(ledger)


def test_what_the_register_says_otherwise() -> None:
    ledger = settle(read(whole()), Known(prior={0: Decimal(9000), 1: Decimal(2000), 2: Decimal(0)}))
    assert [(each.bond.kind, each.is_sure) for each in ledger.broken] == [(BondKind.PRIOR, True)]
    assert ledger.cells[Place(0, P)].verdict is Verdict.AS_READ and ledger.cells[Place(0, P)].value == 10000
    assert ledger.cells[Place(1, P)].verdict is Verdict.TAKEN


def test_an_allocation_that_is_not_the_provinces() -> None:
    ledger = settle(read(whole()), Known(allocated={TOTAL: Decimal(109395)}))
    assert [each.bond.kind for each in ledger.broken] == [BondKind.ALLOCATION]
    assert ledger.cells[Place(TOTAL, A)].value == 109394


def test_where_no_column_adds_up_a_row_was_overlooked() -> None:
    truth = {place: value for place, value in whole().items() if place.row != 1}
    ledger = settle(read(truth))
    sums = [each for each in ledger.broken if each.bond.kind is BondKind.SUM]
    assert len(sums) > 3 and not any(each.is_sure for each in sums)
    assert Verdict.AS_READ not in verdicts(ledger)


def test_a_wrong_percentage() -> None:
    truth = whole()
    truth[Place(1, PC)] = Decimal("19.36")
    ledger = settle(read(truth))
    assert [(each.bond.kind, each.is_sure) for each in ledger.broken] == [(BondKind.PERCENT, True)]
    assert ledger.cells[Place(1, PC)].verdict is Verdict.AS_READ and ledger.cells[Place(1, PC)].value == Decimal("19.36")


def test_a_percentage_is_as_exact_as_it_is_printed() -> None:
    rough = Reading((Candidate(Decimal("9.00"), 1 - 1e-6, "9", (), 0),), 1e-6)
    ledger = settle(read(whole()) | {Place(1, PC): rough})
    assert ledger.broken == (), "9 for 9.36"


def test_a_percentage_that_lost_its_last_digit() -> None:
    def rough(value: str, decimals: int = 1) -> Reading:
        return Reading((Candidate(Decimal(value), 1 - 1e-4, value, (), decimals),), 1e-4)

    cells = read(whole())
    assert cells[Place(0, PC)].candidates[0].value == 25 and cells[Place(1, PC)].candidates[0].value == Decimal("9.36")
    settled = settle(cells | {Place(1, PC): rough("9.40")}).cells
    assert settled[Place(1, PC)].verdict is Verdict.UNCLEAR, "the others have two decimals"
    assert settled[Place(1, C)].verdict is Verdict.TAKEN
    all_rough = {0: rough("25.00"), 1: rough("9.40"), 2: rough("5.80"), TOTAL: rough("17.60")}
    settled = settle(cells | {Place(row, PC): each for row, each in all_rough.items()}).cells
    assert {settled[Place(row, PC)].verdict for row in all_rough} == {Verdict.TAKEN}, "that is the form's way"


def test_words_bear_out_a_lone_total() -> None:
    words = {Place(TOTAL, Column.WORDS): sure(7300, 1e-4)}
    settled = settle({Place(TOTAL, M): reading((7300, 0.95), (7200, 0.05), unread=1e-4), **words}).cells[Place(TOTAL, M)]
    assert settled.verdict is Verdict.TAKEN and settled.value == 7300
    settled = settle({Place(TOTAL, M): reading((7200, 0.7), (7300, 0.3), unread=1e-4), **words}).cells[Place(TOTAL, M)]
    assert settled.cause is Cause.RIVALS and settled.candidates[0].value == 7300, "one bond alone bends no reading"
    other = settle({Place(TOTAL, M): sure(7200), Place(TOTAL, Column.WORDS): sure(7300)}, Known(words_of=M))
    assert verdicts(other) == {Verdict.AS_READ} and [each.bond.kind for each in other.broken] == [BondKind.WORDS]


def test_a_blank_item_counts_as_nothing_and_stays_a_blank() -> None:
    ledger = settle(column(sure(500), sure(None), sure(500)))
    assert ledger.cells[Place(1, M)].verdict is Verdict.TAKEN and ledger.cells[Place(1, M)].value is None
    assert ledger.cells[Place(0, M)].evidence[0].kind is BondKind.SUM


def test_a_dash_that_may_be_a_blank_is_left_to_a_person() -> None:
    ledger = settle(column(sure(500), reading(("0.00", 0.9), (None, 0.1)), sure(500)))
    assert ledger.cells[Place(1, M)].cause is Cause.RIVALS


def test_a_page_of_too_many_doubts_ends() -> None:
    truth = whole()
    cells = {
        place: value_in_doubt(value or Decimal(0), step=at + 1)
        for at, (place, value) in enumerate(sorted(truth.items(), key=lambda item: item[0]))
    }
    ledger = settle(cells, work=50)
    assert verdicts(ledger) == {Verdict.UNCLEAR}
    assert {cell.cause for cell in ledger.cells.values()} == {Cause.LIMIT}
    assert all(cell.candidates for cell in ledger.cells.values())


def value_in_doubt(value: Decimal, *, step: int) -> Reading:
    return reading(*((value + step * by, 0.4 / by) for by in range(1, 6)), unread=0.01)


def test_no_figures() -> None:
    assert settle({}) == Ledger({}, (), None)
