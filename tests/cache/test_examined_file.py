"""A summary holds what the text says: for every text and number there is no difference after it was kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.cache.examined_file import examine
from okrs_as_code.yaml import parse
from tests.yaml.texts import TEXTS, fixtures

_NUMBERS = (
    st.floats().map(repr) | st.integers(-(10**16), 10**16).map(str) | st.sampled_from(("-0", "-0.0", "1e3", "0x1F"))
)
_ESCAPES = st.text(max_size=20).map(lambda text: '"' + "".join(f"\\U{ord(sign):08x}" for sign in text) + '"')


def same_as_parsed(raw: bytes) -> bool:
    """Whether the file was examined to the data that is parsed, and to a document where something is wrong."""
    document, examined = parse("a.yaml", raw), examine("a.yaml", raw)
    file = examined.read()
    is_sound = not document.problems and not document.may_ignore
    return file is not None and repr(file.data) == repr(document.data) and (file.document is None) is is_sound


@given(TEXTS | st.text(max_size=30) | _NUMBERS.map("a: {}".format) | _ESCAPES.map("a: {}".format))
def test_a_text_is_kept_as_it_is(text: str) -> None:
    assert same_as_parsed(text.encode(errors="surrogatepass"))


@pytest.mark.parametrize(
    "text", ["a: .inf", "a: 1e400", 'a: "\\ud800"', "1: x", "a: 2026-10-01", "a: 1.10", "", "a:", "~"]
)
def test_what_json_has_no_word_for_is_kept_as_it_is_or_not_at_all(text: str) -> None:
    assert same_as_parsed(text.encode())


def test_the_files_of_all_tests_are_kept_as_they_are() -> None:
    assert [document.file for document in fixtures() if not same_as_parsed(document.text.text.encode())] == []


def test_a_file_that_cannot_be_opened_has_nothing_to_keep() -> None:
    assert examine("a.yaml", None).read() is None
