"""The plan of an import: the files that would be written, and what became of every row."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import SCHEMA_FOLDER
from okrs_as_code.intake.cells.owners import PeopleFinder
from okrs_as_code.intake.goals.objectives import ObjectiveDraft
from okrs_as_code.intake.goals.values import ImportedValues
from okrs_as_code.intake.headings.columns import Columns
from okrs_as_code.intake.open_questions import Question
from okrs_as_code.intake.shapes.goal_outline import GoalOutline, Tally
from okrs_as_code.intake.styles import Styles
from okrs_as_code.model.files.import_mapping import ImportMapping
from okrs_as_code.model.files.json_schema import file_name
from okrs_as_code.refactor.new_objective import objective_text
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.file_change import FileChange
from okrs_as_code.yaml.reader import parse


@dataclass(frozen=True)
class ImportOptions:
    """The options of an import: all that a person says beside the file."""

    cycle: str | None = None
    team: str | None = None
    mapping: ImportMapping = field(default_factory=ImportMapping)
    dates: str | None = None
    decimal: str | None = None
    incomplete_to_backlog: bool = False
    by: str | None = None
    as_of: date | None = None


@dataclass
class TableImport:
    """Everything that an import would write, and what became of every row; nothing is written yet."""

    tables: list[Columns]
    mapping: ImportMapping
    styles: Styles
    outline: GoalOutline
    drafts: list[ObjectiveDraft]
    tally: Tally
    people: PeopleFinder
    changes: list[FileChange] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    preset: str | None = None
    questions: list[Question] = field(default_factory=list)
    """The questions that are open, where nothing is to be written."""
    unknown_teams: dict[str, list[int]] = field(default_factory=dict)
    """Texts of teams that are not ours, each with its rows; of rows without a team below the empty text."""
    values: ImportedValues = field(default_factory=ImportedValues)

    @property
    def new_objectives(self) -> list[ObjectiveDraft]:
        """The objectives that are not there yet."""
        return [draft for draft in self.drafts if not draft.is_there]

    @property
    def moved_to_backlog(self) -> list[ObjectiveDraft]:
        """The objectives that go to the backlog as they are not complete."""
        return [draft for draft in self.new_objectives if draft.wanted_cycle is not None]


def new_file(repository: Repository, draft: ObjectiveDraft) -> FileChange:
    """The file of an objective. Raises OkrsError where a text or number of its row cannot be kept in a file."""
    kind = "backlog" if draft.cycle is None else "objective"
    has_schema = (repository.root / SCHEMA_FOLDER / file_name(kind)).is_file()
    content = objective_text(draft.content, has_schema=has_schema, kind=kind).encode()
    problems = parse(draft.path, content).problems
    if problems:
        raise OkrsError(
            f"{draft.goal.place}: what stands there cannot be kept in a file ({problems[0].kind.value})",
            "shorten its texts, or write them as plain text",
        )
    return FileChange(draft.path, None, content)
