"""A small stand-in of a forge's API on the loopback: it remembers what it was sent, and answers as GitHub or GitLab."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

Handler = Callable[[re.Match[str], dict[str, str], Any], Any]
PER_PAGE = 2
"""Small, so that every list has pages."""


class Forge:
    """The state of the forge. `routes` maps a method and a pattern of a path to what answers it."""

    def __init__(self) -> None:
        self.routes: list[tuple[str, str, Handler]] = []
        self.tokens: set[str] = set()
        self.refusals: list[tuple[str, int, dict[str, str]]] = []
        """Refusals to come: a pattern of a method and a path, HTTP's code, and headers; each is used once."""
        self.refused: list[str] = []
        self.requests: list[str] = []
        """Methods and paths of all requests."""
        self.address = ""

    def on(self, method: str, pattern: str, handler: Handler) -> None:
        self.routes.append((method, pattern, handler))

    def refuse(self, pattern: str, status: int, times: int = 1, **headers: str) -> None:
        """Makes the next requests that match fail; `retry_after` stands for the header of that name."""
        named = {name.replace("_", "-").title(): value for name, value in headers.items()}
        self.refusals += [(pattern, status, named)] * times

    def refusal(self, method: str, path: str) -> tuple[int, dict[str, str]] | None:
        """The refusal of a request, if one is to come."""
        for entry in self.refusals:
            if re.fullmatch(entry[0], f"{method} {path}"):
                self.refusals.remove(entry)
                self.refused.append(f"{method} {path}")
                return entry[1:]
        return None

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> Any:
        for wanted, pattern, handler in self.routes:
            match = re.fullmatch(pattern, path)
            if wanted == method and match is not None:
                return handler(match, query, body)
        raise LookupError(f"{method} {path}")


F = TypeVar("F", bound=Forge)


