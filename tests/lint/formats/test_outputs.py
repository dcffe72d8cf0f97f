"""`okrs lint --output-format`: several at once, each the same findings, one of them on standard output."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from junitparser import JUnitXml

from okrs_as_code.cli import main as cli
from tests.lint.formats.findings import repository
from tests.repositories import GOAL, commit, git, make

DAY = ("--today", "2026-10-15")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    repository(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_okrs(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run(["lint", *DAY, *arguments])
    out, err = capsys.readouterr()
    return status, out, err


def formats(*names: str) -> list[str]:
    return [argument for name in names for argument in ("--output-format", name)]


def test_several_at_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = ("sarif=a.sarif", "gitlab=b.json", "junit=c.xml", "rdjson=d.json")
    status, out, _ = run_okrs(capsys, *formats("json", *files))
    assert status == 1
    codes = [finding["code"] for finding in json.loads(out)]
    assert codes
    assert [one["ruleId"] for one in json.loads(Path("a.sarif").read_bytes())["runs"][0]["results"]] == codes
    assert [one["check_name"] for one in json.loads(Path("b.json").read_bytes())] == codes
    suites = JUnitXml.fromfile("c.xml")
    assert [case.name.split()[0] for suite in suites for case in suite] == codes
    assert [one["code"]["value"] for one in json.loads(Path("d.json").read_bytes())["diagnostics"]] == codes


def test_the_one_without_a_file_goes_where_o_says(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = run_okrs(capsys, *formats("gitlab=b.json", "concise"), "-o", "findings.txt")[1]
    assert out == ""
    assert Path("findings.txt").read_text(encoding="utf-8").startswith(f"{GOAL}:1:8: warning[OBJ001]")
    assert json.loads(Path("b.json").read_bytes())


def test_with_files_alone_nothing_is_printed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run_okrs(capsys, *formats("junit=c.xml"))
    assert (status, out) == (1, "")
    assert "errors" in err
    Path("c.xml").unlink()
    assert run_okrs(capsys, *formats("junit=c.xml"))[:2] == (1, "")
    assert Path("c.xml").exists(), "what writes a file is never answered from the cache"


def test_statistics_stand_for_the_one_without_a_file(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = run_okrs(capsys, *formats("gitlab=b.json"), "--statistics")[1]
    assert "OWN002" in out
    assert json.loads(Path("b.json").read_bytes())
    assert run_okrs(capsys, "--statistics", "-o", "counts.txt")[1] == ""
    assert "OWN002" in Path("counts.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (formats("json", "sarif"), "json and sarif cannot both be printed; name files for all but one: `sarif=FILE`"),
        ([*formats("sarif=x"), "-o", "y"], "`-o` is the file of the format without one"),
        ([*formats("sarif=x", "json"), "-o", "x"], "2 formats are to be written to"),
        (formats("sarif=x", "json=./x"), "2 formats are to be written to"),
        (formats("sarif="), "names no file"),
        (formats("xml=x"), "'xml' is not one of 'full', 'concise'"),
        ([*formats("sarif=x"), "--diff"], "`--diff` shows changes and no findings"),
        (formats("sarif=no/such/folder"), "cannot be written"),
    ],
)
def test_a_wrong_request(root: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    status, _, err = run_okrs(capsys, *arguments)
    assert status == 2
    assert message in err
    assert not Path("x").exists()


def test_a_root_below_the_top_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository(tmp_path / "a b")
    git(tmp_path / "a b", "init", "-q", str(tmp_path))
    (tmp_path / "a b/.git").rename(tmp_path / "old")
    monkeypatch.chdir(tmp_path)
    out = run_okrs(capsys, *formats("sarif"), "--root", "a b")[1]
    [result, *_] = json.loads(out)["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == f"a%20b/{GOAL}"


def test_the_summary_of_a_step(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    summary = root / "summary.md"
    summary.write_text("# Before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    lines = "".join(f"  - {{id: k{n}, title: T, owner: somebody, measure: {{type: binary}}}}\n" for n in range(30))
    make(root, {GOAL: f"title: Grow\nowner: mara\nkey_results:\n{lines}"})
    out = run_okrs(capsys, *formats("github", "markdown=summary.md"), "--select", "OWN003")[1]
    assert out.splitlines()[-1] == "::notice title=okrs lint::20 more in the summary"
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("# Before\n### ")
    assert text.count("somebody") == 30


def test_changed_lines_come_first(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = "".join(f"  - {{id: k{n}, title: Result {n}, owner: bo, measure: {{type: binary}}}}\n" for n in range(30))
    make(root, {GOAL: f"title: Grow\nowner: mara\nkey_results:\n{lines}"})
    commit(root)
    people = (root / "okrs/people.yaml").read_text(encoding="utf-8")
    make(root, {"okrs/people.yaml": people.replace("  bo: {name: Bo, manager: mara}\n", "")})
    changed = (root / GOAL).read_text(encoding="utf-8").replace("Result 25,", "Result 25 again,")
    make(root, {GOAL: changed})
    out = run_okrs(capsys, *formats("github"), "--since", "HEAD")[1]
    errors = [line for line in out.splitlines() if line.startswith("::error")]
    assert len(errors) == 10
    assert f"file={GOAL},line=29," in errors[0]
