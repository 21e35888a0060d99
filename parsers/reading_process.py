"""The reading process: takes jobs over its standard input until the daemon goes away.

Run as ``python -m parsers.reading_process MODULE MEMORY_BYTES SECONDS``; MODULE bears a mapping JOBS of names to functions.
The daemon ends a job that takes too long; where the daemon itself was killed, the alarm after SECONDS does.
"""

from __future__ import annotations

import importlib
import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from intake.errors import ToolMissing, Unreadable
from parsers.wire import HEADER, pack, unpack_job

_PAGE = resource.getpagesize()


def main(module: str, memory: int, longest: int) -> None:
    """Serves jobs one after another; ends with the pipe."""
    source, target = _own_pipes()
    jobs: Mapping[str, Callable[..., Any]] = importlib.import_module(module).JOBS
    _limit_memory(memory)
    target.write(pack(("ready", None)))
    while (payload := _next(source)) is not None:
        name, arguments = unpack_job(payload)
        signal.alarm(longest)  # not handled in Python: it also ends a library that never comes back
        target.write(_answer(jobs[name], arguments))
        signal.alarm(0)


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """The pipes, moved away from descriptors 0 and 1: a library that prints must not print into an answer."""
    source = os.fdopen(os.dup(0), "rb")
    target = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdin = None
    return source, _Whole(target)  # type: ignore[return-value]


class _Whole:
    """An unbuffered pipe may take a part only; an answer goes out whole."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def write(self, data: bytes) -> int:
        view = memoryview(data)
        while view:
            view = view[self._raw.write(view) :]
        return len(data)


def _limit_memory(memory: int) -> None:
    """Address space beyond what the bare process has. The hard limit stays, so that LibreOffice can be given more."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (pages * _PAGE + memory, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _next(source: BinaryIO) -> bytes | None:
    header = source.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    size = HEADER.unpack(header)[0]
    payload = source.read(size)
    return payload if len(payload) == size else None


def _answer(job: Callable[..., Any], arguments: Mapping[str, Any]) -> bytes:
    """The job's answer, packed; errors that have a meaning keep it."""
    try:
        return pack(("done", job(**arguments)))
    except Unreadable as error:
        return pack(("unreadable", (error.reason, error.code)))
    except ToolMissing as error:
        return pack(("tool", str(error)))
    except MemoryError:
        return pack(("memory", None))
    except RecursionError:
        return pack(("failed", "RecursionError"))
    except Exception as error:  # a fault of ours or of a library: the daemon counts it and a person sees it
        sys.excepthook(type(error), error, error.__traceback__)
        return pack(("failed", type(error).__name__))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
