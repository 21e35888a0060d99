"""An IMAP server that misbehaves on purpose, in ways that Dovecot never does."""

from __future__ import annotations

import base64
import contextlib
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType

from rehearsal.dovecot import HOST

Wire = socket.socket


@dataclass(slots=True)
class ScriptedImap:
    """One folder; ``idle`` is what happens after IDLE was asked for (the tag, to be answered after DONE, is the server's)."""

    messages: dict[int, bytes] = field(default_factory=dict)
    uidvalidity: bytes | None = b"7"
    capabilities: bytes = b"IMAP4rev1 IDLE MOVE"
    greeting: bytes = b"* OK ready\r\n"
    sizes: dict[int, int] = field(default_factory=dict)
    """What RFC822.SIZE claims, where it is not the truth."""
    refused: set[int] = field(default_factory=set)
    """Messages that are answered with NO."""
    breaks: set[int] = field(default_factory=set)
    """Messages over whose body, and whose headers, the line breaks."""
    internaldate: bytes | None = b'"04-Dec-2020 14:02:11 +0700"'
    """When every message arrived; None: the server does not say."""
    tokens: set[str] = field(default_factory=set)
    """OAuth tokens that are accepted."""
    login: bytes = b"OK done"
    keywords: bytes = b"\\*"
    idle: Callable[[Wire, int], None] = lambda wire, count: wire.sendall(b"+ idling\r\n")
    break_after: int | None = None
    """The line breaks at this command of every connection."""
    idles: int = 0
    connections: int = 0
    commands: list[bytes] = field(default_factory=list)
    _listener: socket.socket = field(default_factory=socket.socket)
    port: int = 0

    def __enter__(self) -> ScriptedImap:
        self._listener.bind((HOST, 0))
        self._listener.listen(16)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                wire, _ = self._listener.accept()
                self.connections += 1
                threading.Thread(target=self._serve, args=(wire,), daemon=True).start()

    def _serve(self, wire: Wire) -> None:
        with contextlib.suppress(OSError), wire, wire.makefile("rb") as lines:
            wire.sendall(self.greeting)
            for number, line in enumerate(lines, 1):
                if self.break_after is not None and number >= self.break_after:
                    return
                if b"BODY" in line and not self.breaks.isdisjoint(self._uids(line.strip().partition(b" ")[2])):
                    return
                self.commands.append(line.strip())
                tag, _, rest = line.strip().partition(b" ")
                name = rest.split(b" ")[0].upper()
                if name == b"IDLE":
                    self.idles += 1
                    self.idle(wire, self.idles)
                    wire.sendall(tag + b" OK idle done\r\n" if lines.readline() else b"")
                elif name == b"AUTHENTICATE":
                    wire.sendall(tag + self._authenticate(wire, lines.readline) + b"\r\n")
                else:
                    wire.sendall(self._answer(name, rest) + tag + b" " + self._status(name, rest) + b"\r\n")
                if name == b"LOGOUT":
                    return

    def _status(self, name: bytes, rest: bytes) -> bytes:
        if name == b"LOGIN":
            return self.login
        refused = name == b"UID" and b"BODY" in rest and not self.refused.isdisjoint(self._uids(rest))
        return b"NO not this one" if refused else b"OK done"

    def _answer(self, name: bytes, rest: bytes) -> bytes:
        if name == b"CAPABILITY":
            return b"* CAPABILITY " + self.capabilities + b"\r\n"
        if name == b"LOGOUT":
            return b"* BYE\r\n"
        if name in (b"EXAMINE", b"SELECT"):
            validity = b"" if self.uidvalidity is None else b"* OK [UIDVALIDITY " + self.uidvalidity + b"] x\r\n"
            flags = b"* OK [PERMANENTFLAGS (\\Seen " + self.keywords + b")] x\r\n"
            return b"* %d EXISTS\r\n* 0 RECENT\r\n" % len(self.messages) + flags + validity
        if rest.upper().startswith(b"UID SEARCH"):
            return b"* SEARCH " + b" ".join(b"%d" % uid for uid in self._found(rest)) + b"\r\n"
        if rest.upper().startswith(b"UID FETCH"):
            return b"".join(self._fetched(uid, rest) for uid in self._uids(rest) if uid in self.messages)
        return b""

    def _found(self, rest: bytes) -> list[int]:
        low = int(rest.split(b" ")[-1].split(b":")[0])
        return [uid for uid in sorted(self.messages) if uid >= low] or [max(self.messages)]

    def _uids(self, rest: bytes) -> list[int]:
        words = rest.split(b" ")
        return [int(uid) for uid in words[2].split(b",")] if len(words) > 2 and words[2][:1].isdigit() else []

    def _fetched(self, uid: int, rest: bytes) -> bytes:
        raw = self.messages[uid]
        head = b"* %d FETCH (UID %d " % (sorted(self.messages).index(uid) + 1, uid)
        if b"RFC822.SIZE" in rest:
            size = self.sizes.get(uid, len(raw))
            arrived = b"" if self.internaldate is None else b" INTERNALDATE " + self.internaldate
            return head + b"RFC822.SIZE %d" % size + arrived + b")\r\n"
        if uid in self.refused:
            return b""
        piece = re.search(rb"<(\d+)\.(\d+)>", rest)
        if piece:
            start, length = int(piece[1]), int(piece[2])
            part = raw[start : start + length]
            return head + b"BODY[]<%d> {%d}\r\n" % (start, len(part)) + part + b")\r\n"
        item, part = (b"BODY[HEADER]", raw.split(b"\r\n\r\n")[0] + b"\r\n\r\n") if b"HEADER" in rest else (b"BODY[]", raw)
        return head + item + b" {%d}\r\n" % len(part) + part + b")\r\n"

    def _authenticate(self, wire: Wire, readline: Callable[[], bytes]) -> bytes:
        wire.sendall(b"+ \r\n")
        answer = base64.b64decode(readline()).decode()
        if any(f"auth=Bearer {token}\1" in answer for token in self.tokens):
            return b" OK welcome"
        wire.sendall(b"+ " + base64.b64encode(b'{"status":"400"}') + b"\r\n")
        readline()
        return b" NO [AUTHENTICATIONFAILED] invalid token"
