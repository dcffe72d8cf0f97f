"""A key that no model knows is named as it is written, where it is written, whatever it is and wherever it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.finding import KeyPath, Located
from okrs_as_code.lint.policy import Selection
from okrs_as_code.lint.run import lint
from okrs_as_code.model.files.base import is_id
from okrs_as_code.workspace.layout import EntryKind
from okrs_as_code.workspace.loader import load
from okrs_as_code.workspace.trees.overlay import PartialTree
from okrs_as_code.yaml import parse
from okrs_as_code.yaml.edits import value_at
from tests.nightly import at_night, examples

METRIC = {"type": "metric", "baseline": 0, "target": 3, "unit": "posts"}
STEPS = [{"id": "beta", "title": "On for a quarter"}, {"id": "all", "title": "On for everyone"}]
REF = "company/organic-pipeline/posts"
FILES: dict[str, Any] = {
    "okrs/people.yaml": {
        "people": {
            "bo": {"name": "Bo", "away": [{"from": "2026-12-21", "until": "2027-01-02"}]},
            "mara": {"name": "Mara"},
        }
    },
    "okrs/teams.yaml": {"teams": {"company": {"name": "Example Inc", "lead": "mara", "members": ["bo"]}}},
    "okrs/config.yaml": {
        "check_ins": {"every": "week"},
        "ownership": {"small_team": 3},
        "objectives": {"per_team": 3},
        "agreement": {"accept": "approved"},
        "lint": {"ignore": []},
        "example": {"today": "2026-10-15"},
    },
    "okrs/2026-Q4/company/growth.yaml": {"title": "Grow in a way that we can afford", "key_results": []},
    "okrs/2026-Q4/company/organic-pipeline.yaml": {
        "title": "Be found by the teams that need us",
        "owner": "mara",
        "aligned_to": {"objective": "company/growth"},
        "check_ins": "week",
        "key_results": [
            {"id": "posts", "title": "Publish three posts", "owner": "bo", "measure": METRIC},
            {"id": "fast", "title": "Stay fast", "owner": "bo", "measure": {"type": "threshold", "at_most": 9}},
            {
                "id": "setup",
                "title": "Guided setup is the default",
                "owner": {"team": "company", "lead": "bo"},
                "measure": {"type": "milestones", "steps": STEPS},
            },
            {
                "id": "trial",
                "title": "The trial runs",
                "owner": "bo",
                "success": "It runs.",
                "measure": {"type": "binary"},
            },
        ],
        "initiatives": [{"title": "Rewrite the style guide", "key_result": "posts"}],
    },
    "okrs/2026-Q4/check-ins/2026-10-12-bo.yaml": {
        "by": "bo",
        "date": "2026-10-12",
        "key_results": {REF: {"value": 1}, "company/organic-pipeline/setup": {"done": ["beta"]}},
    },
    "okrs/2026-Q4/agreements/2026-09-28-bo.yaml": {
        "by": "bo",
        "date": "2026-09-28",
        "key_results": {
            REF: {"as": "owner", "terms": {"owner": "bo", "measure": METRIC}},
            "company/organic-pipeline/setup": {
                "as": "owner",
                "terms": {
                    "owner": {"team": "company", "lead": "bo"},
                    "measure": {"type": "milestones", "steps": STEPS},
                },
            },
        },
    },
    "okrs/2026-Q4/grades/2026-10-14-bo.yaml": {
        "by": "bo",
        "date": "2026-10-14",
        "key_results": {REF: {"score": 0.5, "because": "One of three.", "decision": "keep"}},
    },
}
"""A file of every kind, with every mapping that can be written in it."""

ENTRIES = (("people",), ("teams",), ("key_results",))
"""The paths of mappings whose keys are ids."""


def mappings(data: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    if isinstance(data, dict):
        yield path
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from mappings(value, (*path, key))


PLACES = [(file, path) for file, data in FILES.items() for path in mappings(data)]


def findings(file: str, path: KeyPath, key: str, value: Any = "x") -> list[Located]:
    """The findings of the file about keys, after a key is added to one of its mappings."""
    data = json.loads(json.dumps(FILES))  # without parts that several files share
    value_at(data[file], path)[key] = value
    texts = {name: json.dumps(content, ensure_ascii=False).encode() for name, content in data.items()}
    kinds = dict.fromkeys(texts, EntryKind.FILE)
    workspace = load(PartialTree(kinds, {}, lambda paths: ((name, texts[name]) for name in paths)))
    found = lint(workspace, date(2026, 10, 15), Selection()).findings
    assert not parse(file, texts[file]).problems
    key_span = parse(file, texts[file]).key_span((*path, key))
    about_keys = [located for located in found if located.finding.code in ("FMT002", "FMT003", "FMT004")]
    for located in about_keys:
        assert located.finding.place.file == file
        if located.finding.code == "FMT002":
            assert workspace.files[file].document.key_span(located.finding.place.path) == key_span
    return about_keys


def test_the_repository_is_sound() -> None:
    assert [located.finding.code for located in findings("okrs/config.yaml", (), "organization")] == []


@pytest.mark.parametrize(("file", "path"), PLACES)
@pytest.mark.parametrize("key", ["<person>", "measure", *at_night("<due", "<", "[key]", "metric", "0", "due ")])
def test_a_key_in_the_form_of_a_tag_is_a_key(file: str, path: KeyPath, key: str) -> None:
    expect_one_finding(file, path, key)


@examples(1)
@given(
    st.sampled_from(PLACES),
    st.text(
        st.sampled_from("<>[]{}*-_./:#\"'\\ keymtric01") | st.characters(categories=("L", "N", "P", "S")), min_size=1
    ),
)
def test_any_key_is_named_where_it_is_written(place: tuple[str, KeyPath], key: str) -> None:
    file, path = place
    expect_one_finding(file, path, key)


def expect_one_finding(file: str, path: KeyPath, key: str) -> None:
    if key in value_at(FILES[file], path):
        return
    about_keys = findings(file, path, key)
    codes = [located.finding.code for located in about_keys]
    if path in ENTRIES and file != "okrs/2026-Q4/company/organic-pipeline.yaml":
        fits = is_id(key) and path != ("key_results",)
        assert codes == (["FMT004"] if fits else ["FMT004", "FMT004"]), (
            "the value is no entry, and the key may be no id"
        )
    else:
        assert codes == ["FMT002"]
        assert about_keys[0].finding.message.endswith(f" has no key `{key}`")
