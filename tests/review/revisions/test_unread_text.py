"""Files that are no YAML are compared by their text: comments aside, wherever that is sure, and by their bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.review.revisions.written_text import text_without_comments
from tests.repositories import commit, git, make
from tests.review.playing import BASE, CONFIG, PEOPLE, PIPELINE, Proposal, rows_of
from tests.review.unreadable.test_last_readable import TODAY

NO_YAML = "owner: [bo\n"
MISPLACED = "okrs/2026-Q4/company/Grow.yaml"


def rows(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The rows for a change of a few files beside the others."""
    return rows_of(Proposal(base={**BASE, **before}, head={**BASE, **after}).request())


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("why: it grows\n# a comment\nowner: [bo\n", True),
        ("why: it grows\n  # a comment, as a plain text ends there\nowner: [bo\n", True),
        ('title: "Grow"  # so\n# a comment\nowner: [bo\n', True),
        ("why: |\n  It grows.\n# a comment, as it is no deeper\nowner: [bo\n", True),
        ("why: |\n  It grows.\n  # said in the text\nowner: [bo\n", False),
        ("why: >-  # folded\n  It grows.\n\n  # said in the text\nowner: [bo\n", False),
        ('why: "it grows\n# said in the text\n  so"\nowner: [bo\n', False),
        ("why: 'it grows\n  # said in the text'\nowner: [bo\n", False),
        ("it's: \"bo's\n# said in the text\"\nowner: [bo\n", False),
        ("# a comment for one reader\u2028owner: dee, for another\nowner: [bo\n", False),
    ],
)
def test_a_line_that_is_surely_a_comment_is_left_out(text: str, same: bool) -> None:
    without = "\n".join(line for line in text.split("\n") if "# said" not in line and "# a comment" not in line)
    is_left_out = text_without_comments(text) == text_without_comments(without)
    assert is_left_out is same


def test_lines_end_as_in_yaml() -> None:
    text = "title: it\u2028# is no comment\nowner: [bo\n"
    assert text_without_comments(text) == text


def test_what_looks_like_a_comment_in_a_text_asks() -> None:
    text = f"why: |\n  Because.\n  # First of all: revenue\n{NO_YAML}"
    changed = text.replace("revenue", "nothing")
    assert rows({PIPELINE: text}, {PIPELINE: changed})[:-1]
    comment = f"why: so\n# First of all: revenue\n{NO_YAML}"
    assert not rows({PIPELINE: comment}, {PIPELINE: comment.replace("revenue", "nothing")})[:-1]


def test_a_second_copy_keeps_nothing() -> None:
    """Notices a broken file that is taken away, as another one with the same text was there before."""
    copy = PIPELINE.replace("pipeline", "search")
    before = {PIPELINE: BASE[PIPELINE] + NO_YAML, copy: BASE[PIPELINE] + NO_YAML}
    gone = Proposal(
        base={**BASE, **before}, head={path: text for path, text in {**BASE, **before}.items() if path != PIPELINE}
    )
    assert any("owner bo" in row for row in rows_of(gone.request()))


def test_what_goes_to_another_cycle_is_new() -> None:
    text, later = BASE[PIPELINE] + NO_YAML, PIPELINE.replace("2026-Q4", "2027-Q1")
    base = {**BASE, PIPELINE: text}
    head = {**{path: one for path, one in base.items() if path != PIPELINE}, later: text}
    assert rows_of(Proposal(base=base, head=head).request())[0].startswith("refused: 2027-Q1/company/pipeline is new")


def test_the_record_of_somebody_else_or_of_another_day_says_something_else() -> None:
    text = "by: bo\ndate: 2026-10-12\nkey_results: {company/pipeline/posts: [\n"
    folder = "okrs/2026-Q4/check-ins/2026-10-12"
    assert not rows({f"{folder}-bo.yaml": text}, {f"{folder}-bo.2.yaml": text})[:-1]
    assert rows({f"{folder}-bo.yaml": text}, {f"{folder}-chen.yaml": text})[:-1] == [
        "missing okrs/2026-Q4/check-ins/2026-10-12-bo.yaml: writer bo/mara named"
    ]


def test_an_edit_of_a_misplaced_objective_asks_whom_it_names() -> None:
    easier = BASE[PIPELINE].replace("target: 3", "target: 2")
    asked = rows({MISPLACED: BASE[PIPELINE]}, {MISPLACED: easier})
    assert "missing okrs/2026-Q4/company/Grow.yaml: owner bo named" in asked
    assert "missing okrs/2026-Q4/company/Grow.yaml: manager mara named" not in asked  # she is an owner there
    assert rows({MISPLACED: BASE[PIPELINE]}, {MISPLACED: BASE[PIPELINE]}) == ["complete"]
    nobody = rows({MISPLACED: "title: Grow\n"}, {MISPLACED: "title: Shrink\n"})
    assert nobody == ["missing okrs/2026-Q4/company/Grow.yaml: steward ana named", "incomplete"]


