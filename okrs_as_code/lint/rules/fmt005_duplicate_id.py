"""FMT005: two things with one id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from okrs_as_code.filenames import TEAMS_FILE
from okrs_as_code.finding import Finding, KeyPath, Place, Related, Severity
from okrs_as_code.lint.context import Context, at_objective, at_team
from okrs_as_code.lint.element_mismatch import subject_of
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.alignment import Alignments, repeated_parents
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.workspace.layout import FileKind
from okrs_as_code.workspace.source_file import SourceFile

IdUse = tuple[str, Place]
"""An id and its place."""


class DuplicateId(Rule):
    """Two things have one id.

    ## What it does

    Finds key results of one objective, and steps of one key result, with the same id; and ids that are also listed in
    some `formerly`, of key results in an objective, of objectives in a cycle, and of teams. Also a goal to which an
    objective is aligned twice, by whatever id. A person or team that is written twice is a key that is written twice,
    which FMT001 finds.

    ## Why is this bad?

    A check-in names a key result by its id. With two of them, nobody knows which one it means.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
      - id: pillar-posts
        title: Raise demo requests from search from 40 to 65 a month
        owner: chen
        measure: {type: metric, baseline: 40, target: 65, unit: requests a month}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: bo
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
      - id: demo-requests
        title: Raise demo requests from search from 40 to 65 a month
        owner: chen
        measure: {type: metric, baseline: 40, target: 65, unit: requests a month}
    ```

    ## Where this comes from

    The files of this project: ids are for life within a cycle, and records, references and signatures rest on them.
    It has a floor: policy cannot lower, ignore or silence it.
    """

    code = "FMT005"
    name = "duplicate-id"
    severity = Severity.ERROR
    has_floor = True
    all_cycles = True

    def check_workspace(self, context: Context) -> Iterator[Finding]:
        """Findings about key results and steps of a file, objectives of a cycle, and teams."""
        for file in context.workspace.files.values():
            if file.location.kind in (FileKind.OBJECTIVE, FileKind.BACKLOG):
                yield from self._file_findings(file)
        for node in context.plan.objectives.values():
            if isinstance(node.content.aligned_to, tuple):
                yield from self._alignment_findings(node, context.plan.alignments)
        for cycle in context.plan.cycles:
            yield from self._cycle_findings(cycle.name, context.plan.in_cycle(cycle.name))
        teams = context.workspace.files.get(TEAMS_FILE)
        if teams is not None:
            entries = _mapping(_mapping(teams.data).get("teams"))
            ids = [(team, at_team(team)) for team in entries]
            former = [
                (former_id, at_team(team, "formerly", position))
                for team, entry in entries.items()
                for position, former_id in _texts(_mapping(entry).get("formerly"))
            ]
            yield from self._former_id_findings("team", "", ids, former)

    def _file_findings(self, file: SourceFile) -> Iterator[Finding]:
        """Findings about key results and steps as they are written, so that the file need not fit its model."""
        mappings = [_mapping(entry) for entry in _list(_mapping(file.data).get("key_results"))]
        if not _may_repeat(mappings):
            return
        subject = subject_of(file)
        entries = list(enumerate(mappings))
        ids = _ids(file.path, ("key_results",), entries)
        yield from self._duplicate_findings("key result", f"{subject}/", ids)
        former = [
            (former_id, Place(file.path, ("key_results", position, "formerly", index)))
            for position, entry in entries
            for index, former_id in _texts(entry.get("formerly"))
        ]
        yield from self._former_id_findings("key result", f"{subject}/", ids, former)
        for position, entry in entries:
            steps = list(enumerate(_steps(entry)))
            prefix = f"{subject}/{entry['id']}/" if isinstance(entry.get("id"), str) else f"{subject}#{position}/"
            yield from self._duplicate_findings(
                "step", prefix, _ids(file.path, ("key_results", position, "measure", "steps"), steps)
            )

    def _cycle_findings(self, cycle: str, nodes: tuple[ObjectiveNode, ...]) -> Iterator[Finding]:
        ids = [(node.short_id, Place(node.file, ("title",))) for node in nodes]
        former = [
            (former_id, Place(node.file, ("formerly", position)))
            for node in nodes
            for position, former_id in enumerate(node.content.formerly)
        ]
        yield from self._former_id_findings("objective", f"{cycle}/", ids, former)

    def _alignment_findings(self, node: ObjectiveNode, alignments: Alignments) -> Iterator[Finding]:
        for parent, first in repeated_parents(alignments.parents(node)):
            yield self.finding(
                f'objective "{node.slug}" is aligned to "{parent.entry.ref}" twice',
                "remove one of the two entries",
                subject=node.id,
                place=at_objective(node, *parent.entry.ref_path),
                label="it is shown there once",
                related=(Related(at_objective(node, *first.entry.ref_path), "named here first"),),
                detail=f"aligned_to {parent.id}",
            )

    def _duplicate_findings(self, kind: str, prefix: str, uses: list[IdUse]) -> Iterator[Finding]:
        """A finding for each id that was used before."""
        first: dict[str, Place] = {}
        for name, place in uses:
            if first.setdefault(name, place) is not place:
                yield self.finding(
                    f'there are two {kind}s with the id "{name}"',
                    f"give this {kind} another id",
                    subject=f"{prefix}{name}",
                    place=place,
                    label="this one needs another id",
                    related=(Related(first[name], f'the first {kind} "{name}"'),),
                )

    def _former_id_findings(
        self, kind: str, prefix: str, ids: list[IdUse], former_uses: list[IdUse]
    ) -> Iterator[Finding]:
        """A finding for each former id that is still, or was also, the id of another."""
        current, first_use = dict(reversed(ids)), dict(reversed(former_uses))
        for former_id, place in former_uses:
            if former_id in current:
                message = f'"{former_id}" is listed as a former id, and is the id of a {kind} today'
                related = Related(current[former_id], f'the {kind} "{former_id}"')
            elif first_use[former_id] is not place:
                message = f'"{former_id}" is listed as the former id of two {kind}s'
                related = Related(first_use[former_id], "listed here first")
            else:
                continue
            yield self.finding(
                message.replace("a objective", "an objective"),
                f"remove it from `formerly`, or give the other {kind} an id of its own",
                subject=f"{prefix}{former_id}",
                place=place,
                label="which of them do records mean?",
                related=(related,),
                detail="formerly",
            )


def _may_repeat(entries: list[dict[str, Any]]) -> bool:
    """Whether an id is written twice, or a former one at all; spares a closer look at the many files without."""
    return (
        any("formerly" in entry for entry in entries)
        or _has_duplicate(entries)
        or any("steps" in _mapping(entry.get("measure")) and _has_duplicate(_steps(entry)) for entry in entries)
    )


def _has_duplicate(entries: list[dict[str, Any]]) -> bool:
    ids = [id_ for entry in entries if isinstance(id_ := entry.get("id"), str)]
    return len(set(ids)) < len(ids)


def _steps(entry: dict[str, Any]) -> list[dict[str, Any]]:
    return [_mapping(step) for step in _list(_mapping(entry.get("measure")).get("steps"))]


def _ids(file: str, parent: KeyPath, entries: list[tuple[int, dict[str, Any]]]) -> list[IdUse]:
    return [
        (entry["id"], Place(file, (*parent, position, "id")))
        for position, entry in entries
        if isinstance(entry.get("id"), str)
    ]


def _texts(value: object) -> list[tuple[int, str]]:
    return [(position, text) for position, text in enumerate(_list(value)) if isinstance(text, str)]


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
