"""The daemon over real servers: what it files, what it sends for it, and what it does when a server is not there."""

from __future__ import annotations

import time

import pytest

from parsers.thai.places import PROVINCES
from rehearsal.smtp_sink import Failure
from tests.office import daemon_jobs
from tests.office.conftest import USER
from tests.office.daemon_kit import House, address, nomination, until

ANSWERS = "SELECT id, state FROM notices WHERE kind IN ('receipt', 'query')"


def test_a_filled_mailbox_is_filed_in_silence_and_what_comes_later_is_answered_once(house: House) -> None:
    house.put(*(nomination(number) for number in range(12)))
    house.call("once")
    assert house.filed() == 12
    assert len(house.objects("submissions", "--kind", "nomination")) == 12
    assert not house.rows(ANSWERS)
    assert not house.sink.delivered
    house.put(nomination(12))
    for _ in range(2):
        house.call("once")
    assert house.filed() == 13
    assert [row["state"] for row in house.rows(ANSWERS)] == ["sent"]
    (receipt,) = house.sink.delivered
    assert receipt.to == (address(PROVINCES[12].code),)
    house.assert_gapless(13)


def test_every_mail_is_marked_once_it_is_filed_and_not_before(house: House) -> None:
    house.jobs = "tests.office.daemon_jobs"
    slow = house.folder / "slow"
    house.environment[daemon_jobs.SLOW_WHILE] = str(slow)
    house.call("once")
    slow.touch()
    house.put(nomination(0), nomination(1, marker=daemon_jobs.SLOW), nomination(2))
    process = house.start("run")
    until(slow.with_suffix(daemon_jobs.READING).exists, "the slow document is read")
    assert house.filed() == 1
    assert not any("$DamrongFiled" in flags for flags in house.flags())
    slow.unlink()
    process.kill()
    process.wait()
    house.call("once")
    assert house.filed() == 3
    assert all("$DamrongFiled" in flags for flags in house.flags())
    house.assert_gapless(3)


def test_idle_wakes_it_long_before_the_next_poll(house: House) -> None:
    house.configure(mailbox={"poll_seconds": 600, "idle": True})
    with house.running():
        until(lambda: house.rows("SELECT account FROM polls"), "the first poll")
        house.put(nomination(0))
        until(lambda: house.filed() == 1, "filed after a hint", 40)
        house.put(nomination(1))
        until(lambda: house.filed() == 2, "filed after a second hint", 40)


def test_a_server_that_is_away_costs_nothing_but_time(house: House) -> None:
    house.put(nomination(0))
    house.call("once")
    house.put(nomination(1))
    house.post.server.stop(hard=True)
    assert "mailbox" in house.call("once", status=75)
    (beat,) = house.rows("SELECT * FROM heartbeats WHERE source = 'mailbox'")
    assert beat["last_error"]
    assert beat["last_error_at"]
    house.post.server.start()
    house.call("once")
    assert house.filed() == 2
    house.assert_gapless(2)


@pytest.mark.slow
def test_the_running_daemon_comes_back_with_its_server(house: House) -> None:
    with house.running():
        until(lambda: house.rows("SELECT account FROM polls"), "the first poll")
        house.post.server.stop(hard=True)
        until(lambda: house.rows("SELECT source FROM heartbeats WHERE last_error <> ''"), "the failure is seen")
        house.post.server.start()
        house.put(nomination(0))
        until(lambda: house.filed() == 1, "filed after the server came back")
    house.assert_gapless(1)


@pytest.mark.slow
def test_a_mail_server_that_refuses_for_now_gets_the_answer_later_and_once(house: House) -> None:
    house.call("once")
    house.put(nomination(0))
    house.sink.fail(Failure.TEMPORARY)
    house.call("once")
    assert house.filed() == 1
    assert [row["state"] for row in house.rows(ANSWERS)] == ["queued"]
    house.sink.fail(Failure.NONE)
    for minute in (30, 31):
        house.call("once", now=f"2020-11-20T11:{minute}:00")
    assert [each.to for each in house.sink.delivered] == [(address(PROVINCES[0].code),)]


@pytest.mark.slow
def test_a_new_uidvalidity_brings_nothing_twice(house: House) -> None:
    house.call("once")
    house.put(*(nomination(number) for number in range(5)))
    house.call("once")
    before = len(house.sink.delivered)
    house.post.server.stop()
    house.post.server.reset_uidvalidity(USER)
    house.post.server.start()
    house.put(nomination(5))
    house.call("once")
    assert len(house.rows("SELECT DISTINCT uidvalidity FROM ledger")) == 2
    assert house.filed() == 6
    assert len(house.sink.delivered) == before + 1
    house.assert_gapless(6)


def test_a_document_that_kills_its_reader_waits_for_a_person_and_the_others_go_on(house: House) -> None:
    house.jobs = "tests.office.daemon_jobs"
    house.put(nomination(0), nomination(1, marker=daemon_jobs.POISON), nomination(2))
    house.call("once")
    outcomes = [row["outcome"] for row in house.rows("SELECT outcome FROM arrivals ORDER BY id")]
    assert outcomes == ["filed", "review", "filed"]
    house.assert_gapless(3)


@pytest.mark.slow
def test_the_ladder_follows_the_clock_that_it_is_given(house: House) -> None:
    def notices(kind: str) -> list[str]:
        return [row["state"] for row in house.rows(f"SELECT state FROM notices WHERE kind = '{kind}'")]

    house.call("once", now="2020-11-20T10:00:00")
    assert not notices("reminder")
    for _ in range(2):
        house.call("once", now="2020-12-03T10:00:00")
    reminders = notices("reminder")
    assert 0 < len(reminders) <= 2 * 76
    assert set(reminders) == {"sent"}
    house.call("once", now="2020-12-08T10:00:00")
    assert set(notices("overdue")) == {"held"}
    assert notices("reminder")[: len(reminders)] == reminders
    assert max(house.notices_at_sink().values()) == 1


@pytest.mark.slow
def test_two_minutes_of_downtime_more_or_less_change_nothing(house: House) -> None:
    house.call("once")
    with house.running():
        house.put(nomination(0))
        until(lambda: house.filed() == 1, "filed")
        until(lambda: len(house.sink.delivered) == 1, "answered")
    time.sleep(0.5)
    with house.running():
        house.put(nomination(1))
        until(lambda: len(house.sink.delivered) == 2, "answered")
    assert max(house.notices_at_sink().values()) == 1
