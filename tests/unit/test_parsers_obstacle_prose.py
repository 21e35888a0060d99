"""Where the trouble that a letter, memo or mail tells begins and ends."""

from __future__ import annotations

import pytest

from parsers.kinds.obstacle import OBSTACLE
from parsers.records import CERTAIN, Field
from tests.papers import document, mail
from tests.unit.test_parsers_assemble import run
from tests.unit.test_parsers_obstacle import HEAD

RECALL = "ตามหนังสือที่อ้างถึง กรมการปกครองแจ้งให้จังหวัดรายงานปัญหาอุปสรรค ความละเอียดแจ้งแล้ว นั้น"
LETTER = """
ที่ นน ๐๐๑๘.๑/๑๒๓๔
ศาลากลางจังหวัดน่าน
๘ มกราคม ๒๕๖๔
เรื่อง รายงานปัญหาอุปสรรค
เรียน อธิบดีกรมการปกครอง
อ้างถึง หนังสือกรมการปกครอง ที่ มท ๐๓๐๗.๒/ว ๓๐๙๘๒ ลงวันที่ ๑๘ พฤศจิกายน ๒๕๖๓
{body}
จึงเรียนมาเพื่อโปรดพิจารณา
ขอแสดงความนับถือ
(นายวีระพันธ์ ดีอ่อน)
ปลัดจังหวัดน่าน
ที่ทำการปกครองจังหวัด
โทร. ๐ ๕๔๗๑ ๖๔๐๐
"""
SAYS = "จังหวัดน่านขอเรียนว่า"


def detail(*pages: str) -> Field | None:
    return OBSTACLE.extract(document(*pages)).fields.get("detail")


def letter(*lines: str) -> Field | None:
    return detail(LETTER.format(body="\n".join(lines)))


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((RECALL, f"{SAYS} ระบบ e-fms ขัดข้อง"), "ระบบ e-fms ขัดข้อง"),
        ((RECALL.replace(" ความ", "\nความ"), f"{SAYS} ระบบ e-fms ขัดข้อง"), "ระบบ e-fms ขัดข้อง"),
        ((f"{RECALL} {SAYS} ระบบ e-fms ขัดข้อง",), "ระบบ e-fms ขัดข้อง"),
        (("ด้วยกรมการปกครองกำหนดให้รายงานปัญหา", f"{SAYS} ระบบ e-fms ขัดข้อง"), "ระบบ e-fms ขัดข้อง"),
        (("ระบบ e-fms ล่ม จึงบันทึกข้อมูลไม่ได้", "ขอให้ตรวจสอบ"), "ระบบ e-fms ล่ม จึงบันทึกข้อมูลไม่ได้ ขอให้ตรวจสอบ"),
        ((RECALL, f"{SAYS} พบปัญหาอุปสรรค ดังนี้", "(๑) ระบบขัดข้อง", "(๒) งบไม่พอ"), "(๑) ระบบขัดข้อง (๒) งบไม่พอ"),
        ((RECALL, f"{SAYS} จัดซื้อไม่ได้", "ตามแผนที่กำหนดไว้"), "จัดซื้อไม่ได้ ตามแผนที่กำหนดไว้"),
        ((f"{SAYS} ขาดเจ้าหน้าที่", "นายอำเภอปัวจึงยังไม่ได้เบิกจ่าย"), "ขาดเจ้าหน้าที่ นายอำเภอปัวจึงยังไม่ได้เบิกจ่าย"),
        ((f"{SAYS} ระบบล่ม", "เรื่องงบประมาณยังไม่ได้รับโอน"), "ระบบล่ม เรื่องงบประมาณยังไม่ได้รับโอน"),
        ((f"{SAYS} ระบบล่ม", "จึงทำให้รายงานล่าช้า"), "ระบบล่ม จึงทำให้รายงานล่าช้า"),
        (
            ("จังหวัดน่านได้รายงานปัญหาระบบขัดข้องแล้ว ๒ ครั้ง คือ วันที่ ๑ และ ๒ แต่ยังไม่ได้แก้ไข",),
            "จังหวัดน่านได้รายงานปัญหาระบบขัดข้องแล้ว ๒ ครั้ง คือ วันที่ ๑ และ ๒ แต่ยังไม่ได้แก้ไข",
        ),
    ],
)
def test_a_letter_tells_all_of_it_and_nothing_else(lines: tuple[str, ...], told: str) -> None:
    found = letter(*lines)
    assert found is not None and found.confidence >= CERTAIN
    # Without places, whether a margin broke a line is a guess: so is the space there.
    assert (found.value or "").replace(" ", "") == told.replace(" ", "")


