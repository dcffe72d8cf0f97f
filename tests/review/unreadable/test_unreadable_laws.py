"""Laws of what cannot be read: it asks no fewer people than the same change of something readable does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.review.pull_request import PullRequest
from okrs_as_code.review.requirements.requirement import ReviewerRole
from tests.nightly import examples
from tests.review.playing import BASE, PIPELINE, Proposal, github, review

POSTS = """\
  - id: posts
    title: Publish three posts
    owner: bo
    measure: {type: metric, baseline: 0, target: 3, unit: posts}
    due: 2026-12-18
"""
EDITS: Mapping[str, tuple[str, str]] = {
    "nothing": ("", ""),
    "another owner": ("owner: bo\n", "owner: dee\n"),
    "an owner who reports to nobody": ("owner: bo\n", "owner: ana\n"),
    "easier": ("target: 3", "target: 2"),
    "harder": ("target: 3", "target: 4"),
    "later": ("2026-12-18", "2026-12-30"),
    "another unit": ("unit: posts", "unit: pages"),
    "success": ("due: 2026-12-18\n", "due: 2026-12-18\n    success: They are read.\n"),
    "a manager": ("owner: bo\n", "owner: bo\n    manager: dee\n"),
    "a contributor": ("owner: bo\n", "owner: bo\n    contributors: [chen]\n"),
    "another start": ("owner: bo\n", "owner: bo\n    start: 2026-11-01\n"),
    "another weight": ("owner: bo\n", "owner: bo\n    weight: 2\n"),
    "fewer check-ins": ("owner: bo\n", "owner: bo\n    check_ins: month\n"),
    "another title": ("Publish three posts", "Write three posts"),
    "another commitment": ("owner: mara\n", "owner: mara\ncommitment: aspirational\n"),
    "another owner of the objective": ("owner: mara\n", "owner: dee\n"),
    "removed": (POSTS, ""),
    "all of it gone": ("everything", ""),
}
"""Changes of a text; each keeps what the others look for."""


def _inserted(line: str) -> Callable[[str], str]:
    return lambda text: text.replace(
        "    measure: {type: metric, baseline: 0", f"{line}    measure: {{type: metric, baseline: 0"
    )


BREAKS: Mapping[str, Callable[[str], str]] = {
    "an unknown key": _inserted("    note: kept\n"),
    "a wrong type": lambda text: re.sub(r"target: (\d)", r"target: about \1", text, count=1),
    "no target": lambda text: re.sub(r", target: (\d)", "", text, count=1),
    "an anchor": lambda text: re.sub(r"target: (\d)", r"target: &a \1", text, count=1),
    "a list of owners": lambda text: re.sub(r"(id: posts\n.*\n +owner: )(\w+)", r"\1[\2]", text, count=1),
    "no owner": lambda text: re.sub(r"(id: posts\n.*\n)( +owner: )(\w+)", r"\1\2", text, count=1),
    "an id that is none": lambda text: text.replace("id: posts", "id: Posts!"),
    "no YAML": lambda text: text.replace("title: Make", "title: {Make"),
    "two with one id": lambda text: f"{text}{SECOND if 'id: posts' in text else ''}",
    "an unknown key of the objective": lambda text: text.replace("aligned_to:", "because: so\naligned_to:"),
    "a commitment that is none": lambda text: f"commitment: rather\n{text.replace('commitment: aspirational', '')}",
}
SECOND = "  - {id: posts, title: Again, owner: eve, measure: {type: binary}}\n"
LOST = frozenset(
    (
        ("another owner", "no owner"),
        ("an owner who reports to nobody", "no owner"),
        ("another commitment", "a commitment that is none"),
    )
)
"""Changes of which nothing is left once the text is broken in this way."""
ALL = ("ana-a", "mara-k", "bo-l", "chen-w", "dee-d")
_edits = st.sampled_from(tuple(EDITS))
_breaks = st.sampled_from(tuple(BREAKS))


def edited(text: str | None, edit: str) -> str | None:
    old, new = EDITS[edit]
    return None if text is None or old == "everything" else text.replace(old, new, 1) if old else text


def broken(text: str | None, kind: str | None) -> str | None:
    return text if text is None or kind is None else BREAKS[kind](text)


def with_pipeline(text: str | None) -> dict[str, str]:
    files = {path: content for path, content in BASE.items() if path != PIPELINE}
    return files if text is None else {**files, PIPELINE: text}


def request_for(base: str | None, head: str | None, *, older: bool = False, account: str | None = None) -> PullRequest:
    before = (dict(BASE),) if older else ()
    return Proposal(base=with_pipeline(base), head=with_pipeline(head), older=before, account=account).request()


def people_asked(request: PullRequest) -> set[tuple[str, ...]]:
    return {need.people for need in request.requirements}


@examples(8, by_day=4)
@given(_edits, st.none() | _breaks, st.none() | _breaks, st.booleans())
def test_what_cannot_be_read_asks_no_fewer_people(
    edit: str, break_of_base: str | None, break_of_head: str | None, older: bool
) -> None:
    """Notices a state that is compared with itself, an owner whom nobody looks up, and a text that is not compared."""
    readable = request_for(BASE[PIPELINE], edited(BASE[PIPELINE], edit))
    base = broken(BASE[PIPELINE], break_of_base)
    head = broken(edited(BASE[PIPELINE], edit), break_of_head)
    request = request_for(base, head, older=older)
    is_owner_unknown = break_of_base == "no owner" and not older
    if base != head and request.approvals.refused is None and not ((edit, break_of_head) in LOST or is_owner_unknown):
        assert people_asked(readable) <= people_asked(request)
    everybody = replace(request, reviews=github([review(login) for login in ALL]))
    assert everybody.approvals.complete or everybody.approvals.refused is not None


@examples(4, by_day=2)
@given(_edits, _breaks)
def test_what_becomes_unreadable_is_never_refused(edit: str, kind: str) -> None:
    """Notices a key result that is taken for a new one as it lost its id: nobody could approve that."""
    request = request_for(BASE[PIPELINE], broken(edited(BASE[PIPELINE], edit), kind))
    assert request.approvals.refused is None


@examples(4, by_day=2)
@given(_breaks, st.booleans())
def test_what_a_change_leaves_alone_asks_nobody(kind: str, older: bool) -> None:
    """Notices comments, neighbours and renamed files that are taken for changes of what cannot be read."""
    text = BREAKS[kind](BASE[PIPELINE])
    same = request_for(text, text, older=older)
    assert not same.requirements
    moved = request_for(text, text, older=older)
    moved = replace(
        moved, head=Proposal(head={**with_pipeline(None), PIPELINE.replace("pipeline", "search"): text}).request().head
    )
    assert not moved.requirements
    assert moved.approvals.refused is None
    if kind != "no YAML":
        beside = request_for(text, text.replace("unit: leads}", "unit: visits}  # a comment"), older=older)
        subjects = {need.subject for need in beside.requirements}
        assert subjects == {"2026-Q4/company/pipeline/leads"}


@examples(2)
@given(_breaks)
def test_a_repair_that_restores_what_was_readable_asks_nobody(kind: str) -> None:
    """Notices a repair that is taken for something new."""
    repaired = request_for(BREAKS[kind](BASE[PIPELINE]), BASE[PIPELINE], older=True)
    if kind == "two with one id":
        assert {need.reviewer_role for need in repaired.requirements} == {ReviewerRole.OWNER, ReviewerRole.MANAGER}
    else:
        assert not repaired.requirements


CHECK_INS = "okrs/2026-Q4/check-ins/2026-10-14-chen.yaml"
GRADES = "okrs/2026-Q4/grades/2026-10-14-chen.yaml"
RECORDS: Mapping[str, tuple[str, str]] = {
    "a check-in": (CHECK_INS, "key_results: {company/pipeline/posts: {value: 3, confidence: 1}}"),
    "a sentence": (CHECK_INS, "objectives: {company/growth: {note: Other things came first.}}"),
    "a grade": (GRADES, "key_results: {company/pipeline/posts: {score: 1, decision: stop, because: It is reached.}}"),
    "a drop": (GRADES, "key_results: {company/pipeline/posts: {dropped: true, because: Other things came first.}}"),
}
"""Records of chen about the key result of bo or the objective of ana, by where they are written."""
BREAKS_OF_RECORD: Mapping[str, tuple[str, str]] = {
    "an unknown key": ("}}", ", mood: fine}}"),
    "a second entry of its": ("}}", "}, company/pipeline/leads: {value: many}}"),
    "no YAML": ("}}", "}"),
    "a key twice": ("by: chen\n", "by: chen\nby: chen\n"),
}
STEPS = ("added", "removed", "edited")


def record(kind: str, broken_as: str | None = None) -> dict[str, str]:
    path, entry = RECORDS[kind]
    text = f"by: chen\ndate: 2026-10-14\n{entry}\n"
    return {path: text.replace(*BREAKS_OF_RECORD[broken_as]) if broken_as is not None else text}


def changed_by(
    step: str, files: dict[str, str], record: dict[str, str], edited: dict[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The files before and after a record is added, removed or edited."""
    before = {**files, **(record if step != "added" else {})}
    after = {**files, **({} if step == "removed" else edited if step == "edited" else record)}
    return before, after


