"""Secrets, fetched where they are kept and at the moment they are needed: a variable, a file, a systemd credential, a command.

No text made here contains a secret.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from intake.errors import RetryLater, UserError
from intake.settings import Settings, WireSettings

CREDENTIALS_DIRECTORY = "CREDENTIALS_DIRECTORY"
"""Set by systemd for a unit with ``LoadCredential=``."""

TOKEN_SECONDS = 30.0
"""How long a token command may take."""

RENEW_BEFORE_SECONDS = 60.0
"""A token is not used in its last minute."""


def password(section: str, wire: WireSettings, environ: Mapping[str, str]) -> str:
    """The password of a mailbox or a mail server.

    Raises:
        UserError: it is not where the configuration says.
    """
    if wire.password_env:
        secret = environ.get(wire.password_env, "")
        where = f"{section}.password_env: ไม่พบตัวแปรสภาพแวดล้อม {wire.password_env} หรือมีค่าว่าง โปรดกำหนดค่าก่อนเริ่มระบบ"
    elif wire.password_file is not None:
        secret = _first_line(f"{section}.password_file", wire.password_file)
        where = f"{section}.password_file: ไฟล์ {wire.password_file} ว่างเปล่า โปรดใส่รหัสผ่านในบรรทัดแรก"
    elif wire.credential:
        secret = _first_line(f"{section}.credential", _credential(f"{section}.credential", wire.credential, environ))
        where = f"{section}.credential: credential {wire.credential} ว่างเปล่า โปรดใส่รหัสผ่านในบรรทัดแรก"
    else:
        secret, where = "", f"{section}.password_env: ยังไม่ได้ระบุที่เก็บรหัสผ่าน"
    if not secret:
        raise UserError(where)
    return secret


def secret_problems(settings: Settings, environ: Mapping[str, str]) -> list[str]:
    """Which configured secrets cannot be fetched; for ``run``, ``once`` and ``check``. Token commands are not run."""
    problems: list[str] = []
    wires: list[tuple[str, WireSettings]] = []
    if settings.mailbox.host and not settings.mailbox.token_command:
        wires.append(("mailbox", settings.mailbox))
    if settings.smtp.host and settings.smtp.user:
        wires.append(("smtp", settings.smtp))
    for section, wire in wires:
        try:
            password(section, wire, environ)
        except UserError as error:
            problems += error.problems
    return problems


class TokenCommand:
    """An OAuth 2 access token from a program. The answer is kept until it expires or the server refuses it."""

    def __init__(self, command: Sequence[str], seconds: Callable[[], float] = time.monotonic) -> None:
        self._command = tuple(command)
        self._seconds = seconds
        self._token = ""
        self._until: float | None = None

    def token(self) -> str:
        """The token. Raises RetryLater when the program fails."""
        if not self.kept():
            self._token, lifetime = _parse_token(self._run())
            self._until = None if lifetime is None else self._seconds() + max(lifetime - RENEW_BEFORE_SECONDS, 0.0)
        return self._token

    def kept(self) -> bool:
        """Whether ``token`` would give an answer that was kept, without asking the program."""
        return bool(self._token) and (self._until is None or self._seconds() < self._until)

    def forget(self) -> None:
        """The server refused the token: the next call asks the program again."""
        self._token = ""

    def _run(self) -> str:
        advice = "โปรดลองเรียกคำสั่งนี้ด้วยตนเองและตรวจสอบการลงทะเบียน OAuth 2"
        try:
            done = subprocess.run(
                self._command, stdin=subprocess.DEVNULL, capture_output=True, timeout=TOKEN_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            text = f"mailbox.token_command: {self._command[0]} ไม่ตอบภายใน {TOKEN_SECONDS:.0f} วินาที {advice}"
            raise RetryLater(text) from None
        except OSError as error:
            raise RetryLater(f"mailbox.token_command: เรียก {self._command[0]} ไม่ได้ ({error.strerror}) {advice}") from None
        if done.returncode != 0:
            raise RetryLater(f"mailbox.token_command: {self._command[0]} จบด้วยรหัส {done.returncode} {advice}")
        return done.stdout.decode("utf-8", "replace").strip()


def _parse_token(answer: str) -> tuple[str, float | None]:
    """``token`` alone, or JSON with ``access_token`` and perhaps ``expires_in`` (seconds)."""
    token, lifetime = answer, None
    if answer.startswith("{"):
        try:
            told = json.loads(answer)
            token = str(told.get("access_token") or "")
            lifetime = float(told["expires_in"]) if "expires_in" in told else None
        except (ValueError, TypeError):
            token = ""
    if not token or any(char.isspace() or not char.isprintable() for char in token):
        raise RetryLater("mailbox.token_command: คำตอบไม่ใช่โทเค็น คำสั่งต้องพิมพ์โทเค็นบรรทัดเดียว หรือ JSON ที่มี access_token")
    return token, lifetime


def _credential(place: str, name: str, environ: Mapping[str, str]) -> Path:
    folder = environ.get(CREDENTIALS_DIRECTORY)
    if not folder:
        raise UserError(f"{place}: ใช้ได้เมื่อเริ่มระบบด้วย systemd ที่มี LoadCredential={name}: เท่านั้น หรือใช้ password_file แทน")
    return Path(folder) / name


def _first_line(place: str, path: Path) -> str:
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError:
        raise UserError(f"{place}: ไฟล์ {path} ไม่ใช่ข้อความ UTF-8") from None
    except OSError as error:
        raise UserError(f"{place}: เปิดไฟล์ {path} ไม่ได้ ({error.strerror}) โปรดตรวจสอบชื่อและสิทธิ์การอ่าน") from None
    return lines[0] if lines else ""
