"""The policy that `okrs init` makes of a practice and a gate, and what a second one adds."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from okrs_as_code.cli.main import run
from tests.repositories import git, make

DAY = ("--today", "2026-11-16")
ME = ("--name", "Bo Lindqvist", "--email", "bo@example.com")
CONFIG = "okrs/config.yaml"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "our-goals"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    monkeypatch.chdir(folder)
    return folder


def init(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    assert run(["init", *ME, *DAY, *arguments]) == status
    out, err = capsys.readouterr()
    return out + err


def config(root: Path) -> dict[str, object]:
    data = YAML(typ="safe").load((root / CONFIG).read_text("utf-8"))
    assert isinstance(data, dict)
    return data


def forge_files(root: Path) -> set[str]:
    folders = (root / ".github", root / ".gitlab")
    return {path.name for folder in folders for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("practice", ["light", "usual", "strict"])
def test_a_practice_is_values_with_a_comment_each(
    root: Path, capsys: pytest.CaptureFixture[str], practice: str
) -> None:
    git(root, "remote", "add", "origin", "https://github.com/example/okrs")
    init(capsys, "--practice", practice)
    written = config(root)
    assert "practice" not in written
    assert {"check_ins", "ownership", "objectives", "agreement", "stewards"} <= written.keys()
    assert ("required_from" in str(written["agreement"])) is (practice != "light")
    lines = (root / CONFIG).read_text("utf-8").splitlines()
    values = [at for at, line in enumerate(lines) if line.startswith("  ") and "#" not in line and line[-1] != ":"]
    for at in values:
        assert lines[at - 1].lstrip().startswith("#") or lines[at - 1].startswith("    "), lines[at]
    assert max(len(line) for line in lines) <= 80
    assert ("okrs-approvals.yml" in forge_files(root)) is (practice != "light")
    assert "# The gate is" in "\n".join(lines)
    assert run(["lint", *DAY]) == 0
    assert run(["fmt", "--check"]) == 0


def test_strict_fails_where_others_warn(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    init(capsys, "--practice", "strict")
    [goal] = (root / "okrs/2026-Q4").rglob("*.yaml")
    text = goal.read_text("utf-8").replace("\nowner: bo\n", "\n", 1)
    goal.write_text(text, "utf-8")
    assert run(["lint", *DAY]) == 1
    assert "error[OWN012]" in capsys.readouterr().out


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_a_gate_of_the_lint_alone(root: Path, capsys: pytest.CaptureFixture[str], forge: str) -> None:
    init(capsys, "--forge", forge, "--gate", "lint")
    assert {"okrs-requirements.txt", "okrs-dependencies.txt"} <= forge_files(root)
    assert not {"okrs-approvals.yml", "okrs-agreements.yml", "okrs-review.yml"} & forge_files(root)
    if forge == "gitlab":
        jobs = YAML(typ="safe").load((root / ".gitlab/okrs.gitlab-ci.yml").read_text("utf-8"))
        assert set(jobs) == {".okrs", "okrs lint", "okrs overview", ".okrs site", "okrs site", "pages", "okrs messages"}
    else:
        init(capsys, "--forge", forge, "--gate", "approvals")
        assert {"okrs-approvals.yml", "okrs-agreements.yml", "okrs-review.yml"} <= forge_files(root)


def test_a_light_practice_can_have_approvals(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    init(capsys, "--forge", "gitlab", "--practice", "light", "--gate", "approvals")
    text = (root / ".gitlab/okrs.gitlab-ci.yml").read_text("utf-8")
    assert "okrs approvals" in YAML(typ="safe").load(text)
    assert "@" not in text


@pytest.mark.parametrize("option", [("--gate", "lint"), ("--practice", "light")])
def test_two_files_have_neither(root: Path, capsys: pytest.CaptureFixture[str], option: tuple[str, str]) -> None:
    printed = init(capsys, "--minimal", *option, status=2)
    assert "`--minimal` writes neither policy nor gate" in printed
    assert not (root / "okrs").exists()


def test_a_second_one_names_the_forge_in_the_config_that_it_keeps(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(root, "remote", "add", "origin", "https://git.example.com/goals/okrs")
    init(capsys)
    before = (root / CONFIG).read_text("utf-8")
    printed = init(capsys, "--forge", "gitlab")
    assert "added `forge:` to okrs/config.yaml" in printed
    assert "git add .gitlab .gitlab-ci.yml okrs " in printed
    address = "repository: https://git.example.com/goals/okrs\n"
    assert (root / CONFIG).read_text("utf-8") == before.replace(address, f"{address}forge: gitlab\n")
    assert "everything was there already" in init(capsys, "--forge", "gitlab")
    assert "added" not in init(capsys, "--forge", "github"), "what somebody chose stays"


def test_a_remote_that_came_later_takes_the_place_of_the_comment(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    init(capsys)
    assert "# repository: https://github.com/your/okrs" in (root / CONFIG).read_text("utf-8")
    git(root, "remote", "add", "origin", "git@github.com:example/okrs.git")
    printed = init(capsys)
    assert "added `repository:` to okrs/config.yaml" in printed
    text = (root / CONFIG).read_text("utf-8")
    assert "\nrepository: https://github.com/example/okrs\nfiscal_year_start" in text
    assert "your/okrs" not in text
    assert "forge" not in config(root)
    assert ".github/workflows/okrs.yml" in printed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{}\n", '{repository: "https://git.example.com/okrs", forge: gitlab}\n'),
        ("stewards: [bo]\n", 'repository: "https://git.example.com/okrs"\nforge: gitlab\nstewards: [bo]\n'),
        (
            "organization: Us # and you\r\nstewards: [bo]\r\n",
            'organization: Us # and you\r\nrepository: "https://git.example.com/okrs"\r\nforge: gitlab\r\n'
            "stewards: [bo]\r\n",
        ),
        ("repository: https://gitlab.com/us/okrs\n", "repository: https://gitlab.com/us/okrs\n"),
        ("{organization: Us}\n", '{organization: Us, repository: "https://git.example.com/okrs", forge: gitlab}\n'),
    ],
)
def test_any_config_gets_what_it_lacks(root: Path, capsys: pytest.CaptureFixture[str], before: str, after: str) -> None:
    make(root, {"okrs/people.yaml": "people: {bo: {name: Bo}}\n", CONFIG: before})
    git(root, "remote", "add", "origin", "https://git.example.com/okrs")
    init(capsys, "--forge", "gitlab")
    assert (root / CONFIG).read_bytes().decode() == after


@pytest.mark.parametrize("text", ["organization: [\n", "- a\n", "", "stewards: [bo]\nstewards: [bo]\n"])
def test_a_config_that_cannot_be_read_is_left_and_named(
    root: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    make(root, {"okrs/people.yaml": "people: {bo: {name: Bo}}\n", CONFIG: text})
    printed = init(capsys, "--forge", "gitlab")
    assert "note: okrs/config.yaml stays as it is: " in printed
    assert (root / CONFIG).read_text("utf-8") == text


def test_a_practice_changes_no_policy_that_is_there(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    init(capsys)
    before = (root / CONFIG).read_bytes()
    printed = init(capsys, "--practice", "strict")
    assert "note: okrs/config.yaml is there already, so `--practice` changes nothing in it" in printed
    assert (root / CONFIG).read_bytes() == before


def test_a_gate_of_the_lint_alone_stays_what_it_is(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    init(capsys, "--forge", "github", "--practice", "light")
    init(capsys, "--forge", "github")
    assert not {"okrs-approvals.yml", "okrs-agreements.yml", "okrs-review.yml"} & forge_files(root)
    init(capsys, "--forge", "github", "--gate", "approvals")
    assert {"okrs-approvals.yml", "okrs-agreements.yml", "okrs-review.yml"} <= forge_files(root)


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_no_check_is_required_that_is_not_there(root: Path, capsys: pytest.CaptureFixture[str], forge: str) -> None:
    assert run(["init", "--forge", forge, "--practice", "light", "--name", "Bo", "--email", "bo@example.com"]) == 0
    out = capsys.readouterr().out
    assert "okrs approvals" not in out
    assert "so that no key result goes without an owner" in out
