"""What real offices write when they nominate a centre, and what must not be taken for it."""

from __future__ import annotations

import pytest

from parsers.kinds.nomination import NOMINATION
from parsers.records import CERTAIN, DocumentRole, Facts
from tests.papers import document

RECALL = (
    "ตามหนังสือที่อ้างถึง กรมการปกครองแจ้งให้จังหวัดพิจารณาคัดเลือกศูนย์ดำรงธรรมอำเภอที่มีความพร้อมและเหมาะสม จังหวัดละ ๑ แห่ง "
    "เป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021 ประจำปีงบประมาณ พ.ศ. ๒๕๖๔ (ยกเว้นศูนย์ดำรงธรรมอำเภอที่ได้รับการคัดเลือก"
    "เป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ ประจำปีงบประมาณ พ.ศ. ๒๕๖๓) นั้น"
)

LETTER = """
ที่ {abbr} ๐๐๑๘.๑/๒๔๘๑๓
ศาลากลางจังหวัด{province}
ถนนสุริยพงษ์ {abbr} ๕๕๐๐๐

๓ ธันวาคม ๒๕๖๓

เรื่อง {subject}

เรียน อธิบดีกรมการปกครอง

อ้างถึง หนังสือกรมการปกครอง ที่ มท ๐๓๐๗.๒/ว ๓๐๙๘๒ ลงวันที่ ๑๘ พฤศจิกายน ๒๕๖๓

สิ่งที่ส่งมาด้วย แบบรายงานผลงานศูนย์ดำรงธรรมอำเภอ จำนวน ๑ ชุด

{recall}

{body}

จึงเรียนมาเพื่อโปรดทราบ

ขอแสดงความนับถือ

(นายวีระพันธ์ ดีอ่อน)
รองผู้ว่าราชการจังหวัด ปฏิบัติราชการแทน
ผู้ว่าราชการจังหวัด{province}

ที่ทำการปกครองจังหวัด
กลุ่มงานปกครอง
โทร./โทรสาร ๐ ๕๔๗๑ ๖๔๐๐
"""


def letter(
    body: str,
    subject: str = "ส่งรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021",
    province: str = "น่าน",
    abbr: str = "นน",
) -> str:
    return LETTER.format(recall=RECALL, body=body, subject=subject, province=province, abbr=abbr)


