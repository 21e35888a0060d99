"""A notice as an Internet message."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from intake.settings import Settings
from storage.notices import Notice, NoticeKind

WIRE = SMTP.clone(cte_type="7bit")
"""Everything is encoded: no server on the way needs to know 8BITMIME."""
ANSWERS = frozenset({NoticeKind.RECEIPT, NoticeKind.QUERY})
OWN_HEADER = "X-Damrong"
"""By this header the mailbox knows our own mail when it comes back."""
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,250}>")


def sender_of(settings: Settings) -> Address:
    """From: the configured address, with the office's name."""
    name, address = parseaddr(settings.smtp.sender)
    return Address(name or settings.office.name, addr_spec=address or settings.mailbox.user or "damrong@localhost.example")


def message_id(notice: Notice, settings: Settings) -> str:
    """Fixed by the notice's key: the same notice never has two."""
    digest = hashlib.sha256(notice.draft.dedupe_key.encode()).hexdigest()[:32]
    return f"<{digest}.damrong@{sender_of(settings).domain}>"


def scrub(text: str) -> str:
    """Text that any mail server takes in a header: no lone surrogates, no control characters, one line."""
    return " ".join("".join(c if c.isprintable() else _unseen(c) for c in _whole(text)).split())


def _unseen(character: str) -> str:
    return "" if unicodedata.category(character) == "Cf" else " "


def _whole(text: str) -> str:
    """Lone surrogates, which no mail can carry, become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def envelope(notice: Notice, settings: Settings, now: dt.datetime) -> EmailMessage:
    """The message as it goes out: text, HTML, pictures of the HTML, attachments.

    Raises ValueError where an address cannot stand in a header.
    """
    draft = notice.draft
    message = EmailMessage(policy=WIRE)
    message["Subject"] = scrub(draft.subject)
    message["From"] = sender_of(settings)
    message["To"] = [Address(addr_spec=address) for address in draft.to]
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(notice, settings)
    _add_marks(message, notice, settings)
    message.set_content(_whole(draft.body_text))
    if draft.body_html:
        message.add_alternative(_whole(draft.body_html), subtype="html")
        _add_pictures(message, notice)
    for file in draft.attachments:
        if not file.content_id or not draft.body_html:
            main, _, sub = file.media_type.partition("/")
            message.add_attachment(file.data, maintype=main, subtype=sub, filename=scrub(file.name))
    return message


def _add_marks(message: EmailMessage, notice: Notice, settings: Settings) -> None:
    """That no machine answers this mail, to which one it belongs, and where a person's answer goes."""
    is_answer = notice.draft.kind in ANSWERS
    message["Auto-Submitted"] = "auto-replied" if is_answer else "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if is_answer:
        message["Precedence"] = "auto_reply"
    message[OWN_HEADER] = f"{notice.draft.kind.value} {notice.id}"
    mailbox = settings.mailbox.user
    if "@" in mailbox and mailbox.lower() != sender_of(settings).addr_spec.lower():
        message["Reply-To"] = [Address(addr_spec=mailbox)]
    if _MESSAGE_ID.fullmatch(notice.draft.in_reply_to):
        message["In-Reply-To"] = notice.draft.in_reply_to
        message["References"] = notice.draft.in_reply_to


def _add_pictures(message: EmailMessage, notice: Notice) -> None:
    html = message.get_body(("html",))
    assert isinstance(html, EmailMessage)
    for file in notice.draft.attachments:
        if file.content_id:
            main, _, sub = file.media_type.partition("/")
            html.add_related(file.data, maintype=main, subtype=sub, cid=f"<{file.content_id}>", filename=file.name)
