"""Comments that ignore a finding: what they cover, when they work, and that nothing is hidden which must not be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code import api
from okrs_as_code.finding import Finding, KeyPath, Place, Severity, Span
from okrs_as_code.lint.changes.new_findings import run_rules_on_change
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.engine import locate_findings, run_rules
from okrs_as_code.lint.formats.concise import render as concise
from okrs_as_code.lint.formats.json import render
from okrs_as_code.lint.policy import Selection
from okrs_as_code.lint.registry import rule_named
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.rules.fmt008_suppression_without_reason import missing_parts
from okrs_as_code.lint.suppressions import apply_suppressions
from okrs_as_code.workspace.layout import EntryKind
from okrs_as_code.workspace.layout import locate as place_of
from okrs_as_code.workspace.loader import Workspace, load
from okrs_as_code.workspace.source_file import SourceFile
from okrs_as_code.workspace.suppression_comments import Suppression, suppressions_of
from okrs_as_code.workspace.trees.tree import WorkingTree
from okrs_as_code.yaml import parse
from tests.repositories import GOAL, PEOPLE, make

TODAY = date(2026, 10, 15)
UNTIL = "until 2026-12-31: we know"
KR009 = f"# okrs: ignore[KR009] {UNTIL}"
TWO = """\
title: Be ready
why: It is time.
owner: mara
key_results:
  - id: first
    title: The first is done
    owner: bo
    measure: {type: binary}
    due: 2026-12-18
  - id: second
    title: The second is done
    owner: mara
    measure: {type: binary}
