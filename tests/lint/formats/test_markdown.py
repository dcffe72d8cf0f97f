"""A job's summary stays below what GitHub shows: whole findings are left out, and counted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.finding import Located, Severity
from okrs_as_code.lint.formats import render
from okrs_as_code.lint.formats.format_context import MAX_SUMMARY_BYTES, FormatContext
from tests.lint.formats.findings import many, plain
from tests.nightly import examples


def test_a_summary_is_below_a_mebibyte() -> None:
    findings = [
        located._replace(finding=located.finding._replace(message=f"🎯 {'word ' * 1000}"))
        for located in [*plain(150), *plain(80, Severity.WARNING)]
    ]
    text = render(findings, "markdown")
    assert 0.98 * 2**20 < len(text.encode()) <= MAX_SUMMARY_BYTES < 2**20
    shown = text.count("\n- 🎯")
    assert text.endswith(f"\n\n{230 - shown} findings left out, as there is no room for more here\n")
    assert render(findings[:shown], "markdown").rstrip() == text.rpartition("\n\n")[0]


@examples(1)
@given(many, st.integers(200, 3000))
def test_whole_findings_are_left_out(findings: list[Located], room: int) -> None:
    whole = render(findings, "markdown")
    text = render(findings, "markdown", FormatContext(max_bytes=room))
    assert len(text.encode()) <= room
    assert text == whole or whole.startswith(text.rpartition("\n\n")[0])


def test_with_no_room_at_all_they_are_only_counted() -> None:
    assert render(plain(3), "markdown", FormatContext(max_bytes=0)) == (
        "3 findings left out, as there is no room for more here\n"
    )
