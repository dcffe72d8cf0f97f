"""The file of `okrs import --map`: how a table is read, written by `--show-map` and edited by people."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from okrs_as_code.model.files.base import CycleName, Day, Id, Maybe, Model, Seq, Text, WebAddress, described_values

ColumnMeaning = Literal[
    "objective", "key_result", "title", "id", "objective_id", "parent", "type", "level", "outline", "owner",
    "objective_owner", "manager", "contributors", "team", "cycle", "why", "success", "baseline", "target", "stretch",
    "at_least", "at_most", "unit", "direction", "measure", "steps", "start", "due", "current", "progress", "status",
    "confidence", "note", "reason", "weight", "commitment", "tags", "priority", "links", "terms", "plan", "ignore",
]  # fmt: skip
TableShape = Annotated[
    Literal["long", "tree", "wide", "two-tables"],
    described_values(
        "A row for each key result, with its objective beside it.",
        "A row for each goal, with its parent, its type, its level or its number.",
        "A row for each objective, with its key results in numbered columns.",
        "A table of objectives and one of key results, which name their objective.",
    ),
]
DayOrder = Annotated[
    Literal["day-first", "month-first"],
    described_values("12/11/2026 is the 12th of November.", "12/11/2026 is the 11th of December."),
]
DecimalMark = Annotated[
    Literal["comma", "point"],
    described_values("1,234 is a little more than one.", "1,234 is more than a thousand."),
]
StatusWord = Literal["on-track", "at-risk", "off-track", "paused", "none", "done", "gone"]
PeopleIds = Annotated[Seq[Id], Field(max_length=20)]


class ImportMapping(Model):
    """How the columns and words of a table are read; what is not written is told from the table."""

    model_config = ConfigDict(title="Import mapping")

    source: Maybe[WebAddress] = None
    """Where the headings are documented."""
    as_of: Maybe[Day] = None
    """The day on which the source was read."""
    recognized_by: Seq[Text] = ()
    """Headings by which a preset knows its table: all of them have to be there."""
    shape: Maybe[TableShape] = None
    """How the rows make goals."""
    columns: dict[Text, ColumnMeaning] = Field(default_factory=dict)
    """The meaning of each column, by its heading."""
    dates: Maybe[DayOrder] = None
    """Whether `12/11/2026` begins with the day or with the month."""
    decimal: Maybe[DecimalMark] = None
    """The mark before decimals."""
    cycle: Maybe[CycleName] = None
    """The cycle that is imported."""
    team: Maybe[Id] = None
    """The team of goals that name none."""
    owners: dict[Text, Id | PeopleIds | None] = Field(default_factory=dict)
    """Who is meant by what stands in a cell of an owner; null for nobody."""
    teams: dict[Text, Id] = Field(default_factory=dict)
    """The team that is meant by what stands in a cell of a team."""
    statuses: dict[Text, StatusWord] = Field(default_factory=dict)
    """The status that is meant by a word; `gone` for what was called off."""
