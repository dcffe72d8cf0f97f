"""The context of rules: the workspace, the day, and the cycles that are judged; and places for their findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property

from okrs_as_code.filenames import PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.finding import Place
from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.base import normalized_text
from okrs_as_code.model.files.objective import TeamOwner
from okrs_as_code.model.goals.backlog import BacklogKeyResultNode, BacklogNode
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.timeline import corrected_files
from okrs_as_code.phrases import join_words
from okrs_as_code.signing.status import Signatures
from okrs_as_code.workspace.layout import Location
from okrs_as_code.workspace.loader import Workspace

JUDGED_AFTER_END = timedelta(days=90)
"""Time after the end of a cycle in which rules judge it that are not about reading and references."""


class Context:
    """A workspace on a day, as rules see it."""

    def __init__(
        self, workspace: Workspace, today: date, all_cycles: bool = False, assessment: Assessment | None = None
    ) -> None:
        self.workspace = workspace
        self.plan = workspace.plan
        """Objectives, key results, people, teams and records."""
        self.today = today
        self.all_cycles = all_cycles
        self._assessment = assessment

    @cached_property
    def assessment(self) -> Assessment:
        """The standing of everything today."""
        return self._assessment if self._assessment is not None else Assessment(self.plan, self.today)

    @cached_property
    def corrected_records(self) -> frozenset[str]:
        """Files of the records that a later record of the same person corrects."""
        plan = self.plan
        return frozenset(
            (*corrected_files(plan.check_ins), *corrected_files(plan.agreements), *corrected_files(plan.grades))
        )

    @cached_property
    def signatures(self) -> Signatures:
        """The verdicts on the signatures of agreements to the key results that are judged."""
        from okrs_as_code.signing.verification import check_signatures

        workspace = self.workspace
        return check_signatures(self.plan, workspace.signers, workspace.signature_statuses, self.key_results())

    @cached_property
    def reads_english(self) -> bool:
        """Whether titles are in English, of which rules know words."""
        return reads_english(self.workspace)

    @cached_property
    def is_alone(self) -> bool:
        """Whether there is one person only, today, who has nobody to share anything with."""
        directory = self.plan.directory
        present = [entry for entry in directory.people.values() if entry.left is None or entry.left >= self.today]
        return len(present) + len(directory.unreadable_people) <= 1

    def judges(self, cycle: Cycle) -> bool:
        """Whether a cycle runs, comes, or ended at most 90 days ago."""
        return self.all_cycles or self.today <= cycle.end + JUDGED_AFTER_END

    def judges_file(self, location: Location) -> bool:
        """Whether the cycle that a file lies in is judged; a file outside of cycles always is."""
        cycle = self.plan.calendar.cycle(location.cycle)
        return cycle is None or self.judges(cycle)

    def cycles(self) -> tuple[Cycle, ...]:
        """The cycles that are judged, the earliest first."""
        return tuple(cycle for cycle in self.plan.cycles if self.judges(cycle))

    def key_results(self) -> Iterator[KeyResultNode]:
        """The key results that fit, of all judged cycles."""
        return (kr for objective in self.objectives() for kr in objective.key_results)

    def objectives(self) -> Iterator[ObjectiveNode]:
        """The objectives of all judged cycles."""
        return (node for node in self.plan.objectives.values() if self.judges(node.cycle))

    def key_results_titled(self, title: str, cycle: str) -> tuple[KeyResultNode, ...]:
        """The key results of a cycle with this title; case and spaces make no difference."""
        return tuple(self._by_title.get((cycle, normalized_text(title)), ()))

    @cached_property
    def _by_title(self) -> Mapping[tuple[str, str], list[KeyResultNode]]:
        by_title: dict[tuple[str, str], list[KeyResultNode]] = {}
        for node in self.plan.key_results.values():
            by_title.setdefault((node.cycle.name, normalized_text(node.content.title)), []).append(node)
        return by_title

    def is_open(self, node: KeyResultNode) -> bool:
        """Whether a key result is neither graded nor dropped."""
        grades = self.plan.grades_of.get(node.id)
        return grades is None or not any(grade.written <= self.today for grade in grades)

    def has_records(self, node: KeyResultNode) -> bool:
        """Whether any record, of any day, has an entry on a key result."""
        plan = self.plan
        return node.id in plan.check_ins_of or node.id in plan.agreements_of or node.id in plan.grades_of

    def is_dropped(self, node: KeyResultNode) -> bool:
        """Whether a key result was given up."""
        return not self.is_open(node) and self.assessment.key_result(node).status is Status.DROPPED


def reads_english(workspace: Workspace) -> bool:
    """Whether the titles of a repository are in English."""
    return workspace.plan.config.language.lower().split("-")[0] == "en"


def at(node: KeyResultNode | BacklogKeyResultNode, *inner: str | int) -> Place:
    """The value at a key of a key result."""
    return Place(node.file, (*node.path, *inner))


def at_id(node: KeyResultNode) -> Place:
    """The id of a key result, at which is reported what it lacks."""
    return at(node, "id")


def at_owner(node: KeyResultNode) -> Place:
    """The accountable person: the owner, or the lead of an owning team."""
    return at(node, "owner", "lead") if isinstance(node.content.owner, TeamOwner) else at(node, "owner")


def at_objective(node: ObjectiveNode | BacklogNode, *inner: str | int) -> Place:
    """The value at a key of an objective; its title where none is named."""
    return Place(node.file, inner or ("title",))


def at_person(person: str, *inner: str | int) -> Place:
    """A person's key in people.yaml, or the value at a key of theirs."""
    return Place(PEOPLE_FILE, ("people", person, *inner), "value" if inner else "key")


def at_team(team: str, *inner: str | int) -> Place:
    """A team's key in teams.yaml, or the value at a key of it."""
    return Place(TEAMS_FILE, ("teams", team, *inner), "value" if inner else "key")


def join_quoted(ids: Iterable[str]) -> str:
    """Ids in quotes, as a list in a sentence: `"a"`, `"a" and "b"`, `"a", "b" and "c"`."""
    return join_words([f'"{id_}"' for id_ in ids])


def knows_members(team: str, context: Context) -> bool:
    """Whether all members of a team are known: it exists, and no entry that could add to it is broken."""
    directory, workspace = context.plan.directory, context.workspace
    is_complete = workspace.teams_known and workspace.people_known and not directory.unreadable_teams
    has_everybody = TEAMS_FILE not in workspace.files
    return is_complete and directory.knows_team(team) and not (has_everybody and directory.unreadable_people)


def node_at_base(key_result: str, base: Plan, head: Plan) -> KeyResultNode | None:
    """The node at the base of a key result of the head, also under a former id; None where it is new."""
    if key_result in base.key_results:
        return base.key_results[key_result]
    former = (node for node in base.key_results.values() if head.resolve_key_result(node.id, node.cycle) == key_result)
    return next(former, None)
