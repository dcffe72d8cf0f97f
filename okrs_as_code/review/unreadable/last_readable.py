"""The last readable state of what cannot be read: the newest version of the main line in which it could be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.git.file_versions import FileVersions
from okrs_as_code.model.files.objective import Objective
from okrs_as_code.model.files.validation import validate
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.workspace.elements.nodes import objective_node
from okrs_as_code.workspace.layout import EntryKind, locate
from okrs_as_code.yaml.reader import parse


class LastReadable:
    """Finds last readable states of the objectives of a plan, and of their key results, in earlier versions."""

    def __init__(self, plan: Plan, versions: FileVersions) -> None:
        self._plan = plan
        self._versions = versions
        self._read: dict[tuple[str, ...], tuple[list[ObjectiveNode], Iterator[ObjectiveNode]]] = {}

    def objective(self, id_: str) -> ObjectiveNode | None:
        """The objective of an id when its key results could last be told apart; None where that never was."""
        return next((node for node in self._nodes(id_) if node.written is not None), None)

    def header(self, id_: str) -> Objective | None:
        """The content of an objective when all of its own keys last fitted; None where they never did."""
        return next((node.content for node in self._nodes(id_) if not node.broken), None)

    def key_result(self, objective: str, slugs: Sequence[str], title: str | None = None) -> KeyResultNode | None:
        """The key result of an objective that has, or had, one of some ids, as it last fitted; None if never.

        Without any id it is the one of that title.
        """
        for node in self._nodes(objective):
            for key_result in node.key_results:
                content = key_result.content
                if content.id in slugs or (not slugs and content.title == title):
                    return key_result
        return None

    def _nodes(self, id_: str) -> Iterator[ObjectiveNode]:
        """Yields the objective as its file had it, the newest version first; each version is read once."""
        node = self._plan.objectives.get(id_)
        ids = self._plan.objective_ids(node) if node is not None else tuple(self._plan.directory.with_aliases([id_]))
        paths = tuple(f"{OKRS_FOLDER}/{one}.yaml" for one in ids)
        if paths not in self._read:
            self._read[paths] = ([], self._read_nodes(paths))
        read, unread = self._read[paths]
        yield from tuple(read)
        for newest in unread:
            read.append(newest)
            yield newest

    def _read_nodes(self, paths: Sequence[str]) -> Iterator[ObjectiveNode]:
        for path, raw in self._versions(paths):
            data = parse(path, raw).data
            content, mismatches = validate(Objective, data)
            location = locate(path, EntryKind.FILE)
            node = objective_node(location, data, self._plan.calendar, content, mismatches)
            if node is not None:
                yield node
