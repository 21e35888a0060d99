"""Every page before every reader, one page after the other and one reader after the other, in the same run."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from bench.reading.delivery import Sent
from bench.reading.library import FOLDER
from bench.reading.measures import Tally, compare

LOG = FOLDER / "last.jsonl"
"""What each reader made of each page of the last run, for whoever wants to see why."""


@dataclass(frozen=True, slots=True)
class Result:
    """One page read by one reader."""

    reader: str
    sent: Sent
    tally: Tally
    seconds: float
    """Processor seconds."""


class Desk:
    """A reader in its own warm process."""

    def __init__(self, name: str) -> None:
        self.name, self.missing, self.peak = name, "", 0
        command = [sys.executable, "-m", "bench.reading.worker", name]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.missing = self._answer().get("missing", "")

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.communicate()

    def read(self, sent: Sent) -> tuple[list[str], float]:
        """The lines of a page, and processor seconds."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"path": str(sent.path)}) + "\n")
        self._process.stdin.flush()
        answer = self._answer()
        self.peak = max(self.peak, answer["peak"])
        return answer["lines"], answer["seconds"]

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended; what it said stands above")
        return json.loads(line)


def read_all(pages: Iterable[Sent], desks: Sequence[Desk]) -> Iterator[Result]:
    """Reads and compares. Each reader's first page is read twice, once to warm it."""
    cold = {desk.name for desk in desks}
    with LOG.open("w", encoding="utf-8") as log:
        for sent in pages:
            for desk in desks:
                if desk.name in cold:
                    desk.read(sent)
                    cold.remove(desk.name)
                lines, seconds = desk.read(sent)
                tally = compare(sent.page.lines, lines)
                told = {"reader": desk.name, "page": sent.path.name, "errors": tally.errors, "signs": tally.signs}
                log.write(json.dumps({**told, "printed": sent.page.lines, "read": lines}, ensure_ascii=False) + "\n")
                yield Result(desk.name, sent, tally, seconds)
