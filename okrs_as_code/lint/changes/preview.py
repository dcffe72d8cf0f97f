"""Judges changes before they are written, as a pull request with them would be judged."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import date

from okrs_as_code.errors import OkrsError
from okrs_as_code.finding import Severity
from okrs_as_code.lint import engine
from okrs_as_code.lint.changes.new_findings import run_rules_on_change
from okrs_as_code.lint.formats.concise import headline
from okrs_as_code.lint.policy import Selection
from okrs_as_code.lint.result import LintResult
from okrs_as_code.workspace.loader import load
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.file_change import FileChange
from okrs_as_code.workspace.trees.overlay import OverlayTree
from okrs_as_code.workspace.trees.tree import WorkingTree

_OWNER_MISSING = "OWN001"


def preview_findings(repository: Repository, changes: Sequence[FileChange], today: date) -> LintResult:
    """The findings that changes of the working tree would add; nothing is written."""
    head = load(OverlayTree(WorkingTree(repository.root, repository.git), changes))
    findings = run_rules_on_change(repository.workspace, head, today, Selection())
    return LintResult(engine.locate_findings(findings, head), engine.unchecked_notes(head), len(head.files))


def errors_by_file(result: LintResult) -> dict[str, str]:
    """The first error of each file that has one, with its help."""
    errors = (located.finding for located in result.findings if located.finding.severity is Severity.ERROR)
    return {finding.place.file: f"{finding.message}; {finding.help}" for finding in reversed(tuple(errors))}


def refuse_unready(result: LintResult, goal: str, cycle: str) -> None:
    """Raises OkrsError with all that the lint would refuse of a goal of the backlog in a cycle."""
    errors = [located.finding for located in result.findings if located.finding.severity is Severity.ERROR]
    if not errors:
        return
    remedies = [finding.help for finding in errors if finding.code != _OWNER_MISSING]
    if len(remedies) < len(errors):
        remedies.append("name who owns it with `--owner KEY_RESULT=PERSON`")
    raise OkrsError(
        f"{goal} is not ready for {cycle}: {'; '.join(finding.message for finding in errors)}",
        "; ".join(dict.fromkeys(remedies)),
    )


def refuse_errors(result: LintResult, exempt_files: Container[str] = ()) -> None:
    """Raises OkrsError for the first error that is not in one of the exempt files."""
    for located in result.findings:
        finding = located.finding
        if finding.severity is Severity.ERROR and finding.place.file not in exempt_files:
            raise OkrsError(
                f"nothing was written, as the lint would refuse it: {headline(located)}",
                finding.help,
            )
