"""Bytes to text for Thai mail: charset labels as Thai programs write them, headers and parameters in every broken form.

Thai labels (TIS-620, ISO-8859-11, windows-874, ...) all decode as cp874, their common superset: Outlook writes cp874's
quotes and dashes under any of them. Importing this module registers the labels with Python's codecs, which must happen
before the first decode of such a label, because look-ups are cached.
"""

from __future__ import annotations

import binascii
import codecs
import encodings.aliases
import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from parsers.thai.mojibake import count_thai, placement, reads_as_thai, repair

_THAI_LABEL = re.compile(
    r"(?:x|cs)?(?:(?:windows?|win|cp|ms|ibm|dos|codepage)?874(?:\d{4})?|(?:thai)?tis(?:i)?620\d*|iso885911\d*|isoir166|(?:mac|windows)?thai)"
)
_NO_LABEL = frozenset(
    {"", "usascii", "ascii", "ansix341968", "7bit", "8bit", "unknown8bit", "xunknown", "unknown", "default", "none", "binary"}
)
_LATIN = frozenset({"latin-1", "iso8859-1", "cp1252", "iso8859-15"})
_NOT_A_CHARSET = frozenset({"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "mbcs", "oem"})
_REGISTERED = """
    windows_874 windows874 window_874 win_874 win874 x_windows_874 cp_874 x_cp874 874 ms874 ms_874 ibm874 ibm_874 dos_874 dos874
    tis_620 tis620 tis_620_0 tis_620_2529_0 tis_620_2529_1 tis_620_2533 tis620_2533 tis620_0 x_tis_620 x_tis620 cstis620
    iso_8859_11 iso8859_11 iso8859_11_2001 iso_8859_11_2001 iso_ir_166 csiso885911 x_iso_8859_11 x_mac_thai mac_thai thai
"""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ESCAPING = ("utf-7", "hz", "iso2022", "utf-16", "utf-32")
"""Charsets whose bytes may look like ASCII and mean something else."""
_SURROGATES = re.compile("[\ud800-\udfff]")


def register() -> None:
    """Makes every spelling of the Thai single-byte charset known to Python's codecs as cp874. May be repeated."""
    for name in _REGISTERED.split():
        encodings.aliases.aliases[name] = "cp874"
    encodings.aliases.aliases.setdefault("utf8mb4", "utf_8")


register()


def canonical(label: str | None) -> str | None:
    """The codec that a charset label means: ``cp874`` for Thai ones, Python's name for known ones, None for none or unknown."""
    squashed = re.sub(r"[^a-z0-9]", "", (label or "").lower().removeprefix("charset="))
    if squashed in _NO_LABEL:
        return None
    if _THAI_LABEL.fullmatch(squashed):
        return "cp874"
    try:
        info = codecs.lookup((label or "").strip(" \t'\""))
    except (LookupError, ValueError):
        return None
    is_text = getattr(info, "_is_text_encoding", True) and info.name.replace("-", "_") not in _NOT_A_CHARSET
    return info.name if is_text else None


def decode(data: bytes, declared: str | None) -> tuple[str, str, tuple[str, ...]]:
    """Text of bytes under a declared charset that may be wrong, unknown or missing. Never raises.

    Returns:
        text (no lone surrogates), the codec that was used (``mixed`` where lines differ), and warnings (English, for the log).
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _scrub(data.decode(codec, "replace")), codec.removesuffix("-sig"), ()
    if data.isascii() and b"\0" not in data[:64] and not (canonical(declared) or "").startswith(_ESCAPING):
        return data.decode("ascii"), "ascii", ()
    text, codec, warnings = _decode_eight_bit(data, declared)
    better = repair(text)
    if better != text:
        warnings = (*warnings, f"text read with the wrong charset was read again as Thai (declared {declared or 'nothing'})")
    return _scrub(better), codec, warnings


def _decode_eight_bit(data: bytes, declared: str | None) -> tuple[str, str, tuple[str, ...]]:
    codec = canonical(declared)
    utf8 = _strict(data, "utf-8")
    if utf8 is not None and codec in (None, "cp874", *_LATIN) and _is_really_utf8(data, utf8, codec):
        warned = () if codec is None else (f"declared {declared}, but the bytes are UTF-8",)
        return utf8, "utf-8", warned
    if codec is not None and codec not in ("cp874", "utf-8"):
        text = _strict(data, _endian(data, codec))
        if text is not None:
            return text, codec, ()
    if codec == "utf-8" and utf8 is not None:
        return utf8, "utf-8", ()
    return _fall_back(data, codec, declared)


def _is_really_utf8(data: bytes, text: str, codec: str | None) -> bool:
    """A few Thai words in cp874 are valid UTF-8 by accident (``รก`` is ``á``): spelling decides."""
    if count_thai(text):
        return True  # in cp874 these bytes would be เธ or เน and a consonant, which begins no Thai word
    if codec == "cp874":
        return False
    thai = _strict(data, "cp874")
    return codec is None and not (thai is not None and reads_as_thai(thai))


def _endian(data: bytes, codec: str) -> str:
    """UTF-16 without a byte order mark: ASCII characters show on which side the zeros are."""
    if codec != "utf-16":
        return codec
    return "utf-16-be" if data[0::2].count(0) > data[1::2].count(0) else "utf-16-le"


def _fall_back(data: bytes, codec: str | None, declared: str | None) -> tuple[str, str, tuple[str, ...]]:
    thai = _strict(data, "cp874")
    if thai is not None and (codec == "cp874" or reads_as_thai(thai)):
        wrong = codec not in (None, "cp874")
        return thai, "cp874", (f"declared {declared}, but the bytes are cp874",) if wrong else ()
    if codec == "cp874":
        return data.decode("cp874", "replace"), "cp874", ("bytes that cp874 does not have were replaced",)
    lines = [_decode_line(line) for line in data.splitlines(keepends=True)]
    used = {name for _, name in lines if name != "ascii"}
    text = "".join(line for line, _ in lines)
    warning = f"declared {declared or 'nothing'}: decoded line by line as {' and '.join(sorted(used))}"
    return text, used.pop() if len(used) == 1 else "mixed", (warning,)


def _decode_line(line: bytes) -> tuple[str, str]:
    if line.isascii():
        return line.decode("ascii"), "ascii"
    if (text := _strict(line, "utf-8")) is not None:
        return text, "utf-8"
    replaced = line.decode("utf-8", "replace")
    if count_thai(replaced) > replaced.count("\ufffd"):
        return replaced, "utf-8"
    return line.decode("cp874", "replace"), "cp874"


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def _scrub(text: str) -> str:
    return _SURROGATES.sub("\ufffd", text)


# ---- headers (RFC 2047 as it is really written) ----

_WORD = re.compile(
    rb"=\?([^?*\s]{1,60})(?:\*[^?]{0,20})?\?([bBqQ])\?(?:((?:(?!=\?[\w.:-]{1,60}\?[bBqQ]\?).)*?)\?=|([^\s?]*))", re.DOTALL
)
_ONLY_WORDS = re.compile(r"\s*(?:=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=\s*)+")
_FOLD = re.compile(rb"\r?\n[ \t]*|\r[ \t]*")
_THAI_ENTITY = re.compile(r"&#(?:(3[56]\d\d)|[xX]0?([eE][0-7][0-9a-fA-F]));")


@dataclass(frozen=True, slots=True)
class _Word:
    label: str
    is_base64: bool
    payload: bytes


def decode_header(raw: bytes | str) -> str:
    """Text of a header value or a parameter: encoded words in any form, quoted ones too, raw 8-bit UTF-8 or cp874.

    Adjacent words are joined without a space, and words of one charset are joined before they are decoded, since Thai
    mailers cut characters and base64 groups in two. NFC, one line, no control characters.
    """
    data = raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogateescape" if _escaped(raw) else "replace")
    text = _decode_words(data)
    for _ in range(2):
        if not _ONLY_WORDS.fullmatch(text):
            break
        text = _decode_words(text.encode("utf-8", "replace"))
    return one_line(text)


def one_line(text: str) -> str:
    """Thai numeric entities resolved, NFC, line breaks and tabs to one space, other control characters dropped."""
    text = _THAI_ENTITY.sub(lambda m: chr(int(m[1]) if m[1] else int(m[2], 16)), text)
    text = " ".join(filter(None, map(str.strip, re.split(r"[\r\n\t]+", unicodedata.normalize("NFC", text)))))
    return "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cs")).strip()


def _escaped(text: str) -> bool:
    return all("\udc80" <= char <= "\udcff" for char in _SURROGATES.findall(text))


def _decode_words(data: bytes) -> str:
    pieces: list[str] = []
    run: list[_Word] = []
    end = 0
    for match in _WORD.finditer(data):
        between = data[end : match.start()]
        if between.strip() or not run:
            pieces += (_decode_run(run), _decode_plain(between))
            run = []
        payload = _FOLD.sub(b"", match[3] if match[3] is not None else match[4])
        run.append(_Word(match[1].decode("ascii", "replace"), match[2] in b"bB", payload))
        end = match.end()
    pieces += (_decode_run(run), _decode_plain(data[end:]))
    return "".join(pieces)


def _decode_plain(data: bytes) -> str:
    return decode(_FOLD.sub(b" ", data), None)[0]


def _decode_run(run: Sequence[_Word]) -> str:
    """Adjacent encoded words: those of one charset are joined as bytes before they are decoded."""
    return "".join(_decode_group(list(group)) for _, group in itertools.groupby(run, key=lambda word: canonical(word.label)))


def _decode_group(words: Sequence[_Word]) -> str:
    label = words[0].label
    readings = [decode(b"".join(_base64(word.payload) if word.is_base64 else _quoted(word.payload) for word in words), label)]
    if len(words) > 1 and all(word.is_base64 for word in words) and any(len(word.payload) % 4 for word in words):
        # Either padding was left out of each word, or one base64 text was cut without regard to its groups.
        readings.append(decode(_base64(b"".join(word.payload for word in words)), label))
    return max(readings, key=lambda reading: (not reading[2], -reading[0].count("\ufffd"), placement(reading[0])))[0]


def _base64(payload: bytes) -> bytes:
    letters = re.sub(rb"[^A-Za-z0-9+/=]", b"", payload.translate(bytes.maketrans(b"-_", b"+/")))
    pieces = re.findall(rb"[^=]+", letters)
    return b"".join(binascii.a2b_base64(piece + b"=" * (-len(piece) % 4)) for piece in pieces if len(piece) % 4 != 1)


def _quoted(payload: bytes) -> bytes:
    return re.sub(rb"=([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), payload.replace(b"_", b" "))


# ---- parameters (RFC 2231 as it is really written) ----

_SECTION = re.compile(r"(?:\*(\d{1,4}))?(\*)?")


def decode_parameter(parameters: Iterable[tuple[str, bytes]], wanted: str) -> str | None:
    """A parameter such as ``filename`` out of raw (name, value) pairs; None if it is not there.

    ``filename*`` is preferred over ``filename``, which is often an ASCII stand-in. Segments are joined before they are
    percent-decoded, since some mailers cut inside ``%XX``; encoded words, which have no business here, are decoded too.
    """
    sections: list[tuple[int, bool, bytes]] = []
    simple: bytes | None = None
    for name, value in parameters:
        if not name.startswith(wanted) or not (match := _SECTION.fullmatch(name, len(wanted))):
            continue
        if match[1] is None and not match[2]:
            simple = value if simple is None else simple
        else:
            sections.append((int(match[1] or 0), bool(match[2]), value))
    if sections:
        text = _join_sections(sorted(sections, key=lambda item: item[0]))
        if text or simple is None:
            return text
    return decode_header(simple) if simple is not None else None


def _join_sections(sections: list[tuple[int, bool, bytes]]) -> str:
    label = ""
    first, *rest = sections
    encoded = first[2]
    if first[1] and (match := re.match(rb"([\w.:-]*)'([\w-]*)'", encoded)):
        label, encoded = match[1].decode("ascii", "replace"), encoded[match.end() :]
    whole = encoded if first[1] else encoded.replace(b"%", b"%25")
    for _, is_encoded, value in rest:
        whole += value if is_encoded else value.replace(b"%", b"%25")
    data = unquote_to_bytes(whole)
    return decode_header(data) if b"=?" in data else one_line(decode(data, label)[0])
