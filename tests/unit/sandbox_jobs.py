"""Jobs that misbehave, for the sandbox's tests."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from intake.errors import ToolMissing, Unreadable
from parsers.jobs import JOBS as REAL


def _hang(mark: str = "") -> None:
    if mark:
        child = subprocess.Popen(["sleep", "300"], process_group=0)
        Path(mark).write_text(f"{os.getpid()} {child.pid}", encoding="ascii")
    time.sleep(300)


def _eat() -> int:
    return len(bytearray(4_000_000_000))


def _crash() -> None:
    ctypes.string_at(0)


def _crash_once(mark: str) -> str:
    if not Path(mark).exists():
        Path(mark).write_text("x", encoding="ascii")
        os._exit(7)
    return "second attempt"


def _evil() -> Any:
    class Evil:
        def __reduce__(self) -> tuple[Any, ...]:
            return os.system, ("true",)

    return Evil()


def _chatter() -> str:
    print("to standard output")
    sys.stdout.flush()
    os.write(1, b"straight to descriptor 1\n")
    return "answer"


def _unreadable() -> None:
    raise Unreadable("อ่านไม่ได้", "broken")


def _tool() -> None:
    raise ToolMissing("pdftotext is not installed")


def _pid() -> int:
    return os.getpid()


def _echo(data: bytes) -> bytes:
    return data


def _deep() -> None:
    _deep()


JOBS = {
    **REAL,
    "hang": _hang,
    "eat": _eat,
    "crash": _crash,
    "crash_once": _crash_once,
    "evil": _evil,
    "chatter": _chatter,
    "unreadable": _unreadable,
    "tool": _tool,
    "pid": _pid,
    "echo": _echo,
    "deep": _deep,
}
