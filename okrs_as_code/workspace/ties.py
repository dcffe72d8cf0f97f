"""Ties: the words by which one file has to do with another, so that the files that a change may touch can be found.

Two files are tied if one names what the other is, or if both are the same, or if they share something. Whatever a rule
says about several files together is about files that are tied, some of them through others in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from okrs_as_code.model.base import plain
from okrs_as_code.model.cycle import Cycle
from okrs_as_code.model.plan import ObjectiveNode
from okrs_as_code.model.record import GradeEntry, Record
from okrs_as_code.workspace.layout import Location


@dataclass(frozen=True, slots=True)
class Ties:
    """`is_` and `names`: complete ids of objectives and paths of records. `shares`: an owner, a title, a team."""

    is_: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()


def ties_of_objective(node: ObjectiveNode) -> Ties:
    """Of an objective: its own and its former ids, what it is aligned to, its team, its owners and titles."""
    cycle = node.cycle
    former = (f"{cycle.name}/{old}" for old in node.content.formerly)
    above = [node.alignment.objective] if node.alignment is not None else []
    owners = {owner_tie(key_result.owner) for key_result in node.key_results}
    titles = {f"title {_short(plain(key_result.content.title))}" for key_result in node.key_results}
    counts = {count_tie(name) for name in candidates(above, cycle)} if _contributes(node) else set()
    shares = (team_tie(cycle.name, node.team), *sorted(owners | titles | counts))
    return Ties((node.id, *former), tuple(candidates(above, cycle)), shares)


def ties_of_record(location: Location, content: Record, cycle: Cycle | None) -> Ties:
    """Of a record: the objectives that it speaks of, the record that it corrects, and who wrote others beside it."""
    refs = [ref.rpartition("/")[0] for ref in content.key_results]
    carried = (entry.carried_to for entry in content.key_results.values() if isinstance(entry, GradeEntry))
    refs += [target.rpartition("/")[0] for target in carried if target is not None]
    names = candidates(refs, cycle) if cycle is not None else ()
    folder = location.path.rpartition("/")[0]
    corrected = [f"{folder}/{content.corrects}.yaml"] if content.corrects is not None else []
    return Ties((location.path,), (*names, *corrected), (f"{folder} {content.by}",))


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


def owner_tie(person: str) -> str:
    """What all objectives with key results of a person share."""
    return f"owner {person}"


def count_tie(objective: str) -> str:
    """What all objectives share that count in the progress of one."""
    return f"counts {objective}"


def _contributes(node: ObjectiveNode) -> bool:
    return node.alignment is not None and node.alignment.contributes


def _short(text: str) -> str:
    return blake2b(text.encode(), digest_size=6).hexdigest()
