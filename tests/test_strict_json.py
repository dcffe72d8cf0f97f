"""JSON that two readers could take for different things is refused."""

from __future__ import annotations

import pytest

from okrs_as_code import strict_json


@pytest.mark.parametrize("text", ['{"a": 1, "a": 2}', "[NaN]", "[Infinity]", "[-Infinity]", "{", "", "[1,]"])
def test_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  the kinds of refusal share nothing more
        strict_json.parse(text)


def test_numbers_are_numbers_or_as_written() -> None:
    assert strict_json.parse('{"a": [1, 2.50]}') == {"a": [1, 2.5]}
    assert strict_json.parse(b'{"a": [1, 2.50]}', numbers_as_text=True) == {"a": ["1", "2.50"]}
