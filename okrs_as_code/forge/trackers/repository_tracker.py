"""Issues of a repository below `/repos`, as the APIs of GitHub and Gitea, which took its form, have them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.rest import RestClient
from okrs_as_code.forge.trackers.tracker import LABEL, Comment, Issue, has_label, number, text
from okrs_as_code.model.files.config import Forge


class RepositoryTracker:
    """The part that both have in common. Raises OkrsError for a repository that is no `OWNER/NAME`."""

    forge: Forge = "none"
    max_comment_length = 60_000
    _list_query: Mapping[str, str] = {}

    def __init__(self, rest: RestClient, repository: str) -> None:
        owner, _, name = repository.partition("/")
        if not owner or not name or "/" in name:
            raise OkrsError("the repository is none such as OWNER/NAME", "CI sets GITHUB_REPOSITORY")
        self._rest = rest
        self._path = ("repos", owner, name)
        self.host = rest.host

    def account(self) -> str:
        """The login that the token belongs to."""
        return text(self._rest.get("user"), "login")

    def has_account(self, login: str) -> bool:
        """Yes: here the names of people and organisations are of one kind, and an organisation gets no message."""
        return True

    def issues(self) -> Iterator[Issue]:
        """Issues with the label, and no pull requests, the newest first."""
        for item in self._rest.pages(*self._path, "issues", labels=LABEL, state="all", **self._list_query):
            if not item.get("pull_request"):
                yield _issue(item)

    def create_issue(self, title: str, text: str) -> Issue:
        """Opens an issue with the label."""
        labels = self._label_reference()
        return _issue(self._rest.send("POST", *self._path, "issues", title=title, body=text, labels=labels))

    def edit_issue(self, issue: Issue, *, text: str | None = None, is_open: bool | None = None) -> None:
        """Replaces its text, closes it or opens it again."""
        data = {} if text is None else {"body": text}
        if is_open is not None:
            data["state"] = "open" if is_open else "closed"
        self._rest.send("PATCH", *self._path, "issues", str(issue.number), **data)

    def comments(self, issue: Issue) -> Iterator[Comment]:
        """Comments, the oldest first."""
        for item in self._rest.pages(*self._path, "issues", str(issue.number), "comments"):
            yield _comment(item)

    def add_comment(self, issue: Issue, text: str) -> Comment:
        """Writes a comment."""
        return _comment(self._rest.send("POST", *self._path, "issues", str(issue.number), "comments", body=text))

    def delete_comment(self, issue: Issue, comment: Comment) -> None:
        """Deletes a comment."""
        self._rest.send("DELETE", *self._path, "issues", "comments", str(comment.id))

    def _label_reference(self) -> list[Any]:
        """The label as a new issue names it."""
        return [LABEL]


def _issue(item: Any) -> Issue:
    return Issue(
        number=number(item, "number"),
        author=text(item, "user", "login"),
        text=text(item, "body"),
        is_open=item.get("state") == "open",
        is_locked=item.get("locked") is True or item.get("is_locked") is True,
        is_labelled=has_label(item),
        has_comments=item.get("comments") != 0,
    )


def _comment(item: Any) -> Comment:
    return Comment(number(item, "id"), text(item, "user", "login"), text(item, "body"))
