"""An arrival opened: headers read, every leaf judged, the sender's own words found. The only module that uses mail-parser.

mail-parser reads the Received headers (its strength) and reports defects of addresses and dates; parts, names and bodies
come from our own walk over the raw bytes, since it flattens attached messages, drops nameless parts and destroys raw
8-bit headers. Nothing here raises, whatever the bytes are.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import mailparser

from parsers import automatic, bodies, judge, mime, sniff
from parsers import headers as hd
from parsers import media_types as mt
from parsers.body_choice import BodyText, choose, read_body
from parsers.parts import Message, Part, Role

_TOO_LARGE = "จดหมายมีขนาดเกินกว่าที่ระบบรับได้ อ่านได้เพียงส่วนหัว ต้นฉบับยังอยู่ในตู้จดหมาย โปรดให้เจ้าหน้าที่เปิดอ่าน และแจ้งผู้ส่งให้แบ่งส่ง"
_NOTHING = "จดหมายฉบับนี้ไม่มีเนื้อความและไม่มีเอกสารแนบ โปรดสอบถามผู้ส่ง"
_ONLY_QUOTED = "มีเพียงข้อความของจดหมายฉบับก่อนหรือลายมือชื่อท้ายจดหมาย"
_NO_WORDS = "จดหมายอัตโนมัติที่ไม่มีเนื้อความ"
_NO_BODY = "จดหมายไม่มีเนื้อความ มีเพียงเอกสารแนบ"
_MAX_VALUE = 20_000
_MAX_HEADERS = 200_000


def open_message(raw: bytes, *, own_addresses: frozenset[str], truncated: bool = False) -> Message:
    """Opens an RFC 5322 message. Never raises; what cannot be opened becomes a part in trouble.

    Args:
        own_addresses: addresses that damrong sends from, lower case; mail from them is ours.
        truncated: ``raw`` holds the headers only, because the message is too large.
    """
    headers, leaves, warnings = mime.walk(raw)
    subject = headers.text("subject")
    sender, sender_name = hd.address(headers.raw("from"))
    references = hd.message_ids([*headers.all("in-reply-to"), *headers.all("references")])
    is_reply = bodies.is_reply(subject) or bool(references)
    parts, body = _headers_only(raw) if truncated else _parts(leaves, subject, is_reply=is_reply)
    has_documents = any(part.role in (Role.DOCUMENT, Role.CONTAINER) and not part.ignored for part in parts)
    why = automatic.reason(headers, sender, subject, own_addresses, has_documents=has_documents, is_reply=is_reply)
    relayed_at, defects = _relay(headers)
    return Message(
        parts=_untroubled(parts) if why else parts,
        subject=subject,
        sender=sender,
        sender_name=sender_name,
        recipients=hd.addresses([*headers.all("to"), *headers.all("cc")]),
        message_id=next(iter(hd.message_ids([headers.raw("message-id")])), headers.text("message-id")[:500]),
        references=references,
        sent_at=hd.date(headers.text("date")),
        relayed_at=relayed_at,
        automatic=why,
        list_header=automatic.list_header(headers, own_addresses),
        by_machine=automatic.by_machine(headers, subject),
        body=body,
        warnings=(*warnings, *defects, *_renamed(parts)),
    )


def open_document(data: bytes, name: str) -> Message:
    """Opens a bare document: a message with one part and no headers."""
    clean = hd.clean_name(name)
    found = sniff.media_type(data, clean, "")
    verdict = judge.judge_bytes(data, clean, found) or judge.Verdict(found, Role.DOCUMENT)
    part = judge.make_part(data, clean or f"document{mt.extension_of(found)}", name, "", verdict)
    return Message(parts=(part,), warnings=_renamed((part,)))


def file_links(body: str) -> tuple[str, ...]:
    """Links in a body to files that lie elsewhere (Google Drive, OneDrive, Dropbox and the like), once each, in order."""
    return bodies.file_links(body)


def _parts(leaves: tuple[mime.Leaf, ...], subject: str, *, is_reply: bool) -> tuple[tuple[Part, ...], str]:
    """A Part for each leaf, and the sender's own words out of the bodies."""
    shown = judge.shown_images(leaves)
    parts: list[Part] = []
    texts: list[BodyText] = []
    for number, leaf in enumerate(leaves, start=1):
        name, raw_name = judge.file_name(leaf.headers, leaf.parameters, leaf.embedded_name)
        verdict = judge.judge(leaf, name, shown)
        label = next((value.decode("ascii", "replace") for key, value in leaf.parameters if key == "charset"), None)
        name = name or f"part-{number}{mt.extension_of(verdict.media_type)}"
        parts.append(judge.make_part(leaf.data, name, raw_name, leaf.declared_type, verdict, label))
        if verdict.role is Role.BODY:
            texts.append(read_body(len(parts) - 1, leaf, verdict.media_type, label))
    return _settle_bodies(parts, texts, subject, is_reply=is_reply)


