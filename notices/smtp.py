"""The wire to the mail server.

The dialogue is held step by step, because it matters where it breaks: before the message is handed over nothing has left, and
it is tried again; after that nobody knows, and it is never sent twice by itself.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Sequence
from email.message import EmailMessage

from intake.errors import DamrongError, LoginRefused, RetryLater
from intake.settings import Security, SmtpSettings
from notices.ports import Deferred, Refused, Uncertain

TIMEOUT_SECONDS = 60
ANSWER_SECONDS = 120
"""A server may take its time over the message itself."""
_AGAIN = "ระบบจะส่งใหม่ภายหลัง"


class SmtpSender:
    """Sends over one connection, opened when it is first needed and closed after a batch."""

    def __init__(self, settings: SmtpSettings, password: Callable[[], str]) -> None:
        self._settings = settings
        self._password = password
        self._server: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, to: Sequence[str]) -> Sequence[str]:
        """See Sender. The envelope sender of an automatic answer is empty, so that it can never be answered in turn."""
        if not all(address.isascii() for address in to):
            raise Refused("ที่อยู่ผู้รับมีอักษรที่ใช้ในที่อยู่ไปรษณีย์อิเล็กทรอนิกส์ไม่ได้ โปรดแก้ไขรายชื่อผู้ติดต่อ")
        origin = message["From"].addresses[0].addr_spec
        content = _stuffed(message.as_bytes())
        server = self._open()
        try:
            self._begin(server, ("", origin) if message["Auto-Submitted"] == "auto-replied" else (origin,))
            refused = self._name_recipients(server, to)
            self._offer(server)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise self._away(error) from error
        self._hand_over(server, content)
        return refused

    def _begin(self, server: smtplib.SMTP, origins: Sequence[str]) -> None:
        """MAIL FROM. A server that takes no empty sender gets our address: a refusal of both is our own trouble."""
        code = 0
        for origin in origins:
            code, _ = server.mail(origin)
            if code < 400:
                return
            server.rset()
        self.close()
        raise RetryLater(f"เครื่องแม่ข่ายส่งจดหมายไม่รับที่อยู่ผู้ส่ง (รหัส {code}) โปรดตรวจสอบ smtp.from และสิทธิ์ของบัญชี {_AGAIN}")

    def _name_recipients(self, server: smtplib.SMTP, to: Sequence[str]) -> Sequence[str]:
        """RCPT TO for each; gives those refused for good. One put off puts the whole message off: nobody gets it twice."""
        codes = {address: server.rcpt(address)[0] for address in to}
        later = sorted({code for code in codes.values() if 400 <= code < 500})
        refused = tuple(address for address, code in codes.items() if code >= 500)
        if later or len(refused) == len(codes):
            server.rset()
            if later:
                raise Deferred(f"เครื่องแม่ข่ายส่งจดหมายยังไม่รับผู้รับบางราย (รหัส {_listed(later)}) {_AGAIN}")
            wrong = _listed(sorted(set(codes.values())))
            raise Refused(f"เครื่องแม่ข่ายส่งจดหมายปฏิเสธผู้รับ (รหัส {wrong}) โปรดตรวจสอบที่อยู่ผู้รับ")
        return refused

    def _offer(self, server: smtplib.SMTP) -> None:
        code, _ = server.docmd("DATA")
        if code != 354:
            server.rset()
            self._judge(code)

    def _hand_over(self, server: smtplib.SMTP, content: bytes) -> None:
        """From the first byte on, silence means that nobody knows."""
        try:
            if server.sock is not None:
                server.sock.settimeout(ANSWER_SECONDS)
            server.send(content)
            code, _ = server.getreply()
            if server.sock is not None:
                server.sock.settimeout(TIMEOUT_SECONDS)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Uncertain(f"การเชื่อมต่อขาดหลังส่งข้อความให้เครื่องแม่ข่ายแล้ว ({type(error).__name__})") from error
        self._judge(code)

    def _judge(self, code: int) -> None:
        """Nothing for a message that was taken. 421 says that the server closes."""
        if 200 <= code < 300:
            return
        if code == 421:
            self.close()
            raise RetryLater(f"เครื่องแม่ข่ายส่งจดหมายปิดให้บริการชั่วคราว (รหัส {code}) {_AGAIN}")
        if code < 500:
            raise Deferred(f"เครื่องแม่ข่ายส่งจดหมายยังไม่รับจดหมาย (รหัส {code}) {_AGAIN}")
        raise Refused(f"เครื่องแม่ข่ายส่งจดหมายปฏิเสธจดหมาย (รหัส {code}) โปรดตรวจสอบเนื้อหาและที่อยู่ผู้รับ")

    def _open(self) -> smtplib.SMTP:
        """The connection; a new one where the old one is gone."""
        if self._server is not None:
            try:
                if self._server.noop()[0] == 250:
                    return self._server
            except (OSError, smtplib.SMTPException):
                pass  # A server may hang up between two messages; the next line calls again.
            self.close()
        self._server = self._connect()
        return self._server

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        server: smtplib.SMTP | None = None
        try:
            context = ssl.create_default_context(cafile=str(settings.ca_file) if settings.ca_file else None)
            if settings.security is Security.TLS:
                server = smtplib.SMTP_SSL(settings.host, settings.port, timeout=TIMEOUT_SECONDS, context=context)
            else:
                server = smtplib.SMTP(settings.host, settings.port, timeout=TIMEOUT_SECONDS)
                if settings.security is Security.STARTTLS:
                    server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
            if settings.user:
                server.login(settings.user, self._password())
        except (OSError, smtplib.SMTPException, DamrongError) as error:
            if server is not None:
                server.close()
            raise self._away(error) from error
        return server

    def _away(self, error: Exception) -> RetryLater:
        if isinstance(error, RetryLater):
            return error
        if isinstance(error, smtplib.SMTPAuthenticationError):
            return LoginRefused("เครื่องแม่ข่ายส่งจดหมายไม่รับบัญชีหรือรหัสผ่าน โปรดตรวจสอบหัวข้อ [smtp] ของไฟล์ตั้งค่า")
        if isinstance(error, DamrongError):
            return RetryLater(str(error))
        name = type(error).__name__
        return RetryLater(f"ติดต่อเครื่องแม่ข่ายส่งจดหมาย {self._settings.host} ไม่ได้ ({name}) {_AGAIN}")

    def close(self) -> None:
        """Ends the connection, if there is one."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()


def _listed(codes: Sequence[int]) -> str:
    return " ".join(map(str, codes))


def _stuffed(content: bytes) -> bytes:
    """A message ready for the wire: lines that begin with a dot get another, and a lone dot ends it (RFC 5321, 4.5.2)."""
    whole = content if content.endswith(b"\r\n") else content + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole) + b".\r\n"
