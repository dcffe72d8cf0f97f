"""Objectives of a file as ours: each with its place, its id, its key results and the goals above."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.intake.cells import cleaning
from okrs_as_code.intake.goals.identifiers import free_id
from okrs_as_code.intake.goals.key_results import KeyResultDraft, KeyResultReader, links_of, tags_of
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.shapes.goal_outline import GoalLevel, OutlineGoal, Tally
from okrs_as_code.intake.vocabulary.words import even, words
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.base import normalized_text
from okrs_as_code.model.goals.backlog import BACKLOG
from okrs_as_code.refactor.new_objective import NewInitiative, NewObjective

_MOST_PARENTS = 5


@dataclass(eq=False)
class ObjectiveDraft:
    """An objective that is to be written at a place: in a cycle, or None for the backlog."""

    goal: OutlineGoal
    cycle: Cycle | None
    team: str
    slug: str
    content: NewObjective
    key_results: list[KeyResultDraft] = field(default_factory=list)
    is_there: bool = False
    """Whether it is in the repository already, and is left as it is."""
    wanted_cycle: Cycle | None = None
    """The cycle that it was meant for, where it goes to the backlog as it is not complete."""

    def move_to_backlog(self) -> None:
        """Puts it into the backlog, where a list of owners cannot be read: it becomes a comment there."""
        self.cycle, self.wanted_cycle = None, self.cycle
        self.key_results = [_without_owner_list(draft) for draft in self.key_results]
        self.content = replace(self.content, key_results=[draft.content for draft in self.key_results])

    @property
    def short_id(self) -> str:
        """The id without a cycle."""
        return f"{self.team}/{self.slug}"

    @property
    def home(self) -> str:
        """The folder of its cycle."""
        return self.cycle.name if self.cycle is not None else BACKLOG

    @property
    def path(self) -> str:
        """The path of its file from the root."""
        return f"{OKRS_FOLDER}/{self.home}/{self.short_id}.yaml"

    @property
    def is_incomplete(self) -> bool:
        """Whether a key result lacks the one owner or the measure that a cycle asks for."""
        return any(key_result.is_incomplete for key_result in self.key_results)


def _without_owner_list(draft: KeyResultDraft) -> KeyResultDraft:
    content = draft.content
    if not isinstance(content.owner, list):
        return draft
    remark = cleaning.remark("owners in the sheet", draft.goal.text(Meaning.OWNER))
    return replace(draft, content=replace(content, owner=None, remarks=[remark, *content.remarks]))


class ObjectiveReader:
    """Reads objectives with all that is below them; ids are given once in a cycle and team."""

    def __init__(self, key_results: KeyResultReader, tally: Tally) -> None:
        self._key_results = key_results
        self._tally = tally
        self._taken: dict[tuple[str, str], list[str]] = {}

    def read(self, goal: OutlineGoal, cycle: Cycle | None, team: str) -> ObjectiveDraft:
        """The objective that a goal of the file becomes."""
        reader = self._key_results
        taken = self._taken.setdefault((cycle.name if cycle is not None else BACKLOG, team), [])
        title = reader.title(goal)
        slug = free_id(title, "objective", taken)
        remarks: list[str] = []
        owner_meaning = Meaning.OBJECTIVE_OWNER if Meaning.OBJECTIVE_OWNER in goal.cells else Meaning.OWNER
        owner = reader.single_person(goal, owner_meaning, remarks)
        if goal.level is GoalLevel.OBJECTIVE:
            reader.note_cells_of_objective(goal, cycle)
        ids: list[str] = []
        drafts = [reader.read(key_result, cycle, ids) for key_result in _distinct(goal, self._tally)]
        links = links_of(goal)
        remarks += [cleaning.remark("link in the sheet", link) for link in links]
        content = NewObjective(
            title=title,
            owner=owner,
            why=cleaning.lines(goal.text(Meaning.WHY)) or None,
            commitment=words("commitments").get(even(goal.text(Meaning.COMMITMENT))),
            tags=tags_of(goal),
            key_results=[draft.content for draft in drafts],
            initiatives=tuple(_initiatives(goal, drafts)),
            remarks=remarks,
        )
        return ObjectiveDraft(goal, cycle, team, slug, content, drafts)


def _distinct(goal: OutlineGoal, tally: Tally) -> Iterable[OutlineGoal]:
    """The key results of a goal without those that repeat another row in all that they say."""
    seen: dict[str, OutlineGoal] = {}
    for key_result in goal.key_results:
        said = sorted((meaning.value, cell.text) for meaning, cell in key_result.cells.items())
        key = f"{normalized_text(key_result.title)}\n{said}"
        earlier = seen.setdefault(key, key_result)
        if earlier is key_result:
            yield key_result
        elif earlier.row != key_result.row:
            tally.leave(key_result.table, key_result.row, f"it is the same as {earlier.table.word} {earlier.row}")


def _initiatives(goal: OutlineGoal, drafts: Iterable[KeyResultDraft]) -> Iterable[NewInitiative]:
    ids = {id(draft.goal): draft.content.id for draft in drafts}
    for parent in (goal, *goal.key_results):
        for child in parent.children:
            if child.level is GoalLevel.INITIATIVE:
                link = next(iter(links_of(child)), None)
                yield NewInitiative(cleaning.line(child.title), ids.get(id(parent)), link)


def with_parents(drafts: list[ObjectiveDraft], existing: dict[str, str], tally: Tally) -> None:
    """Aligns each objective to the goals above that it names: others of the file, or those that are there.

    `existing` has complete ids of goals by ids and titles, evened out.
    """
    places = _places(drafts)
    for draft in drafts:
        goals: dict[str, None] = {}
        for reference in draft.goal.parents:
            found = places.get(reference) or places.get(normalized_text(reference))
            id_ = _reference(draft, found) if found is not None else _existing(draft, existing, reference)
            if id_ is None:
                tally.guess(
                    draft.goal.table,
                    draft.goal.row,
                    f'the goal above, "{" ".join(reference.split())[:60]}", is not there',
                )
            elif id_ != draft.short_id:
                goals[id_] = None
        if len(goals) > _MOST_PARENTS:
            tally.guess(draft.goal.table, draft.goal.row, f"only {_MOST_PARENTS} of {len(goals)} goals above are taken")
        if goals:
            draft.content = replace(draft.content, aligned_to=tuple(goals)[:_MOST_PARENTS])


def _places(drafts: list[ObjectiveDraft]) -> dict[str, tuple[ObjectiveDraft, str]]:
    """Each goal of the file by its key and its title, with its objective and its id without a cycle."""
    places: dict[str, tuple[ObjectiveDraft, str]] = {}
    for draft in drafts:
        goals = [(draft.goal, draft.short_id)]
        goals += [(one.goal, f"{draft.short_id}/{one.content.id}") for one in draft.key_results]
        for goal, id_ in goals:
            for key in (goal.key, normalized_text(goal.title)):
                if key:
                    places.setdefault(key, (draft, id_))
    return places


def _reference(draft: ObjectiveDraft, found: tuple[ObjectiveDraft, str]) -> str | None:
    """The reference from one objective to a goal of the file; None from a cycle to the backlog."""
    parent, id_ = found
    if parent.cycle is None:
        return id_ if draft.cycle is None else None
    return id_ if parent.cycle == draft.cycle else f"{parent.cycle.name}/{id_}"


def _existing(draft: ObjectiveDraft, existing: dict[str, str], reference: str) -> str | None:
    id_ = existing.get(normalized_text(reference))
    if id_ is None:
        return None
    cycle, _, rest = id_.partition("/")
    return rest if draft.cycle is not None and draft.cycle.name == cycle else id_