def test_an_edit_of_a_misplaced_grade_asks_its_writer_and_whose_it_is() -> None:
    path = "okrs/2026-Q4/grades/mine/2026-12-31_chen.yaml"
    grade = "by: chen\ndate: 2026-12-31\nkey_results: {company/pipeline/posts: {score: 0.4, decision: keep}}\n"
    assert rows({path: grade}, {path: grade.replace("0.4", "0.9")}) == [
        f"missing {path}: writer chen/mara named",
        "missing company/pipeline/posts: owner bo named",
        "missing company/pipeline/posts: manager mara named",
        "incomplete",
    ]


@pytest.mark.parametrize(
    ("before", "after", "subject"),
    [
        ("owner: bo\n", "owner: bo\n    owner: dee\n", "company/pipeline/posts"),
        ("owner: bo\n", "owner: bo\n    1: dee\n", "company/pipeline/posts"),
        ("owner: mara\n", "owner: mara\nowner: dee\n", "company/pipeline"),
        ("owner: mara\n", "owner: mara\ncommitment: committed\ncommitment: aspirational\n", "company/pipeline/posts"),
        ("title: Make", "---\ntitle: Make", ""),
        ("key_results:\n", "key_results: []\nkey_results:\n", "company/pipeline/posts"),
    ],
)
def test_what_data_leaves_out_asks(before: str, after: str, subject: str) -> None:
    """Notices a second value of a key, and a second document, that become what counts once the first is taken away."""
    changed = BASE[PIPELINE].replace(before, after, 1)
    twice = f"{BASE[PIPELINE]}---\n{BASE[PIPELINE]}"
    asked = rows({}, {PIPELINE: changed})
    assert any(subject in row for row in asked[:-1]) == bool(subject)
    assert rows({PIPELINE: changed}, {PIPELINE: changed}) == ["complete"]
    assert rows({PIPELINE: changed}, {PIPELINE: f"{changed}# a comment\n"}) == ["complete"]
    assert any("posts: manager mara" in row for row in rows({PIPELINE: BASE[PIPELINE]}, {PIPELINE: twice}))
    other = BASE[PIPELINE].replace("target: 3", "target: 2")
    assert any("posts: owner bo" in row for row in rows({PIPELINE: twice}, {PIPELINE: f"{BASE[PIPELINE]}---\n{other}"}))


def test_what_stands_in_place_of_key_results_is_compared() -> None:
    """Notices key results that somebody hides for a while, and brings back with other owners."""
    header = BASE[PIPELINE].partition("key_results:")[0]
    three, four = {PIPELINE: f"{header}key_results: 3\n"}, {PIPELINE: f"{header}key_results: 4\n"}
    assert rows(three, four)[:-1] == [
        "missing company/pipeline: owner mara named",
        "missing company/pipeline: manager ana named",
        "missing company/pipeline: owner above ana named",
    ]
    assert rows(three, three) == ["complete"]
    head = {**BASE, PIPELINE: BASE[PIPELINE].replace("owner: bo", "owner: dee")}
    back = rows_of(Proposal(base={**BASE, **three}, head=head, older=(dict(BASE),)).request())
    assert "missing company/pipeline/posts: old owner bo named" in back
    same = Proposal(base={**BASE, **three}, head=dict(BASE), older=(dict(BASE),)).request()
    assert rows_of(same) == ["complete"]


def test_policy_that_is_no_text_is_compared_by_its_bytes(tmp_path: Path) -> None:
    make(tmp_path, dict(BASE))
    (tmp_path / CONFIG).write_bytes(BASE[CONFIG].encode("utf-16"))
    commit(tmp_path)
    git(tmp_path, "switch", "-q", "-c", "change")
    (tmp_path / CONFIG).write_bytes("stewards: [dee]".encode("utf-16"))
    commit(tmp_path)
    repository = api.open_change(tmp_path, "main")
    assert rows_of(api.approvals(repository, "main", "change", TODAY, account="dee-d"))[-1] != "complete"


def test_a_second_entry_of_a_person_asks_a_steward() -> None:
    twice = f"{BASE[PEOPLE]}  bo: {{name: Bo, account: dee-d}}\n"
    assert rows({}, {PEOPLE: twice}) == ["missing okrs/people.yaml: steward ana named", "incomplete"]


def test_files_that_are_no_text_are_compared_by_their_bytes(tmp_path: Path) -> None:
    """Notices files in UTF-16, above the limit, and behind links, which all would be empty alike."""
    large, link = PIPELINE.replace("pipeline", "large"), PIPELINE.replace("pipeline", "link")
    make(tmp_path, dict(BASE))
    (tmp_path / PIPELINE).write_bytes(BASE[PIPELINE].encode("utf-16"))
    (tmp_path / large).write_bytes(b"# \n" * 200_000)
    (tmp_path / link).symlink_to("growth.yaml")
    commit(tmp_path)
    git(tmp_path, "switch", "-q", "-c", "change")
    (tmp_path / PIPELINE).write_bytes(BASE[PIPELINE].replace("owner: bo", "owner: dee").encode("utf-16"))
    (tmp_path / large).write_bytes(b"#  \n" * 200_000)
    (tmp_path / link).unlink()
    (tmp_path / link).symlink_to("pipeline.yaml")
    commit(tmp_path)
    repository = api.open_change(tmp_path, "main")
    request = api.approvals(repository, "main", "change", TODAY, account="dee-d")
    subjects = {need.subject for need in request.requirements}
    assert subjects == {"2026-Q4/company/pipeline", "2026-Q4/company/large", link}
