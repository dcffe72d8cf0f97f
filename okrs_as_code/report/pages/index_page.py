"""The index page: the cycles, and how to read the other pages."""

from __future__ import annotations

from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import tally
from okrs_as_code.phrases import count_phrase
from okrs_as_code.report.inline import EMPTY, Inline, code, concat, link, words
from okrs_as_code.report.pages.figures import count_views, roll_up_bar, status_sign
from okrs_as_code.report.pages.outcome_view import outcome_of
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.page_frame import days_phrase, page_frame
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.templates import Templates
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import STATUS_MEANINGS, SYMBOLS, counts_phrase

TEMPLATE = "index"
_EXPLAINED_WHERE_PRESENT = (Status.PAUSED, Status.DONE)
"""Statuses that the legend leaves out while no key result has them: most repositories never see them."""


def render(site: SiteData, templates: Templates) -> tuple[str, str]:
    """Path and text of the page."""
    context = PageContext(site, site.paths.index)
    cycles = []
    for cycle in site.cycles:
        roll_up, cycle_data = site.assessment.cycle(cycle.name), site.cycle_data(cycle)
        cycles.append(
            {
                "link": context.cycle_link(cycle),
                "runs": cycle.has(site.today),
                "days": days_phrase(cycle, site.today),
                "progress": numbers.bar_percent(roll_up.score),
                "bar": roll_up_bar(roll_up.score, cycle, site.today),
                "coverage": numbers.coverage(roll_up, "objective"),
                "outcome": outcome_of(cycle_data.key_results),
                "is_over": site.today > cycle.end,
                "statuses": counts_phrase(tally(cycle_data.key_results)) or "no key results",
                "counts": count_views(tally(cycle_data.key_results)),
                "teams": tuple(context.team_link(team, cycle) for team in sorted(cycle_data.teams)),
            }
        )
    back_dated = [
        {
            "day": numbers.day(record.day),
            "by": context.person_link(record.by),
            "file": code(record.file) if site.with_people else EMPTY,
        }
        for record in site.back_dated
    ]
    standings = [standing for cycle in site.cycles for standing in site.cycle_data(cycle).key_results]
    present = tally(standings)
    legend = [
        {"symbol": SYMBOLS[status], "sign": status_sign(status), "word": str(status), "meaning": meaning}
        for status, meaning in STATUS_MEANINGS.items()
        if status in present or status not in _EXPLAINED_WHERE_PRESENT
    ]
    page = templates.render(
        TEMPLATE,
        frame=page_frame(
            context,
            site.title,
            unreadable=tuple(site.plan.unreadable),
            standings=standings,
            objectives=[objective for cycle in site.cycles for objective in site.cycle_data(cycle).objectives],
        ),
        cycles=cycles,
        legend=legend,
        back_dated=back_dated,
        backlog=_backlog_link(context),
    )
    return site.paths.index, page


def _backlog_link(context: PageContext) -> Inline | None:
    """A link to the backlog, with the number of its goals; None where there is none."""
    site, backlog = context.site, context.site.workspace.backlog
    if not backlog:
        return None
    count = len(backlog.nodes) + len(backlog.unreadable_goals)
    return concat(link("Backlog", context.path_to(site.paths.backlog)), words(f": {count_phrase(count, 'goal')}"))
