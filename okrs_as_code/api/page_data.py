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
    from okrs_as_code.model.goals.goal import KeyResultNode
    from okrs_as_code.model.goals.plan import Plan
    from okrs_as_code.report.page_form import PageForm
    from okrs_as_code.report.site_data import SiteData
    from okrs_as_code.workspace.repository import Repository

_TASK_RULES = frozenset(("CHK001", "CYC002"))
"""The rules whose findings come from tasks, which pages have already."""


def site_data(
    repository: Repository,
    today: date,
    form: PageForm | None = None,
    since: date | None = None,
    *,
    with_people: bool = True,
    key_results: Sequence[KeyResultNode] | None = None,
) -> SiteData:
    """The data of all pages in a form, by default of Markdown; git and the lint are asked only for what is used.

    For `since`, `with_people` and `key_results` see `SiteData`. Raises OkrsError as that.
    """
    from okrs_as_code.api.links import branch_to_link
    from okrs_as_code.report.page_form import MARKDOWN
    from okrs_as_code.report.site_data import SiteData
    from okrs_as_code.workspace.snapshot import RepositorySnapshot

    return SiteData(
        repository.workspace,
        today,
        repository.prefix,
        repository.back_dated if isinstance(repository, RepositorySnapshot) else (),
        key_results,
        branch_to_link(repository),
        form if form is not None else MARKDOWN,
        since,
        with_people=with_people,
        earlier_goals=_goals_on_first_day(repository),
        arrived=arrivals(repository),
        follow_ups=_follow_ups(repository),
    )


def _goals_on_first_day(repository: Repository) -> Callable[[Cycle], Plan | None]:
    """A function that reads the goals of a cycle as they were on its first day, as far as history here reaches."""

    def read(cycle: Cycle) -> Plan | None:
        from okrs_as_code.workspace.earlier_goals import earlier_goals

        return earlier_goals(repository, cycle, cycle.start, _revision(repository))

    return read


def arrivals(repository: Repository) -> Callable[[date], Mapping[str, date]]:
    """A function that gives the days after one on which records came to the main branch, by file."""

    def read(since: date) -> Mapping[str, date]:
        from okrs_as_code.workspace.arrivals import arrivals

        return arrivals(repository, since, _revision(repository))

    return read


def _revision(repository: Repository) -> str:
    """The revision at which history is read: that of a snapshot, else HEAD."""
    from okrs_as_code.workspace.snapshot import RepositorySnapshot

    return repository.commit.id if isinstance(repository, RepositorySnapshot) else "HEAD"


def _follow_ups(repository: Repository) -> Callable[[Assessment], Sequence[Finding]]:
    """A function that finds the questions that the numbers raise, beside those that are tasks of somebody."""

    def find(assessment: Assessment) -> Sequence[Finding]:
        from okrs_as_code.lint.run import follow_ups

        return follow_ups(repository.workspace, assessment, without=_TASK_RULES)

    return find


def history_sources(start: Path) -> list[Path]:
    """The files and folders on which the days depend on which records came to the main branch.

    Raises OkrsError where there is no root.
    """
    from okrs_as_code.api.links import branch_sources
    from okrs_as_code.git.client import Git
    from okrs_as_code.workspace.root import find_root

    return branch_sources(Git.containing(find_root(start)))
