"""Reads the configuration: one TOML file -> ``intake.settings.Settings``, or every problem of the file at once."""

from __future__ import annotations

import ipaddress
import ssl
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from intake import toml_values as toml
from intake.errors import UserError
from intake.settings import (
    DeadlineSettings,
    DirectiveSettings,
    FaxSettings,
    LimitSettings,
    MailboxSettings,
    OfficeSettings,
    Security,
    Sending,
    Settings,
    Settle,
    SmtpSettings,
    WireSettings,
)

_SECTIONS = ("mailbox", "fax", "smtp", "office", "directive", "deadlines", "limits")
_MAILBOX_PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}
_PLACES = "password_env password_file credential หรือ token_command"
_SMTP_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}


class WrongSettings(UserError):
    """The file has problems. ``settings`` is what could be read of it, so that what it names can be looked at too."""

    def __init__(self, problems: Sequence[str], settings: Settings) -> None:
        super().__init__(problems)
        self.settings = settings


def load_settings(path: Path | None) -> Settings:
    """Reads the configuration; None gives the defaults.

    Raises:
        WrongSettings: every problem of the file at once, each with its ``section.key`` and the cure.
        UserError: the file cannot be read at all.
    """
    if path is None:
        return Settings()
    return read_settings(_tables(path), path.parent.absolute())


def read_settings(tables: Mapping[str, object], base: Path) -> Settings:
    """Settings from a parsed TOML document; relative paths start at ``base``. Raises WrongSettings with all
    problems."""
    problems = [toml.unknown(f"[{name}]", name, _SECTIONS) for name in tables if name not in _SECTIONS]
    found = {name: _section(tables, name, problems) for name in _SECTIONS}
    settings = Settings(
        mailbox=toml.read_table(MailboxSettings, found["mailbox"], "mailbox", base, problems),
        fax=toml.read_table(FaxSettings, found["fax"], "fax", base, problems),
        smtp=toml.read_table(SmtpSettings, found["smtp"], "smtp", base, problems),
        office=toml.read_table(OfficeSettings, found["office"], "office", base, problems),
        directive=toml.read_table(DirectiveSettings, found["directive"], "directive", base, problems),
        deadlines=toml.read_table(DeadlineSettings, found["deadlines"], "deadlines", base, problems),
        limits=toml.read_table(LimitSettings, found["limits"], "limits", base, problems),
    )
    settings = _with_usual_ports(settings, found)
    told = {problem.split(":", 1)[0] for problem in problems}
    problems += [problem for problem in cross_problems(settings) if problem.split(":", 1)[0] not in told]
    if problems:
        raise WrongSettings(problems, settings)
    return settings


def _with_usual_ports(settings: Settings, found: Mapping[str, Mapping[str, object]]) -> Settings:
    mailbox, smtp = settings.mailbox, settings.smtp
    if "port" not in found["mailbox"]:
        mailbox = replace(mailbox, port=_MAILBOX_PORTS[mailbox.security])
    if "port" not in found["smtp"]:
        smtp = replace(smtp, port=_SMTP_PORTS[smtp.security])
    return replace(settings, mailbox=mailbox, smtp=smtp)


def _section(tables: Mapping[str, object], name: str, problems: list[str]) -> Mapping[str, object]:
    table = tables.get(name, {})
    if isinstance(table, dict):
        return table
    problems.append(f"{name}: ต้องเป็นหัวข้อ [{name}] แล้วตามด้วยค่าในบรรทัดถัดไป")
    return {}


