"""An objective: why, what is above and below, and each key result with all that was said about it."""

from __future__ import annotations

from okrs_as_code.model.assessment import ObjectiveStanding
from okrs_as_code.report.book import Book, objective_page
from okrs_as_code.report.desk import Desk
from okrs_as_code.report.environment import Templates
from okrs_as_code.report.frame import days_words, frame
from okrs_as_code.report.objective_view import objective_view

TEMPLATE = "objective.md.j2"


def render(book: Book, templates: Templates, standing: ObjectiveStanding) -> tuple[str, str]:
    """Path and text of the page."""
    node = standing.node
    path = objective_page(node)
    desk = Desk(book, path, node.cycle)
    page = templates.render(
        TEMPLATE,
        frame=frame(desk, node.content.title, [desk.team(node.team)], node.cycle),
        days=days_words(node.cycle, desk),
        objective=objective_view(desk, standing, whole=True),
    )
    return path, page
