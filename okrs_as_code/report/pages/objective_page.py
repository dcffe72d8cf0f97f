"""An objective: why, what is above and below, and each key result with all that was said about it."""

from __future__ import annotations

from okrs_as_code.model.assessment import ObjectiveStanding
from okrs_as_code.report.pages.objective_view import objective_view
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.page_frame import days_phrase, page_frame
from okrs_as_code.report.site_data import SiteData, objective_page
from okrs_as_code.report.templates import Templates

TEMPLATE = "objective.md.j2"


def render(book: SiteData, templates: Templates, standing: ObjectiveStanding) -> tuple[str, str]:
    """Path and text of the page."""
    node = standing.node
    path = objective_page(node)
    desk = PageContext(book, path, node.cycle)
    page = templates.render(
        TEMPLATE,
        frame=page_frame(desk, node.content.title, [desk.team(node.team)], node.cycle),
        days=days_phrase(node.cycle, desk),
        objective=objective_view(desk, standing, whole=True),
    )
    return path, page
