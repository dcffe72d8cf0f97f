"""The gate on GitLab: the shipped job's own script, in a pipeline of a merge request, before a stand-in of the API."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.forge.forge import StandInGitLab, serving
from tests.forge.world import FILE, OBJECTIVE, World, gate, read_template
from tests.okrs_program import okrs_program
from tests.scenarios.playing import GIT

JOBS = Path(__file__).parents[2] / "templates/init/gitlab/okrs.gitlab-ci.yml"


@pytest.fixture
def forge() -> Iterator[StandInGitLab]:
    with serving(StandInGitLab()) as stand_in:
        yield stand_in


def pipeline(world: World, forge: StandInGitLab, head: str, *, script: bool = False) -> tuple[int, str]:
    """Exit status and output of the job; by its script, or by the last line of it alone."""
    runner = world.folder / "runner"
    shutil.rmtree(runner, ignore_errors=True)
    world.git("clone", "--quiet", world.hub.as_uri(), str(runner), at=world.folder)
    world.git("checkout", "--quiet", "--detach", head, at=runner)
    environment = {
        **GIT,
        "PATH": f"{okrs_program(world.folder / 'programs').parent}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_ACTIONS": "",
        "GITLAB_CI": "true",
        "CI_API_V4_URL": forge.address,
        "CI_PROJECT_ID": "7",
        "CI_MERGE_REQUEST_IID": "41",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_COMMIT_SHA": head,
        "OKRS_TOKEN": "secret",
    }
    if not script:
        return gate(runner, environment)
    lines = read_template(JOBS)["okrs approvals"]["script"]
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", "\n".join(lines)],
        cwd=runner,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_job_fails_until_the_terms_are_approved(world: World, forge: StandInGitLab) -> None:
    head = world.propose(41, "plan", {FILE: OBJECTIVE})
    forge.pushed(head, "10:00:00")
    status, printed = pipeline(world, forge, head, script=True)
    assert (status, "2 of 3 approvals missing: mara" in printed) == (1, True)
    forge.approve("Mara-K", "10:30:00")
    status, printed = pipeline(world, forge, head, script=True)
    assert (status, "complete: all 3 approvals are there" in printed) == (0, True)
    [note] = forge.notes
    assert "all 3 approvals are there" in note["body"]
    assert forge.tokens == {"secret"}


def test_an_approval_counts_if_given_after_the_last_version_that_changed_the_terms(
    world: World, forge: StandInGitLab
) -> None:
    first = world.propose(41, "plan", {FILE: OBJECTIVE})
    forge.pushed(first, "10:00:00")
    forge.approve("mara-k", "10:30:00")
    world.write({FILE: OBJECTIVE.replace("target: 3", "target: 2")})
    second = world.commit("Less")
    world.published(41, "plan")
    forge.pushed(second, "11:00:00")
    assert pipeline(world, forge, second)[0] == 1, "the terms moved after it was given"

    world.write({FILE: OBJECTIVE})
    third = world.commit("As it was")
    world.published(41, "plan")
    forge.pushed(third, "12:00:00")
    assert pipeline(world, forge, third)[0] == 1, "they moved twice, and mara saw neither"

    forge.approved_by.clear()
    forge.approve("mara-k", "12:30:00")
    world.write({FILE: OBJECTIVE.replace("Paid acquisition", "Advertising")})
    fourth = world.commit("Other words")
    world.published(41, "plan")
    forge.pushed(fourth, "13:00:00")
    assert pipeline(world, forge, fourth)[0] == 0, "wording is no term"


def test_an_approval_of_which_nobody_knows_when_does_not_count(world: World, forge: StandInGitLab) -> None:
    head = world.propose(41, "plan", {FILE: OBJECTIVE})
    forge.pushed(head, "10:00:00")
    forge.approve("mara-k", None)
    assert pipeline(world, forge, head)[0] == 1
    assert "nobody knows when mara\\-k approved" in forge.notes[0]["body"] or "mara-k" in forge.notes[0]["body"]


def test_a_bot_consents_for_nobody(world: World, forge: StandInGitLab) -> None:
    head = world.propose(41, "plan", {FILE: OBJECTIVE})
    forge.pushed(head, "10:00:00")
    forge.approve("mara-k", "10:30:00", 12)
    forge.users[12] = {"username": "mara-k", "bot": True}
    status, printed = pipeline(world, forge, head)
    assert (status, "2 of 3 approvals missing: mara" in printed) == (1, True)
    forge.users[12]["bot"] = False
    assert pipeline(world, forge, head)[0] == 0
    del forge.users[12]
    assert pipeline(world, forge, head)[0] == 0, "a user who is not shown is taken for a person"


def test_a_note_that_cannot_be_written_fails_nothing(world: World, forge: StandInGitLab) -> None:
    head = world.propose(41, "readme", {"README.md": "Hello.\n", FILE: OBJECTIVE})
    forge.pushed(head, "10:00:00")
    forge.approve("mara-k", "10:30:00")
    forge.refuse("POST .*/notes", 403)
    status, printed = pipeline(world, forge, head)
    assert status == 0
    assert "note: no comment was written: 127.0.0.1 does not allow this to the token (403)" in printed
    forge.refuse("GET /user", 502, 3, retry_after="0")
    assert pipeline(world, forge, head)[0] == 0
