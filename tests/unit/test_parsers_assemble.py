"""One message, all its parts: what it reports, and what became of each part."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.records import Hints
from parsers.assemble import assemble
from parsers.parts import Dossier, Message, Outcome, Role
from parsers.records import CERTAIN, Facts, Method, PageReading
from tests.papers import mail, part
from tests.unit.test_parsers_achievement import FORMS as WORKS
from tests.unit.test_parsers_nomination import FORMS, LETTERS, letter
from tests.unit.test_parsers_obstacle import FORMS as TROUBLES

WORDS = ("ศูนย์ดำรงธรรมอำเภอ", "New Normal 2021", "GECC", "ศูนย์ราชการสะดวก", "30982")

MONEY = """
แบบรายงานการเบิกจ่ายงบประมาณ ประจำปีงบประมาณ พ.ศ. ๒๕๖๔
โครงการศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021
จังหวัดน่าน ประจำเดือน {month}
| ลำดับ | รายการ | งบประมาณที่ได้รับจัดสรร | เบิกจ่ายเดือนนี้ | เบิกจ่ายสะสม | คงเหลือ | ร้อยละ |
| ๑ | ค่าตอบแทน | ๖๐,๐๐๐.๐๐ | {first} | {first} | {left} | ๑๖.๖๗ |
| ๒ | ค่าวัสดุ | ๓๗,๓๙๔.๐๐ | ๕,๐๐๐.๐๐ | ๕,๐๐๐.๐๐ | ๓๒,๓๙๔.๐๐ | ๑๓.๓๗ |
| | รวมทั้งสิ้น | ๙๗,๓๙๔.๐๐ | {total} | {total} | {balance} | ๑๕.๔๐ |
ปัญหาอุปสรรค : {trouble}
(ลงชื่อ)....................ผู้รายงาน
(นายสมชาย ใจดี)
เสมียนตราจังหวัดน่าน
"""


def money(trouble: str = "ไม่มี", month: str = "ธันวาคม ๒๕๖๓", total: str = "๑๕,๐๐๐.๐๐", first: str = "๑๐,๐๐๐.๐๐") -> str:
    return MONEY.format(month=month, first=first, left="๕๐,๐๐๐.๐๐", total=total, balance="๘๒,๓๙๔.๐๐", trouble=trouble)


COVER = letter(
    "จังหวัดน่านขอส่งแบบรายงานการเบิกจ่ายงบประมาณ ประจำเดือนธันวาคม ๒๕๖๓ มาพร้อมนี้",
    subject="รายงานการเบิกจ่ายงบประมาณ ประจำเดือนธันวาคม ๒๕๖๓",
)
WORK_COVER = letter("จังหวัดน่านขอส่งแบบรายงานผลงานศูนย์ดำรงธรรมอำเภอปัว มาพร้อมนี้", subject="ส่งแบบรายงานผลงานศูนย์ดำรงธรรมอำเภอ")


def run(made: tuple[Message, dict[int, PageReading]], hints: Hints = Hints()) -> Dossier:  # noqa: B008 - frozen
    dossier = assemble(made[0], made[1], WORDS, hints)
    assert len(dossier.verdicts) == len(made[0].parts)
    assert [verdict.sha256 for verdict in dossier.verdicts] == [each.sha256 for each in made[0].parts]
    assert all(verdict.reason for verdict in dossier.verdicts)
    return dossier


def keys(dossier: Dossier) -> list[tuple[str, str | None, str | None]]:
    def value(facts: Facts, name: str) -> str | None:
        found = getattr(facts, name)
        return found.value if found else None

    return [(facts.kind, value(facts, "province"), value(facts, "period")) for facts in dossier.facts]


def rules(facts: Facts) -> list[str]:
    return [doubt.rule for doubt in facts.doubts if doubt.blocking]


def outcomes(dossier: Dossier) -> list[Outcome]:
    return [verdict.outcome for verdict in dossier.verdicts]


FILED, REVIEW, IGNORED = Outcome.FILED, Outcome.REVIEW, Outcome.IGNORED


def test_a_letter_nominates_and_its_form_bears() -> None:
    dossier = run(
        mail("ส่งรายชื่อ", "เรียน ผอ.\nส่งเอกสารตามแนบ", ("หนังสือ.pdf", letter(LETTERS["chosen"])), ("แบบ.pdf", FORMS["labels"]))
    )
    assert keys(dossier) == [("nomination", "55", None)]
    facts = dossier.facts[0]
    assert rules(facts) == [] and not facts.from_body
    assert facts.fields["letter_no"].value == "นน 0018.1/24813"
    assert facts.fields["contact_name"].value == "นางสาวกัลยา วงศ์สุวรรณ"
    assert facts.parts[0] == dossier.verdicts[2].sha256 and dossier.verdicts[1].sha256 in facts.parts
    assert outcomes(dossier) == [FILED, FILED, FILED]
    assert dossier.verdicts[1].facts == dossier.verdicts[2].facts == (0,)


def test_a_letter_alone_nominates() -> None:
    dossier = run(mail("ส่งรายชื่อ", "", ("หนังสือ.pdf", letter(LETTERS["chosen"]))))
    assert keys(dossier) == [("nomination", "55", None)] and not dossier.facts[0].from_body


def test_a_body_alone_nominates() -> None:
    dossier = run(mail("เสนอรายชื่อ จ.น่าน", "จังหวัดน่านขอเสนอศูนย์ดำรงธรรมอำเภอปัว เป็นศูนย์ต้นแบบครับ"))
    assert keys(dossier) == [("nomination", "55", None)]
    facts = dossier.facts[0]
    assert facts.from_body and rules(facts) == []
    assert facts.fields["district"].value == "ปัว" and facts.fields["district"].method is Method.BODY
    assert facts.fields["district"].confidence >= CERTAIN


def test_form_and_letter_that_differ_are_for_a_person() -> None:
    other = FORMS["labels"].replace("ปัว", "เวียงสา")
    dossier = run(mail("ส่งรายชื่อ", "", ("หนังสือ.pdf", letter(LETTERS["chosen"])), ("แบบ.pdf", other)))
    assert keys(dossier) == [("nomination", "55", None)]
    assert rules(dossier.facts[0]) == ["parts_disagree"]
    assert dossier.facts[0].fields["district"].value == "เวียงสา"
    assert "ปัว" in dossier.facts[0].doubts[-1].message


def test_a_covering_letter_of_another_province_is_for_a_person() -> None:
    cover = COVER.replace("นน ", "พร ").replace("น่าน", "แพร่")
    dossier = run(mail("ส่งรายงาน", "", ("หนังสือ.pdf", cover), ("แบบ.pdf", money())))
    assert keys(dossier) == [("disbursement", "55", "2020-12")]
    assert "parts_disagree" in rules(dossier.facts[0])


def test_letter_and_form_in_one_pdf() -> None:
    dossier = run(mail("ส่งรายงาน", "", ("รายงาน.pdf", COVER.strip() + "\f" + money())))
    assert keys(dossier) == [("disbursement", "55", "2020-12")]
    facts = dossier.facts[0]
    assert facts.fields["letter_no"].value == "นน 0018.1/24813"
    assert facts.fields["letter_date"].value == "2020-12-03"
    assert facts.fields["allocated"].value == "97394.00"
    assert rules(facts) == []


def test_one_message_may_bear_several_kinds() -> None:
    dossier = run(
        mail(
            "ส่งรายงาน",
            "",
            ("หนังสือ 1.pdf", letter(LETTERS["chosen"])),
            ("หนังสือ 2.pdf", COVER.replace("๒๔๘๑๓", "๒๔๘๑๔")),
            ("ผลงาน.pdf", WORKS["labels"]),
            ("เบิกจ่าย.pdf", money()),
        )
    )
    assert sorted(keys(dossier)) == [("achievement", "55", None), ("disbursement", "55", "2020-12"), ("nomination", "55", None)]
    by_kind = {facts.kind: facts for facts in dossier.facts}
    assert by_kind["nomination"].fields["letter_no"].value == "นน 0018.1/24813"
    assert by_kind["disbursement"].fields["letter_no"].value == "นน 0018.1/24814"
    assert outcomes(dossier) == [FILED] * 4


def test_a_covering_letter_makes_no_submission_of_its_own() -> None:
    dossier = run(mail("ส่งผลงาน", "", ("หนังสือ.pdf", WORK_COVER), ("ผลงาน.pdf", WORKS["labels"])))
    assert keys(dossier) == [("achievement", "55", None)]


def test_the_province_is_lent_where_the_form_names_none() -> None:
    form = money().replace("จังหวัดน่าน ", "").replace("เสมียนตราจังหวัดน่าน", "เสมียนตราจังหวัด")
    dossier = run(mail("ส่งรายงาน", "", ("หนังสือ.pdf", COVER), ("แบบ.pdf", form)))
    assert keys(dossier) == [("disbursement", "55", "2020-12")]
    assert rules(dossier.facts[0]) == []


def test_the_same_report_twice_is_one() -> None:
    dossier = run(mail("ส่งรายงาน", "", ("ก.pdf", money()), ("ข.pdf", money() + "\nสำเนาถูกต้อง")))
    assert keys(dossier) == [("disbursement", "55", "2020-12")]
    assert rules(dossier.facts[0]) == [] and len(dossier.facts[0].parts) == 2


def test_the_same_report_with_other_figures_is_for_a_person() -> None:
    dossier = run(mail("ส่งรายงาน", "", ("ก.pdf", money()), ("ข.pdf", money(total="๑๖,๐๐๐.๐๐"))))
    assert keys(dossier) == [("disbursement", "55", "2020-12")]
    assert "parts_disagree" in rules(dossier.facts[0])


def test_two_months_are_two_reports() -> None:
    dossier = run(mail("ส่งรายงาน", "", ("ก.pdf", money()), ("ข.pdf", money(month="พฤศจิกายน ๒๕๖๓"))))
    assert sorted(keys(dossier)) == [("disbursement", "55", "2020-11"), ("disbursement", "55", "2020-12")]


def test_a_subject_that_names_another_month_is_for_a_person() -> None:
    dossier = run(mail("รายงานการเบิกจ่าย ประจำเดือน พฤศจิกายน 2563", "ส่งรายงานตามแนบ", ("แบบ.pdf", money())))
    assert keys(dossier) == [("disbursement", "55", "2020-12")]
    assert "parts_disagree" in rules(dossier.facts[0])


def test_a_month_without_its_year_is_completed_by_its_letter_only_if_it_is_the_same() -> None:
    for month, doubt in (("ธันวาคม", False), ("พฤศจิกายน", True)):
        dossier = run(mail("ส่งรายงาน", "", ("หนังสือ.pdf", COVER), ("แบบ.pdf", money(month=month))))
        assert keys(dossier) == [("disbursement", "55", "2020-12")]
        assert ("parts_disagree" in rules(dossier.facts[0])) == doubt
    alone = run(mail("ส่งรายงาน", "", ("แบบ.pdf", money(month="ธันวาคม"))))
    assert keys(alone) == [("disbursement", "55", None)]
    assert alone.facts[0].proposed_period == "2020-12"


@pytest.mark.parametrize("blank", ["ไม่มี", "-", "................", ""])
def test_no_trouble_makes_no_obstacle_report(blank: str) -> None:
    assert keys(run(mail("ส่งรายงาน", "", ("แบบ.pdf", money(blank))))) == [("disbursement", "55", "2020-12")]


def test_trouble_in_a_disbursement_report_is_a_report_too() -> None:
    dossier = run(mail("ส่งรายงาน", "", ("แบบ.pdf", money("การจัดซื้อวัสดุล่าช้า เนื่องจากผู้รับจ้างส่งมอบงานไม่ทันกำหนด"))))
    assert keys(dossier) == [("disbursement", "55", "2020-12"), ("obstacle", "55", "2020-12")]
    assert dossier.facts[0].fields["obstacles"] == dossier.facts[1].fields["detail"]
    assert dossier.facts[1].fields["topic"].value == "การเบิกจ่าย"
    assert dossier.verdicts[0].facts == (0, 1)


def test_an_unreadable_part_waits_with_what_the_message_tells() -> None:
    made = mail("รายงานการเบิกจ่าย จังหวัดน่าน ประจำเดือน ธันวาคม 2563", "ส่งรายงานตามแนบ", broken=(("scan0001.pdf", "ไฟล์ถูกล็อก"),))
    dossier = run(made)
    assert keys(dossier) == [("disbursement", "55", "2020-12")]
    assert rules(dossier.facts[0]) == ["unreadable"] and dossier.facts[0].doubts[0].message == "ไฟล์ถูกล็อก"
    assert outcomes(dossier) == [FILED, REVIEW] and dossier.is_for_office


def test_an_unreadable_part_of_nobody_waits_too() -> None:
    dossier = run(mail("", "", broken=(("scan0001.pdf", "ไฟล์เสีย"),)))
    assert keys(dossier) == [("other", None, None)] and outcomes(dossier) == [REVIEW]


def test_the_month_of_an_unreadable_part_is_not_told_by_its_name() -> None:
    dossier = run(mail("ส่งรายงาน จังหวัดน่าน", "", broken=(("เบิกจ่าย ประจำเดือน ธันวาคม 2563.pdf", "ไฟล์ถูกล็อก"),)))
    assert keys(dossier) == [("disbursement", "55", None)]


def test_an_unreadable_twin_does_not_rival_the_report() -> None:
    made = mail("ส่งรายงาน", "", ("เบิกจ่าย.pdf", money()), broken=(("เบิกจ่าย (ลงนาม).pdf", "เป็นภาพถ่าย อ่านไม่ได้"),))
    dossier = run(made)
    assert keys(dossier) == [("disbursement", "55", "2020-12")]
    assert rules(dossier.facts[0]) == []
    assert outcomes(dossier) == [FILED, REVIEW]


def test_an_unreadable_part_beside_a_report_waits_on_its_own() -> None:
    dossier = run(mail("รายงานการเบิกจ่าย", "", ("แบบ.pdf", money()), broken=(("scan.pdf", "เป็นภาพถ่าย"),)))
    assert keys(dossier) == [("disbursement", "55", "2020-12"), ("other", "55", None)]
    assert rules(dossier.facts[0]) == [] and outcomes(dossier) == [FILED, REVIEW]


def test_decoration_is_passed_over() -> None:
    message, readings = mail("ส่งรายงาน", "", ("แบบ.pdf", money()))
    logo = part("logo", "logo.png", Role.DECORATION, ignored="ภาพตกแต่ง")
    dossier = run((replace(message, parts=(*message.parts, logo)), readings))
    assert keys(dossier) == [("disbursement", "55", "2020-12")] and outcomes(dossier) == [FILED, IGNORED]


def test_a_link_instead_of_a_file() -> None:
    dossier = run(mail("รายงานการเบิกจ่าย จังหวัดน่าน ศูนย์ดำรงธรรมอำเภอ", "ดาวน์โหลดที่ https://drive.google.com/file/d/1a2b3c/view"))
    assert keys(dossier) == [("disbursement", "55", None)]
    assert rules(dossier.facts[0]) == ["link_only"] and outcomes(dossier) == [REVIEW]


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("ขอเชิญประชุมคณะกรรมการ", "ขอเชิญประชุม วันที่ 5 มกราคม 2564 ณ ห้องประชุม 1"),
        ("โปรโมชั่นพิเศษ", "ลดราคาทุกรายการ"),
        ("ทดสอบ", "ทดสอบส่งอีเมล"),
        ("การคัดเลือกกำนันผู้ใหญ่บ้านยอดเยี่ยม", "จังหวัดน่านขอส่งรายชื่อกำนันยอดเยี่ยม นายสมชาย ใจดี กำนันตำบลปัว"),
    ],
)
def test_a_foreign_matter(subject: str, body: str) -> None:
    dossier = run(mail(subject, body))
    assert dossier.facts == () and not dossier.is_for_office and dossier.reason
    assert outcomes(dossier) == [FILED]


def test_thanks_make_no_submission() -> None:
    dossier = run(mail("Re: แจ้งผลการรับเอกสาร ศูนย์ดำรงธรรมอำเภอ", "รับทราบครับ ขอบคุณครับ"))
    assert dossier.facts == () and not dossier.is_for_office


def test_automatic_mail_is_set_aside() -> None:
    message, readings = mail("Re: รายงาน", "ขณะนี้ไม่อยู่ที่สำนักงาน", ("แบบ.pdf", money()))
    dossier = run((replace(message, automatic="ข้อความตอบกลับอัตโนมัติ"), readings))
    assert dossier.facts == () and not dossier.is_for_office and dossier.reason == "ข้อความตอบกลับอัตโนมัติ"


def test_a_question_is_for_a_person() -> None:
    body = "จังหวัดน่านขอสอบถามว่า ศูนย์ดำรงธรรมอำเภอที่เคยได้รับรางวัลเสนออีกได้หรือไม่ครับ"
    dossier = run(mail("สอบถามการคัดเลือก", body))
    assert keys(dossier) == [("other", "55", None)] and rules(dossier.facts[0]) == ["question"]


def test_a_question_beside_a_report_is_not_lost() -> None:
    dossier = run(mail("ส่งรายงาน", "ส่งรายงานตามแนบครับ และขอสอบถามว่างบประมาณเหลือจ่ายโอนได้หรือไม่", ("แบบ.pdf", money())))
    assert keys(dossier)[0] == ("disbursement", "55", "2020-12")
    assert [(facts.kind, rules(facts)) for facts in dossier.facts[1:]] == [("other", ["question"])]


def test_a_letter_without_its_form_is_for_a_person() -> None:
    dossier = run(mail("ส่งรายงาน", "", ("หนังสือ.pdf", COVER)))
    assert keys(dossier) == [("other", "55", None)] and rules(dossier.facts[0]) == ["attachment_missing"]


def test_an_unknown_paper_of_the_directive_is_for_a_person() -> None:
    text = "สรุปข้อมูลทั่วไปของศูนย์ดำรงธรรมอำเภอปัว จังหวัดน่าน\nเปิดทำการเมื่อ พ.ศ. ๒๕๕๗"
    dossier = run(mail("ส่งเอกสาร", "", ("ข้อมูล.pdf", text)))
    assert keys(dossier)[0][0] == "other" and rules(dossier.facts[0]) == ["kind_unclear"] and outcomes(dossier) == [REVIEW]


def test_an_order_beside_a_nomination_is_an_annex() -> None:
    order = "คำสั่งจังหวัดน่าน\nเรื่อง แต่งตั้งคณะทำงานคัดเลือกศูนย์ดำรงธรรมอำเภอ\n๑. นายอำเภอเวียงสา กรรมการ"
    dossier = run(mail("ส่งรายชื่อ", "", ("แบบ.pdf", FORMS["labels"]), ("คำสั่ง.pdf", order)))
    assert keys(dossier) == [("nomination", "55", None)] and rules(dossier.facts[0]) == []
    assert outcomes(dossier) == [FILED, FILED]


def test_a_persons_word_stands_above_the_paper() -> None:
    form = money().replace("จังหวัดน่าน ประจำเดือน ธันวาคม ๒๕๖๓", "").replace("เสมียนตราจังหวัดน่าน", "เสมียนตราจังหวัด")
    message, readings = mail("", "", ("แบบ.pdf", form))
    dossier = run((message, readings), Hints(province="55", kind="disbursement", period="2020-12"))
    assert keys(dossier) == [("disbursement", "55", "2020-12")]
    facts = dossier.facts[0]
    assert facts.province is not None and facts.province.method is Method.HUMAN and facts.province.confidence == 1.0


def test_a_persons_word_on_an_unreadable_scan() -> None:
    dossier = run(mail("", "", broken=(("scan.pdf", "เป็นภาพถ่าย"),)), Hints(province="55", kind="obstacle"))
    assert keys(dossier) == [("obstacle", "55", None)] and rules(dossier.facts[0]) == ["unreadable"]


def test_an_obstacle_report() -> None:
    dossier = run(mail("รายงานปัญหา", "", ("ปัญหา.pdf", TROUBLES["labels"] + "\nศูนย์ดำรงธรรมอำเภอ")))
    assert keys(dossier) == [("obstacle", "55", None)]


def test_another_project_is_for_a_person() -> None:
    form = money().replace("โครงการศูนย์ดำรงธรรมอำเภออัจฉริยะต้นแบบ New Normal 2021", "โครงการป้องกันและแก้ไขปัญหายาเสพติด")
    dossier = run(mail("รายงานการเบิกจ่าย", "", ("แบบ.pdf", form)))
    assert keys(dossier) == [("disbursement", "55", "2020-12")] and "project_unclear" in rules(dossier.facts[0])
