"""A process of its own that receives and files: ``python -m tests.office.storage_worker DATA COUNT SEED``.

Prints one line for each arrival that it filed itself. Three arrivals each report for one province and month, with other
values, so that workers meet in the same chains.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from rules.records import Status, Verdict
from storage.errors import Stale
from storage.store import SqlStore
from tests.storage_kit import NOW, arrival, filing, new, receipt, report, sha


def file(store: SqlStore, number: int) -> bool:
    """Receives and files one arrival; True if this process filed it."""
    raw = f"arrival {number}"
    store.receive(arrival(raw, uid=str(number)), NOW)
    store.count_attempt(sha(raw.encode()))
    while True:
        what = report(f"{10 + number // 3 % 80:02d}", "2020-11", f"{number}.00")
        history = store.history("disbursement", what.province.value if what.province else None, "2020-11")
        standing = next((each.id for each in history.same if each.status is Status.ACCEPTED), None)
        try:
            return (
                store.file(filing(store, raw, new(store, what, Verdict.ACCEPT, supersedes=standing)), receipt, NOW) is not None
            )
        except Stale:
            continue


def main() -> None:
    data, count, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    store = SqlStore(data)
    numbers = list(range(count))
    random.Random(seed).shuffle(numbers)
    print("ready", flush=True)
    for number in numbers:
        if file(store, number):
            print(number, flush=True)


if __name__ == "__main__":
    main()
