from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import fields
from itertools import groupby
from pathlib import Path

import pytest

from intake.configuration import load_settings, read_settings
from intake.errors import UserError
from intake.settings import HolidayPolicy, Security, Sending, Settings, Settle
from intake.toml_values import key_names

EXAMPLE = Path(__file__).parents[2] / "damrong.example.toml"


def problems(text: str, base: Path = Path()) -> list[str]:
    with pytest.raises(UserError) as caught:
        read_settings(tomllib.loads(text), base)
    assert caught.value.exit_status == 2
    return list(caught.value.problems)


def test_no_file_is_a_working_configuration_that_sends_nothing() -> None:
    settings = load_settings(None)
    assert settings.mailbox.host == ""
    assert settings.office.sending is Sending.OFF
    assert settings.deadlines.holiday_policy is HolidayPolicy.NEXT_WORKING_DAY
    assert settings.deadlines.cutoff == dt.time(23, 59, 59)
    assert settings.office.digest_at == dt.time(8, 30)


def test_the_example_names_every_key_with_its_default() -> None:
    assert load_settings(EXAMPLE) == Settings()
    tables = tomllib.loads(EXAMPLE.read_text("utf-8"))
    assert list(tables) == [section.name for section in fields(Settings)]
    for section in fields(Settings):
        known = key_names(type(getattr(Settings(), section.name)))
        assert list(tables[section.name]) == list(known), section.name


def test_the_example_explains_every_key_in_both_languages() -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    blocks = [list(block) for comment, block in groupby(lines, lambda line: line.startswith("# ")) if comment]
    assert len(blocks) > 30
    for block in blocks:
        assert {"ก" <= line[2] <= "๙" for line in block} == {True, False}, block


def test_the_fixed_names_of_the_contract() -> None:
    contract = {
        "mailbox": "host port security user password_env folder poll_seconds",
        "fax": "spool gateways",
        "smtp": "host port security user password_env from",
        "office": "name officers sending allow digest_at",
        "directive": "file contacts allocations winners holidays",
        "deadlines": "holiday_policy cutoff",
    }
    for section, names in contract.items():
        assert set(names.split()) <= set(key_names(type(getattr(Settings(), section))))


def test_a_full_file(tmp_path: Path) -> None:
    for name in ("contacts.csv", "winners.csv"):
        (tmp_path / name).touch()
    (tmp_path / "recvq").mkdir()
    path = tmp_path / "damrong.toml"
    path.write_text(
        """
        [mailbox]
        host = "imap.dopa.example"
        security = "starttls"
        user = "jed@dopa.example"
        password_env = "MAILBOX_PASSWORD"
        settle = "move"
        [fax]
        spool = "recvq"
        gateways = ["FAX@gateway.example"]
        [smtp]
        host = "smtp.dopa.example"
        security = "starttls"
        from = "ศูนย์ดำรงธรรม <jed@dopa.example>"
        [office]
        officers = ["somchai@dopa.example"]
        sending = "allow"
        allow = ["*@dopa.example", "*.example"]
        digest_at = 07:45:00
        [directive]
        contacts = "contacts.csv"
        winners = "winners.csv"
        [deadlines]
        holiday_policy = "nominal"
        cutoff = "16:30"
        """,
        "utf-8-sig",
    )
    settings = load_settings(path)
    assert (settings.mailbox.port, settings.smtp.port) == (143, 587)
    assert settings.mailbox.security is Security.STARTTLS
    assert settings.mailbox.settle is Settle.MOVE
    assert settings.fax.spool == tmp_path / "recvq"
    assert settings.fax.gateways == ("fax@gateway.example",)
    assert settings.smtp.sender == "ศูนย์ดำรงธรรม <jed@dopa.example>"
    assert settings.directive.contacts == tmp_path / "contacts.csv"
    assert settings.directive.allocations is None
    assert settings.office.digest_at == dt.time(7, 45)
    assert settings.deadlines.cutoff == dt.time(16, 30)


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    found = problems(
        """
        [mailbox]
        hots = "x"
        host = "imap.dopa.example"
        port = "993"
        security = "non"
        [smpt]
        [office]
        sending = "allow"
        officers = ["somchai"]
        digest_at = "25:00"
        [directive]
        contacts = "missing.csv"
        [deadlines]
        holiday_policy = "next"
        """,
        tmp_path,
    )
    places = {problem.split(":")[0] for problem in found}
    assert places == {
        "[smpt]",
        "mailbox.hots",
        "mailbox.port",
        "mailbox.security",
        "mailbox.user",
        "mailbox.password_env",
        "office.officers",
        "office.digest_at",
        "office.sending",
        "office.allow",
        "directive.contacts",
        "deadlines.holiday_policy",
    }


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("[mailbox]\nhots = 'a'", '"host"'),
        ("[mailbox]\npoll_second = 5", '"poll_seconds"'),
        ("[mailbox]\nHOST = 'a'", '"host"'),
        ("[Mailbox]", '"mailbox"'),
        ("[deadline]", '"deadlines"'),
        ("[deadlines]\nholiday_policy = 'next_workingday'", '"next_working_day"'),
        ("[office]\nsending = 'ALL'", '"all"'),
        ("[smtp]\nform = 'a@b.example'", '"from"'),
    ],
)
def test_did_you_mean(wrong: str, meant: str) -> None:
    assert any(meant in problem for problem in problems(wrong))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[mailbox]\nport = 0", "mailbox.port"),
        ("[mailbox]\nport = true", "mailbox.port"),
        ("[mailbox]\nport = 993.0", "mailbox.port"),
        ("[mailbox]\nidle = 'yes'", "mailbox.idle"),
        ("[mailbox]\nhost = 'imaps://mail.example'", "mailbox.host"),
        ("[mailbox]\nhost = 'mail.example:993'", "mailbox.host"),
        ("[mailbox]\nhost = 5", "mailbox.host"),
        ("[mailbox]\nuser = 'jed'", "mailbox.host"),
        ("[mailbox]\ntoken_command = 'get-token'", "mailbox.token_command"),
        ('[mailbox]\nfolder = "IN\\nBOX"', "mailbox.folder"),
        ("[mailbox]\ncredential = '../etc/passwd'", "mailbox.credential"),
        ("[mailbox]\nca_file = 'missing.pem'", "mailbox.ca_file"),
        ("[fax]\nspool = 'missing'", "fax.spool"),
        ("[fax]\ngateways = 'fax@gateway.example'", "fax.gateways"),
        ("[fax]\ngateways = ['fax']", "fax.gateways"),
        ("[smtp]\nhost = 'smtp.example'", "smtp.from"),
        ("[smtp]\nfrom = 'nobody'", "smtp.from"),
        ("[smtp]\npassword_env = 'P'", "smtp.host"),
        ("[smtp]\nhost = 'h'\nfrom = 'a@b.example'\nuser = 'u'", "smtp.password_env"),
        ("[smtp]\nhost = 'h'\nfrom = 'a@b.example'\npassword_env = 'P'", "smtp.user"),
        ("[office]\nsending = 'all'", "office.sending"),
        ("[office]\nallow = ['*']", "office.allow"),
        ("[office]\nallow = ['*@*']", "office.allow"),
        ("[office]\ndigest_at = '08:30+07:00'", "office.digest_at"),
        ("[directive]\nfile = '.'", "directive.file"),
        ("[deadlines]\ncutoff = 17", "deadlines.cutoff"),
        ("[limits]\nattempts = 0", "limits.attempts"),
        ("office = 3", "office"),
    ],
)
def test_a_wrong_value_is_told_by_its_place(text: str, place: str, tmp_path: Path) -> None:
    assert [problem.split(":")[0] for problem in problems(text, tmp_path)] == [place]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "localhost", "::1", "LOCALHOST"])
