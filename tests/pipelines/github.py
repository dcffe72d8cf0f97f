"""The five workflows of GitHub, run by `act` on this machine: a goal is proposed, approved, merged and on record."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from copy import copy
from datetime import date
from pathlib import Path
from typing import Any

from tests.forge.channels.issue_forges import RepositoryForge
from tests.forge.forge import StandInGitHub, serving
from tests.forge.world import OBJECTIVE, PEOPLE, REPOSITORY
from tests.pipelines.checks import equal, found
from tests.pipelines.git_server import git_server
from tests.pipelines.openapi import Description
from tests.pipelines.tools import PYTHON_VERSION, TEMPLATES, Place, commit, git, push

BRANCH, TOKEN = "trunk", "secret"
HELP = "Who draws a cover?"


class DescribedGitHub(StandInGitHub):
    """The stand-in of the API; `problems` are requests and answers that do not fit GitHub's own description."""

    def __init__(self, description: Description) -> None:
        super().__init__()
        self._description = description
        self.default_branch = BRANCH
        self.problems: list[str] = []

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> Any:
        """The answer, once the request has been checked, and its fields."""
        self.problems += self._description.problems(method, path, query, body)
        answer = super().answer(method, path, query, body)
        self.problems += self._description.unknown_fields(method, path, answer)
        return answer


class DescribedIssues(RepositoryForge):
    """The stand-in of the API of issues, which takes nothing but the workflow's own token."""

    def __init__(self, description: Description) -> None:
        super().__init__("github-actions[bot]")
        self._description = description
        self.is_workflow_token = True
        self.tokens.add(TOKEN)
        self.problems: list[str] = []

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> Any:
        """The answer, once the request has been checked."""
        if path != "/graphql":  # which the description does not have
            self.problems += self._description.problems(method, path, query, body)
        return super().answer(method, path, query, body)


class Runner:
    """Runs workflows with `act`, each in a fresh clone of the hub."""

    def __init__(self, place: Place, server: str, api: str) -> None:
        self._place = place
        self._server, self._api = server, api
        version = f"{PYTHON_VERSION}.0"
        python = place.folder / f"home/.cache/act/tool_cache/Python/{version}/x64"
        python.parent.mkdir(parents=True)
        place.make_python(python)
        (python.parent / "x64.complete").touch()

    def with_api(self, api: str) -> Runner:
        """The runner of the same hub with another API."""
        runner = copy(self)
        runner._api = api
        return runner

    def run(self, workflow: str, event: str, payload: dict[str, Any], ref: str = f"refs/heads/{BRANCH}") -> str:
        """The log of a workflow that passes. Exits where it fails."""
        status, log = self.attempt(workflow, event, payload, ref)
        if status != 0:
            raise SystemExit(f"{log}\n{workflow} failed on {event}")
        return log

    def attempt(
        self, workflow: str, event: str, payload: dict[str, Any], ref: str = f"refs/heads/{BRANCH}"
    ) -> tuple[int, str]:
        """The exit status and the log of a workflow as the commit of a ref has it."""
        clone, event_file = self._place.folder / "runner", self._place.folder / "event.json"
        shutil.rmtree(clone, ignore_errors=True)
        git(self._place.folder, "clone", "--quiet", f"{self._server}/{REPOSITORY}", str(clone))
        git(clone, "fetch", "--quiet", "origin", ref)
        git(clone, "checkout", "--quiet", "--detach", "FETCH_HEAD")
        repository = {"full_name": REPOSITORY, "default_branch": BRANCH, "owner": {"login": "example"}, "name": "okrs"}
        event_file.write_text(json.dumps({"repository": repository, "ref": ref, **payload}), encoding="utf-8")
        tools, home = self._place.tools, self._place.environment
        shipped = (TEMPLATES / "github" / workflow).read_text("utf-8")
        if (clone / ".github/workflows" / workflow).read_text("utf-8") != shipped:
            raise SystemExit(f"{workflow} is not the one that is shipped")
        snapshots = [
            f"--local-repository={name}@{commit}={tools.actions / name}"
            for name, commit in set(re.findall(r"uses: ([\w-]+/[\w-]+)@([0-9a-f]{40})", shipped))
        ]
        settings = {
            "GITHUB_SERVER_URL": self._server,
            "GITHUB_API_URL": self._api,
            "GITHUB_REPOSITORY": REPOSITORY,
            "PIP_FIND_LINKS": home["PIP_FIND_LINKS"],
        }
        command = [tools.act, event, f"--eventpath={event_file}", f"--workflows=.github/workflows/{workflow}"]
        command += ["--platform=ubuntu-24.04=-self-hosted", "--no-skip-checkout", f"--secret=GITHUB_TOKEN={TOKEN}"]
        command += [*snapshots, *(f"--env={name}={value}" for name, value in settings.items())]
        done = subprocess.run(command, cwd=clone, env=home, capture_output=True, text=True, timeout=600)
        return done.returncode, done.stdout + done.stderr


