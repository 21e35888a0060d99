"""What each leaf is to its message: body, document, container or decoration, and why it is passed over or cannot be read.

The rule on attachments: a thing with a file name that is no image is always a document, inline or attached; an image that
the HTML text shows and that is small is decoration; everything else is a document. Every verdict has its reason.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import unquote

from parsers import media_types as mt
from parsers import mime, pixels, sniff, unpack
from parsers.headers import Headers, clean_name, parse_parameters
from parsers.parts import Part, Role
from parsers.thai import charset

_BODY_TYPES = frozenset({mt.PLAIN, mt.HTML, mt.CSV, mt.TSV, mt.RFC822, mt.MHTML, "text/xml", "text/enriched", "text/richtext"})
_BODY_DECLARED = frozenset({mt.PLAIN, mt.HTML, "text/enriched", "text/richtext"})
_FORWARDED = frozenset({mt.RFC822, "message/global", "message/news"})
_CID = re.compile(r"cid:([^\"'>\s)]{1,500})", re.IGNORECASE)
_SMALL_BYTES = 40 * 1024
_SMALL_SIDE = 200
_PAGE_AREA, _PAGE_SIDE = 300_000, 250
_IGNORED = {
    mt.ICS: "ไฟล์นัดหมายในปฏิทิน ไม่ใช่เอกสารรายงาน",
    mt.VCARD: "นามบัตรอิเล็กทรอนิกส์ ไม่ใช่เอกสารรายงาน",
    mt.SIGNATURE: "ลายมือชื่ออิเล็กทรอนิกส์ที่โปรแกรมแนบมากับจดหมาย ไม่ใช่เอกสารรายงาน",
    "application/pgp-signature": "ลายมือชื่ออิเล็กทรอนิกส์ที่โปรแกรมแนบมากับจดหมาย ไม่ใช่เอกสารรายงาน",
    "application/pgp-keys": "กุญแจสาธารณะที่โปรแกรมแนบมากับจดหมาย ไม่ใช่เอกสารรายงาน",
    "application/applefile": "ข้อมูลกำกับไฟล์ของเครื่อง Macintosh ไม่ใช่เอกสารรายงาน",
}
_OPEN_BY_HAND = "โปรดให้เจ้าหน้าที่เปิดไฟล์ แล้วนำเอกสารภายในเข้าระบบทีละฉบับ"
_ASK_UNLOCKED = "โปรดขอรหัสผ่าน หรือขอให้ผู้ส่งส่งเอกสารที่ไม่ใส่รหัสผ่านมาใหม่"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a leaf was judged to be, before bodies are compared with each other."""

    media_type: str
    role: Role
    ignored: str = ""
    trouble: str = ""
    trouble_code: str = ""


def shown_images(leaves: Collection[mime.Leaf]) -> frozenset[str]:
    """Content-IDs, lower case, that HTML texts of the message show as pictures."""
    found: set[str] = set()
    for leaf in leaves:
        if leaf.declared_type == mt.HTML or b"cid:" in leaf.data[:200_000] and leaf.declared_type.startswith("text/"):
            text = leaf.data.decode("latin-1")
            found.update(unquote(match).lower() for match in _CID.findall(text))
    return frozenset(found)


def file_name(headers: Headers, parameters: Collection[tuple[str, bytes]], embedded: bytes = b"") -> tuple[str, str]:
    """Cleaned file name and the raw one as evidence; both empty where there is none."""
    disposition = parse_parameters(headers.raw("content-disposition"))[1]
    text = charset.decode_parameter(disposition, "filename") or charset.decode_parameter(parameters, "name")
    raw = b"; ".join(value for key, value in (*disposition, *parameters) if key.startswith(("filename", "name")))
    if not text and embedded:
        text, raw = charset.decode_header(embedded), embedded
    if not text and re.search(rb"\.\w{3,4}\s*$", headers.raw("content-description")):
        raw = headers.raw("content-description")
        text = charset.decode_header(raw)
    return clean_name(text or ""), raw[:1000].decode("ascii", "backslashreplace")


def judge(leaf: mime.Leaf, name: str, shown: frozenset[str]) -> Verdict:
    """The verdict on one leaf.

    Args:
        name: its cleaned file name, empty if it has none.
        shown: what ``shown_images`` gave.
    """
    if leaf.problem:
        return _problem(leaf)
    found = sniff.media_type(leaf.data, name, leaf.declared_type)
    if is_body(leaf, name, found):
        return Verdict(found if found in (mt.HTML, mt.PLAIN) else mt.PLAIN, Role.BODY)
    if leaf.within("report") and leaf.declared_type.startswith(("message/", "text/rfc822")):
        return _in_report(leaf)
    if leaf.declared_type in ("message/external-body", "message/partial"):
        return _elsewhere(leaf)
    if leaf.declared_type in _FORWARDED and found.startswith("text/"):
        found = mt.RFC822
    return judge_bytes(leaf.data, name, found) or _image(leaf, found, shown) or _aside(leaf, found)


