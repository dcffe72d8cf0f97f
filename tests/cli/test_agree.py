"""`okrs agree` without a terminal: the record of what is named, or one clear line and nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrs_as_code.cli import main as cli
from okrs_as_code.records.record_file import content_digest
from tests.cli.organisation import DAY, GOAL, files
from tests.repositories import commit, git, make

AGREEMENTS = "okrs/2026-Q4/agreements"
POSTS, GUIDE, SPEED, LEADS, PODCAST = (
    f"{GOAL}/{name}" for name in ("pillar-posts", "guide", "speed", "leads", "podcast")
)
LETTERS, REFERENCES = "content/voice/letters", "company/trusted/references"
BO = ("--by", "bo", "--yes")


def run_okrs(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run(["agree", *arguments, *DAY])
    out, err = capsys.readouterr()
    return status, out, err


def record(root: Path, person: str, cycle: str = "2026-Q4", day: str = "2026-11-16") -> str:
    """The only agreement of a person; its name is made of its content."""
    [path] = (root / "okrs" / cycle / "agreements").glob(f"{day}-{person}.*.yaml")
    text = path.read_text(encoding="utf-8")
    assert path.name == f"{day}-{person}.{content_digest(text)}.yaml"
    return text


def test_several_key_results_share_a_record(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run_okrs(capsys, POSTS, SPEED, f"2026-Q4/{GUIDE}", POSTS, *BO)
    assert (status, err) == (0, "")
    assert "Agreement by Bo Lindqvist, 16 Nov 2026\n\n1 of 3  Publish three in-depth posts\n" in out
    assert "  owner        Bo Lindqvist (bo) for Content\n" in out
    assert record(root, "bo") == (
        "by: bo\n"
        "date: 2026-11-16\n"
        "key_results:\n"
        f"  {POSTS}:\n"
        "    as: owner\n"
        "    terms:\n"
        "      owner: bo\n"
        "      commitment: committed\n"
        "      measure:\n        type: metric\n        baseline: 0\n        target: 3\n        unit: posts\n"
        "      due: 2026-12-31\n"
        f"  {SPEED}:\n"
        "    as: owner\n"
        "    terms:\n"
        "      owner:\n        team: content\n        lead: bo\n"
        "      commitment: committed\n"
        "      measure:\n        type: threshold\n        at_most: 300\n        unit: ms\n"
        "      due: 2026-12-31\n"
        f"  {GUIDE}:\n"
        "    as: owner\n"
        "    terms:\n"
        "      owner: bo\n"
        "      commitment: committed\n"
        "      measure:\n"
        "        type: milestones\n"
        "        steps:\n"
        "          - id: draft\n            title: A draft\n"
        "          - id: trial\n            title: A trial of two weeks\n"
        "          - id: out\n            title: It is out\n"
        "      due: 2026-12-31\n"
    )
    assert cli.run(["lint", *DAY, AGREEMENTS]) == 0


def test_each_agrees_as_what_they_are_there(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_okrs(capsys, LEADS, POSTS, "--by", "mara", "--yes")[0] == 0
    written = record(root, "mara")
    assert f"  {LEADS}:\n    as: owner\n" in written
    assert f"  {POSTS}:\n    as: manager\n" in written
    assert cli.run(["lint", *DAY, AGREEMENTS]) == 0


def test_each_cycle_has_a_record_of_its_own(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run_okrs(capsys, REFERENCES, POSTS, LETTERS, *BO, "--date", "2026-11-02")
    assert status == 0
    assert out.count("wrote okrs/") == 3
    for cycle, ref in (("2026", REFERENCES), ("2026-Q4", POSTS), ("2026-Q3", LETTERS)):
        assert record(root, "bo", cycle, "2026-11-02").startswith(f"by: bo\ndate: 2026-11-02\nkey_results:\n  {ref}:\n")
    assert cli.run(["lint", *DAY]) == 0


def test_what_is_agreed_to_already_is_reported_and_nothing_is_written(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run_okrs(capsys, POSTS, *BO, "--date", "2026-11-02")
    before = files(root)
    note = f"note: `bo` agreed to 2026-Q4/{POSTS} as owner on 2026-11-02, and its terms are what they were\n"
    assert run_okrs(capsys, POSTS, *BO) == (0, "", note)
    assert files(root) == before
    status, out, err = run_okrs(capsys, POSTS, GUIDE, *BO)
    assert (status, err) == (0, note)
    assert "A style guide" in out
    assert "Publish three" not in out
    assert POSTS not in record(root, "bo")


def test_terms_written_in_another_way_are_the_same(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_okrs(capsys, POSTS, *BO)
    goal = root / "okrs/2026-Q4" / f"{GOAL}.yaml"
    text = goal.read_text(encoding="utf-8").replace("baseline: 0, target: 3,", "target: 3.0, baseline: -0.0,")
    goal.write_text(f"commitment: committed\n{text}", encoding="utf-8")
    assert "its terms are what they were" in run_okrs(capsys, POSTS, *BO)[2]


def test_stale_terms_say_what_moved(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_okrs(capsys, POSTS, *BO, "--date", "2026-10-01")
    goal = root / "okrs/2026-Q4" / f"{GOAL}.yaml"
    text = goal.read_text(encoding="utf-8").replace("target: 3,", "target: 4,")
    goal.write_text(f"commitment: aspirational\n{text}", encoding="utf-8")
    status, out, _ = run_okrs(capsys, POSTS, *BO)
    assert status == 0
    assert (
        "  moved        since you agreed on 1 Oct 2026:\n"
        "               commitment committed → aspirational: easier\n"
        "               target 3 → 4: harder\n"
    ) in out
    assert "    target: 4" in record(root, "bo").replace("{type: metric, baseline: 0,", "   ")
    assert len(list((root / AGREEMENTS).iterdir())) == 2


def test_a_new_manager_can_agree_too(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_okrs(capsys, POSTS, "--by", "mara", "--yes", "--date", "2026-10-01")
    people = root / "okrs/people.yaml"
    people.write_text(people.read_text().replace("[bo@example.com], manager: mara", "[bo@example.com], manager: ana"))
    status, out, err = run_okrs(capsys, POSTS, "--by", "ana", "--yes")
    assert (status, err) == (0, "")
    assert "  as manager   Mara Keller (mara) agreed on 1 Oct 2026 (claimed)\n" in out
    assert f"  {POSTS}:\n    as: manager\n" in record(root, "ana")


def test_a_former_id_is_reported(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    goal = root / "okrs/2026-Q4" / f"{GOAL}.yaml"
    text = goal.read_text(encoding="utf-8")
    goal.write_text(text.replace("  - id: pillar-posts\n", "  - id: posts\n    formerly: [pillar-posts]\n"))
    status, _, err = run_okrs(capsys, POSTS, *BO)
    assert (status, err) == (0, f"note: `{POSTS}` is called `{GOAL}/posts` today\n")
    assert f"  {GOAL}/posts:\n" in record(root, "bo")


@pytest.mark.parametrize(
    ("arguments", "message", "remedy"),
    [
        ((POSTS, "--by", "ana", "--yes"), f"`ana` is neither owner nor manager of 2026-Q4/{POSTS}", "owner is `bo`"),
        ((SPEED, "--by", "ana", "--yes"), "`ana` is neither", "its owner is team `content` with its lead `bo`"),
        ((SPEED, "--by", "mara", "--as", "owner", "--yes"), "`mara` is not the owner", "with its lead `bo`"),
        ((POSTS, *BO, "--as", "manager"), f"`bo` is not the manager of 2026-Q4/{POSTS}", "its manager is `mara`"),
        ((REFERENCES, *BO, POSTS, LEADS), "`bo` is neither", "its owner is `mara`, its manager `ana`"),
        ((PODCAST, *BO), f"2026-Q4/{PODCAST} was dropped on 2026-11-10: Nobody has time", "the last word"),
        ((POSTS, *BO, "--date", "2026-11-17"), "2026-11-17 is still to come", "the day on which it is given"),
        ((POSTS, "--by", "boo", "--yes"), "`boo` is not in okrs/people.yaml", 'did you mean "bo"?'),
        ((POSTS, "--by", "dee", "--yes"), "`dee` left on 2026-10-31, before 2026-11-16", "--by PERSON"),
        ((POSTS, "--yes"), "git does not know who you are", "--by PERSON"),
        ((f"{GOAL}/pilar-posts", *BO), f"there is no key result `{GOAL}/pilar-posts`", f'did you mean "{POSTS}"?'),
        (("piller-posts", *BO), "there is no key result `piller-posts`", f'did you mean "{POSTS}"?'),
        ((GOAL, *BO), f"there is no key result `{GOAL}`", "write TEAM/OBJECTIVE/KEY-RESULT"),
        ((f"{GOAL}/unfit", *BO), f"key result `2026-Q4/{GOAL}/unfit` could not be read", "`okrs lint` says"),
        ((POSTS, "--by", "bo"), "nobody can be asked here", "`okrs terms KEY_RESULT`, and add `--yes`"),
        (BO, "no key result is named, and nobody is asked", "`okrs agree KEY_RESULT --yes`"),
        ((), "no key result is named, and nobody is asked", "`okrs agree KEY_RESULT --yes`"),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_line_and_nothing_is_written(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str, remedy: str
) -> None:
    with (root / "okrs/2026-Q4" / f"{GOAL}.yaml").open("a", encoding="utf-8") as goal:
        goal.write("  - id: unfit\n    title: X\n    owner: bo\n    measure: {type: metric}\n")
    before = files(root)
    status, out, err = run_okrs(capsys, *arguments)
    first, second = err.splitlines()
    assert (status, out) == (2, "")
    assert first.startswith(f"error: {message}")
    assert remedy in second
    assert files(root) == before


def test_a_graded_key_result_is_not_agreed_to(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    grade = (
        f"by: bo\ndate: 2026-10-02\nkey_results:\n  {LETTERS}: {{score: 0.5, decision: stop, because: Half is out.}}\n"
    )
    make(root, {"okrs/2026-Q3/grades/2026-10-02-bo.yaml": grade})
    before = files(root)
    status, out, err = run_okrs(capsys, LETTERS, *BO, "--date", "2026-10-01")
    assert (status, out) == (2, "")
    assert err.startswith(f"error: 2026-Q3/{LETTERS} was graded 0.5 on 2026-10-02: Half is out.\n")
    assert files(root) == before


def test_git_claims_who_it_is(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(root)
    git(root, "config", "user.email", "mara-k@users.noreply.github.com")
    status, out, _ = run_okrs(capsys, POSTS, "--yes")
    assert status == 0
    assert "by git's user.email, mara-k@users.noreply.github.com, you are mara\n" in out
    assert f"  git commit -m 'Agree: mara, 2026-11-16' -- {AGREEMENTS}/2026-11-16-mara." in out


def test_where_one_push_fails_the_other_record_is_kept_too(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(root)
    status, out, err = run_okrs(capsys, POSTS, REFERENCES, *BO, "--push")
    assert status == 2
    assert out.count("wrote okrs/") == 2
    assert err.startswith("error: it could not be pushed: there is no remote to push to\n")
    assert record(root, "bo")
    assert record(root, "bo", "2026")


def test_what_a_title_says_cannot_act(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    goal = root / "okrs/2026-Q4" / f"{GOAL}.yaml"
    text = goal.read_text(encoding="utf-8").replace("title: Publish three", 'title: "::error::x \\e[31m')
    goal.write_text(text.replace("in-depth posts\n", 'in-depth posts"\n'), encoding="utf-8")
    _, out, _ = run_okrs(capsys, POSTS, *BO)
    assert "\x1b" not in out
    assert "::error" not in out


def test_with_nobody_above_the_own_agreement_is_enough(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = "title: Grow\nkey_results:\n  - {id: profit, title: A profit, owner: ana, measure: {type: binary}}\n"
    make(root, {"okrs/2026-Q4/company/growth.yaml": own})
    status, out, _ = run_okrs(capsys, "company/growth/profit", "--by", "ana", "--yes")
    assert status == 0
    assert "  as manager   nobody is above you: your own agreement is enough\n" in out
