"""The signs that the recogniser can read. A picture is read as a row of them; spaces count, leaders of dots do not."""

from __future__ import annotations

THAI = "".join(chr(code) for code in (*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E4F), *range(0x0E50, 0x0E5A)))
LATIN = "".join(chr(code) for code in range(0x21, 0x7F))
SIGNS = " " + THAI + LATIN + "“”‘’–•√"
"""Sign ``i`` of the net's output is ``SIGNS[i - 1]``; output 0 is the blank between signs."""

INDEX = {sign: number for number, sign in enumerate(SIGNS, 1)}


def readable(text: str) -> bool:
    """Whether every sign of the text is one of ``SIGNS``."""
    return all(sign in INDEX for sign in text)
