"""The tracker of GitLab, where issues have numbers within a project, and lines that begin with `/` are commands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from okrs_as_code.forge.rest import RestClient
from okrs_as_code.forge.time_budget import TimeBudget
from okrs_as_code.forge.trackers.tracker import LABEL, Comment, Issue, has_label, number, text
from okrs_as_code.model.files.config import Forge

_EVERYBODY = "all"
"""The word by which all members of a project are mentioned."""


class GitLabTracker:
    """The issues of one project, by its number or its path, and the address of the API, which ends in `/api/v4`."""

    forge: Forge = "gitlab"
    max_comment_length = 60_000

    def __init__(self, address: str, project: str, token: str, budget: TimeBudget | None = None) -> None:
        self._rest = RestClient(address, {"PRIVATE-TOKEN": token}, budget)
        self._path = ("projects", project)
        self.host = self._rest.host

    def account(self) -> str:
        """The login that the token belongs to."""
        return text(self._rest.get("user"), "username")

    def has_account(self, login: str) -> bool:
        """Whether it is a person's: groups have such names, too, and a mention of one reaches all its members."""
        if login.casefold() == _EVERYBODY:
            return False
        users = self._rest.get("users", username=login)
        named = users if isinstance(users, list) else []
        return any(text(user, "username").casefold() == login.casefold() for user in named)

    def issues(self) -> Iterator[Issue]:
        """Issues with the label, the newest first."""
        query = {"labels": LABEL, "scope": "all", "order_by": "created_at", "sort": "desc"}
        for item in self._rest.pages(*self._path, "issues", **query):
            yield _issue(item)

    def create_issue(self, title: str, text: str) -> Issue:
        """Opens an issue with the label."""
        return _issue(self._rest.send("POST", *self._path, "issues", title=title, description=text, labels=LABEL))

    def edit_issue(self, issue: Issue, *, text: str | None = None, is_open: bool | None = None) -> None:
        """Replaces its text, closes it or opens it again."""
        data = {} if text is None else {"description": text}
        if is_open is not None:
            data["state_event"] = "reopen" if is_open else "close"
        self._rest.send("PUT", *self._path, "issues", str(issue.number), **data)

    def comments(self, issue: Issue) -> Iterator[Comment]:
        """Comments, the oldest first, and nothing that GitLab notes of itself."""
        notes = self._rest.pages(*self._path, "issues", str(issue.number), "notes", sort="asc")
        for item in notes:
            if item.get("system") is not True:
                yield _comment(item)

    def add_comment(self, issue: Issue, text: str) -> Comment:
        """Writes a comment."""
        return _comment(self._rest.send("POST", *self._path, "issues", str(issue.number), "notes", body=text))

    def delete_comment(self, issue: Issue, comment: Comment) -> None:
        """Deletes a comment."""
        self._rest.send("DELETE", *self._path, "issues", str(issue.number), "notes", str(comment.id))


def _issue(item: Any) -> Issue:
    return Issue(
        number=number(item, "iid"),
        author=text(item, "author", "username"),
        text=text(item, "description"),
        is_open=item.get("state") == "opened",
        is_locked=item.get("discussion_locked") is True,
        is_labelled=has_label(item),
        has_comments=item.get("user_notes_count") != 0,
    )


def _comment(item: Any) -> Comment:
    return Comment(number(item, "id"), text(item, "author", "username"), text(item, "body"))
