"""Word papers of rehearsed mails turned into PDFs by LibreOffice: the way that most provinces make theirs."""

from __future__ import annotations

import dataclasses
import email
import email.base64mime
import hashlib
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from email.message import Message
from email.policy import SMTP, compat32
from pathlib import Path

from rehearsal.mails import TYPES
from rehearsal.truth import RehearsedMail

SECONDS = 600
FORMAT = "lo-pdf"


def with_libreoffice(mails: Sequence[RehearsedMail]) -> tuple[RehearsedMail, ...]:
    """The same mails, every .docx in them a PDF made by LibreOffice (``format`` of its truth: ``lo-pdf``)."""
    messages = [email.message_from_bytes(mail.raw) for mail in mails]
    papers = {_digest(data): data for message in messages for part in _word_parts(message) if (data := _data(part))}
    with tempfile.TemporaryDirectory() as name:
        made = to_pdfs(papers, Path(name))
    return tuple(_mail(mail, message, made) for mail, message in zip(mails, messages, strict=True))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:24]


def _data(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _word_parts(message: Message) -> list[Message]:
    return [part for part in message.walk() if part.get_content_type() == TYPES["docx"]]


def to_pdfs(papers: Mapping[str, bytes], folder: Path, environment: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """All papers in one call: starting LibreOffice costs more than a paper.

    Args:
        papers: name without ending -> .docx.
        folder: for LibreOffice's work; whoever made it removes it.
        environment: variables for LibreOffice beside our own, as where its typefaces are.
    """
    for name, data in papers.items():
        (folder / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    sources = [str(folder / f"{name}.docx") for name in papers]
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *sources]
    if sources:
        together = {**os.environ, **(environment or {})}
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS, env=together)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in papers}


def _mail(mail: RehearsedMail, message: Message, made: dict[str, bytes]) -> RehearsedMail:
    parts = _word_parts(message)
    if not parts:
        return mail
    for part in parts:
        pdf = made[_digest(_data(part))]
        del part["Content-Type"], part["Content-Disposition"], part["Content-Transfer-Encoding"]
        part["Content-Type"] = 'application/pdf; name="document.pdf"'
        part["Content-Disposition"] = 'attachment; filename="document.pdf"'
        part["Content-Transfer-Encoding"] = "base64"
        part.set_payload(email.base64mime.body_encode(pdf))
    documents = tuple(
        dataclasses.replace(each, format=FORMAT if each.format == "docx" else each.format) for each in mail.truth.documents
    )
    raw = message.as_bytes(policy=compat32.clone(linesep=SMTP.linesep))
    return dataclasses.replace(mail, raw=raw, truth=dataclasses.replace(mail.truth, documents=documents))
