"""Messages of people: each person's own, from the tasks and the activity of all running cycles, computed once for all.

Notes go to the owner of a key result and to the lead of its team, words of help to those they are addressed to. The
week of the whole organization has neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cached_property

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.cycles.message_days import MessageDays
from okrs_as_code.model.goals.lookup import default_cycle, running_cycles
from okrs_as_code.model.grouping import group_pairs
from okrs_as_code.model.history.activity import activity
from okrs_as_code.model.people.people_directory import Directory
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.model.tasks import Task, TaskKind, tasks
from okrs_as_code.phrases import count_phrase, join_words
from okrs_as_code.report.messages.content import (
    MAX_ROWS,
    Action,
    GoalList,
    PersonMessage,
    Rows,
    WeekSummary,
    title_text,
)
from okrs_as_code.report.messages.goal_rows import GoalRows
from okrs_as_code.report.messages.message_links import MessageLinks
from okrs_as_code.report.messages.requests import Requests
from okrs_as_code.report.messages.sentences import sentence
from okrs_as_code.report.messages.weeks import Changes, Weeks
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.views.attention import by_urgency

QUESTION_STANDS = timedelta(days=14)
"""The time for which the question about a long silence stands in messages: two of them."""


class PersonMessages:
    """Makes the message of each person about a site's data, on its day."""

    def __init__(self, site: SiteData) -> None:
        self._site = site
        self._plan, self._directory = site.plan, site.directory
        self._today = site.today
        self._links = MessageLinks(site)
        self._rows = GoalRows(site, self._links)
        self.requests = Requests(site, self._links, self.cycles[0])
        self._weeks = Weeks(site, self._links, self._changes)

    def days(self, person: str) -> MessageDays:
        """The days of somebody's messages."""
        return MessageDays.of(self._plan.config.digest, self._site.assessment.presence(person))

    def message(self, person: str) -> PersonMessage:
        """The message of somebody, as if it were due today."""
        return self._message(person, self.waiting(person))

    def reminder(self, person: str, asked: Iterable[Task]) -> PersonMessage:
        """The reminder of what was asked by somebody's message and still waits; without anything else."""
        still = {_identity(task) for task in asked}
        waiting = [task for task in self.waiting(person) if _identity(task) in still]
        return self._message(person, waiting, reminds=True)

    def waiting(self, person: str) -> tuple[Task, ...]:
        """The tasks that a message asks somebody for: check-ins where a goal would be stale before the next message."""
        return tuple(task for task in self._tasks.get(person, ()) if self._is_asked(task, person))

    def asks(self, person: str) -> bool:
        """Whether a message would ask somebody for anything; a question about a long silence is no more than that."""
        return any(task.kind is not TaskKind.SUPPORT for task in self.waiting(person))

    def inbox(self, person: str) -> tuple[Task, ...]:
        """All that waits for somebody today: what a message asks, and the check-ins that are due already."""
        return tuple(
            task
            for task in self._tasks.get(person, ())
            if self._is_asked(task, person) or (task.due is not None and task.due <= self._today)
        )

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        """The cycles of messages: that of now first, then the others that run."""
        cycles = (default_cycle(self._plan, self._today), *running_cycles(self._plan, self._today))
        return tuple({cycle.name: cycle for cycle in cycles}.values())

    @cached_property
    def _tasks(self) -> Mapping[str, tuple[Task, ...]]:
        return group_pairs((task.person, task) for task in self._all_tasks if task.person is not None)

    @cached_property
    def _all_tasks(self) -> tuple[Task, ...]:
        return tasks(self._site.assessment)

    @cached_property
    def _changes(self) -> Changes:
        nodes = [node for cycle in self.cycles for one in self._plan.in_cycle(cycle.name) for node in one.key_results]
        found = activity(self._site.assessment, nodes, self._site.since)
        return group_pairs((change.subject, change) for change in found.changes)

    def _is_asked(self, task: Task, person: str) -> bool:
        if task.kind is TaskKind.CHECK_IN:
            judgement = self._site.assessment.run(self._plan.key_results[task.subject]).on(self._today)
            return self.days(person).asks_for(judgement.stale_on, self._today)
        if task.kind is TaskKind.SUPPORT:
            return task.since is None or self._today - task.since < QUESTION_STANDS
        return True

    def _message(self, person: str, waiting: Sequence[Task], *, reminds: bool = False) -> PersonMessage:
        entry = self._directory.people.get(person)
        by_kind = group_pairs((task.kind, task) for task in waiting)
        help_tasks, check_ins = by_kind.get(TaskKind.HELP, ()), by_kind.get(TaskKind.CHECK_IN, ())
        groups = tuple(self.requests.groups(person, by_kind))
        questions = tuple(map(self.requests.question, by_kind.get(TaskKind.SUPPORT, ()))) if not reminds else ()
        owned = () if reminds else tuple(self._owned(person))
        everything = self._links.person(self.cycles[0], person) or self._links.overview(self.cycles[0])
        teams = () if reminds else tuple(self._teams(person))
        takes_all = not reminds and self._gets_all(person)
        weeks = self._week_summaries(teams, takes_all=takes_all)
        askers = dict.fromkeys(
            title_text(self._directory.first_name(task.asked_by)) for task in help_tasks if task.asked_by is not None
        )
        shown = [standing.node.id for standing in self._standings(person, teams, takes_all=takes_all)]
        own_requests = () if reminds else tuple(self.requests.own_requests(person, self._all_tasks))
        message = PersonMessage(
            person=person,
            first_name=title_text(self._directory.first_name(person)),
            heading=self.heading,
            sentence=sentence(
                list(askers),
                check_ins=len(check_ins),
                agreements=len({task.subject for task in by_kind.get(TaskKind.AGREE, ())}),
                grades=len(by_kind.get(TaskKind.GRADE, ())),
                owners=len(by_kind.get(TaskKind.OWNER, ())),
                repairs=len(by_kind.get(TaskKind.REPAIR, ())),
                questions=len(questions),
                reached=len({title for week in weeks for title in week.reached}),
                needing_help=len({title for week in weeks for title in week.needs_help}),
                reminds=reminds,
            ),
            help=Rows(tuple(map(self.requests.help, help_tasks)), address=everything),
            check_ins=Rows(tuple(self.requests.check_ins(person, check_ins)), address=everything),
            waiting=groups,
            own_requests=Rows(own_requests, address=everything),
            owned=Rows(owned, address=everything),
            weeks=Rows(weeks, address=everything),
            questions=Rows(questions, address=everything),
            reason=self._reason(person, bool(owned), bool(teams), takes_all=takes_all),
            settings=Action("Get it elsewhere, or not at all", self._links.settings(), None),
            overview=Action(f"all of {self.cycles[0].name}", self._links.overview(self.cycles[0])),
            has_news=any(self._changes.get(id_) for id_ in shown) and entry is not None,
            page=self._links.person(self.cycles[0], person),
            reminds=reminds,
        )
        return message.limited(MAX_ROWS)

    def company(self) -> WeekSummary:
        """The week of the whole organization."""
        return self._weeks.of_all(self.cycles[0]).limited(MAX_ROWS)

    @property
    def directory(self) -> Directory:
        """The people whose messages these are."""
        return self._directory

    @property
    def heading(self) -> str:
        """The line above a message: the organization, the cycle that is now, and the days that are left."""
        cycle = self.cycles[0]
        left = (cycle.end - self._today).days
        parts = [title_text(self._site.title), cycle.name]
        if cycle.has(self._today):
            parts.append(f"{count_phrase(left, 'day')} left" if left else "last day")
        return " · ".join(parts)

    def _owned(self, person: str) -> Iterator[GoalList]:
        """Yields what somebody owns, by cycle."""
        for cycle in self.cycles:
            data = self._site.cycle_data(cycle)
            standings = by_urgency(data.key_results_by_owner.get(person, ()))
            unreadable = data.unreadable_key_results_by_owner.get(person, ())
            if standings or unreadable:
                title = "What you own" if len(self.cycles) == 1 else f"What you own in {cycle.name}"
                address = self._links.person(cycle, person) or self._links.overview(cycle)
                yield self._rows.key_results(title, standings, unreadable, address, of_owner=True, with_notes=True)

    def _teams(self, person: str) -> Iterator[str]:
        """Yields the teams that somebody leads and that have goals now."""
        with_goals = self._site.cycle_data(self.cycles[0]).objectives_by_team
        for team, entry in self._directory.teams.items():
            if entry.lead == person and team in with_goals:
                yield team

    def _gets_all(self, person: str) -> bool:
        """Whether somebody gets the week of all: who subscribed, and everybody of a single team without a lead.

        Who owns all of it sees it already.
        """
        teams = list(self._directory.teams.values())
        if person in self._plan.config.digest.subscribers:
            return True
        is_shared = any(one.node.owner != person for one in self._site.cycle_data(self.cycles[0]).key_results)
        return len(teams) == 1 and teams[0].lead is None and is_shared

    def _week_summaries(self, teams: Iterable[str], *, takes_all: bool) -> tuple[WeekSummary, ...]:
        summaries = [self._weeks.of_team(self.cycles[0], team) for team in teams]
        if takes_all:
            summaries.append(self._weeks.of_all(self.cycles[0]))
        return tuple(summary for summary in summaries if summary.goals.rows)

    def _standings(self, person: str, teams: Iterable[str], *, takes_all: bool) -> Iterator[KeyResultStanding]:
        """Yields the key results that a message shows."""
        for cycle in self.cycles:
            yield from self._site.cycle_data(cycle).key_results_by_owner.get(person, ())
        data = self._site.cycle_data(self.cycles[0])
        for team in teams:
            yield from data.key_results_by_team.get(team, ())
        if takes_all:
            yield from data.key_results

    def _reason(self, person: str, owns: bool, leads: bool, *, takes_all: bool) -> str:
        """Why somebody gets the message, and when it does not come."""
        reasons = [f"own key results in {self.cycles[0].name}"] if owns else []
        reasons += ["lead a team"] if leads else []
        if takes_all:
            is_subscribed = person in self._plan.config.digest.subscribers
            reasons.append("subscribed to the week of all" if is_subscribed else "are one of the team")
        because = f"because you {join_words(reasons)}" if reasons else "because something waits for you"
        day = self._plan.config.digest.day.capitalize()
        return f"You get this on {day}s {because}; nothing comes when nothing waits for you, nor while you are away."


def _identity(task: Task) -> tuple[TaskKind, str, str | None]:
    return task.kind, task.subject, task.asked_by
