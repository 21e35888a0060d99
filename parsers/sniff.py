"""What a part really is: its bytes win over its declared type and its name.

A sender's word is used only between types that share one form: a text is CSV only if it is called so, a CMS structure is a
signature or an envelope. Reading of zip directories is bounded and nothing is unpacked but two small well-known members.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
import zlib

from parsers import ole
from parsers.media_types import (
    CSV,
    DOC,
    DOCM,
    DOCX,
    ENVELOPE,
    EXTENSIONS,
    GZIP,
    HTML,
    ICS,
    KNOWN_EXTENSIONS,
    LOCKED_OFFICE,
    MHTML,
    MSG,
    OCTETS,
    OLE,
    PDF,
    PLAIN,
    PPT,
    PPTX,
    RAR,
    RFC822,
    RTF,
    SEVEN_ZIP,
    SHORTCUT,
    SIGNATURE,
    TNEF,
    TSV,
    VCARD,
    XLS,
    XLSB,
    XLSM,
    XLSX,
    ZIP,
    extension_of,
)
from parsers.thai import charset

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"II+\0", "image/tiff"),
    (0, b"MM\0+", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (0, b"\0\0\0\x0cjP  ", "image/jp2"),
    (0, b"\xd7\xcd\xc6\x9a", "image/wmf"),
    (40, b" EMF", "image/emf"),
    (0, b"Rar!\x1a\x07", RAR),
    (0, b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (0, b"\x1f\x8b\x08", GZIP),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"MSCF\0\0\0\0", "application/vnd.ms-cab-compressed"),
    (257, b"ustar", "application/x-tar"),
    (0, b"\x78\x9f\x3e\x22", TNEF),
    (0, b"{\\rtf", RTF),
    (0, b"%!PS", "application/postscript"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"MZ", "application/x-msdownload"),
    (0, b"L\0\0\0\x01\x14\x02\0", "application/x-ms-shortcut"),
)
_OFFICE_MAIN: tuple[tuple[bytes, str], ...] = (
    (b"ms-word.document.macroenabled.main", DOCM),
    (b"ms-word.template.macroenabledtemplate.main", DOCM),
    (b"wordprocessingml.document.main", DOCX),
    (b"wordprocessingml.template.main", DOCX),
    (b"ms-excel.sheet.macroenabled.main", XLSM),
    (b"ms-excel.template.macroenabled.main", XLSM),
    (b"ms-excel.sheet.binary.macroenabled.main", XLSB),
    (b"spreadsheetml.sheet.main", XLSX),
    (b"spreadsheetml.template.main", XLSX),
    (b"presentationml.", PPTX),
)
_OFFICE_MEMBERS = ((b"word/document", DOCX), (b"xl/workbook.bin", XLSB), (b"xl/workbook", XLSX), (b"ppt/presentation", PPTX))
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|style|table|div|span|p|br|font|center|b|h\d)\b",
    re.I | re.S,
)
_HTML_TAG = re.compile(
    r"<(?:html|body|div|p|br|table|tr|td|span|font|b|a|ul|li|img|h\d|strong|o:p)\b[^>]*/?>|</(?:html|p|div|a|b|span)>", re.I
)
_HEADER_LINE = re.compile(r"([A-Za-z][A-Za-z0-9-]*)[ \t]*:")
_MAIL_HEADERS = frozenset({"received", "from", "to", "subject", "date", "message-id", "return-path", "delivered-to"})
_OTHER_HEADERS = frozenset(
    {"mime-version", "sender", "reply-to", "cc", "importance", "in-reply-to", "references", "thread-topic"}
)
_CONTROL = bytes(set(range(32)) - {7, 8, 9, 10, 12, 13, 27, 26}) + b"\x7f"
_LOOK = 4096
_MAX_MEMBER = 1 << 20


def media_type(data: bytes, name: str = "", declared: str = "") -> str:
    """The media type that the bytes show, lower case; ``application/octet-stream`` for what is unknown. Never raises.

    Args:
        name: file name, used only to choose between kinds of text.
        declared: what the sender declared; used likewise, and returned for empty data.
    """
    if not data:
        return declared or OCTETS
    extension = _extension(name)
    found = _by_magic(data, declared, extension)
    if found:
        return found
    if looks_like_text(data):
        return _text_type(data, extension, declared)
    return PDF if b"%PDF-" in data[: 1 << 16] else OCTETS


def _extension(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def _by_magic(data: bytes, declared: str, extension: str) -> str:
    if data[:1024].lstrip(b"\0\t\r\n \xef\xbb\xbf").startswith(b"%PDF-"):
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_type(data)
    if data.startswith(ole.MAGIC):
        return _ole_type(data)
    for offset, magic, found in _MAGIC:
        if data.startswith(magic, offset) and not (
            len(magic) < 4 and offset == 0 and data[:64].isascii() and looks_like_text(data)
        ):
            return found
    if data.startswith(b"BM") and len(data) > 26 and data[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if data[4:8] == b"ftyp":
        return "image/heic" if data[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"hevc") else "video/mp4"
    return _cms_type(data, declared, extension)


def _cms_type(data: bytes, declared: str, extension: str) -> str:
    head = data[:64]
    if head[:1] != b"\x30" or b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07" not in head:
        return ""
    is_signature = extension == "p7s" or "signature" in declared
    return SIGNATURE if b"\x01\x07\x02" in head and is_signature else ENVELOPE


def _zip_type(data: bytes) -> str:
    """Office documents by what their zip holds; a damaged one by the names of members that can still be seen."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            types = _member(archive, "[Content_Types].xml").lower() if "[Content_Types].xml" in names else b""
            kind = _member(archive, "mimetype").strip() if "mimetype" in names else b""
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError, UnicodeError, RuntimeError):
        return next((found for mark, found in _OFFICE_MEMBERS if mark in data), ZIP)
    if kind.startswith(b"application/vnd.oasis.opendocument."):
        return kind.decode("ascii", "replace").removesuffix("-template").lower()[:100]
    if types:
        found = next((found for mark, found in _OFFICE_MAIN if mark in types), "")
        listed = "\n".join(names).encode("utf-8", "replace")
        return found or next((found for mark, found in _OFFICE_MEMBERS if mark in listed), ZIP)
    return ZIP


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as file:
            return file.read(_MAX_MEMBER)
    except (zipfile.BadZipFile, RuntimeError, zlib.error, NotImplementedError, OSError, EOFError, ValueError):
        return b""


