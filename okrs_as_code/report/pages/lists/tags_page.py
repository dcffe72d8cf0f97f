"""A cycle's lists by tag: the objectives and key results that have each tag."""

from __future__ import annotations

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.standing import tally
from okrs_as_code.report.inline import code
from okrs_as_code.report.pages.figures import count_views
from okrs_as_code.report.pages.key_result_view import key_result_views
from okrs_as_code.report.pages.lists.parts import by_groups, render_parts
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.page_frame import days_phrase, page_frame
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.templates import Templates
from okrs_as_code.report.views.attention import by_urgency
from okrs_as_code.report.wording.status_phrases import counts_phrase

TEMPLATE = "tags"


def render(site: SiteData, templates: Templates, cycle: Cycle) -> list[tuple[str, str]]:
    """Paths and texts of the page, and of those on which it goes on."""
    path, cycle_data = site.paths.tags(cycle.name), site.cycle_data(cycle)
    context = PageContext(site, path, cycle)
    by_tag = {tag: cycle_data.key_results_by_tag.get(tag, ()) for tag in cycle_data.tags}
    listed = {standing.node.id: standing for standings in by_tag.values() for standing in standings}
    return render_parts(
        context,
        templates,
        TEMPLATE,
        {
            "tags": by_groups("objectives", "key_results"),
        },
        frame=page_frame(
            context,
            f"{cycle.name} by tag",
            cycle,
            unreadable=cycle_data.unreadable,
            standings=listed.values(),
        ),
        days=days_phrase(cycle, site.today),
        tags=[
            {
                "name": code(tag),
                "place": context.tag_place(tag),
                "statuses": counts_phrase(tally(standings)) or "no key results",
                "counts": count_views(tally(standings)),
                "objectives": [
                    context.objective_link(objective.node) for objective in cycle_data.objectives_by_tag.get(tag, ())
                ],
                "key_results": key_result_views(context, by_urgency(standings)),
            }
            for tag, standings in by_tag.items()
        ],
    )
