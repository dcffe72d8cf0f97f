"""Agreements as rules see them: where they are required, who is waited for, and what moved in the terms since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.finding import Place, Severity
from okrs_as_code.lint.context import Context, at, at_id, at_objective
from okrs_as_code.lint.record_entries import at_entry
from okrs_as_code.model.consent import RoleConsent, is_valid_agreement
from okrs_as_code.model.files.record import AgreementEntry
from okrs_as_code.model.plan import KeyResultNode
from okrs_as_code.model.terms import TermsDifference
from okrs_as_code.model.timeline import RecordEntry, timeline

MAX_QUOTED_LENGTH = 60
"""How much of a text a message quotes, in code points."""
_LEAD = 20
"""How much of what is the same is told before a difference, at least."""
MAX_DIFFERENCES = 6
"""How many things that moved a message tells."""

_OUTSIDE_MEASURE = ("owner", "commitment", "due", "success")
_STEPS = "step "
"""How a step's field begins. Two steps of one id, which is an error, can move without a difference in any field."""


def valid_agreements(node: KeyResultNode, context: Context) -> tuple[RecordEntry[AgreementEntry], ...]:
    """The agreements to a key result that count, up to today, in order."""
    said = context.plan.agreements_of.get(node.id, ())
    return tuple(one for one in timeline(said, node.owner, context.today) if is_valid_agreement(one))


def is_agreement_required(node: KeyResultNode, context: Context) -> bool:
    """Whether policy asks for agreements in the cycle of a key result."""
    named = context.plan.config.agreement.required_from
    first = context.plan.calendar.cycle(named) if named is not None else None
    return first is not None and node.cycle.start >= first.start


def missing_agreement_severity(node: KeyResultNode, context: Context) -> Severity:
    """How grave it is that an agreement lacks: an error once the cycle runs, where policy asks for it."""
    runs = context.today >= node.cycle.start
    return Severity.ERROR if runs and is_agreement_required(node, context) else Severity.WARNING


def format_roles(roles: Iterable[RoleConsent]) -> str:
    """People with their roles: `bo (owner) and mara (manager)`."""
    return " and ".join(f"{one.person} ({one.role})" for one in roles)


def agreement_instructions(node: KeyResultNode, roles: Iterable[RoleConsent]) -> str:
    """What those who are waited for do, with a terminal and without; the end of a help line."""
    people = [one.person for one in roles]
    each = " each" if len(people) > 1 else ""
    run, add = ("run", "add") if len(people) > 1 else ("runs", "adds")
    record = f"{add} a record in {OKRS_FOLDER}/{node.cycle.name}/agreements/ that quotes the terms"
    return f"{' and '.join(people)}{each} {run} `okrs agree {node.id}`, or {record}"


def format_differences(differences: Iterable[TermsDifference]) -> str:
    """What moved in the terms, in words: `target from 55 to 50, due from 2026-12-18 to 2026-12-31`.

    Of a measure of another type that is said, and not each of its keys; of much that moved, only the beginning.
    """
    differences = tuple(differences)
    if any(one.field == "measure" for one in differences):
        differences = tuple(one for one in differences if one.field in ("measure", *_OUTSIDE_MEASURE))
    told = [words for difference in differences for words in _moved(difference)]
    more = [f"and {len(told) - MAX_DIFFERENCES} more"] if len(told) > MAX_DIFFERENCES else []
    return ", ".join((*told[:MAX_DIFFERENCES], *more)) or "its steps"


def _moved(difference: TermsDifference) -> Iterator[str]:
    name, before, after = difference.field.replace("_", " "), difference.before, difference.after
    if before is None:
        yield f"{name} is new ({_value(after)})"
    elif after is None:
        yield f"{name} is gone (it was {_value(before)})"
    elif isinstance(before, Mapping) and isinstance(after, Mapping) and "id" in before:
        for inner in _differing(before, after):
            yield from _moved(TermsDifference(f"{inner} of {name}", before.get(inner), after.get(inner)))
    else:
        if isinstance(before, str) and isinstance(after, str):
            before, after = _from_where_they_differ(before, after)
        yield f"{name} from {_value(before)} to {_value(after)}"


def _from_where_they_differ(before: str, after: str) -> tuple[str, str]:
    """Two texts without most of a long beginning that is the same, so that what differs is not cut off."""
    pairs = enumerate(zip(before, after, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), min(len(before), len(after)))
    start = before.rfind(" ", 0, max(same - _LEAD, 0)) + 1
    if max(len(before), len(after)) <= MAX_QUOTED_LENGTH or not start:
        return before, after
    return f"…{before[start:]}", f"…{after[start:]}"


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key)]


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return _text(value["title"]) if "title" in value else f"{value['lead']} for team {value['team']}"
    return f"{value:.15g}" if isinstance(value, float) else _text(str(value))


def _text(value: str) -> str:
    """A word as it is; a text in quotes, cut where it is long."""
    short = value if len(value) <= MAX_QUOTED_LENGTH else f"{value[: MAX_QUOTED_LENGTH - 1].rstrip()}…"
    return f'"{short}"' if " " in value else short


def at_difference(node: KeyResultNode, differences: tuple[TermsDifference, ...]) -> Place:
    """Where the first of the fields that moved is written today; the key result's id where it is not written."""
    field = differences[0].field if differences else _STEPS
    content = node.content
    if field == "commitment" and field in node.objective.content.model_fields_set:
        return at_objective(node.objective, field)
    if field in _OUTSIDE_MEASURE:
        return at(node, field) if field in content.model_fields_set else at_id(node)
    path = _in_terms(field)
    return at(node, *path) if path[-1] in content.measure.model_fields_set else at_id(node)


def at_quoted_terms(said: RecordEntry[AgreementEntry], differences: tuple[TermsDifference, ...]) -> Place:
    """Where an agreement quotes the first of the fields that moved, or the terms where it does not."""
    return at_entry(said, "terms", *_in_terms(differences[0].field if differences else _STEPS))


def _in_terms(field: str) -> tuple[str, ...]:
    if field in _OUTSIDE_MEASURE:
        return (field,)
    if field.startswith(_STEPS):
        return ("measure", "steps")
    return ("measure", "type" if field == "measure" else field)
