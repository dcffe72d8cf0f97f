"""Every folder beside this file is a document as a team would publish it, said in our files; its README gives the day.

What real teams write is neither an error nor a warning, and all of it is shown.
"""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from okrs_as_code import api
from okrs_as_code.cli.main import run
from okrs_as_code.yaml.reader import parse
from tests.nightly import more_at_night

FOLDERS = sorted(path.parent.parent for path in Path(__file__).parent.glob("*/okrs/people.yaml"))


@pytest.fixture(params=FOLDERS, ids=lambda path: path.name)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a document, outside of the history of this project."""
    source: Path = request.param
    return Path(shutil.copytree(source, tmp_path / source.name))


def readme(folder: Path) -> str:
    return (folder / "README.md").read_text(encoding="utf-8")


def today(folder: Path) -> str:
    """The day on which a document is read, as its README says."""
    [day] = re.findall(r"\bToday is (\d{4}-\d\d-\d\d)\.", readme(folder))
    return str(day)


def test_there_are_twelve_and_each_says_that_it_is_invented() -> None:
    assert len(FOLDERS) == 12
    for folder in FOLDERS:
        assert "\nAn example: " in readme(folder), folder.name


def test_lints_without_an_error_or_a_warning(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["lint", "--root", str(folder), "--today", today(folder), "--all-cycles", "--output-format", "json"])
    findings = json.loads(capsys.readouterr().out)
    assert (status, [(found["code"], found["message"]) for found in findings]) == (0, [])


def test_status_has_every_key_result(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = api.open_repository(folder).workspace.plan
    cycles = [cycle.name for cycle in plan.cycles]
    shown = []
    for cycle in cycles:
        assert run(["status", "--root", str(folder), "--today", today(folder), "--cycle", cycle]) == 0
        capsys.readouterr()
        options = ["--cycle", cycle, "--output-format", "json"]
        assert run(["status", "--root", str(folder), "--today", today(folder), *options]) == 0
        objectives = json.loads(capsys.readouterr().out)["objectives"]
        shown += [key_result["id"] for objective in objectives for key_result in objective["key_results"]]
    assert sorted(shown) == sorted(plan.key_results)


def test_the_cycle_that_runs_is_found(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["status", "--root", str(folder), "--today", today(folder), "--output-format", "json"]) == 0
    name = json.loads(capsys.readouterr().out)["cycle"]
    cycle = api.open_repository(folder).workspace.plan.calendar.cycle(name)
    assert cycle is not None
    assert cycle.has(date.fromisoformat(today(folder)))


@pytest.mark.parametrize(("command", "ending"), [("site", ".html"), *more_at_night(("report", ".md"))])
def test_every_objective_has_its_page(folder: Path, tmp_path: Path, command: str, ending: str) -> None:
    out = tmp_path / "pages"
    assert run([command, "--root", str(folder), "--today", today(folder), "--out", str(out)]) == 0
    for objective in api.open_repository(folder).workspace.plan.objectives:
        cycle, team, name = objective.split("/")
        assert (out / cycle / "objectives" / team / f"{name}{ending}").is_file()


def test_together_they_say_what_real_ones_say(capsys: pytest.CaptureFixture[str]) -> None:
    key_results, cycles = [], set()
    for folder in FOLDERS:
        plan = api.open_repository(folder).workspace.plan
        for cycle in (known.name for known in plan.cycles):
            cycles.add(cycle)
            options = ["--cycle", cycle, "--output-format", "json"]
            run(["status", "--root", str(folder), "--today", today(folder), *options])
            objectives = json.loads(capsys.readouterr().out)["objectives"]
            key_results += [key_result for objective in objectives for key_result in objective["key_results"]]
    assert {"2026", "2026-10", "2026-C5", "2026-H2", "2026-Q4", "2026-T3", "2027-Q3"} <= cycles
    assert {found["measure"] for found in key_results} == {"metric", "threshold", "milestones", "binary", "score"}
    statuses = {found["status"] for found in key_results}
    assert {"done", "paused", "dropped", "closed", "stale", "on-track", "at-risk", "off-track"} <= statuses


def test_together_they_have_the_keys_that_real_ones_need() -> None:
    objectives: list[Any] = []
    check_ins: list[Any] = []
    grades: list[Any] = []
    agreements: list[Any] = []
    for folder in FOLDERS:
        for path in sorted(folder.glob("okrs/*/*/*.yaml")):
            data = parse(path.name, path.read_bytes()).data
            kinds = {"check-ins": check_ins, "grades": grades, "agreements": agreements}
            kinds.get(path.parent.name, objectives).append(data)
    key_results = [one for objective in objectives for one in objective.get("key_results", ())]
    said = [entry for check_in in check_ins for entry in check_in.get("key_results", {}).values()]
    whole = [entry for check_in in check_ins for entry in check_in.get("objectives", {}).values()]
    ended = [entry for grade in grades for entry in grade["key_results"].values()]
    assert {"tags", "aligned_to"} <= {key for objective in objectives for key in objective}
    assert any(isinstance(objective.get("aligned_to"), list) for objective in objectives)
    assert {"tags", "plan", "commitment", "due"} <= {key for one in key_results for key in one}
    assert {"next", "status", "help"} <= {key for entry in said for key in entry}
    assert {"note", "help"} == {key for entry in whole for key in entry}
    assert any(entry.get("dropped") and "score" in entry for entry in ended)
    assert {"later", "keep", "done"} <= {entry.get("decision") for entry in ended}
    assert {entry["as"] for agreement in agreements for entry in agreement["key_results"].values()} == {
        "owner",
        "manager",
    }
