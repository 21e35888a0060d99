"""Reading in a process of its own, which may be killed: strangers' documents hang, crash and eat memory.

One process serves many jobs (starting one costs far more than most jobs). A job that outlasts its time, or kills its
process, is tried once more in a fresh one; then the document is unreadable, and the daemon goes on.
"""

from __future__ import annotations

import contextlib
import logging
import math
import os
import pickle
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, TypeVar

from intake.errors import RetryLater, ToolMissing, Unreadable
from parsers.parts import Message, Part
from parsers.records import PageReading
from parsers.wire import HEADER, LARGEST, pack, unpack_answer

TIMEOUT_SECONDS = 120.0
MEMORY_BYTES = 1_500_000_000
PAGES = 200
JOBS_PER_PROCESS = 1000
"""Loading the readers' libraries anew costs as much as reading dozens of documents; leaks stay below the limit."""
_START_SECONDS = 60.0
_ATTEMPTS = 2
_logger = logging.getLogger(__name__)
_T = TypeVar("_T")

_REASONS = {
    "timeout": "อ่านเอกสารไม่สำเร็จภายในเวลาที่กำหนด ระบบหยุดอ่านเพื่อไม่ให้กระทบเอกสารอื่น โปรดตรวจสอบจากต้นฉบับ",
    "memory": "เอกสารใช้หน่วยความจำเกินกว่าที่กำหนด ระบบหยุดอ่านเพื่อไม่ให้กระทบเอกสารอื่น โปรดตรวจสอบจากต้นฉบับ",
    "crashed": "โปรแกรมอ่านเอกสารหยุดทำงานขณะอ่านเอกสารนี้ โปรดตรวจสอบจากต้นฉบับ หรือขอไฟล์ใหม่",
}


_STOPPED = "หยุดอ่านเอกสารตามคำสั่งก่อนอ่านเสร็จ ระบบจะอ่านใหม่เมื่อเริ่มทำงานครั้งถัดไป"


