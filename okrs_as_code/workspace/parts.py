"""Parts of a large repository that can be judged one by one: some cycles, with what in others they have to do with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.model.cycle import Calendar
from okrs_as_code.model.directory import Directory
from okrs_as_code.workspace.index import Index, Known

SPLIT_FROM = 4000
"""Files from which it pays to judge in parts; below that everything fits into memory and into a moment."""
_LARGEST = 5000
"""Files of cycles that are put together; a larger cycle stays whole."""


def group_of(path: str) -> str:
    """The folder directly below `okrs/` that a path lies in, which is a cycle's; empty for a file there."""
    steps = path.split("/", 2)
    return steps[1] if len(steps) > 2 else ""


@dataclass(frozen=True, slots=True)
class Part:
    """Folders directly below `okrs/`, and files of other folders that they have to do with."""

    groups: frozenset[str]
    beside: frozenset[str]


def parts_of(index: Index, directory: Directory, calendar: Calendar) -> list[Part]:
    """All parts of what is in an index. Raises DamagedError."""
    sizes: dict[str, int] = {}
    beside: dict[str, set[str]] = {}
    former = {old: path for path, known in index.files(()) for old in known.ties.is_[1:]}
    links = _Links(index, directory, former)
    graded: dict[str, set[str]] = {}
    bound: dict[str, set[str]] = {}
    for path, known in index.files():
        group = group_of(path)
        sizes[group] = sizes.get(group, 0) + 1
        if f"/{group}/grades/" in path:
            graded.setdefault(group, set()).update((path, *links.files_of(known.ties.names)))
        for other in links.of(known):
            if group_of(other) != group:
                beside.setdefault(group, set()).update((other, *links.above(other)))
                beside.setdefault(group_of(other), set()).update((path, *links.files_of(known.ties.names)))
                if not known.sound:  # it may have a comment that is about the other cycle
                    bound.setdefault(group, {group}).add(group_of(other))
    for group in sizes:
        cycle = calendar.cycle(group)
        earlier = calendar.before(cycle) if cycle is not None else None
        if earlier is not None:
            beside.setdefault(group, set()).update(graded.get(earlier.name, ()))
    return [_part(groups, beside, index, links) for groups in _put_together(sizes, list(bound.values()))]


def _put_together(sizes: Mapping[str, int], bound: list[set[str]]) -> Iterator[set[str]]:
    """Sets of groups of a good size; those that are bound together stay together."""
    whole: list[set[str]] = []
    for one in [*bound, *({group} for group in sorted(sizes))]:
        touching = [other for other in whole if not other.isdisjoint(one)]
        whole = [other for other in whole if other.isdisjoint(one)] + [one.union(*touching)]
    groups: set[str] = set()
    for one in whole:
        if groups and sum(sizes.get(group, 0) for group in groups | one) > _LARGEST:
            yield groups
            groups = set()
        groups |= one
    if groups:
        yield groups


def _part(groups: Iterable[str], beside: Mapping[str, set[str]], index: Index, links: _Links) -> Part:
    """Records come with all that their references may mean: what is found first is meant, and has to be there."""
    chosen = frozenset(groups)
    others = {path for group in chosen for path in beside.get(group, ()) if group_of(path) not in chosen}
    objectives = {name for known in index.known(others).values() for name in known.ties.is_}
    for folder in index.record_folders():
        if objectives and group_of(f"{folder}/") not in chosen:
            for name, known in index.folder(folder).items():
                if not objectives.isdisjoint(known.ties.names):
                    others.update((f"{folder}/{name}", *links.files_of(known.ties.names)))
    return Part(chosen, frozenset(path for path in others if group_of(path) not in chosen))


class _Links:
    """Finds the files that ties name."""

    def __init__(self, index: Index, directory: Directory, former: Mapping[str, str]) -> None:
        self._index = index
        self._directory = directory
        self._former = former

    def of(self, known: Known) -> Iterator[str]:
        """The files of other cycles that may be meant."""
        own = {name.partition("/")[0] for name in known.ties.is_}
        yield from self.files_of(name for name in known.ties.names if name.partition("/")[0] not in own)

    def files_of(self, names: Iterable[str]) -> Iterator[str]:
        """The objectives' files that ids mean, also former ones, of whatever name of their team."""
        for name in self._directory.alike(name for name in names if not name.startswith(f"{OKRS_FOLDER}/")):
            path = f"{OKRS_FOLDER}/{name}.yaml"
            if path.rpartition("/")[0] in self._index.folders():
                yield path
            if name in self._former:
                yield self._former[name]

    def above(self, path: str) -> Iterator[str]:
        """What an objective is aligned to, up to the top."""
        seen, waiting = {path}, [path]
        while waiting:
            known = self._index.at(waiting.pop())
            for other in self.files_of(known.ties.names) if known is not None else ():
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
                    yield other
