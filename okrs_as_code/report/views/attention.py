"""Who needs help first: key results grouped by what they need, so that nobody is ranked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from okrs_as_code.model.assessment import KeyResultStanding, Status

QUESTION = "No check-in for long: does it need support, or a new owner?"
"""Silence says nothing about why. So it is a question, and the answer may well be that all is fine."""


@dataclass(frozen=True)
class AttentionGroup:
    """A group of key results that need the same; a key result is in the first group that fits."""

    title: str
    key_results: tuple[KeyResultStanding, ...]


def attention_groups(standings: Iterable[KeyResultStanding]) -> list[AttentionGroup]:
    """The groups that are not empty, the most urgent first; within a group by id."""
    rest = sorted(standings, key=lambda standing: standing.node.id)
    groups: list[AttentionGroup] = []
    asked = [one for one in rest if one.help is not None]
    rest = [one for one in rest if one.help is None]
    if asked:
        groups.append(AttentionGroup("Help is asked for", tuple(asked)))
    for title, status in (("Off-track", Status.OFF_TRACK), ("At risk", Status.AT_RISK)):
        found = tuple(one for one in rest if one.status is status)
        if found:
            groups.append(AttentionGroup(title, found))
    silent = tuple(one for one in rest if one.needs_a_word)
    if silent:
        groups.append(AttentionGroup(QUESTION, silent))
    return groups


def by_urgency(standings: Iterable[KeyResultStanding]) -> list[KeyResultStanding]:
    """Those where help is asked for, then by status, then by id."""
    return sorted(standings, key=lambda one: (one.help is None, one.status.rank, one.node.id))
