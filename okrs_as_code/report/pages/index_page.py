"""The first page: the cycles, and how to read the others."""

from __future__ import annotations

from okrs_as_code.report.markdown import code
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.page_frame import days_phrase, page_frame
from okrs_as_code.report.site_data import INDEX, SiteData
from okrs_as_code.report.templates import Templates
from okrs_as_code.report.views.status import tally
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import MEANINGS, SYMBOLS, counts_phrase

TEMPLATE = "index.md.j2"


def render(book: SiteData, templates: Templates) -> tuple[str, str]:
    """Path and text of the page."""
    desk = PageContext(book, INDEX)
    cycles = []
    for cycle in book.cycles:
        roll_up, chapter = book.assessment.cycle(cycle.name), book.chapter(cycle)
        cycles.append(
            {
                "link": desk.cycle(cycle),
                "runs": cycle.has(book.today),
                "days": days_phrase(cycle, desk),
                "progress": numbers.bar_percent(roll_up.score),
                "coverage": numbers.coverage(roll_up, "objective"),
                "statuses": counts_phrase(tally(chapter.key_results)) or "no key results",
                "teams": tuple(desk.team(team, cycle) for team in sorted(chapter.teams)),
            }
        )
    legend = [{"symbol": SYMBOLS[status], "word": str(status), "meaning": words} for status, words in MEANINGS.items()]
    back_dated = [
        {"day": numbers.day(one.day), "by": desk.person(one.by), "file": code(one.file)} for one in book.back_dated
    ]
    page = templates.render(
        TEMPLATE, frame=page_frame(desk, book.title), cycles=cycles, legend=legend, back_dated=back_dated
    )
    return INDEX, page
