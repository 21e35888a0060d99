"""The office's own form, filled in as a clerk fills it in, is read without a doubt; untouched, it reports nothing."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desk import ingest
from intake.errors import Unreadable
from intake.records import Channel, Hints
from intake.settings import Settings
from notices.form import NOTHING, blank_form
from office import Office
from parsers.assemble import assemble
from parsers.message import open_document
from parsers.read import read_part
from parsers.records import CERTAIN, Facts
from rules import checks
from rules.records import History, Status
from rules.terms import Allocation
from storage.notices import Attachment
from storage.records import Query
from storage.store import SqlStore
from tests.notices_kit import POLICY, Still, board, loaded
from tests.rules_kit import at

ITEMS = {"ค่าตอบแทนวิทยากร": "12000.00", "ค่าใช้สอย": "54700.00", "ค่าวัสดุ": "30694.00"}
BEFORE = {"": "13011.50", "ค่าตอบแทนวิทยากร": "0.00", "ค่าใช้สอย": "8100.00", "ค่าวัสดุ": "4911.50"}
MONTH = {"ค่าตอบแทนวิทยากร": 3450, "ค่าใช้สอย": 19867.25, "ค่าวัสดุ": 0}
FOOT = {
    "ข้อมูล ณ วันที่": "31 ธันวาคม 2563",
    "เลขที่หนังสือนำส่ง": "นม 0018.1/120",
    "ลงวันที่": "5 มกราคม 2564",
    "ปัญหาอุปสรรคและข้อเสนอแนะ": "ไม่มี",
    "บันทึกในระบบ e-fms เมื่อวันที่": "4 มกราคม 2564",
    "ผู้รายงาน": "นายสมชาย ใจดี",
    "ตำแหน่ง": "เสมียนตราจังหวัด",
    "โทรศัพท์": "044243798",
}
TOTALS = {
    "allocated": "97394.00",
    "prior_cumulative": "13011.50",
    "this_month": "23317.25",
    "cumulative": "36328.75",
    "balance": "61065.25",
    "percent": "37.30",
}
_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"((?: s="\d+")?)(?: t="\w+")?><f>(.*?)</f><v ?/?>(?:[^<]*</v>)?</c>')


def form(
    deliverable: str, period: str | None = None, province: str = "30", previous: Mapping[str, str] | None = None
) -> Attachment:
    directive = loaded().directive
    given = tuple(Allocation(province, Decimal(amount), item) for item, amount in ITEMS.items()) if previous else None
    every = board(at("2020-12-01 09:00"))
    owed = next(o for o in every if (o.deliverable, o.period, o.province) == (deliverable, period, province))
    made = blank_form(replace(directive, allocations=given), owed, previous or {})
    assert made is not None
    return made


def fill(blank: Attachment, texts: Mapping[str, Any], months: Mapping[str, Any] | None = None, column: int = 2) -> bytes:
    """Writes into the yellow cells: a text beside its label (the first that is empty), this month's money beside its item."""
    book = openpyxl.load_workbook(io.BytesIO(blank.data))
    sheet = book["แบบรายงาน"]
    for label, text in texts.items():
        cells = [
            row[column] for row in sheet.iter_rows() if row[column - 1].value == label.rstrip("*") and row[column].value is None
        ]
        cells[0].value = text
        assert not cells[0].protection.locked
    for item, amount in (months or {}).items():
        row = next(
            row for row in sheet.iter_rows(min_row=7) if row[1].value == item or (row[1].value is None and not row[0].value)
        )
        row[1].value, row[4].value = item, amount
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_excel(data: bytes) -> bytes:
    """The same workbook with every formula's value stored, as Excel stores it: computed anew from the input cells."""
    sheet = openpyxl.load_workbook(io.BytesIO(data))["แบบรายงาน"]
    total = next(row[0].row for row in sheet.iter_rows() if row[0].value == "รวมทั้งสิ้น")
    values: dict[str, Decimal | None] = {}

    def money(cell: Any) -> Decimal | None:
        return Decimal(str(cell.value)) if isinstance(cell.value, int | float) else None

    rows = range(7, total)
    for n in rows:
        allocated, prior, month, bound = (money(sheet[f"{c}{n}"]) for c in "CDEG")
        filled = sheet[f"E{n}"].value is not None
        spent = (prior or Decimal(0)) + (month or Decimal(0)) if filled else None
        values[f"F{n}"] = spent
        values[f"H{n}"] = None if spent is None else (allocated or Decimal(0)) - spent - (bound or Decimal(0))
        values[f"I{n}"] = spent * 100 / allocated if spent is not None and allocated else None
    for c in "CDEG":
        given = [value for n in rows if (value := money(sheet[f"{c}{n}"])) is not None]
        values[f"{c}{total}"] = sum(given, Decimal(0)) if given else None
    count = {c: sum(1 for n in rows if sheet[f"{c}{n}"].value is not None) for c in "CE"}
    complete = 0 < count["E"] >= count["C"]
    for c in "FH":
        values[f"{c}{total}"] = sum((values[f"{c}{n}"] or Decimal(0) for n in rows), Decimal(0)) if complete else None
    spent, allocated = values[f"F{total}"], values[f"C{total}"]
    values[f"I{total}"] = spent * 100 / allocated if spent is not None and allocated else None
    return _with_values(data, values)


