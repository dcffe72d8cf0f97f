"""Plays the recipes of `docs/other-forges.md` with real bash, jq and git, and a stand-in for curl with the answers."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.okrs_program import okrs_program
from tests.repositories import GOAL, OBJECTIVE, commit, git, make

ROOT = Path(__file__).parent.parent.parent
ANSWERS = Path(__file__).parent
_GITEA = "https://codeberg.org/api/v1/repos/example/okrs"
_CLOUD = "https://api.bitbucket.org/2.0/repositories/example/okrs"
_DATA_CENTER = "https://bitbucket.example.com/rest/api/latest/projects/KEY/repos/okrs"
_AZURE = "https://dev.azure.com/example/okrs/_apis/git/repositories/okrs"
_GERRIT = "https://gerrit.example.com/a"
REPLIES: Mapping[str, Mapping[str, str]] = {
    "gitea": {
        f"{_GITEA}/pulls/41/reviews?limit=50&page=1": "gitea/reviews-1.json",
        f"{_GITEA}/pulls/41/reviews?limit=50&page=2": "gitea/reviews-2.json",
        f"{_GITEA}/pulls/41/reviews?limit=50&page=3": "[]",
        f"{_GITEA}/pulls/41": "gitea/pull.json",
    },
    "bitbucket-cloud": {
        f"{_CLOUD}/pullrequests/41": "bitbucket-cloud/pull.json",
        f"{_CLOUD}/pullrequests/41/activity?pagelen=50": "bitbucket-cloud/activity-1.json",
        f"{_CLOUD}/pullrequests/41/activity?pagelen=50&ctx=abc%3D": "bitbucket-cloud/activity-2.json",
    },
    "bitbucket-data-center": {
        f"{_DATA_CENTER}/pull-requests/41": "bitbucket-data-center/pull.json",
        f"{_DATA_CENTER}/pull-requests/41/activities?limit=100&start=0": "bitbucket-data-center/activities-1.json",
        f"{_DATA_CENTER}/pull-requests/41/activities?limit=100&start=4": "bitbucket-data-center/activities-2.json",
    },
    "azure-devops": {
        f"{_AZURE}/pullRequests/41?api-version=7.1": "azure-devops/pull.json",
        f"{_AZURE}/pullRequests/41/threads?api-version=7.1": "azure-devops/threads.json",
        f"{_AZURE}/pullRequests/41/iterations?api-version=7.1": "azure-devops/iterations.json",
    },
    "gerrit": {f"{_GERRIT}/changes/okrs~41/detail?o=ALL_REVISIONS": "gerrit/detail.txt"},
}
"""The answer to each request of a recipe: the name of a file, or the text itself."""
HEADINGS = {
    "gitea": "Gitea and Forgejo",
    "bitbucket-cloud": "Bitbucket Cloud",
    "bitbucket-data-center": "Bitbucket Data Center",
    "azure-devops": "Azure DevOps",
    "gerrit": "Gerrit",
}
_APIS = {
    "gitea": _GITEA,
    "bitbucket-cloud": _CLOUD,
    "bitbucket-data-center": _DATA_CENTER,
    "azure-devops": _AZURE,
    "gerrit": _GERRIT,
}
_ACCOUNTS = {
    "bitbucket-cloud": ("557058:ana", "557058:mara", "557058:bo"),
    "azure-devops": ("ana@example.com", "mara@example.com", "bo@example.com"),
}
LINK = 'https://ci.example.com/"41"'
CURL = """\
#!/bin/bash
if [ "$8" = --data ]; then
  [ "$*" = "--fail --silent --show-error --header Authorization: secret --header $7 --data $9 ${{10}}" ] || exit 2
  printf '%s' "$9" > {folder}/posted.json
  echo "$7 ${{10}}" > {folder}/posted-to.txt
  exit
