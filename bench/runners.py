"""The two that are measured, each in a process of its own: ``python -m bench.runners damrong|bare FOLDER PORT``.

Both are made ready first, print ``ready``, wait for a line on standard input, do all the work on what lies in the mailbox by
then, and print wall seconds, processor seconds and messages.
"""

from __future__ import annotations

import base64
import contextlib
import cProfile
import io
import os
import sys
import time
from pathlib import Path

import mailparser
import psutil
import pypdfium2
from imapclient import IMAPClient

from intake.clock import SystemClock
from office import open_office
from rehearsal.dovecot import HOST
from scheduler import make_daemon
from storage.lease import Lease

USER, SECRET, SECRET_ENV = "jed@dopa.example", "bench", "DAMRONG_BENCH_PASSWORD"
BATCH = 50
PROFILE = "BENCH_PROFILE"
"""Names a file for the profile of the daemon's own process."""


def damrong(folder: Path, port: int) -> None:
    """The daemon's poll from the mailbox to filed, with receipts and queries composed; nothing is sent."""
    (folder / "damrong.toml").write_text(
        f'[mailbox]\nhost = "{HOST}"\nport = {port}\nsecurity = "none"\nuser = "{USER}"\npassword_env = "{SECRET_ENV}"\n'
        '[office]\nsending = "off"\n[directive]\ncontacts = "contacts.csv"\n',
        encoding="utf-8",
    )
    with open_office(folder / "damrong.toml", folder / "data", SystemClock()) as office, Lease(office.data):
        daemon = make_daemon(office)
        daemon.start()
        daemon.poll()  # the first look at an empty mailbox: what comes now is no backlog, and is answered
        office.sandbox.open(b"Subject: warm\r\n\r\nwarm", "", is_message=True)
        office.loaded.calendar.is_working_day(office.clock.now().date())
        began = _ready()
        with cProfile.Profile() if PROFILE in os.environ else contextlib.nullcontext() as profile:
            daemon.poll()
        if daemon.problems:
            sys.exit("\n".join(daemon.problems))  # what was not filed was not measured either
        _done(began, len(office.store.arrivals()))
        if profile is not None:
            profile.dump_stats(os.environ[PROFILE])


def bare(folder: Path, port: int) -> None:
    """What the libraries alone need: fetch, parse, decode the attachments, the text of every PDF. Nothing is kept."""
    began = _ready()
    texts = 0
    with IMAPClient(HOST, port, ssl=False) as client:
        client.login(USER, SECRET)
        client.select_folder("INBOX", readonly=True)
        uids = client.search("ALL")
        for start in range(0, len(uids), BATCH):
            for answer in client.fetch(uids[start : start + BATCH], ["BODY.PEEK[]", "INTERNALDATE"]).values():
                texts += _walk(answer[b"BODY[]"])
    _done(began, len(uids))
    print(f"{texts} characters", file=sys.stderr)


def _walk(raw: bytes) -> int:
    mail = mailparser.parse_from_bytes(raw)
    texts = len(mail.subject) + len(mail.body)
    for attachment in mail.attachments:
        data = _decoded(attachment)
        if data.startswith(b"%PDF-"):
            texts += _text_of(data)
    return texts


def _decoded(attachment: dict[str, object]) -> bytes:
    payload = str(attachment["payload"])
    if attachment["binary"]:
        with contextlib.suppress(ValueError):
            return base64.b64decode(payload)
    return payload.encode("utf-8", "replace")


def _text_of(data: bytes) -> int:
    try:
        document = pypdfium2.PdfDocument(io.BytesIO(data))
    except pypdfium2.PdfiumError:  # locked or broken on purpose
        return 0
    try:
        return sum(len(page.get_textpage().get_text_range()) for page in document)
    finally:
        document.close()


def _ready() -> tuple[float, float]:
    print("ready", flush=True)
    sys.stdin.readline()
    return time.perf_counter(), _processor()


def _processor() -> float:
    """Processor seconds of this process and of those that it started, ended or not."""
    alive = [each.cpu_times() for each in psutil.Process().children(recursive=True)]
    return sum(os.times()[:4]) + sum(each.user + each.system for each in alive)


def _done(began: tuple[float, float], messages: int) -> None:
    print(f"{time.perf_counter() - began[0]:.3f} {_processor() - began[1]:.3f} {messages}", flush=True)


if __name__ == "__main__":
    {"damrong": damrong, "bare": bare}[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
