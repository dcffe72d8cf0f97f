"""Ties: the words by which one file has to do with another, so that the files that a change may touch can be found.

Two files are tied if one names what the other is, or if both are the same, or if they share something. Whatever a rule
says about several files together is about files that are tied, some of them through others in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any, NamedTuple
from zlib import crc32

from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.model.cycle import Cycle
from okrs_as_code.model.files.base import normalized_text
from okrs_as_code.model.files.record import GradeEntry
from okrs_as_code.model.plan import ObjectiveNode
from okrs_as_code.model.timeline import RecordNode
from okrs_as_code.workspace.layout import FileKind, Location

EMPTY = "empty "
"""What the word begins with that objectives without key results share."""
OWNER = "owner "
"""What a word begins with that names the owner of a key result."""
HOLDING = "holds "
"""What the word begins with that tells who holds which key results of an objective, by all their ids, as a record may
use a former one. It is compared, and not looked for."""


class Ties(NamedTuple):
    """`is_` and `names`: complete ids of objectives and paths of records. `shares`: a team, owners, titles and more."""

    is_: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()


def ties_of_objective(node: ObjectiveNode) -> Ties:
    """Of an objective: its own and its former ids, what it is aligned to, and what it shares with others."""
    cycle = node.cycle
    former = (f"{cycle.name}/{old}" for old in node.content.formerly)
    above = [node.above] if node.above is not None else []
    names = tuple(candidates(above, cycle))
    owners = {owner_tie(key_result.owner) for key_result in node.key_results}
    titles = {
        title_tie(cycle.name, _short(normalized_text(key_result.content.title))) for key_result in node.key_results
    }
    counts = {count_tie(name) for name in names} if node.contributes else set()
    empty = (empty_tie(cycle.name),) if node.written == 0 else ()
    shares = (team_tie(cycle.name, node.team), _holding(node), *empty, *sorted(owners | titles | counts))
    return Ties((node.id, *former), names, shares)


def ties_of_file(location: Location) -> Ties:
    """Of a file of which nothing is known but its place."""
    if location.role is FileKind.OBJECTIVE:
        own = f"{location.cycle}/{location.folder}/{location.name}"
        return Ties((own,), (), (team_tie(location.cycle, location.folder), unreadable_tie(location.cycle)))
    return Ties((location.path,))


def ties_of_record(node: RecordNode[Any], cycle: Cycle | None) -> Ties:
    """Of a record: the objectives that it speaks of, the record that it corrects, and who wrote others beside it."""
    content = node.content
    refs = [ref.rpartition("/")[0] for ref in content.key_results]
    carried = (entry.carried_to for entry in content.key_results.values() if isinstance(entry, GradeEntry))
    refs += [target.rpartition("/")[0] for target in carried if target is not None]
    names = candidates(refs, cycle) if cycle is not None else ()
    folder = node.file.rpartition("/")[0]
    corrected = [f"{folder}/{content.corrects}.yaml"] if content.corrects is not None else []
    return Ties((node.file,), (*names, *corrected), (f"{folder} {content.by}",))


def is_record(ties: Ties) -> bool:
    """Whether these are the ties of a record, which say how things stand with the objectives that it names."""
    return ties.is_[:1] != () and ties.is_[0].startswith(f"{OKRS_FOLDER}/")


def candidates(refs: Iterable[str], cycle: Cycle) -> Iterator[str]:
    """The complete ids that references may mean: in their own cycle, and in the year that contains it."""
    for ref in refs:
        if ref.count("/") == 2:
            yield ref
        else:
            yield f"{cycle.name}/{ref}"
            if not cycle.is_year:
                yield f"{cycle.year}/{ref}"


def team_tie(cycle: str, team: str) -> str:
    """What all objectives of a team in a cycle share."""
    return f"team {cycle}/{team}"


def empty_tie(cycle: str) -> str:
    """What all objectives of a cycle without key results share: others have to count in them."""
    return f"{EMPTY}{cycle}"


def unreadable_tie(cycle: str) -> str:
    """What all objectives of a cycle share of which nothing is known: they may count in any other."""
    return f"unreadable {cycle}"


def title_tie(cycle: str, title: str) -> str:
    """What all objectives of a cycle with key results of the same title share; `title` is short for it."""
    return f"title {cycle}/{title}"


def owner_tie(person: str) -> str:
    """What all objectives with key results of a person share."""
    return f"{OWNER}{person}"


def count_tie(objective: str) -> str:
    """What all objectives share that count in the progress of one."""
    return f"counts {objective}"


def _holding(node: ObjectiveNode) -> str:
    names = [*node.ids, *node.content.formerly]
    held = [f"{one.content.id} {one.owner} {one.content.manager} {one.content.formerly}" for one in node.key_results]
    return f"{HOLDING}{blake2b('|'.join((*names, *held)).encode(), digest_size=8).hexdigest()}"


def _short(text: str) -> str:
    """Two titles that happen to have the same cost a look at a file more."""
    return f"{crc32(text.encode()):08x}"
