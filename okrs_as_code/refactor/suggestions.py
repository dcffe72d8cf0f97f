"""The fix of each finding by itself, as the lines that it replaces: a forge can offer it beside a comment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from okrs_as_code.finding import Finding
from okrs_as_code.refactor.fixes import FIXABLE, fixes_for
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.file_change import FileChange

_MOST = 100
"""Number of findings that are tried: each is fixed by itself, and nobody reads more suggestions."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Lines that stand for the rows from `row` to `last_row`, so that a finding is gone."""

    row: int
    last_row: int
    lines: tuple[str, ...]


def suggestions_for(repository: Repository, findings: Iterable[Finding]) -> Mapping[Finding, Suggestion]:
    """The suggestions for those of the findings, up to a hundred, that `fixes_for` fixes without renaming a file."""
    found: dict[Finding, Suggestion] = {}
    fixable = [finding for finding in findings if finding.code in FIXABLE]
    for finding in fixable[:_MOST]:
        for change in fixes_for(repository, [finding]).changes:
            suggestion = _suggestion(change)
            if change.path == finding.place.file and suggestion is not None:
                found[finding] = suggestion
    return found


def _suggestion(change: FileChange) -> Suggestion | None:
    """The rows from the first to the last that differ; at least one, so that there is a line to comment on."""
    before, after = _lines(change.before or b""), _lines(change.after)
    if before == after:
        return None
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    most = shorter - start
    end = next((at for at in range(most) if before[-1 - at] != after[-1 - at]), most)
    if start + end == len(before):  # lines are only added: the one in front of them stays, as part of the suggestion
        start, end = (start - 1, end) if start else (start, end - 1)
    return Suggestion(start + 1, len(before) - end, tuple(after[start : len(after) - end]))


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