def _with_values(data: bytes, values: Mapping[str, Decimal | None]) -> bytes:
    def stored(match: re.Match[str]) -> str:
        value = values[match.group(1)]
        kind, text = (' t="str"', "") if value is None else ("", str(value.quantize(Decimal("0.01"))))
        return f'<c r="{match.group(1)}"{match.group(2)}{kind}><f>{match.group(3)}</f><v>{text}</v></c>'

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text, count = _FORMULA.subn(stored, content.decode())
                assert count == len(values)
                content = text.encode()
            new.writestr(name, content.replace(b' fullCalcOnLoad="1"', b""))
    return out.getvalue()


def read(data: bytes, name: str = "แบบรายงาน.xlsx") -> Facts:
    message = open_document(data, name)
    readings = {}
    for number, part in enumerate(message.parts):
        try:
            readings[number] = read_part(part)
        except Unreadable as trouble:
            readings[number] = trouble  # type: ignore[assignment]
    (facts,) = assemble(message, readings, loaded().directive.keywords, Hints()).facts
    return facts


def values(facts: Facts) -> dict[str, str | None]:
    return {name: field.value for name, field in facts.fields.items()}


def sure(facts: Facts) -> None:
    assert facts.doubts == () and facts.province is not None and facts.province.confidence >= CERTAIN
    fields = [*facts.fields.values(), *(field for line in facts.lines for field in line.values())]
    assert all(field.confidence >= CERTAIN for field in fields)
    found = checks.check(
        facts,
        replace(loaded().directive, contacts=None),
        History(),
        POLICY,
        channel=Channel.EMAIL,
        sender="",
        from_message=True,
        received_at=at("2021-01-08 09:00"),
    )
    assert [finding for finding in found if finding.severity.value != "info"] == []


def check_disbursement(facts: Facts) -> None:
    sure(facts)
    assert (facts.kind, facts.province and facts.province.value, facts.period and facts.period.value) == (
        "disbursement",
        "30",
        "2020-12",
    )
    got = values(facts)
    assert {name: got[name] for name in TOTALS} == TOTALS
    assert (got["as_of"], got["letter_no"], got["letter_date"]) == ("2020-12-31", "นม 0018.1/120", "2021-01-05")
    assert (got["reporter_name"], got["reporter_position"], got["reporter_phone"]) == (
        "นายสมชาย ใจดี",
        "เสมียนตราจังหวัด",
        "044243798",
    )
    assert got["efms_recorded_on"] == "2021-01-04"
    assert [line["item"].value for line in facts.lines] == list(ITEMS)
    assert [line["this_month"].value for line in facts.lines] == ["3450.00", "19867.25", "0.00"]
    assert [line["balance"].value for line in facts.lines] == ["8550.00", "26732.75", "25782.50"]


def test_a_prefilled_report_filled_in_is_read_without_a_doubt() -> None:
    check_disbursement(read(as_excel(fill(form("disbursement", "2020-12", previous=BEFORE), FOOT, MONTH))))


@pytest.mark.slow
def test_libreoffice_computes_the_same(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    source = tmp_path / "form.xlsx"
    source.write_bytes(fill(form("disbursement", "2020-12", previous=BEFORE), FOOT, MONTH))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    made = tmp_path / "out"
    command = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(made),
        str(source),
    ]
    subprocess.run(command, check=True, timeout=180, capture_output=True)
    check_disbursement(read((made / "form.xlsx").read_bytes()))


def test_a_report_whose_items_nobody_knew_is_filled_in_by_the_clerk() -> None:
    data = fill(form("disbursement", "2020-12"), FOOT, {"ค่าใช้สอย": 23317.25})
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["แบบรายงาน"]
    sheet["B7"], sheet["B9"] = None, None
    sheet["C8"], sheet["D8"], sheet["G8"] = 97394, 13011.5, 0
    out = io.BytesIO()
    book.save(out)
    facts = read(as_excel(out.getvalue()))
    sure(facts)
    got = values(facts)
    assert {name: got[name] for name in TOTALS} == TOTALS
    assert [line["item"].value for line in facts.lines if "item" in line] == ["ค่าใช้สอย"]


def test_an_item_left_open_leaves_the_totals_open() -> None:
    facts = read(as_excel(fill(form("disbursement", "2020-12", previous=BEFORE), FOOT, {"ค่าใช้สอย": 19867.25})))
    assert not values(facts).get("cumulative") and not values(facts).get("balance")


