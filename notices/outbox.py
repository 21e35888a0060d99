"""Queue to sent, once. What is in the outbox leaves in the order in which it was put there."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from email.errors import MessageError

from intake.errors import RetryLater
from intake.ports import Clock
from intake.settings import Settings
from notices.addressing import reholder
from notices.envelope import envelope, message_id
from notices.ports import Deferred, Refused, Sender, Uncertain
from storage.notices import Notice
from storage.outbox import UNCERTAIN
from storage.ports import Store

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 30
"""A message that the server puts off so often (a day or more, see backoff) will not be taken."""
BATCH = 200
"""Notices in one round: a bound on what one fault could send."""
SOME_REFUSED = "เครื่องแม่ข่ายปฏิเสธผู้รับบางราย ({addresses}) รายอื่นได้รับแล้ว โปรดแก้ไขรายชื่อผู้ติดต่อ"
NOT_WRITABLE = "จัดทำจดหมายไม่ได้ ({error}) โปรดตรวจสอบที่อยู่ผู้รับและ smtp.from จดหมายยังไม่ได้ส่งออก"


@dataclass(frozen=True, slots=True)
class Outbox:
    """The way of notices from the store to the mail server."""

    store: Store
    sender: Sender | None
    """None: no mail server is configured; everything stays queued."""
    settings: Settings
    clock: Clock

    def recover(self) -> None:
        """After a start: of what was being sent nobody knows whether it left, so an officer decides; and the settings of
        sending, which may have changed, are applied to everything that waits.
        """
        self._give_up_uncertain()
        self.store.rehold(reholder(self.settings.office), self.clock.now())

    def _give_up_uncertain(self) -> None:
        for notice in self.store.uncertain_notices(self.clock.now()):
            log.warning(
                "notice %s was being sent, nobody knows to what end: marked failed, release it to send it again", notice.id
            )

    def send_due(self, stopped: Callable[[], bool] = lambda: False) -> int:
        """Sends what may leave; gives how many left. Raises RetryLater once the server is away."""
        if self.sender is None:
            return 0
        # One daemon sends, one notice at a time: what is still being sent now was left so by a store that could not write
        # its end (a full disk), after the server may have taken it.
        self._give_up_uncertain()
        sent = 0
        try:
            while sent < BATCH and not stopped():
                notice = self.store.claim_notice(self.clock.now())
                if notice is None:
                    break
                sent += self._send(notice, self.sender)
        finally:
            self.sender.close()
        return sent

    def _send(self, notice: Notice, sender: Sender) -> int:
        """One notice, committed as ``sending`` before this: a crash in here never sends it twice."""
        now, fail = self.clock.now(), self.store.notice_failed
        try:
            message = envelope(notice, self.settings, now)
        except (ValueError, IndexError, MessageError) as error:  # an address that cannot stand in a header
            log.warning("notice %s cannot be written: %s", notice.id, type(error).__name__)
            fail(notice.id, NOT_WRITABLE.format(error=type(error).__name__), None)
            return 0
        try:
            refused = sender.send(message, notice.draft.to)
        except Deferred as error:
            fail(notice.id, str(error), None if notice.attempts >= MAX_ATTEMPTS else now + backoff(notice.attempts))
            return 0
        except RetryLater as error:
            fail(notice.id, str(error), now + backoff(notice.attempts))
            raise
        except Refused as error:
            log.warning("notice %s was refused for good by the mail server", notice.id)
            fail(notice.id, str(error), None)
            return 0
        except Uncertain as error:
            log.warning("notice %s: the connection broke after it was handed over", notice.id)
            fail(notice.id, f"{error} {UNCERTAIN}", None)
            return 0
        except Exception:
            fail(notice.id, UNCERTAIN, None)
            raise
        if refused:
            log.warning("notice %s: %d of its recipients were refused", notice.id, len(refused))
        note = SOME_REFUSED.format(addresses=" ".join(refused)) if refused else ""
        self.store.notice_sent(notice.id, message_id(notice, self.settings), now, note)
        return 1


def backoff(attempts: int) -> dt.timedelta:
    """One minute, doubled after each attempt, an hour at most."""
    return dt.timedelta(minutes=min(60, 2 ** min(6, max(0, attempts - 1))))
