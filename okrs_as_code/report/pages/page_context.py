"""Links as one page writes them: to other pages, to addresses, and to the forge's pages for new files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.objective import Initiative, TeamOwner
from okrs_as_code.model.files.record import Role
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.unreadable import UnreadableElement
from okrs_as_code.model.grading import asks_for_grade
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding
from okrs_as_code.report import page_paths
from okrs_as_code.report.forge_links import NewFile
from okrs_as_code.report.grade_skeleton import grade_day, grade_skeleton
from okrs_as_code.report.inline import EMPTY, Inline, bold, code, code_block, concat, join, link, text, words
from okrs_as_code.report.page_paths import relative_path
from okrs_as_code.report.pages.template_values import FileView
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.skeletons import (
    agreement_skeleton,
    check_in_day,
    check_in_skeleton,
    objective_path,
    objective_skeleton,
    record_path,
)


class PageContext:
    """The place of a page in a site, from which it links to others; `cycle` is the page's own.

    A page that is `alone` has no others beside it, so what would lead to them is plain text.
    """

    def __init__(self, site: SiteData, page: str, cycle: Cycle | None = None, *, alone: bool = False) -> None:
        self.site = site
        self.page = page
        self._cycle = cycle
        self._alone = alone

    def path_to(self, page: str) -> str:
        """The relative path to another page."""
        return relative_path(self.page, page)

    def cycle_link(self, cycle: Cycle) -> Inline:
        """A link to the overview of a cycle."""
        return self._page_link(cycle.name, self.site.paths.cycle(cycle.name))

    def _page_link(self, label: str | Inline, page: str, place: str = "") -> Inline:
        """A link to another page, or to a place on one."""
        if self._alone:
            return text(label)
        path = "" if page == self.page and place else self.path_to(page)
        return link(label, f"{path}{place}")

    def unreadable_title(self, element: UnreadableElement) -> Inline:
        """The title of what cannot be read, as it is written; on pages without people its kind and position alone."""
        if self.site.with_people:
            return text(element.title)
        return words(f"{element.kind} {element.position}" if element.position else str(element.kind))

    def person_link(self, person: str, cycle: Cycle | None = None) -> Inline:
        """A person's name, linked where they have a page; empty on pages without people."""
        if not self.site.with_people:
            return EMPTY
        cycle = cycle or self._cycle
        name = self.site.directory.person_name(person)
        if cycle is None or person not in self.site.cycle_data(cycle).people:
            return text(name)
        return self._page_link(name, self.site.paths.person(cycle.name, person))

    def titled_link(self, person: str, cycle: Cycle | None = None) -> Inline:
        """A person's name, linked where they have a page, with the title in brackets where they have one."""
        entry, person_link = self.site.directory.people.get(person), self.person_link(person, cycle)
        if entry is None or entry.title is None or not self.site.with_people:
            return person_link
        return concat(person_link, words(" ("), text(entry.title), words(")"))

    def team_link(self, team: str, cycle: Cycle | None = None) -> Inline:
        """A team's name, linked where it has a page."""
        cycle = cycle or self._cycle
        team = self.site.directory.resolve_team(team) if team not in self.site.directory.teams else team
        name = self.site.directory.team_name(team)
        if cycle is None or team not in self.site.cycle_data(cycle).teams:
            return text(name)
        return self._page_link(name, self.site.paths.team(cycle.name, team))

    def objective_link(self, node: ObjectiveNode) -> Inline:
        """An objective's title, linked."""
        return self._page_link(node.content.title, self.site.paths.objective(node))

    def key_result_link(self, node: KeyResultNode) -> Inline:
        """A key result's title, linked to its place on the objective's page."""
        return self._page_link(node.content.title, self.site.paths.objective(node.objective), f"#{node.content.id}")

    def tag_links(self, cycle: Cycle, tags: Iterable[str]) -> Inline | None:
        """Tags, linked to their lists in a cycle, also where these go on on a next page; None without any."""
        before, is_cut = self.site.cycle_data(cycle).rows_before_tags, self.site.form.is_web_site
        paths = self.site.paths
        links = [
            self._page_link(
                code(tag),
                paths.part(paths.tags(cycle.name), before[tag] // page_paths.ROWS + 1 if is_cut else 1),
                f"#{self.tag_place(tag)}",
            )
            for tag in tags
        ]
        return join(links) if links else None

    def tag_place(self, tag: str) -> str:
        """The name of the place where the list of a tag begins; in Markdown its heading makes it."""
        return f"tag-{tag}" if self.site.form.is_web_site else tag

    def owner_link(self, node: KeyResultNode) -> Inline:
        """The accountable person, linked; for an owning team, its lead and the team.

        On pages without people the owning team alone, else nothing.
        """
        owner = node.content.owner
        if not self.site.with_people:
            team_id = owner.team if isinstance(owner, TeamOwner) else ""
            return self.team_link(team_id, node.cycle) if self.site.directory.knows_team(team_id) else EMPTY
        if isinstance(owner, TeamOwner):
            lead, team = self.titled_link(owner.lead, node.cycle), self.team_link(owner.team, node.cycle)
            return concat(lead, words(" for "), team)
        return self.titled_link(owner, node.cycle)

    def contributor_links(self, node: KeyResultNode) -> Inline | None:
        """The people and teams that contribute, linked; None where there are none."""
        knows_person, knows_team = self.site.directory.knows_person, self.site.directory.knows_team
        shown = (
            id_
            for id_ in node.content.contributors
            if self.site.with_people or (knows_team(id_) and not knows_person(id_))
        )
        links = [
            self.person_link(id_, node.cycle) if knows_person(id_) else self.team_link(id_, node.cycle) for id_ in shown
        ]
        return join(links) if links else None

    def initiative_links(self, initiatives: Iterable[Initiative]) -> tuple[Inline, ...]:
        """The titles of initiatives, linked where they have a link; none on pages without people."""
        shown = initiatives if self.site.with_people else ()
        return tuple(text(one.title) if one.link is None else link(one.title, one.link) for one in shown)

    def edit_link(self, path: str) -> Inline | None:
        """A link that opens a file in the forge's editor; None where no forge is known."""
        return link("edit", self.site.forge_links.edit(path)) if self.site.forge_links is not None else None

    def proposal_link(self, cycle: Cycle, team: str) -> FileView | None:
        """A link that proposes an objective of a team; None after the cycle, and for a team that is not listed."""
        forge_links, plan = self.site.forge_links, self.site.plan
        if forge_links is None or self.site.today > cycle.end or team not in self.site.directory.teams:
            return None
        parent_team = self.site.directory.teams[team].part_of
        cycles = (cycle, *plan.cycles_above(cycle))
        nodes = (node for in_cycle in cycles for node in plan.in_cycle(in_cycle.name))
        parent = next((node.short_id for node in nodes if parent_team is not None and node.team == parent_team), None)
        file = forge_links.new_file(objective_path(cycle, team), objective_skeleton(cycle, parent, self.site.today))
        return self._file_view("propose an objective", file)

    def check_in_link(
        self,
        person: str,
        cycle: Cycle,
        standings: Iterable[KeyResultStanding],
        objectives: Iterable[ObjectiveStanding] = (),
    ) -> FileView | None:
        """A link that checks in on the key results of these that are open; None where there are none.

        With them on those open objectives of which something was said before.
        """
        forge_links, today = self.site.forge_links, self.site.today
        open_ = self._reportable(standings)
        spoken_of = [standing for standing in objectives if standing.latest is not None and not standing.closed]
        counted = open_ or self._reportable(key_result for one in spoken_of for key_result in one.key_results)
        if forge_links is None or not counted:
            return None
        day = check_in_day(self.site.plan, counted, spoken_of, today)
        content = check_in_skeleton(person, day, open_, spoken_of)
        taken = self.site.cycle_data(cycle).check_in_names.get(f"{day.isoformat()}-{person}", ())
        path = record_path(cycle.name, "check-ins", person, day, content, taken)
        return self._file_view("check in", forge_links.new_file(path, content))

    def _reportable(self, standings: Iterable[KeyResultStanding]) -> list[KeyResultStanding]:
        """Those on which check-ins are expected, and that have no grade."""
        return [standing for standing in standings if standing.grade is None and self.site.is_open(standing.node)]

    def agreement_link(
        self, person: str, cycle: Cycle, pending: Sequence[tuple[KeyResultNode, Role]]
    ) -> FileView | None:
        """A link that agrees to all that waits for a person in an open cycle; None where it cannot be written."""
        forge_links, today = self.site.forge_links, self.site.today
        entry = self.site.directory.people.get(person)
        has_left = entry is None or (entry.left is not None and entry.left < today)
        if forge_links is None or not pending or has_left or today > cycle.end:
            return None
        try:
            path, content = agreement_skeleton(person, today, pending)
        except OkrsError:
            return None
        return self._file_view("agree", forge_links.new_file(path, content))

    def grade_link(self, person: str, cycle: Cycle, standings: Iterable[KeyResultStanding]) -> FileView | None:
        """A link that grades the key results of these that have no grade, while they are being graded."""
        forge_links, today = self.site.forge_links, self.site.today
        ungraded = [one for one in standings if one.grade is None and asks_for_grade(one.node.end, today)]
        if forge_links is None or not ungraded:
            return None
        day = grade_day(ungraded, today)
        content = grade_skeleton(person, self.site.directory.manager_of_person(person), day, ungraded)
        taken = self.site.cycle_data(cycle).grade_names.get(f"{day.isoformat()}-{person}", ())
        path = record_path(cycle.name, "grades", person, day, content, taken)
        return self._file_view("grade", forge_links.new_file(path, content))

    def _file_view(self, label: str, file: NewFile) -> FileView:
        to_paste = code_block(file.to_paste) if file.to_paste is not None else None
        return FileView(bold(link(label, file.address)), code(file.path), to_paste)
