"""Files that `okrs init` writes for programs that propose new versions, and those that it leaves as they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from okrs_as_code.cli.main import run
from tests.repositories import git, make


def init(root: Path, monkeypatch: pytest.MonkeyPatch, forge: str = "github", *more: str) -> None:
    git(root, "init", "-q")
    git(root, "remote", "add", "origin", f"https://{forge}.com/example/okrs.git")
    monkeypatch.chdir(root)
    assert run(["init", "--forge", forge, "--name", "Bo", "--email", "bo@example.com", *more]) == 0


@pytest.mark.parametrize("name", ["dependabot.yml", "dependabot.yaml"])
def test_what_is_there_is_left(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path, {f".github/{name}": "version: 2\n"})
    init(tmp_path, monkeypatch)
    assert [path.name for path in (tmp_path / ".github").glob("dependabot*")] == [name]
    assert (tmp_path / ".github" / name).read_text() == "version: 2\n"
    assert f"kept  .github/{name}" in capsys.readouterr().out


@pytest.mark.parametrize("forge", ["github", "gitlab"])
@pytest.mark.parametrize("config", ["renovate.json", ".github/renovate.json5", ".renovaterc"])
def test_renovate_takes_its_place_where_it_is_in_use(
    config: str, forge: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path, {config: "{}\n"})
    init(tmp_path, monkeypatch, forge)
    assert (tmp_path / config).read_text() == "{}\n"
    assert not (tmp_path / ".github/dependabot.yml").exists()
    preset = json.loads((tmp_path / f".{forge}/okrs-renovate.json").read_text())
    assert preset["packageRules"][0]["matchFileNames"][0] == f".{forge}/okrs-requirements.txt"
    err = capsys.readouterr().err
    assert f'{config} stays as it is: add "local>example/okrs//.{forge}/okrs-renovate" to its `extends`' in err


def test_gitlab_has_nothing_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    init(tmp_path, monkeypatch, "gitlab")
    assert not [*tmp_path.rglob("dependabot*"), *tmp_path.rglob("*renovate*")]


def test_a_minimal_repository_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, {"renovate.json": "{}\n"})
    init(tmp_path, monkeypatch, "github", "--minimal")
    assert not [*tmp_path.rglob("dependabot*"), *tmp_path.rglob("okrs-renovate*")]
