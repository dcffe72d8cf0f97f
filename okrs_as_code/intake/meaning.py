"""Meanings: what the cells of a column say of a goal."""

from __future__ import annotations

from enum import StrEnum


class Meaning(StrEnum):
    """The meaning of a column, as a mapping file names it."""

    OBJECTIVE = "objective"
    KEY_RESULT = "key_result"
    TITLE = "title"
    ID = "id"
    OBJECTIVE_ID = "objective_id"
    PARENT = "parent"
    TYPE = "type"
    LEVEL = "level"
    OUTLINE = "outline"
    OWNER = "owner"
    OBJECTIVE_OWNER = "objective_owner"
    MANAGER = "manager"
    CONTRIBUTORS = "contributors"
    TEAM = "team"
    CYCLE = "cycle"
    WHY = "why"
    SUCCESS = "success"
    BASELINE = "baseline"
    TARGET = "target"
    STRETCH = "stretch"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    UNIT = "unit"
    DIRECTION = "direction"
    MEASURE = "measure"
    STEPS = "steps"
    START = "start"
    DUE = "due"
    CURRENT = "current"
    PROGRESS = "progress"
    STATUS = "status"
    CONFIDENCE = "confidence"
    NOTE = "note"
    REASON = "reason"
    WEIGHT = "weight"
    COMMITMENT = "commitment"
    TAGS = "tags"
    PRIORITY = "priority"
    LINKS = "links"
    TERMS = "terms"
    PLAN = "plan"
    IGNORE = "ignore"
    """Known, and not read."""


NUMBERS = frozenset(
    (
        Meaning.BASELINE,
        Meaning.TARGET,
        Meaning.STRETCH,
        Meaning.AT_LEAST,
        Meaning.AT_MOST,
        Meaning.CURRENT,
        Meaning.PROGRESS,
        Meaning.CONFIDENCE,
        Meaning.WEIGHT,
    )
)
"""Meanings of columns whose cells are numbers."""
DAYS = frozenset((Meaning.START, Meaning.DUE))
"""Meanings of columns whose cells are days."""
OF_OBJECTIVE = frozenset((Meaning.TEAM, Meaning.CYCLE, Meaning.WHY, Meaning.OBJECTIVE_OWNER, Meaning.OBJECTIVE_ID))
"""Meanings that speak of the objective also in a row of a key result."""
