"""The activity on an objective as a whole: sentences about it, and the support that is asked for with it."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.model.assessment import Assessment, asking_objective_entry
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.history.activity_change import ActivityChange, ActivityKind, ActivityPeriod, CheckInChanges

_FIELDS = ("note", "help")


def objective_changes(assessment: Assessment, node: ObjectiveNode, period: ActivityPeriod) -> Iterator[ActivityChange]:
    """Yields what changed of an objective as a whole."""
    standing = assessment.objective(node)
    entries = assessment.plan.objective_check_ins_of.get(node.id, ())
    said = CheckInChanges(node.id, node.content.owner or "", entries, standing.check_ins, period)
    if not standing.closed:
        yield from said.help(asking_objective_entry(assessment.plan, node, said.before), standing.asking)
    note = said.latest("note")
    if note is not None:
        earlier = next((each.entry.note for each in reversed(said.before) if each.entry.note is not None), None)
        if note.entry.note != earlier:
            yield said.change(ActivityKind.NOTE, "note", earlier, note.entry.note, entry=note)
    yield from said.corrections(_FIELDS)
    yield from said.late("check-in", said.before)
