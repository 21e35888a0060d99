"""Disbursement reports with odd columns, odd rows and decoys: what a hurried clerk makes of the form."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from tests.office.becomes_money import Report, _foot, _head
from tests.office.becomes_papers import ABOVE, LEFT, Block


def total_first(report: Report) -> list[Block]:
    """The total stands above its items."""
    f = report.figure
    rows = [["รายการ", "งบประมาณที่ได้รับจัดสรร", "เบิกจ่ายเดือนนี้", "เบิกจ่ายสะสม", "คงเหลือ", "ร้อยละ"]]
    for one in (report.total, *report.items):
        rows.append([one.name, f(one.allocated), f(one.month), f(one.spent), f(one.left), one.percent])
    return [*_head(report), rows, *_foot(report)]


def no_total(report: Report) -> list[Block]:
    """Items only."""
    f = report.figure
    rows = [["รายการ", "งบประมาณที่ได้รับจัดสรร", "เบิกจ่ายเดือนนี้", "เบิกจ่ายสะสม", "คงเหลือ"]]
    rows += [[one.name, f(one.allocated), f(one.month), f(one.spent), f(one.left)] for one in report.items]
    return [*_head(report), rows, *_foot(report)]


def quarters(report: Report) -> list[Block]:
    """The quarter's sum beside the month's."""
    f = report.figure
    rows = [["รายการ", "งบจัดสรร", "เบิกจ่ายไตรมาสที่ 1", "เบิกจ่ายเดือนนี้", "เบิกจ่ายสะสม", "คงเหลือ"]]
    for one in (*report.items, report.total):
        rows.append([one.name, f(one.allocated), f(one.prior + one.month), f(one.month), f(one.spent), f(one.left)])
    return [*_head(report), rows, *_foot(report)]


def transfers(report: Report) -> list[Block]:
    """What the act gave, what was moved, and what is left to spend."""
    f = report.figure
    rows = [
        [
            "รายการ",
            "งบประมาณตาม พ.ร.บ.",
            "โอนเปลี่ยนแปลง (+/-)",
            "งบประมาณที่ได้รับจัดสรรหลังโอน",
            "เบิกจ่ายเดือนนี้",
            "เบิกจ่ายสะสม",
            "คงเหลือ",
        ]
    ]
    for one in (*report.items, report.total):
        rows.append(
            [one.name, f(one.allocated + 500), f(Decimal(-500)), f(one.allocated), f(one.month), f(one.spent), f(one.left)]
        )
    return [*_head(report), rows, *_foot(report)]


def spent_and_bound(report: Report) -> list[Block]:
    """``ใช้จ่าย`` is what was paid and what is bound; the balance is less both."""
    f = report.figure
    rows = [["รายการ", "จัดสรร", "เบิกจ่ายเดือนนี้", "เบิกจ่ายสะสม (1)", "ผูกพัน (2)", "ใช้จ่ายรวม (1)+(2)", "คงเหลือ"]]
    for one in (*report.items, report.total):
        bound = Decimal("1500.00") * (2 if one == report.total else 1)
        rows.append(
            [one.name, f(one.allocated), f(one.month), f(one.spent), f(bound), f(one.spent + bound), f(one.left - bound)]
        )
    return [*_head(report), rows, *_foot(report)]


def last_year(report: Report) -> list[Block]:
    """Last year's figures beside this year's."""
    f = report.figure
    rows = [
        ["รายการ", "ปีงบประมาณ พ.ศ. 2563", LEFT, "ปีงบประมาณ พ.ศ. 2564", LEFT, LEFT, LEFT],
        [ABOVE, "ได้รับจัดสรร", "เบิกจ่าย", "ได้รับจัดสรร", "เบิกจ่ายเดือนนี้", "เบิกจ่ายสะสม", "คงเหลือ"],
    ]
    for one in (*report.items, report.total):
        old = one.allocated - Decimal("2000.00")
        rows.append([one.name, f(old), f(old), f(one.allocated), f(one.month), f(one.spent), f(one.left)])
    return [*_head(report), rows, *_foot(report)]


def by_office(report: Report) -> list[Block]:
    """Rows are spending offices, an example row first."""
    f = report.figure
    rows = [["หน่วยเบิกจ่าย", "งบที่ได้รับ", "เบิกจ่ายเดือนนี้", "เบิกจ่ายสะสม", "คงเหลือ"]]
    rows.append(["(ตัวอย่าง) อำเภอ ก", "100,000.00", "50,000.00", "50,000.00", "50,000.00"])
    for name, one in zip(("ที่ทำการปกครองจังหวัด", "ที่ทำการปกครองอำเภอ"), report.items, strict=True):
        rows.append([name, f(one.allocated), f(one.month), f(one.spent), f(one.left)])
    one = report.total
    rows.append(["รวม", f(one.allocated), f(one.month), f(one.spent), f(one.left)])
    return [*_head(report), rows, *_foot(report)]


def subtotals(report: Report) -> list[Block]:
    """A sum under each category, then the grand total, then the share."""
    f = report.figure
    rows = [["รายการ", "จัดสรร", "เบิกจ่ายเดือนนี้", "เบิกจ่ายสะสม", "คงเหลือ", "ร้อยละ"]]
    for number, one in enumerate(report.items, start=1):
        cells = [f(one.allocated), f(one.month), f(one.spent), f(one.left), one.percent]
        rows += [[f"หมวดที่ {number}", "", "", "", "", ""], [one.name, *cells], [f"รวมหมวดที่ {number}", *cells]]
    one = report.total
    rows.append(["รวมทั้งสิ้น", f(one.allocated), f(one.month), f(one.spent), f(one.left), one.percent])
    return [*_head(report), rows, *_foot(report)]


def previous_and_this(report: Report) -> list[Block]:
    """Spent last month (of that month alone) beside this month's, with no word of what was carried forward."""
    f = report.figure
    rows = [["รายการ", "งบจัดสรร", "เบิกจ่ายเดือนก่อน", "เบิกจ่ายเดือนนี้", "เบิกจ่ายสะสม", "คงเหลือ"]]
    for one in (*report.items, report.total):
        rows.append([one.name, f(one.allocated), f(one.prior / 2), f(one.month), f(one.spent), f(one.left)])
    return [*_head(report), rows, *_foot(report)]


