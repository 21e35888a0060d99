"""Labels to their very end: of a work's title, of a centre, of trouble; and phrases that only look like a value."""

from __future__ import annotations

import pytest

from parsers.kinds.achievement import ACHIEVEMENT
from parsers.kinds.centre_label import centre_label
from parsers.kinds.nomination import NOMINATION
from parsers.kinds.obstacle import OBSTACLE
from parsers.kinds.obstacle_label import trouble_label
from parsers.kinds.work_label import is_only_label, work_label
from parsers.records import CERTAIN, Facts
from tests.papers import document

WORK = "ยิ้มได้ที่ปัว บริการถึงบ้าน"
REPORT = "รายงานผลงานศูนย์ดำรงธรรมอำเภอที่ประสบความสำเร็จ\nศูนย์ดำรงธรรมอำเภอปัว จังหวัดน่าน\n"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ชื่อผลงานที่โดดเด่น {}", WORK),
        ("ชื่อผลงานดีเด่นของหน่วยงาน: {}", WORK),
        ("ชื่อผลงานหรือนวัตกรรม {}", WORK),
        ("ชื่อผลงาน / โครงการ / กิจกรรม : {}", WORK),
        ("ชื่อแนวปฏิบัติที่เป็นเลิศ (Best Practice) {}", WORK),
        ("๓. ชื่อเรื่อง {}", WORK),
        ("ผลงานชื่อ {}", WORK),
        ("ชื่อผลงานที่คณะทำงานเห็นควรรายงาน: {}", WORK),
        ("หัวข้อเรื่องที่นำเสนอ ได้แก่ {}", WORK),
        ("ชื่อผลงานที่เป็น New Normal {}", WORK),
        ("ชื่อผลงาน โครงการ{}", f"โครงการ{WORK}"),
        ("ชื่อผลงาน นวัตกรรม{}", f"นวัตกรรม{WORK}"),
        ("ชื่อผลงาน เร็ว: {}", f"เร็ว: {WORK}"),
    ],
)
def test_a_work_label_ends_where_the_title_begins(text: str, value: str) -> None:
    line = text.format(WORK)
    label = work_label(line)
    assert label is not None and line[label.end :] == value and label.strict and label.sure


@pytest.mark.parametrize("text", ["ชื่อผลงาน{}", "ชื่อผลงานประจำอำเภอ {}"])
def test_what_is_written_on_to_a_label_is_not_sure(text: str) -> None:
    label = work_label(text.format(WORK))
    assert label is not None and not label.sure


@pytest.mark.parametrize(
    "text",
    ["ที่ประสบความสำเร็จ", "ดีเด่น", "ชื่อผลงาน", "นวัตกรรม", "ผลงานเรื่อง", "/นวัตกรรม", "ชื่อผลงาน/นวัตกรรม (ถ้ามี) :", "ที่ส่งเข้าประกวด"],
)
def test_words_of_labels_are_no_title(text: str) -> None:
    assert is_only_label(text)


@pytest.mark.parametrize("text", [WORK, "นวัตกรรมไกล่เกลี่ย", "ผลงานของคนปัว", "โครงการบ้านใกล้ใจ"])
def test_titles_are_more_than_words_of_labels(text: str) -> None:
    assert not is_only_label(text)


TITLES = {
    "cells": f"| ชื่อผลงานที่ภาคภูมิใจ | {WORK} |\n| ที่มา | ทางไกล |",
    "unknown label in a cell": f"| ชื่อผลงานที่ท่านประทับใจ | {WORK} |\n| ที่มา | ทางไกล |",
    "next line": f"ชื่อผลงานที่ประสบผลสำเร็จ\n{WORK}\nวิธีดำเนินการ เคาะประตูบ้าน",
    "leaders": f"ชื่อผลงานเด่น.........{WORK}.........",
    "heading and author": f"เรื่อง {WORK}\nโดย ศูนย์ดำรงธรรมอำเภอปัว จังหวัดน่าน\nหลักการและเหตุผล ทางไกล",
}


def achievement(text: str) -> Facts:
    assert ACHIEVEMENT.matches(document(text)) is not None
    return ACHIEVEMENT.extract(document(text))


@pytest.mark.parametrize("text", TITLES.values(), ids=TITLES)
def test_the_title_behind_a_long_label(text: str) -> None:
    title = achievement(REPORT + text).fields["title"]
    assert title.value == WORK and title.confidence >= CERTAIN


