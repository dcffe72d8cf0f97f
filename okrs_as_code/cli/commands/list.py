"""`okrs list`: the key results of a cycle, or the goals of the backlog, with their ids, a line each."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from okrs_as_code import api
from okrs_as_code.cli.cached_output import CommandOutput, print_cached
from okrs_as_code.cli.filter_options import cycle_notes, filter_options, filters_of
from okrs_as_code.cli.options import cache_option, common_options, day_of, output_format_option
from okrs_as_code.escape import json_text, sanitise_line

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.command("list")
@filter_options
@click.option("--backlog", is_flag=True, help="The goals of the backlog instead, which have no cycle yet.")
@output_format_option("text", "json")
@common_options
@cache_option
def command(
    cycle: str | None,
    team: str | None,
    owner: str | None,
    mine: bool,
    manager: str | None,
    tag: str | None,
    backlog: bool,
    output_format: str,
    root: Path,
    today: date | None,
    cache: bool,
) -> int:
    """List key results by id: each with its owner and title, on one line.

    Without --cycle it is about the cycle that is now; a note names each other one that runs. The ids are as other
    commands take them. The last part of one is enough where no other key result of the running
    cycle ends in it. With --backlog a line is a goal, with its team's id in its own.
    """
    if backlog and any((cycle, owner, mine, manager, tag)):
        raise click.UsageError("`--backlog` lists goals without cycle and owner; only `--team` goes with it")

    def compute(output: CommandOutput) -> bool:
        repository = api.open_repository(root, cache=cache)
        day = day_of(repository, today, say=output.note)
        if backlog:
            view = api.backlog(repository, team)
            lines = "".join(f"{sanitise_line(line)}\n" for line in view.lines())
            output.write(json_text(view.as_json()) if output_format == "json" else lines)
            output.note_unreadable(view.unreadable)
            return True
        filters = filters_of(repository, day, output.note, team=team, owner=owner, mine=mine, manager=manager, tag=tag)
        status = api.status(repository, day, cycle=cycle, filters=filters)
        if output_format == "json":
            output.write(json_text(_as_json(status)))
        else:
            output.write("".join(f"{sanitise_line(line)}\n" for line in _lines(status)))
        for other, _ in status.also_running if cycle is None and not filters.any else ():
            output.note(f"note: {other.name} runs, too: `okrs list --cycle {other.name}`")
        for line in cycle_notes(status, "list"):
            output.note(sanitise_line(line))
        output.note_unreadable(status.unreadable)
        return True

    return print_cached(compute, cacheable=not mine)


def _lines(status: api.CycleStatus) -> Iterator[str]:
    from okrs_as_code.report.wording.unreadable_phrases import fault_phrase

    rows = [
        (status.reference(standing.node), standing.node.owner, " ".join(standing.node.content.title.split()))
        for standing in sorted(status.key_results, key=lambda standing: standing.node.id)
    ]
    rows += [
        (
            element.subject.removeprefix(f"{status.cycle.name}/"),
            element.owner or "–",
            f"{element.title} ({fault_phrase(element, 'unreadable')})",
        )
        for element in status.unreadable
        if element.kind == "key result"
    ]
    if not rows:
        yield status.empty_reason if not status.objectives else f"there are no key results in {status.cycle.name}"
        return
    id_width, owner_width = (max(len(row[column]) for row in rows) for column in (0, 1))
    for id_, owner, title in rows:
        yield f"{id_:<{id_width}}  {owner:<{owner_width}}  {title}"


def _as_json(status: api.CycleStatus) -> dict[str, Any]:
    return {
        "cycle": status.cycle.name,
        "key_results": [
            {"id": standing.node.id, "title": standing.node.content.title, "owner": standing.node.owner}
            for standing in sorted(status.key_results, key=lambda standing: standing.node.id)
        ],
        "unreadable": [element.as_json() for element in status.unreadable],
    }
