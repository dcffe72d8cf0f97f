"""The phrases for the changes between two revisions, each with the objective and the name of what changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.report.wording.goal_phrases import GoalPhrases
from okrs_as_code.report.wording.policy_phrases import policy_phrase
from okrs_as_code.report.wording.record_phrases import RecordPhrases, record_differences
from okrs_as_code.review.changes.change import Change, ChangeKind
from okrs_as_code.review.changes.matching import Matching
from okrs_as_code.review.revisions.revision import Revision

UNREADABLE_KINDS = (
    ChangeKind.UNREADABLE,
    ChangeKind.UNREADABLE_ADDED,
    ChangeKind.RECORD_UNREADABLE,
    ChangeKind.RECORD_UNREADABLE_ADDED,
    ChangeKind.MISPLACED_ADDED,
    ChangeKind.MISPLACED_EDITED,
    ChangeKind.MISPLACED_REMOVED,
)
"""Changes of what may have no node, as it cannot be read."""


@dataclass(frozen=True)
class ChangePhrase:
    """The phrase for one change, with the objective it belongs to, if any, and the name of what changed."""

    change: Change
    objective: ObjectiveNode | None
    name: str
    text: str
    standalone: bool = False


class ChangePhrases:
    """Puts the changes from `before` to `after` into words, as seen on a day."""

    def __init__(self, before: Revision, after: Revision, matching: Matching, today: date) -> None:
        self._before, self._after = before, after
        self._matching = matching
        self._today = today
        self._goals = GoalPhrases(before.plan, after.plan)

    def of(self, change: Change) -> Iterator[ChangePhrase]:
        """The phrases for one change: of a new record one for each entry, of anything else one."""
        node = change.new or change.old
        if change.kind is ChangeKind.RECORD_UNREADABLE and change.subject not in self._after.workspace.files:
            yield ChangePhrase(change, None, change.subject, "removed; it could not be read")
        elif change.kind in UNREADABLE_KINDS and (node is None or "#" in change.subject or change.named):
            objective = node if isinstance(node, ObjectiveNode) else None
            yield ChangePhrase(change, objective, change.subject, self._goals.phrase(change))
        elif change.kind is ChangeKind.UNREADABLE_ADDED and isinstance(node, ObjectiveNode):
            yield ChangePhrase(change, node, change.subject.rpartition("/")[2], self._goals.phrase(change))
        elif isinstance(node, KeyResultNode):
            yield ChangePhrase(change, self._objective_at_head(node), node.content.id, self._goals.phrase(change))
        elif node is not None:
            yield ChangePhrase(change, node, "", self._goals.phrase(change))
        elif change.kind is ChangeKind.BACKLOG:
            yield ChangePhrase(change, None, change.subject, self._backlog_phrase(change))
        elif change.record is not None:
            yield from self._record_phrases(change, change.record)
        else:
            name = (change.field if change.kind is ChangeKind.POLICY else None) or change.subject
            yield ChangePhrase(change, None, name, policy_phrase(change, self._today))

    def _objective_at_head(self, node: KeyResultNode) -> ObjectiveNode:
        """The objective of the head that a key result belongs to, or belonged to."""
        id_ = self._matching.head_ids.get(node.objective.id)
        is_new = self._after.plan.key_results.get(node.id) is node
        return node.objective if is_new or id_ is None else self._after.plan.objectives[id_]

    def _backlog_phrase(self, change: Change) -> str:
        """The phrase for a goal of the backlog that is new, edited, or gone from there."""
        if change.after is None:
            return f"not in the backlog any more: {change.before}"
        unreadable = self._after.workspace.backlog.unreadable
        is_unreadable = any(change.subject in (element.subject, element.objective) for element in unreadable)
        verb_phrase = "new" if change.before is None else "edited"
        return f"{verb_phrase}{' and cannot be read' if is_unreadable else ''}: {change.after}"

    def _record_phrases(self, change: Change, record: RecordNode[Any]) -> Iterator[ChangePhrase]:
        if change.kind is ChangeKind.RECORD_ADDED:
            for objective, text in RecordPhrases(self._after.plan, self._today).phrases(record):
                yield ChangePhrase(change, objective, "", text, standalone=True)
        elif change.kind is ChangeKind.RECORD_MOVED:
            yield ChangePhrase(change, None, change.subject, f"moved as it is, was {change.before}")
        elif change.kind is ChangeKind.RECORD_REORDERED:
            text = f"renamed, so that it says something else: it was {change.before}"
            yield ChangePhrase(change, None, change.subject, text)
        elif change.kind is ChangeKind.RECORD_CAPTURED:
            now = f"is about {change.after} now" if change.after is not None else "may be about another now"
            text = f"what it says of {change.field} was about {change.before}, and {now}"
            yield ChangePhrase(change, None, change.subject, text)
        elif change.kind is ChangeKind.RECORD_EDITED:
            differences = "; ".join(record_differences(change.before, change.after))
            yield ChangePhrase(change, None, change.subject, f"edited: {differences}")
        else:
            verb = "cannot be read any more" if change.subject in self._after.workspace.files else "removed"
            entries = "; ".join(text for _, text in RecordPhrases(self._before.plan, self._today).phrases(record))
            yield ChangePhrase(change, None, change.subject, f"{verb}; it said: {entries}")
