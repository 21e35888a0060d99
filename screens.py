"""What people see on a terminal: the same objects as the JSON, as tables."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from checkup import Report
from contract import Json, dump
from notices.board_text import STATE_WORDS, SYMBOLS, board_text, columns_of_moment
from parsers.thai.dates import format_date, format_period
from rules.records import Obligation, State
from rules.terms import Directive

_console = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 160)
"""Into a file or a pipe a table is as wide as it needs to be for reading."""


def _table(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row))
    _console.print(table)


def _joined(values: object) -> str:
    return " ".join(str(value) for value in values) if isinstance(values, list) else ""


def show(rows: Iterable[Json], as_json: bool, table: Callable[[Sequence[Json]], None]) -> None:
    """JSON Lines for programs, a table for screens."""
    if as_json:
        for row in rows:
            print(dump(row), flush=True)
    else:
        table(list(rows))


def arrivals(rows: Sequence[Json]) -> None:
    """What became of what was handed in."""
    _table(
        "ผลการรับเอกสาร",
        ("เลขรับ", "รับเมื่อ", "ผู้ส่ง", "ผล", "รายการ", "เหตุผล"),
        [
            (row["receipt_no"], row["received_at"], row["sender"], row["outcome"], _joined(row["submissions"]), _reason(row))
            for row in rows
        ],
    )


def _reason(row: Json) -> str:
    parts = row["parts"]
    reasons = [str(row["reason"] or "")]
    if isinstance(parts, list):
        reasons += [f"{part['name']}: {part['reason']}" for part in parts if part["reason"] and part["outcome"] != "filed"]
    return "\n".join(reason for reason in reasons if reason)


def submissions(rows: Sequence[Json]) -> None:
    """Submissions with their findings."""
    _table(
        "รายการเอกสาร",
        ("รหัส", "ประเภท", "สถานะ", "จังหวัด", "เดือน", "รับเมื่อ", "ทันกำหนด", "ข้อตรวจพบ"),
        [
            (
                row["id"],
                row["kind"],
                row["status"],
                row["province_name"],
                row["period"],
                row["received_at"],
                row["timeliness"],
                _findings(row),
            )
            for row in rows
        ],
    )


def _findings(row: Json) -> str:
    found = row["findings"]
    return "\n".join(f"{each['severity']}: {each['message']}" for each in found) if isinstance(found, list) else ""


def outbox(rows: Sequence[Json]) -> None:
    """Notices."""
    _table(
        "หนังสือแจ้ง",
        ("รหัส", "ชนิด", "ถึง", "เรื่อง", "สถานะ", "ส่งเมื่อ"),
        [(row["id"], row["kind"], _joined(row["to"]), row["subject"], row["state"], row["sent_at"]) for row in rows],
    )


def readings(rows: Sequence[Json]) -> None:
    """The text of files."""
    for row in rows:
        _console.print(f"== {row['file']} ({row['media_type']})", markup=False)
        for warning in _list(row["warnings"]):
            _console.print(f"! {warning}", markup=False)
        for page in _list(row["pages"]):
            for line in _list(page["lines"]):
                _console.print(line["text"], markup=False)
            for table in _list(page["tables"]):
                for cells in _list(table["rows"]):
                    _console.print(" | ".join(cells), markup=False)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def board(rows: Sequence[Obligation], directive: Directive, as_of: dt.datetime) -> None:
    """The board of the provinces, and how many stand how with each report."""
    columns = columns_of_moment(rows)
    names = [f"{directive.deliverable(name).title}{f' {format_period(period)}' if period else ''}" for name, period in columns]
    _console.print(f"ณ วันที่ {format_date(as_of.date())} เวลา {as_of:%H.%M} น.", markup=False)
    _console.print(board_text(directive, rows, columns, names), markup=False)
    for deliverable, period in dict.fromkeys((each.deliverable, each.period) for each in rows):
        states = [each.state for each in rows if (each.deliverable, each.period) == (deliverable, period)]
        if any(state is not State.NOT_DUE for state in states):
            counts = "  ".join(f"{STATE_WORDS[state]} {states.count(state)}" for state in SYMBOLS if state in states)
            _console.print(f"{deliverable} {period or ''}: {counts}", markup=False)


def checkup(report: Report, as_json: bool) -> None:
    """Every problem with its cure, then what is as it should be."""
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False))
        return
    for problem in report.problems:
        _console.print(f"✖ {problem}", markup=False)
    for note in report.notes:
        _console.print(f"· {note}", markup=False)
    _console.print("ไม่พบปัญหา" if not report.problems else f"พบปัญหา {len(report.problems)} รายการ", markup=False)
