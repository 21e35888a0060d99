"""Measures what becomes of rehearsed mails against their truth. Knows the JSON of the contract, and nothing of how it was made.

Run: ``python -m rehearsal.measure --mails 300 --seed 7`` files the mails into an empty data folder and prints the table.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from rehearsal.render_lo import with_libreoffice
from rehearsal.truth import DocumentTruth, MailTruth, RehearsedMail

Json = Mapping[str, object]
FIRST_DAY, LAST_DAY = dt.date(2020, 11, 18), dt.date(2021, 1, 12)
KEYS = {
    "nomination": ("district",),
    "achievement": ("district", "title", "gecc_total"),
    "disbursement": ("allocated", "prior_cumulative", "this_month", "cumulative", "committed", "balance", "percent"),
    "obstacle": (),
}
"""Fields of which a wrong value in an accepted submission is a silent error, besides province, period and every line."""


@dataclass(slots=True)
class Score:
    """What was found."""

    correct: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(kind, format) -> correct born-digital documents."""
    passed: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Of these, accepted without a person."""
    fields: Counter[tuple[str, str]] = field(default_factory=Counter)
    exact: Counter[tuple[str, str]] = field(default_factory=Counter)
    silent: list[str] = field(default_factory=list)
    """Accepted with a value that is not what stands on the paper."""
    missed: list[str] = field(default_factory=list)
    """Accepted although the paper bears a mistake that a check should find."""
    outcomes: list[str] = field(default_factory=list)
    """Documents and mails that became something else than they should, one line each."""
    mails: int = 0

    @property
    def straight_through(self) -> float:
        """Share of the correct born-digital documents that were accepted without a person."""
        return sum(self.passed.values()) / max(1, sum(self.correct.values()))


def score(mails: Sequence[RehearsedMail], arrivals: Sequence[Json], submissions: Mapping[str, Json]) -> Score:
    """Compares each mail with its Arrival (same order) and the Submissions by id."""
    result = Score(mails=len(mails))
    for mail, arrival in zip(mails, arrivals, strict=True):
        made = [submissions[str(id)] for id in _list(arrival["submissions"]) if str(id) in submissions]
        _score_mail(result, mail.truth, arrival, made)
    return result


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, (list, tuple)) else []


def _score_mail(result: Score, truth: MailTruth, arrival: Json, made: Sequence[Json]) -> None:
    if arrival["outcome"] != truth.outcome:
        result.outcomes.append(
            f"{truth.story} [{_where(truth)}]: arrival {arrival['outcome']}, expected {truth.outcome} {arrival['reason']}"
        )
    for document in truth.documents:
        found = [each for each in made if each["kind"] == document.kind]
        match = next((each for each in found if each["period"] == document.period), found[0] if found else None)
        _score_document(result, truth, document, match)
    for each in made if truth.outcome != "duplicate" else ():
        if each["status"] == "accepted" and not any(each["kind"] == document.kind for document in truth.documents):
            result.silent.append(f"{truth.story}: {each['id']} {each['kind']} accepted out of nothing")


def _where(truth: MailTruth) -> str:
    return ",".join(f"{each.layout}/{each.format}" for each in truth.documents)


def _score_document(result: Score, mail: MailTruth, truth: DocumentTruth, made: Json | None) -> None:
    key = (truth.kind, truth.format)
    label = f"{mail.story} {truth.kind} [{truth.layout}/{truth.format}]"
    accepted = made is not None and made["accepted_at"] is not None and not made.get("decided_by")
    if truth.correct:
        result.correct[key] += 1
        result.passed[key] += accepted
        if not accepted:
            result.outcomes.append(f"{label}: not accepted: {_findings(made)}")
        if made is not None:
            _score_fields(result, key, truth, made)
    elif truth.expected == "review" and accepted:
        result.missed.append(f"{label}: accepted, expected review ({', '.join(truth.rules)}): {_findings(made)}")
    elif truth.expected == "review" and made is not None and truth.rules:
        rules = {str(each["rule"]) for each in _dicts(made["findings"])}
        if not rules & set(truth.rules):
            result.outcomes.append(f"{label}: rules {sorted(rules)}, expected one of {truth.rules}")
    if accepted and made is not None:
        result.silent.extend(f"{label}: {wrong}" for wrong in wrong_values(truth, made))


def _dicts(value: object) -> list[dict[str, object]]:
    return [each for each in _list(value) if isinstance(each, dict)]


def _findings(made: Json | None) -> str:
    if made is None:
        return "no submission"
    return "; ".join(
        f"{each['rule']}: {each['message']}" for each in _dicts(made["findings"]) if each["severity"] == "error"
    ) or str(made["status"])


def _value(fields: object, name: str) -> object:
    found = fields.get(name) if isinstance(fields, dict) else None
    return found.get("value") if isinstance(found, dict) else None


def _score_fields(result: Score, key: tuple[str, str], truth: DocumentTruth, made: Json) -> None:
    for name, value in {**truth.fields, "province": truth.province, "period": truth.period or ""}.items():
        given = made[name] if name in {"province", "period"} else _value(made["fields"], name)
        if name == "period" and truth.kind != "disbursement":
            continue
        result.fields[truth.kind, name] += 1
        if (given or "") == value:
            result.exact[truth.kind, name] += 1
        else:
            result.outcomes.append(f"field {truth.kind}.{name} [{truth.layout}/{truth.format}]: {given!r} for {value!r}")


def wrong_values(truth: DocumentTruth, made: Json) -> list[str]:
    """What an accepted submission says wrongly: province, period, district, title, any amount, in totals and lines."""
    wrong = []
    if made["province"] != truth.province:
        wrong.append(f"province {made['province']} for {truth.province}")
    if truth.kind == "disbursement" and made["period"] != truth.period:
        wrong.append(f"period {made['period']} for {truth.period}")
    for name in KEYS.get(truth.kind, ()):
        given = _value(made["fields"], name)
        if name in truth.fields and given is not None and given != truth.fields[name]:
            wrong.append(f"{name} {given} for {truth.fields[name]}")
        if name not in truth.fields and given is not None and truth.kind == "disbursement":
            wrong.append(f"{name} {given} which is not on the paper")
    lines = _dicts(made["lines"])
    if truth.lines and len(lines) != len(truth.lines):
        wrong.append(f"{len(lines)} lines for {len(truth.lines)}")
    for number, (told, given_line) in enumerate(zip(truth.lines, lines, strict=False), start=1):
        wrong += [
            f"line {number} {name} {_value(given_line, name)} for {value}"
            for name, value in told.items()
            if name != "item" and _value(given_line, name) != value
        ]
    return wrong


def show(result: Score, console: Console, *, details: int = 60) -> None:
    """The table that a person reads."""
    table = Table(
        title=f"{result.mails} mails: straight through {result.straight_through:.1%}, silent errors {len(result.silent)}"
    )
    for heading in ("kind", "format", "correct documents", "accepted", "share"):
        table.add_column(heading)
    for key, count in sorted(result.correct.items()):
        table.add_row(*key, str(count), str(result.passed[key]), f"{result.passed[key] / count:.1%}")
    console.print(table)
    exact = Table(title="fields exactly right, of the correct documents")
    for heading in ("kind", "field", "on paper", "exact", "share"):
        exact.add_column(heading)
    for key, count in sorted(result.fields.items()):
        exact.add_row(*key, str(count), str(result.exact[key]), f"{result.exact[key] / count:.1%}")
    console.print(exact)
    parts = (("SILENT ERRORS", result.silent), ("MISTAKES ACCEPTED", result.missed), ("other than expected", result.outcomes))
    for title, lines in parts:
        console.print(f"{title}: {len(lines)}", markup=False)
        for line in lines[:details]:
            console.print(f"  {line}", markup=False, soft_wrap=True)


def file_all(mails: Sequence[RehearsedMail], folder: Path, data: Path) -> tuple[list[Json], dict[str, Json]]:
    """Files the mails through the conveyor, each at its own time; gives Arrivals in order and Submissions by id."""
    import contract
    from intake.clock import FixedClock
    from intake.records import Arrival, ArrivalClock, Channel, SourceKey
    from office import open_office
    from rules.records import Status
    from storage.records import Query

    config = folder / "damrong.toml"
    config.write_text(
        '[directive]\ncontacts = "contacts.csv"\nallocations = "allocations.csv"\nwinners = "winners.csv"\n', encoding="utf-8"
    )
    arrivals: list[Json] = []
    with open_office(config, data, FixedClock(mails[0].arrived_at)) as office:
        for number, mail in enumerate(track(mails, "filing", console=Console(stderr=True)), start=1):
            key = SourceKey("rehearsal", "INBOX", 1, str(number))
            taken = office.conveyor.take(Arrival(key, mail.raw, Channel.EMAIL, mail.arrived_at, ArrivalClock.INTERNALDATE))
            arrivals.append(contract.arrival(taken.row, outcome=taken.outcome, reason=taken.reason))
        rows = office.store.submissions(Query(statuses=tuple(Status)))
        return arrivals, {row.id: contract.submission(row) for row in rows}


def run(mails: int, seed: int, transform: Callable[[Sequence[RehearsedMail]], Sequence[RehearsedMail]] | None = None) -> Score:
    """One measurement in a temporary folder."""
    from rehearsal.office import Rehearsal

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rehearsal = Rehearsal(seed)
        rehearsal.write_office_files(folder)
        post: Sequence[RehearsedMail] = rehearsal.weeks(FIRST_DAY, LAST_DAY, mails)
        post = transform(post) if transform else post
        arrivals, submissions = file_all(post, folder, folder / "data")
        return score(post, arrivals, submissions)


def fingerprint(mails: Sequence[RehearsedMail]) -> str:
    """One digest over all mails: the same seed gives the same."""
    return hashlib.sha256(b"".join(hashlib.sha256(mail.raw).digest() for mail in mails)).hexdigest()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--details", type=int, default=60)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--libreoffice", action="store_true", help="every Word paper becomes a PDF made by LibreOffice")
    given = parser.parse_args()
    result = run(given.mails, given.seed, with_libreoffice if given.libreoffice else None)
    if given.json:
        print(
            json.dumps(
                {
                    "mails": result.mails,
                    "straight_through": result.straight_through,
                    "silent": result.silent,
                    "missed": result.missed,
                }
            )
        )
    else:
        show(result, Console(width=160), details=given.details)


if __name__ == "__main__":
    main()
