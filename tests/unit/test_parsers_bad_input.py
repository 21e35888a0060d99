"""Whatever comes in ends as a reading or as Unreadable with a Thai reason: nothing else leaves the readers."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.errors import Unreadable
from parsers import media_types as types
from parsers.ole import MAGIC
from parsers.records import CERTAIN
from parsers.sandbox import Sandbox
from tests.reading_kit import edited, form, part, pdf, read, texts

SAMPLES = Path(__file__).parent.parent / "golden" / "samples"
PDF = (SAMPLES / "disbursement-30-2020-12.pdf").read_bytes()
DOCX = (SAMPLES / "disbursement-30-2020-12.docx").read_bytes()


def xlsx() -> bytes:
    made = io.BytesIO()
    book: Any = openpyxl.Workbook()
    book.active.append(["ค่าวัสดุ", 97394.5])
    book.save(made)
    return made.getvalue()


def rezipped(data: bytes, change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
        for name, content in (extra or {}).items():
            target.writestr(name, content)
    return made.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(9)
)


def laughing(data: bytes, name: str) -> bytes:
    def change(each: str, content: bytes) -> bytes:
        if each != name:
            return content
        body = content[content.index(b"?>") + 2 :] if content.startswith(b"<?xml") else content
        return LAUGHS + b"]>" + re.sub(rb">", b">&j;", body, count=0)

    return rezipped(data, change)


def bomb(data: bytes) -> bytes:
    return rezipped(data, lambda name, content: content, {"word/media/image1.bin": bytes(150_000_000)})


def false_sizes(data: bytes) -> bytes:
    """A directory that claims small sizes for a large member."""
    made = bytearray(bomb(data))
    at = made.rindex(b"word/media/image1.bin") - 46
    struct.pack_into("<I", made, at + 24, 10)
    return bytes(made)


def locked_office() -> bytes:
    """As much of an encrypted Office file as tells that it is one: an OLE directory that names its package."""
    header = bytearray(512)
    header[:8] = MAGIC
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", header, 44, 1, 1)
    struct.pack_into("<I", header, 56, 4096)
    struct.pack_into("<II", header, 60, 0xFFFFFFFE, 0)
    struct.pack_into("<II", header, 68, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    entries = b""
    for name, kind in (("Root Entry", 5), ("EncryptedPackage", 2), ("EncryptionInfo", 2)):
        entry = bytearray(128)
        encoded = name.encode("utf-16-le") + b"\0\0"
        entry[: len(encoded)] = encoded
        struct.pack_into("<HBB", entry, 64, len(encoded), kind, 1)
        struct.pack_into("<IIII", entry, 68, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
        struct.pack_into("<II", entry, 116, 0xFFFFFFFE, 0)
        entries += bytes(entry)
    return bytes(header) + fat + entries.ljust(512, b"\0")


CASES: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "empty": (lambda: b"", types.PDF, "empty"),
    "not a pdf": (lambda: b"%PDF-1.4 " + b"x" * 500, types.PDF, "broken"),
    "user password": (
        lambda: edited(PDF, lambda document: None, encryption=pikepdf.Encryption(owner="a", user="b")),
        types.PDF,
        "locked",
    ),
    "locked workbook": (locked_office, types.XLSX, "locked"),
    "locked document called old Word": (locked_office, types.DOC, "locked"),
    "not a zip": (lambda: b"PK\x03\x04 nothing", types.XLSX, "broken"),
    "workbook called Word": (xlsx, types.DOCX, "broken"),
    "Word called workbook": (lambda: DOCX, types.XLSX, "broken"),
    "Word called OpenDocument": (lambda: DOCX, types.ODT, "broken"),
    "text called old workbook": (lambda: b"hello", types.XLS, "broken"),
    "zip bomb": (lambda: bomb(DOCX), types.DOCX, "too_large"),
    "zip bomb in a workbook": (lambda: bomb(xlsx()), types.XLSX, "too_large"),
    "billion laughs in Word": (lambda: laughing(DOCX, "word/document.xml"), types.DOCX, "broken"),
    "billion laughs in a workbook": (lambda: laughing(xlsx(), "xl/worksheets/sheet1.xml"), types.XLSX, "broken"),
    "broken xml": (lambda: rezipped(DOCX, lambda name, content: content[: len(content) // 2]), types.DOCX, "broken"),
    "csv of one endless field": (lambda: b'"' + b"x" * 2_000_000, types.CSV, "broken"),
}


@pytest.mark.parametrize("name", CASES)
def test_bad_input_is_refused_with_a_thai_reason(name: str) -> None:
    make, media_type, code = CASES[name]
    with pytest.raises(Unreadable) as caught:
        read(make(), media_type)
    assert caught.value.code == code
    assert re.search("[ก-ฮ]{3}", caught.value.reason)


def test_claimed_sizes_are_not_believed() -> None:
    with pytest.raises(Unreadable) as caught:
        read(false_sizes(DOCX), types.DOCX)
    assert caught.value.code in ("too_large", "broken")


def test_oversize_parts_are_refused_before_they_are_opened() -> None:
    with pytest.raises(Unreadable) as caught:
        read(PDF, types.PDF, part_bytes=1000)
    assert caught.value.code == "too_large"


def test_a_workbook_with_a_cell_at_the_far_corner_is_refused() -> None:
    made = io.BytesIO()
    book: Any = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["XFD1048576"] = 1, 2
    book.save(made)
    with pytest.raises(Unreadable) as caught:
        read(made.getvalue(), types.XLSX)
    assert caught.value.code == "too_large"


def test_format_without_content_at_the_far_corner_does_no_harm() -> None:
    made = io.BytesIO()
    book: Any = openpyxl.Workbook()
    book.active["A1"] = "ค่าวัสดุ"
    book.active["A1048576"].number_format = "0.00"
    book.save(made)
    assert texts(read(made.getvalue(), types.XLSX).pages[0].tables[0]) == [["ค่าวัสดุ"]]


def test_cells_are_counted_before_a_workbook_is_opened() -> None:
    made = io.BytesIO()
    book: Any = openpyxl.Workbook()
    for _ in range(50):
        book.active.append([1] * 50)
    book.save(made)
    with pytest.raises(Unreadable) as caught:
        read(made.getvalue(), types.XLSX, cells=1000)
    assert caught.value.code == "too_large"


def cuts(data: bytes, count: int) -> Iterator[bytes]:
    return (data[: len(data) * step // (count + 1)] for step in range(1, count + 1))


@pytest.mark.parametrize(
    ("data", "media_type"), [(PDF, types.PDF), (DOCX, types.DOCX), (xlsx(), types.XLSX)], ids=["pdf", "docx", "xlsx"]
)
def test_a_truncated_file_never_gives_other_figures(data: bytes, media_type: str) -> None:
    """Cut anywhere, a file is refused, or what is still read of it is what stood there (or is doubted)."""
    whole = {cell.text for page in read(data, media_type).pages for table in page.tables for row in table.rows for cell in row}
    for cut in cuts(data, 25):
        try:
            reading = read(cut, media_type)
        except Unreadable as error:
            assert re.search("[ก-ฮ]{3}", error.reason)
            continue
        for page in reading.pages:
            sure = {cell.text for table in page.tables for row in table.rows for cell in row if cell.confidence >= CERTAIN}
            assert sure <= whole


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_flipped_bytes_never_raise_anything_else(data: Any) -> None:
    source, media_type = data.draw(
        st.sampled_from([(PDF, types.PDF), (DOCX, types.DOCX), (xlsx(), types.XLSX), (locked_office(), types.XLS)])
    )
    changed = bytearray(source)
    for _ in range(data.draw(st.integers(1, 8))):
        changed[data.draw(st.integers(0, len(source) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(bytes(changed), media_type)
    except Unreadable as error:
        assert error.code
        assert re.search("[ก-ฮ]{3}", error.reason)


def test_a_pdf_that_never_ends_is_stopped_in_the_sandbox() -> None:
    """A form that draws itself a hundred million times over."""

    def nest(document: Any) -> None:
        inner = document.make_stream(b"0 0 1 1 re f\n" * 200)
        inner.update(pikepdf.Dictionary(Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]))
        for _ in range(12):
            outer = document.make_stream(b"/F Do\n" * 40)
            resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner))
            outer.update(
                pikepdf.Dictionary(Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9], Resources=resources)
            )
            inner = document.make_indirect(outer)
        document.pages[0].Resources.XObject = pikepdf.Dictionary(F=inner)
        document.pages[0].contents_add(document.make_stream(b"/F Do"))

    data = edited(pdf(form()), nest)
    with Sandbox(timeout=4.0, memory=600_000_000) as sandbox:
        with pytest.raises(Unreadable) as caught:
            sandbox.read(part(data))
        assert caught.value.code in ("timeout", "memory", "crashed")
        assert sandbox.read(part(PDF)).pages
