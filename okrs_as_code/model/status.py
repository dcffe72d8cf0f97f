"""The status of a key result: derived from its records, never typed in as a fact."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """The status shown for a key result, in the order in which an objective sorts by its worst."""

    OFF_TRACK = "off-track"
    AT_RISK = "at-risk"
    STALE = "stale"
    PAUSED = "paused"
    NO_STATUS = "no status"
    ON_TRACK = "on-track"
    DONE = "done"
    NOT_STARTED = "not started"
    CLOSED = "closed"
    DROPPED = "dropped"

    @property
    def rank(self) -> int:
        """The position in this order: 0 for the status that needs help most, 9 for the last."""
        return _RANKS[self]


_RANKS = {status: rank for rank, status in enumerate(Status)}


def status_from_confidence(confidence: float) -> Status:
    """The status that a confidence within [0, 1] stands for: from 0.7 on-track, from 0.4 at-risk, else off-track."""
    if confidence >= 0.7:
        return Status.ON_TRACK
    return Status.AT_RISK if confidence >= 0.4 else Status.OFF_TRACK
