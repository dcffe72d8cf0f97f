"""A change: one thing that differs between two revisions, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as data_field
from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import BaseModel

from okrs_as_code.model.direction import Direction
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.timeline import RecordNode

ChangedNode = ObjectiveNode | KeyResultNode


class ChangeKind(StrEnum):
    """The kind of thing that changed; who has to approve depends on it."""

    ADDED = "added"
    """A new objective or key result."""
    REMOVED = "removed"
    """An objective or key result that is gone."""
    UNREADABLE = "unreadable"
    """An objective or key result that cannot be read, or could not, and is not what it last was."""
    UNREADABLE_ADDED = "unreadable added"
    """An objective or key result that is new and cannot be read."""
    MOVED = "moved"
    """An objective or key result with another id, or a key result in another objective."""
    TERMS = "terms"
    """One field of a key result's terms."""
    MANAGER = "manager"
    """The manager named at a key result."""
    OWNER = "owner"
    """The owner of an objective."""
    PLANNING = "planning"
    """Start, plan, check-ins or weight of a key result; the check-ins of an objective."""
    ALIGNMENT = "alignment"
    """The objective above, and whether and how much this one counts there."""
    TITLE = "title"
    """The title of a key result, in more than case, spaces and punctuation."""
    WORDING = "wording"
    """Other titles, reasons, contributors, links and initiatives."""
    BACKLOG = "backlog"
    """A goal of the backlog; nobody is asked about it."""
    RECORD_ADDED = "record added"
    RECORD_EDITED = "record edited"
    RECORD_REMOVED = "record removed"
    RECORD_UNREADABLE = "record unreadable"
    """A record of which something cannot be read that never could be, and that differs."""
    RECORD_UNREADABLE_ADDED = "record unreadable added"
    """A new record of which something cannot be read."""
    MISPLACED_ADDED = "misplaced added"
    """A new file in a place, or under a name, where nothing reads it."""
    MISPLACED_EDITED = "misplaced edited"
    """A file in such a place with another content."""
    MISPLACED_REMOVED = "misplaced removed"
    """A file that is gone from a place where nothing read it."""
    RECORD_MOVED = "record moved"
    """A record with the same content in another file."""
    RECORD_REORDERED = "record reordered"
    """A record with the same content under a name that changes who said it, when, or what was said last."""
    RECORD_CAPTURED = "record captured"
    """A record that nobody touched, and that means another goal from now on; `before` and `after` are its ids."""
    PERSON = "person"
    """An entry of people.yaml."""
    TEAM = "team"
    """An entry of teams.yaml."""
    POLICY = "policy"
    """A key of config.yaml."""
    GATE = "gate"
    """Templates, signers, and the forge's files."""
    SUPPRESSION = "suppression"
    """A comment that asks to ignore a rule, new or gone."""


class NamedOwner(NamedTuple):
    """Somebody whom data, or a text, names as owner, and whom it names as manager beside."""

    owner: str
    manager: str | None = None


class UnclearSubject(NamedTuple):
    """The subject of a record, where that cannot be read, or where several key results have that id."""

    id: str
    nodes: tuple[KeyResultNode, ...]
    """All that may be meant, as they could last be read."""
    named: tuple[NamedOwner, ...] = ()
    """The owners whom it names, where no readable state says who they are."""


@dataclass(frozen=True)
class Change:
    """One difference between two revisions.

    `subject` is the complete id of an objective or key result, as the head names it and the base where it is gone; of
    a record and of a file of the gate its path; else the id of a goal of the backlog, a person
    or a team, or `config`. `field` names the key
    that differs, with dots between its parts; `before` and `after` are plain data, None where there is nothing.
    """

    kind: ChangeKind
    subject: str
    field: str | None = None
    before: Any = None
    after: Any = None
    direction: Direction | None = None
    """Direction in which this field alone moved the terms, if that is known."""
    old: ChangedNode | None = None
    """The objective or key result in the base."""
    new: ChangedNode | None = None
    """The objective or key result at the head."""
    named: tuple[NamedOwner, ...] = ()
    """The owners whom something names that cannot be read, where no readable state says who they are."""
    captured: ChangedNode | None = None
    """The key result or objective of the base that a captured record was about, where it could be read."""
    record: RecordNode[Any] | None = None
    """The record as the head has it; as the base had it where it is gone."""
    unclear: Mapping[str, UnclearSubject] = data_field(default_factory=dict)
    """The subjects of a record by the id that stands there, where that does not say who is to be asked."""


def plain_data(model: BaseModel | None) -> Any:
    """Returns the plain data of a model, as `before` and `after` have it; None where there is no model."""
    return None if model is None else model.model_dump(mode="json", by_alias=True, exclude_none=True)
