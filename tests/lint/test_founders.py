"""A few people without managers and teams.yaml see no ceremony, unless they ask for it; what has a floor they see."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.cli import main as cli
from okrs_as_code.report.cycle_data import uses_agreements
from tests.repositories import make

DAY = date(2027, 1, 4)
PEOPLE = "people:\n  ida: {name: Ida}\n  omar: {name: Omar}\n"
GOAL = """\
title: Strangers trust us
why: Friends do.
owner: ida
key_results:
  - id: paying
    title: Win 10 paying customers
    owner: ida
    contributors: [omar]
    measure: {type: metric, baseline: 0, target: 10, unit: customers}
"""
TERMS = "{owner: ida, measure: {type: metric, baseline: 0, target: 10, unit: customers}}"
FILES = {
    "okrs/people.yaml": PEOPLE,
    "okrs/2026-Q4/company/goal.yaml": GOAL,
    "okrs/2026-Q4/agreements/2026-11-01-ida.3f9c2a.yaml": "by: ida\ndate: 2026-11-01\nkey_results:\n"
    f"  company/goal/paying: {{as: owner, terms: {TERMS}}}\n",
    "okrs/2026-Q4/grades/2026-12-31-ida.yaml": "by: ida\ndate: 2026-12-31\nkey_results:\n"
    "  company/goal/paying: {score: 0.5, because: Five., decision: keep}\n",
}
TEAMS = {"okrs/teams.yaml": "teams:\n  company: {name: Us, members: [ida, omar]}\n"}
MANAGED = {"okrs/people.yaml": PEOPLE.replace("{name: Omar}", "{name: Omar, manager: ida}")}


def codes(root: Path, *select: str, verbose: bool = True) -> set[str]:
    selection = api.Selection.of(select, (), verbose)
    findings = api.lint(api.open_repository(root), DAY, selection=selection, all_cycles=True).findings
    return {located.finding.code for located in findings}


def test_founders_see_nothing_of_it(tmp_path: Path) -> None:
    root = make(tmp_path, FILES)
    assert codes(root) & {"AGR005", "OWN007", "OWN008", "OWN010", "OWN011", "CYC003"} == set()
    plan = api.open_repository(root).workspace.plan
    assert not uses_agreements(plan, plan.cycles[0])


@pytest.mark.parametrize("more", [TEAMS, MANAGED])
def test_whoever_has_teams_or_managers_does(tmp_path: Path, more: dict[str, str]) -> None:
    root = make(tmp_path, {**FILES, **more})
    assert "CYC003" in codes(root)
    plan = api.open_repository(root).workspace.plan
    assert uses_agreements(plan, plan.cycles[0])


def test_they_can_ask_for_it(tmp_path: Path) -> None:
    root = make(tmp_path, FILES)
    assert codes(root, "CYC003", "OWN011") == {"CYC003"}
    make(root, {"okrs/config.yaml": "lint: {severity: {CYC003: warning}}\nagreement: {required_from: 2026-Q4}\n"})
    assert "CYC003" in codes(root)
    plan = api.open_repository(root).workspace.plan
    assert uses_agreements(plan, plan.cycles[0])


def test_a_manager_at_a_key_result_is_one_who_agrees(tmp_path: Path) -> None:
    goal = GOAL.replace("    contributors: [omar]\n", "    manager: omar\n")
    plan = api.open_repository(make(tmp_path, {**FILES, "okrs/2026-Q4/company/goal.yaml": goal})).workspace.plan
    assert uses_agreements(plan, plan.cycles[0])


def test_what_has_a_floor_is_judged(tmp_path: Path) -> None:
    goal = GOAL.replace("target: 10", "target: 12")
    root = make(tmp_path, {**FILES, "okrs/2026-Q4/company/goal.yaml": goal})
    (root / "okrs/2026-Q4/grades/2026-12-31-ida.yaml").unlink()
    assert "AGR003" in codes(root)
    assert "AGR005" not in codes(root)
    make(root, {"okrs/2026-Q4/company/goal.yaml": GOAL.replace("    owner: ida\n", "")})
    assert "OWN001" in codes(root)


def test_status_has_no_block_of_agreements(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make(tmp_path, FILES)
    (root / "okrs/2026-Q4/grades/2026-12-31-ida.yaml").unlink()
    monkeypatch.chdir(root)
    for more, shown in (({}, False), (TEAMS, True)):
        make(root, more)
        assert cli.run(["status", "--no-cache", "--today", "2026-11-16"]) == 0
        assert ("Agreements" in capsys.readouterr().out) is shown


def test_what_nobody_agreed_to_is_not_counted_where_nobody_has_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make(tmp_path, {**FILES, **MANAGED})
    (root / "okrs/2026-Q4/grades/2026-12-31-ida.yaml").unlink()
    make(root, {"okrs/2026-Q4/company/other.yaml": GOAL.replace("ida\n    contributors: [omar]", "omar")})
    monkeypatch.chdir(root)

    def status() -> str:
        assert cli.run(["status", "--no-cache", "--today", "2026-11-16"]) == 0
        return " ".join(capsys.readouterr().out.split())

    assert "Agreements 1 agreed, as records say" in status()
    assert "proposed" not in status()
    assert cli.run(["show", "company/other/paying", "--today", "2026-11-16"]) == 0
    assert "no agreement is on record" not in capsys.readouterr().out
    make(root, {"okrs/config.yaml": "agreement: {required_from: 2027-Q1}\n"})
    assert "1 proposed" in status()
