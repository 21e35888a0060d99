"""The messages of the bench: a synthetic office's weeks from several seeds, written once and kept beside this file."""

from __future__ import annotations

import csv
import datetime as dt
import pickle
from itertools import count
from pathlib import Path

from rehearsal.office import Rehearsal

CACHE = Path(__file__).parent / "cache"
FIRST_DAY, LAST_DAY = dt.date(2020, 11, 18), dt.date(2021, 1, 12)
MAILS_A_SEED = 250
FIRST_SEED = 100

Posted = tuple[bytes, dt.datetime]
"""A message and the moment at which it came."""


def corpus(messages: int) -> list[Posted]:
    """So many messages, the oldest of the first seed first; the first of a longer list are the same."""
    found: list[Posted] = []
    for seed in count(FIRST_SEED):
        if len(found) >= messages:
            return found[:messages]
        found += _of_seed(seed)
    raise AssertionError("there is always another seed")


def contacts(path: Path) -> None:
    """The addresses of every office, as a contacts file."""
    lines = set()
    for seed in range(FIRST_SEED, FIRST_SEED + 8):
        for office in Rehearsal(seed).offices.values():
            lines |= {(office.entry.code, office.address), (office.entry.code, office.clerk.email)}
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("province", "email"), *sorted(lines)])


def _of_seed(seed: int) -> list[Posted]:
    """The weeks of one office. Writing them takes far longer than reading them, so they are kept."""
    path = CACHE / f"seed-{seed}-{MAILS_A_SEED}.pickle"
    if not path.exists():
        mails = Rehearsal(seed).weeks(FIRST_DAY, LAST_DAY, MAILS_A_SEED)
        CACHE.mkdir(exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(pickle.dumps([(mail.raw, mail.arrived_at) for mail in mails]))
        part.rename(path)
    found: list[Posted] = pickle.loads(path.read_bytes())
    return found
