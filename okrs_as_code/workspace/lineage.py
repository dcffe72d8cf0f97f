"""The lineage of a key result: its terms through all commits, and the commits that brought its records."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.git.client import Git
from okrs_as_code.git.history import (
    BlobChange,
    Commit,
    CommitChanges,
    first_parent_changes,
    is_shallow,
    writing_commits,
)
from okrs_as_code.model.files.objective import Objective
from okrs_as_code.model.files.validation import validate
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.terms import CanonicalTerms, terms_of
from okrs_as_code.workspace.elements.elements import fitting_objective
from okrs_as_code.yaml.reader import parse


@dataclass(frozen=True)
class Origin:
    """The origin of a content: the commit `written` made it, and `entered` brought it to the main line.

    They differ where a merge brought it. `order` counts the changes of the main line.
    """

    written: Commit
    entered: Commit
    order: int


@dataclass(frozen=True)
class TermsVersion:
    """The terms from one change on; None where there was no such key result."""

    origin: Origin
    terms: CanonicalTerms | None


@dataclass(frozen=True)
class ManagerVersion:
    """The manager named at the key result, from one change on; None where none is named, and the owner's own counts."""

    origin: Origin
    manager: str | None


@dataclass(frozen=True)
class NameVersion:
    """The id without the cycle, from one change on."""

    origin: Origin
    name: str


@dataclass(frozen=True)
class TermsLineage:
    """The history of a key result as git knows it, the oldest first."""

    terms: tuple[TermsVersion, ...] = ()
    names: tuple[NameVersion, ...] = ()
    managers: tuple[ManagerVersion, ...] = ()
    records: Mapping[str, Origin] = field(default_factory=dict)
    """The origin of each record that is committed, by its path from the root."""
    rewritten: Mapping[str, tuple[Origin, ...]] = field(default_factory=dict)
    """Later changes of records, which nobody should make."""
    unreadable: int = 0
    """The number of versions of the objective's file whose terms are not known."""
    shallow: bool = False


def lineage(git: Git, plan: Plan, node: KeyResultNode, records: Sequence[str], prefix: str = "") -> TermsLineage:
    """The lineage of a key result along the main line of HEAD; `records` are the paths of those that name it.

    Follows former ids and files. `prefix` is the root's path in the repository, ending in `/` or empty.
    """
    files = former_files(plan, node)
    all_paths = {prefix + path for path in (*files, *records)}
    folders = {posixpath.dirname(path) for path in records}
    paths = [prefix + path for path in (*files, *sorted(folders))]  # git is slow where it is asked for many files
    changes = [change.only(all_paths) for change in first_parent_changes(git, paths)]
    side_commits = _SideCommits(git, paths, changes)
    history = _FileHistory(git, plan, node, [prefix + path for path in files], changes)
    entered: dict[str, Origin] = {}
    rewritten: dict[str, list[Origin]] = {}
    versions: list[TermsVersion] = []
    names: list[NameVersion] = []
    managers: list[ManagerVersion] = []
    for order, change in enumerate(changes):
        terms_origin = Origin(change.commit, change.commit, order)
        for file in change.files:
            path = file.path.removeprefix(prefix)
            origin = Origin(side_commits.of(file, change.commit), change.commit, order)
            if path in files:
                history.advance(file.path, file.after)
                terms_origin = origin if file.after is not None else terms_origin
            elif path not in entered:
                entered[path] = origin
            else:
                rewritten.setdefault(path, []).append(origin)
        if not history.is_readable:
            continue
        if history.terms != (versions[-1].terms if versions else None):
            versions.append(TermsVersion(terms_origin, history.terms))
        name = history.name
        if name is not None and name != (names[-1].name if names else None):
            names.append(NameVersion(terms_origin, name))
        if history.terms is not None and (not managers or managers[-1].manager != history.manager):
            managers.append(ManagerVersion(terms_origin, history.manager))
    return TermsLineage(
        terms=tuple(versions),
        names=tuple(names),
        managers=tuple(managers),
        records=entered,
        rewritten={path: tuple(origins) for path, origins in rewritten.items()},
        unreadable=history.unreadable_count,
        shallow=is_shallow(git),
    )


