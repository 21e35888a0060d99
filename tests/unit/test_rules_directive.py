"""The directive as data: the letter, another letter, the office's lists, and every problem at once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from intake.errors import UserError
from rules import directive
from rules.calendar import deadline
from rules.obligations import board
from rules.records import Policy
from rules.terms import StepKind
from tests.rules_kit import at, built_in, letter

SECOND = """
id = "mt-0307.2-w555"
version = "2"
letter_no = "มท 0307.2/ว 555"
letter_date = 2021-06-01
title = "โครงการทดสอบ"
project = "โครงการทดสอบ"
keywords = ["โครงการทดสอบ"]
fiscal_year = 2021
total = "300.00"
provinces = ["50", "30", "90"]

[office]
unit = "กองทดสอบ"
phone = "0 2000 0000"

[[deliverables]]
name = "first"
kind = "nomination"
title = "รายชื่อ"
once_on = 2021-07-10

[[deliverables]]
name = "money"
kind = "disbursement"
title = "รายงานการเงิน"
monthly_day = 5
first_period = "2021-06"
last_period = "2021-08"
ladder = "short"

[[ladders.short]]
name = "after"
kind = "overdue"
working_days = 2
at = 10:00:00
held = true

[[ladders.short]]
name = "before"
kind = "reminder"
working_days = -2
at = 09:30:00
"""


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


def problems(**files: Path) -> str:
    file = files.pop("file", None)
    with pytest.raises(UserError) as caught:
        directive.load(file, **files)
    return "\n".join(caught.value.problems)


# --- the letter ---------------------------------------------------------------------------------------------------------
def test_the_letter() -> None:
    it = letter()
    assert (it.id, it.letter_no, it.letter_date) == ("mt-0307.2-w30982", "มท 0307.2/ว 30982", dt.date(2020, 11, 18))
    assert (it.total, it.fiscal_year, len(it.provinces)) == (Decimal("7402000.00"), 2021, 76)
    assert [(d.name, d.kind, d.once_on, d.monthly_day) for d in it.deliverables] == [
        ("nomination", "nomination", dt.date(2020, 12, 4), None),
        ("achievement", "achievement", dt.date(2020, 12, 4), None),
        ("disbursement", "disbursement", None, 10),
    ]
    assert (len(it.deliverables[2].periods), it.deliverables[2].periods[0], it.deliverables[2].periods[-1]) == (
        11, "2020-11", "2021-09",
    )  # fmt: skip


def test_the_ladder_of_the_letter() -> None:
    steps = letter().deliverable("disbursement").ladder
    assert [(s.name, s.kind, s.working_days, s.at.hour, s.at.minute, s.attach_form, s.held) for s in steps] == [
        ("reminder-5", StepKind.REMINDER, -5, 9, 0, True, False),
        ("reminder-1", StepKind.REMINDER, -1, 9, 0, False, False),
        ("alert", StepKind.ALERT, 1, 8, 30, False, False),
        ("overdue+1", StepKind.OVERDUE, 1, 9, 0, False, True),
        ("overdue+3", StepKind.OVERDUE, 3, 9, 0, False, True),
        ("overdue+7", StepKind.OVERDUE, 7, 9, 0, False, True),
    ]


def test_what_is_not_configured_is_said() -> None:
    assert [note.split("(")[1].split(")")[0] for note in built_in().notes] == ["contacts", "allocations", "winners"]
    assert (letter().contacts, letter().allocations, letter().winners) == (None, None, None)


# --- another letter -----------------------------------------------------------------------------------------------------
def test_another_letter_needs_no_python(tmp_path: Path) -> None:
    loaded = directive.load(write(tmp_path, "second.toml", SECOND))
    assert [p.code for p in loaded.directive.provinces] == ["30", "50", "90"]
    assert [s.name for s in loaded.directive.deliverable("money").ladder] == ["before", "after"]
    first = deadline(loaded.directive.deliverable("first"), None, Policy(), loaded.calendar)
    assert first.due_on == dt.date(2021, 7, 12)
    money = deadline(loaded.directive.deliverable("money"), "2021-08", Policy(), loaded.calendar)
    assert (money.nominal, money.due_on) == (dt.date(2021, 9, 5), dt.date(2021, 9, 6))
    every = board(loaded.directive, (), (), loaded.calendar, Policy(), at("2021-07-01 00:00"))
    assert len(every) == 3 * 4


def test_a_byte_order_mark_and_windows_lines_do_no_harm(tmp_path: Path) -> None:
    file = write(tmp_path, "second.toml", SECOND.replace("\n", "\r\n"), "utf-8-sig")
    assert directive.load(file).directive.version == "2"


def test_the_template_is_a_valid_directive() -> None:
    loaded = directive.load(directive.DATA / "directives" / "_template.toml")
    assert len(loaded.directive.provinces) == 76
    assert {d.name for d in loaded.directive.deliverables} == {"nomination", "disbursement"}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('id = "mt-0307.2-w555"', "", "ต้องกำหนด id"),
        ("letter_date = 2021-06-01", "letter_date = 2564-06-01", "ไม่ใช่ปี ค.ศ."),
        ("letter_date = 2021-06-01", 'letter_date = "1 มิ.ย. 64"', "letter_date ต้องเป็นวันที่"),
        ("fiscal_year = 2021", "fiscal_year = 2564", "fiscal_year"),
        ('total = "300.00"', 'total = "300,00"', "total"),
        ('total = "300.00"', "total = 300.005", "total"),
        ('["50", "30", "90"]', '["50", "10"]', "ไม่รู้จักรหัสจังหวัด 10"),
        ('["50", "30", "90"]', '["50", "50"]', "50 ซ้ำกัน"),
        ('["50", "30", "90"]', '"some"', "provinces"),
        ('kind = "nomination"', 'kind = "letter"', "deliverables[1].kind"),
        ('kind = "nomination"', 'kind = "disbursement"', "kind “disbursement” ซ้ำกัน"),
        ("once_on = 2021-07-10", "", "once_on หรือ monthly_day"),
        ("once_on = 2021-07-10", "once_on = 2021-07-10\nmonthly_day = 4", "once_on หรือ monthly_day"),
        ("monthly_day = 5", "monthly_day = 32", "1 ถึง 31"),
        ('first_period = "2021-06"', 'first_period = "2021-13"', "first_period"),
        ('first_period = "2021-06"', 'first_period = "2021-09"', "อยู่หลัง last_period"),
        ('ladder = "short"', 'ladder = "long"', "[[ladders.long]]"),
        ("working_days = 2", "working_days = -2", "หลังพ้นกำหนด"),
        ("working_days = -2", "working_days = 2", "ก่อนกำหนด"),
        ("at = 10:00:00", 'at = "10:00"', "ต้องเป็นเวลา"),
        ("held = true", 'held = "yes"', "held ต้องเป็น true หรือ false"),
        ('name = "before"', 'name = "after"', "ชื่อขั้น after ซ้ำกัน"),
        ('kind = "reminder"', 'kind = "shout"', "ladders.short[2].kind"),
        ("keywords = ", "keyword = ", "ไม่รู้จักคีย์ keyword"),
        ('version = "2"', "version = 2", "version ต้องเป็นข้อความ"),
        ("[office]", "[office", "TOML"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in SECOND
    assert problem in problems(file=write(tmp_path, "second.toml", SECOND.replace(old, new, 1)))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "gone.toml: เปิดไฟล์ไม่ได้" in problems(file=tmp_path / "gone.toml")


# --- the lists ----------------------------------------------------------------------------------------------------------
def load_second(folder: Path, **files: Path) -> directive.Loaded:
    return directive.load(write(folder, "second.toml", SECOND), **files)


def test_contacts(tmp_path: Path) -> None:
    text = (
        "province,email,fax,name,position\n"
        "30,Clerk@Korat.example,0-4424-3798,นายสมชาย ใจดี,เสมียนตราจังหวัด\n"
        "จังหวัดเชียงใหม่,b@cm.example,,,\n"
        "30,second@korat.example,,,\n\n"
    )
    loaded = load_second(tmp_path, contacts=write(tmp_path, "c.csv", text, "utf-8-sig"))
    contacts = loaded.directive.contacts
    assert contacts is not None
    assert [(c.province, c.email, c.fax) for c in contacts] == [
        ("30", "clerk@korat.example", "044243798"),
        ("50", "b@cm.example", ""),
        ("30", "second@korat.example", ""),
    ]
    assert contacts[0].name == "นายสมชาย ใจดี"


def test_every_problem_of_every_list_at_once(tmp_path: Path) -> None:
    found = problems(
        file=write(tmp_path, "second.toml", SECOND),
        contacts=write(
            tmp_path, "c.csv", "province,email\nเพชร,a@x.example\n30,not an address\n30,b@x.example\n30,b@x.example\n"
        ),
        allocations=write(tmp_path, "a.csv", "province,allocated\n30,100.00\n30,100.00\n50,1oo\n"),
        winners=write(tmp_path, "w.csv", "province,district\n30,สันทราย\nกรุงเทพมหานคร,พญาไท\n"),
        holidays=write(
            tmp_path, "h.csv", "date,name,change\n2564-01-01,x,add\n2021-02-30,x,add\n2021-03-01,,add\n2021-03-02,x,move\n"
        ),
    )
    for problem in (
        "c.csv บรรทัดที่ 2: ไม่รู้จักจังหวัด “เพชร”",
        "c.csv บรรทัดที่ 3: “not an address” ไม่ใช่ที่อยู่",
        "c.csv บรรทัดที่ 5: ผู้ติดต่อของจังหวัดนครราชสีมา ซ้ำ",
        "a.csv บรรทัดที่ 3: ยอดจัดสรรของจังหวัดนครราชสีมา ซ้ำ",
        "a.csv บรรทัดที่ 4: จำนวนเงิน “1oo” ไม่ถูกต้อง",
        "w.csv บรรทัดที่ 2: “สันทราย” ไม่ใช่อำเภอของจังหวัดนครราชสีมา",
        "w.csv บรรทัดที่ 3: “กรุงเทพมหานคร” ไม่อยู่ในจังหวัด",
        "h.csv บรรทัดที่ 2: ปีของวันที่",
        "h.csv บรรทัดที่ 3: วันที่ “2021-02-30” ไม่ถูกต้อง",
        "h.csv บรรทัดที่ 4: วันหยุดที่เพิ่มต้องมีชื่อ",
        "h.csv บรรทัดที่ 5: change ต้องเป็น add หรือ remove",
    ):
        assert problem in found
    assert len(found.splitlines()) == 11


def test_lists_without_their_columns_or_in_another_encoding(tmp_path: Path) -> None:
    second = write(tmp_path, "second.toml", SECOND)
    found = problems(
        file=second,
        contacts=write(tmp_path, "c.csv", "province,email\nเชียงใหม่,a@x.example\n", "cp874"),
        allocations=write(tmp_path, "a.csv", "จังหวัด,จำนวนเงิน\n30,1\n"),
        winners=write(tmp_path, "w.csv", ""),
    )
    assert "c.csv: ไฟล์นี้ไม่ได้บันทึกเป็นรหัสอักขระ UTF-8" in found
    assert "a.csv: ไม่มีคอลัมน์ province" in found
    assert "a.csv: ไม่มีคอลัมน์ allocated" in found
    assert "w.csv: ไฟล์ว่าง" in found


def test_allocations_with_and_without_items(tmp_path: Path) -> None:
    text = 'province,allocated,item\n30,"120.50",\n30,100.00,ค่าใช้สอย\n30,20.50,ค่าวัสดุ\n50,79.50,ค่าใช้สอย\nตรัง,100,\n'
    with pytest.raises(UserError):
        load_second(tmp_path, allocations=write(tmp_path, "a.csv", text))
    loaded = load_second(tmp_path, allocations=write(tmp_path, "a.csv", text.replace("ตรัง", "สงขลา")))
    rows = loaded.directive.allocations
    assert rows is not None
    assert {(a.province, a.allocated) for a in rows if not a.item} == {
        ("30", Decimal("120.50")), ("50", Decimal("79.50")), ("90", Decimal("100")),
    }  # fmt: skip
    assert len([a for a in rows if a.item]) == 3


def test_a_sum_other_than_the_total_is_told_with_both_figures(tmp_path: Path) -> None:
    found = problems(
        file=write(tmp_path, "second.toml", SECOND),
        allocations=write(tmp_path, "a.csv", "province,allocated\n30,100.00\n50,100.00\n90,99.99\n"),
    )
    assert "299.99 บาท ไม่เท่ากับวงเงินตามหนังสือสั่งการ 300.00 บาท ต่างกัน 0.01 บาท" in found
    built = problems(allocations=write(tmp_path, "b.csv", "province,allocated\n30,97394.00\n"))
    assert "97,394.00 บาท" in built
    assert "7,402,000.00 บาท" in built


def test_items_that_do_not_add_up_to_their_province(tmp_path: Path) -> None:
    text = "province,allocated,item\n30,100.00,\n30,60.00,ก\n30,30.00,ข\n50,100,\n90,100,\n"
    found = problems(file=write(tmp_path, "second.toml", SECOND), allocations=write(tmp_path, "a.csv", text))
    assert "จังหวัดนครราชสีมา ผลรวมรายการ 90.00 บาท ไม่เท่ากับยอดจัดสรร 100.00 บาท" in found


def test_a_province_without_an_allocation_is_noted(tmp_path: Path) -> None:
    loaded = load_second(tmp_path, allocations=write(tmp_path, "a.csv", "province,allocated\n30,200\n50,100\n"))
    assert any("ไม่มียอดจัดสรรของจังหวัด สงขลา" in note for note in loaded.notes)


def test_winners(tmp_path: Path) -> None:
    loaded = load_second(tmp_path, winners=write(tmp_path, "w.csv", "province,district\n50,อำเภอสันทราย\nนครราชสีมา,ปากช่อง\n"))
    assert loaded.directive.winners == frozenset({("50", "สันทราย"), ("30", "ปากช่อง")})
    assert all("winners" not in note for note in loaded.notes)


def test_the_office_may_correct_the_calendar(tmp_path: Path) -> None:
    text = "date,name,change\n2021-07-12,วันหยุดพิเศษ,add\n2020-12-10,,remove\n2022-01-01,เทียบแล้ว,confirm\n2021-06-08,,remove\n"
    loaded = load_second(tmp_path, holidays=write(tmp_path, "h.csv", text))
    assert loaded.calendar.name_of(dt.date(2021, 7, 12)) == "วันหยุดพิเศษ"
    assert loaded.calendar.is_working_day(dt.date(2020, 12, 10))
    assert loaded.calendar.is_confirmed(2022)
    assert loaded.calendar.name_of(dt.date(2020, 12, 11))
    assert any("2021-06-08 ไม่ใช่วันหยุดอยู่แล้ว" in note for note in loaded.notes)


def test_unknown_columns_are_noted_not_refused(tmp_path: Path) -> None:
    loaded = load_second(tmp_path, winners=write(tmp_path, "w.csv", "province,district,year\n50,สันทราย,2563\n"))
    assert any("ไม่ใช้คอลัมน์ year" in note for note in loaded.notes)
