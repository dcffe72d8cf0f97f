"""GitLab: the author of a merge request, its approvals with all versions, and one note at it."""

from __future__ import annotations

import json
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.refusal import HttpStatusError
from okrs_as_code.forge.rest import RestClient
from okrs_as_code.forge.verdict import MARK, comment_body

_NOT_SHOWN = (403, 404)
"""HTTP's codes of a user that a token is not shown."""


class GitLab:
    """One merge request of one project."""

    def __init__(self, address: str, project: str, number: str, token: str) -> None:
        self._path = ("projects", project, "merge_requests", number)
        self._rest = RestClient(address, {"PRIVATE-TOKEN": token})

    def author(self) -> str:
        """Account that opened the merge request, empty for a bot's; raises OkrsError where the answer has none."""
        merge_request = self._rest.get(*self._path)
        author = merge_request.get("author") if isinstance(merge_request, dict) else None
        if not isinstance(author, dict) or not author.get("username"):
            raise OkrsError("the forge's answer has no author", "try again")
        return "" if self._is_bot(author) else str(author["username"])

    def reviews(self) -> bytes:
        """Approvals and versions as JSON, in the form that `okrs approvals --reviews` reads."""
        approvals = self._rest.get(*self._path, "approvals")
        for approver in (approvals.get("approved_by") or ()) if isinstance(approvals, dict) else ():
            if isinstance(approver, dict) and isinstance(approver.get("user"), dict):
                approver["user"]["bot"] = self._is_bot(approver["user"])
        versions = list(self._rest.pages(*self._path, "versions"))
        return json.dumps({"approvals": approvals, "versions": versions}).encode()

    def _is_bot(self, user: dict[str, Any]) -> bool:
        """Whether an account is a program's, which only the answer about this user says; no where it is not shown."""
        if user.get("bot") is True:
            return True
        if not isinstance(user.get("id"), int):
            return False
        try:
            answer = self._rest.get("users", str(user["id"]))
        except HttpStatusError as error:
            if error.status not in _NOT_SHOWN:
                raise
            return False
        return isinstance(answer, dict) and answer.get("bot") is True

    def comment(self, page: str | None) -> None:
        """Keeps one note up to date; makes it only where there is a page."""
        user = self._rest.get("user")
        if not isinstance(user, dict) or not isinstance(user.get("id"), int):
            raise OkrsError("the forge does not say whose the token is", "give the job a project access token")
        own_id = user["id"]
        notes = self._rest.pages(*self._path, "notes", sort="asc")
        existing = next((note for note in notes if _is_own_note(note, own_id)), None)
        body = comment_body(page)
        if existing is None and page is not None:
            self._rest.send("POST", *self._path, "notes", body=body)
        elif existing is not None and existing.get("body") != body:
            self._rest.send("PUT", *self._path, "notes", str(existing["id"]), body=body)


def _is_own_note(note: dict[str, Any], own_id: int) -> bool:
    return (note.get("author") or {}).get("id") == own_id and str(note.get("body", "")).startswith(MARK)
