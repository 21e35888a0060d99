"""Automatic mail is told by its headers; a province's report is never lost to a weak sign."""

from __future__ import annotations

import pytest

from parsers import message

OWN = frozenset({"damrong@dopa.example"})
BASE = "From: a@nm.example\nTo: damrong@dopa.example\nSubject: รายงาน\n"
DOCUMENT = "--b\nContent-Type: application/pdf; name=a.pdf\n\n%PDF-1.4 x\n--b--\n"


def mail(headers: str, *, document: bool = False, body: str = "เบิกจ่าย 1 บาท") -> str:
    if not document:
        return message.open_message(f"{headers}\n{body}\n".encode(), own_addresses=OWN).automatic
    raw = f"{headers}Content-Type: multipart/mixed; boundary=b\n\n--b\n\n{body}\n{DOCUMENT}"
    return message.open_message(raw.encode(), own_addresses=OWN).automatic


def base(**changes: str) -> str:
    headers = {"From": "a@nm.example", "To": "damrong@dopa.example", "Subject": "รายงาน"}
    headers |= {name.replace("_", "-"): value for name, value in changes.items()}
    return "".join(f"{name}: {value}\n" for name, value in headers.items())


ALWAYS = [
    ("our own header", base(X_Damrong="receipt")),
    ("our own address", base(From="DOPA <Damrong@DOPA.example>")),
    ("our own message id", base(Message_ID="<damrong.17.2563@dopa.example>")),
    ("vacation", base(Auto_Submitted="auto-replied")),
    ("vacation with a remark", base(Auto_Submitted="auto-replied (vacation)")),
    ("outlook's automatic reply", base(Auto_Submitted="auto-generated", Subject="Automatic reply: เตือน")),
    ("daemon", base(From="Mail Delivery System <MAILER-DAEMON@mx.example>")),
    ("postmaster's bounce", base(From="postmaster@mx.example", Subject="Undeliverable: เตือน")),
    ("bounce by its path and subject", base(Return_Path="<>", Subject="Delivery Status Notification (Failure)")),
]


@pytest.mark.parametrize("document", [False, True])
@pytest.mark.parametrize("headers", [case[1] for case in ALWAYS], ids=[case[0] for case in ALWAYS])
def test_proof_counts_whatever_is_attached(headers: str, document: bool) -> None:
    assert mail(headers, document=document).startswith("จดหมาย")


REPORTS = [
    ("bounce", "report-type=delivery-status", "ผลการส่ง"),
    ("read receipt", "report-type=disposition-notification", "เปิดอ่าน"),
    ("report without its type", "x=y", "ผลการส่ง"),
]


@pytest.mark.parametrize(("parameter", "said"), [case[1:] for case in REPORTS], ids=[case[0] for case in REPORTS])
def test_reports_of_mail_systems(parameter: str, said: str) -> None:
    raw = f"{BASE}Content-Type: multipart/report; {parameter}; boundary=b\n\n--b\n\nx\n--b--\n"
    assert said in message.open_message(raw.encode(), own_addresses=OWN).automatic


UNLESS_DOCUMENTS = [
    ("null path", base(Return_Path="<>")),
    ("generated", base(Auto_Submitted="auto-generated")),
    ("notified", base(Auto_Submitted="auto-notified")),
    ("bulk", base(Precedence="bulk")),
    ("list", base(Precedence="list")),
    ("junk", base(Precedence="junk")),
    ("auto_reply", base(Precedence="auto_reply")),
    ("list id", base(List_Id="<news.agency.example>")),
    ("two weak signs", base(List_Unsubscribe="<mailto:x@y.example>", Feedback_ID="1:news")),
    ("no-reply", base(From="no-reply@agency.example")),
    ("noreply", base(From="noreply@agency.example")),
    ("donotreply", base(From="do_not_reply@agency.example")),
    ("named no-reply", base(From="esaraban-noreply@nm.example")),
    ("postmaster", base(From="postmaster@nm.example")),
    ("autoreply header", base(X_Autoreply="yes")),
    ("autorespond header", base(X_Autorespond="เตือน")),
    ("out of office", base(Subject="Out of Office: เตือน")),
    ("automatic reply", base(Subject="Automatic reply: เตือน")),
    ("Thai out of office", base(Subject="ไม่อยู่ที่สำนักงาน: เตือน")),
    ("Thai automatic answer", base(Subject="ตอบกลับอัตโนมัติ: เตือน")),
    ("undeliverable", base(Subject="Undeliverable: เตือน")),
    ("not delivered, Thai", base(Subject="ส่งอีเมลไม่สำเร็จ: เตือน")),
]


