"""`okrs/backlog/<team>/<slug>.yaml`: a goal without a cycle, of which only the title has to be known."""

from __future__ import annotations

from pydantic import ConfigDict

from okrs_as_code.model.files.base import (
    Day,
    Id,
    Maybe,
    Model,
    NumbersByDay,
    PlainObjectiveRef,
    Seq,
    Text,
    WebAddress,
    Weight,
)
from okrs_as_code.model.files.config import Cadence
from okrs_as_code.model.files.measure import Measure
from okrs_as_code.model.files.objective import AlignedTo, Commitment, Contributor, Initiative, Owner, Tags


class BacklogKeyResult(Model):
    """A key result as far as it is known; nobody has agreed to anything yet."""

    id: Maybe[Id] = None
    """The key result's id; needed in a cycle."""
    title: Text
    """The result to be reached, in words."""
    owner: Maybe[Owner] = None
    """Who might own it; needed in a cycle."""
    manager: Maybe[Id] = None
    """Who would agree that reaching this is success; by default the owner's manager."""
    contributors: Seq[Contributor] = ()
    """People or teams who would help."""
    measure: Maybe[Measure] = None
    """How progress would be measured; needed in a cycle."""
    start: Maybe[Day] = None
    """Its first day."""
    due: Maybe[Day] = None
    """Its last day."""
    plan: Maybe[NumbersByDay] = None
    """Values planned for days between start and due, where the course of a metric is no straight line."""
    commitment: Maybe[Commitment] = None
    """Whether all of it will be expected, or 0.7 is good; by default as its objective."""
    success: Maybe[Text] = None
    """How we would know, in words, beyond the number."""
    weight: Weight = 1.0
    """Its weight in the objective's progress."""
    check_ins: Maybe[Cadence] = None
    """How often it would need a check-in; by default as its objective."""
    tags: Tags = ()
    """Words by which it is listed together with others; those of its objective hold for it, too."""
    links: Seq[WebAddress] = ()
    """Where to read on."""
    formerly: Seq[Id] = ()
    """Ids that this key result had before."""


class BacklogObjective(Model):
    """A goal for later: linted for shape and words, and otherwise left alone until it is scheduled in a cycle."""

    model_config = ConfigDict(title="Backlog")

    title: Text
    """The aim, in words: what we want to achieve."""
    why: Maybe[Text] = None
    """Why this."""
    owner: Maybe[Id] = None
    """The person who would keep its key results coherent."""
    commitment: Commitment = "committed"
    """Whether all of it will be expected (`committed`), or 0.7 is good (`aspirational`)."""
    aligned_to: Maybe[AlignedTo] = None
    """The goals above that it serves, as they will be written in a cycle; not looked up here."""
    tags: Tags = ()
    """Words by which it is listed together with others; they hold for its key results."""
    check_ins: Maybe[Cadence] = None
    """How often its key results will need a check-in; by default as in config.yaml."""
    formerly: Seq[PlainObjectiveRef] = ()
    """Ids (`team/objective`) that this objective had before."""
    key_results: Seq[BacklogKeyResult] = ()
    """How we would know, as far as that is known."""
    initiatives: Seq[Initiative] = ()
    """Work that we would do for it."""
