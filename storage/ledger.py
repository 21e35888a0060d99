"""The ledger: which message of which source is which arrival, and whether its mark in the source is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from intake.records import SourceKey
from storage.schema import arrivals, ledger

HANDED_IN = "file"
"""The account of what a person handed in (intake.files)."""


def key_detail(key: SourceKey) -> dict[str, object]:
    """A key as the audit trail tells it."""
    return {"account": key.account, "folder": key.folder, "uidvalidity": key.uidvalidity, "uid": key.uid}


def _is_key(key: SourceKey) -> sa.ColumnElement[bool]:
    return sa.and_(
        ledger.c.account == key.account,
        ledger.c.folder == key.folder,
        ledger.c.uidvalidity == key.uidvalidity,
        ledger.c.uid == key.uid,
    )


def enter(c: sa.Connection, key: SourceKey, arrival_id: int, now: dt.datetime) -> bool:
    """The key's ledger row. A key that names other bytes now (a spool that counts from the start again, a file that was
    replaced) is given to the new arrival: the old one stays as it is. True unless the key stood for this arrival already."""
    row = c.execute(sa.select(ledger.c.id, ledger.c.arrival_id).where(_is_key(key))).one_or_none()
    if row is None:
        c.execute(
            ledger.insert().values(
                account=key.account,
                folder=key.folder,
                uidvalidity=key.uidvalidity,
                uid=key.uid,
                arrival_id=arrival_id,
                seen_at=now,
            )
        )
        return True
    if row.arrival_id == arrival_id:
        return False
    c.execute(ledger.update().where(ledger.c.id == row.id).values(arrival_id=arrival_id, seen_at=now, settled_at=None))
    return True


def _of_folder(account: str, folder: str, uidvalidity: int) -> sa.ColumnElement[bool]:
    return sa.and_(ledger.c.account == account, ledger.c.folder == folder, ledger.c.uidvalidity == uidvalidity)


def known_uids(c: sa.Connection, account: str, folder: str, uidvalidity: int) -> frozenset[str]:
    """UIDs in the ledger."""
    return frozenset(c.execute(sa.select(ledger.c.uid).where(_of_folder(account, folder, uidvalidity))).scalars())


def unsettled(c: sa.Connection, account: str, folder: str, uidvalidity: int) -> frozenset[str]:
    """UIDs of this folder whose arrival is filed and whose mark is not made."""
    wanted = _waiting().where(_of_folder(account, folder, uidvalidity))
    return frozenset(row.uid for row in c.execute(wanted))


def to_settle(c: sa.Connection) -> list[SourceKey]:
    """Keys whose arrival is filed and whose mark is not made, in the order of the ledger."""
    return [SourceKey(row.account, row.folder, row.uidvalidity, row.uid) for row in c.execute(_waiting())]


def _waiting() -> sa.Select[Any]:
    return (
        sa.select(ledger.c.account, ledger.c.folder, ledger.c.uidvalidity, ledger.c.uid)
        .join(arrivals, arrivals.c.id == ledger.c.arrival_id)
        # What lies on disk is handed in once; there is nobody to tell.
        .where(ledger.c.settled_at.is_(None), arrivals.c.outcome.is_not(None), ledger.c.account != HANDED_IN)
        .order_by(ledger.c.id)
    )


def settled(c: sa.Connection, keys: Iterable[SourceKey], real_now: dt.datetime) -> None:
    """The source has marked these."""
    for key in keys:
        c.execute(ledger.update().where(_is_key(key), ledger.c.settled_at.is_(None)).values(settled_at=real_now))
