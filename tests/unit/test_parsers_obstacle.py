"""Obstacle reports in the wordings of real offices."""

from __future__ import annotations

import pytest

from parsers.kinds.obstacle import OBSTACLE
from parsers.kinds.trouble import topic_of
from parsers.records import CERTAIN, DocumentRole, Facts
from tests.papers import document

DETAIL = "ไม่สามารถบันทึกข้อมูลในระบบ e-fms ได้ตั้งแต่วันที่ ๑ ธันวาคม ๒๕๖๓"
HEAD = "แบบรายงานปัญหาอุปสรรค\nจังหวัด : น่าน\n"

FORMS = {
    "labels": HEAD + f"ประเภทปัญหา : e-fms\nรายละเอียดปัญหา : {DETAIL}\nแนวทางแก้ไข : ประสานกรมฯ",
    "two columns": HEAD + f"| ประเภท | e-fms |\n| รายละเอียดปัญหา | {DETAIL} |\n| ข้อเสนอแนะ | ขอให้แก้ไขระบบ |",
    "numbered": HEAD + f"๑. ประเภทของปัญหา: e-fms\n๒. รายละเอียดของปัญหา: {DETAIL}\n๓. ผลกระทบ: รายงานล่าช้า",
    "next line": HEAD + f"ประเภทปัญหา : e-fms\nปัญหา/อุปสรรค\n{DETAIL}\nข้อเสนอแนะ\nขอให้แก้ไขระบบ",
    "leaders": HEAD.replace(" : ", "......") + f"ประเภท......e-fms......\nรายละเอียดปัญหา......{DETAIL}......\nผู้รายงาน",
    "wrapped": HEAD + f"หัวข้อปัญหา : e-fms\nสภาพปัญหา : {DETAIL[:40]}\n{DETAIL[40:]}\nแนวทางแก้ไข : -",
    "trouble": f"รายงานปัญหาและอุปสรรค จังหวัดน่าน\nด้าน : e-fms\nปัญหาและอุปสรรค : {DETAIL}",
    "column below": HEAD + f"| ประเภทปัญหา | รายละเอียดปัญหา | ข้อเสนอแนะ |\n| e-fms | {DETAIL} | ขอให้แก้ไข |",
}

LETTER = """
ที่ นน ๐๐๑๘.๑/๑๒๓๔
ศาลากลางจังหวัดน่าน
ถนนสุริยพงษ์ นน ๕๕๐๐๐
๘ มกราคม ๒๕๖๔
เรื่อง {subject}
เรียน อธิบดีกรมการปกครอง
อ้างถึง หนังสือกรมการปกครอง ที่ มท ๐๓๐๗.๒/ว ๓๐๙๘๒ ลงวันที่ ๑๘ พฤศจิกายน ๒๕๖๓
ตามหนังสือที่อ้างถึง กรมการปกครองแจ้งให้จังหวัดรายงานปัญหาอุปสรรค นั้น
{body}
จึงเรียนมาเพื่อโปรดพิจารณา
ขอแสดงความนับถือ
(นายวีระพันธ์ ดีอ่อน)
ปลัดจังหวัดน่าน
"""
LETTERS = {
    "reports": f"จังหวัดน่านขอรายงานปัญหาอุปสรรค ดังนี้\n{DETAIL}",
    "says": f"จังหวัดน่านขอเรียนว่า {DETAIL}",
    "in the recalling paragraph": f"บัดนี้ จังหวัดน่านขอรายงานว่า {DETAIL}",
}


def extract(text: str) -> Facts:
    made = document(text)
    found = OBSTACLE.matches(made)
    assert found is not None and found.role is DocumentRole.OBSTACLE
    return OBSTACLE.extract(made)


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_a_form(text: str) -> None:
    facts = extract(text)
    assert facts.province is not None and facts.province.value == "55" and facts.province.confidence >= CERTAIN
    assert facts.fields["topic"].value == "e-fms"
    assert (facts.fields["detail"].value or "").replace(" ", "") == DETAIL.replace(" ", "")
    assert facts.doubts == ()
    assert "urgency" not in facts.fields


@pytest.mark.parametrize("subject", ["รายงานปัญหาอุปสรรคการบันทึกข้อมูลในระบบ e-fms", "แจ้งปัญหาอุปสรรคในการเบิกจ่ายงบประมาณ"])
@pytest.mark.parametrize("body", LETTERS.values(), ids=LETTERS)
def test_a_letter(subject: str, body: str) -> None:
    facts = extract(LETTER.format(subject=subject, body=body))
    assert facts.fields["detail"].value == DETAIL
    assert facts.fields["topic"].value == "e-fms"
    assert facts.fields["letter_no"].value == "นน 0018.1/1234"
    assert facts.fields["letter_date"].value == "2021-01-08"


