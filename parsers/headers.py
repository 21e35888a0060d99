"""Headers read from their raw bytes: lines, parameters, addresses, dates, file names. Nothing here raises on any bytes."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import zoneinfo
from dataclasses import dataclass
from email.utils import parsedate_tz

from parsers.thai import charset

_NAME = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*")
_KNOWN = re.compile(
    rb"(?:from|to|cc|subject|date|received|return-path|message-id|mime-version|content-[a-z-]+|reply-to|sender|x-[a-z0-9-]+|"
    rb"in-reply-to|references|delivered-to)[ \t]*:",
    re.IGNORECASE,
)
_PARAMETER = re.compile(rb'[;\s]*([^\s=;"]{1,100})\s*=\s*')
_QUOTED = re.compile(rb'"((?:[^"\\]|\\.)*)(?:"|$)', re.DOTALL)
_UNQUOTED = re.compile(rb"((?:[^;\\]|\\.|;(?![ \t]*[\w*-]+[ \t]*=))*)", re.DOTALL)
_NEXT_PARAMETER = re.compile(
    rb"\s+(?=(?:name|filename|charset|boundary|size|type|format|x-[\w-]+)\*?\d*\*?\s*=)", re.IGNORECASE
)
_ANGLE = re.compile(rb"<\s*([^<>\s]*@[^<>\s]*)\s*>")
_NO_ADDRESS = re.compile(r"[\s<>(),;:\"\[\]\\]+")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,500}>")
_BANGKOK = zoneinfo.ZoneInfo("Asia/Bangkok")
_ZONE = re.compile(r"[+-]\d{4}\b|\b(?:UTC?|GMT|[ECMP][SD]T|Z)\b")
_LONGEST = 8_000
"""Bytes of a structured header that are looked at; real ones are far shorter."""
_BUDDHIST = range(2400, 2800)


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of a message or part, in order; names lower case, values raw bytes without their last line break."""

    items: tuple[tuple[str, bytes], ...] = ()
    warnings: tuple[str, ...] = ()

    def raw(self, name: str) -> bytes:
        """The first value of this name; empty if there is none."""
        return next((value for key, value in self.items if key == name), b"")

    def all(self, name: str) -> list[bytes]:
        """Every value of this name, in order."""
        return [value for key, value in self.items if key == name]

    def has(self, name: str) -> bool:
        """Whether there is such a header."""
        return any(key == name for key, _ in self.items)

    def text(self, name: str) -> str:
        """The first value of this name, decoded to one line."""
        return charset.decode_header(self.raw(name)[:100_000])


def split(entity: bytes) -> tuple[Headers, bytes]:
    """Headers and body of a message or part. Where the first line is no header, everything is body."""
    items: list[tuple[str, bytearray]] = []
    warnings: list[str] = []
    at = 0
    while at < len(entity):
        end = entity.find(b"\n", at) + 1 or len(entity)
        line = entity[at:end]
        if not line.strip(b"\r\n"):
            at = end
            break
        if line[:1] in b" \t" and items:
            items[-1][1].extend(line)
        elif match := _NAME.match(line):
            items.append((match[1].decode("ascii").lower(), bytearray(line[match.end() :])))
        elif not items and line.startswith((b"From ", b">From ")) and _NAME.match(entity, end):
            pass  # an mbox separator
        elif items and _headers_go_on(entity, end):
            warnings.append("a header line without its indent was joined to the one before")
            items[-1][1].extend(b" " + line)
        else:
            if items:
                warnings.append("no empty line between headers and body")
            break
        at = end
    if not any(_KNOWN.match(name.encode() + b":") for name, _ in items):
        return Headers(), entity  # a text whose first line merely looks like a header
    return Headers(tuple((name, bytes(value).rstrip(b"\r\n")) for name, value in items), tuple(warnings)), entity[at:]


def _headers_go_on(entity: bytes, at: int) -> bool:
    """Whether a known header follows within a few lines and before an empty one: the odd line was a badly folded header."""
    for line in entity[at : at + 2000].split(b"\n")[:4]:
        if not line.strip():
            return False
        if _KNOWN.match(line):
            return True
    return False