@pytest.mark.parametrize(
    "text",
    [
        "| ชื่อผลงานที่ประสบความสำเร็จ | |",
        "ชื่อผลงานที่ประสบความสำเร็จ:\nความเป็นมา: ทางไกล",
        "เรื่อง รายงานผลงานศูนย์ดำรงธรรมอำเภอ",
        "ชื่อโครงการ: โครงการศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021",
    ],
)
def test_no_title_is_made_of_labels_and_matters(text: str) -> None:
    assert "title" not in achievement(REPORT + text).fields


LETTER = """ที่ นน ๐๐๑๘.๑/๒๒๑๑
ศาลากลางจังหวัดน่าน
๓ ธันวาคม ๒๕๖๓
เรื่อง รายงานผลงานศูนย์ดำรงธรรมอำเภอ
เรียน อธิบดีกรมการปกครอง
ตามหนังสือที่อ้างถึง ให้จังหวัดคัดเลือกศูนย์ดำรงธรรมอำเภอและรายงานผลงาน นั้น
{body}
จึงเรียนมาเพื่อโปรดทราบ
ขอแสดงความนับถือ
"""


@pytest.mark.parametrize(
    ("body", "sure"),
    [
        (f"จังหวัดน่านขอเสนอผลงานของศูนย์ดำรงธรรมอำเภอปัว ผลงานเรื่อง “{WORK}” มาเพื่อพิจารณา", True),
        (f"จังหวัดน่านขอเสนอผลงานของศูนย์ดำรงธรรมอำเภอปัว ชื่อนวัตกรรม {WORK}", True),
        (f"จังหวัดน่านขอเสนอผลงานของศูนย์ดำรงธรรมอำเภอปัว ชื่อผลงาน {WORK} ซึ่งลดเวลาเดินทาง", False),
    ],
)
def test_a_title_in_the_prose_of_a_letter(body: str, sure: bool) -> None:
    facts = achievement(LETTER.format(body=body))
    assert facts.fields["title"].value == WORK and facts.fields["district"].value == "ปัว"
    assert (facts.fields["title"].confidence >= CERTAIN) is sure


SCORES = {
    "title above": ("| แบบประเมิน | | |\n| หัวข้อ | คะแนนเต็ม | ได้คะแนน |\n| กายภาพ | 40 | 31 |\n| รวม | 100 | 88.25 |", "88.25"),
    "other order": ("| หัวข้อ | คะแนนที่ได้รับ | เต็ม |\n| กายภาพ | 31 | 40 |\n| คะแนนรวม | 88.25 | 100 |", "88.25"),
    "label and value": ("| คะแนนรวมตามเกณฑ์ GECC | ๘๘.๒๕ คะแนน |", "88.25"),
    "full alone": ("| หัวข้อ | คะแนนเต็ม |\n| กายภาพ | 40 |\n| รวม | 100 |", None),
    "no headings": ("| กายภาพ | 40 | 31 |\n| รวม | 100 | 88.25 |", None),
    "two of them": ("| หัวข้อ | คะแนนที่ได้ (ตนเอง) | คะแนนที่ได้ (จังหวัด) |\n| รวม | 90 | 88.25 |", None),
}


@pytest.mark.parametrize(("text", "score"), SCORES.values(), ids=SCORES)
def test_the_score_by_the_heading_of_its_column(text: str, score: str | None) -> None:
    found = achievement(REPORT + f"ชื่อผลงาน {WORK}\n" + text).fields.get("gecc_total")
    assert (found.value if found else None) == score


FORM = "แบบเสนอรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ\nจังหวัด น่าน\n"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("๒. อำเภอที่ผ่านการคัดเลือก เวียงสา", "เวียงสา"),
        ("ชื่อศูนย์ดำรงธรรมอำเภอที่ขอเสนอ อำเภอเวียงสา", "เวียงสา"),
        ("- ศดธ.อ. เวียงสา", "เวียงสา"),
        ("หน่วยงานที่ได้รับการพิจารณา ศูนย์ดำรงธรรมอำเภอเวียงสา จังหวัดน่าน", "เวียงสา"),
        ("ศูนย์ดำรงธรรมอำเภอที่จังหวัดเสนอเป็นต้นแบบ ได้แก่ เวียงสา", "เวียงสา"),
        ("| อำเภอที่ส่งเข้าร่วมโครงการ | เวียงสา |", "เวียงสา"),
        ("| ศูนย์ดำรงธรรมอำเภอ เวียงสา |", "เวียงสา"),
    ],
)
def test_a_centre_behind_a_label_without_a_colon(text: str, value: str) -> None:
    facts = NOMINATION.extract(document(FORM + text))
    assert facts.fields["district"].value == value and facts.fields["district"].confidence >= CERTAIN and not facts.doubts