def is_body(leaf: mime.Leaf, name: str, found: str) -> bool:
    """A text without a file name that is not attached, whose bytes really are text (an empty one counts as text)."""
    usual = leaf.declared_type in _BODY_DECLARED or (leaf.declared_type.startswith("text/") and leaf.within("alternative"))
    if name or leaf.embedded_name or not usual or leaf.declared_type in (mt.ICS, mt.VCARD):
        return False
    attached = parse_parameters(leaf.headers.raw("content-disposition"))[0] == "attachment"
    return not attached and (found in _BODY_TYPES or not leaf.data)


def judge_bytes(data: bytes, name: str, found: str) -> Verdict | None:
    """Verdict on what cannot be read for what it is: empty, a container, locked, a mere link; None for anything else."""
    shown = f"“{name}”" if name else "ที่ไม่มีชื่อ"
    if not data or (found.startswith("text/") and not data.strip()):
        trouble = f"ไฟล์ {shown} ว่างเปล่า ไม่มีข้อมูลให้อ่าน โปรดขอให้ผู้ส่งส่งไฟล์มาใหม่"
        return Verdict(found, Role.DOCUMENT, trouble=trouble, trouble_code="empty")
    if found == mt.ZIP:
        return _zip(data, shown)
    if found in mt.ARCHIVES:
        trouble = f"ไฟล์บีบอัด {shown} ระบบไม่อ่านเอกสารภายในไฟล์บีบอัดชนิดนี้ {_OPEN_BY_HAND}"
        return Verdict(found, Role.CONTAINER, trouble=trouble, trouble_code="archive")
    if found == mt.TNEF:
        trouble = f"ไฟล์ {shown} เป็นรูปแบบเฉพาะของโปรแกรม Outlook อาจมีเอกสารอยู่ภายใน โปรดขอให้ผู้ส่งส่งเป็นไฟล์ PDF หรือ Excel"
        return Verdict(found, Role.CONTAINER, trouble=trouble, trouble_code="tnef")
    if found in (mt.RFC822, mt.MSG):
        subject = unpack.subject_of(data) if found == mt.RFC822 else ""
        about = f" เรื่อง “{subject[:200]}”" if subject else ""
        trouble = f"จดหมายอิเล็กทรอนิกส์ที่ส่งต่อมาเป็นไฟล์แนบ {shown}{about} {_OPEN_BY_HAND}"
        return Verdict(found, Role.CONTAINER, trouble=trouble, trouble_code="forwarded")
    return _locked(data, shown, found)


def _locked(data: bytes, shown: str, found: str) -> Verdict | None:
    if unpack.is_locked(data, found):
        return Verdict(found, Role.DOCUMENT, trouble=f"ไฟล์ {shown} ใส่รหัสผ่านไว้ {_ASK_UNLOCKED}", trouble_code="locked")
    if found in (mt.ENVELOPE, "application/pgp-encrypted"):
        trouble = f"ไฟล์ {shown} เข้ารหัสหรือหุ้มลายมือชื่ออิเล็กทรอนิกส์ไว้ ระบบเปิดอ่านไม่ได้ โปรดขอให้ผู้ส่งส่งเอกสารที่ไม่เข้ารหัสมาใหม่"
        return Verdict(found, Role.CONTAINER, trouble=trouble, trouble_code="locked")
    if found == mt.SHORTCUT:
        trouble = f"ไฟล์ {shown} เป็นเพียงทางลัดไปยังที่อยู่อื่น ไม่ใช่ตัวเอกสาร โปรดขอให้ผู้ส่งแนบไฟล์เอกสารมาโดยตรง"
        return Verdict(found, Role.DOCUMENT, trouble=trouble, trouble_code="link_only")
    return None


def _zip(data: bytes, shown: str) -> Verdict:
    listing = unpack.list_zip(data)
    if listing.broken:
        text, code = f"ไฟล์บีบอัด {shown} เสียหาย เปิดไม่ได้ โปรดขอให้ผู้ส่งส่งไฟล์มาใหม่", "broken"
    elif not listing.count:
        text, code = f"ไฟล์บีบอัด {shown} ไม่มีไฟล์อยู่ภายใน โปรดขอให้ผู้ส่งส่งไฟล์มาใหม่", "empty"
    else:
        more = " เป็นต้น" if listing.count > len(listing.names) else ""
        text = f"ไฟล์บีบอัด {shown} บรรจุ {listing.count} ไฟล์ ได้แก่ {', '.join(listing.names)}{more}"
        advice, code = (f"ซึ่งใส่รหัสผ่านไว้ {_ASK_UNLOCKED}", "locked") if listing.locked else (_OPEN_BY_HAND, "archive")
        text = f"{text} {advice}"
    return Verdict(mt.ZIP, Role.CONTAINER, trouble=text, trouble_code=code)


