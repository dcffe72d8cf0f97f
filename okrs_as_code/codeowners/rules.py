"""The code owners of each path: of objectives those who answer for them, of policy the stewards, of records nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from okrs_as_code.codeowners.syntax import ForgeSyntax, literal_pattern
from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import CONFIG_FILE, OKRS_FOLDER, PEOPLE_FILE, SIGNERS_FILE, TEAMS_FILE, TEMPLATES_FOLDER
from okrs_as_code.model.files.base import RECORD_FOLDERS
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.goals.plan import Plan

_POLICY_FILES = (CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE, SIGNERS_FILE)
_TEMPLATE_PATTERN = f"{TEMPLATES_FOLDER}/*.md.j2"
"""Pattern of templates that stand in for ours; a folder of that name may well hold more than those."""


@dataclass(frozen=True)
class OwnerRules:
    """Lines of the generated part, and notes on owners that are missing."""

    lines: tuple[str, ...]
    objectives: int
    """Number of objectives that have a line."""
    notes: tuple[str, ...]


def owner_rules(plan: Plan, today: date, syntax: ForgeSyntax, prefix: str, gate: Iterable[str]) -> OwnerRules:
    """Returns the rules for a root at `prefix`; `gate` are patterns of other files that belong to policy.

    Raises OkrsError for an account that would void its line.
    """
    accounts = _AccountNames(plan, today, syntax)
    notes: list[str] = []
    stewards = accounts.of(_stewards(plan, today))
    objectives, unowned = [], []
    for node in current_objectives(plan, today):
        owners = accounts.of(_accountable_people(plan, node))
        if owners:
            objectives.append(f"{literal_pattern(prefix + node.file)} {owners}")
        else:
            unowned.append(node.short_id)
    if not accounts.exist:
        notes.append(f"nobody in {PEOPLE_FILE} has an `account`, so objectives and policy have no code owners")
    else:
        if unowned:
            names = ", ".join(unowned[:3]) + (", …" if len(unowned) > 3 else "")
            notes.append(f"no code owner for {names}: nobody who answers for it has an `account` in {PEOPLE_FILE}")
        if not stewards:
            notes.append(_missing_stewards_note(plan))
    policy = (
        *(literal_pattern(prefix + path) for path in _POLICY_FILES),
        literal_pattern(prefix) + _TEMPLATE_PATTERN,
        *gate,
    )
    records = (f"{literal_pattern(prefix + OKRS_FOLDER)}/*/{folder}/" for folder in sorted(RECORD_FOLDERS))
    lines = (
        "# Written by `okrs codeowners` from the files in okrs/: change those, not these lines.",
        *(["# Objectives: those who answer for them. One of them is enough here."] if objectives else []),
        *objectives,
        *(["# Policy: the stewards."] if stewards else []),
        *(f"{pattern} {stewards}" for pattern in policy if stewards),
        "# Records: nobody, so that they wait for no one.",
        *map(syntax.unowned_line, records),
    )
    return OwnerRules(lines, len(objectives), tuple(notes))


def current_objectives(plan: Plan, today: date) -> Iterator[ObjectiveNode]:
    """Objectives of cycles that run or are to come, in the order of their files.

    In ten years a company writes thousands of others, whose terms nobody changes any more; they would only bring the
    file near the size from which on GitHub ignores it.
    """
    nodes = (node for node in plan.objectives.values() if node.cycle.end >= today)
    return iter(sorted(nodes, key=lambda node: node.file))


def _accountable_people(plan: Plan, node: ObjectiveNode) -> Iterator[str]:
    """The people who answer for an objective: its owner, and owner and manager of each key result."""
    if node.content.owner is not None:
        yield node.content.owner
    for key_result in node.key_results:
        yield key_result.owner
        manager = plan.directory.manager_of(key_result.content)
        if manager is not None:
            yield manager


def _stewards(plan: Plan, today: date) -> list[str]:
    """The stewards who have not left, else the lead of the team that all others are part of."""
    stewards = [person for person in plan.config.stewards if _is_present(plan, person, today)]
    top = plan.directory.top_team
    lead = plan.directory.teams[top].lead if top is not None else None
    return stewards or ([lead] if lead is not None else [])


def _missing_stewards_note(plan: Plan) -> str:
    if plan.config.stewards:
        return f"policy has no code owner: no steward has an `account` in {PEOPLE_FILE}"
    return f"policy has no code owner: name people with an `account` as `stewards:` in {CONFIG_FILE}"


def _is_present(plan: Plan, person: str, today: date) -> bool:
    entry = plan.directory.people.get(person)
    return entry is not None and (entry.left is None or entry.left >= today)


class _AccountNames:
    """Accounts of people who have not left, as a line names them."""

    def __init__(self, plan: Plan, today: date, syntax: ForgeSyntax) -> None:
        self._plan, self._today, self._syntax = plan, today, syntax

    @property
    def exist(self) -> bool:
        """Whether anybody who has not left has an account at all."""
        people = self._plan.directory.people
        return any(people[person].account is not None and self._is_present(person) for person in people)

    def of(self, people: Iterable[str]) -> str:
        """Accounts of some people in order, each once, however it is written; empty where none of them has one."""
        names: dict[str, str] = {}
        for person in people:
            if self._is_present(person):
                account = self._plan.directory.people[person].account
                if account is not None:
                    names.setdefault(account.casefold(), self._check_login(person, account))
        return " ".join(f"@{names[key]}" for key in sorted(names))

    def _is_present(self, person: str) -> bool:
        return _is_present(self._plan, person, self._today)

    def _check_login(self, person: str, account: str) -> str:
        """Returns the account; raises OkrsError where it would void its line."""
        if self._syntax.login.fullmatch(account) is None:
            raise OkrsError(
                f"the account of {person}, {account!r}, is no login on {self._syntax.forge}, and would void its line",
                f"nothing was written; write the login alone in {PEOPLE_FILE}, such as `account: bo-l`",
            )
        return account
