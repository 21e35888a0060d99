"""Wordings that say that there is no trouble, and those that only sound like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.kinds.obstacle import OBSTACLE
from parsers.kinds.trouble import Telling, telling
from parsers.parts import Outcome
from parsers.records import CERTAIN
from parsers.thai.text import is_blank_answer
from tests.papers import document, mail
from tests.unit.test_parsers_assemble import keys, money, run
from tests.unit.test_parsers_obstacle import HEAD, LETTER

NONE = (
    "ไม่มี", "- ไม่มี -", "ไม่มีปัญหาอุปสรรคในการดำเนินการแต่อย่างใด", "ไม่มีปัญหาและอุปสรรคใด ๆ", "ไม่พบปัญหา", "ปัญหา/อุปสรรค : ไม่มี",
    "ยังไม่มีปัญหาอุปสรรค", "มิได้มีปัญหาอุปสรรคแต่ประการใด", "ไม่ปรากฏปัญหาหรืออุปสรรคในการดำเนินงาน", "ไม่มีปัญหา อุปสรรค และข้อเสนอแนะ",
    "ปัญหาอุปสรรค - ไม่มี ข้อเสนอแนะ - ไม่มี", "๑. ปัญหาอุปสรรค ไม่มี ๒. ข้อเสนอแนะ ไม่มี", "1) ไม่มี 2) ไม่มี",
    "ไม่มีปัญหาอุปสรรคในการเบิกจ่ายงบประมาณ ประจำเดือนธันวาคม 2563",
    "ไม่มีปัญหาอุปสรรคในการดำเนินโครงการศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021", "ในเดือนธันวาคม ๒๕๖๓ ไม่มีปัญหาอุปสรรค",
    "การดำเนินงานเป็นไปด้วยความเรียบร้อย ไม่มีปัญหาอุปสรรค", "การดำเนินงานเป็นไปตามแผน ไม่พบปัญหาอุปสรรคแต่อย่างใด", "ไม่มีค่ะ",
    "ไม่มีปัญหาครับ", "ไม่ประสบปัญหา", "ไม่พบข้อขัดข้องในการใช้งานระบบ e-fms", "ไม่มีข้อเสนอแนะ", "ไม่มีเรื่องที่ต้องรายงาน", "ยังไม่พบ",
    "ไม่มีข้อขัดข้องใด ๆ ทั้งสิ้น", "ไม่มีปัญหาอุปสรรคที่สำคัญ", "ไม่มีปัญหา/อุปสรรค ในขณะนี้", "ปัจจุบันยังไม่มีปัญหาอุปสรรค",
    "ไม่เกิดปัญหาอุปสรรคในการปฏิบัติงาน", "ไม่มีปัญหาในการบันทึกข้อมูลในระบบ e-fms", "ดำเนินการเรียบร้อยแล้ว ไม่มีปัญหา",
    "ปัญหาอุปสรรคในการดำเนินงาน : ไม่มี", "ปัญหาที่พบ ไม่มี", "ไม่มีปัญหาด้านงบประมาณ", "ไม่มีปัญหาอุปสรรคเพิ่มเติม", "ไม่มีเหตุขัดข้อง",
    "ปราศจากปัญหาอุปสรรค", "ปกติ", "ไม่ได้มีปัญหาอุปสรรคใดๆ", "ไม่มีปัญหาอุปสรรค (ประจำเดือน ธ.ค. 63)", "ไม่มีอุปสรรค",
    "ไม่มีปัญหา อุปสรรค ข้อขัดข้อง หรือข้อจำกัดในการดำเนินโครงการดังกล่าว",
)  # fmt: skip
TROUBLE = (
    "ไม่มีปัญหาด้านงบประมาณ แต่ระบบ e-fms ขัดข้อง", "ไม่มีงบประมาณ", "ไม่มีบุคลากรเพียงพอ", "ไม่มีเจ้าหน้าที่ผู้รับผิดชอบ", "ไม่พบข้อมูลในระบบ e-fms",
    "ไม่มีในระบบ e-fms", "ไม่มีแนวทางแก้ไข", "ไม่มีวัสดุอุปกรณ์", "ไม่มีสัญญาณอินเทอร์เน็ตในพื้นที่", "ไม่มีผู้รับจ้างยื่นข้อเสนอ",
    "ไม่มีปัญหา แต่ผู้รับจ้างส่งงานล่าช้า", "ไม่มีปัญหาอุปสรรค ยกเว้นระบบ e-fms ขัดข้อง", "ไม่มีปัญหาอุปสรรคในการดำเนินงาน ประชาชนร้องเรียน",
    "๑. ไม่มี ๒. ระบบขัดข้อง", "ไม่มีเงินงบประมาณคงเหลือ", "ไม่มีการโอนงบประมาณ", "ไม่ได้รับการจัดสรรงบประมาณ", "ปัญหา ไม่มีงบประมาณ",
    "ปัญหาอุปสรรค ไม่มีบุคลากร", "ปัญหา : ไม่มีในระบบ", "ปัญหาอุปสรรคยังไม่ได้รับการแก้ไข", "ไม่มีความชัดเจนในแนวทางปฏิบัติ",
    "ไม่มีปัญหาอุปสรรคในการเบิกจ่าย เว้นแต่ค่าวัสดุเบิกไม่ได้", "ไม่พบรหัสงบประมาณในระบบ GFMIS", "ไม่มีแผนงาน", "ยังไม่มีการเบิกจ่ายงบประมาณ",
    "ไม่ปรากฏยอดเงินในระบบ e-fms", "ไม่มีพาหนะ", "ไม่มีผู้ขายในพื้นที่", "ไม่มีหนังสือสั่งการ", "ไม่มีระบบ", "ไม่มีปัญหามากนัก แต่งบประมาณไม่เพียงพอ",
    "การดำเนินงานเรียบร้อย แต่เบิกจ่ายไม่ได้", "ไม่มี password เข้าระบบ", "ไม่มีประชาชนมาใช้บริการ", "ไม่มีปัญหาด้านบุคลากร ส่วนระบบ e-fms ล่ม",
)  # fmt: skip
UNCLEAR = (
    "มิใช่ไม่มีปัญหา", "ไม่มีปัญหาอุปสรรค จังหวัดขอรับการสนับสนุนอุปกรณ์เพิ่มเติม", "ตามเอกสารแนบ", "รายละเอียดตามสิ่งที่ส่งมาด้วย", "ไม่มีข้อมูล",
    "มี", "๑๒", "ดังนี้",    "ไม่มีปัญหาอุปสรรค อยู่ระหว่างจัดซื้อจัดจ้าง", "ปัญหา : ไม่มี ข้อเสนอแนะ : ขอให้จัดอบรม", "ไม่มี ขอให้จัดอบรมเจ้าหน้าที่",
)  # fmt: skip
PLACED = ("ศูนย์ดำรงธรรมอำเภอปัว ไม่มีปัญหาอุปสรรค", "จังหวัดน่านไม่มีปัญหาอุปสรรคในการดำเนินงาน", "ไม่มีปัญหาอุปสรรคในการดำเนินงานของจังหวัดน่าน")


@pytest.mark.parametrize("text", NONE)
def test_there_is_none(text: str) -> None:
    assert is_blank_answer(text) and telling(text) is Telling.NOTHING


@pytest.mark.parametrize("text", PLACED)
def test_there_is_none_in_a_place(text: str) -> None:
    assert telling(text) is Telling.NOTHING


@pytest.mark.parametrize("text", TROUBLE)
def test_there_is_trouble(text: str) -> None:
    assert not is_blank_answer(text) and telling(text) is Telling.TROUBLE


@pytest.mark.parametrize("text", UNCLEAR)
def test_a_person_must_say(text: str) -> None:
    assert not is_blank_answer(text) and telling(text) is Telling.UNCLEAR


@given(
    st.lists(st.sampled_from(NONE), min_size=1, max_size=3),
    st.sampled_from(["แต่", "ยกเว้น", "อย่างไรก็ตาม", "ทั้งนี้", "และ", ""]),
    # Below another answer it is the label of the next: ``แนวทางแก้ไข ไม่มี``.
    st.sampled_from([text for text in TROUBLE if text != "ไม่มีแนวทางแก้ไข"]),
    st.booleans(),
)
def test_trouble_beside_a_denial_is_never_lost(denials: list[str], link: str, trouble: str, first: bool) -> None:
    said = " ".join([trouble, *denials] if first else [*denials, link, trouble])
    assert telling(said) is not Telling.NOTHING


@given(st.lists(st.sampled_from(NONE), min_size=1, max_size=4))
def test_denials_together_are_a_denial(denials: list[str]) -> None:
    assert telling("\n".join(f"{n}. {text}" for n, text in enumerate(denials, start=1))) is not Telling.TROUBLE


@given(st.text(alphabet="ไม่มีปัญหาอุปสรรคในการดำเนินงานของด้านตาม เรื่อง1.", max_size=400))
def test_it_takes_no_long_time(text: str) -> None:
    assert telling(text) in Telling


@pytest.mark.parametrize("text", [*NONE, *PLACED])
def test_a_letter_that_says_only_this_makes_no_report(text: str) -> None:
    letter = LETTER.format(subject="รายงานปัญหาอุปสรรค", body=f"จังหวัดน่านขอรายงานว่า {text}")
    dossier = run(mail("รายงานปัญหาอุปสรรค จังหวัดน่าน", "ตามแนบ", ("หนังสือ.pdf", letter)))
    assert dossier.facts == () and dossier.is_for_office
    assert {verdict.outcome for verdict in dossier.verdicts} == {Outcome.FILED}
    assert "ไม่มีปัญหาอุปสรรค" in dossier.reason


@pytest.mark.parametrize("text", ["ไม่มี", "ไม่มีปัญหาอุปสรรคแต่อย่างใด", "-ไม่พบปัญหาในการดำเนินงาน-"])
def test_a_form_or_a_mail_that_says_only_this_makes_none(text: str) -> None:
    form = HEAD + f"รายละเอียดปัญหาอุปสรรค : {text}\nผู้รายงาน นายสมชาย ใจดี"
    for made in (
        mail("รายงานปัญหาอุปสรรค", "ตามแนบ", ("แบบ.pdf", form)),
        mail("รายงานปัญหาอุปสรรค จังหวัดน่าน", f"เรียน อธิบดีกรมการปกครอง\nจังหวัดน่านขอรายงานว่า {text}\nขอบคุณครับ"),
    ):
        dossier = run(made)
        assert dossier.facts == () and dossier.is_for_office, text


@pytest.mark.parametrize("text", [*TROUBLE, *UNCLEAR])
def test_a_letter_that_says_more_is_a_report(text: str) -> None:
    letter = LETTER.format(subject="รายงานปัญหาอุปสรรค", body=f"จังหวัดน่านขอรายงานว่า {text}")
    facts = OBSTACLE.extract(document(letter))
    detail = facts.fields.get("detail")
    if text in UNCLEAR:
        assert detail is None or detail.value is None or detail.confidence < CERTAIN
    else:
        assert detail is not None and detail.value == text


def test_a_letter_that_denies_what_its_form_tells_is_for_a_person() -> None:
    letter = LETTER.format(subject="รายงานปัญหาอุปสรรค", body="จังหวัดน่านขอรายงานว่า ไม่มีปัญหาอุปสรรค")
    form = HEAD + "รายละเอียดปัญหาอุปสรรค : ระบบ e-fms ขัดข้อง"
    dossier = run(mail("รายงานปัญหาอุปสรรค", "ตามแนบ", ("หนังสือ.pdf", letter), ("แบบ.pdf", form)))
    assert keys(dossier) == [("obstacle", "55", None)]
    assert any(doubt.rule == "parts_disagree" and doubt.blocking for doubt in dossier.facts[0].doubts)


@pytest.mark.parametrize("text", NONE)
def test_a_disbursement_report_that_says_so_makes_no_obstacle(text: str) -> None:
    assert keys(run(mail("ส่งรายงาน", "", ("แบบ.pdf", money(text))))) == [("disbursement", "55", "2020-12")]


def test_an_unclear_word_in_a_disbursement_report_is_for_a_person() -> None:
    dossier = run(mail("ส่งรายงาน", "", ("แบบ.pdf", money("ไม่มีปัญหาอุปสรรค อยู่ระหว่างจัดซื้อจัดจ้าง"))))
    assert keys(dossier) == [("disbursement", "55", "2020-12"), ("obstacle", "55", "2020-12")]
    assert dossier.facts[1].fields["detail"].confidence < CERTAIN