def parse_parameters(value: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    """A structured header's main word, lower case, and its parameters as raw (lower-case name, value) pairs."""
    value = re.sub(rb"\r?\n[ \t]*", b" ", value[:_LONGEST]).strip()
    main = re.match(rb'["\s]*([^;\s"]*)', value)
    word = main[1].decode("ascii", "replace").lower() if main else ""
    at = main.end() if main else 0
    found: list[tuple[str, bytes]] = []
    while match := _PARAMETER.search(value, at):
        name = match[1].decode("ascii", "replace").lower()
        if quoted := _QUOTED.match(value, match.end()):
            # Only \" and \\ are escapes in practice; C:\Users is not.
            found.append((name, re.sub(rb'\\(["\\])', rb"\1", quoted[1])))
            at = quoted.end()
        else:
            plain = _UNQUOTED.match(value, match.end())
            text = plain[1] if plain else b""
            text = _NEXT_PARAMETER.split(text, maxsplit=1)[0]
            found.append((name, text.strip()))
            at = match.end() + max(len(text), 1)
    return word, found


def address(value: bytes) -> tuple[str, str]:
    """The first address of a From header, lower case, and its display name. Either may be empty."""
    value = re.sub(rb"\r?\n[ \t]*", b" ", value[:_LONGEST])
    if b"@" not in value:
        value = charset.decode_header(value).encode("utf-8", "replace")
    if angle := _ANGLE.search(value):
        name = value[: angle.start()] or value[angle.end() :]
        found = angle[1].decode("utf-8", "replace")
    else:
        bare = next(iter(_find_addresses(charset.decode_header(re.sub(rb"\([^()]*\)", b" ", value)))), "")
        comment = re.search(rb"\(([^()]*)\)", value)
        name = comment[1] if comment else b"" if bare else value
        found = bare
    return charset.one_line(found).lower()[:320], display_name(name)


def display_name(raw: bytes) -> str:
    """A display name: quotes undone before and after encoded words are decoded, since both orders are met."""
    text = charset.decode_header(raw.strip().strip(b'"').replace(b'\\"', b'"').replace(b"\\\\", b"\\"))
    return text.strip(" '\",;")[:300]


def addresses(values: list[bytes]) -> tuple[str, ...]:
    """All addresses of To and Cc headers, lower case, once each, in order."""
    found: dict[str, None] = {}
    for value in values:
        bare = re.sub(rb'"(?:[^"\\]|\\.)*"|\([^()]*\)', b" ", value[:20_000])
        text = charset.decode_header(bare if b"@" in bare else value)
        found.update(dict.fromkeys(_find_addresses(text)))
    return tuple(found)


def _find_addresses(text: str) -> list[str]:
    return [word.lower()[:320] for word in _NO_ADDRESS.split(text) if "@" in word[1:-1]]


def message_ids(values: list[bytes]) -> tuple[str, ...]:
    """Message-IDs in angle brackets, once each, in order."""
    text = " ".join(charset.decode_header(value[:100_000]) for value in values)
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(text)))


def date(text: str) -> dt.datetime | None:
    """A mail date, aware. A Buddhist year is turned; a missing zone is taken for Bangkok's. None if it cannot be read."""
    try:
        parts = parsedate_tz(text)
        if parts is None:
            return None
        year, month, day, hour, minute, second = parts[:6]
        if year in _BUDDHIST:
            year -= 543
        elif 2050 <= year <= 2068 and not re.search(r"\b20\d\d\b", text):
            year -= 43  # two digits of a Buddhist year
        zone = dt.timezone(dt.timedelta(seconds=parts[9] or 0)) if _ZONE.search(text) else _BANGKOK
        return dt.datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def clean_name(text: str) -> str:
    """A file name for showing: the last path component, NFC, no control or direction characters, at most 255 bytes of UTF-8.

    Empty where nothing usable is left. Never to be used as a path.
    """
    text = unicodedata.normalize("NFC", text)
    text = "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    text = re.sub(r"\s+", " ", re.split(r"[/\\]", text.strip(" /\\"))[-1]).strip(" .\"'") if text else ""
    stem, dot, extension = text.rpartition(".")
    if len(text.encode("utf-8")) > 255:
        tail = (dot + extension) if len((dot + extension).encode("utf-8")) <= 20 else ""
        head = (stem if tail else text).encode("utf-8")[: 255 - len(tail.encode("utf-8"))]
        text = head.decode("utf-8", "ignore").rstrip() + tail
    return text
