"""Is this a person's letter? Automatic answers, bounces, lists and our own mail are told by their headers.

A province's report must never be taken for automatic mail on a weak sign, so the signs have three weights:

* proof: a delivery report or read receipt, the mail system's own address, an automatic answer that says so, our own mail;
* strong: other marks of machines (null Return-Path, auto-generated, Precedence, List-Id, no-reply addresses, subjects).
  These count only where no document is attached: scanners and document systems send real papers with every one of them.
  Whose documents come with the mark of a list is asked by the caller, who knows the contacts (``list_header``);
* weak: List-Unsubscribe and X-Auto-Response-Suppress, which ordinary servers add to ordinary mail. Two are needed, no document
  attached, and the message no answer to another.
"""

from __future__ import annotations

import re

from parsers.headers import Headers, parse_parameters

OWN_HEADER = "x-damrong"
"""Every mail that damrong sends bears this header."""
_DAEMON = re.compile(r"(?:mailer-daemon|mail-daemon|mailerdaemon|postmaster|bounces?)(?:[+-].*)?@", re.IGNORECASE)
_NO_REPLY = re.compile(r"(?:.*[._-])?(?:no|do[._-]?not|never)[._-]?reply(?:[._+-].*)?@", re.IGNORECASE)
_BOUNCE_SUBJECT = re.compile(
    r"\s*(?:undeliverable|undelivered mail|delivery status notification|mail delivery (?:failed|failure|system)|"
    r"delivery failure|returned mail|failure notice|message not delivered|delivery has failed|การส่งล้มเหลว|"
    r"ไม่สามารถส่ง(?:ข้อความ|จดหมาย|อีเมล)|ส่ง(?:ข้อความ|จดหมาย|อีเมล)ไม่สำเร็จ)",
    re.IGNORECASE,
)
_ANSWER_SUBJECT = re.compile(
    r"\s*(?:automatic reply|auto(?:matic)?[\s-]?(?:reply|response|responder)|autoreply|out of (?:the )?office|on vacation|"
    r"vacation reply|(?:การ|ข้อความ)?ตอบ(?:กลับ|รับ)อัตโนมัติ|ไม่อยู่(?:ที่|ใน)(?:สำนักงาน|ทำงาน|ที่ทำงาน)|"
    r"อยู่ระหว่างการลา)",
    re.IGNORECASE,
)
WEAK_LIST_HEADER = "List-Unsubscribe"
"""Ordinary servers add it to ordinary mail: alone it proves no list."""
LIST_HEADERS = ("List-Id", "List-Post", "Mailing-List", WEAK_LIST_HEADER)
_LIST_PRECEDENCE = re.compile(r"bulk|junk|list", re.IGNORECASE)
_ANSWERING_HEADERS = ("x-autoreply", "x-autorespond", "x-auto-reply-from", "x-autoreply-from", "x-mail-autoreply", "x-vacation")

_BOUNCE = "จดหมายแจ้งผลการส่งจากระบบไปรษณีย์อิเล็กทรอนิกส์ ไม่ใช่หนังสือของจังหวัด"
_RECEIPT = "จดหมายแจ้งการเปิดอ่านโดยอัตโนมัติ ไม่ใช่หนังสือของจังหวัด"
_ANSWER = "จดหมายตอบกลับอัตโนมัติ ไม่ใช่หนังสือของจังหวัด"
_MACHINE = "จดหมายที่ระบบจัดส่งโดยอัตโนมัติและไม่มีเอกสารแนบ ไม่ใช่หนังสือของจังหวัด"
_LIST = "จดหมายเวียนจากบัญชีรายชื่อผู้รับและไม่มีเอกสารแนบ ไม่ใช่หนังสือของจังหวัด"
_OWN = "จดหมายที่ระบบนี้ส่งออกไปเอง"


