"""Searches of titles that look for a hint first: they find all that their patterns find, in whatever letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.lint.words import placeholders
from okrs_as_code.lint.words.placeholders import find_placeholder
from okrs_as_code.lint.words.title_results import two_results

PIECES = (
    "TBD", "t.b.d.", "FIXME", "FİXME", "TODO", "to be ", "defined", "X", "x", "Y", "N", "XX", "XXX", "nn", "?",
    "??", "_", "%", "percent", "pp", "$", "€A", "$L", "N1", "N_12", "Z", "K", "from ", "A", " to ", "B", "M",
    "by ", "users", "Add ", "Reach", "to", "[", "]", "redacted", "{{", "}}", "…", "...", "-", ".", "KR",
    "key result", "OBJECTİVE", "mılestone", "ſtep", "TİTLE", "n/a", "lorem ipsum", "foo", "new ", "é", "ß", "İ",
    "(", ":", "–", " ", ",", "1", "leads", "ARR", "≥", ">=", "than ",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=6), st.sampled_from(("", " ")), st.booleans())
def test_a_title_without_a_hint_has_no_placeholder(pieces: list[str], space: str, in_english: bool) -> None:
    title = space.join(pieces)
    found = find_placeholder.__wrapped__(title, in_english=in_english)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(placeholders, "_may_have_placeholder", lambda text: True)
        patch.setattr(placeholders, "_may_have_capital", lambda text: True)
        assert found == find_placeholder.__wrapped__(title, in_english=in_english)


@pytest.mark.parametrize(
    ("title", "placeholder"),
    [
        ("FİXME before it starts", "FİXME"),
        ("OBJECTİVE 1", "OBJECTİVE 1"),
        ("mılestone 2", "mılestone 2"),
        ("Raise conversion by Xpp", "Xpp"),
        ("Reach Npercent of trials", "Npercent"),
    ],
)
def test_a_placeholder_is_found_in_whatever_letters(title: str, placeholder: str) -> None:
    found = find_placeholder(title)
    assert found is not None
    assert found.text == placeholder


def test_two_results_are_found_in_whatever_letters() -> None:
    joined = "Hire 2 SDRs {} 3 AEs"
    for conjunction in ("as well as", "aſ well aſ", "plus", "pluſ", "and", "&"):
        assert two_results(joined.format(conjunction)) == ("2 SDRs", "3 AEs"), conjunction
