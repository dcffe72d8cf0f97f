"""`okrs gate`: in CI, asks the forge about pull requests and reports to it what is still to be approved."""

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
from okrs_as_code.cli.options import common_options, day_of
from okrs_as_code.errors import OkrsError
from okrs_as_code.escape import sanitise_line

if TYPE_CHECKING:
    from okrs_as_code.forge.github import GitHub, OpenPullRequest
    from okrs_as_code.forge.verdict import Verdict


_QUEUE_BRANCH = r"gh-readonly-queue/(?P<into>.+)/pr-(?P<number>[0-9]+)-(?P<base>[0-9a-f]{40,64})"
"""Pattern of GitHub's names for branches of a merge queue; `base` is the commit that this one is merged upon."""


@click.command("gate")
@common_options
def command(root: Path, today: date | None) -> int:
    """In CI: say on the forge who still has to approve a pull request.

    On GitHub it sets the status `okrs approvals` and keeps one comment, in the run that a `workflow_run` starts, and on
    a push to the default branch it writes the agreements that the merged approvals were. On GitLab it runs in the
    pipeline of a merge request, and fails while something is missing. It reads what CI says in the environment.
    """
    repository = api.open_repository(root, cache=True)
    day = day_of(repository, today)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        return _run_on_github(repository, day)
    if os.environ.get("GITLAB_CI") == "true":
        return _run_on_gitlab(repository, day)
    raise OkrsError("this is no CI of GitHub or GitLab", "`okrs approvals BASE` says the same anywhere")


def _variable(name: str) -> str:
    """The value of an environment variable. Raises OkrsError where it is not set."""
    value = os.environ.get(name, "")
    if not value:
        raise OkrsError(f"{name} is not set", "docs/on-the-forge.md shows what the job needs")
    return value


def _run_on_github(repository: api.Repository, day: date) -> int:
    from okrs_as_code.forge.github import GitHub

    try:
        event = json.loads(Path(_variable("GITHUB_EVENT_PATH")).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise OkrsError(f"what happened cannot be read: {error}", "CI sets GITHUB_EVENT_PATH") from None
    forge = GitHub(_variable("GITHUB_API_URL"), _variable("GITHUB_REPOSITORY"), _variable("GITHUB_TOKEN"))
    handlers: Mapping[str, Callable[[], int]] = {
        "workflow_run": lambda: _handle_run(repository, day, forge, event),
        "push": lambda: _handle_push(repository, day, forge),
    }
    kind = _variable("GITHUB_EVENT_NAME")
    if kind not in handlers:
        raise OkrsError(f"a `{kind}` says nothing to the gate", "run it on `workflow_run`, or on `push`")
    return handlers[kind]()


def _handle_run(repository: api.Repository, day: date, forge: GitHub, event: Mapping[str, Any]) -> int:
    """Sets the status of the pull requests, or of the merge group, for which a workflow ran."""
    from okrs_as_code.forge.github_gate import GitHubGate

    run = event.get("workflow_run") or {}
    head, branch = str(run.get("head_sha") or ""), str(run.get("head_branch") or "")
    repository_name = (run.get("head_repository") or {}).get("full_name") or ""
    git = repository.require_git()
    base = git.commit("HEAD")
    server, name, run_id = map(_variable, ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID"))
    address = f"{server}/{name}/actions/runs/{run_id}"

    def evaluate(request: OpenPullRequest, reviews: bytes) -> Verdict:
        return api.evaluate_pull_request(repository, base, request, reviews, day)

    gate = GitHubGate(forge, evaluate, address)
    if run.get("event") == "merge_group":
        match = re.fullmatch(_QUEUE_BRANCH, branch)
        if match is None or match["into"] != forge.default_branch():
            _print_line(f"{branch} is not of the queue of the default branch")
            return 0
        foreign = gate.group(head, lambda: api.foreign_terms(repository, head, match["number"], match["base"]))
        _print_line(f"{head}: {', '.join(foreign) or 'the terms are as approved'}")
        return 0
    verdicts = gate.heads(head, f"{repository_name}:{branch}")
    for request, verdict in verdicts:
        _print_line(f"#{request.number}: {verdict.line}")
    for note in gate.notes:
        _print_line(f"note: {note}")
    return 0


def _handle_push(repository: api.Repository, day: date, forge: GitHub) -> int:
    """Writes the agreements of merged approvals into the working tree; a later step of the job shares them."""
    writer = api.AgreementWriter(repository, forge, forge.default_branch())
    for path, number in writer.write(day):
        _print_line(f"wrote {path}, from #{number}")
    for note in writer.notes:
        _print_line(f"note: {note}")
    return 0


def _run_on_gitlab(repository: api.Repository, day: date) -> int:
    from okrs_as_code.forge.gitlab import GitLab

    number = _variable("CI_MERGE_REQUEST_IID")
    forge = GitLab(_variable("CI_API_V4_URL"), _variable("CI_PROJECT_ID"), number, _variable("OKRS_TOKEN"))
    base = f"origin/{_variable('CI_MERGE_REQUEST_TARGET_BRANCH_NAME')}"
    head = os.environ.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or _variable("CI_COMMIT_SHA")
    verdict = api.evaluate_merge_request(repository, base, head, forge.author(), forge.reviews(), day, number)
    try:
        forge.comment(verdict.page if verdict.concerns_goals else None)
    except OkrsError as error:
        _print_line(f"note: no comment was written: {error.message}")
    _print_line(verdict.line)
    return 0 if verdict.complete else EXIT_FINDINGS


def _print_line(line: str) -> None:
    click.echo(sanitise_line(line))
