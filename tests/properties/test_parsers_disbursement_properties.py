"""However an office draws up its table: the same facts, or a doubt, never a different certain value."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.kinds.disbursement import DISBURSEMENT
from parsers.records import Facts
from tests.unit.by_hand import Value, document, table
from tests.unit.report_by_hand import COLUMNS, ITEMS, SIGNED, TITLE, body, expected, figure, is_sure

PLAIN: dict[str, tuple[str, ...]] = {
    "number": ("ที่", "ลำดับ", "ลำดับที่"),
    "item": ("รายการ", "หมวดรายจ่าย", "ประเภทรายจ่าย", "งบรายจ่าย", "กิจกรรม"),
    "allocated": ("งบประมาณที่ได้รับจัดสรร", "งบจัดสรร (บาท)", "อนุมัติเงินประจำงวด", "งบประมาณหลังโอนเปลี่ยนแปลง", "จัดสรร"),
    "prior_cumulative": ("เบิกจ่ายสะสมยกมา", "เบิกจ่ายสะสมถึงเดือนก่อน", "เบิกจ่ายถึงสิ้นเดือน พ.ย. 63", "ยอดเบิกจ่ายยกมา"),
    "this_month": ("เบิกจ่ายเดือนนี้", "เบิกจ่ายในเดือน (บาท)", "ผลการเบิกจ่ายประจำเดือน ธ.ค. 63", "จ่ายเดือนนี้", "เบิกจ่ายระหว่างเดือน"),
    "cumulative": ("เบิกจ่ายสะสม", "ผลการเบิกจ่ายสะสม (บาท)", "เบิกจ่ายถึงปัจจุบัน", "เบิกจ่ายตั้งแต่ต้นปีงบประมาณ", "เบิกจ่ายสะสมถึงเดือนนี้"),
    "committed": ("ผูกพัน", "ก่อหนี้ผูกพัน (PO)", "PO", "ใบสั่งซื้อ/สัญญา (ผูกพัน)", "สำรองเงิน"),
    "balance": ("คงเหลือ", "งบประมาณคงเหลือ", "ยอดคงเหลือ (บาท)", "เงินคงเหลือสุทธิ"),
    "percent": ("ร้อยละ", "% เบิกจ่าย", "คิดเป็นร้อยละ", "ร้อยละการเบิกจ่าย"),
    "remark": ("หมายเหตุ",),
}
"""Headings that say what they mean."""

VAGUE: dict[str, tuple[str, ...]] = {
    "allocated": ("งบประมาณ", "วงเงิน", "จำนวนเงิน", ""),
    "prior_cumulative": ("ยกมา", "เบิกจ่ายเดือนก่อน", "ยอดเงิน", "เดือนที่แล้ว"),
    "this_month": ("เบิกจ่าย", "เดือนนี้", "เบิกจ่ายแล้ว", "ใช้จ่ายเดือนนี้", "ผลการเบิกจ่าย", "เดือน ธ.ค."),
    "cumulative": ("เบิกจ่าย", "สะสม", "รวม", "เบิกจ่ายทั้งสิ้น", "ใช้จ่ายสะสม", "ผลการเบิกจ่าย", "รวมใช้ไป"),
    "committed": ("รอจ่าย", "ค้างเบิก", "ผูกพัน+เบิกจ่าย"),
    "balance": ("เหลือ", "ยังไม่ได้เบิกจ่าย", ""),
    "percent": ("ร้อยละความก้าวหน้า", "ร้อยละคงเหลือ", "ผล"),
}
"""Headings that may be taken for something else."""


def _never_wrong(facts: Facts, columns: tuple[str, ...]) -> None:
    truth = expected(columns)
    if any(doubt.blocking for doubt in facts.doubts):
        return
    for name in COLUMNS:
        field = facts.fields.get(name)
        if field is not None and is_sure(field):
            assert field.value == truth.get(name), (name, field, facts.doubts)
    for line in facts.lines:
        item = line["item"].value
        assert item in ITEMS
        for name in COLUMNS:
            if name in line and is_sure(line[name]):
                assert name in truth and line[name].value == figure(item, name).replace(",", ""), (item, name)


@st.composite
def _orders(draw: st.DrawFn) -> tuple[str, ...]:
    optional = draw(
        st.lists(st.sampled_from(["number", "prior_cumulative", "committed", "percent", "remark", "this_month"]), unique=True)
    )
    return tuple(draw(st.permutations(["item", "allocated", "cumulative", "balance", *optional])))


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_order_synonyms_and_blanks_change_nothing(data: st.DataObject) -> None:
    columns = data.draw(_orders())
    head: list[Value] = [data.draw(st.sampled_from(PLAIN[column])) for column in columns]
    rows: list[list[Value]] = [head, *body(columns, thai=data.draw(st.booleans()))]
    for _ in range(data.draw(st.integers(0, 3))):
        rows.insert(data.draw(st.integers(1, len(rows))), [""] * len(columns))
    for _ in range(data.draw(st.integers(0, 2))):
        at = data.draw(st.integers(0, len(rows[0])))
        rows = [[*row[:at], "", *row[at:]] for row in rows]
    facts = DISBURSEMENT.extract(document(TITLE, [table(rows)], SIGNED))
    assert {doubt.rule for doubt in facts.doubts if doubt.blocking} == set()
    assert {name: field.value for name, field in facts.fields.items() if name in COLUMNS} == expected(columns)
    assert [line["item"].value for line in facts.lines] == list(ITEMS)
    _never_wrong(facts, columns)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_vague_headings_are_never_silently_wrong(data: st.DataObject) -> None:
    columns = data.draw(_orders())
    vague = [data.draw(st.booleans()) for _ in columns]
    words = [VAGUE.get(column, PLAIN[column]) if loose else PLAIN[column] for column, loose in zip(columns, vague, strict=True)]
    head: list[Value] = [data.draw(st.sampled_from(choice)) for choice in words]
    facts = DISBURSEMENT.extract(document(TITLE, [table([head, *body(columns)])], SIGNED))
    _never_wrong(facts, columns)


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_lost_and_swapped_cells_are_never_silently_wrong(data: st.DataObject) -> None:
    """A row label or a heading that was lost: what is certain still is what the form says in that place."""
    columns = data.draw(_orders())
    rows: list[list[Value]] = [[data.draw(st.sampled_from(PLAIN[column])) for column in columns], *body(columns)]
    for _ in range(data.draw(st.integers(1, 2))):
        r = data.draw(st.integers(0, len(rows) - 1))
        c = data.draw(st.integers(0, len(columns) - 1))
        if r == 0 or columns[c] in ("item", "number"):
            rows[r][c] = ""
    facts = DISBURSEMENT.extract(document(TITLE, [table(rows)], SIGNED))
    if any(doubt.blocking for doubt in facts.doubts):
        return
    truth = expected(columns)
    for name in COLUMNS:
        field = facts.fields.get(name)
        if field is not None and is_sure(field):
            assert field.value == truth.get(name), (name, field)


PHRASES: dict[str, tuple[str, ...]] = {
    "allocated": ("ได้รับจัดสรรงบประมาณ", "งบประมาณที่ได้รับจัดสรร", "จากงบที่ได้รับจัดสรร", "ได้รับการจัดสรรงบประมาณทั้งสิ้น"),
    "prior_cumulative": ("เบิกจ่ายสะสมยกมา", "เบิกจ่ายสะสมถึงเดือนก่อน", "ยอดเบิกจ่ายถึงเดือนพฤศจิกายน 2563"),
    "this_month": ("เบิกจ่ายเดือนนี้", "ได้เบิกจ่ายในเดือนธันวาคม ๒๕๖๓", "มีผลการเบิกจ่ายประจำเดือนนี้", "เบิกจ่าย"),
    "cumulative": ("เบิกจ่ายสะสม", "รวมเบิกจ่ายทั้งสิ้น", "เบิกจ่ายแล้ว", "ยอดเบิกจ่ายสะสมถึงเดือนนี้", "เบิกจ่ายไปแล้วทั้งสิ้น"),
    "committed": ("ก่อหนี้ผูกพัน", "มีภาระผูกพัน"),
    "balance": ("คงเหลือ", "งบประมาณคงเหลือ", "คงเหลืองบประมาณที่ยังไม่ได้เบิกจ่าย"),
}
NOISE = (
    "โครงการศูนย์ดำรงธรรมอำเภอได้รับงบประมาณรวมทั้งประเทศ 7,402,000 บาท",
    "รวมเบิกจ่ายและผูกพันเป็นเงิน 39,828.75 บาท",
    "คาดว่าจะเบิกจ่ายเดือนหน้าอีก 10,000 บาท",
    "ค่าใช้สอยเบิกจ่ายเดือนนี้ 19,867.25 บาท",
)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_sentences_are_never_silently_wrong(data: st.DataObject) -> None:
    columns = data.draw(st.lists(st.sampled_from(sorted(PHRASES)), min_size=2, max_size=6, unique=True))
    joint = data.draw(st.sampled_from([" ", "", " และ", ", ", "\n"]))
    parts = [
        f"{data.draw(st.sampled_from(PHRASES[column]))} {data.draw(st.sampled_from(['', 'จำนวน ', 'เป็นเงิน ']))}"
        f"{figure(None, column, data.draw(st.booleans()))} บาท"
        for column in columns
    ]
    lead = data.draw(
        st.sampled_from(
            ["จังหวัดนครราชสีมาขอรายงานผลการเบิกจ่าย ประจำเดือน ธันวาคม ๒๕๖๓ ดังนี้ ", "จังหวัดนครราชสีมา ประจำเดือน ธันวาคม 2563\n", ""]
        )
    )
    text = lead + joint.join(parts) + data.draw(st.sampled_from(["", *("\n" + noise for noise in NOISE)]))
    facts = DISBURSEMENT.extract(document([*TITLE, *text.split("\n")], after=SIGNED))
    if any(doubt.blocking for doubt in facts.doubts):
        return
    truth = expected(tuple(columns))
    for name in COLUMNS:
        field = facts.fields.get(name)
        if field is not None and is_sure(field):
            assert field.value == truth.get(name), (name, field, text)
