"""Transfer encodings undone, as tolerantly as mail needs: nothing raises, and what is odd is told in a warning."""

from __future__ import annotations

import binascii
import itertools
import re
from dataclasses import dataclass

_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_LINE_OF_BASE64 = re.compile(rb"[ \t]*[A-Za-z0-9+/_=-]+[ \t]*")
_SOFT_BREAK = re.compile(rb"=[ \t]+(\r?\n)")
_UU_BEGIN = re.compile(rb"^begin(-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?\n", re.MULTILINE)
_UU_END = re.compile(rb"^(?:end|====)[ \t]*\r?$", re.MULTILINE)
_BINARY_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"II*\0",
    b"MM\0*",
    b"\x78\x9f\x3e\x22",
)

_MAX_EMBEDDED = 200


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file that was uuencoded inside a text."""

    name: bytes
    data: bytes


def undo(body: bytes, encoding: str) -> tuple[bytes, tuple[str, ...]]:
    """Decoded bytes of a part's body, and warnings (English, for the log).

    Args:
        encoding: the raw Content-Transfer-Encoding value; ``BASE64; foo`` and ``"base64"`` are met in real mail.
    """
    name = re.sub(r"[^a-z0-9-].*", "", encoding.strip(" \t\"'").lower())
    if name == "base64":
        return _base64(body)
    if name == "quoted-printable":
        return binascii.a2b_qp(_SOFT_BREAK.sub(rb"=\1", body)), ()
    if name in ("x-uuencode", "uuencode", "x-uue", "uue"):
        files = split_uuencoded(body)[1]
        return (files[0].data, ()) if files else (body, ("declared uuencoded, but it is not",))
    data, warnings = _undeclared(body)
    known = name in ("", "7bit", "8bit", "binary")
    return data, warnings if known else (*warnings, f"unknown transfer encoding {name[:40]!r}")


def _undeclared(body: bytes) -> tuple[bytes, tuple[str, ...]]:
    """A part whose encoding is not named, or named wrongly: taken for base64 only where a document's magic comes out."""
    lines = body[:400].split()
    if len(body) < 200 or len(lines) < 2 or not all(_LINE_OF_BASE64.fullmatch(line) for line in lines):
        return body, ()
    data, warnings = _base64(body)
    return (data, (*warnings, "base64 that was not declared")) if data.startswith(_BINARY_MAGIC) else (body, ())


def _base64(body: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Base64 with missing padding, junk lines, several streams in a row; returned as it is where it is no base64 at all."""
    warnings: list[str] = []
    if body.lstrip().startswith(_BINARY_MAGIC) or _is_plain(body):
        return body, ("declared base64, but it is not encoded",)
    lines = [line.strip() for line in body.splitlines()]
    kept = [line for line in lines if line and (_LINE_OF_BASE64.fullmatch(line) or not _is_junk(line))]
    if len(kept) < sum(map(bool, lines)):
        warnings.append("lines that are no base64 were passed over")
    text = b"\n".join(kept)
    if b"+" not in text and b"/" not in text:
        text = text.translate(bytes.maketrans(b"-_", b"+/"))
    streams = re.findall(rb"[^=]+=*", _NOT_BASE64.sub(b"", text))
    out = bytearray()
    for number, stream in enumerate(streams):
        letters = stream.rstrip(b"=")
        if number and stream == letters and (len(letters) % 4 or len(letters) < 16):
            warnings.append("letters after the end of the base64 were passed over")
            continue
        if len(letters) % 4 == 1:
            warnings.append("base64 ends in the middle of a character")
            letters = letters[:-1]
        elif len(stream) % 4:
            warnings.append("base64 without its padding")
        out += binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
    return bytes(out), tuple(dict.fromkeys(warnings))


def _is_junk(line: bytes) -> bool:
    """A line of words between lines of base64: a footer, a gateway's remark."""
    return len(_NOT_BASE64.sub(b"", line)) * 10 < len(line) * 9 or b" " in line


def _is_plain(body: bytes) -> bool:
    sample = b"".join(line.strip() for line in body[:2000].splitlines())
    foreign = sum(map(len, _NOT_BASE64.findall(re.sub(rb"[_-]", b"", sample))))
    return foreign * 8 > len(sample)


def split_uuencoded(text: bytes) -> tuple[bytes, tuple[Embedded, ...]]:
    """The text without the uuencoded files in it, and these files. An unfinished one counts as far as it goes."""
    rest, files, end = bytearray(), [], 0
    begins = list(itertools.islice(_UU_BEGIN.finditer(text), _MAX_EMBEDDED))
    for begin, following in itertools.zip_longest(begins, begins[1:]):
        limit = following.start() if following else len(text)
        finish = _UU_END.search(text, begin.end(), limit)
        block = text[begin.end() : finish.start() if finish else limit]
        data = _base64(block)[0] if begin[1] else _uudecode(block)
        if data:
            rest += text[end : begin.start()]
            end = finish.end() if finish else limit
            files.append(Embedded(begin[2].strip(), data))
    return bytes(rest + text[end:]), tuple(files)


def _uudecode(block: bytes) -> bytes:
    out = bytearray()
    for line in block.splitlines():
        if not line.strip():
            continue
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            # Some encoders count wrongly: the standard library's own work-around for broken uuencoders.
            count = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out += binascii.a2b_uu(line[: count + 1])
            except binascii.Error:
                break
    return bytes(out)