"""


def read(goal: str) -> list[Suppression]:
    return list(suppressions_of(SourceFile(place_of(GOAL, EntryKind.FILE), parse(GOAL, goal.encode()))))


def finding(place: Place) -> Finding:
    return Finding("KR009", "success-undefined", Severity.WARNING, "x", "x", "x", place)


def workspace(root: Path, goal: str = TWO, **files: str) -> Workspace:
    return load(WorkingTree(make(root, {"okrs/people.yaml": PEOPLE, GOAL: goal, **files})))


def findings_of(root: Path, goal: str, *select: str, today: date = TODAY) -> list[str]:
    """Errors and warnings as `CODE row`; what is ignored is in brackets."""
    findings = run_rules(Context(workspace(root, goal), today), Selection.of(select, []))
    located = locate_findings(findings, workspace(root, goal))
    rows = [f"{entry.finding.code} {entry.region.row}" for entry in located]
    return [f"({row})" if entry.finding.ignored else row for row, entry in zip(rows, located, strict=True)]


def above(line: str, comment: str, goal: str = TWO) -> str:
    """The goal with a comment on a line of its own above another, as far to the right."""
    spaces = " " * (len(line) - len(line.lstrip()))
    assert goal.count(f"{line}\n") == 1
    return goal.replace(f"{line}\n", f"{spaces}{comment}\n{line}\n")


def behind(line: str, comment: str) -> str:
    assert TWO.count(f"{line}\n") == 1
    return TWO.replace(f"{line}\n", f"{line}  {comment}\n")


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        (TWO, ["KR009 5", "KR009 10"]),
        (above("  - id: first", KR009), ["(KR009 6)", "KR009 11"]),
        (above("  - id: second", KR009), ["KR009 5", "(KR009 11)"]),
        (behind("  - id: first", KR009), ["(KR009 5)", "KR009 10"]),
        (above("key_results:", KR009), ["(KR009 6)", "(KR009 11)"]),
        (above("    title: The first is done", KR009), ["KR009 5", "KR009 11", "FMT010 6"]),
        (above("title: Be ready", KR009), ["KR009 6", "KR009 11", "FMT010 1"]),
        (behind("key_results:", KR009), ["KR009 5", "KR009 10", "FMT010 4"]),
        (behind("    due: 2026-12-18", KR009), ["KR009 5", "KR009 10", "FMT010 9"]),
        (f"{TWO}{KR009}\n", ["KR009 5", "KR009 10", "FMT010 14"]),
        (f"{TWO.rstrip()}  {KR009}", ["KR009 5", "KR009 10", "FMT010 13"]),
    ],
    ids=lambda value: None if isinstance(value, str) else " ".join(value),
)
def test_what_a_comment_covers(goal: str, expected: list[str], tmp_path: Path) -> None:
    assert sorted(findings_of(tmp_path, goal, "KR009", "FMT010")) == sorted(expected)


@pytest.mark.parametrize(
    "comment",
    [
        f"# okrs: ignore[success-undefined] {UNTIL}",
        f"# okrs: ignore[ kr009 ,OWN005] {UNTIL}",
        f"#okrs: ignore [KR009]  {UNTIL}",
        f"# OKRs: Ignore[KR009] {UNTIL}",
        f"# the board decides # okrs: ignore[KR009] {UNTIL}",
        f"## okrs: ignore[KR009] {UNTIL}",
        "# okrs: ignore[KR009] until 2026-10-15: its last day is today",
        "# okrs: ignore[KR009] until 2026-10-15 : a reason: with a colon, # and [brackets]",
    ],
)
def test_ways_to_write_it(comment: str, tmp_path: Path) -> None:
    assert findings_of(tmp_path, above("  - id: first", comment), "KR009") == ["(KR009 6)", "KR009 11"]


LATER = ["KR009 6", "KR009 11"]


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        ("# okrs: ignore", ["FMT008"]),
        ("# okrs: ignore[]", ["FMT008"]),
        ("# okrs: ignore[KR009", ["FMT008"]),
        ("# okrs: ignore[KR009] until: we know", ["FMT008"]),
        ("# okrs: ignore[KR009] until 2026-12-31:", ["FMT008"]),
        ("# okrs: ignore[KR009] until 2026-12-31 we know", ["FMT008"]),
        ("# okrs: ignore[KR009] until tomorrow: we know", ["FMT008"]),
        ("# okrs: ignore[KR009] until 2026-13-01: we know", ["FMT008"]),
        ("# okrs: ignore[KR009]: we know until 2026-12-31", ["FMT008"]),
        ("# okrs: ignore[KR009] until 2026-10-14: its last day was yesterday", ["FMT009"]),
        (f"# okrs: ignore-file[KR009] {UNTIL}", ["FMT008"]),
        (f"# okrs: ignores[KR009] {UNTIL}", ["FMT008"]),
        (f"# okrs: ignore[KR00] {UNTIL}", ["FMT007"]),
        (f"# okrs: ignore[OWN003] {UNTIL}", ["FMT011"]),
        (f"# okrs: ignore[FMT008] {UNTIL}", ["FMT010"]),
        ("# okrs: ignored by nobody", []),
        ("# okrs: ignore-list", []),
        ("# see okrs: ignore[KR009]", []),
    ],
)
def test_what_ignores_nothing(comment: str, codes: list[str], tmp_path: Path) -> None:
    assert findings_of(tmp_path, above("  - id: first", comment), "KR009", "FMT") == [
        *(f"{code} 5" for code in codes),
        *LATER,
    ]


def test_an_unknown_rule_has_a_nearest(tmp_path: Path) -> None:
    goal = above("  - id: first", f"# okrs: ignore[KR009, succes-undefined] {UNTIL}")
    (result,) = run_rules(Context(workspace(tmp_path, goal), TODAY), Selection.of(["FMT007"], []))
    assert result.message == 'there is no rule "succes-undefined"'
    assert result.help.startswith('did you mean "success-undefined"? ')


def test_what_is_ignored_is_information_with_its_reason(tmp_path: Path) -> None:
    root = make(tmp_path, {"okrs/people.yaml": PEOPLE, GOAL: above("  - id: first", KR009)})
    assert [located.finding.subject[-6:] for located in api.lint(api.open_repository(root), TODAY).findings] == [
        "second"
    ]
    verbose = api.lint(api.open_repository(root), TODAY, selection=Selection(verbose=True)).findings
    (ignored,) = (located for located in verbose if located.finding.ignored)
    assert ignored.finding.severity is Severity.INFORMATION
    assert ignored.finding.message.endswith(" (ignored until 2026-12-31: we know)")
    suppressions = [row.get("ignored") for row in json.loads(render(verbose)) if row["code"] == "KR009"]
    assert suppressions == [{"until": "2026-12-31", "reason": "we know"}, None]


def test_a_rule_of_information_is_ignored_and_not_unused(tmp_path: Path) -> None:
    """Though nobody asked to see information in this run."""
    goal = TWO.replace("why: It is time.\n", "").replace("title: Be", f"# okrs: ignore[OBJ004] {UNTIL}\ntitle: Be")
    assert [finding.code for finding in run_rules(Context(workspace(tmp_path, goal), TODAY))] == ["KR009", "KR009"]
    assert findings_of(tmp_path, goal, "OBJ004", "FMT010") == ["(OBJ004 2)"]


def test_a_comment_on_a_follow_up_is_never_unused(tmp_path: Path) -> None:
    goal = above("  - id: first", f"# okrs: ignore[CHK001] {UNTIL}")
    assert findings_of(tmp_path, goal, "CHK001", "FMT010") == ["(CHK001 6)", "CHK001 11"]
    assert findings_of(tmp_path, goal, "CHK001", "FMT010", today=date(2026, 10, 1)) == []


def test_where_rules_cannot_be_judged_no_comment_is_unused(tmp_path: Path) -> None:
    goal = above("  - id: first", f"# okrs: ignore[KR004] {UNTIL}")
    assert findings_of(tmp_path / "1", goal, "FMT010") == ["FMT010 5"]
    assert findings_of(tmp_path / "2", f"{goal}bogus: 1\n", "FMT010") == []
    broken = workspace(tmp_path / "3", goal, **{"okrs/teams.yaml": "teams: [\n"})
    assert run_rules(Context(broken, TODAY), Selection.of(["FMT010"], [])) == []
    policy = workspace(tmp_path / "4", goal, **{"okrs/config.yaml": "lint: {ignore: [KR004]}\n"})
    assert run_rules(Context(policy, TODAY), Selection.of(["FMT010"], [])) == []


def test_people_teams_and_policy_can_have_comments(tmp_path: Path) -> None:
    files = {
        "okrs/people.yaml": f"people:\n  # okrs: ignore[OWN014] {UNTIL}\n  ana: {{name: Ana, manager: bo}}\n"
        f"  mara: {{name: Mara, manager: ana}}\n  bo: {{name: Bo, manager: mara}}\n",
        "okrs/config.yaml": f"stewards: [ana, an]  # okrs: ignore[FMT007] {UNTIL}\n",
    }
    findings = run_rules(Context(workspace(tmp_path, TWO, **files), TODAY), Selection.of(["OWN014", "FMT"], []))
    assert sorted((finding.code, finding.ignored is not None) for finding in findings) == [
        ("FMT007", True),
        ("OWN014", True),
    ]


@pytest.mark.parametrize(("line", "ignored"), [("title: Be ready", True), ("owner: mara", False)])
def test_what_is_said_of_a_whole_file_is_covered_above_its_first_key(line: str, ignored: bool) -> None:
    goal = TWO.replace(f"{line}\n", f"{KR009}\n{line}\n", 1)
    (result,) = apply_suppressions([finding(Place(GOAL, on="file"))], read(goal), TODAY).findings
    assert (result.ignored is not None) == ignored


def test_behind_a_key_its_value_on_the_next_line_is_covered() -> None:
    comments = read(TWO.replace("key_results:", f"key_results:  {KR009}"))
    paths: tuple[KeyPath, ...] = (("key_results",), ("key_results", 0), ("key_results", 0, "id"), ("title",))
    applied = apply_suppressions([finding(Place(GOAL, path)) for path in paths], comments, TODAY).findings
    assert [finding.ignored is not None for finding in applied] == [True, False, False, False]


def test_a_comment_works_in_its_own_change_and_is_missed_when_it_goes(tmp_path: Path) -> None:
    plain, silent = workspace(tmp_path / "1"), workspace(tmp_path / "2", above("  - id: first", KR009))
    nothing = workspace(tmp_path / "3", "title: Be ready\nwhy: It is time.\nowner: mara\nkey_results: []\n")
    select = Selection.of(["KR009"], [])

    def new(base: Workspace, head: Workspace, selection: Selection = select) -> list[tuple[str, Severity]]:
        findings = run_rules_on_change(base, head, TODAY, selection)
        return [(finding.subject.rpartition("/")[2], finding.severity) for finding in findings]

    assert new(nothing, silent) == [("second", Severity.WARNING), ("first", Severity.INFORMATION)]
    assert new(silent, plain) == [("first", Severity.WARNING)]
    assert new(plain, silent) == []
    assert new(silent, silent) == []
    assert new(nothing, silent, Selection()) == [("second", Severity.WARNING)]


def test_what_only_a_change_shows_is_ignored_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And no comment on it is unused where nothing changed."""

    def check_change(rule: Rule, base: Context, head: Context) -> Iterator[Finding]:
        for number in range(2):
            yield finding(Place(GOAL, ("key_results", number, "title")))._replace(subject=str(number))

    monkeypatch.setattr(type(rule_named("KR009")), "check_change", check_change)
    head = workspace(tmp_path, above("  - id: second", KR009))
    findings = run_rules_on_change(head, head, TODAY, Selection.of(["KR009", "FMT010"], []))
    assert [(finding.subject, finding.ignored is not None) for finding in findings] == [("0", False), ("1", True)]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_line_ends_and_a_byte_order_mark_make_no_difference(line_end: str, tmp_path: Path) -> None:
    goal = above("  - id: first", KR009).replace("\n", line_end)
    assert findings_of(tmp_path, f"\ufeff{goal}", "KR009", "FMT") == ["(KR009 6)", "KR009 11"]
    (ignored, _) = run_rules(Context(workspace(tmp_path, goal), TODAY), Selection.of(["KR009"], []))
    assert ignored.message.endswith("2026-12-31: we know)")


