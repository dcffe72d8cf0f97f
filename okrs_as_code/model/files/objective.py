"""`okrs/<cycle>/<team>/<objective>.yaml`: an objective with its key results, the terms that people agree to."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag

from okrs_as_code.model.files.base import (
    Day,
    GoalRef,
    Id,
    Maybe,
    Model,
    NumbersByDay,
    PlainObjectiveRef,
    Seq,
    Text,
    WebAddress,
    Weight,
    described_values,
)
from okrs_as_code.model.files.config import Cadence
from okrs_as_code.model.files.measure import Binary, Measure

Commitment = Annotated[
    Literal["committed", "aspirational"],
    described_values("All of it is expected: 1.0.", "A stretch: 0.7 is good, and 1.0 every time was too easy."),
]

COMMITMENTS: tuple[Commitment, ...] = ("committed", "aspirational")


def _mapping_or_text(mapping_tag: str, text_tag: str) -> Discriminator:
    def tag(value: Any) -> str:
        return mapping_tag if isinstance(value, (dict, Model)) else text_tag

    return Discriminator(tag)


class TeamOwner(Model):
    """A team that owns a key result through one named person; allowed, discouraged."""

    team: Id
    """The team's id."""
    lead: Id
    """The one person who is accountable; a member of the team."""


Owner = Annotated[
    Annotated[Id, Tag("<person>")] | Annotated[TeamOwner, Tag("<team>")],
    _mapping_or_text("<team>", "<person>"),
]
Contributor = Id


Tags = Annotated[Seq[Id], Field(max_length=20)]
"""Words by which objectives and key results are listed together."""


class Alignment(Model):
    """The objective above, and whether this one counts in its progress."""

    objective: GoalRef
    """The objective above: `team/objective`, or one of its key results, in which nothing is counted."""
    contributes: bool = False
    """Whether this objective counts in the progress of the one above, like a key result of it."""
    weight: Weight = 1.0
    """Its weight there, where it counts."""


WrittenAlignment = Annotated[
    Annotated[GoalRef, Tag("<id>")] | Annotated[Alignment, Tag("<alignment>")],
    _mapping_or_text("<alignment>", "<id>"),
]


def _alignment_form(value: Any) -> str:
    return "<list>" if isinstance(value, (list, tuple)) else "<entry>"


AlignedTo = Annotated[
    Annotated[WrittenAlignment, Tag("<entry>")]
    | Annotated[Seq[WrittenAlignment], Field(min_length=1, max_length=5), Tag("<list>")],
    Discriminator(_alignment_form),
]


class KeyResult(Model):
    """How we know: one measure, exactly one accountable owner."""

    id: Id
    """The key result's id, for life within the cycle."""
    title: Text
    """The result to be reached, in words."""
    owner: Owner
    """The one person who is accountable, who took part in writing this and is comfortable committing to it."""
    manager: Maybe[Id] = None
    """Who agrees that reaching this is success; by default the owner's manager."""
    contributors: Seq[Contributor] = ()
    """People or teams who help; they never replace the owner."""
    measure: Measure
    """How progress is measured."""
    start: Maybe[Day] = None
    """Its first day; by default the first day of the cycle."""
    due: Maybe[Day] = None
    """Its last day; by default the last day of the cycle."""
    plan: Maybe[NumbersByDay] = None
    """Values planned for days between start and due, where the course of a metric is no straight line."""
    commitment: Maybe[Commitment] = None
    """Whether all of it is expected, or 0.7 is good; by default as its objective."""
    success: Maybe[Text] = None
    """How we will know, in words, beyond the number."""
    weight: Weight = 1.0
    """Its weight in the objective's progress."""
    check_ins: Maybe[Cadence] = None
    """How often it needs a check-in; by default as its objective."""
    tags: Tags = ()
    """Words by which it is listed together with others; those of its objective hold for it, too."""
    links: Seq[WebAddress] = ()
    """Where to read on."""
    formerly: Seq[Id] = ()
    """Ids that this key result had before."""


def says_success_in_title(key_result: KeyResult) -> bool:
    """Whether nothing but its title says what is reached: it is done or not, and has no `success`."""
    return isinstance(key_result.measure, Binary) and key_result.success is None


class Initiative(Model):
    """Work that we do for the objective; never counted in progress."""

    title: Text
    """The work, in words."""
    key_result: Maybe[Id] = None
    """The key result of this objective that it serves."""
    link: Maybe[WebAddress] = None
    """Where the work is tracked."""


class Objective(Model):
    """An aim, in words, with the key results that tell whether we achieved it."""

    model_config = ConfigDict(title="Objective")

    title: Text
    """The aim, in words: what we want to achieve."""
    why: Maybe[Text] = None
    """Why this, and why now."""
    owner: Maybe[Id] = None
    """The person who keeps its key results coherent."""
    commitment: Commitment = "committed"
    """Whether all of it is expected (`committed`), or 0.7 is good (`aspirational`)."""
    aligned_to: Maybe[AlignedTo] = None
    """The objective above, or the key result, or a list of up to five; at most one of them counts this one."""
    tags: Tags = ()
    """Words by which it is listed together with others; they hold for its key results."""
    check_ins: Maybe[Cadence] = None
    """How often its key results need a check-in; by default as in config.yaml."""
    formerly: Seq[PlainObjectiveRef] = ()
    """Ids (`team/objective`) that this objective had before."""
    key_results: Seq[KeyResult]
    """How we will know. May be empty if other objectives contribute to this one."""
    initiatives: Seq[Initiative] = ()
    """Work that we do for it."""
