"""Mailing lists: their mail is filed and never answered, but a report that a known contact sent through one is not lost."""

from __future__ import annotations

from dataclasses import replace

from intake.records import Arrival, Channel, Hints
from parsers.automatic import WEAK_LIST_HEADER
from parsers.parts import Dossier, Message
from parsers.records import Doubt
from rules import senders
from rules.terms import Directive

LIST_FROM_STRANGER = (
    "จดหมายเวียนจากบัญชีรายชื่อผู้รับ (ส่วนหัว {header}) และผู้ส่งไม่อยู่ในรายชื่อผู้ติดต่อของจังหวัด ไม่ใช่หนังสือของจังหวัด จึงเก็บเข้าแฟ้มไว้โดยไม่อ่านเอกสารแนบ"
)
LIST_WITHOUT_REPORT = "จดหมายเวียนจากบัญชีรายชื่อผู้รับ (ส่วนหัว {header}) ไม่พบรายงานตามหนังสือสั่งการ จึงเก็บเข้าแฟ้มไว้"
LIST_WITH_REPORT = (
    "จดหมายมีเครื่องหมายของจดหมายเวียน (ส่วนหัว {header}) แต่มีเอกสารที่อาจเป็นรายงานของจังหวัดแนบมา ระบบจึงไม่รับไว้เองและไม่ตอบกลับ "
    "โปรดตรวจสอบว่าจังหวัดจัดส่งรายงานฉบับนี้จริง แล้วสั่ง accept หรือ reject"
)
"""Formal Thai, shown to officers."""


def is_list(message: Message) -> bool:
    """Whether the mail surely came by a mailing list."""
    return message.list_header not in ("", WEAK_LIST_HEADER)


def judged(arrival: Arrival, message: Message, directive: Directive) -> Message:
    """A list's mail from somebody whom the office does not know is a list's mail whatever it brings. What a fax gateway sends,
    and what a person hands in with their word, is none."""
    if arrival.channel is not Channel.EMAIL or arrival.hints != Hints():
        return replace(message, list_header="")
    if message.automatic or not is_list(message) or senders.is_known(directive, message.sender) is not False:
        return message
    return replace(message, automatic=LIST_FROM_STRANGER.format(header=message.list_header))


def put_to_a_person(dossier: Dossier, message: Message) -> Dossier:
    """What a list's mail reports waits for a person; one that reports nothing is filed with the reason."""
    header = message.list_header
    if not dossier.is_for_office:
        reason = message.automatic or LIST_WITHOUT_REPORT.format(header=header)
        return replace(dossier, reason=reason) if is_list(message) else dossier
    doubt = Doubt("list_mail", LIST_WITH_REPORT.format(header=header), (), blocking=True)
    return replace(dossier, facts=tuple(replace(each, doubts=(*each.doubts, doubt)) for each in dossier.facts))