def test_a_nomination_filled_in() -> None:
    texts = {
        "ศูนย์ดำรงธรรมอำเภอที่ได้รับการคัดเลือก": "อำเภอโชคชัย",
        "เหตุผลการคัดเลือก": "มีความพร้อมและเหมาะสม",
        "ผู้ประสานงาน": "นางสาวกัลยา วงศ์สุวรรณ",
        "ตำแหน่ง": "เจ้าพนักงานปกครองชำนาญการ",
        "โทรศัพท์": "0 4424 3798 ต่อ 12",
        "ไปรษณีย์อิเล็กทรอนิกส์": "kanlaya@moi.example",
        "เลขที่หนังสือนำส่ง": "นม 0018.1/3461",
        "ลงวันที่": "1 ธันวาคม 2563",
        "ผู้รับรองข้อมูล": "นายสมชาย ใจดี",
        "ตำแหน่ง*": "ปลัดจังหวัดนครราชสีมา",
    }
    facts = read(fill(form("nomination"), texts, column=1))
    sure(facts)
    assert facts.kind == "nomination" and facts.province and facts.province.value == "30"
    assert values(facts) == {
        "district": "โชคชัย",
        "letter_no": "นม 0018.1/3461",
        "letter_date": "2020-12-01",
        "contact_name": "นางสาวกัลยา วงศ์สุวรรณ",
        "contact_position": "เจ้าพนักงานปกครองชำนาญการ",
        "contact_phone": "044243798",
        "contact_email": "kanlaya@moi.example",
        "signer_name": "นายสมชาย ใจดี",
        "signer_position": "ปลัดจังหวัดนครราชสีมา",
    }


def test_an_achievement_report_filled_in() -> None:
    texts = {
        "ศูนย์ดำรงธรรมอำเภอ": "โชคชัย",
        "ชื่อผลงาน": "โครงการไกล่เกลี่ยข้อพิพาทออนไลน์",
        "ความเป็นมาและปัญหา": "ประชาชนเดินทางมาติดต่อราชการลำบาก",
        "วิธีดำเนินการ": "ไกล่เกลี่ยผ่านวีดิทัศน์ทางไกล",
        "ผลลัพธ์เชิงปริมาณ": "ยุติเรื่อง 120 เรื่อง",
        "ผลลัพธ์เชิงคุณภาพ": "ประชาชนพึงพอใจ",
        "ปัจจัยความสำเร็จ": "ความร่วมมือของทุกภาคส่วน",
        "คะแนนประเมินตนเองตามเกณฑ์ GECC (คะแนนรวม)": "87",
        "ผู้รายงาน": "นายสมชาย ใจดี",
        "ตำแหน่ง": "นายอำเภอโชคชัย",
    }
    facts = read(fill(form("achievement"), texts, column=1))
    sure(facts)
    assert facts.kind == "achievement" and facts.province and facts.province.value == "30"
    expected = {"district": "โชคชัย", "title": "โครงการไกล่เกลี่ยข้อพิพาทออนไลน์", "gecc_total": "87"}
    assert {name: values(facts).get(name) for name in expected} == expected


UNTOUCHED = {
    "nomination": form("nomination"),
    "achievement": form("achievement"),
    "disbursement": form("disbursement", "2020-11"),
    "disbursement-prefilled": form("disbursement", "2020-12", previous=BEFORE),
}


@pytest.mark.parametrize("name", UNTOUCHED)
@pytest.mark.parametrize("opened", [False, True], ids=["as sent", "opened and saved"])
def test_an_untouched_form_is_never_taken_for_a_report(name: str, opened: bool, tmp_path: Path) -> None:
    blank = UNTOUCHED[name]
    data = (
        as_excel(fill(blank, {})) if opened and name.startswith("disbursement") else fill(blank, {}) if opened else blank.data
    )
    file = tmp_path / blank.name
    file.write_bytes(data)
    with Office(Settings(), loaded(), SqlStore(tmp_path / "data"), tmp_path / "data", Still(at("2021-01-08 09:00"))) as office:
        taken = list(ingest(office, [file], None, at("2021-01-08 08:00"), Hints()))
        assert [each.outcome.value for each in taken] == ["review"]
        (row,) = office.store.submissions(Query(statuses=tuple(Status)))
        assert row.status is Status.REVIEW and row.province == "30" and row.kind == name.partition("-")[0]
        reasons = [finding for finding in row.findings if finding.severity.value == "error"]
        assert {finding.rule for finding in reasons} & {"missing_field", "doubtful_field"}
        assert NOTHING.strip() == "" and all(finding.message for finding in reasons)


def test_a_form_is_the_same_whenever_it_is_made() -> None:
    assert form("disbursement", "2020-12", previous=BEFORE).data == form("disbursement", "2020-12", previous=BEFORE).data
