"""``check``: configuration, tools, mailbox, clock, disk, audit chain; every problem at once, each with its cure."""

from __future__ import annotations

import datetime as dt
import importlib
import os
import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from intake import credentials
from intake.clock import BANGKOK
from intake.errors import DamrongError, ToolMissing, UserError
from intake.imap import Mailbox
from intake.ports import Clock
from intake.settings import Settings
from office import Office, open_office
from parsers.thai.dates import format_date
from rules.calendar import deadline

TOOLS = {"pdftotext": "poppler-utils", "tesseract": "tesseract-ocr"}
"""Programs that reading needs, and the Debian packages that bring them."""
LEAST_FREE_BYTES = 1 << 30
ROOMS = (
    *("intake", "parsers", "rules", "storage", "notices"),
    *("pipeline", "office", "rounds", "scheduler", "contract", "desk", "story", "checkup", "screens", "arguments", "cli"),
)
CLOCK_TOLERANCE = dt.timedelta(minutes=5)
STALE_POLLS = 5
"""A source that was not polled well for so many intervals is reported."""


@dataclass(slots=True)
class Report:
    """What was found."""

    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    exit_status: int = 0

    def wrong(self, text: str, status: int) -> None:
        """A problem with its cure. The gravest cause decides the exit status: 2, then 3, then 75."""
        if text not in self.problems:
            self.problems.append(text)
        order = (0, 75, 3, 2)
        self.exit_status = max(self.exit_status, status, key=order.index)

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return {"problems": self.problems, "notes": self.notes, "exit_status": self.exit_status}


def check(config: Path | None, data: Path, clock: Clock) -> Report:
    """Looks at everything; stops at nothing."""
    report = Report()
    _tools(report)
    _names(report)
    try:
        office = open_office(config, data, clock)
    except UserError as error:
        for problem in error.problems:
            report.wrong(problem, 2)
        return report
    except DamrongError as error:
        report.wrong(str(error), error.exit_status)
        return report
    with office:
        for look in (_secrets, _mailbox, _clock, _disk, _store, _heartbeats, _directive, _sending):
            _try(report, look, office)
    return report


def _try(report: Report, look: Callable[[Report, Office], None], office: Office) -> None:
    try:
        look(report, office)
    except DamrongError as error:
        report.wrong(str(error), error.exit_status)


def _tools(report: Report) -> None:
    for program, package in TOOLS.items():
        if shutil.which(program) is None:
            error = ToolMissing(f"ไม่พบโปรแกรม {program}: ติดตั้งด้วย apt-get install {package}")
            report.wrong(str(error), error.exit_status)


def _names(report: Report) -> None:
    """Our package names are common words; another distribution must not stand in for one."""
    here = Path(__file__).resolve().parent
    for name in ROOMS:
        found = Path(importlib.import_module(name).__file__ or "").resolve()
        if here not in found.parents:
            report.wrong(
                f"โมดูล {name} มาจาก {found.parent} ซึ่งไม่ใช่ของระบบนี้: เรียกใช้ด้วย .venv/bin/damrong ที่ scripts/bootstrap สร้าง", 2
            )


def _secrets(report: Report, office: Office) -> None:
    for problem in credentials.secret_problems(office.settings, os.environ):
        report.wrong(problem, 2)


def _mailbox(report: Report, office: Office) -> None:
    settings: Settings = office.settings
    if not settings.mailbox.host:
        report.notes.append("ไม่ได้กำหนดตู้จดหมาย (mailbox.host) จึงรับเฉพาะเอกสารที่นำเข้าด้วยคำสั่ง ingest")
        return
    stats = Mailbox(settings.mailbox, settings.fax, threading.Event(), office.clock).check()
    report.notes.append(f"ตู้จดหมาย {settings.mailbox.folder} มีจดหมาย {stats.on_server} ฉบับ")


def _clock(report: Report, office: Office) -> None:
    """A clock that was ahead leaves moments in the registers that have not come yet: what is counted from them stands still."""
    now = office.clock.now()
    report.notes.append(f"เวลาของเครื่อง {now.astimezone(BANGKOK):%Y-%m-%d %H:%M:%S} น. (เวลาประเทศไทย)")
    last = max((each.at for each in office.store.audit_events()), default=now)
    if last > now + CLOCK_TOLERANCE:
        report.wrong(
            f"นาฬิกาของเครื่องช้ากว่าบันทึกล่าสุดของระบบ ({last.astimezone(BANGKOK):%Y-%m-%d %H:%M} น.): โปรดตรวจสอบการตั้งเวลาของเครื่อง "
            "หากนาฬิกาเคยเดินล่วงหน้า หนังสือเตือนและการส่งซ้ำอาจหยุดรอจนถึงเวลานั้น โปรดแจ้งผู้ดูแลระบบ",
            75,
        )


def _disk(report: Report, office: Office) -> None:
    free = shutil.disk_usage(office.data).free
    if free < LEAST_FREE_BYTES:
        report.wrong(f"พื้นที่ว่างของ {office.data} เหลือ {free >> 20} MB: ต้นฉบับทุกฉบับต้องเก็บไว้ โปรดเพิ่มพื้นที่", 75)


def _store(report: Report, office: Office) -> None:
    for problem in office.store.verify():
        report.wrong(problem, 2)
    events = len(office.store.audit_events())
    report.notes.append(f"บันทึกการตรวจสอบ {events} รายการ ต้นฉบับ {len(office.store.arrivals())} ฉบับ")


def _heartbeats(report: Report, office: Office) -> None:
    limit = dt.timedelta(seconds=office.settings.mailbox.poll_seconds * STALE_POLLS)
    for beat in office.store.heartbeats():
        when = "ยังไม่เคยสำเร็จ" if beat.last_ok is None else f"{beat.last_ok.astimezone(BANGKOK):%Y-%m-%d %H:%M}"
        report.notes.append(f"ตรวจสอบ {beat.source} สำเร็จล่าสุด {when} (ในทะเบียน {beat.in_ledger} ฉบับ)")
        if beat.last_ok is None or office.clock.now() - beat.last_ok > limit:
            report.wrong(f"{beat.source}: ไม่ได้ตรวจสอบสำเร็จตั้งแต่ {when} {beat.last_error} โปรดตรวจสอบว่าบริการทำงานอยู่", 75)
        elif beat.is_failing:
            report.wrong(f"{beat.source}: การตรวจรับครั้งล่าสุดไม่ครบถ้วน {beat.last_error}", 75)


def _directive(report: Report, office: Office) -> None:
    """Worked due dates with their reasons, so that a new directive can be read over."""
    directive = office.directive
    report.notes.append(f"หนังสือสั่งการ ที่ {directive.letter_no} ลงวันที่ {format_date(directive.letter_date)} รุ่น {directive.version}")
    report.notes.extend(office.loaded.notes)
    for deliverable in directive.deliverables:
        for period in deliverable.periods:
            due = deadline(deliverable, period, office.policy, office.loaded.calendar)
            report.notes.append(f"{deliverable.name} {period or ''}: {due.why}")


def _sending(report: Report, office: Office) -> None:
    settings = office.settings
    report.notes.append(f"การส่งจดหมาย: {settings.office.sending.value}")
    if settings.office.sending.value != "off" and not settings.smtp.host:
        report.wrong("office.sending เปิดอยู่ แต่ไม่ได้กำหนด smtp.host จึงส่งจดหมายไม่ได้: โปรดกำหนดเครื่องแม่ข่ายส่งจดหมาย", 2)
