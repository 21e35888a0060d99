"""The store as the daemon keeps it up: the outbox, heartbeats, marks, and the audit trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence

from parsers.thai.dates import BANGKOK
from storage import audit, health, outbox
from storage.notices import Hold, Notice, NoticeDraft, NoticeState
from storage.records import AuditEvent, Heartbeat
from storage.transactions import Transactions


def real_now() -> dt.datetime:
    """The machine's own clock: for what is measured against the machine (attempts), never against a deadline."""
    return dt.datetime.now(BANGKOK)


class Upkeep(Transactions):
    """The daemon's half of the store."""

    # --- outbox -------------------------------------------------------------------------------------------------------
    def put_notices(self, drafts: Sequence[NoticeDraft], now: dt.datetime) -> Sequence[Notice]:
        """See Store."""
        if not drafts:
            return []
        with self._writing() as c:
            added = outbox.put(c, drafts, now)
            for notice in added:
                audit.append(c, "noticed", notice.id, {"key": notice.draft.dedupe_key}, audit.PROGRAM, now)
            return added

    def covered(self) -> Collection[tuple[str, str, str | None, str]]:
        """See Store."""
        with self._reading() as c:
            return outbox.covered(c)

    def notices(self) -> Sequence[Notice]:
        """See Store."""
        with self._reading() as c:
            return outbox.load(c)

    def claim_notice(self, now: dt.datetime) -> Notice | None:
        """See Store."""
        with self._reading() as c:
            if not outbox.has_queued(c, now):
                return None
        with self._writing() as c:
            return outbox.claim(c, now)

    def notice_sent(self, id: str, message_id: str, now: dt.datetime, note: str = "") -> None:
        """See Store."""
        with self._writing() as c:
            outbox.finish(c, id, state=NoticeState.SENT.value, message_id=message_id, sent_at=now, error=note)
            audit.append(c, "sent", id, {"message_id": message_id}, audit.PROGRAM, now)

    def notice_failed(self, id: str, error: str, retry_at: dt.datetime | None) -> None:
        """See Store."""
        state = NoticeState.FAILED if retry_at is None else NoticeState.QUEUED
        with self._writing() as c:
            outbox.finish(c, id, state=state.value, error=error, not_before=retry_at)

    def uncertain_notices(self, now: dt.datetime) -> Sequence[Notice]:
        """See Store."""
        with self._reading() as c:
            if not outbox.has_uncertain(c):
                return []
        with self._writing() as c:
            return outbox.give_up_uncertain(c, now)

    def rehold(self, decide: Callable[[Notice], Hold | None], now: dt.datetime) -> None:
        """See Store."""
        with self._writing() as c:
            outbox.rehold(c, decide, now)

    # --- health -------------------------------------------------------------------------------------------------------
    def beat(self, source: str, now: dt.datetime, error: str = "", on_server: int | None = None) -> None:
        """See Store."""
        with self._writing() as c:
            health.beat(c, source, now, error, on_server)

    def heartbeats(self) -> Sequence[Heartbeat]:
        """See Store."""
        with self._reading() as c:
            return health.all_heartbeats(c)

    def complete_poll(self, account: str, folder: str, uidvalidity: int, now: dt.datetime) -> None:
        """See Store."""
        with self._writing() as c:
            health.complete_poll(c, account, folder, uidvalidity, now)

    def installed_at(self) -> dt.datetime:
        """See Store. The first ``mark``, ``beat`` or ``complete_poll`` fixes it; before that it is the present moment."""
        return self.marked(health.INSTALLED) or real_now()

    def mark(self, name: str, now: dt.datetime) -> None:
        """See Store."""
        with self._writing() as c:
            health.mark(c, name, now)

    def marked(self, name: str) -> dt.datetime | None:
        """See Store."""
        with self._reading() as c:
            return health.marked(c, name)

    def audit(self, action: str, subject: str, detail: Mapping[str, object], actor: str, now: dt.datetime) -> None:
        """See Store."""
        with self._writing() as c:
            audit.append(c, action, subject, detail, actor, now)

    def audit_events(self) -> Sequence[AuditEvent]:
        """See Store."""
        with self._reading() as c:
            return audit.events(c)

    def changes(self) -> int:
        """See Store."""
        with self._reading() as c:
            return audit.head(c)[0]

    def verify(self) -> Sequence[str]:
        """See Store."""
        on_file = self._head.read()  # first: the chain may only grow meanwhile
        with self._reading() as c:
            return list(health.verify(c, self.blobs, on_file))
