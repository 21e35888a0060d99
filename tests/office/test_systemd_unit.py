"""The daemon as systemd sees it: the unit file, readiness, watchdog, the end, and one daemon to a data folder."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli import main
from intake.systemd import Watchdog
from scheduler import BEAT_SECONDS, STOP_GRACE_SECONDS

TOP = Path(__file__).resolve().parents[2]
UNIT = TOP / "deploy" / "damrong.service"
SAMPLE = TOP / "tests" / "golden" / "nomination" / "nomination-90.xlsx"
PATIENCE = 120.0
"""Seconds for a start on a busy machine; a good one is there in two."""


def damrong(data: Path, *words: str) -> list[str]:
    return [sys.executable, "-c", "from cli import main; main()", "--data", str(data), *words]


def environment(**more: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in {"NOTIFY_SOCKET", "DAMRONG_NOW"}}
    return {**inherited, "PYTHONPATH": str(TOP), **more}


@dataclass
class Notices:
    """What a daemon told systemd."""

    wire: socket.socket
    heard: list[str] = field(default_factory=list)

    def wait_for(self, word: str, seconds: float = PATIENCE) -> None:
        """Listens until a datagram holds ``word``; what came before is kept."""
        end = time.monotonic() + seconds
        while not any(word in each for each in self.heard):
            self.wire.settimeout(max(end - time.monotonic(), 0.001))
            try:
                self.heard.append(self.wire.recv(4096).decode())
            except TimeoutError:
                pytest.fail(f"no {word} within {seconds} s; heard {self.heard}")


@contextmanager
def daemon(data: Path) -> Iterator[tuple[subprocess.Popen[str], Notices]]:
    """``damrong run`` without a mailbox, told where systemd listens."""
    address = data.parent / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as wire:
        wire.bind(str(address))
        process = subprocess.Popen(
            damrong(data, "run"), env=environment(NOTIFY_SOCKET=str(address)), stderr=subprocess.PIPE, text=True, cwd=TOP
        )
        try:
            yield process, Notices(wire)
        finally:
            if process.poll() is None:
                process.kill()
            process.communicate(timeout=30)


def call(data: Path, *words: str) -> Result:
    """Another process than the daemon's: this one."""
    return CliRunner(env={"NOTIFY_SOCKET": "", "DAMRONG_NOW": ""}).invoke(main, ["--data", str(data), *words])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_finds_no_fault_in_the_unit(tmp_path: Path) -> None:
    program = tmp_path / "damrong"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    installed = "/opt/damrong/.venv/bin/damrong"
    text = UNIT.read_text(encoding="utf-8")
    assert f"ExecStart={installed} " in text
    unit = tmp_path / "damrong.service"
    unit.write_text(text.replace(installed, str(program)), encoding="utf-8")
    verdict = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, timeout=60, check=False
    )
    ours = [line for line in (verdict.stdout + verdict.stderr).splitlines() if "damrong" in line]
    assert (verdict.returncode, ours) == (0, [])


def test_the_unit_says_what_the_daemon_does() -> None:
    lines = UNIT.read_text(encoding="utf-8").splitlines()
    settings = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    assert settings["Type"] == "notify"
    assert settings["RestartPreventExitStatus"].split() == ["2", "3"]
    assert float(settings["WatchdogSec"]) > 2 * BEAT_SECONDS
    assert float(settings["TimeoutStopSec"]) > 2 * STOP_GRACE_SECONDS


def test_a_daemon_tells_how_it_fares_and_ends_when_told(tmp_path: Path) -> None:
    with daemon(tmp_path / "data") as (process, notices):
        notices.wait_for("READY=1")
        notices.wait_for("WATCHDOG=1")
        process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        notices.wait_for("STOPPING=1", 20)
        assert process.wait(20) == 0
        assert time.monotonic() - began < 10
    words = [each.splitlines()[0] for each in notices.heard]
    assert words.index("READY=1") < words.index("STOPPING=1")
    assert words[-1] == "STOPPING=1" or set(words[words.index("STOPPING=1") :]) <= {"STOPPING=1", "WATCHDOG=1"}


def test_one_daemon_to_a_data_folder_and_every_other_command_beside_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with daemon(data) as (process, notices):
        notices.wait_for("READY=1")
        for word in ("run", "once"):
            refused = call(data, word)
            assert (refused.exit_code, refused.stdout) == (75, ""), refused.stderr
            assert str(process.pid) in refused.stderr
            assert "Traceback" not in refused.stderr
        filed = call(data, "ingest", "--json", str(SAMPLE))
        assert (filed.exit_code, filed.stdout.count("\n")) == (0, 1), filed.stderr
        assert call(data, "submissions", "--json").stdout.count("\n") == 1
        assert call(data, "board", "--json").stdout.count("\n") == 988
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert call(data, "once").exit_code == 0, "the lease is given back"


def test_a_daemon_killed_outright_leaves_no_lease_behind(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with daemon(data) as (process, notices):
        notices.wait_for("READY=1")
        process.kill()
        process.wait(30)
        after = call(data, "once")
    assert after.exit_code == 0, after.stderr


def test_a_listener_that_does_not_read_holds_nobody(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as deaf, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as filler:
        deaf.bind(str(tmp_path / "notify"))
        filler.setblocking(False)
        with pytest.raises(BlockingIOError):
            while True:
                filler.sendto(b"WATCHDOG=1", str(tmp_path / "notify"))
        began = time.monotonic()
        Watchdog({"NOTIFY_SOCKET": str(tmp_path / "notify")}).tell("STOPPING=1")
        assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "environ", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "/nowhere/notify"}, {"NOTIFY_SOCKET": "@gone"}]
)
def test_without_a_listener_nothing_is_told(environ: dict[str, str]) -> None:
    Watchdog(environ).tell("READY=1")
