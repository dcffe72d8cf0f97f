"""Reviews and pushes of a pull request, in the form of no forge: JSON for `--reviews`, and no file of a repository."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from okrs_as_code.model.files.base import Maybe, Model, Seq, described_values
from okrs_as_code.model.moment import MOMENT_PATTERN, Moment, parse_moment

REVIEWS_FORMAT = "okrs-reviews/1"

ReviewState = Annotated[
    Literal["approved", "changes-requested", "withdrawn"],
    described_values(
        "The account agrees to what it saw.",
        "The account asks for changes, and agrees to nothing.",
        "The account took back what it said, or it was taken back: by a dismissal, or a reset after a push.",
    ),
]


def _validate_moment(value: Any) -> Moment:
    moment = parse_moment(value) if isinstance(value, str) else None
    if moment is None:
        raise PydanticCustomError("no_such_time", "no time with its zone, such as 2026-10-01T08:15:30.123Z")
    return moment


Time = Annotated[
    Moment,
    PlainValidator(_validate_moment),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            "pattern": MOMENT_PATTERN,
            "examples": ["2026-10-01T08:15:30.123Z"],
        }
    ),
]
CommitId = Annotated[str, Field(pattern=r"^[0-9a-f]{40}(?:[0-9a-f]{24})?$")]
"""A commit's id in full. Who writes two commits can give them the same first dozen digits."""


class Review(Model):
    """One review of a pull request by an account."""

    account: Annotated[str, Field(pattern=r"^\S{1,254}$")]
    """The account as in people.yaml; upper and lower case are the same."""
    state: ReviewState
    """Its verdict, or that it was withdrawn."""
    at: Maybe[Time] = None
    """When, with all digits that the forge gives: never rounded. Without it, it can have been at any time."""
    commit: Maybe[CommitId] = None
    """The commit of which it speaks, in full, where the forge names one; never one that was looked up otherwise."""
    bot: bool = False
    """Whether the account is a program's: it counts for nobody."""


class Push(Model):
    """A commit that became the head of a pull request."""

    commit: CommitId
    """The head that was pushed, in full."""
    at: Time
    """When the forge saw it, with all digits that it gives; never a date of the commit, which its author chooses."""


class PullRequestReviews(Model):
    """The reviews and pushes of one pull request, in the form of no forge."""

    format: Literal["okrs-reviews/1"]
    """By this alone the form is known."""
    reviews: Seq[Review]
    """All reviews, in any order. Of each account the last one by `at` counts; of equal times the most cautious."""
    pushes: Seq[Push] = ()
    """All pushes, in any order, the first head among them. They say what an approval without `commit` is about."""