LETTERS = {
    "chosen": "จังหวัดน่านพิจารณาแล้ว ได้คัดเลือกศูนย์ดำรงธรรมอำเภอปัว เป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021",
    "proposes": "จังหวัดน่านขอเสนอศูนย์ดำรงธรรมอำเภอปัว เป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบฯ",
    "resolution": "คณะกรรมการคัดเลือกฯ ได้ประชุมเมื่อวันที่ ๑ ธันวาคม ๒๕๖๓ มีมติเห็นชอบให้ศูนย์ดำรงธรรมอำเภอปัวเป็นตัวแทนของจังหวัด",
    "of several": "จังหวัดน่านได้พิจารณาคัดเลือกจากศูนย์ดำรงธรรมอำเภอ จำนวน ๓ แห่ง ได้แก่ อำเภอปัว อำเภอเวียงสา และอำเภอนาน้อย "
    "ผลปรากฏว่า ศูนย์ดำรงธรรมอำเภอปัว ได้รับการคัดเลือกเป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ",
    "earlier winner": "ศูนย์ดำรงธรรมอำเภอเวียงสา ได้รับการคัดเลือกเป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ ประจำปีงบประมาณ พ.ศ. ๒๕๖๓ แล้ว "
    "จังหวัดน่านจึงขอเสนอศูนย์ดำรงธรรมอำเภอปัว เป็นศูนย์ต้นแบบประจำปีงบประมาณ พ.ศ. ๒๕๖๔",
    "names it": "จังหวัดน่านขอส่งรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ คือ ศูนย์ดำรงธรรมอำเภอปัว จังหวัดน่าน",
    "list": "จังหวัดน่านขอส่งรายชื่อ ดังนี้\n๑. ศูนย์ดำรงธรรมอำเภอปัว",
    "reserve": "จังหวัดน่านได้คัดเลือกศูนย์ดำรงธรรมอำเภอปัว เป็นศูนย์ต้นแบบ และศูนย์ดำรงธรรมอำเภอเวียงสา เป็นลำดับสำรอง",
    "ranks": "ผลการคัดเลือก ลำดับที่ ๑ ศูนย์ดำรงธรรมอำเภอปัว ได้ ๙๕ คะแนน\nลำดับที่ ๒ ศูนย์ดำรงธรรมอำเภอเวียงสา ได้ ๙๐ คะแนน",
    "broken line": "จังหวัดน่านพิจารณาแล้ว เห็นควรเสนอให้ได้คัดเลือกศูนย์ดำรงธรรมอำเภอ\nปัว เป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ",
    "short": "จังหวัดน่านขอเสนอ ศดธ.อ.ปัว เป็นศูนย์ต้นแบบฯ",
    "posts": "จังหวัดน่านโดยนายอำเภอเมืองน่าน ประธานคณะทำงาน และปลัดอำเภอเวียงสา เลขานุการ ได้พิจารณาคัดเลือกศูนย์ดำรงธรรมอำเภอปัวเป็นศูนย์ต้นแบบ",
    "place": "คณะทำงานได้ประชุม ณ ที่ว่าการอำเภอเมืองน่าน และเห็นชอบให้เสนอชื่อศูนย์ดำรงธรรมอำเภอปัว เป็นศูนย์ต้นแบบของจังหวัด",
    "runner-up beside": "ศูนย์ดำรงธรรมอำเภอปัว ได้รับการคัดเลือก โดยมีคะแนน ๙๒ คะแนน รองลงมา ศูนย์ดำรงธรรมอำเภอเวียงสา ๙๐ คะแนน",
    "runs on": "ศูนย์ดำรงธรรมอำเภอปัวจึงได้รับการคัดเลือกเป็นศูนย์ต้นแบบ ซึ่งมีคะแนนสูงกว่าศูนย์ดำรงธรรมอำเภอเวียงสา",
    "tie broken": "ศูนย์ดำรงธรรมอำเภอปัวและศูนย์ดำรงธรรมอำเภอเวียงสาได้คะแนนเท่ากัน คณะกรรมการจึงมีมติให้ศูนย์ดำรงธรรมอำเภอปัวเป็นตัวแทน",
    "award": "ศูนย์ดำรงธรรมอำเภอปัวได้รับการคัดเลือกเป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบของจังหวัด รายละเอียดตามสิ่งที่ส่งมาด้วย",
}

FORMS = {
    "labels": """
แบบเสนอรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021
จังหวัด : น่าน
ศูนย์ดำรงธรรมอำเภอ : ปัว
ผู้ประสานงาน : นางสาวกัลยา วงศ์สุวรรณ
""",
    "two columns": """
แบบเสนอรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021
| จังหวัด | น่าน |
| ศูนย์ดำรงธรรมอำเภอที่ได้รับการคัดเลือก | ปัว |
| ผู้ประสานงาน | นางสาวกัลยา วงศ์สุวรรณ |
""",
    "leaders": """
แบบแจ้งรายชื่อศูนย์ดำรงธรรมอำเภอที่ได้รับการคัดเลือก
จังหวัด.......น่าน........
๑. ศูนย์ดำรงธรรมอำเภอ.......ปัว........จังหวัด.......น่าน.......
๒. ผู้ประสานงาน........นางสาวกัลยา วงศ์สุวรรณ........
""",
    "columns": """
บัญชีรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ จังหวัดน่าน
| ลำดับ | จังหวัด | ศูนย์ดำรงธรรมอำเภอ | ผู้ประสานงาน | โทรศัพท์ |
| ๑ | น่าน | ปัว | นางสาวกัลยา วงศ์สุวรรณ | ๐๘ ๑๗๒๓ ๔๔๙๐ |
""",
    "scores": """
ผลการคัดเลือกศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ จังหวัดน่าน
| ลำดับ | อำเภอ | คะแนน | ผลการพิจารณา |
| ๑ | เมืองน่าน | ๘๑.๕ | สำรอง |
| ๒ | ปัว | ๙๒.๕ | ได้รับการคัดเลือก |
| ๓ | เวียงสา | ๗๙ | - |
""",
    "numbered": """
แบบเสนอชื่อศูนย์ดำรงธรรมอำเภอ
๑. จังหวัด: น่าน
๒. อำเภอที่เสนอ: อำเภอปัว
๓. เหตุผล: มีความพร้อมมากกว่าอำเภอเวียงสา
""",
    "committee": """
แบบเสนอรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021
จังหวัด: น่าน
ศูนย์ดำรงธรรมอำเภอ: ปัว
ที่ตั้ง: ที่ว่าการอำเภอปัว ตำบลปัว อำเภอปัว จังหวัดน่าน 55120
ผู้ประสานงาน: นายสมชาย ใจดี ปลัดอำเภอเมืองน่าน โทร. 0 5471 6400
คณะทำงานคัดเลือก
๑. นายอำเภอเวียงสา
๒. นายอำเภอนาน้อย
""",
    "title": """
แบบเสนอศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ
ศูนย์ดำรงธรรมอำเภอปัว จังหวัดน่าน
ชื่อนายอำเภอ นายสมชาย ใจดี
""",
}


