"""The backlog: goals without a cycle, under ids such as `backlog/content/podcast`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from okrs_as_code.model.files.backlog import BacklogKeyResult, BacklogObjective
from okrs_as_code.model.goals.unreadable import UnreadableElement
from okrs_as_code.model.grouping import group_pairs
from okrs_as_code.model.people.people_directory import Directory

BACKLOG = "backlog"
"""The name of the folder of goals without a cycle, which stands in their ids in the place of a cycle."""


def names_backlog(id_: str, directory: Directory) -> bool:
    """Whether an id is that of something in the backlog, and not of a team called so."""
    return id_.partition("/")[0] == BACKLOG and not directory.knows_team(BACKLOG)


@dataclass(frozen=True, eq=False, slots=True)
class BacklogKeyResultNode:
    """A key result of the backlog that fits its model, at a position of its goal's list."""

    id: str
    """The goal's id and its own; where it has none, its place: `backlog/content/podcast#2`."""
    content: BacklogKeyResult
    position: int
    file: str

    @property
    def path(self) -> tuple[str | int, ...]:
        """The key path at which it is written in the file."""
        return ("key_results", self.position)

    @property
    def name(self) -> str:
        """Its id without its goal's; where it has none, its title."""
        return self.content.id or self.content.title

    @property
    def days(self) -> None:
        """None: nobody knows how long it will run."""


@dataclass(frozen=True, eq=False, slots=True)
class BacklogNode:
    """A goal of the backlog; `content` has the parts that fit where not all of it does."""

    file: str
    team: str
    slug: str
    content: BacklogObjective
    key_results: tuple[BacklogKeyResultNode, ...]
    unreadable: tuple[UnreadableElement, ...] = ()
    """Its unreadable elements: itself where something beside its key results does not fit, and key results."""

    @property
    def id(self) -> str:
        """The complete id: `backlog/team/slug`."""
        return f"{BACKLOG}/{self.short_id}"

    @property
    def short_id(self) -> str:
        """The id that it will have in a cycle."""
        return f"{self.team}/{self.slug}"

    @property
    def broken(self) -> bool:
        """Whether something beside its key results cannot be read."""
        return any(element.subject == self.id for element in self.unreadable)


class Backlog:
    """The goals of the backlog in the order of their ids, and what in it cannot be read."""

    def __init__(self, nodes: Iterable[BacklogNode] = (), unread: Iterable[UnreadableElement] = ()) -> None:
        self.nodes: Mapping[str, BacklogNode] = {node.id: node for node in sorted(nodes, key=lambda node: node.id)}
        self._unread = tuple(unread)

    def __bool__(self) -> bool:
        return bool(self.nodes or self._unread)

    @cached_property
    def unreadable(self) -> tuple[UnreadableElement, ...]:
        """All elements that cannot be read, whole goals among them, in the order of their files."""
        parts = (element for node in self.nodes.values() for element in node.unreadable)
        return tuple(sorted((*self._unread, *parts), key=lambda element: element.file))

    @cached_property
    def unreadable_goals(self) -> tuple[UnreadableElement, ...]:
        """The goals of which nothing can be read."""
        return tuple(sorted(self._unread, key=lambda element: element.file))

    @cached_property
    def by_team(self) -> Mapping[str, tuple[BacklogNode, ...]]:
        """The goals by the team in whose folder they lie."""
        return group_pairs((node.team, node) for node in self.nodes.values())
