"""Tasks: what waits for whom, over all cycles that run. Whatever pages, commands and messages ask of people is here.

Nobody who has left is asked. What falls to nobody is a task without a person, so that it is seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.consent import uses_agreements
from okrs_as_code.model.files.record import CheckInEntry, ObjectiveEntry
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.goals.unreadable import UnreadableElement, UnreadableKind
from okrs_as_code.model.grading import asks_for_grade, graded_from
from okrs_as_code.model.people.people_directory import Directory
from okrs_as_code.model.progress.judgement import Judgement
from okrs_as_code.model.progress.progress import COUNTED_AFTER_END
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding
from okrs_as_code.model.timeline import RecordEntry

_ENDED = (Status.CLOSED, Status.DROPPED)
_GOALS = (UnreadableKind.OBJECTIVE, UnreadableKind.KEY_RESULT)


class TaskKind(StrEnum):
    """The kind of a task, in the order in which people see them."""

    HELP = "help"
    CHECK_IN = "check-in"
    AGREE = "agree"
    GRADE = "grade"
    SUPPORT = "support"
    OWNER = "owner"
    REPAIR = "repair"


class Task(NamedTuple):
    """Something that waits for a person; `person` is None where it falls to nobody.

    `subject` is a complete id, or the file of what cannot be read. `since` is the day from which it waits and `due` the
    day by which it should be done, as far as there is one; `is_late` says that it is beyond its grace.
    """

    kind: TaskKind
    person: str | None
    subject: str
    cycle: str
    since: date | None = None
    due: date | None = None
    asked_by: str | None = None
    text: str | None = None
    is_late: bool = False


def tasks(assessment: Assessment) -> tuple[Task, ...]:
    """All tasks on the day of an assessment, by kind, then by day and subject."""
    plan = assessment.plan
    standings = (assessment.key_result(node) for node in plan.key_results.values())
    found = [task for standing in standings for task in _key_result_tasks(assessment, standing)]
    for objective in plan.objectives.values():
        found += _objective_tasks(assessment, assessment.objective(objective))
    found += _repairs(plan, assessment.today)
    kinds = list(TaskKind)
    return tuple(sorted(found, key=lambda task: (kinds.index(task.kind), task.since or date.min, task.subject)))


def check_in_task(assessment: Assessment, standing: KeyResultStanding | Judgement) -> Task | None:
    """The check-in that a key result needs next, due or not yet; None where nobody is asked for one."""
    node, today = standing.node, assessment.today
    is_asked = standing.status not in (*_ENDED, Status.NOT_STARTED) and not standing.is_done
    due = standing.check_in_due
    if not is_asked or due == date.max or due > node.end or today > node.end + COUNTED_AFTER_END:
        return None
    person = node.owner if can_be_asked(assessment.plan.directory, node.owner, today) else None
    is_late = standing.status is Status.STALE
    return Task(TaskKind.CHECK_IN, person, node.id, node.cycle.name, min(due, today), due, is_late=is_late)


def grade_task(assessment: Assessment, standing: KeyResultStanding | Judgement) -> Task | None:
    """The grade that a key result needs, from the day on which it can be given; None where nobody is asked for one."""
    node, today = standing.node, assessment.today
    if not asks_for_grade(node.end, today) or standing.status in _ENDED:
        return None
    first, due = graded_from(node.end), assessment.days_off.next_day(node.end + COUNTED_AFTER_END)
    person = responsible(assessment.plan, node, today)
    return Task(TaskKind.GRADE, person, node.id, node.cycle.name, first, due, is_late=today > due)


def can_be_asked(directory: Directory, person: str | None, today: date) -> bool:
    """Whether somebody is known and has not left."""
    entry = directory.people.get(person) if person is not None else None
    if entry is None:
        return person is not None and person in directory.unreadable_people
    return entry.left is None or entry.left >= today


def responsible(plan: Plan, node: KeyResultNode, today: date) -> str | None:
    """The owner; where they have left, the manager, else the owner of the objective, else the team's lead."""
    directory, owner = plan.directory, node.owner
    if can_be_asked(directory, owner, today):
        return owner
    team = directory.teams.get(directory.resolve_team(node.objective.team))
    lead = team.lead if team is not None else None
    others = (directory.manager_of(node.content), node.objective.content.owner, lead)
    return next((person for person in others if can_be_asked(directory, person, today)), None)


def named_people(directory: Directory, text: str) -> tuple[str, ...]:
    """The people whom a text names: by id, login, full name, or a first name that one person alone has."""
    first_names: dict[str, list[str]] = {}
    for person, entry in directory.people.items():
        first_names.setdefault(entry.name.split()[0] if entry.name.split() else "", []).append(person)
    unique = {people[0]: name for name, people in first_names.items() if name[:1].isupper() and len(people) == 1}
    named = []
    for person, entry in directory.people.items():
        names = [entry.name, person, *([entry.account] if entry.account else []), *([unique.get(person)])]
        if any(name and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) for name in names):
            named.append(person)
    return tuple(named)


