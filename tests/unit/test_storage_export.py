from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from intake.errors import UserError
from parsers.parts import Outcome
from parsers.records import Facts
from rules.records import Finding, Obligation, Severity, State, Status, Timeliness, Verdict
from rules.terms import Allocation, Deliverable, Directive, Province
from storage.export import write_workbook
from storage.records import Query
from storage.store import SqlStore
from tests.storage_kit import DUE, NOW, facts, new, report, take, value

EVIL = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "https://evil.example/x", "{=1}", "12345")


def directive(**changes: Any) -> Directive:
    values: dict[str, Any] = {
        "id": "mt-0307.2-w30982",
        "version": "1",
        "letter_no": "มท 0307.2/ว 30982",
        "letter_date": dt.date(2020, 11, 18),
        "title": "ศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ",
        "project": "โครงการ",
        "keywords": (),
        "fiscal_year": 2021,
        "total": Decimal("7402000"),
        "provinces": (
            Province("50", "เชียงใหม่", "ชม", "เหนือ"),
            Province("30", "นครราชสีมา", "นม", "ตะวันออกเฉียงเหนือ"),
            Province("31", "บุรีรัมย์", "บร", "ตะวันออกเฉียงเหนือ"),
        ),
        "deliverables": (
            Deliverable("nomination", "nomination", "การเสนอรายชื่อศูนย์ดำรงธรรมอำเภอ", dt.date(2020, 12, 4)),
            Deliverable(
                "disbursement",
                "disbursement",
                "รายงานการเบิกจ่าย",
                monthly_day=10,
                first_period="2020-11",
                last_period="2021-09",
            ),
        ),
    }
    return Directive(**(values | changes))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    made = SqlStore(tmp_path / "data")
    yield made
    made.close()


def export(store: SqlStore, path: Path, board: tuple[Obligation, ...] = (), **changes: Any) -> Any:
    write_workbook(
        path,
        arrivals=store.arrivals(),
        submissions=store.submissions(Query(statuses=tuple(Status))),
        board=board,
        directive=directive(**changes),
        now=NOW,
    )
    return openpyxl.load_workbook(path)


def table(sheet: Any) -> list[dict[str, Any]]:
    """The rows under the headings, empty cells left out."""
    heads = [cell.value for cell in sheet[4]]
    rows = sheet.iter_rows(min_row=5, values_only=True)
    return [{head: cell for head, cell in zip(heads, row, strict=True) if cell is not None} for row in rows]


def with_lines(what: Facts, *lines: dict[str, str]) -> Facts:
    import dataclasses

    return dataclasses.replace(what, lines=tuple({name: value(text) for name, text in line.items()} for line in lines))


def test_the_sheets_of_an_empty_store(store: SqlStore, tmp_path: Path) -> None:
    book = export(store, tmp_path / "out.xlsx")
    assert book.sheetnames == [
        "ทะเบียนหนังสือรับ",
        "การเสนอรายชื่อ",
        "รายงานผลงาน",
        "การเบิกจ่าย",
        "รายการเบิกจ่าย",
        "ปัญหาอุปสรรค",
        "ยังไม่ส่งและส่งล่าช้า",
        "รอตรวจสอบ",
        "ไม่ลงทะเบียนรับ",
    ]
    for sheet in book:
        assert sheet.freeze_panes == "C5" and sheet.auto_filter.ref.startswith("A4:")
        assert "ข้อมูล ณ วันที่ 1 ธันวาคม 2563" in sheet["A2"].value
        assert all(column.width >= 8 for column in sheet.column_dimensions.values())
    rows = table(book["การเบิกจ่าย"])
    assert [row.get("รหัสจังหวัด") for row in rows] == ["30", "31", "50", None, None]


