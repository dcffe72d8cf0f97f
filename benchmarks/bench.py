"""A run of the benchmarks: how large things are, where they are kept, the commands of ours, and the form of a row."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import places
from benchmarks.bounds import Bound
from benchmarks.corpus import TODAY, Organisation
from benchmarks.measuring import Comparison, Patience, Side
from benchmarks.peers import Peer
from benchmarks.repository import Prepared, prepare


@dataclass(frozen=True)
class Sizes:
    """How large things are; `--quick` makes them small, and then no bound is judged."""

    hundred: int = 100
    two_hundred: int = 200
    thousand: int = 1_000
    ten_thousand: int = 10_000
    commits: int = 10_000


QUICK = Sizes(12, 15, 30, 60, 60)


class NotYetError(Exception):
    """Raised where a row measures what does not exist yet, or is not installed."""


@dataclass(frozen=True)
class Bench:
    """Where a run of the benchmarks keeps its files, how large they are, and how long it takes its time."""

    folder: Path
    sizes: Sizes
    patience: Patience
    with_peers: bool = True

    def repository(self, objectives: int, weeks: int = 0) -> Prepared:
        """A prepared repository."""
        return prepare(self.folder, Organisation(objectives, weeks))

    def forget(self, repository: Prepared) -> None:
        """Removes whatever we have kept."""
        shutil.rmtree(self.folder / "cache", ignore_errors=True)
        repository.forget()

    def okrs(self, name: str, folder: Path, *arguments: str, warm: bool = False) -> Side:
        """Our own command."""
        return Side(name, (*places.okrs(), *arguments), folder, None, places.environment(self.folder), warm)

    def lint(self, repository: Prepared, *arguments: str, warm: bool) -> Side:
        """A lint that finds nothing, with what it keeps removed before each run, or there."""
        command = (*places.okrs(), "lint", "--error-on-warning", "--today", str(TODAY), *arguments)
        before = None if warm else lambda: self.forget(repository)
        name = "okrs lint, warm" if warm else "okrs lint, cold"
        return Side(name, command, repository.root, before, places.environment(self.folder), warm)

    def made_anew(self, command: str, repository: Prepared) -> Side:
        """A command that writes pages, with all that it wrote and kept removed before each run."""
        pages = self.folder / f"pages-of-{command}-{repository.root.name}"

        def forget() -> None:
            self.forget(repository)
            shutil.rmtree(pages, ignore_errors=True)

        arguments = (command, "--today", str(TODAY), "--out", str(pages))
        return replace(self.okrs(f"okrs {command}, cold", repository.root, *arguments), before=forget)


@dataclass(frozen=True)
class Row:
    """One row: `measure` runs ours first and theirs second."""

    key: str
    what: str
    against: str
    bound: Bound
    measure: Callable[[Bench], Comparison]
    peer: Peer | None = None
    objectives: int = 0
    """How many the peer gets; for the picture."""
    is_everyday: bool = False
    """Whether a team of two hundred objectives waits for it; such rows come first."""


def nothing(bench: Bench, folder: Path | None = None) -> Side:
    """Python itself, doing nothing: what no command of ours can be faster than."""
    bench.folder.mkdir(parents=True, exist_ok=True)
    return Side("python -c pass", (sys.executable, "-c", "pass"), folder or bench.folder)
