"""Files to edit: those of all fixtures, and generated ones in many ways of writing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from okrs_as_code.finding import KeyPath
from okrs_as_code.yaml import Document, parse

ROOT = Path(__file__).parent.parent.parent


def fixtures() -> Iterator[Document]:
    """Every YAML file of the tests, the example organisation and the examples that can be read; the same text once."""
    seen: set[bytes] = set()
    for folder in ("tests", "okrs", "examples"):
        for path in sorted((ROOT / folder).rglob("*.yaml")):
            if path.is_file() and not path.is_symlink() and (raw := path.read_bytes()) not in seen:
                seen.add(raw)
                document = parse(path.relative_to(ROOT).as_posix(), raw)
                if document.readable:
                    yield document


def paths(data: Any, above: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Every key path with what stands there."""
    yield above, data
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from paths(value, (*above, key))


_KEYS = st.sampled_from(("owner", "title", "due", "why", "members", "a b", "x/y", "team"))
_WORDS = st.sampled_from(("bo", "raise # 3", "a: b", "3", "no", "é 🎯", "- x", "x, y", "{z}", "", "two  blanks", "*"))
_SCALARS = _WORDS | st.integers(-5, 500) | st.booleans() | st.floats(-10, 10).map(lambda number: round(number, 2))


def _data(depth: int) -> st.SearchStrategy[Any]:
    if depth == 0:
        return _SCALARS
    inner = _data(depth - 1)
    return _SCALARS | st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4)


VALUES = _data(2)
MAPPINGS = st.dictionaries(_KEYS, _data(3), min_size=1, max_size=5)


_LINES = (
    *("title: 1", "why: x # c", "owner:", "- x", "- id: q", "- - z", "-", "key_results:", "k: |", "k: |+", "k: >-"),
    *(
        "k: |2",
        "text",
        "more text # x",
        "# own",
        "",
        "  ",
        "'a b': \"c",
        'd"',
        "f: [a,",
        "b, # in",
        "c]",
        "g: {z: 1,  y: ",
    ),
    *("2}", "h: {}", "- m: 1", "  n: 2", "...", "- |", "w: ''", "- # c", "v: # c"),
)
_LINE = st.tuples(st.sampled_from((0, 0, 0, 1, 2, 2, 3, 4)), st.sampled_from(_LINES)).map(lambda x: " " * x[0] + x[1])
TEXTS = st.lists(_LINE, max_size=9).map("\n".join) | st.lists(_LINE, max_size=9).map(lambda x: "\r\n".join([*x, ""]))
"""Lines in any order; few of these texts are YAML, and those that are, are odd."""


def _shuffled(**values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A mapping with some of these keys, in any order."""
    some = st.lists(st.sampled_from(list(values)), unique=True, min_size=1)
    return some.flatmap(lambda names: st.fixed_dictionaries({name: values[name] for name in names}))


_METRICS = _shuffled(type=st.just("metric"), baseline=_SCALARS, target=_SCALARS, unit=_WORDS, stretch=_SCALARS)
_STEPS = _shuffled(id=_WORDS, title=_WORDS, weight=_SCALARS, unknown=_WORDS)
_MILESTONES = _shuffled(type=st.just("milestones"), steps=st.lists(_STEPS, max_size=3))
_KEY_RESULTS = _shuffled(
    id=_WORDS, title=_WORDS, owner=_WORDS | _shuffled(team=_WORDS, lead=_WORDS), measure=_METRICS | _MILESTONES,
    contributors=st.lists(_WORDS, max_size=3), due=_WORDS, success=_WORDS, onwer=_WORDS,
)  # fmt: skip
OBJECTIVES = _shuffled(
    title=_WORDS, why=_WORDS, owner=_WORDS, key_results=st.lists(_KEY_RESULTS, max_size=3), formerly=st.lists(_WORDS)
)
"""Keys of the model in any order, with some that it does not know."""


_ENDS = ("\n", "\n", "", "\n\n", "\n...", "\n...\n", "\n\n# own\n\n... # c\n\n\n# d\n", "\n  # own\n...\n...\n# d\n\n")


@st.composite
def documents(draw: st.DrawFn, mappings: st.SearchStrategy[dict[str, Any]] = MAPPINGS) -> Document:
    """A mapping, written in one of the ways that people choose, place by place."""
    data = draw(mappings)
    writer = _Writer(draw)
    lines = [*writer.between(0), *writer.mapping(data, 0), *writer.between(0)]
    text = "\n".join(lines) + draw(st.sampled_from(_ENDS))
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    if draw(st.integers(0, 4)) == 0:
        text = f"\ufeff{text}"
    document = parse("generated.yaml", text.encode())
    assert document.readable, (text, document.problems)
    assert not document.problems, (text, document.problems)
    assume(document.data == data)  # a comment below a text behind `|` may have become a part of it
    return document


class _Writer:
    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def chance(self, of: int = 3) -> bool:
        return self._draw(st.integers(1, of)) == of

    def between(self, indent: int) -> Iterator[str]:
        """Blank lines and comments."""
        for _ in range(self._draw(st.sampled_from((0, 0, 0, 0, 1, 2)))):
            spaces = " " * self._draw(st.sampled_from((indent, indent, indent + 1, indent + 2)))
            yield self._draw(st.sampled_from(("", "", "  ", f"{spaces}# a comment, {indent}: - [")))

    def behind(self) -> str:
        return self._draw(st.sampled_from(("", "", "", "", "  ", " # behind: it")))

    def mapping(self, data: dict[str, Any], indent: int) -> Iterator[str]:
        for number, (key, value) in enumerate(data.items()):
            if number:
                yield from self.between(indent)
            name = key if self.chance() else json.dumps(key)
            yield from self.value(f"{' ' * indent}{name}:", value, indent)

    def sequence(self, data: list[Any], indent: int) -> Iterator[str]:
        for number, value in enumerate(data):
            if number:
                yield from self.between(indent)
            head = f"{' ' * indent}-"
            if isinstance(value, dict) and value and not self.chance():
                first, *rest = self.mapping(value, indent + 2)
                yield f"{head} {first.lstrip()}"
                yield from rest
            else:
                yield from self.value(head, value, indent)

    def value(self, head: str, value: Any, indent: int) -> Iterator[str]:
        if isinstance(value, dict | list) and value and not self.chance():
            deeper = indent + self._draw(st.sampled_from((1, 2, 2, 4)))
            yield f"{head}{self.behind()}"
            yield from self.between(deeper)
            yield from self.mapping(value, deeper) if isinstance(value, dict) else self.sequence(value, deeper)
        elif isinstance(value, str) and "#" not in value and value and self.chance(6):
            style = self._draw(st.sampled_from(("|-", ">-", "|-  # a scalar", "|2-")))
            yield f"{head} {style}"
            yield f"{' ' * indent}  {value}"
        else:
            yield f"{head} {'  ' if self.chance(6) else ''}{self.flow(value)}{self.behind()}"

    def flow(self, value: Any) -> str:
        """On one line."""
        space = " " if self.chance(5) else ""
        if isinstance(value, dict):
            pairs = ", ".join(f"{json.dumps(key)}: {self.flow(inner)}" for key, inner in value.items())
            return f"{{{space}{pairs}{space}}}"
        if isinstance(value, list):
            return f"[{space}{', '.join(map(self.flow, value))}{space}]"
        return json.dumps(value, ensure_ascii=False)
