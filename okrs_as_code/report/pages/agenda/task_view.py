"""Views of tasks: what waits, grouped by what is to be done, so that nobody is ranked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.unreadable import UnreadableElement
from okrs_as_code.model.grouping import group_pairs
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.model.tasks import Task, TaskKind
from okrs_as_code.report.inline import EMPTY, Inline, code, concat, join, join_with_and, words
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.pages.template_values import FileView
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import STATES
from okrs_as_code.report.wording.unreadable_phrases import last_check_in_phrase

_TITLES: Mapping[TaskKind, str] = {
    TaskKind.HELP: "Help is asked for",
    TaskKind.CHECK_IN: "Check-ins",
    TaskKind.AGREE: "Agreements",
    TaskKind.GRADE: "Grades",
    TaskKind.SUPPORT: "No check-in for long: does it need support, or a new owner?",
    TaskKind.OWNER: "To find an owner for",
    TaskKind.REPAIR: "Cannot be read",
}
_COMMANDS: Mapping[TaskKind, str] = {
    TaskKind.CHECK_IN: "okrs check-in",
    TaskKind.AGREE: "okrs agree",
    TaskKind.GRADE: "okrs grade",
    TaskKind.OWNER: "okrs assign",
}
"""The commands that do a task, each with what it is about behind it."""
_OF_PEOPLE = frozenset((TaskKind.HELP, TaskKind.AGREE))
"""Tasks that people ask of each other, which pages without people do not have."""


class TaskView(NamedTuple):
    """Something that waits; `said` are the words of whoever asks for it."""

    link: Inline
    said: Inline
    details: Inline
    people: Inline
    """Those for whom it waits; empty on a page of one of them, where the details name them, and without people."""
    cycle: Inline | None
    """The cycle that it belongs to, where that is not the page's."""
    act: Inline | None
    """Where to do it: a link, else a command."""


class ActionView(NamedTuple):
    """A link to the file that does all of a group in one cycle."""

    file: FileView
    cycle: Inline | None


TaskGroup = Mapping[str, Any]
"""Tasks of one `kind`, with a `title`, their `rows`, and the `actions` that do all of them."""