def test_without_encryption_only_on_this_machine(host: str) -> None:
    tables = {"mailbox": {"host": host, "security": "none", "user": "u", "password_env": "P"}}
    assert read_settings(tables, Path()).mailbox.port == 143


@pytest.mark.parametrize(
    "host", ["imap.dopa.example", "10.0.0.1", "128.0.0.1", "localhost.example", "127.0.0.1.example", "::2"]
)
def test_without_encryption_never_over_a_network(host: str) -> None:
    text = f"[mailbox]\nhost = '{host}'\nsecurity = 'none'\nuser = 'u'\npassword_env = 'P'"
    assert [problem.split(":")[0] for problem in problems(text)] == ["mailbox.security"]


@pytest.mark.parametrize(
    "text",
    [
        "[mailbox]\npassword = 'hunter2!'",
        "[mailbox]\npassword_env = 'hunter2!'",
        "[mailbox]\ncredential = 'hunter2!'",
        "[mailbox]\ntoken_command = ['hunter2!', 3]",
        "[smtp]\npassword_env = 'hunter2!'",
        "[smtp]\npasswort_env = 'hunter2!'",
        "[mailbox]\nport = 'hunter2!'",
    ],
)
def test_a_secret_in_the_wrong_place_is_never_repeated(text: str) -> None:
    assert "hunter2" not in "".join(problems(text))


def test_one_place_for_a_password() -> None:
    text = "[mailbox]\nhost = 'h'\nuser = 'u'\npassword_env = 'P'\npassword_file = 'f'"
    assert [problem.split(":")[0] for problem in problems(text)] == ["mailbox.password_env"]


def test_the_folder_that_is_read_cannot_be_the_one_that_is_filled() -> None:
    text = "[mailbox]\nhost = 'h'\nuser = 'u'\npassword_env = 'P'\nsettle = 'move'\nsettle_folder = 'INBOX'"
    assert [problem.split(":")[0] for problem in problems(text)] == ["mailbox.settle_folder"]


def test_a_certificate_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    assert [problem.split(":")[0] for problem in problems("[mailbox]\nca_file = 'ca.pem'", tmp_path)] == ["mailbox.ca_file"]


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"[mailbox\n", "TOML"), ("# ทดสอบ".encode("cp874"), "UTF-8"), (None, "--config")],
)
def test_a_file_that_cannot_be_read(content: bytes | None, told: str, tmp_path: Path) -> None:
    path = tmp_path / "damrong.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError, match=told):
        load_settings(path)
