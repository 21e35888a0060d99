"""No silent error: whatever the layout, the figures and the format, what is accepted by itself is what stands on the paper.

No registers are configured here: neither contacts nor allocations help to find a wrong figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from parsers.sandbox import Sandbox
from parsers.thai.places import PROVINCES
from tests.office import becomes_clerks as clerks
from tests.office import becomes_money as money
from tests.office import becomes_odd as odd
from tests.office.becomes_kit import Bench, Json, at, value
from tests.office.becomes_papers import Block, excel, pdf, word

Layout = Callable[[money.Report], list[Block]]
TRUTH = {
    "allocated": "97394.00",
    "prior_cumulative": "12000.00",
    "this_month": "24328.75",
    "cumulative": "36328.75",
    "balance": "61065.25",
    "percent": "37.30",
}
LINES = {
    "allocated": ["60000.00", "37394.00"],
    "prior_cumulative": ["6000.00", "6000.00"],
    "this_month": ["20328.25", "4000.50"],
    "cumulative": ["26328.25", "10000.50"],
    "balance": ["33671.75", "27393.50"],
}
BALANCE_LESS_COMMITTED = {"balance": "58065.25"}
MAKERS: dict[str, Callable[[list[Block]], bytes]] = {
    "pdf": lambda blocks: pdf(blocks, landscape=True),
    "pdf-unruled": lambda blocks: pdf(blocks, landscape=True, ruled=False, font="Garuda"),
    "docx": lambda blocks: word(blocks, landscape=True),
    "xlsx": lambda blocks: excel({"รายงาน": blocks}),
    "text.xlsx": lambda blocks: excel({"รายงาน": blocks}, numbers=False, first_column=2),
}
SURE = (money.numbered, money.grouped, money.shuffled, money.with_plan, money.upright)


@pytest.fixture(scope="module")
def desk_of_all(tmp_path_factory: pytest.TempPathFactory, reader: Sandbox) -> Iterator[Bench]:
    with Bench(tmp_path_factory.mktemp("silent") / "office", reader, registers=False) as bench:
        yield bench


def _read(bench: Bench, layout: Layout, figure: money.Figure, form: str) -> Json:
    """The submission that a paper makes, of a province (and month) that was not used before."""
    province = PROVINCES[bench.count % len(PROVINCES)]
    month, year, period = (("ธันวาคม", "2563", "2020-12"), ("กุมภาพันธ์", "2564", "2021-02"), ("เมษายน", "2564", "2021-04"))[
        bench.count // len(PROVINCES) % 3
    ]
    report = money.Report(province.name, month, year, money.two_items(), figure=figure)
    name = f"รายงาน.{form.removesuffix('-unruled').removeprefix('text.')}"
    told = bench.paper(name, MAKERS[form](layout(report)), at("2021-05-05"))
    one = next(each for each in bench.of(told) if each["kind"] in ("disbursement", "other"))
    if one["status"] == "accepted":
        assert (one["province"], one["period"]) == (province.code, period)
    return one


def _wrong(one: Json, truth: dict[str, str]) -> list[str]:
    bad = [name for name, right in truth.items() if value(one, name) not in (None, right)]
    items = [line for line in one["lines"] if line]
    for name, right in LINES.items():
        printed = [line[name]["value"] for line in items if name in line and line[name]["value"] is not None]
        if printed and printed != right and truth.get(name) == TRUTH[name]:
            bad.append(f"lines.{name}")
    return bad


@pytest.mark.slow
@pytest.mark.parametrize("form", MAKERS)
@pytest.mark.parametrize("figure", money.FIGURES, ids=lambda figure: figure.__name__)
@pytest.mark.parametrize("layout", money.LAYOUTS, ids=lambda layout: layout.__name__)
def test_usual_layouts(desk_of_all: Bench, layout: Layout, figure: money.Figure, form: str) -> None:
    one = _read(desk_of_all, layout, figure, form)
    if one["status"] == "accepted":
        assert _wrong(one, TRUTH) == []


@pytest.mark.slow
@pytest.mark.parametrize("form", MAKERS)
@pytest.mark.parametrize("layout", odd.ODD, ids=lambda layout: layout.__name__)
def test_odd_layouts(desk_of_all: Bench, layout: Layout, form: str) -> None:
    figure = money.FIGURES[desk_of_all.count % 4]
    one = _read(desk_of_all, layout, figure, form)
    if one["status"] == "accepted":
        assert _wrong(one, TRUTH | (BALANCE_LESS_COMMITTED if layout is odd.spent_and_bound else {})) == []


@pytest.mark.parametrize("form", ["docx", "xlsx"])
@pytest.mark.parametrize("layout", SURE, ids=lambda layout: layout.__name__)
def test_usual_layouts_pass_by_themselves(desk_of_all: Bench, layout: Layout, form: str) -> None:
    one = _read(desk_of_all, layout, money.commas, form)
    assert one["status"] == "accepted", one["findings"]
    assert _wrong(one, TRUTH) == []


# --- nominations: the centre that is nominated, among others that are only named ----------------------------------------
SUBJECT = "การคัดเลือกศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021"
SENTENCES = {
    "considered": "จังหวัดน่านพิจารณาศูนย์ดำรงธรรมอำเภอที่สมัคร ๓ แห่ง ได้แก่ อำเภอท่าวังผา อำเภอเวียงสา และอำเภอภูเพียง แล้ว "
    "ขอเสนอศูนย์ดำรงธรรมอำเภอเวียงสา เป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ",
    "withdrawn": "ตามที่จังหวัดน่านได้เสนอศูนย์ดำรงธรรมอำเภอท่าวังผา นั้น "
    "จังหวัดน่านขอยกเลิกการเสนอรายชื่อดังกล่าว และขอเสนอศูนย์ดำรงธรรมอำเภอเวียงสา แทน",
    "excepted": "จังหวัดน่านคัดเลือกแล้ว (ยกเว้นอำเภอปัว ซึ่งได้รับการคัดเลือกในปีงบประมาณ พ.ศ. ๒๕๖๓) "
    "ปรากฏว่า ศูนย์ดำรงธรรมอำเภอเวียงสา ได้รับการคัดเลือก",
    "reserve": "จังหวัดน่านขอเสนอศูนย์ดำรงธรรมอำเภอเวียงสา เป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ และศูนย์ดำรงธรรมอำเภอท่าวังผา เป็นลำดับสำรอง",
    "committee": "จังหวัดน่านแต่งตั้งคณะกรรมการ ประกอบด้วย นายอำเภอภูเพียง เป็นประธาน มีมติคัดเลือกศูนย์ดำรงธรรมอำเภอเวียงสา เป็นต้นแบบ",
    "visited": "จังหวัดน่านได้ศึกษาดูงานศูนย์ดำรงธรรมอำเภอแม่ริม จังหวัดเชียงใหม่ แล้ว "
    "ขอเสนอศูนย์ดำรงธรรมอำเภอเวียงสา เป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ",
    "two": "จังหวัดน่านขอเสนอศูนย์ดำรงธรรมอำเภอเวียงสา และศูนย์ดำรงธรรมอำเภอท่าวังผา เป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ",
    "more time": "จังหวัดน่านขอขยายเวลาการเสนอรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ เนื่องจากศูนย์ดำรงธรรมอำเภอเวียงสา อยู่ระหว่างการประเมิน",
    "last year": "ตามที่ศูนย์ดำรงธรรมอำเภอท่าวังผา ได้รับการคัดเลือกในปีงบประมาณ พ.ศ. ๒๕๖๓ นั้น "
    "ในปีงบประมาณ พ.ศ. ๒๕๖๔ จังหวัดคัดเลือกศูนย์ดำรงธรรมอำเภอเวียงสา",
}  # fmt: skip
NOT_SURE = {"two", "more time"}


@pytest.mark.parametrize("form", ["pdf", "docx"])
@pytest.mark.parametrize("name", SENTENCES)
def test_the_nominated_centre_among_others(tmp_path: Path, reader: Sandbox, name: str, form: str) -> None:
    with Bench(tmp_path / "office", reader, registers=False) as bench:
        blocks = clerks.letter("น่าน", "นน", SUBJECT, SENTENCES[name])
        data = pdf(blocks) if form == "pdf" else word(blocks)
        for one in bench.of(bench.paper(f"หนังสือ.{form}", data, at("2020-12-03"))):
            if one["status"] == "accepted":
                assert name not in NOT_SURE
                assert (one["kind"], one["province"], value(one, "district")) == ("nomination", "55", "เวียงสา")
            else:
                assert one["status"] == "review"
