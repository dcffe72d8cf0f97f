"""Wrong requests to every command, and the options of `okrs lint`."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from okrs_as_code.cli import main as cli
from okrs_as_code.resources import rule_url
from tests.repositories import GOAL, SMALL, commit, make

BROKEN = SMALL[GOAL].replace("    owner: bo\n", "")
DAY = ("--today", "2026-10-15")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    make(tmp_path, {**SMALL, GOAL: BROKEN})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_okrs(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run(list(arguments))
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("lnt",), "error: there is no command `lnt`; did you mean `okrs lint`?"),
        (("lint", "--select", "OWN9"), "error: there is no rule `OWN9`"),
        (("lint", "--select", "owner-mising"), "error: there is no rule `owner-mising`"),
        (("lint", "--ignore", ""), "error: there is no rule ``"),
        (("lint", "--today", "2026-13-01"), "is no day such as 2026-12-31"),
        (("lint", "--today", "9999-12-31"), "9999-12-31 lies in no cycle; their years go from 1900 to 2199"),
        (("status", "--as-of", "2200-01-01"), "2200-01-01 lies in no cycle"),
        (("lint", "nowhere.yaml"), "error: nowhere.yaml does not exist"),
        (("lint", "/"), "error: / is outside of"),
        (("lint", "--output-format", "xml"), "'xml' is not one of"),
        (("lint", "--since", "main"), "is not in a git repository"),
        (("lint", "-o", "no/such/folder.txt"), "cannot be written"),
        (("lint", "--root", "nowhere"), "nowhere"),
        (("explain", "OWN999"), "error: there is no rule `OWN999`"),
    ],
)
def test_a_wrong_request_is_one_clear_line(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    status, out, err = run_okrs(capsys, *arguments)
    assert (status, out) == (2, "")
    assert message in err
    assert "Traceback" not in err
    assert len(err.splitlines()) <= 2


def test_the_nearest_rule_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "did you mean `owner-missing`?" in run_okrs(capsys, "explain", "owner-misssing")[2]


def test_no_okrs_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = run_okrs(capsys, "lint")
    assert (status, out) == (2, "")
    assert "okrs init" in err


def test_an_example_of_a_day_without_a_cycle(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(root, {"okrs/config.yaml": "example: {today: 2200-01-01}\n"})
    status, out, _ = run_okrs(capsys, "status")
    assert (status, "2026-Q4" in out.splitlines()[0]) == (0, True), "the latest cycle that has begun"
    shutil.rmtree(root / "okrs/2026-Q4")
    status, _, err = run_okrs(capsys, "status")
    assert status == 2
    assert "error: 2200-01-01 lies in no fiscal year from 1900 to 2199" in err


def test_a_link_is_reported_as_one(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    link = root / "okrs/2026-Q4/company/other.yaml"
    link.symlink_to("/etc/hosts")
    assert "other.yaml:1:1: error[FMT006]" in run_okrs(capsys, "lint", str(link), *DAY)[1]
    assert run_okrs(capsys, "fmt", str(link))[0] == 0


def test_findings_exit_with_1_and_zero_where_asked(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_okrs(capsys, "lint", *DAY)[0] == 1
    assert run_okrs(capsys, "lint", "--exit-zero", *DAY)[0] == 0
    assert run_okrs(capsys, "lint", "--ignore", "OWN", *DAY)[0] == 0


def test_warnings_fail_only_where_asked(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(root, {GOAL: SMALL[GOAL].replace("owner: mara\nkey", "key")})
    status, out, _ = run_okrs(capsys, "lint", *DAY)
    assert status == 0
    assert "warning[OWN012]" in out
    assert run_okrs(capsys, "lint", "--error-on-warning", *DAY)[0] == 1


def test_a_path_limits_what_is_reported(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_okrs(capsys, "lint", "okrs/people.yaml", *DAY)[0] == 0
    assert run_okrs(capsys, "lint", "okrs/2026-Q4", *DAY)[0] == 1
    assert run_okrs(capsys, "lint", GOAL, *DAY)[0] == 1
    assert run_okrs(capsys, "lint", ".", *DAY)[0] == 1


def test_json_is_a_list_of_findings(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run_okrs(capsys, "lint", "--output-format", "json", *DAY)
    [finding] = json.loads(out)
    assert finding.pop("help")
    assert finding == {
        "code": "OWN001",
        "name": "owner-missing",
        "severity": "error",
        "message": 'key result "pillar-posts" has no owner',
        "subject": "2026-Q4/company/organic-pipeline/pillar-posts",
        "filename": GOAL,
        "location": {"row": 5, "column": 9},
        "end_location": {"row": 5, "column": 21},
        "related": [],
        "url": rule_url("OWN001"),
    }


def test_a_forges_ci_gets_its_own_format(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    out = run_okrs(capsys, "lint", *DAY)[1]
    assert out.startswith(f"::error file={GOAL},line=5,endLine=5,col=9,endColumn=21,title=OWN001 owner-missing::")


def test_output_to_a_file(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run_okrs(capsys, "lint", "-o", "found.txt", *DAY)
    assert (status, out) == (1, "")
    assert (root / "found.txt").read_text(encoding="utf-8").startswith(f"{GOAL}:5:9: error[OWN001]")


def test_statistics_and_quiet(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, err = run_okrs(capsys, "lint", "--statistics", "--quiet", *DAY)
    assert out == "    1  OWN001  owner-missing (error)\n"
    assert err == ""


def test_information_is_shown_where_asked(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(root, {GOAL: SMALL[GOAL].replace("why: Paid acquisition doubled in price.\n", "")})
    assert "OBJ004" not in run_okrs(capsys, "lint", *DAY)[1]
    assert "information[OBJ004]" in run_okrs(capsys, "lint", "--verbose", *DAY)[1]
    assert "information[OBJ004]" in run_okrs(capsys, "lint", "--select", "OBJ004", *DAY)[1]


def test_old_cycles_only_where_asked(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(root, {GOAL: SMALL[GOAL].replace("owner: mara\nkey", "key")})
    assert "OWN012" in run_okrs(capsys, "lint", "--today", "2027-03-31")[1]
    assert "OWN012" not in run_okrs(capsys, "lint", "--today", "2027-04-01")[1]
    assert "OWN012" in run_okrs(capsys, "lint", "--today", "2027-04-01", "--all-cycles")[1]


def test_an_example_organisation_says_that_today_is_set(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(root, {"okrs/config.yaml": "example: {today: 2026-10-15}\n"})
    assert "today is taken to be 2026-10-15" in run_okrs(capsys, "lint")[2]
    assert "today is taken" not in run_okrs(capsys, "lint", *DAY)[2]


def test_an_unreadable_people_file_is_one_note(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(root, {"okrs/people.yaml": "people: [\n"})
    _, out, err = run_okrs(capsys, "lint", *DAY)
    assert "OWN003" not in out
    assert "note: okrs/people.yaml could not be read" in err


def test_a_bug_of_ours_is_no_traceback(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("okrs_as_code.api.lint", broken)
    status, _, err = run_okrs(capsys, "lint", *DAY)
    assert status == 3
    assert "this is a bug of ours (ZeroDivisionError: oops)" in err
    assert "report it" in err


def test_an_interrupt_is_quiet(root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("okrs_as_code.api.lint", interrupted)
    assert run_okrs(capsys, "lint", *DAY)[0] == 130


def test_explain_prints_a_page_and_lists_all(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_okrs(capsys, "explain", "owner-missing")[1].startswith("# OWN001 owner-missing (error)\n")
    assert "OWN001  error        owner-missing" in run_okrs(capsys, "explain")[1]


def test_schema_is_written_and_checked(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_okrs(capsys, "schema", "--check")[0] == 1
    assert not (root / "schema").exists()
    assert run_okrs(capsys, "schema")[0] == 0
    assert run_okrs(capsys, "schema", "--check")[0] == 0
    assert len(list((root / "schema").iterdir())) == 8


def test_a_change_needs_a_commit(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(root)
    assert run_okrs(capsys, "lint", "--since", "main", *DAY)[0] == 0
    assert run_okrs(capsys, "lint", "--since", "nope", *DAY)[0] == 2


def test_a_change_does_not_choose_its_own_day(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(root)
    make(root, {"okrs/config.yaml": "example: {today: 2031-01-01}\n"})
    assert "today is taken" in run_okrs(capsys, "lint")[2]
    assert "today is taken" not in run_okrs(capsys, "lint", "--since", "main")[2]


def test_a_folder_that_nobody_may_read(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_file", refused)
    status, out, err = run_okrs(capsys, "status", *DAY)
    assert (status, out) == (2, "")
    assert err.startswith(f"error: {root / 'okrs/people.yaml'}: Permission denied\n  = help: ")


def by_shell(root: Path, *arguments: str, streams: str) -> tuple[int, str]:
    """Exit status and error output of the command where its streams are set up by the shell."""
    command = shlex.join([sys.executable, "-m", "okrs_as_code.cli.main", *arguments])
    done = subprocess.run(f"{command} {streams}", shell=True, cwd=root, stderr=subprocess.PIPE, text=True)
    return done.returncode, done.stderr


POSTS = "company/organic-pipeline/pillar-posts"
CHECK_IN = ("check-in", POSTS, "--by", "bo", "--value", "2", *DAY)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_output_that_nobody_takes_is_one_clear_line(tmp_path: Path) -> None:
    make(tmp_path)
    status, err = by_shell(tmp_path, *CHECK_IN, streams=">/dev/full")
    assert (status, err) == (
        2,
        "error: the output cannot be written: No space left on device\n"
        "  = help: `git status` shows whether files were written before that\n",
    )
    assert not (tmp_path / "okrs/2026-Q4/check-ins/2026-10-15-bo.yaml").exists(), "it is said back before it is written"
    assert by_shell(tmp_path, "status", *DAY, streams="2>/dev/full >/dev/full") == (2, "")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_closed_streams_are_empty_ones(tmp_path: Path) -> None:
    make(tmp_path)
    assert by_shell(tmp_path, *CHECK_IN, streams=">&- <&-") == (0, "")
    assert by_shell(tmp_path, "status", *DAY, streams=">&- 2>&-") == (0, "")
    status, err = by_shell(tmp_path, "check-in", "--from", "-", "--by", "bo", streams="<&-")
    assert status == 2
    assert "error: standard input:1:1: this cannot be read: empty\n" in err
