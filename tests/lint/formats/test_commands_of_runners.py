"""No format gives a repository a word in a runner, a terminal or an encoding."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.finding import Located
from okrs_as_code.lint.formats import FORMATS, render
from tests.lint.formats.findings import is_safe, many
from tests.nightly import examples

COMMAND = re.compile(r"^\s*::(?!: )|##\w*\[", re.MULTILINE)
"""Behind `::: ` stands a related place of ours, which is no command."""


@examples(len(FORMATS), by_day=2)
@given(output_format=st.sampled_from(sorted(FORMATS)), findings=many)
def test_hostile_words(output_format: str, findings: list[Located]) -> None:
    text = render(findings, output_format)
    text.encode()
    assert all(is_safe(line) for line in text.split("\n"))
    if output_format == "github":
        text = re.sub(r"^::(error|warning|notice) ", "", text, flags=re.MULTILINE)
    assert COMMAND.search(text) is None
