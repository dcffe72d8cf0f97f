"""The tracker of Gitea and Forgejo, where issues refer to labels by number."""

from __future__ import annotations

from typing import Any

from okrs_as_code.forge.rest import RestClient
from okrs_as_code.forge.time_budget import TimeBudget
from okrs_as_code.forge.trackers.repository_tracker import RepositoryTracker
from okrs_as_code.forge.trackers.tracker import LABEL, number
from okrs_as_code.model.files.config import Forge

_COLOUR = "#2f6f9f"


class GiteaTracker(RepositoryTracker):
    """The issues of one repository, `OWNER/NAME`, by the address of the API, which ends in `/api/v1`."""

    forge: Forge = "gitea"
    _list_query = {"type": "issues", "limit": "50"}  # noqa: RUF012  nobody changes it

    def __init__(self, address: str, repository: str, token: str, budget: TimeBudget | None = None) -> None:
        super().__init__(RestClient(address, {"Authorization": f"token {token}"}, budget), repository)
        self._label: int | None = None

    def _label_reference(self) -> list[Any]:
        if self._label is None:
            labels = self._rest.pages(*self._path, "labels", limit="50")
            label = next((label for label in labels if label.get("name") == LABEL), None)
            label = label or self._rest.send("POST", *self._path, "labels", name=LABEL, color=_COLOUR)
            self._label = number(label, "id")
        return [self._label]
