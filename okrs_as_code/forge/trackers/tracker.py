"""The interface of a tracker, and what an API says, checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.files.config import Forge

LABEL = "okrs"
"""The label of the issues of people, by which they are listed."""


@dataclass(frozen=True)
class Issue:
    """An issue with the label; `author` is the login of who opened it, empty where nobody knows."""

    number: int
    author: str
    text: str
    is_open: bool
    is_locked: bool = False
    """Whether nobody may comment on it."""
    is_labelled: bool = True
    has_comments: bool = True
    """Whether anybody wrote anything there; yes where nobody knows."""


@dataclass(frozen=True)
class Comment:
    """A comment at an issue; `author` is the login of who wrote it, empty where nobody knows."""

    id: int
    author: str
    text: str


class Tracker(Protocol):
    """The issues of one repository. All methods raise OkrsError as `RestClient` does."""

    host: str
    forge: Forge
    max_comment_length: int
    """Characters."""

    def account(self) -> str:
        """The login that the token belongs to."""

    def has_account(self, login: str) -> bool:
        """Whether a mention of a login reaches one person, where others could be mentioned by the same word."""

    def issues(self) -> Iterator[Issue]:
        """Issues with the label, open and closed, those of the highest numbers first."""

    def create_issue(self, title: str, text: str) -> Issue:
        """Opens an issue with the label."""

    def edit_issue(self, issue: Issue, *, text: str | None = None, is_open: bool | None = None) -> None:
        """Replaces its text, closes it or opens it again."""

    def comments(self, issue: Issue) -> Iterator[Comment]:
        """The comments of people and programs, the oldest first."""

    def add_comment(self, issue: Issue, text: str) -> Comment:
        """Writes a comment."""

    def delete_comment(self, issue: Issue, comment: Comment) -> None:
        """Deletes a comment."""


def number(item: Any, name: str) -> int:
    """A whole number that an answer has to have. Raises OkrsError."""
    value = item.get(name) if isinstance(item, Mapping) else None
    if not isinstance(value, int) or isinstance(value, bool):
        raise OkrsError(f"the forge's answer has no `{name}`", "try again")
    return value


def text(item: Any, *path: str) -> str:
    """A text somewhere in an answer; empty where there is none."""
    value: Any = item
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else ""


def has_label(item: Mapping[str, Any]) -> bool:
    """Whether an issue of an answer has our label; forges name labels, or describe them."""
    labels = item.get("labels")
    names = [text(label, "name") if isinstance(label, Mapping) else label for label in labels or ()]
    return LABEL in names
