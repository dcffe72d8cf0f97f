"""`okrs check-in` without a terminal: one record from options or a file, or one clear line and nothing written."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from okrs_as_code.cli import main as cli
from tests.cli.organisation import CHECK_INS, DAY, GOAL, files
from tests.repositories import commit, git, make, record_file, without_digests

POSTS, GUIDE, SPEED, PARTNER = (f"{GOAL}/{name}" for name in ("pillar-posts", "guide", "speed", "partner"))
BY = ("--by", "bo")


def run_okrs(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = cli.run(["check-in", *arguments, *DAY])
    out, err = map(without_digests, capsys.readouterr())
    return status, out, err


def record(root: Path, name: str = "2026-11-16-bo") -> str:
    return record_file(root / CHECK_INS, name).read_text(encoding="utf-8")


def test_all_options_at_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = (
        "--value",
        "2",
        "--confidence",
        ".8",
        "--status",
        "at-risk",
        "--note",
        "No: out",
        "--help-needed",
        "x",
    )
    status, out, err = run_okrs(capsys, POSTS, *BY, *options)
    understood = f"{POSTS}: 2 posts, 67 %, confidence 0.8: at-risk\n"
    assert (status, out, err) == (0, f"{understood}wrote {CHECK_INS}/2026-11-16-bo.yaml\n", "")
    assert record(root) == (
        "by: bo\n"
        "date: 2026-11-16\n"
        "key_results:\n"
        f"  {POSTS}:\n"
        "    value: 2\n"
        "    confidence: 0.8\n"
        "    status: at-risk\n"
        '    note: "No: out"\n'
        '    help: "x"\n'
    )
    assert cli.run(["lint", *DAY, CHECK_INS]) == 0


@pytest.mark.parametrize(
    ("ref", "options", "written"),
    [
        (GUIDE, ("--done", "trial", "--done", "draft"), "done: [draft, trial]"),
        (GUIDE, ("--done", "trial,draft"), "done: [draft, trial]"),
        (GUIDE, ("--done", "draft", "--done", "a trial  of two weeks"), "done: [draft, trial]"),
        (GUIDE, ("--confidence", "1"), "confidence: 1"),
        (GUIDE, ("--confidence", "74%"), "confidence: 0.74"),
        (GUIDE, ("--confidence", "33,3 %"), "confidence: 0.333"),
        (GUIDE, ("--confidence", "0,35"), "confidence: 0.35"),
        (PARTNER, ("--done", "true"), "done: true"),
        (PARTNER, ("--done", "no"), "done: false"),
        (SPEED, ("--value", "-1.5e2"), "value: -150"),
        (f"2026-Q4/{POSTS}", ("--value", "2"), "value: 2"),
        (POSTS, ("--note", "two\tlines\r\nof it "), 'note: "two lines\\nof it"'),
    ],
)
def test_each_measure(
    root: Path, capsys: pytest.CaptureFixture[str], ref: str, options: tuple[str, ...], written: str
) -> None:
    assert run_okrs(capsys, ref, *BY, *options)[0] == 0
    short = ref.removeprefix("2026-Q4/")
    assert record(root) == f"by: bo\ndate: 2026-11-16\nkey_results:\n  {short}:\n    {written}\n"
    assert cli.run(["lint", *DAY, CHECK_INS]) == 0


def test_the_second_of_a_day_replaces_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_okrs(capsys, POSTS, *BY, "--value", "2")
    before = record(root)
    out = run_okrs(capsys, POSTS, *BY, "--value", "3")[1]
    assert out == f"{POSTS}: 3 posts, 100 %, confidence 0.7: on-track\nwrote {CHECK_INS}/2026-11-16-bo.2.yaml\n"
    assert record(root) == before


def test_a_correction_names_the_record(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_okrs(capsys, f"{GOAL}/podcast", *BY, "--value", "4", "--corrects", "2026-11-09-bo")[0] == 0
    assert record(root).startswith("by: bo\ndate: 2026-11-16\ncorrects: 2026-11-09-bo\nkey_results:\n")
    assert cli.run(["lint", *DAY, CHECK_INS]) == 0


def record_names(root: Path, cycle: str) -> list[str]:
    return sorted(path.stem for path in (root / f"okrs/{cycle}/check-ins").glob("2026-11-16-bo*"))


def test_a_correction_takes_the_beginning_of_a_name(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    references, said = "2026/company/trusted/references", ("--corrects", "2026-11-16-bo")
    for ref, value in ((POSTS, "1"), (references, "2")):
        assert cli.run(["check-in", ref, *BY, "--value", value, *DAY]) == 0
    [posts], [year] = record_names(root, "2026-Q4"), record_names(root, "2026")
    assert cli.run(["check-in", references, *BY, "--value", "3", *said, *DAY]) == 0
    [correction] = set(record_names(root, "2026")) - {year}
    text = (root / f"okrs/2026/check-ins/{correction}.yaml").read_text(encoding="utf-8")
    assert f"corrects: {year}\n" in text
    # What corrects a record stands in its place, and is what a further correction means.
    assert cli.run(["check-in", references, *BY, "--value", "4", *said, *DAY]) == 0
    assert any(
        f"corrects: {correction}\n" in (root / f"okrs/2026/check-ins/{name}.yaml").read_text(encoding="utf-8")
        for name in record_names(root, "2026")
    )
    assert cli.run(["check-in", POSTS, *BY, "--value", "2", *DAY]) == 0
    [second] = set(record_names(root, "2026-Q4")) - {posts}
    capsys.readouterr()
    assert cli.run(["check-in", POSTS, *BY, "--value", "3", *said, *DAY]) == 2
    err = capsys.readouterr().err
    assert "that may mean 2 records" in err
    assert f"`2026-Q4/{posts}`, `2026-Q4/{second}`" in err
    assert cli.run(["check-in", POSTS, *BY, "--value", "3", "--corrects", f"2026-Q4/{posts}", *DAY]) == 0
    assert cli.run(["check-in", POSTS, *BY, "--value", "3", "--corrects", "2026-11-16-b", *DAY]) == 2


@pytest.mark.parametrize(
    ("earlier", "ref", "options", "written"),
    [
        (
            "{value: 2, confidence: 0.7, note: typpo}",
            POSTS,
            ("--note", "typo"),
            ["value: 2", "confidence: 0.7", "note: typo"],
        ),
        ("{done: [draft, trial], help: Time.}", GUIDE, ("--done", "draft"), ["done: [draft]", "help: Time."]),
        ("{value: 3, note: No step.}", GUIDE, ("--done", "draft"), ["done: [draft]", "note: No step."]),
        ("{done: [draft, gone], note: So.}", GUIDE, ("--note", "No."), ["done: [draft]", "note: No."]),
        ("{done: true, confidence: 0.5}", POSTS, ("--value", "2"), ["value: 2", "confidence: 0.5"]),
    ],
)
def test_a_correction_by_options_changes_only_what_it_says(
    root: Path, earlier: str, ref: str, options: tuple[str, ...], written: list[str]
) -> None:
    was = f"by: bo\ndate: 2026-11-13\nkey_results:\n  {ref}: {earlier}\n"
    make(root, {f"{CHECK_INS}/2026-11-13-bo.yaml": was})
    assert cli.run(["check-in", ref, *BY, *options, "--corrects", "2026-11-13-bo", *DAY]) == 0
    assert record(root).split(f"  {ref}:\n")[1] == "".join(f"    {line}\n" for line in written)


def test_a_correction_from_a_file_says_it_all(root: Path) -> None:
    make(root, {"said": f"corrects: 2026-11-09-bo\nkey_results:\n  {POSTS}: {{note: No number yet.}}\n"})
    assert cli.run(["check-in", "--from", "said", *BY, *DAY]) == 0
    assert record(root).endswith(f"  {POSTS}:\n    note: No number yet.\n")


def test_a_key_result_of_the_year(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run_okrs(capsys, "company/trusted/references", *BY, "--value", "4")
    assert status == 0
    assert out == (
        "company/trusted/references: 4 references, 40 %, no confidence: no status\n"
        "wrote okrs/2026/check-ins/2026-11-16-bo.yaml\n"
    )


def test_a_late_check_in_says_that_it_does_not_count(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("content/voice/letters", *BY, "--value", "12", "--date")
    assert run_okrs(capsys, *arguments, "2026-10-14")[2] == ""
    status, _, err = run_okrs(capsys, *arguments, "2026-10-15")
    assert status == 0
    assert err == "note: 2026-10-15 is more than 14 days after the end of 2026-Q3: shown, and not counted\n"


@pytest.mark.parametrize(
    ("ref", "options", "understood"),
    [
        (GUIDE, ("--done", "trial", "--help-needed", "x"), "2 of 3 milestones, 67 %, confidence 0.35: off-track"),
        (PARTNER, ("--done", "false"), "not done, no confidence: no status"),
        (PARTNER, ("--note", "x"), "no data, no confidence: no status"),
        (SPEED, ("--value", "280", "--status", "on-track"), "last 280 ms, kept, 14 %, no confidence: on-track"),
        (POSTS, ("--value", "-1"), "-1 posts, 0 %, below baseline, confidence 0.7: on-track"),
    ],
)
def test_it_says_what_it_understood(
    root: Path, capsys: pytest.CaptureFixture[str], ref: str, options: tuple[str, ...], understood: str
) -> None:
    _, out, err = run_okrs(capsys, ref, *BY, *options)
    assert (out.splitlines()[0], err) == (f"{ref}: {understood}", "")


@pytest.mark.parametrize(
    ("value", "told_"),
    [
        ("6", ""),
        ("7", "7 posts is far past the target 3 posts"),
        ("-3", ""),
        ("-4", "-4 posts is far on the wrong side of the baseline 0 posts"),
    ],
)
def test_a_value_far_out_may_be_a_slip(root: Path, capsys: pytest.CaptureFixture[str], value: str, told_: str) -> None:
    slip = "; if that is a slip, fix it with `--corrects RECORD`"
    expected = f"note: {POSTS}: {told_}{slip}\n" if told_ else ""
    assert run_okrs(capsys, POSTS, *BY, "--value", value, "--date", "2026-11-15")[2] == expected
    assert run_okrs(capsys, POSTS, *BY, "--value", value)[2] == "", "once is enough"


def test_help_that_is_not_asked_for_again_is_reported(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = "the help asked for on 2026-11-09 (A designer for two days.) is not asked for any more"
    assert run_okrs(capsys, GUIDE, *BY, "--done", "trial", "--date", "2026-11-08")[2] == "", "the later one still asks"
    assert run_okrs(capsys, GUIDE, *BY, "--done", "trial", "--help-needed", "Mara")[2] == ""
    record_file(root / CHECK_INS, "2026-11-16-bo").unlink()
    assert run_okrs(capsys, GUIDE, *BY, "--done", "trial")[2] == f"note: {GUIDE}: {note}; `--help-needed` keeps it\n"
    record_file(root / CHECK_INS, "2026-11-16-bo").unlink()
    corrects = ("--corrects", "2026-11-09-bo")
    assert run_okrs(capsys, GUIDE, *BY, "--done", "trial", *corrects)[2] == "", (
        "a correction keeps what it does not name"
    )


MANY = {POSTS: {"value": 2, "note": "caf\u00e9 \U0001f600"}, GUIDE: {"done": ["draft", "trial"]}}


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(MANY),
        json.dumps({"by": "bo", "date": "2026-11-16", "key_results": MANY}, indent="\t"),
        f"{POSTS}: {{value: 2, note: café \U0001f600}}\n{GUIDE}:\n  done: [draft, trial]\n",
    ],
    ids=["json", "record", "yaml"],
)
@pytest.mark.parametrize("source", ["file", "-"])
def test_several_key_results_in_one_record(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, text: str, source: str
) -> None:
    (root / "said").write_text(text, encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert run_okrs(capsys, "--from", "said" if source == "file" else "-", *BY)[0] == 0
    assert record(root) == (
        "by: bo\ndate: 2026-11-16\nkey_results:\n"
        f'  {POSTS}:\n    value: 2\n    note: "café \U0001f600"\n'
        f"  {GUIDE}:\n    done: [draft, trial]\n"
    )


def test_a_year_and_its_quarter_share_a_record(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "said").write_text(f"company/trusted/references: {{value: 4}}\n{POSTS}: {{value: 2}}\n", encoding="utf-8")
    assert run_okrs(capsys, "--from", "said", *BY)[0] == 0
    assert "  company/trusted/references:\n    value: 4\n" in record(root)
    assert cli.run(["lint", *DAY, CHECK_INS]) == 0


VALUE = ("--value", "2")


@pytest.mark.parametrize(
    ("arguments", "message", "remedy"),
    [
        ((GUIDE, *BY, *VALUE), f"`{GUIDE}` has milestones and takes no value", "draft, trial, out"),
        ((PARTNER, *BY, *VALUE), f"`{PARTNER}` has done or not done for a measure", "say whether it is done"),
        ((POSTS, *BY, "--done", "draft"), f"`{POSTS}` has no steps: it is measured by a number", "give a value"),
        ((POSTS, *BY, "--done", "true"), f"`{POSTS}` is measured by a number, and is not just done", "give a value"),
        ((GUIDE, *BY, "--done", "trail"), f"`{GUIDE}` has no step `trail`", 'did you mean "trial"?'),
        ((GUIDE, *BY, "--done", "A draft of it"), f"`{GUIDE}` has no step `A draft of it`", "draft, trial, out"),
        ((GUIDE, *BY, "--done", "draft, oot"), f"`{GUIDE}` has no step `oot`", 'did you mean "out"?'),
        ((PARTNER, *BY, "--done", "draft"), f"`{PARTNER}` has no steps: it is done or not done", "`true` or `false`"),
        ((POSTS, *BY, "--value", "1,000"), "`1,000` is no number", "digits"),
        ((POSTS, *BY, "--value", "nan"), "`nan` is no number", "digits"),
        ((POSTS, *BY, "--value", "1_0"), "`1_0` is no number", "digits"),
        ((POSTS, *BY, "--value", "1e20"), "the number 1e+20 cannot be counted with", "larger unit"),
        ((POSTS, *BY, "--value", "1e999"), "the number 1e999 cannot be counted with", "larger unit"),
        ((POSTS, *BY, "--value", "1" * 400), f"the number {'1' * 39}… cannot be counted with", "larger unit"),
        ((POSTS, *BY, "--value", "x" * 400), f"`{'x' * 39}…` is no number", "digits"),
        ((POSTS, "--by", "x" * 400, *VALUE), f"`{'x' * 39}…` is not in okrs/people.yaml", "add them there"),
        ((POSTS, *BY, "--confidence", "70"), "the confidence `70` is not from 0.0 to 1.0", "share of 1: 0.7"),
        ((POSTS, *BY, "--confidence", "174%"), "`174%` is no number", "no unit"),
        ((POSTS, *BY, "--confidence", "-1"), "the confidence `-1` is not", "a number from 0.0 to 1.0"),
        ((POSTS, *BY, "--note", " "), f"`note` of `{POSTS}` is ` `", "text that is not empty"),
        ((POSTS, *BY, "--note", "a\u200bb"), "there is a character that nobody can see, U+200B", "type this text"),
        ((POSTS, *BY, *VALUE, "--date", "2026-11-17"), "2026-11-17 is in the future; today is 2026-11-16", "--date"),
        ((POSTS, *BY, *VALUE, "--date", "2026-09-30"), "2026-09-30 is before 2026-Q4, which starts on", "a day within"),
        (("content/voice/letters", *BY, *VALUE), "2026-Q3 ended on 2026-09-30, and 2026-11-16 is too late", "--date"),
        ((f"{GOAL}/leads", *BY, *VALUE), f"`{GOAL}/leads` is mara's key result, and this check-in is by bo", "--yes"),
        ((f"{GOAL}/podcast", *BY, *VALUE), "was dropped on 2026-11-10: Nobody has time to record it.", "--corrects"),
        ((f"{GOAL}/pilar-posts", *BY, *VALUE), "there is no key result", f"did you mean `{POSTS}`?"),
        ((f"{GOAL}/posts", *BY, *VALUE), "there is no key result", f"did you mean `{POSTS}`?"),
        (("piller-posts", *BY, *VALUE), "there is no key result `piller-posts`", f"did you mean `{POSTS}`?"),
        ((f"2026-Q4/{GOAL}/pillar", *BY, *VALUE), "there is no key result", f"did you mean `2026-Q4/{POSTS}`?"),
        ((f"2026-Q9/{POSTS}", *BY, *VALUE), f"there is no key result `2026-Q9/{POSTS}`", "2026-Q4/"),
        ((POSTS, "--by", "boo", *VALUE), "`boo` is not in okrs/people.yaml", 'did you mean "bo"?'),
        ((POSTS, "--by", "xyz", *VALUE), "`xyz` is not in okrs/people.yaml", "known: ana, bo, dee, mara; name"),
        ((POSTS, "--by", "dee", *VALUE), "`dee` left on 2026-10-31, before 2026-11-16", "--by PERSON"),
        ((POSTS, *VALUE), "git does not know who you are", "--by PERSON"),
        ((POSTS, *BY), "nobody can be asked here, and nothing is said", "--value"),
        (BY, "nobody can be asked here, and nothing is said", "--from FILE"),
        ((*BY, *VALUE), "which key result is meant?", "okrs check-in team/objective/key-result"),
        ((POSTS, *BY, *VALUE, "--from", "x"), "`--from` says it all already", "leave out"),
        (("--from", "nowhere", *BY), "nowhere cannot be read: No such file or directory", "- for standard input"),
        ((POSTS, *BY, *VALUE, "--corrects", "2026-11-9-bo"), "there is no check-in", 'did you mean "2026-11-09-bo"?'),
        ((POSTS, *BY, *VALUE, "--corrects", "2026-11-09-mara"), "is a check-in by mara, and bo cannot", "the later"),
        ((SPEED, *BY, *VALUE, "--corrects", "2026-11-09-bo"), f"says nothing about `{SPEED}`", "without `--corrects`"),
        (
            (POSTS, *BY, *VALUE, "--corrects", "2026-11-09-bo", "--date", "2026-11-08"),
            "`2026-11-09-bo` is of a later day than 2026-11-08",
            "comes after",
        ),
        (
            ("content/voice/letters", *BY, *VALUE, "--corrects", "2026-11-09-bo"),
            "there is no key result `content/voice/letters`",
            "team/objective/key-result",
        ),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_line_and_nothing_is_written(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str, remedy: str
) -> None:
    before = files(root)
    status, out, err = run_okrs(capsys, *arguments)
    first, second = err.splitlines()
    assert (status, out) == (2, "")
    assert message in first
    assert first.startswith("error: ")
    assert remedy in second
    assert files(root) == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "said:1:1: this cannot be read: empty"),
        ("- a\n", "said has no key results in it"),
        ("{}", "said has no key results in it"),
        ("a: 'x", "said:1:4: this cannot be read: unclosed quote"),
        ("\xff", "said:1:1: this cannot be read: not utf8"),
        (f"{POSTS}: 2\n", f"said: `{POSTS}` has no mapping after it"),
        (f"{POSTS}: {{}}\n", f"nothing is said about `{POSTS}`"),
        (f"{POSTS}: {{valeu: 2}}\n", f"`valeu` of `{POSTS}` is no key of a check-in"),
        (f"{POSTS}: {{value: two}}\n", f"`value` of `{POSTS}` is `two`"),
        (f"{POSTS}: {{confidence: 70}}\n", f"the confidence 70 of `{POSTS}` is more than 1"),
        (f"{POSTS}: {{note: }}\n", f"`note` of `{POSTS}` has nothing after it"),
        (f"{POSTS}: {{status: ontrack}}\n", f"`status` of `{POSTS}` is `ontrack`"),
        (f"{POSTS}: {{value: 1}}\n2026-Q4/{POSTS}: {{value: 2}}\n", f"`2026-Q4/{POSTS}` is named twice"),
        (f'{{"{POSTS}": {{"value": NaN}}}}', f"`value` of `{POSTS}` is `NaN`"),
        (f'{{"{POSTS}": {{"value": 1}}, "{POSTS}": {{"value": 2}}}}', "duplicate key"),
        (f"by: mara\nkey_results:\n  {POSTS}: {{value: 1}}\n", "the file says it is by mara, and `--by` says bo"),
        (f"date: 12.10.2026\nkey_results:\n  {POSTS}: {{value: 1}}\n", "said: `12.10.2026` is no day"),
        (f"dat: 2026-11-16\nkey_results:\n  {POSTS}: {{value: 1}}\n", "said: `dat` is no key of a check-in"),
        (f"{POSTS}: {{value: 1}}\n2026-Q3/content/voice/letters: {{value: 2}}\n", "2026-Q3 ended on 2026-09-30"),
    ],
)
def test_a_bad_file_is_one_clear_line(root: Path, capsys: pytest.CaptureFixture[str], text: str, message: str) -> None:
    (root / "said").write_bytes(text.encode("latin-1"))
    before = files(root)
    status, out, err = run_okrs(capsys, "--from", "said", *BY)
    assert (status, out) == (2, "")
    assert message in err.splitlines()[0]
    assert len(err.splitlines()) == 2
    assert files(root) == before


def test_somebody_elses_with_yes(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_okrs(capsys, f"{GOAL}/leads", *BY, *VALUE, "--yes")[0] == 0
    assert record(root).startswith("by: bo\n")


@pytest.mark.parametrize(
    ("email", "person"),
    [("BO@example.com", "bo"), ("12345+mara-k@users.noreply.github.com", "mara")],
)
def test_git_claims_who_it_is(root: Path, capsys: pytest.CaptureFixture[str], email: str, person: str) -> None:
    commit(root)
    git(root, "config", "user.email", email)
    status, out, err = run_okrs(capsys, POSTS, *VALUE, "--yes")
    path = f"{CHECK_INS}/2026-11-16-{person}.yaml"
    assert (status, err) == (0, f"by git's user.email, {email}, you are {person}\n")
    assert out == (
        f"{POSTS}: 2 posts, 67 %, confidence 0.7: on-track\n"
        f"wrote {path}\n\nto share it:\n  git add {path}\n  git commit -m 'Check in: {person}, 2026-11-16' -- {path}\n"
    )


def test_people_who_are_not_there_or_cannot_be_read(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people, value = root / "okrs/people.yaml", ("--value", "2")
    make(root, {"okrs/config.yaml": "organization: Example\n"})
    people.rename(root / "people.yaml")
    assert run_okrs(capsys, POSTS, *BY, *value)[2].startswith(
        "error: there is no okrs/people.yaml, so nobody is known\n"
    )
    people.symlink_to(root / "people.yaml")
    assert run_okrs(capsys, POSTS, *BY, *value)[2].startswith(
        "error: okrs/people.yaml cannot be read, so nobody is known\n"
    )


@pytest.mark.parametrize("pattern", ["okrs", "okrs/2026-Q4/check-ins/", "2026-11-16*"])
def test_a_record_that_git_ignores_is_kept_and_said(
    root: Path, capsys: pytest.CaptureFixture[str], pattern: str
) -> None:
    commit(root)
    assert run_okrs(capsys, POSTS, *BY, "--value", "2")[2] == ""
    record_file(root / CHECK_INS, "2026-11-16-bo").unlink()
    (root / ".gitignore").write_text(f"{pattern}\n", encoding="utf-8")
    status, out, err = run_okrs(capsys, POSTS, *BY, "--value", "2")
    path = f"{CHECK_INS}/2026-11-16-bo.yaml"
    assert (status, out.splitlines()[1]) == (0, f"wrote {path}")
    assert err == f"note: git ignores {path}, so that nobody will read it: `git check-ignore -v {path}` says why\n"


def test_who_is_unknown_is_shown_how_to_be_added(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(root)
    git(root, "config", "user.email", "me@elsewhere.example")
    status, _, err = run_okrs(capsys, POSTS, *VALUE)
    assert status == 2
    assert err == (
        "error: git says you are me@elsewhere.example, and nobody in okrs/people.yaml has that address\n"
        "  = help: add `emails: [me@elsewhere.example]` to your entry there, or say who you are with `--by PERSON`\n"
    )


def test_commands_to_copy_work_from_a_folder_below(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(root)
    git(root, "remote", "add", "upstream", "https://forge.example/okrs")
    monkeypatch.chdir(root / "okrs/2026-Q4/content")
    out = run_okrs(capsys, POSTS, *BY, *VALUE)[1]
    assert out.splitlines()[4:] == [
        "  git switch -c check-in/2026-11-16-bo",
        "  git add ../check-ins/2026-11-16-bo.yaml",
        "  git commit -m 'Check in: bo, 2026-11-16' -- ../check-ins/2026-11-16-bo.yaml",
        "  git push -u upstream check-in/2026-11-16-bo",
        "  git switch -",
    ]


def test_a_person_whose_id_is_a_path_writes_nowhere_else(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (root / "okrs/people.yaml").open("a", encoding="utf-8") as people:
        people.write("  ../../x: {name: X}\n")
    before = files(root)
    assert run_okrs(capsys, POSTS, "--by", "../../x", *VALUE, "--yes")[0] == 2
    assert files(root) == before


def test_an_objective_that_cannot_be_read_is_reported(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "okrs/2026-Q4/content/organic-pipeline.yaml").write_text("title: [\n", encoding="utf-8")
    status, _, err = run_okrs(capsys, POSTS, *BY, *VALUE)
    assert status == 2
    assert f"`{POSTS}` cannot be read" in err
    assert "okrs lint okrs/2026-Q4/content/organic-pipeline.yaml" in err


def test_several_goals_of_another_cycle_are_checked_in_on_with_one_command(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def inbox() -> str:
        assert cli.run(["inbox", "--by", "bo", *DAY]) == 0
        return " ".join(capsys.readouterr().out.split())

    assert "Win ten references okrs check-in 2026/company/trusted/references" in inbox()
    goal = root / "okrs/2026/company/trusted.yaml"
    more = "  - {id: awards, title: Win an award, owner: bo, success: It is ours., measure: {type: binary}}\n"
    goal.write_text(goal.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert "Win an award Win ten references okrs check-in Check in:" in inbox()
    assert "okrs check-in 2026/" not in inbox()
