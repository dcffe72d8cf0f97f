"""Lints, fixes and formats files."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from okrs_as_code.api.open import base_and_head, gc_disabled, path_from_root

if TYPE_CHECKING:
    from okrs_as_code.finding import Finding
    from okrs_as_code.lint.policy import Selection
    from okrs_as_code.lint.result import LintResult
    from okrs_as_code.refactor.fixes import Fixes
    from okrs_as_code.refactor.format_files import FormatResult
    from okrs_as_code.refactor.suggestions import Suggestion
    from okrs_as_code.workspace.loader import Workspace
    from okrs_as_code.workspace.repository import Repository
    from okrs_as_code.workspace.trees.file_change import FileChange


def lint(
    repository: Repository,
    today: date,
    *,
    since: str | None = None,
    head: str | None = None,
    paths: Iterable[Path] = (),
    selection: Selection | None = None,
    all_cycles: bool = False,
) -> LintResult:
    """Lints the working tree; with `since` only what changed from the merge base with that revision.

    With `head` that is the change up to this commit, and both sides are read from commits. `paths` limits what is
    reported, never what is read. Raises OkrsError for a revision that cannot be read, and for a
    path that does not exist or is outside of the root.
    """
    from okrs_as_code.lint import run
    from okrs_as_code.lint.policy import Selection

    selection = selection or Selection()
    names = [path_from_root(repository, path) for path in paths]
    with gc_disabled():
        if since is None:
            return run.lint(repository.workspace, today, selection, names, all_cycles=all_cycles)
        tip = repository.require_git().commit(since)
        before, after = base_and_head(repository, tip, head)
        policy = repository.config_at(tip)
        return run.lint_change(before, after, policy, today, selection, names, all_cycles=all_cycles)


def fixes(repository: Repository, result: LintResult) -> Fixes:
    """The fixes of those findings of a lint that need no guess; `write_changes` writes them."""
    from okrs_as_code.refactor.fixes import fixes_for

    return fixes_for(repository, (located.finding for located in result.findings))


def suggestions(repository: Repository, result: LintResult) -> Mapping[Finding, Suggestion]:
    """The fixes of those findings of a lint of the working tree that need no guess, each by itself, as lines."""
    from okrs_as_code.refactor.suggestions import suggestions_for

    return suggestions_for(repository, (located.finding for located in result.findings))


def changed_rows(repository: Repository, since: str, head: str | None = None) -> Callable[[str], Container[int]]:
    """A function from the path of a file to its rows, from 1, that are not in it at the merge base with a revision.

    Up to `head`, else to the working tree. The function raises OkrsError as `lint`.
    """
    from okrs_as_code.review.changes.changed_rows import changed_rows

    @cache
    def sides() -> tuple[Workspace, Workspace]:
        return base_and_head(repository, since, head)

    @cache
    def rows(path: str) -> Container[int]:
        return changed_rows(*sides(), path)

    return rows


def format_files(repository: Repository, paths: Iterable[Path] = ()) -> FormatResult:
    """Formats these files and folders, or all of `okrs/`; `write_changes` writes the changes.

    Raises OkrsError for a path that does not exist or is outside of the root.
    """
    from okrs_as_code.refactor.format_files import format_files

    return format_files(repository, [path_from_root(repository, path) for path in paths])


def preview_new_files(repository: Repository, changes: Sequence[FileChange], today: date) -> LintResult:
    """The findings that new files would bring. Raises OkrsError where one would be an error in any other file."""
    from okrs_as_code.lint.changes.preview import preview_findings, refuse_errors

    preview = preview_findings(repository, changes, today)
    refuse_errors(preview, [change.path for change in changes])
    return preview


def write_schemas(folder: Path, *, check: bool = False) -> list[Path]:
    """Writes the JSON Schema of every file where it differs; returns what was, or with `check` would be, written.

    Raises OkrsError where the folder cannot be written.
    """
    from okrs_as_code.model.files.json_schema import SCHEMAS, file_name, schema_text
    from okrs_as_code.storage.atomic_write import replace_text

    stale = []
    for kind in SCHEMAS:
        path, text = folder / file_name(kind), schema_text(kind)
        if not path.is_file() or path.read_bytes() != text.encode():
            stale.append(path)
            if not check:
                replace_text(path, text)
    return stale
