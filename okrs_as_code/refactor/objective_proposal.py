"""The place of a new objective in the tree; everything that it names is checked before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER, SCHEMA_FOLDER
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.cycles.cycle_name import cycle_name_remedy
from okrs_as_code.model.files.base import is_id
from okrs_as_code.model.files.json_schema import file_name
from okrs_as_code.model.goals.backlog import BACKLOG, names_backlog
from okrs_as_code.model.goals.goal import names_key_result, objective_part
from okrs_as_code.model.goals.lookup import cycle_for_new_goals, refuse_unclear_objective, running_cycles
from okrs_as_code.model.people.people_directory import EVERYBODY, person_hint
from okrs_as_code.nearest import one_of, suggestion
from okrs_as_code.refactor.move_plan import refuse_invalid_id
from okrs_as_code.refactor.new_objective import NewObjective, objective_text
from okrs_as_code.storage.atomic_write import create_text
from okrs_as_code.workspace.repository import Repository

_MOST_PARENTS = 5


class ObjectiveProposal:
    """The cycle, team and id of a new objective.

    Every method raises OkrsError for what does not fit, with the remedy.
    """

    def __init__(self, repository: Repository, objective: str, cycle: str | None, today: date) -> None:
        repository.workspace.require_policy()
        self._repository = repository
        self._plan = repository.workspace.plan
        if cycle == BACKLOG or names_backlog(objective, self._plan.directory):
            path = f"{OKRS_FOLDER}/{BACKLOG}/{objective.removeprefix(f'{BACKLOG}/')}.yaml"
            raise OkrsError("a goal of the backlog needs nothing but a title", f"write {path} with `title:` in it")
        self._today = today
        first, _, rest = objective.partition("/")
        if self._plan.calendar.cycle(first) is not None and "/" in rest:
            objective, cycle = rest, cycle or first
        self.names_cycle = cycle is not None
        """Whether the cycle was named, and not taken as that of now."""
        self._cycle = self._known_cycle(cycle)
        team, _, slug = objective.partition("/")
        self._team, self._slug = self._known_team(team), slug
        if not slug or "/" in slug:
            raise OkrsError(f"`{objective}` is no objective's id", "write team/objective")
        refuse_invalid_id(slug)

    @property
    def cycle(self) -> Cycle:
        """The cycle in which it is written."""
        return self._cycle

    @property
    def other_cycles(self) -> tuple[Cycle, ...]:
        """The other cycles that run, the shortest first, in one of which it might have been meant."""
        return tuple(cycle for cycle in running_cycles(self._plan, self._today) if cycle.name != self._cycle.name)

    @property
    def start(self) -> date | None:
        """Today in a running cycle, so that a key result is judged from now on; else None, for the cycle's start."""
        return self._today if self._cycle.has(self._today) and self._today != self._cycle.start else None

    def known_person(self, person: str) -> str:
        """Accepts the id of a person in people.yaml who has not left, and returns it."""
        directory = self._plan.directory
        if not directory.knows_person(person):
            if directory.knows_team(person):
                raise OkrsError(f"`{person}` is a team, and an owner is a person", "name one of its people")
            hint = person_hint(person, directory)
            raise OkrsError(
                f"`{person}` is not in {OKRS_FOLDER}/people.yaml",
                f"{hint}name somebody who is, or add them there first",
            )
        entry = directory.people.get(person)
        if entry is not None and entry.left is not None and entry.left < self._today:
            raise OkrsError(f"`{person}` left on {entry.left}", "name somebody who is there")
        return person

    def known_contributor(self, contributor: str) -> str:
        """Accepts the id of a person or a team, and returns it."""
        return contributor if self._plan.directory.knows_team(contributor) else self.known_person(contributor)

    def known_parent(self, goal: str) -> str:
        """Accepts the id of an objective or key result in this cycle, or in one that it lies in; returns it."""
        if 1 <= goal.count("/") <= 3 and self._plan.resolve_goal(goal, self._cycle) is not None:
            return goal
        refuse_unclear_objective(self._plan, objective_part(goal), self._cycle)
        nodes = self._plan.key_results if names_key_result(goal) else self._plan.objectives
        noun, form = (
            ("key result", "team/objective/key-result") if names_key_result(goal) else ("objective", "team/objective")
        )
        known = [node.short_id for node in nodes.values()]
        raise OkrsError(f"there is no {noun} `{goal}`", f"{suggestion(goal, known)}write {form}")

    def known_parents(self, goals: Sequence[str]) -> tuple[str, ...]:
        """Accepts the ids of up to five goals above, none twice, and returns them."""
        named = {self._plan.resolve_goal(self.known_parent(goal), self._cycle) for goal in goals}
        if len(named) < len(goals):
            raise OkrsError("one of the goals above is named twice", "name each once with `--aligned-to`")
        if len(goals) > _MOST_PARENTS:
            raise OkrsError(f"{len(goals)} goals above are too many", f"name {_MOST_PARENTS} at most")
        return tuple(goals)

    @staticmethod
    def known_tags(tags: Sequence[str]) -> tuple[str, ...]:
        """Accepts tags, which have the form of ids, and returns each once."""
        wrong = next((tag for tag in tags if not is_id(tag)), None)
        if wrong is not None:
            raise OkrsError(f"`{wrong}` is no tag", "write a lower-case letter, then letters, digits and hyphens")
        return tuple(dict.fromkeys(tags))

    def free_id(self, key_result: str, taken: Sequence[str]) -> str:
        """Accepts an id that no key result of this objective has yet, and returns it."""
        if not is_id(key_result) or key_result in taken:
            reason = "is taken" if key_result in taken else "is no id"
            raise OkrsError(f"`{key_result}` {reason}", "give another with `--key-result-id`")
        return key_result

    def write(self, objective: NewObjective) -> str:
        """Writes the file and returns its path from the root; an existing file is never touched."""
        path = f"{OKRS_FOLDER}/{self._cycle.name}/{self._team}/{self._slug}.yaml"
        root = self._repository.root
        has_schema = (root / SCHEMA_FOLDER / file_name("objective")).is_file()
        create_text(root / Path(path), objective_text(objective, has_schema=has_schema))
        return path

    def _known_cycle(self, name: str | None) -> Cycle:
        if name is None:
            return cycle_for_new_goals(self._plan, self._today)
        cycle = self._plan.calendar.cycle(name)
        if cycle is None:
            raise OkrsError(f"`{name}` is no cycle", cycle_name_remedy(name, self._plan.config.cycles))
        return cycle

    def _team_remedy(self, team: str) -> str:
        teams = self._plan.directory.teams
        if list(teams) == [EVERYBODY]:
            return f"write {EVERYBODY}/OBJECTIVE, or add the team to {OKRS_FOLDER}/teams.yaml first"
        return (
            f"{one_of(team, teams)}write TEAM/OBJECTIVE with a team of {OKRS_FOLDER}/teams.yaml, or add it there first"
        )

    def _known_team(self, team: str) -> str:
        directory = self._plan.directory
        if team not in directory.teams:
            raise OkrsError(f"there is no team `{team}`", self._team_remedy(team))
        return team
