"""Ids that are made from titles."""

from __future__ import annotations

from okrs_as_code.model.files.base import is_id
from okrs_as_code.refactor.new_objective import id_from

_WORDS = 7
_LENGTH = 48


def id_of_title(title: str) -> str:
    """An id made from a title, cut at a word; empty where the title has no Latin letter to begin with."""
    id_ = id_from(title, _WORDS, _LENGTH)
    return id_ if not id_ or is_id(id_) else f"{id_}-goal"


def free_id(title: str, noun: str, taken: list[str]) -> str:
    """An id made from a title that is not taken yet, which is taken then: with a number from 2 on behind it.

    `noun` with a number from 1 on is the id of a title without Latin letters.
    """
    id_ = id_of_title(title)
    first = id_ or f"{noun}-1"
    candidate, number = first, 2
    while candidate in taken:
        candidate, number = f"{id_ or noun}-{number}", number + 1
    taken.append(candidate)
    return candidate


def tag_of(text: str) -> str | None:
    """The tag that a category becomes: `P0` is `p0`; None where it has no Latin letter."""
    tag = id_from(text, _WORDS, _LENGTH)
    return tag if tag and is_id(tag) else None
