"""A message understood: what it reports, and what became of each of its parts.

One Facts for each (kind, province, period), from all parts together. A covering letter and the mail's text lend to what they
cover. What cannot be read or told waits for a person; what is foreign to the directive is filed without a submission.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from intake.records import Hints
from parsers.gather import Gathered, gather, human
from parsers.identify import asks
from parsers.kinds.titles import KIND_TITLES
from parsers.lending import Lender, covering, lenders
from parsers.papers import Paper, Readings, is_passed_over, papers_of
from parsers.parts import Dossier, Message, Outcome, PartVerdict, Role
from parsers.records import DocumentRole, Doubt, Facts
from parsers.relevance import belongs, concerns, is_annex, is_empty_talk, is_mute, other_project
from parsers.waiting import Waiting, facts_of_waiting, is_of_province, link_only, names_own_kind, waiting_parts
from parsers.wording import REQUEST_WORDS, SENDING_WORDS, says, told_kinds

_FOREIGN = "มิใช่เรื่องตามหนังสือสั่งการของโครงการนี้ จึงเก็บเข้าแฟ้มไว้โดยไม่บันทึกเป็นรายงาน"
_NOTHING_ATTACHED = (
    "หนังสือหรือข้อความนี้อ้างถึงรายงานตามหนังสือสั่งการ แต่ไม่พบแบบรายงานที่อ่านได้ในเรื่องที่ส่งมา โปรดตรวจสอบและแจ้งให้จังหวัดจัดส่งเอกสารแนบ"
)
_NO_TROUBLE = "รายงานว่าไม่มีปัญหาอุปสรรค จึงรับไว้เป็นหลักฐานโดยไม่บันทึกเป็นรายงานปัญหาอุปสรรค"
_UNTOLD = "ข้อความในจดหมายเกี่ยวข้องกับหนังสือสั่งการ แต่ไม่สามารถระบุได้ว่าเป็นการรายงานเรื่องใด โปรดอ่านข้อความและกำหนดประเภทเรื่อง"


def assemble(message: Message, readings: Readings, directive_words: tuple[str, ...], hints: Hints) -> Dossier:
    """What a message reports, with a verdict for each part.

    Args:
        readings: by index into ``message.parts``: what was read, or why it could not be read.
        directive_words: words that show that a text belongs to the directive.
        hints: what a person said about paper that they hand in.
    """
    if message.automatic:
        return _set_aside(message, message.automatic)
    work = _Work(message, papers_of(message, readings, hints), waiting_parts(message, readings), directive_words, hints)
    work.take_reports()
    work.find_links()
    work.take_other_papers()
    work.take_waiting()
    if not work.facts and not work.reviews:
        return replace(_set_aside(message, work.why_nothing), is_for_office=work.is_for_office)
    return work.dossier()


def _set_aside(message: Message, reason: str) -> Dossier:
    """No submission: every part is filed with the reason; what was passed over stays so."""
    verdicts = tuple(
        PartVerdict(part.sha256, Outcome.IGNORED if is_passed_over(part) else Outcome.FILED, part.ignored or reason)
        for part in message.parts
    )
    return Dossier((), verdicts, is_for_office=False, reason=reason)


class _Work:
    """The state of one assembly: facts so far, and what was found about each part."""

    def __init__(
        self, message: Message, papers: list[Paper], waiting: list[Waiting], words: tuple[str, ...], hints: Hints
    ) -> None:
        self.message, self.papers, self.waiting, self.words, self.hints = message, papers, waiting, words, hints
        self.lending: list[Lender] = lenders(papers)
        self.facts: list[Facts] = []
        self.bears: dict[int, list[int]] = {}
        self.notes: dict[int, list[str]] = {}
        self.reviews: dict[int, list[str]] = {}
        self.why_nothing, self.is_for_office = _FOREIGN, False

    def take_reports(self) -> None:
        """Reports of the kinds, and the covering papers that lend to them."""
        for gathered in gather(self.papers, self.lending, self.hints):
            if gathered.is_of_nothing:
                self._file_nothing(gathered)
                continue
            number = self._add(self._with_project(gathered))
            title = KIND_TITLES[gathered.facts.kind]
            for paper in gathered.papers:
                self._note(paper.part, number, f"อ่านและบันทึกเป็น{title}แล้ว")
            for lender in self._covering(gathered):
                self._note(lender.paper.part, number, f"ใช้ประกอบ{title}")

    def _file_nothing(self, gathered: Gathered) -> None:
        """A report that there are no obstacles is a document for the office that records none."""
        self.why_nothing, self.is_for_office = _NO_TROUBLE, True
        for paper in (*gathered.papers, *(lender.paper for lender in self._covering(gathered))):
            self.notes.setdefault(paper.part, []).append(_NO_TROUBLE)

    def find_links(self) -> None:
        """A mail of this directive that links to files instead of attaching them waits like one that could not be read."""
        link = link_only(self.message, {facts.kind for facts in self.facts if not self._is_announcement(facts)})
        if link is not None and (self.facts or self._concerns_us()):
            self.waiting.append(link)

    def take_other_papers(self) -> None:
        """Questions, rivals, and what could not be told; covering letters are known already."""
        reports = len(self.facts)
        for paper in self.papers:
            if paper.facts is not None:
                self._question_in_report(paper)
            elif paper.what.rivals:
                self._for_person(paper, _rivals(paper), force=True)
            elif paper.what.role is DocumentRole.QUESTION:
                self._for_person(paper, _question(paper))
            elif paper.part in self.notes and (paper.is_body or paper.letter is not None):
                continue
            elif paper.is_body or paper.letter is not None:
                self._lone_carrier(paper, reports)
            else:
                self._unknown(paper, reports)

    def take_waiting(self) -> None:
        """Parts that could not be read: each waits; it makes a submission of its own unless it repeats one by its name."""
        readable = list(self.facts)
        if not readable and not self.hints.kind and self._is_foreign_envelope():
            return
        for one in self.waiting:
            facts = facts_of_waiting(one, self.message, self.lending, readable, self.hints)
            if self.hints.province:
                facts = replace(facts, province=human(self.hints.province))
            if self.hints.period and facts.kind == "disbursement":
                facts = replace(facts, period=human(self.hints.period))
            number = self._twin(one, facts, readable)
            number = self._add(facts) if number is None else number
            self.reviews.setdefault(one.index, []).append(one.reason)
            self.bears.setdefault(one.index, []).append(number)

    def _twin(self, one: Waiting, facts: Facts, readable: Sequence[Facts]) -> int | None:
        """The facts that an unreadable part repeats; or those that only announce it, which then wait with it."""
        twin = next((n for n, known in enumerate(readable) if _repeats(facts, known) and names_own_kind(one)), None)
        announced = [n for n, known in enumerate(readable) if self._is_announcement(known)]
        if len(announced) == 1 and names_own_kind(one) in (None, readable[announced[0]].kind):
            twin = announced[0]
            self.facts[twin] = replace(self.facts[twin], doubts=(*self.facts[twin].doubts, *facts.doubts))
        return twin

    def _is_announcement(self, facts: Facts) -> bool:
        """True of what stands in the subject of a mail alone, whose text only says that something comes along."""
        return facts.from_body and is_mute(self.message.body)

    def dossier(self) -> Dossier:
        """The result, with one verdict a part."""
        verdicts = tuple(self._verdict(index) for index in range(len(self.message.parts)))
        reasons = [reason for index in sorted(self.reviews) for reason in self.reviews[index]]
        return Dossier(tuple(self.facts), verdicts, reason=" ".join(dict.fromkeys(reasons)))

    def _covering(self, gathered: Gathered) -> list[Lender]:
        found = [lender for paper in gathered.papers for lender in covering(paper, gathered.facts.kind, self.lending)]
        return [lender for lender in found if lender.paper not in gathered.papers]

    def _with_project(self, gathered: Gathered) -> Facts:
        """A report that names another project, in a message that nowhere names this one, is for a person."""
        other = None if belongs(self._everything(), self.words) else other_project([paper.lines for paper in gathered.papers])
        if other is None:
            return gathered.facts
        message = f"เอกสารระบุ “{other}” ซึ่งอาจมิใช่โครงการตามหนังสือสั่งการ โปรดตรวจสอบว่าเป็นเรื่องของโครงการนี้หรือไม่"
        return replace(gathered.facts, doubts=(*gathered.facts.doubts, Doubt("project_unclear", message)))

    def _question_in_report(self, paper: Paper) -> None:
        """A mail that reports and also asks: what it asks is a matter of its own."""
        words = asks(paper.lines.text, paper.letter) if paper.is_body else None
        if words is not None and not _is_part_of_trouble(paper, words):
            self._for_person(paper, _question(paper), force=True)

    def _lone_carrier(self, paper: Paper, reports: int) -> None:
        """A letter or mail that covers nothing that could be read."""
        speaks = set(told_kinds(paper.letter.subject)) if paper.letter and not paper.is_body else set()
        unmet = speaks and not self.waiting and not speaks & {facts.kind for facts in self.facts}
        if (reports or self.waiting) and not unmet:
            self.notes.setdefault(paper.part, []).append("รับทราบเป็นข้อความประกอบเรื่อง")
        elif is_empty_talk(paper.lines.text, self.message.subject):
            self.why_nothing = "เป็นข้อความตอบรับหรือทดสอบการส่ง ไม่มีข้อมูลที่ต้องบันทึก"
        elif paper.is_body and says(self.message.body, SENDING_WORDS) is None:
            self._for_person(paper, Doubt("kind_unclear", _UNTOLD))
        else:
            self._for_person(paper, Doubt("attachment_missing", _NOTHING_ATTACHED))

    def _unknown(self, paper: Paper, reports: int) -> None:
        """A document of no kind: an annex of what else came, else for a person if it belongs to the directive."""
        if reports and (is_annex(paper) or not belongs(paper.lines.text, self.words)):
            self.notes.setdefault(paper.part, []).append("เอกสารประกอบเรื่อง ไม่มีข้อมูลที่ต้องบันทึก")
        else:
            text = f"ไม่สามารถระบุได้ว่าเอกสาร {paper.document.name} เป็นรายงานประเภทใด โปรดเปิดเอกสารและกำหนดประเภทเรื่อง"
            self._for_person(paper, Doubt("kind_unclear", text))

    def _for_person(self, paper: Paper, doubt: Doubt, *, force: bool = False) -> None:
        """Makes a submission of kind other, if the message belongs to the directive at all."""
        if not (force or self.facts or self.hints.kind or self._concerns_us()):
            return
        lender = next((each for each in self.lending if each.paper is paper), None)
        province = lender.origin.province if lender else None
        province = province or next((each.origin.province for each in self.lending if each.origin.province), None)
        if self.hints.province:
            province = human(self.hints.province)
        number = self._add(
            Facts("other", province, None, doubts=(doubt,), parts=(paper.document.part,), from_body=paper.is_body)
        )
        self.bears.setdefault(paper.part, []).append(number)
        if doubt.rule in ("kind_unclear", "rivals"):
            self.reviews.setdefault(paper.part, []).append(doubt.message)
        else:
            self.notes.setdefault(paper.part, []).append(doubt.message)

    def _add(self, facts: Facts) -> int:
        """The number of these facts; facts of the same key that only wait for a person are joined."""
        for number, known in enumerate(self.facts):
            if _key(known) == _key(facts) and not known.fields and not facts.fields:
                doubts = (*known.doubts, *(doubt for doubt in facts.doubts if doubt not in known.doubts))
                parts = tuple(dict.fromkeys((*known.parts, *facts.parts)))
                self.facts[number] = replace(known, doubts=doubts, parts=parts, from_body=known.from_body and facts.from_body)
                return number
        self.facts.append(facts)
        return len(self.facts) - 1

    def _note(self, part: int, number: int, text: str) -> None:
        self.bears.setdefault(part, []).append(number)
        self.notes.setdefault(part, []).append(text)

    def _verdict(self, index: int) -> PartVerdict:
        part = self.message.parts[index]
        facts = tuple(dict.fromkeys(self.bears.get(index, ())))
        if is_passed_over(part):
            return PartVerdict(part.sha256, Outcome.IGNORED, part.ignored or "ภาพตกแต่งหรือข้อความที่อ้างถึงเดิม มิใช่เอกสารรายงาน")
        if index in self.reviews:
            return PartVerdict(part.sha256, Outcome.REVIEW, " ".join(dict.fromkeys(self.reviews[index])), facts)
        if index in self.notes:
            return PartVerdict(part.sha256, Outcome.FILED, " ".join(dict.fromkeys(self.notes[index])), facts)
        return PartVerdict(part.sha256, Outcome.FILED, _plain_reason(part.role), facts)

    def _concerns_us(self) -> bool:
        of_province = is_of_province(self.message, self.lending)
        return concerns(self.message, self._everything(), self.words, of_province=of_province)

    def _everything(self) -> str:
        """All text of the message: subject, names of files, and every document."""
        names = [part.name for part in self.message.parts]
        return "\n".join([self.message.subject, self.message.body, *names, *(paper.lines.text for paper in self.papers)])

    def _is_foreign_envelope(self) -> bool:
        """True if an unreadable part came with a message that is plainly about something else."""
        return is_empty_talk(self.message.body, self.message.subject, strict=True) and not belongs(
            self._everything(), self.words
        )


def _key(facts: Facts) -> tuple[str, str | None, str | None]:
    return facts.kind, facts.province.value if facts.province else None, facts.period.value if facts.period else None


def _repeats(waiting: Facts, known: Facts) -> bool:
    """True if an unreadable part is, by what is told about it, the same report as one that was read."""
    if waiting.kind == "other" or waiting.kind != known.kind or not known.fields:
        return False
    pairs: Sequence[tuple[str | None, str | None]] = list(zip(_key(waiting)[1:], _key(known)[1:], strict=True))
    return all(mine is None or mine == theirs for mine, theirs in pairs)


def _is_part_of_trouble(paper: Paper, words: str) -> bool:
    """True if a report of trouble asks for time within what it describes: it is read as a whole."""
    detail = paper.facts.fields.get("detail") if paper.facts is not None and paper.facts.kind == "obstacle" else None
    return detail is not None and words in REQUEST_WORDS and says(detail.raw, (words,)) is not None


def _rivals(paper: Paper) -> Doubt:
    names = " หรือ ".join(KIND_TITLES.get(role.value, role.value) for role in paper.what.rivals)
    message = f"เอกสาร {paper.document.name} อาจเป็น{names} โปรดเปิดเอกสารและกำหนดประเภทเรื่อง"
    return Doubt("rivals", message)


def _question(paper: Paper) -> Doubt:
    words = paper.what.evidence[0] if paper.what.role is DocumentRole.QUESTION and paper.what.evidence else ""
    shown = f" (“{words}”)" if words else ""
    return Doubt("question", f"ผู้ส่งมีข้อสอบถามหรือข้อหารือเกี่ยวกับการดำเนินการตามหนังสือสั่งการ{shown} โปรดพิจารณาตอบ")


def _plain_reason(role: Role) -> str:
    if role is Role.CONTAINER:
        return "แฟ้มรวม ได้แยกเอกสารภายในออกพิจารณาแล้ว"
    if role is Role.BODY:
        return "ข้อความนำส่ง ไม่มีข้อมูลที่ต้องบันทึก"
    return "รับไว้เป็นเอกสารประกอบเรื่อง"