def record_request(before: dict[str, str], after: dict[str, str], author: str, *, older: bool) -> PullRequest:
    history = (dict(BASE),) if older else ()
    return Proposal(base=before, head=after, older=history, account=author).request()


def edit_of(files: dict[str, str]) -> dict[str, str]:
    return {
        path: re.sub(
            r"confidence: 1|score: 1|Other things",
            "confidence: 0.9" if "confidence" in text else "score: 0.9" if "score" in text else "Better things",
            text,
            count=1,
        )
        for path, text in files.items()
    }


@examples(4, by_day=2)
@given(
    st.sampled_from(tuple(RECORDS)),
    st.sampled_from(STEPS),
    st.none() | _breaks,
    st.none() | _breaks,
    st.booleans(),
    st.sampled_from(("chen-w", "dee-d", "bo-l")),
)
def test_a_record_about_what_cannot_be_read_asks_no_fewer_people(
    kind: str, step: str, break_of_base: str | None, break_of_head: str | None, older: bool, author: str
) -> None:
    """Notices check-ins and drops that ask nobody as what they are about cannot be read, before or after."""
    one = record(kind)
    readable = record_request(*changed_by(step, dict(BASE), one, edit_of(one)), author, older=False)
    before, after = changed_by(step, {}, one, edit_of(one))
    base, head = (with_pipeline(broken(BASE[PIPELINE], broken_as)) for broken_as in (break_of_base, break_of_head))
    request = record_request({**base, **before}, {**head, **after}, author, older=older)
    if break_of_base not in ("no owner", "an id that is none") or older:
        assert_asks_as_many(readable, request)
    assert_completable(request)