def test_what_a_comment_says_is_reported_on_one_short_line(tmp_path: Path) -> None:
    reason = "::error:: " + "x" * 1000
    goal = above("  - id: first", f"# okrs: ignore[KR009] until 2026-12-31: {reason}")
    read_goal = workspace(tmp_path, goal)
    text = concise(locate_findings(run_rules(Context(read_goal, TODAY), Selection.of(["KR009"], [])), read_goal))
    assert len(text.splitlines()) == 2
    assert "::" not in text
    assert "x" * 180 in text
    assert "x" * 200 not in text


@given(st.text(st.characters(exclude_characters="\n\r\0", exclude_categories=["Cs", "Cc", "Cf"])))
def test_any_comment_is_understood_or_said_to_be_incomplete(rest: str) -> None:
    for suppression in read(f"title: Be ready  # okrs: ignore{rest}\n"):
        assert (suppression.ignored is None) == bool(list(missing_parts(suppression)))
        assert "\n" not in suppression.reason


def test_nothing_makes_more_of_what_is_ignored(tmp_path: Path) -> None:
    """Neither a severity of the policy, nor that a change adds the record."""
    policy = {"okrs/config.yaml": "lint: {severity: {CHK007: error}}\n"}
    record = "by: bo\ndate: 2026-10-12\nkey_results:\n  company/organic-pipeline/first: {value: 1}"
    path = "okrs/2026-Q4/check-ins/2026-10-12-bo.yaml"
    base = workspace(tmp_path / "1", **policy)
    for comment, severity in ((f"ignore[CHK007] {UNTIL}", Severity.INFORMATION), ("nothing", Severity.ERROR)):
        head = workspace(tmp_path / comment[:6], TWO, **policy, **{path: f"{record}  # okrs: {comment}\n"})
        findings = run_rules_on_change(base, head, TODAY, Selection.of(["CHK007"], []))
        assert [finding.severity for finding in findings] == [severity]


