"""The worked cases again, as commits of a real repository: base, fork, earlier head and head. By day, a sixth."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from okrs_as_code import api
from tests.nightly import at_night
from tests.repositories import git, make
from tests.review.playing import HEAD, Proposal, rows_of
from tests.review.test_cases import CASES, COMMITS, Case, proposal

NOBODY = "nobody@example.com"
IN_GIT = [case for case in CASES if not any(line.startswith("signed ") for line in case.lines)]
BY_DAY = 12
"""One case of so many is played by day."""


class _Stream:
    """The input of `git fast-import`: all commits of all cases at once."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._marks = 0

    def commit(self, branch: str, files: Mapping[str, str], parent: int | None, emails: list[str]) -> int:
        """A commit by the first of these, signed off by the others."""
        author, *others = emails or [NOBODY]
        message = f"Write {branch}\n\n" + "".join(f"Signed-off-by: Somebody <{email}>\n" for email in others)
        self._marks += 1
        self._parts.append(f"commit refs/heads/{branch}\nmark :{self._marks}\n".encode())
        self._parts.append(f"author Somebody <{author}> 1700000000 +0000\n".encode())
        self._parts.append(b"committer Nobody <nobody@example.com> 1700000000 +0000\n" + _data(message))
        if parent is not None:
            self._parts.append(f"from :{parent}\n".encode())
        self._parts.append(b"deleteall\n")
        for path, text in files.items():
            self._parts.append(f"M 100644 inline {path}\n".encode() + _data(text))
        return self._marks

    def case(self, number: int, proposed: Proposal) -> None:
        """The commits of a case; the earlier head is below the head, as after a push."""
        older = None
        for files in reversed(proposed.older):
            older = self.commit(f"older-{number}", files, older, [])
        fork = self.commit(f"fork-{number}", proposed.base if proposed.fork is None else proposed.fork, older, [])
        self.commit(f"base-{number}", proposed.base, fork, [])
        claimed = {
            commit: [claim.email for claim in proposed.claims if claim.commit == commit] for commit in COMMITS.values()
        }
        earlier = self.commit(
            f"earlier-{number}", proposed.commits[COMMITS["earlier"]], fork, claimed[COMMITS["earlier"]]
        )
        self.commit(f"head-{number}", proposed.head, earlier, claimed[HEAD])

    @property
    def raw(self) -> bytes:
        return b"".join(self._parts)


def _data(text: str) -> bytes:
    raw = text.encode()
    return f"data {len(raw)}\n".encode() + raw + b"\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    folder = make(tmp_path_factory.mktemp("cases"))
    git(folder, "init", "-q", "-b", "main")
    stream = _Stream()
    step = 1 if pytestconfig.getoption("nightly") else BY_DAY
    for number in range(0, len(IN_GIT), step):
        stream.case(number, proposal(IN_GIT[number].lines))
    subprocess.run(["git", "fast-import", "--quiet"], cwd=folder, input=stream.raw, check=True)
    return folder


@pytest.mark.parametrize(
    "case",
    [case if number % BY_DAY == 0 else at_night(case)[0] for number, case in enumerate(IN_GIT)],
    ids=lambda case: case.name,
)
def test_a_worked_case_in_git(root: Path, case: Case) -> None:
    number = IN_GIT.index(case)
    names = git(root, "rev-parse", f"earlier-{number}", f"head-{number}").split()
    proposed = proposal(case.lines, {**COMMITS, "earlier": names[0], "head": names[1]})
    request = api.approvals(
        api.open_repository(root),
        f"base-{number}",
        f"head-{number}",
        proposed.today,
        account=proposed.account,
        reviews=json.dumps(proposed.reviews).encode(),
    )
    assert rows_of(request) == case.rows
