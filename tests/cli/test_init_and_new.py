"""`okrs init` makes a repository that lints clean; `okrs new` writes an objective and never guesses an owner."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from pathlib import Path

import pytest

from okrs_as_code.cli import main as cli
from okrs_as_code.cli.prompts.bound import parse_bound
from okrs_as_code.errors import OkrsError
from okrs_as_code.model.files.json_schema import SCHEMAS, json_schema, schema_text
from tests.repositories import SMALL, git, make

DAY = ("--today", "2026-11-16")
ME = ("--name", "Mara Jones", "--email", "mara@example.com")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    folder = tmp_path / "our-goals"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    monkeypatch.chdir(folder)
    return folder


def files(root: Path) -> set[str]:
    paths = (path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return {path for path in paths if not path.startswith(".git/")}


def run_okrs(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run(list(arguments))
    out, err = capsys.readouterr()
    return status, out, err


def test_minimal_is_two_files_and_clean(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_okrs(capsys, "init", "--minimal", *ME, *DAY)[0] == 0
    assert files(root) == {"okrs/people.yaml", "okrs/2026-Q4/company/customers-succeed.yaml"}
    status, out, err = run_okrs(capsys, "lint", *DAY)
    assert (status, out, err) == (0, "", "no findings in 2 files\n")


@pytest.mark.parametrize(
    ("remote", "forge_files"),
    [
        ("git@github.com:example/okrs.git", {".github/workflows/okrs.yml", ".github/pull_request_template.md"}),
        ("https://gitlab.example.com/example/okrs", {".gitlab-ci.yml", ".gitlab/okrs.gitlab-ci.yml"}),
        ("https://codeberg.org/example/okrs", {".forgejo/workflows/okrs.yml", ".forgejo/okrs-requirements.txt"}),
        ("https://gitea.example.com/example/okrs", {".gitea/workflows/okrs.yml", ".gitea/okrs-dependencies.txt"}),
        ("ssh://git@ssh.github.com:443/example/okrs.git", {".github/workflows/okrs.yml"}),
        ("ssh://git@altssh.gitlab.com:443/example/okrs.git", {".gitlab-ci.yml"}),
        (None, set()),
    ],
)
def test_the_forge_is_derived_from_the_remote(
    root: Path, capsys: pytest.CaptureFixture[str], remote: str | None, forge_files: set[str]
) -> None:
    if remote is not None:
        git(root, "remote", "add", "origin", remote)
    status, out, _ = run_okrs(capsys, "init", *ME, *DAY)
    assert status == 0
    assert forge_files <= files(root)
    assert {"okrs/config.yaml", "okrs/teams.yaml", "schema/objective.schema.json"} <= files(root)
    assert all(f"wrote {path}" in out for path in files(root))
    assert not any(re.search("@[A-Z_]+@", line) for path in files(root) for line in _lines(root / path))
    if remote is not None:
        address = remote.replace("git@github.com:", "https://github.com/").removesuffix(".git")
        address = re.sub(r"ssh://git@(?:alt)?ssh\.(.*):443", r"https://\1", address)
        assert f"repository: {address}\n" in (root / "okrs/config.yaml").read_text(encoding="utf-8")
    assert run_okrs(capsys, "lint", *DAY)[:2] == (0, "")


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_nothing_is_ever_overwritten(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(root, {**SMALL, ".vscode/settings.json": "{}"})
    before = {path: (root / path).read_bytes() for path in files(root)}
    _, out, _ = run_okrs(capsys, "init", *ME, *DAY)
    assert "kept  okrs/people.yaml" in out
    assert {path: (root / path).read_bytes() for path in before} == before
    assert "customers-succeed" not in out
    again = run_okrs(capsys, "init", *ME, *DAY)[1]
    assert "everything was there already" in again


def test_no_repository_and_nobody_known(
    tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    status, _, err = run_okrs(capsys, "init", *DAY)
    assert status == 2
    assert "git does not know who you are" in err
    monkeypatch.chdir(tmp_path)
    status, _, err = run_okrs(capsys, "init", *ME)
    assert status == 2
    assert "run `git init` first" in err


NEW = (
    *("new", "company/reach", "--title", "Reach: more people", "--owner", "mara", "--key-result-owner", "bo"),
    *("--key-result", "Reach 500 readers", "--measure", "metric", "--baseline", "0", "--target", "500"),
    *("--unit", "readers", *DAY),
)


def test_new_writes_an_objective_that_starts_today(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(root)
    assert run_okrs(capsys, *NEW)[0] == 0
    assert (root / "okrs/2026-Q4/company/reach.yaml").read_text(encoding="utf-8") == (
        'title: "Reach: more people"\n'
        "owner: mara\n"
        "key_results:\n"
        "  - id: reach-500-readers\n"
        "    title: Reach 500 readers\n"
        "    owner: bo\n"
        "    measure: { type: metric, baseline: 0, target: 500, unit: readers }\n"
        "    start: 2026-11-16\n"
    )
    assert run_okrs(capsys, "lint", *DAY)[:2] == (0, "")


def test_in_a_coming_cycle_it_starts_with_the_cycle(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(root)
    assert run_okrs(capsys, *NEW, "--cycle", "2027-Q1")[0] == 0
    assert "start:" not in (root / "okrs/2027-Q1/company/reach.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--owner", "marra"), "`marra` is not in okrs/people.yaml"),
        (("--key-result-owner", "company"), "`company` is a team, and an owner is a person"),
        (("--key-result-owner", ""), "is missing"),
        (("--cycle", "2026-Q5"), "`2026-Q5` is no cycle"),
        (("--aligned-to", "company/nothing"), "there is no objective `company/nothing`"),
        (("--key-result-id", "Bad Id"), "`Bad Id` is no id"),
        (("--contributor", "nobody"), "`nobody` is not in"),
    ],
)
def test_new_refuses_what_does_not_exist_and_writes_nothing(
    root: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, ...], message: str
) -> None:
    make(root)
    before = files(root)
    status, _, err = run_okrs(capsys, *NEW, *more)
    assert status == 2
    assert message in err
    assert files(root) == before


@pytest.mark.parametrize("objective", ["nowhere/reach", "company", "company/Reach", "company/con"])
def test_new_refuses_names_that_do_not_fit(root: Path, capsys: pytest.CaptureFixture[str], objective: str) -> None:
    make(root)
    assert run_okrs(capsys, "new", objective, *NEW[2:])[0] == 2


def test_new_never_overwrites(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(root)
    run_okrs(capsys, *NEW)
    status, _, err = run_okrs(capsys, *NEW)
    assert status == 2
    assert "is there already" in err


@pytest.mark.parametrize(
    ("options", "written"),
    [
        (
            ("--measure", "threshold", "--at-least", "99.5", "--unit", "%"),
            'measure: { type: threshold, at_least: 99.5, unit: "%" }',
        ),
        (("--measure", "binary", "--success", "It is signed: by both."), 'success: "It is signed: by both."'),
        (
            ("--measure", "milestones", "--step", "Try it", "--step", "Try it"),
            "- id: try-it-2\n          title: Try",
        ),
    ],
)
def test_new_knows_all_measures(
    root: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], written: str
) -> None:
    make(root)
    arguments = [*NEW[:8], "--key-result", "Be reliable", *options, *DAY]
    assert run_okrs(capsys, *arguments)[0] == 0
    assert written in (root / "okrs/2026-Q4/company/reach.yaml").read_text(encoding="utf-8")
    assert run_okrs(capsys, "lint", *DAY)[0] == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_on_a_terminal_it_asks_and_takes_no_stranger(root: Path) -> None:
    answers = [
        ("The objective, in words", "Reach more people"),
        ("Why this", ""),
        ("Its owner, a person", "marra"),
        ("Its owner, a person", "mara"),
        ("The objective above", ""),
        ("A key result", "Reach 500 readers"),
        ("Its measure", "metric"),
        ("Where the number stands", "none"),
        ("Where the number stands", "0"),
        ("Where it is meant to be", "500"),
        ("Its unit", "readers"),
        ("the one accountable", "bo"),
        ("Another key result?", "n"),
    ]
    make(root)
    output = _answer("company/reach", answers)
    assert "`marra` is not in okrs/people.yaml" in output
    assert "`none` is no number" in output
    text = (root / "okrs/2026-Q4/company/reach.yaml").read_text(encoding="utf-8")
    assert "    owner: bo\n    measure: { type: metric, baseline: 0, target: 500, unit: readers }\n" in text


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_on_a_terminal_a_threshold_is_kept_on_the_side_that_is_said(root: Path) -> None:
    answers = [
        ("The objective, in words", "Close quickly"),
        ("Why this", ""),
        ("Its owner, a person", "mara"),
        ("The objective above", ""),
        ("A key result", "Close the month in at most 2 hours"),
        ("Its measure", "threshold"),
        ("The bound to keep", "2"),
        ("The bound to keep", "at most 2"),
        ("Its unit", "hours"),
        ("the one accountable", "bo"),
        ("Another key result?", "n"),
    ]
    make(root)
    output = _answer("company/close", answers)
    assert "`2` says neither at least nor at most; write `at least 2` or `at most 2`" in output
    text = (root / "okrs/2026-Q4/company/close.yaml").read_text(encoding="utf-8")
    assert "measure: { type: threshold, at_most: 2, unit: hours }\n" in text


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("at least 99.5", ("at_least", 99.5)),
        ("At most 2", ("at_most", 2.0)),
        ("<=2", ("at_most", 2.0)),
        ("≥ -1", ("at_least", -1.0)),
        ("at_most: 3", ("at_most", 3.0)),
    ],
)
def test_a_bound_is_read_as_people_say_it(text: str, bound: tuple[str, float]) -> None:
    assert parse_bound(text) == bound


@pytest.mark.parametrize("text", ["2", "at most", "at most two", "hours", "", "less than 2"])
def test_a_bound_is_never_guessed(text: str) -> None:
    with pytest.raises(OkrsError):
        parse_bound(text)


def _answer(objective: str, answers: list[tuple[str, str]]) -> str:
    """The output of `okrs new` on a terminal that is given these answers, each to its question."""
    import pty

    process, terminal = pty.fork()
    if process == 0:
        os.execv(sys.executable, [sys.executable, "-m", "okrs_as_code.cli.main", "new", objective, *DAY])
    output = ""
    for question, answer in answers:
        output += _until(terminal, question)
        os.write(terminal, f"{answer}\n".encode())
    output += _until(terminal, "propose it")
    _, status = os.waitpid(process, 0)
    assert status == 0
    return output


def _until(terminal: int, text: str) -> str:
    """The output of the terminal until a text is there."""
    output, patience = "", time.monotonic() + 20
    while text not in output:
        assert time.monotonic() < patience, output
        output += os.read(terminal, 4096).decode(errors="replace")
    return output


def test_full_after_minimal_keeps_everybody(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_okrs(capsys, "init", "--minimal", *ME, *DAY)
    people = root / "okrs/people.yaml"
    people.write_text(f"{people.read_text(encoding='utf-8')}  omar: {{ name: Omar }}\n", encoding="utf-8")
    assert run_okrs(capsys, "init", *ME, *DAY)[0] == 0
    assert "    lead: mara\n    members:\n      - omar\n" in (root / "okrs/teams.yaml").read_text(encoding="utf-8")
    assert run_okrs(capsys, "lint", "--verbose", "--select", "OWN010,FMT", *DAY)[:2] == (0, "")


def test_the_team_is_led_by_who_has_the_address(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(root, {"okrs/people.yaml": "people:\n  mj: {name: Mara Jones, emails: [mara@example.com]}\n"})
    run_okrs(capsys, "init", *ME, *DAY)
    assert "lead: mj\n" in (root / "okrs/teams.yaml").read_text(encoding="utf-8")
    assert "stewards: [mj]\n" in (root / "okrs/config.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("day", "cycle"), [("2026-12-17", "2026-Q4"), ("2026-12-18", "2027-Q1")])
def test_the_last_two_weeks_are_too_late_to_begin(
    root: Path, capsys: pytest.CaptureFixture[str], day: str, cycle: str
) -> None:
    run_okrs(capsys, "init", *ME, "--today", day)
    assert f"okrs/{cycle}/company/customers-succeed.yaml" in files(root)
    assert run_okrs(capsys, "lint", "--today", day)[:2] == (0, "")


def test_what_init_writes_suits_other_tools(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No braces, no comment behind a value, no line of more than 80 characters: what yamllint and Prettier refuse."""
    run_okrs(capsys, "init", *ME, *DAY)
    for path in (root / "okrs").rglob("*.yaml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert len(line) <= 80
            assert line.lstrip().startswith("#") or ("{" not in line and " #" not in line), line
    assert run_okrs(capsys, "fmt", "--check")[0] == 0


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_what_init_writes_for_a_forge_suits_other_tools(
    root: Path, capsys: pytest.CaptureFixture[str], forge: str
) -> None:
    """yamllint refuses lines of more than 80 characters where no comment allows them, Prettier two empty lines."""
    run_okrs(capsys, "init", "--forge", forge, *ME, *DAY)
    templates = Path(__file__).parents[2] / "templates/init" / forge
    written = [path for path in root.rglob("*") if path.suffix in (".yml", ".md") and ".git" not in path.parts]
    assert len(written) >= 3
    for path in (*written, *templates.rglob("*.yml")):
        checked, _, exempt = path.read_text(encoding="utf-8").partition("\n# yamllint disable rule:line-length\n")
        assert path.suffix == ".md" or not [line for line in checked.splitlines() if len(line) > 80], path
        assert "\n\n\n" not in checked + exempt


def test_init_says_where_the_name_comes_from(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = '"Our Goals" is the name of this folder: change it at '
    places = "`organization:` in okrs/config.yaml and `name:` of the team in okrs/teams.yaml"
    assert run_okrs(capsys, "init", "--minimal", *ME, *DAY)[2] == ""
    assert run_okrs(capsys, "init", *ME, *DAY)[2] == f"note: {note}{places}\n"
    assert run_okrs(capsys, "init", *ME, *DAY)[2] == ""


def test_new_proposes_only_where_there_is_somebody_to_propose_it_to(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_okrs(capsys, "init", "--minimal", *ME, *DAY)
    words = ("--title", "Be read", "--key-result", "It is out", "--success", "Out.", "--measure", "binary")
    people = ("--owner", "mara", "--key-result-owner", "mara", "--yes")
    out = run_okrs(capsys, "new", "company/alone", *words, *people, *DAY)[1]
    assert out.endswith("next: commit it; `okrs check-in` says how it stands\n")
    git(root, "remote", "add", "origin", "git@github.com:example/okrs.git")
    assert "next: propose it in a pull request" in run_okrs(capsys, "new", "company/more", *words, *people, *DAY)[1]


def test_schemas_have_the_form_of_prettier() -> None:
    """A list of plain values stands on one line where it fits, and only there."""
    for kind in SCHEMAS:
        text = schema_text(kind)
        assert json.loads(text) == json_schema(kind)
        for match in re.finditer(r"^(.*)\[\n([^\[\]{}]*)\n *\](,?)$", text, re.MULTILINE):
            line = f"{match[1]}[{' '.join(match[2].split())}]{match[3]}"
            assert len(line) > 80, line
        assert not [line for line in text.splitlines() if "[" in line and '", "' in line and len(line) > 80]


def test_minimal_names_no_schema_that_is_not_there(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(root, "remote", "add", "origin", "git@github.com:example/okrs.git")
    run_okrs(capsys, "init", "--minimal", *ME, *DAY)
    make(root, {"okrs/config.yaml": "repository: https://gitlab.com/example/okrs\n"})
    run_okrs(capsys, "report", *DAY)
    run_okrs(capsys, "check-in", "first-week", "--value", "50", "--by", "mara", *DAY)
    assert not [path for path in files(root) if b"yaml-language-server" in (root / path).read_bytes()]
