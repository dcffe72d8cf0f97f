"""Corrections among the records of an index: which records have to be read together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from okrs_as_code.cache.dependencies import Dependencies, is_record
from okrs_as_code.cache.index import Index
from okrs_as_code.filenames import OKRS_FOLDER
from okrs_as_code.model.grouping import group_pairs


class Corrections:
    """The corrections of records: one that is corrected says nothing any more, and what corrects it takes its day."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def around(self, records: Iterable[Dependencies]) -> frozenset[str]:
        """The paths of the records that some of these correct, or are corrected by, on through all corrections.

        Whatever else is among `records` corrects nothing.
        """
        queue, found = [*records], set[str]()
        while queue:
            record = queue.pop()
            others = [*_corrected(record), *(self._by_corrected.get(record.ids[0], ()) if is_record(record) else ())]
            new = {path for path in others if path in self._index} - found
            found |= new
            queue += (self._index[path].dependencies for path in new)
        return frozenset(found)

    @cached_property
    def _by_corrected(self) -> Mapping[str, Sequence[str]]:
        dependencies = ((path, file.dependencies) for path, file in self._index.items())
        return group_pairs((corrected, path) for path, record in dependencies for corrected in _corrected(record))


def _corrected(record: Dependencies) -> Sequence[str]:
    """The path of the record that one corrects, if it does."""
    return [name for name in record.references if name.startswith(f"{OKRS_FOLDER}/")]
