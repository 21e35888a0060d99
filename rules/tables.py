"""The office's own lists as CSV: contacts, allocations, winners, holidays. Text in, records and problems out; reads no file.

Every problem names the file and the line, in Thai, for the clerk who keeps the list. All of them are collected.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from parsers.thai.numbers import AmountKind, parse_amount, show_money
from parsers.thai.places import districts, match_district, match_province
from parsers.thai.references import find_phones
from parsers.thai.text import fold, normalise, to_arabic
from rules.terms import Allocation, Contact, Province

_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")


@dataclass(slots=True)
class Report:
    """Collects what is wrong (``problems``) and what is only worth saying (``notes``) about one file."""

    file: str
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def wrong(self, text: str, line: int | None = None) -> None:
        """Adds a problem: the file must not be used as it is."""
        self.problems.append(f"{self.file}{f' บรรทัดที่ {line}' if line else ''}: {text}")

    def note(self, text: str, line: int | None = None) -> None:
        """Adds a note: the file is used, but somebody should know."""
        self.notes.append(f"{self.file}{f' บรรทัดที่ {line}' if line else ''}: {text}")


@dataclass(frozen=True, slots=True)
class HolidayChange:
    """One line of a holiday file."""

    day: dt.date
    name: str
    change: str
    """``add``, ``remove``, or ``confirm`` (somebody has compared the whole year of ``day``)."""


def decode(data: bytes, report: Report) -> str:
    """UTF-8 with or without BOM; anything else is a problem, for a wrong guess would misspell a province."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        report.wrong("ไฟล์นี้ไม่ได้บันทึกเป็นรหัสอักขระ UTF-8 โปรดบันทึกใหม่เป็นชนิด CSV UTF-8")
        return ""


