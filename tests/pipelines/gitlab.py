"""The pipeline of GitLab, run by `gitlab-ci-local` on this machine: a goal is proposed, judged, and approved."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.forge.forge import StandInGitLab, serving
from tests.forge.world import OBJECTIVE, PEOPLE, REPOSITORY
from tests.pipelines.checks import equal, found
from tests.pipelines.github import BRANCH, TOKEN
from tests.pipelines.tools import ROOT, TEMPLATES, Place, commit, git, push


class Runner:
    """Runs jobs of a pipeline, each in a fresh clone of the hub."""

    def __init__(self, place: Place, hub: Path, api: str) -> None:
        self._place, self._hub, self._api = place, hub, api
        self._python = place.folder / "python"
        place.make_python(self._python)

    def run(self, job: str, head: str, source: str, **variables: str) -> tuple[int, str]:
        """The exit status and the log of a job as a commit has it."""
        clone = self._place.folder / "runner"
        shutil.rmtree(clone, ignore_errors=True)
        git(self._place.folder, "clone", "--quiet", self._hub.as_uri(), str(clone))
        git(clone, "checkout", "--quiet", "-B", "pipeline", head)
        shipped = (TEMPLATES / "gitlab/okrs.gitlab-ci.yml").read_text("utf-8").replace("# @APPROVALS@\n", "")
        if (clone / ".gitlab/okrs.gitlab-ci.yml").read_text("utf-8") != shipped:
            raise SystemExit("the pipeline is not the one that is shipped")
        given = {
            "CI_PIPELINE_SOURCE": source,
            "CI_API_V4_URL": self._api,
            "CI_PROJECT_ID": "7",
            "CI_DEFAULT_BRANCH": BRANCH,
            "CI_COMMIT_SHA": head,
            "GITLAB_CI": "true",
            "OKRS_TOKEN": TOKEN,
            **variables,
        }
        home = self._place.environment
        environment = {**home, "PATH": f"{self._python / 'bin'}{os.pathsep}{home['PATH']}"}
        command = [self._place.tools.gitlab_ci_local, "--force-shell-executor", "--no-color"]
        command += ["--ignore-predefined-vars", ",".join(given)]
        command += [argument for name, value in given.items() for argument in ("--variable", f"{name}={value}")]
        done = subprocess.run([*command, job], cwd=clone, env=environment, capture_output=True, text=True, timeout=600)
        return done.returncode, done.stdout + done.stderr

    @property
    def report(self) -> str:
        """The code quality report of the last job."""
        return (self._place.folder / "runner/okrs-code-quality.json").read_text("utf-8")


def run(place: Place) -> Iterator[str]:
    """Plays the story; yields a line for each step that went as it should."""
    requirement = place.build_wheel()
    work, hub = place.folder / "work", place.folder / "hub.git"
    git(place.folder, "init", "--quiet", "--bare", f"--initial-branch={BRANCH}", str(hub))
    place.initialise(work, "gitlab", f"https://gitlab.example.com/{REPOSITORY}.git", requirement)
    (work / "okrs/people.yaml").write_text(PEOPLE, encoding="utf-8")
    base = _push(work, hub, BRANCH, "Keep our OKRs in git")
    [sample] = (work / "okrs").glob("*/company/customers-succeed.yaml")
    goal = sample.parent / "organic-pipeline.yaml"
    with serving(StandInGitLab()) as forge:
        runner = Runner(place, hub, forge.address)

        def judge(job: str, head: str) -> tuple[int, str]:
            return runner.run(
                job,
                head,
                "merge_request_event",
                CI_MERGE_REQUEST_IID="41",
                CI_MERGE_REQUEST_TARGET_BRANCH_NAME=BRANCH,
                CI_MERGE_REQUEST_DIFF_BASE_SHA=base,
            )

        git(work, "switch", "--quiet", "--create", "plan")
        goal.write_text(OBJECTIVE.replace("    owner: bo\n", ""), encoding="utf-8")
        status, log = judge("okrs lint", _push(work, hub, "plan", "Nobody's"))
        yield found("OWN001", log, "okrs lint fails where a key result has no owner")
        yield equal(status, 1, "its exit status")
        yield found('"check_name":"OWN001"', runner.report, "its code quality report")
        status, log = judge("okrs lint", _with_component(work, hub))
        yield found("OWN001", log, "the component")
        yield equal(status, 1, "its exit status")
        yield found('"check_name":"OWN001"', runner.report, "its code quality report")
        git(work, "switch", "--quiet", "plan")
        goal.write_text(OBJECTIVE, encoding="utf-8")
        head = _push(work, hub, "plan", "Bo's")
        forge.pushed(head, "10:00:00")
        status, log = judge("okrs lint", head)
        yield found("no findings in what changed", log, "okrs lint")
        status, log = judge("okrs approvals", head)
        yield found("2 of 3 approvals missing: mara", log, "okrs approvals")
        yield equal((status, len(forge.notes)), (1, 1), "its exit status, and the number of notes")
        forge.approve("mara-k", "10:30:00")
        status, log = judge("okrs approvals", head)
        yield found("complete: all 3 approvals are there", log, "okrs approvals after mara's")
        yield equal((status, len(forge.notes)), (0, 1), "its exit status, and the number of notes")
        status, log = runner.run("okrs overview", base, "push", CI_COMMIT_BRANCH=BRANCH)
        yield equal(status, 0, "the exit status of okrs overview")


def _with_component(work: Path, hub: Path) -> str:
    """A commit whose pipeline is the component, included with inputs, and nothing else."""
    git(work, "switch", "--quiet", "--create", "component")
    shutil.copy(ROOT / "templates/okrs-lint/template.yml", work / ".gitlab/okrs-lint.yml")
    include = "include:\n  - local: .gitlab/okrs-lint.yml\n    inputs: {root: okrs, stage: test}\n"
    (work / ".gitlab-ci.yml").write_text(include, encoding="utf-8")
    return _push(work, hub, "component", "Include the component")


def _push(work: Path, hub: Path, branch: str, subject: str) -> str:
    head = commit(work, subject)
    push(work, hub, branch)
    return head
