"""The picture of an objective's course as a file of its own, which the Markdown page shows."""

from __future__ import annotations

from okrs_as_code.model.standing import ObjectiveStanding
from okrs_as_code.report.pictures import objective
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.templates import Templates

TEMPLATE = "objective"


def render(site: SiteData, templates: Templates, standing: ObjectiveStanding) -> tuple[str, str]:
    """Path and text of the picture; without a mark for today it changes with records and terms only, or each week."""
    node = standing.node
    picture = objective.draw(node.cycle, site.courses.course(node))
    return site.paths.objective_picture(node), templates.render(TEMPLATE, picture=picture)
