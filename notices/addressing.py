"""To whom a notice goes, and why it must wait."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase

from intake.settings import OfficeSettings, Sending
from rules.records import Directive
from storage.records import Hold, Notice, NoticeKind

TO_OFFICERS = frozenset({NoticeKind.DIGEST, NoticeKind.ALERT})
NEVER_ANSWERED = ("noreply@", "no-reply@", "donotreply@", "do-not-reply@", "mailer-daemon@", "postmaster@", "bounce")
"""Beginnings of addresses behind which nobody reads."""


def recipients(directive: Directive, province: str | None, sender: str = "") -> tuple[str, ...]:
    """The province's contacts, and the sender if listed (for any province). Nobody where no contacts are configured."""
    if directive.contacts is None:
        return ()
    listed = [contact.email.lower() for contact in directive.contacts if contact.email and contact.province == province]
    everyone = {contact.email.lower() for contact in directive.contacts if contact.email}
    if sender.lower() in everyone:
        listed.append(sender.lower())
    return tuple(dict.fromkeys(address for address in listed if is_answerable(address)))


def is_answerable(address: str) -> bool:
    """False for addresses behind which nobody reads."""
    return "@" in address and not address.lower().startswith(NEVER_ANSWERED)


def is_allowed(address: str, patterns: Sequence[str]) -> bool:
    """Whether an address fits the allow-list."""
    return any(
        fnmatchcase(address.lower(), pattern.lower()) or fnmatchcase(_domain(address), pattern.lower()) for pattern in patterns
    )


def _domain(address: str) -> str:
    return address.lower().rpartition("@")[2]


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
