"""The pages of a site, by their path."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from operator import call
from pathlib import Path

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.processes import FORKS, ProgressCallback, in_processes, processors
from okrs_as_code.report.pages import (
    index_page,
    objective_page,
    objective_picture,
    overview_page,
    person_page,
    retrospective_page,
    team_page,
)
from okrs_as_code.report.pages.lists import backlog_page, people_page, search_index, tags_page, teams_page
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.templates import Templates
from okrs_as_code.report.views.closing import ClosingView

PageRenderer = Callable[[], list[tuple[str, str]]]
"""Renders a page, and returns its path and its text, and those of the pages on which its lists go on."""
_MIN_PAGES_FOR_PROCESSES = 100
"""Number of pages from which a second process saves more time than it takes to start."""
_MAX_PROCESSES = 4
"""Number of processes at once; each takes memory of its own for what it computes."""
_BATCH_SIZE = 64
"""Number of pages that a process makes before it hands them over."""


def pages(
    site: SiteData, root: Path | None = None, cycle: str | None = None, progress: ProgressCallback | None = None
) -> dict[str, str]:
    """The text of every page by its path; with `cycle` the index, the backlog and the pages of that cycle only.

    Templates in `root` take the place of ours. `progress` is called with how many pages of how many are made. Raises
    OkrsError where a template is broken.
    """
    form, templates = site.form, Templates(root, site.form, site.plan.config.language)
    texts = {asset: form.marked(asset, templates.source(f"{form.templates}{asset}")) for asset in form.assets}
    renderers = list(_renderers(site, templates, cycle, root))
    workers = min(processors(), _MAX_PROCESSES) if FORKS and len(renderers) >= _MIN_PAGES_FOR_PROCESSES else 1
    for done, made in enumerate(in_processes(workers, call, renderers, _BATCH_SIZE), 1):
        texts |= {path: form.marked(path, page) for path, page in made}
        if progress is not None:
            progress(done, len(renderers))
    return texts


def retrospective(site: SiteData, cycle: Cycle, root: Path | None = None) -> tuple[str, str]:
    """Path and text of a cycle's retrospective page, the same as among all pages."""
    [(path, page)] = retrospective_page.render(site, Templates(root), cycle)
    return path, site.form.marked(path, page)


def _renderers(site: SiteData, templates: Templates, only: str | None, root: Path | None) -> Iterator[PageRenderer]:
    form = site.form
    yield partial(index_page.render, site, templates)
    if form.is_web_site:
        yield partial(_alone, search_index.render, site)
    if site.workspace.backlog:
        yield partial(backlog_page.render, site, templates)
    for cycle in site.cycles:
        if only is not None and cycle.name != only:
            continue
        yield partial(overview_page.render, site, templates, cycle)
        if ClosingView(site, cycle).has_page:
            site.goal_moves(cycle)  # before there are processes, so that git is asked once
            yield partial(retrospective_page.render, site, templates, cycle)
        cycle_data = site.cycle_data(cycle)
        if form.is_web_site and cycle_data.teams:
            yield partial(teams_page.render, site, templates, cycle)
        if form.is_web_site and cycle_data.people and site.with_people:
            yield partial(people_page.render, site, templates, cycle)
        if cycle_data.tags:
            yield partial(tags_page.render, site, templates, cycle)
        pictures = Templates(root, form.pictures) if form.pictures is not None else None
        people = set(cycle_data.people) if site.with_people else set()
        for team in sorted(cycle_data.teams):  # all that shows the same goals together, as one process has them already
            yield partial(team_page.render, site, templates, cycle, team)
            for standing in cycle_data.objectives_by_team.get(team, ()):
                yield partial(_alone, objective_page.render, site, templates, standing)
                if pictures is not None:
                    yield partial(_alone, objective_picture.render, site, pictures, standing)
            owners = {one.node.owner for one in cycle_data.key_results_by_team.get(team, ())}
            for person in sorted(people & owners):
                yield partial(person_page.render, site, templates, cycle, person)
            people -= owners
        for person in sorted(people):
            yield partial(person_page.render, site, templates, cycle, person)


def _alone(render: Callable[..., tuple[str, str]], *values: object) -> list[tuple[str, str]]:
    """A page whose lists go on on no other."""
    return [render(*values)]