def reason(headers: Headers, sender: str, subject: str, own: frozenset[str], *, has_documents: bool, is_reply: bool) -> str:
    """Why the message is no person's letter, in formal Thai; empty if it is one.

    Args:
        own: our own addresses, lower case.
        has_documents: something is attached that may be a document.
        is_reply: the message answers another.
    """
    proof = _own(headers, sender, own) or _report(headers) or _answer(headers, subject, sender)
    if proof or has_documents:
        return proof
    return _strong(headers, sender, subject, own) or _weak(headers, is_reply=is_reply)


def list_header(headers: Headers, own: frozenset[str]) -> str:
    """The header by which a mailing list marks its mail; empty if there is none, or if the list is our own address."""
    if _through_own_list(headers, own):
        return ""
    named = next((name for name in LIST_HEADERS if headers.has(name.lower())), "")
    precedence = _LIST_PRECEDENCE.match(headers.text("precedence").strip())
    return f"Precedence: {precedence[0].lower()}" if precedence and named in ("", WEAK_LIST_HEADER) else named


def by_machine(headers: Headers, subject: str) -> bool:
    """Whether a machine says that it sent or sent on the message: such mail is not answered, whatever it brings."""
    said = headers.text("auto-submitted").strip().lower()
    return (said != "" and not said.startswith("no")) or _null_path(headers) or _answers(headers, subject)


def _own(headers: Headers, sender: str, own: frozenset[str]) -> str:
    message_id = headers.text("message-id").lower()
    is_ours = headers.has(OWN_HEADER) or bool(sender and sender in own) or message_id.startswith(("<damrong.", "<damrong-"))
    return _OWN if is_ours else ""


def _report(headers: Headers) -> str:
    word, parameters = parse_parameters(headers.raw("content-type"))
    if word == "message/delivery-status":
        return _BOUNCE
    if word != "multipart/report":
        return ""
    kind = next((value.lower() for name, value in parameters if name == "report-type"), b"")
    return _RECEIPT if b"disposition" in kind else _BOUNCE


def _answer(headers: Headers, subject: str, sender: str) -> str:
    if _DAEMON.match(sender) and (sender.startswith("mail") or _BOUNCE_SUBJECT.match(subject) or _null_path(headers)):
        return _BOUNCE
    if _BOUNCE_SUBJECT.match(subject) and _null_path(headers):
        return _BOUNCE
    said = headers.text("auto-submitted").lower()
    return _ANSWER if said.startswith("auto-replied") or (_ANSWER_SUBJECT.match(subject) and said.startswith("auto")) else ""


def _null_path(headers: Headers) -> bool:
    return bool(re.fullmatch(rb"\s*<\s*>\s*", headers.raw("return-path"))) if headers.has("return-path") else False


def _strong(headers: Headers, sender: str, subject: str, own: frozenset[str]) -> str:
    if _BOUNCE_SUBJECT.match(subject) or _DAEMON.match(sender):
        return _BOUNCE
    if _answers(headers, subject):
        return _ANSWER
    if by_machine(headers, subject) or _NO_REPLY.match(sender):
        return _MACHINE
    return _LIST if list_header(headers, own) not in ("", WEAK_LIST_HEADER) else ""


def _answers(headers: Headers, subject: str) -> bool:
    """Signs of an automatic answer, from systems that do not say ``Auto-Submitted``."""
    said = (headers.text("precedence"), headers.text("x-precedence"))
    if _ANSWER_SUBJECT.match(subject) or any(each.strip().lower().startswith("auto") for each in said):
        return True
    return any(headers.has(name) for name in _ANSWERING_HEADERS)


def _through_own_list(headers: Headers, own: frozenset[str]) -> bool:
    """The office's own address may be a group address, which puts list headers on everything that is sent to it."""
    marks = " ".join(headers.text(name).lower() for name in ("list-id", "list-post", "mailing-list", "x-original-to"))
    return any(address in marks or address.replace("@", ".") in marks for address in own)


def _weak(headers: Headers, *, is_reply: bool) -> str:
    signs = headers.has("list-unsubscribe") + headers.has("x-auto-response-suppress") + headers.has("feedback-id")
    return _LIST if signs >= 2 and not is_reply else ""
