"""FMT012: people or policy that a change makes weaker as a guard of other changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from okrs_as_code.filenames import CONFIG_FILE, PEOPLE_FILE
from okrs_as_code.finding import Finding, Place, Severity
from okrs_as_code.lint.context import Context, at_person
from okrs_as_code.lint.policy import Policy
from okrs_as_code.lint.registry import all_rules
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.people import Person


class GateWeakened(Rule):
    """A change to people or policy decides who can approve later changes, or makes the lint milder.

    ## What it does

    Finds in what a change does to `okrs/people.yaml`: people who are removed; another `account`, or another or no
    `manager`, of somebody who was there; a `left` that is taken back or moved to a later day; and other `emails` where
    `agreement.accept` is `claimed`. And in what it does to `okrs/config.yaml`: other `stewards`; agreements that are
    required later or not at all, or may be `claimed`; rules that are ignored or lowered. New people are nobody's
    business here, nor is somebody's last day.

    ## Why is this bad?

    It need not be: people get other managers, and teams other habits. But who controls an account can approve in its
    owner's name, and what is lowered today is not found tomorrow. So it is said, and a steward looks at it: nothing of
    it takes effect in the change that brings it, as people and policy are read from the base.

    ## Example

    As the change leaves it; bo's manager was mara:

    ```yaml okrs/people.yaml
    people:
      ana: {name: Ana Duarte}
      mara: {name: Mara Okafor, manager: ana}
      raj: {name: Raj Patel, manager: ana}
      bo: {name: Bo Lindqvist, manager: raj}
      chen: {name: Chen Wei, manager: mara}
      dee: {name: Dee Moreau, manager: raj}
    ```

    ## Use instead

    Nothing else: a steward approves it. What weakens nothing goes in another change, so that it does not have to wait:

    ```yaml okrs/people.yaml
    people:
      ana: {name: Ana Duarte}
      mara: {name: Mara Okafor, manager: ana}
      raj: {name: Raj Patel, manager: ana}
      bo: {name: Bo Lindqvist, manager: mara}
      chen: {name: Chen Wei, manager: mara, left: 2027-03-31}
      dee: {name: Dee Moreau, manager: raj}
      tom: {name: Tom Byrne, manager: mara}
    ```

    ## Where this comes from

    Ours, after policy-bot, which reads who can approve from the base branch and never from the pull request.
    """

    code = "FMT012"
    name = "gate-weakened"
    severity = Severity.WARNING
    all_cycles = True
    needs_people = True

    def check_change(self, base: Context, head: Context) -> Iterator[Finding]:
        """One finding for each person, and for each part of the policy."""
        claimed = base.plan.config.agreement.accept == "claimed"
        directory = head.plan.directory
        for id_, before in base.plan.directory.people.items():
            after = directory.people.get(id_)
            if after is not None:
                fields = list(_weakened_fields(before, after, claimed=claimed))
                if fields:
                    yield self._person_finding(id_, fields)
            elif not directory.knows_person(id_):
                yield self._steward_finding(
                    f'"{id_}" is no longer listed in {PEOPLE_FILE}', id_, Place(PEOPLE_FILE, ("people",), "key")
                )
        for key, phrase in _weakened_policy(base, head):
            yield self._steward_finding(phrase, CONFIG_FILE, Place(CONFIG_FILE, key), detail=phrase)

    def _person_finding(self, person: str, fields: list[tuple[str, str]]) -> Finding:
        phrases = ", ".join(phrase for _, phrase in fields)
        return self._steward_finding(
            f'what decides who approves for "{person}" changes: {phrases}', person, at_person(person, fields[0][0])
        )

    def _steward_finding(self, message: str, subject: str, place: Place, detail: str = "") -> Finding:
        return self.finding(
            message,
            "if it is meant, a steward approves it; it takes effect once it is merged",
            subject=subject,
            place=place,
            label="asks for a steward",
            detail=detail,
        )


def _weakened_fields(before: Person, after: Person, *, claimed: bool) -> Iterator[tuple[str, str]]:
    """Keys by which somebody else can speak for a person from now on, with what moved."""
    if before.account != after.account and before.account is not None:
        yield "account", f"account from {before.account} to {after.account or 'none'}"
    if before.manager != after.manager and before.manager is not None:
        yield "manager", f"manager from {before.manager} to {after.manager or 'none'}"
    if before.left is not None and (after.left or date.max) > before.left:
        yield "left", f"last day from {before.left} to {after.left or 'none'}"
    if claimed and set(after.emails) - set(before.emails):
        yield "emails", f"{', '.join(sorted(set(after.emails) - set(before.emails)))} is new in emails"


def _weakened_policy(base: Context, head: Context) -> Iterator[tuple[tuple[str, ...], str]]:
    """Keys of the policy that ask for less than before, with what moved."""
    before, after = base.plan.config, head.plan.config
    if set(before.stewards) != set(after.stewards):
        yield (
            ("stewards",),
            f"stewards from {', '.join(before.stewards) or 'none'} to {', '.join(after.stewards) or 'none'}",
        )
    old_policy, new_policy = before.agreement, after.agreement
    if old_policy.required_from is not None:
        old, new = (
            side.plan.calendar.cycle(name) if name is not None else None
            for side, name in ((base, old_policy.required_from), (head, new_policy.required_from))
        )
        if old is not None and (new is None or new.start > old.start):
            is_moved = old_policy.required_from == new_policy.required_from
            to = f"{new.start if new is not None else 'no day'}" if is_moved else new_policy.required_from or "no cycle"
            yield (
                ("agreement", "required_from"),
                f"agreements are required from {to} on, not {old.start if is_moved else old_policy.required_from}",
            )
    if old_policy.accept == "approved" and new_policy.accept == "claimed":
        yield ("agreement", "accept"), "agreements may be claimed from now on, without an approval"
    policies = Policy.of(before.lint), Policy.of(after.lint)
    for rule in all_rules():
        old_rank, new_rank = (_rank(rule, policy) for policy in policies)
        if new_rank < old_rank:
            ignored = rule.code in policies[1].ignored
            phrase = (
                "is ignored" if ignored else f"is lowered to {policies[1].severities.get(rule.code, rule.severity)}"
            )
            yield ("lint", "ignore" if ignored else "severity"), f"{rule.code} ({rule.name}) {phrase}"


def _rank(rule: Rule, policy: Policy) -> int:
    return -1 if rule.code in policy.ignored else policy.severities.get(rule.code, rule.severity).rank
