"""Commands on objectives as a whole: a sentence, `next`, dropping all of one, lists by tag, several goals above."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from okrs_as_code.cli import main as cli
from tests.cli.organisation import CHECK_INS, DAY, GOAL
from tests.repositories import make, record_file, without_digests

MARA, BO = ("--by", "mara"), ("--by", "bo")
POSTS = f"{GOAL}/pillar-posts"
FILE = f"okrs/2026-Q4/{GOAL}.yaml"


def run_okrs(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run([*arguments, *DAY])
    out, err = map(without_digests, capsys.readouterr())
    return status, out, err


def status_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    capsys.readouterr()
    assert cli.run(["status", "--output-format", "json", "--no-cache", *arguments, *DAY]) == 0
    return json.loads(capsys.readouterr().out)


def record(root: Path, person: str = "mara") -> str:
    return record_file(root / CHECK_INS, f"2026-11-16-{person}").read_text(encoding="utf-8")


def test_a_sentence_about_an_objective(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--note", "Readers come.", "--help-needed", "An hour with sales.")
    status, out, _ = run_okrs(capsys, "check-in", GOAL, *MARA, *options)
    understood = f"{GOAL}: Readers come.; help: An hour with sales.\n"
    assert (status, out) == (0, f"{understood}wrote {CHECK_INS}/2026-11-16-mara.yaml\n")
    assert record(root) == (
        f"by: mara\ndate: 2026-11-16\nobjectives:\n  {GOAL}:\n    note: Readers come.\n    help: An hour with sales.\n"
    )
    assert run_okrs(capsys, "lint", CHECK_INS)[0] == 0
    [objective] = status_json(capsys)["objectives"]
    assert objective["note"] == {"date": "2026-11-16", "by": "mara", "note": "Readers come."}
    assert objective["help"] == "An hour with sales."
    table = " ".join(run_okrs(capsys, "status", "--no-cache")[1].split())
    assert "Readers come. (Mara Keller, 16 Nov 2026)" in table
    assert "qualified pipeline (Mara Keller): An hour with sales." in table


def test_an_objective_on_one_screen(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_okrs(capsys, "check-in", GOAL, *MARA, "--note", "Readers come.", "--help-needed", "An hour with sales.")
    status, out, _ = run_okrs(capsys, "show", GOAL)
    words = " ".join(out.split())
    assert status == 0
    assert f"2026-Q4/{GOAL} kept coherent by Mara Keller (mara)" in words
    assert "16 Nov 2026 Mara Keller: Readers come. help: An hour with sales." in words
    assert "pillar-posts Publish three in-depth posts: 33 %, on-track" in words
    capsys.readouterr()
    assert cli.run(["show", f"2026-Q4/{GOAL}", "--output-format", "json", *DAY]) == 0
    shown = json.loads(capsys.readouterr().out)
    [said] = shown["check_ins"]
    assert (said["note"], shown["help"], len(shown["key_results"])) == ("Readers come.", "An hour with sales.", 6)
    status, _, err = run_okrs(capsys, "show", "content/organic-pipelin")
    assert (status, "there is no objective" in err) == (2, True)


def test_what_an_objective_is_for_is_shown(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    above = "why: Paid search doubled in price.\ncommitment: aspirational\ntags: [growth]\n"
    above += "aligned_to: [company/trusted/references, company/trusted]\nkey_results:\n"
    goal = root / FILE
    goal.write_text(goal.read_text(encoding="utf-8").replace("key_results:\n", above, 1), encoding="utf-8")
    words = " ".join(run_okrs(capsys, "show", GOAL)[1].split())
    for part in (
        "why: Paid search doubled in price.",
        "aspirational: 0.7 is good",
        "tags: growth",
        "supports 2026/company/trusted/references: Win ten references",
        "supports 2026/company/trusted: Be trusted",
    ):
        assert part in words
    assert cli.run(["show", GOAL, "--output-format", "json", *DAY]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["why"], shown["commitment"]) == ("Paid search doubled in price.", "aspirational")


def test_help_that_is_not_asked_for_any_more_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_okrs(capsys, "check-in", GOAL, *MARA, "--help-needed", "An hour with sales.")
    status, _, err = run_okrs(capsys, "check-in", f"2026-Q4/{GOAL}", *MARA, "--note", "Better.")
    assert status == 0
    assert "the help asked for on 2026-11-16 (An hour with sales.) is not asked for any more" in err


def test_a_correction_keeps_what_it_does_not_say(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_okrs(capsys, "check-in", GOAL, *MARA, "--note", "Raeders come.", "--help-needed", "Sales.")
    name = record_file(root / CHECK_INS, "2026-11-16-mara").stem
    corrects = ("--corrects", name, "--note", "Readers come.")
    assert run_okrs(capsys, "check-in", GOAL, *MARA, *corrects)[0] == 0
    [objective] = status_json(capsys)["objectives"]
    assert (objective["note"]["note"], objective["help"]) == ("Readers come.", "Sales.")
    corrects = ("--corrects", name, "--confidence", "0.5")
    status, _, err = run_okrs(capsys, "check-in", f"{GOAL}/leads", *MARA, *corrects)
    assert (status, "says nothing about" in err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "message", "remedy"),
    [
        ((GOAL, *MARA, "--value", "3"), "is an objective, and takes no `value`", "belongs to its key results"),
        ((GOAL, *MARA, "--next", "x"), "is an objective, and takes no `next`", "belongs to its key results"),
        ((GOAL, *BO, "--note", "x"), "is mara's objective, and this check-in is by bo", "`--yes`"),
        (("content/organic-pipelin", *MARA, "--note", "x"), "there is no objective", f'did you mean "{GOAL}"?'),
        ((f"2026-Q2/{GOAL}", *MARA, "--note", "x"), "there is no objective", "2026-Q4/"),
        ((GOAL, *MARA, "--note", "x", "--date", "2026-09-01"), "is before 2026-Q4", "give a day within it"),
        ((POSTS, *BO, "--next", "a\nb"), "`next` of `content/organic-pipeline/pillar-posts`", "text of one line"),
    ],
)
def test_what_does_not_fit_is_refused(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str, remedy: str
) -> None:
    status, _, err = run_okrs(capsys, "check-in", *arguments)
    assert status == 2
    assert message in err
    assert remedy in err


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        (f"{{{GOAL}: {{note: Well.}}, {GOAL}/leads: {{confidence: 0.5}}}}", ("key_results", "objectives")),
        (f"objectives: {{{GOAL}: {{note: Well.}}}}", ("objectives",)),
        (
            f"key_results: {{{GOAL}/leads: {{confidence: 0.5}}}}\nobjectives: {{{GOAL}: {{note: Well.}}}}",
            ("key_results", "objectives"),
        ),
    ],
)
def test_a_file_with_objectives(
    root: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    sections: tuple[str, ...],
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert run_okrs(capsys, "check-in", *MARA, "--from", "-")[0] == 0
    assert tuple(line[:-1] for line in record(root).splitlines() if line[0] != " " and line[-1] == ":") == sections


def test_a_goal_below_the_wrong_key_of_a_file(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"objectives: {{{GOAL}/leads: {{note: x}}}}"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    status, _, err = run_okrs(capsys, "check-in", *MARA, "--from", "-")
    assert (status, f"`{GOAL}/leads` is below `objectives`" in err) == (2, True)


def test_next_is_shown_beside_confidence(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_okrs(capsys, "check-in", POSTS, *BO, "--confidence", "0.3", "--next", "Ask Mara.")[0] == 0
    assert record(root, "bo").endswith("    confidence: 0.3\n    next: Ask Mara.\n")
    assert "\nconfidence 0.3, behind\nnext: Ask Mara.\n" in run_okrs(capsys, "show", POSTS)[1]
    assert "next: Ask Mara." in run_okrs(capsys, "history", POSTS)[1]
    assert "(Bo Lindqvist) → Ask Mara." in " ".join(run_okrs(capsys, "status", "--no-cache")[1].split())
    assert "CHK006" not in run_okrs(capsys, "lint", "--select", "CHK006")[1].replace("guide", "")
    [objective] = status_json(capsys)["objectives"]
    assert objective["key_results"][0]["next"] == "Ask Mara."


def test_all_open_key_results_of_an_objective_are_dropped_in_one_record(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, err = run_okrs(capsys, "drop", GOAL, *MARA, "--because", "A new plan.")
    assert (status, "bo's key result" in err) == (2, True)
    assert run_okrs(capsys, "drop", GOAL, *MARA, "--because", "A new plan.", "--yes")[0] == 0
    [path] = (root / "okrs/2026-Q4/grades").glob("2026-11-16-mara*")
    text = path.read_text(encoding="utf-8")
    assert text.count("dropped: true") == 5
    assert "podcast" not in text
    [objective] = status_json(capsys)["objectives"]
    assert objective["statuses"] == {"dropped": 6}
    status, _, err = run_okrs(capsys, "drop", GOAL, *MARA, "--because", "Again.", "--yes")
    assert (status, "has no open key result" in err) == (2, True)
    status, _, err = run_okrs(capsys, "check-in", GOAL, *MARA, "--note", "x")
    assert (status, "is closed" in err) == (2, True)


def test_what_is_done_is_left_for_its_grade(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    everything = ("--done", "draft", "--done", "trial", "--done", "out")
    assert run_okrs(capsys, "check-in", f"{GOAL}/partner", *BO, "--done", "true")[0] == 0
    assert run_okrs(capsys, "check-in", f"{GOAL}/guide", *BO, *everything)[0] == 0
    status, _, err = run_okrs(capsys, "drop", GOAL, *MARA, "--because", "Another plan.", "--yes")
    assert status == 0
    for name in ("partner", "guide"):
        assert (
            f"note: `{name}` is done, and stays: `okrs grade 2026-Q4/{GOAL}/{name}` ends it, from 2026-12-17 on" in err
        )
    dropped = record_file(root / "okrs/2026-Q4/grades", "2026-11-16-mara").read_text(encoding="utf-8")
    assert [name in dropped for name in ("pillar-posts", "partner", "guide")] == [True, False, False]
    status, _, err = run_okrs(capsys, "drop", GOAL, *MARA, "--because", "Another plan.", "--yes")
    assert (status, "no open key result that is not done" in err) == (2, True)
    assert "`guide` and `partner` wait for `okrs grade`" in err


def test_a_key_result_that_is_done_is_dropped_only_with_a_score(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_okrs(capsys, "check-in", f"{GOAL}/partner", *BO, "--done", "true")[0] == 0
    command = ("drop", f"{GOAL}/partner", *BO, "--because", "Nobody needs it.", "--yes")
    status, _, err = run_okrs(capsys, *command)
    assert status == 2
    assert f"`2026-Q4/{GOAL}/partner` is done, and nothing of it is left to give up" in err
    assert f"`okrs grade 2026-Q4/{GOAL}/partner` ends it, from 2026-12-17 on" in err
    grades = root / "okrs/2026-Q4/grades"
    assert not [*grades.glob("2026-11-16-bo*")]
    assert run_okrs(capsys, *command, "--score", "1.0")[0] == 0
    assert "score: 1" in record_file(grades, "2026-11-16-bo").read_text(encoding="utf-8")


def test_an_objective_that_cannot_be_read_is_not_dropped(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    goal = root / FILE
    goal.write_text(goal.read_text(encoding="utf-8").replace("owner: mara\n    measure", "owner: []\n    measure"))
    status, _, err = run_okrs(capsys, "drop", GOAL, *MARA, "--because", "x", "--yes")
    assert (status, f"not all of `2026-Q4/{GOAL}` can be read" in err) == (2, True)


def test_a_dropped_key_result_has_a_score_in_no_average(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dropped = ("drop", POSTS, *BO, "--because", "A new plan.", "--score", "0.3")
    assert run_okrs(capsys, *dropped)[0] == 0
    [path] = (root / "okrs/2026-Q4/grades").glob("2026-11-16-bo*")
    assert path.read_text(encoding="utf-8").endswith("    score: 0.3\n    dropped: true\n    because: A new plan.\n")
    [objective] = status_json(capsys)["objectives"]
    assert (objective["key_results"][0]["score"], objective["score"]) == (0.3, None)
    assert "Grade: dropped at 0.3" in run_okrs(capsys, "show", POSTS)[1]
    assert run_okrs(capsys, "lint", "okrs/2026-Q4/grades")[0] == 0
    status, _, err = run_okrs(capsys, "drop", GOAL, *MARA, "--because", "x", "--score", "0.3")
    assert (status, "is for one key result" in err) == (2, True)


@pytest.fixture
def tagged(root: Path) -> Path:
    goal = root / FILE
    text = goal.read_text(encoding="utf-8").replace("key_results:\n", "tags: [growth]\nkey_results:\n", 1)
    goal.write_text(text.replace("unit: posts}\n", "unit: posts}\n    tags: [p1]\n"), encoding="utf-8")
    return make(
        root,
        {"okrs/2026-Q4/company/trust.yaml": "title: Be trusted\nowner: ana\ntags: [p1, later]\nkey_results: []\n"},
    )


@pytest.mark.parametrize(
    ("filters", "objectives", "key_results"),
    [
        (("--tag", "growth"), 1, 6),
        (("--tag", "p1"), 2, 1),
        (("--tag", "later"), 1, 0),
        (("--tag", "growth", "--owner", "mara"), 1, 1),
        (("--tag", "p1", "--owner", "mara"), 0, 0),
        (("--tag", "unknown"), 0, 0),
    ],
)
def test_status_by_tag(
    tagged: Path,
    capsys: pytest.CaptureFixture[str],
    filters: tuple[str, ...],
    objectives: int,
    key_results: int,
) -> None:
    shown = status_json(capsys, *filters)["objectives"]
    assert (len(shown), sum(len(one["key_results"]) for one in shown)) == (objectives, key_results)
    listed = run_okrs(capsys, "list", "--no-cache", *filters)[1]
    assert listed.count(GOAL) == key_results


def test_an_unknown_tag_names_those_that_are_there(tagged: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = run_okrs(capsys, "status", "--no-cache", "--tag", "grwth")[1]
    assert "the tags there are growth, later, p1" in " ".join(out.split())


@pytest.mark.parametrize("command", ["status", "list"])
def test_what_fits_is_found_in_all_cycles_that_run(
    tagged: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    goal = tagged / "okrs/2026/company/trusted.yaml"
    text = goal.read_text(encoding="utf-8").replace("key_results:", "tags: [brand, p1]\nkey_results:", 1)
    goal.write_text(text, encoding="utf-8")
    _, out, err = run_okrs(capsys, command, "--tag", "brand", "--no-cache")
    assert "note: nothing in 2026-Q4 fits, so this is 2026\n" in err
    assert "ten references" in out
    _, out, err = run_okrs(capsys, command, "--tag", "p1", "--no-cache")
    assert err == f"note: 2026 runs, too, and has what fits: `okrs {command} --cycle 2026 --tag p1`\n"
    _, out, err = run_okrs(capsys, command, "--tag", "p1", "--cycle", "2026", "--no-cache")
    assert (err, "ten references" in out) == ("", True)
    _, out, _ = run_okrs(capsys, command, "--tag", "unknown", "--no-cache")
    assert "has the tag unknown in 2026-Q4 or 2026; the tags there are brand, growth, later, p1" in " ".join(
        out.split()
    )


def test_tags_are_no_terms_and_change_no_number(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, terms = status_json(capsys), run_okrs(capsys, "terms", POSTS)[1]
    goal = root / FILE
    text = goal.read_text(encoding="utf-8").replace("key_results:\n", "tags: [growth]\nkey_results:\n", 1)
    goal.write_text(text, encoding="utf-8")
    after = status_json(capsys)
    for objective in after["objectives"]:
        for node in (objective, *objective["key_results"]):
            assert node.pop("tags") == ["growth"]
    assert (after, run_okrs(capsys, "terms", POSTS)[1]) == (before, terms)


def test_a_new_objective_below_two_goals(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    above = ("--aligned-to", GOAL, "--aligned-to", "company/trusted/references", "--tag", "growth", "--tag", "p1")
    words = ("--title", "Be found", "--owner", "mara", "--key-result", "Done", "--measure", "binary")
    arguments = ("new", "content/found", *words, "--key-result-owner", "bo", "--yes")
    status, _, err = run_okrs(capsys, *arguments, *above)
    taken = "note: it goes into 2026-Q4, 1 Oct 2026 to 31 Dec 2026; `--cycle 2026` for what runs, too\n"
    assert (status, err) == (0, taken)
    text = (root / "okrs/2026-Q4/content/found.yaml").read_text(encoding="utf-8")
    assert f"aligned_to:\n  - {GOAL}\n  - company/trusted/references\ntags: [growth, p1]\n" in text
    for wrong, message in (
        (("--aligned-to", GOAL, "--aligned-to", f"2026-Q4/{GOAL}"), "named twice"),
        (("--aligned-to", f"{GOAL}/pilar-posts"), "there is no key result"),
        (("--tag", "P1"), "is no tag"),
    ):
        status, _, err = run_okrs(capsys, *arguments[:1], "content/other", *arguments[2:], *wrong)
        assert (status, message in err) == (2, True)
