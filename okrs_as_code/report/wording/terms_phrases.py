"""The terms of a key result: in plain words, and as data for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from okrs_as_code.model.files.measure import Metric, Milestones
from okrs_as_code.model.files.objective import TeamOwner
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.progress.progress import step_weights
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import COMMITMENTS


def terms_lines(plan: Plan, node: KeyResultNode) -> Iterator[tuple[str, str]]:
    """The lines of the terms: a name, which is empty where the line before goes on, and the words."""
    content = node.content
    yield "owner", owner_phrase(plan, node)
    yield "commitment", COMMITMENTS[node.commitment]
    kind = "a metric, " if isinstance(content.measure, Metric) else ""
    yield "measure", f"{kind}{numbers.measure_phrase(content.measure)}"
    if isinstance(content.measure, Milestones):
        for step, words in zip(content.measure.steps, step_lines(content.measure), strict=True):
            yield "", f"{step.id}: {words}"
    yield "due", numbers.day(node.due)
    if content.success is not None:
        yield "success", content.success


def step_lines(measure: Milestones) -> Iterator[str]:
    """The milestones by their titles, each with its share of the whole and its day."""
    weights = step_weights(measure)
    total = sum(weights.values())
    for step in measure.steps:
        parts = [numbers.percent(weights[step.id] / total)] if total else []
        parts += [f"by {numbers.day(step.due)}"] if step.due is not None else []
        yield f"{step.title} ({', '.join(parts)})" if parts else step.title


def owner_phrase(plan: Plan, node: KeyResultNode) -> str:
    """The accountable person by name and id; for an owning team, the lead and the team."""
    owner = node.content.owner
    person = person_phrase(plan, node.owner)
    return f"{person} for {plan.directory.team_name(owner.team)}" if isinstance(owner, TeamOwner) else person


def person_phrase(plan: Plan, person: str) -> str:
    """A person by name, title and id: `Ana Souza, CRO (ana)`."""
    name = plan.directory.titled_name(person)
    return name if name == person else f"{name} ({person})"


def terms_json(plan: Plan, node: KeyResultNode) -> dict[str, Any]:
    """The terms in canonical form, and their fingerprint: the first digits of the SHA-256 of their JSON.

    That JSON has sorted keys and no spaces.
    """
    terms = plan.terms(node)
    return {"key_result": node.id, "fingerprint": terms.fingerprint, "terms": dict(terms.data)}
