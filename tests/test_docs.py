"""The documentation is executed: generated pages are current, commands run, YAML is valid, links lead somewhere."""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from okrs_as_code.cli import main as cli
from okrs_as_code.model.cycles.calendar import Calendar
from okrs_as_code.model.files.config import Config
from okrs_as_code.yaml import parse
from tests.repositories import commit, git, make
from tests.scenarios.playing import played

ROOT = Path(__file__).parent.parent
PAGES = ["README.md", "CONTRIBUTING.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^( *)```(\w+)[^\n]*\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
PEOPLE = ("ana", "mara", "bo", "chen", "dee", "ida", "omar")
RECORDING = ("agree", "check-in", "drop", "grade")
ELSEWHERE = ("README.md", "docs/approvals.md", "docs/getting-started.md", "docs/signing.md")
"""Pages whose commands do not run in the example organisation; they have tests of their own."""


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    matches = BLOCK.findall(read(page))
    return [re.sub(f"^{indent}", "", text, flags=re.MULTILINE) for indent, kind, text in matches if kind == language]


def block(page: str, language: str, start: str) -> str:
    [text] = [text for text in blocks(page, language) if text.startswith(start)]
    return text


def commands(page: str) -> list[str]:
    """The lines with `okrs` that a reader is meant to type."""
    return [line for text in blocks(page, "sh") for line in text.splitlines() if re.search(r"(^|\| )okrs ", line)]


def slug(heading: str) -> str:
    """How forges call the place of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.checkout
def test_every_module_that_a_page_names_is_there() -> None:
    places = (ROOT, ROOT / "okrs_as_code")
    pages = [ROOT / "CONTRIBUTING.md", ROOT / "README.md", *ROOT.glob("docs/*.md"), *ROOT.glob("docs/decisions/*.md")]
    named = {
        (page.name, path) for page in pages for path in re.findall(r"`((?:\w+/)+\w+\.py)`", page.read_text("utf-8"))
    }
    assert named
    assert [pair for pair in sorted(named) if not any((place / pair[1]).exists() for place in places)] == []


def test_generated_pages_are_current() -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}\nrun: python run.py python docs/generate.py"


@pytest.mark.parametrize(
    ("page", "expected"),
    [("README.md", ["init", "lint", "status"]), ("docs/getting-started.md", ["init", "lint", "git add", "git commit"])],
)
def test_a_repository_is_set_up_as_a_page_says(
    page: str, expected: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [text] = [text for text in blocks(page, "sh") if "okrs init" in text]
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "config", "user.name", "Mara Jones")
    git(tmp_path, "config", "user.email", "mara@example.com")
    ran = []
    for line in text.splitlines():
        for command in line.partition("#")[0].split("&&"):
            words = shlex.split(command)
            if words[:1] == ["okrs"]:
                assert cli.run([*words[1:], "--today", "2026-11-16"]) == 0
                ran.append(words[1])
            elif words[:1] == ["git"]:
                git(tmp_path, *words[1:])
                ran.append(f"git {words[1]}")
    assert ran == expected
    left = git(tmp_path, "status", "--porcelain")
    assert left == ("" if "git commit" in expected else "?? okrs/\n")


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_run_py_finds_the_commands_of_a_page(page: str) -> None:
    listed = re.findall(r"^python3 run\.py (\S+)", "".join(blocks(page, "sh")), re.MULTILINE)
    assert {"okrs", "pytest"} <= set(listed)
    for command in listed:
        assert shutil.which(command, path=str(Path(sys.executable).parent)), command


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example organisation as a repository, in which git claims to be Bo."""
    folder = tmp_path_factory.mktemp("example")
    shutil.copytree(ROOT / "okrs", folder / "okrs")
    git(folder, "init", "-q", "-b", "main", "--template=")
    git(folder, "config", "user.email", "bo@example.com")
    commit(folder)
    git(folder, "gc", "-q")
    return folder


@pytest.fixture
def example(committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example organisation."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    shutil.copytree(committed, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", [page for page in PAGES if commands(page) and page not in ELSEWHERE])
def test_the_commands_of_a_page(
    example: Path, page: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for line in commands(page):
        *piped, command = line.split(" | ")
        stdin = shlex.split(piped[0])[1] if piped else ""
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        words = shlex.split(command, comments=True)[1:]
        expected = re.search(r"# exit status (\d)$", line)
        assert cli.run(words) == (int(expected[1]) if expected else 0), line
        shown = capsys.readouterr().out
        assert "wrote okrs/2026-Q4/" in shown or words[0] not in RECORDING, line


def test_the_hand_over_of_the_page_on_changing_terms(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command, _, shown = block("docs/changing-terms.md", "text", "$ okrs assign").partition("\n")
    assert cli.run(shlex.split(command)[2:]) == 0
    assert capsys.readouterr().out.partition("\nto propose it:")[0] == shown


def test_the_refusal_of_the_page_on_changing_terms(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command, _, shown = block("docs/changing-terms.md", "text", "$ okrs mv backlog").partition("\n")
    assert cli.run(shlex.split(command)[2:]) == 2
    assert capsys.readouterr().err.partition("error: ")[2] == shown.partition("error: ")[2]


def test_the_diff_of_the_page_on_reviewing(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command, _, shown = block("docs/reviewing.md", "text", "$ okrs diff").partition("\n")
    goal = example / "okrs/2026-Q4/content/organic-pipeline.yaml"
    before = goal.read_text(encoding="utf-8")
    after = before.replace("owner: bo", "owner: chen", 1).replace("target: 3, unit: posts", "target: 2, unit: posts", 1)
    goal.write_text(after, encoding="utf-8")
    assert cli.run(shlex.split(command)[2:]) == 0
    assert re.sub(r"from [0-9a-f]{7}", "from main", capsys.readouterr().out).replace("\u00a0", " ") == shown


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("page", "start", "folder", "command"),
    [
        ("README.md", "Win 10", "examples/smallest", "check-in --by ida --today 2026-11-16"),
        ("docs/check-in.md", "Check-in by", "", "check-in"),
        ("docs/agreements.md", "Agreement by", "", "agree --by tom"),
        ("docs/grading.md", "Grades by", "", "grade --today 2026-12-30"),
    ],
)
def test_the_walk_of_a_page(example: Path, page: str, start: str, folder: str, command: str) -> None:
    from tests.terminal import Terminal

    if folder:
        shutil.rmtree(example / "okrs")
        shutil.copytree(ROOT / folder / "okrs", example / "okrs")
    text = block(page, "text", start).rstrip("\n")
    terminal = Terminal(example, *command.split())
    pattern = r"^ {0,2}((?:value|confidence|note|score|why|what|how|has|As its owner)\b.*): (.*)$"
    for question, answer in re.findall(pattern, text, re.MULTILINE):
        terminal.answer(question.split()[-1], answer)
    if not command.startswith("agree"):
        terminal.answer("All right?")
    assert terminal.end() == 0
    assert text in re.sub(r"\x1b\[[0-9]*m", "", terminal.output).replace("\u00a0", " ")


def test_the_picture_shows_all_that_is_printed_and_needs_nothing_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = read("docs/status.svg")
    assert not re.search(r"href|url\(|@import|<(image|script|foreignObject)", text)
    picture, svg = ET.fromstring(text), "{http://www.w3.org/2000/svg}"
    command = picture.findtext(f"{svg}title") or ""
    monkeypatch.setenv("COLUMNS", "108")
    assert cli.run([*command.split()[1:], "--root", str(ROOT), "--no-cache"]) == 0
    printed = re.sub(r"[▓░■▲◌○●·\s]", "", f"${command}{capsys.readouterr().out}")
    assert "".join(words.text or "" for words in picture.iter(f"{svg}text")).replace(" ", "") == printed


@pytest.mark.parametrize(("name", "shown"), [("overview", "Who needs help"), ("objective", "Key results")])
def test_the_picture_of_a_page_is_a_part_of_that_page_and_needs_nothing_else(name: str, shown: str) -> None:
    text = read(f"docs/{name}.svg")
    assert not re.search(r"href|url\(|@import|@media|<(image|script|link|form)", text)
    picture, html = ET.fromstring(text), "{http://www.w3.org/1999/xhtml}"
    assert shown in "".join(picture.itertext())
    assert picture.find(f".//{html}body") is not None
    assert "Skip to the content" not in text


def test_the_page_on_signing(
    example: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    page = "docs/signing.md"
    make_key, agree = blocks(page, "sh")
    home = tmp_path_factory.mktemp("home")
    (home / ".ssh").mkdir()
    make_key, agree = (text.strip().replace("~", str(home)) for text in (make_key, agree))
    subprocess.run([*shlex.split(make_key), "-q", "-N", ""], check=True)
    arguments = [*shlex.split(agree)[1:], "--root", str(example)]
    assert cli.run(arguments) == 2
    line = capsys.readouterr().err.partition("can approve it: ")[2].strip()
    assert line.startswith(blocks(page, "text")[0].strip().removesuffix("..."))
    make(example, {"okrs/allowed_signers": f"{line}\n"})
    assert cli.run(arguments) == 0
    assert cli.run(["show", "growth/guided-start/activation", "--root", str(example)]) == 0
    assert "Tom Byrne (tom) agreed on 16 Nov 2026\n              signed\n" in capsys.readouterr().out
    [record] = (example / "okrs/2026-Q4/agreements").glob("2026-11-16-tom.*.yaml")
    signature = record.read_text().partition("signature: |\n")[2]
    make(home, {"signature": textwrap.dedent(signature)})
    command = read(page).partition("\n`ssh-keygen -Y verify")[2].partition(" -s ")[0]
    verify = ["ssh-keygen", "-Y", "verify", *shlex.split(command), "-s", str(home / "signature")]
    [text] = blocks(page, "json")
    stdin = text.rstrip("\n")
    subprocess.run(verify, cwd=example, input=stdin, text=True, check=True, stdout=subprocess.DEVNULL)


def test_the_code_owners_of_their_page(example: Path) -> None:
    assert cli.run(["codeowners"]) == 0
    written = (example / ".github" / "CODEOWNERS").read_text(encoding="utf-8")
    assert block("docs/code-owners.md", "text", "# okrs codeowners") == written


def test_the_days_of_the_cycles_on_the_page_on_files() -> None:
    policy = parse("config.yaml", block("docs/files.md", "yaml", "fiscal_year_start:").encode()).data
    calendar = Calendar.of(Config.model_validate(policy))
    rows = re.findall(r"^\| `([^`]+)` \|.*\| (\S+) to (\S+) \|$", read("docs/files.md"), re.MULTILINE)
    cycles = [cycle for name, _, _ in rows if (cycle := calendar.cycle(name)) is not None]
    assert [(cycle.name, str(cycle.start), str(cycle.end)) for cycle in cycles] == rows
    assert len(rows) == 7


_GROWTH = """\
title: Grow
key_results:
  - id: net-revenue
    title: Raise net revenue retention from 98 % to 106 %
    owner: ana
    measure: {type: metric, baseline: 98, target: 106, unit: "%"}
"""


@pytest.mark.parametrize("page", PAGES)
def test_the_yaml_of_a_page_lints(page: str, tmp_path: Path) -> None:
    for number, text in enumerate(blocks(page, "yaml")):
        folder = tmp_path / str(number)
        people = "".join(
            f"  {name}: {{name: {name.title()}}}\n" for name in ("ana", "mara", "bo", "chen", "dee", "ida", "omar")
        )
        files = {"okrs/people.yaml": f"people:\n{people}"}
        if text.startswith(("title:", "# yaml-language-server")) and "owner:" in text and "by:" not in text:
            files["okrs/2026-Q4/content/goal.yaml"] = text
            files["okrs/2026-Q4/company/profitable-growth.yaml"] = _GROWTH
            if "{team: web" in text:
                files["okrs/teams.yaml"] = "teams:\n  web: {name: Web, members: [dee]}\n"
        elif text.startswith("title:") and "owner:" not in text:
            files["okrs/backlog/company/goal.yaml"] = text
        elif text.startswith("by:"):
            day = text.partition("date: ")[2][:10]
            kind = "agreements" if "as: owner" in text else "grades" if "because:" in text else "check-ins"
            files[f"okrs/2026-Q4/{kind}/{day}-bo.yaml"] = text
        elif text.startswith("fiscal_year_start:"):
            files["okrs/config.yaml"] = text
        elif text.startswith(("people:", "teams:")):
            files[f"okrs/{text.partition(':')[0]}.yaml"] = text
        elif text.startswith("# okrs/config.yaml"):
            files["okrs/config.yaml"] = text
        else:
            files["okrs/example.yaml"] = text
        make(folder, files)
        ignored = "FMT006,FMT007,OBJ005,KR009"
        arguments = ["lint", "--root", str(folder), "--today", "2026-11-16", "--ignore", ignored, "--quiet"]
        assert cli.run(arguments) == 0, text


def test_the_page_on_files_shows_each_key_in_an_example() -> None:
    shown = "\n".join(blocks("docs/files.md", "yaml"))
    tables = re.findall(r"<!-- keys: ([\w/-]+) -->\n(.*?)<!-- end -->", read("docs/files.md"), re.DOTALL)
    keys = {key for _, table in tables for key in re.findall(r"^\| \**`(\w+)`", table, re.MULTILINE)}
    elsewhere = {"signature", "example", "today"}
    """Keys that a command writes, which another page shows, and those of an example organisation alone."""
    assert len(keys) > 60
    assert sorted(key for key in keys - elsewhere if not re.search(rf"(^|[\s{{,-]){key}:", shown)) == []


@pytest.mark.parametrize("page", PAGES)
def test_the_links_of_a_page_lead_somewhere(page: str) -> None:
    for target, heading in re.findall(r"\]\(([^)#]*)(?:#([^)]*))?\)", read(page)):
        if not target.startswith("http"):
            path = (ROOT / page).parent / target if target else ROOT / page
            assert path.exists(), f"{page}: {target}"
            if heading:
                headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
                assert heading in map(slug, headings), f"{page}: {target}#{heading}"


def test_every_page_is_linked_from_the_index() -> None:
    linked = set(re.findall(r"\]\(([^)#]+)\)", read("docs/README.md")))
    assert {page.removeprefix("docs/") for page in PAGES if page.startswith("docs/")} - linked == {"README.md"}


@pytest.mark.parametrize("page", PAGES)
def test_commands_that_a_page_names_exist(page: str) -> None:
    for command in re.findall(r"`okrs ([a-z-]+)", read(page)):
        assert command in cli.COMMANDS, f"{page}: okrs {command}"


def test_the_commands_of_the_page_on_approvals(example: Path) -> None:
    git(example, "switch", "-q", "-c", "two-posts")
    goal = example / "okrs" / "2026-Q4" / "content" / "organic-pipeline.yaml"
    goal.write_bytes(goal.read_bytes().replace(b"target: 3, unit: posts", b"target: 2, unit: posts"))
    git(example, "commit", "-qam", "Two posts")
    [text] = blocks("docs/approvals.md", "console")
    assert played(text, example) == text
    [line] = blocks("docs/approvals.md", "sh")
    (example / "reviews.json").write_text("[]", encoding="utf-8")
    words = shlex.split(line.replace("BEFORE", "main").replace("LAST", "HEAD"))
    assert words[0] == "okrs"
    assert "wrote okrs/2026-Q4/agreements/2026-11-16-bo." in played(f"$ {shlex.join(words)}\n", example)


def test_the_commands_of_the_page_on_suppressions(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tests" / "rules" / "base", tmp_path, dirs_exist_ok=True)
    page = read("docs/suppressions.md")
    make(tmp_path, dict(re.findall(r"^```yaml (\S+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)))
    shown = blocks("docs/suppressions.md", "console")
    assert len(shown) == 2
    for text in shown:
        assert played(text, tmp_path) == text
