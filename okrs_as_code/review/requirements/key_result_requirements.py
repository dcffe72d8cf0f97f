"""The approvals that a change of a key result requires."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from okrs_as_code.model.consent import is_valid_agreement
from okrs_as_code.model.direction import Direction
from okrs_as_code.model.files.objective import says_success_in_title
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.review.changes.change import Change, ChangeKind
from okrs_as_code.review.requirements.requirement import Requirement, ReviewerRole
from okrs_as_code.review.requirements.reviewers import ReviewerSelector

UNREADABLE_REASON = "it cannot be read, or could not, and it changes"


@dataclass(frozen=True)
class KeyResultRequirements:
    """The rows on key results of the table in docs/approvals.md."""

    selector: ReviewerSelector

    def of_change(self, change: Change) -> Iterator[Requirement]:
        """Yields everything that has to be approved of one change of a key result."""
        subject, selector = change.subject, self.selector
        old = change.old if isinstance(change.old, KeyResultNode) else None
        new = change.new if isinstance(change.new, KeyResultNode) else None
        if change.kind is ChangeKind.ADDED:
            yield from selector.require_owner_and_manager(subject, new, "it is new")
        elif change.kind is ChangeKind.REMOVED:
            yield from selector.require_owner_and_manager(subject, old, "it is removed")
        elif change.kind is ChangeKind.UNREADABLE:
            yield from self._unreadable_requirements(change, old, new)
        elif change.kind is ChangeKind.TERMS and old is not None and new is not None:
            yield from self._terms_requirements(change, old, new)
        elif change.kind is ChangeKind.MANAGER and old is not None and new is not None:
            yield from self._manager_requirements(subject, old, new)
        elif change.kind is ChangeKind.PLANNING:
            reason = f"its {change.field} changes"
            yield from selector.require(subject, selector.manager_of(new), ReviewerRole.MANAGER, reason)
        elif change.kind is ChangeKind.TITLE and old is not None and new is not None:
            for requirement in self._title_requirements(subject, old, new):
                yield replace(requirement, needs_title=True)
        elif change.field == "contributors" and new is not None and _names_somebody_new(change):
            yield from selector.require(subject, new.owner, ReviewerRole.OWNER, "somebody new contributes")
        elif change.kind is ChangeKind.MOVED and "/" in change.before:
            # Both ids name an objective only where they name different ones. Records find what moved within its
            # objective; from another one it is removed, and here it is new.
            reason = "it becomes part of another objective"
            yield from selector.require_owner_and_manager(subject, new, reason, terms_suffice=False)

    def _terms_requirements(self, change: Change, old: KeyResultNode, new: KeyResultNode) -> Iterator[Requirement]:
        subject, selector = change.subject, self.selector
        if old.owner != new.owner:
            reason = f"it is handed over from {old.owner} to {new.owner}"
            managers = (selector.manager_of(new), selector.manager_of(old))
            manager = next((manager for manager in managers if manager not in (None, new.owner)), None)
            yield from selector.require(subject, old.owner, ReviewerRole.OLD_OWNER, reason, terms_suffice=True)
            yield from selector.require(subject, new.owner, ReviewerRole.OWNER, reason, terms_suffice=True)
            yield from selector.require(subject, manager, ReviewerRole.MANAGER, reason, terms_suffice=True)
        else:
            yield from selector.require_owner_and_manager(subject, new, "its terms change")
        if _may_be_easier(change):
            yield from self._easier_requirements(change, old, terms_suffice=True)

    def _easier_requirements(self, change: Change, old: KeyResultNode, *, terms_suffice: bool) -> Iterator[Requirement]:
        """Requires the owner above of what becomes easier, or may, after its start."""
        is_easier = change.direction is Direction.EASIER
        reason = "it becomes easier after its start" if is_easier else "it may become easier after its start"
        yield from self._owner_above_requirements(
            change.subject, old.objective, old.start, reason, terms_suffice=terms_suffice
        )

    def _owner_above_requirements(
        self, subject: str, objective: ObjectiveNode, start: date, reason: str, *, terms_suffice: bool = False
    ) -> Iterator[Requirement]:
        """Requires, from a start on, the owner of the objective above; where there is none, of the objective itself."""
        if self.selector.reviewers.today >= start:
            above = owner_above(objective, self.selector.reviewers.base)
            role = ReviewerRole.OBJECTIVE_OWNER if above is None else ReviewerRole.OWNER_ABOVE
            owner = above or objective.content.owner
            yield from self.selector.require(subject, owner, role, reason, terms_suffice=terms_suffice)

    def _unreadable_requirements(
        self, change: Change, old: KeyResultNode | None, new: KeyResultNode | None
    ) -> Iterator[Requirement]:
        """Requires the owner and the manager of the last readable state, and who may have to allow less."""
        subject, selector = change.subject, self.selector
        if old is None:
            return
        is_handed_over = new is not None and new.owner != old.owner
        owner_role = ReviewerRole.OLD_OWNER if is_handed_over else ReviewerRole.OWNER
        manager_role = ReviewerRole.OLD_MANAGER if is_handed_over else ReviewerRole.MANAGER
        reason = unreadable_reason(change)
        yield from selector.require(subject, old.owner, owner_role, reason)
        yield from selector.require(subject, selector.manager_of(old), manager_role, reason)
        if change.direction is Direction.UNCLEAR:
            yield from self._easier_requirements(change, old, terms_suffice=False)

    def of_nameless(self, change: Change, reason: str = UNREADABLE_REASON) -> Iterator[Requirement]:
        """Requires the people of the base whom raw owners name, and their managers; a steward where there are none."""
        subject, selector = change.subject, self.selector
        named = [one for one in change.named if selector.reviewers.knows(one.owner)]
        owners = {one.owner for one in named}
        for owner, raw_manager in named:
            is_known = raw_manager is not None and raw_manager != owner and selector.reviewers.knows(raw_manager)
            manager = raw_manager if is_known else selector.manager_of_person(owner)
            yield from selector.require(subject, owner, ReviewerRole.OWNER, reason)
            if manager not in owners:
                yield from selector.require(subject, manager, ReviewerRole.MANAGER, reason)
        if not named:
            yield selector.require_steward(subject, reason)
        if isinstance(change.new, ObjectiveNode):
            yield from self._owner_above_requirements(subject, change.new, change.new.cycle.start, reason)

    def _title_requirements(self, subject: str, old: KeyResultNode, new: KeyResultNode) -> Iterator[Requirement]:
        """Requires the owner, and the manager where somebody agreed, or only the title says what is reached."""
        agreements = self.selector.reviewers.base.agreements_of.get(old.id, ())
        says_success = says_success_in_title(old.content) or says_success_in_title(new.content)
        reason = "its title says something else"
        yield from self.selector.require(subject, new.owner, ReviewerRole.OWNER, reason, terms_suffice=True)
        if says_success or any(map(is_valid_agreement, agreements)):
            manager = self.selector.manager_of(new)
            yield from self.selector.require(subject, manager, ReviewerRole.MANAGER, reason, terms_suffice=True)

    def _manager_requirements(self, subject: str, old: KeyResultNode, new: KeyResultNode) -> Iterator[Requirement]:
        old_manager, new_manager = self.selector.manager_of(old), self.selector.manager_of(new)
        if old_manager != new_manager:
            reason = "another manager is named"
            yield from self.selector.require(subject, old_manager, ReviewerRole.OLD_MANAGER, reason)
            yield from self.selector.require(subject, new_manager, ReviewerRole.MANAGER, reason)
            yield from self.selector.require(subject, new.owner, ReviewerRole.OWNER, reason)


def unreadable_reason(change: Change) -> str:
    """Why something that cannot be read, or could not, has to be approved."""
    if change.field == "id":
        return "another one has its id"
    is_repaired = change.after is not None
    return f"it {'could not' if is_repaired else 'cannot'} be read, and is not what it last was"


def _names_somebody_new(change: Change) -> bool:
    """Whether a list of people has somebody who was not in it."""
    return not {*(change.after or ())} <= {*(change.before or ())}


def _may_be_easier(change: Change) -> bool:
    """Whether a change of terms is, or may be, easier.

    Where numbers cannot tell what became of the measure or the due date, nobody says that it is not.
    """
    if change.direction in (Direction.UNCLEAR, None):
        return change.field != "success"
    return change.direction is Direction.EASIER


def owner_above(node: ObjectiveNode, plan: Plan) -> str | None:
    """The owner of the goal above; None where there is none, or it has none.

    Of several it is the one in which the objective counts, else the first.
    """
    above = plan.alignments.main_parent(node)
    return above.owner if above is not None else None
