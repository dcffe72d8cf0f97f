"""GitLab: who opened a merge request, its approvals with all versions, and one note at it."""

from __future__ import annotations

import json
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.rest import RestClient
from okrs_as_code.forge.verdict import MARK, comment


class GitLab:
    """One merge request of one project."""

    def __init__(self, address: str, project: str, number: str, token: str) -> None:
        self._where = ("projects", project, "merge_requests", number)
        self._rest = RestClient(address, {"PRIVATE-TOKEN": token})

    def author(self) -> str:
        """The account that opened it."""
        found = self._rest.get(*self._where)
        author = found.get("author") if isinstance(found, dict) else None
        if not isinstance(author, dict) or not author.get("username"):
            raise OkrsError("the forge's answer has no author", "try again")
        return str(author["username"])

    def reviews(self) -> bytes:
        """Approvals and versions, as `okrs approvals --reviews` reads them."""
        approvals = self._rest.get(*self._where, "approvals")
        versions = list(self._rest.pages(*self._where, "versions"))
        return json.dumps({"approvals": approvals, "versions": versions}).encode()

    def comment(self, page: str | None) -> None:
        """Keeps one note up to date; makes it only where there is a page."""
        me = self._rest.get("user").get("id")
        notes = self._rest.pages(*self._where, "notes", sort="asc")
        known = next((note for note in notes if _is_ours(note, me)), None)
        if known is None and page is not None:
            self._rest.send("POST", *self._where, "notes", body=comment(page))
        elif known is not None:
            body = comment(page)
            if known.get("body") != body:
                self._rest.send("PUT", *self._where, "notes", str(known["id"]), body=body)


def _is_ours(note: dict[str, Any], me: int) -> bool:
    return (note.get("author") or {}).get("id") == me and str(note.get("body", "")).startswith(MARK)
