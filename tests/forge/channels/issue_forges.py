"""Stand-ins of the issues of GitHub, Gitea and GitLab on the loopback, with one state and three ways to speak of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from okrs_as_code.forge.time_budget import TimeBudget
from okrs_as_code.forge.trackers.gitea import GiteaTracker
from okrs_as_code.forge.trackers.github import GitHubTracker
from okrs_as_code.forge.trackers.gitlab import GitLabTracker
from okrs_as_code.forge.trackers.tracker import Tracker
from tests.forge.forge import Forge

ROBOT = "okrs-robot"


@dataclass
class StoredComment:
    id: int
    author: str
    text: str


@dataclass
class StoredIssue:
    number: int
    author: str
    title: str
    text: str
    labels: list[str]
    is_open: bool = True
    is_locked: bool = False
    comments: list[StoredComment] = field(default_factory=list)


class IssueForge(Forge):
    """Issues, whose token belongs to `account`; `history` has each write in order."""

    def __init__(self, account: str = ROBOT) -> None:
        super().__init__()
        self.account = account
        self.stored: list[StoredIssue] = []
        self.history: list[str] = []
        self.gives_labels = True
        self._last = 0

    def open_issue(self, author: str, title: str, text: str, labels: list[str]) -> StoredIssue:
        self._last += 1
        self.stored.append(StoredIssue(self._last, author, title, text, labels if self.gives_labels else []))
        return self.stored[-1]

    def add_comment(self, number: int, author: str, text: str) -> StoredComment:
        self._last += 1
        comments = self.issue(number).comments
        comments.append(StoredComment(self._last, author, text))
        return comments[-1]

    def issue(self, number: int) -> StoredIssue:
        return next(issue for issue in self.stored if issue.number == number)

    def listed(self, label: str) -> list[StoredIssue]:
        return [issue for issue in self.stored[::-1] if label in issue.labels]

    def open_issues(self) -> list[StoredIssue]:
        return [issue for issue in self.stored if issue.is_open]

    def delete(self, id_: int) -> None:
        for issue in self.stored:
            for comment in issue.comments:
                if comment.id == id_:
                    self.history.append(f"delete {id_}")
                    issue.comments.remove(comment)
                    return
        raise LookupError("no such comment")


class RepositoryForge(IssueForge):
    """GitHub's form, and Gitea's with its numbers of labels."""

    def __init__(self, account: str = ROBOT, *, is_gitea: bool = False) -> None:
        super().__init__(account)
        self.labels: list[dict[str, Any]] = [{"id": 3, "name": "bug"}]
        self.is_workflow_token = False
        self.is_gitea = is_gitea
        where = "/repos/example/okrs"
        self.on("GET", "/user", self._user)
        self.on("POST", "/graphql", lambda *_: {"data": {"viewer": {"login": self.account}}})
        self.on("GET", f"{where}/issues", self._list)
        self.on("POST", f"{where}/issues", self._create)
        self.on("PATCH", rf"{where}/issues/(\d+)", self._edit)
        self.on("GET", rf"{where}/issues/(\d+)/comments", self._comments)
        self.on("POST", rf"{where}/issues/(\d+)/comments", self._comment)
        self.on("DELETE", rf"{where}/issues/comments/(\d+)", lambda m, *_: self.delete(int(m[1])))
        self.on("GET", f"{where}/labels", lambda *_: self.labels)
        self.on("POST", f"{where}/labels", self._label)

    def tracker(self, budget: TimeBudget) -> Tracker:
        if self.is_gitea:
            return GiteaTracker(self.address, "example/okrs", "secret", budget)
        return GitHubTracker(self.address, "example/okrs", "secret", budget)

    def _user(self, *_: Any) -> Any:
        return {"login": self.account}

    def _list(self, _: re.Match[str], query: dict[str, str], __: Any) -> Any:
        assert query["state"] == "all"
        pull = {
            "number": 99_999,
            "user": {"login": self.account},
            "state": "open",
            "body": "",
            "pull_request": {"url": "x"},
        }
        return [pull, *(self._issue(issue) for issue in self.listed(query["labels"]))]

    def _create(self, _: re.Match[str], __: Any, body: Any) -> Any:
        labels = (
            [label["name"] for label in self.labels if label["id"] in body["labels"]]
            if self.is_gitea
            else body["labels"]
        )
        self.history.append("create")
        return self._issue(self.open_issue(self.account, body["title"], body["body"], labels))

    def _edit(self, match: re.Match[str], _: Any, body: Any) -> Any:
        issue = self.issue(int(match[1]))
        self.history.append(f"edit {sorted(body)}")
        issue.text = body.get("body", issue.text)
        issue.is_open = body.get("state", "open" if issue.is_open else "closed") == "open"
        return self._issue(issue)

    def _comments(self, match: re.Match[str], *_: Any) -> Any:
        return [self._written(comment) for comment in self.issue(int(match[1])).comments]

    def _comment(self, match: re.Match[str], _: Any, body: Any) -> Any:
        self.history.append("comment")
        return self._written(self.add_comment(int(match[1]), self.account, body["body"]))

    def _label(self, _: re.Match[str], __: Any, body: Any) -> Any:
        self.labels.append({"id": 10 + len(self.labels), "name": body["name"]})
        return self.labels[-1]

    def _issue(self, issue: StoredIssue) -> dict[str, Any]:
        return {
            "number": issue.number,
            "user": {"login": issue.author},
            "title": issue.title,
            "body": issue.text.replace("\n", "\r\n"),  # as forms of the web leave it
            "state": "open" if issue.is_open else "closed",
            "is_locked" if self.is_gitea else "locked": issue.is_locked,
            "labels": [{"name": label} for label in issue.labels],
            "comments": len(issue.comments),
        }

    def _written(self, comment: StoredComment) -> dict[str, Any]:
        return {"id": comment.id, "user": {"login": comment.author} if comment.author else None, "body": comment.text}


class GitLabForge(IssueForge):
    """Project 7."""

    def __init__(self, account: str = ROBOT) -> None:
        super().__init__(account)
        self.groups = {"design"}
        where = "/projects/7"
        self.on("GET", "/user", lambda *_: {"username": self.account, "id": 99})
        self.on("GET", "/users", lambda _, query, __: self._users(query["username"]))
        self.on(
            "GET",
            f"{where}/issues",
            lambda _, query, __: [self._issue(issue) for issue in self.listed(query["labels"])],
        )
        self.on("POST", f"{where}/issues", self._create)
        self.on("PUT", rf"{where}/issues/(\d+)", self._edit)
        self.on("GET", rf"{where}/issues/(\d+)/notes", self._notes)
        self.on("POST", rf"{where}/issues/(\d+)/notes", self._note)
        self.on("DELETE", rf"{where}/issues/\d+/notes/(\d+)", lambda m, *_: self.delete(int(m[1])))

    def tracker(self, budget: TimeBudget) -> Tracker:
        return GitLabTracker(self.address, "7", "secret", budget)

    def _users(self, name: str) -> Any:
        return [] if name in self.groups else [{"username": name.upper()}]

    def _create(self, _: re.Match[str], __: Any, body: Any) -> Any:
        self.history.append("create")
        return self._issue(self.open_issue(self.account, body["title"], body["description"], body["labels"].split(",")))

    def _edit(self, match: re.Match[str], _: Any, body: Any) -> Any:
        issue = self.issue(int(match[1]))
        self.history.append(f"edit {sorted(body)}")
        issue.text = body.get("description", issue.text)
        issue.is_open = {"close": False, "reopen": True}.get(body.get("state_event", ""), issue.is_open)
        return self._issue(issue)

    def _notes(self, match: re.Match[str], *_: Any) -> Any:
        system = {"id": 0, "author": {"username": self.account}, "body": "added label", "system": True}
        return [system, *(self._written(comment) for comment in self.issue(int(match[1])).comments)]

    def _note(self, match: re.Match[str], _: Any, body: Any) -> Any:
        self.history.append("comment")
        return self._written(self.add_comment(int(match[1]), self.account, body["body"]))

    def _issue(self, issue: StoredIssue) -> dict[str, Any]:
        return {
            "iid": issue.number,
            "id": issue.number + 5000,
            "author": {"username": issue.author},
            "title": issue.title,
            "description": issue.text,
            "state": "opened" if issue.is_open else "closed",
            "discussion_locked": issue.is_locked or None,
            "labels": issue.labels,
            "user_notes_count": len(issue.comments),
        }

    def _written(self, comment: StoredComment) -> dict[str, Any]:
        return {"id": comment.id, "author": {"username": comment.author}, "body": comment.text, "system": False}
