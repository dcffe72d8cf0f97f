"""A revision: one side of a comparison."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from okrs_as_code.git.file_versions import FileVersions, main_line, no_versions
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.review.revisions.file_contents import FileContents, committed_contents, contents_on_disk, no_contents
from okrs_as_code.review.revisions.protected_files import gate_files, gate_files_in_working_tree
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.repository import Repository


@dataclass(frozen=True)
class Revision:
    """The content of one tree.

    `gate_files` are compared but not read as goals: templates, signers, and the forge's own files, each by its path
    from the top of the repository with mode and id of its content.
    """

    workspace: Workspace
    gate_files: Mapping[str, str] = field(default_factory=dict)
    versions: FileVersions = no_versions
    """The versions of files on the main line, where what cannot be read is looked for."""
    contents: FileContents = no_contents
    """The contents of files that are misplaced, or no text."""

    def __post_init__(self) -> None:
        """Makes key results that share an id count: to whom each of them belongs is what a review asks."""
        plan = self.workspace.plan.with_repeated()
        if plan is not self.workspace.plan:
            object.__setattr__(self, "workspace", replace(self.workspace, plan=plan))

    @property
    def plan(self) -> Plan:
        """The plan of the workspace."""
        return self.workspace.plan


def at_commit(repository: Repository, commit: str, tip: str | None = None) -> Revision:
    """Returns the revision of a commit; `tip` is the commit whose first parents are its main line, by default itself.

    Raises OkrsError in a plain folder.
    """
    git, prefix = repository.require_git(), repository.prefix
    return Revision(
        repository.at(commit),
        gate_files(git, prefix, commit),
        main_line(git, prefix, tip or commit),
        committed_contents(git, prefix, commit),
    )


def working_tree(repository: Repository) -> Revision:
    """Returns the revision of the working tree; raises OkrsError in a plain folder."""
    git, root = repository.require_git(), repository.root
    return Revision(repository.workspace, gate_files_in_working_tree(root, git), contents=contents_on_disk(root, git))


class PlansByCommit(Mapping[str, Plan]):
    """Plans by commit, loaded when asked for. Commits with the same `okrs/` share one: the repository reads it once."""

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
