"""The canonical text of a file: keys in the order of the model, two blanks a level; its meaning stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from okrs_as_code.errors import OkrsError
from okrs_as_code.finding import KeyPath
from okrs_as_code.model.files.validation import known_keys
from okrs_as_code.yaml import Document
from okrs_as_code.yaml.canonical_value import FlowWriter, block_scalar, folded_scalar, indented
from okrs_as_code.yaml.edit_check import verify_edit
from okrs_as_code.yaml.edits import value_at
from okrs_as_code.yaml.outline import OutlineBlock, OutlineEntry, OutlineLeaf, outline


def format_document(document: Document, model: type[BaseModel]) -> Document:
    """The same data in canonical form; twice is the same as once.

    Comments stay with the key that they stand above or behind. What is about the file as a whole stays at its top:
    the line for editors, and what a blank line parts from the first key. Keys that the model does not know come last.

    Raises OkrsError for a file with problems, and where the result would not say the same.
    """
    if document.problems or not document.readable:
        raise OkrsError(f"{document.file} has problems", "mend what `okrs lint` says about it first")
    tree = outline(document)
    if tree is None:
        return document
    writer = _Writer(document, model)
    lead, body = writer.block(tree.root, 0)
    lines = _spaced([*tree.header, *lead])
    while lines and not lines[0]:
        lines.pop(0)
    line_break = "\r\n" if _is_crlf(document) else "\n"
    text = "".join(f"{line}{line_break}" for line in (*lines, *body))
    after = verify_edit(document, text, document.data)
    if after.problems or _comments(after) != _comments(document):
        raise OkrsError(f"{document.file}: formatting would lose a comment", "nothing was written; do it by hand")
    return after


def _is_crlf(document: Document) -> bool:
    """Whether the first line ends as those of Windows do."""
    return document.text.text.partition("\n")[0].endswith("\r")


def _comments(document: Document) -> Counter[str]:
    return Counter(comment.rstrip() for _, comment in document.comments())


class _Writer:
    """Writes lines relative to the column of what they belong to."""

    def __init__(self, document: Document, model: type[BaseModel]) -> None:
        self._document = document
        self._model = model
        self._flow = FlowWriter(document, self._in_order)

    def block(self, block: OutlineBlock, column: int) -> tuple[list[str], list[str]]:
        """The comments above a block's first line, and its lines from there on."""
        entries = block.entries
        if not block.is_list:
            by_name = {str(entry.path[-1]): entry for entry in entries}
            entries = [by_name[name] for name in self._in_order(block.path, by_name)]
        lead: list[str] = []
        lines: list[str] = []
        for number, entry in enumerate(entries):
            above, own = self._entry(entry, column)
            above = _spaced([*entry.lead, *above])
            if number:
                lines += above
            else:
                lead = above[1:] if above and not above[0] else above
            lines += own
        return lead, [*lines, *_spaced(block.foot)]

    def _entry(self, entry: OutlineEntry, column: int) -> tuple[list[str], list[str]]:
        """What its value brings to stand above it, and its lines."""
        value = entry.value
        if isinstance(value, OutlineLeaf):
            return [], self._leaf(entry, value, column)
        lead, lines = self.block(value, column + 2)
        if entry.head == "-":
            return lead, [f"- {lines[0]}", *_indented(lines[1:])]
        return [], [f"{entry.head}{entry.comment}", *_indented([*lead, *lines])]

    def _leaf(self, entry: OutlineEntry, leaf: OutlineLeaf, column: int) -> list[str]:
        if leaf.start == leaf.end:
            return [f"{entry.head}{entry.comment or leaf.comment}"]
        if leaf.inner is None:
            first, *others = self._value(entry, leaf, column + len(entry.head) + 1)
            lines = [f"{entry.head} {first}", *others]
        else:
            first, *others = self._value(entry, leaf, column + 2)
            lines = [f"{entry.head}{entry.comment}", *_indented([*leaf.inner, first]), *others]
        return [*lines[:-1], f"{lines[-1]}{leaf.comment}"]

    def _value(self, entry: OutlineEntry, leaf: OutlineLeaf, taken: int) -> list[str]:
        """The lines of a value; all but the first relative to its key or dash."""
        data = value_at(self._document.data, entry.path)
        written = self._document.text.text[leaf.start : leaf.end]
        lines = written.replace("\r\n", "\n").split("\n")
        if written[0] in "{[" and isinstance(data, dict | list):
            return self._flow.lines(entry.path, data, taken) or indented(lines, entry.column)
        if written[0] in "|>":
            return block_scalar(lines, entry.column, str(data).endswith("\n") or not data)
        return folded_scalar(lines)

    def _in_order(self, path: KeyPath, names: Iterable[str]) -> list[str]:
        known: tuple[Any, ...] = known_keys(self._model, self._document.data, path)
        ranks = {name: rank for rank, name in enumerate(known)}
        return sorted(names, key=lambda name: ranks.get(name, len(ranks)))


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _spaced(lines: list[str]) -> list[str]:
    """At most one blank line in a row."""
    return [line for number, line in enumerate(lines) if line or number == 0 or lines[number - 1]]