fi
[ "$*" = "--fail --silent --show-error --header Authorization: secret $6" ] || exit 2
echo "$6" >> {folder}/requests.txt
case $6 in
{replies}
*) echo "curl: (22) The requested URL returned error: 404" >&2; exit 22 ;;
esac
"""
DAY = ("--today", "2026-10-02")


@dataclass
class Run:
    """A run of a recipe: exit status, output, the file of reviews, what it asked for, and what it wrote there."""

    status: int
    output: str
    reviews: bytes
    requests: list[str] = field(default_factory=list)
    posted_to: str = ""
    posted: Any = None


@dataclass(frozen=True)
class Change:
    """A clone of the default branch; its remote has a branch `more` with two heads, one pushed after the other."""

    clone: Path
    remote: Path
    base: str
    one: str
    two: str

    def fill(self, text: str) -> str:
        """An answer with the ids of commits in place of their names."""
        for name, id_ in (("BASE", self.base), ("ONE", self.one), ("TWO", self.two)):
            text = text.replace(f"@{name}@", id_).replace(f"@{name}:12@", id_[:12])
        return text


def change(folder: Path, forge: str) -> Change:
    """Bo asks for four posts, then for five."""
    ana, mara, bo = _ACCOUNTS.get(forge, ("ana-a", "mara-k", "bo-l"))
    people = (
        f"people:\n  ana: {{name: Ana, account: '{ana}'}}\n  mara: {{name: Mara, account: '{mara}', manager: ana}}\n"
        f"  bo: {{name: Bo, account: '{bo}', manager: mara}}\n"
    )
    config = f"forge: {'gitea' if forge == 'gitea' else 'none'}\nstewards: [ana]\n"
    remote = make(folder / "remote", {"okrs/people.yaml": people, "okrs/config.yaml": config, GOAL: OBJECTIVE})
    base = commit(remote)
    git(folder, "clone", "-q", str(remote), "clone")
    git(remote, "switch", "-q", "-c", "more")
    heads = []
    for target in (4, 5):
        make(remote, {GOAL: OBJECTIVE.replace("target: 3", f"target: {target}")})
        heads.append(commit(remote))
    for ref in ("pull/41/head", "pull-requests/41/from", "changes/41/41/2"):
        git(remote, "update-ref", f"refs/{ref}", heads[-1])
    return Change(folder / "clone", remote, base, *heads)


Edit = Callable[[Any], Any]
"""Changes an answer in place, or returns another one."""


def played(
    folder: Path,
    on: Change,
    forge: str,
    edits: Mapping[str, Edit] | None = None,
    *,
    broken: Mapping[str, str | None] | None = None,
    judge: bool = False,
    okrs: str | None = None,
) -> Run:
    """Runs a recipe after the lines that each begins with, and with `judge` also those that judge and say so there.

    `edits` change answers, by the beginning of their file's name; `broken` has others by URL, None for a failure.
    `okrs` is the text of a program in place of the tool.
    """
    page = (ROOT / "docs/other-forges.md").read_text(encoding="utf-8")
    start, verdict = _blocks(page, "## Where to run it")
    recipe, answer = _blocks(page, f"## {HEADINGS[forge]}")
    bin_, temporary = folder / "bin", folder / "tmp"
    for path in (bin_, temporary):
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir()
    answers = {url: _answer(on, name, edits or {}) for url, name in REPLIES[forge].items()}
    cases = []
    for number, (url, text) in enumerate({**answers, **(broken or {})}.items()):
        if text is not None:
            (bin_ / f"{number}.answer").write_text(text, encoding="utf-8")
            cases.append(f"'{url}') cat {bin_}/{number}.answer ;;")
    (folder / "requests.txt").write_text("", encoding="utf-8")
    (folder / "posted.json").unlink(missing_ok=True)
    programs = {"curl": CURL.format(folder=folder, replies="\n".join(cases)), **({"okrs": okrs} if okrs else {})}
    for name, text in programs.items():
        (bin_ / name).write_text(text, encoding="utf-8")
        (bin_ / name).chmod(0o755)
    if okrs is None:
        okrs_program(bin_, *DAY)
    done = subprocess.run(
        ["bash", "-c", "\n".join([start, recipe, *([verdict, answer] if judge else [])])],
        cwd=on.clone,
        env={
            **os.environ,
            "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(temporary),
            "API": _APIS[forge],
            "NUMBER": "okrs~41" if forge == "gerrit" else "41",
            "LABEL": "Code-Review",
            "VERDICT": "OKRs-Approved",
            "LINK": LINK,
            "AUTHORIZATION": "Authorization: secret",
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    files = list(temporary.glob("*/reviews.json"))
    reviews = files[0].read_bytes() if files else b""
    requests = (folder / "requests.txt").read_text(encoding="utf-8").split()
    posted_to, posted = folder / "posted-to.txt", folder / "posted.json"
    if not posted.exists():
        return Run(done.returncode, done.stdout + done.stderr, reviews, requests)
    sent = json.loads(posted.read_text(encoding="utf-8"))
    return Run(done.returncode, done.stdout + done.stderr, reviews, requests, posted_to.read_text().strip(), sent)


def _blocks(page: str, heading: str) -> list[str]:
    part = page.split(f"\n{heading}\n")[1].split("\n## ")[0]
    return [textwrap.dedent(text) for text in re.findall(r"```bash\n(.*?)```", part, re.DOTALL)]


def _answer(on: Change, name: str, edits: Mapping[str, Edit]) -> str:
    text = on.fill((ANSWERS / name).read_text(encoding="utf-8") if name[0] != "[" else name)
    for beginning, edit in edits.items():
        if name.rpartition("/")[2].startswith(beginning):
            first_line, rest = text.split("\n", 1) if name.endswith(".txt") else ("", text)
            text = f"{first_line}\n{json.dumps(edit(json.loads(rest)))}".lstrip("\n")
    return text
