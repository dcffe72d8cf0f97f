"""The desk at which one page is written: links from there, and views of what it tells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.assessment import KeyResultStanding
from okrs_as_code.model.cycle import Cycle
from okrs_as_code.model.files.objective import Initiative, TeamOwner
from okrs_as_code.model.files.record import Role
from okrs_as_code.model.grading import asks_for_grades
from okrs_as_code.model.plan import KeyResultNode, ObjectiveNode
from okrs_as_code.report.forge_links import NewFile
from okrs_as_code.report.markdown import Markdown, bold, code, fenced, joined, link, text
from okrs_as_code.report.pages.grade_skeleton import grade_path, grade_skeleton
from okrs_as_code.report.pages.skeletons import (
    agreement_file,
    check_in_path,
    check_in_skeleton,
    objective_path,
    objective_skeleton,
)
from okrs_as_code.report.pages.view_models import FileView
from okrs_as_code.report.site_data import SiteData, cycle_page, objective_page, person_page, relative, team_page


class PageContext:
    """Writes for one page of one book; `cycle` is the page's own."""

    def __init__(self, book: SiteData, page: str, cycle: Cycle | None = None) -> None:
        self.book = book
        self.page = page
        self._cycle = cycle

    def to(self, page: str) -> str:
        """The way to another page."""
        return relative(self.page, page)

    def cycle(self, cycle: Cycle) -> Markdown:
        """A link to the overview of a cycle."""
        return link(cycle.name, self.to(cycle_page(cycle.name)))

    def person(self, person: str, cycle: Cycle | None = None) -> Markdown:
        """A person's name, linked where they have a page."""
        cycle = cycle or self._cycle
        name = self.book.directory.person_name(person)
        if cycle is None or person not in self.book.chapter(cycle).people:
            return text(name)
        return link(name, self.to(person_page(cycle.name, person)))

    def team(self, team: str, cycle: Cycle | None = None) -> Markdown:
        """A team's name, linked where it has a page."""
        cycle = cycle or self._cycle
        team = self.book.directory.resolve_team(team) if team not in self.book.directory.teams else team
        name = self.book.directory.team_name(team)
        if cycle is None or team not in self.book.chapter(cycle).teams:
            return text(name)
        return link(name, self.to(team_page(cycle.name, team)))

    def objective_link(self, node: ObjectiveNode) -> Markdown:
        """An objective's title, linked."""
        return link(node.content.title, self.to(objective_page(node)))

    def key_result_link(self, node: KeyResultNode) -> Markdown:
        """A key result's title, linked to its place on the objective's page."""
        page = objective_page(node.objective)
        way = "" if page == self.page else self.to(page)
        return link(node.content.title, f"{way}#{node.content.id}")

    def owner(self, node: KeyResultNode) -> Markdown:
        """The accountable person; for a team, who leads it there."""
        owner = node.content.owner
        if isinstance(owner, TeamOwner):
            return Markdown(f"{self.person(owner.lead, node.cycle)} for {self.team(owner.team, node.cycle)}")
        return self.person(owner, node.cycle)

    def contributors(self, node: KeyResultNode) -> Markdown | None:
        """Who helps, people and teams."""
        directory = self.book.directory
        parts = [
            self.person(one, node.cycle) if directory.knows_person(one) else self.team(one, node.cycle)
            for one in node.content.contributors
        ]
        return joined(parts) if parts else None

    def initiative(self, initiative: Initiative) -> Markdown:
        """Work that is done for an objective."""
        return text(initiative.title) if initiative.link is None else link(initiative.title, initiative.link)

    def edit(self, path: str) -> Markdown | None:
        """A link that opens a file in the forge's editor."""
        return link("edit", self.book.forge.edit(path)) if self.book.forge is not None else None

    def propose(self, cycle: Cycle, team: str) -> FileView | None:
        """A link that proposes an objective of a team."""
        forge, plan = self.book.forge, self.book.plan
        if forge is None or self.book.today > cycle.end or team not in self.book.directory.teams:
            return None
        above = self.book.directory.teams[team].part_of
        known = plan.in_cycle(cycle.name) + (() if cycle.is_year else plan.in_cycle(cycle.year))
        parent = next((node.short_id for node in known if above is not None and node.team == above), None)
        file = forge.new_file(objective_path(cycle, team), objective_skeleton(cycle, parent, self.book.today))
        return self._file("propose an objective", file)

    def check_in(self, person: str, cycle: Cycle, standings: Iterable[KeyResultStanding]) -> FileView | None:
        """A link that checks in on what a person owns and is open."""
        due = [one for one in standings if one.grade is None and one.node.start <= self.book.today]
        if self.book.forge is None or not due or not self.book.is_open(cycle):
            return None
        content = check_in_skeleton(person, self.book.today, due)
        return self._file("check in", self.book.forge.new_file(check_in_path(cycle, person, self.book.today), content))

    def agree(self, person: str, cycle: Cycle, asked: Sequence[tuple[KeyResultNode, Role]]) -> FileView | None:
        """A link that agrees to all that waits for a person in an open cycle; none where it is too much."""
        known = self.book.directory.people.get(person)
        gone = known is None or (known.left is not None and known.left < self.book.today)
        if self.book.forge is None or not asked or gone or self.book.today > cycle.end:
            return None
        try:
            path, content = agreement_file(person, self.book.today, asked)
        except OkrsError:
            return None
        return self._file("agree", self.book.forge.new_file(path, content))

    def grade(self, person: str, cycle: Cycle, standings: Iterable[KeyResultStanding]) -> FileView | None:
        """A link that grades what a person owns and is open, while the cycle is being graded."""
        forge, today = self.book.forge, self.book.today
        due = [one for one in standings if one.grade is None]
        if forge is None or not due or not asks_for_grades(cycle, today):
            return None
        content = grade_skeleton(person, self.book.directory.manager_of_person(person), today, due)
        return self._file("grade", forge.new_file(grade_path(cycle, person, today), content))

    def _file(self, label: str, file: NewFile) -> FileView:
        to_paste = fenced(file.to_paste) if file.to_paste is not None else None
        return FileView(bold(link(label, file.address)), code(file.path), to_paste)