def extract(text: str) -> Facts:
    made = document(text)
    found = NOMINATION.matches(made)
    assert found is not None and found.role is DocumentRole.NOMINATION
    return NOMINATION.extract(made)


@pytest.mark.parametrize("text", [letter(body) for body in LETTERS.values()], ids=LETTERS)
def test_a_letter_nominates_one_district(text: str) -> None:
    facts = extract(text)
    assert facts.province is not None and facts.province.value == "55" and facts.province.confidence >= CERTAIN
    district = facts.fields["district"]
    assert (district.value, facts.doubts) == ("ปัว", ())
    assert district.confidence >= CERTAIN
    assert facts.fields["letter_no"].value == "นน 0018.1/24813"
    assert facts.fields["letter_date"].value == "2020-12-03"
    assert facts.fields["signer_name"].value == "นายวีระพันธ์ ดีอ่อน"


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_a_form_nominates_one_district(text: str) -> None:
    facts = extract(text)
    assert facts.province is not None and facts.province.value == "55"
    assert (facts.fields["district"].value, facts.doubts) == ("ปัว", ())
    assert facts.fields["district"].confidence >= CERTAIN


@pytest.mark.parametrize(
    "body",
    [
        "จังหวัดน่านขอเสนอศูนย์ดำรงธรรมอำเภอปัว และศูนย์ดำรงธรรมอำเภอเวียงสา เป็นศูนย์ต้นแบบ",
        "จังหวัดน่านขอเปลี่ยนแปลงศูนย์ดำรงธรรมอำเภอ ระหว่างศูนย์ดำรงธรรมอำเภอปัว กับศูนย์ดำรงธรรมอำเภอเวียงสา",
        "จังหวัดน่านขอแก้ไขรายชื่อ จากศูนย์ดำรงธรรมอำเภอปัว หรือจากศูนย์ดำรงธรรมอำเภอเวียงสา",
        "จังหวัดน่านได้คัดเลือกศูนย์ดำรงธรรมอำเภอปัว\nและขอเสนอศูนย์ดำรงธรรมอำเภอเวียงสา เป็นศูนย์ต้นแบบ",
    ],
)
def test_two_nominated_districts_are_for_a_person(body: str) -> None:
    facts = extract(letter(body))
    assert [doubt.rule for doubt in facts.doubts] == ["several_districts"]
    assert "ปัว" in facts.doubts[0].message and "เวียงสา" in facts.doubts[0].message
    assert facts.fields["district"].value is None


CHANGES = [
    "จังหวัดน่านขอเปลี่ยนแปลงการเสนอชื่อจากศูนย์ดำรงธรรมอำเภอเวียงสา เป็น ศูนย์ดำรงธรรมอำเภอปัว",
    "จังหวัดน่านขอเสนอศูนย์ดำรงธรรมอำเภอปัว แทนศูนย์ดำรงธรรมอำเภอเวียงสาที่เสนอไว้เดิม",
    "จังหวัดน่านขอเปลี่ยนแปลงศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ จากเดิม อำเภอเวียงสา เป็น อำเภอปัว",
    "จังหวัดน่านขอเปลี่ยนตัวศูนย์ดำรงธรรมอำเภอต้นแบบเป็นศูนย์ดำรงธรรมอำเภอปัว แทนอำเภอเวียงสา",
    "จังหวัดน่านขอยกเลิกรายชื่อเดิม (ศูนย์ดำรงธรรมอำเภอเวียงสา) และเสนอศูนย์ดำรงธรรมอำเภอปัวแทน",
    "จังหวัดน่านขอยกเลิกการเสนอชื่อศูนย์ดำรงธรรมอำเภอเวียงสา และขอเสนอศูนย์ดำรงธรรมอำเภอปัว เป็นศูนย์ต้นแบบแทน",
    "ตามที่จังหวัดน่านได้เสนอชื่อศูนย์ดำรงธรรมอำเภอเวียงสา นั้น จังหวัดน่านขอแก้ไขเป็น ศูนย์ดำรงธรรมอำเภอปัว",
    "เดิมเสนอศูนย์ดำรงธรรมอำเภอเวียงสา ขอเปลี่ยนเป็นศูนย์ดำรงธรรมอำเภอปัว",
    "ศูนย์ดำรงธรรมอำเภอเวียงสาซึ่งได้เสนอชื่อไว้ขอถอนตัว จังหวัดน่านจึงขอเสนอศูนย์ดำรงธรรมอำเภอปัวแทน",
    "จังหวัดน่านขอแก้ไขชื่ออำเภอที่เสนอ จาก เวียงสา เป็น ปัว",
    "จังหวัดน่านขอเปลี่ยนแปลงศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ เป็น ศูนย์ดำรงธรรมอำเภอปัว",
]


