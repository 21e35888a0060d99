"""The wire to the mail server."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Sequence
from email.message import EmailMessage

from intake.errors import RetryLater
from intake.settings import Security, SmtpSettings
from notices.ports import Refused

TIMEOUT_SECONDS = 60


class SmtpSender:
    """Sends over one connection, opened when it is first needed and closed after a batch."""

    def __init__(self, settings: SmtpSettings, password: Callable[[], str]) -> None:
        self._settings = settings
        self._password = password
        self._server: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, to: Sequence[str]) -> None:
        """Hands one message over.

        The envelope sender of an automatic answer is empty, so that it can never be answered in turn.

        Raises:
            RetryLater: the server is away, or refuses for now (4xx).
            Refused: it refuses for good (5xx), for any of the recipients.
        """
        answer = message["Auto-Submitted"] == "auto-replied"
        origin = "" if answer else message["From"].addresses[0].addr_spec
        try:
            server = self._server or self._connect()
            server.send_message(message, from_addr=origin, to_addrs=list(to))
        except smtplib.SMTPRecipientsRefused as error:
            self.close()
            self._refused([code for code, _ in error.recipients.values()])
        except smtplib.SMTPResponseException as error:
            self.close()
            self._refused([error.smtp_code])
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise RetryLater(
                f"ติดต่อเครื่องแม่ข่ายส่งจดหมาย {self._settings.host} ไม่ได้ ({type(error).__name__}) ระบบจะส่งใหม่ภายหลัง"
            ) from error

    def _refused(self, codes: Sequence[int]) -> None:
        listed = ", ".join(map(str, sorted(set(codes))))
        if any(code < 500 for code in codes):
            raise RetryLater(f"เครื่องแม่ข่ายส่งจดหมายยังไม่รับจดหมาย (รหัส {listed}) ระบบจะส่งใหม่ภายหลัง")
        raise Refused(f"เครื่องแม่ข่ายส่งจดหมายปฏิเสธจดหมาย (รหัส {listed}) โปรดตรวจสอบที่อยู่ผู้รับ")

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        context = ssl.create_default_context(cafile=str(settings.ca_file) if settings.ca_file else None)
        if settings.security is Security.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=TIMEOUT_SECONDS, context=context)
        else:
            server = smtplib.SMTP(settings.host, settings.port, timeout=TIMEOUT_SECONDS)
            if settings.security is Security.STARTTLS:
                server.starttls(context=context)
        if settings.user:
            server.login(settings.user, self._password())
        self._server = server
        return server

    def close(self) -> None:
        """Ends the connection, if there is one."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()