def test_several_troubles_in_a_table_are_all_told() -> None:
    facts = extract(
        "แบบรายงานปัญหาอุปสรรค จังหวัดน่าน\n| ลำดับ | ปัญหา/อุปสรรค | แนวทางแก้ไข |\n"
        "| ๑ | ระบบขัดข้อง | ประสานกรม |\n| ๒ | งบไม่พอ | ขอเพิ่ม |"
    )
    assert facts.fields["detail"].value == "ระบบขัดข้อง งบไม่พอ"


def test_a_form_as_a_table() -> None:
    facts = extract(
        "แบบรายงานปัญหาอุปสรรค\n| จังหวัด | น่าน |\n| ประเภทปัญหา | การเบิกจ่าย |\n| รายละเอียดปัญหา | ผู้รับจ้างทิ้งงาน |\n"
        "| ความเร่งด่วน | ด่วนมาก |\n| ผู้รายงาน | นายสมชาย ใจดี |\n| ตำแหน่ง | เสมียนตราจังหวัด |\n| โทร. | ๐ ๕๔๗๑ ๖๔๐๐ |"
    )
    assert {name: field.value for name, field in facts.fields.items()} == {
        "topic": "การเบิกจ่าย",
        "detail": "ผู้รับจ้างทิ้งงาน",
        "urgency": "ด่วนมาก",
        "reporter_name": "นายสมชาย ใจดี",
        "reporter_phone": "054716400",
    }


def test_a_mail() -> None:
    facts = extract(
        "เรื่อง แจ้งปัญหา e-fms จ.น่าน\nเรียน ผอ.ส่วนอำนวยความสะดวก\nจังหวัดน่านเข้าระบบ e-fms ไม่ได้ตั้งแต่วันที่ 5 ม.ค. 64\n"
        "นายสมชาย ใจดี\nเสมียนตราจังหวัดน่าน"
    )
    assert facts.fields["detail"].value == "จังหวัดน่านเข้าระบบ e-fms ไม่ได้ตั้งแต่วันที่ 5 ม.ค. 64"


@pytest.mark.parametrize(
    ("text", "urgency"),
    [
        ("ความเร่งด่วน : ด่วนมาก", "ด่วนมาก"),
        ("| ความเร่งด่วน | ปกติ |", "ปกติ"),
        ("ระดับความเร่งด่วน ( ) ด่วนที่สุด (/) ด่วนมาก ( ) ด่วน ( ) ปกติ", "ด่วนมาก"),
        ("ความเร่งด่วน : ☐ ด่วนที่สุด ☐ ด่วนมาก ☑ ด่วน ☐ ปกติ", "ด่วน"),
        ("ความเร่งด่วน : ด่วนที่สุด / ด่วนมาก / ด่วน / ปกติ", None),
    ],
)
def test_the_urgency(text: str, urgency: str | None) -> None:
    found = extract(FORMS["labels"] + "\n" + text).fields.get("urgency")
    assert (found.value if found else None) == urgency


def test_the_urgency_stamped_on_a_letter() -> None:
    facts = extract("ด่วนที่สุด\n" + LETTER.format(subject="รายงานปัญหาอุปสรรค", body=LETTERS["says"]).strip())
    assert facts.fields["urgency"].value == "ด่วนที่สุด"


@pytest.mark.parametrize("word", ["ผู้รายงาน", "ผู้รายงาน :", "ผู้ประสานงาน"])
def test_the_reporter_named_in_a_letter_is_not_its_signer(word: str) -> None:
    text = LETTER.format(subject="รายงานปัญหาอุปสรรค", body=f"{LETTERS['says']}\n{word} นายวิชัย มั่นคง โทร. ๐ ๗๕๒๑ ๘๕๑๖")
    fields = extract(text).fields
    assert (fields["reporter_name"].value, fields["reporter_phone"].value) == ("นายวิชัย มั่นคง", "075218516")


