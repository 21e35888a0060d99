"""The wire to a mailbox: the only module that speaks imapclient.

Everything that a connection can throw becomes ``RetryLater`` here, with what happened and what to do, and without a secret.
Nothing here changes a message but ``add_keyword`` and ``move``, and nothing at all deletes.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import imaplib
import logging
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError, LoginError

from intake.clock import in_bangkok
from intake.configuration import is_loopback
from intake.credentials import TokenCommand
from intake.disk import MIB
from intake.errors import RetryLater
from intake.imap_records import Folder, NotHandedOver, Summary, TooLarge
from intake.imap_trouble import explain, lacking, login_refused
from intake.settings import MailboxSettings, Security

KEYWORD = "$DamrongFiled"
"""The mark of a message that is safely filed."""

CHUNK = MIB
"""A body larger than this is fetched in pieces of this size (bytes)."""

CONNECT_SECONDS = 15.0
READ_SECONDS = 60.0

_UIDS_A_COMMAND = 200
_UIDS_A_SEARCH = 100_000
"""More messages than this are searched in ranges: one answer must not outgrow imaplib's longest line."""

_IDLE_SLICE = 1.0
_EARLY_ANSWERS = 3
"""So many empty answers that come too soon mean that the server has gone."""

_LOST = (OSError, imaplib.IMAP4.abort)
_TROUBLE = (OSError, imaplib.IMAP4.error, ValueError, LookupError, TypeError)

Login = Callable[[IMAPClient], None]

log = logging.getLogger(__name__)


class Connection:
    """An open and logged-in connection. For one thread only."""

    def __init__(self, client: IMAPClient) -> None:
        self._client = client

    def open(self, folder: str, *, change: bool = False) -> Folder:
        """Opens a folder: EXAMINE, or SELECT where something is to be changed."""
        try:
            answer = self._client.select_folder(folder, readonly=not change)
        except imaplib.IMAP4.readonly:
            raise RetryLater(f"กล่อง {folder} แก้ไขไม่ได้ โปรดขอสิทธิ์จากผู้ดูแลตู้จดหมาย หรือตั้ง mailbox.settle เป็น none") from None
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            raise RetryLater(f"เปิดกล่อง {folder} ไม่ได้ โปรดตรวจสอบชื่อใน mailbox.folder และสิทธิ์ของบัญชี") from None
        except (ValueError, TypeError):
            return Folder(0, None, None, False)
        flags = answer.get(b"PERMANENTFLAGS", ())
        return Folder(
            int(answer.get(b"EXISTS", 0)),
            answer.get(b"UIDVALIDITY") or None,
            answer.get(b"UIDNEXT") or None,
            b"\\*" in flags or KEYWORD.lower().encode() in {flag.lower() for flag in flags},
        )

    def uids_after(self, last: int, folder: Folder) -> list[int]:
        """UIDs above ``last``, ascending. (A range that ends in ``*`` always gives the last message: it is filtered.)"""
        if folder.exists == 0:
            return []
        ranges = [f"UID {last + 1}:*"]
        if folder.exists > _UIDS_A_SEARCH and folder.uidnext:
            starts = range(last + 1, folder.uidnext, _UIDS_A_SEARCH)
            ranges = [f"UID {start}:{start + _UIDS_A_SEARCH - 1}" for start in starts]
        return sorted({uid for each in ranges for uid in self._client.search(each) if uid > last})

    def summaries(self, uids: Sequence[int]) -> list[Summary]:
        """Size and arrival of messages, in the order asked; those that have gone are left out."""
        found: list[Summary] = []
        for start in range(0, len(uids), _UIDS_A_COMMAND):
            group = list(uids[start : start + _UIDS_A_COMMAND])
            answer = self._client.fetch(group, ["RFC822.SIZE", "INTERNALDATE"])
            found += [_summary(uid, answer[uid]) for uid in group if uid in answer]
        return found

    def bodies(self, uids: Sequence[int]) -> dict[int, bytes]:
        """Small messages, whole, in one command; those that have gone are left out. Raises NotHandedOver."""
        with _one_message(self._client):
            answer = self._client.fetch(list(uids), ["BODY.PEEK[]"])
        return {uid: _present(answer[uid], b"BODY[]") for uid in uids if uid in answer}

    def body(self, summary: Summary, limit: int) -> bytes | None:
        """One message, whole; None if it has gone. Raises TooLarge, NotHandedOver."""
        if summary.size is not None and summary.size > limit:
            raise TooLarge
        if summary.size is not None and summary.size <= CHUNK:
            return self.bodies([summary.uid]).get(summary.uid)
        return self._in_pieces(summary, limit)

    def head(self, uid: int) -> bytes | None:
        """A message's headers only; None if it has gone. Raises NotHandedOver."""
        with _one_message(self._client):
            answer = self._client.fetch([uid], ["BODY.PEEK[HEADER]"])
        return _present(answer[uid], b"BODY[HEADER]") if uid in answer else None

    def can_move(self) -> bool:
        """Whether the server moves messages in one step."""
        return bool(self._client.has_capability("MOVE"))

    def can_idle(self) -> bool:
        """Whether the server tells of new mail by itself."""
        return bool(self._client.has_capability("IDLE"))

    def add_keyword(self, uids: Sequence[int]) -> None:
        """Marks messages as filed; those that have gone are passed over by the server."""
        for start in range(0, len(uids), _UIDS_A_COMMAND):
            self._client.add_flags(list(uids[start : start + _UIDS_A_COMMAND]), [KEYWORD], silent=True)

    def move(self, uids: Sequence[int], folder: str) -> None:
        """Moves messages (UID MOVE); the folder is made if need be."""
        if not self._client.folder_exists(folder):
            self._client.create_folder(folder)
        for start in range(0, len(uids), _UIDS_A_COMMAND):
            self._client.move(list(uids[start : start + _UIDS_A_COMMAND]), folder)

    def idle(self, seconds: float, over: threading.Event) -> bool:
        """Listens for at most ``seconds``, or until ``over``; True when the server hints at something new.

        False proves nothing: an event that comes together with the server's first answer is not seen.
        Raises OSError or IMAP4.abort when the connection is dead, which shows as empty answers that come too soon.
        """
        self._client.idle()
        end, early = time.monotonic() + seconds, 0
        while not over.is_set() and (left := end - time.monotonic()) > 0:
            begun, patience = time.monotonic(), min(_IDLE_SLICE, left)
            answers = self._client.idle_check(patience)
            if _has_news(answers):
                return True
            early = early + 1 if not answers and time.monotonic() - begun < 0.9 * patience else 0
            if early >= _EARLY_ANSWERS or any(answer[0] == b"BYE" for answer in answers):
                raise imaplib.IMAP4.abort("the server has gone")
        return not over.is_set() and _has_news(self._client.idle_done()[1])

    def _in_pieces(self, summary: Summary, limit: int) -> bytes | None:
        pieces: list[bytes] = []
        total, expected = 0, summary.size or 0
        while True:
            with _one_message(self._client):
                answer = self._client.fetch([summary.uid], [f"BODY.PEEK[]<{total}.{CHUNK}>"])
            if summary.uid not in answer:
                return None
            piece = answer[summary.uid].get(b"BODY[]<%d>" % total) or b""
            pieces.append(piece)
            total += len(piece)
            if total > limit:
                raise TooLarge
            if not piece or (len(piece) < CHUNK and total >= expected):
                break
        if total == 0:
            raise NotHandedOver
        return b"".join(pieces)