class _Lost(Exception):
    """The process did not answer; ``code`` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Sandbox:
    """A reading process, started at the first job. May be used from several threads: jobs go one at a time.

    Args:
        timeout: wall seconds of one job.
        memory: bytes of address space beyond the bare process.
        jobs_per_process: after so many jobs a fresh process takes over (libraries leak).
        jobs: the module that bears JOBS.
        pages: a part with more pages is not read.
    """

    def __init__(
        self,
        timeout: float = TIMEOUT_SECONDS,
        memory: int = MEMORY_BYTES,
        jobs_per_process: int = JOBS_PER_PROCESS,
        jobs: str = "parsers.jobs",
        pages: int = PAGES,
    ) -> None:
        self.before_attempt: Callable[[], None] = lambda: None
        """Called in the caller's thread before each attempt at a job: nothing here lasts longer than one."""
        self._timeout = timeout
        self._memory = memory
        self._jobs_per_process = jobs_per_process
        self._jobs = jobs
        self._pages = pages
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0

    def open(
        self, raw: bytes, name: str, is_message: bool, own_addresses: Collection[str] = (), truncated: bool = False
    ) -> Message:
        """Opens an arrival's bytes: a message, or a bare document called ``name``. Raises Unreadable, ToolMissing."""
        if is_message:
            opened = self.run("open_message", raw=raw, own_addresses=frozenset(own_addresses), truncated=truncated)
        else:
            opened = self.run("open_document", data=raw, name=name)
        return _checked(opened, Message)

    def read(self, part: Part) -> PageReading:
        """Reads one part. Raises Unreadable, ToolMissing."""
        return _checked(self.run("read_part", part=part, pages=self._pages), PageReading)

    def run(self, job: str, **arguments: Any) -> Any:
        """Does one job by name.

        Raises:
            Unreadable: the job's own verdict, or ``timeout``, ``memory``, ``crashed`` after the second attempt.
            ToolMissing: a program is not installed.
            RetryLater: ``stop`` was called.
        """
        with self._lock:
            message = pack((job, arguments))
            for attempt in range(1, _ATTEMPTS + 1):
                try:
                    return self._attempt(message)
                except _Lost as lost:
                    _logger.info("reading process lost (%s), attempt %d of %d", lost.code, attempt, _ATTEMPTS)
                    self._kill()
                    code = lost.code
                if self._stopped.is_set():
                    raise RetryLater(_STOPPED)
            raise Unreadable(_REASONS[code], code)

    def stop(self) -> None:
        """Ends the job in hand, from any thread and without waiting: it and every later one raise RetryLater."""
        self._stopped.set()
        process = self._process
        if process is not None:
            _kill_session(process.pid)
            with contextlib.suppress(ProcessLookupError):
                process.kill()

    def close(self) -> None:
        """Ends the reading process. The sandbox may be used again."""
        with self._lock:
            self._kill()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Process id of the present reading process."""
        return self._process.pid if self._process else None

    def _attempt(self, message: bytes) -> Any:
        self.before_attempt()
        process = self._ready()
        if self._stopped.is_set():
            raise _Lost("stopped")
        deadline = time.monotonic() + self._timeout
        try:
            _send(process, message, deadline)
            verdict, value = _receive(process, deadline)
        except BaseException as error:
            if not isinstance(error, _Lost):
                self._kill()  # an interrupted job's answer must not be taken for the next one's
            raise
        self._served += 1
        if verdict == "done":
            return value
        if verdict == "unreadable":
            raise Unreadable(str(value[0]), str(value[1]))
        if verdict == "tool":
            raise ToolMissing(str(value))
        raise _Lost("memory" if verdict == "memory" else "crashed")

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._process and (self._process.poll() is not None or self._served >= self._jobs_per_process):
            self._kill()
        if self._process is None:
            self._process = self._start()
            self._served = 0
            _receive(self._process, time.monotonic() + _START_SECONDS)
        return self._process

    def _start(self) -> subprocess.Popen[bytes]:
        """A session of its own, so that whatever it starts can be ended with it. Raises RetryLater where the machine has no
        room for another process: no document is to blame for that."""
        settings = ["OMP_THREAD_LIMIT=1", "OPENBLAS_NUM_THREADS=1", "MALLOC_ARENA_MAX=2", "PYTHONUTF8=1"]
        limits = [str(self._memory), str(self._longest)]
        try:
            process = subprocess.Popen(
                ["env", *settings, sys.executable, "-m", "parsers.reading_process", self._jobs, *limits],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
                cwd=Path(__file__).parent.parent,
            )
        except OSError as error:
            raise RetryLater(f"เริ่มโปรแกรมอ่านเอกสารไม่ได้ ({error.strerror}) เอกสารยังอยู่ครบ ระบบจะลองใหม่ในรอบถัดไป") from error
        threading.Thread(target=_drain, args=(process.stderr,), daemon=True).start()
        return process

    @property
    def _longest(self) -> int:
        """Seconds after which a job ends by itself: whoever should have ended it is dead."""
        return math.ceil(self._timeout) + 30

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        _kill_session(process.pid)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _checked(value: Any, kind: type[_T]) -> _T:
    """The answer is a record of the wanted kind, or the process has gone wrong."""
    if not isinstance(value, kind):
        raise Unreadable(_REASONS["crashed"], "crashed")
    return value


def _drain(pipe: IO[bytes] | None) -> None:
    """What libraries print is for the debug log: it may name pieces of documents."""
    if pipe is None:
        return
    with pipe:
        for line in pipe:
            _logger.debug("reading process: %s", line.decode("utf-8", "replace").rstrip())


def _send(process: subprocess.Popen[bytes], message: bytes, deadline: float) -> None:
    if process.stdin is None:
        raise _Lost("crashed")
    descriptor = process.stdin.fileno()
    os.set_blocking(descriptor, False)
    view = memoryview(message)
    while view:
        _wait(descriptor, select.POLLOUT, deadline)
        try:
            view = view[os.write(descriptor, view[:1_000_000]) :]
        except BlockingIOError:
            continue
        except OSError as error:
            raise _Lost("crashed") from error


def _receive(process: subprocess.Popen[bytes], deadline: float) -> tuple[str, Any]:
    if process.stdout is None:
        raise _Lost("crashed")
    descriptor = process.stdout.fileno()
    size = HEADER.unpack(_exactly(descriptor, HEADER.size, deadline))[0]
    if size > LARGEST:
        raise _Lost("crashed")
    try:
        verdict, value = unpack_answer(_exactly(descriptor, size, deadline))
    except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError) as error:
        raise _Lost("crashed") from error
    return verdict, value


def _exactly(descriptor: int, size: int, deadline: float) -> bytes:
    chunks: list[bytes] = []
    while size:
        _wait(descriptor, select.POLLIN, deadline)
        chunk = os.read(descriptor, min(size, 1 << 20))
        if not chunk:
            raise _Lost("crashed")
        chunks.append(chunk)
        size -= len(chunk)
    return b"".join(chunks)


def _wait(descriptor: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise _Lost("timeout")


def _kill_session(session: int) -> None:
    """Ends everything that the reading process started (LibreOffice sits in a group of its own)."""
    for pid in list(_members(session)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def _members(session: int) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, IndexError, ValueError):
                fields = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
                if int(fields[3]) == session:
                    yield int(entry.name)
