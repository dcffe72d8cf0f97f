"""`okrs fmt` finds the root of the files that it is given, as a hook names files and not where okrs/ is."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrs_as_code.cli.main import run
from tests.repositories import GOAL, OBJECTIVE, SMALL, make

UNFORMATTED = OBJECTIVE.replace("    owner: bo\n", "    owner:   bo\n")


def test_files_of_several_roots(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one", "two"):
        make(tmp_path / name, {**SMALL, GOAL: UNFORMATTED})
    monkeypatch.chdir(tmp_path)
    named = [f"{name}/{GOAL}" for name in ("one", "two")]
    assert run(["fmt", "--check", *named]) == 1
    assert run(["fmt", *named]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [GOAL, GOAL, f"formatted {GOAL}", f"formatted {GOAL}"]
    assert err.splitlines()[-1] == "2 of 2 files changed"
    assert "owner: bo\n" in (tmp_path / "two" / GOAL).read_text()


def test_a_root_that_is_named_stays_the_only_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one", "two"):
        make(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert run(["fmt", "--root", "one", f"two/{GOAL}"]) == 2
    assert "is outside of" in capsys.readouterr().err
    make(tmp_path, {"three/okrs/x.yaml": "a: 1\n"})
    assert run(["fmt", "three/okrs/x.yaml"]) == 2
    assert "no okrs/people.yaml or okrs/config.yaml in" in capsys.readouterr().err