def _ole_type(data: bytes) -> str:
    names = ole.streams(data)
    if "encryptedpackage" in names:
        return LOCKED_OFFICE
    if "worddocument" in names:
        return DOC
    if "workbook" in names or "book" in names:
        return XLS
    if "powerpoint document" in names:
        return PPT
    if "__properties_version1.0" in names or any(name.startswith("__substg1.0_") for name in names):
        return MSG
    return OLE


def looks_like_text(data: bytes) -> bool:
    """Whether the bytes are text of some charset: hardly any control characters, or UTF-16 with a byte order mark."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and len(data) % 2 == 0:
        return True
    sample = data[:_LOOK] + data[-_LOOK:] if len(data) > 2 * _LOOK else data
    return len(sample) - len(sample.translate(None, _CONTROL)) <= len(sample) // 200


def _text_type(data: bytes, extension: str, declared: str) -> str:
    text = charset.decode(data[:_LOOK], None)[0].lstrip("\ufeff")
    if text.startswith("BEGIN:VCALENDAR"):
        return ICS
    if text.startswith("BEGIN:VCARD"):
        return VCARD
    if text.lstrip().lower().startswith(("[internetshortcut]", "[{000214a0-")):
        return SHORTCUT
    if text.startswith("-----BEGIN PGP SIGNATURE"):
        return "application/pgp-signature"
    if text.startswith("-----BEGIN PGP MESSAGE"):
        return "application/pgp-encrypted"
    if text.startswith("-----BEGIN PKCS7"):
        return SIGNATURE if extension == "p7s" else ENVELOPE
    if _is_html(text, extension, declared):
        return HTML
    if text.lstrip().startswith("<?xml"):
        return "image/svg+xml" if "<svg" in text else "text/xml"
    return _mail_type(text) or _delimited(text, extension, declared) or PLAIN


def _is_html(text: str, extension: str, declared: str) -> bool:
    if _HTML_START.match(text):
        return 'progid="Excel.Sheet"' not in text and "<svg" not in text[:300]
    claims = declared in (HTML, "application/xhtml+xml") or extension in ("htm", "html", "xls", "doc")
    return claims and bool(_HTML_TAG.search(text))


def _mail_type(text: str) -> str:
    """A message that was saved or attached: it begins with headers, two of which only mail has."""
    names: list[str] = []
    for line in re.sub(r"\A(?:\s*\n|From [^\n]*\n)*", "", text).splitlines():
        if line[:1] in (" ", "\t") and names:
            continue
        if not (match := _HEADER_LINE.match(line)):
            break
        names.append(match[1].lower())
    if len(_MAIL_HEADERS.intersection(names)) >= 2 and _begins_mail(names[0]):
        return RFC822
    return MHTML if "mime-version" in names and re.search(r"multipart/related", text[:1000], re.I) else ""


def _begins_mail(name: str) -> bool:
    return (
        name in _MAIL_HEADERS
        or name in _OTHER_HEADERS
        or name.startswith(("x-", "arc-", "dkim-", "content-", "authentication-"))
    )


def _delimited(text: str, extension: str, declared: str) -> str:
    """CSV or TSV, where the name or the sender says that it is a table of some sort."""
    if extension in ("tsv", "tab") or declared == TSV:
        return TSV
    if extension in ("csv", "xls", "xlsx") or declared in (CSV, "application/csv", "text/comma-separated-values", XLS):
        first = text.splitlines()[0] if text.strip() else ""
        return TSV if "\t" in first and extension != "csv" else CSV
    return ""


def mislabelled(found: str, name: str) -> str:
    """Formal Thai remark where a file's extension promises another type than its bytes show; empty where it does not."""
    extension = _extension(name)
    if extension not in KNOWN_EXTENSIONS or extension in EXTENSIONS.get(found, frozenset()):
        return ""
    shown = extension_of(found).removeprefix(".") or found
    return f"ไฟล์ “{name}” มีนามสกุล .{extension} แต่เนื้อหาเป็นชนิด {shown} ระบบอ่านตามเนื้อหาจริง"
