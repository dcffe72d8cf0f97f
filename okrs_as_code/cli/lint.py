"""`okrs lint`: finds what is wrong, at its exact place."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.fixing import mend, still_there, tell_diff
from okrs_as_code.cli.main import EXIT_FINDINGS
from okrs_as_code.cli.options import common, day_of, write_output
from okrs_as_code.finding import Severity
from okrs_as_code.lint.formats import FORMATS
from okrs_as_code.lint.policy import Selection


@click.command("lint")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--since", metavar="REV", help="Only what changed since the merge base with this revision.")
@click.option("--select", metavar="CODES", multiple=True, help="Only these rules: codes, names or families.")
@click.option("--ignore", metavar="CODES", multiple=True, help="Not these rules.")
@click.option("--all-cycles", is_flag=True, help="Also cycles that ended more than 90 days ago.")
@click.option(
    "--output-format",
    type=click.Choice(tuple(FORMATS)),
    help="How findings are told.  [default: full on a terminal, github in its CI, else concise]",
)
@click.option("--error-on-warning", is_flag=True, help="Warnings fail, too.")
@click.option("--exit-zero", is_flag=True, help="Report, and exit with 0 whatever was found.")
@click.option("--quiet", "-q", is_flag=True, help="Findings only, no summary.")
@click.option("--verbose", "-v", is_flag=True, help="Show information, too.")
@click.option("--statistics", is_flag=True, help="Count findings by rule instead of telling each.")
@click.option("--fix", is_flag=True, help="Mend what needs no guess, then tell what is left.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option("-o", "output", type=click.Path(path_type=Path), metavar="FILE", help="Write findings to a file.")
@common
def command(
    paths: tuple[Path, ...],
    since: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    all_cycles: bool,
    output_format: str | None,
    error_on_warning: bool,
    exit_zero: bool,
    quiet: bool,
    verbose: bool,
    statistics: bool,
    fix: bool,
    diff: bool,
    output: Path | None,
    root: Path,
    today: date | None,
) -> int:
    """Find what is wrong in the OKRs, at its exact place.

    Without PATH all of okrs/ is told. Exit status: 0 clean, 1 errors found, 2 the request is wrong.
    """
    selection = Selection.of(_codes(select), _codes(ignore), verbose)
    repository = api.open_repository(root)
    judge = partial(
        api.lint,
        today=day_of(repository, today, since),
        since=since,
        selection=selection,
        all_cycles=all_cycles,
    )
    result = judge(repository, paths=paths)
    if fix or diff:
        fixes = api.fixes(repository, result)
        if diff:
            return EXIT_FINDINGS if tell_diff(fixes, output) and not exit_zero else 0
        if mend(repository, fixes):
            repository = api.open_repository(repository.root)
            result = judge(repository, paths=still_there(paths, fixes, repository.root))
    render = FORMATS[output_format or _default_format(output)]
    write_output(_statistics(result) if statistics else render(result.findings), output)
    for note in result.notes:
        click.echo(f"note: {note}", err=True)
    if not quiet:
        click.echo(_summary(result, since), err=True)
    failing = result.count(Severity.ERROR) + (result.count(Severity.WARNING) if error_on_warning else 0)
    return EXIT_FINDINGS if failing and not exit_zero else 0


def _codes(values: Iterable[str]) -> list[str]:
    return [code.strip() for value in values for code in value.split(",")]


def _default_format(output: Path | None) -> str:
    if os.environ.get("GITHUB_ACTIONS") == "true":
        return "github"
    return "full" if output is None and sys.stdout.isatty() else "concise"


def _statistics(result: api.LintResult) -> str:
    counts = Counter((one.finding.code, one.finding.name, one.finding.severity) for one in result.findings)
    rows = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "".join(f"{count:>5}  {code}  {name} ({severity})\n" for (code, name, severity), count in rows)


def _summary(result: api.LintResult, since: str | None) -> str:
    counts = [(severity, result.count(severity)) for severity in reversed(Severity)]
    told = [_counted(count, severity.value) for severity, count in counts if count]
    where = f"in what changed since {since}" if since is not None else f"in {_counted(result.files, 'file')}"
    return f"{', '.join(told)} {where}" if told else f"no findings {where}"


def _counted(number: int, noun: str) -> str:
    plural = {"information": "information", "follow-up": "follow-ups"}.get(noun, f"{noun}s")
    return f"{number} {noun if number == 1 else plural}"
