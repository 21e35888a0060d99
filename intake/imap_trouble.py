"""What a failed connection to the mailbox means for the person who looks after it. No text here contains a secret."""

from __future__ import annotations

import imaplib
import socket
import ssl

from intake.errors import LoginRefused, RetryLater
from intake.settings import MailboxSettings

_FOR_NOW = ("UNAVAILABLE", "INUSE", "LIMIT", "TEMPORARY")
"""Words of a refusal that has nothing to do with the password (RFC 5530)."""


def login_refused(settings: MailboxSettings, answer: str) -> RetryLater:
    """The server refused the login: for now, or for good."""
    if any(word in answer.upper() for word in _FOR_NOW):
        return RetryLater(f"เครื่อง {settings.host} ยังไม่พร้อมให้เข้าระบบ ระบบจะลองใหม่เอง")
    return LoginRefused(
        f"เครื่อง {settings.host} ไม่ยอมรับบัญชี {settings.user} รหัสผ่านหรือโทเค็นไม่ถูกต้องหรือหมดอายุ "
        "โปรดตรวจสอบ mailbox.user และที่เก็บรหัสผ่าน แล้วเริ่มระบบใหม่ (ระบบเว้นช่วงลองใหม่ให้นานขึ้นเพื่อไม่ให้บัญชีถูกระงับ)"
    )


def lacking(settings: MailboxSettings) -> str:
    """The server cannot do what the configuration asks for; the connection is never made with less."""
    return (
        f"{_where(settings)} ไม่รองรับการเข้ารหัสหรือวิธีเข้าระบบที่ตั้งไว้ ({settings.security}) โปรดตรวจสอบ mailbox.security กับผู้ดูแลเครื่อง"
    )


def explain(settings: MailboxSettings, error: Exception) -> str:
    """What happened and what to do. The server's own words are left out: they may repeat what was sent."""
    where = _where(settings)
    match error:
        case ssl.SSLCertVerificationError():
            return f"ใบรับรองของ {where} ตรวจสอบไม่ผ่าน ({error.verify_message}) หากหน่วยงานออกใบรับรองเอง โปรดระบุ mailbox.ca_file"
        case ssl.SSLError():
            return f"เชื่อมต่อ {where} แบบเข้ารหัสไม่สำเร็จ โปรดตรวจสอบ mailbox.port และ mailbox.security"
        case socket.gaierror():
            return f"ไม่พบเครื่องชื่อ {settings.host} โปรดตรวจสอบ mailbox.host และระบบเครือข่าย"
        case TimeoutError():
            return f"{where} ไม่ตอบภายในเวลาที่กำหนด โปรดตรวจสอบเครือข่าย ระบบจะลองใหม่เอง"
        case ConnectionRefusedError():
            return f"{where} ไม่รับการเชื่อมต่อ โปรดตรวจสอบว่าเครื่องเปิดอยู่และ mailbox.port ถูกต้อง ระบบจะลองใหม่เอง"
        case OSError() | imaplib.IMAP4.abort():
            return f"การเชื่อมต่อกับ {where} ขาดลง ({type(error).__name__}) ระบบจะลองใหม่เอง"
        case _:
            return f"{where} ตอบในรูปแบบที่อ่านไม่ได้ ({type(error).__name__}) ระบบจะลองใหม่เอง หากเกิดซ้ำโปรดแจ้งผู้ดูแลระบบ"


def _where(settings: MailboxSettings) -> str:
    return f"{settings.host}:{settings.port}"
