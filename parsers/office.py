"""Old Word and rich text -> .docx by LibreOffice, where it is installed, in its own profile and under a time limit."""

from __future__ import annotations

import contextlib
import hashlib
import os
import resource
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from intake.errors import Unreadable
from parsers.limits import Limits
from parsers.parts import Part
from parsers.records import PageReading
from parsers.word import read_word

TIMEOUT_SECONDS = 90
MEMORY_BYTES = 6_000_000_000
"""Address space of LibreOffice, which maps far more than it uses."""
_ASK = "โปรดบันทึกเป็นไฟล์ .docx หรือ PDF แล้วส่งใหม่"


def read_old_word(part: Part, limits: Limits, suffix: str) -> PageReading:
    """Reads .doc or .rtf by way of .docx.

    Raises:
        Unreadable: ``unknown_type`` without LibreOffice, ``broken``, ``timeout``, or what reading the .docx raises.
    """
    program = shutil.which("soffice")
    if program is None:
        raise Unreadable(f"ระบบนี้อ่านไฟล์ {suffix} รุ่นเก่าไม่ได้ {_ASK}", "unknown_type")
    data = _converted(program, part.data, suffix)
    reading = read_word(replace(part, data=data, sha256=hashlib.sha256(data).hexdigest()), limits)
    return replace(reading, part=part.sha256)


def _converted(program: str, data: bytes, suffix: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="damrong-office-") as folder:
        source = Path(folder, "source").with_suffix(suffix)
        source.write_bytes(data)
        _run(program, folder, source)
        made = source.with_suffix(".docx")
        if not made.is_file():
            raise Unreadable(f"ไฟล์เอกสารชำรุดหรือถูกล็อก ไม่สามารถเปิดอ่านได้ {_ASK}", "broken")
        return made.read_bytes()


def _run(program: str, folder: str, source: Path) -> None:
    profile = Path(folder, "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", folder, str(source)]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        process_group=0,
        preexec_fn=_more_memory,
    )
    try:
        process.wait(TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(f"เปิดอ่านไฟล์เอกสารไม่สำเร็จภายในเวลาที่กำหนด {_ASK}", "timeout") from error
    finally:
        _end(process)


def _more_memory() -> None:
    """The reading process's soft limit is too narrow for an office suite; the hard limit stays."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))


def _end(process: subprocess.Popen[bytes]) -> None:
    """LibreOffice is a script that starts a program that starts another: the whole group ends."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