def test_the_register_of_received_letters(store: SqlStore, tmp_path: Path) -> None:
    told = facts("nomination", district="พิมาย", letter_no="นม 0018.1/3461", letter_date="2020-11-30")
    take(store, "a", received_at=NOW + dt.timedelta(days=40))
    take(store, "b", new(store, told), received_at=dt.datetime(2020, 12, 4, 17, 5, 9, tzinfo=dt.UTC))
    take(store, "c", counted_as="automatic")
    book = export(store, tmp_path / "out.xlsx")
    first, second = table(book["ทะเบียนหนังสือรับ"])
    assert (first["เลขรับ"], second["เลขรับ"]) == ("1/2563", "1/2564")
    assert first["วันที่รับ"].date() == dt.date(2020, 12, 5) and first["เวลา"] == dt.time(0, 5, 9)
    assert (first["ที่หนังสือ"], first["ลงวันที่"].date()) == ("นม 0018.1/3461", dt.date(2020, 11, 30))
    assert (first["จังหวัด"], first["ประเภท"], first["จาก"]) == ("นครราชสีมา", "การเสนอรายชื่อ", "somchai@korat.example")
    (other,) = table(book["ไม่ลงทะเบียนรับ"])
    assert other["เหตุที่ไม่ลงรับ"] == "ข้อความอัตโนมัติ"
    (nominated,) = table(book["การเสนอรายชื่อ"])
    assert nominated["ศูนย์ดำรงธรรมอำเภอ"] == "พิมาย" and nominated["ความทันเวลา"] == "ทันกำหนด"


def test_money_counts_verified_reports_only(store: SqlStore, tmp_path: Path) -> None:
    lines = ({"item": "ค่าป้าย", "this_month": "250.50", "percent": "37.30"},)
    take(store, "a", new(store, with_lines(report("30", "2020-11", "1000.25"), *lines)))
    take(store, "b", new(store, report("30", "2020-12", "2500.50")))
    take(store, "c", new(store, report("31", "2020-12", "99.00", percent="0.10")))
    take(store, "d", new(store, report("50", "2020-12", "777777.00"), Verdict.REVIEW))
    sheet = export(store, tmp_path / "out.xlsx")["การเบิกจ่าย"]
    korat, buriram, chiangmai, total, count = table(sheet)
    assert (korat["พ.ย. 63"], korat["ธ.ค. 63"], korat["เบิกจ่ายสะสมล่าสุด"], korat["ณ เดือน"]) == (
        1000.25,
        2500.5,
        2500.5,
        "ธ.ค. 63",
    )
    assert korat["ร้อยละ"] == pytest.approx(2500.5 / 97394 * 100)
    assert "พ.ย. 63" not in buriram and set(chiangmai) == {"รหัสจังหวัด", "จังหวัด"}
    assert (total["พ.ย. 63"], total["ธ.ค. 63"], total["เบิกจ่ายสะสมล่าสุด"]) == (1000.25, 2599.5, 2599.5)
    assert total["ร้อยละ"] == pytest.approx(2599.5 / 7402000 * 100)
    assert (count["พ.ย. 63"], count["ธ.ค. 63"], count["ได้รับจัดสรร"]) == (1, 2, 2)
    assert "ตรวจสอบและรับแล้วเท่านั้น" in sheet["A2"].value and "7,402,000.00" in sheet["A2"].value
    items = table(export(store, tmp_path / "out.xlsx")["รายการเบิกจ่าย"])
    assert [(row["จังหวัด"], row["รายการ"]) for row in items] == [
        ("นครราชสีมา", "ค่าป้าย"),
        ("นครราชสีมา", "รวมทั้งสิ้น"),
        ("นครราชสีมา", "รวมทั้งสิ้น"),
        ("บุรีรัมย์", "รวมทั้งสิ้น"),
    ]
    assert items[0]["เบิกจ่ายเดือนนี้"] == 250.5 and items[0]["ร้อยละ"] == 37.3


def test_the_offices_own_allocations_win(store: SqlStore, tmp_path: Path) -> None:
    take(store, "a", new(store, report("30", "2020-11", "1000.00")))
    own = (
        Allocation("30", Decimal("40000"), "ค่าป้าย"),
        Allocation("30", Decimal("10000"), "ค่าประชุม"),
        Allocation("31", Decimal("70000")),
        Allocation("31", Decimal("70000"), "ค่าป้าย"),
    )
    korat, buriram, *_ = table(export(store, tmp_path / "out.xlsx", allocations=own)["การเบิกจ่าย"])
    assert (korat["ได้รับจัดสรร"], korat["ร้อยละ"], buriram["ได้รับจัดสรร"]) == (50000, 2, 70000)


def test_a_report_without_cumulative_is_summed_from_its_own_two_figures(store: SqlStore, tmp_path: Path) -> None:
    both = facts("disbursement", "30", "2020-11", prior_cumulative="100.00", this_month="20.50")
    take(store, "a", new(store, both))
    take(store, "b", new(store, facts("disbursement", "31", "2020-11", this_month="20.50")))
    korat, buriram, *_ = table(export(store, tmp_path / "out.xlsx")["การเบิกจ่าย"])
    assert korat["พ.ย. 63"] == 120.5 and "พ.ย. 63" not in buriram


