"""The files that a change affects: those that it touches, and all that a rule may need to judge what it touches.

Read on both sides, they give the same difference as everything would: findings are about files that depend on each
other, so a rule either has all it needs, or the same incomplete picture before and after, which is no difference.

Of objectives that the change only has a bearing on, the check-ins and agreements are not among them: rules judge those
with their own key result, and look at another one only for whether it is open, which is what its grades say. They are
of an objective to which the change may bring records, or from which it may take some.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from okrs_as_code.cache.corrections import Corrections
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
from okrs_as_code.model.cycles.calendar import Calendar
from okrs_as_code.model.files.base import RECORD_FOLDERS
from okrs_as_code.model.people.people_directory import Directory
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
    """Names to look for in dependencies."""

    ids: set[str] = field(default_factory=set)
    references: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)

    def matches(self, dependencies: Dependencies) -> bool:
        """Whether any of the names is among them."""
        return not (
            self.ids.isdisjoint(dependencies.ids)
            and self.references.isdisjoint(dependencies.references)
            and self.groups.isdisjoint(dependencies.groups)
        )


class _Search:
    def __init__(self, index: Index, directory: Directory, calendar: Calendar) -> None:
        self._index = index
        self._directory = directory
        self._calendar = calendar
        self._corrections = Corrections(index)
        self._by_former_id = {former: path for path, file in index.items() for former in file.dependencies.ids[1:]}

    def affected(self, changed: Mapping[str, Sequence[Dependencies]]) -> frozenset[str]:
        """The paths of all affected files."""
        sources = [dependencies for sides in changed.values() for dependencies in _relevant_sides(sides)]
        sources += [self._dependencies(path) for path in self._corrections.around(sources) if path not in changed]
        query = self._query(sources)
        paths = {*changed, *self._matches(query), *self._goals_that_may_be_meant(changed)}
        indirect = list(self._indirect_sources(sources, query, paths))
        if indirect:
            sources += indirect
            query = self._query(sources)
            paths.update(self._matches(query))
        self._add_parents(paths, sources)
        groups = self._sibling_groups(sources, paths)
        if not groups <= query.groups:
            paths.update(self._matches(_Query(groups=groups)))
        judged = self._synonyms(id_ for dependencies in sources for id_ in dependencies.ids)
        judged |= self._synonyms(self._ids_of_alternatives(judged))
        seen = judged | self._synonyms(id_ for path in paths for id_ in self._dependencies(path).ids)
        paths.update(self._records_of(judged, seen))
        paths.update(self._corrections.around(map(self._dependencies, paths)))
        paths.update(list(self._alternatives_of_records(paths)))
        return frozenset(paths)

    def _query(self, sources: Iterable[Dependencies]) -> _Query:
        """The query for all files that depend on the sources."""
        query = _Query()
        for dependencies in sources:
            ids = self._synonyms(dependencies.ids)
            query.ids |= ids | self._synonyms(dependencies.references)
            query.references |= ids
            query.groups |= {*dependencies.groups, *self._neighbour_groups(dependencies)}
        return query

    def _matches(self, query: _Query) -> Iterator[str]:
        """The files that match, and those that are not sound, as not all of their dependencies may be known."""
        return (path for path, file in self._index.items() if not file.sound or query.matches(file.dependencies))

    def _goals_that_may_be_meant(self, changed: Iterable[str]) -> Iterator[str]:
        """The objectives in the cycles of changed files that fit no model, as a help may suggest any of their ids."""
        unfit = (path for path in changed if path in self._index and self._index[path].is_unfit)
        cycles = {cycle for path in unfit if (cycle := self._calendar.cycle(path.split("/")[1])) is not None}
        names = {one.name for cycle in cycles for one in (cycle, *self._calendar.containing(cycle))}
        folders = tuple(f"{OKRS_FOLDER}/{name}/" for name in names)
        return (
            path for path, file in self._index.items() if path.startswith(folders) and not is_record(file.dependencies)
        )

    def _indirect_sources(
        self, sources: Iterable[Dependencies], query: _Query, paths: Iterable[str]
    ) -> Iterator[Dependencies]:
        """Objectives that a changed record is about, and those without key results, in which others have to count."""
        references = self._synonyms(
            reference for dependencies in sources if is_record(dependencies) for reference in dependencies.references
        )
        empty_groups = {group for group in query.groups if group.startswith(EMPTY)}
        for path in paths:
            dependencies = self._dependencies(path)
            if not (references.isdisjoint(dependencies.ids) and empty_groups.isdisjoint(dependencies.groups)):
                yield dependencies

    def _sibling_groups(self, sources: Iterable[Dependencies], paths: Iterable[str]) -> set[str]:
        """The groups of objectives that count in the parent of a source, under any id by which they refer to it."""
        prefix = contributor_group("")
        parents = {
            group.removeprefix(prefix)
            for dependencies in sources
            for group in dependencies.groups
            if group.startswith(prefix)
        }
        ids = self._synonyms(parents)
        for path in paths:
            file_ids = self._dependencies(path).ids
            ids |= self._synonyms(file_ids) if not ids.isdisjoint(file_ids) else set()
        return {contributor_group(id_) for id_ in ids} if parents else set()

    def _add_parents(self, paths: set[str], sources: Iterable[Dependencies]) -> None:
        """Adds the objectives above, up to the top, or where there is none the one that may have been meant."""
        queue = [dependencies.references for dependencies in (*sources, *map(self._dependencies, paths))]
        visited: set[frozenset[str]] = set()  # of references, as each is missing for itself
        while queue:
            for ids in _alternatives(queue.pop()):
                if frozenset(ids) in visited:
                    continue
                visited.add(frozenset(ids))
                for path in self._find_files(ids):
                    paths.add(path)
                    queue.append(self._dependencies(path).references)

    def _find_files(self, ids: list[str]) -> list[str]:
        """The files of the objectives with one of these ids, also as a former one; else those of the nearest ids."""
        return self._existing_files(ids) or [path for id_ in ids for path in self._nearest(id_)]

    def _existing_files(self, ids: Iterable[str]) -> list[str]:
        """The files of the objectives with one of these ids, also as a former one."""
        synonyms = self._synonyms(ids)
        paths = [f"{OKRS_FOLDER}/{id_}.yaml" for id_ in synonyms]
        paths += [self._by_former_id[id_] for id_ in synonyms if id_ in self._by_former_id]
        return [path for path in paths if path in self._index]

    def _nearest(self, id_: str) -> Iterator[str]:
        """The file of the objective in the same cycle whose id is nearest, if any is near."""
        cycle = id_.split("/")[0]
        paths_by_id = {
            path.removeprefix(f"{OKRS_FOLDER}/").removesuffix(".yaml"): path
            for path in sorted(self._index)
            if path.startswith(f"{OKRS_FOLDER}/{cycle}/") and path.split("/")[-2] not in RECORD_FOLDERS
        }
        nearest_id = nearest(id_, paths_by_id)
        if nearest_id is not None:
            yield paths_by_id[nearest_id]

    def _records_of(self, judged: set[str], seen: set[str]) -> Iterator[str]:
        """The records of the objectives that are judged, and the grades of those that rules only look at."""
        for path, file in self._index.items():
            if is_record(file.dependencies):
                objectives = seen if path.split("/")[-2] == "grades" else judged
                if not objectives.isdisjoint(file.dependencies.references):
                    yield path

    def _ids_of_alternatives(self, judged: set[str]) -> Iterator[str]:
        """The ids of the objectives that records may mean in place of a judged one, to which they lose or win some."""
        for file in self._index.values():
            references = file.dependencies.references
            if is_record(file.dependencies) and not judged.isdisjoint(references):
                for ids in _alternatives(references):
                    if not judged.isdisjoint(self._synonyms(ids)):
                        yield from (id_ for path in self._existing_files(ids) for id_ in self._dependencies(path).ids)

    def _alternatives_of_records(self, paths: set[str]) -> Iterator[str]:
        """The objectives of other cycles that the records among the files may mean in place of one of the files.

        Without them a record would be about the one that is there, and what is counted would not be what there is.
        """
        for path in paths:
            dependencies = self._dependencies(path)
            for ids in _alternatives(dependencies.references) if is_record(dependencies) else ():
                files = self._existing_files(ids)
                if not paths.isdisjoint(files):
                    yield from files

    def _dependencies(self, path: str) -> Dependencies:
        return self._index[path].dependencies if path in self._index else Dependencies()

    def _synonyms(self, names: Iterable[str]) -> set[str]:
        """The names, and the same with other ids of their teams."""
        return set(self._directory.with_aliases(names))

    def _neighbour_groups(self, dependencies: Dependencies) -> Iterator[str]:
        """Groups in which a rule may look besides those of a file.

        They are those of other folders of the same teams, of the top team in the cycle and those it lies in, of the
        same titles in the cycles before and after, and of the objectives in which an unreadable file may count.
        """
        aliases, top_team = self._directory.aliases, self._directory.top_team
        top_teams = aliases[top_team] if top_team is not None else ()
        for group in dependencies.groups:
            kind, _, rest = group.partition(" ")
            cycle_name, _, key = rest.partition("/")
            cycle = self._calendar.cycle(cycle_name)
            if kind == "title" and cycle is not None:
                adjacent = (*self._calendar.before(cycle), *self._calendar.after(cycle))
                yield from (title_group(neighbour.name, key) for neighbour in adjacent)
            elif kind == "unreadable":
                yield empty_group(cycle_name)
            elif kind == "team" and cycle is not None:
                yield from (team_group(cycle_name, team) for team in aliases.get(key, ()))
                cycles = (cycle, *self._calendar.containing(cycle))
                yield from (team_group(one.name, team) for one in cycles for team in top_teams)


def _relevant_sides(sides: Sequence[Dependencies]) -> Iterator[Dependencies]:
    """The dependencies of a file after and before, without its owners where they own the same key results.

    Else all that these people own anywhere would be read, with the same findings on both sides.
    """
    has_same_owners = len(sides) == 2 and sides[0].ownership == sides[1].ownership
    for side in sides:
        groups = [group for group in side.groups if not (has_same_owners and group.startswith(OWNER))]
        yield side._replace(groups=groups)


def _alternatives(ids: Iterable[str]) -> Iterable[list[str]]:
    """The ids of objectives grouped by the reference that they may stand for, in one cycle or another."""
    by_reference: dict[str, list[str]] = {}
    for id_ in ids:
        if not id_.startswith(f"{OKRS_FOLDER}/"):
            by_reference.setdefault(id_.partition("/")[2], []).append(id_)
    return by_reference.values()
