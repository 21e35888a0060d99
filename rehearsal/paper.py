"""A paper without a format: blocks that every renderer turns into its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Para:
    """One paragraph. ``align``: left, center, right, half (from the middle of the page, as a sender's address)."""

    text: str
    align: str = "left"
    bold: bool = False
    indent: bool = False
    space: float = 0.0
    """Space above it, in lines."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. A merged cell names its spans; the cells that it covers are None in the grid."""

    text: str
    cols: int = 1
    rows: int = 1
    align: str = "left"
    bold: bool = False
    amount: Decimal | None = None
    """The exact number, for workbooks that hold numbers."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table. Rows have the same number of columns; a covered cell is None."""

    rows: tuple[tuple[Cell | None, ...], ...]
    widths: tuple[float, ...]
    """Relative."""


@dataclass(frozen=True, slots=True)
class Break:
    """A new page."""


Block = Para | Grid | Break


@dataclass(frozen=True, slots=True)
class Paper:
    """What one document says, in order."""

    blocks: tuple[Block, ...]
    name: str = "เอกสาร"
    """File name without its ending."""
    extra_sheets: tuple[tuple[str, tuple[Block, ...], bool], ...] = field(default=())
    """Further sheets of a workbook: title, blocks, hidden."""

    def then(self, other: Paper) -> Paper:
        """This paper and another in one file."""
        return Paper((*self.blocks, Break(), *other.blocks), self.name, self.extra_sheets + other.extra_sheets)
