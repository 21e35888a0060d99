"""Transactions of a data folder: foreign errors mapped, the head of the audit chain written to its file after a commit."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from storage import audit
from storage.blobs import Blobs
from storage.engine import open_engine, writer
from storage.errors import mapped

log = logging.getLogger(__name__)
BLOBS_NAME = "blobs"


class Transactions:
    """A data folder, made ready at first use, and its database.

    Args:
        data: the folder of ``--data``.
        url: SQLAlchemy URL of another database; SQLite in the folder by default.
        timeout: seconds to wait for another writer before RetryLater.
    """

    def __init__(self, data: Path, *, url: str | None = None, timeout: float = 30.0) -> None:
        self.data = data
        self.blobs = Blobs(data / BLOBS_NAME)
        self._head = audit.HeadFile(data)
        self._engine = open_engine(data, url, timeout)
        self._writer = writer(self._engine)
        self.blobs.sweep()

    def close(self) -> None:
        """Closes the connections. The store may be used again afterwards."""
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with mapped(), self._engine.begin() as c:
            yield c

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with mapped(), self._writer.begin() as c:
            audit.take_pending(c)  # of a transaction that was rolled back on this connection
            yield c
            head = audit.take_pending(c)
        if head is not None:
            self._advance(head)

    def _advance(self, head: audit.Head) -> None:
        """The commit stands whatever happens here; a file that stays behind is what a crash leaves too."""
        try:
            self._head.advance(*head)
        except OSError as error:
            log.warning("audit head not written: %s", error)
