"""The working tree and what is kept of it: read in full, or as far as a change concerns it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from okrs_as_code.filenames import CONFIG_FILE, OKRS_FOLDER, PEOPLE_FILE, SIGNERS_FILE, TEAMS_FILE
from okrs_as_code.git.client import Git
from okrs_as_code.git.listing import TreeEntry
from okrs_as_code.model.cycle import Calendar
from okrs_as_code.workspace import parts
from okrs_as_code.workspace.concerned import Concerned
from okrs_as_code.workspace.facts import Inspect
from okrs_as_code.workspace.ignored import may_ignore
from okrs_as_code.workspace.index import Index, Known, Learnt, Progress
from okrs_as_code.workspace.layout import LOADED_KINDS, WATCHED_KINDS, EntryKind, Location, locate
from okrs_as_code.workspace.loader import Workspace, config_in, load
from okrs_as_code.workspace.overlay import PartialTree
from okrs_as_code.workspace.parts import Part
from okrs_as_code.workspace.reading import Examiner, readings
from okrs_as_code.workspace.store import Store
from okrs_as_code.workspace.ties import Ties
from okrs_as_code.workspace.tree import WorkingTree, kind_of_entry, prefix_of

_TOP_LEVEL = (CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE, SIGNERS_FILE)
_FOLDERS_AT_ONCE = 500


class Keeper:
    """Reads one root through its index."""

    def __init__(
        self, root: Path, git: Git | None, store: Store, inspect: Inspect, progress: Progress | None = None
    ) -> None:
        self._tree = WorkingTree(root, git)
        self._root = root
        self._git = git
        self._store = store
        self._inspect = inspect
        self._progress = progress

    def workspace(self) -> Workspace:
        """Everything in the working tree."""
        return self._load_head(dict(self._index.files()))

    def parts(self) -> list[Part]:
        """The parts in which it can be judged; none where it is small, or people, teams or policy are not sound."""
        top = self._index.folder(OKRS_FOLDER).values()
        if self._index.size < parts.SPLIT_FROM or not all(known.sound for known in top):
            return []
        return parts.parts_of(self._index, self.top.plan.directory, self._calendar)

    def part(self, part: Part) -> Workspace:
        """The files of one part, and those beside it."""
        known = {path: one for group in part.groups for path, one in self._index.files_below(group)}
        known |= self._index.known(part.beside)
        return self._load_head(known, self.top)

    def reopen(self) -> None:
        """For another process."""
        self._store = self._store.reopened()
        self._index.reopen()

    def change(self, commit: str) -> tuple[Workspace, Workspace] | None:
        """A commit and the working tree, as far as rules need them to judge the difference.

        None where people, teams, policy or signers differ, which concerns everything.
        """
        changed = self._changed(commit)
        if not changed.keys().isdisjoint(_TOP_LEVEL):
            return None
        concerned = Concerned(self._index, self.top.plan.directory, self._calendar)
        ties = {path: self._ties_of(path, head, base) for path, (head, base) in changed.items()}
        paths = concerned.by(ties)
        head = self._index.known(paths)
        before = {path: (known.kind, known.content) for path, known in head.items() if path not in changed}
        for path, (_, base) in changed.items():
            if base is not None:
                before[path] = kind_of_entry(base), base.id
        return self._load_base(before), self._load_head(head, self.top)

    @cached_property
    def top(self) -> Workspace:
        """People, teams, policy and signers alone."""
        return self._load_head(self._index.known(_TOP_LEVEL))

    @cached_property
    def _calendar(self) -> Calendar:
        return Calendar.of(config_in(self._tree.read))

    @cached_property
    def _index(self) -> Index:
        calendar = self._calendar
        policy = f"{calendar.first_month} {calendar.named_by_start}"
        may = self._git is not None and may_ignore(self._git, self._root)
        index = Index(self._root, self._store, policy, self._tree.ignored, may)
        index.refresh(self._learn, self._progress)
        return index

    def _learn(self, locations: list[Location]) -> Iterator[Learnt]:
        for reading in readings(self._tree, locations, Examiner(self._calendar, self._inspect), self._store):
            yield reading.content, reading.tied, reading.sound

    def _load_head(self, known: Mapping[str, Known], top: Workspace | None = None) -> Workspace:
        contents = {path: one.content for path, one in known.items() if one.content is not None}
        kinds = {path: one.kind for path, one in known.items()}
        return load(PartialTree(kinds, contents, self._tree.read, self._tree.reader()), self._store, self._inspect, top)

    def _load_base(self, known: Mapping[str, tuple[EntryKind, str | None]]) -> Workspace:
        contents = {path: content for path, (_, content) in known.items() if content is not None}
        kinds = {path: kind for path, (kind, _) in known.items()}

        def read(paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
            return self._blobs({path: contents[path] for path in paths})

        return load(PartialTree(kinds, contents, read), self._store, self._inspect, self.top)

    def _blobs(self, ids: Mapping[str, str]) -> Iterator[tuple[str, bytes | None]]:
        git = self._require_git()
        return zip(ids, git.blobs(list(ids.values())), strict=True)

    def _ties_of(self, path: str, head: Known | None, base: TreeEntry | None) -> tuple[Ties, ...]:
        found = [head.ties] if head is not None else []
        location = locate(path, kind_of_entry(base)) if base is not None else None
        if base is not None and location is not None and location.role in LOADED_KINDS:
            tree = PartialTree(
                {path: EntryKind.FILE}, {path: base.id}, lambda paths: self._blobs(dict.fromkeys(paths, base.id))
            )
            [reading] = readings(tree, [location], Examiner(self._calendar, self._inspect), self._store)
            found.append(reading.tied)
        return tuple(found)

    def _changed(self, commit: str) -> dict[str, tuple[Known | None, TreeEntry | None]]:
        """What differs from a commit: for each path what it is now, and what it was."""
        git, index = self._require_git(), self._index
        prefix = prefix_of(self._root, git)
        same, folders = set(), []
        for full, tree in git.folders(commit, f"{prefix}{OKRS_FOLDER}/"):
            path = full.removeprefix(prefix)
            if index.tree(path) == tree:
                same.add(path)
            elif path not in index.folders():
                folders.append(path)
        folders += [path for path in index.folders() if path not in same]
        changed: dict[str, tuple[Known | None, TreeEntry | None]] = {}
        for at in range(0, len(folders), _FOLDERS_AT_ONCE):
            part = folders[at : at + _FOLDERS_AT_ONCE]
            before = {
                entry.path.removeprefix(prefix): entry
                for entry in git.listing(commit, [f"{prefix}{path}/" for path in part])
            }
            after = {f"{path}/{name}": known for path in part for name, known in index.folder(path).items()}
            for path in {**before, **after}:
                head, base = after.get(path), before.get(path)
                if not _same(path, head, base):
                    changed[path] = head, base
        return changed

    def _require_git(self) -> Git:
        if self._git is None:
            raise ValueError("a change needs git")
        return self._git


def _same(path: str, head: Known | None, base: TreeEntry | None) -> bool:
    if head is None or base is None or head.kind is not kind_of_entry(base):
        return False
    if head.content is None:  # nobody reads it, or it cannot be opened
        return locate(path, head.kind).role not in WATCHED_KINDS
    return head.content == base.id
