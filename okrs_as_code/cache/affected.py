"""The files that a change affects: those that it touches, and all that a rule may need to judge what it touches.

Read on both sides, they give the same difference as everything would: findings are about files that depend on each
other, so a rule either has all it needs, or the same incomplete picture before and after, which is no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from okrs_as_code.cache.dependencies import (
    EMPTY,
    OWNER,
    Dependencies,
    contributor_group,
    empty_group,
    is_record,
    team_group,
    title_group,
)
from okrs_as_code.cache.index import Index
from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.model.cycle import Calendar
from okrs_as_code.model.directory import Directory
from okrs_as_code.model.files.base import RECORD_FOLDERS
from okrs_as_code.nearest import nearest


def affected_files(
    changed: Mapping[str, Sequence[Dependencies]], index: Index, directory: Directory, calendar: Calendar
) -> frozenset[str]:
    """The paths of all affected files; `changed` has the dependencies of each changed file, after and before.

    `index` is that of the head; people, teams and policy did not change.
    """
    return _Search(index, directory, calendar).affected(changed)


@dataclass
class _Query:
    """The names to look for in dependencies."""

    ids: set[str] = field(default_factory=set)
    references: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)

    def matches(self, file: Dependencies) -> bool:
        return not (
            self.ids.isdisjoint(file.ids)
            and self.references.isdisjoint(file.references)
            and self.groups.isdisjoint(file.groups)
        )


class _Search:
    def __init__(self, index: Index, directory: Directory, calendar: Calendar) -> None:
        self._index = index
        self._directory = directory
        self._calendar = calendar
        self._by_former_id = {former: path for path, file in index.items() for former in file.dependencies.ids[1:]}

    def affected(self, changed: Mapping[str, Sequence[Dependencies]]) -> frozenset[str]:
        touched = [dependencies for sides in changed.values() for dependencies in _relevant(sides)]
        query = self._query_for(touched)
        found = set(changed) | set(self._matching(query))
        indirect = list(self._indirect(touched, query, found))
        if indirect:
            touched += indirect
            query = self._query_for(touched)
            found.update(self._matching(query))
        self._add_above(found, touched)
        counted = self._counted_beside(touched, found)
        if not counted <= query.groups:
            found.update(self._matching(_Query(groups=counted)))
        objectives = {name for path in found for name in self._of(path).ids}
        objectives |= {name for dependencies in touched for name in dependencies.ids}
        found.update(self._records_of(self._alike(objectives)))
        return frozenset(found)

    def _query_for(self, touched: Iterable[Dependencies]) -> _Query:
        query = _Query()
        for dependencies in touched:
            ids = self._alike(dependencies.ids)
            query.ids |= ids | self._alike(dependencies.references)
            query.references |= ids
            query.groups |= {*dependencies.groups, *self._neighbours(dependencies)}
        return query

    def _matching(self, query: _Query) -> Iterator[str]:
        """The files that match, and those that are not sound, of which not all may be known."""
        return (path for path, file in self._index.items() if not file.sound or query.matches(file.dependencies))

    def _indirect(self, touched: Iterable[Dependencies], query: _Query, found: Iterable[str]) -> Iterator[Dependencies]:
        """Objectives that a changed record is about, and those without key results, in which others have to count."""
        names = self._alike(
            name for dependencies in touched if is_record(dependencies) for name in dependencies.references
        )
        empty = {group for group in query.groups if group.startswith(EMPTY)}
        for path in found:
            dependencies = self._of(path)
            if not (names.isdisjoint(dependencies.ids) and empty.isdisjoint(dependencies.groups)):
                yield dependencies

    def _counted_beside(self, touched: Iterable[Dependencies], found: Iterable[str]) -> set[str]:
        """The groups of objectives that count where a changed one does, under whatever id they refer to it."""
        prefix = contributor_group("")
        counts = {
            group.removeprefix(prefix)
            for dependencies in touched
            for group in dependencies.groups
            if group.startswith(prefix)
        }
        names = self._alike(counts)
        for path in found:
            own = self._of(path).ids
            names |= self._alike(own) if not names.isdisjoint(own) else set()
        return {contributor_group(name) for name in names} if counts else set()

    def _add_above(self, found: set[str], touched: Iterable[Dependencies]) -> None:
        """Adds the objectives above, up to the top, or where there is none the one that may have been meant."""
        waiting = [dependencies.references for dependencies in (*touched, *map(self._of, found))]
        seen: set[str] = set()
        while waiting:
            for names in _alternatives(waiting.pop()):
                if seen.issuperset(names):
                    continue
                seen.update(names)
                for path in self._files_of(names):
                    found.add(path)
                    waiting.append(self._of(path).references)

    def _files_of(self, names: list[str]) -> list[str]:
        """The files that one of some ids means, also a former one; else that of the nearest id."""
        alike = self._alike(names)
        paths = [f"{OKRS_FOLDER}/{other}.yaml" for other in alike]
        paths += [self._by_former_id[other] for other in alike if other in self._by_former_id]
        return [path for path in paths if path in self._index] or [path for name in names for path in self._near(name)]

    def _near(self, name: str) -> Iterator[str]:
        cycle = name.split("/")[0]
        known = {
            path.removeprefix(f"{OKRS_FOLDER}/").removesuffix(".yaml"): path
            for path in sorted(self._index)
            if path.startswith(f"{OKRS_FOLDER}/{cycle}/") and path.split("/")[-2] not in RECORD_FOLDERS
        }
        found = nearest(name, known)
        if found is not None:
            yield known[found]

    def _records_of(self, objectives: set[str]) -> Iterator[str]:
        """The records that refer to one of these objectives."""
        for path, file in self._index.items():
            if is_record(file.dependencies) and not objectives.isdisjoint(file.dependencies.references):
                yield path

    def _of(self, path: str) -> Dependencies:
        return self._index[path].dependencies if path in self._index else Dependencies()

    def _alike(self, names: Iterable[str]) -> set[str]:
        return set(self._directory.alike(names))

    def _neighbours(self, dependencies: Dependencies) -> Iterator[str]:
        """The groups of other folders of the same teams, of the top team in the cycle and its year, of the same titles
        in the cycles before and after, and of what an unreadable file may count in."""
        aliases, top = self._directory.aliases, self._directory.top_team
        above = aliases[top] if top is not None else ()
        for group in dependencies.groups:
            kind, _, rest = group.partition(" ")
            name, _, own = rest.partition("/")
            cycle = self._calendar.cycle(name)
            if kind == "title" and cycle is not None:
                others = (self._calendar.before(cycle), self._calendar.after(cycle))
                yield from (title_group(other.name, own) for other in others if other is not None)
            elif kind == "unreadable":
                yield empty_group(name)
            elif kind == "team" and cycle is not None:
                yield from (team_group(name, other) for other in aliases.get(own, ()))
                yield from (team_group(year, other) for year in (name, cycle.year) for other in above)


def _relevant(sides: Sequence[Dependencies]) -> Iterator[Dependencies]:
    """The dependencies of a file after and before, without its owners where they hold what they did: else all that they
    own anywhere would be read, to find that the same is said of them."""
    same = len(sides) == 2 and sides[0].ownership == sides[1].ownership
    for side in sides:
        yield side._replace(groups=[one for one in side.groups if not one.startswith(OWNER)]) if same else side


def _alternatives(names: Iterable[str]) -> Iterable[list[str]]:
    """Ids of objectives that stand for one reference, in one cycle or another."""
    found: dict[str, list[str]] = {}
    for name in names:
        if not name.startswith(f"{OKRS_FOLDER}/"):
            found.setdefault(name.partition("/")[2], []).append(name)
    return found.values()
