"""What bytes really are, whatever their name says. Files are made by the real libraries where there is one."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile

import docx
import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText
from PIL import Image

from parsers import media_types as mt
from parsers import ole, pixels, sniff, unpack


def xlsx() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def word() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def xls() -> bytes:
    book = xlwt.Workbook()
    book.add_sheet("1").write(0, 0, "จังหวัด")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def odf(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def office(main: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="application/vnd.{main}+xml"/></Types>')
        archive.writestr("x/y.xml", "<x/>")
    return out.getvalue()


def compound(streams: dict[str, bytes]) -> bytes:
    """An OLE compound file with these streams, each at least 4096 bytes (MS-CFB, version 3)."""
    sectors: list[bytes] = []
    fat: list[int] = []
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, data in streams.items():
        data = data.ljust(4096, b"\0")
        chunks = [data[at : at + 512].ljust(512, b"\0") for at in range(0, len(data), 512)]
        start = len(sectors)
        sectors += chunks
        fat += [*range(start + 1, start + len(chunks)), 0xFFFFFFFE]
        entries.append(_entry(name, 2, start, len(data)))
    directory = b"".join(entries).ljust(-(-len(entries) * 128 // 512) * 512, b"\0")
    first = len(sectors)
    chunks = [directory[at : at + 512] for at in range(0, len(directory), 512)]
    sectors += chunks
    fat += [*range(first + 1, first + len(chunks)), 0xFFFFFFFE]
    fat_sector = len(sectors)
    fat.append(0xFFFFFFFD)
    table = b"".join(struct.pack("<I", number) for number in fat).ljust(512, b"\xff")
    header = ole.MAGIC + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIII", 1, first, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", fat_sector) + b"\xff" * (108 * 4)
    return header + b"".join(sectors) + table


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    head = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1) + struct.pack("<III", *[0xFFFFFFFF] * 3)
    return head + bytes(36) + struct.pack("<II", start, size) + bytes(4)


def picture(kind: str, size: tuple[int, int] = (30, 20)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a"), io.BytesIO())
    return out.getvalue()


MAIL = b"Received: from a by b; x\r\nFrom: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n\r\nbody"
CMS = b"\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"
HTML_TABLE = "<html><body><table><tr><td>จังหวัด</td></tr></table></body></html>"
CASES: list[tuple[str, bytes, str, str, str]] = [
    ("pdf", b"%PDF-1.4\n1 0 obj", "a.pdf", "application/pdf", mt.PDF),
    ("pdf called doc", b"%PDF-1.4\n1 0 obj", "a.doc", "application/msword", mt.PDF),
    ("pdf with junk before", b"\0\r\n%PDF-1.7\n\xe2\xe3", "a.pdf", "", mt.PDF),
    ("pdf far behind binary junk", bytes(range(256)) * 20 + b"%PDF-1.7", "a.pdf", "", mt.PDF),
    ("a text about %PDF-", b"see %PDF- header", "a.txt", "text/plain", mt.PLAIN),
    ("docx", word(), "a.zip", "application/zip", mt.DOCX),
    ("docx as octets", word(), "a", "application/octet-stream", mt.DOCX),
    ("xlsx", xlsx(), "รายงาน.xls", "application/vnd.ms-excel", mt.XLSX),
    ("xlsm", office("ms-excel.sheet.macroEnabled.main"), "a.xlsx", "", mt.XLSM),
    ("docm", office("ms-word.document.macroEnabled.main"), "a", "", mt.DOCM),
    ("xlsb", office("ms-excel.sheet.binary.macroEnabled.main"), "a", "", mt.XLSB),
    ("pptx", office("openxmlformats-officedocument.presentationml.presentation.main"), "a", "", mt.PPTX),
    ("xlsx cut short", xlsx()[:-200], "a.xlsx", "", mt.XLSX),
    ("ods", odf(OpenDocumentSpreadsheet()), "a.xls", "", mt.ODS),
    ("odt", odf(OpenDocumentText()), "a", "", mt.ODT),
    ("xls", xls(), "a.xlsx", "", mt.XLS),
    ("doc", compound({"WordDocument": b"\xec\xa5"}), "a", "", mt.DOC),
    ("ppt", compound({"PowerPoint Document": b""}), "a", "", mt.PPT),
    ("msg", compound({"__properties_version1.0": b""}), "a", "", mt.MSG),
    ("locked xlsx", compound({"EncryptionInfo": b"", "EncryptedPackage": b""}), "a.xlsx", mt.XLSX, mt.LOCKED_OFFICE),
    ("some other compound file", compound({"Contents": b""}), "a", "", mt.OLE),
    ("compound file cut short", compound({"WordDocument": b""})[:600], "a", "", mt.OLE),
    ("html", HTML_TABLE.encode(), "a.html", "text/html", mt.HTML),
    ("html called xls", HTML_TABLE.encode("cp874"), "รายงาน.xls", "application/vnd.ms-excel", mt.HTML),
    ("html with remarks before", b"\xef\xbb\xbf<!-- x -->\n<!DOCTYPE HTML PUBLIC>", "a", "", mt.HTML),
    ("html without its head", "สวัสดี<br>ครับ".encode(), "", "text/html", mt.HTML),
    ("text called html", "สวัสดี 1 < 2".encode(), "", "text/html", mt.PLAIN),
    ("csv", "จังหวัด,เบิกจ่าย\nนครราชสีมา,1".encode("cp874"), "a.csv", "application/octet-stream", mt.CSV),
    ("csv declared", b"a,b\n", "a.txt", "text/csv", mt.CSV),
    ("tabs called xls", b"a\tb\n1\t2\n", "a.xls", "application/vnd.ms-excel", mt.TSV),
    ("tsv", b"a\tb\n", "a.tsv", "", mt.TSV),
    ("plain", "เรียน".encode("cp874"), "", "text/plain", mt.PLAIN),
    ("utf-16 text", "\ufeffเรียน".encode("utf-16-le"), "", "text/plain", mt.PLAIN),
    ("plain called pdf", "เรียน".encode(), "a.pdf", "application/pdf", mt.PLAIN),
    ("spreadsheet xml", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "a.xls", "", "text/xml"),
    ("png", picture("PNG"), "a.jpg", "image/jpeg", "image/png"),
    ("jpeg", picture("JPEG"), "", "", "image/jpeg"),
    ("tiff", picture("TIFF"), "", "", "image/tiff"),
    ("tiff, big-endian", b"MM\0*\0\0\0\x08", "", "", "image/tiff"),
    ("gif", picture("GIF"), "", "", "image/gif"),
    ("bmp", picture("BMP"), "", "", "image/bmp"),
    ("webp", picture("WEBP"), "", "", "image/webp"),
    ("heic", b"\0\0\0\x18ftypheic\0\0\0\0", "", "", "image/heic"),
    ("zip", zipped(a=b"1"), "a.docx", "", mt.ZIP),
    ("zip without files", zipped(), "a", "", mt.ZIP),
    ("rar", b"Rar!\x1a\x07\x01\0\x33", "a", "", mt.RAR),
    ("7z", b"7z\xbc\xaf\x27\x1c\0\4", "a", "", mt.SEVEN_ZIP),
    ("gz", gzip.compress(b"x"), "a", "", mt.GZIP),
    ("tar", tarred(), "a", "", "application/x-tar"),
    ("tnef", b"\x78\x9f\x3e\x22\1\0", "winmail.dat", "application/octet-stream", mt.TNEF),
    ("mail", MAIL, "a.txt", "application/octet-stream", mt.RFC822),
    ("mail with an mbox line", b"From a@b Tue\n" + MAIL, "a", "", mt.RFC822),
    (
        "web page in one file",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x",
        "a.doc",
        "",
        mt.MHTML,
    ),
    ("a memo with colons", "To: อธิบดี\nRe: x\n\nเรียน".encode(), "", "text/plain", mt.PLAIN),
    ("rtf", b"{\\rtf1\\ansi", "a.doc", "application/msword", mt.RTF),
    ("ics", b"BEGIN:VCALENDAR\r\n", "", "", mt.ICS),
    ("vcf", b"BEGIN:VCARD\r\n", "", "", mt.VCARD),
    ("p7s", CMS + b"\x02\xa0", "smime.p7s", "application/pkcs7-signature", mt.SIGNATURE),
    ("p7m signed", CMS + b"\x02\xa0", "smime.p7m", "application/pkcs7-mime", mt.ENVELOPE),
    ("p7m locked", CMS + b"\x03\xa0", "smime.p7m", "application/pkcs7-mime", mt.ENVELOPE),
    ("a link to somewhere", b"[InternetShortcut]\r\nURL=https://x.example\r\n", "a.url", "", mt.SHORTCUT),
    ("a program", b"MZ\x90\0\3\0\0\0", "report.pdf", "application/pdf", "application/x-msdownload"),
    ("a text that begins like a program", b"MZ is a prefix", "", "text/plain", mt.PLAIN),
    ("unknown", bytes(range(256)), "a.pdf", "application/pdf", mt.OCTETS),
    ("nothing", b"", "a.pdf", "application/pdf", "application/pdf"),
    ("nothing at all", b"", "", "", mt.OCTETS),
]


@pytest.mark.parametrize(("data", "name", "declared", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_bytes_win(data: bytes, name: str, declared: str, found: str) -> None:
    assert sniff.media_type(data, name, declared) == found


@pytest.mark.parametrize(
    ("found", "name", "told"),
    [
        (mt.XLSX, "รายงาน.xls", True),
        (mt.HTML, "รายงาน.xls", True),
        (mt.PDF, "a.pdf", False),
        (mt.DOCX, "หนังสือ ธ.ค. 63", False),
        ("image/jpeg", "a.JPG", False),
        (mt.LOCKED_OFFICE, "a.xlsx", False),
    ],
)
def test_mislabelled_is_told_in_thai(found: str, name: str, told: bool) -> None:
    remark = sniff.mislabelled(found, name)
    assert bool(remark) is told
    assert not told or name in remark


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "JPEG"])
def test_pixels(kind: str) -> None:
    assert pixels.size(picture(kind, (321, 123))) == (321, 123)
    assert pixels.size(picture(kind)[:9]) is None


def test_a_zip_tells_what_is_inside_with_thai_names_of_old_windows() -> None:
    data = bytearray(zipped(report=b"1", xxxxxx=b"2"))
    data = bytearray(bytes(data).replace(b"xxxxxx", bytes([0xC3, 0xD2, 0xC2, 0xA7, 0xD2, 0xB9])))
    listing = unpack.list_zip(bytes(data))
    assert (listing.names, listing.count, listing.locked, listing.broken) == (("report", "รายงาน"), 2, False, False)


def test_a_zip_with_a_password_is_seen() -> None:
    data = bytearray(zipped(a=b"1"))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert unpack.list_zip(bytes(data)).locked


def test_a_zip_that_is_broken_or_empty_is_told_apart() -> None:
    assert unpack.list_zip(b"PK\x03\x04").broken
    assert unpack.list_zip(zipped()).count == 0


def test_a_zip_of_many_files_is_listed_in_part() -> None:
    listing = unpack.list_zip(zipped(**{f"f{n}": b"" for n in range(40)}))
    assert (listing.count, len(listing.names)) == (40, unpack.MAX_NAMES)


FILEPASS = struct.pack("<HH", 0x809, 16) + bytes(16) + struct.pack("<HH", 0x2F, 6) + bytes(6)
WORD_LOCKED = b"\xec\xa5\xc1\0" + bytes(6) + b"\0\x01"


@pytest.mark.parametrize(
    ("data", "found", "locked"),
    [
        (compound({"Workbook": FILEPASS}), mt.XLS, True),
        (xls(), mt.XLS, False),
        (compound({"WordDocument": WORD_LOCKED + bytes(20)}), mt.DOC, True),
        (compound({"WordDocument": b"\xec\xa5\xc1\0" + bytes(20)}), mt.DOC, False),
        (compound({"EncryptedPackage": b""}), mt.LOCKED_OFFICE, True),
        (zipped(**{"META-INF__manifest.xml": b"<m:encryption-data/>"}), mt.ODS, True),
        (odf(OpenDocumentSpreadsheet()), mt.ODS, False),
        (xlsx(), mt.XLSX, False),
    ],
)
def test_passwords_are_seen(data: bytes, found: str, locked: bool) -> None:
    assert unpack.is_locked(data, found) is locked
