"""`okrs import`: brings in goals from spreadsheets, csv, JSON or Markdown."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import click

from okrs_as_code import api
from okrs_as_code.cli.import_lines import finding_lines, next_lines, people_lines, report_lines, written_lines
from okrs_as_code.cli.main import EXIT_USAGE
from okrs_as_code.cli.options import common_options, day_of
from okrs_as_code.cli.parameter_types import DAY
from okrs_as_code.cli.term_changes import open_for_change, write_confirmed
from okrs_as_code.errors import OkrsError
from okrs_as_code.escape import sanitise_line
from okrs_as_code.intake.import_plan import ImportOptions
from okrs_as_code.intake.open_questions import OpenQuestionsError
from okrs_as_code.intake.source.reading import FORMATS, MAX_BYTES
from okrs_as_code.model.files.import_mapping import ImportMapping

_PEOPLE = "people"


@click.command("import")
@click.argument("files", metavar="[people] FILE...", nargs=-1, required=True)
@click.option("--cycle", metavar="CYCLE", help="The cycle of the goals.  [default: the one in the file]")
@click.option("--sheet", metavar="NAME", help="One sheet of a workbook.")
@click.option("--team", metavar="TEAM", help="The team of goals that name none of ours.")
@click.option("--map", "map_file", metavar="FILE", help="How the columns and words are read; see --show-map.")
@click.option("--dates", type=click.Choice(("day-first", "month-first")), help="How days such as 12/11/2026 are read.")
@click.option("--decimal", type=click.Choice(("comma", "point")), help="How numbers such as 1,234 are read.")
@click.option(
    "--incomplete",
    type=click.Choice(("backlog",)),
    help="Where objectives go of which a key result lacks its owner or its measure.",
)
@click.option("--by", metavar="PERSON", help="Who says how things stand, for a check-in with the values of the file.")
@click.option("--as-of", type=DAY, metavar="DATE", help="The day of those values.")
@click.option("--format", "format_", type=click.Choice(FORMATS), help="The format.  [default: told from the file]")
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would be written.")
@click.option("--show-map", is_flag=True, help="Write nothing; print how the file is read, for --map.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@common_options
def command(
    files: tuple[str, ...],
    cycle: str | None,
    sheet: str | None,
    team: str | None,
    map_file: str | None,
    dry_run: bool,
    show_map: bool,
    yes: bool,
    root: Path,
    today: date | None,
    **options: Any,
) -> int:
    """Import goals from a spreadsheet (xlsx), csv, JSON or Markdown; `-` is standard input.

    Objectives and key results become files as `okrs new` writes them, all of them or none. Owners are people of
    people.yaml, or nobody: what the file says then stands in a comment. Goals without a cycle go to the backlog.
    `okrs import people FILE` adds people. What is already there is left as it is.
    """
    repository = open_for_change(root, diff=dry_run or show_map)
    day = day_of(repository, today)
    try:
        if files[0] == _PEOPLE and len(files) > 1:
            format_ = options["format_"]
            return _import_people(repository, files[1:], day, sheet, format_, dry_run=dry_run or show_map, yes=yes)
        return _import_goals(
            repository, files, day, cycle, sheet, team, map_file, dry_run=dry_run, show_map=show_map, yes=yes, **options
        )
    except OpenQuestionsError as error:
        for question in error.questions:
            click.echo(sanitise_line(f"error: {question.message}"), err=True)
            click.echo(sanitise_line(f"  = help: {question.remedy}"), err=True)
        return EXIT_USAGE


def _import_goals(
    repository: api.Repository,
    files: tuple[str, ...],
    day: date,
    cycle: str | None,
    sheet: str | None,
    team: str | None,
    map_file: str | None,
    *,
    dry_run: bool,
    show_map: bool,
    yes: bool,
    format_: Any,
    dates: str | None,
    decimal: str | None,
    incomplete: str | None,
    by: str | None,
    as_of: date | None,
) -> int:
    mapping = ImportMapping() if map_file is None else api.parse_mapping(map_file, _read(map_file))
    import_options = ImportOptions(cycle, team, mapping, dates, decimal, incomplete is not None, by, as_of)
    tables = api.read_tables(repository, _contents(files), format_=format_, sheet=sheet, mapping=mapping)
    result = api.import_tables(repository, tables, import_options, day, may_be_open=show_map)
    if show_map:
        click.echo(api.mapping_text(result), nl=False)
        return 0
    _show(report_lines(result))
    if result.changes:
        _show(finding_lines(api.preview_new_files(repository, result.changes, day)))
    is_written = bool(result.changes) and not dry_run and write_confirmed(repository, result.changes, yes=yes)
    _show(written_lines(result.changes, is_written=is_written))
    if is_written or dry_run or not result.changes:
        _show(next_lines(result, is_written=is_written))
    return 0


def _import_people(
    repository: api.Repository,
    files: tuple[str, ...],
    day: date,
    sheet: str | None,
    format_: Any,
    *,
    dry_run: bool,
    yes: bool,
) -> int:
    tables = api.read_tables(repository, _contents(files), format_=format_, sheet=sheet)
    result = api.import_people(repository, tables)
    _show(people_lines(result))
    if result.changes:
        _show(finding_lines(api.preview_new_files(repository, result.changes, day)))
    is_written = bool(result.changes) and not dry_run and write_confirmed(repository, result.changes, yes=yes)
    _show(written_lines(result.changes, is_written=is_written))
    if not result.changes:
        _show(["nothing to write: all that is taken is already there"])
    return 0


def _show(lines: Any) -> None:
    for line in lines:
        click.echo(sanitise_line(line))


def _contents(files: tuple[str, ...]) -> list[tuple[str, bytes]]:
    """Names and bytes of files; of a folder, those of its csv files. A name that two files have is that of the path.

    Raises OkrsError for a file that is named twice.
    """
    paths = [path for file in files for path in (_csv_files(file) if file != "-" and Path(file).is_dir() else [file])]
    twice = next((path for path, count in Counter(paths).items() if count > 1), None)
    if twice is not None:
        raise OkrsError(f"{twice} is named twice", "name each file once")
    names = Counter(map(_name, paths))
    return [(_name(path) if names[_name(path)] == 1 else path, _read(path)) for path in paths]


def _csv_files(folder: str) -> list[str]:
    found = sorted(str(path) for path in Path(folder).glob("*.csv"))
    if not found:
        raise OkrsError(f"{folder} has no csv files", "name a file, or the folder that `okrs export csv` wrote")
    return found


def _name(file: str) -> str:
    return "standard input" if file == "-" else Path(file).name


def _read(file: str) -> bytes:
    """The bytes of a file, up to one more than is read. Raises OkrsError where it cannot be opened."""
    try:
        if file == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(file).open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise OkrsError(f"{file} cannot be read: {error.strerror}", "name a file that you may read") from None
