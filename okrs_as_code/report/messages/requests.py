"""Requests of a message: the tasks of a person in words, each with the address and the command that do it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from urllib.parse import quote

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.record import Role
from okrs_as_code.model.grouping import group_pairs
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.model.tasks import Task, TaskKind
from okrs_as_code.phrases import join_words
from okrs_as_code.report.messages.content import (
    MAX_ROWS,
    Action,
    CheckInRequest,
    HelpRequest,
    OwnRequest,
    Rows,
    WaitingGroup,
    WaitingItem,
    quoted_text,
    title_text,
)
from okrs_as_code.report.messages.message_links import MessageLinks
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.agreement_phrases import earlier_agreement
from okrs_as_code.report.wording.unreadable_phrases import last_check_in_phrase


class Requests:
    """Puts tasks into words for messages about a site's data; `now` is the cycle that commands take by themselves."""

    def __init__(self, site: SiteData, links: MessageLinks, now: Cycle) -> None:
        self._site = site
        self._plan, self._directory = site.plan, site.directory
        self._links = links
        self._now = now

    def help(self, task: Task) -> HelpRequest:
        """The help that a task asks for, in the words of whoever asks."""
        node = self._plan.key_results.get(task.subject)
        objective = self._plan.objectives.get(task.subject)
        address = self._links.key_result(node) if node is not None else None
        if objective is not None:
            address = self._links.objective(objective)
        goal = node or objective
        return HelpRequest(
            asker=title_text(self._directory.person_name(task.asked_by)) if task.asked_by is not None else "",
            day=self._day(task.since) if task.since is not None else "",
            title=title_text(goal.content.title if goal is not None else task.subject),
            address=address,
            words=quoted_text(task.text or ""),
            answer=self._answer(task.asked_by),
            reply_to=self._address(task.asked_by),
        )

    def _address(self, person: str | None) -> str | None:
        entry = self._directory.people.get(person) if person is not None else None
        return entry.emails[0] if entry is not None and entry.emails else None

    def _answer(self, asker: str | None) -> Action | None:
        """The way to answer somebody: their address, else their account on the forge."""
        entry = self._directory.people.get(asker) if asker is not None else None
        if entry is None or asker is None:
            return None
        words = title_text(f"Answer {self._directory.first_name(asker)}")
        if entry.emails:
            return Action(words, f"mailto:{quote(entry.emails[0], safe='@')}")
        if entry.account is not None and self._site.forge_links is not None:
            return Action(words, self._site.forge_links.profile(entry.account))
        return None

    def check_ins(self, person: str, waiting: Sequence[Task]) -> Iterator[CheckInRequest]:
        """Yields the check-ins of somebody, those of each cycle in one form."""
        for cycle, some in self._by_cycle(waiting):
            standings = self._standings_of(some)
            address = self._links.check_in(person, cycle, standings)
            words = "Check in" if len(some) == 1 else "Check in on both" if len(some) == 2 else "Check in on all"
            is_walk = cycle == self._now or len(standings) > 1
            command = "okrs check-in" if is_walk else f"okrs check-in {standings[0].node.id}"
            titles = tuple(title_text(standing.node.content.title) for standing in standings)
            action = Action(words, address, command)
            missing = self._links.missing(address, [standing.node for standing in standings])
            unknown = tuple(title_text(node.content.title) for node in missing)
            is_filled_in = self._links.is_filled_in(address)
            yield CheckInRequest(Rows(titles, address=address), action, is_filled_in, Rows(unknown))

    def groups(self, person: str, by_kind: Mapping[TaskKind, Sequence[Task]]) -> Iterator[WaitingGroup]:
        """Yields what else waits for somebody, by kind."""
        items: Mapping[TaskKind, tuple[str, Callable[[Sequence[Task]], Iterable[WaitingItem]]]] = {
            TaskKind.AGREE: ("Waits for your agreement", lambda some: self._agreements(person, some)),
            TaskKind.GRADE: ("How did it end?", lambda some: self._grades(person, some)),
            TaskKind.OWNER: ("Needs an owner", lambda some: map(self._owner, some)),
            TaskKind.REPAIR: ("Cannot be read", lambda some: map(self._repair, some)),
        }
        address = self._links.person(self._now, person) or self._links.overview(self._now)
        for kind, (title, make) in items.items():
            if kind in by_kind:
                yield WaitingGroup(title, Rows(tuple(make(by_kind[kind])), address=address))

    def _agreements(self, person: str, waiting: Sequence[Task]) -> Iterator[WaitingItem]:
        for cycle, some in self._by_cycle(waiting):
            pending = [
                (standing.node, _role(task)) for task, standing in zip(some, self._standings_of(some), strict=True)
            ]
            addresses = self._links.agreements(person, cycle, pending)
            for (node, role), address in zip(pending, addresses, strict=True):
                reason = self._agreement_reason(self._site.assessment.key_result(node), person, role)
                action = Action("Read and agree", address, f"okrs agree {node.id}")
                yield WaitingItem(title_text(node.content.title), title_text(reason), action)

    def _agreement_reason(self, standing: KeyResultStanding, person: str, role: Role) -> str:
        earlier = earlier_agreement(standing)
        if earlier is not None and earlier.by == person:
            return f"the terms changed after you agreed on {self._day(earlier.day)}"
        if role == "owner":
            return "you are its owner"
        return f"owned by {self._directory.person_name(standing.node.owner)}, and you are its manager"

    def _grades(self, person: str, waiting: Sequence[Task]) -> Iterator[WaitingItem]:
        for cycle, some in self._by_cycle(waiting):
            standings = self._standings_of(some)
            addresses = self._links.grades(person, cycle, standings)
            for task, standing, address in zip(some, standings, addresses, strict=True):
                until = f"until {self._day(task.due)}" if task.due is not None and task.due >= self._site.today else ""
                command = f"okrs grade {standing.node.id}"
                yield WaitingItem(title_text(standing.node.content.title), until, Action("Grade it", address, command))

    def _owner(self, task: Task) -> WaitingItem:
        node = self._plan.key_results.get(task.subject)
        if node is None:
            return self._repair(task)
        who = title_text(self._directory.person_name(node.owner))
        since = f" since {self._day(task.since)}" if task.since is not None else ""
        action = Action("Name an owner", self._links.file(node.file), f"okrs assign {node.id} PERSON")
        return WaitingItem(title_text(node.content.title), f"{who} is not here any more{since}", action)

    def _repair(self, task: Task) -> WaitingItem:
        elements = (one for one in self._plan.unreadable if (one.subject, one.title) == (task.subject, task.text))
        element = next(elements, None)
        file = element.file if element is not None else task.subject
        reason = f"in {file}: it has no owner" if task.kind is TaskKind.OWNER else f"in {file}"
        action = Action("Open the file", self._links.file(file), "okrs lint")
        return WaitingItem(title_text(task.text or task.subject), title_text(reason), action)

    def question(self, task: Task) -> WaitingItem:
        """The question about a long silence."""
        node = self._plan.key_results[task.subject]
        standing = self._site.assessment.key_result(node)
        action = Action("Look at it", self._links.key_result(node), f"okrs show {node.id}")
        return WaitingItem(
            title_text(node.content.title),
            f"{title_text(self._directory.person_name(node.owner))}, "
            f"{last_check_in_phrase(standing, self._site.today)}",
            action,
        )

    def own_requests(self, person: str, tasks: Sequence[Task]) -> Iterator[OwnRequest]:
        """Yields the help that somebody asked for and that still stands, with those whom it waits for."""
        reached: dict[tuple[str, str], list[str]] = {}
        for task in tasks:
            is_own = task.kind is TaskKind.HELP and task.asked_by == person
            if is_own and task.text is not None and task.person is not None:
                reached.setdefault((task.subject, task.text), []).append(self._directory.first_name(task.person))
        for (subject, words), names in reached.items():
            days = [task.since for task in tasks if (task.subject, task.text) == (subject, words) and task.since]
            day = self._day(days[0]) if days else ""
            whom = join_words([title_text(name) for name in names[:MAX_ROWS]])
            more = f" and {len(names) - MAX_ROWS} more" if len(names) > MAX_ROWS else ""
            waits = f"It waits for {whom}{more}. Is it answered? Say so in your check-in."
            yield OwnRequest(quoted_text(words), day, waits)

    def _by_cycle(self, waiting: Iterable[Task]) -> Iterator[tuple[Cycle, tuple[Task, ...]]]:
        for name, some in group_pairs((task.cycle, task) for task in waiting).items():
            yield next(cycle for cycle in self._plan.cycles if cycle.name == name), some

    def _standings_of(self, waiting: Iterable[Task]) -> list[KeyResultStanding]:
        return [self._site.assessment.key_result(self._plan.key_results[task.subject]) for task in waiting]

    def _day(self, day: date) -> str:
        return numbers.short_day(day, self._site.today)


def _role(task: Task) -> Role:
    return "manager" if task.text == "manager" else "owner"