@pytest.mark.parametrize(
    "text",
    ["๓. ผลงานของศูนย์ดำรงธรรมอำเภอ เปิดบริการทุกวัน", "หน่วยงาน: เทศบาลเมืองน่าน", "| หน่วยงาน | ไปรษณีย์น่าน |", "อำเภอที่เสนอ (เดิม) : ปัว"],
)
def test_other_labels_beside_the_one_that_names_the_centre(text: str) -> None:
    facts = NOMINATION.extract(document(FORM + "อำเภอที่เสนอ : เวียงสา\n" + text))
    assert facts.fields["district"].value == "เวียงสา" and not facts.doubts


def test_two_centres_behind_a_label_are_for_a_person() -> None:
    facts = NOMINATION.extract(document(FORM + "๒. อำเภอที่ได้รับการคัดเลือก เวียงสา และ ปัว"))
    assert [doubt.rule for doubt in facts.doubts] == ["several_districts"]


@pytest.mark.parametrize("text", ["๒. อำเภอที่ได้รับการคัดเลือก เวียงสุก", "ศูนย์ดำรงธรรมอำเภอ : เวียงสุก", "| อำเภอที่เสนอ | เวียงสุก |"])
def test_a_name_that_is_no_district_is_said_so(text: str) -> None:
    facts = NOMINATION.extract(document(FORM + text))
    assert facts.fields["district"].value is None and [doubt.rule for doubt in facts.doubts] == ["district_not_in_province"]


@pytest.mark.parametrize(
    "text", ["ศูนย์ดำรงธรรมอำเภอที่ได้รับการคัดเลือกปี ๒๕๖๓ : เวียงสา", "อำเภอเวียงสาขอเสนอความเห็น", "ศูนย์ดำรงธรรมอำเภอ จังหวัด น่าน"]
)
def test_what_is_no_label_of_the_chosen_centre(text: str) -> None:
    label = centre_label(text)
    assert label is None or not (label.parted or label.asks)


GENERIC = {
    "subject": "เรื่อง เสนอชื่อศูนย์ดำรงธรรมอำเภอ\nเรียน ผู้อำนวยการส่วน",
    "end of a line": "จังหวัดน่านขอเสนอรายชื่อศูนย์ดำรงธรรมอำเภอ\nกลุ่มงานปกครองเป็นผู้ประสาน",
    "said twice": "เอกสารเสนอชื่อศูนย์ดำรงธรรมอำเภอส่งมาพร้อมนี้ครับ",
    "heading of a list": "| ที่ | ศูนย์ดำรงธรรมอำเภอ | ผู้ติดต่อ | เหตุผล |",
    "cover": "ขอส่งแบบเสนอชื่อศูนย์ดำรงธรรมอำเภอ กรุณาตรวจสอบ",
}


@pytest.mark.parametrize("text", GENERIC.values(), ids=GENERIC)
def test_a_generic_phrase_names_no_district(text: str) -> None:
    facts = NOMINATION.extract(document(f"{text}\nจังหวัด : น่าน"))
    assert "district" not in facts.fields and not any("district" in doubt.fields for doubt in facts.doubts)


def test_a_list_under_a_title_in_the_same_table() -> None:
    text = (
        "| บัญชีรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ | | | |\n| จังหวัดน่าน | | | |\n"
        "| ที่ | หน่วยงาน | ผู้รับผิดชอบ | โทรศัพท์ |\n| ๑ | เวียงสา | นางสาวกัลยา วงศ์สุวรรณ | ๐๘ ๑๗๒๓ ๔๔๙๐ |"
    )
    facts = NOMINATION.extract(document(text))
    assert facts.fields["district"].value == "เวียงสา" and not facts.doubts


@pytest.mark.parametrize(("name", "rule"), [("โนนไทย", "district_not_in_province"), ("เวียงสุก", None)])
def test_a_list_that_names_no_district_of_the_province_is_a_nomination_still(name: str, rule: str | None) -> None:
    made = document(f"บัญชีรายชื่อศูนย์ดำรงธรรมอำเภอต้นแบบ\nจังหวัดน่าน\n| ที่ | ศูนย์ดำรงธรรมอำเภอ | โทรศัพท์ |\n| ๑ | {name} | - |")
    assert NOMINATION.matches(made) is not None
    facts = NOMINATION.extract(made)
    assert [doubt.rule for doubt in facts.doubts] == ([rule] if rule else [])
    assert rule or "district" not in facts.fields


