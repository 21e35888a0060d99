from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from intake import credentials
from intake.backoff import Backoff
from intake.credentials import TokenCommand, password, secret_problems
from intake.errors import LoginRefused, RetryLater, UserError
from intake.settings import MailboxSettings, Settings, SmtpSettings

BOX = MailboxSettings(host="h", user="u")


def test_from_the_environment() -> None:
    assert password("mailbox", replace(BOX, password_env="P"), {"P": "hunter2 "}) == "hunter2 "


def test_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("hunter2\nsecond line\n")
    assert password("mailbox", replace(BOX, password_file=path), {}) == "hunter2"


def test_from_systemd(tmp_path: Path) -> None:
    (tmp_path / "mailbox-password").write_text("hunter2\n")
    environ = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert password("smtp", SmtpSettings(credential="mailbox-password"), environ) == "hunter2"


def test_what_is_not_there_is_told_by_its_key(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    wires = [
        (replace(BOX, password_env="P"), "mailbox.password_env"),
        (replace(BOX, password_file=tmp_path / "none"), "mailbox.password_file"),
        (replace(BOX, password_file=tmp_path / "empty"), "mailbox.password_file"),
        (replace(BOX, credential="c"), "mailbox.credential"),
        (BOX, "mailbox.password_env"),
    ]
    for wire, place in wires:
        with pytest.raises(UserError, match=place):
            password("mailbox", wire, {})


def test_all_missing_secrets_at_once() -> None:
    smtp = SmtpSettings(host="h", user="u", password_env="S")
    settings = Settings(mailbox=replace(BOX, password_env="P"), smtp=smtp)
    assert [problem.split(":")[0] for problem in secret_problems(settings, {})] == ["mailbox.password_env", "smtp.password_env"]
    assert secret_problems(settings, {"P": "x", "S": "y"}) == []
    assert secret_problems(Settings(), {}) == []


def counting(tmp_path: Path, answer: str) -> list[str]:
    program = f"import pathlib; p = pathlib.Path({str(tmp_path / 'calls')!r}); p.open('a').write('x'); print({answer!r})"
    return [sys.executable, "-c", program]


def calls(tmp_path: Path) -> int:
    return len((tmp_path / "calls").read_text())


def test_a_plain_token_is_kept_until_it_is_refused(tmp_path: Path) -> None:
    tokens = TokenCommand(counting(tmp_path, "abc.def"))
    assert not tokens.kept()
    assert [tokens.token(), tokens.token()] == ["abc.def"] * 2
    assert calls(tmp_path) == 1
    tokens.forget()
    assert tokens.token() == "abc.def"
    assert calls(tmp_path) == 2


def test_a_token_with_a_lifetime_is_renewed_a_minute_before_its_end(tmp_path: Path) -> None:
    now = [1000.0]
    tokens = TokenCommand(counting(tmp_path, '{"access_token": "abc", "expires_in": 3600}'), lambda: now[0])
    tokens.token()
    now[0] += 3539
    tokens.token()
    assert calls(tmp_path) == 1
    now[0] += 2
    tokens.token()
    assert calls(tmp_path) == 2


@pytest.mark.parametrize(
    "answer", ["", "two words", "{}", '{"access_token": ""}', "{broken", '{"access_token": "a", "expires_in": "x"}']
)
def test_an_answer_that_is_no_token(answer: str, tmp_path: Path) -> None:
    with pytest.raises(RetryLater, match="token_command"):
        TokenCommand(counting(tmp_path, answer)).token()


def test_a_program_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(credentials, "TOKEN_SECONDS", 0.2)
    programs = [["/nowhere/get-token"], ["false"], [sys.executable, "-c", "import time; time.sleep(9)"]]
    for program in programs:
        with pytest.raises(RetryLater, match="token_command"):
            TokenCommand(program).token()


def test_pauses_double_and_end() -> None:
    now = [0.0]
    backoff = Backoff(lambda: now[0])
    backoff.check()
    pauses = []
    for _ in range(8):
        backoff.failed(RetryLater("away"))
        pauses.append(backoff.left())
    assert pauses == [5, 10, 20, 40, 80, 160, 300, 300]
    with pytest.raises(RetryLater, match="away"):
        backoff.check()
    now[0] += 301
    backoff.check()
    backoff.succeeded()
    backoff.failed(LoginRefused("refused"))
    assert backoff.left() == 60
    with pytest.raises(LoginRefused, match="refused"):
        backoff.check()
