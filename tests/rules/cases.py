"""The folders of this directory, and what the tool says about them.

    <CODE>/good/okrs/...              has no finding of the rule, and no error or warning of any
    <CODE>/bad/okrs/...               has findings of the rule
    <CODE>/bad.txt                    what `okrs lint --select CODE --output-format full --quiet` prints of it
    <CODE>/change-NAME/before/okrs/   optional: the base of a change ...
    <CODE>/change-NAME/after/okrs/    ... and its head
    <CODE>/change-NAME.txt            what is told of the change, of this rule
    <CODE>/good/before, after         instead of good/okrs, for a rule that needs two revisions; bad likewise
    <CODE>/today.txt                  optional: another day than 2026-10-15

`base/` is the repository that the examples of the rules' pages are laid over. A file that an example shows twice is
shown as it was, and as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path

from okrs_as_code.cli.main import run
from okrs_as_code.lint.engine import locate
from okrs_as_code.lint.formats.full import render
from okrs_as_code.lint.new_findings import run_rules_on_change
from okrs_as_code.lint.policy import Selection
from okrs_as_code.workspace.loader import Workspace, load
from okrs_as_code.workspace.tree import WorkingTree

HERE = Path(__file__).parent
BASE = HERE / "base"
TODAY = "2026-10-15"
REPAIR = "python -m tests.rules.update"

_block = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Lint:
    """What one run of `okrs lint` said."""

    status: int
    text: str
    complaint: str


def lint(root: Path, today: str, *options: str) -> Lint:
    """Runs the command line as a user would."""
    said, complained = StringIO(), StringIO()
    with redirect_stdout(said), redirect_stderr(complained):
        status = run(["lint", "--root", str(root), "--today", today, "--output-format", "full", "--quiet", *options])
    return Lint(status, said.getvalue(), complained.getvalue())


def folders() -> list[str]:
    """The codes that have a folder here."""
    return sorted(one.name for one in HERE.iterdir() if one.is_dir() and one.name not in ("base", "__pycache__"))


def today_of(code: str) -> str:
    """The day on which a rule's cases are judged."""
    given = HERE / code / "today.txt"
    return given.read_text(encoding="utf-8").strip() if given.is_file() else TODAY


def goldens(code: str) -> Iterator[tuple[Path, str]]:
    """Each text that a rule's folder has to hold, and what it has to say."""
    folder = HERE / code
    if needs_two(code):
        yield folder / "bad.txt", told_of_change(folder / "bad", code)
    elif (folder / "bad").is_dir():
        yield folder / "bad.txt", lint(folder / "bad", today_of(code), "--select", code).text
    for change in changes(code):
        yield folder / f"{change}.txt", told_of_change(folder / change, code)


def changes(code: str) -> list[str]:
    """The names of a rule's changes."""
    return sorted(one.name for one in (HERE / code).glob("change-*") if one.is_dir())


def needs_two(code: str) -> bool:
    """Whether a rule speaks of changes only, so that its cases are of two revisions."""
    return (HERE / code / "bad" / "before").is_dir()


def told_of_change(folder: Path, code: str | None, today: str | None = None) -> str:
    """What is told of a change from `before` to `after`, of one rule or of all."""
    before, after = read(folder / "before"), read(folder / "after")
    day = date.fromisoformat(today or today_of(code or ""))
    found = run_rules_on_change(before, after, day, Selection.of([code] if code else [], []))
    return render(locate(found, after))


def read(root: Path) -> Workspace:
    """The workspace below a folder."""
    return load(WorkingTree(root))


def examples(section: str) -> list[tuple[str, str]]:
    """The files that a section of a rule's page shows: path and content."""
    return _block.findall(section)