@contextmanager
def serving(forge: F) -> Iterator[F]:
    """The forge, reachable while the block runs."""

    class Answers(BaseHTTPRequestHandler):
        def handle_one(self) -> None:
            parts = urlsplit(self.path)
            query = {key: values[0] for key, values in parse_qs(parts.query).items()}
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            forge.tokens.add(self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN") or "")
            forge.requests.append(f"{self.command} {parts.path}")
            refusal = forge.refusal(self.command, parts.path)
            if refusal is not None:
                status, headers = refusal
                self._send(status, {"message": "Resource not accessible by integration"}, None, headers)
                return
            try:
                answer = forge.answer(self.command, unquote(parts.path), query, json.loads(raw) if raw else None)
            except LookupError as error:
                self._send(404, {"message": str(error)}, None)
                return
            more = None
            if isinstance(answer, list) and self.command == "GET":
                page = int(query.get("page", "1"))
                start = (page - 1) * PER_PAGE
                if len(answer) > start + PER_PAGE:
                    more = f"{forge.address}{parts.path}?{urlencode({**query, 'page': page + 1})}"
                answer = answer[start : start + PER_PAGE]
            self._send(200, answer, more)

        def _send(self, status: int, data: Any, more: str | None, headers: Mapping[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            if more is not None:
                self.send_header("Link", f'<{more}>; rel="next", <{more}>; rel="last"')
            self.end_headers()
            self.wfile.write(json.dumps(data).encode())

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = handle_one  # noqa: N815  names of the standard library

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    forge.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield forge
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class StandInGitHub(Forge):
    """One repository `example/okrs` with pull requests, reviews, statuses and comments."""

    def __init__(self) -> None:
        super().__init__()
        self.default_branch = "main"
        self.pulls: list[dict[str, Any]] = []
        self.reviews: dict[int, list[dict[str, Any]]] = {}
        self.statuses: list[tuple[str, str, str]] = []
        self.comments: dict[int, list[dict[str, Any]]] = {}
        self.merged: dict[str, list[int]] = {}
        self.token_account: dict[str, Any] = {"login": "github-actions[bot]", "id": 41898282, "type": "Bot"}
        where = "/repos/example/okrs"
        self.on("GET", where, lambda *_: {"default_branch": self.default_branch})
        self.on("GET", f"{where}/pulls", lambda _, query, __: self._open(query.get("base", "main")))
        self.on("POST", f"{where}/pulls", lambda _, __, body: self.proposed.append(body))
        self.on("GET", rf"{where}/pulls/(\d+)/reviews", lambda m, *_: self.reviews.get(int(m[1]), []))
        self.on("GET", rf"{where}/commits/(\w+)/pulls", lambda m, *_: self._merged_by(m[1]))
        self.on("POST", rf"{where}/statuses/(\w+)", self._status)
        self.on("GET", rf"{where}/issues/(\d+)/comments", lambda m, *_: self.comments.get(int(m[1]), []))
        self.on("POST", rf"{where}/issues/(\d+)/comments", self._comment)
        self.on("PATCH", rf"{where}/issues/comments/(\d+)", self._edit)
        self.proposed: list[Any] = []

    def open(self, number: int, head: str, branch: str, author: str, base: str = "main") -> None:
        self.pulls.append(
            {
                "number": number,
                "state": "open",
                "base": {"ref": base},
                "head": {"sha": head, "ref": branch, "repo": {"full_name": "example/okrs"}},
                "user": {"login": author},
                "html_url": f"https://github.com/example/okrs/pull/{number}",
                "merged_at": None,
            }
        )

    def moved(self, number: int, head: str) -> None:
        self._pull(number)["head"]["sha"] = head

    def merge(self, number: int, commit: str) -> None:
        self._pull(number).update(state="closed", merged_at="2026-10-20T12:00:00Z")
        self.merged.setdefault(commit, []).append(number)

    def review(
        self, number: int, account: str, commit: str, state: str = "APPROVED", account_type: str = "User"
    ) -> None:
        reviews = self.reviews.setdefault(number, [])
        at = f"2026-10-20T10:{len(reviews):02}:00Z"
        reviews.append(
            {"user": {"login": account, "type": account_type}, "state": state, "commit_id": commit, "submitted_at": at}
        )

    def status(self, commit: str) -> tuple[str, str]:
        """The last state of a commit, and its line."""
        return next((state, line) for sha, state, line in reversed(self.statuses) if sha == commit)

    def _pull(self, number: int) -> dict[str, Any]:
        return next(pull for pull in self.pulls if pull["number"] == number)

    def _open(self, base: str) -> list[dict[str, Any]]:
        return [pull for pull in self.pulls if pull["state"] == "open" and pull["base"]["ref"] == base]

    def _merged_by(self, commit: str) -> list[dict[str, Any]]:
        return [self._pull(number) for number in self.merged.get(commit, [])]

    def _status(self, match: re.Match[str], _: dict[str, str], body: Any) -> Any:
        assert body["context"] == "okrs approvals"
        assert len(body["description"]) <= 140
        self.statuses.append((match[1], body["state"], body["description"]))
        return {"state": body["state"], "creator": self.token_account}

    def _comment(self, match: re.Match[str], _: dict[str, str], body: Any) -> Any:
        comments = self.comments.setdefault(int(match[1]), [])
        number = 1000 * int(match[1]) + len(comments)
        comments.append({"id": number, "user": self.token_account, "body": body["body"]})
        return comments[-1]

    def _edit(self, match: re.Match[str], _: dict[str, str], body: Any) -> Any:
        all_ = (comment for comments in self.comments.values() for comment in comments)
        next(comment for comment in all_ if comment["id"] == int(match[1]))["body"] = body["body"]
        return {}


class StandInGitLab(Forge):
    """Merge request 41 of project 7, opened by bo-l; user 99 is whose token it is."""

    def __init__(self) -> None:
        super().__init__()
        self.approved_by: list[dict[str, Any]] = []
        self.versions: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.users: dict[int, dict[str, Any]] = {}
        where = "/projects/7/merge_requests/41"
        self.on("GET", r"/users/(\d+)", lambda m, *_: self._user(int(m[1])))
        self.on("GET", "/user", lambda *_: {"id": 99})
        self.on("GET", where, lambda *_: {"author": {"username": "bo-l"}})
        self.on("GET", f"{where}/approvals", lambda *_: {"approved": True, "approved_by": self.approved_by})
        self.on("GET", f"{where}/versions", lambda *_: self.versions[::-1])
        self.on("GET", f"{where}/notes", lambda *_: self.notes)
        self.on("POST", f"{where}/notes", lambda _, __, body: self._note(body["body"]))
        self.on("PUT", rf"{where}/notes/(\d+)", lambda m, _, body: self.notes[int(m[1])].update(body))

    def pushed(self, head: str, at: str) -> None:
        self.versions.append({"id": len(self.versions), "head_commit_sha": head, "created_at": f"2026-10-20T{at}Z"})

    def approve(self, account: str, at: str | None, id_: int | None = None) -> None:
        stamp = {"approved_at": f"2026-10-20T{at}Z"} if at is not None else {}
        number = {"id": id_} if id_ is not None else {}
        self.approved_by.append({"user": {"username": account, **number}, **stamp})

    def _user(self, id_: int) -> dict[str, Any]:
        if id_ not in self.users:
            raise LookupError("User Not Found")
        return self.users[id_]

    def _note(self, body: str) -> None:
        self.notes.append({"id": len(self.notes), "author": {"id": 99}, "body": body})
