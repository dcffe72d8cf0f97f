"""`okrs close`: says what a cycle still needs, by whom, and writes the page that shows how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from okrs_as_code import api
from okrs_as_code.cli.main import EXIT_FINDINGS
from okrs_as_code.cli.options import common_options, day_of, show_notes
from okrs_as_code.escape import sanitise_line
from okrs_as_code.filenames import PEOPLE_FILE
from okrs_as_code.phrases import count_phrase

if TYPE_CHECKING:
    from okrs_as_code.model.standing import KeyResultStanding
    from okrs_as_code.report.views.closing import ClosingView


@click.command("close")
@click.argument("cycle", metavar="[CYCLE]", required=False)
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Where pages are.  [default: status/]")
@common_options
def command(cycle: str | None, out: Path | None, root: Path, today: date | None) -> int:
    """Say what a cycle still needs before it is closed, by whom, and write its retrospective page.

    Without CYCLE it is the latest one that waits for its grades. A cycle is closed when each key result is graded or
    dropped. Exits with 1 while something is missing. The page
    shows scores, what was learned, what happens next and why commitments were missed; `okrs report` writes it, too.
    """
    repository = api.open_repository(root)
    day = day_of(repository, today)
    if cycle is None:
        cycle = api.cycle_to_close(repository, day)
        show_notes([f"`okrs close {cycle}` is meant, the latest cycle that waits for its grades"])
    view, changes = api.close(repository, day, cycle, out=out)
    for line in _closing_lines(view):
        click.echo(sanitise_line(line))
    if changes is None and not view.is_closed:
        from okrs_as_code.report.wording import numbers

        click.echo(f"\nits page is written when all of this is done, or after {numbers.day(view.cycle.end)}")
    elif changes is not None:
        [page] = changes.written or [""]
        line = f"wrote {changes.folder / page}" if page else f"its page in {changes.folder} is current"
        click.echo(f"\n{sanitise_line(line)}")
    return 0 if view.is_closed else EXIT_FINDINGS


def _closing_lines(view: ClosingView) -> Iterator[str]:
    """Lines on what is missing, in the order in which to do it; within that by person and id, as nobody is ranked."""
    from okrs_as_code.report.wording import numbers

    key_results = count_phrase(len(view.key_results), "key result")
    if view.is_closed and not view.key_results:
        yield f"{view.cycle.name} has no key results, so there is nothing to close and no page"
        return
    if view.is_closed:
        yield f"{view.cycle.name} is closed: its {key_results} are graded or dropped"
        return
    verb = "waits" if len(view.to_grade) == 1 else "wait"
    yield f"{view.cycle.name}: {len(view.to_grade)} of {key_results} {verb} for a grade"
    if view.unreadable:
        yield ""
        yield "first fix what cannot be read; `okrs lint` says how"
        yield from (f"  {element.kind} {element.title}: {element.file}" for element in view.unreadable)
    if view.to_check_in:
        until = numbers.day(view.check_ins_until)
        yield ""
        yield f"check in a last time with `okrs check-in`; it counts until {until}"
        yield from _key_result_lines(view, view.to_check_in, with_check_in=True)
    if view.to_grade:
        yield ""
        yield "grade with `okrs grade`"
        yield from _key_result_lines(view, view.to_grade, with_check_in=False)


def _key_result_lines(
    view: ClosingView, standings: Iterable[KeyResultStanding], *, with_check_in: bool
) -> Iterator[str]:
    """Lines on people and their key results, on request with the day of the last check-in."""
    from okrs_as_code.report.wording.terms_phrases import person_phrase
    from okrs_as_code.report.wording.unreadable_phrases import last_check_in_phrase

    for person, group in view.by_person(standings).items():
        yield f"  {person_phrase(view.site.plan, person)}"
        for standing in group:
            owner = standing.node.owner
            check_in = f", {last_check_in_phrase(standing)}"
            reason = "who has left" if owner in view.site.directory.people else f"who is not in {PEOPLE_FILE}"
            spoken_for = "" if owner == person else f", for {owner}, {reason}"
            yield f"    {standing.node.id}{spoken_for}{check_in if with_check_in else ''}"
