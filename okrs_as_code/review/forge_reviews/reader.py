"""Reads reviews in the form in which a forge's API gives them, or in the form of no forge, and brings them into one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import TypeAdapter, ValidationError

from okrs_as_code import strict_json
from okrs_as_code.errors import OkrsError
from okrs_as_code.model.files.reviews import REVIEWS_FORMAT, PullRequestReviews
from okrs_as_code.review.forge_reviews.github import GitHubReview, github_reviews
from okrs_as_code.review.forge_reviews.gitlab import GitLabReviews, gitlab_reviews
from okrs_as_code.review.forge_reviews.neutral import neutral_reviews
from okrs_as_code.review.forge_reviews.reviews import Reviews

MAX_BYTES = 16 * 1024 * 1024
"""Size that no pull request's reviews have; larger ones are not read."""

_GITHUB = TypeAdapter(tuple[GitHubReview, ...] | tuple[tuple[GitHubReview, ...], ...])
_LONGEST_KEY = 60
"""Characters of a key that a message shows; an unknown one can have any length."""
_FORMAT = "format"
"""The key that tells the form of no forge from any forge's answer."""


def read_reviews(raw: bytes, source: str) -> Reviews:
    """Reads GitHub's array of reviews or of its pages, `{approvals, versions}` of GitLab, or the form of no forge.

    The last one is known by its `format`, the others by their shape. `source` is the name in messages. Raises OkrsError
    for anything else.
    """
    if len(raw) > MAX_BYTES:
        raise OkrsError(f"{source} is larger than {MAX_BYTES // 1024 // 1024} MiB", "give what the forge's API answers")
    try:
        read = _reader(strict_json.parse(raw.decode(), numbers_as_text=True))
        return read(raw)
    except ValidationError as error:
        raise _format_error(source, _reason(error)) from None
    except RecursionError:
        raise _format_error(source, "it is nested too deep") from None
    except ValueError as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeError) else str(error).lower()
        if isinstance(error, json.JSONDecodeError):
            reason = f"it is no JSON from line {error.lineno} on"
        raise _format_error(source, reason) from None


def _reader(data: Any) -> Callable[[bytes], Reviews]:
    if not isinstance(data, dict):
        return lambda raw: github_reviews(tuple(_flatten_pages(_GITHUB.validate_json(raw))))
    if _FORMAT not in data:
        return lambda raw: gitlab_reviews(GitLabReviews.model_validate_json(raw))
    if data[_FORMAT] != REVIEWS_FORMAT:
        raise ValueError(f"its `{_FORMAT}` is not `{REVIEWS_FORMAT}`, the one that this version reads")
    return lambda raw: neutral_reviews(PullRequestReviews.model_validate_json(raw))


def _reason(error: ValidationError) -> str:
    """The first thing that is wrong, in one clause with its place."""
    first = error.errors(include_url=False, include_input=False)[0]
    keys = (_shortened(str(key)) for key in first["loc"])
    path = ".".join(key for key in keys if not key.startswith(("tuple[", "function")))
    if first["type"] == "missing":
        return f"`{path}` is missing"
    if first["type"] == "extra_forbidden":
        return f"`{path}` is a key that the form does not have"
    if path.endswith(".commit") and first["type"] == "string_pattern_mismatch":
        return f"`{path}` is no commit's id in full"
    return f"{first['msg'].lower()}{f' at {path}' if path else ''}"


def _shortened(key: str) -> str:
    return key if len(key) <= _LONGEST_KEY else f"{key[:_LONGEST_KEY]}…"


def _format_error(source: str, reason: str) -> OkrsError:
    remedy = (
        "give GitHub's array of `pulls/N/reviews`, GitLab's `{approvals, versions}`, or an object with "
        f"`format: {REVIEWS_FORMAT}`"
    )
    return OkrsError(f"{source} is no answer of a forge: {reason}", remedy)


def _flatten_pages(pages: tuple[GitHubReview, ...] | tuple[tuple[GitHubReview, ...], ...]) -> Iterator[GitHubReview]:
    for page in pages:
        yield from (page,) if isinstance(page, GitHubReview) else page