def test_comments_in_old_records_are_never_an_error(tmp_path: Path) -> None:
    lines = ["until 2026-12-31", "until 2026-10-13: over", UNTIL]
    text = "".join(f"  # okrs: ignore[OWN001, CHK004] {line}\n" for line in lines)
    record = f"by: bo\ndate: 2026-10-12\nkey_results:\n{text}  company/organic-pipeline/first: {{done: true}}\n"
    wrong = workspace(tmp_path, TWO, **{"okrs/2026-Q4/check-ins/2026-10-12-bo.yaml": record})
    findings = run_rules(Context(wrong, TODAY), Selection.of(["FMT"], []))
    assert sorted((finding.code, finding.severity) for finding in findings) == [
        ("FMT008", Severity.INFORMATION),
        *[("FMT011", Severity.INFORMATION)] * 3,
    ]
    assert [finding for finding in run_rules(Context(wrong, TODAY)) if finding.code.startswith("FMT")] == []
    correct = {
        "okrs/2026-Q4/check-ins/2026-10-12-bo.yaml": record,
        "okrs/2026-Q4/check-ins/2026-10-14-bo.yaml": "by: bo\ndate: 2026-10-14\ncorrects: 2026-10-12-bo\n"
        "key_results:\n  company/organic-pipeline/first: {done: true}\n",
    }
    assert run_rules(Context(workspace(tmp_path, TWO, **correct), TODAY), Selection.of(["FMT"], [])) == []


