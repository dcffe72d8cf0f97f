"""The index page: the cycles, and how to read the other pages."""

from __future__ import annotations

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import tally
from okrs_as_code.phrases import count_phrase
from okrs_as_code.report.inline import EMPTY, Inline, code, concat, link, words
from okrs_as_code.report.pages.figures import count_views, roll_up_bar, status_sign
from okrs_as_code.report.pages.lists.parts import by_rows, render_parts
from okrs_as_code.report.pages.outcome_view import outcome_of
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.page_frame import days_phrase, page_frame
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.templates import Templates
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import STATUS_MEANINGS, SYMBOLS, counts_phrase

TEMPLATE = "index"
_MAX_TEAMS = 20
"""Number of a cycle's teams that are shown on the web site, where another page has them all."""
_EXPLAINED_WHERE_PRESENT = (Status.PAUSED, Status.DONE)
"""Statuses that the legend leaves out while no key result has them: most repositories never see them."""


def render(site: SiteData, templates: Templates) -> list[tuple[str, str]]:
    """Paths and texts of the page, and of those on which it goes on."""
    context = PageContext(site, site.paths.index)
    cycles = []
    for cycle in site.cycles:
        roll_up, cycle_data = site.assessment.cycle(cycle.name), site.cycle_data(cycle)
        teams = sorted(cycle_data.teams)
        shown = _MAX_TEAMS if site.form.is_web_site else len(teams)
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
                "teams": tuple(context.team_link(team, cycle) for team in teams[:shown]),
                "more_teams": _more_teams(context, cycle, len(teams[shown:])),
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
    return render_parts(
        context,
        templates,
        TEMPLATE,
        {"cycles": by_rows(lambda cycle: 1 + len(cycle["teams"])), "back_dated": by_rows()},
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


def _more_teams(context: PageContext, cycle: Cycle, count: int) -> Inline | None:
    """A link to all teams of a cycle, where some are not shown; else None."""
    return link(f"and {count} more", context.path_to(context.site.paths.teams(cycle.name))) if count else None


def _backlog_link(context: PageContext) -> Inline | None:
    """A link to the backlog, with the number of its goals; None where there is none."""
    site, backlog = context.site, context.site.workspace.backlog
    if not backlog:
        return None
    count = len(backlog.nodes) + len(backlog.unreadable_goals)
    return concat(link("Backlog", context.path_to(site.paths.backlog)), words(f": {count_phrase(count, 'goal')}"))
