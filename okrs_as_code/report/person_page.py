"""A person: what they own, what waits for their agreement, what they help with, and who reports to them."""

from __future__ import annotations

from okrs_as_code.model.cycle import Cycle
from okrs_as_code.report import numbers
from okrs_as_code.report.book import Book, person_page
from okrs_as_code.report.desk import Desk
from okrs_as_code.report.environment import Templates
from okrs_as_code.report.frame import days_words, frame
from okrs_as_code.report.key_result_view import key_result_view
from okrs_as_code.report.needs import by_need
from okrs_as_code.report.objective_view import objective_views

TEMPLATE = "person.md.j2"


def render(book: Book, templates: Templates, cycle: Cycle, person: str) -> tuple[str, str]:
    """Path and text of the page."""
    path, directory = person_page(cycle.name, person), book.directory
    desk = Desk(book, path, cycle)
    entry, chapter = directory.people.get(person), book.chapter(cycle)
    owned, waiting = chapter.owned_by, chapter.waiting_for.get(person, ())
    manager = directory.manager_of_person(person)
    reports = [
        {
            "name": desk.person(report),
            "owns": [key_result_view(desk, one) for one in by_need(owned.get(report, ()))],
            "needs_help": any(one.needs_help for one in owned.get(report, ())),
        }
        for report in sorted(directory.reports.get(person, ()), key=directory.person_name)
        if report in owned
    ]
    page = templates.render(
        TEMPLATE,
        frame=frame(desk, f"{directory.person_name(person)}, {cycle.name}", [], cycle),
        name=directory.person_name(person),
        days=days_words(cycle, desk),
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
        owns=[key_result_view(desk, one) for one in by_need(owned.get(person, ()))],
        keeps=objective_views(desk, chapter.kept_by.get(person, ())),
        waiting=[{"role": role, "key_result": key_result_view(desk, one)} for role, one in waiting],
        helps=[key_result_view(desk, one) for one in chapter.helped_by.get(person, ())],
        reports=reports,
        agree=desk.agree(person, cycle, [(one.node, role) for role, one in waiting]),
        check_in=desk.check_in(person, cycle, owned.get(person, ())),
        grade=desk.grade(person, cycle, owned.get(person, ())),
    )
    return path, page
