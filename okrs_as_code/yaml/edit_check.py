"""Whether a changed text may take the place of the one before: it is read again, and compared with what was meant."""

from __future__ import annotations

from collections import Counter
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.yaml import Document, ProblemKind, SourceText, parse
from okrs_as_code.yaml.problem import Problem

_REMEDY = "nothing was written; change it by hand"


def verify_edit(before: Document, text: str, intended: Any) -> Document:
    """The document that a changed text makes; the byte order mark stays.

    Raises OkrsError where its data is not exactly what was intended, or where it has a problem that was not there
    before. A text that could not be read at all may have had some that nobody could see; these are no new ones.
    """
    after = parse(before.file, encode_like(text, before.text))
    new = _problems(after) - _problems(before)
    if not after.readable or (new and before.readable):
        kinds = ", ".join(sorted({str(kind) for kind, _ in new}))
        raise OkrsError(f"{before.file}: the change would make a problem ({kinds or 'it cannot be read'})", _REMEDY)
    if not equal_data(after.data, intended):
        raise OkrsError(f"{before.file}: the change would make the file say something else than meant", _REMEDY)
    return after


def encode_like(text: str, like: SourceText) -> bytes:
    """A text as the bytes of a file, with a byte order mark where the other has one."""
    return (f"\ufeff{text}" if like.had_bom else text).encode("utf-8", "surrogatepass")


def equal_data(one: Any, other: Any) -> bool:
    """Whether two pieces of data are equal: in any order of keys, 3 as 3.0, but never 1 as true."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(equal_data(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(equal_data, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return bool(one == other)


def _problems(document: Document) -> Counter[tuple[ProblemKind, str]]:
    return Counter((problem.kind, _telling(problem)) for problem in document.problems)


def _telling(problem: Problem) -> str:
    """What tells two problems of one kind apart. All tabs of a file are one problem, whatever is left of them."""
    return "" if problem.kind is ProblemKind.TAB else repr(sorted(problem.facts.items()))
