"""The store beside other processes, and under processes that die in the middle."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from rules.records import Status
from storage.records import Query
from storage.store import SqlStore


def start(data: Path, count: int, seed: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.office.storage_worker", str(data), str(count), str(seed)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def all_hold(data: Path, count: int) -> None:
    """Every arrival was filed once: one number, one submission and one notice each, one accepted report for each province."""
    store = SqlStore(data)
    assert store.verify() == []
    rows = store.arrivals()
    assert len(rows) == count and all(row.outcome is not None for row in rows)
    numbers = sorted(int((row.receipt_no or "0/0").split("/")[0]) for row in rows)
    assert numbers == list(range(1, count + 1))
    every = store.submissions(Query(statuses=tuple(Status)))
    assert sorted(row.id for row in every) == sorted(f"S{number}" for number in range(1, count + 1))
    assert all(row.submissions and len(row.submissions) == 1 for row in rows) and len(store.notices()) == count
    accepted = Counter(row.province for row in every if row.status is Status.ACCEPTED)
    assert accepted == dict.fromkeys({row.province for row in every}, 1)
    for province in accepted:
        chain = sorted(row.revision for row in every if row.province == province)
        assert chain == list(range(1, len(chain) + 1))
    assert [event.action for event in store.audit_events()].count("filed") == count
    store.close()


def filed_by(child: subprocess.Popen[str]) -> list[str]:
    out, _ = child.communicate(timeout=300)
    assert child.returncode == 0
    return out.split()[1:]


@pytest.mark.parametrize("count", [30, pytest.param(300, marks=pytest.mark.slow)])
def test_two_processes_file_the_same_arrivals_once(tmp_path: Path, count: int) -> None:
    children = [start(tmp_path / "data", count, seed) for seed in (1, 2)]
    by_each = [filed_by(child) for child in children]
    assert sorted(by_each[0] + by_each[1], key=int) == [str(number) for number in range(count)]
    assert all(by_each), "both took part"
    all_hold(tmp_path / "data", count)


def until_killed(child: subprocess.Popen[str], seconds: float) -> bool:
    """Kills a worker without warning after ``seconds`` of work; True if it had finished before."""
    assert child.stdout is not None and child.stdout.readline() == "ready\n"
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    child.stdout.close()
    return child.returncode == 0


@pytest.mark.parametrize(("count", "rounds"), [(25, 4), pytest.param(60, 25, marks=pytest.mark.slow)])
def test_killed_at_any_moment_nothing_is_lost_and_nothing_is_doubled(tmp_path: Path, count: int, rounds: int) -> None:
    dice, killed = random.Random(count), 0
    for seed in range(rounds):
        if until_killed(start(tmp_path / "data", count, seed), dice.uniform(0.02, 0.6)):
            break
        killed += 1
        store = SqlStore(tmp_path / "data")
        assert store.verify() == []
        store.close()
    assert killed >= 2
    began = time.monotonic()
    filed_by(start(tmp_path / "data", count, 0))
    assert time.monotonic() - began < 300
    all_hold(tmp_path / "data", count)
