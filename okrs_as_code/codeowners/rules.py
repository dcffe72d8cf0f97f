"""Who is code owner of what: objectives have those who answer for them, policy has the stewards, records nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from okrs_as_code.codeowners.syntax import ForgeSyntax, literal_pattern
from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import CONFIG_FILE, OKRS_FOLDER, PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.model.files.base import RECORD_FOLDERS
from okrs_as_code.model.plan import ObjectiveNode, Plan

POLICY = (CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE, f"{OKRS_FOLDER}/allowed_signers")
TEMPLATE_PATTERNS = "templates/*.md.j2"
"""The names of templates that stand in for ours; a folder `templates` may well hold more than those."""


@dataclass(frozen=True)
class OwnerRules:
    """The lines of the generated part, and what they cannot say."""

    lines: tuple[str, ...]
    objectives: int
    """How many objectives have a line."""
    notes: tuple[str, ...]


def owner_rules(plan: Plan, today: date, form: ForgeSyntax, prefix: str, gate: Iterable[str]) -> OwnerRules:
    """The rules for a root at `prefix`; `gate` are the patterns of what else belongs to policy.

    Raises OkrsError for an account that would void its line.
    """
    accounts = _Accounts(plan, today, form)
    notes: list[str] = []
    stewards = accounts.of(_stewards(plan, today))
    objectives, nobody = [], []
    for node in current_objectives(plan, today):
        owners = accounts.of(_people(plan, node))
        if owners:
            objectives.append(f"{literal_pattern(prefix + node.file)} {owners}")
        else:
            nobody.append(node.short_id)
    if not accounts.anybody:
        notes.append(f"nobody in {PEOPLE_FILE} has an `account`, so objectives and policy have no code owners")
    else:
        if nobody:
            told = ", ".join(nobody[:3]) + (", …" if len(nobody) > 3 else "")
            notes.append(f"no code owner for {told}: nobody who answers for it has an `account` in {PEOPLE_FILE}")
        if not stewards:
            notes.append(_no_stewards(plan))
    policy = (*(literal_pattern(prefix + path) for path in POLICY), literal_pattern(prefix) + TEMPLATE_PATTERNS, *gate)
    records = (f"{literal_pattern(prefix + OKRS_FOLDER)}/*/{folder}/" for folder in sorted(RECORD_FOLDERS))
    lines = (
        "# Written by `okrs codeowners` from the files in okrs/: change those, not these lines.",
        *(["# Objectives: those who answer for them. One of them is enough here."] if objectives else []),
        *objectives,
        *(["# Policy: the stewards."] if stewards else []),
        *(f"{pattern} {stewards}" for pattern in policy if stewards),
        "# Records: nobody, so that they wait for no one.",
        *map(form.nobody, records),
    )
    return OwnerRules(lines, len(objectives), tuple(notes))


def current_objectives(plan: Plan, today: date) -> Iterator[ObjectiveNode]:
    """Objectives of cycles that run or are to come.

    In ten years a company writes thousands of others, whose terms nobody changes any more; they would only bring the
    file near the size from which on GitHub ignores it.
    """
    nodes = (node for node in plan.objectives.values() if node.cycle.end >= today)
    return iter(sorted(nodes, key=lambda node: node.file))


def _people(plan: Plan, node: ObjectiveNode) -> Iterator[str]:
    """Who answers for an objective: its owner, and owner and manager of each key result."""
    if node.content.owner is not None:
        yield node.content.owner
    for key_result in node.key_results:
        yield key_result.owner
        manager = plan.directory.manager_of(key_result.content)
        if manager is not None:
            yield manager


def _stewards(plan: Plan, today: date) -> list[str]:
    """The stewards who are there, else the lead of the team that all others are part of."""
    named = [person for person in plan.config.stewards if _is_there(plan, person, today)]
    top = plan.directory.top_team
    lead = plan.directory.teams[top].lead if top is not None else None
    return named or ([lead] if lead is not None else [])


def _no_stewards(plan: Plan) -> str:
    if plan.config.stewards:
        return f"policy has no code owner: no steward has an `account` in {PEOPLE_FILE}"
    return f"policy has no code owner: name people with an `account` as `stewards:` in {CONFIG_FILE}"


def _is_there(plan: Plan, person: str, today: date) -> bool:
    entry = plan.directory.people.get(person)
    return entry is not None and (entry.left is None or entry.left >= today)


class _Accounts:
    """Accounts of people who are there, as a line names them."""

    def __init__(self, plan: Plan, today: date, form: ForgeSyntax) -> None:
        self._plan, self._today, self._form = plan, today, form
        self._checked: dict[str, str] = {}

    @property
    def anybody(self) -> bool:
        """Whether anybody who is there has an account at all."""
        people = self._plan.directory.people.items()
        return any(e.account is not None and _is_there(self._plan, person, self._today) for person, e in people)

    def of(self, people: Iterable[str]) -> str:
        """Their accounts by name, each once, however it is written; empty where none of them has one."""
        names: dict[str, str] = {}
        for person in people:
            if _is_there(self._plan, person, self._today):
                entry = self._plan.directory.people[person]
                if entry.account is not None:
                    names.setdefault(entry.account.casefold(), self._fitting(person, entry.account))
        return " ".join(f"@{names[key]}" for key in sorted(names))

    def _fitting(self, person: str, account: str) -> str:
        if self._form.account.fullmatch(account) is None:
            raise OkrsError(
                f"the account of {person}, {account!r}, is no login on {self._form.forge}, and would void its line",
                f"nothing was written; write the login alone in {PEOPLE_FILE}, such as `account: bo-l`",
            )
        return account
