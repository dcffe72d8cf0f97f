"""Paths of the pages of a site, below its folder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from okrs_as_code.model.goals.goal import ObjectiveNode

ROWS = 100
"""Number of rows of a list on one page of the web site."""


@dataclass(frozen=True)
class PagePaths:
    """The paths of pages whose files end in `suffix`."""

    suffix: str

    @property
    def index(self) -> str:
        """Path of the first page."""
        return f"index{self.suffix}"

    @property
    def backlog(self) -> str:
        """Path of the page of the backlog."""
        return f"backlog{self.suffix}"

    @property
    def search_index(self) -> str:
        """Path of the script that has all that search finds."""
        return "search-index.js"

    def part(self, page: str, number: int) -> str:
        """Path of a page on which the lists of another go on; its first part, number 1, is that page itself.

        No id has a dot, so no other page is called so.
        """
        return page if number == 1 else f"{page.removesuffix(self.suffix)}.{number}{self.suffix}"

    def cycle(self, cycle: str) -> str:
        """Path of a cycle's overview."""
        return f"{cycle}/index{self.suffix}"

    def retrospective(self, cycle: str) -> str:
        """Path of a cycle's retrospective."""
        return f"{cycle}/retrospective{self.suffix}"

    def teams(self, cycle: str) -> str:
        """Path of a cycle's list of teams."""
        return f"{cycle}/teams{self.suffix}"

    def people(self, cycle: str) -> str:
        """Path of a cycle's list of people."""
        return f"{cycle}/people{self.suffix}"

    def tags(self, cycle: str) -> str:
        """Path of a cycle's lists by tag."""
        return f"{cycle}/tags{self.suffix}"

    def team(self, cycle: str, team: str) -> str:
        """Path of a team's page in a cycle."""
        return f"{cycle}/teams/{team}{self.suffix}"

    def person(self, cycle: str, person: str) -> str:
        """Path of a person's page in a cycle."""
        return f"{cycle}/people/{person}{self.suffix}"

    def is_of_team(self, page: str) -> bool:
        """Whether a path is that of a team's page."""
        return page.split("/")[1:2] == ["teams"]

    def is_of_person(self, page: str) -> bool:
        """Whether a path is that of a person's page."""
        return page.split("/")[1:2] == ["people"]

    def objective(self, node: ObjectiveNode) -> str:
        """Path of an objective's page."""
        return f"{node.cycle.name}/objectives/{node.team}/{node.slug}{self.suffix}"

    def objective_picture(self, node: ObjectiveNode) -> str:
        """Path of the picture of an objective's course, beside its page."""
        return f"{node.cycle.name}/objectives/{node.team}/{node.slug}.svg"


@lru_cache(maxsize=2**12)  # a page links to the same people and teams again and again
def relative_path(page: str, target: str) -> str:
    """Path from one page to another."""
    here, there = page.split("/")[:-1], target.split("/")
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(here, there[:-1], strict=False)))
    return "/".join((*[".."] * (len(here) - shared), *there[shared:]))