@pytest.mark.parametrize("subject", ["ขอเปลี่ยนแปลงศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ", "ส่งรายชื่อศูนย์ดำรงธรรมอำเภอ"])
@pytest.mark.parametrize("body", CHANGES)
def test_a_change_is_a_nomination_of_the_new_district_for_a_person(body: str, subject: str) -> None:
    facts = extract(letter(body, subject))
    assert [doubt.rule for doubt in facts.doubts] == ["nomination_changed"] and facts.doubts[0].blocking
    assert (facts.fields["district"].value, facts.fields["district"].confidence >= CERTAIN) == ("ปัว", True)


def test_a_change_in_a_mail_without_letterhead() -> None:
    facts = extract("เรื่อง ขอเปลี่ยนแปลงศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ\nจังหวัดน่านขอเปลี่ยนจากเดิม อำเภอเวียงสา เป็น อำเภอปัว")
    assert facts.fields["district"].value == "ปัว" and facts.doubts[-1].rule == "nomination_changed"


@pytest.mark.parametrize(
    "text",
    [
        letter("จังหวัดน่านขอเปลี่ยนแปลงรายการจัดซื้อของศูนย์ดำรงธรรมอำเภอปัว จากเครื่องพิมพ์ เป็นคอมพิวเตอร์", "ขอเปลี่ยนแปลงรายการ"),
        letter("จังหวัดน่านขอเปลี่ยนแปลงการจัดสรรงบประมาณ จากศูนย์ดำรงธรรมอำเภอปัว ไปยังศูนย์ดำรงธรรมอำเภอเวียงสา", "ขอเปลี่ยนแปลงงบประมาณ"),
        letter("จังหวัดน่านใคร่ขอทราบว่า หากเปลี่ยนจากอำเภอเวียงสา เป็นอำเภอปัว จะได้หรือไม่", "สอบถามเรื่องศูนย์ดำรงธรรมอำเภอ"),
        letter("จังหวัดน่านขอแก้ไขผลงาน จากศูนย์ดำรงธรรมอำเภอเวียงสา เป็นศูนย์ดำรงธรรมอำเภอปัว", "แก้ไขรายงานผลงานศูนย์ดำรงธรรมอำเภอ"),
    ],
)
def test_other_changes_are_no_nomination(text: str) -> None:
    assert NOMINATION.matches(document(text)) is None


def test_a_nomination_that_speaks_of_changing_times_changes_nothing() -> None:
    facts = extract(letter("เพื่อรองรับการเปลี่ยนแปลงสู่ความปกติใหม่ จังหวัดน่านขอเสนอศูนย์ดำรงธรรมอำเภอปัว เป็นศูนย์ต้นแบบ"))
    assert (facts.fields["district"].value, facts.doubts) == ("ปัว", ())


