"""Parts of files that data leaves out: second documents, keys that are written twice, keys that are no text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from okrs_as_code.finding import Span
from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.model.direction import Direction
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.review.changes.change import Change, ChangedNode, ChangeKind
from okrs_as_code.review.changes.matching import Matching
from okrs_as_code.review.revisions.written_text import text_without_comments
from okrs_as_code.review.unreadable.written_goals import owners_named_in_text
from okrs_as_code.workspace.elements.elements import element_id
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.source_file import SourceFile
from okrs_as_code.yaml.problem import LEFT_OUT, ProblemKind

_INHERITED = lazy_pattern(r"^[ \t]*[\"']?(?:key_results|commitment|check_ins)\b|^(?:---|\.\.\.)", re.MULTILINE)
"""Lines in which an objective speaks for its key results, or behind which there may be more of them."""


def left_out_changes(base: Workspace, head: Workspace, matching: Matching) -> Iterator[Change]:
    """Yields objectives and key results of which something differs that the data of their files leaves out."""
    before, after = _left_out(base), _left_out(head)
    if before == after:
        return
    of_all: dict[str, bool] = {}
    for pair in matching.objectives:
        if pair.before is not None and pair.after is not None:
            texts = before.get(pair.before.id, ""), after.get(pair.after.id, "")
            of_all[pair.after.id] = texts[0] != texts[1] and any(map(_INHERITED.search, texts))
            yield from _changes(pair.after.id, pair.before, pair.after, *texts)
    for key_results in matching.key_results:
        old, new = key_results.before, key_results.after
        if old is not None and new is not None:
            texts = before.get(old.id, ""), after.get(new.id, "")
            if texts[0] == texts[1] and of_all.get(new.objective.id):
                yield _unreadable(new.id, old, new)
            yield from _changes(new.id, old, new, *texts)


def _changes(id_: str, old: ChangedNode, new: ChangedNode, before: str, after: str) -> Iterator[Change]:
    if before == after:
        return
    yield _unreadable(id_, old, new)
    known = {_owner(old), _owner(new)}
    named = tuple(dict.fromkeys(one for one in owners_named_in_text(after) if one.owner not in known))
    if named:
        objective = new.objective if isinstance(new, KeyResultNode) else new
        yield Change(ChangeKind.UNREADABLE, id_, new=objective, named=named)


def _unreadable(id_: str, old: ChangedNode, new: ChangedNode) -> Change:
    title, direction = old.content.title, Direction.UNCLEAR
    return Change(ChangeKind.UNREADABLE, id_, before=title, direction=direction, old=old, new=new)


def _owner(node: ChangedNode) -> str | None:
    return node.owner if isinstance(node, KeyResultNode) else node.content.owner


def _left_out(workspace: Workspace) -> Mapping[str, str]:
    """The texts that are left out, by the complete id of the key result, or else of the objective, that has them."""
    texts: dict[str, str] = {}
    for node in workspace.plan.objectives.values():
        file = workspace.files[node.file]
        if not file.is_whole:
            for subject, text in _texts(file, node):
                texts[subject] = f"{texts.get(subject, '')}{text}\n"
    return texts


def _texts(file: SourceFile, node: ObjectiveNode) -> Iterator[tuple[str, str]]:
    text = file.document.text.text
    for problem in file.document.problems:
        if problem.kind is ProblemKind.SEVERAL_DOCUMENTS:
            yield node.id, text_without_comments(text[problem.span.start :])
        elif problem.kind in LEFT_OUT:
            yield _subject(file, node, problem.span.start), text_without_comments(_entry(text, problem.span))


def _subject(file: SourceFile, node: ObjectiveNode, position: int) -> str:
    elements = file.data.get("key_results") if isinstance(file.data, dict) else None
    for index, element in enumerate(elements if isinstance(elements, list) else ()):
        span, slug = file.document.value_span(("key_results", index)), element_id(element)
        if slug is not None and span.start <= position < span.end:
            return f"{node.id}/{slug}"
    return node.id


def _entry(text: str, key: Span) -> str:
    """The lines of a key and its value: up to the next line that is no deeper than the key."""
    start = text.rfind("\n", 0, key.start) + 1
    first, *others = text[start:].split("\n")
    lines = [first.rstrip()]
    for line in others:
        if (
            line.strip()
            and len(line) - len(line.lstrip(" ")) <= key.start - start
            and not line.lstrip().startswith("#")
        ):
            break
        lines.append(line.rstrip())
    return "\n".join(lines).rstrip()
