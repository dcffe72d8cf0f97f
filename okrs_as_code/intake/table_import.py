"""The import of tables: from their columns to the files that are to be written, and what becomes of each row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from okrs_as_code.errors import OkrsError
from okrs_as_code.intake.cells.owners import PeopleFinder
from okrs_as_code.intake.goals.existing import ExistingGoals
from okrs_as_code.intake.goals.key_results import KeyResultReader
from okrs_as_code.intake.goals.objectives import ObjectiveReader, with_parents
from okrs_as_code.intake.goals.placement import Placement
from okrs_as_code.intake.goals.values import read_values
from okrs_as_code.intake.headings.columns import Columns, find_columns, unknown_columns
from okrs_as_code.intake.headings.presets import preset_for
from okrs_as_code.intake.import_plan import ImportOptions, TableImport, new_file
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.open_questions import Questions
from okrs_as_code.intake.own_export import read_own_export
from okrs_as_code.intake.own_tables import is_own_export
from okrs_as_code.intake.shapes.exclusions import leave_gone, leave_unread, leave_without_key_results
from okrs_as_code.intake.shapes.goal_outline import GoalOutline, Tally
from okrs_as_code.intake.shapes.table_shape import read_outline
from okrs_as_code.intake.source_table import SourceTable
from okrs_as_code.intake.styles import Styles, find_styles
from okrs_as_code.intake.vocabulary.words import even, words
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.cycles.cycle_name import cycle_name_remedy
from okrs_as_code.model.files.import_mapping import ImportMapping
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.people.people_directory import person_hint
from okrs_as_code.nearest import one_of
from okrs_as_code.workspace.repository import Repository


def import_tables(
    repository: Repository,
    tables: Sequence[SourceTable],
    options: ImportOptions,
    today: date,
    *,
    may_be_open: bool = False,
) -> TableImport:
    """The import of tables, all of it or nothing.

    Raises OkrsError for what cannot be read, and OpenQuestionsError for what is not clear; with `may_be_open` what is
    clear is returned, and nothing to write.
    """
    repository.workspace.require_policy()
    plan = repository.workspace.plan
    questions, tally = Questions(), Tally()
    if is_own_export(tables):
        return _import_own_export(repository, tables, options, tally)
    preset, mapping = preset_for(tables, options.mapping)
    cycle = _known_cycle(plan, options.cycle or mapping.cycle)
    _refuse_unknown_ids(plan, mapping)
    columns, notes = _columns(tables, mapping, _cycle_words(options.cycle), questions)
    if not columns:
        if not may_be_open:
            raise _no_headings_error(tables)
        columns = [unknown_columns(table) for table in tables]
    try:
        outline = read_outline(columns, mapping.shape, tally)
    except OkrsError as error:
        if not may_be_open and not questions.asked:
            raise
        questions.ask(error.message, error.remedy or "")
        outline = GoalOutline("")
    leave_unread(columns, tally)
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
    leave_gone(outline, _statuses(mapping), tally)
    leave_without_key_results(outline, tally)
    placed = placement.cycles(outline.objectives) if outline.objectives else {}
    teams = {goal: placement.team_of(goal) for goal in placed}
    placement.ask_for_teams()
    if not may_be_open:
        questions.refuse()
    reader = ObjectiveReader(KeyResultReader(styles, people, tally), tally)
    drafts = [reader.read(goal, home, teams[goal] or "") for goal, home in placed.items()]
    result = TableImport(columns, mapping, styles, outline, drafts, tally, people, notes=notes, preset=preset)
    result.questions, result.unknown_teams = questions.asked, placement.unknown_teams
    if not questions.asked:
        _settle(repository, result, options, today)
    return result


def _columns(
    tables: Sequence[SourceTable], mapping: ImportMapping, cycle_words: Sequence[str], questions: Questions
) -> tuple[list[Columns], list[str]]:
    """The columns of each table that has headings, and notes on the others."""
    found = [(table, find_columns(table, mapping.columns, questions, cycle_words)) for table in tables]
    notes = [f"{table.label}: no heading is known, and nothing of it is read" for table, one in found if one is None]
    return [one for _, one in found if one is not None], notes


def _refuse_unknown_ids(plan: Plan, mapping: ImportMapping) -> None:
    """Raises OkrsError for a person or a team that a mapping names, and that is not there."""
    directory = plan.directory
    for text, value in mapping.owners.items():
        for person in (value,) if isinstance(value, str) else value or ():
            if not directory.knows_person(person):
                raise OkrsError(
                    f'`{person}`, whom the mapping names for "{text}", is not in okrs/people.yaml',
                    f"{person_hint(person, directory)}name somebody who is, or add them there first",
                )
    for team in mapping.teams.values():
        _known_team(plan, team)


def _import_own_export(
    repository: Repository, tables: Sequence[SourceTable], options: ImportOptions, tally: Tally
) -> TableImport:
    """The import of tables of our own export. They need no mapping; `--cycle` takes the goals of one cycle alone."""
    plan = repository.workspace.plan
    cycle = _known_cycle(plan, options.cycle)
    drafts, notes = read_own_export(tables, plan, cycle.name if cycle is not None else None, tally)
    outline = GoalOutline("export", [draft.goal for draft in drafts])
    result = TableImport([], options.mapping, Styles(), outline, drafts, tally, PeopleFinder(plan), notes=notes)
    _leave_existing(result, ExistingGoals(repository))
    result.changes = [new_file(repository, draft) for draft in result.new_objectives]
    return result


def _settle(repository: Repository, result: TableImport, options: ImportOptions, today: date) -> None:
    """Decides what is there already and what goes to the backlog, and makes the new files."""
    existing = ExistingGoals(repository)
    if options.incomplete_to_backlog:
        for draft in result.drafts:
            if draft.cycle is not None and draft.is_incomplete and not existing.has(draft):
                draft.move_to_backlog()
    _leave_existing(result, existing)
    with_parents(result.drafts, existing.ids, result.tally)
    result.changes = [new_file(repository, draft) for draft in result.new_objectives]
    statuses = _statuses(result.mapping)
    by, day = options.by, options.as_of
    result.values = read_values(repository, result.drafts, result.styles, statuses, result.changes, by, day, today)
    if result.values.change is not None:
        result.changes.append(result.values.change)


def _leave_existing(result: TableImport, existing: ExistingGoals) -> None:
    for draft in result.drafts:
        if existing.has(draft):
            existing.leave(draft, result.tally)


def _statuses(mapping: ImportMapping) -> Mapping[str, str]:
    return {**words("statuses"), **{even(word): meant for word, meant in mapping.statuses.items()}}


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


def _no_headings_error(tables: Iterable[SourceTable]) -> OkrsError:
    table = next(iter(tables))
    first = next((row for row in table.rows if not row.is_empty), None)
    if first is None:
        return OkrsError(f"{table.label} is empty", "name a file with a row of headings")
    said = ", ".join(f'"{cell.text[:40]}"' for cell in first.cells[:6] if not cell.is_empty)
    return OkrsError(
        f"{table.label}: no heading is known in the first ten rows; {table.word} {first.number} has {said}",
        "name the columns `Objective`, `Key result`, `Owner`, `Target` …, or write a mapping file for `--map`",
    )
