"""The action, run by `act` on this machine, in a workflow of somebody else: it says what a pull request breaks."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.distribution import checkout
from tests.forge.world import CONFIG, OBJECTIVE, PEOPLE
from tests.pipelines.checks import equal, found
from tests.pipelines.tools import Place, commit, git

ACTION = "example/okrs-as-code/.github/actions/okrs-lint"
WORKFLOW = """\
on: pull_request
jobs:
  lint:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v7 # the runner takes what is checked out here
      - id: okrs
        uses: {action}@{commit}
        with:
          root: sub
      - if: always()
        env:
          ERRORS: ${{{{ steps.okrs.outputs.errors }}}}
          SARIF: ${{{{ steps.okrs.outputs.sarif-file }}}}
        run: grep --quiet sarif-schema-2.1.0 "$SARIF" && echo "errors=$ERRORS"
"""


def run(place: Place) -> Iterator[str]:
    """Plays the story; yields a line for each step that went as it should."""
    tool, work = place.folder / "tool", place.folder / "work"
    git(place.folder, "init", "--quiet", str(checkout.copy_to(tool)))
    version = commit(tool, "The tool")
    git(place.folder, "init", "--quiet", "--initial-branch=trunk", str(work))
    goal = work / "sub/okrs/2026-Q4/company/organic-pipeline.yaml"
    files = {
        work / ".github/workflows/lint.yml": WORKFLOW.format(action=ACTION, commit=version),
        work / "sub/okrs/config.yaml": CONFIG,
        work / "sub/okrs/people.yaml": PEOPLE,
        goal: OBJECTIVE,
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    commit(work, "Keep our OKRs in git")
    texts = {"broken": OBJECTIVE.replace("    owner: bo\n", ""), "changed": OBJECTIVE.replace("target: 3", "target: 4")}
    for branch, errors in (("broken", 1), ("changed", 0)):
        git(work, "switch", "--quiet", "--create", branch, "trunk")
        goal.write_text(texts[branch], encoding="utf-8")
        commit(work, "Change it")
        git(work, "switch", "--quiet", "--detach", "trunk")
        git(work, "merge", "--quiet", "--no-ff", "--message", "As a pull request is checked out", branch)
        status, log = _attempt(place, work, f"{ACTION.partition('/.')[0]}@{version}={tool}")
        yield equal(status, errors, f"the exit status of a workflow with the action, {branch}")
        yield found(f"errors={errors}", log, "what its outputs say")
        if errors:
            yield found("OWN001", log, "what it says at the line")


def _attempt(place: Place, work: Path, snapshot: str) -> tuple[int, str]:
    """The exit status and the log of the workflow."""
    event = place.folder / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 41}}), encoding="utf-8")
    command = [place.tools.act, "pull_request", f"--eventpath={event}", "--platform=ubuntu-24.04=-self-hosted"]
    command += [f"--local-repository={snapshot}"]
    command += [f"--local-repository=actions/checkout@v7={place.tools.actions / 'actions/checkout'}"]
    done = subprocess.run(command, cwd=work, env=place.environment, capture_output=True, text=True, timeout=600)
    return done.returncode, done.stdout + done.stderr
