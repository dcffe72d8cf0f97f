"""The text of a record is canonical, and reads back as exactly what was meant."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.files.record import CheckIn
from okrs_as_code.model.files.validation import validate
from okrs_as_code.records.record_file import content_digest
from okrs_as_code.records.record_text import NewRecord, clean_text
from okrs_as_code.yaml.reader import parse
from okrs_as_code.yaml.scalar_text import inline_text, scalar_text

DAY = date(2026, 10, 12)
REF = "content/organic-pipeline/pillar-posts"

texts = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("'\"\\:#-{}[],&*!|>%@` \n\t0123456789eE.~yn")), max_size=40
)
numbers = st.one_of(
    st.integers(-(10**15), 10**15), st.floats(-1e15, 1e15, allow_nan=False).filter(lambda x: x == 0 or abs(x) >= 1e-15)
)


def data_of(record: NewRecord) -> dict[str, object]:
    document = parse("x", record.text.encode())
    assert not document.problems
    assert isinstance(document.data, dict)
    return document.data


def check_in(entry: dict[str, object]) -> NewRecord:
    return NewRecord("check-ins", "2026-Q4", "bo", DAY, {REF: entry})  # type: ignore[dict-item]


@given(texts)
def test_every_text_reads_back_or_is_refused(text: str) -> None:
    try:
        kept = clean_text(text)
    except OkrsError:
        return
    assert kept == text.replace("\r\n", "\n").replace("\t", " ").strip()
    if kept:
        data = data_of(check_in({"note": kept}))
        assert data["key_results"] == {REF: {"note": kept}}
        assert validate(CheckIn, data)[0] is not None


@given(st.lists(texts.filter(lambda text: text == text.strip() and text), min_size=1, max_size=4))
def test_whole_lines_read_back_whether_they_stand_in_a_block_or_not(lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    try:
        data = data_of(check_in({"note": text}))
    except OkrsError:
        return
    assert data["key_results"] == {REF: {"note": text}}


def test_whole_lines_stand_in_a_block() -> None:
    assert check_in({"note": "one: 1\n# two\n"}).text.endswith("    note: |\n      one: 1\n      # two\n")
    for text in ("one", "one\ntwo", "one\n\n", " one\n", "::error::\n", "\n"):
        assert ": |\n" not in check_in({"note": text}).text


@given(numbers)
def test_every_number_reads_back(number: float) -> None:
    data = data_of(check_in({"value": number}))
    assert data["key_results"] == {REF: {"value": number}}


@given(st.one_of(texts, numbers, st.booleans(), st.lists(texts, max_size=3), st.dictionaries(st.just("a"), texts)))
def test_within_brackets_everything_reads_back(value: object) -> None:
    document = parse("x", f"x: [{inline_text(value)}, end]\n".encode())  # type: ignore[arg-type]
    assert document.problems or document.data == {"x": [value, "end"]}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("First post is out.", "First post is out."),
        ("on", '"on"'),
        ("No", '"No"'),
        ("null", '"null"'),
        ("12:30", '"12:30"'),
        ("1e5", '"1e5"'),
        ("2026-10-12", "2026-10-12"),
        ("2026-10-12-bo.2", "2026-10-12-bo.2"),
        ("2026-Q4/company/goal/result", "2026-Q4/company/goal/result"),
        ("yes: it is", '"yes: it is"'),
        ('say: "hi", it\'s me', "'say: \"hi\", it''s me'"),
        ('"a\\b"', '"\\"a\\\\b\\""'),
        (" blank", '" blank"'),
        (2.0, "2"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (True, "true"),
    ],
)
def test_a_scalar_has_one_form(value: str | float | bool, written: str) -> None:
    assert scalar_text(value) == written


def test_a_record_of_each_shape_has_one_form() -> None:
    terms = {
        "owner": {"team": "web", "lead": "dee"},
        "measure": {"type": "milestones", "steps": [{"id": "beta", "title": "Out, and used", "weight": 2}]},
        "due": date(2026, 12, 18),
    }
    agreement = NewRecord("agreements", "2026-Q4", "dee", DAY, {REF: {"as": "owner", "terms": terms}})
    assert agreement.name == f"2026-10-12-dee.{content_digest(agreement.text)}"
    assert agreement.text == (
        "by: dee\n"
        "date: 2026-10-12\n"
        "key_results:\n"
        "  content/organic-pipeline/pillar-posts:\n"
        "    as: owner\n"
        "    terms:\n"
        "      owner:\n"
        "        team: web\n"
        "        lead: dee\n"
        "      measure:\n"
        "        type: milestones\n"
        "        steps:\n"
        "          - id: beta\n"
        "            title: Out, and used\n"
        "            weight: 2\n"
        "      due: 2026-12-18\n"
    )


@pytest.mark.parametrize("text", ["a\u200bb", "a\x00b", "\x1b[31m", "\u202egnp", "a\ud800b"])
def test_what_our_files_refuse_is_refused_before_it_is_written(text: str) -> None:
    with pytest.raises(OkrsError):
        clean_text(text)
    with pytest.raises(OkrsError):
        _ = check_in({"note": text}).text


def test_a_number_that_nobody_can_count_with_is_refused() -> None:
    with pytest.raises(OkrsError, match="cannot be counted with"):
        _ = check_in({"value": 1e16}).text
