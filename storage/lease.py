"""The lease of a data folder: one daemon at a time. The kernel gives it back when its holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType

from intake.errors import LeaseHeld
from storage.blobs import FILE_MODE, make_folder
from storage.errors import mapped

LOCK_NAME = "damrong.lock"


class Lease:
    """``with Lease(data): ...`` or acquire() and release()."""

    def __init__(self, data: Path) -> None:
        self._path = data / LOCK_NAME
        self._handle: int | None = None
        # A forked worker that outlives a killed daemon would go on holding the lock that it inherited.
        os.register_at_fork(after_in_child=self._forget)

    def acquire(self) -> None:
        """Takes the lease, or raises LeaseHeld at once."""
        with mapped():
            make_folder(self._path.parent)
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, FILE_MODE)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip()
            os.close(handle)
            raise LeaseHeld(_held(self._path.parent, holder)) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode("ascii"), 0)
        self._handle = handle

    def release(self) -> None:
        """Gives the lease back; may be repeated. The file stays: removing it would let two daemons lock two files."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _forget(self) -> None:
        """In a forked child: closes the inherited handle, which leaves the parent's lock alone."""
        self.release()

    def __enter__(self) -> Lease:
        self.acquire()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.release()


def _held(data: Path, holder: str) -> str:
    return (
        f"มีโปรแกรมหลักอีกโปรแกรมหนึ่งกำลังทำงานกับโฟลเดอร์ข้อมูล {data} อยู่ (หมายเลขโปรเซส {holder or 'ไม่ทราบ'}) "
        "จึงไม่เริ่มทำงานซ้ำ โปรดหยุดโปรแกรมเดิมก่อน หรือใช้โฟลเดอร์ข้อมูลอื่น "
        f"(another daemon, pid {holder or 'unknown'}, holds the lease of {data}; stop it first or use another --data)"
    )