class _SideCommits:
    """The commits beside the main line that made the contents which merges brought to it."""

    def __init__(self, git: Git, paths: Sequence[str], changes: Sequence[CommitChanges]) -> None:
        self._commits = writing_commits(git, paths)
        self._main_line = {change.commit.id for change in changes}

    def of(self, file: BlobChange, entered: Commit) -> Commit:
        """The last commit beside the main line that left this content; `entered` itself where that made it."""
        commits = self._commits.get((file.path, file.after), []) if file.after is not None else []
        if entered in commits:
            return entered
        beside = (commit for commit in commits if commit.id not in self._main_line and commit.time <= entered.time)
        return next(beside, entered)


def former_files(plan: Plan, node: KeyResultNode) -> tuple[str, ...]:
    """Paths of the files that the objective is or was in, today's first."""
    return tuple(f"{OKRS_FOLDER}/{id_}.yaml" for id_ in plan.objective_ids(node.objective))


@dataclass(frozen=True)
class _Reading:
    """A key result as it stands in one content of a file."""

    id: str
    terms: CanonicalTerms
    manager: str | None


class _FileHistory:
    """The files that one key result is or was in, as they are after each of the changes, and its terms in them."""

    def __init__(
        self, git: Git, plan: Plan, node: KeyResultNode, files: Sequence[str], changes: Sequence[CommitChanges]
    ) -> None:
        self._plan = plan
        self._node = node
        self._ids = (node.content.id, *node.content.formerly)
        self._blobs: dict[str, str | None] = dict.fromkeys(files)
        """The blob of each file, by path, after the changes so far; None where there is no file."""
        blobs = dict.fromkeys(
            file.after for change in changes for file in change.files if file.path in self._blobs and file.after
        )
        contents = zip(blobs, git.blobs(list(blobs)) if blobs else (), strict=True)
        self._readings = {blob: tuple(self._read(raw)) for blob, raw in contents}

    def advance(self, path: str, blob: str | None) -> None:
        """Sets the blob of a file after a change."""
        self._blobs[path] = blob

    @property
    def unreadable_count(self) -> int:
        """The number of contents in which the terms could not be read."""
        return sum(None in readings for readings in self._readings.values())

    @property
    def is_readable(self) -> bool:
        """Whether the terms could be read in all files as they are now."""
        return not any(None in self._readings[blob] for blob in self._blobs.values() if blob is not None)

    @property
    def terms(self) -> CanonicalTerms | None:
        """The terms as they are now, from today's file where that has the key result; None where no file has it."""
        return next((reading.terms for _, reading in self._matches()), None)

    @property
    def manager(self) -> str | None:
        """The manager who is named at the key result now; None where none is."""
        return next((reading.manager for _, reading in self._matches()), None)

    @property
    def name(self) -> str | None:
        """The id without the cycle as it is now; None where no file has the key result."""
        ids = ((path.removesuffix(".yaml").split("/")[-2:], reading.id) for path, reading in self._matches())
        return next(("/".join((*team_and_slug, id_)) for team_and_slug, id_ in ids), None)

    def _matches(self) -> Iterator[tuple[str, _Reading]]:
        """The path of each file that has the key result now, and what stands there."""
        for path, blob in self._blobs.items():
            for reading in self._readings[blob] if blob is not None else ():
                if reading is not None:
                    yield path, reading

    def _read(self, raw: bytes) -> Iterator[_Reading | None]:
        """Yields the key result as it stands in one content, or None where it cannot be read.

        Yields nothing where the content has no such key result.
        """
        node, plan = self._node, self._plan
        data = parse(node.file, raw).data
        elements = data.get("key_results") if isinstance(data, dict) else None
        if not isinstance(data, dict) or not isinstance(elements, list):
            yield None
            return
        content, fitting, _ = fitting_objective(data, *validate(Objective, data), node.objective.slug)
        by_id = {key_result.id: key_result for key_result in fitting.values()}
        written_ids = [element.get("id") for element in elements if isinstance(element, dict)]
        for id_ in self._ids:
            if id_ in by_id and written_ids.count(id_) == 1:
                key_result = by_id[id_]
                due = key_result.due or node.cycle.end
                commitment = key_result.commitment or content.commitment
                terms = terms_of(key_result, commitment, due, plan.directory.resolve_team)
                yield _Reading(id_, terms, key_result.manager)
                return
            if id_ in written_ids:
                yield None
                return
