"""Whether the margin broke a line, by its place, by the writer's paragraphs, by a mail program's habit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.flow import flow
from parsers.records import Document, Line, Method, Page

LEFT, RIGHT, WIDTH = 70.0, 540.0, 595.0


def rows(*lines: tuple[str, float, float], method: Method = Method.TEXT_LAYER, height: float = 20.0) -> list[str]:
    """The joined rows of lines given with their left and right ends, one below the other."""
    placed = tuple(Line(text, (x0, n * height, x1, (n + 1) * height - 2)) for n, (text, x0, x1) in enumerate(lines))
    return [row.text for row in flow(Document("p", "a.pdf", (page(placed, method, WIDTH),), method), "").rows]


def page(lines: tuple[Line, ...], method: Method, width: float) -> Page:
    return Page(1, width, width * 1.4, None, 0, 0.0, method, 0.999, lines)


def plain(*texts: str, method: Method) -> list[str]:
    made = Document("p", "a", (page(tuple(Line(text) for text in texts), method, 0.0),), method)
    return [row.text for row in flow(made, "").rows]


FULL = ("จังหวัดน่านพิจารณาแล้วเห็นควรเสนอศูนย์บริการประชาชนของ", LEFT, RIGHT)


def test_a_full_line_goes_on() -> None:
    assert rows(FULL, ("ทุกอำเภอ", LEFT, 130.0)) == ["จังหวัดน่านพิจารณาแล้วเห็นควรเสนอศูนย์บริการประชาชนของทุกอำเภอ"]


@pytest.mark.parametrize(
    "below",
    [("ทุกอำเภอ", LEFT + 36, 166.0), ("โดย ศูนย์ดำรงธรรมอำเภอปัว จังหวัดน่าน", LEFT, 300.0), ("๒. อื่น ๆ", LEFT, 120.0)],
    ids=["indented", "author", "next item"],
)
def test_a_full_line_before_a_new_beginning_ends(below: tuple[str, float, float]) -> None:
    assert len(rows(FULL, below)) == 2


def test_a_line_with_room_for_the_next_word_was_ended_by_its_writer() -> None:
    assert len(rows(FULL, ("เรื่อง ยิ้มได้ที่ปัว บริการถึงบ้านทุกวัน", LEFT, 420.0), ("ด้วยใจ", LEFT, 110.0))) == 3


def test_a_long_word_with_its_leaders_had_no_room() -> None:
    found = rows(FULL, ("ชื่อผลงาน ........ระบบติดตามเรื่องร้องเรียนด้วย", LEFT, 480.0), ("โค้ด..............", LEFT, 150.0))
    assert found[-1] == "ชื่อผลงาน ระบบติดตามเรื่องร้องเรียนด้วยโค้ด"


def test_short_lines_alone_make_no_margin() -> None:
    assert len(rows(("ศูนย์บริการประชาชนอำเภอปัวยุคใหม่", LEFT, 300.0), ("ยิ้มได้ทุกวัน", LEFT, 150.0))) == 2


def test_a_title_centred_on_two_lines_is_one() -> None:
    assert len(rows(("สรุปงานเด่นประจำปีของศูนย์บริการประชาชนในพื้นที่ห่างไกลและ", 72.0, 530.0), ("ทุรกันดาร", 270.0, 330.0))) == 1


def test_a_space_before_latin_letters_comes_back() -> None:
    assert rows(("ไม่สามารถบันทึกข้อมูลของทุกอำเภอในจังหวัดลงในระบบ e-fms", LEFT, RIGHT), ("ได้", LEFT, 90.0))[0].endswith("e-fms ได้")


def test_paragraphs_of_word_are_whole() -> None:
    long = "ศูนย์บริการประชาชนอำเภอปัวเปิดให้บริการทุกวันรวมทั้งวันหยุด"
    assert len(plain(long, "ประชาชนพอใจ", long, method=Method.TEXT_LAYER)) == 3


def test_text_that_was_pasted_line_by_line_is_joined() -> None:
    line = "ศูนย์บริการประชาชนอำเภอปัวเปิดให้บริการทุกวันรวมทั้งวันหยุดด้วย"
    assert len(plain(line, line, line, line, "ทุกคน", method=Method.TEXT_LAYER)) == 1


@pytest.mark.parametrize(("length", "count"), [(40, 2), (70, 1), (200, 2)])
def test_a_mail_program_breaks_at_its_own_length(length: int, count: int) -> None:
    assert len(plain("ก" * length, "ต่อไป", method=Method.BODY)) == count


def test_one_doubtful_line_leaves_the_others_certain() -> None:
    lines = (Line("จังหวัดน่าน", confidence=0.9), Line("อำเภอปัว", confidence=0.999))
    made = replace(page(lines, Method.TEXT_LAYER, 0.0), confidence=0.9)
    pieces = flow(Document("p", "a", (made,), Method.TEXT_LAYER)).pieces
    assert [piece.confidence for piece in pieces] == [0.9, 0.999]


def test_a_doubtful_page_makes_every_line_doubtful() -> None:
    made = replace(page((Line("จังหวัดน่าน"),), Method.TEXT_LAYER, 0.0), confidence=0.5)
    assert flow(Document("p", "a", (made,), Method.TEXT_LAYER)).pieces[0].confidence == 0.5