def run(place: Place) -> Iterator[str]:
    """Plays the story; yields a line for each step that went as it should."""
    requirement = place.build_wheel()
    hubs, work = place.folder / "hubs", place.folder / "work"
    hub = hubs / REPOSITORY
    hub.parent.mkdir(parents=True)
    git(hubs, "init", "--quiet", "--bare", f"--initial-branch={BRANCH}", str(hub))
    git(hub, "config", "uploadpack.allowAnySHA1InWant", "true")
    forge = DescribedGitHub(Description(place.tools.description))
    with git_server(hubs, TOKEN) as server, serving(forge):
        place.initialise(work, "github", f"{server}/{REPOSITORY}", requirement)
        runner = Runner(place, server, forge.address)
        (work / "okrs/people.yaml").write_text(PEOPLE, encoding="utf-8")
        commit(work, "Keep our OKRs in git")
        push(work, hub, BRANCH)
        [sample] = (work / "okrs").glob("*/company/customers-succeed.yaml")
        goal = sample.parent / "organic-pipeline.yaml"

        head = _propose(work, hub, forge, goal, OBJECTIVE)
        pull = {"number": 41, "head": {"ref": "plan", "sha": head}, "base": {"ref": BRANCH}}
        event = {"pull_request": pull, "action": "opened"}
        log = runner.run("okrs.yml", "pull_request", event, "refs/pull/41/merge")
        yield found("no findings in what changed", log, "okrs.yml on pull_request")

        woken = {
            "event": "pull_request",
            "head_sha": head,
            "head_branch": "plan",
            "head_repository": {"full_name": REPOSITORY},
        }
        log = runner.run("okrs-approvals.yml", "workflow_run", {"workflow_run": woken, "action": "completed"})
        yield found("#41: 2 of 3 approvals missing: mara", log, "okrs-approvals.yml on workflow_run")
        yield equal(forge.status(head)[0], "pending", "the status")

        forge.review(41, "mara-k", head)
        review = {"pull_request": pull, "action": "submitted"}
        log = runner.run("okrs-review.yml", "pull_request_review", review)
        yield found("okrs-approvals.yml looks at it now", log, "okrs-review.yml on pull_request_review")
        runner.run("okrs-approvals.yml", "workflow_run", {"workflow_run": {**woken, "event": "pull_request_review"}})
        yield equal(forge.status(head), ("success", "complete: all 3 approvals are there"), "the status after it")
        yield equal(len(forge.comments[41]), 1, "the number of comments")

        git(work, "switch", "--quiet", BRANCH)
        before = git(work, "rev-parse", "HEAD")
        git(work, "merge", "--quiet", "--squash", "plan")
        after = commit(work, "Plan (#41)")
        push(work, hub, BRANCH)
        forge.merge(41, after)
        pushed = {"before": before, "after": after}
        log = runner.run("okrs-agreements.yml", "push", pushed)
        yield equal(log.count("/agreements/"), 2, "the number of agreements that okrs-agreements.yml wrote on push")
        changed = git(hub, "diff", "--name-only", after, BRANCH).splitlines()
        yield equal(len([path for path in changed if "/agreements/" in path]), 2, "their number on the hub")
        log = runner.run("okrs.yml", "push", {**pushed, "after": git(hub, "rev-parse", BRANCH)})
        yield found("Success - Main Show the cycle in the job summary", log, "okrs.yml on push")

        head = _propose(work, hub, forge, goal, OBJECTIVE.replace("    owner: bo\n", ""))
        status, log = runner.attempt("okrs.yml", "pull_request", event, "refs/pull/41/merge")
        yield equal(status != 0 and "OWN001" in log, True, "a key result without an owner fails okrs.yml")
        with serving(DescribedIssues(Description(place.tools.description))) as issues:
            there = runner.with_api(issues.address)
            cycle, team = sample.parent.parent.name, sample.parent.name
            yield from _messages(there, issues, work, hub, f"{cycle}/{team}/{goal.stem}")
        yield equal(forge.problems, [], "requests and answers that GitHub's description does not have")


