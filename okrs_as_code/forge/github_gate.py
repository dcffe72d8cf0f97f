"""The gate on GitHub: sets the status of heads, in a run that no pull request has a say in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.github import GitHub, OpenPullRequest
from okrs_as_code.forge.verdict import Verdict

VerdictFunction = Callable[[OpenPullRequest, bytes], Verdict]
"""Judges a pull request by its reviews."""


class GitHubGate:
    """Tells GitHub how heads stand; `run` is the address of what computes it."""

    def __init__(self, forge: GitHub, judge: VerdictFunction, run: str) -> None:
        self._forge = forge
        self._judge = judge
        self._run = run

    def heads(self, commit: str, source: str) -> list[tuple[OpenPullRequest, Verdict]]:
        """Judges every open pull request into the default branch whose head is a commit, or comes from `source`.

        Where several share a head it is green only if all of them are complete. What cannot be judged is an error
        there, and keeps no other from its verdict; it is raised at the end.
        """
        requests = list(self._forge.open_requests(self._forge.default_branch()))
        heads = dict.fromkeys(one.head for one in requests if one.head == commit or one.source == source)
        for head in heads:
            self._forge.set_status(head, "pending", "being computed", self._run)
        found: list[tuple[OpenPullRequest, Verdict]] = []
        failed: Exception | None = None
        for head in heads:
            try:
                found += self._head(head, [one for one in requests if one.head == head])
            except Exception as error:  # noqa: BLE001  raised below, when the others have been judged
                failed = failed or error
        if failed is not None:
            raise failed
        return found

    def _head(self, head: str, requests: Sequence[OpenPullRequest]) -> list[tuple[OpenPullRequest, Verdict]]:
        try:
            judged = [(request, self._judge(request, self._forge.reviews(request.number))) for request in requests]
        except BaseException as error:
            reason = error.message if isinstance(error, OkrsError) else "something went wrong"
            self._forge.set_status(head, "error", f"{reason}; see the run", self._run)
            raise
        missing = [verdict for _, verdict in judged if not verdict.complete]
        state = "pending" if missing else "success"
        self._forge.set_status(head, state, (missing or [judged[0][1]])[0].line, self._run)
        for request, verdict in judged:
            self._forge.comment(request.number, verdict.page if verdict.concerns_goals else None)
        return judged

    def group(self, commit: str, foreign: Callable[[], Sequence[str]]) -> Sequence[str]:
        """Judges the commit of a merge queue: `foreign` are key results with terms that nobody approved."""
        self._forge.set_status(commit, "pending", "being computed", self._run)
        try:
            found = foreign()
        except BaseException:
            self._forge.set_status(commit, "error", "could not be computed; see the run", self._run)
            raise
        line = f"merging makes terms that nobody approved: {', '.join(found)}" if found else "the terms are as approved"
        self._forge.set_status(commit, "failure" if found else "success", line, self._run)
        return found
