"""How well and how fast page images are read, ours beside Tesseract, in one run and one table: ``scripts/bench-reading``."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from bench.reading import tables
from bench.reading.delivery import CHANNELS, Lost, Sent, deliver
from bench.reading.fax import LINES, VARIABLE, find_tool
from bench.reading.library import SEED, library
from bench.reading.readers import READERS
from bench.reading.run import Desk, Result, read_all

REPORT = Path(__file__).resolve().parents[2] / "docs" / "reading.md"
HEADING = """# How well page images are read

    scripts/bench-reading               # every channel; --help tells the rest

Papers of the synthetic provinces (`rehearsal/`), which the training never saw, are made into PDFs by LibreOffice in
typefaces that the training draws with and in three that it never sees (Trirong, Niramit, Chakra Petch), at 10 to 16
points, and sent through the channels. The truth is the PDF's text layer. Spaces, leaders of dots and the order of lines
do not count (`bench/reading/matching.py`); an amount is right where every sign of it is. Seconds are processor seconds
on one core in a warm process: of Tesseract, which starts for each page, the start is subtracted. Faxes go through a
real call without error correction on a line of so many bad rows.
"""


def main() -> None:
    """Measures and prints."""
    given = _arguments()
    documents = library(given.pages, given.seed)
    print(f"{sum(len(each.pages) for each in documents)} pages of {len(documents)} papers", file=sys.stderr)
    arrived, lost = _sorted_out(list(deliver(documents, given.channels, given.noise, find_tool(given.fax_tool))))
    with ExitStack() as stack:
        desks = [stack.enter_context(Desk(name)) for name in given.readers]
        results = _read(arrived, [desk for desk in desks if not desk.missing])
    notes = [f"{desk.name}: {desk.missing}." for desk in desks if desk.missing]
    notes += [f"{channel}{f', bad rows {noise}' if noise else ''}: {why}." for channel, noise, why in lost]
    report = _report(results, {desk.name: desk.peak for desk in desks if not desk.missing}, notes)
    print(report)
    if given.write:
        REPORT.write_text(f"{HEADING}\n{report}\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench-reading", description=__doc__)
    parser.add_argument("--pages", type=int, default=42, help="at least so many a channel (42)")
    parser.add_argument(
        "--channels", nargs="+", choices=CHANNELS, default=list(CHANNELS), metavar="CHANNEL", help=", ".join(CHANNELS)
    )
    parser.add_argument("--noise", nargs="+", choices=list(LINES), default=list(LINES), help="bad rows of a fax's line")
    parser.add_argument("--readers", nargs="+", choices=list(READERS), default=list(READERS))
    parser.add_argument("--fax-tool", metavar="FOLDER", help=f"where send.py and faxchannel lie (else {VARIABLE})")
    parser.add_argument("--seed", type=int, default=SEED, help="of the papers")
    parser.add_argument("--write", action="store_true", help="also writes docs/reading.md")
    return parser.parse_args()


def _sorted_out(pages: Sequence[Sent | Lost]) -> tuple[list[Sent], list[tuple[str, str, str]]]:
    """What arrived, and why other pages did not: each reason once."""
    arrived = [each for each in pages if isinstance(each, Sent)]
    lost = {(each.channel, each.noise, each.why): None for each in pages if isinstance(each, Lost)}
    return arrived, list(lost)


def _read(arrived: Sequence[Sent], desks: Sequence[Desk]) -> list[Result]:
    results = []
    for result in read_all(arrived, desks):
        results.append(result)
        if sys.stderr.isatty():
            print(f"\r{len(results)} of {len(arrived) * len(desks)} pages", end="", file=sys.stderr, flush=True)
    return results


def _report(results: Sequence[Result], peaks: Mapping[str, int], notes: Sequence[str]) -> str:
    parts = [f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}."]
    if results:
        parts += ["## Channels and line noise", tables.by_channel(results)]
        faces = tables.by_group(results, "typefaces", lambda each: "held out" if each.sent.document.held_out else "seen")
        parts += ["## Typefaces that the training saw, and those held out", faces]
        parts += ["## Type size in points", tables.by_group(results, "size", lambda each: each.sent.document.size)]
        parts += ["## Digits", tables.digits(results), "## Memory", tables.memory(peaks)]
    parts += ["## Not measured", *notes, "Fields and acceptance: page images are not on the conveyor yet."]
    return "\n\n".join(parts)


if __name__ == "__main__":
    main()
