"""Exports all data as tables for other programs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from okrs_as_code.api.open import gc_disabled

if TYPE_CHECKING:
    from okrs_as_code.export.export_data import ExportOrigin
    from okrs_as_code.export.write import ExportFormat
    from okrs_as_code.model.cycles.cycle import Cycle
    from okrs_as_code.model.goals.unreadable import UnreadableElement
    from okrs_as_code.signing.status import Signatures
    from okrs_as_code.workspace.repository import Repository


@dataclass(frozen=True)
class ExportResult:
    """The outcome of an export."""

    is_written: bool
    """False where the same was there already."""
    rows: int
    """The number of rows in all tables."""
    cycle: str | None
    """The only cycle of which there are goals; None for all."""
    unreadable: tuple[UnreadableElement, ...]
    signatures: Signatures


def export(
    repository: Repository,
    today: date,
    form: ExportFormat,
    out: Path,
    *,
    cycle: str | None = None,
    all_cycles: bool = False,
    details: Collection[str] = (),
) -> ExportResult:
    """Writes all tables of the working tree on a day, by default of the current cycle, where they differ.

    `details` are the parts that are left out otherwise: `emails`, `notes`. Raises OkrsError for an unknown cycle, and
    for a place that cannot be written or holds something else.
    """
    from okrs_as_code.api.views import signatures
    from okrs_as_code.export.export_data import ExportData
    from okrs_as_code.export.rows import all_rows
    from okrs_as_code.export.write import write_export
    from okrs_as_code.model.assessment import Assessment

    plan, checked = repository.workspace.plan, signatures(repository)
    chosen = None if all_cycles else _chosen_cycle(repository, today, cycle)
    assessment = Assessment(plan, today, checked.valid)
    data = ExportData(repository.workspace, assessment, _origin(repository), chosen, details, checked.valid)
    with gc_disabled():
        rows = all_rows(data)
        is_written = write_export(repository.root, out, form, rows)
    count = sum(map(len, rows.values()))
    return ExportResult(is_written, count, chosen.name if chosen else None, data.unreadable, checked)


def _chosen_cycle(repository: Repository, today: date, cycle: str | None) -> Cycle | None:
    """The cycle that is named, else the current one; None where there is no objective at all."""
    from okrs_as_code.model.goals.lookup import default_cycle
    from okrs_as_code.report.views.status import require_cycle

    plan = repository.workspace.plan
    if cycle is not None:
        return require_cycle(plan, cycle)
    return default_cycle(plan, today) if plan.cycles else None


def _origin(repository: Repository) -> ExportOrigin:
    from okrs_as_code.export.export_data import ExportOrigin
    from okrs_as_code.workspace.uncommitted import differs_from

    git = repository.git
    if git is None or not git.has_commits():
        return ExportOrigin(None, False)
    commit = git.commit("HEAD")
    return ExportOrigin(commit, differs_from(repository, commit))


def export_sources(start: Path, out: Path) -> list[Path]:
    """The files and folders that an export reads and writes beside `okrs/`. Raises OkrsError where there is no root."""
    from okrs_as_code.git.client import Git
    from okrs_as_code.workspace.root import find_root

    git = Git.containing(find_root(start))
    if git is None:
        return [out.absolute()]
    return [out.absolute(), git.folder / "HEAD", git.common_folder / "packed-refs", git.common_folder / "refs/heads"]
