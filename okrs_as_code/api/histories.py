"""The histories of goals, and their last readable states, from git and the records."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
    from okrs_as_code.report.views.history.key_result_history import KeyResultHistory
    from okrs_as_code.report.views.history.objective_history import ObjectiveHistory
    from okrs_as_code.workspace.repository import Repository


def history(repository: Repository, node: KeyResultNode, today: date) -> tuple[KeyResultHistory, tuple[str, ...]]:
    """The history of a key result, and notes on what is missing in it. Without git it has the records alone."""
    from okrs_as_code.report.views.history import key_result_history
    from okrs_as_code.report.wording.unreadable_phrases import unreadable_note
    from okrs_as_code.workspace.lineage.key_result_lineage import lineage

    workspace, git = repository.workspace, repository.git
    entries = workspace.plan.unreadable.of_key_result(node.id)
    notes = [unreadable_note(entries)] if entries else []
    if git is None or not git.has_commits():
        view = key_result_history.history(workspace, node, None, today)
        return view, (*notes, "there are no commits here, so changes of terms are not known")
    files = key_result_history.record_files(workspace.plan, node)
    known = lineage(git, workspace.plan, node, files, repository.prefix)
    notes += _lineage_notes(known.unreadable, "of the terms ", shallow=known.shallow)
    return key_result_history.history(workspace, node, known, today), tuple(notes)


def objective_history(
    repository: Repository, node: ObjectiveNode, today: date
) -> tuple[ObjectiveHistory, tuple[str, ...]]:
    """The history of an objective, and notes on what is missing in it. Without git it has the check-ins alone."""
    from okrs_as_code.report.views.history import objective_history as view
    from okrs_as_code.report.wording.unreadable_phrases import unreadable_note
    from okrs_as_code.workspace.lineage.objective_lineage import objective_lineage, read_objective

    workspace, git = repository.workspace, repository.git
    entries = workspace.plan.unreadable.of_objective(node.id)
    notes = [unreadable_note(entries)] if entries else []
    if git is None or not git.has_commits():
        return view.objective_history(workspace.plan, node, None, None, today), (
            *notes,
            "there are no commits here, so changes of the objective are not known",
        )
    files = view.objective_record_files(workspace.plan, node)
    known = objective_lineage(git, workspace.plan, node, files, repository.prefix)
    notes += _lineage_notes(known.unreadable, "", shallow=known.shallow)
    current = read_objective(node.file, workspace.files[node.file].data)
    return view.objective_history(workspace.plan, node, known, current, today), tuple(notes)


def _lineage_notes(unreadable: int, of: str, *, shallow: bool) -> list[str]:
    """The gaps of a lineage, in words."""
    from okrs_as_code.phrases import count_phrase

    notes = []
    if unreadable:
        verb = "are" if unreadable > 1 else "is"
        notes.append(f"{count_phrase(unreadable, 'earlier version')} {of}could not be read and {verb} missing")
    if shallow:
        notes.append("the history is cut off here: fetch the whole of it (`git fetch --unshallow`)")
    return notes


def last_readable(repository: Repository, key_result: str) -> KeyResultNode | None:
    """The key result of a complete id as it could last be read on the main line; None where it never could."""
    from okrs_as_code.git.file_versions import main_line
    from okrs_as_code.review.unreadable.last_readable import LastReadable

    git = repository.git
    if git is None or not git.has_commits():
        return None
    objective, _, slug = key_result.rpartition("/")
    versions = main_line(git, repository.prefix, "HEAD")
    return LastReadable(repository.workspace.plan, versions).key_result(objective, [slug])