@pytest.mark.parametrize(
    "text",
    [
        "ทั้งนี้ มอบหมายให้นายสมชาย ใจดี ปลัดอำเภอ โทร. ๐๘ ๑๗๒๓ ๔๔๙๐ เป็นผู้ประสานงาน",
        "โดยมี นายสมชาย ใจดี ตำแหน่ง ปลัดอำเภอ หมายเลขโทรศัพท์ 081 723 4490 ทำหน้าที่เป็นเจ้าหน้าที่ผู้รับผิดชอบโครงการ",
        "สำนักงาน โทร. ๐ ๕๔๗๑ ๖๔๐๐ กำหนดให้ นายสมชาย ใจดี ตำแหน่ง ปลัดอำเภอ มือถือ 081-7234490 ในฐานะผู้ติดต่อ",
    ],
)
def test_the_contact_named_before_the_word(text: str) -> None:
    fields = NOMINATION.extract(document(FORM + "ศูนย์ดำรงธรรมอำเภอ : ปัว\n" + text)).fields
    assert fields["contact_name"].value == "นายสมชาย ใจดี"
    assert fields["contact_phone"].value == "0817234490"
    assert fields["contact_position"].value == "ปลัดอำเภอ"


def test_who_signs_a_letter_is_not_whom_its_text_names() -> None:
    letter = LETTER.replace("รายงานผลงาน", "แจ้งผลการคัดเลือก") + "(นายวีระพันธ์ ดีอ่อน)\nปลัดจังหวัดน่าน"
    body = "จังหวัดน่านขอเสนอศูนย์ดำรงธรรมอำเภอปัว โดยมอบหมายให้นายสมชาย ใจดี ตำแหน่ง ปลัดอำเภอ\nโทร. ๐๘ ๑๗๒๓ ๔๔๙๐ เป็นผู้ประสานงาน"
    fields = NOMINATION.extract(document(letter.format(body=body))).fields
    assert fields["signer_name"].value == "นายวีระพันธ์ ดีอ่อน"
    assert (fields["contact_name"].value, fields["contact_phone"].value) == ("นายสมชาย ใจดี", "0817234490")


TROUBLE = "ช่างทิ้งงานกลางคัน ตรวจรับไม่ได้"
TROUBLES = {
    "numbered": f"๑) หมวดปัญหา การเงินล่าช้า\n๒) สภาพปัญหาและอุปสรรค {TROUBLE}\n๓) แนวทางแก้ไข เร่งรัด",
    "leaders": f"ประเด็นปัญหา.....การเงินล่าช้า.....\nลักษณะของปัญหา.....{TROUBLE}.....\nข้อเสนอแนะ.....เร่งรัด.....",
    "cells": f"| หัวข้อ | การเงินล่าช้า |\n| ปัญหาที่เกิดขึ้น | {TROUBLE} |\n| ข้อเสนอ | เร่งรัด |",
    "a long label": f"ประเภทของปัญหาอุปสรรค: การเงินล่าช้า\nรายละเอียดปัญหาที่จังหวัดประสบอยู่: {TROUBLE}",
    "plain": f"เรื่อง การเงินล่าช้า\nปัญหาอุปสรรคที่พบ คือ {TROUBLE}",
}


@pytest.mark.parametrize("text", TROUBLES.values(), ids=TROUBLES)
def test_trouble_behind_its_label(text: str) -> None:
    made = document("แบบรายงานปัญหาอุปสรรค จังหวัดน่าน\n" + text)
    assert OBSTACLE.matches(made) is not None
    fields = OBSTACLE.extract(made).fields
    assert (fields["topic"].value, fields["detail"].value) == ("การเงินล่าช้า", TROUBLE)


@pytest.mark.parametrize("text", ["ปัญหาอุปสรรคดังกล่าวทำให้เบิกจ่ายไม่ได้", "เรื่องร้องเรียนมีจำนวนมาก", "ด้านหน้าอาคารชำรุด"])
def test_a_sentence_is_no_label_of_trouble(text: str) -> None:
    labels = [label for name in ("topic", "detail") if (label := trouble_label(text, name)) is not None]
    assert not any(label.spaced or label.parted for label in labels)
