"""Which files a change concerns: those that it touches, and all that a rule may need to judge what it touches.

Read on both sides, they give the same difference as everything would: what a rule says is about files that are tied, so
it either has all it needs, or it sees the same incomplete picture before and after, which is no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.model.cycle import Calendar
from okrs_as_code.model.directory import Directory
from okrs_as_code.model.files.base import RECORD_FOLDERS
from okrs_as_code.nearest import nearest
from okrs_as_code.workspace.index import Index
from okrs_as_code.workspace.ties import (
    EMPTY,
    HOLDING,
    OWNER,
    Ties,
    count_tie,
    empty_tie,
    is_record,
    team_tie,
    title_tie,
)


@dataclass
class _Wanted:
    """Words of ties that are looked for."""

    is_: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    shares: set[str] = field(default_factory=set)

    def fits(self, ties: Ties) -> bool:
        return not (
            self.is_.isdisjoint(ties.is_) and self.names.isdisjoint(ties.names) and self.shares.isdisjoint(ties.shares)
        )


class Concerned:
    """Finds the files that a change concerns, in the index of the head; people, teams and policy did not change."""

    def __init__(self, index: Index, directory: Directory, calendar: Calendar) -> None:
        self._index = index
        self._directory = directory
        self._calendar = calendar
        self._former: dict[str, str] = {}
        """Files by the ids that their objectives had before."""
        self._ties: dict[str, Ties] = {}

    def by(self, changed: Mapping[str, Iterable[Ties]]) -> frozenset[str]:
        """Everything tied to changed files, by path; `changed` has the ties of each before and after."""
        touched = [ties for both in changed.values() for ties in _telling(tuple(both))]
        wanted = self._wanted_for(touched)
        found = set(changed) | set(self._scan(wanted))
        spoken_of = self._alike(name for ties in touched if is_record(ties) for name in ties.names)
        empty = {share for share in wanted.shares if share.startswith(EMPTY)}
        indirectly = [
            ties
            for ties in self._ties.values()
            if not (spoken_of.isdisjoint(ties.is_) and empty.isdisjoint(ties.shares))
        ]
        if indirectly:
            touched += indirectly
            wanted = self._wanted_for(touched)
            found.update(self._scan(wanted))
        self._climb(found, [*touched, *self._ties.values()])
        counted = self._counted_beside(touched, found)
        if not counted <= wanted.shares:
            found.update(self._scan(_Wanted(shares=counted)))
        objectives = {name for path in found for name in self._names_of(path)}
        objectives |= {name for ties in touched for name in ties.is_}
        found.update(self._speaking_of(self._alike(objectives)))
        return frozenset(found)

    def _wanted_for(self, touched: Iterable[Ties]) -> _Wanted:
        wanted = _Wanted()
        for ties in touched:
            wanted.is_ |= self._alike(ties.is_) | self._alike(ties.names)
            wanted.names |= self._alike(ties.is_)
            wanted.shares |= {share for share in ties.shares if not share.startswith(HOLDING)} | self._beside(ties)
        return wanted

    def _scan(self, wanted: _Wanted) -> Iterator[str]:
        """Files with such ties, and those that are not sound, of which not all may be known."""
        for path, known in self._index.files(wanted.is_ | wanted.names | wanted.shares):
            ties = known.ties
            for former in ties.is_[1:]:
                self._former[former] = path
            if wanted.fits(ties) or not known.sound:
                self._ties[path] = ties
                yield path

    def _counted_beside(self, touched: Iterable[Ties], found: Iterable[str]) -> set[str]:
        """What objectives share that count where a changed one does, under whatever id they name it."""
        counts = {share.partition(" ")[2] for ties in touched for share in ties.shares if share.startswith("counts ")}
        names = self._alike(counts)
        for path in found:
            own = self._names_of(path)
            names |= self._alike(own) if not names.isdisjoint(own) else set()
        return {count_tie(name) for name in names} if counts else set()

    def _climb(self, found: set[str], ties: list[Ties]) -> None:
        """Adds what is above, up to the top, or where it does not exist what may have been meant."""
        waiting = [one.names for one in ties]
        seen: set[str] = set()
        while waiting:
            for names in _alternatives(waiting.pop()):
                if seen.issuperset(names):
                    continue
                seen.update(names)
                for path in self._files_of(names):
                    found.add(path)
                    above = self._index.at(path)
                    if above is not None:
                        self._ties[path] = above.ties
                        waiting.append(above.ties.names)

    def _files_of(self, names: list[str]) -> list[str]:
        """The files that one of some ids means, also a former one; else that of the nearest id."""
        alike = self._alike(names)
        paths = [f"{OKRS_FOLDER}/{other}.yaml" for other in alike]
        paths += [self._former[other] for other in alike if other in self._former]
        return list(self._index.known(paths)) or [path for name in names for path in self._near(name)]

    def _near(self, name: str) -> Iterator[str]:
        cycle = name.split("/")[0]
        known = {
            f"{folder.removeprefix(f'{OKRS_FOLDER}/')}/{file.removesuffix('.yaml')}": f"{folder}/{file}"
            for folder in self._index.folders()
            if folder.startswith(f"{OKRS_FOLDER}/{cycle}/") and folder.rpartition("/")[2] not in RECORD_FOLDERS
            for file in self._index.folder(folder)
        }
        found = nearest(name, known)
        if found is not None:
            yield known[found]

    def _speaking_of(self, objectives: set[str]) -> Iterator[str]:
        """The records that name one of these objectives."""
        for folder in self._index.record_folders():
            for name, known in self._index.folder(folder).items():
                if not objectives.isdisjoint(known.ties.names):
                    yield f"{folder}/{name}"

    def _names_of(self, path: str) -> tuple[str, ...]:
        return self._ties[path].is_ if path in self._ties else ()

    def _alike(self, names: Iterable[str]) -> set[str]:
        return set(self._directory.alike(names))

    def _beside(self, ties: Ties) -> set[str]:
        """The other folders of the same teams, those of the top team in the cycle and its year, the same titles in the
        cycles before and after, and what an unreadable file may count in."""
        aliases, top = self._directory.aliases, self._directory.top_team
        found: set[str] = set()
        for share in ties.shares:
            kind, _, rest = share.partition(" ")
            name, _, own = rest.partition("/")
            cycle = self._calendar.cycle(name)
            if kind == "title" and cycle is not None:
                neighbours = (self._calendar.before(cycle), self._calendar.after(cycle))
                found |= {title_tie(other.name, own) for other in neighbours if other is not None}
            elif kind == "unreadable":
                found.add(empty_tie(name))
            elif kind == "team" and cycle is not None:
                above = aliases[top] if top is not None else ()
                found |= {team_tie(name, other) for other in aliases.get(own, ())}
                found |= {team_tie(one, other) for one in (name, cycle.year) for other in above}
        return found


def _telling(both: tuple[Ties, ...]) -> Iterator[Ties]:
    """The ties of a file before and after, without its owners where they hold what they did: else all that they own
    anywhere would be read, to find that the same is said of them."""
    held = [{share for share in ties.shares if share.startswith(HOLDING)} for ties in both]
    same = len(both) == 2 and held[0] == held[1]
    for ties in both:
        yield ties._replace(shares=tuple(one for one in ties.shares if not one.startswith(OWNER))) if same else ties


def _alternatives(names: Iterable[str]) -> Iterable[list[str]]:
    """Ids of objectives that stand for one reference, in one cycle or another."""
    found: dict[str, list[str]] = {}
    for name in names:
        if not name.startswith(f"{OKRS_FOLDER}/"):
            found.setdefault(name.partition("/")[2], []).append(name)
    return found.values()
