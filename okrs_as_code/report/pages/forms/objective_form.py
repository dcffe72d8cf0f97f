"""The form by which a team proposes an objective, with each kind of measure explained in one line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.report.inline import Inline, text
from okrs_as_code.report.pages.forms.file_target import FileTarget, objective_target
from okrs_as_code.report.pages.page_context import PageContext

MEASURES = (
    ("metric", "metric", "metric", "a number that moves from where it stands to a target: sign-ups from 40 to 60"),
    (
        "metric",
        "unmeasured",
        "metric, not measured yet",
        "nobody knows where the number stands: the first value will be its baseline",
    ),
    (
        "threshold",
        "threshold",
        "threshold",
        "a bound to keep in every period: at least 99.5 % of sessions without a crash",
    ),
    ("milestones", "milestones", "milestones", "steps, each of which counts once it is done"),
    ("binary", "binary", "binary", "done or not done, and you say how we will know"),
    ("score", "score", "score", "nothing is measured: its owner judges it from 0.0 to 1.0, and you say what 1.0 is"),
)
"""The kinds of measure: the type, the part of the form for it, its name, and one line for who has never chosen one."""
_MAX_CHOICES = 50


class ChoiceView(NamedTuple):
    """A value that can be chosen, and its name."""

    value: str
    name: Inline


class ObjectiveForm(NamedTuple):
    """The form of a new objective; `first` and `last` are the days of its cycle."""

    target: FileTarget
    people: tuple[ChoiceView, ...]
    parents: tuple[ChoiceView, ...]
    measures: tuple[tuple[str, str, str, str], ...]
    first: str
    last: str
    runs: bool
    """Whether its cycle runs, so that a key result is judged from the day on which it is proposed."""


def objective_form(context: PageContext, cycle: Cycle, team: str) -> ObjectiveForm | None:
    """The form of a team's objective; None without forms or forge, after the cycle, and for a team not listed."""
    site = context.site
    if (
        not site.form.is_web_site
        or site.forge_links is None
        or site.today > cycle.end
        or team not in site.directory.teams
    ):
        return None
    taken = [node.short_id.rpartition("/")[2] for node in site.plan.of_team(cycle.name, team)]
    return ObjectiveForm(
        target=objective_target(site.forge_links, f"{OKRS_FOLDER}/{cycle.name}/{team}", taken),
        people=tuple(_people(context, team))[:_MAX_CHOICES],
        parents=tuple(_parents(context, cycle, team))[:_MAX_CHOICES],
        measures=MEASURES,
        first=cycle.start.isoformat(),
        last=cycle.end.isoformat(),
        runs=cycle.start < site.today,
    )


def _people(context: PageContext, team: str) -> Iterator[ChoiceView]:
    """The people of a team who are there, and those who lead its parts."""
    directory = context.site.directory
    teams = directory.teams
    ids = [teams[team].lead, *teams[team].members, *(teams[part].lead for part in directory.parts.get(team, ()))]
    for id_ in dict.fromkeys(ids):
        entry = directory.people.get(id_) if id_ is not None else None
        if id_ is not None and entry is not None and (entry.left is None or entry.left >= context.site.today):
            yield ChoiceView(id_, text(entry.name))


def _parents(context: PageContext, cycle: Cycle, team: str) -> Iterator[ChoiceView]:
    """The objectives of the team above in this cycle, and of both in the longer ones in which it lies."""
    site = context.site
    above = site.directory.teams[team].part_of
    for searched in (cycle, *site.plan.cycles_above(cycle)):
        for node in site.plan.in_cycle(searched.name):
            if node.team == above or (node.team == team and searched != cycle):
                meant = site.plan.resolve_objective(node.short_id, cycle) == node.id
                yield ChoiceView(node.short_id if meant else node.id, text(node.content.title))
