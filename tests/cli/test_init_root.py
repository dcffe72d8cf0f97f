"""`okrs init` for OKRs in a folder of a repository: they go there, and the gate at the top knows where they are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from okrs_as_code.cli.main import run
from tests.repositories import commit, git

DAY = ("--today", "2026-11-16")
ME = ("--name", "Bo Lindqvist", "--email", "bo@example.com")


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "plans/goals").mkdir(parents=True)
    git(tmp_path, "init", "-q", "-b", "main")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def init(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    assert run(["init", *ME, *DAY, *arguments]) == status
    out, err = capsys.readouterr()
    return out + err


def test_two_files_go_into_the_folder(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = init(capsys, "--minimal", "--root", "plans/goals")
    assert "wrote plans/goals/okrs/people.yaml" in printed
    assert "okrs lint --root=plans/goals" in printed
    assert "git add plans/goals/okrs &&" in printed
    assert not (top / "okrs").exists()
    assert run(["lint", "--root", "plans/goals", *DAY]) == 0


@pytest.mark.parametrize("forge", ["github", "gitlab", "gitea"])
def test_every_command_of_the_gate_knows_the_folder(top: Path, forge: str, capsys: pytest.CaptureFixture[str]) -> None:
    init(capsys, "--root", "plans/goals", "--forge", forge)
    jobs = [*top.glob(".*/workflows/*.yml"), *top.glob(".gitlab/*.yml")]
    assert jobs
    commands = [
        command
        for path in jobs
        for command in re.findall(
            r"(?m)^ *(?:- |run: )?(okrs (?:lint|gate|report|site|digest)\b(?!:).*)", path.read_text(encoding="utf-8")
        )
    ]
    assert commands
    assert [command for command in commands if "--root=plans/goals" not in command] == []
    assert not (top / "okrs").exists()
    assert not (top / "schema").exists()
    assert (top / "plans/goals/schema/objective.schema.json").is_file()
    settings = json.loads((top / ".vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    for schema, files in settings.items():
        assert (top / schema).is_file()
        assert files.startswith("plans/goals/okrs/")
    assert (top / "plans/goals/.editorconfig").is_file()
    assert run(["lint", "--root", "plans/goals", *DAY]) == 0
    assert run(["fmt", "--check", "--root", "plans/goals"]) == 0


def test_what_is_missing_is_added_where_the_okrs_are(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    init(capsys, "--minimal", "--root", "plans/goals")
    git(top, "remote", "add", "origin", "https://github.com/example/okrs")
    printed = init(capsys, "--root", "plans/goals")
    assert "kept  plans/goals/okrs/people.yaml" in printed
    assert "repository: https://github.com/example/okrs" in (top / "plans/goals/okrs/config.yaml").read_text("utf-8")
    assert "everything was there already" in init(capsys, "--root", "plans/goals")


def test_from_within_the_folder_it_is_found(
    top: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    init(capsys, "--minimal", "--root", "plans/goals")
    monkeypatch.chdir(top / "plans/goals/okrs")
    printed = init(capsys)
    assert "wrote plans/goals/okrs/teams.yaml" in printed
    assert not (top / "okrs").exists()


def test_without_root_it_is_the_top(
    top: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(top / "plans")
    init(capsys, "--minimal")
    assert (top / "okrs/people.yaml").is_file()
    assert not (top / "plans/okrs").exists()


def test_here_is_a_folder_like_any_other(
    top: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(top / "plans")
    init(capsys, "--minimal", "--root", ".")
    assert (top / "plans/okrs/people.yaml").is_file()
    assert not (top / "okrs").exists()


def test_a_gate_that_is_there_stays_as_it_is_and_is_named(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    init(capsys, "--forge", "github")
    printed = init(capsys, "--forge", "github", "--root", "plans/goals")
    assert (
        ".github/workflows/okrs.yml stays as it is: add `--root=plans/goals` to its commands, or jobs that have it"
        in printed
    )
    assert "workflows/okrs-site.yml stays as it is" in printed
    assert ".github/pull_request_template.md stays" not in printed


def test_a_folder_that_a_job_cannot_name_gets_two_files_alone(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (top / "our $(goals)").mkdir()
    printed = init(capsys, "--root", "our $(goals)", status=2)
    assert "cannot be named" in printed
    assert list(top.glob("**/*.yml")) == []
    init(capsys, "--root", "our $(goals)", "--minimal")
    assert (top / "our $(goals)/okrs/people.yaml").is_file()


def test_a_repository_within_is_one_of_its_own(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(top / "plans", "init", "-q", "-b", "main")
    init(capsys, "--minimal", "--root", "plans/goals")
    assert (top / "plans/goals/okrs/people.yaml").is_file()
    commit(top / "plans")
    assert git(top / "plans", "ls-files").startswith("goals/okrs/")


def test_on_a_forge_without_a_gate_the_recipes_are_named(top: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(top, "remote", "add", "origin", "https://bitbucket.org/example/okrs")
    printed = init(capsys)
    assert "`okrs init --forge github`, `gitlab` or `gitea` writes it" in printed
    assert "docs/other-forges.md has recipes, with `forge: none`" in printed
