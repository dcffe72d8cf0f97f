"""Nothing that a repository holds makes the lint say, or take, more than it is long."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from okrs_as_code import api
from tests.repositories import PEOPLE, make

KEY_RESULT = "  - {{id: k{0}, title: Win, owner: bo, measure: {{type: metric, baseline: 0, target: 1, unit: deals}}}}\n"


def test_a_thousand_alike_are_a_thousand_findings_and_not_half_a_million(tmp_path: Path) -> None:
    lines = "".join(KEY_RESULT.format(number) for number in range(1000))
    make(tmp_path, {"okrs/people.yaml": PEOPLE, "okrs/2026-Q4/company/o.yaml": f"title: Win\nkey_results:\n{lines}"})
    found = api.lint(api.open_repository(tmp_path), date(2026, 10, 15)).findings
    assert sum(one.finding.code == "KR013" for one in found) == 999
    assert len(found) < 1010


def test_a_loop_of_a_thousand_objectives_is_one_finding(tmp_path: Path) -> None:
    files = {
        f"okrs/2026-Q4/company/o{number}.yaml": f"title: Win more of {number:x}\nwhy: We can.\nowner: bo\n"
        f"aligned_to: {{objective: company/o{(number + 1) % 1000}, contributes: true}}\nkey_results: []\n"
        for number in range(1000)
    }
    make(tmp_path, {"okrs/people.yaml": PEOPLE, **files})
    found = api.lint(api.open_repository(tmp_path), date(2026, 10, 15)).findings
    assert [one.finding.code for one in found if one.finding.code.startswith("ALN")] == ["ALN002"]
