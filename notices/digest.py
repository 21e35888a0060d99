"""The morning digest for the officers, as text and as a page with the board."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from intake.settings import OfficeSettings
from notices.addressing import hold_for
from notices.board_picture import SHOWN_WIDTH, board_picture
from notices.board_text import board_text, columns_of_moment
from notices.figures import BY, HINT, arrival_lines, column_title, disbursed, other_lines, standings, waiting
from notices.health import first_line, local, outbox_lines, policy_lines, releasable, wire_lines
from notices.reminders import head_of
from notices.wording import environment, page
from parsers.thai.dates import format_date
from parsers.thai.numbers import show_money
from rules.directive import Loaded
from rules.records import Obligation, Policy, State
from storage.notices import Attachment, Notice, NoticeDraft, NoticeKind
from storage.records import ArrivalRow, Heartbeat, SubmissionRow

BOARD_CID = "board"


@dataclass(frozen=True, slots=True)
class Sources:
    """What a digest is written from: plain records of the store."""

    arrivals: Sequence[ArrivalRow]
    """Since the last digest."""
    submissions: Sequence[SubmissionRow]
    """All that are accepted or in review."""
    board: Sequence[Obligation]
    heartbeats: Sequence[Heartbeat]
    notices: Sequence[Notice]
    unfinished: int
    """Arrivals received but not examined yet."""


def digest_key(now: dt.datetime) -> str:
    """One digest a day."""
    return f"digest:{local(now):%Y-%m-%d}"


def compose_digest(sources: Sources, loaded: Loaded, office: OfficeSettings, policy: Policy, now: dt.datetime) -> NoticeDraft:
    """The digest of a morning, also where there is nothing new."""
    columns = columns_of_moment(sources.board)
    names = [column_title(loaded, *column) for column in columns]
    subject = f"สรุปผลการรับรายงาน ณ วันที่ {format_date(local(now).date())} เวลา {local(now):%H.%M} น."
    values = _values(sources, loaded, policy, now) | {
        "subject": subject,
        "standings": standings(loaded, sources.board, columns),
        "board": board_text(loaded.directive, sources.board, columns, names),
    }
    picture = board_picture(loaded.directive, sources.board, columns, names, subject)
    return NoticeDraft(
        kind=NoticeKind.DIGEST,
        to=office.officers,
        subject=subject,
        body_text=environment().get_template("digest.txt.j2").render(**values).strip() + "\n",
        body_html=page("digest", **values),
        dedupe_key=digest_key(now),
        attachments=(Attachment("board.png", "image/png", picture, BOARD_CID),),
        step="digest",
        hold=hold_for(office.officers, office),
        stale_after=now + dt.timedelta(days=1),
    )


def _values(sources: Sources, loaded: Loaded, policy: Policy, now: dt.datetime) -> dict[str, object]:
    directive, notices = loaded.directive, sources.notices
    rows = {row.id: row for row in sources.submissions}
    return {
        "head": head_of(directive),
        "first_line": first_line(sources.heartbeats, notices, sources.unfinished, now),
        "health": (*wire_lines(sources.heartbeats), *outbox_lines(notices, now)),
        "policy": (*policy_lines(sources.board, policy), *loaded.notes),
        "money": disbursed(sources.submissions, directive.total),
        "arrivals": arrival_lines(sources.arrivals, rows),
        "others": other_lines(sources.arrivals, rows),
        "waiting": waiting(loaded, sources.submissions),
        "release": " ".join(each.id for each in releasable(notices)),
        "release_count": len(releasable(notices)),
        "count": len(directive.provinces),
        "State": State,
        "show": show_money,
        "by": BY,
        "hint": HINT,
        "cid": BOARD_CID,
        "board_width": SHOWN_WIDTH,
    }