def test_a_file_without_a_comment_is_not_looked_into() -> None:
    assert parse("okrs/a.yaml", f"title: x  {KR009}\n".encode()).may_ignore
    assert not parse("okrs/a.yaml", b"title: x  # okrs is a word\n").may_ignore
    assert not parse("okrs/a.yaml", f"title: [x  {KR009}\n".encode()).may_ignore


def test_a_thousand_comments_take_no_million_steps(tmp_path: Path) -> None:
    key_result = "  {1}\n  - {{id: k{0}, title: Win {0:x}, owner: bo, measure: {{type: binary}}}}  {1}\n"
    lines = "".join(key_result.format(number, KR009) for number in range(2000))
    goal = f"title: Win\nwhy: We can.\nowner: bo\nkey_results:\n{KR009}\n{lines}"
    rows = findings_of(tmp_path, goal, "KR009", "FMT010")
    assert rows.count("KR009") == 0
    assert sum(row.startswith("(KR009") for row in rows) == 2000
    assert sum(row.startswith("FMT010") for row in rows) == 2001


LINES = TWO.splitlines()


@given(
    st.lists(st.tuples(st.integers(0, len(LINES)), st.integers(-2, 2), st.booleans()), max_size=6),
    st.lists(st.integers(0, len(TWO)), max_size=8),
)
def test_comments_never_lose_a_finding(comments: list[tuple[int, int, bool]], offsets: list[int]) -> None:
    """An ignored finding is still there, marked, and only by a comment that works; the innermost one counts."""
    lines = list(LINES)
    for row, days, trails in sorted(comments, reverse=True):
        text = f"# okrs: ignore[KR009] until {TODAY + timedelta(days=days)}: {row}"
        if trails and row < len(LINES):
            lines[row] += f"  {text}"
        else:
            lines.insert(row, text)
    text = "".join(f"{line}\n" for line in lines)
    suppressions = read(text)
    findings = [finding(Place(GOAL, span=Span(offset, offset))) for offset in offsets]
    applied = apply_suppressions(findings, suppressions, TODAY)
    assert [finding.place for finding in applied.findings] == [finding.place for finding in findings]
    for result in applied.findings:
        assert result.place.span is not None
        at = result.place.span.start
        row = text.count("\n", 0, at) + 1
        around = [
            suppression
            for suppression in suppressions
            if suppression.is_active(TODAY)
            and (
                suppression.row == row
                or (suppression.element is not None and suppression.element.start <= at <= suppression.element.end)
            )
        ]
        assert (result.ignored is not None) == bool(around)
        if result.ignored is not None:
            inner = min(around, key=width)
            assert result.ignored.reason in {
                suppression.reason for suppression in around if width(suppression) == width(inner)
            }


def width(suppression: Suppression) -> int:
    return suppression.element.end - suppression.element.start if suppression.element is not None else -1