@pytest.mark.parametrize(
    "lines",
    [
        (RECALL, "จังหวัดน่านขอส่งรายงานปัญหาอุปสรรค รายละเอียดปรากฏตามสิ่งที่ส่งมาด้วย"),
        (f"{SAYS} รายละเอียดตามเอกสารแนบ",),
        ("ตามที่ระบบ e-fms ขัดข้องตั้งแต่วันที่ ๑ ธันวาคม นั้น", f"{SAYS} ทำให้รายงานล่าช้า"),
        ("ตามที่ได้รายงานปัญหาระบบ e-fms นั้น", f"{SAYS} ปัญหาดังกล่าวได้รับการแก้ไขเรียบร้อยแล้ว"),
        (f"{SAYS} ได้ดำเนินการเบิกจ่ายเสร็จสิ้นในทุกรายการ และไม่พบปัญหาอุปสรรค",),
        (f"{SAYS} ได้จัดประชุมคณะทำงานแล้ว",),
    ],
)
def test_what_may_be_cut_or_no_trouble_at_all_is_for_a_person(lines: tuple[str, ...]) -> None:
    found = letter(*lines)
    assert found is None or found.value is None or found.confidence < CERTAIN


def test_a_list_goes_on_behind_the_turn_of_a_page() -> None:
    head, foot = LETTER.format(body=f"{SAYS} มีปัญหาอุปสรรค ดังนี้\n๑. ผู้รับจ้างส่งมอบงานล่าช้า\nCUT").split("CUT\n")
    found = detail(f"{head}/๒. ระบบ...", f"- ๒ -\n๒. ระบบอินเทอร์เน็ตไม่เสถียร\n๓. บุคลากรไม่เพียงพอ\n{foot}")
    assert found is not None and found.confidence >= CERTAIN
    assert found.value == "๑. ผู้รับจ้างส่งมอบงานล่าช้า ๒. ระบบอินเทอร์เน็ตไม่เสถียร ๓. บุคลากรไม่เพียงพอ"


def test_trouble_behind_the_closing_is_not_passed_over() -> None:
    found = detail(LETTER.format(body=f"{SAYS} ผู้รับจ้างส่งมอบงานล่าช้า"), "- ๒ -\n๒. ระบบ e-fms ขัดข้อง")
    assert found is not None and found.confidence < CERTAIN


def test_the_sections_of_a_memo() -> None:
    facts = OBSTACLE.extract(
        document(
            "บันทึกข้อความ\nส่วนราชการ ที่ทำการปกครองจังหวัดน่าน โทร. ๐ ๕๔๗๑ ๖๔๐๐\nที่ นน ๐๐๑๘.๑/๕๕๕ วันที่ ๗ มกราคม ๒๕๖๔\n"
            "เรื่อง รายงานปัญหาอุปสรรค\nเรียน อธิบดีกรมการปกครอง\n๑. เรื่องเดิม กรมการปกครองให้รายงานปัญหาทุกเดือน\n"
            "๒. ข้อเท็จจริง เครื่องคอมพิวเตอร์ชำรุด\n๓. ข้อพิจารณา เห็นควรขอรับการสนับสนุน\nจึงเรียนมาเพื่อโปรดพิจารณา\n(นายวีระพันธ์ ดีอ่อน)"
        )
    )
    told = {name: facts.fields[name].value for name in ("detail", "letter_no", "letter_date")}
    assert told == {"detail": "เครื่องคอมพิวเตอร์ชำรุด", "letter_no": "นน 0018.1/555", "letter_date": "2021-01-07"}


