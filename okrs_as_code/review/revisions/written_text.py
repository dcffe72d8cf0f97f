"""Texts that cannot be read, in a form to compare, and which of those of two trees go on in which."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.review.revisions.revision import Revision
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.yaml.problem import ProblemKind

_BREAK = lazy_pattern(r"\r\n|\n|\r")
_COMMENT = lazy_pattern(r"[ ]*#[^\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]*")
"""A line that is nothing but a comment, also for readers that know other line ends than YAML."""
_BLOCK_HEADER = lazy_pattern(r"[|>][-+0-9]*[ \t]*(?:[ \t]#.*)?$")
_QUOTED_VALUE = lazy_pattern(r"""[ ]*(?:-[ ]+)*(?:[\w.-]+:[ ]+)?(?:"[^"\\]*"|'[^']*')[ \t]*(?:[ \t]#.*)?$""")


def text_without_comments(text: str) -> str:
    """A text that cannot be read, without the lines that surely are nothing but a comment.

    In a text, as it stands behind `|` or `>` or in quotes over several lines, such a line is part of what is said. So
    none is left out where it may be in one: deeper than a line that begins a block, or below a quote that may be open.
    """
    kept: list[str] = []
    block: int | None = None
    for line in _BREAK.split(text):
        indent = len(line) - len(line.lstrip(" "))
        if block is not None and line.strip() and indent <= block:
            block = None
        if block is None and _COMMENT.fullmatch(line):
            continue
        kept.append(line)
        if block is None and _BLOCK_HEADER.search(line):
            block = indent
        elif ("'" in line or '"' in line) and not _QUOTED_VALUE.fullmatch(line):
            block = -1  # where a quote ends is not known
    return "\n".join(kept)


class UnreadTexts(NamedTuple):
    """The files of two trees that cannot be read, by what became of their texts.

    `differing` are the paths of the base that say something else at the head, or nothing; `added` those of the head
    whose text no file of the base had that is gone. `moved` has the new paths of the others, by the old ones.
    """

    differing: tuple[str, ...]
    added: tuple[str, ...]
    moved: Mapping[str, str]


def unread_texts(base: Revision, head: Revision, unread_paths: Callable[[Workspace], Iterable[str]]) -> UnreadTexts:
    """Compares the files of two trees that cannot be read, by their paths in each.

    A text goes on in its place; where there is nothing any more, in one new file, as a copy keeps nothing. In another
    folder, or as the record of somebody else or of another day, it is not new, but says something else. In another
    cycle it is new.
    """
    before, after = (
        {path: text_of(revision, path) for path in unread_paths(revision.workspace)} for revision in (base, head)
    )
    differing, gone = [], []
    for path, text in before.items():
        if path not in head.workspace.files:
            gone.append(path)
        elif after.get(path) != text:
            differing.append(path)
    added = [path for path in after if path not in base.workspace.files]
    moved: dict[str, str] = {}
    for path in gone:
        partners = [new for new in added if after[new] == before[path] and _cycle(new) == _cycle(path)]
        partner = next((new for new in partners if _place(new) == _place(path)), next(iter(partners), None))
        if partner is None or _place(partner) != _place(path):
            differing.append(path)
        if partner is not None:
            added.remove(partner)
            moved[path] = partner
    return UnreadTexts(tuple(sorted(differing)), tuple(sorted(added)), moved)


def text_of(revision: Revision, path: str) -> str:
    """A file's text in a form to compare, with the id of its content where that is no text, or too long for one."""
    document = revision.workspace.files[path].document
    ids = ""
    if any(problem.kind in (ProblemKind.NOT_UTF8, ProblemKind.TOO_LARGE) for problem in document.problems):
        ids = "".join(content.id for content in revision.contents([path]).values())
    return f"{ids} {text_without_comments(document.text.text)}"


def _cycle(path: str) -> str:
    return path.split("/")[1]


def _place(path: str) -> tuple[str, str]:
    """Folder, and of a record day and person: what its place says."""
    folder, name = posixpath.split(path)
    return folder, name.partition(".")[0] if name[:1].isdigit() else ""
