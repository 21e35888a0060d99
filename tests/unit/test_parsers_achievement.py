"""Achievement reports in the wordings of real offices."""

from __future__ import annotations

import pytest

from parsers.kinds.achievement import ACHIEVEMENT
from parsers.records import CERTAIN, DocumentRole, Facts
from tests.papers import document

HEAD = "แบบรายงานผลงานศูนย์ดำรงธรรมอำเภอที่ประสบความสำเร็จที่เป็น New Normal\n"
WORK = "ดำรงธรรมออนไลน์ ใกล้บ้านใกล้ใจ"

FORMS = {
    "labels": HEAD + f"จังหวัด : น่าน\nศูนย์ดำรงธรรมอำเภอ : ปัว\nชื่อผลงาน : {WORK}\nความเป็นมา : ประชาชนเดินทางไกล",
    "two columns": HEAD
    + f"| จังหวัด | น่าน |\n| ศูนย์ดำรงธรรมอำเภอ | ปัว |\n| ชื่อผลงาน/นวัตกรรม | {WORK} |\n| วิธีดำเนินการ | เปิดช่องทางออนไลน์ |",
    "numbered": HEAD + f"ศูนย์ดำรงธรรมอำเภอปัว จังหวัดน่าน\n๑. ชื่อผลงาน {WORK}\n๒. ความเป็นมา ประชาชนเดินทางไกล",
    "next line": HEAD + f"ศูนย์ดำรงธรรมอำเภอปัว จังหวัดน่าน\n๑. ชื่อผลงาน\n{WORK}\n๒. ความเป็นมา",
    "quoted": HEAD + f"ศูนย์ดำรงธรรมอำเภอปัว จังหวัดน่าน\nผลงานที่ประสบความสำเร็จ : “{WORK}”",
    "innovation": f"รายงานผลงานศูนย์ดำรงธรรมอำเภอปัว จังหวัดน่าน\nชื่อนวัตกรรม: {WORK}",
    "subject": f"สรุปผลงานเด่นศูนย์ดำรงธรรมอำเภอปัว จังหวัดน่าน\nเรื่อง {WORK}\n๑. หลักการและเหตุผล",
    "leaders": HEAD + f"ศูนย์ดำรงธรรมอำเภอ......ปัว......จังหวัด......น่าน......\nชื่อผลงาน......{WORK}......",
    "column below": HEAD + f"จังหวัดน่าน\n| อำเภอ | ชื่อผลงาน | ผลลัพธ์ |\n| ปัว | {WORK} | เรื่องยุติร้อยละ ๙๕ |",
    "prose": f"รายงานผลงานศูนย์ดำรงธรรมอำเภอปัว จังหวัดน่าน\nอำเภอปัวได้ดำเนินการผลงานเรื่อง “{WORK}” ซึ่งทำให้ประชาชนพึงพอใจ",
    "gecc": f"แบบรายงานผลงานเพื่อพัฒนาไปสู่การเป็นศูนย์ราชการสะดวก (GECC)\nจังหวัดน่าน\nอำเภอ: ปัว\nชื่อโครงการ/กิจกรรม: {WORK}",
    "own office": f"ที่ทำการปกครองอำเภอปัว จังหวัดน่าน\nสรุปผลงานดีเด่นศูนย์ดำรงธรรมอำเภอ\nชื่อเรื่อง {WORK}\nหลักการและเหตุผล ...",
    "work title": HEAD + f"จังหวัดน่าน อำเภอปัว\nผลงานเรื่อง : {WORK}",
}


def extract(text: str) -> Facts:
    made = document(text)
    found = ACHIEVEMENT.matches(made)
    assert found is not None and found.role is DocumentRole.ACHIEVEMENT
    return ACHIEVEMENT.extract(made)


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_a_form(text: str) -> None:
    facts = extract(text)
    assert facts.province is not None and facts.province.value == "55" and facts.province.confidence >= CERTAIN
    assert {name: facts.fields[name].value for name in ("district", "title")} == {"district": "ปัว", "title": WORK}
    assert facts.fields["district"].confidence >= CERTAIN and facts.fields["title"].confidence >= CERTAIN
    assert facts.doubts == ()
    assert "gecc_total" not in facts.fields


