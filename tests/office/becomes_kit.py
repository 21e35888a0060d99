"""An office for the tests of what becomes of documents: real store, real reading process, a clock that a test sets."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import contract
import desk
from intake.clock import BANGKOK
from intake.records import Channel, Hints
from office import Office, open_office
from parsers.sandbox import Sandbox
from parsers.thai.places import PROVINCES
from rules.records import Status
from storage.records import Query

Json = dict[str, Any]
ALLOCATED = Decimal("97394.00")
"""What every province got in these tests, but the last."""
LAST_ALLOCATED = Decimal("7402000.00") - ALLOCATED * 75


def at(day: str, time: str = "10:00:00") -> dt.datetime:
    """A moment in Bangkok."""
    return dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=BANGKOK)


class SetClock:
    """A clock that a test sets by hand."""

    def __init__(self, moment: dt.datetime) -> None:
        self.moment = moment

    def now(self) -> dt.datetime:
        return self.moment


def contact_of(province: str) -> str:
    """The address that the register knows for a province."""
    return f"pokkrong{province}@moi.example"


def fax_of(province: str) -> str:
    """The fax number that the register knows for a province."""
    return f"04424{int(province):04d}"


def _csv(rows: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def lists(folder: Path) -> str:
    """Writes contacts, allocations and winners; gives their part of the configuration."""
    contacts = [["province", "email", "fax", "name", "position"]]
    contacts += [[p.code, contact_of(p.code), fax_of(p.code), "นายสมชาย ใจดี", "เสมียนตราจังหวัด"] for p in PROVINCES]
    money: list[list[object]] = [["province", "allocated"]]
    money += [[p.code, ALLOCATED] for p in PROVINCES[:-1]] + [[PROVINCES[-1].name, LAST_ALLOCATED]]
    (folder / "contacts.csv").write_text(_csv(contacts), encoding="utf-8-sig")
    (folder / "allocations.csv").write_text(_csv(money), encoding="utf-8")
    (folder / "winners.csv").write_text("province,district\nนครราชสีมา,ปากช่อง\n55,ปัว\n", encoding="utf-8")
    return 'contacts = "contacts.csv"\nallocations = "allocations.csv"\nwinners = "winners.csv"\n'


class Bench:
    """A desk of the office with everything that a test does at it. JSON comes through contract.py."""

    def __init__(
        self, folder: Path, reader: Sandbox, *, registers: bool = True, sections: str = "", now: dt.datetime | None = None
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.count = folder, 0
        self.clock = SetClock(now or at("2020-11-18", "08:30:00"))
        directive = lists(folder) if registers else ""
        config = folder / "damrong.toml"
        config.write_text(f"[directive]\n{directive}\n{sections}", encoding="utf-8")
        self.office: Office = open_office(config, folder / "data", self.clock)
        self.office.close()
        self.office.sandbox = reader

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_: object) -> None:
        """The reading process belongs to all benches; the store holds nothing open."""

    # --- what comes in ------------------------------------------------------------------------------------------------
    def mail(self, raw: bytes, moment: dt.datetime | None = None, **more: Any) -> Json:
        """A message, at a moment that the mailbox would have told."""
        return self.paper("จดหมาย.eml", raw, moment, **more)

    def paper(
        self,
        name: str,
        data: bytes,
        moment: dt.datetime | None = None,
        *,
        channel: Channel | None = None,
        province: str | None = None,
        kind: str | None = None,
        period: str | None = None,
    ) -> Json:
        """One file, as ``ingest`` takes it."""
        self.count += 1
        path = self.folder / f"in-{self.count}" / name
        path.parent.mkdir()
        path.write_bytes(data)
        if moment is not None and moment > self.clock.moment:
            self.clock.moment = moment
        taken = list(desk.ingest(self.office, [path], channel, moment, Hints(province, kind, period)))
        assert len(taken) == 1
        return self.told(contract.arrival(taken[0].row, outcome=taken[0].outcome, reason=taken[0].reason))

    # --- what is seen -------------------------------------------------------------------------------------------------
    @staticmethod
    def told(record: contract.Json) -> Json:
        value = json.loads(contract.dump(record))
        assert isinstance(value, dict)
        return value

    def submissions(self, **query: Any) -> list[Json]:
        """All submissions, superseded and rejected ones too."""
        rows = self.office.store.submissions(Query(statuses=tuple(Status), **query))
        return [self.told(contract.submission(row)) for row in rows]

    def of(self, arrival: Json) -> list[Json]:
        """The submissions of an arrival, as they stand now."""
        known = {one["id"]: one for one in self.submissions()}
        return [known[id] for id in arrival["submissions"]]

    def only(self, arrival: Json, kind: str | None = None) -> Json:
        """The only submission of an arrival (of a kind)."""
        found = [one for one in self.of(arrival) if kind is None or one["kind"] == kind]
        assert len(found) == 1, [(one["kind"], one["province"], one["period"]) for one in self.of(arrival)]
        return found[0]

    def board(self, as_of: dt.datetime) -> list[Json]:
        last = self.office.last_notices(as_of)
        return [
            self.told(contract.obligation(one, last.get((one.province, one.deliverable, one.period))))
            for one in self.office.board(as_of)
        ]

    def cell(self, as_of: dt.datetime, province: str, deliverable: str, period: str | None = None) -> Json:
        """One obligation at a moment."""
        wanted = (province, deliverable, period)
        found = [one for one in self.board(as_of) if (one["province"], one["deliverable"], one["period"]) == wanted]
        assert len(found) == 1
        return found[0]

    def outbox(self) -> list[Json]:
        return [self.told(contract.notice(notice)) for notice in self.office.store.notices()]

    def decide(self, id: str, verb: str, *words: str, by: str = "นางสาววิภา", reason: str = "ตรวจกับต้นฉบับแล้ว") -> Json:
        row = desk.decide(self.office, id, verb, words, by, reason)
        return self.told(contract.submission(row))


def rules_of(submission: Json, severity: str | None = None) -> set[str]:
    """Names of the findings of a submission."""
    return {one["rule"] for one in submission["findings"] if severity in (None, one["severity"])}


def value(submission: Json, name: str) -> str | None:
    """The value of a field; None if it has none."""
    field = submission["fields"].get(name)
    return None if field is None else field["value"]
