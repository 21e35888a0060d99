"""The tables of the first version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _arrivals()
    _ledger()
    _submissions()
    _parts()
    _outbox()
    _health()
    _audit()
    _guard_audit()


def _guard_audit() -> None:
    """The audit trail only grows; the database itself refuses anything else."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
        )


def _arrivals() -> None:
    op.create_table(
        "arrivals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("received_at", sa.String(length=27), nullable=False),
        sa.Column("clock", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_message", sa.Boolean(), nullable=False),
        sa.Column("hints", sa.Text(), nullable=False),
        sa.Column("backlog", sa.Boolean(), nullable=False),
        sa.Column("fax_number", sa.Text(), nullable=True),
        sa.Column("truncated", sa.Boolean(), nullable=False),
        sa.Column("stored_at", sa.String(length=27), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("attempt_at", sa.String(length=27), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("processed_at", sa.String(length=27), nullable=True),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.String(length=27), nullable=True),
        sa.Column("counted_as", sa.String(length=16), nullable=False),
        sa.Column("receipt_year", sa.Integer(), nullable=True),
        sa.Column("receipt_number", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_arrivals"),
        sa.UniqueConstraint("receipt_year", "receipt_number", name="uq_arrivals_receipt_year_receipt_number"),
        sa.UniqueConstraint("sha256", name="uq_arrivals_sha256"),
    )
    op.create_index("ix_arrivals_outcome", "arrivals", ["outcome"], unique=False)
    op.create_index("ix_arrivals_processed_at", "arrivals", ["processed_at"], unique=False)


def _ledger() -> None:
    op.create_table(
        "ledger",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("arrival_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.String(length=27), nullable=False),
        sa.Column("settled_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrivals.id"], name="fk_ledger_arrival_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ledger"),
        sa.UniqueConstraint("account", "folder", "uidvalidity", "uid", name="uq_ledger_account_folder_uidvalidity_uid"),
    )
    op.create_index("ix_ledger_arrival_id", "ledger", ["arrival_id"], unique=False)
    op.create_index("ix_ledger_settled_at", "ledger", ["settled_at"], unique=False)
    op.create_table(
        "polls",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("first_at", sa.String(length=27), nullable=False),
        sa.Column("last_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("account", "folder", name="pk_polls"),
    )


def _submissions() -> None:
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("arrival_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("province", sa.String(length=8), nullable=True),
        sa.Column("period", sa.String(length=7), nullable=True),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("received_at", sa.String(length=27), nullable=False),
        sa.Column("first_received_at", sa.String(length=27), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("timeliness", sa.String(length=8), nullable=True),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column("accepted_at", sa.String(length=27), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("directive", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("readable", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrivals.id"], name="fk_submissions_arrival_id"),
        sa.ForeignKeyConstraint(["superseded_by"], ["submissions.id"], name="fk_submissions_superseded_by"),
        sa.ForeignKeyConstraint(["supersedes"], ["submissions.id"], name="fk_submissions_supersedes"),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
    )
    op.create_index("ix_submissions_arrival_id", "submissions", ["arrival_id"], unique=False)
    op.create_index("ix_submissions_key", "submissions", ["kind", "province", "period"], unique=False)
    op.create_index("ix_submissions_superseded_by", "submissions", ["superseded_by"], unique=False)
    op.create_index("ix_submissions_supersedes", "submissions", ["supersedes"], unique=False)
    op.create_index(
        "uq_submissions_one_accepted",
        "submissions",
        ["kind", "province"],
        unique=True,
        sqlite_where=sa.text("status = 'accepted' AND kind NOT IN ('obstacle', 'other') AND period IS NULL"),
        postgresql_where=sa.text("status = 'accepted' AND kind NOT IN ('obstacle', 'other') AND period IS NULL"),
    )
    op.create_index(
        "uq_submissions_one_accepted_month",
        "submissions",
        ["kind", "province", "period"],
        unique=True,
        sqlite_where=sa.text("status = 'accepted' AND kind NOT IN ('obstacle', 'other') AND period IS NOT NULL"),
        postgresql_where=sa.text("status = 'accepted' AND kind NOT IN ('obstacle', 'other') AND period IS NOT NULL"),
    )


def _parts() -> None:
    op.create_table(
        "parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("arrival_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("raw_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("declared_type", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrivals.id"], name="fk_parts_arrival_id"),
        sa.PrimaryKeyConstraint("id", name="pk_parts"),
        sa.UniqueConstraint("arrival_id", "position", name="uq_parts_arrival_id_position"),
    )
    op.create_index("ix_parts_arrival_id", "parts", ["arrival_id"], unique=False)
    op.create_index("ix_parts_sha256", "parts", ["sha256"], unique=False)
    op.create_table(
        "part_submissions",
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["part_id"], ["parts.id"], name="fk_part_submissions_part_id"),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name="fk_part_submissions_submission_id"),
        sa.PrimaryKeyConstraint("part_id", "position", name="pk_part_submissions"),
    )
    op.create_index("ix_part_submissions_submission_id", "part_submissions", ["submission_id"], unique=False)
    op.create_table(
        "arrival_submissions",
        sa.Column("arrival_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["arrival_id"], ["arrivals.id"], name="fk_arrival_submissions_arrival_id"),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name="fk_arrival_submissions_submission_id"),
        sa.PrimaryKeyConstraint("arrival_id", "position", name="pk_arrival_submissions"),
    )
    op.create_index("ix_arrival_submissions_submission_id", "arrival_submissions", ["submission_id"], unique=False)


def _outbox() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("hold", sa.String(length=16), nullable=True),
        sa.Column("needs_release", sa.Boolean(), nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body_text", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("attachments", sa.Text(), nullable=False),
        sa.Column("province", sa.String(length=8), nullable=True),
        sa.Column("deliverable", sa.Text(), nullable=True),
        sa.Column("period", sa.String(length=7), nullable=True),
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column("stale_after", sa.String(length=27), nullable=True),
        sa.Column("in_reply_to", sa.Text(), nullable=False),
        sa.Column("submission", sa.String(length=16), nullable=True),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("not_before", sa.String(length=27), nullable=True),
        sa.Column("sent_at", sa.String(length=27), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.UniqueConstraint("dedupe_key", name="uq_notices_dedupe_key"),
    )
    op.create_index("ix_notices_state", "notices", ["state"], unique=False)
    op.create_table(
        "covers",
        sa.Column("province", sa.String(length=8), nullable=False),
        sa.Column("deliverable", sa.String(length=64), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("step", sa.String(length=64), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_covers_notice_id"),
        sa.PrimaryKeyConstraint("province", "deliverable", "period", "step", name="pk_covers"),
    )
    op.create_index("ix_covers_notice_id", "covers", ["notice_id"], unique=False)
    op.create_table(
        "attachments",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_attachments"),
    )


def _health() -> None:
    op.create_table(
        "excuses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("province", sa.String(length=8), nullable=False),
        sa.Column("deliverable", sa.Text(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.String(length=27), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_excuses"),
    )
    op.create_table(
        "heartbeats",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("last_ok", sa.String(length=27), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("last_error_at", sa.String(length=27), nullable=True),
        sa.Column("on_server", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("source", name="pk_heartbeats"),
    )
    op.create_table(
        "marks",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_marks"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
