"""The tracker of GitHub, which makes a label with the first issue that has it."""

from __future__ import annotations

from okrs_as_code.forge.refusal import HttpStatusError
from okrs_as_code.forge.rest import RestClient
from okrs_as_code.forge.time_budget import TimeBudget
from okrs_as_code.forge.trackers.repository_tracker import RepositoryTracker
from okrs_as_code.forge.trackers.tracker import text
from okrs_as_code.model.files.config import Forge

_BOT_SUFFIX = "[bot]"


class GitHubTracker(RepositoryTracker):
    """The issues of one repository, `OWNER/NAME`, by the address of the REST API."""

    forge: Forge = "github"
    _list_query = {"sort": "created", "direction": "desc"}  # noqa: RUF012  nobody changes it

    def __init__(self, address: str, repository: str, token: str, budget: TimeBudget | None = None) -> None:
        headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        super().__init__(RestClient(address, headers, budget), repository)
        # On GitHub Enterprise Server the REST API is at /api/v3, and GraphQL at /api/graphql.
        self._graphql = RestClient(address.rstrip("/").removesuffix("/v3"), headers, budget)

    def account(self) -> str:
        """The login that the token belongs to; a bot, such as a workflow's own token, may only ask GraphQL for it."""
        try:
            return super().account()
        except HttpStatusError as error:
            if error.status != 403 or error.is_limit:
                raise
        answer = self._graphql.send_repeatable("POST", "graphql", query="{viewer{login}}")
        login = text(answer, "data", "viewer", "login")
        return login if not login or login.endswith(_BOT_SUFFIX) else f"{login}{_BOT_SUFFIX}"
