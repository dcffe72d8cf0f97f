"""The root of a change is that of its base: what a head has at another place is refused, and never taken for it."""

from __future__ import annotations

from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from okrs_as_code.cli import main as cli
from tests.repositories import commit, git, make
from tests.review.playing import BASE

TODAY = "2026-10-15"


def okrs(*arguments: str) -> tuple[int, str]:
    """Exit status and all output of a command."""
    with redirect_stdout(StringIO()) as output, redirect_stderr(output):
        status = cli.run([*arguments, "--today", TODAY])
    return status, output.getvalue()


def verdicts(folder: Path) -> tuple[tuple[int, str], tuple[int, str]]:
    """The exit status and output of approvals and of lint about the head, asked from a folder."""
    approvals = okrs("approvals", "main", "--author", "bo-l", "--root", str(folder))
    return approvals, okrs("lint", "--since", "main", "--root", str(folder))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with its OKRs in `sub/`, on a branch for a change."""
    git(tmp_path, "init", "-q", "-b", "main")
    make(tmp_path / "sub", dict(BASE))
    make(tmp_path, {"sub/inner/keep": "x"})
    commit(tmp_path)
    git(tmp_path, "switch", "-q", "-c", "change")
    return tmp_path


def test_a_change_of_what_stays_where_it_is_is_judged(repository: Path) -> None:
    path = repository / "sub/okrs/2026-Q4/company/pipeline.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("target: 3", "target: 4"), encoding="utf-8")
    commit(repository)
    for folder in ("sub", "sub/inner"):
        (status, output), (lint_status, _) = verdicts(repository / folder)
        assert (status, lint_status) == (1, 0)
        assert output.startswith("1 of 2 approvals missing: mara")


def test_what_is_moved_to_the_top_is_refused(repository: Path) -> None:
    git(repository, "mv", "sub/okrs", "okrs")
    commit(repository)
    for folder in ("sub", "sub/inner"):
        (status, output), (lint_status, lint_output) = verdicts(repository / folder)
        assert (status, lint_status) == (1, 2)
        assert output.startswith("refused: the head has no sub/okrs/, and the base has")
        assert "the head has no sub/okrs/, and the base has" in lint_output


def test_a_nearer_one_is_refused(repository: Path) -> None:
    make(repository, {"sub/inner/okrs/people.yaml": "people:\n  mal: {name: Mal, account: mal}\n"})
    commit(repository)
    (status, output), (lint_status, lint_output) = verdicts(repository / "sub/inner")
    assert (status, lint_status) == (1, 2)
    assert output.startswith("refused: the head has sub/inner/okrs/, and the base has sub/okrs/")
    assert "the head has sub/inner/okrs/, and the base has sub/okrs/" in lint_output
    (status, output), (lint_status, _) = verdicts(repository / "sub")
    assert (status, lint_status) == (0, 0)
    assert output.startswith("complete: nobody has to approve this")


def test_without_people_and_policy_there_is_no_root_any_more(repository: Path) -> None:
    git(repository, "rm", "-q", "sub/okrs/people.yaml", "sub/okrs/config.yaml")
    commit(repository)
    (status, output), (lint_status, _) = verdicts(repository / "sub")
    assert (status, lint_status) == (1, 2)
    assert output.startswith("refused: the head has no sub/okrs/")


def test_the_first_change_brings_the_root(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    commit(make(tmp_path, {"README.md": "Ours.\n"}))
    git(tmp_path, "switch", "-q", "-c", "change")
    commit(make(tmp_path, dict(BASE)))
    (status, output), (lint_status, _) = verdicts(tmp_path)
    assert (status, lint_status) == (1, 0)
    assert output.startswith("not set up: ")
