"""`okrs gate`: in CI, asks the forge about pull requests and tells it what is still to be approved."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from okrs_as_code import api
from okrs_as_code.cli.main import EXIT_FINDINGS
from okrs_as_code.cli.options import common, day_of
from okrs_as_code.errors import OkrsError
from okrs_as_code.escape import sanitise_line

if TYPE_CHECKING:
    from okrs_as_code.forge.github import GitHub, OpenPullRequest
    from okrs_as_code.forge.verdict import Verdict


_QUEUED = r"gh-readonly-queue/(?P<into>.+)/pr-(?P<number>[0-9]+)-(?P<base>[0-9a-f]{40,64})"
"""What GitHub calls the branches of a merge queue: the last is the commit that this one is merged upon."""


@click.command("gate")
@common
def command(root: Path, today: date | None) -> int:
    """In CI: say on the forge who still has to approve a pull request.

    On GitHub it sets the status `okrs approvals` and keeps one comment, in the run that a `workflow_run` starts, and on
    a push to the default branch it writes the agreements that the merged approvals were. On GitLab it runs in the
    pipeline of a merge request, and fails while something is missing. It reads what CI says in the environment.
    """
    repository = api.open_repository(root, cache=True)
    day = day_of(repository, today)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        return _on_github(repository, day)
    if os.environ.get("GITLAB_CI") == "true":
        return _on_gitlab(repository, day)
    raise OkrsError("this is no CI of GitHub or GitLab", "`okrs approvals BASE` says the same anywhere")


def _told(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise OkrsError(f"{name} is not set", "docs/on-the-forge.md shows what the job needs")
    return value


def _on_github(repository: api.Repository, day: date) -> int:
    from okrs_as_code.forge.github import GitHub

    try:
        event = json.loads(Path(_told("GITHUB_EVENT_PATH")).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise OkrsError(f"what happened cannot be read: {error}", "CI sets GITHUB_EVENT_PATH") from None
    forge = GitHub(_told("GITHUB_API_URL"), _told("GITHUB_REPOSITORY"), _told("GITHUB_TOKEN"))
    kinds: Mapping[str, Callable[[], int]] = {
        "workflow_run": lambda: _after_run(repository, day, forge, event),
        "push": lambda: _after_push(repository, day, forge, event),
    }
    kind = _told("GITHUB_EVENT_NAME")
    if kind not in kinds:
        raise OkrsError(f"a `{kind}` says nothing to the gate", "run it on `workflow_run`, or on `push`")
    return kinds[kind]()


def _after_run(repository: api.Repository, day: date, forge: GitHub, event: Mapping[str, Any]) -> int:
    from okrs_as_code.forge.github_gate import GitHubGate

    run = event.get("workflow_run") or {}
    head, branch = str(run.get("head_sha") or ""), str(run.get("head_branch") or "")
    repository_name = (run.get("head_repository") or {}).get("full_name") or ""
    git = repository.require_git()
    base = git.commit("HEAD")
    address = f"{_told('GITHUB_SERVER_URL')}/{_told('GITHUB_REPOSITORY')}/actions/runs/{_told('GITHUB_RUN_ID')}"

    def judge(request: OpenPullRequest, reviews: bytes) -> Verdict:
        return api.evaluate_pull_request(repository, base, request, reviews, day)

    gate = GitHubGate(forge, judge, address)
    if run.get("event") == "merge_group":
        queued = re.fullmatch(_QUEUED, branch)
        if queued is None or queued["into"] != forge.default_branch():
            _say(f"{branch} is not of the queue of the default branch")
            return 0
        found = gate.group(head, lambda: api.foreign_terms(repository, head, queued["number"], queued["base"]))
        _say(f"{head}: {', '.join(found) or 'the terms are as approved'}")
        return 0
    for request, verdict in gate.heads(head, f"{repository_name}:{branch}"):
        _say(f"#{request.number}: {verdict.line}")
    return 0


def _after_push(repository: api.Repository, day: date, forge: GitHub, event: Mapping[str, Any]) -> int:
    """The agreements of what a push merged, into the working tree; a later step of the job brings them on."""
    before, after = str(event.get("before") or ""), str(event.get("after") or "")
    git = repository.require_git()
    if not git.has(before):
        _say("the commit before this push is not here, so nothing is written")
        return 0
    merged: dict[int, tuple[str, OpenPullRequest]] = {}
    for commit in api.merged_commits(repository, before, after):
        for request in forge.merged_by(commit):
            merged.setdefault(request.number, (before, request))
        before = commit
    for number, (base, request) in merged.items():
        for path in api.write_approved_agreements(repository, base, request, forge.reviews(number), day):
            _say(f"wrote {path}, from #{number}")
    return 0


def _on_gitlab(repository: api.Repository, day: date) -> int:
    from okrs_as_code.forge.gitlab import GitLab
    from okrs_as_code.forge.rest import HttpStatusError

    number = _told("CI_MERGE_REQUEST_IID")
    forge = GitLab(_told("CI_API_V4_URL"), _told("CI_PROJECT_ID"), number, _told("OKRS_TOKEN"))
    base = f"origin/{_told('CI_MERGE_REQUEST_TARGET_BRANCH_NAME')}"
    head = os.environ.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or _told("CI_COMMIT_SHA")
    verdict = api.evaluate_merge_request(repository, base, head, forge.author(), forge.reviews(), day, number)
    try:
        forge.comment(verdict.page if verdict.concerns_goals else None)
    except HttpStatusError as error:
        _say(f"note: no comment was written: {error.message}")
    _say(verdict.line)
    return 0 if verdict.complete else EXIT_FINDINGS


def _say(line: str) -> None:
    click.echo(sanitise_line(line))
