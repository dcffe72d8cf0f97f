"""Phrases for changes of records: as people would say it, and plainly where a record was edited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from okrs_as_code.model.files.record import AgreementEntry, CheckInEntry, GradeEntry, ObjectiveEntry
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.timeline import RecordNode, objective_entries
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.entry_phrases import check_in_phrase, grade_phrase, grade_reasons
from okrs_as_code.report.wording.value_phrases import change_phrase, text_phrase, value_phrase


class RecordPhrases:
    """Phrases for the entries of records, as of one revision."""

    def __init__(self, plan: Plan, today: date) -> None:
        self._plan = plan
        self._today = today

    def phrases(self, record: RecordNode[Any]) -> Iterator[tuple[ObjectiveNode | None, str]]:
        """The objective that each entry is about, None where there is no such goal, and the phrase for the entry."""
        references = self._plan.references
        for ref, entry in record.content.key_results.items():
            id_ = references.key_result_in(ref, record.cycle)
            node = self._plan.key_results.get(id_) if id_ is not None else None
            objective = node.objective if node is not None else None
            yield objective, self._entry_phrase(record, entry, node, node.content.id if node is not None else ref)
        for ref, objective_entry in objective_entries(record.content).items():
            objective_id = references.objective_in(ref, record.cycle)
            objective = self._plan.objectives.get(objective_id) if objective_id is not None else None
            words = "; ".join(_objective_parts(objective_entry))
            name = "the objective" if objective is not None else f"objective {ref}"
            yield objective, f"{record.content.by} speaks of {name}{self._circumstances(record)}: {words}"

    def _circumstances(self, record: RecordNode[Any]) -> str:
        """The day that a check-in is about, unless that is today, and what it corrects."""
        content = record.content
        about = f" for {numbers.day(content.date)}" if content.date != self._today else ""
        return f"{about}, correcting {content.corrects}" if content.corrects is not None else about

    def _entry_phrase(self, record: RecordNode[Any], entry: Any, node: KeyResultNode | None, name: str) -> str:
        content = record.content
        about = f" on {numbers.day(content.date)}" if content.date != self._today else ""
        corrects = f", correcting {content.corrects}" if content.corrects is not None else ""
        if isinstance(entry, CheckInEntry):
            words = "; ".join(_check_in_parts(entry, node))
            return f"{content.by} checks in on {name}{self._circumstances(record)}: {words}"
        if isinstance(entry, AgreementEntry):
            return (
                f"{content.by} agrees as {entry.as_} to {name}{about}{corrects}{self._agreement_details(entry, node)}"
            )
        verb = "drops" if isinstance(entry, GradeEntry) and entry.dropped else "grades"
        return f"{content.by} {verb} {name}{about}{corrects}: {'; '.join(_grade_parts(entry, record))}"

    def _agreement_details(self, entry: AgreementEntry, node: KeyResultNode | None) -> str:
        via = f", given at {entry.via}" if entry.via is not None else ""
        signed = ", with a signature" if entry.signature is not None else ""
        if node is None:
            return f"{signed}{via}"
        terms = "" if self._plan.is_current(entry, node) else ", to other terms than these"
        return f"{terms}{signed}{via}"


_ENTRY_KEYS = ("key_results", "objectives")
"""The keys below which a record has its entries."""


def record_differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """The differences between two contents of one record, each in words."""
    for key in dict.fromkeys((*before, *after)):
        if key not in _ENTRY_KEYS and before.get(key) != after.get(key):
            yield change_phrase(key.replace("_", " "), before.get(key), after.get(key))
    old, new = (
        {ref: entry for key in _ENTRY_KEYS for ref, entry in side.get(key, {}).items()} for side in (before, after)
    )
    for ref in dict.fromkeys((*old, *new)):
        if ref not in new or ref not in old:
            yield f"what it said of {ref} is gone" if ref not in new else f"now also speaks of {ref}"
            continue
        for key in dict.fromkeys((*old[ref], *new[ref])):
            was, now = old[ref].get(key), new[ref].get(key)
            if was != now:
                sides = [was, now] if not isinstance(was, Mapping) else [_value_phrases(was), _value_phrases(now or {})]
                yield f"{ref} {change_phrase(key.replace('_', ' '), *sides)}"


def _value_phrases(terms: Mapping[str, Any]) -> dict[str, str]:
    return {key: value_phrase(value) for key, value in terms.items()}


def _check_in_parts(entry: CheckInEntry, node: KeyResultNode | None) -> Iterator[str]:
    words = check_in_phrase(entry, node.content.measure if node is not None else None)
    if words:
        yield text_phrase(words)
    if entry.note is not None:
        yield text_phrase(entry.note)
    if entry.help is not None:
        yield f"asks for help: {text_phrase(entry.help)}"
    if entry.next is not None:
        yield f"next: {text_phrase(entry.next)}"


def _objective_parts(entry: ObjectiveEntry) -> Iterator[str]:
    if entry.note is not None:
        yield text_phrase(entry.note)
    if entry.help is not None:
        yield f"asks for help: {text_phrase(entry.help)}"


def _grade_parts(entry: GradeEntry, record: RecordNode[Any]) -> Iterator[str]:
    reviewer = getattr(record.content, "reviewed_by", None)
    (_, because), *more = grade_reasons(entry)
    reached = "" if entry.score is None else f"reached {numbers.share(entry.score)}: "
    yield f"{reached if entry.dropped else f'{grade_phrase(entry)}: '}{text_phrase(because)}"
    yield from (f"{name}: {text_phrase(words)}" for name, words in more)
    if reviewer is not None:
        yield f"reviewed by {reviewer}"
