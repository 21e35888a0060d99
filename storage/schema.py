"""The tables. Every change here needs a migration; a test holds the two against each other."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from storage.columns import Exact, Json, Moment, Shown

HEAD = "0002"
"""The migration that this code is written for."""

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _ref(name: str, target: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey(f"{target}.id"), nullable=nullable, index=True)


arrivals = sa.Table(
    "arrivals",
    metadata,
    _id(),
    sa.Column("sha256", sa.String(64), nullable=False, unique=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("account", Exact, nullable=False),
    sa.Column("folder", Exact, nullable=False),
    sa.Column("uidvalidity", sa.BigInteger, nullable=False),
    sa.Column("uid", Exact, nullable=False),
    sa.Column("channel", sa.String(8), nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("clock", sa.String(16), nullable=False),
    sa.Column("name", Exact, nullable=False),
    sa.Column("is_message", sa.Boolean, nullable=False),
    sa.Column("hints", Json, nullable=False),
    sa.Column("backlog", sa.Boolean, nullable=False),
    sa.Column("fax_number", Shown),
    sa.Column("truncated", sa.Boolean, nullable=False),
    sa.Column("stored_at", Moment, nullable=False),
    sa.Column("seen", sa.Integer, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("attempt_at", Moment),
    sa.Column("outcome", sa.String(16), index=True),
    sa.Column("reason", Shown, nullable=False),
    sa.Column("processed_at", Moment, index=True),
    sa.Column("sender", Shown, nullable=False),
    sa.Column("subject", Shown, nullable=False),
    sa.Column("message_id", Shown, nullable=False),
    sa.Column("sent_at", Moment),
    sa.Column("counted_as", sa.String(16), nullable=False),
    sa.Column("receipt_year", sa.Integer),
    sa.Column("receipt_number", sa.Integer),
    sa.UniqueConstraint("receipt_year", "receipt_number"),
)
"""One row for each sha256. ``outcome`` is null until the arrival is filed: the compare-and-set of a filing."""

ledger = sa.Table(
    "ledger",
    metadata,
    _id(),
    sa.Column("account", Exact, nullable=False),
    sa.Column("folder", Exact, nullable=False),
    sa.Column("uidvalidity", sa.BigInteger, nullable=False),
    sa.Column("uid", Exact, nullable=False),
    _ref("arrival_id", "arrivals"),
    sa.Column("seen_at", Moment, nullable=False),
    sa.Column("settled_at", Moment, index=True),
    sa.UniqueConstraint("account", "folder", "uidvalidity", "uid"),
)
"""Which message of which source is which arrival."""

polls = sa.Table(
    "polls",
    metadata,
    sa.Column("account", Exact, primary_key=True),
    sa.Column("folder", Exact, primary_key=True),
    sa.Column("uidvalidity", sa.BigInteger, nullable=False),
    sa.Column("first_at", Moment, nullable=False),
    sa.Column("last_at", Moment, nullable=False),
)

first_looks = sa.Table(
    "first_looks",
    metadata,
    sa.Column("account", Exact, primary_key=True),
    sa.Column("folder", Exact, primary_key=True),
    sa.Column("uidvalidity", sa.BigInteger, nullable=False),
    sa.Column("highest", sa.BigInteger, nullable=False),
)
"""The highest UID that lay in a folder when it was first looked at. ``polls`` knows only looks that came to their end."""

submissions = sa.Table(
    "submissions",
    metadata,
    _id(),
    _ref("arrival_id", "arrivals"),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("status", sa.String(16), nullable=False),
    sa.Column("province", sa.String(8)),
    sa.Column("period", sa.String(7)),
    sa.Column("parts", Json, nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("first_received_at", Moment, nullable=False),
    sa.Column("due_on", sa.Date),
    sa.Column("timeliness", sa.String(8)),
    sa.Column("days_late", sa.Integer, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    _ref("supersedes", "submissions", nullable=True),
    _ref("superseded_by", "submissions", nullable=True),
    sa.Column("accepted_at", Moment),
    sa.Column("facts", Json, nullable=False),
    sa.Column("findings", Json, nullable=False),
    sa.Column("directive", Shown, nullable=False),
    sa.Column("decided_by", Shown, nullable=False),
    sa.Column("readable", sa.Boolean, nullable=False),
    sa.Index("ix_submissions_key", "kind", "province", "period"),
)

_ONE_ACCEPTED = sa.text("status = 'accepted' AND kind NOT IN ('obstacle', 'other') AND period IS NULL")
_ONE_ACCEPTED_MONTH = sa.text("status = 'accepted' AND kind NOT IN ('obstacle', 'other') AND period IS NOT NULL")
sa.Index(
    "uq_submissions_one_accepted_month",
    submissions.c.kind,
    submissions.c.province,
    submissions.c.period,
    unique=True,
    sqlite_where=_ONE_ACCEPTED_MONTH,
    postgresql_where=_ONE_ACCEPTED_MONTH,
)
sa.Index(
    "uq_submissions_one_accepted",
    submissions.c.kind,
    submissions.c.province,
    unique=True,
    sqlite_where=_ONE_ACCEPTED,
    postgresql_where=_ONE_ACCEPTED,
)
"""One accepted report for each kind, province and period; the database itself refuses a second."""

parts = sa.Table(
    "parts",
    metadata,
    _id(),
    _ref("arrival_id", "arrivals"),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False, index=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("name", Shown, nullable=False),
    sa.Column("raw_name", Exact, nullable=False),
    sa.Column("media_type", Shown, nullable=False),
    sa.Column("declared_type", Shown, nullable=False),
    sa.Column("role", sa.String(16), nullable=False),
    sa.Column("outcome", sa.String(16), nullable=False),
    sa.Column("reason", Shown, nullable=False),
    sa.Column("kept", sa.Boolean, nullable=False),
    sa.UniqueConstraint("arrival_id", "position"),
)
"""``kept``: its bytes lie in the blobs under its own hash."""

part_submissions = sa.Table(
    "part_submissions",
    metadata,
    sa.Column("part_id", sa.Integer, sa.ForeignKey("parts.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    _ref("submission_id", "submissions"),
)

arrival_submissions = sa.Table(
    "arrival_submissions",
    metadata,
    sa.Column("arrival_id", sa.Integer, sa.ForeignKey("arrivals.id"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    _ref("submission_id", "submissions"),
)
"""What an arrival made or repeated, in the order of its dossier."""

excuses = sa.Table(
    "excuses",
    metadata,
    _id(),
    sa.Column("province", sa.String(8), nullable=False),
    sa.Column("deliverable", Shown, nullable=False),
    sa.Column("period", sa.String(7)),
    sa.Column("until", sa.Date, nullable=False),
    sa.Column("decided_at", Moment, nullable=False),
    sa.Column("by", Shown, nullable=False),
    sa.Column("reason", Shown, nullable=False),
)

notices = sa.Table(
    "notices",
    metadata,
    _id(),
    sa.Column("dedupe_key", Exact, nullable=False, unique=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("state", sa.String(16), nullable=False, index=True),
    sa.Column("hold", sa.String(16)),
    sa.Column("needs_release", sa.Boolean, nullable=False),
    sa.Column("released", sa.Boolean, nullable=False),
    sa.Column("recipients", Json, nullable=False),
    sa.Column("subject", Shown, nullable=False),
    sa.Column("body_text", Shown, nullable=False),
    sa.Column("body_html", Shown, nullable=False),
    sa.Column("attachments", Json, nullable=False),
    sa.Column("province", sa.String(8)),
    sa.Column("deliverable", Shown),
    sa.Column("period", sa.String(7)),
    sa.Column("step", Shown),
    sa.Column("stale_after", Moment),
    sa.Column("in_reply_to", Shown, nullable=False),
    sa.Column("submission", sa.String(16)),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("not_before", Moment),
    sa.Column("sent_at", Moment),
    sa.Column("message_id", Shown),
    sa.Column("error", Shown, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
)

covers = sa.Table(
    "covers",
    metadata,
    sa.Column("province", sa.String(8), primary_key=True),
    sa.Column("deliverable", sa.String(64), primary_key=True),
    sa.Column("period", sa.String(7), primary_key=True),
    sa.Column("step", sa.String(64), primary_key=True),
    _ref("notice_id", "notices"),
    sa.Column("position", sa.Integer, nullable=False),
)
"""``period`` is empty for a deliverable owed once, so that the key is unique there too."""

attachments = sa.Table(
    "attachments",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
)
"""In the database and not in the blobs: they come and go with the transaction that writes their notice."""

audit = sa.Table(
    "audit",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String(27), nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("previous_hash", sa.String(64), nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
)

heartbeats = sa.Table(
    "heartbeats",
    metadata,
    sa.Column("source", Shown, primary_key=True),
    sa.Column("last_ok", Moment),
    sa.Column("last_error", Shown, nullable=False),
    sa.Column("last_error_at", Moment),
    sa.Column("on_server", sa.Integer),
)

marks = sa.Table(
    "marks",
    metadata,
    sa.Column("name", Shown, primary_key=True),
    sa.Column("at", Moment, nullable=False),
)


def insert_row(c: sa.Connection, table: sa.Table, values: Mapping[str, object]) -> int:
    """Inserts one row; gives its number."""
    key = c.execute(table.insert().values(**values)).inserted_primary_key
    assert key is not None
    return int(key[0])
