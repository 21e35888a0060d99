"""Messages per second from the mailbox to filed, beside what the libraries alone need; memory; and how both grow.

One command: ``scripts/bench``. Every size is measured on a fresh mailbox and an empty data folder, both runners one after the
other on the same messages; their ratio is what can be compared between machines.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.corpus import CACHE, Posted, contacts, corpus
from bench.runners import SECRET, SECRET_ENV, USER
from rehearsal.dovecot import Dovecot

SIZES = (100, 500, 2000)
SAMPLE_SECONDS = 0.05
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Run:
    """One runner on one mailbox."""

    seconds: float
    processor: float
    """Processor seconds: they depend less on what else the machine does."""
    messages: int
    peak: int
    """Largest resident memory of the process together with its reading process (bytes)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One size."""

    ours: Run
    bare: Run

    @property
    def ratio(self) -> float:
        """How many times as long damrong takes."""
        return self.ours.seconds / self.bare.seconds

    @property
    def processor_ratio(self) -> float:
        """How many times the processor time it takes."""
        return self.ours.processor / self.bare.processor


def measure(posted: Sequence[Posted]) -> Line:
    """Both runners on the same messages."""
    with tempfile.TemporaryDirectory(prefix="damrong-bench-") as name, Dovecot({USER: SECRET}) as server:
        folder = Path(name)
        contacts(folder / "contacts.csv")
        ours = _run("damrong", folder, server, posted)
        return Line(ours, _run("bare", folder, server, ()))


def _run(runner: str, folder: Path, server: Dovecot, posted: Sequence[Posted]) -> Run:
    command = [sys.executable, "-m", "bench.runners", runner, str(folder), str(server.port)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {SECRET_ENV: SECRET, "PYTHONPYCACHEPREFIX": str(CACHE / "compiled")}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdin is not None
    assert process.stdout is not None
    with process, process.stdin, process.stdout:
        if process.stdout.readline().strip() != "ready":
            raise RuntimeError(f"{runner} did not start")
        server.append_all(USER, posted)
        with Peak(process.pid) as peak:
            process.stdin.write("\n")
            process.stdin.flush()
            answer = process.stdout.readline().split()
    if len(answer) != 3:
        raise RuntimeError(f"{runner} failed")
    seconds, processor, messages = answer
    return Run(float(seconds), float(processor), int(messages), peak.bytes)


class Peak:
    """Watches the resident memory of a process and everything below it."""

    def __init__(self, pid: int) -> None:
        self.bytes = 0
        self._process = psutil.Process(pid)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(SAMPLE_SECONDS):
            self.bytes = max(self.bytes, self._resident())

    def _resident(self) -> int:
        total = 0
        try:
            for each in [self._process, *self._process.children(recursive=True)]:
                total += each.memory_info().rss
        except psutil.NoSuchProcess:
            return 0
        return total


def table(lines: Sequence[Line]) -> str:
    """The table in Markdown."""
    first = lines[0]
    head = (
        "| messages | damrong, messages/s | libraries alone, messages/s | ratio of the times | ratio of processor times "
        "| peak memory, MiB | processor time per message, against the first line | memory, against the first line |"
    )
    rows = [head, "| ---: " * 8 + "|"]
    for each in lines:
        slower = (each.ours.processor / each.ours.messages) / (first.ours.processor / first.ours.messages)
        rows.append(
            f"| {each.bare.messages} | {each.ours.messages / each.ours.seconds:.1f} "
            f"| {each.bare.messages / each.bare.seconds:.1f} | {each.ratio:.1f} | {each.processor_ratio:.1f} "
            f"| {each.ours.peak / MIB:.0f} | {slower:.2f} | {each.ours.peak / first.ours.peak:.2f} |"
        )
    return "\n".join(rows)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="MESSAGES")
    sizes = sorted(parser.parse_args().sizes)
    print(f"writing or loading {sizes[-1]} messages ...", file=sys.stderr)
    everything = corpus(sizes[-1])
    lines = []
    for size in sizes:
        print(f"{size} messages ...", file=sys.stderr)
        lines.append(measure(everything[:size]))
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}\n")
    print(table(lines))


if __name__ == "__main__":
    main()