def _settle_bodies(parts: list[Part], texts: list[BodyText], subject: str, *, is_reply: bool) -> tuple[tuple[Part, ...], str]:
    """Says of each body whether it counts, repeats another, or says nothing of its own."""
    winners, losers = choose(texts)
    forward = bodies.is_forward(subject)
    for text, why in losers:
        parts[text.index] = replace(parts[text.index], ignored=why)
    said: list[str] = []
    silent: list[tuple[int, bool]] = []
    for text in winners:
        own = bodies.own_text(text.text, forward=forward, reply=is_reply)
        if own.strip():
            said.append(own)
        else:
            silent.append((text.index, bool(text.text.strip())))
    alone = not said and all(part.role in (Role.BODY, Role.DECORATION, Role.QUOTED) for part in parts)
    for index, quoted in silent:
        parts[index] = _silent(parts[index], quoted=quoted, alone=alone)
    return tuple(parts), "\n\n".join(said)


def _silent(part: Part, *, quoted: bool, alone: bool) -> Part:
    """A body without a word of the sender's own: beside documents that is usual, alone it is a letter that says nothing."""
    role = Role.QUOTED if quoted else Role.BODY
    if alone:
        return replace(part, role=role, trouble=_NOTHING, trouble_code="empty")
    return replace(part, role=role, ignored=_ONLY_QUOTED if quoted else _NO_BODY)


def _untroubled(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """A machine's mail may well say nothing: that is no matter for a person."""
    return tuple(
        replace(part, trouble="", trouble_code="", ignored=_NO_WORDS)
        if part.trouble_code == "empty" and part.role in (Role.BODY, Role.QUOTED)
        else part
        for part in parts
    )


def _headers_only(raw: bytes) -> tuple[tuple[Part, ...], str]:
    verdict = judge.Verdict(mt.RFC822, Role.CONTAINER, trouble=_TOO_LARGE, trouble_code="too_large")
    return (judge.make_part(raw, "message.eml", "", mt.RFC822, verdict),), ""


def _renamed(parts: tuple[Part, ...]) -> tuple[str, ...]:
    """For the log: which parts are not what their type or name says (numbers only; names are no matter for a log)."""
    return tuple(
        f"part {number} is {part.media_type}, declared {part.declared_type[:60] or 'nothing'}"
        for number, part in enumerate(parts, start=1)
        if sniff.mislabelled(part.media_type, part.name)
    )


def _relay(headers: hd.Headers) -> tuple[dt.datetime | None, tuple[str, ...]]:
    """The topmost readable Received time, and mail-parser's names for the defects of addresses and dates."""
    wanted = ("received", "from", "to", "cc", "reply-to", "date")
    lines = (
        name.encode("ascii") + b": " + re.sub(rb"[\r\n]+", b" ", value[:_MAX_VALUE])
        for name, value in headers.items
        if name in wanted
    )
    block = b"\r\n".join(lines)[:_MAX_HEADERS] + b"\r\n\r\n"
    try:
        mail = mailparser.parse_from_bytes(block)
        hops = [str(hop.get("date") or "") for hop in reversed(mail.received)]
        defects = tuple(sorted(name for name in mail.defects_categories if "Header" in name))
    except Exception as error:  # foreign code on hostile bytes: whatever it raises must not cost the message
        hops, defects = [], (f"mail-parser could not read the headers ({type(error).__name__})",)
    own = [_text(value).rpartition(";")[2] for value in headers.all("received")]
    if len(hops) != len(own):
        hops = own
    moments = (hd.date(hop) or hd.date(text) for hop, text in zip(hops, own, strict=True))
    return next((moment for moment in moments if moment is not None), None), defects


def _text(value: bytes) -> str:
    return re.sub(r"\s+", " ", value.decode("ascii", "replace"))