class TaskViews:
    """Makes the views of tasks for one page, in the cycle of that page."""

    def __init__(self, context: PageContext, cycle: Cycle) -> None:
        self._context = context
        self._cycle = cycle
        plan = context.site.plan
        self._key_results, self._objectives = plan.key_results, plan.objectives

    def waiting(self, tasks: Iterable[Task]) -> tuple[Task, ...]:
        """Those of the tasks that a page in the cycle shows: of every cycle while it runs, else its own.

        A check-in waits from the day on which it is due.
        """
        site = self._context.site
        return tuple(
            task
            for task in tasks
            if (self._cycle.has(site.today) or task.cycle == self._cycle.name)
            and not (task.kind is TaskKind.CHECK_IN and task.due is not None and task.due > site.today)
            and (site.with_people or task.kind not in _OF_PEOPLE)
        )

    def standings(self, tasks: Iterable[Task]) -> list[KeyResultStanding]:
        """The key results that tasks are about."""
        subjects = dict.fromkeys(task.subject for task in tasks if task.subject in self._key_results)
        return [self._context.site.assessment.key_result(self._key_results[subject]) for subject in subjects]

    def groups(self, tasks: Iterable[Task], *, person: str | None = None) -> tuple[TaskGroup, ...]:
        """The groups of tasks that are not empty, in the order of their kinds; `person` is whose page it is."""
        by_kind = group_pairs((task.kind, task) for task in tasks)
        return tuple(
            {
                "kind": kind,
                "title": _TITLES[kind],
                "rows": [self._view(some, person) for some in _by_subject(by_kind[kind])],
                "actions": list(self._actions(kind, by_kind[kind], person)) if person is not None else [],
            }
            for kind in _TITLES
            if kind in by_kind
        )

    def _view(self, tasks: Sequence[Task], person: str | None) -> TaskView:
        """The view of one thing that may wait for several people."""
        task, context = tasks[0], self._context
        people = EMPTY if person is not None or not context.site.with_people else self._people(tasks)
        node: KeyResultNode | ObjectiveNode | None = self._key_results.get(task.subject)
        node = node or self._objectives.get(task.subject)
        element = self._element(task) if node is None else None
        return TaskView(
            link=self._link(node, element, task),
            said=context.site.said(task.text) if task.kind is TaskKind.HELP else EMPTY,
            details=self._details(task, tasks, people, person),
            people=people if task.kind is not TaskKind.HELP else EMPTY,
            cycle=self._cycle_link(task.cycle),
            act=self._act(task, node, element),
        )

    def _people(self, tasks: Sequence[Task]) -> Inline:
        """The people for whom one thing waits."""
        known = (self._context.person_link(task.person, self._known(task.cycle)) for task in tasks if task.person)
        return join_with_and(dict.fromkeys(known)) or words("nobody yet")

    def _link(
        self, node: KeyResultNode | ObjectiveNode | None, element: UnreadableElement | None, task: Task
    ) -> Inline:
        if isinstance(node, KeyResultNode):
            return self._context.key_result_link(node)
        if node is not None:
            return self._context.objective_link(node)
        return self._context.unreadable_title(element) if element is not None else EMPTY

    def _element(self, task: Task) -> UnreadableElement | None:
        elements = self._context.site.plan.unreadable
        return next((one for one in elements if one.subject == task.subject and one.title == task.text), None)

    def _details(self, task: Task, tasks: Sequence[Task], people: Inline, person: str | None) -> Inline:
        """All that there is to know about a task.

        The day on which a check-in was due is on the page of its owner alone: nowhere else is a list of what is late.
        """
        context, node = self._context, self._key_results.get(task.subject)
        if task.kind is TaskKind.HELP and task.asked_by is not None:
            asker = context.person_link(task.asked_by, self._known(task.cycle))
            return concat(asker, words(" asks "), people) if people else concat(words("asked by "), asker)
        if task.kind is TaskKind.CHECK_IN and task.due is not None and person is not None:
            return words(f"due on {numbers.day(task.due)}")
        if task.kind is TaskKind.GRADE and task.due is not None:
            return words(f"how did it end? until {numbers.day(task.due)}")
        if node is None:
            return EMPTY
        standing = context.site.assessment.key_result(node)
        if task.kind is TaskKind.AGREE:
            roles = join_with_and(f"as {one.text}" for one in tasks)
            measure = numbers.measure_phrase(node.content.measure)
            state = STATES[standing.consent.state]
            return concat(roles, words(": "), measure, words(f", due {numbers.day(node.due)}; {state}"))
        if task.kind is TaskKind.SUPPORT:
            owner, last = context.owner_link(node), words(last_check_in_phrase(standing))
            return join(filter(None, (owner, last)))
        if task.kind is TaskKind.OWNER and context.site.with_people:
            return concat(context.owner_link(node), words(" is not here any more"))
        return EMPTY

    def _act(
        self, task: Task, node: KeyResultNode | ObjectiveNode | None, element: UnreadableElement | None
    ) -> Inline | None:
        context, site = self._context, self._context.site
        if element is not None:
            return context.edit_link(element.file)
        if node is None or task.kind not in _COMMANDS or not site.with_people:
            return None
        if task.kind is TaskKind.OWNER and site.forge_links is not None:
            return context.edit_link(node.file if isinstance(node, ObjectiveNode) else node.objective.file)
        if site.forge_links is not None:
            return None  # one link does all of a group
        return code(f"{_COMMANDS[task.kind]} {node.id}")

    def _actions(self, kind: TaskKind, tasks: Sequence[Task], person: str) -> Iterable[ActionView]:
        """Yields the links that do all of a kind, one for each cycle."""
        context, site = self._context, self._context.site
        for name, some in group_pairs((task.cycle, task) for task in tasks).items():
            cycle = self._known(name)
            standings = self.standings(some)
            if cycle is None or cycle == self._cycle:
                continue  # the page has the link above
            file = None
            if kind is TaskKind.CHECK_IN:
                file = context.check_in_link(person, cycle, standings)
            elif kind is TaskKind.GRADE:
                file = context.grade_link(person, cycle, standings)
            elif kind is TaskKind.AGREE:
                pending = site.cycle_data(cycle).pending_agreements.get(person, ())
                file = context.agreement_link(person, cycle, [(standing.node, role) for role, standing in pending])
            if file is not None:
                yield ActionView(file, self._cycle_link(name))

    def _known(self, name: str) -> Cycle | None:
        return next((cycle for cycle in self._context.site.cycles if cycle.name == name), None)

    def _cycle_link(self, name: str) -> Inline | None:
        cycle = self._known(name)
        return self._context.cycle_link(cycle) if cycle is not None and cycle != self._cycle else None


def _by_subject(tasks: Iterable[Task]) -> Iterable[Sequence[Task]]:
    """The tasks that are about the same."""
    return group_pairs((_about(task), task) for task in tasks).values()


def _about(task: Task) -> tuple[str, str | None]:
    """The key of a task's matter: two that cannot be read may be in one file, and one may wait for several people."""
    return task.subject, task.text if task.kind is not TaskKind.AGREE else None
