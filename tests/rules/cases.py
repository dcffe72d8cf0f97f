"""The cases of the rules, and the findings that the tool reports about them.

    base/okrs/...                     a clean repository, the shared base of every case
    <CODE>/good/okrs/...              has no finding of the rule, and no error or warning of any
    <CODE>/bad/okrs/...               has findings of the rule
    <CODE>/bad.txt                    the output of `okrs lint --select CODE --output-format full --quiet` for it
    <CODE>/change-NAME/before/okrs/   optional: the base of a change ...
    <CODE>/change-NAME/after/okrs/    ... and its head
    <CODE>/change-NAME.txt            the findings of this rule about the change
    <CODE>/good/before, after         instead of good/okrs, for a rule that needs two revisions; bad likewise
    <CODE>/today.txt                  optional: another day than 2026-10-15

A case holds only what makes it differ: its files lie over those of `base/`, and those of `after` over `before`. A
case without `before` starts from `base/` as it is. A file that a case has to be without is named in `absent.txt`, next
to `okrs/`, a path a line.

The examples of the rules' pages are cases, too. A file that an example shows twice is shown as it was, and as it is;
one that is "there already" stays as it is.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from okrs_as_code.cli.main import run
from okrs_as_code.lint.changes.new_findings import run_rules_on_change
from okrs_as_code.lint.engine import locate_findings
from okrs_as_code.lint.formats.full import render
from okrs_as_code.lint.policy import Selection
from okrs_as_code.workspace.loader import Workspace, load
from okrs_as_code.workspace.trees.tree import WorkingTree

HERE = Path(__file__).parent
BASE = HERE / "base"
TODAY = "2026-10-15"
UPDATE = "python -m tests.rules.update"

_block = re.compile(r"^```\w+ (\S+)( there already)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Lint:
    """Exit status and output of one run of `okrs lint`."""

    status: int
    output: str
    errors: str


@cache
def lint(case: Path, today: str, *options: str) -> Lint:
    """The output of the command line for a case, as a user would get it; the same question is worked out once."""
    command = ["lint", "--today", today, "--output-format", "full", "--quiet", *options]
    output, errors = StringIO(), StringIO()
    with (
        laid_out(case) as root,
        patch.dict(os.environ, {"XDG_CACHE_HOME": str(root / "cache")}),  # so that it goes with the folder
        redirect_stdout(output),
        redirect_stderr(errors),
    ):
        status = run([*command, "--root", str(root)])
    return Lint(status, output.getvalue(), errors.getvalue())


@contextmanager
def laid_out(case: Path) -> Iterator[Path]:
    """A temporary folder with all files of a case."""
    with TemporaryDirectory() as name:
        root = Path(name)
        for path, source in files(case).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, root / path, follow_symlinks=False)
        yield root


def files(case: Path) -> dict[str, Path]:
    """The files of a case by path: its own, over those beneath that it does not have to be without."""
    gone = absent(case)
    return {path: file for path, file in beneath(case).items() if path not in gone} | own_files(case)


def beneath(case: Path) -> dict[str, Path]:
    """The files over which a case is laid: those before a change, else the shared base."""
    return files(case.parent / "before") if case.name == "after" else own_files(BASE)


def own_files(case: Path) -> dict[str, Path]:
    """The files that a case itself holds."""
    files = (file for file in case.glob("okrs/**/*") if file.is_symlink() or not file.is_dir())
    return {file.relative_to(case).as_posix(): file for file in files}


def absent(case: Path) -> list[str]:
    """The paths that a case has to be without."""
    listed = case / "absent.txt"
    return listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else []


def folders() -> list[str]:
    """The codes that have a folder here."""
    names = {folder.name for folder in HERE.iterdir() if folder.is_dir()}
    return sorted(names - {BASE.name, "__pycache__"})


def today_of(code: str) -> str:
    """The day on which a rule's cases are judged."""
    file = HERE / code / "today.txt"
    return file.read_text(encoding="utf-8").strip() if file.is_file() else TODAY


def goldens(code: str) -> Iterator[tuple[Path, str]]:
    """The golden files of a rule, each with the text that it has to hold."""
    folder = HERE / code
    if needs_two(code):
        yield folder / "bad.txt", findings_of_change(folder / "bad", code)
    elif (folder / "bad").is_dir():
        yield folder / "bad.txt", lint(folder / "bad", today_of(code), "--select", code).output
    for change in changes(code):
        yield folder / f"{change}.txt", findings_of_change(folder / change, code)


def cases(code: str) -> Iterator[Path]:
    """The cases of a rule, each side of a change by itself."""
    for folder in sorted(folder for folder in (HERE / code).iterdir() if folder.is_dir()):
        yield from (folder / "before", folder / "after") if (folder / "after").is_dir() else (folder,)


def changes(code: str) -> list[str]:
    """The names of a rule's changes."""
    return sorted(folder.name for folder in (HERE / code).glob("change-*") if folder.is_dir())


def needs_two(code: str) -> bool:
    """Whether a rule is about changes only, so that its cases have two revisions."""
    return (HERE / code / "bad" / "after").is_dir()


def findings_of_change(folder: Path, code: str | None, today: str | None = None) -> str:
    """The findings about a change from `before` to `after`, as text; of one rule or of all."""
    before, after = read(folder / "before"), read(folder / "after")
    day = date.fromisoformat(today or today_of(code or ""))
    findings = run_rules_on_change(before, after, day, Selection.of([code] if code else [], []))
    return render(locate_findings(findings, after))


def read(case: Path) -> Workspace:
    """The workspace of a case."""
    with laid_out(case) as root:
        return load(WorkingTree(root))


def examples(section: str) -> list[tuple[str, str]]:
    """The files that a section of a rule's page shows: path and content."""
    return [(path, content) for path, _, content in _block.findall(section)]


def before_change(section: str) -> dict[str, str]:
    """The files of an example as they were: those that are marked as there already, and those shown twice."""
    blocks = _block.findall(section)
    shown = [path for path, _, _ in blocks]
    return {path: content for path, mark, content in reversed(blocks) if mark or shown.count(path) > 1}
