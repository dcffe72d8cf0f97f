"""How a key result came to be what it is: its terms through all commits, and where its records came from."""

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
from okrs_as_code.model.plan import KeyResultNode, Plan
from okrs_as_code.model.terms import CanonicalTerms, terms_of
from okrs_as_code.workspace.elements import fitting_objective
from okrs_as_code.yaml.reader import parse


@dataclass(frozen=True)
class Origin:
    """Where a content came from: `written` is the commit that made it, `entered` brought it to the main line.

    They differ where it came by a merge. `order` counts the changes of the main line.
    """

    written: Commit
    entered: Commit
    order: int


@dataclass(frozen=True)
class TermsVersion:
    """The terms from one change on; None where the key result was not there."""

    origin: Origin
    terms: CanonicalTerms | None


@dataclass(frozen=True)
class NameVersion:
    """The id without the cycle, from one change on."""

    origin: Origin
    name: str


@dataclass(frozen=True)
class TermsLineage:
    """What git knows about a key result, the oldest first."""

    terms: tuple[TermsVersion, ...] = ()
    names: tuple[NameVersion, ...] = ()
    records: Mapping[str, Origin] = field(default_factory=dict)
    """How each record that is committed entered, by its path from the root."""
    rewritten: Mapping[str, tuple[Origin, ...]] = field(default_factory=dict)
    """Later changes of records, which nobody should make."""
    unreadable: int = 0
    """Versions of the objective's file whose terms are not known."""
    shallow: bool = False


def lineage(git: Git, plan: Plan, node: KeyResultNode, records: Sequence[str], prefix: str = "") -> TermsLineage:
    """The lineage of a key result along the main line of HEAD; `records` are those that speak of it.

    Follows former ids and files. `prefix` is the root's path in the repository, ending in `/` or empty.
    """
    files = former_files(plan, node)
    wanted = {prefix + path for path in (*files, *records)}
    folders = {posixpath.dirname(path) for path in records}
    paths = [prefix + path for path in (*files, *sorted(folders))]  # git is slow where it is asked for many files
    changes = [change.only(wanted) for change in first_parent_changes(git, paths)]
    writer = _Writers(git, paths, changes)
    reader = _Reader(git, plan, node, [prefix + path for path in files], changes)
    entered: dict[str, Origin] = {}
    rewritten: dict[str, list[Origin]] = {}
    versions: list[TermsVersion] = []
    names: list[NameVersion] = []
    for order, change in enumerate(changes):
        own = Origin(change.commit, change.commit, order)
        for file in change.files:
            path = file.path.removeprefix(prefix)
            origin = Origin(writer.of(file, change.commit), change.commit, order)
            if path in files:
                reader.take(file.path, file.after)
                own = origin if file.after is not None else own
            elif path not in entered:
                entered[path] = origin
            else:
                rewritten.setdefault(path, []).append(origin)
        if reader.known and reader.terms != (versions[-1].terms if versions else None):
            versions.append(TermsVersion(own, reader.terms))
        name = reader.name if reader.known else None
        if name is not None and name != (names[-1].name if names else None):
            names.append(NameVersion(own, name))
    told = {path: tuple(origins) for path, origins in rewritten.items()}
    return TermsLineage(tuple(versions), tuple(names), entered, told, reader.unreadable, is_shallow(git))


class _Writers:
    """Finds who wrote what a merge brought to the main line."""

    def __init__(self, git: Git, paths: Sequence[str], changes: Sequence[CommitChanges]) -> None:
        self._written = writing_commits(git, paths)
        self._main_line = {change.commit.id for change in changes}

    def of(self, file: BlobChange, reached: Commit) -> Commit:
        """The last commit beside the main line that left this content; the commit itself where it made it."""
        found = self._written.get((file.path, file.after), []) if file.after is not None else []
        if reached in found:
            return reached
        beside = (one for one in found if one.id not in self._main_line and one.time <= reached.time)
        return next(beside, reached)


def former_files(plan: Plan, node: KeyResultNode) -> tuple[str, ...]:
    """The files that the objective is or was in, today's first."""
    return tuple(f"{OKRS_FOLDER}/{id_}.yaml" for id_ in plan.objective_ids(node.objective))


class _Reader:
    """Follows the files of one key result through the changes, and reads its terms from what they hold."""

    def __init__(
        self, git: Git, plan: Plan, node: KeyResultNode, files: Sequence[str], changes: Sequence[CommitChanges]
    ) -> None:
        self._plan = plan
        self._node = node
        self._ids = (node.content.id, *node.content.formerly)
        self._held: dict[str, str | None] = dict.fromkeys(files)
        blobs = dict.fromkeys(
            file.after for change in changes for file in change.files if file.path in self._held and file.after
        )
        found = zip(blobs, git.blobs(list(blobs)) if blobs else (), strict=True)
        self._terms = {blob: tuple(self._read(raw)) for blob, raw in found}

    def take(self, path: str, blob: str | None) -> None:
        """From now on the file holds this."""
        self._held[path] = blob

    @property
    def unreadable(self) -> int:
        """How many contents could not be read."""
        return sum(None in terms for terms in self._terms.values())

    @property
    def known(self) -> bool:
        """Whether the files as they are now could all be read."""
        return not any(None in self._terms[blob] for blob in self._held.values() if blob is not None)

    @property
    def terms(self) -> CanonicalTerms | None:
        """The terms as they are now, from today's file where that has the key result."""
        return next((terms for _, _, terms in self._found()), None)

    @property
    def name(self) -> str | None:
        """What it is called now, without the cycle; None where it is not there."""
        slugs = ((path.removesuffix(".yaml").split("/")[-2:], id_) for path, id_, _ in self._found())
        return next(("/".join((*slug, id_)) for slug, id_ in slugs), None)

    def _found(self) -> Iterator[tuple[str, str, CanonicalTerms]]:
        for path, blob in self._held.items():
            for one in self._terms[blob] if blob is not None else ():
                if one is not None:
                    yield path, *one

    def _read(self, raw: bytes) -> Iterator[tuple[str, CanonicalTerms] | None]:
        """The key result's id and terms in one content: none where it is not there, None where they are not known."""
        node, plan = self._node, self._plan
        data = parse(node.file, raw).data
        elements = data.get("key_results") if isinstance(data, dict) else None
        if not isinstance(data, dict) or not isinstance(elements, list):
            yield None
            return
        content, fitting, _ = fitting_objective(data, *validate(Objective, data), node.objective.slug)
        by_id = {key_result.id: key_result for key_result in fitting.values()}
        there = [element.get("id") for element in elements if isinstance(element, dict)]
        for id_ in self._ids:
            if id_ in by_id:
                found = by_id[id_]
                due = found.due or node.cycle.end
                yield id_, terms_of(found, content.commitment, due, plan.directory.resolve_team)
                return
            if id_ in there:
                yield None
                return
