"""How the objectives of a cycle are aligned, as the rows of a nested list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.report.inline import Inline, words
from okrs_as_code.report.pages.figures import BarView, SignView, roll_up_bar, status_sign
from okrs_as_code.report.pages.lists.parts import Parts, by_rows
from okrs_as_code.report.pages.objective_view import ObjectiveView
from okrs_as_code.report.pages.page_context import PageContext

MAX_DEPTH = 8
"""Levels that are drawn; what is further below stands on the last of them."""


class AlignedObjective(NamedTuple):
    """An objective in the nested list; `depth` begins at 0.

    `way` says how it stands to the one above: it `counts` there, or `supports` it; it is empty at the top.
    `is_elsewhere` says that what is below it is listed in another place; `cycle` is set where it is another one.
    `words` is its score once it is closed, else its progress.
    """

    depth: int
    way: str
    link: Inline
    team: Inline
    cycle: str | None
    sign: SignView | None
    bar: BarView
    words: Inline
    is_elsewhere: bool


class AlignmentLine(NamedTuple):
    """A row on a page, and how the nested list goes on there.

    With `opens` a list begins before it. `closes` is the number of lists that end after it; None where what follows
    stands below it. `is_repeated` marks what was on the page before, and is here for what is below it.
    """

    row: AlignedObjective
    opens: bool
    closes: int | None
    is_repeated: bool


def alignment_rows(context: PageContext, cycle: Cycle) -> list[AlignedObjective]:
    """The rows of a cycle, each before what is below it; none where nothing is aligned.

    An objective stands below each goal above it, and what is below it only once: where it counts, else where it stands
    first. Objectives of other cycles are shown as far as they are above or directly below.
    """
    return [*_Tree(context, cycle).rows()] if _is_aligned(context, cycle) else []


def alignment_parts(rows: Sequence[AlignedObjective]) -> Parts[AlignmentLine]:
    """The lines of rows as they are spread over pages, each behind those that its first one stands below."""
    parts: Parts[AlignmentLine] = []
    first = 0
    for part in by_rows()(rows):
        above = _rows_above(rows, first) if first else []
        parts.append([*_lines([*above, *part], len(above))])
        first += len(part)
    return parts


def _is_aligned(context: PageContext, cycle: Cycle) -> bool:
    plan = context.site.plan
    return any(
        node.id in plan.alignments.children or plan.alignments.parents(node) for node in plan.in_cycle(cycle.name)
    )


class _Tree:
    def __init__(self, context: PageContext, cycle: Cycle) -> None:
        self._context = context
        self._cycle = cycle
        self._alignments = context.site.plan.alignments
        self._shown: set[str] = set()
        self._nodes = self._own_and_above()

    def rows(self) -> Iterator[AlignedObjective]:
        """Yields the rows, each before what is below it; without recursion, as a chain may be long."""
        for root in self._roots():
            if root.id in self._shown:
                continue
            stack = [(root, "", 0)]
            while stack:
                node, way, depth = stack.pop()
                below = [*self._below(node)]
                is_elsewhere = bool(below) and (node.id in self._shown or not self._is_home(node, way))
                yield self._row(node, way, min(depth, MAX_DEPTH), is_elsewhere=is_elsewhere)
                if not is_elsewhere:
                    self._shown.add(node.id)
                    stack += [(child, to_it, depth + 1) for child, to_it in reversed(below)]

    def _own_and_above(self) -> dict[str, ObjectiveNode]:
        """The objectives of the cycle, and all that are above them, by id."""
        pending = [*self._context.site.plan.in_cycle(self._cycle.name)]
        nodes = {node.id: node for node in pending}
        while pending:
            for parent in self._alignments.parents(pending.pop()):
                if parent.objective.id not in nodes:
                    nodes[parent.objective.id] = parent.objective
                    pending.append(parent.objective)
        return nodes

    def _roots(self) -> Iterator[ObjectiveNode]:
        """Yields the objectives with nothing above them, those with something below first; then one of each loop."""
        in_order = sorted(self._nodes.values(), key=lambda node: (-node.cycle.days, node.cycle.start, node.id))
        tops = [node for node in in_order if not self._alignments.parents(node)]
        yield from (node for node in tops if any(self._below(node)))
        yield from tops
        yield from (loop[0].child for loop in self._alignments.loops if loop[0].child.id in self._nodes)

    def _below(self, node: ObjectiveNode) -> Iterator[tuple[ObjectiveNode, str]]:
        """Yields the objectives below that are shown, and how they stand to it, those that count first."""
        children = [
            child
            for child in self._alignments.children.get(node.id, ())
            if child.id in self._nodes or node.cycle == self._cycle
        ]
        ways = [(child, self._way(child, node)) for child in children]
        yield from sorted(ways, key=lambda pair: (pair[1] != "counts", pair[0].team, pair[0].id))

    def _way(self, child: ObjectiveNode, node: ObjectiveNode) -> str:
        counted_in = self._alignments.counted_in(child)
        return "counts" if counted_in is not None and counted_in.objective == node else "supports"

    def _is_home(self, node: ObjectiveNode, way: str) -> bool:
        """Whether what is below an objective is listed here: where it counts, else where it stands first."""
        return way != "supports" or self._alignments.counted_in(node) is None

    def _row(self, node: ObjectiveNode, way: str, depth: int, *, is_elsewhere: bool) -> AlignedObjective:
        site = self._context.site
        standing = site.assessment.objective(node)
        bar = roll_up_bar(standing.roll_up.score, node.cycle, site.today)
        score = ObjectiveView(self._context, standing).final_score
        return AlignedObjective(
            depth,
            way if depth else "",
            self._context.objective_link(node),
            self._context.team_link(node.team, node.cycle),
            node.cycle.name if node.cycle != self._cycle else None,
            status_sign(standing.worst) if standing.worst is not None else None,
            bar,
            score if score is not None else words(bar.words),
            is_elsewhere,
        )


def _lines(rows: Sequence[AlignedObjective], repeated: int) -> Iterator[AlignmentLine]:
    """Yields the lines of the rows on one page, of which so many were on the page before."""
    before = 0
    for number, row in enumerate(rows):
        after = rows[number + 1].depth if number + 1 < len(rows) else 0
        closes = row.depth - after if after <= row.depth else None
        yield AlignmentLine(row, row.depth > before, closes, number < repeated)
        before = row.depth


def _rows_above(rows: Sequence[AlignedObjective], first: int) -> list[AlignedObjective]:
    """The rows below which a row stands, the topmost first."""
    above: list[AlignedObjective] = []
    depth = rows[first].depth
    for row in reversed(rows[:first]):
        if row.depth < depth:
            above.insert(0, row)
            depth = row.depth
    return above
