"""`okrs grade` and `okrs drop` without a terminal: one record, or one clear line and nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrs_as_code.cli import main as cli
from tests.cli.organisation import GOAL, files
from tests.repositories import commit, git, make, record_file, without_digests

GRADES = "okrs/2026-Q4/grades"
POSTS, GUIDE, LEADS, PODCAST = (f"{GOAL}/{name}" for name in ("pillar-posts", "guide", "leads", "podcast"))
BY = ("--by", "bo")
ENDED = ("--today", "2027-01-04")
WHOLE = ("--score", "0.5", "--because", "One went out.", "--decision", "stop")


def run_okrs(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run([*arguments] if "--today" in arguments else [*arguments, *ENDED])
    out, err = map(without_digests, capsys.readouterr())
    return status, out, err


def record(root: Path, name: str = "2027-01-04-bo") -> str:
    return record_file(root / GRADES, name).read_text(encoding="utf-8")


def clean(root: Path) -> bool:
    """Whether nothing is wrong with the grades."""
    return cli.run(["lint", *ENDED, GRADES]) == 0


def test_all_options_at_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--score", ".33", "--because", "One: out", "--decision", "modify", "--learned", "Ask early.")
    more = ("--root-cause", "No reviewer.", "--reviewed-by", "mara", "--carried-to", "2026/company/trusted/references")
    status, out, err = run_okrs(capsys, "grade", POSTS, *BY, *options, *more)
    assert (status, out) == (0, f"wrote {GRADES}/2027-01-04-bo.yaml\n")
    assert err == f"note: `{POSTS}` is taken from 2026-Q4, which is being graded\n"
    assert record(root) == (
        "by: bo\n"
        "date: 2027-01-04\n"
        "reviewed_by: mara\n"
        "key_results:\n"
        f"  {POSTS}:\n"
        "    score: 0.33\n"
        '    because: "One: out"\n'
        "    decision: modify\n"
        "    learned: Ask early.\n"
        "    root_cause: No reviewer.\n"
        "    carried_to: 2026/company/trusted/references\n"
    )
    assert clean(root)


@pytest.mark.parametrize(
    ("ref", "score"), [(POSTS, "0.33"), (GUIDE, "0.33"), (f"{GOAL}/partner", None), (f"2026-Q4/{POSTS}", "0.33")]
)
def test_yes_takes_the_score_that_progress_proposes(
    root: Path, capsys: pytest.CaptureFixture[str], ref: str, score: str | None
) -> None:
    status, _, err = run_okrs(capsys, "grade", ref, *BY, "--because", "So it is.", "--decision", "keep", "--yes")
    if score is None:
        assert status == 2
        assert "it has no data to propose one: add `--score` from 0.0 to 1.0" in err
        assert not (root / GRADES / "2027-01-04-bo.yaml").exists()
    else:
        assert status == 0
        assert f"note: the score is {score}, as progress proposes\n" in err
        assert f"    score: {score}\n" in record(root)


@pytest.mark.parametrize(("day", "status"), [("2026-12-16", 2), ("2026-12-17", 0), ("2027-03-01", 0)])
def test_from_fourteen_days_before_the_end(
    root: Path, capsys: pytest.CaptureFixture[str], day: str, status: int
) -> None:
    exit_status, _, err = run_okrs(capsys, "grade", POSTS, *BY, *WHOLE, "--today", day)
    assert exit_status == status
    assert ("is graded from 2026-12-17 on, shortly before 2026-Q4 ends on 2026-12-31" in err) is (status == 2)


def test_without_a_cycle_the_one_that_is_being_graded_is_meant(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    following = (root / "okrs/2026-Q4/content/organic-pipeline.yaml").read_text(encoding="utf-8")
    make(root, {"okrs/2027-Q1/content/organic-pipeline.yaml": following})
    assert run_okrs(capsys, "grade", POSTS, *BY, *WHOLE)[1] == f"wrote {GRADES}/2027-01-04-bo.yaml\n"
    status, _, err = run_okrs(capsys, "grade", POSTS, *BY, *WHOLE)
    assert status == 2
    assert f"`2027-Q1/{POSTS}` is graded from 2027-03-17 on" in err


def test_a_missed_commitment_gets_a_note_about_its_root_cause(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = f"okrs grade 2026-Q4/{POSTS} --by bo --corrects 2027-01-04-bo --root-cause TEXT"
    _, _, err = run_okrs(capsys, "grade", POSTS, *BY, *WHOLE)
    assert err.endswith(f"note: `{POSTS}` was committed and is below 1.0; say what stood in the way: `{command}`\n")
    assert run_okrs(capsys, *command.split()[1:])[2] == ""
    assert "    root_cause: TEXT\n" in record(root, "2027-01-04-bo.2")
    assert "root-cause" not in run_okrs(capsys, "grade", GUIDE, *BY, *WHOLE, "--root-cause", "No time.")[2]


@pytest.mark.parametrize(("score", "far"), [("0.53", False), ("0.54", True), ("0.13", False), ("0.1", True)])
def test_a_score_far_from_progress_is_reported(
    root: Path, capsys: pytest.CaptureFixture[str], score: str, far: bool
) -> None:
    arguments = ("--score", score, "--because", "So it was.", "--decision", "stop", "--root-cause", "x y")
    note = f"note: the score is {score}, and progress says 0.33\n"
    assert (note in run_okrs(capsys, "grade", POSTS, *BY, *arguments)[2]) is far


def test_a_correction_changes_only_what_it_says(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_okrs(capsys, "grade", POSTS, *BY, *WHOLE, "--learned", "x y", "--reviewed-by", "mara")
    first = record(root)
    corrects = ("--corrects", "2027-01-04-bo")
    assert run_okrs(capsys, "grade", POSTS, *BY, "--root-cause", "No reviewer.", *corrects)[0] == 0
    assert record(root) == first
    assert without_digests(record(root, "2027-01-04-bo.2")) == (
        "by: bo\n"
        "date: 2027-01-04\n"
        "corrects: 2027-01-04-bo\n"
        "reviewed_by: mara\n"
        "key_results:\n"
        f"  {POSTS}:\n"
        "    score: 0.5\n"
        "    because: One went out.\n"
        "    decision: stop\n"
        "    learned: x y\n"
        "    root_cause: No reviewer.\n"
    )
    assert run_okrs(capsys, "grade", POSTS, *BY, "--score", "0.6", *corrects)[0] == 0
    assert "reviewed_by" not in record(root, "2027-01-04-bo.3"), "another score was not reviewed"
    assert clean(root)


def test_a_correction_stays_in_the_folder_of_what_it_corrects(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    year = "company/trusted/references"
    make(
        root,
        {
            f"{GRADES}/2027-01-03-bo.yaml": "by: bo\ndate: 2027-01-03\nkey_results:\n"
            f"  {year}: {{score: 1, because: Ten., decision: stop}}\n"
        },
    )
    arguments = ("grade", f"2026/{year}", *BY, "--score", "0.9", "--corrects", "2027-01-03-bo")
    assert run_okrs(capsys, *arguments)[1] == f"wrote {GRADES}/2027-01-04-bo.yaml\n"
    assert f"  2026/{year}:\n    score: 0.9\n" in record(root)
    assert clean(root)


def agreement(by: str, role: str, day: str, target: int) -> dict[str, str]:
    terms = f"measure: {{type: metric, baseline: 0, target: {target}, unit: posts}}"
    text = (
        f"by: {by}\ndate: {day}\nkey_results:\n  {POSTS}:\n    as: {role}\n    terms:\n      owner: bo\n      {terms}\n"
    )
    return {f"okrs/2026-Q4/agreements/{day}-{by}.3f9c2a.yaml": text}


def test_what_moved_since_the_agreement_is_reported(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(root, agreement("bo", "owner", "2026-09-28", 5))
    err = run_okrs(capsys, "grade", POSTS, *BY, *WHOLE)[2]
    assert "note: the terms moved since bo agreed on 28 Sep 2026: target 5 → 3: easier\n" in err
    assert "note: by the measure agreed to it came to 20\u00a0%\n" in err


def test_one_of_two_cannot_replace_what_was_agreed_to(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(root, agreement("bo", "owner", "2026-09-28", 5) | agreement("mara", "manager", "2026-09-29", 5))
    make(root, agreement("bo", "owner", "2026-10-05", 3))
    out = run_okrs(capsys, "show", POSTS, "--today", "2026-11-16")[1]
    assert "by the measure agreed to: ▓▓░░░░░░░░ 20 %" in out.replace("\u00a0", " ")
    assert "(agreement stale)" in " ".join(run_okrs(capsys, "status", "--today", "2026-11-16")[1].split())
    err = run_okrs(capsys, "grade", POSTS, *BY, *WHOLE, "--date", "2026-12-31")[2]
    assert "note: the terms moved since mara agreed on 29 Sep 2026: target 5 → 3: easier\n" in err
    assert "note: by the measure agreed to it came to 20\u00a0%\n" in err
    make(root, agreement("mara", "manager", "2026-10-06", 3))
    assert "agreed to:" not in run_okrs(capsys, "show", POSTS, "--today", "2026-11-16")[1]


def test_a_key_result_is_dropped_at_any_time(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = ("--today", "2026-10-20")
    status, out, _ = run_okrs(
        capsys, "drop", POSTS, *BY, "--because", "Nobody\r\nreads it. ", "--reviewed-by", "mara", *day
    )
    effect = f"`2026-Q4/{POSTS}` shows as dropped and leaves the averages; its records stay\n"
    assert (status, out) == (0, f"wrote {GRADES}/2026-10-20-bo.yaml\n{effect}")
    assert record(root, "2026-10-20-bo") == (
        "by: bo\ndate: 2026-10-20\nreviewed_by: mara\nkey_results:\n"
        f'  {POSTS}:\n    dropped: true\n    because: "Nobody\\nreads it."\n'
    )
    assert clean(root)
    assert cli.run(["status", "--today", "2026-10-20"]) == 0


def test_a_goal_is_given_up_before_its_cycle_begins(root: Path) -> None:
    day = ("--today", "2026-09-20", "--date", "2026-09-18")
    assert cli.run(["drop", f"2026-Q4/{POSTS}", *BY, "--because", "No time.", *day]) == 0


def test_an_end_before_the_latest_check_in_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = f"note: `{POSTS}` has a check-in of 2026-11-09, after the 2026-11-02 on which this ends it\n"
    day = ("--today", "2026-11-16", "--date", "2026-11-02")
    assert note in run_okrs(capsys, "drop", POSTS, *BY, "--because", "No time.", *day)[2]


def test_a_key_result_that_comes_back_is_dropped_where_it_runs(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    following = (root / "okrs/2026-Q4/content/organic-pipeline.yaml").read_text(encoding="utf-8")
    make(root, {"okrs/2027-Q1/content/organic-pipeline.yaml": following})
    out = run_okrs(capsys, "drop", POSTS, *BY, "--because", "No time.")[1]
    assert out.startswith("wrote okrs/2027-Q1/grades/2027-01-04-bo.yaml\n")


@pytest.mark.parametrize(
    ("arguments", "message", "remedy"),
    [
        ((POSTS, *BY), f"no score is given for `2026-Q4/{POSTS}`", "its progress proposes 0.33: add `--score 0.33`"),
        ((POSTS, *BY, "--score", "0.5"), "has a score and no reason", "--because TEXT"),
        ((POSTS, *BY, "--score", "0.5", "--because", "x"), "nothing is decided about", "modify, later or stop"),
        ((POSTS, *BY, *WHOLE, "--because", " "), "there is no reason in it", "in a sentence"),
        ((POSTS, *BY, *WHOLE, "--because", "a\u200bb"), "a character that nobody can see, U+200B", "again"),
        ((POSTS, *BY, *WHOLE, "--score", "67"), "the score `67` is not from 0.0 to 1.0", "share of 1: 0.67"),
        ((POSTS, *BY, *WHOLE, "--score", "-0.1"), "the score `-0.1` is not from 0.0 to 1.0", "from 0.0 to 1.0"),
        ((POSTS, *BY, *WHOLE, "--score", "nan"), "`nan` is no number", "digits"),
        ((POSTS, *BY, *WHOLE, "--decision", "go"), "'go' is not one of 'done', 'keep', 'modify', 'later', 'stop'", ""),
        ((LEADS, *BY, *WHOLE), f"`2026-Q4/{LEADS}` is mara's key result, and this grade is by bo", "--yes"),
        ((PODCAST, *BY, *WHOLE), "was dropped on 2026-11-10: Nobody has time", "--corrects 2026-11-10-bo"),
        ((POSTS, *BY, *WHOLE, "--date", "2027-01-05"), "2027-01-05 is in the future; today is 2027-01-04", "--date"),
        ((POSTS, *BY, *WHOLE, "--date", "2026-12-01"), "is graded from 2026-12-17 on", "`okrs drop`"),
        ((f"{GOAL}/pilar-posts", *BY, *WHOLE), "there is no key result", f'did you mean "{POSTS}"?'),
        ((POSTS, "--by", "boo", *WHOLE), "`boo` is not in okrs/people.yaml", 'did you mean "bo"?'),
        ((POSTS, "--by", "dee", *WHOLE), "`dee` left on 2026-10-31", "--by PERSON"),
        ((POSTS, *WHOLE), "git does not know who you are", "--by PERSON"),
        ((POSTS, *BY, *WHOLE, "--reviewed-by", "mare"), "`mare` is not in okrs/people.yaml", 'did you mean "mara"?'),
        ((POSTS, *BY, *WHOLE, "--reviewed-by", "bo"), "bo cannot review a grade of their own", "who else"),
        ((POSTS, *BY, *WHOLE, "--reviewed-by", "dee"), "`dee` left on 2026-10-31", "who reviewed it then"),
        (
            (POSTS, *BY, *WHOLE, "--decision", "keep", "--carried-to", f"2027-Q1/{POSTS}"),
            f"no key result `2027-Q1/{POSTS}` to carry",
            "CYCLE/",
        ),
        ((POSTS, *BY, *WHOLE, "--decision", "keep", "--carried-to", POSTS), "is the key result itself", "cycle"),
        ((POSTS, *BY, *WHOLE, "--carried-to", LEADS), "cannot be stopped and carried on", "keep or modify"),
        ((POSTS, *BY, *WHOLE, "--corrects", "2027-01-01-bo"), "there is no grade `2027-01-01-bo`", "without .yaml"),
        ((POSTS, *BY, *WHOLE, "--corrects", "2026-11-10-bo"), f"says nothing about `2026-Q4/{POSTS}`", "--corrects"),
        (
            (LEADS, "--by", "mara", *WHOLE, "--corrects", "2026-11-10-bo"),
            "is a grade by bo, and mara cannot",
            "only who",
        ),
        (BY, "nobody can be asked here, and no key result is named", "--decision"),
        ((*BY, *WHOLE), "which key result is meant?", "okrs grade team/objective/key-result"),
    ],
)
def test_what_does_not_fit_is_one_line_and_nothing_is_written(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str, remedy: str
) -> None:
    before = files(root)
    status, out, err = run_okrs(capsys, "grade", *arguments)
    assert (status, out) == (2, "")
    [error] = [line for line in err.splitlines() if line.startswith("error: ")]
    assert message in error
    assert remedy in err
    assert files(root) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((LEADS, *BY, "--because", "x"), f"`2026-Q4/{LEADS}` is mara's key result, and it would be dropped by bo"),
        ((POSTS, *BY, "--because", "x", "--reviewed-by", "bo"), "bo cannot review a grade of their own"),
        ((PODCAST, *BY, "--because", "x"), "was dropped on 2026-11-10"),
        ((POSTS, *BY), "missing option '--because'"),
        ((POSTS, *BY, "--because", ""), "there is no reason in it"),
        ((POSTS, *BY, "--because", "x", "--date", "2027-01-05"), "2027-01-05 is in the future"),
        ((POSTS, *BY, "--because", "x", "--date", "2020-01-01"), "2020-01-01 is before 2026-Q4, which starts on"),
        (("content/x/y", *BY, "--because", "x"), "there is no key result `content/x/y`"),
    ],
)
def test_what_cannot_be_dropped(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    before = files(root)
    status, out, err = run_okrs(capsys, "drop", *arguments)
    assert (status, out) == (2, "")
    assert message in err
    assert files(root) == before


def test_others_are_graded_and_dropped_with_yes(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_okrs(capsys, "grade", LEADS, *BY, *WHOLE, "--yes")[0] == 0
    assert run_okrs(capsys, "drop", POSTS, "--by", "mara", "--because", "No time.", "--yes")[0] == 0
    assert clean(root)


@pytest.fixture
def shared(root: Path, tmp_path: Path) -> Path:
    """The organisation with a remote."""
    commit(root)
    git(root, "config", "user.name", "Bo")
    git(root, "config", "user.email", "bo@example.com")
    hub = tmp_path.parent / f"{tmp_path.name}-hub.git"
    git(root, "init", "-q", "--bare", "-b", "main", str(hub))
    git(root, "remote", "add", "origin", str(hub))
    git(root, "push", "-q", "origin", "main")
    return root


def test_a_push_touches_nothing_here(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = files(shared)
    status, out, _ = run_okrs(capsys, "grade", POSTS, *BY, *WHOLE, "--push")
    assert status == 0
    assert out.startswith(f"pushed grade/2027-01-04-bo to origin: it adds {GRADES}/2027-01-04-bo.yaml to main\n")
    branch = git(shared, "for-each-ref", "--format=%(refname)", "refs/remotes/origin/grade").strip()
    assert "score: 0.5" in git(shared, "show", f"{branch}:{GRADES}/{branch.rpartition('/')[2]}.yaml")
    assert files(shared) == before


def test_a_drop_has_branches_of_its_own_and_shares_the_names_of_grades(
    shared: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_okrs(capsys, "grade", POSTS, *BY, *WHOLE, "--push")
    out = run_okrs(capsys, "drop", GUIDE, *BY, "--because", "No time.", "--push")[1]
    assert out.startswith(f"pushed drop/2027-01-04-bo.2 to origin: it adds {GRADES}/2027-01-04-bo.2.yaml to main\n")
    assert out.endswith(
        f"once that is merged, `2026-Q4/{GUIDE}` shows as dropped and leaves the averages; its records stay\n"
    )
    subject = git(shared, "for-each-ref", "--format=%(subject)", "refs/remotes/origin/drop")
    assert subject == "Drop: bo, 2027-01-04\n"


def test_what_the_default_branch_does_not_know_is_not_pushed(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    following = (shared / "okrs/2026-Q4/content/organic-pipeline.yaml").read_text(encoding="utf-8")
    make(shared, {"okrs/2027-Q1/content/organic-pipeline.yaml": following})
    people = shared / "okrs/people.yaml"
    people.write_text(f"{people.read_text(encoding='utf-8')}  raj: {{name: Raj Patel}}\n", encoding="utf-8")
    whole = ("--score", "0.5", "--because", "One went out.", "--decision", "keep")
    corrects = ("--corrects", "2027-01-04-bo")
    assert run_okrs(capsys, "grade", f"2026-Q4/{POSTS}", *BY, *whole)[0] == 0
    for options, message in (
        (corrects, "has no record `2027-01-04-bo` to correct yet"),
        ((*corrects, "--reviewed-by", "raj"), "does not know raj yet"),
        (
            (*corrects, "--reviewed-by", "mara", "--carried-to", f"2027-Q1/{POSTS}"),
            f"has no key result `2027-Q1/{POSTS}` yet",
        ),
    ):
        status, _, err = run_okrs(capsys, "grade", f"2026-Q4/{POSTS}", *BY, *whole, *options, "--push")
        assert status == 2
        assert f"error: it could not be pushed: main of origin {message}\n" in err
        assert f"it is kept in {GRADES}/2027-01-04-bo." in err
