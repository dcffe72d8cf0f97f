"""Records: what happened. Each is a new small file, written once and never edited."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, ConfigDict, Discriminator, Field, Tag, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from okrs_as_code.model.files.base import (
    Day,
    Id,
    KeyResultRef,
    Line,
    Maybe,
    Model,
    Number,
    ObjectiveRef,
    RecordName,
    Seq,
    Share,
    Text,
    WebAddress,
    described_values,
)
from okrs_as_code.model.files.measure import Measure
from okrs_as_code.model.files.objective import Commitment, Owner

TypedStatus = Annotated[
    Literal["on-track", "at-risk", "off-track", "paused"],
    described_values(
        "It will be reached as things stand.",
        "It may be missed; something has to change.",
        "It will be missed unless help comes.",
        "Nothing happens for a while, and the note says why; at most five weeks until the next check-in.",
    ),
]
Role = Annotated[
    Literal["owner", "manager"],
    described_values("I am accountable and comfortable committing to this.", "I agree that reaching this is success."),
]
Decision = Annotated[
    Literal["done", "keep", "modify", "later", "stop"],
    described_values(
        "It is finished, and nothing of it goes on.",
        "Go on with it as it is.",
        "Go on with it in another form.",
        "Go on with it some day: it goes to the backlog.",
        "Do not go on with it.",
    ),
]


def _list_or_flag(value: Any) -> str:
    return "<steps>" if isinstance(value, (list, tuple)) else "<flag>"


Done = Annotated[
    Annotated[Seq[Id], Tag("<steps>")] | Annotated[bool, Tag("<flag>")],
    Discriminator(_list_or_flag),
]


class CheckInEntry(Model):
    """The entry of a check-in about one key result; at least one key."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    value: Maybe[Number] = None
    """Where the number stands (metric, threshold), or how its owner judges it from 0.0 to 1.0 (score)."""
    done: Maybe[Done] = None
    """The steps that are done (milestones), or whether it is done (binary)."""
    confidence: Maybe[Share] = None
    """How likely the target will be reached, from 0.0 to 1.0; about the future, not about progress."""
    status: Maybe[TypedStatus] = None
    """Written only to disagree with what the confidence says, or to pause it, with a note."""
    note: Maybe[Text] = None
    """An account of what happened."""
    help: Maybe[Text] = None
    """Support that is needed, and from whom."""
    next: Maybe[Line] = None
    """Work that its owner will do until the next check-in, in one line."""

    @property
    def says_how_it_stands(self) -> bool:
        """Whether it says more than what comes next, which makes nothing fresh."""
        return self.model_fields_set != {"next"}

    @property
    def is_pause(self) -> bool:
        """Whether it pauses the key result."""
        return self.status == "paused"

    @model_validator(mode="after")
    def _require_any_key(self) -> CheckInEntry:
        if not self.model_fields_set:
            raise PydanticCustomError("says_nothing", "says nothing")
        return self


class ObjectiveEntry(Model):
    """The entry of a check-in about an objective as a whole; at least one key."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    note: Maybe[Text] = None
    """How it stands, in a sentence or two; the newest is shown on top of the objective."""
    help: Maybe[Text] = None
    """Support that is needed, and from whom."""

    @model_validator(mode="after")
    def _require_any_key(self) -> ObjectiveEntry:
        if not self.model_fields_set:
            raise PydanticCustomError("says_nothing_of_objective", "says nothing")
        return self


class Terms(Model):
    """The terms that are agreed to."""

    owner: Owner
    """The one accountable person, or a team with its lead."""
    commitment: Commitment = "committed"
    """Whether all of it is expected, or 0.7 is good."""
    measure: Measure
    """How it is measured."""
    due: Maybe[Day] = None
    """Its last day; by default the last day of the cycle."""
    success: Maybe[Text] = None
    """How we will know, in words."""


class AgreementEntry(Model):
    """One person's agreement to the terms of one key result."""

    as_: Role = Field(alias="as")
    """Whether the person agrees as owner or as manager."""
    terms: Terms
    """The terms as they were when agreed to."""
    title: Maybe[Text] = None
    """The title, where it says what is measured: of a binary key result without `success`."""
    via: Maybe[WebAddress] = None
    """Where the agreement was given, such as a pull request."""
    signature: Maybe[Text] = None
    """An SSH signature of this agreement; `okrs agree --sign` writes it."""


def _require_true(value: bool) -> bool:
    if not value:
        raise PydanticCustomError("only_true", "only true")
    return value


Dropped = Annotated[bool, AfterValidator(_require_true), WithJsonSchema({"type": "boolean", "const": True})]


class GradeEntry(Model):
    """The end of one key result: a score with a decision, or dropped; always with the reason."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [
                {"required": ["score", "decision"], "not": {"required": ["dropped"]}},
                {"required": ["dropped"], "not": {"required": ["decision"]}},
            ]
        }
    )

    score: Maybe[Share] = None
    """The final score, from 0.0 to 1.0; of what was dropped, how far it came, which counts in no average."""
    dropped: Maybe[Dropped] = None
    """The key result was given up; it leaves the roll-up and keeps its records."""
    because: Text
    """The reason."""
    decision: Maybe[Decision] = None
    """The decision on what happens next."""
    learned: Maybe[Text] = None
    """Lesson for another team."""
    root_cause: Maybe[Text] = None
    """Why a commitment was missed."""
    carried_to: Maybe[KeyResultRef] = None
    """The key result that goes on with it."""

    @model_validator(mode="after")
    def _require_one_ending(self) -> GradeEntry:
        has_both = self.score is not None and self.decision is not None
        if (self.dropped is None and not has_both) or (self.dropped is not None and self.decision is not None):
            raise PydanticCustomError("half_graded", "half graded")
        return self


class _Record(Model):
    by: Id
    """Who says this."""
    date: Day
    """The day on which it was true."""
    corrects: Maybe[RecordName] = None
    """The earlier record of the same person that this one corrects, for the key results it names."""


class CheckIn(_Record):
    """The report of one person on one day."""

    model_config = ConfigDict(
        title="Check-in",
        json_schema_extra={"anyOf": [{"required": ["key_results"]}, {"required": ["objectives"]}]},
    )

    alternative_keys: ClassVar = ("key_results", "objectives")

    key_results: Annotated[dict[KeyResultRef, CheckInEntry], Field(min_length=1)] = Field(default_factory=dict)
    """Entries by key result."""
    objectives: Maybe[Annotated[dict[ObjectiveRef, ObjectiveEntry], Field(min_length=1)]] = None
    """Entries by objective: a sentence on the whole of it, or a request for help."""

    @model_validator(mode="after")
    def _require_any_entry(self) -> CheckIn:
        if not self.key_results and self.objectives is None:
            raise PydanticCustomError("about_nothing", "about nothing")
        return self


class Agreement(_Record):
    """The agreement of one person on one day."""

    key_results: Annotated[dict[KeyResultRef, AgreementEntry], Field(min_length=1)]
    """Entries by key result."""


class Grade(_Record):
    """How one person's key results ended."""

    reviewed_by: Maybe[Id] = None
    """The manager who reviewed it."""
    key_results: Annotated[dict[KeyResultRef, GradeEntry], Field(min_length=1)]
    """Entries by key result."""


Record = CheckIn | Agreement | Grade
