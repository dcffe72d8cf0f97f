"""Lists that go on on a next page: how they are cut, and the pages on which their parts stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple, TypeVar

from okrs_as_code.report import page_paths
from okrs_as_code.report.page_paths import relative_path
from okrs_as_code.report.pages.objective_view import ObjectiveView
from okrs_as_code.report.pages.page_context import PageContext
from okrs_as_code.report.templates import Templates

T = TypeVar("T")
Parts = list[Sequence[T]]
"""A list as it is spread over pages: at least one part, which is empty where the list is."""
Cut = Callable[[Sequence[Any]], Parts[Any]]
"""Cuts a list into its parts."""


class PartView(NamedTuple):
    """The place of a page among those over which its lists go on; paths are relative, and None at either end."""

    number: int
    of: int
    before: str | None
    after: str | None
    unfinished: frozenset[str]
    """The names of the lists that go on on the next page."""


def render_parts(
    context: PageContext, templates: Templates, template: str, cuts: Mapping[str, Cut], **values: Any
) -> list[tuple[str, str]]:
    """Paths and texts of a page, and of those on which its lists go on; `cuts` says how, by their names.

    Elsewhere than on the web site a list is whole on one page.
    """
    paths, is_cut = context.site.paths, context.site.form.is_web_site
    lists = {name: cut(values[name]) if is_cut else [values[name]] for name, cut in cuts.items()}
    count, pages = max(map(len, lists.values()), default=1), []
    for number in range(1, count + 1):
        shown = {name: parts[number - 1] if number <= len(parts) else () for name, parts in lists.items()}
        part = PartView(
            number,
            count,
            relative_path(context.page, paths.part(context.page, number - 1)) if number > 1 else None,
            relative_path(context.page, paths.part(context.page, number + 1)) if number < count else None,
            frozenset(name for name, parts in lists.items() if number < len(parts)),
        )
        pages.append((paths.part(context.page, number), templates.render(template, **values | shown, part=part)))
    return pages


def one_row(_: object) -> int:
    """The rows of an item that takes one."""
    return 1


def objective_rows(view: ObjectiveView) -> int:
    """The rows of an objective: its own, and those of its key results."""
    return 1 + len(view.key_results) + len(view.unreadable)


def by_rows(rows: Callable[[Any], int] = one_row) -> Cut:
    """Cuts a list into parts of as many rows as a page has, or of one item that has more."""

    def cut(items: Sequence[Any]) -> Parts[Any]:
        parts: list[list[Any]] = [[]]
        used = 0
        for item in items:
            if parts[-1] and used + rows(item) > page_paths.ROWS:
                parts.append([])
                used = 0
            parts[-1].append(item)
            used += rows(item)
        return [*parts]

    return cut


def by_groups(*keys: str, rows: Callable[[Any], int] = one_row) -> Cut:
    """Cuts a list of groups that have lists of their own, by their keys; a long group goes on on the next page.

    The head of a group takes a row.
    """

    def cut(groups: Sequence[Mapping[str, Any]]) -> Parts[Any]:
        lines = [line for number, group in enumerate(groups) for line in _lines(number, group, keys)]
        parts = by_rows(lambda line: 1 if line.key is None else rows(line.item))(lines)
        return [list(_regrouped(part, groups, keys)) for part in parts]

    return cut


class _Line(NamedTuple):
    """The head of a group, or an item of one of its lists."""

    group: int
    key: str | None = None
    item: Any = None


def _lines(number: int, group: Mapping[str, Any], keys: Sequence[str]) -> Iterator[_Line]:
    yield _Line(number)
    yield from (_Line(number, key, item) for key in keys for item in group[key])


def _regrouped(
    lines: Sequence[_Line], groups: Sequence[Mapping[str, Any]], keys: Sequence[str]
) -> Iterator[Mapping[str, Any]]:
    """Yields the groups of which there are lines, with the items that are among them."""
    for number, lines_of_group in groupby(lines, key=lambda line: line.group):
        own = list(lines_of_group)
        if all(line.key is None for line in own) and any(groups[number][key] for key in keys):
            continue  # its head would stand alone at the end of a page
        yield {**groups[number], **{key: [line.item for line in own if line.key == key] for key in keys}}
