"""The whole error tree. Each class carries its consequence (exit status) and says what to do.

DamrongError
 ├── UserError          2   the call or the configuration is wrong; every problem is listed
 ├── ToolMissing        3   a needed program is not installed
 ├── RetryLater        75   a server away, a disk full, a lock held: nothing is lost, try again
 │    ├── LeaseHeld    75   another daemon works on this data folder
 │    └── LoginRefused 75   a server did not accept the account; tried again with long pauses
 ├── Unreadable             a document cannot be read; it goes to review with this reason
 └── Damaged            2   the store contradicts itself (audit chain, missing original)
"""

from __future__ import annotations

from collections.abc import Sequence


class DamrongError(Exception):
    """Base of every error that a person can meet: what happened, to what, and what to do."""

    exit_status = 1


class UserError(DamrongError):
    """The call or the configuration is wrong."""

    exit_status = 2

    def __init__(self, problems: str | Sequence[str]) -> None:
        self.problems = (problems,) if isinstance(problems, str) else tuple(problems)
        super().__init__("\n".join(self.problems))


class ToolMissing(DamrongError):
    """A needed program is not there. The text names it and how to install it."""

    exit_status = 3


class RetryLater(DamrongError):
    """Something outside failed for now. Nothing is lost; the next round tries again."""

    exit_status = 75


class LeaseHeld(RetryLater):
    """Another daemon holds the lease of the data folder."""


class LoginRefused(RetryLater):
    """A server did not accept the account or its secret. Nothing is lost; a person must correct it."""


class Unreadable(DamrongError):
    """A document cannot be read.

    Args:
        reason: formal Thai, for a clerk: what is wrong and what to do.
        code: stable name of the cause: ``empty``, ``locked``, ``broken``, ``too_large``, ``too_many_pages``, ``timeout``,
            ``memory``, ``crashed``, ``unknown_type``, ``image_only``, ``bad_text_layer``, ``archive``, ``forwarded``, ``tnef``,
            ``mislabelled``, ``link_only``.
    """

    def __init__(self, reason: str, code: str) -> None:
        self.reason = reason
        self.code = code
        super().__init__(reason)


class Damaged(DamrongError):
    """The store contradicts itself; the text says where, and how to recover."""

    exit_status = 2