def _messages(runner: Runner, forge: DescribedIssues, work: Path, hub: Path, goal: str) -> Iterator[str]:
    """Bo asks for help, and the job of messages runs: once in a fork, and twice where it belongs."""
    git(work, "fetch", "--quiet", str(hub), BRANCH)
    git(work, "switch", "--quiet", "--force-create", BRANCH, "FETCH_HEAD")
    today = date.today()
    check_in = work / "okrs" / goal.partition("/")[0] / f"check-ins/{today}-bo.yaml"
    check_in.parent.mkdir(exist_ok=True)
    asked = f"{{value: 1, confidence: 0.5, help: {HELP}}}"
    key_result = f"{goal.partition('/')[2]}/pillar-posts"
    record = f"by: bo\ndate: {today}\nkey_results:\n  {key_result}: {asked}\n"
    check_in.write_text(record, encoding="utf-8")
    commit(work, "Check in")
    push(work, hub, BRANCH)
    fork = {"full_name": REPOSITORY, "default_branch": BRANCH, "owner": {"login": "example"}, "fork": True}
    runner.run("okrs-messages.yml", "schedule", {"repository": fork})
    yield equal(forge.requests, [], "the requests of okrs-messages.yml in a fork")
    log = runner.run("okrs-messages.yml", "schedule", {})
    yield found("sent by issues", log, "okrs-messages.yml on schedule")
    [asks] = [issue.comments for issue in forge.stored if issue.title == "OKRs of Mara Keller"]
    is_whole = len(asks) == 1 and asks[0].text.startswith("@mara-k") and HELP not in asks[0].text
    yield equal(is_whole, True, "that Mara has one comment, which mentions her and quotes nobody")
    before = list(forge.history)
    runner.run("okrs-messages.yml", "schedule", {})
    yield equal(forge.history, before, "what a second run writes")
    yield equal(forge.problems, [], "requests on issues that GitHub's description does not have")


def _propose(work: Path, hub: Path, forge: StandInGitHub, goal: Path, text: str) -> str:
    """Pushes a change as pull request 41, also as merged into the default branch; returns its head."""
    git(work, "fetch", "--quiet", str(hub), BRANCH)
    git(work, "switch", "--quiet", "--force-create", "plan", "FETCH_HEAD")
    goal.write_text(text, encoding="utf-8")
    head = commit(work, "Propose")
    push(work, hub, "plan")
    git(work, "push", "--quiet", "--force", str(hub), "HEAD:refs/pull/41/head")
    git(work, "switch", "--quiet", "--detach", "FETCH_HEAD")
    git(work, "merge", "--quiet", "--no-ff", "--message", "Merge", "plan")
    git(work, "push", "--quiet", "--force", str(hub), "HEAD:refs/pull/41/merge")
    git(work, "switch", "--quiet", "plan")
    forge.pulls.clear()
    forge.open(41, head, "plan", "bo-l", BRANCH)
    return head