@contextlib.contextmanager
def connect(settings: MailboxSettings, login: Login) -> Iterator[Connection]:
    """A logged-in connection, closed at the end. Whatever breaks, in the body too, is raised as RetryLater."""
    client: IMAPClient | None = None
    try:
        client = _client(settings)
        login(client)
        yield Connection(client)
        with contextlib.suppress(*_TROUBLE):
            client.logout()
    except LoginError as error:
        raise login_refused(settings, str(error)) from None
    except CapabilityError:
        raise RetryLater(lacking(settings)) from None
    except _TROUBLE as error:
        if isinstance(error, (TypeError, LookupError)):
            log.warning("an answer of the mailbox could not be understood", exc_info=True)
        raise RetryLater(explain(settings, error)) from error
    finally:
        if client is not None:
            with contextlib.suppress(*_TROUBLE):
                client.shutdown()


def password_login(user: str, password: str) -> Login:
    """LOGIN, or AUTHENTICATE PLAIN where LOGIN is switched off or cannot carry the password."""

    def login(client: IMAPClient) -> None:
        plain = client.has_capability("AUTH=PLAIN")
        if plain and (client.has_capability("LOGINDISABLED") or not (user + password).isascii()):
            client.plain_login(user, password)
        else:
            client.login(user, password)

    return login


def token_login(user: str, tokens: TokenCommand) -> Login:
    """XOAUTH2. A kept token that is refused may have expired: then a fresh one is tried at once."""

    def login(client: IMAPClient) -> None:
        kept = tokens.kept()
        try:
            client.oauth2_login(user, tokens.token())
        except LoginError:
            tokens.forget()
            if not kept:
                raise
            client.oauth2_login(user, tokens.token())

    return login


def _client(settings: MailboxSettings) -> IMAPClient:
    context = None
    if settings.security is not Security.NONE:
        context = ssl.create_default_context(cafile=str(settings.ca_file) if settings.ca_file else None)
    client = IMAPClient(
        settings.host,
        settings.port,
        ssl=settings.security is Security.TLS,
        ssl_context=context,
        timeout=SocketTimeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
    )
    client.normalise_times = False
    try:
        if settings.security is Security.STARTTLS:
            client.starttls(context)
        elif settings.security is Security.NONE and not is_loopback(client.socket().getpeername()[0]):
            raise RetryLater(f"เครื่อง {settings.host} ไม่ใช่เครื่องนี้เอง จึงไม่ส่งรหัสผ่านโดยไม่เข้ารหัส โปรดตั้ง mailbox.security เป็น tls")
    except BaseException:
        with contextlib.suppress(*_TROUBLE):
            client.shutdown()
        raise
    return client


@contextlib.contextmanager
def _one_message(client: IMAPClient) -> Iterator[None]:
    """A refusal, or an answer that cannot be understood, concerns one message as long as the connection still works."""
    try:
        yield
    except _LOST:
        raise
    except _TROUBLE as error:
        client.noop()
        raise NotHandedOver(type(error).__name__) from error


def _summary(uid: int, answer: dict[bytes, object]) -> Summary:
    size, moment = answer.get(b"RFC822.SIZE"), answer.get(b"INTERNALDATE")
    return Summary(uid, size if isinstance(size, int) else None, _moment(moment))


def _moment(told: object) -> dt.datetime | None:
    """The arrival time; None where the server tells none, or one at the ends of the calendar that is no moment in Bangkok."""
    try:
        return in_bangkok(told) if isinstance(told, dt.datetime) else None
    except OverflowError:
        return None


def _present(answer: dict[bytes, object], item: bytes) -> bytes:
    found = answer.get(item)
    if not isinstance(found, bytes):
        raise NotHandedOver
    return found


def _has_news(answers: Sequence[Sequence[object]]) -> bool:
    return any(len(answer) > 1 and answer[1] in (b"EXISTS", b"RECENT") for answer in answers)