def rows(
    text: str, required: Sequence[str], optional: Sequence[str], report: Report
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Lines of a CSV with a heading line, as line number and normalised values by lower-case heading; blank lines skipped."""
    lines = text.splitlines()
    if not lines:
        if not report.problems:
            report.wrong("ไฟล์ว่าง ไม่มีบรรทัดหัวตาราง")
        return
    delimiter = max(",;\t", key=lines[0].count)
    reader = csv.reader(lines, delimiter=delimiter)
    heading = [name.strip().lower() for name in next(reader)]
    for name in required:
        if name not in heading:
            report.wrong(f"ไม่มีคอลัมน์ {name} (หัวตารางที่พบ: {', '.join(heading)})")
    for name in sorted({name for name in heading if name and heading.count(name) > 1}):
        report.wrong(f"คอลัมน์ {name} ซ้ำกัน")
    unknown = [name for name in heading if name and name not in (*required, *optional)]
    if unknown:
        report.note(f"ไม่ใช้คอลัมน์ {', '.join(unknown)}")
    if report.problems:
        return
    for cells in reader:
        if any(cell.strip() for cell in cells):
            values = {name: normalise(cell).strip() for name, cell in zip(heading, cells, strict=False)}
            yield reader.line_num, {name: values.get(name, "") for name in (*required, *optional)}


def province_code(text: str, scope: Mapping[str, Province], report: Report, line: int | None = None) -> str | None:
    """The code meant by a code or a certain Thai name within ``scope``; anything else is a problem."""
    digits = to_arabic(text)
    if digits.isascii() and digits.isdecimal():
        code: str | None = digits.zfill(2)
    else:
        place = match_province(text)
        code = place.code if place is not None and place.certain else None
    if code in scope:
        return code
    if code is None or not digits:
        report.wrong(f"ไม่รู้จักจังหวัด “{text}” โปรดใช้รหัสสองหลักหรือชื่อจังหวัดเต็ม", line)
    else:
        report.wrong(f"“{text}” ไม่อยู่ในจังหวัดที่หนังสือสั่งการกำหนด", line)
    return None


def contacts(text: str, scope: Mapping[str, Province], report: Report) -> tuple[Contact, ...]:
    """``province,email,fax,name,position``; several lines a province are right."""
    found: list[Contact] = []
    for line, row in rows(text, ("province",), ("email", "fax", "name", "position"), report):
        code = province_code(row["province"], scope, report, line)
        email = row["email"].lower()
        if email and not _EMAIL.fullmatch(email):
            report.wrong(f"“{row['email']}” ไม่ใช่ที่อยู่ไปรษณีย์อิเล็กทรอนิกส์", line)
        fax = phone_digits(row["fax"])
        if row["fax"] and not fax:
            report.wrong(f"“{row['fax']}” ไม่ใช่หมายเลขโทรสาร", line)
        if not email and not fax:
            report.note("ไม่มีทั้งไปรษณีย์อิเล็กทรอนิกส์และหมายเลขโทรสาร จึงส่งแจ้งถึงไม่ได้", line)
        if code is None:
            continue
        contact = Contact(code, email, fax, row["name"], row["position"])
        if contact in found:
            report.wrong(f"ผู้ติดต่อของจังหวัด{scope[code].name} ซ้ำกับบรรทัดก่อนหน้า", line)
        elif email and any(other.email == email and other.province != code for other in found):
            report.note(f"{email} อยู่ในรายชื่อของมากกว่าหนึ่งจังหวัด", line)
        found.append(contact)
    return tuple(found)


def phone_digits(text: str) -> str:
    """Digits of a telephone or fax number, +66 as 0; empty if it is none."""
    if phones := find_phones(text):
        return phones[0]
    digits = re.sub(r"[\s().+-]", "", to_arabic(text))
    return digits if digits.isascii() and digits.isdecimal() and 8 <= len(digits) <= 11 else ""


def _allocated(text: str, report: Report, line: int) -> Decimal | None:
    amount = parse_amount(text)
    if amount.kind is not AmountKind.NUMBER or amount.value is None or not amount.certain or amount.value < 0:
        report.wrong(f"จำนวนเงิน “{text}” ไม่ถูกต้อง", line)
        return None
    if amount.value != round(amount.value, 2):
        report.wrong(f"จำนวนเงิน “{text}” มีทศนิยมเกินสองตำแหน่ง", line)
        return None
    return amount.value


def allocations(text: str, scope: Mapping[str, Province], total: Decimal, report: Report) -> tuple[Allocation, ...]:
    """``province,allocated[,item]``. Every province that has lines gets one without item: its total, added up if not given."""
    given: dict[tuple[str, str], Allocation] = {}
    for line, row in rows(text, ("province", "allocated"), ("item",), report):
        code = province_code(row["province"], scope, report, line)
        value = _allocated(row["allocated"], report, line)
        if code is None or value is None:
            continue
        key = (code, fold(row["item"]))
        if key in given:
            what = f"รายการ “{row['item']}” ของ" if row["item"] else "ยอดจัดสรรของ"
            report.wrong(f"{what}จังหวัด{scope[code].name} ซ้ำกับบรรทัดก่อนหน้า", line)
        given[key] = Allocation(code, value, row["item"])
    return () if report.problems else _totalled(tuple(given.values()), scope, total, report)


def _totalled(
    given: Sequence[Allocation], scope: Mapping[str, Province], total: Decimal, report: Report
) -> tuple[Allocation, ...]:
    out: list[Allocation] = []
    for code, province in scope.items():
        items = [a for a in given if a.province == code and a.item]
        whole = next((a.allocated for a in given if a.province == code and not a.item), None)
        added = sum((a.allocated for a in items), Decimal(0))
        if whole is not None and items and added != whole:
            report.wrong(f"จังหวัด{province.name} ผลรวมรายการ {show_money(added)} บาท ไม่เท่ากับยอดจัดสรร {show_money(whole)} บาท")
        if whole is not None or items:
            out += [Allocation(code, added if whole is None else whole), *items]
    without = [p.name for code, p in scope.items() if all(a.province != code for a in out)]
    if without:
        report.note(f"ไม่มียอดจัดสรรของจังหวัด {', '.join(without)}")
    found = sum((a.allocated for a in out if not a.item), Decimal(0))
    if found != total:
        report.wrong(
            f"ผลรวมยอดจัดสรรทุกจังหวัด {show_money(found)} บาท ไม่เท่ากับวงเงินตามหนังสือสั่งการ {show_money(total)} บาท "
            f"ต่างกัน {show_money(abs(found - total))} บาท"
        )
    return tuple(out)


def winners(text: str, scope: Mapping[str, Province], report: Report) -> frozenset[tuple[str, str]]:
    """``province,district`` of the centres selected in the fiscal year before."""
    found: set[tuple[str, str]] = set()
    for line, row in rows(text, ("province", "district"), (), report):
        code = province_code(row["province"], scope, report, line)
        if code is None:
            continue
        match = match_district(row["district"], code)
        if match is None or not match.certain or match.name not in districts(code) or match.province != code:
            report.wrong(f"“{row['district']}” ไม่ใช่อำเภอของจังหวัด{scope[code].name}", line)
        elif (code, match.name) in found:
            report.wrong(f"อำเภอ{match.name} จังหวัด{scope[code].name} ซ้ำกับบรรทัดก่อนหน้า", line)
        else:
            found.add((code, match.name))
    return frozenset(found)


def holiday_changes(text: str, report: Report) -> tuple[HolidayChange, ...]:
    """``date,name,change``: ISO date (Christian era); ``add``, ``remove``, or ``confirm`` for the whole year of the date."""
    found: dict[tuple[dt.date, bool], HolidayChange] = {}
    for line, row in rows(text, ("date", "name", "change"), ("decision",), report):
        change = row["change"].lower()
        try:
            day = dt.date.fromisoformat(to_arabic(row["date"]))
        except ValueError:
            report.wrong(f"วันที่ “{row['date']}” ไม่ถูกต้อง โปรดใช้รูปแบบ ค.ศ. เช่น 2020-12-11", line)
            continue
        if not 2000 <= day.year <= 2100:
            report.wrong(f"ปีของวันที่ “{row['date']}” ไม่ใช่ปี ค.ศ.", line)
        elif change not in ("add", "remove", "confirm"):
            report.wrong(f"change ต้องเป็น add หรือ remove (พบ “{row['change']}”)", line)
        elif change == "add" and not row["name"]:
            report.wrong("วันหยุดที่เพิ่มต้องมีชื่อ (name)", line)
        elif (key := (day, change == "confirm")) in found:
            report.wrong(f"วันที่ {row['date']} ซ้ำกับบรรทัดก่อนหน้า", line)
        else:
            found[key] = HolidayChange(day, row["name"], change)
    return tuple(found.values())
