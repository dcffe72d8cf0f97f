"""Days and numbers at the ends of what can be written stop no command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from okrs_as_code.cli import main as cli
from tests.nightly import at_night
from tests.repositories import GOAL, OBJECTIVE, SMALL, commit, make

KEY_RESULT = "company/organic-pipeline/pillar-posts"
CHECK_IN = """\
by: bo
date: 2026-11-10
key_results:
  company/organic-pipeline/pillar-posts: {value: 1, confidence: 0.5}
"""


def with_lines(*lines: str) -> str:
    return OBJECTIVE.replace("    owner: bo\n", "".join(f"    {line}\n" for line in ("owner: bo", *lines)))


EXTREMES = {
    "the last day there is": with_lines("start: 9999-12-31"),
    "the last month there is": with_lines("start: 9999-12-25", "check_ins: month"),
    "the first day there is": with_lines("start: 0001-01-01", "due: 0001-01-01"),
    "due on the last day there is": with_lines("due: 9999-12-31"),
    "a plan of all days": with_lines(
        "start: 0001-01-01", "due: 9999-12-31", "plan: {0001-01-01: 0, 2026-11-16: -1e15, 9999-12-30: 1e15}"
    ),
    "a plan that leads nowhere": with_lines("plan: {}").replace("baseline: 0", "direction: up"),
    "a target that the first value is hardly short of": OBJECTIVE.replace(
        "baseline: 0, target: 3,", "direction: up, target: 1.0000000000000002,"
    ),
    "hardly more than nothing": OBJECTIVE.replace("target: 3,", "target: 1e-309,"),
    "the least number": OBJECTIVE.replace("target: 3,", "target: 1e-15,"),
    "the largest number": OBJECTIVE.replace("target: 3,", "target: 1000000000000000,"),
}


@pytest.mark.parametrize("names", [tuple(EXTREMES), *at_night(*((name,) for name in EXTREMES))], ids=", ".join)
def test_no_command_stops(names: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first of them is about the key result that is named to commands, the others stand beside it."""
    paths = [GOAL, *(GOAL.replace("organic-pipeline", f"pipeline-{number}") for number in range(1, len(names)))]
    check_ins = "".join(CHECK_IN.splitlines(True)[-1].replace(Path(GOAL).stem, Path(path).stem) for path in paths[1:])
    make(tmp_path, {**SMALL, "okrs/2026-Q4/check-ins/2026-11-10-bo.yaml": CHECK_IN + check_ins})
    make(tmp_path, dict.fromkeys(paths, OBJECTIVE))
    commit(tmp_path)
    make(tmp_path, {path: EXTREMES[name] for path, name in zip(paths, names, strict=True)})
    common = ("--root", str(tmp_path), "--today", "2026-11-16")
    for command in (
        ("lint",),
        ("lint", "--since", "HEAD"),
        ("status",),
        ("list",),
        ("report",),
        ("site", "--out", str(tmp_path / "public")),
        ("show", KEY_RESULT),
        ("history", KEY_RESULT),
        ("diff", "HEAD"),
        ("check-in", KEY_RESULT, "--by", "bo", "--value", "2", "--yes"),
    ):
        assert cli.run([*command, *common]) in (0, 1, 2), command
    assert cli.run(["close", "2026-Q4", "--root", str(tmp_path), "--today", "2027-01-04"]) in (0, 1)
    capsys.readouterr()
    assert cli.run(["status", "--output-format", "json", *common]) == 0

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    json.loads(capsys.readouterr().out, parse_constant=refuse)
