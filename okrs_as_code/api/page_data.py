"""The data from which pages are made, with what git and the lint know beside the files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from okrs_as_code.finding import Finding
    from okrs_as_code.model.assessment import Assessment
    from okrs_as_code.model.cycles.cycle import Cycle
    from okrs_as_code.model.goals.plan import Plan
    from okrs_as_code.report.page_form import PageForm
    from okrs_as_code.report.site_data import SiteData
    from okrs_as_code.workspace.repository import Repository

_TASK_RULES = frozenset(("CHK001", "CYC002"))
"""The rules whose findings come from tasks, which pages have already."""


def site_data(
    repository: Repository, today: date, form: PageForm, since: date | None = None, *, with_people: bool = True
) -> SiteData:
    """The data of all pages in a form."""
    from okrs_as_code.api.links import branch_to_link
    from okrs_as_code.report.site_data import SiteData
    from okrs_as_code.workspace.snapshot import RepositorySnapshot

    return SiteData(
        repository.workspace,
        today,
        repository.prefix,
        repository.back_dated if isinstance(repository, RepositorySnapshot) else (),
        branch=branch_to_link(repository),
        form=form,
        since=since,
        with_people=with_people,
        earlier_goals=goals_on_first_day(repository),
        arrived=arrivals(repository),
        follow_ups=follow_ups(repository),
    )


def goals_on_first_day(repository: Repository) -> Callable[[Cycle], Plan | None]:
    """A function that reads the goals of a cycle as they were on its first day, as far as history here reaches."""
    from okrs_as_code.workspace.earlier_goals import earlier_goals
    from okrs_as_code.workspace.snapshot import RepositorySnapshot

    revision = repository.commit.id if isinstance(repository, RepositorySnapshot) else "HEAD"
    return lambda cycle: earlier_goals(repository, cycle, cycle.start, revision)


def arrivals(repository: Repository) -> Callable[[date], Mapping[str, date]]:
    """A function that gives the days after one on which records came to the main branch, by file."""
    from okrs_as_code.workspace import arrivals as history
    from okrs_as_code.workspace.snapshot import RepositorySnapshot

    revision = repository.commit.id if isinstance(repository, RepositorySnapshot) else "HEAD"
    return lambda since: history.arrivals(repository, since, revision)


def follow_ups(repository: Repository) -> Callable[[Assessment], Sequence[Finding]]:
    """A function that finds the questions that the numbers raise, beside those that are tasks of somebody."""
    from okrs_as_code.lint import run

    return lambda assessment: run.follow_ups(repository.workspace, assessment, without=_TASK_RULES)


def history_sources(start: Path) -> list[Path]:
    """The files and folders on which the days depend on which records came to the main branch.

    Raises OkrsError where there is no root.
    """
    from okrs_as_code.api.links import branch_sources
    from okrs_as_code.git.client import Git
    from okrs_as_code.workspace.root import find_root

    return branch_sources(Git.containing(find_root(start)))
