"""The gate on GitHub: sets the status of heads, in a run that no pull request can influence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.github import GitHub, OpenPullRequest
from okrs_as_code.forge.verdict import Verdict

VerdictFunction = Callable[[OpenPullRequest, bytes], Verdict]
"""Evaluates a pull request by its reviews."""


class GitHubGate:
    """Evaluates heads, and reports to GitHub; `run` is the address of the job that computes it.

    `notes` collects what could not be done, and changes no verdict.
    """

    def __init__(self, forge: GitHub, evaluate: VerdictFunction, run: str) -> None:
        self._forge = forge
        self._evaluate = evaluate
        self._run = run
        self.notes: list[str] = []

    def heads(self, commit: str, source: str) -> list[tuple[OpenPullRequest, Verdict]]:
        """Evaluates each open pull request into the default branch whose head is `commit`, or that comes from `source`.

        Where several share a head, its status is success only if all of them are complete. A head that cannot be
        evaluated gets the status error, and keeps no other from its verdict; the first such error is raised at the end.
        Where nobody can say which pull requests there are, it is `commit` that gets the status.
        """
        with self._failure_reported(commit):
            requests = list(self._forge.open_requests(self._forge.default_branch()))
        heads = dict.fromkeys(
            request.head for request in requests if request.head == commit or request.source == source
        )
        verdicts: list[tuple[OpenPullRequest, Verdict]] = []
        errors: dict[str, Exception] = {}
        for head in heads:
            try:
                with self._failure_reported(head):
                    self._forge.set_status(head, "pending", "being computed", self._run)
            except Exception as error:  # noqa: BLE001  raised below, when the others have been evaluated
                errors[head] = error
        for head in heads:
            if head in errors:
                continue
            try:
                verdicts += self._evaluate_head(head, [request for request in requests if request.head == head])
            except Exception as error:  # noqa: BLE001
                errors[head] = error
        if errors:
            raise next(iter(errors.values()))
        return verdicts

    def _evaluate_head(self, head: str, requests: Sequence[OpenPullRequest]) -> list[tuple[OpenPullRequest, Verdict]]:
        with self._failure_reported(head):
            verdicts = [(request, self._evaluate(request, self._forge.reviews(request.number))) for request in requests]
            incomplete = [verdict for _, verdict in verdicts if not verdict.complete]
            is_set_up = all(verdict.is_set_up for _, verdict in verdicts)
            state = "error" if not is_set_up else "pending" if incomplete else "success"
            self._forge.set_status(head, state, (incomplete or [verdicts[0][1]])[0].line, self._run)
        for request, verdict in verdicts:
            try:
                self._forge.comment(request.number, verdict.page if verdict.concerns_goals else None)
            except OkrsError as error:
                self.notes.append(f"#{request.number} got no comment: {error.message}")
        return verdicts

    def group(self, commit: str, find_foreign_terms: Callable[[], Sequence[str]]) -> Sequence[str]:
        """Evaluates the commit of a merge queue; returns the key results with terms that nobody approved."""
        with self._failure_reported(commit):
            self._forge.set_status(commit, "pending", "being computed", self._run)
            key_results = find_foreign_terms()
            line = "the terms are as approved"
            if key_results:
                line = f"merging makes terms that nobody approved: {', '.join(key_results)}"
            self._forge.set_status(commit, "failure" if key_results else "success", line, self._run)
        return key_results

    @contextmanager
    def _failure_reported(self, commit: str) -> Iterator[None]:
        """Gives a commit the status error, with the reason, where the block fails; the error goes on."""
        try:
            yield
        except BaseException as error:
            reason = error.message if isinstance(error, OkrsError) else "something went wrong"
            with suppress(OkrsError):  # the first error says more
                self._forge.set_status(commit, "error", f"{reason}; see the run", self._run)
            raise
