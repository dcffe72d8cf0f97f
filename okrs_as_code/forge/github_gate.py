"""The gate on GitHub: sets the status of heads, in a run that no pull request can influence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.github import GitHub, OpenPullRequest
from okrs_as_code.forge.verdict import Verdict

VerdictFunction = Callable[[OpenPullRequest, bytes], Verdict]
"""Evaluates a pull request by its reviews."""


class GitHubGate:
    """Evaluates heads, and reports to GitHub; `run` is the address of the job that computes it."""

    def __init__(self, forge: GitHub, evaluate: VerdictFunction, run: str) -> None:
        self._forge = forge
        self._evaluate = evaluate
        self._run = run

    def heads(self, commit: str, source: str) -> list[tuple[OpenPullRequest, Verdict]]:
        """Evaluates each open pull request into the default branch whose head is `commit`, or that comes from `source`.

        Where several share a head, its status is success only if all of them are complete. A head that cannot be
        evaluated gets the status error, and keeps no other from its verdict; the first such error is raised at the end.
        """
        requests = list(self._forge.open_requests(self._forge.default_branch()))
        heads = dict.fromkeys(
            request.head for request in requests if request.head == commit or request.source == source
        )
        for head in heads:
            self._forge.set_status(head, "pending", "being computed", self._run)
        verdicts: list[tuple[OpenPullRequest, Verdict]] = []
        first_error: Exception | None = None
        for head in heads:
            try:
                verdicts += self._evaluate_head(head, [request for request in requests if request.head == head])
            except Exception as error:  # noqa: BLE001  raised below, when the others have been evaluated
                first_error = first_error or error
        if first_error is not None:
            raise first_error
        return verdicts

    def _evaluate_head(self, head: str, requests: Sequence[OpenPullRequest]) -> list[tuple[OpenPullRequest, Verdict]]:
        try:
            verdicts = [(request, self._evaluate(request, self._forge.reviews(request.number))) for request in requests]
        except BaseException as error:
            reason = error.message if isinstance(error, OkrsError) else "something went wrong"
            self._forge.set_status(head, "error", f"{reason}; see the run", self._run)
            raise
        incomplete = [verdict for _, verdict in verdicts if not verdict.complete]
        is_set_up = all(verdict.is_set_up for _, verdict in verdicts)
        state = "error" if not is_set_up else "pending" if incomplete else "success"
        self._forge.set_status(head, state, (incomplete or [verdicts[0][1]])[0].line, self._run)
        for request, verdict in verdicts:
            self._forge.comment(request.number, verdict.page if verdict.concerns_goals else None)
        return verdicts

    def group(self, commit: str, find_foreign_terms: Callable[[], Sequence[str]]) -> Sequence[str]:
        """Evaluates the commit of a merge queue; returns the key results with terms that nobody approved."""
        self._forge.set_status(commit, "pending", "being computed", self._run)
        try:
            key_results = find_foreign_terms()
        except BaseException:
            self._forge.set_status(commit, "error", "could not be computed; see the run", self._run)
            raise
        line = "the terms are as approved"
        if key_results:
            line = f"merging makes terms that nobody approved: {', '.join(key_results)}"
        self._forge.set_status(commit, "failure" if key_results else "success", line, self._run)
        return key_results
