"""Is this Thai? And if it is Thai that was read with the wrong codec, what did it say?

Three accidents are met in real mail (DOMAIN 2.3): cp874 read as Latin-1 (``¡ÃÁ¡ÒÃ»¡¤ÃÍ§``), UTF-8 read as Latin-1
(``à¸...``) and UTF-8 read as cp874 (``เธ...``). The last two are proved by strict UTF-8 validity: Thai written in cp874
practically never forms two valid three-byte sequences. The first has no such proof, so it is judged by spelling.
"""

from __future__ import annotations

import re

_THAI = re.compile("[\u0e01-\u0e3a\u0e3f-\u0e5b]")
_THAI_RUN = re.compile("[\u0e01-\u0e3a\u0e40-\u0e4e]+")
_ATTACHED = re.compile("(?<=[A-Za-z])[\u0e01-\u0e4e]|[\u0e01-\u0e4e](?=[A-Za-z])")
_SUSPECT = re.compile("[\u0080-\u00ff\u0152-\u0178\u02c6-\u02dc\u2013-\u2122]|เธ|เน")
_CONSONANT = frozenset(map(chr, range(0x0E01, 0x0E2F)))
_LEADING = frozenset("เแโใไ")
_VOWEL_MARK = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47")
_UPPER_MARK = frozenset("\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d")
_FOLLOWING = frozenset("ะาำๅ")
_MIN_LETTERS = 3
_MIN_RUN = 3.0
_GOOD = 0.9


def count_thai(text: str) -> int:
    """How many Thai characters there are."""
    return len(_THAI.findall(text))


def placement(text: str) -> float:
    """Share of Thai letters and marks that stand where Thai spelling lets them stand, 0 to 1; 0 without Thai."""
    good = total = 0
    for match in _THAI_RUN.finditer(text):
        run = match.group()
        total += len(run)
        good += sum(_well_placed(run, index) for index in range(len(run)))
    return good / total if total else 0.0


def _well_placed(run: str, index: int) -> bool:
    char, before = run[index], run[index - 1] if index else ""
    if char in _LEADING:
        return index + 1 < len(run) and run[index + 1] in _CONSONANT
    if char in _VOWEL_MARK:
        return before in _CONSONANT
    if char in _UPPER_MARK:
        return before in _CONSONANT or before in _VOWEL_MARK
    if char in _FOLLOWING:
        return before in _CONSONANT or before in _UPPER_MARK or before in _FOLLOWING
    return True


def reads_as_thai(text: str) -> bool:
    """Whether the non-ASCII part of the text is convincingly spelt Thai: runs, vowels, and no letters glued to Latin ones."""
    runs = _THAI_RUN.findall(text)
    letters = sum(map(len, runs))
    if letters < _MIN_LETTERS or letters / len(runs) < _MIN_RUN or placement(text) < _GOOD:
        return False
    foreign = sum(1 for char in text if char > "\x7f" and not "\u0e01" <= char <= "\u0e5b" and char not in "\u00a0“”‘’–—…•")
    vowels = sum(1 for run in runs for char in run if char not in _CONSONANT)
    return foreign * 10 <= letters and len(_ATTACHED.findall(text)) * 5 <= letters and (letters < 12 or vowels * 8 >= letters)


def repair(text: str) -> str:
    """The text with lines that were read with the wrong codec read rightly; other lines as they are.

    A line is replaced only where the proof holds (see the module); what has lost bytes (U+FFFD) is left alone.
    """
    if not _SUSPECT.search(text):
        return text
    return "".join(_repair_line(line) for line in text.splitlines(keepends=True))


def _repair_line(line: str) -> str:
    for _ in range(2):
        better = _reread(line)
        if better is None:
            return line
        line = better
    return line


def _reread(line: str) -> str | None:
    for narrow in (_as_cp874, _as_latin):
        data = narrow(line)
        text = _strict_utf8(data) if data is not None else None
        if text is not None and count_thai(text) >= 2 and placement(text) >= 0.7:
            return text
    if count_thai(line):
        return None
    data = _as_latin(line)
    thai = data.decode("cp874", "replace") if data is not None else ""
    return thai if "\ufffd" not in thai and reads_as_thai(thai) else None


def _strict_utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _as_latin(text: str) -> bytes | None:
    return _narrow(text, "cp1252")


def _as_cp874(text: str) -> bytes | None:
    return _narrow(text, "cp874")


def _narrow(text: str, codec: str) -> bytes | None:
    """The bytes that the text was read from, if it was read with this codec; C1 controls stand for its undefined bytes."""
    try:
        return text.encode(codec)
    except UnicodeEncodeError:
        pass
    data = bytearray()
    for char in text:
        try:
            data += char.encode(codec)
        except UnicodeEncodeError:
            if not "\x80" <= char <= "\x9f":
                return None
            data.append(ord(char))
    return bytes(data)
