"""A person: what they own, what waits for their agreement, what they help with, and who reports to them."""

from __future__ import annotations

from okrs_as_code.model.cycle import Cycle
from okrs_as_code.report.pages.key_result_view import key_result_view
from okrs_as_code.report.pages.objective_view import objective_views
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.page_frame import days_phrase, page_frame
from okrs_as_code.report.site_data import SiteData, person_page
from okrs_as_code.report.templates import Templates
from okrs_as_code.report.views.attention import by_urgency
from okrs_as_code.report.wording import numbers

TEMPLATE = "person.md.j2"


def render(book: SiteData, templates: Templates, cycle: Cycle, person: str) -> tuple[str, str]:
    """Path and text of the page."""
    path, directory = person_page(cycle.name, person), book.directory
    desk = PageContext(book, path, cycle)
    entry, chapter = directory.people.get(person), book.chapter(cycle)
    owned, waiting = chapter.owned_by, chapter.waiting_for.get(person, ())
    manager = directory.manager_of_person(person)
    reports = [
        {
            "name": desk.person(report),
            "owns": [key_result_view(desk, one) for one in by_urgency(owned.get(report, ()))],
            "needs_help": any(one.needs_help for one in owned.get(report, ())),
        }
        for report in sorted(directory.reports.get(person, ()), key=directory.person_name)
        if report in owned
    ]
    page = templates.render(
        TEMPLATE,
        frame=page_frame(desk, f"{directory.person_name(person)}, {cycle.name}", [], cycle),
        name=directory.person_name(person),
        days=days_phrase(cycle, desk),
        left=numbers.day(entry.left) if entry is not None and entry.left is not None else None,
        away=[
            f"{numbers.day(one.from_)} to {numbers.day(one.until)}"
            for one in (entry.away if entry is not None else ())
            if one.until >= book.today
        ],
        manager=desk.person(manager) if manager is not None else None,
        teams=[
            desk.team(team)
            for team, content in directory.teams.items()
            if person == content.lead or person in content.members
        ],
        agrees=chapter.agrees,
        owns=[key_result_view(desk, one) for one in by_urgency(owned.get(person, ()))],
        keeps=objective_views(desk, chapter.kept_by.get(person, ())),
        waiting=[{"role": role, "key_result": key_result_view(desk, one)} for role, one in waiting],
        helps=[key_result_view(desk, one) for one in chapter.helped_by.get(person, ())],
        reports=reports,
        agree=desk.agree(person, cycle, [(one.node, role) for role, one in waiting]),
        check_in=desk.check_in(person, cycle, owned.get(person, ())),
        grade=desk.grade(person, cycle, owned.get(person, ())),
    )
    return path, page
