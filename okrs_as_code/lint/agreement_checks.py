"""Agreements as rules see them: where they are required, for whom they wait, and how the terms moved since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.finding import Place, Severity
from okrs_as_code.lint.context import Context, at, at_id, at_objective
from okrs_as_code.lint.record_entries import at_entry
from okrs_as_code.model.consent import RoleConsent, is_valid_agreement, requires_agreements
from okrs_as_code.model.files.record import AgreementEntry
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.terms import TermsDifference
from okrs_as_code.model.timeline import RecordEntry, timeline

MAX_QUOTED_LENGTH = 60
"""Code points of a text that a message quotes."""
_MIN_LEAD = 20
"""Code points of a common beginning that are shown before a difference, at least."""
MAX_DIFFERENCES = 6
"""Differences that a message names."""

_OUTSIDE_MEASURE = ("owner", "commitment", "due", "success", "title")
_STEPS = "step "
"""Beginning of a step's field. Two steps of one id, which is an error, can move without a difference in any field."""


def valid_agreements(node: KeyResultNode, context: Context) -> tuple[RecordEntry[AgreementEntry], ...]:
    """The agreements to a key result that count, up to today, in order."""
    agreements = timeline(context.plan.agreements_of.get(node.id, ()), node.owner, context.today)
    return tuple(agreement for agreement in agreements if is_valid_agreement(agreement))


def is_agreement_required(node: KeyResultNode, context: Context) -> bool:
    """Whether policy asks for agreements in the cycle of a key result."""
    return requires_agreements(context.plan, node.cycle)


def missing_agreement_severity(node: KeyResultNode, context: Context) -> Severity:
    """The severity of a missing agreement: an error once the cycle has begun, where policy asks for agreements."""
    has_begun = context.today >= node.cycle.start
    return Severity.ERROR if has_begun and is_agreement_required(node, context) else Severity.WARNING


def format_roles(roles: Iterable[RoleConsent]) -> str:
    """People with their roles: `bo (owner) and mara (manager)`."""
    return " and ".join(f"{role.person} ({role.role})" for role in roles)


def agreement_instructions(node: KeyResultNode, roles: Iterable[RoleConsent]) -> str:
    """The end of a help line: how people agree for whom a key result waits, with a terminal and without."""
    people = [role.person for role in roles]
    each = " each" if len(people) > 1 else ""
    run, add = ("run", "add") if len(people) > 1 else ("runs", "adds")
    record = f"{add} a record in {OKRS_FOLDER}/{node.cycle.name}/agreements/ that quotes the terms"
    return f"{' and '.join(people)}{each} {run} `okrs agree {node.id}`, or {record}"


def format_differences(differences: Iterable[TermsDifference]) -> str:
    """Differences in terms as words: `target from 55 to 50, due from 2026-12-18 to 2026-12-31`.

    A measure of another type is one difference, and not one for each of its keys; of more than `MAX_DIFFERENCES` only
    the first are named.
    """
    differences = tuple(differences)
    if any(difference.field == "measure" for difference in differences):
        fields = ("measure", *_OUTSIDE_MEASURE)
        differences = tuple(difference for difference in differences if difference.field in fields)
    phrases = [phrase for difference in differences for phrase in _difference_phrases(difference)]
    more = [f"and {len(phrases) - MAX_DIFFERENCES} more"] if len(phrases) > MAX_DIFFERENCES else []
    return ", ".join((*phrases[:MAX_DIFFERENCES], *more)) or "its steps"


def _difference_phrases(difference: TermsDifference) -> Iterator[str]:
    name, before, after = difference.field.replace("_", " "), difference.before, difference.after
    if before is None:
        yield f"{name} is new ({_format_value(after)})"
    elif after is None:
        yield f"{name} is gone (it was {_format_value(before)})"
    elif isinstance(before, Mapping) and isinstance(after, Mapping) and "id" in before:
        for key in _differing_keys(before, after):
            yield from _difference_phrases(TermsDifference(f"{key} of {name}", before.get(key), after.get(key)))
    else:
        if isinstance(before, str) and isinstance(after, str):
            before, after = _without_common_beginning(before, after)
        yield f"{name} from {_format_value(before)} to {_format_value(after)}"


def _without_common_beginning(before: str, after: str) -> tuple[str, str]:
    """Two texts without most of a long common beginning, so that their difference is not cut off."""
    pairs = enumerate(zip(before, after, strict=False))
    common = next((index for index, (old, new) in pairs if old != new), min(len(before), len(after)))
    start = before.rfind(" ", 0, max(common - _MIN_LEAD, 0)) + 1
    if max(len(before), len(after)) <= MAX_QUOTED_LENGTH or not start:
        return before, after
    return f"…{before[start:]}", f"…{after[start:]}"


def _differing_keys(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key)]


def _format_value(value: Any) -> str:
    if isinstance(value, Mapping):
        return _format_text(value["title"]) if "title" in value else f"{value['lead']} for team {value['team']}"
    return f"{value:.15g}" if isinstance(value, float) else _format_text(str(value))


def _format_text(value: str) -> str:
    """A single word without quotes; a longer text in quotes, cut at `MAX_QUOTED_LENGTH`."""
    short = value if len(value) <= MAX_QUOTED_LENGTH else f"{value[: MAX_QUOTED_LENGTH - 1].rstrip()}…"
    return f'"{short}"' if " " in value else short


def at_difference(node: KeyResultNode, differences: tuple[TermsDifference, ...]) -> Place:
    """The place of the first field that moved, as it is written today; the key result's id where it is not written."""
    field = differences[0].field if differences else _STEPS
    content = node.content
    if field == "commitment" and field in node.objective.content.model_fields_set:
        return at_objective(node.objective, field)
    if field in _OUTSIDE_MEASURE:
        return at(node, field) if field in content.model_fields_set else at_id(node)
    path = _terms_path(field)
    return at(node, *path) if path[-1] in content.measure.model_fields_set else at_id(node)


def at_quoted_terms(agreement: RecordEntry[AgreementEntry], differences: tuple[TermsDifference, ...]) -> Place:
    """The place where an agreement quotes the first field that moved; its terms where it does not."""
    field = differences[0].field if differences else _STEPS
    return at_entry(agreement, field) if field == "title" else at_entry(agreement, "terms", *_terms_path(field))


def _terms_path(field: str) -> tuple[str, ...]:
    """The key path of a field in terms, and in a key result."""
    if field in _OUTSIDE_MEASURE:
        return (field,)
    if field.startswith(_STEPS):
        return ("measure", "steps")
    return ("measure", "type" if field == "measure" else field)
