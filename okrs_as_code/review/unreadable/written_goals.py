"""Goals as they are written, whether they fit their model or not: to be compared, and to name whom they concern."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from okrs_as_code.finding import KeyPath
from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.model.files.base import GOAL_PATTERN
from okrs_as_code.model.files.objective import KeyResult
from okrs_as_code.model.files.validation import validate
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.review.changes.change import NamedOwner
from okrs_as_code.workspace.elements.elements import element_id, former_ids
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.source_file import SourceFile
from okrs_as_code.yaml import UNREADABLE

_IDS = frozenset(("id", "formerly"))
_NOT_IN_HEADER = frozenset(("formerly", "key_results"))
_REQUIRED = ("id", "title", "owner", "measure")
_GOAL_IN_TEXT = lazy_pattern(rf"{GOAL_PATTERN[1:-1]}(?=[\"']?\s*:)", re.MULTILINE)
_PERSON_IN_TEXT = lazy_pattern(r"""\b(?:owner|lead|manager)["']?\s*:\s*["']?([a-z][a-z0-9-]*)""")


@dataclass(frozen=True, eq=False)
class WrittenKeyResult:
    """A key result as it is written; `node` is None where it does not fit."""

    objective: ObjectiveNode
    position: int
    data: Any
    node: KeyResultNode | None
    source: SourceFile

    @property
    def slug(self) -> str | None:
        """Its own id; None where what is written cannot be one."""
        return element_id(self.data)

    @property
    def id(self) -> str:
        """The complete id; where it has none, that of the objective and its place there, counted from 1."""
        return f"{self.objective.id}/{self.slug}" if self.slug else f"{self.objective.id}#{self.position + 1}"

    @property
    def former_slugs(self) -> tuple[str, ...]:
        """The ids that it says it had before."""
        return former_ids(self.data)

    @property
    def title(self) -> str | None:
        """Its title, if that is text."""
        title = self.data.get("title") if isinstance(self.data, dict) else None
        return title if isinstance(title, str) else None

    @cached_property
    def statement(self) -> str:
        """Its content, its ids aside, in a form to compare."""
        return _statement(self.source, ("key_results", self.position), self.data, _IDS)


def written_key_results(workspace: Workspace, node: ObjectiveNode) -> tuple[WrittenKeyResult, ...]:
    """The key results of an objective as they are written, in their order."""
    source = workspace.files[node.file]
    elements = source.data.get("key_results") if isinstance(source.data, dict) else None
    fitting = {key_result.position: key_result for key_result in node.key_results}
    return tuple(
        WrittenKeyResult(node, position, data, fitting.get(position), source)
        for position, data in enumerate(elements if isinstance(elements, list) else ())
    )


def header_statement(workspace: Workspace, node: ObjectiveNode) -> str:
    """The content of an objective, its key results and former ids aside, in a form to compare."""
    source = workspace.files[node.file]
    return _statement(source, (), source.data, _NOT_IN_HEADER)


def key_results_statement(workspace: Workspace, node: ObjectiveNode) -> str | None:
    """The text in place of an objective's list of key results, in a form to compare; None for a list."""
    source = workspace.files[node.file]
    written = source.data.get("key_results") if isinstance(source.data, dict) else None
    return None if isinstance(written, list) else _value_statement(source, ("key_results",), written)


def _statement(source: SourceFile, path: KeyPath, data: Any, omitted: Collection[str]) -> str:
    """Data in one form, keys sorted; the text of each value of which something cannot be known."""
    if not isinstance(data, dict):
        return _value_statement(source, path, data)
    values = {key: _value_statement(source, (*path, key), value) for key, value in data.items() if key not in omitted}
    return json.dumps(values, sort_keys=True)


def _value_statement(source: SourceFile, path: KeyPath, value: Any) -> str:
    if _is_known(value):
        return json.dumps(value, sort_keys=True, default=str)
    span = source.document.value_span(path)
    return f"text {source.document.text.text[span.start : span.end]}"


def _is_known(value: Any) -> bool:
    """Whether a value, and all in it, could be read."""
    if isinstance(value, dict):
        return all(map(_is_known, value.values()))
    if isinstance(value, list):
        return all(map(_is_known, value))
    return value is not UNREADABLE


def named_owners(data: Any) -> Iterator[NamedOwner]:
    """Yields the people whom the raw owner in data names: one, several in a list, or a team's lead."""
    owner, manager = (data.get(key) if isinstance(data, dict) else None for key in ("owner", "manager"))
    candidates = owner if isinstance(owner, list) else [owner.get("lead") if isinstance(owner, dict) else owner]
    people = [person for person in candidates if isinstance(person, str)]
    if isinstance(manager, str):
        yield from (NamedOwner(person, manager) for person in people or [manager])
    else:
        yield from map(NamedOwner, people)


def goals_named_in_text(text: str) -> Iterator[str]:
    """Yields the ids of key results and objectives that are keys in a text, which is no YAML, as in a record."""
    yield from _GOAL_IN_TEXT.findall(text)


def owners_named_in_text(text: str) -> Iterator[NamedOwner]:
    """Yields the people whom a text, which is no YAML, names as owner, lead or manager."""
    yield from map(NamedOwner, _PERSON_IN_TEXT.findall(text))


class LikelyKeyResult(NamedTuple):
    """The key result that somebody most likely means, with what fits of what is written.

    It is `unclear` where it may be easier than it seems, as what cannot be read is part of what is to be reached.
    """

    content: KeyResult | None
    unclear: bool


def likely_key_result(data: Any, fallback: KeyResult | None) -> LikelyKeyResult:
    """Returns what fits of a key result's data; what is needed and does not fit is that of `fallback`."""
    content, mismatches = validate(KeyResult, data)
    if content is not None or not isinstance(data, dict):
        return LikelyKeyResult(content, content is None)
    unfit = {mismatch.path[0] for mismatch in mismatches if mismatch.path}
    written = {key: value for key, value in data.items() if key in KeyResult.model_fields and key not in unfit}
    earlier = _plain_data(fallback)
    needed = {key: earlier[key] for key in (*_REQUIRED, *unfit) if key in earlier and key not in written}
    unclear = any(key in unfit or key not in data for key in ("measure",)) or "due" in unfit
    return LikelyKeyResult(validate(KeyResult, {**needed, **written})[0], unclear)


def _plain_data(content: KeyResult | None) -> Mapping[Any, Any]:
    return {} if content is None else content.model_dump(mode="json", by_alias=True, exclude_unset=True)


def partners_of(
    before: Sequence[WrittenKeyResult], after: Sequence[WrittenKeyResult], readable: frozenset[str]
) -> list[WrittenKeyResult | None]:
    """For each of some key results of an objective the one of the head that goes on with it, or None.

    What says the same comes first, then one of its id or with that as a former one, then of its title, and where one
    of them has no id the one in its place. `readable` has the ids that belong to key results of the base that fit.
    """
    keys: tuple[Callable[[WrittenKeyResult, WrittenKeyResult], bool], ...] = (
        lambda old, new: old.slug == new.slug and old.statement == new.statement,
        lambda old, new: old.statement == new.statement,
        lambda old, new: old.slug is not None and old.slug == new.slug and (not new.node or old.slug not in readable),
        lambda old, new: old.slug is not None and old.slug in new.former_slugs,
        lambda old, new: old.title is not None and old.title == new.title and new.slug not in readable,
        lambda old, new: None in (old.slug, new.slug) and old.position == new.position and new.slug not in readable,
    )
    partners: dict[int, WrittenKeyResult] = {}
    left = list(after)
    for belongs in keys:
        for index, old in enumerate(before):
            partner = next((new for new in left if belongs(old, new)), None) if index not in partners else None
            if partner is not None:
                partners[index] = partner
                left.remove(partner)
    return [partners.get(index) for index in range(len(before))]
