"""Formatting never changes what a file says, loses no comment, and twice is the same as once."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings

from okrs_as_code.edit.acceptance import same
from okrs_as_code.edit.formatting import MODELS, formatted
from okrs_as_code.source import Document, parse
from okrs_as_code.workspace.layout import Role, locate
from okrs_as_code.workspace.tree import EntryKind
from tests.edit.texts import documents, fixtures


def comments(document: Document) -> Counter[str]:
    return Counter(comment for _, comment in document.comments())


def check(document: Document, role: Role = Role.OBJECTIVE) -> None:
    after = formatted(document, MODELS[role])
    text = after.text.text
    assert same(after.data, document.data)
    assert comments(after) == comments(document)
    assert formatted(after, MODELS[role]).text.text == text
    pure = parse("x", text.encode(), pure=True)
    assert (pure.data, pure.problems) == (document.data, ())
    assert after.text.had_bom == document.text.had_bom


@settings(max_examples=600, deadline=None)
@given(documents())
def test_generated_files(document: Document) -> None:
    check(document)


def test_all_fixtures() -> None:
    done = 0
    for document in fixtures():
        path = document.file
        location = locate(path[path.rindex("okrs/") :] if "okrs/" in path else path, EntryKind.FILE)
        if not document.problems and location.role in MODELS:
            check(document, location.role)
            done += 1
    assert done > 500
