"""A notice as an Internet message."""

from __future__ import annotations

import datetime as dt
import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from intake.settings import Settings
from storage.records import Notice, NoticeKind

ANSWERS = frozenset({NoticeKind.RECEIPT, NoticeKind.QUERY})
OWN_HEADER = "X-Damrong"
"""By this header the mailbox knows our own mail when it comes back."""


def sender_of(settings: Settings) -> Address:
    """From: the configured address, with the office's name."""
    name, address = parseaddr(settings.smtp.sender)
    return Address(name or settings.office.name, addr_spec=address or settings.mailbox.user or "damrong@localhost.example")


def message_id(notice: Notice, settings: Settings) -> str:
    """Fixed by the notice's key: the same notice never has two."""
    digest = hashlib.sha256(notice.draft.dedupe_key.encode()).hexdigest()[:32]
    return f"<{digest}.damrong@{sender_of(settings).domain}>"


def scrub(text: str) -> str:
    """Text that any mail server takes: no lone surrogates, no line breaks in it."""
    return " ".join(text.encode("utf-8", "replace").decode("utf-8").split())


def envelope(notice: Notice, settings: Settings, now: dt.datetime) -> EmailMessage:
    """The message as it goes out: text, HTML, pictures of the HTML, attachments."""
    draft = notice.draft
    message = EmailMessage(policy=SMTP)
    message["Subject"] = scrub(draft.subject)
    message["From"] = sender_of(settings)
    message["To"] = ", ".join(draft.to)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = message_id(notice, settings)
    message["Auto-Submitted"] = "auto-replied" if draft.kind in ANSWERS else "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message[OWN_HEADER] = f"{draft.kind.value} {notice.id}"
    if draft.in_reply_to:
        message["In-Reply-To"] = scrub(draft.in_reply_to)
        message["References"] = scrub(draft.in_reply_to)
    message.set_content(draft.body_text.encode("utf-8", "replace").decode("utf-8"))
    if draft.body_html:
        message.add_alternative(draft.body_html.encode("utf-8", "replace").decode("utf-8"), subtype="html")
        _add_pictures(message, notice)
    for file in draft.attachments:
        if not file.content_id:
            main, _, sub = file.media_type.partition("/")
            message.add_attachment(file.data, maintype=main, subtype=sub, filename=file.name)
    return message


def _add_pictures(message: EmailMessage, notice: Notice) -> None:
    html = message.get_body(("html",))
    assert isinstance(html, EmailMessage)
    for file in notice.draft.attachments:
        if file.content_id:
            main, _, sub = file.media_type.partition("/")
            html.add_related(file.data, maintype=main, subtype=sub, cid=f"<{file.content_id}>", filename=file.name)
