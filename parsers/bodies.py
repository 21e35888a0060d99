"""What the sender wrote: the text of a body without quoted mails and without the signature.

Two mistakes are possible and both are bad: taking figures out of a mail of ours that is quoted below, and losing a report
that was forwarded. So quoted text goes only where a mark says that it is quoted, forwarded text always stays, and where
nothing else is said above the mark the message is taken to mean what stands below, unless it is a reply.
"""

from __future__ import annotations

import itertools
import re
import unicodedata

from parsers.html_text import FILE_LINK

_FORWARD_SUBJECT = re.compile(r"\s*(?:fwd?|fw|ส่งต่อ|ต่อ|wg|i)\s*[:：]", re.IGNORECASE)
_REPLY_SUBJECT = re.compile(r"\s*(?:re|ตอบ|ตอบกลับ|aw|sv)\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE)
_FORWARD_MARK = re.compile(
    r"^[-_\s>*]*(?:forwarded message|begin forwarded message|forwarded by|ข้อความที่ส่งต่อ|ข้อความส่งต่อ|ข้อความที่ถูกส่งต่อ|"
    r"เริ่มต้นข้อความที่ส่งต่อ|จดหมายที่ส่งต่อ|อีเมลที่ส่งต่อ).{0,80}$",
    re.IGNORECASE | re.MULTILINE,
)
_ORIGINAL = re.compile(
    r"^[ \t]*-{2,}[ \t]*(?:original (?:message|appointment)|reply message|ข้อความต้นฉบับ|ข้อความเดิม|จดหมายต้นฉบับ|ข้อความดั้งเดิม)"
    r"[ \t]*-{2,}.*$",
    re.IGNORECASE | re.MULTILINE,
)
_ATTRIBUTION = re.compile(
    r"^[ \t]*(?:on\b[^\n]{4,200}(?:\n[^\n]{0,200}){0,2}?\bwrote|"
    r"(?:เมื่อ|ในวันที่|วันที่|ใน)[^\n]{4,200}(?:\n[^\n]{0,200}){0,2}?(?:ได้)?เขียน(?:ว่า)?)"
    r"[ \t]*[:：]?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_FROM_LINE = re.compile(r"^[ \t]*[*_]*(?:from|จาก)[ \t]*[:：][*_]*[^\n]*$", re.IGNORECASE | re.MULTILINE)
_SENT_LINE = re.compile(r"^[ \t]*[*_]*(?:sent|date|ส่ง|ส่งเมื่อ|วันที่|วันที่ส่ง)[ \t]*[:：]", re.IGNORECASE | re.MULTILINE)
_TO_LINE = re.compile(r"^[ \t]*[*_]*(?:to|ถึง)[ \t]*[:：]", re.IGNORECASE | re.MULTILINE)
_SUBJECT_LINE = re.compile(r"^[ \t]*[*_]*(?:subject|เรื่อง|หัวเรื่อง|ชื่อเรื่อง)[ \t]*[:：]", re.IGNORECASE | re.MULTILINE)
_TIME = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_RULE = re.compile(r"\n[ \t]*(?:_{10,}|-{10,}|={10,})[ \t]*\n?\s*\Z")
_STRICT_SIGNATURE = re.compile(r"^-- \n", re.MULTILINE)
_LOOSE_SIGNATURE = re.compile(r"^--[ \t]*$\n?", re.MULTILINE)
_DEVICE = re.compile(
    r"^[ \t]*(?:sent from (?:my|outlook|yahoo|mail)\b.{0,60}|get outlook for .{0,40}|"
    r"ส่งจาก(?:\s?iphone|\s?ipad| ?มือถือ| ?โทรศัพท์| ?samsung| ?yahoo).{0,40})$",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNATURE_LINES = 10
_MAX_BLOCKS = 500


def is_forward(subject: str) -> bool:
    """Whether the subject says that the message forwards another."""
    return bool(_FORWARD_SUBJECT.match(subject))


def is_reply(subject: str) -> bool:
    """Whether the subject says that the message answers another."""
    return bool(_REPLY_SUBJECT.match(subject))


def own_text(text: str, *, forward: bool, reply: bool) -> str:
    """The text without quoted mails and signature.

    Args:
        forward: the subject says Fwd or ส่งต่อ: everything stays but the signature of the phone.
        reply: the message answers another (its subject or its References say so).
    """
    text = plain(text)
    mark = 0 if forward else _forward_mark(text)
    if mark is not None:
        kept = _unquoted(text[:mark]) + _unmarked(text[mark:])
    else:
        kept = _without_signature(_without_quotes(text, reply=reply))
    return re.sub(r"\n{3,}", "\n\n", _DEVICE.sub("", kept)).strip("\n ")


def plain(text: str) -> str:
    """NFC, line breaks as ``\\n``, no control characters but tabs."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]", "", text)


def _without_quotes(text: str, *, reply: bool) -> str:
    cut = _quote_start(text)
    if cut is not None:
        start, end = cut
        below = text[end:]
        if re.match(r"\s*>", below):
            # The quoted lines bear marks, and the answer may stand between or below them.
            text = text[:start] + "\n" + below
        elif reply or _unquoted(text[:start]).strip():
            text = text[:start]
            text = _RULE.sub("\n", text)
    return _unquoted(text)


def _unquoted(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not line.startswith(">"))


def _unmarked(text: str) -> str:
    """Forwarded lines without the marks that some programs put before them."""
    return re.sub(r"^(?:> ?)+", "", text, flags=re.MULTILINE)


def _forward_mark(text: str) -> int | None:
    """Where forwarded text begins; None if there is none, or if a quoted mail begins before it."""
    forward = _FORWARD_MARK.search(text)
    if not forward:
        return None
    quoted = _quote_start(text[: forward.start()])
    return forward.start() if quoted is None else None


def _quote_start(text: str) -> tuple[int, int] | None:
    """Where the mark of a quoted mail begins and ends; None if there is none."""
    found = [match.span() for match in (_ORIGINAL.search(text), _ATTRIBUTION.search(text)) if match]
    if block := _header_block(text):
        found.append(block)
    return min(found, default=None)


def _header_block(text: str) -> tuple[int, int] | None:
    """Outlook's block From, Sent, To, Subject over a quoted mail.

    A Thai memo also says จาก, ถึง, เรื่อง: the block counts only with a time of day in its sent line, or a mail address.
    """
    for match in itertools.islice(_FROM_LINE.finditer(text), _MAX_BLOCKS):
        block = "\n".join(text[match.start() : match.start() + 3000].split("\n")[:12])
        sent = _SENT_LINE.search(block)
        others = bool(_TO_LINE.search(block)) + bool(_SUBJECT_LINE.search(block))
        if not sent or not others:
            continue
        sent_line = block[sent.start() :].split("\n", 1)[0]
        if _TIME.search(sent_line) or "@" in match[0]:
            return match.span()
    return None


def _without_signature(text: str) -> str:
    """Cut at ``-- ``. A bare ``--`` may be a ruler in the text: only a short rest without a table is a signature."""
    if strict := _STRICT_SIGNATURE.search(text):
        return text[: strict.start()]
    for loose in list(_LOOSE_SIGNATURE.finditer(text))[-1:]:
        rest = text[loose.end() :]
        if len(rest.strip().split("\n")) <= _SIGNATURE_LINES and "\t" not in rest and not re.search(r"\d,\d{3}|บาท", rest):
            return text[: loose.start()]
    return text


def unflow(text: str, *, delsp: bool) -> str:
    """Text of ``format=flowed`` with its soft line breaks undone (RFC 3676); Thai mailers that write it set ``delsp``."""
    lines: list[str] = []
    open_line = False
    for line in text.replace("\r\n", "\n").split("\n"):
        if open_line and not line.startswith(">"):
            lines[-1] += line
        else:
            lines.append(line)
        open_line = line.endswith(" ") and line != "-- " and not line.startswith(">")
        if open_line and delsp:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def file_links(body: str) -> tuple[str, ...]:
    """Links to files that lie elsewhere (Google Drive, OneDrive, Dropbox and the like), once each, in order."""
    return tuple(dict.fromkeys(match[0].rstrip(".,;:!?)]}>ฯ") for match in FILE_LINK.finditer(body)))
