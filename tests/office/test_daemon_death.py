"""The daemon killed, stopped, doubled and starved of disk: nothing is lost, nothing is counted twice."""

from __future__ import annotations

import random
import resource
import threading
import time
from pathlib import Path

import pytest

from tests.office import daemon_jobs
from tests.office.daemon_kit import House, address, kill, nomination, stop, until

OTHER_COMMANDS = 76 * 13
"""Obligations on the board."""


@pytest.mark.parametrize("kills", [4, pytest.param(16, marks=pytest.mark.slow)])
def test_killed_at_any_moment_every_mail_is_filed_once_and_answered_at_most_once(house: House, kills: int) -> None:
    house.call("once")
    rng = random.Random(kills)
    put = 0
    for _ in range(kills):
        process = house.start("run")
        until(lambda pid=process.pid: _holds_lease(house, pid), "the daemon holds its lease")  # type: ignore[misc]
        house.put(*(nomination(put + number) for number in range(3)))
        put += 3
        time.sleep(rng.uniform(0.0, 3.0))
        kill(process)
    with house.running():
        until(lambda: house.filed() == put, "everything is filed", 180)
        until(lambda: not house.rows("SELECT id FROM notices WHERE state IN ('queued', 'sending')"), "the outbox is empty", 120)
        until(lambda: all("$DamrongFiled" in flags for flags in house.flags()), "everything is marked")
    house.assert_gapless(put)
    at_sink = house.notices_at_sink()
    assert max(at_sink.values()) == 1
    sent = house.rows("SELECT message_id FROM notices WHERE state = 'sent'")
    assert {row["message_id"] for row in sent} <= set(at_sink)
    states = [row["state"] for row in house.rows("SELECT state FROM notices WHERE kind IN ('receipt', 'query')")]
    assert len(states) == len(house.rows("SELECT id FROM submissions WHERE status = 'accepted'")) >= put - 1
    assert states.count("failed") <= kills


def _holds_lease(house: House, pid: int) -> bool:
    lock = house.data / "damrong.lock"
    return lock.exists() and lock.read_text("ascii").strip() == str(pid)


def test_sigterm_ends_it_within_seconds_in_the_middle_of_a_document_which_the_next_start_reads(house: House) -> None:
    house.jobs = "tests.office.daemon_jobs"
    slow = house.folder / "slow"
    house.environment[daemon_jobs.SLOW_WHILE] = str(slow)
    house.call("once")
    slow.touch()
    house.put(nomination(0, marker=daemon_jobs.SLOW))
    process = house.start("run")
    until(slow.with_suffix(daemon_jobs.READING).exists, "the slow document is read")
    assert stop(process) < 20
    assert house.filed() == 0
    slow.unlink()
    house.call("once")
    (row,) = house.rows("SELECT outcome, attempts FROM arrivals")
    assert (row["outcome"], row["attempts"]) == ("filed", 1)
    house.assert_gapless(1)


def test_a_second_daemon_refuses_and_every_other_command_works_beside_the_first(house: House, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.eml"
    stranger.write_bytes(nomination(7, sender="someone@elsewhere.example"))
    with house.running():
        until(lambda: house.rows("SELECT account FROM polls"), "the first poll")
        for command in ("run", "once"):
            assert "lease" in house.call(command, status=75)
        (arrival,) = house.objects("ingest", str(stranger))
        (submission,) = arrival["submissions"]
        house.put(nomination(0))
        house.call("decide", submission, "accept", "--by", "somchai", "--reason", "โทรศัพท์ยืนยันกับจังหวัดแล้ว")
        until(lambda: house.filed() == 2, "the daemon files beside them")
        assert len(house.objects("board")) == OTHER_COMMANDS
        assert {each["status"] for each in house.objects("submissions")} == {"accepted"}
        house.call("export", str(tmp_path / "registers.xlsx"))
        house.call("backup", str(tmp_path / "backup.zip"))
    assert (tmp_path / "registers.xlsx").stat().st_size > 0
    assert (tmp_path / "backup.zip").stat().st_size > 0
    house.assert_gapless(2)


def test_a_full_disk_makes_it_wait_and_costs_nothing(house: House) -> None:
    """A limit on the size of files stands in for the full disk: every write is refused, as there."""
    house.call("once")
    with house.running() as process:
        limits = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1, limits[1]))
        house.put(*(nomination(number) for number in range(3)))
        until(lambda: house.log().count("cannot be written") >= 3, "the full disk is told of")
        assert house.filed() == 0
        assert process.poll() is None
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, limits)
        until(lambda: house.filed() == 3, "filed once there is room")
    assert {row["outcome"] for row in house.rows("SELECT outcome FROM arrivals")} == {"filed"}
    house.assert_gapless(3)


def test_two_daemons_started_at_once_are_one(house: House) -> None:
    house.call("once")
    house.put(*(nomination(number) for number in range(4)))
    processes = [house.start("once") for _ in range(2)]
    statuses = sorted(process.wait(120) for process in processes)
    assert statuses in ([0, 75], [0, 0])
    assert house.filed() == 4
    house.assert_gapless(4)
    assert sorted(each.to[0] for each in house.sink.delivered) == sorted(address(code) for code in _codes(house))


def _codes(house: House) -> list[str]:
    return [row["province"] for row in house.rows("SELECT province FROM submissions")]


@pytest.mark.slow
def test_a_clerk_hands_in_the_same_mail_while_the_daemon_files_it(house: House, tmp_path: Path) -> None:
    raws = [nomination(number) for number in range(5)]
    files = []
    for number, raw in enumerate(raws):
        files.append(tmp_path / f"{number}.eml")
        files[-1].write_bytes(raw)
    house.call("once")
    with house.running():
        handing_in = threading.Thread(target=lambda: house.objects("ingest", *map(str, files)))
        handing_in.start()
        house.put(*raws)
        handing_in.join()
        until(lambda: len(house.rows("SELECT id FROM ledger")) == 10, "each came twice")
        until(lambda: house.filed() == 5, "each is filed")
    house.assert_gapless(5)
