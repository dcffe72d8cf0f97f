"""The mapping file of what was found in tables, which `--show-map` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from okrs_as_code.escape import sanitise_line
from okrs_as_code.intake.import_plan import TableImport
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.source_table import row_list
from okrs_as_code.intake.vocabulary.words import even, words
from okrs_as_code.phrases import join_words
from okrs_as_code.yaml.scalar_text import inline_text, scalar_text


def mapping_text(result: TableImport) -> str:
    """The mapping of an import as a file: columns, styles, words of status, and owners that name nobody."""
    return "".join(f"{line}\n" for line in _lines(result))


def _lines(result: TableImport) -> Iterator[str]:
    files = ", ".join(dict.fromkeys(columns.table.label for columns in result.tables))
    yield f"# How {sanitise_line(files)} is read. Edit it, and import with `--map`."
    shape = result.outline.shape
    yield (
        f"shape: {shape}"
        if shape and "," not in shape
        else "# shape: long    # or tree, wide, two-tables; the headings do not tell it"
    )
    yield "columns:"
    for columns in result.tables:
        if columns.table.is_outline:
            continue
        for column in sorted(columns.columns, key=lambda column: (column.number, column.index)):
            if not column.number:
                yield f"  {_key(column.heading)}: {column.meaning.value}"
        for _, heading in columns.unknown:
            hint = columns.hint(heading)
            behind = f"  # not known; {hint}" if hint is not None else "  # not known"
            yield f"  {_key(heading)}: ignore{behind}"
    yield _style_line(result, "dates", result.styles.dates, "day-first", "no day needs it")
    yield _style_line(result, "decimal", result.styles.decimal, "point", "no number needs it")
    yield from _owner_lines(result)
    yield from _team_lines(result)
    yield from _status_lines(result)
    yield from (f"# open: {_comment(one.message)}; {_comment(one.remedy)}" for one in result.questions if not one.about)


def _style_line(result: TableImport, key: str, value: str | None, example: str, unneeded: str) -> str:
    """The line of a style: as it was found, or as a comment with the cell that needs it."""
    if value is not None:
        return f"{key}: {value}"
    asked = next((question.message for question in result.questions if question.about == key), None)
    return f"# {key}: {example}    # {unneeded if asked is None else _comment(asked)}"


def _team_lines(result: TableImport) -> Iterator[str]:
    unknown = {text: rows for text, rows in result.unknown_teams.items() if text}
    if result.mapping.teams or unknown:
        yield "teams:" if result.mapping.teams else "# teams:"
    for text, team in result.mapping.teams.items():
        yield f"  {_key(text)}: {team}"
    for text, rows in unknown.items():
        yield f"#   {_comment(_key(text))}: TEAM    # {_rows(result, rows)}; no team of okrs/teams.yaml"
    for rows in (rows for text, rows in result.unknown_teams.items() if not text):
        yield f"# team: TEAM    # {_rows(result, rows)}: no team is named"


def _rows(result: TableImport, rows: Iterable[int]) -> str:
    return row_list(rows, result.tables[0].table.word)


def _owner_lines(result: TableImport) -> Iterator[str]:
    mapped = result.mapping.owners
    unknown = result.people.unknown
    yield "owners:" if mapped else "owners: {}" if not unknown else "# owners:"
    for text, person in mapped.items():
        yield f"  {_key(text)}: {inline_text(person) if person is not None else 'null'}"
    for text, rows in unknown.items():
        people = result.people.suggested(text)
        where, key = _rows(result, rows), _comment(_key(text))
        if len(people) == 1:
            yield f"#   {key}: {people[0]}    # {where}; the title of {people[0]}"
        elif people:
            yield f"#   {key}: [{', '.join(people)}]    # {where}; {join_words(people)}: one of them is to be chosen"
        else:
            yield f"#   {key}: PERSON    # {where}"


def _status_lines(result: TableImport) -> Iterator[str]:
    known = {**words("statuses"), **{even(word): meant for word, meant in result.mapping.statuses.items()}}
    written: dict[str, list[int]] = {}
    for columns in result.tables:
        column = columns.column(Meaning.STATUS)
        for row in columns.rows if column is not None else ():
            text = row.cell(column.index).text if column is not None else ""
            if text:
                written.setdefault(text[:80], []).append(row.number)
    if not written:
        return
    yield "statuses:" if any(even(text) in known for text in written) else "# statuses:"
    for text, rows in written.items():
        meant = known.get(even(text))
        if meant is not None:
            yield f"  {_key(text)}: {meant}"
        else:
            yield f"#   {_comment(_key(text))}: on-track    # {_rows(result, rows)}; not known"


def _key(text: str) -> str:
    return scalar_text(" ".join(text.split()))


def _comment(text: str) -> str:
    """A text in a comment, in which nothing begins another comment."""
    return sanitise_line(text).replace("#", "\\u{23}")
