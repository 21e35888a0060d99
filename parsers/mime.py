"""A message taken apart on its raw bytes: every leaf in order, with its transfer encoding undone.

The standard library's parser re-writes what it nests (line ends and header folding of an attached message), loses parts
whose boundary is wrong, and recurses. Here the bytes are only cut, never re-made, so that an attached file has the same
sha256 wherever it comes from, and every byte of the message stands in some leaf or in a delimiter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from parsers import transfer
from parsers.headers import Headers, parse_parameters, split
from parsers.thai import charset

MAX_DEPTH = 20
MAX_LEAVES = 500
_BOUNDARY_LINE = re.compile(rb"^--(\S[^\r\n]{0,250}?)[ \t]*\r?$", re.MULTILINE)
_PART_HEADER = re.compile(rb"\r?\n(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)?content-[a-z-]+[ \t]*:", re.IGNORECASE)
_LATE_START = re.compile(rb"[\s\xef\xbb\xbf]{1,64}(?:>?From [^\n]*\n)?[!-9;-~]+:")
_LOST_PART = re.compile(rb"\s{0,20}content-[a-z-]{1,40}[ \t]*:", re.IGNORECASE)
_PREAMBLE = re.compile(rb"multi-?part|mime|not (?:support|underst)|mail (?:reader|client)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf of a message; a message inside a message is a leaf here."""

    headers: Headers
    data: bytes
    declared_type: str
    parameters: tuple[tuple[str, bytes], ...] = ()
    """Raw parameters of Content-Type."""
    path: tuple[tuple[int, str, int], ...] = ()
    """The multiparts around it, outermost first: (number of the multipart, its subtype, index of the branch)."""
    problem: str = ""
    """Why it was not taken apart: ``deep``, ``many``, ``stray`` (text outside the parts), ``no_boundary``; else empty."""
    embedded_name: bytes = b""
    """Name of a file that was uuencoded in a text."""

    def within(self, subtype: str) -> bool:
        """Whether it stands in a multipart of this subtype."""
        return any(name == subtype for _, name, _ in self.path)


@dataclass(slots=True)
class _Walk:
    """The state of one walk."""

    leaves: list[Leaf] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    multiparts: int = 0


@dataclass(frozen=True, slots=True)
class _Entity:
    raw: bytes
    default_type: str = "text/plain"
    path: tuple[tuple[int, str, int], ...] = ()
    stray: bool = False


def walk(raw: bytes) -> tuple[Headers, tuple[Leaf, ...], tuple[str, ...]]:
    """Headers of the message, its leaves in order (at least one), and warnings (English, for the log)."""
    if re.match(rb"[!-9;-~]+:", raw) and b"\r\n" not in raw[:4000] and raw[:4000].count(b"\r") > raw[:4000].count(b"\n"):
        raw = raw.replace(b"\r", b"\n")
    top = raw.lstrip(b"\r\n \t\xef\xbb\xbf") if _LATE_START.match(raw) else raw
    state = _Walk()
    headers = split(top)[0]
    pending = [_Entity(top)]
    while pending:
        if len(state.leaves) >= MAX_LEAVES:
            rest = b"\r\n".join(entity.raw for entity in reversed(pending))
            state.leaves.append(Leaf(Headers(), rest, "application/octet-stream", problem="many"))
            break
        pending += reversed(_open(pending.pop(), state))
    leaves = state.leaves or [Leaf(Headers(), b"", "text/plain")]  # a multipart of nothing
    return headers, tuple(leaves), tuple(dict.fromkeys(state.warnings))


def _open(entity: _Entity, state: _Walk) -> list[_Entity]:
    """Children of a multipart; a leaf is noted in the state and has none."""
    if entity.stray:
        state.leaves.append(Leaf(Headers(), entity.raw, "text/plain", path=entity.path, problem="stray"))
        return []
    headers, body = split(entity.raw)
    state.warnings += headers.warnings
    declared, parameters = parse_parameters(headers.raw("content-type"))
    if not re.fullmatch(r"[\w.+-]+/[\w.+-]+", declared):
        declared = entity.default_type if declared in ("", "text") or "/" not in declared else "application/octet-stream"
        if declared == "text/plain" and not headers.has("content-type") and _sniff_boundary(body):
            declared = "multipart/mixed"
            state.warnings.append("a multipart without its Content-Type")
    if declared.startswith("multipart/"):
        children = _children(entity, headers, body, declared, parameters, state)
        if children is not None:
            return children
    else:
        state.leaves += _leaves(entity, headers, body, declared, parameters, state)
    return []


