"""FMT013: records and alignments that mean something else after a change, although nobody touched them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from okrs_as_code.filenames import CONFIG_FILE
from okrs_as_code.finding import Finding, KeyPath, Place, Related, Severity
from okrs_as_code.lint.context import Context, at, at_id, at_objective, at_team
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode, names_key_result, objective_part
from okrs_as_code.phrases import count_phrase, join_or

if TYPE_CHECKING:
    from okrs_as_code.review.changes.captured_records import CapturedAlignment, CapturedEntry

_CALENDAR_KEYS = ("cycles", "fiscal_year_start", "fiscal_year_named_by")


class RecordsCaptured(Rule):
    """An id that a change adds takes over what existing records said of another goal, or what is aligned to it.

    ## What it does

    Compares what each record is about before and after a change. An id without a cycle is looked up in the record's own
    cycle, then in those that this lies in; so a new objective of the quarter takes over the check-ins that lie in its
    folder and were about a yearly one of the same id. A new entry of `formerly`, and other days of a cycle, can do the
    same. It is reported where the change brings it, never at the records. What a record says of an objective as a
    whole, and entries of `aligned_to`, are looked at in the same way.

    ## Why is this bad?

    Nobody edited a record, and yet it says something else: one key result loses what was said of it, and another starts
    with values that are not its own. An objective that was aligned to one now serves another.

    ## Example

    A yearly objective, a check-in about it in the folder of the quarter, and a change that adds one to the quarter:

    ```yaml okrs/2026/company/lead-market.yaml there already
    title: Be the tool that teams recommend to others
    owner: ana
    key_results:
      - id: nps
        title: Raise NPS among content teams from 31 to 45
        owner: ana
        measure: {type: metric, baseline: 31, target: 45, unit: points}
    ```

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-ana.yaml there already
    by: ana
    date: 2026-10-12
    key_results:
      company/lead-market/nps: {value: 38, confidence: 0.7}
    ```

    ```yaml okrs/2026-Q4/company/lead-market.yaml
    title: Win over those who are new
    owner: ana
    key_results:
      - id: nps
        title: Raise NPS among new customers from 20 to 30
        owner: ana
        measure: {type: metric, baseline: 20, target: 30, unit: points}
    ```

    ## Use instead

    Another id. A new record about the yearly one may name it as `2026/company/lead-market/nps`, and then nothing can
    take its place:

    ```yaml okrs/2026-Q4/company/new-customers.yaml
    title: Win over those who are new
    owner: ana
    key_results:
      - id: nps
        title: Raise NPS among new customers from 20 to 30
        owner: ana
        measure: {type: metric, baseline: 20, target: 30, unit: points}
    ```

    ## Where this comes from

    Ours: a reference never changes its meaning silently. It has a floor: policy cannot lower, ignore or silence it.
    """

    code = "FMT013"
    name = "records-captured"
    severity = Severity.ERROR
    has_floor = True
    all_cycles = True

    def check_change(self, base: Context, head: Context) -> Iterator[Finding]:
        """One finding for each goal that takes over, or takes away, what was said of another or is aligned to it."""
        from okrs_as_code.review.changes.captured_records import captured_alignments, captured_entries

        groups: dict[tuple[str, str | None], list[CapturedEntry]] = {}
        for entry in captured_entries(base.plan, head.plan):
            groups.setdefault((entry.before, entry.after), []).append(entry)
        for (before, after), entries in groups.items():
            yield self._captured_finding(before, after, entries, base, head)
        for alignment in captured_alignments(base.plan, head.plan):
            yield self._alignment_finding(alignment, base, head)

    def _captured_finding(
        self, before: str, after: str | None, entries: Sequence[CapturedEntry], base: Context, head: Context
    ) -> Finding:
        first = entries[0]
        cause = next(_causes(first, base, head))
        records = count_phrase(len({entry.record.file for entry in entries}), "record")
        verb = "would be taken over by" if after is not None else "could also mean"
        return self.finding(
            f"{records} about {before} {verb} {after or join_or(first.captors)}",
            f"{cause.remedy}; the records stay as they are, and new ones can name {before} with its cycle in front",
            subject=after or before,
            place=cause.place,
            label="this takes over what was said of another",
            related=(Related(_place_of(first), "one of these records"),),
            detail=before,
        )

    def _alignment_finding(self, alignment: CapturedAlignment, base: Context, head: Context) -> Finding:
        cause = next(_causes(alignment, base, head))
        return self.finding(
            f'objective "{alignment.node.slug}" is aligned to {alignment.before}, and would be to {alignment.after}',
            f"{cause.remedy}; or write {alignment.before} or {alignment.after} in its `aligned_to`, as is meant",
            subject=alignment.after or alignment.before,
            place=cause.place,
            label="this takes over what is aligned to another",
            related=(Related(at_objective(alignment.node, *alignment.entry.ref_path), "the id without its cycle"),),
            detail=f"{alignment.node.id} {alignment.before}",
        )


class _Cause(NamedTuple):
    """A part of a change that can capture records, and what to do there."""

    place: Place
    remedy: str


def _place_of(entry: CapturedEntry) -> Place:
    key = "key_results" if names_key_result(entry.ref) else "objectives"
    return Place(entry.record.file, (key, entry.ref), "key")


def _causes(entry: CapturedEntry | CapturedAlignment, base: Context, head: Context) -> Iterator[_Cause]:
    """Yields what may be the cause, the likeliest first; the last fits always."""
    before, after = base.plan, head.plan
    captor = after.objectives.get(entry.captors[0])
    reference = objective_part(entry.ref)
    team = reference.split("/")[-2]
    if captor is not None:
        old = before.objectives.get(captor.id)
        yield from _former_id_causes(captor, old, "/".join(reference.split("/")[-2:]))
        if (
            old is None
            and captor.id not in before.unreadable_objectives
            and f"/{reference}".endswith(f"/{captor.short_id}")
        ):
            yield _Cause(at_objective(captor), f'give objective "{captor.slug}" another id: rename its file')
    for name, one in after.directory.teams.items():
        known = before.directory.teams.get(name)
        if team in one.formerly and (known is None or team not in known.formerly):
            yield _Cause(at_team(name, "formerly", one.formerly.index(team)), _REMOVE)
    key = next((key for key in _CALENDAR_KEYS if getattr(before.config, key) != getattr(after.config, key)), None)
    if key is not None:
        cycles = (entry.cycle, entry.captors[0].split("/")[0])
        moved = next((name for name in cycles if name in after.config.cycles), None) if key == "cycles" else None
        path: KeyPath = (key,) if moved is None else (key, moved)
        is_written = key in after.config.model_fields_set
        place = Place(CONFIG_FILE, path, "key") if is_written else Place(CONFIG_FILE, on="file")
        yield _Cause(place, "leave the days of cycles that have records as they are")
    node = after.key_results.get(entry.after or "")
    if node is not None:
        former = before.key_results.get(node.id)
        yield from _former_key_result_causes(node, former, entry.ref.rpartition("/")[2])
    place = at_id(node) if node is not None else Place(entry.file, on="file")
    yield _Cause(place, f"bring {entry.before} back")


_REMOVE = "remove it from `formerly`"


def _former_id_causes(captor: ObjectiveNode, old: ObjectiveNode | None, reference: str) -> Iterator[_Cause]:
    """Yields the new entry of an objective's `formerly` by which it is found, if there is one."""
    former_ids = captor.content.formerly
    if reference in former_ids and (old is None or reference not in old.content.formerly):
        yield _Cause(at_objective(captor, "formerly", former_ids.index(reference)), _REMOVE)


def _former_key_result_causes(node: KeyResultNode, old: KeyResultNode | None, name: str) -> Iterator[_Cause]:
    """Yields the new entry of a key result's `formerly` by which it is found, if there is one."""
    former_ids = node.content.formerly
    if name in former_ids and (old is None or name not in old.content.formerly):
        yield _Cause(at(node, "formerly", former_ids.index(name)), _REMOVE)
