"""Names of media types as damrong uses them, and the file extensions that go with them."""

from __future__ import annotations

OCTETS = "application/octet-stream"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOCM = "application/vnd.ms-word.document.macroenabled.12"
XLSM = "application/vnd.ms-excel.sheet.macroenabled.12"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
DOC = "application/msword"
XLS = "application/vnd.ms-excel"
PPT = "application/vnd.ms-powerpoint"
MSG = "application/vnd.ms-outlook"
LOCKED_OFFICE = "application/x-ooxml-protected"
"""Office Open XML behind a password: an OLE file with the encrypted package inside."""
OLE = "application/x-ole-storage"
ZIP, RAR, SEVEN_ZIP, GZIP = "application/zip", "application/vnd.rar", "application/x-7z-compressed", "application/gzip"
ARCHIVES = frozenset(
    {
        ZIP,
        RAR,
        SEVEN_ZIP,
        GZIP,
        "application/x-tar",
        "application/x-bzip2",
        "application/x-xz",
        "application/vnd.ms-cab-compressed",
    }
)
TNEF = "application/vnd.ms-tnef"
RFC822 = "message/rfc822"
MHTML = "multipart/related"
"""A web page saved as one file, as old Word and Excel do under the name .doc or .xls."""
HTML, PLAIN, CSV, TSV, RTF, ICS, VCARD = (
    "text/html",
    "text/plain",
    "text/csv",
    "text/tab-separated-values",
    "application/rtf",
    "text/calendar",
    "text/vcard",
)
SHORTCUT = "application/internet-shortcut"
SIGNATURE, ENVELOPE = "application/pkcs7-signature", "application/pkcs7-mime"

EXTENSIONS: dict[str, frozenset[str]] = {
    PDF: frozenset({"pdf"}),
    DOCX: frozenset({"docx", "dotx"}),
    DOCM: frozenset({"docm", "dotm"}),
    XLSX: frozenset({"xlsx", "xltx"}),
    XLSM: frozenset({"xlsm", "xltm"}),
    XLSB: frozenset({"xlsb"}),
    PPTX: frozenset({"pptx", "ppsx", "potx"}),
    ODT: frozenset({"odt", "ott"}),
    ODS: frozenset({"ods", "ots"}),
    DOC: frozenset({"doc", "dot", "wps"}),
    XLS: frozenset({"xls", "xlt"}),
    PPT: frozenset({"ppt", "pps"}),
    MSG: frozenset({"msg"}),
    LOCKED_OFFICE: frozenset({"docx", "xlsx", "pptx", "xlsm", "docm"}),
    HTML: frozenset({"html", "htm"}),
    PLAIN: frozenset({"txt", "text", "log", "asc"}),
    CSV: frozenset({"csv", "txt"}),
    TSV: frozenset({"tsv", "tab", "txt"}),
    RTF: frozenset({"rtf"}),
    ZIP: frozenset({"zip"}),
    RAR: frozenset({"rar"}),
    SEVEN_ZIP: frozenset({"7z"}),
    GZIP: frozenset({"gz", "tgz"}),
    TNEF: frozenset({"dat", "tnef"}),
    RFC822: frozenset({"eml"}),
    MHTML: frozenset({"mht", "mhtml"}),
    ICS: frozenset({"ics"}),
    VCARD: frozenset({"vcf"}),
    SIGNATURE: frozenset({"p7s", "p7m"}),
    ENVELOPE: frozenset({"p7m", "p7s", "p7c"}),
    "image/png": frozenset({"png"}),
    "image/jpeg": frozenset({"jpg", "jpeg", "jpe", "jfif"}),
    "image/tiff": frozenset({"tif", "tiff"}),
    "image/gif": frozenset({"gif"}),
    "image/bmp": frozenset({"bmp", "dib"}),
    "image/webp": frozenset({"webp"}),
    "image/heic": frozenset({"heic", "heif"}),
}
KNOWN_EXTENSIONS = frozenset().union(*EXTENSIONS.values())


def extension_of(found: str) -> str:
    """A usual extension for a media type, with its dot; empty if none is known."""
    usual = {
        PLAIN: "txt",
        HTML: "html",
        "image/jpeg": "jpg",
        "image/tiff": "tif",
        CSV: "csv",
        TSV: "tsv",
        LOCKED_OFFICE: "",
        ENVELOPE: "p7m",
        SIGNATURE: "p7s",
        DOC: "doc",
        XLS: "xls",
        PPT: "ppt",
    }
    known = usual.get(found) if found in usual else min(EXTENSIONS.get(found, {""}))
    return f".{known}" if known else ""
