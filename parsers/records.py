"""What reading makes of bytes.

READING   the text, tables and codes of one part, page by page.
DOCUMENT  a run of pages of one reading that belongs together (one PDF may hold a letter and a form).
FIELD     one value with its evidence: where it stood, how it was read, and how sure that is.
FACTS     what one document says, as a kind understands it.
CANDIDATE what one arrival says about one (kind, province, period), put together from all its parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points from the top left of the upright page."""


CERTAIN = 0.975
"""A field at or above this confidence may be accepted without a person. Everything below it is a doubt."""
DOUBTFUL = 0.9
"""Confidence of what was read but is not sure: text that was repaired by guess, or that two programs read differently."""


class Method(StrEnum):
    """How a value was read."""

    TEXT_LAYER = "text_layer"
    RECOGNISER = "recogniser"
    SHEET = "sheet"
    BODY = "body"
    CODE = "code"
    HUMAN = "human"


class Ending(StrEnum):
    """What a line of a PDF ends with: where a margin broke it, this says how it goes on."""

    UNKNOWN = "unknown"
    SPACE = "space"
    NONE = "none"
    """Nothing, in a text layer that does write the spaces at which it breaks lines."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text in reading order."""

    text: str
    box: Box | None = None
    confidence: float = 1.0
    cell: str | None = None
    """``B7`` where the line is a lone cell of a sheet."""
    ending: Ending = Ending.UNKNOWN


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. A merged cell stands once, top left; the others that it covers are empty with ``covered``."""

    text: str = ""
    """Normalised text (NFC, composed sara am), lines joined by a space (not where a word was broken)."""
    box: Box | None = None
    ref: str | None = None
    """``B7`` in a sheet."""
    row_span: int = 1
    col_span: int = 1
    covered: bool = False
    number: str | None = None
    """Exact decimal of a numeric cell of a sheet (``"97394.0"``); None where the cell is text."""
    is_formula_error: bool = False
    """A formula without a cached value, or with an error value: must not be taken for a blank."""
    confidence: float = 1.0
    guessed_space: bool = False
    """Its words were broken over lines, and whether a space stood there cannot be told."""


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled or unruled table, or the used range of a sheet. All rows have the same length."""

    rows: tuple[tuple[Cell, ...], ...]
    box: Box | None = None
    page: int = 1
    sheet: str = ""
    """Name of the worksheet."""
    hidden: bool = False
    """A hidden worksheet."""


@dataclass(frozen=True, slots=True)
class Code:
    """A barcode."""

    format: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page, or one sheet of a workbook, or the whole of a message body."""

    number: int
    """From 1."""
    width: float
    """Points; 0 where a page has no size (sheets, text)."""
    height: float
    dpi: tuple[float, float] | None
    rotation: int
    """Quarter turns undone, in degrees: 0, 90, 180, 270."""
    skew: float
    """Degrees undone."""
    method: Method
    confidence: float
    lines: tuple[Line, ...]
    """Text that stands outside tables, in reading order."""
    tables: tuple[Table, ...] = ()
    codes: tuple[Code, ...] = ()
    table_positions: tuple[int, ...] = ()
    """For each table, how many of ``lines`` stand before it."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """What was read of one part."""

    part: str
    """sha256 of the part."""
    name: str
    media_type: str
    pages: tuple[Page, ...]
    warnings: tuple[str, ...] = ()
    """Formal Thai: what a person should know (repaired text layer, hidden sheet passed over, ...)."""


@dataclass(frozen=True, slots=True)
class Document:
    """A run of pages of one reading that belongs together."""

    part: str
    name: str
    pages: tuple[Page, ...]
    method: Method
    """Method of its first page."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """Lines of all pages, outside tables."""
        return tuple(line for page in self.pages for line in page.lines)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Tables of all pages."""
        return tuple(table for page in self.pages for table in page.tables)


@dataclass(frozen=True, slots=True)
class Field:
    """One value with its evidence."""

    value: str | None
    """Normalised as CONTRACT says (money ``"97394.00"``, dates ISO, codes); None: it is there but cannot be read."""
    raw: str
    """What stood on the paper."""
    confidence: float
    """Calibrated chance that ``value`` is right, 0 to 1."""
    method: Method
    part: str = ""
    """sha256 of the part."""
    page: int | None = None
    box: Box | None = None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reader's doubt: not the province's mistake, but ours to settle with a person."""

    rule: str
    """Stable name, such as ``column_unclear``, ``row_unclear``, ``text_layer``."""
    message: str
    """Formal Thai."""
    fields: tuple[str, ...] = ()
    blocking: bool = True
    """True: the submission must not be accepted by itself."""


class DocumentRole(StrEnum):
    """What a document is: one of the kinds, or something that only carries others."""

    NOMINATION = "nomination"
    ACHIEVEMENT = "achievement"
    DISBURSEMENT = "disbursement"
    OBSTACLE = "obstacle"
    LETTER = "letter"
    """A cover letter or memo: lends letter number, date, signer; may itself nominate or report an obstacle."""
    QUESTION = "question"
    """A province's question about the directive."""
    FOREIGN = "foreign"
    """A matter foreign to the directive."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Identification:
    """What a document was taken for."""

    role: DocumentRole
    rivals: tuple[DocumentRole, ...] = ()
    """More than one kind claims it: a person must say."""
    evidence: tuple[str, ...] = ()
    """The words that it was told by, for the person who checks."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What one document says, as a kind understands it."""

    kind: str
    province: Field | None
    """``value`` is the two-digit code."""
    period: Field | None
    """``value`` is ``YYYY-MM``; None for kinds without a period, and where none is named."""
    fields: Mapping[str, Field] = field(default_factory=dict)
    lines: tuple[Mapping[str, Field], ...] = ()
    doubts: tuple[Doubt, ...] = ()
    proposed_period: str | None = None
    """``YYYY-MM`` proposed to a person where no period is named; never taken by itself."""
    parts: tuple[str, ...] = ()
    """sha256 of the parts that bear these facts, the bearing document first."""
    from_body: bool = False
    """The facts stand in the text of the mail alone."""
