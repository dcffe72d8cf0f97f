"""Errors that stop a run, for requests that cannot be carried out. Findings are values instead: see finding.py."""

from __future__ import annotations


class OkrsError(Exception):
    """The request or the configuration is wrong: one clear line for the user, exit status 2.

    `message` says what is wrong and where; `remedy`, where there is one, says what to type.
    """

    def __init__(self, message: str, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class RevisionError(OkrsError):
    """A git revision cannot be read: unknown, or cut off by a shallow clone."""
