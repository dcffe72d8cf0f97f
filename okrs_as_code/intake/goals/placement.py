"""Placement: the cycle, the team and the id under which each objective of a file is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from okrs_as_code.intake.cells.cycle_text import BACKLOG, cycle_of_text
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.open_questions import Questions
from okrs_as_code.intake.shapes.goal_outline import OutlineGoal, Tally
from okrs_as_code.intake.source_table import row_list
from okrs_as_code.intake.vocabulary.words import even
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.base import normalized_text
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.nearest import one_of


@dataclass
class Placement:
    """Finds where objectives go; asks for what a file does not say."""

    plan: Plan
    today: date
    questions: Questions
    tally: Tally
    cycle: Cycle | None = None
    """The cycle that is imported; None where the file says which, or there is none."""
    team: str | None = None
    teams: Mapping[str, str] = field(default_factory=dict)
    """Teams by what stands in a cell, from a mapping file."""

    def cycles(self, objectives: list[OutlineGoal]) -> dict[OutlineGoal, Cycle | None]:
        """The cycle of each objective that is imported, None for the backlog; notes those of other cycles.

        One cycle in the file needs no option; of several the one that is asked for is taken.
        """
        named = {goal: self._named_cycle(goal) for goal in objectives}
        self._ask_for_cycles()
        found = {cycle.name: cycle for cycle in named.values() if isinstance(cycle, Cycle)}
        wanted = self.cycle
        if wanted is None and len(found) == 1:
            wanted = next(iter(found.values()))
        if wanted is None and len(found) > 1:
            counts = ", ".join(
                f"{name} ({sum(cycle is found[name] for cycle in named.values())})" for name in sorted(found)
            )
            label = objectives[0].table.label
            self.questions.ask(f"{label} has objectives of several cycles: {counts}", "add `--cycle` with one of them")
        placed: dict[OutlineGoal, Cycle | None] = {}
        for goal, cycle in named.items():
            if cycle == BACKLOG:
                placed[goal] = None
            elif cycle is None:
                placed[goal] = wanted if self.cycle is not None else None
            elif wanted is None or cycle == wanted:
                placed[goal] = wanted
            else:
                self._leave_all(goal, f"it is of {cycle.name}, and {wanted.name} is imported")  # type: ignore[union-attr]
        return placed

    def _named_cycle(self, goal: OutlineGoal) -> Cycle | str | None:
        """The cycle that a goal names; None where its table has no column for it."""
        cells = [goal, *goal.key_results]
        text = next((text for one in cells if (text := one.text(Meaning.CYCLE))), "")
        if not text:
            return BACKLOG if self._has_cycles(goal) else None
        t_is_quarter = goal.table.label in self._tables_with_trimestres
        cycle = cycle_of_text(text, self.plan.calendar, self.today, t_is_quarter=t_is_quarter)
        if cycle is None:
            self._unknown_cycles.setdefault(" ".join(text.split())[:80], []).append(goal)
            return BACKLOG
        return cycle

    _unknown_cycles: dict[str, list[OutlineGoal]] = field(default_factory=dict)

    def _ask_for_cycles(self) -> None:
        for text, goals in self._unknown_cycles.items():
            rows = row_list((goal.row for goal in goals), goals[0].table.word)
            self.questions.ask(
                f'{goals[0].table.label}: "{text}" ({rows}) is no cycle',
                "write one such as `2026-Q4`, or declare it below `cycles:` in okrs/config.yaml",
            )

    def _has_cycles(self, goal: OutlineGoal) -> bool:
        return goal.table.label in self._tables_with_cycles

    _tables_with_cycles: set[str] = field(default_factory=set)

    _tables_with_trimestres: set[str] = field(default_factory=set)

    def note_table_with_cycles(self, label: str, heading: str) -> None:
        """Notes that a table has a column of cycles, in which an empty cell means the backlog.

        Below `Trimestre` the letter T is a quarter, as in French and Spanish.
        """
        self._tables_with_cycles.add(label)
        if even(heading).startswith("trimestre"):
            self._tables_with_trimestres.add(label)

    def _leave_all(self, goal: OutlineGoal, why: str) -> None:
        self.tally.leave(goal.table, goal.row, why)
        for child in goal.children:
            self._leave_all(child, why)

    def team_of(self, goal: OutlineGoal) -> str | None:
        """The team of an objective: the one it names, `--team`, or the only one there is. Asks without any."""
        directory = self.plan.directory
        named = next((one for one in (goal, *goal.key_results) if one.text(Meaning.TEAM)), goal)
        text = " ".join(named.text(Meaning.TEAM).split())
        self._note_other_teams(goal, text)
        if text:
            found = self._known_team(text)
            if found is not None:
                return found
        if self.team is not None:
            if text:
                self.tally.guess(
                    goal.table, goal.row, f'its team "{text[:60]}" is none of ours; it goes to {self.team}'
                )
            return self.team
        if not text and len(directory.teams) == 1:
            return next(iter(directory.teams))
        self.unknown_teams.setdefault(text, []).append(named.row_of(Meaning.TEAM))
        return None

    def _note_other_teams(self, goal: OutlineGoal, text: str) -> None:
        """Notes key results that name another team than that of their objective."""
        for one in goal.key_results:
            own = " ".join(one.text(Meaning.TEAM).split())
            if own and normalized_text(own) != normalized_text(text):
                self.tally.guess(one.table, one.row, f'its team "{own[:60]}" is left out, as its objective has another')

    unknown_teams: dict[str, list[int]] = field(default_factory=dict)
    """Texts of teams that are not ours, each with its rows; of rows without a team below the empty text."""

    def _known_team(self, text: str) -> str | None:
        wanted = normalized_text(text)
        mapped = {normalized_text(name): team for name, team in self.teams.items()}.get(wanted)
        if mapped is not None:
            return mapped
        directory = self.plan.directory
        if directory.knows_team(wanted):
            return directory.resolve_team(wanted)
        named = [team for team, entry in directory.teams.items() if normalized_text(entry.name) == wanted]
        return named[0] if len(named) == 1 else None

    def ask_for_teams(self) -> None:
        """Asks for every team that is not known."""
        teams = self.plan.directory.teams
        for text, rows in self.unknown_teams.items():
            if text:
                message = f'"{text[:80]}" ({row_list(rows)}) is no team of okrs/teams.yaml'
                remedy = (
                    "add it there first, or say which team is meant below `teams:` of a mapping file: "
                    "`--show-map > map.yaml`, then `--map map.yaml`; `--team ID` takes what names no team of ours"
                )
            else:
                verb = "names" if len(set(rows)) == 1 else "name"
                message = f"{row_list(rows)} of the file {verb} no team"
                remedy = "write one into a column `Team`, or add `--team ID`, which holds for all of them"
            self.questions.ask(message, f"{one_of(text, teams)}{remedy}", "teams")
