"""An objective's file as it goes on in another cycle: made from the one that ends, so that comments come along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.finding import KeyPath
from okrs_as_code.model.assessment import KeyResultStanding
from okrs_as_code.model.cycle import Cycle
from okrs_as_code.model.directory import Directory, accountable
from okrs_as_code.model.files.measure import Metric, Milestones
from okrs_as_code.model.files.objective import Alignment
from okrs_as_code.model.plan import ObjectiveNode
from okrs_as_code.model.progress import metric_progress
from okrs_as_code.yaml import Document
from okrs_as_code.yaml.edit_check import encode_like, verify_edit
from okrs_as_code.yaml.edits import Edit, RemoveItem, RemoveKey, SetValue, edit_data
from okrs_as_code.yaml.splice import apply_edits


@dataclass(frozen=True)
class CarriedObjective:
    """The new file, the key results in it as they stood at the end, and what is left for people to decide."""

    path: str
    content: bytes
    key_results: tuple[KeyResultStanding, ...]
    told: tuple[str, ...]


class CarryOverWriter:
    """Writes one objective for another cycle.

    `parent` is the objective above as it is written there; None where it has none there.
    """

    def __init__(
        self,
        document: Document,
        node: ObjectiveNode,
        kept: Mapping[int, KeyResultStanding],
        into: Cycle,
        people: Directory,
    ) -> None:
        self._document = document
        self._node = node
        self._kept = kept
        self._into = into
        self._people = people
        self._remarks: list[tuple[int, str, str]] = []
        self._told: list[str] = []

    def carried(self, path: str, parent: str | None) -> CarriedObjective:
        """The new file. Raises OkrsError where a comment in what does not go along would be lost."""
        edits = [*self._key_results(), *self._others(parent)]
        document = apply_edits(self._document, edits, edit_data(self._document.data, edits))
        positions = {old: new for new, old in enumerate(sorted(self._kept))}
        for old, key, words in self._remarks:
            document = with_comment(document, ("key_results", positions[old], key), words)
        gone = self._gone(self._node.content.owner)
        if gone is not None:
            document = with_comment(document, ("owner",), f"{gone}: name who keeps it coherent now")
            self._told.append(f"needs a new owner: {self._node.content.owner} {gone}")
        content = encode_like(document.text.text, document.text)
        return CarriedObjective(path, content, tuple(self._kept[one] for one in sorted(self._kept)), tuple(self._told))

    def _others(self, parent: str | None) -> Iterator[Edit]:
        """What stands beside the key results."""
        content, data = self._node.content, self._document.data
        for at in reversed(range(len(self._document.data["key_results"]))):
            if at not in self._kept:
                yield RemoveItem(("key_results", at))
        kept = {name for one in self._kept.values() for name in (one.node.content.id, *one.node.content.formerly)}
        gone = [at for at, one in enumerate(content.initiatives) if one.key_result not in (None, *kept)]
        if gone and len(gone) == len(content.initiatives):
            yield RemoveKey(("initiatives",))
        else:
            yield from (RemoveItem(("initiatives", at)) for at in reversed(gone))
            yield from self._initiatives(gone)
        if "formerly" in data:
            yield RemoveKey(("formerly",))
        aligned = content.aligned_to
        if aligned is None:
            return
        if parent is None:
            yield RemoveKey(("aligned_to",))
        elif isinstance(aligned, Alignment):
            if parent != aligned.objective:
                yield SetValue(("aligned_to", "objective"), parent)
        elif parent != aligned:
            yield SetValue(("aligned_to",), parent)

    def _initiatives(self, gone: list[int]) -> Iterator[Edit]:
        """A former id goes with `formerly`, so initiatives name today's."""
        ids = {old: one.node.content.id for one in self._kept.values() for old in one.node.content.formerly}
        left = [one for at, one in enumerate(self._node.content.initiatives) if at not in gone]
        for at, initiative in enumerate(left):
            if initiative.key_result in ids:
                yield SetValue(("initiatives", at, "key_result"), ids[initiative.key_result])

    def _key_results(self) -> Iterator[Edit]:
        for position, standing in self._kept.items():
            data: dict[str, Any] = self._document.data["key_results"][position]
            path: KeyPath = ("key_results", position)
            yield from (RemoveKey((*path, key)) for key in ("start", "due", "formerly") if key in data)
            if standing.grade is not None and standing.grade.entry.decision == "modify":
                self._tell(standing, "it was decided to modify it: change what it says")
            measure = standing.node.content.measure
            if isinstance(measure, Metric):
                yield from self._metric(position, measure, standing)
            elif isinstance(measure, Milestones):
                yield from self._milestones(position, measure, standing)
            elif standing.progress.value is True:
                self._tell(standing, "it is done already: say what is next, or take it out")
            person = accountable(standing.node.content.owner)
            gone = self._gone(person)
            if gone is not None:
                self._remarks.append((position, "owner", f"{gone}: name who owns it now"))
                self._tell(standing, f"needs a new owner: {person} {gone}")

    def _metric(self, position: int, measure: Metric, standing: KeyResultStanding) -> Iterator[Edit]:
        """From where it stands now; a target that is reached is none any more, and nobody guesses the next."""
        path: KeyPath = ("key_results", position, "measure")
        value = standing.progress.value
        if value is None:
            self._tell(standing, f"has no value, so its baseline stays {measure.baseline:g}")
            return
        if isinstance(value, tuple):
            return
        if value != measure.baseline:
            yield SetValue((*path, "baseline"), float(value))
        if (metric_progress(measure, value) or 0.0) < 1:
            return
        yield RemoveKey((*path, "target"))
        ahead = None if measure.stretch is None else (measure.stretch - value) * (measure.target - measure.baseline)
        if ahead is not None and ahead <= 0:
            yield RemoveKey((*path, "stretch"))
        self._remarks.append((position, "measure", f"{measure.target:g} is reached: write the next target"))
        self._tell(standing, f"needs a new target: {measure.target:g} is reached, it stands at {value:g}")

    def _milestones(self, position: int, measure: Milestones, standing: KeyResultStanding) -> Iterator[Edit]:
        """The steps that are left, without their days, which were of the cycle that ends."""
        path: KeyPath = ("key_results", position, "measure", "steps")
        value = standing.progress.value
        done = value if isinstance(value, tuple) else ()
        steps = self._document.data["key_results"][position]["measure"]["steps"]
        for at in reversed(range(len(steps))):
            if steps[at]["id"] in done:
                yield RemoveItem((*path, at))
            elif "due" in steps[at]:
                yield RemoveKey((*path, at, "due"))
        if all(step.id in done for step in measure.steps):
            self._remarks.append((position, "measure", "all steps are done: write the next"))
            self._tell(standing, "needs new steps: all are done")

    def _gone(self, person: str | None) -> str | None:
        """When somebody leaves or left, where that is before the end of the new cycle."""
        entry = self._people.people.get(person) if person is not None else None
        if entry is None or entry.left is None or entry.left >= self._into.end:
            return None
        return f"left on {entry.left}" if entry.left < self._into.start else f"leaves on {entry.left}"

    def _tell(self, standing: KeyResultStanding, words: str) -> None:
        self._told.append(f"{standing.node.content.id}: {words}")


def with_comment(document: Document, path: KeyPath, words: str) -> Document:
    """The document with a comment at the end of the line on which the value at a path ends.

    Where a comment stands there, the words join it. Where none can stand, as in a text, the document stays as it is.
    """
    text = document.text.text
    end = document.value_span(path).end
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    if text[line_end - 1 : line_end] == "\r":
        line_end -= 1
    joins = any(end <= span.start <= line_end for span, _ in document.comments())
    remark = f"; {words}" if joins else f"  # {words}"
    try:
        return verify_edit(document, f"{text[:line_end]}{remark}{text[line_end:]}", document.data)
    except OkrsError:
        return document
