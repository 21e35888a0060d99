"""To whom a notice goes, and why it must wait."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase

from intake.settings import OfficeSettings, Sending
from rules.terms import Directive
from storage.notices import Hold, Notice, NoticeKind

_NOBODY = ("noreply", "donotreply", "mailerdaemon", "postmaster", "bounce", "autoreply", "listserv", "majordomo")
"""How the names of mailboxes begin behind which nobody reads, separators left out."""


def recipients(directive: Directive, province: str | None, sender: str = "") -> tuple[str, ...]:
    """The province's contacts, and the sender if listed (for any province). Nobody where no contacts are configured."""
    contacts = directive.contacts or ()
    listed = [contact.email.lower() for contact in contacts if contact.email and contact.province == province]
    if any(contact.email and contact.email.lower() == sender.strip().lower() for contact in contacts):
        listed.append(sender.strip().lower())
    return tuple(dict.fromkeys(address for address in listed if is_answerable(address)))


def province_of(directive: Directive, sender: str) -> str | None:
    """The province whose contact the sender is; None if it is listed for none, or for several."""
    address = sender.strip().lower()
    found = {contact.province for contact in directive.contacts or () if contact.email and contact.email.lower() == address}
    return found.pop() if len(found) == 1 else None


def is_answerable(address: str) -> bool:
    """False for addresses behind which nobody reads."""
    name, at, domain = address.lower().rpartition("@")
    return bool(name and at and domain) and not re.sub("[-._+]", "", name).startswith(_NOBODY)


def is_allowed(address: str, patterns: Sequence[str]) -> bool:
    """Whether a whole address fits the allow-list; a pattern without ``@`` may also fit the part after it."""
    low = address.lower()
    domain = low.rpartition("@")[2]
    return any(
        fnmatchcase(low, pattern.lower()) or ("@" not in pattern and fnmatchcase(domain, pattern.lower()))
        for pattern in patterns
    )


def hold_for(to: Sequence[str], office: OfficeSettings, *, needs_release: bool = False) -> Hold | None:
    """Why a notice must wait; None if it may leave.

    All recipients must be allowed: a letter that reaches one half of its readers only is worse than one that waits.
    """
    if not to:
        return Hold.NO_RECIPIENT
    if needs_release:
        return Hold.NEEDS_RELEASE
    if office.sending is Sending.OFF:
        return Hold.SENDING_OFF
    if office.sending is Sending.ALLOW and not all(is_allowed(address, office.allow) for address in to):
        return Hold.NOT_ALLOWED
    return None


def reholder(office: OfficeSettings) -> Callable[[Notice], Hold | None]:
    """For Store.rehold: why a notice of the outbox must wait under these settings."""

    def hold(notice: Notice) -> Hold | None:
        needs_release = notice.draft.kind is NoticeKind.OVERDUE and not notice.released
        hold = hold_for(notice.draft.to, office, needs_release=needs_release)
        return Hold.TOO_MANY if hold is None and notice.draft.hold is Hold.TOO_MANY and not notice.released else hold

    return hold
