"""One reader in a process of its own, bound to one core: ``python -m bench.reading.worker ours|tesseract``.

A line of JSON in, a line of JSON out. First it says ``{}`` or ``{"missing": why}``; then for each ``{"path"}`` it reads
the page and tells ``{"lines", "seconds", "peak"}``: processor seconds without those of starting, and bytes.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import IO

from bench.reading.readers import READERS, Missing, Reader, seconds_of


def main(name: str, source: IO[str], target: IO[str]) -> None:
    """Reads pages until there are no more questions."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    try:
        reader = READERS[name]()
    except Missing as missing:
        _say(target, {"missing": str(missing)})
        return
    idle = reader.idle()
    _say(target, {})
    for question in source:
        _say(target, _answer(reader, Path(json.loads(question)["path"]), idle))


def _answer(reader: Reader, path: Path, idle: float) -> dict[str, object]:
    lines: list[str] = []
    seconds = seconds_of(lambda: lines.extend(reader.read(path)))
    return {"lines": lines, "seconds": max(0.0, seconds - idle), "peak": reader.peak()}


def _say(target: IO[str], answer: dict[str, object]) -> None:
    target.write(json.dumps(answer, ensure_ascii=False) + "\n")
    target.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.stdin, sys.stdout)
