"""The measures of the reading bench on small invented pages: what counts as an error, and what does not."""

from __future__ import annotations

import ast
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bench.reading.channels import packed, rng_of
from bench.reading.faces import TYPEFACES
from bench.reading.fax import find_tool
from bench.reading.layer import says_the_same
from bench.reading.matching import Piece, Text, find_places
from bench.reading.measures import NOTHING, OTHER, Tally, compare, together
from bench.reading.truth import amounts_in
from bench.reading.verdicts import Filed, Verdict

TABLE = (
    "รายการ งบประมาณ คงเหลือ",
    "ค่าวัสดุ ๑๒,๓๔๕.๐๐ ๑,๐๐๐.๐๐",
    "ค่าจ้าง ๕๐๐.๐๐ 0.00",
    "รวม ๑๒,๘๔๕.๐๐ ๑,๐๐๐.๐๐",
    "ชื่อ .......นาย ก............",
)
ROWS = (*TABLE[:4], "ชื่อ นาย ก")
BY_COLUMNS = (
    *("รายการ", "ค่าวัสดุ", "ค่าจ้าง", "รวม"),
    *("งบประมาณ", "๑๒,๓๔๕.๐๐", "๕๐๐.๐๐", "๑๒,๘๔๕.๐๐"),
    *("คงเหลือ", "๑,๐๐๐.๐๐", "0.00", "๑,๐๐๐.๐๐"),
    "ชื่อ นาย ก",
)
SIGNS = sum(len("".join(line.split())) for line in ROWS)


def changed(row: int, line: str) -> list[str]:
    return [line if number == row else each for number, each in enumerate(ROWS)]


# --- what is no error -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "read",
    [
        TABLE,
        ROWS,
        # by columns, a line a cell
        BY_COLUMNS,
        # all on one line, and from the bottom up
        (" ".join(ROWS),),
        tuple(reversed(ROWS)),
        # spaces within words, scattered leaders
        ("รา ยการ งบ ประมาณ คงเหลือ", *ROWS[1:4], "ชื่อ . . . . นาย ก _ _ _"),
    ],
    ids=["same", "no leaders", "columns", "one line", "upwards", "spaces"],
)
def test_order_cut_spaces_and_leaders_are_no_errors(read: tuple[str, ...]) -> None:
    tally = compare(TABLE, read)
    assert (tally.signs, tally.errors, tally.amounts, tally.right) == (SIGNS, 0, 6, 6)
    assert all(printed == said for printed, said in tally.digits)


def test_sara_am_in_two_pieces_is_no_error() -> None:
    assert compare(["จำนวน น้ำ"], ["จํานวน นํ้า"]).errors == 0


# --- what is one ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("read", "errors", "right"),
    [
        (changed(1, "ค่าวัสดุ ๑๒,๓๕๕.๐๐ ๑,๐๐๐.๐๐"), 1, 5),
        (changed(1, "ค่าวสดุ ๑๒,๓๔๕.๐๐ ๑,๐๐๐.๐๐"), 1, 6),
        (changed(1, "ค่าวัสดุ ๑๒.๓๔๕.๐๐ ๑,๐๐๐.๐๐"), 1, 5),
        (changed(2, "ค่าจ้าง ๕๐๐.๐๐"), 4, 5),
        (changed(2, "ค่าจ้าง ๕๐๐.๐๐ 0.00 ครับ"), 4, 6),
        (changed(2, ""), len("ค่าจ้าง๕๐๐.๐๐0.00"), 4),
        # garbled beyond finding: as many errors as signs, not twice as many
        (changed(2, "xxxxxxxxxxxxxxxxx"), len("ค่าจ้าง๕๐๐.๐๐0.00"), 4),
        ([], SIGNS, 0),
    ],
    ids=["digit", "mark", "comma", "left out", "invented", "line lost", "garbled", "nothing"],
)
def test_errors_are_counted_once(read: list[str], errors: int, right: int) -> None:
    tally = compare(TABLE, read)
    assert (tally.errors, tally.right, tally.amounts) == (errors, right, 6)


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("ค่าวัสดุ ๑๒,๓๔๕.๐๐๑,๐๐๐.๐๐", 0),  # grown together: no sign is wrong, and neither is a figure
        ("ค่าวัสดุ ๗ ๑๒,๓๔๕.๐๐ ๑,๐๐๐.๐๐", 2),  # something beside it, but apart
        ("ค่าวัสดุ ๑๑๒,๓๔๕.๐๐ ๑,๐๐๐.๐๐", 1),
        ("ค่าวัสดุ ๑๒,๓๔๕.๐๐๐ ๑,๐๐๐.๐๐", 1),
        ("ค่าวัสดุ |๑๒,๓๔๕.๐๐| ๑,๐๐๐.๐๐", 2),
        ("ค่าวัสดุ 12,345.00 ๑,๐๐๐.๐๐", 1),
    ],
)
def test_an_amount_is_right_as_a_whole_or_not_at_all(line: str, right: int) -> None:
    assert compare(TABLE[1:2], [line]).right == right


def test_two_amounts_that_change_places_are_still_amounts() -> None:
    """Nothing is known of columns here: that is measured where fields are."""
    assert compare(["ก ๑.๐๐ ๒.๐๐"], ["ก ๒.๐๐ ๑.๐๐"]).right == 2


