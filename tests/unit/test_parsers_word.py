from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest

from intake.errors import Unreadable
from parsers import media_types as types
from parsers import office
from parsers.records import CERTAIN, PageReading
from tests.reading_kit import gone, lines, read, texts

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OTHERS = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT_TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def word(body: str, **parts: str) -> bytes:
    """A .docx around a body; ``header`` and ``footer`` become parts of their own."""
    relations = "".join(f'<Relationship Id="r{name}" Type="{OFFICE}/{name}" Target="{name}1.xml"/>' for name in parts)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        target.writestr("[Content_Types].xml", CONTENT_TYPES)
        main = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        target.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{main}</Relationships>')
        described = f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
        target.writestr("word/_rels/document.xml.rels", described)
        target.writestr("word/document.xml", f"<w:document {W} {OTHERS}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            tag = {"header": "hdr", "footer": "ftr"}[name]
            target.writestr(f"word/{name}1.xml", f"<w:{tag} {W}>{content}</w:{tag}>")
    return made.getvalue()


def p(text: str, run: str = "", paragraph: str = "") -> str:
    return f'<w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def reading(body: str, **parts: str) -> PageReading:
    return read(word(body, **parts), types.DOCX)


def test_tables_stand_where_they_stood() -> None:
    page = reading(p("ก่อน") + tbl(tr(tc(p("ก")), tc(p("ข")))) + p("ระหว่าง") + tbl(tr(tc(p("ค")), tc(p("ง")))) + p("หลัง")).pages[
        0
    ]
    assert lines(page) == ["ก่อน", "ระหว่าง", "หลัง"]
    assert [texts(table) for table in page.tables] == [[["ก", "ข"]], [["ค", "ง"]]]
    assert page.table_positions == (1, 2)


def test_merged_cells_stand_once() -> None:
    rows = (
        tr(tc(p("ลำดับ"), '<w:vMerge w:val="restart"/>'), tc(p("เบิกจ่าย"), '<w:gridSpan w:val="2"/>')),
        tr(tc(p(""), "<w:vMerge/>"), tc(p("เดือนนี้")), tc(p("สะสม"))),
        tr(tc(p("๑")), tc(p("๓,๔๕๐.๐๐")), tc(p("๓,๔๕๐.๐๐"))),
    )
    table = reading(tbl(*rows)).pages[0].tables[0]
    assert (table.rows[0][0].row_span, table.rows[1][0].covered) == (2, True)
    assert (table.rows[0][1].col_span, table.rows[0][2].covered) == (2, True)
    assert texts(table)[2] == ["๑", "๓,๔๕๐.๐๐", "๓,๔๕๐.๐๐"]


def test_nested_tables_come_after_and_cells_keep_their_paragraphs() -> None:
    inner = tbl(tr(tc(p("ใน")), tc(p("๑๐.๐๐"))))
    page = reading(tbl(tr(tc(p("นอก") + p("บรรทัดสอง")), tc(inner + p(""))))).pages[0]
    assert [texts(table) for table in page.tables] == [[["นอก บรรทัดสอง", ""]], [["ใน", "๑๐.๐๐"]]]


def test_insertions_are_read_deletions_not_and_both_are_doubted() -> None:
    body = (
        "<w:p><w:r><w:t>ยอด </w:t></w:r><w:del><w:r><w:delText>1,000.00</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>2,000.00</w:t></w:r></w:ins></w:p>" + p("ไม่ถูกแก้")
    )
    found = reading(body)
    assert [(line.text, line.confidence >= CERTAIN) for line in found.pages[0].lines] == [
        ("ยอด 2,000.00", False),
        ("ไม่ถูกแก้", True),
    ]
    assert "Track Changes" in found.warnings[0]


def test_a_deleted_row_is_not_read() -> None:
    rows = (tr(tc(p("ก")), tc(p("๑"))), tr(tc(p("ข")), tc(p("๒")), properties="<w:del/>"))
    assert texts(reading(tbl(*rows)).pages[0].tables[0]) == [["ก", "๑"]]


def test_struck_and_hidden_text_is_left_out_and_told() -> None:
    body = (
        "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>1,000.00</w:t></w:r><w:r><w:t>2,000.00</w:t></w:r></w:p>"
        + p("ลับ", "<w:vanish/>")
        + p("เปิด")
    )
    found = reading(body)
    assert lines(found.pages[0]) == ["2,000.00", "เปิด"]
    assert found.pages[0].lines[0].confidence < CERTAIN
    assert len(found.warnings) == 2


def test_text_boxes_content_controls_headers_and_footers_are_read_once() -> None:
    box = "<w:txbxContent>" + p("ในกล่อง") + "</w:txbxContent>"
    choice = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    drawing = f"<w:p><w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r></w:p>"
    control = "<w:sdt><w:sdtPr/><w:sdtContent>" + p("เดือนธันวาคม") + "</w:sdtContent></w:sdt>"
    inline = "<w:p><w:r><w:t>จังหวัด</w:t></w:r><w:sdt><w:sdtContent><w:r><w:t>น่าน</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    page = reading(drawing + control + inline, header=p("หัวกระดาษ"), footer=p("ท้ายกระดาษ")).pages[0]
    assert lines(page) == ["หัวกระดาษ", "ในกล่อง", "เดือนธันวาคม", "จังหวัดน่าน", "ท้ายกระดาษ"]


@pytest.mark.parametrize(
    "between",
    [
        '<w:p><w:r><w:br w:type="page"/></w:r></w:p>',
        '<w:p><w:pPr><w:sectPr><w:type w:val="nextPage"/></w:sectPr></w:pPr></w:p>',
        "<w:p><w:pPr><w:pageBreakBefore/></w:pPr></w:p>",
    ],
)
def test_a_letter_and_its_form_come_apart_at_a_page_break(between: str) -> None:
    found = reading(p("หนังสือ") + between + tbl(tr(tc(p("ก")), tc(p("๑")))))
    assert [(page.number, lines(page), len(page.tables)) for page in found.pages] == [(1, ["หนังสือ"], 0), (2, [], 1)]
    assert found.pages[1].tables[0].page == 2


def test_marks_tabs_breaks_and_fields_become_text() -> None:
    body = (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>ด่วน</w:t><w:tab/><w:t>ปกติ</w:t><w:br/><w:t>บรรทัดสอง</w:t>'
        '<w:fldChar w:fldCharType="begin"/><w:instrText>PAGE 7</w:instrText><w:noBreakHyphen/></w:r></w:p>'
        '<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData></w:fldChar>'
        "<w:t>ส่งแล้ว</w:t></w:r></w:p>"
    )
    assert lines(reading(body).pages[0]) == ["☑ด่วน   ปกติ", "บรรทัดสอง-", "☑ส่งแล้ว"]


def test_a_frame_of_one_column_is_text() -> None:
    page = reading(tbl(tr(tc(p("บรรทัดหนึ่ง") + p("บรรทัดสอง"))))).pages[0]
    assert (lines(page), page.tables) == (["บรรทัดหนึ่ง บรรทัดสอง"], ())


def test_strict_documents_are_read() -> None:
    data = word(p("จังหวัดน่าน"))
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            content = source.read(name).replace(
                b"schemas.openxmlformats.org/wordprocessingml/2006/main", b"purl.oclc.org/ooxml/wordprocessingml/main"
            )
            target.writestr(name, content)
    assert lines(read(made.getvalue(), types.DOCX).pages[0]) == ["จังหวัดน่าน"]


def test_what_python_docx_writes_is_read() -> None:
    document = docx.Document()
    document.add_paragraph("จังหวัดนครราชสีมา")
    table = document.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "รวม"
    table.cell(1, 2).text = "๙๗,๓๙๔.๐๐"
    made = io.BytesIO()
    document.save(made)
    found = read(made.getvalue(), types.DOCX)
    assert (lines(found.pages[0]), found.warnings) == (["จังหวัดนครราชสีมา"], ())
    assert (found.pages[0].tables[0].rows[0][0].col_span, found.pages[0].tables[0].rows[1][2].text) == (2, "๙๗,๓๙๔.๐๐")


def test_empty_and_picture_only_documents_are_told_apart() -> None:
    with pytest.raises(Unreadable) as empty:
        reading(p(" "))
    made = io.BytesIO(word(p("")))
    with zipfile.ZipFile(made, "a") as target:
        target.writestr("word/media/image1.png", b"x")
    with pytest.raises(Unreadable) as picture:
        read(made.getvalue(), types.DOCX)
    assert (empty.value.code, picture.value.code) == ("empty", "image_only")


def test_old_word_without_libreoffice_asks_for_another_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(Unreadable) as caught:
        read(b"{\\rtf1 x}", types.RTF)
    assert caught.value.code == "unknown_type"
    assert ".docx" in caught.value.reason


def test_libreoffice_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 60 & echo $! > " + str(tmp_path / "pid") + "\nwait\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr("shutil.which", lambda name: str(program))
    monkeypatch.setattr(office, "TIMEOUT_SECONDS", 1)
    with pytest.raises(Unreadable) as caught:
        read(b"{\\rtf1 x}", types.RTF)
    assert caught.value.code == "timeout"
    child = (tmp_path / "pid").read_text(encoding="utf-8").strip()
    assert gone(int(child))


@pytest.mark.slow
@pytest.mark.parametrize(("suffix", "media_type"), [("doc", types.DOC), ("rtf", types.RTF), ("odt", types.ODT)])
def test_old_formats_read_like_the_new_one(tmp_path: Path, suffix: str, media_type: str) -> None:
    sample = Path(__file__).parent.parent / "golden" / "samples" / "disbursement-30-2020-12.docx"
    profile = (tmp_path / "profile").as_uri()
    command = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        suffix,
        "--outdir",
        str(tmp_path),
        str(sample),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    old = read((tmp_path / f"{sample.stem}.{suffix}").read_bytes(), media_type)
    new = read(sample.read_bytes(), types.DOCX)
    assert [lines(page) for page in old.pages] == [lines(page) for page in new.pages]
    assert [texts(table) for page in old.pages for table in page.tables] == [
        texts(table) for page in new.pages for table in page.tables
    ]
