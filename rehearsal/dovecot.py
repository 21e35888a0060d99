"""A real IMAP server (Debian's Dovecot) of one's own, on loopback, for the demo, the tests and the bench.

Runs as root (and then drops to ``nobody``) or as any ordinary user. Its mail lies in a temporary folder that goes with it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template
from types import TracebackType

PROGRAM = Path("/usr/sbin/dovecot")
HOST = "127.0.0.1"
START_SECONDS = 15.0

_PATH = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
_INDEX_FILES = ("dovecot-uidlist", "dovecot.index", "dovecot.list.index", "dovecot-uidvalidity")
_CONFIGURATION = Template("""\
protocols = imap
listen = $host
instance_name = rehearsal-$port
base_dir = $base/run
state_dir = $base/state
log_path = $base/dovecot.log
info_log_path = $base/dovecot.log
default_internal_user = $user
default_internal_group = $group
default_login_user = $user
first_valid_uid = 1
first_valid_gid = 0
$tls
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:$base/mail/%u
mail_max_userip_connections = 200
mail_fsync = never
imap_idle_notify_interval = 2 mins
$extra
service imap-login {
  chroot =
  inet_listener imap {
    port = $port
  }
  inet_listener imaps {
    port = $tls_port
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u $base/users
}
userdb {
  driver = static
  args = uid=$uid gid=$gid home=$base/mail/%u
}
namespace inbox {
  inbox = yes
  separator = /
}
""")


def free_port() -> int:
    """A port of loopback that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


class Dovecot:
    """One server. ``with Dovecot({"jed@dopa.example": "secret"}) as server: ...``

    Args:
        users: account -> password.
        tls: also IMAPS on ``tls_port`` and STARTTLS on ``port``, with a certificate of its own (``certificate``).
        extra: further lines of configuration.
    """

    def __init__(self, users: Mapping[str, str], *, tls: bool = False, extra: str = "") -> None:
        self.users = dict(users)
        self.port, self.tls_port = free_port(), free_port() if tls else 0
        # Not a folder of the caller's: those are often closed to the user that the server drops to.
        self.base = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.certificate = self.base / "cert.pem"
        self._owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        self._process: subprocess.Popen[bytes] | None = None
        self._write_configuration(tls, extra)
        self._give_to_owner()

    def __enter__(self) -> Dovecot:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.remove()

    def start(self) -> Dovecot:
        """Starts the server and waits for its greeting. Raises RuntimeError with its log."""
        drop = {"user": self._owner.pw_uid, "group": self._owner.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
        with (self.base / "out").open("ab") as out:
            self._process = subprocess.Popen(
                [str(PROGRAM), "-F", "-c", str(self.base / "dovecot.conf")],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env=_PATH | {"HOME": str(self.base)},
                **drop,  # type: ignore[call-overload]
            )
        if not self._greets():
            raise RuntimeError("dovecot did not start:\n" + self.log())
        return self

    def stop(self, *, hard: bool = False) -> None:
        """Stops the server. SIGTERM lets logged-in sessions outlive it for a moment; ``hard`` cuts them at once."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        if not hard:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        (self.base / "run" / "master.pid").unlink(missing_ok=True)

    def remove(self) -> None:
        """Stops the server and removes everything it held."""
        self.stop()
        shutil.rmtree(self.base, ignore_errors=True)

    def reset_uidvalidity(self, user: str) -> None:
        """Gives every folder of a user a new UIDVALIDITY, as a restore does. Only while stopped."""
        if self._process is not None:
            raise RuntimeError("stop the server first")
        for name in _INDEX_FILES:
            for path in (self.base / "mail" / user).rglob(f"{name}*"):
                path.unlink()
        time.sleep(1.1)  # UIDVALIDITY is the time in whole seconds

    def append(self, user: str, raw: bytes, arrived: dt.datetime, folder: str = "INBOX") -> None:
        """Puts one message into a folder; ``arrived`` becomes its INTERNALDATE."""
        self.append_all(user, [(raw, arrived)], folder)

    def append_all(self, user: str, messages: Iterable[tuple[bytes, dt.datetime]], folder: str = "INBOX") -> None:
        """Puts messages into a folder (ASCII name) over one connection."""
        with imaplib.IMAP4(HOST, self.port, timeout=30) as wire:
            wire.login(user, self.users[user])
            if folder != "INBOX":
                wire.create(folder)
            for raw, arrived in messages:
                status, answer = wire.append(folder, "", imaplib.Time2Internaldate(arrived), raw)
                if status != "OK":
                    raise RuntimeError(f"APPEND refused: {answer!r}")

    def empty(self, user: str) -> None:
        """Removes all mail of a user, with its folders; the next look finds a new, empty INBOX."""
        shutil.rmtree(self.base / "mail" / user, ignore_errors=True)

    def log(self) -> str:
        """What the server said."""
        paths = [self.base / "out", self.base / "dovecot.log"]
        return "".join(path.read_text("utf-8", "replace") for path in paths if path.exists())

    def _greets(self) -> bool:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self._process is not None and self._process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection((HOST, self.port), 1) as wire:
                wire.settimeout(3)
                if wire.recv(64).startswith(b"* OK"):
                    return True
            time.sleep(0.02)
        return False

    def _write_configuration(self, tls: bool, extra: str) -> None:
        for name in ("run", "state", "mail"):
            (self.base / name).mkdir()
        users = "".join(f"{user}:{{PLAIN}}{password}\n" for user, password in self.users.items())
        (self.base / "users").write_text(users, "utf-8")
        if tls:
            self._make_certificate()
        text = _CONFIGURATION.substitute(
            host=HOST,
            base=self.base,
            port=self.port,
            tls_port=self.tls_port,
            user=self._owner.pw_name,
            group=grp.getgrgid(self._owner.pw_gid).gr_name,
            uid=self._owner.pw_uid,
            gid=self._owner.pw_gid,
            tls=f"ssl = yes\nssl_cert = <{self.certificate}\nssl_key = <{self.base}/key.pem" if tls else "ssl = no",
            extra=extra,
        )
        (self.base / "dovecot.conf").write_text(text, "utf-8")

    def _make_certificate(self) -> None:
        subject = ["-subj", "/CN=localhost", "-addext", f"subjectAltName=DNS:localhost,IP:{HOST}"]
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", str(self.base / "key.pem")]
        command = ["openssl", "req", "-x509", "-days", "2", *subject, *key, "-out", str(self.certificate)]
        subprocess.run(command, check=True, capture_output=True)

    def _give_to_owner(self) -> None:
        if os.geteuid() == 0:
            for path in [self.base, *self.base.rglob("*")]:
                os.chown(path, self._owner.pw_uid, self._owner.pw_gid)