def _problem(leaf: mime.Leaf) -> Verdict:
    """Leaves that the walk could not take apart, and text that stands outside the parts."""
    if leaf.problem == "deep":
        text = f"จดหมายซ้อนกันเกิน {mime.MAX_DEPTH} ชั้น ระบบเปิดไม่ได้ โปรดให้เจ้าหน้าที่เปิดต้นฉบับ"
        return Verdict(mt.OCTETS, Role.CONTAINER, trouble=text, trouble_code="broken")
    if leaf.problem == "many":
        text = f"จดหมายมีส่วนประกอบเกิน {mime.MAX_LEAVES} ส่วน ระบบอ่านเพียงเท่านั้น โปรดให้เจ้าหน้าที่เปิดต้นฉบับ"
        return Verdict(mt.OCTETS, Role.CONTAINER, trouble=text, trouble_code="too_large")
    found = sniff.media_type(leaf.data, "", leaf.declared_type)
    encoded = re.search(rb"content-transfer-encoding|[A-Za-z0-9+/]{60}\r?\n[A-Za-z0-9+/]{60}", leaf.data, re.IGNORECASE)
    if found.startswith("text/") and not encoded:
        if leaf.problem == "no_boundary":
            return Verdict(found if found == mt.HTML else mt.PLAIN, Role.BODY)
        ignored = f"ข้อความ {len(leaf.data)} ไบต์ที่อยู่นอกส่วนของจดหมาย ซึ่งโปรแกรมอ่านจดหมายไม่แสดง"
        return Verdict(mt.PLAIN, Role.QUOTED, ignored=ignored)
    text = "โครงสร้างของจดหมายเสียหาย แยกเอกสารแนบออกมาไม่ได้ โปรดเปิดต้นฉบับ หรือขอให้ผู้ส่งส่งมาใหม่"
    return Verdict(found, Role.CONTAINER, trouble=text, trouble_code="broken")


def _in_report(leaf: mime.Leaf) -> Verdict:
    """Parts of a bounce or a read receipt: the machine's figures, and the mail that it sends back."""
    if leaf.declared_type in _FORWARDED or leaf.declared_type == "text/rfc822-headers":
        return Verdict(leaf.declared_type, Role.QUOTED, ignored="สำเนาจดหมายเดิมที่ระบบส่งกลับมาพร้อมรายงานผลการส่ง")
    return Verdict(leaf.declared_type, Role.DECORATION, ignored="รายงานผลการส่งจดหมายที่ระบบจัดทำขึ้นเอง ไม่ใช่เอกสารรายงาน")


def _elsewhere(leaf: mime.Leaf) -> Verdict:
    if leaf.declared_type == "message/partial":
        text = "จดหมายฉบับนี้เป็นเพียงบางส่วนของจดหมายที่ถูกแบ่งส่ง โปรดขอให้ผู้ส่งส่งมาใหม่ทั้งฉบับ"
        return Verdict(leaf.declared_type, Role.CONTAINER, trouble=text, trouble_code="broken")
    text = "เอกสารแนบไม่ได้มากับจดหมาย มีเพียงที่อยู่ของไฟล์ โปรดขอให้ผู้ส่งแนบไฟล์เอกสารมาโดยตรง"
    return Verdict(leaf.declared_type, Role.CONTAINER, trouble=text, trouble_code="link_only")


def _image(leaf: mime.Leaf, found: str, shown: frozenset[str]) -> Verdict | None:
    """Small pictures that the text shows are decoration; a picture of the size of a page never is, however few its bytes."""
    if not found.startswith("image/"):
        return None
    content_id = unquote(charset.decode_header(leaf.headers.raw("content-id")).strip(" <>")).lower()
    across, down = pixels.size(leaf.data) or (0, 0)
    is_dot = 0 < across <= 10 and 0 < down <= 10
    if not is_dot and (not content_id or content_id not in shown):
        return None
    like_page = across * down >= _PAGE_AREA and min(across, down) >= _PAGE_SIDE
    tiny = 0 < across < _SMALL_SIDE and 0 < down < _SMALL_SIDE
    if like_page or not (len(leaf.data) < _SMALL_BYTES or tiny):
        return None
    measure = f" ({across}×{down} จุด)" if across else ""
    size = f"{max(1, round(len(leaf.data) / 1024))} กิโลไบต์"
    return Verdict(found, Role.DECORATION, ignored=f"ภาพประกอบในเนื้อความ ขนาด {size}{measure} ไม่ใช่เอกสาร")


def _aside(leaf: mime.Leaf, found: str) -> Verdict:
    """Things that mail programs add by themselves are passed over; what remains is a document."""
    reason = _IGNORED.get(found) or (
        _IGNORED.get(leaf.declared_type) if found.startswith("text/") or found == mt.OCTETS else None
    )
    return Verdict(found, Role.DECORATION, ignored=reason) if reason else Verdict(found, Role.DOCUMENT)


def make_part(data: bytes, name: str, raw_name: str, declared: str, verdict: Verdict, label: str | None = None) -> Part:
    """The Part of a verdict."""
    return Part(
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        raw_name=raw_name,
        declared_type=declared,
        media_type=verdict.media_type,
        role=verdict.role,
        charset=label,
        ignored=verdict.ignored,
        trouble=verdict.trouble,
        trouble_code=verdict.trouble_code,
    )
