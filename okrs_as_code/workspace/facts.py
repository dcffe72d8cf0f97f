"""What is kept of a file that nothing is wrong with: its data, and what rules found in it alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import new
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json, to_json

from okrs_as_code.finding import Finding, Place, Related, Severity, Span
from okrs_as_code.workspace.ties import Ties

if TYPE_CHECKING:
    from okrs_as_code.model.plan import ObjectiveNode
    from okrs_as_code.workspace.source_file import SourceFile


Inspect = Callable[["SourceFile", "ObjectiveNode | None"], tuple[Finding, ...]]
"""Judges one file alone; see `lint.engine.inspect`."""


def content_id(raw: bytes, object_format: str = "sha1") -> str:
    """The id that git gives to a content, so that a file and the blob of a commit are known to be the same."""
    return new(object_format, b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class Facts:
    """Plain data as in a Document, findings, and what ties the file to others."""

    data: Any
    found: tuple[Finding, ...]
    ties: Ties

    def encoded(self) -> bytes:
        """As bytes to keep."""
        ties = [self.ties.is_, self.ties.names, self.ties.shares]
        return to_json([self.data, [_of_finding(one) for one in self.found], ties])

    @staticmethod
    def decoded(kept: bytes) -> Facts:
        """From bytes that `encoded` gave."""
        data, found, ties = from_json(kept)
        return Facts(data, tuple(_finding(one) for one in found), Ties(*map(tuple, ties)))


def _of_finding(finding: Finding) -> list[Any]:
    related = [[_of_place(one.place), one.message] for one in finding.related]
    words = [finding.code, finding.name, finding.severity.value, finding.message, finding.help, finding.subject]
    return [*words, _of_place(finding.place), finding.label, related, finding.detail]


def _finding(kept: list[Any]) -> Finding:
    code, name, severity, message, help_, subject, place, label, related, detail = kept
    others = tuple(Related(_place(where), told) for where, told in related)
    return Finding(code, name, Severity(severity), message, help_, subject, _place(place), label, others, detail)


def _of_place(place: Place) -> list[Any]:
    span = [place.span.start, place.span.end] if place.span is not None else None
    return [place.file, place.path, place.on, span]


def _place(kept: list[Any]) -> Place:
    file, path, on, span = kept
    return Place(file, tuple(path), on, Span(*span) if span is not None else None)
