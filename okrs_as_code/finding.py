"""Findings as values, at symbolic places: the types that rules, engine and output formats share."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal, NamedTuple

KeyPath = tuple[str | int, ...]
"""Keys and list positions from the top of a document, such as `("key_results", 0, "owner")`."""


class Severity(StrEnum):
    """The weight of a finding; the order of the members is from weak to strong."""

    FOLLOW_UP = "follow-up"
    """About how things go, not about what is written: shown by status, pages and digests."""
    INFORMATION = "information"
    """Shown with `--verbose`, or when selected."""
    WARNING = "warning"
    """Shown; fails only with `--error-on-warning`."""
    ERROR = "error"
    """Fails the lint."""

    @property
    def rank(self) -> int:
        """The position in this order: 0 for the weakest severity, 3 for the strongest."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Span(NamedTuple):
    """A half-open range of a text, in code points from its beginning."""

    start: int
    end: int


class Place(NamedTuple):
    """A symbolic place in a file, which the engine turns into line and column.

    With `span` it is that range of the file, otherwise the key or the value at `path`; a path that does not exist in
    the document falls back to its nearest parent that does. `on="file"` is the file itself.
    """

    file: str
    path: KeyPath = ()
    on: Literal["key", "value", "file"] = "value"
    span: Span | None = None


class Related(NamedTuple):
    """A second place that explains a finding, such as the first use of a duplicate id."""

    place: Place
    message: str


class Ignored(NamedTuple):
    """A comment in the file that asks to ignore a finding: it does not count until the end of a day, for a reason."""

    until: date
    reason: str


class Finding(NamedTuple):
    """A violation of a rule: what is wrong, about which subject, at which symbolic place, and what to do.

    `subject` is the id of an objective, key result, person or team, or the path of the file; together with `code` and
    `detail` it identifies the finding across revisions, whatever line it stands on.
    """

    code: str
    name: str
    severity: Severity
    message: str
    help: str
    subject: str
    place: Place
    label: str = ""
    """Text behind the carets in the `full` output."""
    related: tuple[Related, ...] = ()
    detail: str = ""
    """A key that distinguishes findings of one rule on one subject, such as the unknown key's name."""
    ignored: Ignored | None = None
    """Set where a comment asks to ignore it; its severity is then `information`, and nothing raises it."""


class Region(NamedTuple):
    """A range of rows and columns, which count from 1, in code points; the end is exclusive."""

    row: int
    column: int
    end_row: int
    end_column: int

    @property
    def last_row(self) -> int:
        """The last row of which it has any character; its own row where it is empty."""
        return self.end_row - 1 if self.end_column == 1 and self.end_row > self.row else self.end_row


class LocatedRelated(NamedTuple):
    """A related place with its position."""

    file: str
    region: Region
    message: str
    line: str = ""
    end_line: str = ""


class Located(NamedTuple):
    """A finding with its position, and the lines on which that begins and ends, ready for an output format."""

    finding: Finding
    region: Region
    line: str = ""
    end_line: str = ""
    related: tuple[LocatedRelated, ...] = ()
