"""The inbox of a person: all that waits for them today, in lines for a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from okrs_as_code.model.grouping import group_pairs
from okrs_as_code.model.tasks import Task, TaskKind
from okrs_as_code.report.messages.content import Action
from okrs_as_code.report.messages.person_messages import PersonMessages
from okrs_as_code.report.site_data import SiteData

_MAX_ADDRESS_LENGTH = 200
NOTHING = "Nothing waits for you."


@dataclass(frozen=True)
class Inbox:
    """All that waits for one person, help first."""

    person: str
    messages: PersonMessages
    tasks: tuple[Task, ...]

    def lines(self) -> Iterator[str]:
        """Lines for a terminal, each thing with the address or the command that does it."""
        if not self.tasks:
            yield NOTHING
            return
        requests = self.messages.requests
        by_kind = group_pairs((task.kind, task) for task in self.tasks)
        for help_ in map(requests.help, by_kind.get(TaskKind.HELP, ())):
            yield f"{help_.asker} asks for help with {help_.title} ({help_.day}):"
            yield f"  {help_.words}"
            yield from _steps(help_.answer)
        for check_in in requests.check_ins(self.person, by_kind.get(TaskKind.CHECK_IN, ())):
            yield "Check in:"
            yield from (f"  {title}" for title in check_in.titles)
            yield from _steps(check_in.action)
        for group in requests.groups(self.person, by_kind):
            yield f"{group.title}:" if not group.title.endswith("?") else group.title
            for item in group.items:
                yield f"  {item.title}{f' ({item.reason})' if item.reason else ''}"
                yield from _steps(item.action)
        for question in map(requests.question, by_kind.get(TaskKind.SUPPORT, ())):
            yield "No news for long: does it need support, or a new owner?"
            yield f"  {question.title} ({question.reason})"
            yield from _steps(question.action)

    def as_json(self) -> dict[str, Any]:
        """The inbox for other programs."""
        return {"person": self.person, "tasks": [_task_json(task) for task in self.tasks]}


def inbox(site: SiteData, person: str) -> Inbox:
    """The inbox of somebody about a site's data, on its day."""
    messages = PersonMessages(site)
    return Inbox(person, messages, messages.inbox(person))


def _steps(action: Action | None) -> Iterator[str]:
    """The lines that say where to do it; an address that carries a whole file is nothing to read in a terminal."""
    if action is not None and action.address is not None and len(action.address) <= _MAX_ADDRESS_LENGTH:
        yield f"    {action.words}: {action.address}"
    if action is not None and action.command is not None:
        yield f"    {action.command}"


def _task_json(task: Task) -> dict[str, Any]:
    return {
        "kind": str(task.kind),
        "subject": task.subject,
        "cycle": task.cycle,
        "since": task.since.isoformat() if task.since is not None else None,
        "due": task.due.isoformat() if task.due is not None else None,
        "asked_by": task.asked_by,
        "text": task.text,
    }
