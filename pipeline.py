"""The conveyor: one arrival in, one filing out.

receive -> open -> read -> assemble -> check -> decide -> file; the source is told last, by the caller. Every failure ends as
something that a person can see: a part in review, a submission in review, or a quarantined arrival. Only the office's own
trouble leaves an arrival unfinished, for the next round.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from intake.errors import Damaged, RetryLater, ToolMissing, Unreadable, UserError
from intake.ports import Clock
from intake.records import Arrival, ArrivalClock
from parsers.assemble import assemble
from parsers.parts import Dossier, Message, Outcome, Part, PartVerdict, Role
from parsers.records import Facts, PageReading
from parsers.sandbox import Sandbox
from rules import checks, decide, lists, senders
from rules.calendar import deadline_for
from rules.directive import Loaded
from rules.records import Deadline, Policy, Verdict
from storage.errors import Stale
from storage.notices import NoticeDraft
from storage.ports import Compose, Store
from storage.records import ArrivalRow, FiledArrival, Filing, NewSubmission, Received, beside, pairs

log = logging.getLogger(__name__)
OWN_TROUBLE = (RetryLater, ToolMissing, UserError, Damaged)
"""A full disk, a lock, a missing tool, missing rights, a broken store: not the document's fault, and no attempt at it."""
MAX_ATTEMPTS = 2
INTERRUPTED_ATTEMPTS = 8
"""Attempts in the midst of which the whole program died, beyond those that may fail: a power cut is not the document's fault,
but one that ends the program every time must not do so for ever."""
MAX_PARTS = 50
STALE_TRIES = 5
QUARANTINE_REASON = (
    "ระบบประมวลผลเอกสารนี้ไม่สำเร็จ {attempts} ครั้ง จึงแยกเก็บไว้โดยต้นฉบับยังอยู่ครบถ้วน โปรดเปิดต้นฉบับตรวจสอบด้วยตนเอง และแจ้งผู้ดูแลระบบ"
)
TOO_MANY_PARTS = "เรื่องนี้มีเอกสารแนบเกิน {parts} รายการ ระบบจึงไม่อ่านรายการที่เกิน โปรดตรวจสอบจากต้นฉบับ หรือขอให้ผู้ส่งแบ่งส่ง"
NO_CLOCK_REASON = "ไม่พบเวลารับที่เชื่อถือได้ในเอกสาร จึงใช้เวลาที่นำเข้าระบบเป็นเวลารับ"
DUPLICATE_PART_REASON = "เอกสารนี้เคยได้รับแล้ว (ไฟล์เดียวกันทุกไบต์){of}"
DUPLICATE_ARRIVAL_REASON = "เอกสารทุกฉบับในเรื่องนี้เคยได้รับแล้ว{of} จึงไม่บันทึกซ้ำ"
"""Formal Thai, shown to officers."""

