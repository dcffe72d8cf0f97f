"""Formatting never changes what a file says, loses no comment, and twice is the same as once."""

from __future__ import annotations

import re
import time
from collections import Counter
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given

from okrs_as_code.cli.main import run
from okrs_as_code.errors import OkrsError
from okrs_as_code.model.files.objective import Objective
from okrs_as_code.refactor.formatting import format_document
from okrs_as_code.workspace.elements.nodes import MODELS
from okrs_as_code.workspace.layout import EntryKind, FileKind, locate
from okrs_as_code.yaml import Document, parse
from okrs_as_code.yaml.edit_check import equal_data
from tests.nightly import examples
from tests.repositories import git
from tests.yaml.texts import OBJECTIVES, ROOT, TEXTS, documents, fixtures


def comments(document: Document) -> Counter[str]:
    return Counter(comment.rstrip() for _, comment in document.comments())


def check(document: Document, role: FileKind = FileKind.OBJECTIVE) -> None:
    after = format_document(document, MODELS[role])
    text = after.text.text
    assert equal_data(after.data, document.data)
    assert comments(after) == comments(document)
    assert format_document(after, MODELS[role]).text.text == text
    pure = parse("x", text.encode(), pure=True)
    assert (pure.data, pure.problems) == (document.data, ())
    assert after.text.had_bom == document.text.had_bom


@examples(3)
@given(documents())
def test_generated_files(document: Document) -> None:
    check(document)


@examples(1)
@given(documents(OBJECTIVES))
def test_generated_objectives(document: Document) -> None:
    check(document)


@examples(3)
@given(TEXTS)
def test_odd_texts_are_refused_or_keep_what_they_say(text: str) -> None:
    document = parse("a.yaml", text.encode())
    if not document.problems:
        with suppress(OkrsError):
            check(document)


def test_all_fixtures(pytestconfig: pytest.Config) -> None:
    """By day, a third of them."""
    done, step = 0, 1 if pytestconfig.getoption("nightly") else 3
    for document in islice(fixtures(), 0, None, step):
        path = document.file
        location = locate(path[path.rindex("okrs/") :] if "okrs/" in path else path, EntryKind.FILE)
        if not document.problems and location.kind in MODELS:
            check(document, location.kind)
            done += 1
    assert done > 500 // step


def formatted(text: str) -> str:
    return format_document(parse("a.yaml", text.encode()), Objective).text.text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("why: x\n# Of the title\ntitle: y\n", "# Of the title\ntitle: y\nwhy: x\n"),
        ("# Of all\n\nwhy: x\ntitle: y\n", "# Of all\n\ntitle: y\nwhy: x\n"),
        ("why: x # behind\ntitle: y", "title: y\nwhy: x # behind\n"),
        ("title: y\n\n\n\nwhy: x  \n\n\n", "title: y\n\nwhy: x\n"),
        (
            "key_results:\n- id: x\n  # its end\nwhy: y\n",
            "why: y\nkey_results:\n  - id: x\n    # its end\n",
        ),
        ("why: 'a   b'\ntitle:   \"c\"\n", 'title: "c"\nwhy: "a   b"\n'),
        ("why: 'it''s'\n", 'why: "it\'s"\n'),
        ('why: "\\"so\\""\n', "why: '\"so\"'\n"),
        ('why: "\\"so\\n"\n', 'why: "\\"so\\n"\n'),
        ("'why': 'x'   # c\n", '"why": "x" # c\n'),
        (f"why: {{a: {'x' * 66}}}\n", f"why: {{ a: {'x' * 66} }}\n"),
        (f"why: {{a: {'x' * 70}}}\n", f"why:\n  {{ a: {'x' * 70} }}\n"),
        (f"why: {{a: {'x' * 75}}}\n", f"why:\n  {{\n    a: {'x' * 75},\n  }}\n"),
        (f"why: {{a: {'x' * 75}}} # c\n", f"why: {{\n    a: {'x' * 75},\n  }} # c\n"),
        (
            f"why: [{{a: {'x' * 36}, b: {'y' * 36}}}]\n",
            f"why:\n  [\n    {{\n      a: {'x' * 36},\n      b: {'y' * 36},\n    }},\n  ]\n",
        ),
        (
            f"initiatives: [{{title: {{a: {'界' * 36}}}}}]\n",
            f"initiatives:\n  [\n    {{\n      title:\n        {{\n          a: {'界' * 36},\n        }},\n    }},\n"
            "  ]\n",
        ),
        ("formerly: [ a/b,c/d ]\n", "formerly: [a/b, c/d]\n"),
        ("formerly: [\n   a/b,\n  c/d\n]\n", "formerly: [a/b, c/d]\n"),
        ("formerly: [\n   a/b, # moved\n  c/d\n]\n", "formerly: [\n   a/b, # moved\n  c/d\n]\n"),
        ("why: |2\n    a\n\n   b\n", "why: |2\n    a\n\n   b\n"),
        ("why: >\n      a\n       b", "why: >-\n  a\n   b\n"),
        ("why: |+\n   a\n\n\ntitle: x\n", "title: x\nwhy: |+\n  a\n\n\n"),
        ("why:\n      a long\n      text\n", "why: a long\n  text\n"),
        ("---\n# c\nwhy: x\n", "---\n# c\nwhy: x\n"),
        ("{why: x, title: y}\n", "{why: x, title: y}\n"),
        ("--- {why: x}\n...\n# more\n", "--- {why: x}\n...\n# more\n"),
        ("why: x\n...\n# more\n", "why: x\n...\n# more\n"),
        ("key_results:\n- weight: 2\n...", "key_results:\n  - weight: 2\n...\n"),
        (
            "key_results:\n- weight: 2\n# its end\n\n\n... # c\n\n\n  # d\n\n",
            "key_results:\n  - weight: 2\n  # its end\n... # c\n\n# d\n",
        ),
        ("onwer: x\nwhy: x\n", "why: x\nonwer: x\n"),
    ],
)
def test_canonical_form(text: str, wanted: str) -> None:
    assert formatted(text) == wanted


