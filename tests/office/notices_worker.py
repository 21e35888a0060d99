"""A process of its own that sends: ``python -m tests.office.notices_worker DATA PORT``. Its mail server may never answer."""

from __future__ import annotations

import sys
from pathlib import Path

from notices.outbox import Outbox
from notices.smtp import SmtpSender
from storage.store import SqlStore
from tests.notices_kit import Still, settings
from tests.storage_kit import NOW


def main() -> None:
    office = settings(int(sys.argv[2]))
    print("sending", flush=True)
    Outbox(SqlStore(Path(sys.argv[1])), SmtpSender(office.smtp, str), office, Still(NOW)).send_due()


if __name__ == "__main__":
    main()