def test_a_title_that_the_margin_broke_may_have_lost_a_space() -> None:
    text = HEAD + "จังหวัดน่าน อำเภอปัว\n๑. ชื่อผลงาน ระบบรับเรื่องร้องทุกข์ออนไลน์เพื่อประชาชนในพื้นที่สูงและ\nห่างไกลของอำเภอปัว\n๒. ความเป็นมา"
    title = extract(text).fields["title"]
    assert title.value == "ระบบรับเรื่องร้องทุกข์ออนไลน์เพื่อประชาชนในพื้นที่สูงและห่างไกลของอำเภอปัว"
    assert title.confidence < CERTAIN


def test_a_title_that_may_go_on_is_not_certain() -> None:
    text = HEAD + "จังหวัดน่าน อำเภอปัว\n๑. ชื่อผลงาน ระบบรับเรื่องร้องทุกข์ออนไลน์เพื่อประชาชนในพื้นที่สูงและ\nผู้สูงอายุของอำเภอปัว"
    assert extract(text).fields["title"].confidence < CERTAIN


@pytest.mark.parametrize("blank", ["ชื่อผลงาน: ................", "ชื่อผลงาน: -", "ชื่อผลงาน:"])
def test_a_blank_title_is_absent(blank: str) -> None:
    assert "title" not in extract(HEAD + f"จังหวัด: น่าน\nอำเภอ: ปัว\n{blank}\nความเป็นมา: ประชาชนเดินทางไกล").fields


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("คะแนนรวม ๙๒.๕ คะแนน", "92.5"),
        ("คะแนนประเมินตนเองตามเกณฑ์ GECC รวม 87 คะแนน", "87"),
        ("รวมคะแนนทั้งสิ้น : 90.50 คะแนน", "90.5"),
        ("ได้คะแนนรวม ๘๘ คะแนน จากคะแนนเต็ม ๑๐๐ คะแนน", "88"),
        ("| หัวข้อ | คะแนนเต็ม | คะแนนที่ได้ |\n| ด้านกายภาพ | ๓๐ | ๒๘ |\n| ด้านคุณภาพ | ๗๐ | ๖๔.๕ |\n| รวม | ๑๐๐ | ๙๒.๕ |", "92.5"),
        ("| คะแนนรวม | 92.50 |", "92.5"),
        ("คะแนนเต็ม ๑๐๐ คะแนน", None),
        ("จำนวนเรื่องร้องเรียน รวม ๑๒๐ เรื่อง", None),
    ],
)
def test_the_score(text: str, score: str | None) -> None:
    found = extract(FORMS["labels"] + "\n" + text).fields.get("gecc_total")
    assert (found.value if found else None) == score


def test_several_districts_are_for_a_person() -> None:
    facts = extract(HEAD + f"จังหวัดน่าน\n| อำเภอ | ชื่อผลงาน |\n| ปัว | {WORK} |\n| เวียงสา | ศูนย์เคลื่อนที่ |")
    assert "several_districts" in [doubt.rule for doubt in facts.doubts]


@pytest.mark.parametrize(
    "text",
    [
        "แบบเสนอรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ\nจังหวัด: น่าน\nศูนย์ดำรงธรรมอำเภอ: ปัว",
        "แบบรายงานการเบิกจ่ายงบประมาณ\nจังหวัดน่าน ประจำเดือน ธันวาคม ๒๕๖๓",
        "แบบรายงานปัญหาอุปสรรค\nจังหวัดน่าน\nเรื่อง : การเบิกจ่าย",
        "ที่ นน ๐๐๑๘.๑/๑\nศาลากลางจังหวัดน่าน\n๓ ธันวาคม ๒๕๖๓\nเรื่อง ส่งแบบรายงานผลงาน\n"
        "เรียน อธิบดีกรมการปกครอง\nจังหวัดน่านขอส่งแบบรายงานผลงาน มาพร้อมนี้",
    ],
    ids=["nomination", "disbursement", "obstacle", "cover letter"],
)
def test_what_is_no_achievement_report(text: str) -> None:
    assert ACHIEVEMENT.matches(document(text)) is None
