"""`okrs diff` as Markdown and for programs: hostile words stay words, and a comment is never too long."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from okrs_as_code.escape import sanitise
from okrs_as_code.report.views.diff import NO_CHANGES, DiffView
from okrs_as_code.report.views.diff_markdown import MAX_LENGTH, as_markdown
from okrs_as_code.review.revisions.revision import Revision
from okrs_as_code.workspace.loader import load
from okrs_as_code.workspace.trees.tree import WorkingTree
from tests.report.test_hostile import HOSTILE, outside_code
from tests.report.test_hostile import make as make_hostile
from tests.repositories import GOAL, OBJECTIVE, SMALL, make

TODAY = date(2026, 11, 16)
OURS = {"p", "ul", "li", "strong", "code"}


def read(root: Path) -> Revision:
    return Revision(load(WorkingTree(root)))


def diff(root: Path, before: Mapping[str, str], after: Mapping[str, str]) -> DiffView:
    return DiffView(("a" * 40, read(make(root / "before", before))), (None, read(make(root / "after", after))), TODAY)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_comment_is_live(tmp_path: Path, text: str) -> None:
    make_hostile(tmp_path / "after", text)
    make_hostile(tmp_path / "before", "harmless")
    empty = read(make(tmp_path / "empty", {"okrs/people.yaml": "people: {}\n"}))
    after = read(tmp_path / "after")
    for before in (empty, read(tmp_path / "before")):
        page = as_markdown(DiffView(("a" * 40, before), (None, after), TODAY))
        shown = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(page)
        assert {tag.lower() for tag in re.findall(r"</?([a-zA-Z][a-zA-Z0-9]*)", shown)} <= OURS
        assert "href=" not in shown
        assert not re.search(r"(?<![\w`/\\.&;-])@[a-z]", outside_code(page))
        letters = re.sub(r"[^A-Za-z0-9]", "", " ".join(sanitise(text).split()))
        visible = html.unescape(re.sub(r"<[^>]+>", "", shown))
        assert letters in re.sub(r"[^A-Za-z0-9]", "", visible), "the text itself is still there to read"


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_on_a_terminal_is_live(tmp_path: Path, text: str) -> None:
    make_hostile(tmp_path / "after", text)
    empty = read(make(tmp_path / "empty", {"okrs/people.yaml": "people: {}\n"}))
    output = DiffView(("a" * 40, empty), (None, read(tmp_path / "after")), TODAY).as_text()
    assert "::error" not in output
    assert "##[" not in output
    assert "\x1b" not in output


def test_a_comment_says_how_much_it_leaves_out(tmp_path: Path) -> None:
    long = {f"okrs/2026-Q4/company/goal-{n}.yaml": OBJECTIVE.replace("price.", "@" * 5000) for n in range(200)}
    view = diff(tmp_path, SMALL, {**SMALL, **long})
    page = as_markdown(view)
    assert MAX_LENGTH - 12_000 < len(page) <= MAX_LENGTH
    [more] = re.findall(r"^… and (\d+) more lines: `okrs diff` shows all of them$", page, re.MULTILINE)
    assert int(more) + len(re.findall("^- ", page, re.MULTILINE)) == sum(len(group.lines) for group in view.groups)
    assert as_markdown(view, 400).count("\n- ") == 0


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (GOAL, SMALL[GOAL].replace("    owner: bo\n", ""), SMALL[GOAL].replace("    owner: bo\n", "    due: soon\n")),
        (GOAL, "title: [", "title: {"),
        ("okrs/2026-Q4/check-ins/2026-10-12-bo.yaml", "by: bo\n", "by: bo\ndate: 2026-10-12\n"),
    ],
    ids=["a key result", "an objective", "a record"],
)
def test_what_cannot_be_read_on_either_side_differs(tmp_path: Path, path: str, before: str, after: str) -> None:
    view = diff(tmp_path, {**SMALL, path: before}, {**SMALL, path: after})
    assert "differs, cannot be read" in view.as_text()
    assert any("differs, cannot be read" in row["message"] for row in view.as_json()["changes"])


_RECORD = "okrs/2026-Q4/check-ins/2026-10-12-bo.yaml"
_BRAND = GOAL.replace(GOAL.rpartition("/")[2], "Brand.yaml")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({_RECORD: "by: ["}, {}, f"{_RECORD}: removed; it could not be read"),
        ({}, {_RECORD: "by: ["}, f"{_RECORD}: new, cannot be read: `okrs lint` says why"),
        ({_BRAND: "title: A\n"}, {}, f"{_BRAND}: removed; nothing read it where it was"),
        ({}, {_BRAND: "title: A\n"}, f"{_BRAND}: new, where nothing reads it: `okrs lint` says why"),
    ],
)
def test_what_is_not_read_is_shown_as_it_comes_and_goes(
    tmp_path: Path, before: dict[str, str], after: dict[str, str], expected: str
) -> None:
    view = diff(tmp_path, {**SMALL, **before}, {**SMALL, **after})
    assert f"  {expected}\n" in view.as_text()
    assert [row["message"] for row in view.as_json()["changes"]] == [expected]


def test_nothing_changed(tmp_path: Path) -> None:
    view = diff(tmp_path, SMALL, SMALL)
    assert view.as_text() == f"{NO_CHANGES}\n"
    assert as_markdown(view) == f"{NO_CHANGES}\n"
    assert view.as_json() == {"base": "a" * 40, "head": None, "changes": []}


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("target: 3", "target: 5", "target 3 → 5 posts (harder)"),
        ("unit: posts", "unit: articles", "unit posts → articles (easier or harder: the numbers do not say)"),
        (
            "{type: metric, baseline: 0, target: 3, unit: posts}",
            "{type: binary}",
            "measure from 0 to 3 posts → done or not done (easier or harder: the numbers do not say)",
        ),
        ("unit: posts}", "unit: posts, stretch: 5}", "stretch none → 5 posts"),
        ("unit: posts}", "unit: posts}\n    due: 2026-12-18", "due 31 Dec 2026 → 18 Dec 2026 (harder)"),
        ("unit: posts}", "unit: posts}\n    success: Seen.", 'success is now said: "Seen."'),
        ("owner: bo", "owner: {team: company, lead: bo}", "owner bo → bo for team company"),
        ("owner: bo", "owner: bo\n    manager: ana", "manager the owner's own → ana"),
        ("owner: bo", "owner: bo\n    start: 2026-10-15", "start 1 Oct 2026 → 15 Oct 2026"),
        ("owner: bo", "owner: bo\n    check_ins: month", "check-ins every week → every month"),
        ("owner: bo", "owner: bo\n    weight: 2", "weight in the objective's progress 1 → 2"),
        ("owner: bo", "owner: bo\n    links: [https://example.com]", "links: https://example.com added"),
    ],
)
def test_what_moved_is_reported_on_one_line(tmp_path: Path, before: str, after: str, words: str) -> None:
    view = diff(tmp_path, SMALL, {**SMALL, GOAL: OBJECTIVE.replace(before, after, 1)})
    [group] = view.groups
    assert [str(line) for line in group.lines] == [f"pillar-posts: {words}"]


def test_steps_are_named_by_their_titles(tmp_path: Path) -> None:
    measure = "{type: metric, baseline: 0, target: 3, unit: posts}"
    steps = "{{type: milestones, steps: [{{id: a, title: First, weight: {a}}}, {{id: {b}, title: Second, weight: 1}}]}}"
    sides = [{**SMALL, GOAL: OBJECTIVE.replace(measure, steps.format(a=a, b=b))} for a, b in ((1, "b"), (2, "c"))]
    [group] = diff(tmp_path, *sides).groups
    assert group.lines[0].parts == [
        "milestone a: weight 1 → 2 (easier or harder: the numbers do not say)",
        'milestone removed: "Second", weight 1 (easier)',
        'milestone added: "Second", weight 1 (harder)',
    ]


def test_progress_moves_as_far_up_as_it_counts(tmp_path: Path) -> None:
    def goal(above: str | None, target: int) -> str:
        aligned = f"aligned_to: {{objective: company/{above}, contributes: true}}\n" if above is not None else ""
        return aligned + OBJECTIVE.replace("target: 3", f"target: {target}")

    def world(target: int) -> dict[str, str]:
        return {
            **{f"okrs/2026-Q4/company/{name}.yaml": goal(up, 3) for name, up in (("top", None), ("mid", "top"))},
            "okrs/2026-Q4/company/low.yaml": goal("mid", target),
            "okrs/people.yaml": SMALL["okrs/people.yaml"],
            "okrs/2026-Q4/check-ins/2026-10-12-bo.yaml": "by: bo\ndate: 2026-10-12\nkey_results:\n"
            "  company/low/pillar-posts: {value: 2}\n",
        }

    rows = diff(tmp_path, world(4), world(2)).as_json()["changes"]
    moved = {row["subject"]: (row["before"], row["after"]) for row in rows if row["kind"] == "progress"}
    assert moved == {f"2026-Q4/company/{name}": (0.5, 1.0) for name in ("low", "mid", "top")}


def test_every_change_has_a_row_that_is_json(tmp_path: Path) -> None:
    make_hostile(tmp_path / "after", "new words")
    empty = read(make(tmp_path / "empty", {"okrs/people.yaml": "people: {}\n"}))
    view = DiffView(("a" * 40, empty), ("b" * 40, read(tmp_path / "after")), TODAY)
    data = json.loads(json.dumps(view.as_json()))
    assert len(data["changes"]) == len(view.changes)
    for row in data["changes"]:
        assert list(row) == ["kind", "subject", "field", "before", "after", "direction", "message"]
        assert row["message"]
