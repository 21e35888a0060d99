"""To whom a notice goes, and whom it never reaches."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.settings import Sending
from notices.addressing import hold_for, is_allowed, is_answerable, province_of, recipients, reholder
from rules.terms import Contact
from storage.notices import Hold, Notice, NoticeDraft, NoticeKind, NoticeState
from tests.notices_kit import loaded, office
from tests.storage_kit import NOW

DIRECTIVE = loaded().directive


@pytest.mark.parametrize(
    ("province", "sender", "to"),
    [
        ("30", "", ("korat@moi.example", "korat2@moi.example")),
        ("30", "korat2@moi.example", ("korat@moi.example", "korat2@moi.example")),
        ("30", " Korat@MOI.example ", ("korat@moi.example", "korat2@moi.example")),
        ("30", "stranger@mail.example", ("korat@moi.example", "korat2@moi.example")),
        ("30", "chiangmai@moi.example", ("korat@moi.example", "korat2@moi.example", "chiangmai@moi.example")),
        ("20", "", ()),
        ("20", "no-reply@moi.example", ()),
        ("81", "korat@moi.example", ("korat@moi.example",)),
        (None, "stranger@mail.example", ()),
    ],
)
def test_the_contacts_and_the_sender_if_listed(province: str | None, sender: str, to: tuple[str, ...]) -> None:
    assert recipients(DIRECTIVE, province, sender) == to


def test_without_contacts_nobody_is_written_to() -> None:
    assert recipients(replace(DIRECTIVE, contacts=None), "30", "korat@moi.example") == ()
    assert recipients(replace(DIRECTIVE, contacts=()), "30", "korat@moi.example") == ()


def test_a_sender_tells_a_province_only_if_listed_for_one() -> None:
    shared = replace(DIRECTIVE, contacts=(Contact("30", "two@moi.example"), Contact("31", "two@moi.example"), Contact("32")))
    assert province_of(DIRECTIVE, "KORAT@moi.example") == "30"
    assert province_of(shared, "two@moi.example") is None and province_of(shared, "") is None
    assert province_of(replace(DIRECTIVE, contacts=None), "korat@moi.example") is None


@pytest.mark.parametrize(
    "address",
    ["noreply@x.example", "no-reply@x.example", "No_Reply+1@x.example", "do.not.reply@x.example", "MAILER-DAEMON@x.example"]
    + [
        "postmaster@x.example",
        "bounce-77@x.example",
        "bounces+a=b@x.example",
        "auto-reply@x.example",
        "@x.example",
        "x@",
        "x",
        "",
    ],
)
def test_behind_some_addresses_nobody_reads(address: str) -> None:
    assert not is_answerable(address)


def test_people_are_answered() -> None:
    assert all(is_answerable(each) for each in ("korat@moi.example", "noi.reply@moi.example", "post@moi.example"))


@pytest.mark.parametrize(
    ("patterns", "allowed"),
    [
        (("*.example",), True),
        (("*@moi.example",), True),
        (("moi.example",), True),
        (("KORAT@moi.example",), True),
        (("*@dopa.example", "korat@*"), True),
        (("*@dopa.example",), False),
        (("moi",), False),
        (("example",), False),
        ((), False),
    ],
)
def test_the_allow_list(patterns: tuple[str, ...], allowed: bool) -> None:
    assert is_allowed("korat@moi.example", patterns) is allowed


def test_a_domain_pattern_does_not_let_others_in() -> None:
    assert not is_allowed("korat@evil.moi.example", ("moi.example",))
    assert not is_allowed("korat@moi.example.evil", ("*@moi.example", "moi.example", "*.example"))


@pytest.mark.parametrize(
    ("to", "changes", "needs", "hold"),
    [
        ((), {}, False, Hold.NO_RECIPIENT),
        (("a@x.example",), {"sending": Sending.OFF}, False, Hold.SENDING_OFF),
        (("a@x.example",), {"sending": Sending.OFF}, True, Hold.NEEDS_RELEASE),
        (("a@x.example",), {"sending": Sending.ALL}, True, Hold.NEEDS_RELEASE),
        (("a@x.example",), {"sending": Sending.ALL}, False, None),
        (("a@x.example", "b@y.example"), {"sending": Sending.ALLOW, "allow": ("*@x.example",)}, False, Hold.NOT_ALLOWED),
        (("a@x.example",), {"sending": Sending.ALLOW, "allow": ("*@x.example",)}, False, None),
    ],
)
def test_why_a_notice_waits(to: tuple[str, ...], changes: dict[str, object], needs: bool, hold: Hold | None) -> None:
    assert hold_for(to, office(**changes), needs_release=needs) is hold


def test_an_overdue_notice_waits_for_a_release_and_a_released_one_for_the_switch_only() -> None:
    notice = Notice("N1", NoticeDraft(NoticeKind.OVERDUE, ("a@x.example",), "x", "x", "k"), NoticeState.HELD, NOW)
    assert reholder(office())(notice) is Hold.NEEDS_RELEASE
    assert reholder(office())(replace(notice, released=True)) is None
    assert reholder(office(sending=Sending.OFF))(replace(notice, released=True)) is Hold.SENDING_OFF
