from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from intake.errors import LeaseHeld
from storage.lease import Lease

HOLD = """
import sys, os, time
from pathlib import Path
from storage.lease import Lease
lease = Lease(Path(sys.argv[1]))
lease.acquire()
if len(sys.argv) > 2 and os.fork() == 0:
    time.sleep(60)
print(os.getpid(), flush=True)
time.sleep(60)
"""


def hold(data: Path, *more: str) -> subprocess.Popen[bytes]:
    child = subprocess.Popen([sys.executable, "-c", HOLD, str(data), *more], stdout=subprocess.PIPE, start_new_session=True)
    assert child.stdout is not None and child.stdout.readline()
    return child


def test_a_second_daemon_is_refused_with_the_holders_pid(tmp_path: Path) -> None:
    with Lease(tmp_path / "data"):
        with pytest.raises(LeaseHeld) as caught:
            Lease(tmp_path / "data").acquire()
        assert str(os.getpid()) in str(caught.value) and "another daemon" in str(caught.value)
        assert caught.value.exit_status == 75
    with Lease(tmp_path / "data"):
        assert (tmp_path / "data" / "damrong.lock").read_text() == f"{os.getpid()}\n"
    assert (tmp_path / "data" / "damrong.lock").stat().st_mode & 0o777 == 0o640


def test_releasing_twice_is_harmless(tmp_path: Path) -> None:
    lease = Lease(tmp_path)
    lease.acquire()
    lease.release()
    lease.release()
    Lease(tmp_path).acquire()


def test_a_killed_daemon_gives_its_lease_back(tmp_path: Path) -> None:
    child = hold(tmp_path)
    with pytest.raises(LeaseHeld, match=str(child.pid)):
        Lease(tmp_path).acquire()
    child.kill()
    child.wait()
    with Lease(tmp_path):
        pass


def test_a_worker_that_outlives_a_killed_daemon_does_not_hold_its_lease(tmp_path: Path) -> None:
    child = hold(tmp_path, "fork")
    try:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        with Lease(tmp_path):
            pass
    finally:
        os.killpg(child.pid, signal.SIGKILL)


def test_a_workers_end_leaves_the_daemons_lease_alone(tmp_path: Path) -> None:
    with Lease(tmp_path):
        worker = os.fork()
        if worker == 0:
            os._exit(0)
        os.waitpid(worker, 0)
        with pytest.raises(LeaseHeld):
            Lease(tmp_path).acquire()
