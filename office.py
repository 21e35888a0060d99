"""The office put together: settings, directive, store, reading process, notices. The only place that knows all rooms."""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from email.utils import parseaddr
from functools import cached_property
from pathlib import Path
from types import TracebackType

from intake import credentials
from intake.clock import BANGKOK
from intake.configuration import WrongSettings, load_settings
from intake.errors import UserError
from intake.ports import Clock
from intake.settings import DirectiveSettings, Settings
from notices.outbox import Outbox
from notices.planning import Desk
from notices.receipts import composer
from notices.smtp import SmtpSender
from parsers.sandbox import Sandbox
from pipeline import Conveyor
from rules import directive as directives
from rules.directive import Loaded
from rules.obligations import board
from rules.records import Obligation, Policy
from rules.terms import Directive
from storage.notices import NoticeDraft, NoticeKind, NoticeState
from storage.ports import Store
from storage.records import FiledArrival
from storage.store import SqlStore

log = logging.getLogger(__name__)
RETRY_AFTER = dt.timedelta(seconds=300)
"""An arrival that another process has begun is left to it for so long (real time)."""


class Office:
    """One data folder under one configuration. A context manager: it ends its reading process."""

    def __init__(self, settings: Settings, loaded: Loaded, store: Store, data: Path, clock: Clock) -> None:
        self.settings, self.loaded, self.store, self.data, self.clock = settings, loaded, store, data, clock
        self.policy = Policy(settings.deadlines.holiday_policy, settings.deadlines.cutoff)
        limits = settings.limits
        self._answers: tuple[dt.date, Counter[str]] | None = None
        self.sandbox = Sandbox(timeout=limits.read_seconds, memory=limits.read_memory_mb << 20, pages=limits.pages)

    @property
    def directive(self) -> Directive:
        """The directive in force."""
        return self.loaded.directive

    @cached_property
    def conveyor(self) -> Conveyor:
        """The conveyor over this office's store."""
        limits = self.settings.limits
        return Conveyor(
            self.store,
            self.sandbox,
            self.loaded,
            self.policy,
            self.clock,
            self._compose,
            self.own_addresses,
            attempts=limits.attempts,
            parts=limits.parts,
        )

    @property
    def own_addresses(self) -> frozenset[str]:
        """Addresses that our own mail comes from."""
        named = (parseaddr(self.settings.smtp.sender)[1], self.settings.mailbox.user)
        return frozenset(each.lower() for each in named if "@" in each)

    def _compose(self, filed: FiledArrival) -> Sequence[NoticeDraft]:
        today = self.clock.now().astimezone(BANGKOK).date()
        if self._answers is None or self._answers[0] != today:
            self._answers = (today, Counter(self.answered_on(today)))
        answered = self._answers[1]
        return self.written(lambda: composer(self.loaded, self.settings, answered)(filed), filed.arrival.sha256[:12])

    def written(self, write: Callable[[], Sequence[NoticeDraft]], about: str) -> Sequence[NoticeDraft]:
        """Letters, or none: one that cannot be written must not keep a report from being filed, or an officer from deciding."""
        try:
            return write()
        except Exception:
            log.exception("no letter could be written about %s", about)
            return ()

    def answered_on(self, day: dt.date) -> Mapping[str, int]:
        """How many answers each address got on a day: nobody gets more than a few, whatever they send."""
        answers = {NoticeKind.RECEIPT, NoticeKind.QUERY}
        return Counter(
            address
            for notice in self.store.notices()
            if notice.draft.kind in answers
            and notice.state is not NoticeState.CANCELLED
            and notice.created_at.astimezone(BANGKOK).date() == day
            for address in notice.draft.to
        )

    @cached_property
    def _desk(self) -> Desk:
        return Desk(self.store, self.loaded, self.policy, self.settings.office)

    def desk(self) -> Desk:
        """What planning works with: always the same one, for it remembers when there was nothing to do."""
        return self._desk

    def outbox(self) -> Outbox:
        """The way out; without a mail server everything stays in the queue."""
        smtp = self.settings.smtp
        sender = SmtpSender(smtp, lambda: credentials.password("smtp", smtp, os.environ)) if smtp.host else None
        return Outbox(self.store, sender, self.settings, self.clock)

    def board(self, as_of: dt.datetime) -> Sequence[Obligation]:
        """Every obligation at a moment."""
        store = self.store
        return board(self.directive, store.filed(), store.excuses(), self.loaded.calendar, self.policy, as_of)

    def last_notices(self, as_of: dt.datetime) -> Mapping[tuple[str, str, str | None], str]:
        """(province, deliverable, period) -> id of the last notice about it that left or may leave."""
        last: dict[tuple[str, str, str | None], str] = {}
        for notice in self.store.notices():
            if notice.created_at > as_of or notice.state is NoticeState.CANCELLED:
                continue
            for province, deliverable, period, _ in notice.draft.covers:
                last[province, deliverable, period] = notice.id
        return last

    def require_secrets(self) -> None:
        """Raises UserError where a configured secret cannot be fetched."""
        problems = credentials.secret_problems(self.settings, os.environ)
        if problems:
            raise UserError(problems)

    def close(self) -> None:
        """Ends the reading process."""
        self.sandbox.close()

    def __enter__(self) -> Office:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def open_office(config: Path | None, data: Path, clock: Clock) -> Office:
    """Reads the configuration and the directive, and opens the data folder (made ready at first use).

    Raises:
        UserError: every problem of the configuration and its lists at once.
    """
    try:
        settings = load_settings(config)
    except WrongSettings as error:
        raise UserError([*error.problems, *_list_problems(error)]) from None
    return Office(settings, _loaded(settings.directive), SqlStore(data), data, clock)


def _loaded(files: DirectiveSettings) -> Loaded:
    return directives.load(
        files.file, contacts=files.contacts, allocations=files.allocations, winners=files.winners, holidays=files.holidays
    )


def _list_problems(wrong: WrongSettings) -> Sequence[str]:
    """What is wrong with the lists that a wrong configuration names, as far as it is known which directive they belong to."""
    if any(problem.startswith("directive.file:") for problem in wrong.problems):
        return ()
    try:
        _loaded(wrong.settings.directive)
    except UserError as error:
        return error.problems
    return ()