@examples(2)
@given(
    st.sampled_from(tuple(RECORDS)),
    st.sampled_from(STEPS),
    st.sampled_from(tuple(BREAKS_OF_RECORD)),
    st.booleans(),
    st.sampled_from(("chen-w", "dee-d", "bo-l")),
)
def test_a_record_that_cannot_be_read_asks_no_fewer_people(
    kind: str, step: str, broken_as: str, both: bool, author: str
) -> None:
    """Notices a record of which something cannot be read that asks nobody once it is changed."""
    one, damaged = record(kind), record(kind, broken_as)
    readable = record_request(*changed_by(step, dict(BASE), one, edit_of(one)), author, older=False)
    before, after = changed_by(step, dict(BASE), damaged, edit_of(damaged if both else one))
    request = record_request(before, after, author, older=False)
    assert_asks_as_many(readable, request)
    assert_completable(request)


def assert_asks_as_many(readable: PullRequest, request: PullRequest) -> None:
    """Whoever had to answer, or could answer beside others, is asked."""
    if request.approvals.refused is None:
        asked = people_asked(request)
        for people in people_asked(readable):
            assert any(set(one) <= set(people) for one in asked), (people, asked)


def assert_completable(request: PullRequest) -> None:
    everybody = replace(request, reviews=github([review(login) for login in ALL]))
    assert everybody.approvals.complete or everybody.approvals.refused is not None
