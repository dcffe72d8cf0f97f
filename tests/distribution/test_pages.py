"""The pages on hooks, the action and the forges: what they show to copy works as it stands."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from okrs_as_code.cli import main as cli
from okrs_as_code.model.files.config import Forge
from okrs_as_code.refactor.setup.init_files import FORGE_FILES
from tests.distribution.checkout import ROOT
from tests.repositories import git, make

pytestmark = pytest.mark.checkout
COMMIT = "3d3c42e5aac5ba805825da76410c181273ba90b1"


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def blocks(name: str, start: str) -> list[str]:
    """The YAML on a page that begins with a text."""
    found = re.findall(r"(?m)^( *)```yaml\n(.*?)^\1```$", page(name), re.DOTALL)
    return [text for _, text in found if text.startswith(start)]


def run(folder: Path, name: str, *arguments: str) -> None:
    program = shutil.which(name, path=Path(sys.executable).parent)
    assert program is not None, f"{name} is missing: pip install -e .[dev]"
    done = subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("forge", ["github", "gitlab", "gitea", "none"])
def test_the_hooks_of_the_page_let_the_first_commits_pass(
    forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a repository that `okrs init` set up, without a remote: also later, though nobody changed CODEOWNERS."""
    git(tmp_path, "init", "-q", "-b", "main")
    monkeypatch.chdir(tmp_path)
    assert cli.run(["init", "--forge", forge, "--name", "Mara", "--email", "m@example.com"]) == 0
    git(tmp_path, "add", ".")
    [example] = blocks("hooks.md", "# .pre-commit-config.yaml")
    shown = re.findall(r"- id: (\S+)", example)
    known = dict(
        re.findall(r"(?m)^- id: (\S+)\n(?:  .*\n)*?  entry: (.*)$", (ROOT / ".pre-commit-hooks.yaml").read_text())
    )
    assert shown
    for hook in shown:
        files = [str(path) for path in Path("okrs").rglob("*.yaml")] if hook == "okrs-fmt" else []
        assert cli.run([*shlex.split(known[hook])[1:], *files]) == 0, hook
    assert "formatted" not in capsys.readouterr().out
    for hook in known:
        assert f"`{hook}`" in page("hooks.md")


def examples(folder: Path) -> dict[str, str]:
    """The workflows on the page of the action, in a repository, with the step for code scanning."""
    [lint] = blocks("github-action.md", "# .github/workflows/okrs.yml")
    [upload] = blocks("github-action.md", "      - if:")
    lint = lint.replace("contents: read\n", "contents: read\n      security-events: write\n") + upload
    [gate] = blocks("github-action.md", "# .github/workflows/okrs-approvals.yml")
    review = (ROOT / "templates/init/github/okrs-review.yml").read_text(encoding="utf-8")
    texts = {"okrs": lint, "okrs-approvals": gate, "okrs-review": review}
    filled = {name: text.replace("@COMMIT", f"@{COMMIT}") for name, text in texts.items()}
    make(folder, {f".github/workflows/{name}.yml": text for name, text in filled.items()})
    return filled


def test_the_gate_of_the_page_waits_for_the_workflows_of_the_page(tmp_path: Path) -> None:
    """A workflow is known by its `name`; one without is known by its path."""
    texts = examples(tmp_path)
    [waited] = re.findall(r"workflows: \[(.*)\]", texts["okrs-approvals"])
    names = {re.findall(r"(?m)^name: (.*)$", texts[name])[0] for name in ("okrs", "okrs-review")}
    assert set(waited.split(", ")) == names


def test_two_audits_find_nothing_in_the_workflows_of_the_page(tmp_path: Path) -> None:
    examples(tmp_path)
    git(tmp_path, "init", "-q")
    run(tmp_path, "zizmor", "--offline", "--no-config", ".github")
    if sys.platform == "linux":
        run(tmp_path, "actionlint", *(f".github/workflows/{name}" for name in ("okrs.yml", "okrs-approvals.yml")))


@pytest.mark.parametrize("file", [".github/actions/okrs-lint/action.yml", ".github/workflows/okrs-gate.yml"])
def test_the_page_has_each_input(file: str) -> None:
    inputs = re.findall(r"(?m)^( *)inputs:\n((?:\1 .*\n|\n)+)", (ROOT / file).read_text(encoding="utf-8"))[0]
    names = re.findall(rf"(?m)^{inputs[0]}  ([\w-]+):$", inputs[1])
    assert names
    text = page("github-action.md")
    assert [name for name in names if f"| `{name}` |" not in text and f"\n      {name}: " not in text] == []
    if file.endswith("gate.yml"):
        [gate] = blocks("github-action.md", "# .github/workflows/okrs-approvals.yml")
        assert set(re.findall(r"(?m)^      ([\w-]+): ", gate.partition("with:")[2])) == set(names)


def test_the_page_has_each_workflow_that_init_writes() -> None:
    github = page("on-the-forge.md").partition("\n## GitHub\n")[2].partition("\n## ")[0]
    listed = re.findall(r"(?m)^\| `(\S+\.yml)` \|", github)
    written = [path.rpartition("/")[2] for path in FORGE_FILES["github"] if "/workflows/" in path]
    assert sorted(listed) == sorted(written)


def test_the_job_of_the_page_on_findings_runs_as_it_stands(tmp_path: Path) -> None:
    """It has all that GitLab asks for, an image and the tool, and names the branch on which it runs."""
    [job] = blocks("ci.md", "okrs quality:")
    make(tmp_path, {".gitlab-ci.yml": job})
    run(
        tmp_path,
        "check-jsonschema",
        "--builtin-schema",
        "vendor.gitlab-ci",
        "--data-transform",
        "gitlab-ci",
        ".gitlab-ci.yml",
    )
    for needed in ("image: python:3", "pip install", "rules:", "okrs lint --exit-zero"):
        assert needed in job
