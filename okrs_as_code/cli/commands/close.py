"""`okrs close`: says what a cycle still needs, by whom, and writes the page that tells how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from okrs_as_code import api
from okrs_as_code.cli.main import EXIT_FINDINGS
from okrs_as_code.cli.options import common, day_of
from okrs_as_code.escape import sanitise_line

if TYPE_CHECKING:
    from okrs_as_code.model.assessment import KeyResultStanding
    from okrs_as_code.report.views.closing import ClosingView


@click.command("close")
@click.argument("cycle", metavar="CYCLE")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Where pages are.  [default: status/]")
@common
def command(cycle: str, out: Path | None, root: Path, today: date | None) -> int:
    """Say what a cycle still needs before it is closed, by whom, and write its retrospective page.

    A cycle is closed when each key result is graded or dropped. Exits with 1 while something is missing. The page
    tells scores, what was learned, what happens next and why commitments were missed; `okrs report` writes it, too.
    """
    repository = api.open_repository(root)
    day = day_of(repository, today)
    state, changes = api.close(repository, day, cycle, out=out)
    for line in _told(state):
        click.echo(sanitise_line(line))
    if changes is None and not state.is_closed:
        from okrs_as_code.report.wording import numbers

        click.echo(f"\nits page is written when all of this is done, or after {numbers.day(state.cycle.end)}")
    elif changes is not None:
        [page] = changes.written or [""]
        done = f"wrote {changes.folder / page}" if page else f"its page in {changes.folder} is current"
        click.echo(f"\n{sanitise_line(done)}")
    return 0 if state.is_closed else EXIT_FINDINGS


def _told(state: ClosingView) -> Iterator[str]:
    """What is missing, in the order of what needs doing; within that by person and id, as nobody is ranked."""
    from okrs_as_code.report.wording import numbers

    key_results = numbers.counted(len(state.key_results), "key result")
    if state.is_closed and not state.key_results:
        yield f"{state.cycle.name} has no key results, so there is nothing to close and no page"
        return
    if state.is_closed:
        yield f"{state.cycle.name} is closed: its {key_results} are graded or dropped"
        return
    yield f"{state.cycle.name}: {len(state.to_grade)} of {key_results} wait for a grade"
    unread = (*state.unread, *state.unread_records)
    if unread:
        yield ""
        yield "first fix what cannot be read; `okrs lint` says how"
        yield from (f"  {file}" for file in unread)
    if state.to_check_in:
        until = numbers.day(state.check_ins_until)
        yield ""
        yield f"check in a last time with `okrs check-in`; it counts until {until}"
        yield from _people(state, state.to_check_in, last=True)
    if state.to_grade:
        yield ""
        yield "grade with `okrs grade`"
        yield from _people(state, state.to_grade, last=False)


def _people(state: ClosingView, standings: Iterable[KeyResultStanding], *, last: bool) -> Iterator[str]:
    from okrs_as_code.report.wording import numbers
    from okrs_as_code.report.wording.terms_phrases import person_phrase

    for person, owned in state.by_person(standings).items():
        yield f"  {person_phrase(state.book.plan, person)}"
        for one in owned:
            said = f", last check-in {numbers.day(one.latest.day)}" if one.latest is not None else ", no check-in yet"
            owner = "" if one.node.owner == person else f", for {one.node.owner}, who has left"
            yield f"    {one.node.id}{owner}{said if last else ''}"
