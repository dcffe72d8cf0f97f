"""`okrs new`: writes an objective, asking on a terminal for what is missing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from okrs_as_code import api
from okrs_as_code.cli.options import common_options, day_of
from okrs_as_code.cli.parameter_types import DAY, NUMBER, PLANNED_VALUE
from okrs_as_code.cli.prompts.bound import parse_bound
from okrs_as_code.cli.prompts.option_prompter import OptionPrompter
from okrs_as_code.cli.prompts.questions import confirm
from okrs_as_code.errors import OkrsError
from okrs_as_code.lint.formats import render
from okrs_as_code.model.files.objective import COMMITMENTS
from okrs_as_code.records.check_in_entry import parse_number
from okrs_as_code.refactor.new_objective import NewKeyResult, NewObjective, NewStep, id_from

MEASURES = ("metric", "threshold", "milestones", "binary", "score")


@dataclass(frozen=True)
class _KeyResultOptions:
    """The options about one key result."""

    key_result: str | None = None
    key_result_id: str | None = None
    key_result_owner: str | None = None
    key_result_commitment: str | None = None
    manager: str | None = None
    contributor: tuple[str, ...] = ()
    measure: str | None = None
    baseline: float | None = None
    direction: str | None = None
    target: float | None = None
    stretch: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    unit: str | None = None
    step: tuple[str, ...] = ()
    due: date | None = None
    plan: tuple[tuple[date, float], ...] = ()
    success: str | None = None


@click.command("new")
@click.argument("objective", metavar="TEAM/OBJECTIVE")
@click.option("--cycle", metavar="CYCLE", help="A cycle, such as 2026-Q4.  [default: the one that is now]")
@click.option("--title", metavar="TEXT", help="What you want to achieve, in words.")
@click.option("--why", metavar="TEXT", help="Why this, and why now.")
@click.option("--owner", metavar="PERSON", help="Who keeps the key results coherent.")
@click.option("--commitment", type=click.Choice(COMMITMENTS), help="Whether all of it is expected.")
@click.option("--aligned-to", metavar="GOAL", multiple=True, help="The objective or key result above; may be repeated.")
@click.option("--tag", metavar="TAG", multiple=True, help="A word by which it is listed; may be repeated.")
@click.option("--key-result", metavar="TEXT", help="Title of the first key result.")
@click.option("--key-result-id", metavar="ID", help="Its id.  [default: made from the title]")
@click.option("--key-result-owner", metavar="PERSON", help="The one person who is accountable for it.")
@click.option("--key-result-commitment", type=click.Choice(COMMITMENTS), help="Where it is not the objective's.")
@click.option("--manager", metavar="PERSON", help="Who agrees that reaching it is success.")
@click.option("--contributor", metavar="ID", multiple=True, help="Somebody who helps; may be repeated.")
@click.option("--measure", type=click.Choice(MEASURES), help="How it is measured.")
@click.option("--baseline", type=NUMBER, help="metric: where the number stands.")
@click.option("--direction", type=click.Choice(("up", "down")), help="metric: in place of a baseline not measured yet.")
@click.option("--target", type=NUMBER, help="metric: where it is meant to be.")
@click.option("--stretch", type=NUMBER, help="metric: what would be outstanding.")
@click.option("--at-least", type=NUMBER, help="threshold: the lower bound.")
@click.option("--at-most", type=NUMBER, help="threshold: the upper bound.")
@click.option("--unit", metavar="TEXT", help="metric, threshold: what is counted.")
@click.option("--step", metavar="TEXT", multiple=True, help="milestones: title of a step; may be repeated.")
@click.option("--due", type=DAY, metavar="DATE", help="Its last day.  [default: the cycle's]")
@click.option(
    "--plan",
    type=PLANNED_VALUE,
    metavar="DATE=NUMBER",
    multiple=True,
    help="metric: where it is meant to be on a day before; may be repeated.",
)
@click.option("--success", metavar="TEXT", help="How you will know, in words.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@common_options
def command(
    objective: str,
    cycle: str | None,
    title: str | None,
    why: str | None,
    owner: str | None,
    commitment: str | None,
    aligned_to: tuple[str, ...],
    tag: tuple[str, ...],
    yes: bool,
    root: Path,
    today: date | None,
    **key_result_options: Any,
) -> None:
    """Write a new objective with its first key result.

    On a terminal it asks for what is missing. An owner is never guessed.
    """
    repository = api.open_repository(root)
    day = day_of(repository, today)
    proposal = api.ObjectiveProposal(repository, objective, cycle, day)
    prompter = OptionPrompter(sys.stdin.isatty() and not yes)
    title = prompter.require(title, "--title TEXT", "The objective, in words")
    why = prompter.optional(why, "Why this, and why now")
    owner = prompter.require(owner, "--owner PERSON", "Its owner, a person", proposal.known_person)
    parents, tags = proposal.known_parents(aligned_to), proposal.known_tags(tag)
    if not parents:
        parent = prompter.optional(None, "The objective above, as team/objective", proposal.known_parent)
        parents = () if parent is None else (parent,)
    key_results: list[NewKeyResult] = []
    options = _KeyResultOptions(**key_result_options)
    while True:
        key_results.append(_key_result(prompter, proposal, options, [key_result.id for key_result in key_results]))
        if not prompter.is_interactive or not confirm("Another key result?", default=False):
            break
        options = _KeyResultOptions(due=options.due)
    path = proposal.write(NewObjective(title, owner, why, commitment, parents, tags, key_results))
    click.echo(f"wrote {path}")
    findings = api.lint(api.open_repository(repository.root), day, paths=[repository.root / path]).findings
    if findings:
        click.echo(f"the lint has something to say about it:\n\n{render(findings, 'full')}", nl=False)
    click.echo(f"next: {_next_step(repository)}")


def _next_step(repository: api.Repository) -> str:
    """The advice on what to do with the new file: a few people without a forge need no proposal."""
    has_remote = repository.git is not None and repository.git.remotes()
    if repository.workspace.plan.directory.is_flat and not has_remote:
        return "commit it; `okrs check-in` says how it stands"
    return "propose it in a pull request, so that owner and manager can agree"


def _key_result(
    prompter: OptionPrompter, proposal: api.ObjectiveProposal, options: _KeyResultOptions, taken: Sequence[str]
) -> NewKeyResult:
    """A key result made of the options, and of answers to what they leave out; `taken` are the ids of the others."""
    title = prompter.require(options.key_result, "--key-result TEXT", "A key result: how will you know")
    kind = prompter.require(options.measure, "--measure KIND", f"Its measure ({', '.join(MEASURES)})", _measure_kind)
    if options.plan and kind != "metric":
        raise OkrsError(f"a {kind} has no numbers to plan", "leave out `--plan`")
    if len(dict(options.plan)) < len(options.plan):
        raise OkrsError("`--plan` names a day twice", "give each day one number")
    quantities = _quantities(prompter, kind, options)
    steps = _steps(prompter, kind, options.step)
    id_ = proposal.free_id(options.key_result_id or id_from(title), taken)
    owner = prompter.require(
        options.key_result_owner,
        "--key-result-owner PERSON",
        "Its owner, the one accountable",
        proposal.known_person,
    )
    manager = proposal.known_person(options.manager) if options.manager is not None else None
    contributors = [proposal.known_contributor(contributor) for contributor in options.contributor]
    success = options.success
    if kind == "binary":
        success = prompter.optional(success, "How you will know, in words")
    elif kind == "score":
        success = prompter.require(success, "--success TEXT", "What 1.0 is, in words")
    return NewKeyResult(
        id=id_,
        title=title,
        owner=owner,
        measure={"type": kind, **quantities},
        steps=steps,
        manager=manager,
        contributors=contributors,
        start=proposal.start,
        due=options.due,
        plan=dict(sorted(options.plan)),
        commitment=options.key_result_commitment,
        success=success,
    )


def _measure_kind(text: str) -> str:
    if text not in MEASURES:
        raise OkrsError(f"`{text}` is no measure", f"one of {', '.join(MEASURES)}")
    return text


def _number_text(text: str) -> str:
    parse_number(text)
    return text


def _bound_text(text: str) -> str:
    parse_bound(text)
    return text


def _quantities(
    prompter: OptionPrompter, kind: str, options: _KeyResultOptions
) -> dict[str, str | float | bool | None]:
    """The keys of a metric or threshold; asks for those that have to be there."""

    def number(value: float | None, option: str, question: str) -> float:
        text = None if value is None else repr(value)
        return float(prompter.require(text, option, question, _number_text))

    if kind == "metric":
        return {
            **_metric_start(prompter, options),
            "target": number(options.target, "--target NUMBER", "Where it is meant to be"),
            "stretch": options.stretch,
            "unit": prompter.require(options.unit, "--unit TEXT", "Its unit"),
        }
    if kind == "threshold":
        bounds: dict[str, str | float | bool | None] = {"at_least": options.at_least, "at_most": options.at_most}
        if options.at_least is None and options.at_most is None:
            question = "The bound to keep, as `at least NUMBER` or `at most NUMBER`"
            answer = prompter.require(None, "--at-least NUMBER` or `--at-most NUMBER", question, _bound_text)
            key, value = parse_bound(answer)
            bounds[key] = value
        return {**bounds, "unit": prompter.optional(options.unit, "Its unit")}
    return {}


def _metric_start(prompter: OptionPrompter, options: _KeyResultOptions) -> dict[str, str | float | bool | None]:
    """The baseline of a metric, or its direction where nobody has measured it yet. Raises OkrsError for both."""
    if options.baseline is not None and options.direction is not None:
        raise OkrsError("a metric has a baseline or a direction", "leave out `--direction`, or `--baseline`")
    if options.baseline is not None:
        return {"baseline": options.baseline}
    if options.direction is None and prompter.is_interactive:
        baseline = prompter.optional(None, "Where the number stands today, if somebody measured it", _number_text)
        if baseline is not None:
            return {"baseline": float(baseline)}
    option = (
        "--direction up` or `--direction down" if prompter.is_interactive else "--baseline NUMBER` or `--direction up"
    )
    question = "Whether it shall go up or down" if prompter.is_interactive else "Where the number stands today"
    return {"direction": prompter.require(options.direction, option, question, _direction_word)}


def _direction_word(text: str) -> str:
    if text not in ("up", "down"):
        raise OkrsError(f"`{text}` is no direction", "write up or down")
    return text


def _steps(prompter: OptionPrompter, kind: str, titles: Sequence[str]) -> list[NewStep]:
    """The steps of milestones; asks for them where no option names any."""
    if kind != "milestones":
        return []
    if not titles:
        titles = _ask_step_titles(prompter)
    steps: list[NewStep] = []
    for title in titles:
        id_ = id_from(title) or "step"
        taken = [step.id for step in steps]
        steps.append(NewStep(id_ if id_ not in taken else f"{id_}-{len(steps) + 1}", title))
    return steps


def _ask_step_titles(prompter: OptionPrompter) -> list[str]:
    titles = [prompter.require(None, "--step TEXT", "The first step")]
    while prompter.is_interactive:
        title = prompter.optional(None, "The next step")
        if title is None:
            break
        titles.append(title)
    return titles
