"""The little that the post room must know of a message before it is opened: is it one, when did it reach us, is it a fax.

Tolerant on purpose, and on bytes: opening a message properly is the parsers' work.
"""

from __future__ import annotations

import datetime as dt
import email.errors
import email.header
import re
from collections.abc import Iterator

from intake.clock import BANGKOK, FIRST_BUDDHIST_YEAR, in_bangkok

HEAD_LIMIT = 262_144
"""No header block is looked at beyond this (bytes)."""

VALUE_LIMIT = 8192
"""Nor any single value."""

EARLIEST = dt.datetime(2010, 1, 1, tzinfo=BANGKOK)
"""What is dated before it comes from a clock that was never set."""

FUTURE = dt.timedelta(days=1)
"""What is dated further ahead than this comes from a clock that is wrong."""

_EOL = rb"(?:\r\n|\n|\r(?!\n))"
_NAME = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)
_KNOWN = frozenset(
    b"from to cc subject date sender reply-to received return-path delivered-to message-id mime-version content-type "
    b"content-transfer-encoding x-received x-mailer dkim-signature envelope-to x-original-to".split()
)
_WORD = r"[^\s<>,;:\"()@]{1,254}"  # bounded: mail from outside must not make a search slow
_ADDRESS = re.compile(rf"{_WORD}@{_WORD}")
_ANGLED = re.compile(rf"<\s{{0,9}}({_WORD}@{_WORD})\s{{0,9}}>")
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)}
_TIME = r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?(?:\.\d+)?"
_ZONE = r"(?:\s*(?P<zone>[+-]\d{4}|[A-Z]{1,5}\b))?"
_USUAL = re.compile(
    rf"(?P<day>\d{{1,2}})[ -](?P<month>[A-Za-z]{{3}})[a-z]{{0,9}}[ -](?P<year>\d{{4}}|\d\d)[ ,]+{_TIME}{_ZONE}", re.A
)
_ASCTIME = re.compile(rf"(?P<month>[A-Za-z]{{3}})[a-z]{{0,9}} +(?P<day>\d{{1,2}}) +{_TIME}{_ZONE} +(?P<year>\d{{4}})", re.A)
_ZONES = {"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "ICT": 7, "THA": 7, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5}
_ZONES |= {"MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "SGT": 8, "JST": 9}


def plausible(moment: dt.datetime, now: dt.datetime) -> bool:
    """Whether a clock that says ``moment`` can be right."""
    return EARLIEST <= moment <= now + FUTURE


def header_block(raw: bytes) -> bytes:
    """Everything before the first empty line. Empty lines, a byte order mark and an mbox line before it are passed over."""
    text = raw[:HEAD_LIMIT].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if text.startswith((b"From ", b">From ")):
        text = re.split(_EOL, text, maxsplit=1)[-1]
    return re.split(_EOL + _EOL, text, maxsplit=1)[0]


def headers(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Names (lower case) and unfolded values, from the top; lines that are no header are passed over."""
    name, value = "", [b""]
    for line in re.split(_EOL, header_block(raw)):
        if line[:1] in (b" ", b"\t"):
            value.append(line.strip())
            continue
        if name:
            yield name, b" ".join(value)[:VALUE_LIMIT]
        found = _NAME.fullmatch(line)
        name, value = (found[1].decode("ascii").lower(), [found[2].strip()]) if found else ("", [b""])
    if name:
        yield name, b" ".join(value)[:VALUE_LIMIT]


def looks_like_message(raw: bytes) -> bool:
    """Whether the bytes begin as mail does: a header line first, and a name of mail among the first ones."""
    first = re.split(_EOL, header_block(raw), maxsplit=1)[0]
    if not _NAME.fullmatch(first):
        return False
    return any(name.encode() in _KNOWN for _, (name, _) in zip(range(40), headers(raw), strict=False))


def received_time(raw: bytes, now: dt.datetime) -> dt.datetime | None:
    """The topmost ``Received:`` header that gives a believable date, in Asia/Bangkok; None without one."""
    for name, value in headers(raw):
        if name == "received":
            moment = parse_received(value.decode("latin-1"), now)
            if moment is not None:
                return moment
    return None


def parse_received(value: str, now: dt.datetime) -> dt.datetime | None:
    """The date of one ``Received:`` value; None if there is none, or none that can be right.

    A date without a zone is the office's own server's, so Bangkok time; with a zone that nobody knows it is not readable.
    """
    tail = value.rpartition(";")[2]
    for text in (tail, value):
        found = [*_USUAL.finditer(text), *_ASCTIME.finditer(text)]
        for match in reversed(found):
            moment = _moment(match, now)
            if moment is not None and plausible(moment, now):
                return in_bangkok(moment)
    return None


def sender_addresses(raw: bytes) -> list[str]:
    """Addresses of the ``From:`` headers, lower case; a name that looks like an address is none."""
    found: list[str] = []
    for name, value in headers(raw):
        if name == "from":
            text = value.decode("latin-1")
            found += _ANGLED.findall(text) or _ADDRESS.findall(text)
    return [address.lower() for address in found]


def subject(raw: bytes) -> str:
    """The first ``Subject:``, decoded as far as it goes; for digits and Latin words, not for showing."""
    value = next((value for name, value in headers(raw) if name == "subject"), b"")
    text = _decode(value, "utf-8")
    try:
        pieces = email.header.decode_header(text)
    except (ValueError, email.errors.MessageError):
        return text
    return "".join(piece if isinstance(piece, str) else _decode(piece, charset) for piece, charset in pieces)


def _decode(piece: bytes, charset: str | None) -> str:
    try:
        return piece.decode(charset or "ascii")
    except (LookupError, UnicodeDecodeError):
        return piece.decode("cp874", "replace")


def _moment(match: re.Match[str], now: dt.datetime) -> dt.datetime | None:
    month = _MONTHS.get(match["month"].lower())
    zone = _zone(match["zone"])
    if month is None or zone is None:
        return None
    clock = int(match["hour"]), int(match["minute"]), min(int(match["second"] or 0), 59)
    try:
        return dt.datetime(_year(match["year"], now), month, int(match["day"]), *clock, tzinfo=zone)
    except ValueError:
        return None


def _year(digits: str, now: dt.datetime) -> int:
    """Two digits are this century's, or the Buddhist century's where that lies ahead of us."""
    year = int(digits)
    if len(digits) == 2:
        year = 2000 + year if 2000 + year <= now.year + 1 else 2500 + year
    return year - 543 if year >= FIRST_BUDDHIST_YEAR else year


def _zone(text: str | None) -> dt.tzinfo | None:
    if text is None:
        return BANGKOK
    if text[0] in "+-":
        minutes = int(text[1:3]) * 60 + int(text[3:])
        if minutes >= 24 * 60:
            return None
        return dt.timezone(dt.timedelta(minutes=-minutes if text[0] == "-" else minutes))
    hours = _ZONES.get(text.upper())
    return None if hours is None else dt.timezone(dt.timedelta(hours=hours))
