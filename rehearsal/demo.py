"""The demonstration: eight weeks of a synthetic office against a real mail server, in a few minutes, with a moving clock."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

import desk
import screens
from intake.clock import BANGKOK
from intake.errors import ToolMissing
from notices.health import releasable
from office import Office, open_office
from rehearsal.dovecot import PROGRAM, Dovecot
from rehearsal.office import Rehearsal
from rehearsal.smtp_sink import SmtpSink
from rehearsal.truth import RehearsedMail
from rounds import Daemon
from scheduler import make_daemon
from storage.lease import Lease
from storage.notices import NoticeKind

USER = "jed@dopa.example"
SECRET = "rehearsal"
SECRET_ENV = "DAMRONG_REHEARSAL_PASSWORD"
OFFICERS = ("officer1@dopa.example", "officer2@dopa.example")
FIRST_DAY, LAST_DAY = dt.date(2020, 11, 18), dt.date(2021, 1, 12)
HOURS = (dt.time(8, 30), dt.time(9, 0), dt.time(13, 0), dt.time(17, 0))
"""The moments of a simulated day at which the daemon looks."""
RELEASE_HOUR = dt.time(9, 0)
"""After this moment of a day an officer releases the overdue notices that wait."""

_console = Console(stderr=True, highlight=False)


class MovingClock:
    """A clock that the demonstration sets."""

    def __init__(self, start: dt.datetime) -> None:
        self.at = start

    def now(self) -> dt.datetime:
        """The simulated moment."""
        return self.at


def moments(first: dt.date, last: dt.date) -> Iterator[dt.datetime]:
    """Every moment at which the daemon looks."""
    day = first
    while day <= last:
        for hour in HOURS:
            yield dt.datetime.combine(day, hour, BANGKOK)
        day += dt.timedelta(days=1)


def play(out: Path | None, mails: int, seed: int) -> None:
    """Plays the weeks and leaves digests, outgoing mail, the workbook and the data folder in ``out``."""
    if not PROGRAM.exists():
        raise ToolMissing("ไม่พบโปรแกรม dovecot: ติดตั้งด้วย apt-get install dovecot-imapd หรือเรียก scripts/demo ซึ่งติดตั้งให้เอง")
    out = (out or Path("demo-out")).absolute()
    if out.exists():
        shutil.rmtree(out)
    out.mkdir(parents=True)
    began = time.monotonic()
    _say(f"writing {mails} mails of a synthetic office (seed {seed}) ...")
    rehearsal = Rehearsal(seed)
    post = rehearsal.weeks(FIRST_DAY, LAST_DAY, mails)
    rehearsal.write_office_files(out / "office")
    _say(f"{len(post)} mails in {time.monotonic() - began:.0f} s; starting Dovecot and an SMTP sink on loopback ...")
    os.environ[SECRET_ENV] = SECRET
    clock = MovingClock(dt.datetime.combine(FIRST_DAY, dt.time(8), BANGKOK))
    with Dovecot({USER: SECRET}) as server, SmtpSink(out / "outgoing") as sink:
        config = _configuration(out, server.port, sink.port)
        with open_office(config, out / "data", clock) as office, Lease(office.data):
            _weeks(office, make_daemon(office), server, post, clock)
            _results(office, out, clock.now())
            print(f"outgoing mail: {len(sink.delivered)} messages")
    _say(f"done in {time.monotonic() - began:.0f} s")


def _say(text: str) -> None:
    _console.print(f"demo: {text}", markup=False)


def _configuration(out: Path, imap_port: int, smtp_port: int) -> Path:
    """The configuration of the demonstration, also left for the reader."""
    officers = ", ".join(f'"{each}"' for each in OFFICERS)
    file = out / "damrong.toml"
    file.write_text(
        f"""\
[mailbox]
host = "127.0.0.1"
port = {imap_port}
security = "none"
user = "{USER}"
password_env = "{SECRET_ENV}"
settle = "keyword"

[smtp]
host = "127.0.0.1"
port = {smtp_port}
security = "none"
from = "{USER}"

[office]
officers = [{officers}]
sending = "all"

[directive]
contacts = "office/contacts.csv"
allocations = "office/allocations.csv"
winners = "office/winners.csv"
""",
        encoding="utf-8",
    )
    return file


def _weeks(office: Office, daemon: Daemon, server: Dovecot, post: Sequence[RehearsedMail], clock: MovingClock) -> None:
    """The provinces write, the daemon works, the officers release; day by day."""
    waiting = sorted(post, key=lambda mail: mail.arrived_at)
    steps = list(moments(FIRST_DAY, LAST_DAY))
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total} mails"),
        TimeElapsedColumn(),
    )
    daemon.start()
    daemon.round()
    with Progress(*columns, console=_console, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("", total=len(waiting))
        for moment in steps:
            come = [mail for mail in waiting if mail.arrived_at <= moment]
            waiting = waiting[len(come) :]
            if not come and moment.time() not in HOURS[:2]:
                continue
            server.append_all(USER, [(mail.raw, mail.arrived_at) for mail in come])
            clock.at = moment
            progress.update(task, advance=len(come), description=f"{moment:%d %b %Y %H:%M}")
            daemon.round()
            if moment.time() == RELEASE_HOUR:
                _release(office)
            for problem in daemon.problems:
                _say(problem)
            if not progress.disable or moment.time() != HOURS[0] or moment.weekday():
                continue
            _say(f"{moment:%d %b %Y}: {len(post) - len(waiting)} of {len(post)} mails")


def _release(office: Office) -> None:
    """An officer lets the overdue notices go that wait since the morning."""
    now = office.clock.now()
    held = [each.id for each in releasable(office.store.notices()) if each.draft.to and (each.draft.stale_after or now) >= now]
    if held:
        desk.release(office, held, "officer1", "ติดตามตามลำดับขั้น")


def _results(office: Office, out: Path, now: dt.datetime) -> None:
    """The board on the screen; digests and workbook in files."""
    screens.board(office.board(now), office.directive, now)
    digests = out / "digests"
    digests.mkdir()
    for notice in office.store.notices():
        if notice.draft.kind in {NoticeKind.DIGEST, NoticeKind.ALERT}:
            name = f"{notice.created_at.astimezone(BANGKOK):%Y-%m-%d-%H%M}-{notice.draft.kind.value}"
            (digests / f"{name}.txt").write_text(notice.draft.body_text, encoding="utf-8")
            pictures = {each.content_id: each for each in notice.draft.attachments if each.content_id}
            html = notice.draft.body_html
            for cid, picture in pictures.items():
                (digests / f"{name}-{picture.name}").write_bytes(picture.data)
                html = html.replace(f"cid:{cid}", f"{name}-{picture.name}")
            (digests / f"{name}.html").write_text(html, encoding="utf-8")
    desk.export(office, out / "registers.xlsx")
    print(f"digests (HTML and text): {digests}")
    print(f"outgoing mail: {out / 'outgoing'}")
    print(f"workbook: {out / 'registers.xlsx'}")
    print(f"data folder: {out / 'data'} (damrong --config {out / 'damrong.toml'} --data {out / 'data'} board)")