_GRAVITY = (Outcome.QUARANTINED, Outcome.REVIEW, Outcome.FILED, Outcome.DUPLICATE, Outcome.IGNORED)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one arrival in this call."""

    row: ArrivalRow
    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True)
class Conveyor:
    """Everything that an arrival meets on its way. Holds no state of its own."""

    store: Store
    sandbox: Sandbox
    loaded: Loaded
    policy: Policy
    clock: Clock
    compose: Compose
    """Writes the notices of a filing."""
    own_addresses: frozenset[str]
    attempts: int = MAX_ATTEMPTS
    """After so many failures an arrival is quarantined."""
    parts: int = MAX_PARTS
    """So many parts of one arrival are read."""

    def take(self, arrival: Arrival) -> Taken:
        """Receives one arrival and files it. Raises OWN_TROUBLE: nothing is lost, and no attempt is
        counted."""
        return self.examine(arrival) if self.receive(arrival) else self._known(arrival)

    def receive(self, arrival: Arrival) -> bool:
        """Makes an arrival safe; False where it is filed already. Raises RetryLater where the store or the disk is away."""
        return self.store.receive(arrival, self.clock.now()) is not Received.KNOWN

    def examine(self, arrival: Arrival) -> Taken:
        """Files an arrival that is safely received. An unexpected failure is counted; after ``attempts`` it is quarantined."""
        for failures in range(self.attempts):
            row = self._attempt(arrival, failures)
            if row is not None:
                return Taken(row, row.outcome or Outcome.REVIEW, row.reason)
        row = self.store.arrival(arrival.sha256)  # quarantined, or filed by another process
        if row is None or row.outcome is None:
            raise RetryLater(f"เอกสาร {arrival.sha256[:12]} รับไว้แล้วแต่ยังบันทึกไม่เสร็จ ระบบจะดำเนินการต่อในรอบถัดไป")
        return Taken(row, row.outcome, row.reason)

    def _attempt(self, arrival: Arrival, failures: int) -> ArrivalRow | None:
        """One attempt after so many failures. It is counted before it is made."""
        attempt = self.store.count_attempt(arrival.sha256)
        if attempt > self.attempts + INTERRUPTED_ATTEMPTS:
            self._quarantine(arrival, attempt - 1)
            return self.store.arrival(arrival.sha256)
        try:
            filed = self._file(arrival)
            return filed.arrival if filed else self.store.arrival(arrival.sha256)
        except OWN_TROUBLE:
            with contextlib.suppress(*OWN_TROUBLE):
                self.store.put_off(arrival.sha256)
            raise
        except Exception:
            log.exception("arrival %s failed at attempt %d", arrival.sha256[:12], attempt)
            if failures + 1 == self.attempts:
                self._quarantine(arrival, failures + 1)
            return None

    def _quarantine(self, arrival: Arrival, attempts: int) -> None:
        self.store.quarantine(arrival.sha256, QUARANTINE_REASON.format(attempts=attempts), self.clock.now())

    def _known(self, arrival: Arrival) -> Taken:
        row = self.store.arrival(arrival.sha256)
        if row is None or row.outcome is None:
            raise RetryLater(f"เอกสาร {arrival.sha256[:12]} กำลังถูกประมวลผลโดยโปรแกรมอื่น โปรดลองใหม่ภายหลัง")
        return Taken(row, Outcome.DUPLICATE, DUPLICATE_PART_REASON.format(of=_of(row)))

    def _file(self, arrival: Arrival) -> FiledArrival | None:
        """Reads, understands and files it; None where another process has filed it meanwhile."""
        opened = self.sandbox.open(arrival.raw, arrival.name, arrival.is_message, self.own_addresses, arrival.truncated)
        message = lists.judged(arrival, opened, self.loaded.directive)
        known = self._known_parts(arrival, message)
        documents = _document_parts(message)
        if documents and not message.automatic and all(part.sha256 in known for part in documents):
            return self._file_duplicate(arrival, message, known)
        dossier = assemble(message, self._read(message), self.loaded.directive.keywords, arrival.hints)
        dossier = dataclasses.replace(dossier, verdicts=_mark_known(message, dossier.verdicts, known))
        dossier = senders.named_by_sender(
            dossier, self.loaded.directive, arrival.channel, message.sender, arrival.is_message, arrival.fax_number
        )
        if message.list_header:
            dossier = lists.put_to_a_person(dossier, message)
        for attempt in range(STALE_TRIES):
            try:
                return self.store.file(self._filing(arrival, message, dossier), self._answer(message), self.clock.now())
            except Stale:
                if attempt == STALE_TRIES - 1:
                    raise
                log.info("arrival %s: the registers moved meanwhile, deciding again", arrival.sha256[:12])
        return None

    def _answer(self, message: Message) -> Compose:
        """Who writes the notices: nobody where a machine or a list sent the mail."""
        return silent if message.by_machine or message.list_header else self.compose

    def _known_parts(self, arrival: Arrival, message: Message) -> Mapping[str, ArrivalRow]:
        hashes = {part.sha256 for part in _document_parts(message)}
        return self.store.known_parts(hashes, but=arrival.sha256) if hashes else {}

    def _read(self, message: Message) -> Mapping[int, PageReading | Unreadable]:
        readings: dict[int, PageReading | Unreadable] = {}
        for index, part in enumerate(message.parts):
            if part.ignored or part.trouble or (message.automatic and part.role is not Role.BODY):
                continue
            try:
                if len(readings) >= self.parts:
                    raise Unreadable(TOO_MANY_PARTS.format(parts=self.parts), "too_large")
                readings[index] = self.sandbox.read(part)
            except Unreadable as trouble:
                readings[index] = trouble
        return readings

    def _filing(self, arrival: Arrival, message: Message, dossier: Dossier) -> Filing:
        submissions = self._submissions(arrival, message, dossier.facts)
        outcome = worst(
            [verdict.outcome for verdict in dossier.verdicts]
            + [Outcome.REVIEW for each in submissions if each.decision.verdict is Verdict.REVIEW]
        )
        if not dossier.is_for_office:
            counted_as = "automatic" if message.automatic or lists.is_list(message) else "foreign"
            outcome = Outcome.FILED
        else:
            counted_as = "document"
        return Filing(arrival.sha256, message, dossier, submissions, outcome, _reason(arrival, dossier), counted_as)

    def _submissions(self, arrival: Arrival, message: Message, together: Sequence[Facts]) -> tuple[NewSubmission, ...]:
        """In the order of the facts; decided month after month, so that one carries on from the other."""
        made: dict[int, NewSubmission] = {}
        for number in sorted(range(len(together)), key=lambda n: field.value or "" if (field := together[n].period) else ""):
            accepted = [each.facts for each in made.values() if each.decision.verdict is Verdict.ACCEPT]
            made[number] = self._submission(arrival, message, together[number], together, accepted)
        return tuple(made[number] for number in range(len(together)))

    def _submission(
        self, arrival: Arrival, message: Message, facts: Facts, together: Sequence[Facts], accepted: Sequence[Facts]
    ) -> NewSubmission:
        directive = self.loaded.directive
        province = facts.province.value if facts.province else None
        period = facts.period.value if facts.period else None
        history = self.store.history(facts.kind, province, period)
        due = self.deadline(facts)
        findings = checks.check(
            facts,
            directive,
            history,
            self.policy,
            channel=arrival.channel,
            sender=message.sender,
            fax_number=arrival.fax_number,
            from_message=arrival.is_message,
            received_at=arrival.received_at,
            deadline=due,
            beside=together,
            accepted=accepted,
        )
        decision = decide.decide(facts, findings, directive, history, due, arrival.received_at)
        readable = not any(doubt.rule in {"unreadable", "read_by_hand", "link_only"} for doubt in facts.doubts)
        return NewSubmission(facts, decision, readable, pairs(history.same), beside(history))

    def deadline(self, facts: Facts) -> Deadline | None:
        """Deadline of what the facts report on; None where nobody owes it, or where province or month are not known."""
        province = facts.province.value if facts.province else None
        period = facts.period.value if facts.period else None
        return deadline_for(self.loaded.directive, facts.kind, province, period, self.policy, self.loaded.calendar)

    def _file_duplicate(self, arrival: Arrival, message: Message, known: Mapping[str, ArrivalRow]) -> FiledArrival | None:
        first = known[_document_parts(message)[0].sha256]
        verdicts = tuple(
            _duplicate_verdict(part, known)
            if part.sha256 in known
            else PartVerdict(part.sha256, Outcome.IGNORED, part.ignored or "เนื้อความนำส่งเอกสารที่เคยได้รับแล้ว")
            for part in message.parts
        )
        dossier = Dossier((), verdicts, reason=DUPLICATE_ARRIVAL_REASON.format(of=_of(first)))
        filing = Filing(arrival.sha256, message, dossier, (), Outcome.DUPLICATE, dossier.reason, "duplicate", first.sha256)
        return self.store.file(filing, silent, self.clock.now())


def silent(filed: FiledArrival) -> Sequence[NoticeDraft]:
    """Writes nothing: a Compose."""
    return ()


def worst(outcomes: Sequence[Outcome]) -> Outcome:
    """The gravest outcome; review where there is none at all (a message without a single part)."""
    return min(outcomes, key=_GRAVITY.index, default=Outcome.REVIEW)


def _document_parts(message: Message) -> list[Part]:
    return [part for part in message.parts if part.role in {Role.DOCUMENT, Role.CONTAINER} and not part.ignored and part.data]


def _of(row: ArrivalRow) -> str:
    return f" ตามเลขรับที่ {row.receipt_no}" if row.receipt_no else ""


def _duplicate_verdict(part: Part, known: Mapping[str, ArrivalRow]) -> PartVerdict:
    first = known[part.sha256]
    submissions = next((each.submissions for each in first.parts if each.sha256 == part.sha256), ())
    reason = DUPLICATE_PART_REASON.format(of=_of(first))
    return PartVerdict(part.sha256, Outcome.DUPLICATE, reason, submissions=submissions)


def _mark_known(
    message: Message, verdicts: tuple[PartVerdict, ...], known: Mapping[str, ArrivalRow]
) -> tuple[PartVerdict, ...]:
    """A part that came before is a duplicate even where it comes with new ones; what it says is still compared."""
    marked = []
    for part, verdict in zip(message.parts, verdicts, strict=True):
        if part.sha256 in known and part.role is Role.DOCUMENT:
            verdict = dataclasses.replace(
                verdict, outcome=Outcome.DUPLICATE, reason=DUPLICATE_PART_REASON.format(of=_of(known[part.sha256]))
            )
        marked.append(verdict)
    return tuple(marked)


def _reason(arrival: Arrival, dossier: Dossier) -> str:
    no_clock = arrival.clock is ArrivalClock.NOW
    return " ".join(text for text in (dossier.reason, NO_CLOCK_REASON if no_clock else "") if text)
