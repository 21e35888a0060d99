"""Part -> reading. The only caller of readers: what a part really is decides which one; every failure becomes Unreadable.

Libraries are imported by the reader that needs them, so that a mail with a workbook does not pay for the PDF readers.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from intake.errors import DamrongError, Unreadable
from parsers import media_types as types
from parsers import ole
from parsers.limits import Limits, check_size
from parsers.parts import Part, Role
from parsers.ports import Recogniser
from parsers.records import PageReading

_logger = logging.getLogger(__name__)
_Reader = Callable[[Part, Recogniser | None, Limits], PageReading]


def read_part(part: Part, recogniser: Recogniser | None = None, limits: Limits = Limits()) -> PageReading:  # noqa: B008 - frozen
    """Reads one part of an arrival.

    Raises:
        Unreadable: with a reason for the clerk and a stable code; whatever a library stumbled over ends here.
        ToolMissing: a program that reading needs is not installed.
        MemoryError: left to the sandbox, which tries once more in a fresh process.
    """
    check_size(part.data, limits)
    if part.data.startswith(ole.MAGIC) and "encryptedpackage" in ole.streams(part.data):
        raise Unreadable("ไฟล์เอกสารถูกล็อกด้วยรหัสผ่าน โปรดปลดรหัสผ่านแล้วส่งใหม่", "locked")
    reader = _reader_of(part)
    try:
        return reader(part, recogniser, limits)
    except (DamrongError, MemoryError):
        raise
    except Exception as error:  # the seam: readers' libraries fail in more ways than they name
        _logger.debug("reader failed on %s", part.media_type, exc_info=True)
        raise Unreadable("ไฟล์เอกสารชำรุด ไม่สามารถเปิดอ่านได้ โปรดบันทึกไฟล์ใหม่แล้วส่งอีกครั้ง", "broken") from error


def _reader_of(part: Part) -> _Reader:
    if part.media_type.startswith("image/"):
        return _image
    reader = _READERS.get(part.media_type)
    if reader is None and part.media_type.startswith("text/") and part.role in (Role.BODY, Role.QUOTED):
        reader = _text
    if reader is None:
        raise Unreadable(f"ระบบไม่รองรับไฟล์ชนิดนี้ ({part.media_type}) โปรดส่งเป็นไฟล์ PDF, Word หรือ Excel", "unknown_type")
    return reader


def _pdf(part: Part, recogniser: Recogniser | None, limits: Limits) -> PageReading:
    from parsers.pdf import read_pdf  # noqa: PLC0415

    return read_pdf(part, recogniser, limits)


def _image(part: Part, recogniser: Recogniser | None, limits: Limits) -> PageReading:
    from parsers.image import read_image  # noqa: PLC0415

    return read_image(part, recogniser, limits)


def _word(part: Part, recogniser: Recogniser | None, limits: Limits) -> PageReading:
    from parsers.word import read_word  # noqa: PLC0415

    return read_word(part, limits)


def _doc(part: Part, recogniser: Recogniser | None, limits: Limits) -> PageReading:
    from parsers.office import read_old_word  # noqa: PLC0415

    return read_old_word(part, limits, ".doc")


def _rtf(part: Part, recogniser: Recogniser | None, limits: Limits) -> PageReading:
    from parsers.office import read_old_word  # noqa: PLC0415

    return read_old_word(part, limits, ".rtf")


def _odt(part: Part, recogniser: Recogniser | None, limits: Limits) -> PageReading:
    from parsers.odf import read_odt  # noqa: PLC0415

    return read_odt(part, limits)


def _ods(part: Part, recogniser: Recogniser | None, limits: Limits) -> PageReading:
    from parsers.odf import read_ods  # noqa: PLC0415

    return read_ods(part, limits)


def _xlsx(part: Part, recogniser: Recogniser | None, limits: Limits) -> PageReading:
    from parsers.sheets import read_xlsx  # noqa: PLC0415

    return read_xlsx(part, limits)


def _xls(part: Part, recogniser: Recogniser | None, limits: Limits) -> PageReading:
    from parsers.sheets import read_calamine  # noqa: PLC0415

    return read_calamine(part, limits)


def _xlsb(part: Part, recogniser: Recogniser | None, limits: Limits) -> PageReading:
    from parsers.limits import check_container  # noqa: PLC0415
    from parsers.sheets import read_calamine  # noqa: PLC0415

    check_container(part.data, limits)
    return read_calamine(part, limits)


def _text(part: Part, recogniser: Recogniser | None, limits: Limits) -> PageReading:
    from parsers.plain import read_text  # noqa: PLC0415

    return read_text(part, limits)


def _delimited(part: Part, recogniser: Recogniser | None, limits: Limits) -> PageReading:
    from parsers.plain import read_delimited  # noqa: PLC0415

    return read_delimited(part, limits)


def _html(part: Part, recogniser: Recogniser | None, limits: Limits) -> PageReading:
    from parsers.plain import read_html  # noqa: PLC0415

    return read_html(part, limits)


_READERS: dict[str, _Reader] = {
    types.PDF: _pdf,
    types.DOCX: _word,
    types.DOCM: _word,
    types.DOC: _doc,
    types.RTF: _rtf,
    "text/rtf": _rtf,
    types.ODT: _odt,
    types.ODS: _ods,
    types.XLSX: _xlsx,
    types.XLSM: _xlsx,
    types.XLS: _xls,
    types.XLSB: _xlsb,
    types.PLAIN: _text,
    types.CSV: _delimited,
    types.TSV: _delimited,
    types.HTML: _html,
}
