"""`okrs new`: writes an objective, asking on a terminal for what is missing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from okrs_as_code import api
from okrs_as_code.cli.options import common_options, day_of, show_notes
from okrs_as_code.cli.parameter_types import DAY, NUMBER, PLANNED_VALUE
from okrs_as_code.cli.prompts.new_key_result import MEASURES, KeyResultOptions, ask_key_result
from okrs_as_code.cli.prompts.option_prompter import OptionPrompter
from okrs_as_code.cli.prompts.questions import confirm
from okrs_as_code.lint.formats import render
from okrs_as_code.model.files.objective import COMMITMENTS
from okrs_as_code.phrases import join_or
from okrs_as_code.refactor.new_objective import NewKeyResult, NewObjective
from okrs_as_code.report.wording import numbers


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

    On a terminal it asks for what is missing. An owner is never guessed. It goes into the cycle that is now, and says
    so first; --cycle names another one, as does a cycle in front of TEAM/OBJECTIVE.
    """
    repository = api.open_repository(root)
    day = day_of(repository, today)
    proposal = api.ObjectiveProposal(repository, objective, cycle, day)
    show_notes(_cycle_notes(proposal))
    prompter = OptionPrompter(sys.stdin.isatty() and not yes)
    title = prompter.require(title, "--title TEXT", "The objective, in words")
    why = prompter.optional(why, "Why this, and why now")
    owner = prompter.require(owner, "--owner PERSON", "Its owner, a person", proposal.known_person)
    parents, tags = proposal.known_parents(aligned_to), proposal.known_tags(tag)
    if not parents:
        parent = prompter.optional(None, "The objective above, as team/objective", proposal.known_parent)
        parents = () if parent is None else (parent,)
    key_results: list[NewKeyResult] = []
    options = KeyResultOptions(**key_result_options)
    while True:
        key_results.append(ask_key_result(prompter, proposal, options, [key_result.id for key_result in key_results]))
        if not prompter.is_interactive or not confirm("Another key result?", default=False):
            break
        options = KeyResultOptions(due=options.due)
    path = proposal.write(NewObjective(title, owner, why, commitment, parents, tags, key_results))
    click.echo(f"wrote {path}")
    findings = api.lint(api.open_repository(repository.root), day, paths=[repository.root / path]).findings
    if findings:
        click.echo(f"the lint has something to say about it:\n\n{render(findings, 'full')}", nl=False)
    click.echo(f"next: {_next_step(repository)}")


def _cycle_notes(proposal: api.ObjectiveProposal) -> Iterator[str]:
    """The note on the cycle that was taken where none was named, and on how to take another one."""
    if not proposal.names_cycle:
        cycle, others = proposal.cycle, [f"`--cycle {one.name}`" for one in proposal.other_cycles]
        another = f"{join_or(others)} for what runs, too" if others else "`--cycle` for another one"
        yield f"it goes into {cycle.name}, {numbers.day(cycle.start)} to {numbers.day(cycle.end)}; {another}"


def _next_step(repository: api.Repository) -> str:
    """The advice on what to do with the new file: a few people without a forge need no proposal."""
    has_remote = repository.git is not None and repository.git.remotes()
    if repository.workspace.plan.directory.is_flat and not has_remote:
        return "commit it; `okrs check-in` says how it stands"
    return "propose it in a pull request, so that owner and manager can agree"
