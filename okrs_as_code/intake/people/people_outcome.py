"""The outcome of an import of people: files to write, and what became of every row."""

from __future__ import annotations

from dataclasses import dataclass, field

from okrs_as_code.intake.people.people_columns import PeopleColumns
from okrs_as_code.intake.shapes.goal_outline import Tally
from okrs_as_code.workspace.trees.file_change import FileChange


@dataclass
class PeopleImport:
    """The people of a list, and what became of every row; nothing is written yet."""

    columns: list[PeopleColumns] = field(default_factory=list)
    """The columns of each list that others wrote."""
    changes: list[FileChange] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    added: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    unknown_teams: dict[str, list[int]] = field(default_factory=dict)
    """Teams that rows name, and that are not there, each with its rows."""
    notes: list[str] = field(default_factory=list)
