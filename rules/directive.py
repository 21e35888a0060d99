"""Loads a directive with the lists that belong to it. The only file of this room that reads from disk.

A directive is data: a TOML file (``data/directives/``) and up to four CSV lists that the office keeps. Another letter needs
another file and no Python.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from intake.errors import UserError
from rules import definition, tables
from rules.calendar import Calendar
from rules.tables import HolidayChange, Report
from rules.terms import Directive

DATA = Path(__file__).parent / "data"
BUILT_IN = DATA / "directives" / "mt-0307.2-w30982.toml"

_OFF = {
    "contacts": "ไม่ได้กำหนดไฟล์ผู้ติดต่อ (contacts) จึงไม่ตรวจสอบผู้ส่ง และไม่มีผู้รับแจ้งเตือน",
    "allocations": "ไม่ได้กำหนดไฟล์การจัดสรรงบประมาณ (allocations) จึงไม่ตรวจสอบวงเงินที่จังหวัดได้รับจัดสรร",
    "winners": "ไม่ได้กำหนดไฟล์รายชื่อศูนย์ที่ได้รับคัดเลือกปีก่อน (winners) จึงไม่ตรวจสอบว่าเคยได้รับคัดเลือกแล้วหรือไม่",
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A directive ready for use."""

    directive: Directive
    calendar: Calendar
    notes: tuple[str, ...]
    """Formal Thai: checks that are off for want of a list, and oddities of the lists; for ``check`` and the digest."""


def load(
    file: Path | None = None,
    *,
    contacts: Path | None = None,
    allocations: Path | None = None,
    winners: Path | None = None,
    holidays: Path | None = None,
) -> Loaded:
    """Reads a directive (None: the built-in one) and its lists.

    Raises:
        UserError: with every problem of every file at once.
    """
    reports: list[Report] = []
    calendar, missing = _calendar(holidays, reports)
    directive = _directive(file or BUILT_IN, reports)
    notes = [
        text
        for name, text in _OFF.items()
        if {"contacts": contacts, "allocations": allocations, "winners": winners}[name] is None
    ]
    if directive is not None:
        directive = _with_lists(directive, contacts, allocations, winners, reports)
    problems = [problem for report in reports for problem in report.problems]
    if problems or directive is None:
        raise UserError(problems)
    return Loaded(directive, calendar, (*notes, *missing, *(note for report in reports for note in report.notes)))


def _read(file: Path, reports: list[Report]) -> tuple[str, Report]:
    report = Report(file.name)
    reports.append(report)
    try:
        return tables.decode(file.read_bytes(), report), report
    except OSError as error:
        report.wrong(f"เปิดไฟล์ไม่ได้ ({error.strerror})")
        return "", report


def _directive(file: Path, reports: list[Report]) -> Directive | None:
    text, report = _read(file, reports)
    return None if report.problems else definition.parse(text, report)


def _with_lists(
    directive: Directive, contacts: Path | None, allocations: Path | None, winners: Path | None, reports: list[Report]
) -> Directive:
    scope = {province.code: province for province in directive.provinces}
    if contacts is not None:
        text, report = _read(contacts, reports)
        directive = replace(directive, contacts=tables.contacts(text, scope, report))
    if allocations is not None:
        text, report = _read(allocations, reports)
        directive = replace(directive, allocations=tables.allocations(text, scope, directive.total, report))
    if winners is not None:
        text, report = _read(winners, reports)
        directive = replace(directive, winners=tables.winners(text, scope, report))
    return directive


def _calendar(office: Path | None, reports: list[Report]) -> tuple[Calendar, list[str]]:
    """The built-in corrections with the office's own on top, and a note for every removal that removes nothing."""
    text, report = _read(DATA / "holidays" / "cabinet.csv", reports)
    built_in = corrected(Calendar(regional=_regional(reports)), tables.holiday_changes(text, report))
    text, report = _read(DATA / "holidays" / "confirmed.csv", reports)
    years = [int(row["year"]) for _, row in tables.rows(text, ("year",), ("compared_with",), report)]
    built_in = replace(built_in, confirmed=frozenset(years))
    if office is None:
        return built_in, []
    text, report = _read(office, reports)
    changes = tables.holiday_changes(text, report)
    useless = [c for c in changes if c.change == "remove" and built_in.name_of(c.day) is None]
    notes = [f"{office.name}: วันที่ {c.day.isoformat()} ไม่ใช่วันหยุดอยู่แล้ว จึงไม่มีผล" for c in useless]
    return corrected(built_in, changes), notes


def corrected(calendar: Calendar, changes: Sequence[HolidayChange]) -> Calendar:
    """A calendar with changes on top; a later change of a day replaces an earlier one."""
    added, removed, confirmed = dict(calendar.added), set(calendar.removed), set(calendar.confirmed)
    for change in changes:
        if change.change == "confirm":
            confirmed.add(change.day.year)
        elif change.change == "add":
            added[change.day] = change.name
            removed.discard(change.day)
        else:
            added.pop(change.day, None)
            removed.add(change.day)
    return replace(calendar, added=added, removed=frozenset(removed), confirmed=frozenset(confirmed))


def _regional(reports: list[Report]) -> dict[str, dict[dt.date, str]]:
    text, report = _read(DATA / "holidays" / "regional.csv", reports)
    out: dict[str, dict[dt.date, str]] = {}
    for _, row in tables.rows(text, ("date", "region", "name"), (), report):
        out.setdefault(row["region"], {})[dt.date.fromisoformat(row["date"])] = row["name"]
    return out