def test_a_stamped_letter_has_no_subject() -> None:
    paper = document(
        "ที่ นน ๐๐๑๘.๑/๗๗\nถึง กรมการปกครอง\nจังหวัดน่านขอรายงานปัญหาอุปสรรคในการดำเนินโครงการ คือ ยังไม่ได้รับโอนงบประมาณ\n"
        "จึงเรียนมาเพื่อโปรดทราบ\nจังหวัดน่าน\n๘ มกราคม ๒๕๖๔"
    )
    assert OBSTACLE.matches(paper) is not None
    assert OBSTACLE.extract(paper).fields["detail"].value == "ยังไม่ได้รับโอนงบประมาณ"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            "๑. ปัญหาอุปสรรค\n- ระบบขัดข้อง\n- การดำเนินการจัดจ้างล่าช้า\n- แนวทางการปฏิบัติไม่ชัดเจน\n- โทรศัพท์สายด่วนใช้ไม่ได้\n"
            "- ผู้เสนอราคาไม่มายื่นซอง\n๒. แนวทางแก้ไขปัญหา\n- ประสานกรม",
            "- ระบบขัดข้อง - การดำเนินการจัดจ้างล่าช้า - แนวทางการปฏิบัติไม่ชัดเจน - โทรศัพท์สายด่วนใช้ไม่ได้ - ผู้เสนอราคาไม่มายื่นซอง",
        ),
        ("| ที่ | ปัญหา อุปสรรค | ข้อเสนอแนะ |\n| ๑ | อินเทอร์เน็ตช้า | - |\n| ๒ | ไม่มี | - |", "อินเทอร์เน็ตช้า"),
    ],
)
def test_a_form_s_list(rows: str, told: str) -> None:
    found = detail(HEAD + rows)
    assert found is not None and found.value == told


@pytest.mark.parametrize("ask", ["ข้อเสนอแนะ : ขอให้จัดอบรมเจ้าหน้าที่", "ผลกระทบ : เบิกจ่ายล่าช้า"])
def test_a_form_that_denies_trouble_and_asks_for_something(ask: str) -> None:
    dossier = run(mail("รายงานปัญหาอุปสรรค", "ตามแนบ", ("แบบ.pdf", HEAD + f"ปัญหาอุปสรรค : ไม่มี\n{ask}")))
    assert [facts.kind for facts in dossier.facts] == ["obstacle"]
    assert dossier.facts[0].fields["detail"].value is None


MAILS = {
    "with a title": "นางสาวกัลยา วงศ์สุวรรณ\nเจ้าพนักงานปกครอง\nโทร 08 1234 5678",
    "bare": "กัลยา วงศ์สุวรรณ\nปกครองจังหวัดน่าน\n081-234-5678",
    "thanks": "ขอบคุณค่ะ\nกัลยา",
}


@pytest.mark.parametrize("signature", MAILS.values(), ids=MAILS)
def test_a_mail_s_signature_is_no_trouble(signature: str) -> None:
    body = f"เรียน ผอ.ส่วนอำนวยความสะดวก\n\nจังหวัดน่านขอแจ้งปัญหา ดังนี้\n1. ระบบ e-fms เข้าไม่ได้\n\n2. งบประมาณยังไม่โอน\n\n{signature}"
    dossier = run(mail("แจ้งปัญหา e-fms จังหวัดน่าน", body))
    found = dossier.facts[0].fields["detail"]
    assert found.value == "1. ระบบ e-fms เข้าไม่ได้ 2. งบประมาณยังไม่โอน" and found.confidence >= CERTAIN


@pytest.mark.parametrize("body", ["ไม่มีค่ะ", "เรียน กรมการปกครอง\n\nจังหวัดน่าน ไม่มีปัญหาอุปสรรคค่ะ\n\nขอบคุณค่ะ\nกัลยา"])
def test_a_mail_of_no_trouble(body: str) -> None:
    dossier = run(mail("รายงานปัญหาอุปสรรค จังหวัดน่าน", body))
    assert dossier.facts == () and dossier.is_for_office
