"""Judges a large repository part by part, in all processes: nobody has to hold all of it in memory."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from okrs_as_code.finding import Located
from okrs_as_code.lint.engine import in_order, locate, run_rules
from okrs_as_code.lint.policy import Selection
from okrs_as_code.processes import FORKS, in_processes, processors
from okrs_as_code.workspace.keeping import Keeper
from okrs_as_code.workspace.parts import Part, group_of


@dataclass(frozen=True)
class Request:
    """What is asked of every part."""

    keeper: Keeper
    today: date
    selection: Selection
    all_cycles: bool

    def judged(self, part: Part) -> tuple[list[Located], int]:
        """The findings about a part, or about people, teams and policy; and how many of its files were read."""
        gc.collect()  # what is left of the part before; nodes that point to each other go in no other way
        workspace = self.keeper.part(part)
        found = run_rules(workspace, self.today, self.selection, all_cycles=self.all_cycles, focus=part.groups)
        return list(locate(found, workspace)), sum(group_of(path) in part.groups for path in workspace.files)


def judge_parts(request: Request, parts: Sequence[Part]) -> tuple[tuple[Located, ...], int]:
    """All findings, each once, in order; and how many files were read."""
    found: dict[Located, None] = {}
    files = 0
    workers = min(processors(), len(parts)) if FORKS else 1
    # A process has its memory from the one that waits for it, but needs its own way to the store.
    for located, read in in_processes(workers, request.judged, parts, prepare=request.keeper.reopen):
        found.update(dict.fromkeys(located))
        files += read
    return in_order(found), files
