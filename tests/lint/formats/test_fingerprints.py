"""A fingerprint follows a finding through versions of its file, and no two findings of a lint share one."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given

from okrs_as_code.finding import Located
from okrs_as_code.lint.formats.fingerprints import fingerprints
from tests.lint.formats.findings import OBJECTIVE, lint, many
from tests.nightly import examples


@examples(1)
@given(many)
def test_no_two_are_equal(findings: list[Located]) -> None:
    assert len(set(fingerprints([*findings, *findings]))) == 2 * len(findings)


def test_lines_above_change_none(tmp_path: Path) -> None:
    before = lint(tmp_path / "before")
    after = lint(tmp_path / "after", f"# one\n# two\n{OBJECTIVE}")
    assert [located.region.row + 2 for located in before if located.region.row > 1] == [
        located.region.row for located in after if located.region.row > 3
    ]
    assert list(fingerprints(before)) == list(fingerprints(after))


def test_a_removed_finding_changes_no_other(tmp_path: Path) -> None:
    before = list(fingerprints(lint(tmp_path / "before")))
    after = list(fingerprints(lint(tmp_path / "after", OBJECTIVE.replace("owner: nobody", "owner: bo"))))
    assert set(after) < set(before)