def test_a_long_list_over_several_lines_has_an_item_a_line() -> None:
    items = [f"a-team/an-objective-{number}" for number in range(9)]
    text = f"formerly: [{', '.join(items[:5])},\n  {', '.join(items[5:])}]\n"
    assert formatted(text) == "formerly:\n  [\n    " + ",\n    ".join(items) + ",\n  ]\n"


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(OkrsError, match=r"a.yaml:2: this is written in a way"):
        formatted("title: y\n? why\n: x\n")


@pytest.mark.parametrize("text", ["a: 1\na: 2\n", "a: *b\n", "a: [\n", "", '"a\n  b": x\n'])
def test_a_file_with_problems_is_refused(text: str) -> None:
    with pytest.raises(OkrsError, match="has problems"):
        formatted(text)


def test_what_we_write_ourselves_is_in_canonical_form(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    identity = ("--name", "Mara Keller", "--email", "mara@example.com")
    assert run(["init", "--root", str(tmp_path), *identity, "--today", "2026-11-16"]) == 0
    arguments = (
        "--title",
        "Be found",
        "--owner",
        "mara",
        "--key-result",
        "Publish posts",
        "--key-result-owner",
        "mara",
    )
    measure = ("--measure", "milestones", "--step", "One", "--step", "Two", "--due", "2026-12-18", "--success", "Read.")
    assert run(["new", "company/found", *arguments, *measure, "--yes", "--root", str(tmp_path)]) == 0
    assert run(["fmt", "--check", "--root", str(tmp_path)]) == 0
    assert run(["fmt", "--check", "--root", str(ROOT)]) == 0
    assert run(["fmt", "--check", "--root", str(ROOT / "examples" / "smallest")]) == 0


def test_the_example_of_the_page_is_real() -> None:
    page = (ROOT / "docs" / "formatting.md").read_text(encoding="utf-8")
    [before], [after] = (re.findall(rf"```{kind}\n(.*?)```", page, re.DOTALL) for kind in ("text", "yaml"))
    assert formatted(before) == after


def test_a_large_file_takes_no_longer_for_each_line() -> None:
    people = "".join(
        f"  p{n}:\n    # one of many\n    emails: [ p{n}@example.com ]\n    name: P {n}\n" for n in range(5000)
    )
    begun = time.process_time()
    formatted(f"people:\n{people}")
    assert time.process_time() - begun < 20
