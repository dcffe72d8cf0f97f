"""Addresses in messages: of the published site where config names one, else of the forge's pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar
from urllib.parse import parse_qs, quote, urlsplit

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import PEOPLE_FILE
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.record import Role
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding
from okrs_as_code.report.forge_links import CONTENT_KEY
from okrs_as_code.report.grade_skeleton import grade_day, grade_skeleton
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.skeletons import agreement_skeleton, check_in_day, check_in_skeleton, record_path

T = TypeVar("T")
MAX_ADDRESS_LENGTH = 2000
"""Length in characters beyond which an address carries no content: readers of mail cut longer ones."""


class MessageLinks:
    """The addresses for messages about a site's data; each is None where neither a site nor a forge is known."""

    def __init__(self, site: SiteData) -> None:
        self._site = site
        self._address = site.plan.config.site
        self._forge = site.forge_links

    def overview(self, cycle: Cycle) -> str | None:
        """The overview of a cycle; on a forge the folder of its goals."""
        return self._page(self._site.paths.cycle(cycle.name)) or self._view(f"okrs/{cycle.name}")

    def person(self, cycle: Cycle, person: str) -> str | None:
        """A person's page; None without a site."""
        return self._page(self._site.paths.person(cycle.name, person))

    def team(self, cycle: Cycle, team: str) -> str | None:
        """A team's page; on a forge the folder of its goals."""
        return self._page(self._site.paths.team(cycle.name, team)) or self._view(f"okrs/{cycle.name}/{team}")

    def objective(self, node: ObjectiveNode) -> str | None:
        """An objective's page, or its file."""
        return self._page(self._site.paths.objective(node)) or self._view(node.file)

    def key_result(self, node: KeyResultNode) -> str | None:
        """The place of a key result on its objective's page, or the file."""
        page = self._page(self._site.paths.objective(node.objective))
        return f"{page}#{node.content.id}" if page is not None else self._view(node.file)

    def file(self, path: str) -> str | None:
        """A file in the forge's editor; `path` begins at the root."""
        return self._forge.edit(path) if self._forge is not None else None

    def settings(self) -> str | None:
        """The place where people say whether, and how, they get messages."""
        return self.file(PEOPLE_FILE)

    def check_in(
        self,
        person: str,
        cycle: Cycle,
        standings: Sequence[KeyResultStanding],
        objectives: Sequence[ObjectiveStanding] = (),
    ) -> str | None:
        """A form that checks in on some key results of a cycle."""
        page = self.person(cycle, person)
        if page is not None:
            return f"{page}#check-in"
        day = check_in_day(self._site.plan, standings, objectives, self._site.today)
        content = check_in_skeleton(person, day, standings, objectives)
        taken = self._site.cycle_data(cycle).check_in_names.get(f"{day.isoformat()}-{person}", ())
        return self._new_file(record_path(cycle.name, "check-ins", person, day, content, taken), content)

    def is_filled_in(self, address: str | None) -> bool:
        """Whether an address opens a file on the forge with a text to start from."""
        return address is not None and self._forge is not None and f"&{CONTENT_KEY}=" in address

    def missing(self, address: str | None, nodes: Iterable[KeyResultNode]) -> Iterator[KeyResultNode]:
        """Yields the key results that the file which an address opens has no entry for; none where it opens none."""
        if address is not None and self.is_filled_in(address):
            lines = parse_qs(urlsplit(address).query)[CONTENT_KEY][0].splitlines()
            yield from (node for node in nodes if f"  {node.short_id}:" not in lines)

    def agreements(self, person: str, cycle: Cycle, pending: Sequence[tuple[KeyResultNode, Role]]) -> list[str | None]:
        """For each of what waits for a person in a cycle a form that agrees to all of it; alone where that is long."""
        page = self.person(cycle, person)
        if page is not None:
            return [f"{page}#agree"] * len(pending)
        return self._together_or_alone(pending, lambda some: self._agreement(person, some))

    def grades(self, person: str, cycle: Cycle, standings: Sequence[KeyResultStanding]) -> list[str | None]:
        """For each of some key results of a cycle a new file that grades all of them; alone where that is long."""
        page = self.person(cycle, person)
        if page is not None:
            return [page] * len(standings)
        return self._together_or_alone(standings, lambda some: self._grade(person, cycle, some))

    def _agreement(self, person: str, pending: Sequence[tuple[KeyResultNode, Role]]) -> str | None:
        try:
            path, content = agreement_skeleton(person, self._site.today, pending)
        except OkrsError:
            return None
        return self._new_file(path, content)

    def _grade(self, person: str, cycle: Cycle, standings: Sequence[KeyResultStanding]) -> str | None:
        day = grade_day(standings, self._site.today)
        content = grade_skeleton(person, self._site.directory.manager_of_person(person), day, standings)
        taken = self._site.cycle_data(cycle).grade_names.get(f"{day.isoformat()}-{person}", ())
        return self._new_file(record_path(cycle.name, "grades", person, day, content, taken), content)

    def _together_or_alone(self, things: Sequence[T], link: Callable[[Sequence[T]], str | None]) -> list[str | None]:
        together = link(things)
        if self._forge is None or self.is_filled_in(together):
            return [together] * len(things)
        return [link([thing]) for thing in things]

    def _page(self, path: str) -> str | None:
        return f"{self._address.rstrip('/')}/{quote(path)}" if self._address is not None else None

    def _view(self, path: str) -> str | None:
        return self._forge.view(path) if self._forge is not None else None

    def _new_file(self, path: str, content: str) -> str | None:
        """The forge's page for a new file, without the comments of its content; without content where that is long."""
        if self._forge is None:
            return None
        lines = [line for line in content.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        has_entry = any(line.startswith("  ") for line in lines)
        address = self._forge.new_file(path, "".join(f"{line}\n" for line in lines)).address
        if has_entry and len(address) <= MAX_ADDRESS_LENGTH:
            return address
        return self._forge.new_file_page(path).address
