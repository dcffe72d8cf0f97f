"""Dependencies: the names by which files depend on each other, so that the files a change affects can be found.

Two files depend on each other if one refers to the other, if both have the same id, or if both are in the same group.
Findings about several files together are about files that depend on each other, some of them through others in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple
from zlib import crc32

from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.model.cycles.calendar import Calendar
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.base import normalized_text
from okrs_as_code.model.files.record import GradeEntry
from okrs_as_code.model.goals.backlog import BACKLOG
from okrs_as_code.model.goals.goal import ObjectiveNode, objective_part
from okrs_as_code.model.timeline import RecordNode, objective_entries
from okrs_as_code.workspace.elements.backlog_nodes import backlog_id
from okrs_as_code.workspace.layout import FileKind, Location

EMPTY = "empty "
"""The beginning of the group of a cycle's objectives without key results."""
OWNER = "owner "
"""The beginning of the group of objectives with key results of one person."""


class Dependencies(NamedTuple):
    """The names by which a file depends on others: complete ids of objectives, and paths of records."""

    ids: Sequence[str] = ()
    """Its own id, then its former ones."""
    references: Sequence[str] = ()
    """The ids and paths to which it may refer."""
    groups: Sequence[str] = ()
    """The groups that it is in: of a team, an owner, a title and more."""
    ownership: str = ""
    """A hash of who holds which key results, by all their ids, as a record may use a former one."""


def objective_dependencies(node: ObjectiveNode, calendar: Calendar) -> Dependencies:
    """The dependencies of an objective: its ids, what it is aligned to, and its groups."""
    cycle = node.cycle
    former_ids = (f"{cycle.name}/{former}" for former in node.content.formerly)
    references = tuple(candidates((objective_part(entry.ref) for entry in node.alignments), cycle, calendar))
    owners = {owner_group(key_result.owner) for key_result in node.key_results}
    titles = {
        title_group(cycle.name, _checksum(normalized_text(key_result.content.title))) for key_result in node.key_results
    }
    counting = [entry.ref for entry in node.alignments if entry.weight is not None]
    parents = {contributor_group(name) for name in candidates(map(objective_part, counting), cycle, calendar)}
    empty = (empty_group(cycle.name),) if node.written == 0 else ()
    groups = (team_group(cycle.name, node.team), *empty, *sorted(owners | titles | parents))
    return Dependencies((node.id, *former_ids), references, groups, _ownership(node))


def unreadable_dependencies(location: Location) -> Dependencies:
    """The dependencies of a file of which nothing is known but its place, or to which nothing may refer."""
    if location.kind is FileKind.OBJECTIVE:
        id_ = f"{location.cycle}/{location.folder}/{location.name}"
        groups = team_group(location.cycle, location.folder), unreadable_group(location.cycle)
        return Dependencies((id_,), (), groups)
    if location.kind is FileKind.BACKLOG:
        return Dependencies((backlog_id(location),))
    return Dependencies((location.path,))


def record_dependencies(node: RecordNode[Any], calendar: Calendar) -> Dependencies:
    """The dependencies of a record: the objectives it is about, the record it corrects, and others of its author."""
    content = node.content
    references = [reference.rpartition("/")[0] for reference in content.key_results] + [*objective_entries(content)]
    targets = (entry.carried_to for entry in content.key_results.values() if isinstance(entry, GradeEntry))
    references += [target.rpartition("/")[0] for target in targets if target is not None]
    cycle = calendar.cycle(node.cycle)
    objectives = candidates(references, cycle, calendar) if cycle is not None else ()
    folder = node.file.rpartition("/")[0]
    corrected = [f"{folder}/{content.corrects}.yaml"] if content.corrects is not None else []
    return Dependencies((node.file,), (*objectives, *corrected), (f"{folder} {content.by}",))


def is_record(dependencies: Dependencies) -> bool:
    """Whether these are the dependencies of a record."""
    return bool(dependencies.ids) and dependencies.ids[0].startswith(f"{OKRS_FOLDER}/")


def candidates(references: Iterable[str], cycle: Cycle, calendar: Calendar) -> Iterator[str]:
    """The complete ids that references may mean: in their own cycle, and in those that it lies in.

    The goal of the backlog with that name is among them, as the help says where it is.
    """
    cycles = (cycle.name, *(longer.name for longer in calendar.containing(cycle)))
    for reference in references:
        yield "/".join((BACKLOG, *reference.split("/")[-2:]))
        if reference.count("/") == 2:
            yield reference
        else:
            yield from (f"{name}/{reference}" for name in cycles)


def team_group(cycle: str, team: str) -> str:
    """The group of all objectives of a team in a cycle."""
    return f"team {cycle}/{team}"


def empty_group(cycle: str) -> str:
    """The group of all objectives of a cycle without key results: others have to count in them."""
    return f"{EMPTY}{cycle}"


def unreadable_group(cycle: str) -> str:
    """The group of all objectives of a cycle that cannot be read: they may count in any other."""
    return f"unreadable {cycle}"


def title_group(cycle: str, checksum: str) -> str:
    """The group of all objectives of a cycle with key results of the same title."""
    return f"title {cycle}/{checksum}"


def owner_group(person: str) -> str:
    """The group of all objectives with key results of a person."""
    return f"{OWNER}{person}"


def contributor_group(objective: str) -> str:
    """The group of all objectives that count in the progress of one."""
    return f"counts {objective}"


def _ownership(node: ObjectiveNode) -> str:
    ids = [*node.ids, *node.content.formerly]
    contents = [(key_result.content, key_result.owner) for key_result in node.key_results]
    key_results = [f"{content.id} {owner} {content.manager} {content.formerly}" for content, owner in contents]
    return blake2b("|".join((*ids, *key_results)).encode(), digest_size=8).hexdigest()


def _checksum(text: str) -> str:
    """A short hash of a title; where two titles have the same, one more file is read."""
    return f"{crc32(text.encode()):08x}"
