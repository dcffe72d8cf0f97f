"""Fixes write what they should, and refuse where they would have to guess; files stay as they were otherwise."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.cli.main import run
from okrs_as_code.errors import OkrsError
from okrs_as_code.finding import Severity
from okrs_as_code.refactor.fixes import Fixes
from okrs_as_code.storage.rewrite import write_changes
from okrs_as_code.workspace.trees.file_change import FileChange, git_diff
from okrs_as_code.yaml import parse
from okrs_as_code.yaml.tabs import replace_tabs
from tests.repositories import GOAL, OBJECTIVE, SMALL, commit, git, make

DAY = date(2026, 10, 15)
TWO_OWNERS = OBJECTIVE.replace("owner: bo\n", "owner: [bo, mara]\n")
FIXED = OBJECTIVE.replace("    owner: bo\n", "    owner: bo\n    contributors: [mara]\n")


def fixes(root: Path) -> Fixes:
    repository = api.open_repository(root)
    return api.fixes(repository, api.lint(repository, DAY))


def fixed(root: Path) -> Fixes:
    repository = api.open_repository(root)
    result = api.fixes(repository, api.lint(repository, DAY))
    api.write_changes(repository, result.changes)
    return result


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_mark_and_mode_stay(tmp_path: Path, line_break: str, mark: str) -> None:
    make(tmp_path, {**SMALL, GOAL: f"{mark}{TWO_OWNERS}".replace("\n", line_break).removesuffix(line_break)})
    (tmp_path / GOAL).chmod(0o640)
    fixed(tmp_path)
    wanted = f"{mark}{FIXED}".replace("\n", line_break).removesuffix(line_break)
    assert (tmp_path / GOAL).read_bytes() == wanted.encode()
    assert (tmp_path / GOAL).stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("owner", "message"),
    [
        ("[bo, Chen Wei]", "is no list of people"),
        ("[]", "is no list of people"),
        ("[{team: web}, bo]", "is no list of people"),
        ("[bo, mara]\n    contributors: mara", "is no list of people"),
    ],
)
def test_no_owner_is_guessed(tmp_path: Path, owner: str, message: str) -> None:
    make(tmp_path, {**SMALL, GOAL: OBJECTIVE.replace("owner: bo\n", f"owner: {owner}\n")})
    result = fixes(tmp_path)
    assert result.changes == ()
    assert all(message in line for line in result.refused)


def test_a_text_with_two_names_is_left_alone(tmp_path: Path) -> None:
    make(tmp_path, {**SMALL, GOAL: OBJECTIVE.replace("owner: bo\n", "owner: bo or mara\n")})
    assert fixes(tmp_path) == Fixes((), (), ())


TABBED = """\
title: Make organic search our best source of qualified pipeline
why: Paid acquisition doubled in price.
owner: mara
key_results:
\t- id: pillar-posts
\t  title: Publish three in-depth posts
\t  owner: [bo, mara]
\t\t
\t  measure:
\t    type: metric
\t    baseline: 0
\t    target: 3
\t    unit: posts
"""


def test_tabs_in_front_of_lines_become_spaces(tmp_path: Path) -> None:
    make(tmp_path, {**SMALL, GOAL: TABBED})
    tabs, owner = fixed(tmp_path).notes
    assert tabs == f"{GOAL}: its lines are indented with spaces now, and no tabs"
    assert "bo is now the owner" in owner
    wanted = TABBED.replace("\t\t\n", "\n").replace("\t", "  ")
    wanted = wanted.replace("owner: [bo, mara]\n", "owner: bo\n    contributors: [mara]\n")
    assert (tmp_path / GOAL).read_text() == wanted
    assert api.lint(api.open_repository(tmp_path), DAY).count(Severity.ERROR) == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a:\n\t- b: 1\n\t  c:\n\t\td: 2\n", "read in several ways"),
        ("a: |\n\tb\n\t  c\n    \td\n", "read in several ways"),
        ("a: [1\n\tb: ]\n", "no width of a tab makes it readable"),
    ],
)
def test_tabs_that_could_mean_several_things_stay(text: str, message: str) -> None:
    with pytest.raises(OkrsError, match=message):
        replace_tabs(parse("a.yaml", text.encode()))


def test_a_problem_that_the_tabs_had_hidden_is_no_new_one() -> None:
    after = replace_tabs(parse("a.yaml", b"a:\n\t- b: 1\n\t  b: 2\n"))
    assert [problem.kind for problem in after.problems] == ["duplicate-key"]
    assert after.text.text == "a:\n  - b: 1\n    b: 2\n"


def record(by: str, name: str) -> dict[str, str]:
    return {f"okrs/2026-Q4/check-ins/{name}.yaml": f"by: {by}\ndate: 2026-10-12\nkey_results:\n  {KEY_RESULT}\n"}


KEY_RESULT = "company/organic-pipeline/pillar-posts: {value: 1}"


def test_a_record_that_another_one_corrects_keeps_its_name(tmp_path: Path) -> None:
    later = "by: bo\ndate: 2026-10-13\ncorrects: 2026-10-11-bo\n"
    make(tmp_path, {**SMALL, **record("bo", "2026-10-11-bo")})
    make(tmp_path, {"okrs/2026-Q4/check-ins/2026-10-13-bo.yaml": f"{later}key_results:\n  {KEY_RESULT}\n"})
    git(tmp_path, "init", "-q")
    [left] = fixes(tmp_path).refused
    assert "corrects it under this one" in left


AGREED = "as: manager, terms: {owner: bo, measure: {type: metric, baseline: 0, target: 3, unit: posts}}"


def test_no_record_is_named_after_nobody(tmp_path: Path) -> None:
    make(tmp_path, {**SMALL, **record("bobby", "2026-10-12-bo")})
    git(tmp_path, "init", "-q")
    path = "okrs/2026-Q4/check-ins/2026-10-12-bo.yaml"
    assert fixes(tmp_path) == Fixes((), (), (f"{path} keeps its name, as nobody is called bobby; write `by: bo`",))


def test_an_agreement_never_takes_another_number(tmp_path: Path) -> None:
    text = f"by: mara\ndate: 2026-09-28\nkey_results:\n  company/organic-pipeline/pillar-posts: {{{AGREED}}}\n"
    folder = "okrs/2026-Q4/agreements"
    make(tmp_path, {**SMALL, f"{folder}/2026-09-28-bo.3f9c2a.yaml": text})
    git(tmp_path, "init", "-q")
    assert [change.target for change in fixes(tmp_path).changes] == [f"{folder}/2026-09-28-mara.3f9c2a.yaml"]
    make(tmp_path, {f"{folder}/2026-09-28-mara.3f9c2a.yaml": text})
    [left] = fixes(tmp_path).refused
    assert left == f"{folder}/2026-09-28-mara.3f9c2a.yaml is there already; remove one of the two"


def test_a_committed_record_keeps_its_tabs(tmp_path: Path) -> None:
    [(path, text)] = record("bo", "2026-10-12-bo").items()
    make(tmp_path, {**SMALL, path: text.replace("\n  company", "\n\tcompany")})
    git(tmp_path, "init", "-q")
    assert [change.path for change in fixes(tmp_path).changes] == [path]
    commit(tmp_path)
    assert fixes(tmp_path) == Fixes((), (), (f"{path} stays as it is: it is committed, and a record is never edited",))


def test_without_git_a_record_stays(tmp_path: Path) -> None:
    make(tmp_path, {**SMALL, **record("bo", "2026-10-11-bo")})
    [left] = fixes(tmp_path).refused
    assert "without git it is unknown" in left
    assert api.format_files(api.open_repository(tmp_path)).records == 1


def change(root: Path, path: str = GOAL) -> FileChange:
    before = (root / path).read_bytes()
    return FileChange(path, before, before + b"# more\n")


def test_nothing_is_written_over_what_changed_meanwhile(tmp_path: Path) -> None:
    changes = [change(make(tmp_path)), change(tmp_path, "okrs/people.yaml")]
    (tmp_path / "okrs/people.yaml").write_text("people: {}\n")
    with pytest.raises(OkrsError, match="has changed since it was read"):
        write_changes(tmp_path, None, changes)
    assert (tmp_path / GOAL).read_text() == OBJECTIVE


def test_a_record_that_says_something_else_meanwhile_keeps_its_name(tmp_path: Path) -> None:
    [(path, text)] = record("bo", "2026-10-11-bo").items()
    git(make(tmp_path, {**SMALL, path: text}), "init", "-q")
    repository = api.open_repository(tmp_path)
    linted = api.lint(repository, DAY)
    make(tmp_path, {path: text.replace("2026-10-12", "2026-10-11")})
    with pytest.raises(OkrsError, match="has changed since it was read"):
        api.write_changes(repository, api.fixes(repository, linted).changes)


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    root = make(tmp_path / "root")
    changes = [change(root)]
    elsewhere = tmp_path / "elsewhere"
    (root / "okrs/2026-Q4").rename(elsewhere)
    (root / "okrs/2026-Q4").symlink_to(elsewhere)
    with pytest.raises(OkrsError, match="is a link"):
        write_changes(root, None, changes)
    with pytest.raises(OkrsError, match="is outside of"):
        write_changes(root, None, [FileChange("okrs/../../x", b"", b"x")])


def test_a_name_that_is_taken_is_never_replaced(tmp_path: Path) -> None:
    make(tmp_path, {"okrs/a.yaml": "a: 1\n", "okrs/b.yaml": "b: 1\n"})
    with pytest.raises(OkrsError, match="is there already"):
        write_changes(tmp_path, None, [FileChange("okrs/a.yaml", b"a: 1\n", b"a: 1\n", "okrs/b.yaml")])
    assert (tmp_path / "okrs/b.yaml").read_text() == "b: 1\n"
    assert (tmp_path / "okrs/a.yaml").exists()


def test_a_file_with_hostile_text_is_shown_safely(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = TWO_OWNERS.replace("title: Make", "# ::error::gotcha\ntitle: Make")
    make(tmp_path, {**SMALL, GOAL: hostile.replace("why:", "why:   ")})
    assert run(["fmt", "--diff", "--root", str(tmp_path)]) == 0
    assert run(["lint", "--diff", "--root", str(tmp_path), "--today", "2026-10-15"]) == 1
    assert "::error" not in capsys.readouterr().out


def test_a_diff_says_where_no_line_break_ends_the_file() -> None:
    assert git_diff(FileChange("okrs/a.yaml", b"\xef\xbb\xbfa: 1\r\nb: 2", b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")) == (
        "diff --git a/okrs/a.yaml b/okrs/a.yaml\n"
        "--- a/okrs/a.yaml\n+++ b/okrs/a.yaml\n@@ -1,2 +1,2 @@\n a: 1\n-b: 2\n\\ No newline at end of file\n+b: 2\n"
    )