def _tables(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise UserError(f"{path}: ไม่พบไฟล์ตั้งค่า โปรดตรวจสอบชื่อหลัง --config หรือคัดลอกจาก damrong.example.toml") from None
    except OSError as error:
        raise UserError(f"{path}: เปิดไฟล์ตั้งค่าไม่ได้ ({error.strerror}) โปรดตรวจสอบสิทธิ์การอ่าน") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UserError(f"{path}: บรรทัดที่ {line} ไม่ใช่รหัส UTF-8 โปรดบันทึกไฟล์ใหม่เป็น UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path}: ไม่เป็นไปตามรูปแบบ TOML ({error}) โปรดแก้ไขบรรทัดดังกล่าว") from None


def cross_problems(settings: Settings) -> list[str]:
    """Every contradiction between keys, each beginning with its ``section.key``."""
    return [
        *_mailbox(settings.mailbox),
        *_smtp(settings.smtp),
        *_sending(settings.office, settings.smtp),
        *_wire("mailbox", settings.mailbox),
        *_wire("smtp", settings.smtp),
    ]


def is_loopback(host: str) -> bool:
    """Whether a connection to ``host`` never leaves this machine."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _mailbox(mailbox: MailboxSettings) -> Iterator[str]:
    if not mailbox.host:
        if mailbox.user or _secrets(mailbox) or mailbox.token_command:
            yield "mailbox.host: ยังไม่ได้ระบุเครื่องที่เก็บตู้จดหมาย แต่ระบุบัญชีหรือรหัสผ่านไว้แล้ว โปรดเติมชื่อเครื่อง"
        return
    if not mailbox.user:
        yield "mailbox.user: ยังไม่ได้ระบุบัญชีของตู้จดหมาย โปรดเติม เช่น jed@dopa.example"
    count = len(_secrets(mailbox)) + bool(mailbox.token_command)
    if count == 0:
        yield f"mailbox.password_env: ยังไม่ได้ระบุที่เก็บรหัสผ่าน ให้ระบุ {_PLACES} อย่างใดอย่างหนึ่ง"
    if count > 1:
        yield f"mailbox.password_env: ระบุที่เก็บรหัสผ่านไว้มากกว่าหนึ่งแห่ง ให้เหลือ {_PLACES} เพียงอย่างเดียว"
    if not mailbox.folder:
        yield 'mailbox.folder: ต้องไม่ว่าง โปรดระบุชื่อกล่อง เช่น "INBOX"'
    if mailbox.settle is Settle.MOVE and mailbox.settle_folder in ("", mailbox.folder):
        yield "mailbox.settle_folder: ต้องเป็นกล่องอื่นที่ไม่ใช่กล่องที่อ่าน (mailbox.folder) และต้องไม่ว่าง"


def _smtp(smtp: SmtpSettings) -> Iterator[str]:
    if not smtp.host:
        if smtp.user or _secrets(smtp):
            yield "smtp.host: ยังไม่ได้ระบุเครื่องส่งจดหมาย แต่ระบุบัญชีหรือรหัสผ่านไว้แล้ว โปรดเติมชื่อเครื่อง"
        return
    if not smtp.sender:
        yield "smtp.from: ยังไม่ได้ระบุที่อยู่ผู้ส่ง โปรดเติม เช่น jed@dopa.example"
    if smtp.user and len(_secrets(smtp)) != 1:
        yield "smtp.password_env: ต้องระบุที่เก็บรหัสผ่านหนึ่งแห่งเท่านั้น (password_env password_file หรือ credential)"
    if not smtp.user and _secrets(smtp):
        yield "smtp.user: ระบุที่เก็บรหัสผ่านไว้ แต่ยังไม่ได้ระบุบัญชี โปรดเติมบัญชีของเครื่องส่งจดหมาย"


def _sending(office: OfficeSettings, smtp: SmtpSettings) -> Iterator[str]:
    if office.sending is Sending.OFF:
        return
    if not smtp.host:
        yield f'office.sending: ตั้งเป็น "{office.sending}" แต่ยังไม่มีเครื่องส่งจดหมาย โปรดเติม smtp.host หรือตั้งเป็น "off"'
    if office.sending is Sending.ALLOW and not office.allow:
        yield 'office.allow: ยังว่างอยู่ จึงส่งถึงใครไม่ได้ โปรดเติมรูปแบบที่อยู่ เช่น ["*@dopa.example"] หรือตั้ง office.sending เป็นค่าอื่น'


def _wire(section: str, wire: WireSettings) -> Iterator[str]:
    if wire.host and wire.security is Security.NONE and not is_loopback(wire.host):
        yield (
            f'{section}.security: "none" ใช้ได้เฉพาะเครื่องเดียวกัน (localhost, 127.0.0.1) เพราะรหัสผ่านจะผ่านเครือข่ายโดยไม่เข้ารหัส '
            'ให้ใช้ "tls" หรือ "starttls"'
        )
    if wire.ca_file is not None:
        try:
            ssl.create_default_context(cafile=str(wire.ca_file))
        except (ssl.SSLError, OSError):
            yield f"{section}.ca_file: ไฟล์ {wire.ca_file} ไม่ใช่ใบรับรองแบบ PEM โปรดขอไฟล์จากผู้ดูแลเครื่องแม่ข่าย"


def _secrets(wire: WireSettings) -> list[str | Path]:
    return [place for place in (wire.password_env, wire.password_file, wire.credential) if place]
