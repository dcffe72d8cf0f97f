"""The check of a changed text before it may take the place of the old one: it is read, and compared with the intent."""

from __future__ import annotations

from collections import Counter
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.yaml import Document, ProblemKind, SourceText, parse
from okrs_as_code.yaml.problem import Problem

_REMEDY = "nothing was written; change it by hand"


def verify_edit(before: Document, text: str, intended: Any) -> Document:
    """Reads the document that a changed text makes; the byte order mark stays.

    Raises OkrsError where its data is not exactly what was intended, or where it has a problem that was not there
    before. A text that could not be read at all may have had problems that nobody could see; these are not new.
    """
    after = parse(before.file, encode_like(text, before.text))
    new_problems = _count_problems(after) - _count_problems(before)
    if not after.readable or (new_problems and before.readable):
        kinds = ", ".join(sorted({str(kind) for kind, _ in new_problems}))
        raise OkrsError(f"{before.file}: the change would make a problem ({kinds or 'it cannot be read'})", _REMEDY)
    if not equal_data(after.data, intended):
        raise OkrsError(f"{before.file}: the change would make the file say something else than meant", _REMEDY)
    return after


def encode_like(text: str, original: SourceText) -> bytes:
    """A text as the bytes of a file, with a byte order mark where the original has one."""
    return (f"\ufeff{text}" if original.had_bom else text).encode("utf-8", "surrogatepass")


def equal_data(left: Any, right: Any) -> bool:
    """Whether two pieces of data are equal: in any order of keys, 3 as 3.0, but never 1 as true."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(equal_data(value, right[key]) for key, value in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(equal_data, left, right))
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return bool(left == right)


def _count_problems(document: Document) -> Counter[tuple[ProblemKind, str]]:
    return Counter((problem.kind, _distinction(problem)) for problem in document.problems)


def _distinction(problem: Problem) -> str:
    """The facts that distinguish problems of one kind. All tabs of a file are one problem, however many are left."""
    return "" if problem.kind is ProblemKind.TAB else repr(sorted(problem.facts.items()))
