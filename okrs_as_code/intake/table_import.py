"""The import of tables: from their columns to the files that are to be written, and what becomes of each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import SCHEMA_FOLDER
from okrs_as_code.intake.cells.owners import PeopleFinder
from okrs_as_code.intake.goals.key_results import KeyResultReader
from okrs_as_code.intake.goals.objectives import ObjectiveDraft, ObjectiveReader, with_parents
from okrs_as_code.intake.goals.placement import Placement
from okrs_as_code.intake.goals.values import ImportedValues, read_values
from okrs_as_code.intake.headings.columns import Columns, find_columns
from okrs_as_code.intake.headings.presets import preset_for
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.own_export import read_own_export
from okrs_as_code.intake.own_tables import is_own_export
from okrs_as_code.intake.questions import Questions
from okrs_as_code.intake.shapes.outline import Outline, OutlineGoal, Tally
from okrs_as_code.intake.shapes.shape import read_outline
from okrs_as_code.intake.styles import Styles, find_styles
from okrs_as_code.intake.table import Table
from okrs_as_code.intake.vocabulary.words import even, words
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.cycles.cycle_name import cycle_name_remedy
from okrs_as_code.model.files.base import normalized_text
from okrs_as_code.model.files.import_mapping import ImportMapping
from okrs_as_code.model.files.json_schema import file_name
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.nearest import one_of
from okrs_as_code.refactor.new_objective import objective_text
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.file_change import FileChange
from okrs_as_code.yaml.reader import parse


@dataclass(frozen=True)
class ImportOptions:
    """What the person who imports says beside the file."""

    cycle: str | None = None
    team: str | None = None
    mapping: ImportMapping = field(default_factory=ImportMapping)
    dates: str | None = None
    decimal: str | None = None
    incomplete_to_backlog: bool = False
    by: str | None = None
    as_of: date | None = None


@dataclass
class TableImport:
    """Everything that an import would write, and what became of every row; nothing is written yet."""

    tables: list[Columns]
    mapping: ImportMapping
    styles: Styles
    outline: Outline
    drafts: list[ObjectiveDraft]
    tally: Tally
    people: PeopleFinder
    changes: list[FileChange] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    gone: int = 0
    preset: str | None = None
    values: ImportedValues = field(default_factory=ImportedValues)

    @property
    def new_objectives(self) -> list[ObjectiveDraft]:
        """The objectives that are not there yet."""
        return [draft for draft in self.drafts if not draft.is_there]

    @property
    def moved_to_backlog(self) -> list[ObjectiveDraft]:
        """The objectives that go to the backlog as they are not complete."""
        return [draft for draft in self.new_objectives if draft.wanted_cycle is not None]


def import_tables(
    repository: Repository, tables: Sequence[Table], options: ImportOptions, today: date, *, may_be_open: bool = False
) -> TableImport:
    """What the tables become, all of it or nothing.

    Raises OkrsError for what cannot be read, and OpenQuestionsError for what is not clear; with `may_be_open` what is
    clear is returned, and nothing to write.
    """
    repository.workspace.require_policy()
    plan = repository.workspace.plan
    questions, tally = Questions(), Tally()
    if is_own_export(tables):
        return _import_own_export(repository, tables, options, today, tally)
    preset, mapping = preset_for(tables, options.mapping)
    cycle = _known_cycle(plan, options.cycle or mapping.cycle)
    columns = [
        found
        for table in tables
        if (found := find_columns(table, mapping.columns, questions, _cycle_words(options.cycle))) is not None
    ]
    if not columns:
        raise _no_headings_error(tables)
    if not may_be_open:
        questions.refuse()
    outline = read_outline(columns, mapping.shape, tally)
    styles = find_styles(
        columns, options.dates or mapping.dates, options.decimal or mapping.decimal, questions  # type: ignore[arg-type]
    )  # fmt: skip
    people = PeopleFinder(plan, mapping.owners)
    placement = Placement(
        plan, today, questions, tally, cycle, _known_team(plan, options.team or mapping.team), mapping.teams
    )
    for found in columns:
        column = found.column(Meaning.CYCLE)
        if column is not None:
            placement.note_table_with_cycles(found.table.label, column.heading)
    gone = _leave_gone(outline, _statuses(mapping), tally)
    _leave_without_key_results(outline, tally)
    placed = placement.cycles(outline.objectives) if outline.objectives else {}
    teams = {goal: placement.team_of(goal) for goal in placed}
    placement.ask_for_teams()
    if not may_be_open:
        questions.refuse()
    reader = ObjectiveReader(KeyResultReader(styles, people, tally), tally)
    drafts = [reader.read(goal, home, team) for goal, home in placed.items() if (team := teams[goal]) is not None]
    result = TableImport(columns, mapping, styles, outline, drafts, tally, people, gone=gone, preset=preset)
    if not questions.asked:
        _settle(repository, result, options, today)
    return result


def _import_own_export(
    repository: Repository, tables: Sequence[Table], options: ImportOptions, today: date, tally: Tally
) -> TableImport:
    """What the tables of our own export become. They need no mapping; `--cycle` takes the goals of one cycle alone."""
    plan = repository.workspace.plan
    cycle = _known_cycle(plan, options.cycle)
    drafts, notes = read_own_export(tables, plan, cycle.name if cycle is not None else None, tally)
    people = PeopleFinder(plan, {})
    outline = Outline("export", [draft.goal for draft in drafts])
    result = TableImport(
        [], options.mapping, Styles(), outline, drafts, tally, people, preset="own-export", notes=notes
    )
    for draft in drafts:
        draft.is_there = _is_there(repository, draft)
        if draft.is_there:
            _leave_there(repository, draft, tally)
        else:
            result.changes.append(FileChange(draft.path, None, _text(repository, draft).encode()))
    return result


def _settle(repository: Repository, result: TableImport, options: ImportOptions, today: date) -> None:
    """Decides what is there already and what goes to the backlog, and makes the new files."""
    plan = repository.workspace.plan
    if options.incomplete_to_backlog:
        for draft in result.drafts:
            if draft.cycle is not None and draft.is_incomplete and not _is_there(repository, draft):
                draft.move_to_backlog()
    for draft in result.drafts:
        draft.is_there = _is_there(repository, draft)
        if draft.is_there:
            _leave_there(repository, draft, result.tally)
    with_parents(result.drafts, _existing_goals(plan), result.tally)
    for draft in result.new_objectives:
        result.changes.append(FileChange(draft.path, None, _text(repository, draft).encode()))
    result.values = read_values(
        repository,
        result.drafts,
        result.styles,
        _statuses(result.mapping),
        result.changes,
        options.by,
        options.as_of,
        today,
    )
    if result.values.change is not None:
        result.changes.append(result.values.change)


def _text(repository: Repository, draft: ObjectiveDraft) -> str:
    kind = "backlog" if draft.cycle is None else "objective"
    has_schema = (repository.root / SCHEMA_FOLDER / file_name(kind)).is_file()
    text = objective_text(draft.content, has_schema=has_schema, kind=kind)
    problems = parse(draft.path, text.encode()).problems
    if problems:
        raise OkrsError(
            f"{draft.goal.place}: what stands there cannot be kept in a file ({problems[0].kind.value})",
            "shorten its texts, or write them as plain text",
        )
    return text


def _is_there(repository: Repository, draft: ObjectiveDraft) -> bool:
    """Whether the repository has the objective: its file, or its id with its title in a cycle or the backlog."""
    if (repository.root / draft.path).exists():
        return True
    plan = repository.workspace.plan
    title = normalized_text(draft.content.title)
    nodes = [*plan.objectives.values(), *repository.workspace.backlog.nodes.values()]
    return any(
        node.team == draft.team and normalized_text(node.content.title) == title
        and (node.id.partition("/")[0] == draft.home or draft.cycle is None or node.id.startswith("backlog/"))
        for node in nodes
    )  # fmt: skip


def _leave_there(repository: Repository, draft: ObjectiveDraft, tally: Tally) -> None:
    """Leaves an objective that is there as it is, and names its key results that are new."""
    node = repository.workspace.plan.objectives.get(f"{draft.home}/{draft.short_id}")
    known = {one.content.id for one in node.key_results} if node is not None else set()
    for goal in (draft.goal, *draft.goal.children):
        tally.leave(goal.table, goal.row, "already there, and left as it is")
    for key_result in draft.key_results:
        if node is not None and node.unreadable == () and key_result.content.id not in known:
            goal = key_result.goal
            tally.left[goal.table.label, goal.row] = f"{draft.short_id} is there without it, and is left as it is"


def _existing_goals(plan: Plan) -> dict[str, str]:
    goals: dict[str, str] = {}
    for node in (*plan.objectives.values(), *plan.key_results.values()):
        for key in (node.id, node.short_id, node.content.title):
            goals.setdefault(normalized_text(key), node.id)
    return goals


def _statuses(mapping: ImportMapping) -> Mapping[str, str]:
    return {**words("statuses"), **{even(word): meant for word, meant in mapping.statuses.items()}}


def _leave_gone(outline: Outline, statuses: Mapping[str, str], tally: Tally) -> int:
    """Leaves out rows whose status says that they were called off, with all below them; returns how many."""
    count = 0

    def is_gone(goal: OutlineGoal) -> bool:
        return statuses.get(even(goal.text(Meaning.STATUS))) == "gone"

    def leave(goal: OutlineGoal, why: str) -> None:
        nonlocal count
        count += 1
        tally.leave(goal.table, goal.row, why)
        for child in goal.children:
            leave(child, why)

    for objective in list(outline.objectives):
        if is_gone(objective):
            outline.objectives.remove(objective)
            leave(objective, f'its status is "{objective.text(Meaning.STATUS)[:40]}"')
        for key_result in list(objective.children):
            if is_gone(key_result):
                objective.children.remove(key_result)
                leave(key_result, f'its status is "{key_result.text(Meaning.STATUS)[:40]}"')
    return count


def _leave_without_key_results(outline: Outline, tally: Tally) -> None:
    """Leaves out objectives that have no key result, and below which no other objective has any."""
    children: dict[str, list[OutlineGoal]] = {}
    for objective in outline.objectives:
        for parent in objective.parents:
            children.setdefault(normalized_text(parent), []).append(objective)

    def has_any(goal: OutlineGoal, seen: frozenset[int]) -> bool:
        if goal.key_results:
            return True
        if id(goal) in seen:
            return False
        below = [*children.get(normalized_text(goal.key), ()), *children.get(normalized_text(goal.title), ())]
        return any(has_any(child, seen | {id(goal)}) for child in below)

    for objective in list(outline.objectives):
        if not has_any(objective, frozenset()):
            outline.objectives.remove(objective)
            title = " ".join(objective.title.split())[:60]
            tally.leave(objective.table, objective.row, f'"{title}" has no key result, at it or below it')


def _cycle_words(cycle: str | None) -> list[str]:
    """How the cycle that is imported may stand above headings."""
    if cycle is None:
        return []
    year, _, part = cycle.partition("-")
    return [cycle, part, f"{part} {year}", f"{year} {part}"] if part else [cycle]


def _known_cycle(plan: Plan, name: str | None) -> Cycle | None:
    if name is None:
        return None
    cycle = plan.calendar.cycle(name)
    if cycle is None:
        raise OkrsError(f"`{name}` is no cycle", cycle_name_remedy(name, plan.config.cycles))
    return cycle


def _known_team(plan: Plan, team: str | None) -> str | None:
    if team is None or plan.directory.knows_team(team):
        return plan.directory.resolve_team(team) if team is not None else None
    raise OkrsError(
        f"there is no team `{team}`",
        f"{one_of(team, plan.directory.teams)}name a team of okrs/teams.yaml, or add it there",
    )


def _no_headings_error(tables: Iterable[Table]) -> OkrsError:
    table = next(iter(tables))
    first = next((row for row in table.rows if not row.is_empty), None)
    if first is None:
        return OkrsError(f"{table.label} is empty", "name a file with a row of headings")
    said = ", ".join(f'"{cell.text[:40]}"' for cell in first.cells[:6] if not cell.is_empty)
    return OkrsError(
        f"{table.label}: no heading is known in the first ten rows; {table.word} {first.number} has {said}",
        "name the columns `Objective`, `Key result`, `Owner`, `Target` …, or write a mapping file for `--map`",
    )