@pytest.mark.parametrize("headers", [case[1] for case in UNLESS_DOCUMENTS], ids=[case[0] for case in UNLESS_DOCUMENTS])
def test_strong_signs_count_only_without_a_document(headers: str) -> None:
    assert mail(headers)
    assert not mail(headers, document=True)


NEVER = [
    ("ordinary", base()),
    ("said to be no automatic mail", base(Auto_Submitted="no")),
    ("exchange's suppress header", base(X_Auto_Response_Suppress="All")),
    ("unsubscribe alone", base(List_Unsubscribe="<mailto:x@y.example>")),
    (
        "two weak signs on an answer",
        base(List_Unsubscribe="<x>", X_Auto_Response_Suppress="OOF", In_Reply_To="<1@dopa.example>"),
    ),
    ("first-class", base(Precedence="first-class")),
    ("our address is a group", base(Precedence="list", List_Id="<damrong.dopa.example>")),
    (
        "our address is a group, by post",
        base(Precedence="list", List_Id="<x.example>", List_Post="<mailto:damrong@dopa.example>"),
    ),
    ("a real path", base(Return_Path="<a@nm.example>")),
    ("a word in the middle of the subject", base(Subject="รายงานระบบตอบกลับอัตโนมัติ")),
    ("a person called bounce-like", base(From="bouncer.a@nm.example")),
    ("a reply to ours", base(Subject="Re: Undeliverable")),
    ("no sender", "Subject: x\n"),
]


@pytest.mark.parametrize("headers", [case[1] for case in NEVER], ids=[case[0] for case in NEVER])
def test_a_weak_sign_never_costs_a_report(headers: str) -> None:
    assert mail(headers) == ""
    assert mail(headers, document=True) == ""


LISTED = [
    ("by id", base(List_Id="<news.agency.example>"), "List-Id"),
    ("by post", base(List_Post="<mailto:x@y.example>"), "List-Post"),
    ("by the way out", base(List_Unsubscribe="<mailto:x@y.example>"), "List-Unsubscribe"),
    ("bulk", base(Precedence="bulk"), "Precedence: bulk"),
    ("list", base(Precedence="LIST"), "Precedence: list"),
    ("our own group", base(Precedence="list", List_Id="<damrong.dopa.example>"), ""),
    ("first-class", base(Precedence="first-class"), ""),
    ("a machine's", base(Precedence="auto_reply"), ""),
]


@pytest.mark.parametrize(("headers", "named"), [case[1:] for case in LISTED], ids=[case[0] for case in LISTED])
def test_the_header_of_a_list_is_named(headers: str, named: str) -> None:
    raw = f"{headers}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n{DOCUMENT}"
    assert message.open_message(raw.encode(), own_addresses=OWN).list_header == named


@pytest.mark.parametrize(
    "header", ["Auto-Submitted: auto-generated", "Return-Path: <>", "X-Autorespond: x", "Precedence: auto_reply"]
)
def test_a_machine_that_sends_documents_is_not_answered(header: str) -> None:
    raw = f"{header}\n{BASE}Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n{DOCUMENT}"
    opened = message.open_message(raw.encode(), own_addresses=OWN)
    assert opened.by_machine
    assert not opened.automatic


def test_an_ordinary_letter_is_neither() -> None:
    opened = message.open_message(f"{BASE}Auto-Submitted: no\n\nx".encode(), own_addresses=OWN)
    assert not opened.by_machine
    assert not opened.list_header