@pytest.mark.parametrize(
    "body",
    [
        "จังหวัดน่านได้คัดเลือกศูนย์ดำรงธรรมอำเภอ จำนวน ๑ แห่ง ยกเว้น\nศูนย์ดำรงธรรมอำเภอปัว\nซึ่งเคยได้รับรางวัล",
        "ศูนย์ที่ได้รับคัดเลือกในปีงบประมาณ พ.ศ. ๒๕๖๓ คือ\nศูนย์ดำรงธรรมอำเภอปัว\nสำหรับปี ๒๕๖๔ จะแจ้งให้ทราบต่อไป",
        "ศูนย์ที่ได้รับคัดเลือกในปีงบประมาณ พ.ศ. ๒๕๖๓ คือ ศูนย์ดำรงธรรมอำเภอปัว สำหรับปี ๒๕๖๔ จะแจ้งให้ทราบต่อไป",
        "ขอส่งรายชื่อตามแบบที่แนบ\nสถานที่ติดต่อ :\nอำเภอเมืองน่าน จังหวัดน่าน",
        "ขอส่งรายชื่อตามแบบที่แนบ\nอำเภอเมืองน่าน จังหวัดน่าน",
        "จังหวัดน่านขอโอนเปลี่ยนแปลงงบประมาณ จากศูนย์ดำรงธรรมอำเภอปัว เป็น ศูนย์ดำรงธรรมอำเภอเวียงสา",
        "จังหวัดน่านขอเปลี่ยนแปลงสถานที่อบรมศูนย์ดำรงธรรมอำเภอ จากเดิม อำเภอปัว เป็น อำเภอเวียงสา",
    ],
)
def test_a_district_that_is_not_the_nominated_one_makes_no_nomination(body: str) -> None:
    assert NOMINATION.matches(document(letter(body))) is None


@pytest.mark.parametrize("closing", ["จึงเรียนมาเพื่อโปรดพิจารณา", "ขอแสดงความนับถือ"])
def test_the_centre_on_a_line_of_its_own(closing: str) -> None:
    body = "จังหวัดน่านขอส่งรายชื่อศูนย์ดำรงธรรมอำเภอที่ได้รับการคัดเลือก จำนวน ๑ แห่ง คือ\nศูนย์ดำรงธรรมอำเภอปัว\n" + closing
    for subject in ("รายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ", "โครงการศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ"):
        facts = extract(letter(body, subject))
        assert (facts.fields["district"].value, facts.doubts) == ("ปัว", ())


@pytest.mark.parametrize(
    "body",
    [
        "จังหวัดน่านพิจารณาแล้ว ไม่มีศูนย์ดำรงธรรมอำเภอใดผ่านเกณฑ์ จึงไม่ขอเสนอรายชื่อ ทั้งนี้ ศูนย์ดำรงธรรมอำเภอเวียงสา อยู่ระหว่างปรับปรุง",
        "จังหวัดน่านยังไม่ได้คัดเลือกศูนย์ดำรงธรรมอำเภอ โดยศูนย์ดำรงธรรมอำเภอปัว อยู่ระหว่างการพิจารณา",
        "จังหวัดน่านขอถอนรายชื่อศูนย์ดำรงธรรมอำเภอปัว ที่ได้เสนอชื่อเป็นศูนย์ต้นแบบ",
        "ผลการประเมิน ๑. อำเภอท่าวังผา ๘๐ คะแนน ๒. อำเภอเวียงสา ๙๒ คะแนน ๓. อำเภอภูเพียง ๗๕ คะแนน "
        "จังหวัดจึงคัดเลือกอำเภอที่ได้คะแนนสูงสุดเป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ",
    ],
)
def test_what_is_declined_or_left_to_scores_is_for_a_person(body: str) -> None:
    made = document(letter(body))
    if NOMINATION.matches(made) is not None:
        facts = NOMINATION.extract(made)
        assert "district" not in facts.fields or any(doubt.blocking for doubt in facts.doubts)


def test_a_district_office_that_applies_to_its_governor_does_not_speak_for_the_province() -> None:
    text = letter("อำเภอปัวขอเสนอศูนย์ดำรงธรรมอำเภอปัว เข้ารับการคัดเลือกเป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ")
    facts = NOMINATION.extract(document(text.replace("อธิบดีกรมการปกครอง", "ผู้ว่าราชการจังหวัดน่าน", 1)))
    assert any(doubt.blocking for doubt in facts.doubts)


def test_a_score_table_without_a_mark_is_for_a_person() -> None:
    facts = extract("""
ผลการคัดเลือกศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ จังหวัดน่าน
| อำเภอ | คะแนน |
| เมืองน่าน | ๘๑.๕ |
| ปัว | ๙๒.๕ |
""")
    assert [doubt.rule for doubt in facts.doubts] == ["several_districts"]


def test_a_district_of_another_province_is_kept_with_a_doubt() -> None:
    facts = extract(letter("จังหวัดน่านขอเสนอศูนย์ดำรงธรรมอำเภอสันทราย เป็นศูนย์ต้นแบบฯ"))
    assert facts.fields["district"].value == "สันทราย"
    assert [doubt.rule for doubt in facts.doubts] == ["district_not_in_province"]