def _children(
    entity: _Entity, headers: Headers, body: bytes, declared: str, parameters: list[tuple[str, bytes]], state: _Walk
) -> list[_Entity] | None:
    """The parts of a multipart; None where it could not be taken apart and was noted as a leaf."""
    if len(entity.path) >= MAX_DEPTH:
        state.leaves.append(Leaf(headers, entity.raw, declared, tuple(parameters), entity.path, problem="deep"))
        return None
    segments = _segments(body, parameters, state)
    if segments is None and headers.raw("content-transfer-encoding").strip().lower().startswith((b"base64", b"quoted")):
        body = transfer.undo(body, headers.text("content-transfer-encoding"))[0]
        segments = _segments(body, parameters, state)
    if segments is None:
        state.warnings.append("a multipart without any boundary")
        data, warnings = transfer.undo(body, headers.text("content-transfer-encoding"))
        state.warnings += warnings
        state.leaves.append(Leaf(headers, data, "text/plain", tuple(parameters), entity.path, problem="no_boundary"))
        return None
    state.multiparts += 1
    subtype = declared.partition("/")[2]
    default = "message/rfc822" if subtype == "digest" else "text/plain"
    return [
        _Entity(segment, default, (*entity.path, (state.multiparts, subtype, index)), stray)
        for index, (segment, stray) in enumerate(segments)
    ]


def _segments(body: bytes, parameters: list[tuple[str, bytes]], state: _Walk) -> list[tuple[bytes, bool]] | None:
    """What stands between the delimiters, with a mark on what stands outside the parts; None if no delimiter is found."""
    boundary = next((value for name, value in parameters if name == "boundary"), b"").rstrip()
    found = _cut(body, boundary) if boundary else None
    if found is None and (sniffed := _sniff_boundary(body)):
        state.warnings.append("the boundary was missing or wrong and was found by looking")
        found = _cut(body, sniffed)
    return found


def _cut(body: bytes, boundary: bytes) -> list[tuple[bytes, bool]] | None:
    delimiter = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
    segments: list[tuple[bytes, bool]] = []
    start, outside, seen = 0, True, False
    for match in delimiter.finditer(body):
        _add_segment(segments, body[start : match.start()], outside, preamble=not seen)
        start, outside, seen = match.end(), bool(match[1]), True
    if not seen:
        return None
    _add_segment(segments, body[start:], outside, preamble=False)
    return segments


def _add_segment(segments: list[tuple[bytes, bool]], segment: bytes, outside: bool, *, preamble: bool) -> None:
    """Adds what stands before a delimiter; the line break before the delimiter belongs to it.

    Blank space and the usual preamble are no part; a part that stands behind the closing delimiter is one all the same.
    """
    if outside and not preamble and _LOST_PART.match(segment):
        segments.append((segment.lstrip(), False))
        return
    if outside:
        usual = preamble and len(segment) < 600 and (_PREAMBLE.search(segment) or segment.isascii() and len(segment) < 80)
        if segment.strip() and not usual:
            segments.append((segment, True))
        return
    if segment.endswith(b"\r\n"):
        segment = segment[:-2]
    elif segment.endswith(b"\n"):
        segment = segment[:-1]
    segments.append((segment, False))


def _sniff_boundary(body: bytes) -> bytes:
    """The boundary that is really used: a line that begins with two dashes and is followed by a Content header."""
    for match in _BOUNDARY_LINE.finditer(body):
        if _PART_HEADER.match(body, match.end() - (body[match.end() - 1 : match.end()] == b"\r")):
            return match[1]
    return b""


def _leaves(
    entity: _Entity, headers: Headers, body: bytes, declared: str, parameters: list[tuple[str, bytes]], state: _Walk
) -> list[Leaf]:
    """The leaf, and behind it the files that were uuencoded in its text."""
    data, warnings = transfer.undo(body, charset.decode_header(headers.raw("content-transfer-encoding")))
    state.warnings += warnings
    leaves = [Leaf(headers, data, declared, tuple(parameters), entity.path)]
    if declared.startswith("text/") and b"begin" in data:
        files = transfer.split_uuencoded(data)[1]
        kind = "application/octet-stream"
        leaves += (Leaf(Headers(), file.data, kind, path=entity.path, embedded_name=file.name) for file in files)
    return leaves
