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
    findings = api.lint(api.open_repository(tmp_path), date(2026, 10, 15)).findings
    assert sum(located.finding.code == "KR013" for located in findings) == 999
    assert len(findings) < 1010


def test_a_loop_of_a_thousand_objectives_is_one_finding(tmp_path: Path) -> None:
    files = {
        f"okrs/2026-Q4/company/o{number}.yaml": f"title: Win more of {number:x}\nwhy: We can.\nowner: bo\n"
        f"aligned_to: {{objective: company/o{(number + 1) % 1000}, contributes: true}}\nkey_results: []\n"
        for number in range(1000)
    }
    make(tmp_path, {"okrs/people.yaml": PEOPLE, **files})
    findings = api.lint(api.open_repository(tmp_path), date(2026, 10, 15)).findings
    assert [located.finding.code for located in findings if located.finding.code.startswith("ALN")] == ["ALN002"]


def test_a_thousand_steps_that_are_not_there_are_a_thousand_short_findings(tmp_path: Path) -> None:
    steps = ", ".join(f"{{id: s{number}, title: Step}}" for number in range(1000))
    measure = f"{{type: milestones, steps: [{steps}]}}"
    goal = f"title: Win\nkey_results:\n  - {{id: k, title: Roll it out, owner: bo, measure: {measure}}}\n"
    done = ", ".join(f"t{number}" for number in range(1000))
    entry = f"by: bo\ndate: 2026-10-12\nkey_results:\n  company/o/k: {{done: [{done}]}}\n"
    files = {"okrs/2026-Q4/company/o.yaml": goal, "okrs/2026-Q4/check-ins/2026-10-12-bo.yaml": entry}
    make(tmp_path, {"okrs/people.yaml": PEOPLE, **files})
    findings = api.lint(api.open_repository(tmp_path), date(2026, 10, 15)).findings
    reported = [located.finding for located in findings if located.finding.code == "CHK007"]
    assert len(reported) == 1000
    assert max(len(finding.help) for finding in reported) < 200


def test_a_thousand_steps_that_moved_are_one_short_finding(tmp_path: Path) -> None:
    steps = ", ".join(f"{{id: s{number}, title: Step}}" for number in range(1000))
    measure = f"{{type: milestones, steps: [{steps}]}}"
    goal = f"title: Win\nkey_results:\n  - {{id: k, title: Roll it out, owner: bo, measure: {measure}}}\n"
    terms = f"{{owner: bo, measure: {measure.replace('title: Step', 'title: Stage')}}}"
    entry = f"by: bo\ndate: 2026-10-12\nkey_results:\n  company/o/k: {{as: owner, terms: {terms}}}\n"
    files = {"okrs/2026-Q4/company/o.yaml": goal, "okrs/2026-Q4/agreements/2026-10-12-bo.aaaaaa.yaml": entry}
    make(tmp_path, {"okrs/people.yaml": PEOPLE, **files})
    findings = api.lint(api.open_repository(tmp_path), date(2026, 10, 15)).findings
    (finding,) = [located.finding for located in findings if located.finding.code == "AGR003"]
    assert len(finding.message) < 500


def test_two_steps_of_one_id_can_move_without_a_word_for_it(tmp_path: Path) -> None:
    twice = "{type: milestones, steps: [{id: a, title: Twice}, {id: a, title: Once}]}"
    goal = f"title: Win\nkey_results:\n  - {{id: k, title: Roll it out, owner: bo, measure: {twice}}}\n"
    terms = "{owner: bo, measure: {type: milestones, steps: [{id: a, title: Once}]}}"
    entry = f"by: bo\ndate: 2026-10-12\nkey_results:\n  company/o/k: {{as: owner, terms: {terms}}}\n"
    files = {"okrs/2026-Q4/company/o.yaml": goal, "okrs/2026-Q4/agreements/2026-10-12-bo.aaaaaa.yaml": entry}
    make(tmp_path, {"okrs/people.yaml": PEOPLE, **files})
    findings = api.lint(api.open_repository(tmp_path), date(2026, 10, 15)).findings
    assert [located.finding.message for located in findings if located.finding.code == "AGR003"] == [
        'the terms of key result "k" moved since bo (owner) agreed: its steps'
    ]
