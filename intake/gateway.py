"""Faxes: how the post room recognises them and whose machine sent them."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Collection
from typing import Literal

from PIL import Image, UnidentifiedImageError

from intake.clock import BANGKOK, FIRST_BUDDHIST_YEAR
from intake.headers import plausible, sender_addresses, subject

TIFF_MAGIC = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")

_DATE_TIME = 306
_IMAGE_DESCRIPTION = 270
"""HylaFAX writes the sending machine's number (TSI) here."""

_BODY_LIMIT = 4096
_NUMBER = r"(?P<number>\+?(?:\(\d{1,4}\)[ .-]?)?\d{1,20}(?:[ .-]\d{1,12}){0,5})(?!\d)"
_THAI_NUMBER = re.compile(r"0[2-57]\d{7}|0[689]\d{8}")
"""A line of nine digits or a mobile of ten."""
_LABELLED = re.compile(
    rf"(?:\b(?:tsi|csid|remote\s*(?:csid|id)|caller\s*id|calling\s*(?:number|station)|sender(?:'s)?\s*(?:fax|number)|from"
    rf"(?:\s*fax)?(?:\s*(?:number|no\.?))?)|จาก(?:หมายเลข|เครื่อง)?(?:โทรสาร)?(?:หมายเลข)?|หมายเลข(?:ผู้ส่ง|ต้นทาง))"
    rf"\s*(?:is)?\s*[:=]?\s*[\"']?{_NUMBER}",
    re.IGNORECASE,
)


def is_from_gateway(raw: bytes, gateways: Collection[str]) -> bool:
    """Whether a message comes from one of the fax gateways (addresses in lower case)."""
    return bool(gateways) and not set(gateways).isdisjoint(sender_addresses(raw))


def gateway_number(raw: bytes) -> str | None:
    """The sending machine's number, where the gateway names exactly one in the subject or at the head of a plain body."""
    body = re.split(rb"\r?\n\r?\n", raw[: 64 * 1024], maxsplit=1)[-1][:_BODY_LIMIT].decode("utf-8", "replace")
    for text in (subject(raw), body):
        numbers = {number for match in _LABELLED.finditer(text) if (number := _leading_number(match["number"]))}
        if len(numbers) == 1:
            return numbers.pop()
    return None


def _leading_number(text: str) -> str | None:
    """The number that running text begins with: groups of digits after it may be a count of pages."""
    groups = re.findall(r"[ .-]?[^ .-]+", text)
    for length in range(len(groups), 0, -1):
        number = fax_number("".join(groups[:length]))
        if number is not None and (_THAI_NUMBER.fullmatch(number) or len(groups) == 1):
            return number
    return None


def fax_number(text: str) -> str | None:
    """A machine's number as digits only, +66 as 0; None where the text holds anything but one number."""
    if not re.fullmatch(r"[\s+()\d.-]+", text):
        return None
    digits = "".join(str(int(char)) for char in text if char.isdecimal())
    if text.strip().startswith("+66") or digits.startswith("0066"):
        digits = "0" + digits.removeprefix("00").removeprefix("66").removeprefix("0")
    return digits if 7 <= len(digits) <= 15 else None


def tiff_facts(raw: bytes, now: dt.datetime) -> tuple[dt.datetime | None, str | None]:
    """What a fax file says of itself: the machine's time (None where it cannot be right) and the sending machine's number."""
    if not raw.startswith(TIFF_MAGIC):
        return None, None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # damage is the reader's matter, not the log's
            with Image.open(io.BytesIO(raw)) as image:
                tags = dict(image.getexif())
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, TypeError, KeyError, Image.DecompressionBombError):
        return None, None
    return _tag_time(str(tags.get(_DATE_TIME, "")), now), fax_number(str(tags.get(_IMAGE_DESCRIPTION, "")).strip("\x00 "))


def tiff_is_whole(raw: bytes) -> bool:
    """Whether every page's directory lies within the file; writers put it behind the page's picture. BigTIFF is believed."""
    order: Literal["little", "big"] = "little" if raw.startswith(b"II") else "big"
    if int.from_bytes(raw[2:4], order) != 42:
        return True
    seen: set[int] = set()
    place = int.from_bytes(raw[4:8], order)
    while place and place not in seen:
        seen.add(place)
        end = place + 2 + 12 * int.from_bytes(raw[place : place + 2], order)
        if end + 4 > len(raw):
            return False
        place = int.from_bytes(raw[end : end + 4], order)
    return bool(seen)


def _tag_time(text: str, now: dt.datetime) -> dt.datetime | None:
    found = re.match(r"(\d{4})[:/-](\d\d)[:/-](\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?", text.strip("\x00 "), re.A)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(group or 0) for group in found.groups())
    year -= 543 if year >= FIRST_BUDDHIST_YEAR else 0
    try:
        moment = dt.datetime(year, month, day, hour, minute, second, tzinfo=BANGKOK)
    except ValueError:
        return None
    return moment if plausible(moment, now) else None
