"""One money cell read: a number, a dash, a blank, a formula without its value, or something that is not clear."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from parsers.records import Cell
from parsers.thai.numbers import AmountKind, parse_amount, parse_percent

_CENT = Decimal("0.01")


class State(StrEnum):
    """What stands in a cell."""

    NUMBER = "number"
    DASH = "dash"
    BLANK = "blank"
    UNCLEAR = "unclear"
    FORMULA = "formula"
    """A formula whose value was never stored: must not be taken for a blank."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One cell as an amount."""

    state: State
    cell: Cell
    value: Decimal | None = None
    """Baht or percent as printed, before any unit of thousands; 0 for a dash; None for the other states."""
    certain: bool = True
    is_exact: bool = False
    """From a numeric cell of a sheet, with all its decimals."""

    @property
    def is_filled(self) -> bool:
        """A number or a dash."""
        return self.state in (State.NUMBER, State.DASH)

    @property
    def is_broken(self) -> bool:
        """An amount stands here, and it cannot be read."""
        return self.state is State.FORMULA or (self.state is State.UNCLEAR and any(char.isdigit() for char in self.raw))

    @property
    def raw(self) -> str:
        """What stood in the cell."""
        return self.cell.text.strip() or (self.cell.number or "")


_STATES = {
    AmountKind.NUMBER: State.NUMBER,
    AmountKind.DASH: State.DASH,
    AmountKind.BLANK: State.BLANK,
    AmountKind.UNCLEAR: State.UNCLEAR,
}


def read_cell(cell: Cell, is_percent: bool = False) -> Reading:
    """A cell of a money column, or of a column of percentages."""
    if cell.is_formula_error:
        return Reading(State.FORMULA, cell, certain=False)
    if cell.covered:
        return Reading(State.BLANK, cell)
    if cell.number is not None and not (is_percent and "%" in cell.text):
        try:
            return Reading(State.NUMBER, cell, Decimal(cell.number), is_exact=True)
        except InvalidOperation:
            return Reading(State.UNCLEAR, cell, certain=False)
    amount = (parse_percent if is_percent else parse_amount)(cell.text)
    value = Decimal(0) if amount.kind is AmountKind.DASH else amount.value
    return Reading(_STATES[amount.kind], cell, value, amount.certain and amount.kind is not AmountKind.UNCLEAR)


def with_satang(baht: Reading, satang: Reading) -> Reading:
    """``97,394 | 50``: baht and satang in two columns. Satang that are not two digits leave the amount uncertain."""
    if baht.state is State.BLANK and satang.state in (State.BLANK, State.DASH):
        return baht
    if baht.value is None and baht.state is not State.BLANK:
        return baht
    whole = baht.value if baht.value is not None else Decimal(0)
    part = satang.value if satang.value is not None else Decimal(0)
    digits = satang.cell.text.strip()
    two_digits = len(digits) == 2 or part == 0 or satang.is_exact
    clear = satang.value is not None and 0 <= part < 100 and part == int(part) and two_digits
    if not (clear or satang.state is State.BLANK) or whole != int(whole):
        return replace(baht, state=State.UNCLEAR, value=None, certain=False)
    return replace(baht, state=State.NUMBER, value=whole + part / 100, certain=baht.certain and satang.certain)


def decimals(reading: Reading) -> int:
    """How many decimals a value was given with, zeros at the end left out."""
    if reading.value is None:
        return 0
    exponent = reading.value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def to_cents(value: Decimal) -> Decimal:
    """Two decimals, as money is shown."""
    return value.quantize(_CENT)
