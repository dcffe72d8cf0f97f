"""The lineage of a key result: its terms, and its plans, through all commits, and what brought its records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from okrs_as_code.git.client import Git
from okrs_as_code.model.files.objective import KeyResult, Objective
from okrs_as_code.model.files.validation import validate
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.terms import CanonicalTerms, terms_of
from okrs_as_code.workspace.elements.elements import fitting_objective
from okrs_as_code.workspace.lineage.main_line import MainLineChange, Origin, RecordOrigins, former_files, main_line
from okrs_as_code.yaml.reader import parse


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
class Planning:
    """The parts of a key result that plan its course, as they are written there, and are no part of the terms."""

    start: date | None = None
    plan: Mapping[date, float] = field(default_factory=dict)

    @staticmethod
    def of(content: KeyResult) -> Planning:
        """The planning that a key result has."""
        return Planning(content.start, content.plan or {})


@dataclass(frozen=True)
class PlanningVersion:
    """The planning from one change on."""

    origin: Origin
    planning: Planning


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
    plannings: tuple[PlanningVersion, ...] = ()
    records: RecordOrigins = field(default_factory=RecordOrigins)
    unreadable: int = 0
    """The number of versions of the objective's file whose terms are not known."""
    shallow: bool = False


def lineage(git: Git, plan: Plan, node: KeyResultNode, records: Sequence[str], prefix: str = "") -> TermsLineage:
    """The lineage of a key result along the main line of HEAD; `records` are the paths of those that name it.

    Follows former ids and files. `prefix` is the root's path in the repository, ending in `/` or empty.
    """
    files = former_files(plan, node.objective)
    line = main_line(git, files, records, prefix)
    history = _FileHistory(git, plan, node, files, line.changes)
    versions: list[TermsVersion] = []
    names: list[NameVersion] = []
    managers: list[ManagerVersion] = []
    plannings: list[PlanningVersion] = []
    for change in line.changes:
        history.advance(change)
        if not history.is_readable:
            continue
        reading, terms = history.reading, history.terms
        if terms != (versions[-1].terms if versions else None):
            versions.append(TermsVersion(change.origin, terms))
        name = history.name
        if name is not None and name != (names[-1].name if names else None):
            names.append(NameVersion(change.origin, name))
        if reading is not None and (not managers or managers[-1].manager != reading.manager):
            managers.append(ManagerVersion(change.origin, reading.manager))
        if reading is not None and (not plannings or plannings[-1].planning != reading.planning):
            plannings.append(PlanningVersion(change.origin, reading.planning))
    return TermsLineage(
        terms=tuple(versions),
        names=tuple(names),
        managers=tuple(managers),
        plannings=tuple(plannings),
        records=line.records,
        unreadable=history.unreadable_count,
        shallow=line.shallow,
    )


@dataclass(frozen=True)
class _Reading:
    """A key result as it stands in one content of a file."""

    id: str
    terms: CanonicalTerms
    manager: str | None
    planning: Planning


class _FileHistory:
    """The files that one key result is or was in, as they are after each of the changes, and its terms in them."""

    def __init__(
        self, git: Git, plan: Plan, node: KeyResultNode, files: Sequence[str], changes: Sequence[MainLineChange]
    ) -> None:
        self._plan = plan
        self._node = node
        self._ids = (node.content.id, *node.content.formerly)
        self._blobs: dict[str, str | None] = dict.fromkeys(files)
        """The blob of each file, by path, after the changes so far; None where there is no file."""
        blobs = dict.fromkeys(blob for change in changes for blob in change.blobs.values() if blob)
        contents = zip(blobs, git.blobs(list(blobs)) if blobs else (), strict=True)
        self._readings = {blob: tuple(self._read(raw)) for blob, raw in contents}

    def advance(self, change: MainLineChange) -> None:
        """Takes the files as they are after a change."""
        self._blobs.update(change.blobs)

    @property
    def unreadable_count(self) -> int:
        """The number of contents in which the terms could not be read."""
        return sum(None in readings for readings in self._readings.values())

    @property
    def is_readable(self) -> bool:
        """Whether the terms could be read in all files as they are now."""
        return not any(None in self._readings[blob] for blob in self._blobs.values() if blob is not None)

    @property
    def reading(self) -> _Reading | None:
        """The key result as it is now, from today's file where that has it; None where no file does."""
        return next((reading for _, reading in self._matches()), None)

    @property
    def terms(self) -> CanonicalTerms | None:
        """The terms as they are now; None where there is no such key result."""
        return self.reading.terms if self.reading is not None else None

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
                yield _Reading(id_, terms, key_result.manager, Planning.of(key_result))
                return
            if id_ in written_ids:
                yield None
                return
