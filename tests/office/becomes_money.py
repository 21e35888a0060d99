"""Disbursement reports as the clerks of many provinces lay them out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tests.office.becomes_papers import ABOVE, LEFT, Block, thai

Figure = Callable[[Decimal], str]
MONTHS = (
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
)
TITLE = "แบบรายงานการเบิกจ่ายงบประมาณ"
PROJECT = "โครงการศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021 ประจำปีงบประมาณ พ.ศ. 2564"


# --- figures as people write them -------------------------------------------------------------------------------------
def commas(value: Decimal) -> str:
    return f"{value:,.2f}"


def commas_thai(value: Decimal) -> str:
    return thai(commas(value))


def bare(value: Decimal) -> str:
    return f"{value:.2f}"


def dash_for_none(value: Decimal) -> str:
    return "-" if value == 0 else commas(value)


def stroke(value: Decimal) -> str:
    """50,000.- where there are no satang."""
    return f"{value:,.0f}.-" if value == value.to_integral_value() else commas(value)


def whole(value: Decimal) -> str:
    return f"{value:,.0f}" if value == value.to_integral_value() else commas(value)


def thai_whole(value: Decimal) -> str:
    return thai(whole(value))


def with_baht(value: Decimal) -> str:
    return f"{commas(value)} บาท"


FIGURES: tuple[Figure, ...] = (commas, commas_thai, bare, dash_for_none, stroke, whole, thai_whole, with_baht)


@dataclass(frozen=True)
class Item:
    """One line of a report."""

    name: str
    allocated: Decimal
    prior: Decimal
    month: Decimal
    committed: Decimal = Decimal(0)

    @property
    def spent(self) -> Decimal:
        return self.prior + self.month

    @property
    def left(self) -> Decimal:
        return self.allocated - self.spent

    @property
    def percent(self) -> str:
        return f"{self.spent * 100 / self.allocated:.2f}"


@dataclass(frozen=True)
class Report:
    """What a province has spent."""

    province: str
    month: str = "ธันวาคม"
    year: str = "2563"
    items: tuple[Item, ...] = ()
    obstacles: str = ""
    as_of: str = ""
    figure: Figure = commas
    reporter: str = "นางสาวกัลยา วงศ์สุวรรณ"
    position: str = "เจ้าพนักงานธุรการชำนาญงาน"
    phone: str = "0 4424 3798 ต่อ 12"
    extra: Sequence[Block] = field(default=())

    @property
    def total(self) -> Item:
        sums = [
            sum((getattr(one, name) for one in self.items), Decimal(0)) for name in ("allocated", "prior", "month", "committed")
        ]
        return Item("รวมทั้งสิ้น", *sums)


def two_items(prior: str = "12000.00", month: str = "24328.75", allocated: str = "97394.00") -> tuple[Item, ...]:
    """Allowances and supplies that add up to what is given."""
    half = Decimal("60000.00")
    prior_a, month_a = Decimal(prior) / 2, Decimal(month) - Decimal("4000.50")
    return (
        Item("ค่าตอบแทนและค่าใช้สอย", half, prior_a, month_a),
        Item("ค่าวัสดุสำนักงาน", Decimal(allocated) - half, Decimal(prior) - prior_a, Decimal("4000.50")),
    )


def _head(report: Report) -> list[Block]:
    return [f"^{TITLE}", f"^{PROJECT}", f"^ประจำเดือน {report.month} พ.ศ. {report.year}", f"^จังหวัด{report.province}"]


def _foot(report: Report) -> list[Block]:
    out: list[Block] = [f"ข้อมูล ณ วันที่ {report.as_of}"] if report.as_of else []
    out += [f"ปัญหา/อุปสรรค {report.obstacles}"] if report.obstacles else []
    out += report.extra
    return [
        *out,
        ">(ลงชื่อ).......................................ผู้รายงาน",
        f">({report.reporter})",
        f">ตำแหน่ง {report.position}",
        f">โทร. {report.phone}",
    ]


# --- layouts ----------------------------------------------------------------------------------------------------------
def numbered(report: Report) -> list[Block]:
    """Every column with its number and formula."""
    f = report.figure
    heads = "ลำดับ|รายการ|งบประมาณที่ได้รับจัดสรร (1)|เบิกจ่ายสะสมยกมา (2)|เบิกจ่ายเดือนนี้ (3)|เบิกจ่ายสะสม (4)=(2)+(3)"
    rows = [f"{heads}|คงเหลือ (5)=(1)-(4)|ร้อยละ (6)=(4)/(1)x100".split("|")]
    for number, one in enumerate(report.items, start=1):
        rows.append(
            [str(number), one.name, f(one.allocated), f(one.prior), f(one.month), f(one.spent), f(one.left), one.percent]
        )
    t = report.total
    rows.append([t.name, LEFT, f(t.allocated), f(t.prior), f(t.month), f(t.spent), f(t.left), t.percent])
    return [*_head(report), ">หน่วย : บาท", rows, *_foot(report)]


def grouped(report: Report) -> list[Block]:
    """Two rows of headings; commitments before the balance, which they do not lessen."""
    f = report.figure
    heads = f"ที่|รายการ|วงเงินที่ได้รับจัดสรร|ผลการเบิกจ่าย|{LEFT}|{LEFT}|ก่อหนี้ผูกพัน (PO)|งบประมาณคงเหลือ|คิดเป็นร้อยละ|หมายเหตุ"
    rows = [
        heads.split("|"),
        [ABOVE, ABOVE, ABOVE, "ถึงเดือนก่อน", "เดือนนี้", "รวมทั้งสิ้น", ABOVE, ABOVE, ABOVE, ABOVE],
    ]
    for number, one in enumerate(report.items, start=1):
        cells = (one.allocated, one.prior, one.month, one.spent, one.committed, one.left)
        rows.append([thai(str(number)), one.name, *map(f, cells), thai(one.percent), ""])
    t = report.total
    cells = (t.allocated, t.prior, t.month, t.spent, t.committed, t.left)
    rows.append(["", "รวม", *map(f, cells), thai(t.percent), ""])
    return [*_head(report), rows, *_foot(report)]


def shuffled(report: Report) -> list[Block]:
    """The balance stands before what was spent, the month last."""
    f = report.figure
    rows: list[list[str]] = [["รายการ", "ร้อยละ", "งบจัดสรร", "คงเหลือ", "เบิกจ่ายสะสม", "เบิกจ่ายในเดือนนี้"]]
    for one in (*report.items, report.total):
        rows.append([one.name, one.percent, f(one.allocated), f(one.left), f(one.spent), f(one.month)])
    return [*_head(report), rows, *_foot(report)]


def with_plan(report: Report) -> list[Block]:
    """Plan and target beside what was really spent."""
    f = report.figure
    rows: list[list[str]] = [
        ["รายการ", "งบประมาณที่ได้รับ", "แผนการเบิกจ่ายเดือนนี้", "เบิกจ่ายจริงเดือนนี้", "เบิกจ่ายสะสม", "เป้าหมายร้อยละ", "ผลร้อยละ", "คงเหลือ"],
    ]  # fmt: skip
    for one in (*report.items, report.total):
        plan = one.month + Decimal("1000.00")
        rows.append([one.name, f(one.allocated), f(plan), f(one.month), f(one.spent), "45.00", one.percent, f(one.left)])
    return [*_head(report), rows, *_foot(report)]


def by_month(report: Report) -> list[Block]:
    """One column a month since October; the last is the month reported on."""
    f = report.figure
    at = MONTHS.index(report.month)
    months = MONTHS[: at + 1]
    rows: list[list[str]] = [
        ["รายการ", "ได้รับจัดสรร", "ผลการเบิกจ่ายรายเดือน", *([LEFT] * (len(months) - 1)), "รวมเบิกจ่าย", "คงเหลือ"],
        [ABOVE, ABOVE, *months, ABOVE, ABOVE],
    ]
    for one in (*report.items, report.total):
        spent = [one.prior, *([Decimal(0)] * (len(months) - 2)), one.month] if len(months) > 1 else [one.month]
        rows.append([one.name, f(one.allocated), *map(f, spent), f(one.spent), f(one.left)])
    return [*_head(report), rows, *_foot(report)]


def upright(report: Report) -> list[Block]:
    """Two columns: what, and how much."""
    f, t = report.figure, report.total
    rows = [
        ["รายการ", "จำนวนเงิน (บาท)"],
        ["1. งบประมาณที่ได้รับจัดสรร", f(t.allocated)],
        ["2. เบิกจ่ายสะสมถึงเดือนก่อน", f(t.prior)],
        ["3. เบิกจ่ายในเดือนนี้", f(t.month)],
        ["4. เบิกจ่ายสะสมทั้งสิ้น (2+3)", f(t.spent)],
        ["5. งบประมาณคงเหลือ (1-4)", f(t.left)],
        ["6. คิดเป็นร้อยละ", t.percent],
    ]
    return [*_head(report), rows, *_foot(report)]


def listed(report: Report) -> list[Block]:
    """No table at all: labels and dotted leaders."""
    f, t = report.figure, report.total
    return [
        *_head(report),
        f"1. งบประมาณที่ได้รับจัดสรร ..........{f(t.allocated)}.......... บาท",
        f"2. เบิกจ่ายสะสมยกมาจากเดือนก่อน ..........{f(t.prior)}.......... บาท",
        f"3. เบิกจ่ายเดือนนี้ ..........{f(t.month)}.......... บาท",
        f"4. รวมเบิกจ่ายสะสม ..........{f(t.spent)}.......... บาท คิดเป็นร้อยละ {t.percent}",
        f"5. คงเหลือ ..........{f(t.left)}.......... บาท",
        *_foot(report),
    ]


def prose(report: Report) -> list[Block]:
    """A sentence in a letter."""
    f, t = report.figure, report.total
    return [
        f"^จังหวัด{report.province}",
        f"เรื่อง รายงานผลการเบิกจ่ายงบประมาณ {PROJECT} ประจำเดือน{report.month} {report.year}",
        "เรียน อธิบดีกรมการปกครอง",
        f"จังหวัด{report.province}ขอรายงานผลการเบิกจ่ายงบประมาณประจำเดือน{report.month} พ.ศ. {report.year} ดังนี้",
        f"ได้รับจัดสรรงบประมาณ จำนวน {f(t.allocated)} บาท เบิกจ่ายในเดือนนี้ จำนวน {f(t.month)} บาท "
        f"เบิกจ่ายสะสม จำนวน {f(t.spent)} บาท คิดเป็นร้อยละ {t.percent} คงเหลือ จำนวน {f(t.left)} บาท",
        "จึงเรียนมาเพื่อโปรดทราบ",
        *_foot(report),
    ]


LAYOUTS: tuple[Callable[[Report], list[Block]], ...] = (
    numbered, grouped, shuffled, with_plan, by_month, upright, listed, prose,
)  # fmt: skip
