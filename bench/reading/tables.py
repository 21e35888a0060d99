"""The results as tables in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeVar

from bench.reading.measures import NOTHING, OTHER, Tally, together
from bench.reading.run import Result

K = TypeVar("K", bound=Hashable)
MIB = 1 << 20
DIGITS = "0123456789๐๑๒๓๔๕๖๗๘๙"


def by_channel(results: Sequence[Result]) -> str:
    """Each channel and line, each reader: the main table."""
    rows = [
        "| channel | bad rows | pages | reader | character errors | amounts | exactly right | s/page | of Tesseract's time |",
        "| --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for (channel, noise), group in grouped(results, lambda each: (each.sent.channel, each.sent.noise)).items():
        readers = grouped(group, lambda each: each.reader)
        for reader, own in readers.items():
            tally = together(each.tally for each in own)
            share = _mean(own) / _mean(readers["tesseract"]) if "tesseract" in readers and reader != "tesseract" else None
            measured = f"{percent(tally.error_rate)} | {tally.amounts} | {percent(tally.share_right)} | {_mean(own):.2f}"
            said = "" if share is None else f"{share:.2f}"
            rows.append(f"| {channel} | {_noise(noise, own)} | {tally.pages} | {reader} | {measured} | {said} |")
    return "\n".join(rows)


def by_group(results: Sequence[Result], name: str, group_of: Callable[[Result], str | int]) -> str:
    """Character errors and amounts exactly right, one column a group; rows are channels and lines."""
    groups = sorted({group_of(each) for each in results}, key=lambda group: (isinstance(group, str), group))
    heads = "".join(f" {name} {group}: errors | amounts right |" for group in groups)
    rows = [f"| channel | bad rows | reader |{heads}", "| --- | ---: | --- |" + " ---: | ---: |" * len(groups)]
    key = grouped(results, lambda each: (each.sent.channel, each.sent.noise, each.reader))
    for (channel, noise, reader), own in key.items():
        cells = ""
        for group in groups:
            tally = together(each.tally for each in own if group_of(each) == group)
            cells += f" {percent(tally.error_rate) if tally.pages else ''} | {_of(tally)} |"
        rows.append(f"| {channel} | {_noise(noise, own)} | {reader} |{cells}")
    return "\n".join(rows)


def digits(results: Sequence[Result]) -> str:
    """What each digit was read as: one row a digit and reader, the commonest mistakes first."""
    rows = ["| reader | digit | printed | read rightly | read as (times) |", "| --- | --- | ---: | ---: | --- |"]
    for reader, own in grouped(results, lambda each: each.reader).items():
        counted = together(each.tally for each in own).digits
        for digit in DIGITS:
            row = {read: often for (printed, read), often in counted.items() if printed == digit}
            total = sum(row.values())
            if total:
                wrong = sorted(((often, read) for read, often in row.items() if read != digit), reverse=True)
                said = ", ".join(f"{_word(read)} {often}" for often, read in wrong)
                rows.append(f"| {reader} | {digit} | {total} | {percent(row.get(digit, 0) / total)} | {said} |")
    return "\n".join(rows)


def memory(peaks: Mapping[str, int]) -> str:
    """Most resident memory of each reader's process."""
    rows = ["| reader | peak memory, MiB |", "| --- | ---: |"]
    return "\n".join([*rows, *(f"| {reader} | {peak / MIB:.0f} |" for reader, peak in peaks.items())])


def percent(share: float | None) -> str:
    """``98.70 %``; empty where there is nothing to share."""
    return "" if share is None else f"{100 * share:.2f} %"


def grouped(results: Sequence[Result], key: Callable[[Result], K]) -> dict[K, list[Result]]:
    """In the order of first appearance."""
    found: dict[K, list[Result]] = {}
    for each in results:
        found.setdefault(key(each), []).append(each)
    return found


def _mean(results: Sequence[Result]) -> float:
    return sum(each.seconds for each in results) / len(results)


def _noise(noise: str, results: Sequence[Result]) -> str:
    """What was asked of the line, and what it did on the average."""
    if not noise:
        return ""
    counted = sum(each.sent.bad_rows for each in results) / len(results)
    return noise if noise == "none" else f"{noise} ({counted:.2f} %)"


def _of(tally: Tally) -> str:
    return f"{percent(tally.share_right)} of {tally.amounts}" if tally.amounts else ""


def _word(read: str) -> str:
    return {NOTHING: "nothing", OTHER: "no digit"}.get(read, read)
