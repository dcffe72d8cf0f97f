"""`okrs close`: what is missing and by whom, the exit status, and the page that shows how a cycle ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrs_as_code.cli import main as cli
from tests.cli.organisation import GOAL, files, organisation
from tests.repositories import make

PAGE = "status/2026-Q4/retrospective.md"
GRADES = "okrs/2026-Q4/grades"
OPEN = ("pillar-posts", "speed", "guide", "partner")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return organisation(tmp_path)


def run_okrs(capsys: pytest.CaptureFixture[str], today: str, cycle: str = "2026-Q4") -> tuple[int, str, str]:
    status = cli.run(["close", cycle, "--today", today])
    out, err = capsys.readouterr()
    return status, out, err


def graded(root: Path, *names: str, by: str = "bo") -> None:
    entries = "".join(f"  {GOAL}/{name}: {{score: 1, because: So it is., decision: stop}}\n" for name in names)
    make(root, {f"{GRADES}/2026-12-20-{by}.yaml": f"by: {by}\ndate: 2026-12-20\nkey_results:\n{entries}"})


def rewrite(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def test_what_is_missing_in_the_order_of_what_needs_doing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run_okrs(capsys, "2027-01-04")
    assert status == 1
    assert out == (
        "2026-Q4: 5 of 6 key results wait for a grade\n"
        "\n"
        "check in a last time with `okrs check-in`; it counts until 14 Jan 2027\n"
        "  Bo Lindqvist (bo)\n"
        f"    2026-Q4/{GOAL}/pillar-posts, last check-in 9 Nov 2026\n"
        f"    2026-Q4/{GOAL}/speed, no check-in yet\n"
        f"    2026-Q4/{GOAL}/guide, last check-in 9 Nov 2026\n"
        f"    2026-Q4/{GOAL}/partner, no check-in yet\n"
        "  Mara Keller (mara)\n"
        f"    2026-Q4/{GOAL}/leads, last check-in 9 Nov 2026\n"
        "\n"
        "grade with `okrs grade`\n"
        "  Bo Lindqvist (bo)\n"
        f"    2026-Q4/{GOAL}/pillar-posts\n"
        f"    2026-Q4/{GOAL}/speed\n"
        f"    2026-Q4/{GOAL}/guide\n"
        f"    2026-Q4/{GOAL}/partner\n"
        "  Mara Keller (mara)\n"
        f"    2026-Q4/{GOAL}/leads\n"
        "\n"
        f"wrote {root}/{PAGE}\n"
    )
    page = (root / PAGE).read_text(encoding="utf-8")
    assert "## Still without a grade\n" in page


def test_check_ins_are_not_asked_for_where_they_do_not_count(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "check in a last time" in run_okrs(capsys, "2027-01-14")[1]
    assert "check in a last time" not in run_okrs(capsys, "2027-01-15")[1]


def test_who_has_left_is_spoken_for(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(root / "okrs/people.yaml", ("manager: mara}", "manager: mara, left: 2026-12-01}"))
    graded(root, *OPEN[1:])
    out = run_okrs(capsys, "2027-01-20")[1]
    assert f"  Mara Keller (mara)\n    2026-Q4/{GOAL}/leads\n" not in out
    assert (
        "grade with `okrs grade`\n  Mara Keller (mara)\n"
        f"    2026-Q4/{GOAL}/pillar-posts, for bo, who has left\n    2026-Q4/{GOAL}/leads\n"
    ) in out


def test_the_lead_speaks_where_all_others_have_left(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left = ", left: 2026-12-01}"
    rewrite(root / "okrs/people.yaml", (", account: mara-k}", left), ("manager: mara}", f"manager: mara{left}"))
    rewrite(root / "okrs/teams.yaml", ("lead: mara", "lead: ana"))
    graded(root, *OPEN[1:])
    assert (
        "grade with `okrs grade`\n  Ana Souza (ana)\n"
        f"    2026-Q4/{GOAL}/pillar-posts, for bo, who has left\n"
        f"    2026-Q4/{GOAL}/leads, for mara, who has left\n"
    ) in run_okrs(capsys, "2027-01-20")[1]


def test_an_owner_whom_nobody_knows_is_spoken_for(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(root / "okrs/people.yaml", ("  bo: {name", "  bob: {name"))
    graded(root, *OPEN[1:], by="bob")
    assert (
        "grade with `okrs grade`\n  Mara Keller (mara)\n"
        f"    2026-Q4/{GOAL}/pillar-posts, for bo, who is not in okrs/people.yaml\n    2026-Q4/{GOAL}/leads\n"
    ) in run_okrs(capsys, "2027-01-20")[1]


def test_a_closed_cycle_is_0_and_its_page_is_current(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graded(root, *OPEN)
    graded(root, "leads", by="mara")
    status, out, _ = run_okrs(capsys, "2026-12-20")
    assert (status, out) == (
        0,
        f"2026-Q4 is closed: its 6 key results are graded or dropped\n\nwrote {root}/{PAGE}\n",
    )
    before = (root / PAGE).read_bytes()
    assert run_okrs(capsys, "2026-12-20")[1].endswith(f"its page in {root}/status is current\n")
    assert cli.run(["report", "--today", "2026-12-20"]) == 0
    assert (root / PAGE).read_bytes() == before, "`okrs report` writes the same page"


def test_before_the_end_the_page_is_not_written(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(root)
    status, out, _ = run_okrs(capsys, "2026-12-31")
    assert status == 1
    assert out.endswith("\nits page is written when all of this is done, or after 31 Dec 2026\n")
    assert files(root) == before


def test_report_removes_a_page_that_is_no_longer_due(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_okrs(capsys, "2027-01-04")
    assert cli.run(["report", "--today", "2027-01-04"]) == 0
    assert (root / PAGE).exists()
    assert cli.run(["report", "--today", "2026-12-01"]) == 0
    assert not (root / PAGE).exists()


def test_what_cannot_be_read_comes_first(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graded(root, *OPEN)
    graded(root, "leads", by="mara")
    make(root, {"okrs/2026-Q4/content/other.yaml": "title: [\n"})
    status, out, _ = run_okrs(capsys, "2027-01-04")
    assert status == 1
    line = "  objective content/other: okrs/2026-Q4/content/other.yaml\n"
    assert f"first fix what cannot be read; `okrs lint` says how\n{line}" in out


def test_a_grade_that_cannot_be_read_is_named_first(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graded(root, *OPEN)
    path = f"{GRADES}/2026-12-20-bo.yaml"
    with (root / path).open("a", encoding="utf-8") as broken:
        broken.write("<<<<<<< HEAD\n")
    status, out, _ = run_okrs(capsys, "2027-01-04")
    assert status == 1
    assert f"first fix what cannot be read; `okrs lint` says how\n  grade 2026-12-20-bo: {path}\n" in out


def test_a_cycle_without_key_results_has_no_page(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(root, {"okrs/2026-Q2/content/early.yaml": "title: Begin\nkey_results: []\n"})
    before = files(root)
    status, out, _ = run_okrs(capsys, "2026-11-16", "2026-Q2")
    assert (status, out) == (0, "2026-Q2 has no key results, so there is nothing to close and no page\n")
    assert files(root) == before


@pytest.mark.parametrize(
    ("today", "cycle", "message"),
    [
        ("2026-12-16", "2026-Q4", "2026-Q4 is graded from 2026-12-17 on and ends on 2026-12-31"),
        ("2027-01-04", "2026-Q9", "there are no objectives in a cycle `2026-Q9`"),
    ],
)
def test_what_cannot_be_closed(
    root: Path, capsys: pytest.CaptureFixture[str], today: str, cycle: str, message: str
) -> None:
    before = files(root)
    status, out, err = run_okrs(capsys, today, cycle)
    assert (status, out) == (2, "")
    assert err.startswith(f"error: {message}\n  = help: ")
    assert files(root) == before


def test_a_foreign_page_is_never_replaced(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(root, {PAGE: "Ours, by hand.\n"})
    status, _, err = run_okrs(capsys, "2027-01-04")
    assert status == 2
    assert "was not written by `okrs`" in err
    assert (root / PAGE).read_text(encoding="utf-8") == "Ours, by hand.\n"
