"""`okrs new`: writes an objective, asking on a terminal for what is missing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.options import DAY, common, day_of
from okrs_as_code.cli.prompts.questions import confirm
from okrs_as_code.errors import OkrsError
from okrs_as_code.lint.formats import rendered
from okrs_as_code.model.files.objective import COMMITMENTS
from okrs_as_code.refactor.new_objective import NewKeyResult, NewObjective, id_from

MEASURES = ("metric", "threshold", "milestones", "binary")


@dataclass
class _Asker:
    """Asks on a terminal; elsewhere says which option is missing."""

    interactive: bool

    def need(self, given: str | None, option: str, question: str, check: Callable[[str], str] = str) -> str:
        """A value that has to be there."""
        while given is None or not given.strip():
            if not self.interactive:
                wanted = f"{question[:1].lower()}{question[1:]}"
                raise OkrsError(f"`{option.split()[0]}` is missing: {wanted}", f"add `{option}`")
            given = click.prompt(question, default="", show_default=False)
            if not given.strip():
                click.echo("this one is needed; Ctrl-C leaves without writing anything", err=True)
        try:
            return check(given.strip())
        except OkrsError as error:
            if not self.interactive:
                raise
            click.echo(f"{error.message}; {error.remedy}", err=True)
            return self.need(None, option, question, check)

    def may(self, given: str | None, question: str, check: Callable[[str], str] = str) -> str | None:
        """A value that may be left out."""
        if given is None and self.interactive:
            given = click.prompt(f"{question} (Enter: none)", default="", show_default=False)
        if given is None or not given.strip():
            return None
        try:
            return check(given.strip())
        except OkrsError as error:
            if not self.interactive:
                raise
            click.echo(f"{error.message}; {error.remedy}", err=True)
            return self.may(None, question, check)


@click.command("new")
@click.argument("objective", metavar="TEAM/OBJECTIVE")
@click.option("--cycle", metavar="CYCLE", help="A quarter or a year.  [default: the running quarter]")
@click.option("--title", metavar="TEXT", help="What you want to achieve, in words.")
@click.option("--why", metavar="TEXT", help="Why this, and why now.")
@click.option("--owner", metavar="PERSON", help="Who keeps the key results coherent.")
@click.option("--commitment", type=click.Choice(COMMITMENTS), help="Whether all of it is expected.")
@click.option("--aligned-to", metavar="TEAM/OBJECTIVE", help="The objective above.")
@click.option("--key-result", metavar="TEXT", help="Title of the first key result.")
@click.option("--key-result-id", metavar="ID", help="Its id.  [default: made from the title]")
@click.option("--key-result-owner", metavar="PERSON", help="The one person who is accountable for it.")
@click.option("--manager", metavar="PERSON", help="Who agrees that reaching it is success.")
@click.option("--contributor", metavar="ID", multiple=True, help="Somebody who helps; may be repeated.")
@click.option("--measure", type=click.Choice(MEASURES), help="How it is measured.")
@click.option("--baseline", type=float, help="metric: where the number stands.")
@click.option("--target", type=float, help="metric: where it is meant to be.")
@click.option("--stretch", type=float, help="metric: what would be outstanding.")
@click.option("--at-least", type=float, help="threshold: the lower bound.")
@click.option("--at-most", type=float, help="threshold: the upper bound.")
@click.option("--unit", metavar="TEXT", help="metric, threshold: what is counted.")
@click.option("--step", metavar="TEXT", multiple=True, help="milestones: title of a step; may be repeated.")
@click.option("--due", type=DAY, metavar="DATE", help="Its last day.  [default: the cycle's]")
@click.option("--success", metavar="TEXT", help="How you will know, in words.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@common
def command(
    objective: str,
    cycle: str | None,
    title: str | None,
    why: str | None,
    owner: str | None,
    commitment: str | None,
    aligned_to: str | None,
    key_result: str | None,
    key_result_id: str | None,
    key_result_owner: str | None,
    manager: str | None,
    contributor: tuple[str, ...],
    measure: str | None,
    baseline: float | None,
    target: float | None,
    stretch: float | None,
    at_least: float | None,
    at_most: float | None,
    unit: str | None,
    step: tuple[str, ...],
    due: date | None,
    success: str | None,
    yes: bool,
    root: Path,
    today: date | None,
) -> None:
    """Write a new objective with its first key result.

    On a terminal it asks for what is missing. An owner is never guessed.
    """
    repository = api.open_repository(root)
    day = day_of(repository, today)
    proposal = api.ObjectiveDraft(repository, objective, cycle, day)
    ask = _Asker(interactive=sys.stdin.isatty() and not yes)
    title = ask.need(title, "--title TEXT", "The objective, in words")
    why = ask.may(why, "Why this, and why now")
    owner = ask.need(owner, "--owner PERSON", "Its owner, a person", proposal.known_person)
    aligned_to = ask.may(aligned_to, "The objective above, as team/objective", proposal.known_parent)
    found: list[NewKeyResult] = []
    while True:
        text = ask.need(key_result, "--key-result TEXT", "A key result: how will you know")
        kind = ask.need(measure, "--measure KIND", f"Its measure ({', '.join(MEASURES)})", _measure_kind)
        numbers = _numbers(ask, kind, baseline, target, stretch, at_least, at_most, unit)
        steps = _steps(ask, kind, step)
        found.append(
            NewKeyResult(
                id=proposal.free_id(key_result_id or id_from(text), [one.id for one in found]),
                title=text,
                owner=ask.need(
                    key_result_owner,
                    "--key-result-owner PERSON",
                    "Its owner, the one accountable",
                    proposal.known_person,
                ),
                measure={"type": kind, **numbers},
                steps=steps,
                manager=proposal.known_person(manager) if manager is not None else None,
                contributors=[proposal.known_contributor(one) for one in contributor],
                start=proposal.start,
                due=due,
                success=ask.may(success, "How you will know, in words") if kind == "binary" else success,
            )
        )
        if not ask.interactive or not confirm("Another key result?", default=False):
            break
        key_result = key_result_id = key_result_owner = measure = unit = success = manager = None
        baseline = target = stretch = at_least = at_most = None
        step, contributor = (), ()
    path = proposal.write(NewObjective(title, owner, why, commitment, aligned_to, found))
    click.echo(f"wrote {path}")
    told = api.lint(api.open_repository(repository.root), day, paths=[repository.root / path]).findings
    if told:
        click.echo(f"the lint has something to say about it:\n\n{rendered(told, 'full')}", nl=False)
    click.echo("next: propose it in a pull request, so that owner and manager can agree")


def _measure_kind(text: str) -> str:
    if text not in MEASURES:
        raise OkrsError(f"`{text}` is no measure", f"one of {', '.join(MEASURES)}")
    return text


def _number(text: str) -> str:
    try:
        float(text)
    except ValueError:
        raise OkrsError(f"`{text}` is no number", "write digits, such as 12 or 0.5") from None
    return text


def _numbers(
    ask: _Asker,
    kind: str,
    baseline: float | None,
    target: float | None,
    stretch: float | None,
    at_least: float | None,
    at_most: float | None,
    unit: str | None,
) -> dict[str, str | float | bool | None]:
    """The keys of a metric or threshold; asks for those that have to be there."""

    def number(given: float | None, option: str, question: str) -> float:
        text = ask.need(None if given is None else repr(given), option, question, _number)
        return float(text)

    if kind == "metric":
        return {
            "baseline": number(baseline, "--baseline NUMBER", "Where the number stands today"),
            "target": number(target, "--target NUMBER", "Where it is meant to be"),
            "stretch": stretch,
            "unit": ask.need(unit, "--unit TEXT", "Its unit"),
        }
    if kind == "threshold":
        if at_least is None and at_most is None:
            at_least = number(None, "--at-least NUMBER` or `--at-most NUMBER", "The value is at least")
        return {"at_least": at_least, "at_most": at_most, "unit": ask.may(unit, "Its unit")}
    return {}


def _steps(ask: _Asker, kind: str, given: tuple[str, ...]) -> list[tuple[str, str]]:
    if kind != "milestones":
        return []
    titles = list(given) or [ask.need(None, "--step TEXT", "The first step")]
    while not given and ask.interactive:
        another = ask.may(None, "The next step")
        if another is None:
            break
        titles.append(another)
    steps: list[tuple[str, str]] = []
    for title in titles:
        step = id_from(title) or "step"
        taken = [known for known, _ in steps]
        steps.append((step if step not in taken else f"{step}-{len(steps) + 1}", title))
    return steps