def remarks_with_figures(report: Report) -> list[Block]:
    """Remarks with sums of money in them, and a running number that looks like one."""
    f = report.figure
    rows = [["ลำดับที่", "รหัสงบประมาณ", "รายการ", "จัดสรร", "เบิกจ่ายเดือนนี้", "เบิกจ่ายสะสม", "คงเหลือ", "หมายเหตุ"]]
    for number, one in enumerate(report.items, start=1):
        note = "รอเบิกเดือนหน้า 5,000.00 บาท" if number == 1 else "1 รายการ"
        rows.append(
            [f"{number}.00", "1500631037700000", one.name, f(one.allocated), f(one.month), f(one.spent), f(one.left), note]
        )
    one = report.total
    rows.append(["รวม", LEFT, LEFT, f(one.allocated), f(one.month), f(one.spent), f(one.left), ""])
    return [*_head(report), rows, *_foot(report)]


def only_month_and_balance(report: Report) -> list[Block]:
    """No cumulative column."""
    f = report.figure
    rows = [["รายการ", "วงเงิน", "เบิกจ่าย", "คงเหลือ"]]
    for one in (*report.items, report.total):
        rows.append([one.name, f(one.allocated), f(one.spent), f(one.left)])
    return [*_head(report), rows, *_foot(report)]


def sideways(report: Report) -> list[Block]:
    """Items are columns, amounts are rows."""
    f, every = report.figure, (*report.items, report.total)
    rows = [
        ["หัวข้อ", *(one.name for one in every)],
        ["งบประมาณที่ได้รับจัดสรร", *(f(one.allocated) for one in every)],
        ["เบิกจ่ายเดือนนี้", *(f(one.month) for one in every)],
        ["เบิกจ่ายสะสม", *(f(one.spent) for one in every)],
        ["คงเหลือ", *(f(one.left) for one in every)],
    ]
    return [*_head(report), rows, *_foot(report)]


def two_tables(report: Report) -> list[Block]:
    """A little table of money withdrawn in advance (another matter) above the real one."""
    f = report.figure
    loan = [["รายการเงินยืมราชการ", "จำนวนเงิน", "ส่งใช้แล้ว", "คงเหลือ"], ["สัญญาเงินยืมที่ 12/2564", "8,000.00", "3,000.00", "5,000.00"]]
    rows = [["รายการ", "งบประมาณที่ได้รับจัดสรร", "เบิกจ่ายเดือนนี้", "เบิกจ่ายสะสม", "คงเหลือ"]]
    for one in (*report.items, report.total):
        rows.append([one.name, f(one.allocated), f(one.month), f(one.spent), f(one.left)])
    return [*_head(report), "ก. เงินยืมราชการ", loan, "ข. ผลการเบิกจ่าย", rows, *_foot(report)]


def columns_ab(report: Report) -> list[Block]:
    """Headings that lean on the note below the table."""
    f = report.figure
    rows = [["รายการ", "ก", "ข", "ค", "ง"]]
    for one in (*report.items, report.total):
        rows.append([one.name, f(one.allocated), f(one.month), f(one.spent), f(one.left)])
    note = "ก = งบประมาณที่ได้รับจัดสรร ข = เบิกจ่ายเดือนนี้ ค = เบิกจ่ายสะสม ง = คงเหลือ"
    return [*_head(report), rows, note, *_foot(report)]


def cumulative_until_before(report: Report) -> list[Block]:
    """Both cumulative columns are called so, one until last month."""
    f = report.figure
    rows = [["รายการ", "จัดสรร", "เบิกจ่ายสะสมถึงสิ้นเดือนก่อน", "เบิกจ่ายสะสมถึงสิ้นเดือนนี้", "เบิกจ่ายเพิ่มขึ้น", "คงเหลือ"]]
    for one in (*report.items, report.total):
        rows.append([one.name, f(one.allocated), f(one.prior), f(one.spent), f(one.month), f(one.left)])
    return [*_head(report), rows, *_foot(report)]


def requested(report: Report) -> list[Block]:
    """What was asked for at the treasury, and what was paid."""
    f = report.figure
    rows = [["รายการ", "ได้รับจัดสรร", "ขอเบิกเดือนนี้", "เบิกจ่ายแล้วเดือนนี้", "รวมเบิกจ่ายแล้ว", "เงินคงเหลือ"]]
    for one in (*report.items, report.total):
        rows.append([one.name, f(one.allocated), f(one.month + 700), f(one.month), f(one.spent), f(one.left)])
    return [*_head(report), rows, *_foot(report)]


ODD: tuple[Callable[[Report], list[Block]], ...] = (
    total_first, no_total, quarters, transfers, spent_and_bound, last_year, by_office, subtotals, previous_and_this,
    remarks_with_figures, only_month_and_balance, sideways, two_tables, columns_ab, cumulative_until_before, requested,
)  # fmt: skip
