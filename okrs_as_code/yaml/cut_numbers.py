"""Numbers with commas in braces, where a comma ends the value: `{target: 1,200}` becomes `{target: 1200}`."""

from __future__ import annotations

from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.yaml import UNREADABLE, Document, parse
from okrs_as_code.yaml.edit_check import encode_like, equal_data
from okrs_as_code.yaml.problem import Problem


def is_cut_number(problem: Problem) -> bool:
    """Whether a problem is a number that is cut in two by a comma."""
    return problem.facts.get("reason") == "comma-in-number"


def join_cut_numbers(document: Document) -> Document:
    """The document with each number that a comma cuts in two as one number.

    Raises OkrsError where anything but these numbers would change.
    """
    text = document.text.text
    for problem in reversed([problem for problem in document.problems if is_cut_number(problem)]):
        text = f"{text[: problem.span.start]}{problem.facts['plain']}{text[problem.span.end :]}"
    joined = parse(document.file, encode_like(text, document.text))
    if any(map(is_cut_number, joined.problems)) or not _differs_in_numbers_alone(document.data, joined.data):
        raise OkrsError(f"{document.file}: its numbers with commas can be read in several ways", "write them in digits")
    return joined


def _differs_in_numbers_alone(before: Any, after: Any) -> bool:
    """Whether two pieces of data are equal but for values of the first that could not be known."""
    if before is UNREADABLE:
        return after is UNREADABLE or isinstance(after, int | float)
    if isinstance(before, dict) and isinstance(after, dict):
        same_keys = before.keys() == after.keys()
        return same_keys and all(_differs_in_numbers_alone(value, after[key]) for key, value in before.items())
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(map(_differs_in_numbers_alone, before, after))
    return equal_data(before, after)