def test_the_reporter() -> None:
    text = FORMS["labels"] + "\n(ลงชื่อ)..............ผู้รายงาน\n(นายสมชาย ใจดี)\nตำแหน่ง เสมียนตราจังหวัดน่าน\nโทร. ๐ ๕๔๗๑ ๖๔๐๐ ต่อ ๑๒"
    fields = extract(text).fields
    assert fields["reporter_name"].value == "นายสมชาย ใจดี"
    assert fields["reporter_phone"].value == "054716400"


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("ระบบ e - fms ขัดข้อง", "e-fms"),
        ("การจัดซื้อจัดจ้างวัสดุล่าช้า", "การเบิกจ่าย"),
        ("อำเภอยังไม่ผ่านเกณฑ์ GECC", "GECC"),
        ("คณะกรรมการคัดเลือกยังไม่ครบ", "การคัดเลือก"),
        ("บุคลากรไม่เพียงพอ", "อื่น ๆ"),
    ],
)
def test_topics(text: str, topic: str) -> None:
    assert topic_of(text) == topic


@pytest.mark.parametrize(
    "text",
    [
        "แบบรายงานการเบิกจ่ายงบประมาณ และปัญหาอุปสรรค\nจังหวัดน่าน ประจำเดือน ธันวาคม ๒๕๖๓",
        "แบบรายงานผลงานศูนย์ดำรงธรรมอำเภอ\nชื่อผลงาน : แก้ปัญหาที่ดิน\nปัญหาอุปสรรค : ไม่มี",
        "แบบเสนอรายชื่อศูนย์ดำรงธรรมอำเภอ\nอำเภอ : ปัว",
    ],
)
def test_what_is_no_obstacle_report(text: str) -> None:
    assert OBSTACLE.matches(document(text)) is None


@pytest.mark.parametrize(
    ("above", "urgency"),
    [("ด่วนมาก", "ด่วนมาก"), ("( ด่วนที่สุด )", "ด่วนที่สุด"), ("ชั้นความเร็ว : ด่วน", "ด่วน"), ("ด่วน ที่สุด", "ด่วนที่สุด"), ("- ๑ -\nด่วน", "ด่วน")],
)
def test_the_stamp_above_a_form(above: str, urgency: str) -> None:
    assert extract(f"{above}\n{FORMS['labels']}").fields["urgency"].value == urgency


@pytest.mark.parametrize(
    "text",
    [
        FORMS["labels"] + "\nขอให้ดำเนินการโดยด่วนมาก",
        FORMS["labels"] + "\nด่วนที่สุด",
        "แบบรายงานปัญหาอุปสรรค\nจังหวัด : น่าน\nรายละเอียดปัญหา : ระบบขัดข้อง ขอให้แก้ไขเป็นการด่วน",
        FORMS["labels"] + "\nความเร่งด่วน\nด่วนที่สุด\nด่วนมาก\nด่วน",
        LETTER.format(subject="รายงานปัญหาอุปสรรค", body="จังหวัดน่านขอเรียนว่า ระบบขัดข้อง จึงขอความอนุเคราะห์ด่วนที่สุด"),
        LETTER.format(subject="รายงานปัญหาอุปสรรคสายด่วนศูนย์ดำรงธรรม", body=LETTERS["says"]),
    ],
)
def test_no_urgency_is_taken_from_running_text(text: str) -> None:
    assert "urgency" not in extract(text).fields


@pytest.mark.parametrize(
    ("below", "urgency"), [("(  ) ด่วนที่สุด\n( / ) ด่วนมาก\n(  ) ปกติ", "ด่วนมาก"), ("ปกติ\nผู้รายงาน นายสมชาย ใจดี", "ปกติ")]
)
def test_the_urgency_below_its_label(below: str, urgency: str) -> None:
    assert extract(f"{FORMS['labels']}\nระดับความเร่งด่วน\n{below}").fields["urgency"].value == urgency


def test_words_that_a_label_and_its_value_share() -> None:
    fields = extract(HEAD + "ประเภทปัญหา การเบิกจ่ายงบประมาณ\nรายละเอียดปัญหาอุปสรรค ระบบ e-fms ขัดข้อง").fields
    assert (fields["topic"].value, fields["detail"].value) == ("การเบิกจ่ายงบประมาณ", "ระบบ e-fms ขัดข้อง")


def test_trouble_under_several_labels_is_all_told() -> None:
    fields = extract(
        HEAD + "ปัญหาอุปสรรค : ระบบ e-fms ขัดข้อง\nแนวทางแก้ไข : ประสานกรม\nปัญหาอุปสรรค : ผู้รับจ้างทิ้งงาน\nแนวทางแก้ไข : บอกเลิกสัญญา"
    ).fields
    assert fields["detail"].value == "ระบบ e-fms ขัดข้อง ผู้รับจ้างทิ้งงาน"
