"""An objective's page: why, the objectives above and below, and each key result with all its records."""

from __future__ import annotations

from okrs_as_code.model.standing import ObjectiveStanding
from okrs_as_code.report.pages.objective_view import ObjectiveView
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.page_frame import days_phrase, page_frame
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.templates import Templates

TEMPLATE = "objective"


def render(site: SiteData, templates: Templates, standing: ObjectiveStanding) -> tuple[str, str]:
    """Path and text of the page."""
    node = standing.node
    path = site.paths.objective(node)
    context = PageContext(site, path, node.cycle)
    page = templates.render(
        TEMPLATE,
        frame=page_frame(
            context,
            node.content.title,
            node.cycle,
            [context.team_link(node.team)],
            unreadable=site.plan.unreadable.about_objective(node.cycle.name, node.team, node.id),
            standings=standing.key_results,
            objectives=[standing],
        ),
        days=days_phrase(node.cycle, site.today),
        objective=ObjectiveView(context, standing, whole=True),
    )
    return path, page
