"""Assesses how things stand, and makes views of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from okrs_as_code.api.page_data import arrivals

if TYPE_CHECKING:
    from okrs_as_code.model.assessment import Assessment
    from okrs_as_code.report.views.backlog import BacklogView
    from okrs_as_code.report.views.filters import Filters
    from okrs_as_code.report.views.status import CycleStatus
    from okrs_as_code.signing.status import Signatures
    from okrs_as_code.workspace.repository import Repository


def assess(repository: Repository, today: date) -> Assessment:
    """The assessment of everything in the working tree on a day. Raises OkrsError as `signatures`."""
    from okrs_as_code.model.assessment import Assessment

    return Assessment(repository.workspace.plan, today, signatures(repository).valid)


def signatures(repository: Repository) -> Signatures:
    """The signatures under agreements in the working tree, checked. Raises OkrsError where ssh-keygen cannot be run."""
    from okrs_as_code.signing.verification import check_signatures

    workspace = repository.workspace
    return check_signatures(workspace.plan, workspace.signers, workspace.signature_statuses)


def status(
    repository: Repository, today: date, *, cycle: str | None = None, filters: Filters | None = None
) -> CycleStatus:
    """The status of a cycle on a day; `as_json()` of it is for other programs.

    Raises OkrsError for a cycle, team or person that is not there; `signatures.note` says what could not be checked.
    """
    from okrs_as_code.report.views.status import cycle_status

    return cycle_status(repository.workspace, today, cycle, filters, arrivals(repository))


def backlog(repository: Repository, team: str | None = None) -> BacklogView:
    """The backlog, of a team or of all; `as_json()` of it is for other programs.

    Raises OkrsError for a team that is not there.
    """
    from okrs_as_code.report.views.backlog import backlog_view

    return backlog_view(repository.workspace, team)
