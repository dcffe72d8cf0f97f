"""The documentation is executed: generated pages are current, commands run, YAML is valid, links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from okrs_as_code.cli import main as cli
from tests.repositories import git, make
from tests.scenarios.playing import played

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^( *)```(\w+)[^\n]*\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path, language: str) -> list[str]:
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [re.sub(f"^{indent}", "", text, flags=re.MULTILINE) for indent, kind, text in found if kind == language]


def test_generated_pages_are_current() -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}\nrun: python run.py python docs/generate.py"


def test_the_five_minutes_of_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [adopt] = [text for text in blocks(ROOT / "README.md", "sh") if "okrs init" in text]
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "config", "user.name", "Mara Jones")
    git(tmp_path, "config", "user.email", "mara@example.com")
    ran = []
    for line in adopt.splitlines():
        for command in line.partition("#")[0].split("&&"):
            words = shlex.split(command)
            if words[:1] == ["okrs"]:
                assert cli.run([*words[1:], "--today", "2026-11-16"]) == 0
                ran.append(words[1])
            elif words[:1] == ["git"]:
                git(tmp_path, *words[1:])
                ran.append("git")
    assert ran == ["init", "lint", "git", "git"]
    assert ".github" not in git(tmp_path, "status", "--porcelain")


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example organisation, in which git claims to be Bo."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    shutil.copytree(ROOT / "okrs", tmp_path / "okrs")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "config", "user.email", "bo@example.com")
    return tmp_path


def test_the_check_ins_of_the_readme(example: Path) -> None:
    [text] = [text for text in blocks(ROOT / "README.md", "sh") if "okrs check-in" in text]
    for line in text.splitlines():
        *piped, command = line.split(" | ")
        given = shlex.split(piped[0])[1] if piped else ""
        words = [sys.executable, "-m", "okrs_as_code.cli.main", *shlex.split(command)[1:]]
        done = subprocess.run(words, cwd=example, input=given, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "wrote okrs/2026-Q4/check-ins/2026-11-16-" in done.stdout


@pytest.mark.parametrize("page", ["README.md", "docs/changing-terms.md"])
def test_the_changes_of_terms_of_a_page(
    example: Path, page: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [text] = [text for text in blocks(ROOT / page, "sh") if "okrs assign" in text]
    shown = next((text for text in blocks(ROOT / page, "text") if "okrs assign" in text), "")
    make(example, {".gitignore": ""})
    git(example, "add", "-A")
    git(example, "commit", "-qm", "x")
    monkeypatch.chdir(example)
    for line in text.splitlines():
        assert cli.run(shlex.split(line.partition("#")[0])[1:]) == 0, line
        told = capsys.readouterr().out
        if f"$ {line}\n" in shown:
            assert shown.removeprefix(f"$ {line}\n") == told.partition("\nto propose it:")[0]
        git(example, "reset", "-q", "--hard")
        git(example, "clean", "-qfd")


def test_the_diff_of_the_readme(
    example: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    [text] = [text for text in blocks(ROOT / "README.md", "text") if text.startswith("$ okrs diff")]
    command, _, shown = text.partition("\n")
    git(example, "add", "-A")
    git(example, "commit", "-qm", "x")
    goal = example / "okrs/2026-Q4/content/organic-pipeline.yaml"
    before = goal.read_text(encoding="utf-8")
    after = before.replace("owner: bo", "owner: chen", 1).replace("target: 3, unit: posts", "target: 2, unit: posts", 1)
    goal.write_text(after, encoding="utf-8")
    monkeypatch.chdir(example)
    assert cli.run(shlex.split(command.removeprefix("$ okrs "))) == 0
    told = re.sub(r"from [0-9a-f]{7}", "from main", capsys.readouterr().out).replace("\u00a0", " ")
    assert told == shown


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_walk_of_the_readme(example: Path) -> None:
    from tests.terminal import Terminal

    [text] = [text for text in blocks(ROOT / "README.md", "text") if text.startswith("Check-in by")]
    terminal = Terminal(example, "check-in")
    for question, answer in re.findall(r"^  ((?:value|confidence|note).*): (.*)$", text, re.MULTILINE):
        terminal.answer(question.split(" ")[0], answer)
    terminal.answer("All right?")
    assert terminal.end() == 0
    assert text.rstrip("\n") in terminal.seen


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_agreements_of_the_readme(example: Path) -> None:
    from tests.terminal import Terminal

    [text] = [text for text in blocks(ROOT / "README.md", "text") if text.startswith("Agreement by")]
    terminal = Terminal(example, "agree", "--by", "tom")
    terminal.answer("[y/n/s]", "y")
    assert terminal.end() == 0
    assert text.rstrip("\n") in re.sub(r"\x1b\[[0-9]*m", "", terminal.seen)
    [line] = [text for text in blocks(ROOT / "README.md", "sh") if "okrs agree" in text]
    words = [sys.executable, "-m", "okrs_as_code.cli.main", *shlex.split(line)[1:]]
    done = subprocess.run(words, cwd=example, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "wrote okrs/2026-Q4/agreements/2026-11-16-lea." in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_grades_of_the_readme(example: Path) -> None:
    from tests.terminal import Terminal

    [text] = [text for text in blocks(ROOT / "README.md", "text") if text.startswith("Grades by")]
    terminal = Terminal(example, "grade", "--today", "2026-12-30")
    for question, answer in re.findall(r"^  ((?:score|why|what|has)\b.*): (.*)$", text, re.MULTILINE):
        terminal.answer(question, answer)
    terminal.answer("All right?")
    assert terminal.end() == 0
    assert text.rstrip("\n") in terminal.seen.replace("\u00a0", " ")


def test_the_end_of_the_quarter_in_the_readme(example: Path) -> None:
    [text] = [text for text in blocks(ROOT / "README.md", "sh") if "okrs close" in text]
    told = []
    for line in text.splitlines():
        words = [sys.executable, "-m", "okrs_as_code.cli.main", *shlex.split(line)[1:]]
        done = subprocess.run(words, cwd=example, capture_output=True, text=True, check=False)
        told.append((done.returncode, "wrote " in done.stdout))
    assert told == [(0, True), (0, True), (1, True)]


def test_the_page_on_signing(
    example: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    page = ROOT / "docs" / "signing.md"
    make_key, agree = blocks(page, "sh")
    home = tmp_path_factory.mktemp("home")
    (home / ".ssh").mkdir()
    make_key, agree = (text.strip().replace("~", str(home)) for text in (make_key, agree))
    subprocess.run([*shlex.split(make_key), "-q", "-N", ""], check=True)
    asked = [*shlex.split(agree)[1:], "--root", str(example)]
    assert cli.run(asked) == 2
    line = capsys.readouterr().err.partition("can approve it: ")[2].strip()
    assert line.startswith(blocks(page, "text")[0].strip().removesuffix("..."))
    make(example, {"okrs/allowed_signers": f"{line}\n"})
    assert cli.run(asked) == 0
    assert cli.run(["show", "growth/guided-start/activation", "--root", str(example)]) == 0
    assert "Tom Byrne (tom) agreed on 16 Nov 2026\n              signed\n" in capsys.readouterr().out
    [record] = (example / "okrs/2026-Q4/agreements").glob("2026-11-16-tom.*.yaml")
    signature = record.read_text().partition("signature: |\n")[2]
    make(home, {"signature": textwrap.dedent(signature)})
    command = page.read_text(encoding="utf-8").partition("\n`ssh-keygen -Y verify")[2].partition(" -s ")[0]
    verify = ["ssh-keygen", "-Y", "verify", *shlex.split(command), "-s", str(home / "signature")]
    [text] = blocks(page, "json")
    given = text.rstrip("\n")
    subprocess.run(verify, cwd=example, input=given, text=True, check=True, stdout=subprocess.DEVNULL)


@pytest.mark.parametrize("page", ["README.md", "docs/code-owners.md"])
def test_the_code_owners_of_a_page(example: Path, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    [text] = [text for text in blocks(ROOT / page, "sh") if "okrs codeowners" in text]
    monkeypatch.chdir(example)
    for line in text.splitlines():
        assert cli.run(shlex.split(line.partition("#")[0])[1:]) == 0, line
    written = (example / ".github" / "CODEOWNERS").read_text(encoding="utf-8")
    shown = [text for text in blocks(ROOT / page, "text") if text.startswith("# okrs codeowners")]
    assert shown == ([] if page == "README.md" else [written])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_yaml_of_a_page_lints(page: Path, tmp_path: Path) -> None:
    for number, text in enumerate(blocks(page, "yaml")):
        folder = tmp_path / str(number)
        people = "".join(f"  {one}: {{name: {one.title()}}}\n" for one in ("ana", "mara", "bo", "chen", "dee"))
        files = {"okrs/people.yaml": f"people:\n{people}"}
        if text.startswith(("title:", "# yaml-language-server")) and "key_results:" in text and "by:" not in text:
            files["okrs/2026-Q4/content/goal.yaml"] = text
            files["okrs/2026-Q4/company/profitable-growth.yaml"] = "title: Grow\nkey_results: []\n"
        elif text.startswith("by:"):
            day = text.partition("date: ")[2][:10]
            kind = "agreements" if "as: owner" in text else "grades" if "because:" in text else "check-ins"
            files[f"okrs/2026-Q4/{kind}/{day}-bo.yaml"] = text
        elif text.startswith(("people:", "teams:")):
            files[f"okrs/{text.partition(':')[0]}.yaml"] = text
        else:
            files["okrs/example.yaml"] = text
        make(folder, files)
        ignored = "FMT006,FMT007,OBJ005,KR009"
        arguments = ["lint", "--root", str(folder), "--today", "2026-11-16", "--ignore", ignored, "--quiet"]
        assert cli.run(arguments) == 0, text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_that_a_page_names_exist(page: Path) -> None:
    for command in re.findall(r"`okrs ([a-z-]+)", page.read_text(encoding="utf-8")):
        assert command in cli.COMMANDS, f"{page.name}: okrs {command}"


def test_the_commands_of_the_page_on_approvals(example: Path) -> None:
    git(example, "add", "-A")
    git(example, "commit", "-qm", "x")
    git(example, "switch", "-q", "-c", "two-posts")
    goal = example / "okrs" / "2026-Q4" / "content" / "organic-pipeline.yaml"
    goal.write_bytes(goal.read_bytes().replace(b"target: 3, unit: posts", b"target: 2, unit: posts"))
    git(example, "commit", "-qam", "Two posts")
    [text] = blocks(ROOT / "docs" / "approvals.md", "console")
    assert played(text, example) == text
    [line] = blocks(ROOT / "docs" / "approvals.md", "sh")
    (example / "reviews.json").write_text("[]", encoding="utf-8")
    words = shlex.split(line.replace("BEFORE", "main").replace("LAST", "HEAD"))
    assert words[0] == "okrs"
    assert "wrote okrs/2026-Q4/agreements/2026-11-16-bo." in played(f"$ {shlex.join(words)}\n", example)


def test_the_commands_of_the_page_on_suppressions(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "rules" / "base", tmp_path, dirs_exist_ok=True)
    page = (ROOT / "docs" / "suppressions.md").read_text(encoding="utf-8")
    make(tmp_path, dict(re.findall(r"^```yaml (\S+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)))
    shown = blocks(ROOT / "docs" / "suppressions.md", "console")
    assert len(shown) == 2
    for text in shown:
        assert played(text, tmp_path) == text
