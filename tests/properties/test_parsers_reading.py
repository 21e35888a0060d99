from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from parsers.bands import partition
from parsers.number_format import exact, plain
from parsers.page_flow import span_grid
from parsers.records import Cell
from parsers.sheet_table import column_name, sheet_table


@given(st.decimals(min_value=-10_000_000, max_value=10_000_000, places=2))
def test_money_survives_binary_floating_point(amount: Decimal) -> None:
    assert Decimal(plain(exact(float(amount), "#,##0.00"))) == amount


@given(st.lists(st.decimals(min_value=0, max_value=1_000_000, places=2), min_size=1, max_size=30))
def test_sums_made_in_binary_are_the_sums_that_people_see(amounts: list[Decimal]) -> None:
    assert Decimal(plain(exact(sum(float(each) for each in amounts), "#,##0.00"))) == sum(amounts)


@given(
    st.lists(st.floats(min_value=0, max_value=500), min_size=0, max_size=14, unique=True).map(sorted),
    st.lists(st.floats(min_value=0, max_value=500), min_size=1, max_size=6, unique=True).map(sorted),
)
def test_no_line_is_lost_or_dealt_twice(lines: list[float], anchors: list[float]) -> None:
    dealt = partition(lines, anchors, 14.0)
    assert sorted([*(each for group in dealt.groups for each in group), *dealt.alone]) == list(range(len(lines)))
    assert len(dealt.groups) == len(anchors)
    assert [each for group in dealt.groups for each in group] == sorted(each for group in dealt.groups for each in group)


@given(st.lists(st.integers(min_value=1, max_value=4), min_size=1, max_size=6), st.sampled_from([0.0, 0.5, 1.0]))
def test_wrapped_cells_find_their_rows_however_they_are_aligned(heights: list[int], alignment: float) -> None:
    """Rows of so many lines at a pitch of 14, with 4 between rows; figures centred, on the first or on the last line."""
    lines: list[float] = []
    anchors: list[float] = []
    groups: list[tuple[int, ...]] = []
    top = 0.0
    for height in heights:
        groups.append(tuple(range(len(lines), len(lines) + height)))
        lines.extend(top + 14.0 * each for each in range(height))
        anchors.append(top + alignment * 14.0 * (height - 1))
        top += 14.0 * height + 4
    assert partition(lines, anchors, 14.0).groups == tuple(groups)


@given(st.lists(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=5), min_size=1, max_size=6))
def test_spanned_cells_never_overlap_and_none_is_lost(rows: list[list[tuple[int, int]]]) -> None:
    placed = [
        [Cell(f"{y}.{x}", row_span=down, col_span=right) for x, (down, right) in enumerate(row)] for y, row in enumerate(rows)
    ]
    grid = span_grid(placed)
    said = [cell.text for row in grid for cell in row if cell.text]
    assert sorted(said) == sorted(cell.text for row in placed for cell in row)
    assert len({len(row) for row in grid}) == 1


@given(st.dictionaries(st.tuples(st.integers(0, 40), st.integers(0, 60)), st.text("กขค๑", min_size=1), max_size=30))
def test_every_cell_of_a_sheet_keeps_its_reference(cells: dict[tuple[int, int], str]) -> None:
    table = sheet_table({place: Cell(text) for place, text in cells.items()}, (), "", hidden=False, page=1)
    found = {cell.ref: cell.text for row in table.rows for cell in row if cell.text} if table else {}
    assert found == {f"{column_name(column)}{row + 1}": text for (row, column), text in cells.items()}
