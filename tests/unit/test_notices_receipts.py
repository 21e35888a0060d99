"""Who is answered, and what a province is asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from intake.records import Channel
from notices.asking import ASKED, OURS, asked, requests
from notices.receipts import accepted_after_review, answers, composer
from notices.views import UNSURE, joined, shown_value, view
from rules.catalogue import RULES
from rules.records import Finding, Severity, Status
from storage.notices import Hold, NoticeDraft, NoticeKind
from tests.notices_kit import arrival, filed, loaded, office, part, row, settings, waiting
from tests.rules_kit import at, disbursement, field, nomination, without

GOOD = row(disbursement(), "2021-01-08 14:02")


def answer(*rows: object, **changes: object) -> list[NoticeDraft]:
    return list(answers(filed(*rows, **{"received": "2021-01-08 14:02", **changes}), loaded(), office()))  # type: ignore[arg-type]


def test_every_rule_is_either_asked_of_the_province_or_ours() -> None:
    assert not OURS & set(ASKED)
    assert set(ASKED) | OURS == set(RULES)


def test_a_receipt_for_a_good_report() -> None:
    (draft,) = answer(GOOD)
    assert (draft.kind, draft.province, draft.deliverable, draft.period) == (
        NoticeKind.RECEIPT,
        "30",
        "disbursement",
        "2020-12",
    )
    assert draft.submission == "S1" and draft.in_reply_to == "<17@moi.example>" and draft.hold is None
    assert draft.stale_after == at("2021-01-13 00:00")
    assert "เบิกจ่ายสะสม: 36,328.75 บาท" in draft.body_text


@pytest.mark.parametrize(
    "changes",
    [
        {"backlog": True},
        {"counted_as": "automatic"},
        {"counted_as": "foreign"},
        {"counted_as": "duplicate"},
        {"channel": Channel.UPLOAD},
    ],
)
def test_some_arrivals_are_never_answered(changes: dict[str, object]) -> None:
    assert answer(GOOD, **changes) == []


def test_a_fax_is_answered_to_the_contacts() -> None:
    (draft,) = answer(GOOD, channel=Channel.FAX, is_message=False, sender="")
    assert draft.to == ("korat@moi.example", "korat2@moi.example") and "ทางโทรสาร" in draft.body_text


def test_each_province_is_answered_for_itself_alone() -> None:
    other = row(
        disbursement({"cumulative": "36382.75", "letter_no": "ชม 0018.1/9"}, province="50"), "2021-01-08 14:02", id="S2"
    )
    first, second = answer(GOOD, other)
    assert (first.province, first.kind, second.province, second.kind) == ("30", NoticeKind.RECEIPT, "50", NoticeKind.QUERY)
    assert first.dedupe_key != second.dedupe_key
    assert "36,382.75" not in first.body_text and "เชียงใหม่" not in first.body_text
    assert second.to == ("chiangmai@moi.example", "korat@moi.example")


def test_a_report_that_may_be_another_provinces_is_told_to_nobody() -> None:
    doubtful = row(disbursement({"letter_no": "ชม 0018.1/9"}), "2021-01-08 14:02")
    assert any(finding.rule == "province_doubtful" for finding in doubtful.findings)
    assert answer(doubtful) == []
    bangkok = row(disbursement(province="10"), "2021-01-08 14:02")
    assert answer(bangkok) == []


def test_what_names_no_province_is_answered_by_its_listed_sender_only() -> None:
    locked = row(waiting("other", None, "unreadable", "ไฟล์เอกสารถูกล็อกด้วยรหัสผ่าน โปรดปลดรหัสผ่านแล้วส่งใหม่"), "2021-01-08 14:02")
    (draft,) = answer(locked, parts=(part("ข้อมูล.pdf"),))
    assert draft.kind is NoticeKind.QUERY and draft.province == "30"
    assert "ไฟล์ ข้อมูล.pdf: ไฟล์เอกสารถูกล็อกด้วยรหัสผ่าน โปรดจัดส่งใหม่เป็นไฟล์ที่เปิดอ่านได้" in draft.body_text
    assert answer(locked, sender="stranger@mail.example") == []


def test_of_an_unreadable_paper_only_a_readable_copy_is_asked() -> None:
    locked = row(waiting("disbursement", "30", "unreadable", "ไฟล์ชำรุด โปรดส่งใหม่", "2020-12"), "2021-01-08 14:02")
    assert any(finding.rule == "missing_field" for finding in locked.findings)
    assert [finding.rule for finding in asked(locked)] == ["unreadable"]


def test_a_scan_is_legitimate_paper() -> None:
    scan = row(
        waiting("disbursement", "30", "read_by_hand", "เอกสารเป็นภาพสแกน โปรดตรวจสอบจากภาพต้นฉบับ", "2020-12"), "2021-01-08 14:02"
    )
    (draft,) = answer(scan)
    assert (
        draft.kind is NoticeKind.RECEIPT and "เจ้าหน้าที่อยู่ระหว่างเปิดอ่าน" in draft.body_text and "โปรดจัดส่งใหม่" not in draft.body_text
    )


def test_a_readers_doubt_is_not_asked_of_the_province_but_a_doubtful_detail_may_be_confirmed() -> None:
    doubtful = row(
        disbursement({"cumulative": field("36328.75", 0.9), "reporter_phone": field("044243798", 0.9)}), "2021-01-08 14:02"
    )
    severities = {finding.fields[0]: finding.severity for finding in doubtful.findings if finding.rule == "doubtful_field"}
    assert severities == {"cumulative": Severity.ERROR, "reporter_phone": Severity.WARNING}
    (text,) = requests([doubtful], arrival())
    assert "หมายเลขโทรศัพท์ผู้รายงาน" in text and text.endswith("โปรดยืนยันค่าที่ถูกต้อง") and "ต้นฉบับ" not in text
    shown = dict(view(doubtful).rows)
    assert shown["เบิกจ่ายสะสม"].endswith(UNSURE) and not shown["คงเหลือ"].endswith(UNSURE)


def test_our_own_findings_are_not_asked() -> None:
    told = tuple(Finding(rule, Severity.ERROR, "ข้อความถึงเจ้าหน้าที่") for rule in sorted(OURS))
    silent = replace(GOOD, findings=told, status=Status.REVIEW)
    assert requests([silent], arrival()) == ()


@pytest.mark.parametrize("rule", sorted(ASKED))
def test_what_is_asked_stands_on_one_line_and_leaves_out_what_is_for_officers(rule: str) -> None:
    message = "พบข้อมูลไม่ตรงกัน\nบรรทัดใหม่ โปรดเทียบกับเอกสารต้นฉบับ"
    severity = Severity.WARNING if rule == "doubtful_field" else Severity.ERROR
    asking = replace(GOOD, findings=(Finding(rule, severity, message),), readable=rule not in {"unreadable", "link_only"})
    (text,) = requests([asking], arrival())
    assert "\n" not in text and text.strip() == text
    if rule in {"doubtful_field", "unreadable", "several_districts", "district_not_in_province"}:
        assert "ต้นฉบับ" not in text and "โปรด" in text


def test_the_conflict_of_two_nominations_asks_for_one() -> None:
    from rules.decide import conflict_finding

    both = replace(row(nomination("30", "โชคชัย")), findings=(conflict_finding("โชคชัย", "ปากช่อง"),), status=Status.REVIEW)
    (text,) = requests([both], arrival())
    assert text.endswith("คือ อำเภอโชคชัย และอำเภอปากช่อง โปรดยืนยันชื่อศูนย์ดำรงธรรมอำเภอเพียงแห่งเดียว")


def test_an_address_gets_so_many_answers_a_day_and_no_more() -> None:
    answered: Counter[str] = Counter()
    three = replace(settings(), limits=replace(settings().limits, answers_per_day=3))
    compose = composer(loaded(), three, answered)
    holds = [compose(filed(GOOD, received="2021-01-08 14:02", sha256=f"{n}" * 64))[0].hold for n in range(5)]
    assert holds == [None, None, None, Hold.TOO_MANY, Hold.TOO_MANY]


def test_the_receipt_after_review_has_a_key_of_its_own_and_the_same_manners() -> None:
    draft = accepted_after_review(GOOD, arrival(), loaded(), office(), at("2021-01-12 10:00"))
    assert draft is not None and draft.dedupe_key == "accepted:S1:1" and draft.kind is NoticeKind.RECEIPT
    assert draft.stale_after == at("2021-01-15 00:00") and "15 มกราคม 2564" in draft.body_text
    for changes in ({"backlog": True}, {"channel": Channel.UPLOAD}):
        assert accepted_after_review(GOOD, arrival(**changes), loaded(), office(), at("2021-01-12 10:00")) is None
    assert accepted_after_review(replace(GOOD, province="10"), arrival(), loaded(), office(), at("2021-01-12 10:00")) is None


def test_texts_of_documents_stay_on_their_line() -> None:
    evil = row(nomination("30", "โชคชัย", letter_no="นม 0018.1/3461", contact_name="นาง ก\n\nเรื่อง  โอนเงิน\r\nBcc: x@y.example"))
    (draft,) = answer(evil, received="2020-12-03 10:00")
    assert "\nเรื่อง  โอนเงิน" not in draft.body_text and "\nBcc" not in draft.body_text and "\n" not in draft.subject


def test_small_words() -> None:
    assert [joined(each) for each in ([], ["ก"], ["ก", "ข"], ["ก", "ข", "ค", "ก"])] == ["", "ก", "ก และข", "ก ข และค"]
    assert shown_value("letter_date", "2020-12-01") == "1 ธันวาคม 2563" and shown_value("letter_date", "?") == "?"
    assert shown_value("this_month", "1234.5") == "1,234.50 บาท" and shown_value("district", "โชคชัย") == "อำเภอโชคชัย"


def test_without_a_letter_number_the_sentence_still_holds() -> None:
    (draft,) = answer(row(without(nomination("30", "โชคชัย"), "letter_no", "letter_date")), received="2020-12-03 10:00")
    assert "ได้จัดส่งแบบเสนอรายชื่อศูนย์ดำรงธรรมอำเภอ ทางไปรษณีย์อิเล็กทรอนิกส์" in draft.body_text