def _key_result_tasks(assessment: Assessment, standing: KeyResultStanding) -> Iterator[Task]:
    node, today, plan = standing.node, assessment.today, assessment.plan
    if standing.status in _ENDED or (node.start > today and node.cycle.start > today):
        return
    manager = standing.consent.manager.person if standing.consent.manager is not None else None
    if standing.asking is not None:
        yield from _help_tasks(plan.directory, node.objective, node.id, standing.asking, manager, today)
    check_in = check_in_task(assessment, standing)
    if check_in is not None:
        yield check_in
    if today <= node.end and uses_agreements(plan, node.cycle):
        yield from (
            Task(TaskKind.AGREE, role.person, node.id, node.cycle.name, text=role.role)
            for role in standing.consent.waits_for
            if can_be_asked(plan.directory, role.person, today)
        )
    grade = grade_task(assessment, standing)
    if grade is not None:
        yield grade
    if today > node.end:
        return
    if not can_be_asked(plan.directory, node.owner, today):
        entry = plan.directory.people.get(node.owner)
        since = entry.left + timedelta(days=1) if entry is not None and entry.left is not None else None
        person = responsible(plan, node, today)
        yield Task(TaskKind.OWNER, person, node.id, node.cycle.name, since)
    elif standing.needs_a_word:
        person = manager if can_be_asked(plan.directory, manager, today) else None
        yield Task(TaskKind.SUPPORT, person, node.id, node.cycle.name, _silent_since(assessment, standing))


def _objective_tasks(assessment: Assessment, standing: ObjectiveStanding) -> Iterator[Task]:
    node, today, directory = standing.node, assessment.today, assessment.plan.directory
    if standing.asking is None or standing.closed or node.cycle.start > today:
        return
    owner = node.content.owner
    manager = directory.manager_of_person(owner) if owner is not None else None
    yield from _help_tasks(directory, node, node.id, standing.asking, manager, today)


def _help_tasks(
    directory: Directory,
    objective: ObjectiveNode,
    subject: str,
    asking: RecordEntry[CheckInEntry] | RecordEntry[ObjectiveEntry],
    manager: str | None,
    today: date,
) -> Iterator[Task]:
    """Yields a request for help as a task of each person whom it names and of the manager, else of the team's lead."""
    text = asking.entry.help or ""
    team = directory.teams.get(directory.resolve_team(objective.team))
    named = _askable(directory, (*named_people(directory, text), manager), asking.by, today)
    lead = _askable(directory, (team.lead if team is not None else None,), asking.by, today)
    for person in named or lead or (None,):
        cycle = objective.cycle.name
        yield Task(TaskKind.HELP, person, subject, cycle, asking.day, asked_by=asking.by, text=text)


def _askable(directory: Directory, people: Iterable[str | None], asker: str, today: date) -> tuple[str, ...]:
    known = (person for person in people if person is not None and person != asker)
    return tuple(dict.fromkeys(person for person in known if can_be_asked(directory, person, today)))


def _silent_since(assessment: Assessment, standing: KeyResultStanding) -> date:
    """The first day on which the silence was long, which does not move while it lasts."""
    run, day = assessment.run(standing.node), assessment.today
    agreement = standing.consent.owner.current
    said = max(run.on(day).last, agreement.day if agreement is not None else date.min)
    while day > standing.node.start and run.on(day - timedelta(days=1)).is_silent_since(said):
        day -= timedelta(days=1)
    return day


def _repairs(plan: Plan, today: date) -> Iterator[Task]:
    """Yields what cannot be read as a task of its owner, else of the team's lead, else of the stewards."""
    goals = {element.subject for element in plan.unreadable_goals(today)}
    for element in plan.unreadable:
        if element.kind in _GOALS and element.subject not in goals:
            continue
        kind = TaskKind.OWNER if element.lacks_owner_alone else TaskKind.REPAIR
        for person in _repairers(plan, element, today) or (None,):
            yield Task(kind, person, element.subject, element.cycle, text=element.title)


def _repairers(plan: Plan, element: UnreadableElement, today: date) -> tuple[str, ...]:
    directory = plan.directory
    team = directory.teams.get(directory.resolve_team(element.team)) if element.team else None
    for people in ((element.owner,), (team.lead if team is not None else None,), plan.config.stewards):
        askable = _askable(directory, people, "", today)
        if askable:
            return askable
    return ()