def test_what_is_owed_and_what_waits(store: SqlStore, tmp_path: Path) -> None:
    finding = Finding("sum_of_lines", Severity.ERROR, "ผลรวมไม่ตรง 10.00 กับ 11.00")
    hint = Finding("no_letter", Severity.WARNING, "ไม่มีหนังสือนำ")
    take(store, "a", new(store, report("50"), Verdict.REVIEW, findings=(finding, hint)))
    take(store, "b", new(store, report("31"), timeliness=Timeliness.LATE, days_late=3))
    board = (
        Obligation("50", "เชียงใหม่", "nomination", None, DUE, State.OVERDUE, days_late=2),
        Obligation("31", "บุรีรัมย์", "disbursement", "2020-11", DUE, State.LATE, "S2", NOW, 3),
        Obligation("30", "นครราชสีมา", "disbursement", "2020-11", DUE, State.ON_TIME, "S3", NOW),
        Obligation("30", "นครราชสีมา", "nomination", None, DUE, State.MISSING),
    )
    book = export(store, tmp_path / "out.xlsx", board)
    owed = table(book["ยังไม่ส่งและส่งล่าช้า"])
    assert [(row["รหัสจังหวัด"], row["สถานะ"], row["เกินกำหนด (วัน)"]) for row in owed] == [
        ("30", "ยังไม่ส่ง (ยังไม่ครบกำหนด)", 0),
        ("31", "ส่งแล้ว แต่เกินกำหนด", 3),
        ("50", "ยังไม่ส่ง เกินกำหนดแล้ว", 2),
    ]
    assert owed[1]["วันที่รับ"].date() == dt.date(2020, 12, 1) and owed[1]["วันครบกำหนดที่ใช้"].date() == dt.date(2020, 12, 11)
    (waits,) = table(book["รอตรวจสอบ"])
    assert waits["เหตุที่ต้องตรวจสอบ"] == finding.message and waits["ข้อสังเกตอื่น"] == hint.message


def test_text_is_never_a_formula_a_link_or_a_number(store: SqlStore, tmp_path: Path) -> None:
    names = ("topic", "detail", "letter_no", "letter_date", "reporter_name")
    for number, evil in enumerate(EVIL):
        told = facts("obstacle", **dict.fromkeys(names, evil))
        lines = with_lines(report(f"{number + 11}"), {"item": evil, "this_month": evil})
        wrong = Finding("conflict", Severity.ERROR, evil)
        nominated = facts("nomination", f"{number + 11}", district=evil, contact_email=evil)
        take(store, f"a{number}", new(store, told), reason=evil)
        take(store, f"b{number}", new(store, lines), outcome=Outcome.REVIEW)
        take(store, f"c{number}", new(store, nominated, Verdict.REVIEW, findings=(wrong,)))
    path = tmp_path / "out.xlsx"
    cells = [cell for sheet in export(store, path) for row in sheet.iter_rows() for cell in row]
    for evil in EVIL:
        found = [cell for cell in cells if cell.value == evil]
        assert len(found) >= 8 and {cell.data_type for cell in found} == {"s"}
    with ZipFile(path) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)


def test_control_characters_and_long_texts_do_no_harm(store: SqlStore, tmp_path: Path) -> None:
    take(store, "a", new(store, facts("obstacle", topic="ก\x07ข\udce1", detail="ย" * 40_000)))
    (row,) = table(export(store, tmp_path / "out.xlsx")["ปัญหาอุปสรรค"])
    assert row["เรื่อง"].startswith("ก") and len(row["รายละเอียด"]) == 32_001


def test_a_workbook_appears_whole_or_not_at_all(store: SqlStore, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        export(store, tmp_path / "missing" / "out.xlsx")
    export(store, tmp_path / "out.xlsx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out.xlsx"]
    assert (tmp_path / "out.xlsx").stat().st_mode & 0o777 == 0o640


@pytest.mark.slow
def test_libreoffice_shows_dates_in_the_buddhist_era(store: SqlStore, tmp_path: Path) -> None:
    take(store, "a", new(store, facts("nomination", district="พิมาย")))
    export(store, tmp_path / "out.xlsx")
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
    utf8 = "csv:Text - txt - csv (StarCalc):44,34,76,1"
    subprocess.run([*command, utf8, "--outdir", str(tmp_path), str(tmp_path / "out.xlsx")], check=True, timeout=120)
    assert "1 ธ.ค. 2563" in (tmp_path / "out.csv").read_text(encoding="utf-8")
