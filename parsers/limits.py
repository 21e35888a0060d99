"""How much of a document is read before it is refused, and what is looked at before a library is let loose on it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

from intake.errors import Unreadable

_CHUNK = 1 << 18
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENTITY_WIDE = re.compile(rb"<\0!\0[DE]\0[ON]\0|\0<\0!\0[DE]\0[ON]")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one part."""

    pages: int = 200
    part_bytes: int = 40_000_000
    unpacked_bytes: int = 200_000_000
    ratio: int = 100
    """Unpacked size over packed size; judged only beyond ``ratio_from`` bytes, below which no ratio does harm."""
    ratio_from: int = 10_000_000
    members: int = 5_000
    cells: int = 500_000
    """Cells of a workbook, counted before it is opened."""
    rows: int = 20_000
    columns: int = 500
    pixels: int = 200_000_000
    drawings: int = 8_000
    """Drawn objects of a PDF page beyond which no ruled tables are looked for."""


def check_size(data: bytes, limits: Limits) -> None:
    """Raises Unreadable for an empty or oversize part."""
    if not data:
        raise Unreadable("เอกสารว่างเปล่า ไม่มีข้อมูลในไฟล์ โปรดส่งเอกสารใหม่", "empty")
    if len(data) > limits.part_bytes:
        size = limits.part_bytes // 1_000_000
        raise Unreadable(f"เอกสารมีขนาดใหญ่เกิน {size} ล้านไบต์ ระบบไม่สามารถอ่านได้ โปรดแบ่งส่งหรือลดขนาดไฟล์", "too_large")


def check_container(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """Opens a zip-based document after it was measured by unpacking it piece by piece.

    The sizes that the zip's directory claims are not believed.

    Raises:
        Unreadable: damaged, locked, a zip bomb, or an entity bomb in one of its XML parts.
    """
    try:
        container = zipfile.ZipFile(io.BytesIO(data))
        _measure(container, len(data), limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable("ไฟล์เอกสารชำรุด ไม่สามารถเปิดอ่านได้ โปรดบันทึกไฟล์ใหม่แล้วส่งอีกครั้ง", "broken") from error
    except RuntimeError as error:  # zipfile's word for a member that wants a password
        raise Unreadable("ไฟล์เอกสารถูกล็อกด้วยรหัสผ่าน โปรดปลดรหัสผ่านแล้วส่งใหม่", "locked") from error
    return container


def _measure(container: zipfile.ZipFile, packed: int, limits: Limits) -> None:
    members = container.infolist()
    if len(members) > limits.members:
        raise _bomb()
    unpacked, cells = 0, 0
    for member in members:
        is_xml = member.filename.lower().endswith((".xml", ".rels", ".vml", ".html", ".xhtml"))
        tail = b""
        with container.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > limits.unpacked_bytes or (unpacked > limits.ratio_from and unpacked > limits.ratio * packed):
                    raise _bomb()
                if not is_xml:
                    continue
                seen = tail + chunk
                if _ENTITY.search(seen) or _ENTITY_WIDE.search(seen):
                    raise Unreadable("ไฟล์เอกสารมีโครงสร้างภายในที่ไม่ปลอดภัย ระบบจึงไม่เปิดอ่าน โปรดบันทึกไฟล์ใหม่แล้วส่งอีกครั้ง", "broken")
                cells += chunk.count(b"<c ") + chunk.count(b"<table:table-cell")
                tail = chunk[-16:]
    if cells > limits.cells:
        raise Unreadable("ตารางคำนวณมีจำนวนช่องมากเกินกว่าที่ระบบจะอ่านได้ โปรดส่งเฉพาะแผ่นงานที่รายงาน", "too_large")


def _bomb() -> Unreadable:
    return Unreadable("ไฟล์เอกสารขยายตัวเกินขนาดที่กำหนดเมื่อเปิดอ่าน ระบบจึงไม่เปิดอ่านเพื่อความปลอดภัย โปรดส่งไฟล์ใหม่", "too_large")
