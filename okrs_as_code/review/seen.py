"""What stood in the commits that evidence names, read when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from okrs_as_code.model.plan import Plan
from okrs_as_code.workspace.repository import Repository


class Seen(Mapping[str, Plan]):
    """Plans by commit. Commits with the same `okrs/` have one plan, as the repository reads that once."""

    def __init__(self, repository: Repository, commits: Iterable[str]) -> None:
        self._repository = repository
        self._commits = dict.fromkeys(commits)

    def __getitem__(self, commit: str) -> Plan:
        if commit not in self._commits:
            raise KeyError(commit)
        return self._repository.at(commit).plan

    def __contains__(self, commit: object) -> bool:
        return commit in self._commits

    def __iter__(self) -> Iterator[str]:
        return iter(self._commits)

    def __len__(self) -> int:
        return len(self._commits)