def test_an_unknown_district_is_kept_as_it_stands() -> None:
    facts = extract(letter("จังหวัดน่านขอเสนอศูนย์ดำรงธรรมอำเภอดอยหมอกงาม เป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ"))
    assert facts.fields["district"].value is None
    assert "ดอยหมอกงาม" in facts.fields["district"].raw


def test_the_number_of_another_province_is_a_doubt() -> None:
    facts = extract(letter(LETTERS["proposes"], abbr="พร"))
    assert "province_doubtful" in [doubt.rule for doubt in facts.doubts]
    assert facts.province is not None and facts.province.value == "55"


def test_bangkok_is_a_province_when_it_says_so() -> None:
    text = letter("กรุงเทพมหานครขอเสนอศูนย์ต้นแบบ").replace("ศาลากลางจังหวัดน่าน", "ศาลาว่าการกรุงเทพมหานคร")
    text = text.replace("ที่ นน ๐๐๑๘.๑/๒๔๘๑๓", "ที่ กท ๐๑๐๑/๑๒๓").replace("ผู้ว่าราชการจังหวัดน่าน", "ผู้ว่าราชการกรุงเทพมหานคร")
    facts = NOMINATION.extract(document(text))
    assert facts.province is not None and facts.province.value == "10"


NOT_NOMINATIONS = {
    "the directive": """
ที่ มท ๐๓๐๗.๒/ว ๓๐๙๘๒
กรมการปกครอง
ถนนรัชฎางค์ กทม. ๑๐๒๐๐
๑๘ พฤศจิกายน ๒๕๖๓
เรื่อง การขับเคลื่อนโครงการสำคัญของกรมการปกครอง
เรียน ผู้ว่าราชการจังหวัด ทุกจังหวัด
ด้วยกรมการปกครองขอให้จังหวัดคัดเลือกศูนย์ดำรงธรรมอำเภอในพื้นที่ที่มีความพร้อม จังหวัดละ ๑ แห่ง
""",
    "achievement cover": letter(
        "จังหวัดน่านขอส่งแบบรายงานผลงานศูนย์ดำรงธรรมอำเภอปัว ซึ่งได้รับการคัดเลือกเป็นศูนย์ต้นแบบ มาพร้อมนี้",
        subject="ส่งแบบรายงานผลงานศูนย์ดำรงธรรมอำเภอที่ประสบความสำเร็จ",
    ),
    "disbursement cover": letter(
        "จังหวัดน่านขอส่งแบบรายงานการเบิกจ่ายงบประมาณ ประจำเดือนธันวาคม ๒๕๖๓ มาพร้อมนี้", subject="รายงานการเบิกจ่ายงบประมาณ"
    ),
    "question": letter(
        "จังหวัดน่านขอหารือว่า หากเสนอศูนย์ดำรงธรรมอำเภอปัวซึ่งเคยได้รับรางวัลจะได้หรือไม่", subject="ขอหารือการคัดเลือกศูนย์ดำรงธรรมอำเภอ"
    ),
    "order": """
คำสั่งจังหวัดน่าน
ที่ ๑๒๓๔/๒๕๖๓
เรื่อง แต่งตั้งคณะทำงานคัดเลือกศูนย์ดำรงธรรมอำเภอ
๑. นายอำเภอปัว ประธาน
๒. นายอำเภอเวียงสา กรรมการ
""",
    "achievement form": """
แบบรายงานผลงานศูนย์ดำรงธรรมอำเภอที่ประสบความสำเร็จที่เป็น New Normal
ศูนย์ดำรงธรรมอำเภอ : ปัว จังหวัดน่าน
ชื่อผลงาน : ดำรงธรรมออนไลน์
""",
}


