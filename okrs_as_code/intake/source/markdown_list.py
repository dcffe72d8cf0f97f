"""Lists of Markdown: entries with the entries below them, and what they tell about their levels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from okrs_as_code.intake.goals.title_numbers import way_in_title
from okrs_as_code.intake.shapes.goal_outline import GoalLevel
from okrs_as_code.intake.shapes.levels import level_before_title
from okrs_as_code.intake.source.markdown_text import MarkdownText, end_of, text_of
from okrs_as_code.intake.source.title_parts import column_of_field, fields_of, is_field_name
from okrs_as_code.intake.vocabulary.words import even, words

_TASK = re.compile(r"\[([ xX])\]\s+(.*)", re.DOTALL)
_OF_KEY_RESULTS = frozenset(("due", "target", "baseline", "at_least", "at_most", "stretch", "unit", "current"))
"""Columns of fields that no objective has."""
_LEVEL_OF_COLUMN = {"objective": GoalLevel.OBJECTIVE, "key_result": GoalLevel.KEY_RESULT, "steps": GoalLevel.STEP}


@dataclass(eq=False)
class ListEntry:
    """An entry of a list, with the entries of the lists in it."""

    content: MarkdownText
    is_done: bool | None = None
    """Whether a task is done; None for an entry that is no task."""
    items: list[ListEntry] = field(default_factory=list)
    paragraphs: list[MarkdownText] = field(default_factory=list)
    """Further paragraphs in it."""

    @property
    def mark(self) -> GoalLevel | None:
        """The level that a mark before its title says."""
        marked = level_before_title(self.content.text)
        return marked[0] if marked is not None else None

    def is_fields(self, *, is_below_key_result: bool = False) -> bool:
        """Whether it says only what its parent has: `Owner: Bo`."""
        return not self.items and fields_of(self.content.text, is_below_key_result=is_below_key_result) is not None


def read_items(tokens: Sequence[Any]) -> Iterator[ListEntry]:
    """Yields the entries of a list."""
    for position, token in enumerate(tokens):
        if token.type == "list_item_open" and token.level == tokens[0].level:
            inner = tokens[position + 1 : end_of(tokens, position)]
            item = _item(inner, token.map[0] + 1 if token.map else 0)
            if item is not None:
                yield item


def _item(tokens: Sequence[Any], line: int) -> ListEntry | None:
    texts: list[MarkdownText] = []
    items: list[ListEntry] = []
    position = 0
    while position < len(tokens):
        token, end = tokens[position], end_of(tokens, position)
        if token.type in ("paragraph_open", "heading_open"):
            texts.append(text_of(tokens[position + 1]))
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            items += read_items(tokens[position + 1 : end])
        position = end + 1
    if not texts:
        return None
    content = texts[0]
    task = _TASK.fullmatch(content.lines[0])
    content.line = line
    if task is not None:
        content.lines[0] = task[2]
    return ListEntry(content, None if task is None else task[1] in "xX", items, texts[1:])


def level_word(text: str) -> GoalLevel | None:
    """The level that a heading or an entry is about, with its goals below it: `Key results:`."""
    form = even(text.strip().rstrip(":"))
    found = words("levels").get(form)
    return GoalLevel(found) if found is not None else _LEVEL_OF_COLUMN.get(words("headings").get(form, ""))


def are_objectives(items: Sequence[ListEntry]) -> bool:
    """Whether entries below a heading are objectives, and no key results of the heading: most have entries below."""
    marks = {item.mark for item in items}
    if GoalLevel.OBJECTIVE in marks:
        return True
    if GoalLevel.KEY_RESULT in marks or any(map(_is_key_result, items)):
        return False
    below = (child for item in items for child in item.items if not child.is_fields(is_below_key_result=True))
    if any(child.mark is GoalLevel.KEY_RESULT for child in below):
        return True
    return 2 * sum(any(map(_is_goal, item.items)) for item in items) > len(items)


def _is_key_result(item: ListEntry) -> bool:
    """Whether an entry says what no objective says: two numbers, a target, a day."""
    if way_in_title(item.content.text, None) is not None:
        return True
    names = (name for child in item.items for name, _ in fields_of(child.content.text) or ())
    return any(column_of_field(name) in _OF_KEY_RESULTS for name in names)


def _is_goal(item: ListEntry) -> bool:
    return item.is_done is None and not item.is_fields() and not is_field_name(item.content.text)
