"""Comments that the tool leaves: behind what they are about, and nothing else of the text changes."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.refactor.comments import with_comment
from okrs_as_code.yaml import Document, parse
from okrs_as_code.yaml.edit_check import equal_data
from tests.nightly import examples
from tests.yaml.texts import documents, fixtures, paths


@cache
def of_fixtures() -> list[Document]:
    return list(fixtures())


@examples(2)
@given(st.data())
def test_a_remark_is_all_that_is_added(data: st.DataObject) -> None:
    document = data.draw(documents() | st.sampled_from(of_fixtures()))
    path, _ = data.draw(st.sampled_from(list(paths(document.data))))
    after = with_comment(document, path, "left on 2026-12-31: name who owns it now")
    assert equal_data(after.data, document.data)
    before, now = document.text.text, after.text.text
    added = len(now) - len(before)
    start = next((at for at, (one, other) in enumerate(zip(before, now, strict=False)) if one != other), len(before))
    assert now[:start] + now[start + added :] == before
    assert now == before or now[start : start + added].strip(" ;#") == "left on 2026-12-31: name who owns it now"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("owner: bo\nwhy: x\n", "owner: bo  # gone\nwhy: x\n"),
        ("owner: bo # asked\r\nwhy: x\r\n", "owner: bo # asked; gone\r\nwhy: x\r\n"),
        ("owner: bo", "owner: bo  # gone"),
        ("{owner: bo,\n why: x}\n", "{owner: bo,  # gone\n why: x}\n"),
        ("owner: |\n  bo\nwhy: x\n", "owner: |\n  bo\nwhy: x\n"),
    ],
)
def test_where_a_remark_stands(text: str, after: str) -> None:
    document = parse("a.yaml", text.encode())
    assert with_comment(document, ("owner",), "gone").text.text == after
