"""The canonical text of a file: keys in the order of the model, two spaces a level, and the same meaning."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from okrs_as_code.errors import OkrsError
from okrs_as_code.finding import KeyPath
from okrs_as_code.model.files.mismatch_search import known_keys
from okrs_as_code.refactor.comments import count_comments
from okrs_as_code.yaml import Document
from okrs_as_code.yaml.canonical_value import FlowWriter, block_scalar, canonical_quotes, fits, folded_scalar, indented
from okrs_as_code.yaml.edit_check import verify_edit
from okrs_as_code.yaml.edits import value_at
from okrs_as_code.yaml.outline import OutlineBlock, OutlineEntry, OutlineLeaf, outline


def format_document(document: Document, model: type[BaseModel]) -> Document:
    """The document in canonical form, with the same data; formatting it again changes nothing.

    Comments stay with the key that they stand above or after. Comments on the file as a whole stay at its top: the
    line for editors, and those that a blank line separates from the first key. Keys that the model does not know come
    last.

    Raises OkrsError for a file with problems, and where the result would not have the same data and comments.
    """
    if document.problems or not document.readable:
        raise OkrsError(f"{document.file} has problems", "fix what `okrs lint` says about it first")
    tree = outline(document)
    if tree is None:
        return document
    writer = _Writer(document, model)
    lead, body = writer.block(tree.root, 0)
    lines = _collapse_blank_lines([*tree.header, *lead])
    while lines and not lines[0]:
        lines.pop(0)
    line_break = "\r\n" if _is_crlf(document) else "\n"
    footer = _collapse_blank_lines(tree.footer)
    while footer and not footer[-1]:
        footer.pop()
    text = "".join(f"{line}{line_break}" for line in (*lines, *body, *footer))
    after = verify_edit(document, text, document.data)
    if after.problems or count_comments(after) != count_comments(document):
        raise OkrsError(f"{document.file}: formatting would lose a comment", "nothing was written; do it by hand")
    return after


def _is_crlf(document: Document) -> bool:
    """Whether the first line ends with a carriage return, as on Windows."""
    return document.text.text.partition("\n")[0].endswith("\r")


class _Writer:
    """Writes the lines of a document, each relative to the column of the key or dash that it belongs to."""

    def __init__(self, document: Document, model: type[BaseModel]) -> None:
        self._document = document
        self._model = model
        self._flow = FlowWriter(document, self._sorted_keys)

    def block(self, block: OutlineBlock, column: int) -> tuple[list[str], list[str]]:
        """The comments above a block's first line, and its lines from there on."""
        entries = block.entries
        if not block.is_list:
            by_name = {str(entry.path[-1]): entry for entry in entries}
            entries = [by_name[name] for name in self._sorted_keys(block.path, by_name)]
        lead: list[str] = []
        lines: list[str] = []
        for number, entry in enumerate(entries):
            above, own = self._entry_lines(entry, column)
            above = _collapse_blank_lines([*entry.lead, *above])
            if number:
                lines += above
            else:
                lead = above[1:] if above and not above[0] else above
            lines += own
        return lead, [*lines, *_collapse_blank_lines(block.foot)]

    def _entry_lines(self, entry: OutlineEntry, column: int) -> tuple[list[str], list[str]]:
        """The comments of an entry's value that go above the entry, and the entry's lines."""
        value = entry.value
        if isinstance(value, OutlineLeaf):
            return [], self._leaf_lines(entry, value, column)
        lead, lines = self.block(value, column + 2)
        if entry.head == "-":
            return lead, [f"- {lines[0]}", *_indent(lines[1:])]
        return [], [f"{entry.head}{entry.comment}", *_indent([*lead, *lines])]

    def _leaf_lines(self, entry: OutlineEntry, leaf: OutlineLeaf, column: int) -> list[str]:
        if leaf.start == leaf.end:
            return [f"{entry.head}{entry.comment or leaf.comment}"]
        if self._is_flow(entry, leaf):
            lines = self._flow_lines(entry, leaf, column)
        elif not leaf.inner and not entry.comment:
            first, *rest = self._scalar_lines(entry, leaf)
            lines = [f"{entry.head} {first}", *rest]
        else:
            first, *rest = self._scalar_lines(entry, leaf)
            lines = [f"{entry.head}{entry.comment}", *_indent([*(leaf.inner or ()), first]), *rest]
        return [*lines[:-1], f"{lines[-1]}{leaf.comment}"]

    def _is_flow(self, entry: OutlineEntry, leaf: OutlineLeaf) -> bool:
        data = value_at(self._document.data, entry.path)
        return self._document.text.text[leaf.start] in "{[" and isinstance(data, dict | list)

    def _flow_lines(self, entry: OutlineEntry, leaf: OutlineLeaf, column: int) -> list[str]:
        """The lines of a mapping or list in braces or brackets, behind its key or dash or below it."""
        data = value_at(self._document.data, entry.path)
        below = self._flow.lines(entry.path, data, column + 2)
        if leaf.comment and below is not None and data and not fits(f"{entry.head} {below[0]}", column):
            below = self._flow.broken_lines(entry.path, data, column + 2)
        if below is None:
            text = self._document.text.text[leaf.start : leaf.end].replace("\r\n", "\n")
            below = indented(text.split("\n"), entry.column)
            if leaf.inner is None:
                return [f"{entry.head} {below[0]}", *below[1:]]
            return [f"{entry.head}{entry.comment}", *_indent([*leaf.inner, below[0]]), *below[1:]]
        if leaf.inner or entry.comment:
            return [f"{entry.head}{entry.comment}", *_indent([*(leaf.inner or ()), *below])]
        if len(below) == 1 and fits(f"{entry.head} {below[0]}", column):
            return [f"{entry.head} {below[0]}"]
        if entry.head == "-" or leaf.comment:
            return [f"{entry.head} {below[0]}", *_indent(below[1:])]
        return [entry.head, *_indent(below)]

    def _scalar_lines(self, entry: OutlineEntry, leaf: OutlineLeaf) -> list[str]:
        """The lines of a text, number or truth value; all but the first are relative to its key or dash."""
        data = value_at(self._document.data, entry.path)
        text = self._document.text.text[leaf.start : leaf.end].replace("\r\n", "\n")
        if text[0] in "|>":
            return block_scalar(text.split("\n"), entry.column, str(data).endswith("\n") or not data)
        return folded_scalar(canonical_quotes(text).split("\n"))

    def _sorted_keys(self, path: KeyPath, names: Iterable[str]) -> list[str]:
        keys: tuple[Any, ...] = known_keys(self._model, self._document.data, path)
        ranks = {name: rank for rank, name in enumerate(keys)}
        return sorted(names, key=lambda name: ranks.get(name, len(ranks)))


def _indent(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" if line else "" for line in lines]


def _collapse_blank_lines(lines: list[str]) -> list[str]:
    """The lines with at most one blank line in a row."""
    return [line for number, line in enumerate(lines) if line or number == 0 or lines[number - 1]]
