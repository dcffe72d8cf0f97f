"""Writes the agreements that the approvals of merged pull requests were, wherever they are not on record yet.

What is written follows from git, the forge and the merge alone: whoever runs it, and how often, gets the same files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from okrs_as_code.api.gate import fetch_reviewed
from okrs_as_code.api.records import write_record
from okrs_as_code.api.review import approvals
from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER, PEOPLE_FILE

if TYPE_CHECKING:
    from okrs_as_code.forge.github import GitHub, OpenPullRequest
    from okrs_as_code.git.history import CommitChanges
    from okrs_as_code.model.goals.goal import KeyResultNode
    from okrs_as_code.model.goals.plan import Plan
    from okrs_as_code.records.record_text import NewRecord
    from okrs_as_code.review.approved_agreements import ApprovedAgreement
    from okrs_as_code.workspace.repository import Repository

_DAYS = 30
"""Days for which a merge is looked at: long enough that a run which failed is made up for by a later one."""
_MAX_COMMITS = 250
"""Commits that one pull request of GitHub can have."""


@dataclass(frozen=True)
class _Merge:
    """A pull request with the commit before the first, and the last, that it brought along the first parents."""

    request: OpenPullRequest
    before: str
    last: str
    merged_at: datetime


@dataclass
class AgreementWriter:
    """Writes the agreements of the pull requests that were merged into the commit that is checked out.

    `branch` is the one that they were merged into. `notes` collects what is left out, and why.
    """

    repository: Repository
    forge: GitHub
    branch: str
    notes: list[str] = field(default_factory=list)

    def write(self, today: date) -> Iterator[tuple[str, int]]:
        """Writes what is not on record yet; yields the path of each record, with the number of its pull request.

        Raises OkrsError where git or the forge cannot be asked, and where a record cannot be written.
        """
        done: set[tuple[str, str, str]] = set()
        for merge in self._merges(today):
            try:
                agreements = self._agreements(merge)
            except OkrsError as error:
                self._leave_out(merge.request, error.message)
                continue
            new = [agreement for agreement in agreements if agreement.key not in done]
            done.update(agreement.key for agreement in new)
            for record in _records(new, merge):
                if not (self.repository.root / record.folder / f"{record.stem}.yaml").exists():
                    yield write_record(self.repository, record), merge.request.number

    def _leave_out(self, request: OpenPullRequest, reason: str) -> None:
        self.notes.append(f"not written from #{request.number}: {reason}")

    @cached_property
    def _head(self) -> str:
        return self.repository.require_git().commit("HEAD")

    @cached_property
    def _current(self) -> Plan:
        """The plan of the commit, and not of its checkout, which may show other texts."""
        workspace = self.repository.at(self._head)
        workspace.require_policy()
        return workspace.plan

    def _merges(self, today: date) -> Sequence[_Merge]:
        """The pull requests that may have agreements which are not on record, the earliest merge first."""
        merges: dict[int, _Merge] = {}
        if self._agreed_files.issuperset(node.file for node in self._current.objectives.values()):
            return ()
        for change in filter(self._may_lack_agreements, self._recent_changes(today)):
            try:
                for request in self._merged_by(change.commit.id):
                    known = merges.get(request.number)
                    before = known.before if known is not None else self._commit_before(change.commit.id, request)
                    if before is None:
                        self._leave_out(request, "the commit before its merge is not here; check out all history")
                    elif request.merged_at is not None:
                        merges[request.number] = _Merge(request, before, change.commit.id, request.merged_at)
            except OkrsError as error:
                if not self._requests:  # the forge answers nothing at all
                    raise
                self.notes.append(f"not asked about commit {change.commit.id[:12]}: {error.message}")
        return tuple(sorted(merges.values(), key=lambda merge: (merge.merged_at, merge.request.number)))

    def _recent_changes(self, today: date) -> Iterator[CommitChanges]:
        """Commits of the last days along the first parents that touch the OKRs, the oldest first.

        The days are counted back from today, or from the last commit where that is older.
        """
        from okrs_as_code.git.history import first_parent_changes

        git = self.repository.require_git()
        changes = first_parent_changes(git, [f"{self.repository.prefix}{OKRS_FOLDER}/"], self._head)
        if changes:
            earliest = min(today, _day(changes[-1].commit.time)) - timedelta(days=_DAYS)
            yield from (change for change in changes if _day(change.commit.time) >= earliest)

    def _may_lack_agreements(self, change: CommitChanges) -> bool:
        """Whether a commit touches a key result that somebody still has to agree to, as far as that is easy to tell.

        A forge answers only so many questions an hour, so it is not asked about check-ins and what is agreed to.
        """
        from okrs_as_code.workspace.layout import RECORD_KINDS, EntryKind, FileKind, locate

        without_terms = (FileKind.PEOPLE, FileKind.TEAMS, FileKind.SIGNERS, FileKind.BACKLOG, FileKind.LEFT_ALONE)
        irrelevant = (*RECORD_KINDS.values(), *without_terms)
        for file in change.files:
            location = locate(file.path.removeprefix(self.repository.prefix), EntryKind.FILE)
            if location.kind not in irrelevant and location.path not in self._agreed_files:
                return True
        return False

    @cached_property
    def _agreed_files(self) -> frozenset[str]:
        """The files of objectives that could be read as a whole, and where nobody's agreement is missing."""
        from okrs_as_code.model.consent import assess_consent

        plan = self._current

        def is_agreed(node: KeyResultNode) -> bool:
            return not assess_consent(plan, node, plan.agreements_of.get(node.id, ()), None).missing

        return frozenset(
            objective.file
            for objective in plan.objectives.values()
            if not objective.broken and all(map(is_agreed, objective.key_results))
        )

    def _merged_by(self, commit: str) -> Sequence[OpenPullRequest]:
        if commit not in self._requests:
            self._requests[commit] = tuple(
                request for request in self.forge.merged_by(commit) if request.into == self.branch
            )
        return self._requests[commit]

    @cached_property
    def _requests(self) -> dict[str, Sequence[OpenPullRequest]]:
        return {}

    def _commit_before(self, commit: str, request: OpenPullRequest) -> str | None:
        """The commit that a pull request came upon, whatever the way of merging; None where it is not here.

        A merge has all of it. Else the commits before may be its own, too, and must not decide who its people are.
        """
        from okrs_as_code.git.commits import parents_of

        git = self.repository.require_git()
        for _ in range(_MAX_COMMITS):
            parents = parents_of(git, commit)
            if len(parents) != 1:
                break
            if all(other.number != request.number for other in self._merged_by(parents[0])):
                break
            commit = parents[0]
        return next(iter(parents), None)

    def _agreements(self, merge: _Merge) -> Sequence[ApprovedAgreement]:
        """The agreements of a pull request that are not on record, of people who can still agree.

        People, accounts and policy are those of the commit before, and only reviews count that came before the merge.
        """
        from okrs_as_code.review.approved_agreements import approved_agreements

        request, git = merge.request, self.repository.require_git()
        reviews = self.forge.reviews(request.number, merge.merged_at)
        fetch_reviewed(self.repository, request.head, reviews, f"refs/pull/{request.number}/head")
        head = request.head if git.has(request.head) else merge.last
        change = approvals(
            self.repository, merge.before, head, merge.merged_at.date(), account=request.author, reviews=reviews
        )
        return [
            agreement for agreement in approved_agreements(change, self._current) if self._can_agree(agreement, merge)
        ]

    def _can_agree(self, agreement: ApprovedAgreement, merge: _Merge) -> bool:
        """Whether somebody can still be named in a record; notes where they cannot."""
        person, subject = agreement.person, agreement.node.short_id
        is_known = self._current.directory.knows_person(person)
        if not is_known:
            self._leave_out(merge.request, f"{person} agreed to {subject} and is no longer in {PEOPLE_FILE}")
        return is_known


def _records(agreements: Sequence[ApprovedAgreement], merge: _Merge) -> Iterator[NewRecord]:
    """The records of agreements: one for each person, cycle and day.

    The day is that of the approval, or of the merge for who opened it.
    """
    from okrs_as_code.model.grouping import group_pairs
    from okrs_as_code.records.agreement import new_agreement

    merge_day = merge.merged_at.date()
    groups = group_pairs(
        ((agreement.person, agreement.node.cycle.name, agreement.day or merge_day), (agreement.node, agreement.role))
        for agreement in agreements
    )
    for (person, _, day), group in groups.items():
        yield new_agreement(person, day, group, via=merge.request.address)


def _day(time: int) -> date:
    return datetime.fromtimestamp(time, UTC).date()
