"""The people who have a part in a goal: its owner, their manager, and whoever contributes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from okrs_as_code.model.consent import is_valid_agreement
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.timeline import timeline


class Involvement:
    """The part that people have in a key result of a plan, today and on earlier days."""

    def __init__(self, plan: Plan, node: KeyResultNode) -> None:
        self._plan = plan
        self._node = node

    def includes(self, person: str, day: date) -> bool:
        """Whether somebody has a part in it now, or had one on a day, by whoever owned it around that day."""
        return self.includes_today(person) or person in self._people(self._owners_around(day))

    def is_known_on(self, day: date) -> bool:
        """Whether files say who owned it on a day: somebody had agreed as owner by then.

        Else whoever owns it now may have taken it over since, which no file says.
        """
        return any(agreed_on <= day for agreed_on, _ in self._dated_owners)

    def includes_today(self, person: str) -> bool:
        """Whether somebody has a part in it as it is written."""
        return person in self._today

    @staticmethod
    def may_report(person: str, node: KeyResultNode, base: Plan, head: Plan) -> bool:
        """Whether somebody who reports on a key result in a change from `base` to `head` has a part in it.

        The people of the base decide, of a new key result those of the head, and not what agreements say of earlier
        days: whoever writes a check-in could write those, too.
        """
        plan = head if head.key_results.get(node.id) is node else base
        return Involvement(plan, node).includes_today(person)

    @cached_property
    def _today(self) -> frozenset[str]:
        return self._people([self._node.owner])

    def _people(self, owners: Iterable[str]) -> frozenset[str]:
        """The people who have a part in it while one of these owners has it."""
        directory, content = self._plan.directory, self._node.content
        owners = tuple(owners)
        managers = (directory.manager_of(content), *map(directory.manager_of_person, owners))
        members = (member for contributor in content.contributors for member in directory.members(contributor))
        return frozenset(person for person in (*owners, *content.contributors, *members, *managers) if person)

    @cached_property
    def _dated_owners(self) -> tuple[tuple[date, str], ...]:
        """The people who agreed as owner, with the days on which they did, in order."""
        agreements = timeline(self._plan.agreements_of.get(self._node.id, ()), self._node.owner, date.max)
        return tuple(
            (agreement.day, agreement.by)
            for agreement in agreements
            if agreement.entry.as_ == "owner" and is_valid_agreement(agreement)
        )

    def _owners_around(self, day: date) -> tuple[str, ...]:
        """The owner who agreed last up to a day, and the next who did: they may have taken over before they agreed."""
        before = [person for agreed_on, person in self._dated_owners if agreed_on <= day]
        after = [person for agreed_on, person in self._dated_owners if agreed_on > day]
        return (*before[-1:], *after[:1])


class ObjectiveInvolvement:
    """The part that people have in an objective: its owner, their manager, and whoever has one in a key result."""

    def __init__(self, plan: Plan, node: ObjectiveNode) -> None:
        self._key_results = tuple(Involvement(plan, key_result) for key_result in node.key_results)
        owner = node.content.owner
        manager = plan.directory.manager_of_person(owner) if owner is not None else None
        self._own = frozenset(person for person in (owner, manager) if person is not None)

    def includes(self, person: str, day: date) -> bool:
        """Whether somebody has a part in it now, or had one in a key result on a day; see `Involvement`."""
        return person in self._own or any(part.includes(person, day) for part in self._key_results)

    def is_known_on(self, day: date) -> bool:
        """False: nobody agrees to an objective, so that no file says who owned it on an earlier day."""
        return False

    @staticmethod
    def may_report(person: str, node: ObjectiveNode, base: Plan, head: Plan) -> bool:
        """Whether somebody who speaks of an objective in a change has a part in it; see `Involvement.may_report`."""
        plan = head if head.objectives.get(node.id) is node else base
        involvement = ObjectiveInvolvement(plan, node)
        return person in involvement._own or any(part.includes_today(person) for part in involvement._key_results)