def test_digits_are_told_apart() -> None:
    digits = compare(["ยอด ๔๖๗,๘๙๐.๑๒"], ["ยอด ๕๖ฒ,๘๙๐.๑"]).digits
    assert (digits["๔", "๕"], digits["๖", "๖"], digits["๗", OTHER], digits["๒", NOTHING]) == (1, 1, 1, 1)
    assert sum(digits.values()) == 8


def test_invented_lines_on_an_empty_page_are_errors() -> None:
    assert compare([], ["abc", "de"]).errors == 5


def test_sums() -> None:
    total = together([compare(TABLE, ROWS), compare(TABLE, changed(1, "ค่าวัสดุ ๑๒,๓๕๕.๐๐ ๑,๐๐๐.๐๐"))])
    assert (total.pages, total.errors, total.amounts, total.share_right) == (2, 1, 12, 11 / 12)
    assert total.error_rate == 1 / (2 * SIGNS)
    assert Tally().share_right is None


# --- places -----------------------------------------------------------------------------------------------------------
def test_each_sign_serves_one_piece_only() -> None:
    text = Text(["0.00 0.00"])
    spots = find_places([Piece("0.00", 0), Piece("0.00", 0), Piece("0.00", 1)], text)
    assert sorted(spot.start for spot in spots if spot) == [0, 4]


def test_a_misread_piece_is_found_among_like_ones() -> None:
    printed = ["๓,๐๓๗.๐๐ ๓,๐๗๓.๐๐", "๓,๗๐๓.๐๐"]
    tally = compare(printed, ["๓,๗๐๓.๐๐", "๓,๐๓๓.๐๐ ๓,๐๗๓.๐๐"])
    assert (tally.errors, tally.right) == (1, 2)


# --- what stands on a page ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("line", "amounts"),
    [
        ("งบจัดสรร .....๘๘,๘๕๙.๐๐ บาท....", ["๘๘,๘๕๙.๐๐"]),
        ("7,402,000 บาท ร้อยละ 37.30", ["7,402,000", "37.30"]),
        ("ที่ นม 0018.1/3461 โทร. 0-4424-3798 วันที่ 18.11.63", []),
        ("(4)=(2)+(3) พ.ศ. 2564", []),
        ("500.- บาท", []),
        ("๑,๐๐๐.๐๐)(๒๐.๕๐", ["๑,๐๐๐.๐๐", "๒๐.๕๐"]),
    ],
)
def test_amounts_on_a_page(line: str, amounts: list[str]) -> None:
    assert amounts_in([line]) == amounts


@pytest.mark.parametrize(
    ("layer", "same"),
    [
        (["ยอด 1,234.00", "นายกิตติศักดิ์ ดี"], True),
        (["ยอด 1,234.", "00 นายกิตติศักดิ์", "ดี"], False),
        (["ยอด 1,234.00", "นายกิตติศักดิ ดี์"], False),
        (["ยอด 1,234.00", "นายกิตติศักดิ์"], False),
    ],
    ids=["wrapped", "broken amount", "mark astray", "word lost"],
)
def test_a_layer_that_says_something_else_is_no_truth(layer: list[str], same: bool) -> None:
    assert says_the_same(["นายกิตติศักดิ์ ดี", "ยอด 1,234.00"], layer) is same


# --- around it ----------------------------------------------------------------------------------------------------------
def test_held_out_typefaces_are_those_that_training_holds_out() -> None:
    source = (Path(__file__).parents[2] / "training" / "fonts.py").read_text(encoding="utf-8")
    told = next(line.partition("=")[2] for line in source.splitlines() if line.startswith("HELD_OUT ="))
    assert {face.folder.name for face in TYPEFACES if face.held_out} == set(ast.literal_eval(told.strip()))


def test_the_fax_tool_is_found_where_it_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAMRONG_FAX_TOOL", raising=False)
    assert find_tool(None) is None
    assert find_tool(str(tmp_path)) is None
    (tmp_path / "send.py").touch()
    assert find_tool(str(tmp_path)) == tmp_path / "send.py"
    monkeypatch.setenv("DAMRONG_FAX_TOOL", str(tmp_path))
    assert find_tool(None) == tmp_path / "send.py"


def test_chance_depends_on_the_page_alone() -> None:
    assert rng_of("a", 1, "photo").random() == rng_of("a", 1, "photo").random()
    assert rng_of("a", 1, "photo").random() != rng_of("a", 2, "photo").random()


def test_a_picture_tells_its_resolution_but_a_phones_does_not() -> None:
    grey = np.full((30, 20), 200.0)
    for data, dpi in ((packed(grey, dpi=300), 300), (packed(grey, 80, dpi=200), 200), (packed(grey, 80), None)):
        with Image.open(io.BytesIO(data)) as image:
            told = image.info.get("dpi")
        assert told == (pytest.approx((dpi, dpi), abs=0.1) if dpi else None)


def test_verdicts_tell_silent_errors_from_doubts() -> None:
    filed = Filed()
    truth = {"district": "ปากช่อง", "contact_name": "นายก"}
    filed.count("nomination", truth, Verdict({"district": "ปากช่อง", "contact_name": "นายข"}, True))
    filed.count("nomination", truth, Verdict({"district": "ปากพลี"}, False))
    assert (filed.documents, filed.accepted, filed.wrong, filed.fields, filed.right) == (2, 1, 0, 4, 1)
    filed.count("nomination", truth, Verdict({"district": "ปากพลี"}, True))
    assert filed.wrong == 1