@pytest.mark.parametrize("text", NOT_NOMINATIONS.values(), ids=NOT_NOMINATIONS)
def test_what_is_no_nomination(text: str) -> None:
    assert NOMINATION.matches(document(text)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "ผู้ประสานงาน นางสาวกัลยา วงศ์สุวรรณ ปลัดอำเภอ โทรศัพท์ ๐๘ ๑๗๒๓ ๔๔๙๐",
            {"contact_name": "นางสาวกัลยา วงศ์สุวรรณ", "contact_position": "ปลัดอำเภอ", "contact_phone": "0817234490"},
        ),
        (
            "ผู้ประสานงาน : นายสมชาย ใจดี\nตำแหน่ง : เจ้าพนักงานปกครองชำนาญการ\nโทร. : 0-5471-6400 ต่อ 12\nE-Mail : pua@nan.example",
            {
                "contact_name": "นายสมชาย ใจดี",
                "contact_position": "เจ้าพนักงานปกครองชำนาญการ",
                "contact_phone": "054716400",
                "contact_email": "pua@nan.example",
            },
        ),
        (
            "| ผู้ประสานงาน | นายสมชาย ใจดี |\n| ตำแหน่ง | ปลัดอำเภอ |\n| โทรศัพท์มือถือ | 081-723-4490 |\n| e-mail | pua@nan.example |",
            {
                "contact_name": "นายสมชาย ใจดี",
                "contact_position": "ปลัดอำเภอ",
                "contact_phone": "0817234490",
                "contact_email": "pua@nan.example",
            },
        ),
        (
            "| ชื่อ-สกุล ผู้ประสานงาน | ตำแหน่ง | โทรศัพท์ | e-mail |\n| นายสมชาย ใจดี | ปลัดอำเภอ | 081-723-4490 | pua@nan.example |",
            {
                "contact_name": "นายสมชาย ใจดี",
                "contact_position": "ปลัดอำเภอ",
                "contact_phone": "0817234490",
                "contact_email": "pua@nan.example",
            },
        ),
        (
            "ทั้งนี้ มอบหมายให้ประสานงานกับ ว่าที่ร้อยตรีสมชาย ใจดี เจ้าพนักงานปกครอง โทร 08 1723 4490",
            {"contact_name": "ว่าที่ร้อยตรีสมชาย ใจดี", "contact_phone": "0817234490"},
        ),
    ],
)
def test_the_contact(text: str, expected: dict[str, str]) -> None:
    facts = NOMINATION.extract(document(FORMS["title"] + text))
    assert {name: facts.fields[name].value for name in expected} == expected


def test_a_received_stamp_is_not_the_letters_date() -> None:
    text = letter(LETTERS["proposes"]).replace(
        "ศาลากลางจังหวัดน่าน\n", "ศาลากลางจังหวัดน่าน\nกรมการปกครอง\nเลขรับ ๑๒๓๔๕\nวันที่ ๙ ธันวาคม ๒๕๖๓\nเวลา ๑๐.๓๐ น.\n"
    )
    assert extract(text).fields["letter_date"].value == "2020-12-03"


def test_a_memo() -> None:
    facts = extract("""
บันทึกข้อความ
ส่วนราชการ ที่ทำการปกครองจังหวัดน่าน กลุ่มงานปกครอง โทร. ๐ ๕๔๗๑ ๖๔๐๐
ที่ นน ๐๐๑๘.๑/๑๒๓๔ วันที่ ๓ ธันวาคม ๒๕๖๓
เรื่อง ส่งรายชื่อศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ
เรียน อธิบดีกรมการปกครอง
ตามหนังสือกรมการปกครอง ที่ มท ๐๓๐๗.๒/ว ๓๐๙๘๒ ลงวันที่ ๑๘ พฤศจิกายน ๒๕๖๓ นั้น
จังหวัดน่านขอเสนอศูนย์ดำรงธรรมอำเภอปัว เป็นศูนย์ต้นแบบ
""")
    assert facts.fields["letter_no"].value == "นน 0018.1/1234"
    assert facts.fields["letter_date"].value == "2020-12-03"
    assert facts.fields["district"].value == "ปัว"


def test_a_stamped_letter() -> None:
    facts = extract("""
ที่ นน ๐๐๑๘.๑/๑๒๓๔
ถึง กรมการปกครอง
ตามหนังสือกรมการปกครอง ที่ มท ๐๓๐๗.๒/ว ๓๐๙๘๒ ลงวันที่ ๑๘ พฤศจิกายน ๒๕๖๓ นั้น
จังหวัดน่านได้คัดเลือกศูนย์ดำรงธรรมอำเภอปัว เป็นศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ
จังหวัดน่าน
๓ ธันวาคม ๒๕๖๓
""")
    assert facts.fields["letter_no"].value == "นน 0018.1/1234"
    assert facts.fields["letter_date"].value == "2020-12-03"
    assert facts.fields["district"].value == "ปัว"
