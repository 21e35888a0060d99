"""The records of the configuration. Every key has a default; no file at all is a working configuration.

``intake/configuration.py`` reads them from a TOML file. Secrets are not in here: a record only says where one is
(``intake/credentials.py`` fetches it when it is needed).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from intake import toml_values as toml
from intake.toml_values import key


class Security(StrEnum):
    """How a connection is protected. ``none`` is for loopback only."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class Settle(StrEnum):
    """What is done in the mailbox with a message that is safely filed. Nothing is ever deleted."""

    NONE = "none"
    KEYWORD = "keyword"
    MOVE = "move"


class Sending(StrEnum):
    """Who may be written to."""

    OFF = "off"
    ALLOW = "allow"
    ALL = "all"


class HolidayPolicy(StrEnum):
    """What happens to a deadline that falls on a holiday."""

    NEXT_WORKING_DAY = "next_working_day"
    PREVIOUS_WORKING_DAY = "previous_working_day"
    NOMINAL = "nominal"


@dataclass(frozen=True, slots=True)
class WireSettings:
    """How a mail server is reached, and where its password is. Just one of the places of a password is named."""

    host: str = key("", toml.host)
    """Empty: there is none."""
    port: int = key(0, toml.whole(1, 65535))
    security: Security = key(Security.TLS, toml.choice(Security))
    ca_file: Path | None = key(None, toml.file)
    """Certificates (PEM) to trust instead of the system's."""
    user: str = key("", toml.text)
    password_env: str = key("", toml.environment_name)
    password_file: Path | None = key(None, toml.place)
    credential: str = key("", toml.credential_name)
    """Name of a systemd credential (``LoadCredential=``)."""


@dataclass(frozen=True, slots=True)
class MailboxSettings(WireSettings):
    """Where the provinces' mail is fetched."""

    port: int = key(993, toml.whole(1, 65535))
    """Default by ``security``: 993, otherwise 143."""
    token_command: tuple[str, ...] = key((), toml.command)
    """Prints an OAuth 2 access token: XOAUTH2 instead of a password."""
    folder: str = key("INBOX", toml.text)
    poll_seconds: int = key(180, toml.whole(1, 86400))
    idle: bool = key(True, toml.flag)
    """Listen for new mail between polls. A hint only."""
    max_message_mb: int = key(150, toml.whole(1, 1024))
    """Of a message beyond it only the headers are fetched (MiB)."""
    settle: Settle = key(Settle.NONE, toml.choice(Settle))
    settle_folder: str = key("Damrong", toml.text)
    """Where ``settle = "move"`` puts filed messages."""


@dataclass(frozen=True, slots=True)
class FaxSettings:
    """Where faxes come from."""

    spool: Path | None = key(None, toml.folder)
    gateways: tuple[str, ...] = key((), toml.addresses)
    """Addresses whose mails are faxes, lower case."""
    stable_seconds: int = key(10, toml.whole(0, 3600))
    """A file is taken when it has not changed for so long."""


@dataclass(frozen=True, slots=True)
class SmtpSettings(WireSettings):
    """How mail leaves. Without ``user`` the server asks for no login."""

    port: int = key(465, toml.whole(1, 65535))
    """Default by ``security``: 465, 587 for starttls, 25 for none."""
    sender: str = key("", toml.address, name="from")
    """The key ``from``: an address, a name before it allowed."""


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """Who we are, and to whom we may write."""

    name: str = key("กรมการปกครอง", toml.text)
    phone: str = key("", toml.text)
    officers: tuple[str, ...] = key((), toml.addresses)
    sending: Sending = key(Sending.OFF, toml.choice(Sending))
    allow: tuple[str, ...] = key((), toml.patterns)
    """Patterns (fnmatch) of whole addresses, lower case; used when ``sending`` is ``allow``."""
    digest_at: dt.time = key(dt.time(8, 30), toml.time_of_day)


@dataclass(frozen=True, slots=True)
class DirectiveSettings:
    """The directive and its lists. Only the paths; ``rules/directive.py`` reads the files."""

    file: Path | None = key(None, toml.file)
    """None: the built-in directive."""
    contacts: Path | None = key(None, toml.file)
    allocations: Path | None = key(None, toml.file)
    winners: Path | None = key(None, toml.file)
    holidays: Path | None = key(None, toml.file)


@dataclass(frozen=True, slots=True)
class DeadlineSettings:
    """How deadlines are understood."""

    holiday_policy: HolidayPolicy = key(HolidayPolicy.NEXT_WORKING_DAY, toml.choice(HolidayPolicy))
    cutoff: dt.time = key(dt.time(23, 59, 59), toml.time_of_day)


@dataclass(frozen=True, slots=True)
class LimitSettings:
    """What one document or message may cost before it is given up."""

    read_seconds: int = key(120, toml.whole(1, 3600))
    read_memory_mb: int = key(1500, toml.whole(256, 65536))
    pages: int = key(200, toml.whole(1, 5000))
    parts: int = key(50, toml.whole(1, 1000))
    """Parts of one message that are looked at."""
    attempts: int = key(2, toml.whole(1, 10))
    """After so many failures an arrival is quarantined."""
    answers_per_day: int = key(10, toml.whole(0, 100))
    """Automatic answers to one address in one day."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be configured."""

    mailbox: MailboxSettings = MailboxSettings()
    fax: FaxSettings = FaxSettings()
    smtp: SmtpSettings = SmtpSettings()
    office: OfficeSettings = OfficeSettings()
    directive: DirectiveSettings = DirectiveSettings()
    deadlines: DeadlineSettings = DeadlineSettings()
    limits: LimitSettings = LimitSettings()
