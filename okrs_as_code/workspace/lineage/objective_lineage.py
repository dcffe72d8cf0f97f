"""The lineage of an objective: its own keys, and its key results, through all commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from okrs_as_code.git.client import Git
from okrs_as_code.model.files.objective import Objective
from okrs_as_code.model.files.validation import validate
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.workspace.elements.elements import fitting_objective
from okrs_as_code.workspace.lineage.main_line import Origin, RecordOrigins, former_files, main_line
from okrs_as_code.yaml.reader import parse


@dataclass(frozen=True)
class ObjectiveReading:
    """An objective as it stands in one content of a file."""

    name: str
    """The id without the cycle."""
    content: Objective
    key_results: Mapping[str, str]
    """The title of each key result by its id, as they are written."""


@dataclass(frozen=True)
class ObjectiveVersion:
    """The objective from one change on; None where there was no such file."""

    origin: Origin
    reading: ObjectiveReading | None


@dataclass(frozen=True)
class ObjectiveLineage:
    """The history of an objective as git knows it, the oldest first."""

    versions: tuple[ObjectiveVersion, ...] = ()
    records: RecordOrigins = field(default_factory=RecordOrigins)
    unreadable: int = 0
    """The number of versions of the file that could not be read."""
    shallow: bool = False


def objective_lineage(
    git: Git, plan: Plan, node: ObjectiveNode, records: Sequence[str], prefix: str = ""
) -> ObjectiveLineage:
    """The lineage of an objective along the main line of HEAD; `records` are the paths of those that name it.

    Follows former ids and files. `prefix` is the root's path in the repository, ending in `/` or empty.
    """
    files = former_files(plan, node)
    line = main_line(git, files, records, prefix)
    blobs = list(dict.fromkeys(blob for change in line.changes for blob in change.blobs.values() if blob is not None))
    contents = dict(zip(blobs, git.blobs(blobs) if blobs else (), strict=True))
    readings: dict[tuple[str, str], ObjectiveReading | None] = {}
    current: dict[str, str | None] = dict.fromkeys(files)
    versions: list[ObjectiveVersion] = []
    for change in line.changes:
        current.update(change.blobs)
        path, blob = next(((path, blob) for path, blob in current.items() if blob is not None), (node.file, None))
        if blob is not None and (path, blob) not in readings:
            readings[path, blob] = read_objective(path, parse(path, contents[blob]).data)
        reading = readings[path, blob] if blob is not None else None
        if blob is not None and reading is None:
            continue
        if reading != (versions[-1].reading if versions else None):
            versions.append(ObjectiveVersion(change.origin, reading))
    unreadable = sum(reading is None for reading in readings.values())
    return ObjectiveLineage(tuple(versions), line.records, unreadable, line.shallow)


def read_objective(path: str, data: Any) -> ObjectiveReading | None:
    """An objective as the data of a file has it; None where its own keys cannot be read."""
    name = "/".join(path.removesuffix(".yaml").split("/")[-2:])
    if not isinstance(data, dict):
        return None
    content, _, is_sound = fitting_objective(data, *validate(Objective, data), name)
    return ObjectiveReading(name, content, _written_titles(data)) if is_sound else None


def _written_titles(data: Mapping[str, Any]) -> dict[str, str]:
    elements = data.get("key_results")
    written = [element for element in elements if isinstance(element, dict)] if isinstance(elements, list) else []
    return {str(element["id"]): str(element.get("title", "")) for element in written if "id" in element}
