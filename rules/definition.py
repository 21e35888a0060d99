"""A directive's TOML text to a Directive. Text in, record and problems out; reads no file.

Every problem says which key is wrong and what is expected there, in Thai, for the clerk who wrote the file. All of them are
collected. The commented model is ``data/directives/_template.toml``.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from parsers.thai.places import PROVINCES
from rules.tables import Report
from rules.terms import Deliverable, Directive, Province, Step, StepKind

KINDS = ("nomination", "achievement", "disbursement", "obstacle")

_Table = Mapping[str, object]
_PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_STEP_NAME = re.compile(r"[a-z][a-z0-9_+-]*")
_TOP = {
    "id", "version", "letter_no", "letter_date", "title", "project", "keywords", "fiscal_year", "total", "provinces",
    "office", "deliverables", "ladders",
}  # fmt: skip
_DELIVERABLE = {"name", "kind", "title", "once_on", "monthly_day", "first_period", "last_period", "ladder"}
_STEP = {"name", "kind", "working_days", "at", "attach_form", "held"}


def parse(text: str, report: Report) -> Directive | None:
    """The directive that a TOML text defines; None if it cannot be used (``report`` says why)."""
    try:
        table: _Table = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        report.wrong(f"ไฟล์ TOML เขียนไม่ถูกรูปแบบ ({error})")
        return None
    _known(table, _TOP, "", report)
    ladders = _ladders(table, report)
    office = _sub(table, "office", report)
    _known(office, {"unit", "phone"}, "office.", report)
    directive = Directive(
        id=_text(table, "id", report),
        version=_text(table, "version", report),
        letter_no=_text(table, "letter_no", report),
        letter_date=_date(table, "letter_date", report, "") or dt.date.min,
        title=_text(table, "title", report),
        project=_text(table, "project", report),
        keywords=_keywords(table, report),
        fiscal_year=_fiscal_year(table, report),
        total=_total(table, report),
        provinces=_provinces(table, report),
        deliverables=_deliverables(table, ladders, report),
        office_phone=_text(office, "phone", report, "office.", needed=False),
        office_unit=_text(office, "unit", report, "office.", needed=False),
    )
    return None if report.problems else directive


def _known(table: _Table, names: set[str], where: str, report: Report) -> None:
    for name in table:
        if name not in names:
            report.wrong(f"ไม่รู้จักคีย์ {where}{name}")


def _text(table: _Table, key: str, report: Report, where: str = "", *, needed: bool = True) -> str:
    value = table.get(key, "")
    if not isinstance(value, str):
        report.wrong(f'{where}{key} ต้องเป็นข้อความในเครื่องหมาย "..."')
        return ""
    if needed and not value.strip():
        report.wrong(f"ต้องกำหนด {where}{key}")
    return value.strip()


def _date(table: _Table, key: str, report: Report, where: str) -> dt.date | None:
    value = table.get(key)
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        report.wrong(f"{where}{key} ต้องเป็นวันที่แบบ ค.ศ. ไม่มีเครื่องหมายคำพูด เช่น 2020-12-04")
        return None
    if not 2000 <= value.year <= 2100:
        report.wrong(f"{where}{key}: ปี {value.year} ไม่ใช่ปี ค.ศ.")
    return value


def _whole(table: _Table, key: str, report: Report, where: str, default: int | None = None) -> int | None:
    value = table.get(key, default)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    report.wrong(f"{where}{key} ต้องเป็นเลขจำนวนเต็ม")
    return None


def _flag(table: _Table, key: str, report: Report, where: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        report.wrong(f"{where}{key} ต้องเป็น true หรือ false")
    return value is True


def _sub(table: _Table, key: str, report: Report) -> _Table:
    value = table.get(key, {})
    if isinstance(value, dict):
        return value
    report.wrong(f"{key} ต้องเป็นตาราง [{key}]")
    return {}


def _tables(value: object, where: str, report: Report) -> list[_Table]:
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return value
    report.wrong(f"{where} ต้องเป็นรายการตาราง [[{where}]]")
    return []


def _keywords(table: _Table, report: Report) -> tuple[str, ...]:
    value = table.get("keywords", [])
    if isinstance(value, list) and value and all(isinstance(word, str) and word.strip() for word in value):
        return tuple(value)
    report.wrong("keywords ต้องเป็นรายการข้อความอย่างน้อยหนึ่งคำ")
    return ()


def _fiscal_year(table: _Table, report: Report) -> int:
    value = _whole(table, "fiscal_year", report, "")
    if value is None or not 2000 <= value <= 2100:
        report.wrong("fiscal_year ต้องเป็นปี ค.ศ. ที่ปีงบประมาณสิ้นสุด เช่น 2021 สำหรับปีงบประมาณ พ.ศ. 2564")
        return 0
    return value


def _total(table: _Table, report: Report) -> Decimal:
    value = table.get("total")
    try:
        total = Decimal(value) if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        total = Decimal("NaN")
    if total.is_finite() and total >= 0 and total == round(total, 2):
        return total.quantize(Decimal("0.01"))
    report.wrong('total ต้องเป็นวงเงินในเครื่องหมายคำพูด ไม่มีจุลภาค เช่น "7402000.00"')
    return Decimal(0)


def _provinces(table: _Table, report: Report) -> tuple[Province, ...]:
    every = {p.code: Province(p.code, p.name, p.abbreviation, p.region) for p in PROVINCES}
    value = table.get("provinces")
    if value == "all":
        return tuple(every[code] for code in sorted(every))
    if not isinstance(value, list) or not value:
        report.wrong('provinces ต้องเป็น "all" หรือรายการรหัสจังหวัดสองหลัก เช่น ["30", "50"]')
        return ()
    for code in value:
        if code not in every:
            report.wrong(f"provinces: ไม่รู้จักรหัสจังหวัด {code}")
    for code in sorted({str(code) for code in value if value.count(code) > 1}):
        report.wrong(f"provinces: รหัสจังหวัด {code} ซ้ำกัน")
    return tuple(every[code] for code in sorted(every) if code in value)


def _ladders(table: _Table, report: Report) -> dict[str, tuple[Step, ...]]:
    out: dict[str, tuple[Step, ...]] = {}
    for name, value in _sub(table, "ladders", report).items():
        where = f"ladders.{name}"
        steps = [_step(step, f"{where}[{n}].", report) for n, step in enumerate(_tables(value, where, report), 1)]
        names = [step.name for step in steps if step is not None]
        for twice in sorted({n for n in names if names.count(n) > 1}):
            report.wrong(f"{where}: ชื่อขั้น {twice} ซ้ำกัน")
        out[name] = tuple(sorted((s for s in steps if s is not None), key=lambda s: (s.working_days, s.at)))
    return out


def _step(table: _Table, where: str, report: Report) -> Step | None:
    _known(table, _STEP, where, report)
    name, kind = _text(table, "name", report, where), _text(table, "kind", report, where)
    days, at = _whole(table, "working_days", report, where), table.get("at")
    if name and not _STEP_NAME.fullmatch(name):
        report.wrong(f"{where}name ใช้ได้เฉพาะ a-z 0-9 _ + - (พบ “{name}”)")
    if kind and kind not in list(StepKind):
        report.wrong(f"{where}kind ต้องเป็น {', '.join(StepKind)} (พบ “{kind}”)")
    if not isinstance(at, dt.time):
        report.wrong(f"{where}at ต้องเป็นเวลาไม่มีเครื่องหมายคำพูด เช่น 09:00:00")
    if days is None:
        report.wrong(f"ต้องกำหนด {where}working_days")
    elif kind == StepKind.REMINDER and days > 0:
        report.wrong(f"{where}working_days ของการแจ้งเตือนก่อนกำหนดต้องไม่เกิน 0 (พบ {days})")
    elif kind in (StepKind.OVERDUE, StepKind.ALERT) and days < 1:
        report.wrong(f"{where}working_days หลังพ้นกำหนดต้องเป็น 1 ขึ้นไป (พบ {days})")
    form, held = _flag(table, "attach_form", report, where), _flag(table, "held", report, where)
    if days is None or not isinstance(at, dt.time) or kind not in list(StepKind):
        return None
    return Step(name, StepKind(kind), days, at, form, held)


def _deliverables(table: _Table, ladders: Mapping[str, tuple[Step, ...]], report: Report) -> tuple[Deliverable, ...]:
    tables = _tables(table.get("deliverables", []), "deliverables", report)
    if not tables:
        report.wrong("ต้องกำหนด [[deliverables]] อย่างน้อยหนึ่งรายการ")
    out = [_deliverable(each, f"deliverables[{n}].", ladders, report) for n, each in enumerate(tables, 1)]
    for what in ("name", "kind"):
        values = [getattr(d, what) for d in out]
        for twice in sorted({v for v in values if v and values.count(v) > 1}):
            report.wrong(f"deliverables: {what} “{twice}” ซ้ำกัน")
    return tuple(out)


def _deliverable(table: _Table, where: str, ladders: Mapping[str, tuple[Step, ...]], report: Report) -> Deliverable:
    _known(table, _DELIVERABLE, where, report)
    name, kind = _text(table, "name", report, where), _text(table, "kind", report, where)
    if name and not _NAME.fullmatch(name):
        report.wrong(f"{where}name ใช้ได้เฉพาะ a-z 0-9 _ - (พบ “{name}”)")
    if kind and kind not in KINDS:
        report.wrong(f"{where}kind ต้องเป็น {', '.join(KINDS)} (พบ “{kind}”)")
    ladder = _text(table, "ladder", report, where, needed=False)
    if ladder and ladder not in ladders:
        report.wrong(f"{where}ladder: ไม่มี [[ladders.{ladder}]]")
    once = _date(table, "once_on", report, where) if "once_on" in table else None
    day = _whole(table, "monthly_day", report, where)
    first, last = (_text(table, key, report, where, needed=day is not None) for key in ("first_period", "last_period"))
    if (once is None) == (day is None):
        report.wrong(f"{where}ต้องกำหนด once_on หรือ monthly_day อย่างใดอย่างหนึ่ง")
    if day is not None:
        _monthly(day, first, last, where, report)
    elif first or last:
        report.wrong(f"{where}first_period และ last_period ใช้กับ monthly_day เท่านั้น")
    title = _text(table, "title", report, where)
    return Deliverable(name, kind, title, once, day, first or None, last or None, ladders.get(ladder, ()))


def _monthly(day: int, first: str, last: str, where: str, report: Report) -> None:
    if not 1 <= day <= 31:
        report.wrong(f"{where}monthly_day ต้องเป็น 1 ถึง 31 (พบ {day})")
    for key, period in (("first_period", first), ("last_period", last)):
        if period and not (_PERIOD.fullmatch(period) and 2000 <= int(period[:4]) <= 2100):
            report.wrong(f'{where}{key} ต้องเป็นปี ค.ศ. และเดือน เช่น "2020-11" (พบ “{period}”)')
    if first and last and first > last:
        report.wrong(f"{where}first_period {first} อยู่หลัง last_period {last}")
