"""``damrong`` as a process of its own over real servers, and what the tests ask of its data folder."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from intake.clock import BANGKOK
from parsers.thai.places import PROVINCES, districts
from rehearsal.dovecot import HOST
from rehearsal.smtp_sink import SmtpSink
from tests.office.conftest import PASSWORD, USER, Post

TOP = Path(__file__).parent.parent.parent
SECONDS = 60.0
"""A machine under load is slow; nothing here waits longer than it must."""
MAIN = "import sys; from cli import main; main(sys.argv[1:])"
STUBBED = "import functools, office; office.Sandbox = functools.partial(office.Sandbox, jobs={jobs!r}); "
NOW = "2020-11-20T10:00:00"
"""A quiet morning: no reminder is due, and the digest only at night."""
STARTED = "started over"
"""What the daemon's log says once it is at work."""
ARRIVED = dt.datetime(2020, 11, 20, 9, 30, tzinfo=BANGKOK)


def nomination(number: int, *, sender: str = "", marker: str = "") -> bytes:
    """A nomination in the body of a mail, which is accepted by itself; each number is another province's, for 76 numbers."""
    province = PROVINCES[number % len(PROVINCES)]
    district = districts(province.code)[number // len(PROVINCES) % 3]
    message = EmailMessage()
    message["From"] = sender or address(province.code)
    message["To"] = USER
    message["Subject"] = f"การเสนอชื่อศูนย์ดำรงธรรมอำเภอ จังหวัด{province.name}"
    message["Message-ID"] = f"<nomination-{number}@moi.example>"
    message.set_content(
        f"เรียน อธิบดีกรมการปกครอง\n\nตามหนังสือกรมการปกครอง ที่ มท 0307.2/ว 30982 จังหวัด{province.name} "
        f"ขอเสนอศูนย์ดำรงธรรมอำเภอ{district} เข้ารับการคัดเลือกเป็นศูนย์ดำรงธรรมอำเภอต้นแบบ\n"
        f"ผู้ประสานงาน นางสาวกัลยา วงศ์สุวรรณ ตำแหน่ง ปลัดอำเภอ โทร. 0 4424 3798\nฉบับที่ {number} {marker}\n"
    )
    return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def address(code: str) -> str:
    """The listed address of a province."""
    return f"damrong@p{code}.moi.example"


def until(condition: Callable[[], Any], what: str, seconds: float = SECONDS) -> Any:
    """Waits for something to come true; gives it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds:.0f} s: {what}")


@dataclass(slots=True)
class House:
    """A configuration and a data folder; ``damrong`` runs on them as a process."""

    folder: Path
    post: Post
    sink: SmtpSink
    environment: dict[str, str] = field(default_factory=lambda: {"DAMRONG_NOW": NOW})
    jobs: str = ""
    """A module of jobs that the reading process serves instead of its own."""

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def put(self, *raws: bytes) -> None:
        """Mails arrive in the mailbox."""
        self.post.put(*raws, arrived=ARRIVED)

    def configure(self, *, smtp: bool = True, **tables: Mapping[str, object]) -> None:
        """Writes the TOML file; ``tables`` add to or replace keys."""
        contacts = "".join(f"{each.code},{address(each.code)}\n" for each in PROVINCES)
        (self.folder / "contacts.csv").write_text("province,email\n" + contacts, "utf-8")
        values: dict[str, dict[str, object]] = {
            "mailbox": {
                "host": HOST,
                "port": self.post.server.port,
                "security": "none",
                "user": USER,
                "password_env": "TEST_MAILBOX_PASSWORD",
                "poll_seconds": 1,
                "settle": "keyword",
                "idle": False,
            },
            "smtp": {"host": HOST, "port": self.sink.port, "security": "none", "from": USER} if smtp else {},
            "office": {"officers": ["officer@dopa.example"], "sending": "all", "digest_at": "23:50"},
            "directive": {"contacts": "contacts.csv"},
        }
        for name, table in tables.items():
            values.setdefault(name, {}).update(table)
        lines = [
            line
            for name, table in values.items()
            for line in (f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in table.items()), "")
        ]
        (self.folder / "damrong.toml").write_text("\n".join(lines), "utf-8")

    def command(self, *arguments: str, now: str = "") -> list[str]:
        """The call of ``damrong`` with these arguments."""
        main = (STUBBED.format(jobs=self.jobs) if self.jobs else "") + MAIN
        clock = ["--now", now] if now else []
        config = ["--config", str(self.folder / "damrong.toml"), "--data", str(self.data)]
        return [sys.executable, "-c", main, *config, *clock, "-v", *arguments]

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Starts ``damrong`` and leaves it running; its log is ``log()``, through a pipe, which no limit of files touches."""
        with (self.folder / "log").open("ab") as log:
            keeper = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=log)
        assert keeper.stdin is not None
        with keeper.stdin as pipe:
            return subprocess.Popen(self.command(*arguments), stdout=pipe, stderr=pipe, env=self._environment, cwd=TOP)

    def call(self, *arguments: str, status: int = 0, now: str = "") -> str:
        """One call to its end; gives what it printed. Its exit status must be ``status``."""
        done = subprocess.run(
            self.command(*arguments, now=now), capture_output=True, env=self._environment, cwd=TOP, timeout=180, check=False
        )
        assert done.returncode == status, done.stderr.decode("utf-8", "replace")
        return (done.stdout if status == 0 else done.stderr).decode("utf-8")

    def objects(self, *arguments: str, now: str = "") -> list[dict[str, Any]]:
        """The JSON objects that a command prints."""
        return [json.loads(line) for line in self.call(*arguments, "--json", now=now).splitlines()]

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[bytes]]:
        """The daemon in the background, once it has started; stopped at the end, with status 0."""
        before = self.log().count(STARTED)
        process = self.start("run")
        try:
            until(lambda: self.log().count(STARTED) > before, "the daemon has started")
            yield process
        finally:
            if process.poll() is None:
                stop(process)

    def log(self) -> str:
        """What the background processes wrote."""
        path = self.folder / "log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def rows(self, statement: str) -> list[sqlite3.Row]:
        """Straight out of the database: what a test asks must not go through what it tests."""
        path = self.data / "damrong.db"
        if not path.exists():
            return []
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as connection:
            connection.row_factory = sqlite3.Row
            try:
                return connection.execute(statement).fetchall()
            except sqlite3.OperationalError:  # not made ready yet
                return []

    def filed(self) -> int:
        """How many arrivals are filed."""
        return len(self.rows("SELECT id FROM arrivals WHERE outcome IS NOT NULL"))

    def assert_gapless(self, arrivals: int) -> None:
        """So many arrivals, each filed once, under receipt numbers without a gap; the chain and the originals hold."""
        rows = self.rows("SELECT sha256, outcome, counted_as, receipt_year, receipt_number FROM arrivals")
        assert len(rows) == arrivals
        assert {row["outcome"] for row in rows} <= {"filed", "review", "duplicate"}
        numbers = sorted(row["receipt_number"] for row in rows if row["counted_as"] == "document")
        assert numbers == list(range(1, len(numbers) + 1))
        told = Counter(row["subject"] for row in self.rows("SELECT subject FROM audit WHERE action = 'filed'"))
        assert told == Counter(row["sha256"] for row in rows)
        report = json.loads(self.check())
        assert not [problem for problem in report["problems"] if "audit" in problem or "original" in problem]

    def check(self) -> str:
        """What ``damrong check`` says, whatever its status."""
        done = subprocess.run(
            self.command("check", "--json"), capture_output=True, env=self._environment, cwd=TOP, timeout=120, check=False
        )
        return done.stdout.decode("utf-8")

    def notices_at_sink(self) -> Counter[str]:
        """Message-ID -> how often it came."""
        found: Counter[str] = Counter()
        for each in self.sink.delivered:
            head = each.raw.partition(b"\r\n\r\n")[0].decode("ascii", "replace")
            found.update(line.partition(":")[2].strip() for line in head.splitlines() if line.lower().startswith("message-id:"))
        return found

    def flags(self) -> Sequence[frozenset[str]]:
        """Flags of every message of the INBOX, in the order of their UIDs."""
        import imaplib

        with imaplib.IMAP4(HOST, self.post.server.port, timeout=30) as wire:
            wire.login(USER, PASSWORD)
            wire.select("INBOX", readonly=True)
            answer = wire.uid("FETCH", "1:*", "(FLAGS)")[1]
        texts = [each.decode("ascii") for each in answer if isinstance(each, bytes)]
        return [frozenset(text.partition("FLAGS (")[2].partition(")")[0].split()) for text in texts]

    @property
    def _environment(self) -> dict[str, str]:
        # Every call is a fresh interpreter: without compiled modules that costs seconds each time.
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        compiled = Path(tempfile.gettempdir()) / "damrong-tests-compiled"
        own = {"TEST_MAILBOX_PASSWORD": PASSWORD, "PYTHONPATH": str(TOP), "PYTHONPYCACHEPREFIX": str(compiled)}
        return kept | own | self.environment


def stop(process: subprocess.Popen[bytes], seconds: float = 25.0) -> float:
    """SIGTERM; gives the seconds until it ended, with status 0."""
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert process.wait(seconds) == 0
    return time.monotonic() - began


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL."""
    process.kill()
    process.wait(30)
