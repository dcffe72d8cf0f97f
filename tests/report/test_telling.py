"""`okrs terms` and `okrs show`, as they are to look; what they give to programs, and what they refuse."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from okrs_as_code.cli import main as cli
from tests.repositories import GOAL, SMALL, git, make

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
DESIGN = HERE.parent / "design_example"
POSTS = "content/organic-pipeline/pillar-posts"
END = ("--today", "2026-12-30")

COMMANDS = {
    "terms-metric": (ROOT, "terms", POSTS),
    "terms-threshold-of-a-team": (ROOT, "terms", "web/fast-pages/crash-free"),
    "terms-milestones": (ROOT, "terms", "growth/guided-start/guided-setup"),
    "terms-stretch": (DESIGN, "terms", "content/organic-pipeline/time-to-first-byte", *END),
    "terms-json": (ROOT, "terms", POSTS, "--output-format", "json"),
    "record-owner": (ROOT, "terms", POSTS, "--record"),
    "record-manager": (ROOT, "terms", POSTS, "--record", "--as", "manager", "--date", "2026-10-01"),
    "record-milestones": (ROOT, "terms", "growth/guided-start/guided-setup", "--record", "--by", "tom"),
    "show-agreed": (ROOT, "show", POSTS),
    "show-stale-agreement": (ROOT, "show", "growth/guided-start/activation"),
    "show-milestones": (ROOT, "show", "growth/guided-start/guided-setup"),
    "show-dropped": (ROOT, "show", "success/calm-support/community-forum"),
    "show-former-id": (ROOT, "show", "web/fast-pages/ttfb"),
    "show-earlier-cycle": (ROOT, "show", "content/steady-voice/pillar-posts"),
    "show-graded": (DESIGN, "show", POSTS, *END),
    "show-nobody-said-anything": (DESIGN, "show", "company/profitable-growth/margin", *END),
    "show-json": (ROOT, "show", "growth/guided-start/activation", "--output-format", "json"),
}


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")


def run_okrs(capsys: pytest.CaptureFixture[str], root: Path, *arguments: str) -> tuple[int, str, str]:
    status = cli.run([*arguments, "--root", str(root)])
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.parametrize("name", COMMANDS)
def test_the_output_is_the_golden_file(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run_okrs(capsys, *COMMANDS[name])
    assert status == 0
    shown = f"{out}\n--- beside it\n{err}" if err else out
    golden = HERE / "told" / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(shown, encoding="utf-8")
    assert shown == golden.read_text(encoding="utf-8"), "if meant: UPDATE_GOLDEN=1 python run.py pytest tests/report"
    if "--output-format" not in COMMANDS[name] and "--record" not in COMMANDS[name]:
        assert max(map(len, out.splitlines())) <= 80
        assert len(out.splitlines()) <= 40, "one screen"


def test_a_program_can_make_the_fingerprint_itself(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(run_okrs(capsys, ROOT, "terms", POSTS, "--output-format", "json")[1])
    assert list(data) == ["key_result", "fingerprint", "terms"]
    canonical = json.dumps(data["terms"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert data["fingerprint"] == f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()[:16]}"


def test_the_record_alone_is_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, err = run_okrs(capsys, ROOT, "terms", POSTS, "--record")
    digits = hashlib.sha256(out.encode()).hexdigest()[:6]
    assert f"the file to add: okrs/2026-Q4/agreements/2026-11-16-bo.{digits}.yaml\n" in err
    data = json.loads(run_okrs(capsys, ROOT, "terms", POSTS, "--record", "--output-format", "json")[1])
    assert data["record"]["text"] == out
    assert data["record"]["path"] == f"okrs/2026-Q4/agreements/2026-11-16-bo.{digits}.yaml"
    assert data["record"]["address"] in err


def test_without_a_forge_and_below_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(tmp_path, "init", "-q")
    root = make(tmp_path / "goals")
    _, _, err = run_okrs(
        capsys, root, "terms", "company/organic-pipeline/pillar-posts", "--record", "--today", "2026-10-15"
    )
    assert re.fullmatch(r"the file to add: goals/okrs/2026-Q4/agreements/2026-10-15-bo\.[0-9a-f]{6}\.yaml\n", err)


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (("show", "content/organic-pipeline/pilar-posts"), "there is no key result", f'did you mean "{POSTS}"?'),
        (("terms", "pillar-post"), "there is no key result", "pillar-posts"),
        (("history", "\x1b[31m"), "there is no key result `\\u{1b}[31m`", "write TEAM/OBJECTIVE/KEY-RESULT"),
        (("terms", POSTS, "--by", "bo"), "`--as`, `--by` and `--date` go with `--record`", ""),
        (("terms", POSTS, "--record", "--by", "boo"), "there is nobody called `boo`", 'did you mean "bo"?'),
        (("terms", POSTS, "--record", "--date", "2027-01-01"), "2027-01-01 is still to come", ""),
        (("terms", POSTS, "--record", "--as", "boss"), "'boss' is not one of 'owner', 'manager'", ""),
    ],
)
def test_what_is_refused(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str, hint: str
) -> None:
    status, out, err = run_okrs(capsys, ROOT, *arguments)
    assert (status, out) == (2, "")
    assert message in err
    assert hint in err


def test_a_key_result_that_cannot_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path, {**SMALL, GOAL: SMALL[GOAL].replace("    owner: bo\n", "")})
    status, out, err = run_okrs(
        capsys, tmp_path, "show", "company/organic-pipeline/pillar-posts", "--today", "2026-10-15"
    )
    assert (status, out) == (2, "")
    assert "`2026-Q4/company/organic-pipeline/pillar-posts` could not be read" in err


def test_nothing_from_a_file_reaches_the_terminal_raw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = r'"::error::x \x1b[31m \u202e ##[group]"'
    text = SMALL[GOAL].replace("Publish three in-depth posts", hostile).replace("unit: posts", f"unit: {hostile}")
    check_in = f"by: bo\ndate: 2026-10-12\nkey_results:\n  company/organic-pipeline/pillar-posts: {{note: {hostile}}}\n"
    make(tmp_path, {**SMALL, GOAL: text, "okrs/2026-Q4/check-ins/2026-10-12-bo.yaml": check_in})
    for command in ("show", "terms", "history"):
        for more in ((), ("--record",)) if command == "terms" else ((),):
            _, out, err = run_okrs(
                capsys, tmp_path, command, "company/organic-pipeline/pillar-posts", "--today", "2026-10-15", *more
            )
            for bad in ("::", "##[", "\x1b", "\u202e"):
                assert bad not in out + err


def test_a_team_that_does_not_use_agreements_never_reads_of_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("show", "company/organic-pipeline/pillar-posts", "--today", "2026-10-15")
    _, out, _ = run_okrs(capsys, make(tmp_path), *arguments)
    assert "greement" not in out
    assert "State" not in out
    make(tmp_path, {"okrs/config.yaml": "agreement: {required_from: 2026-Q4}\n"})
    assert "State: proposed" in run_okrs(capsys, tmp_path, *arguments)[1]


@pytest.mark.nightly
def test_a_pipe_gets_utf_8_whatever_the_locale() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "okrs_as_code.cli.main", "show", POSTS, "--root", str(ROOT)],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert "● on-track   ▓▓▓▓▓▓▓░░░  67 %   now 2" in done.stdout.decode().replace("\u00a0", " ")


TERMS = "terms: {owner: bo, measure: {type: metric, baseline: 0, target: 3, unit: posts}}"
KEY = "company/organic-pipeline/pillar-posts"


def record(by: str, day: str, entry: str, *, head: str = "") -> str:
    return f"by: {by}\ndate: {day}\n{head}key_results:\n  {KEY}: {{{entry}}}\n"


def test_who_really_said_what(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = "okrs/2026-Q4"
    make(
        tmp_path,
        {
            **SMALL,
            f"{folder}/agreements/2026-10-01-ana.1.yaml": record("ana", "2026-10-01", f"as: manager, {TERMS}"),
            f"{folder}/agreements/2026-10-02-ana.2.yaml": record("ana", "2026-10-02", f"as: owner, {TERMS}"),
            f"{folder}/agreements/2026-10-03-bo.3.yaml": record("bo", "2026-10-03", f"as: manager, {TERMS}"),
            f"{folder}/check-ins/2026-10-05-mara.yaml": record("mara", "2026-10-05", "value: 1, confidence: 0.5"),
            f"{folder}/check-ins/2026-10-09-mara.yaml": record(
                "mara", "2026-10-09", "value: 2", head="corrects: 2026-10-05-mara\n"
            ),
        },
    )
    _, out, _ = run_okrs(capsys, tmp_path, "show", KEY, "--today", "2026-10-15")
    assert "owner       Bo (bo): no agreement is on record" in out
    assert "manager     Ana (ana) agreed on 1 Oct 2026; today Mara (mara) would be asked" in out
    assert "5 Oct 2026   value 2 (by Mara) (corrected on 9 Oct 2026)" in out
    _, out, _ = run_okrs(capsys, tmp_path, "history", KEY, "--today", "2026-10-15")
    assert "does not count: not by the owner" in out
    assert "does not count: by the owner" in out
    assert (
        "9 Oct 2026   check-in   Mara: value 2\n                          corrects what was said on 5 Oct 2026" in out
    )
    run_okrs(capsys, tmp_path, "report", "--today", "2026-10-15")
    page = (tmp_path / "status/2026-Q4/objectives/company/organic-pipeline.md").read_text(encoding="utf-8")
    assert "as manager: agreed on 1 Oct 2026 (claimed). Today [Mara](../../people/mara.md) would be asked." in page
