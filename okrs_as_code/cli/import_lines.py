"""The report of an import in lines: what every row became, what is not known, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from okrs_as_code.intake.source_table import column_letters, row_list
from okrs_as_code.phrases import count_phrase, join_words

if TYPE_CHECKING:
    from okrs_as_code.finding import Finding, Severity
    from okrs_as_code.intake.headings.columns import Columns
    from okrs_as_code.intake.import_plan import TableImport
    from okrs_as_code.intake.people.people_columns import PeopleColumns
    from okrs_as_code.intake.people.people_outcome import PeopleImport
    from okrs_as_code.intake.shapes.goal_outline import RowKey, Tally
    from okrs_as_code.intake.source_table import SourceTable
    from okrs_as_code.lint.result import LintResult
    from okrs_as_code.workspace.trees.file_change import FileChange

_MOST_LINES = 40
"""Files and people that are listed one by one; the rest is counted."""
_MOST_REASONS = 200
"""Reasons that are listed, each with its rows."""


def report_lines(result: TableImport) -> Iterator[str]:
    """The report of what was read and what every row became."""
    for columns in result.tables:
        yield from _table_lines(columns)
    by_preset = f", by the preset {result.preset}" if result.preset is not None else ""
    yield f"read as: {result.outline.shape}{by_preset}"
    for columns in result.tables:
        yield from (f"note: {note}" for note in columns.table.notes)
        yield from _unknown_lines(columns)
    if any(columns.unknown for columns in result.tables):
        yield "  say what they are: `--show-map > map.yaml`, edit `columns:`, and import with `--map map.yaml`"
    yield from (f"note: {note}" for note in result.notes)
    yield from _tally_lines(result.tally)
    yield from _value_lines(result)
    yield from _owner_lines(result)


def people_lines(result: PeopleImport) -> Iterator[str]:
    """The report of every row of a list of people, and of what differs from those who are there."""
    for columns in result.columns:
        yield from _people_columns_lines(columns)
    yield from (f"note: {note}" for note in result.notes)
    yield from _tally_lines(result.tally)
    yield from (f"differs: {difference}" for difference in result.differences)
    if result.unknown_teams:
        named = ", ".join(f'"{_short(team)}"' for team in result.unknown_teams)
        yield f"not in okrs/teams.yaml: {named}"
        yield "  add these teams there, and import the list again: who is in no team yet becomes a member"
    if result.added:
        yield f"new: {', '.join(result.added[:_MOST_LINES])}{' …' if len(result.added) > _MOST_LINES else ''}"


def _tally_lines(tally: Tally) -> Iterator[str]:
    """How many rows were taken as they stand, with a guess, and not: every row once."""
    yield f"{count_phrase(len(tally.guesses), 'row')}:"
    yield f"  {len(tally.as_they_stand)} taken as they stand"
    yield f"  {len(tally.guessed)} taken with a guess, or without a part"
    yield from _row_lines(tally, {key: tally.guesses[key] for key in tally.guessed})
    yield f"  {len(tally.left)} not taken"
    yield from _row_lines(tally, {key: [why] for key, why in tally.left.items()})


def _table_lines(columns: Columns) -> Iterator[str]:
    table = columns.table
    heading = table.rows[columns.heading_row]
    if table.is_outline:
        yield f"{table.label}: lists below headings"
        return
    yield _headings_line(table, heading.number)
    for column in sorted(columns.columns, key=lambda column: (column.number, column.index)):
        number = f" {column.number}" if column.number else ""
        yield f'  "{_short(column.heading)}" is {column.meaning.value}{number}'
    yield from _passed_over_lines(table, columns.heading_row)


def _headings_line(table: SourceTable, number: int) -> str:
    return f"{table.label}: {f'headings in {table.word} {number}' if number else 'keys as headings'}"


def _passed_over_lines(table: SourceTable, heading_row: int) -> Iterator[str]:
    """The rows above the headings that say something."""
    for row in table.rows[:heading_row]:
        if not row.is_empty:
            said = " ".join(cell.text for cell in row.cells if not cell.is_empty)
            yield f'  passed over: {table.word} {row.number}, "{_short(said)}"'


def _unknown_lines(columns: Columns) -> Iterator[str]:
    for index, heading in columns.unknown:
        yield _unknown_line(index, heading, columns.hint(heading))


def _unknown_line(index: int, heading: str, hint: str | None) -> str:
    behind = f"; {hint}" if hint is not None else ""
    return f'not known, and not read: column {column_letters(index)}, "{_short(heading)}"{behind}'


def _people_columns_lines(columns: PeopleColumns) -> Iterator[str]:
    table = columns.table
    number = table.rows[columns.heading_row].number
    yield _headings_line(table, number)
    for index, meaning in columns.meanings.items():
        yield f'  "{_short(columns.heading(index))}" is {meaning}'
    yield from _passed_over_lines(table, columns.heading_row)
    for index in columns.unknown:
        near = columns.hint(index)
        yield _unknown_line(index, columns.heading(index), f"nearest: {near}" if near is not None else None)


def _row_lines(tally: Tally, rows: Mapping[RowKey, Sequence[str]]) -> Iterator[str]:
    """Each reason once, with all its rows, in the order of the tables and of the first of these rows."""
    by_reason: dict[tuple[str, str], list[int]] = {}
    for (label, row), reasons in rows.items():
        for why in reasons:
            by_reason.setdefault((label, why), []).append(row)
    labels = list(tally.tables)
    groups = sorted(by_reason.items(), key=lambda group: (labels.index(group[0][0]), min(group[1])))
    for (label, why), numbers in groups[:_MOST_REASONS]:
        yield f"    {_where(tally, label, numbers)}: {why}"
    more: dict[str, list[int]] = {}
    for (label, _), numbers in groups[_MOST_REASONS:]:
        more.setdefault(label, []).extend(numbers)
    for label, numbers in more.items():
        yield f"    {_where(tally, label, numbers)}: for other reasons; import fewer rows to see them"


def _where(tally: Tally, label: str, numbers: Sequence[int]) -> str:
    where = row_list(numbers, tally.tables[label].word)
    return f"{label}: {where}" if len(tally.tables) > 1 else where


def _value_lines(result: TableImport) -> Iterator[str]:
    values = result.values
    if values.waiting:
        rows = count_phrase(values.waiting, "row")
        yield f"not taken: how things stand in {rows}; add `--by ID --as-of DAY` for a check-in"
    if values.record is not None:
        goals = count_phrase(values.taken, "goal")
        there = "" if values.change is not None else ", and is already there"
        yield f"a check-in by {values.record.by} on {values.record.date} speaks of {goals}{there}"
    elif values.left:
        yield "no check-in: nothing that the file says of how things stand can be taken"
    left: dict[tuple[str, str], list[int]] = {}
    for goal, why in values.left:
        where = f"{goal.table.label}: " if len(result.tally.tables) > 1 else ""
        left.setdefault((f"{where}{goal.table.word}", why), []).append(goal.row)
    for (word, why), numbers in left.items():
        yield f"  not taken of {row_list(numbers, word)}: {why}"


def _owner_lines(result: TableImport) -> Iterator[str]:
    unknown = result.people.unknown
    if unknown:
        verb = "names" if len(unknown) == 1 else "name"
        yield f"{count_phrase(len(unknown), 'cell')} of people {verb} nobody in people.yaml:"
    for text, rows in unknown.items():
        people = result.people.suggested(text)
        hint = f"; the {'title' if len(people) == 1 else 'titles or names'} of {join_words(people)}" if people else ""
        yield f'  "{_short(text)}": {row_list(rows, result.tables[0].table.word)}{hint}'
    if unknown:
        yield "  say who is meant: `--show-map > map.yaml`, edit `owners:`, and import with `--map map.yaml`"


def finding_lines(preview: LintResult) -> Iterator[str]:
    """The findings that the new files bring: each rule once, with the message of its first one; errors first."""
    by_rule: dict[tuple[Severity, str, str], list[Finding]] = {}
    for located in preview.findings:
        finding = located.finding
        by_rule.setdefault((finding.severity, finding.code, finding.name), []).append(finding)
    if by_rule:
        yield "the lint will say:"
    for (severity, code, name), findings in sorted(by_rule.items(), key=lambda item: (-item[0][0].rank, item[0][1])):
        noun = str(severity).replace("-", " ")
        more = f"; and {len(findings) - 1} more" if len(findings) > 1 else ""
        yield f"  {noun}[{code}] {name}: {findings[0].message}{more}"


def written_lines(changes: Sequence[FileChange], *, is_written: bool) -> Iterator[str]:
    """The paths of what was, or would be, written; those beyond the first are counted."""
    verb = "wrote" if is_written else "would write"
    yield from (f"{verb} {change.path}" for change in changes[:_MOST_LINES])
    if len(changes) > _MOST_LINES:
        yield f"{verb} {len(changes) - _MOST_LINES} more files"


def next_lines(result: TableImport, *, is_written: bool) -> Iterator[str]:
    """The commands that come next."""
    if not result.changes:
        yield f"nothing to write: {'all that is taken is already there' if result.drafts else 'nothing was taken'}"
        return
    if not is_written:
        yield "next: the same without `--dry-run`"
        return
    for draft in result.moved_to_backlog:
        cycle = draft.wanted_cycle
        if cycle is not None:
            yield f"next: okrs mv backlog/{draft.short_id} {cycle.name}/{draft.short_id}"
    yield "next: `okrs lint`, then propose it in a pull request"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else f"{text[:59]}…"
