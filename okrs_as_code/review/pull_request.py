"""A pull request with all that is known of it, from which it follows who still has to approve."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from okrs_as_code.filenames import CONFIG_FILE, OKRS_FOLDER, PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.model.consent import EvidenceTier
from okrs_as_code.model.files.people import Person
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.people.people_directory import people_at
from okrs_as_code.model.timeline import EntryPlace
from okrs_as_code.review.approvals import Approvals, Evaluator, RequirementStatus, evaluator_for
from okrs_as_code.review.changes.change import Change, ChangeKind
from okrs_as_code.review.comparison import compare
from okrs_as_code.review.evidence import Evidence, agreement_evidence, same_terms, signed_record_evidence
from okrs_as_code.review.forge_reviews.reviews import Reviews
from okrs_as_code.review.requirements.requirement import Requirement
from okrs_as_code.review.requirements.requirement_table import requirements_of
from okrs_as_code.review.requirements.reviewers import Reviewers, people_by_account, shared_accounts
from okrs_as_code.review.revisions.revision import Revision
from okrs_as_code.workspace.loader import Workspace


@dataclass(frozen=True)
class Claim:
    """An address in a commit, as its author's or in a sign-off; anyone can write that."""

    email: str
    commit: str


@dataclass(frozen=True)
class PullRequest:
    """A change from `fork`, where it left the base, to `head`; people and policy are those of `base`, its tip.

    `plans_by_commit` has the plans of the commits that evidence names, as far as they are here.
    """

    base: Workspace
    fork: Revision
    head: Revision
    commit: str
    """Id of the head."""
    today: date
    account: str | None = None
    """Account that opened it, as the forge says; None where no forge was asked."""
    reviews: Reviews = field(default_factory=Reviews)
    claims: tuple[Claim, ...] = ()
    """Claims of the commits between, the newest first."""
    signed_entries: frozenset[EntryPlace] = frozenset()
    """Places of agreements that are signed with a key that the base lists."""
    plans_by_commit: Mapping[str, Plan] = field(default_factory=dict)
    root_problem: str | None = None
    """Why the head does not have its OKRs where the base has them."""

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every difference between `fork` and `head`."""
        return compare(self.fork, self.head)

    @cached_property
    def reviewers(self) -> Reviewers:
        """The people of the base, and the author among them."""
        is_claimed, unreadable = self.account is None, _unreadable_about_stewards(self.base)
        return Reviewers(self.base.plan, self.today, self.author, is_claimed=is_claimed, unreadable=unreadable)

    @cached_property
    def author(self) -> str | None:
        """The person who opened it; where no forge was asked, the one whom the newest commit claims."""
        people = self.base.plan.directory.people
        if self.account is not None:
            account = self.account.casefold()
            new_people = {id_: entry for id_, entry in self._added_people.items() if id_ not in people}
            return people_by_account(people).get(account) or people_by_account(new_people).get(account)
        claimed = people_at(self.claims[0].email, people) if self.claims else ()
        return claimed[0] if len(claimed) == 1 else None

    @cached_property
    def _added_people(self) -> Mapping[str, Person]:
        """People whom this change adds, or gives an account; not those whom the base took away meanwhile."""
        earlier = (self.fork.plan.directory.people, self.base.plan.directory.people)
        return {
            id_: entry
            for id_, entry in self.head.plan.directory.people.items()
            if all(id_ not in people or people[id_].account is None for people in earlier)
        }

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """Everything that has to be approved."""
        return requirements_of(self.changes, self.head.plan, self.reviewers)

    @cached_property
    def approvals(self) -> Approvals:
        """The requirements and how far they are met, or the reason why nothing is checked or can be approved."""
        if self.root_problem is not None:
            return Approvals(refused=self.root_problem)
        if self.fork.workspace.files and not self.head.workspace.files:
            return Approvals(refused=f"the head has no {OKRS_FOLDER}/, and the base has")
        if not self.base.plan.directory.people:
            file = self.base.files.get(PEOPLE_FILE)
            if file is not None and (not file.is_readable or file.mismatches):
                return Approvals(
                    refused=f"{PEOPLE_FILE} of the base cannot be read, so it is unknown who has to be asked"
                )
            return Approvals(unchecked=f"the base has nobody in {PEOPLE_FILE}, so there is nobody to ask")
        if not self.reviewers.can_be_asked:
            return Approvals(
                unchecked=f"nobody in {PEOPLE_FILE} of the base has an `account`, so there is nobody to ask"
            )
        if self.reviewers.unreadable and not all(requirement.people for requirement in self.requirements):
            path = self.reviewers.unreadable[0]
            return Approvals(refused=f"{path} of the base cannot be read, so it is unknown who the stewards are")
        approvals = self._evaluator.evaluate(self.requirements)
        unreadable = [change.subject for change in self.changes if change.kind is ChangeKind.UNREADABLE_ADDED]
        if unreadable:
            reason = (
                f"{unreadable[0]} is new and cannot be read, so it is unknown who has to be asked: `okrs lint` says why"
            )
            return replace(approvals, refused=reason)
        return approvals

    @cached_property
    def _evaluator(self) -> Evaluator:
        return evaluator_for(self.requirements, self.reviewers, self._added_people, tuple(self._evidence()))

    def evidence_of(self, person: str) -> Sequence[Evidence]:
        """All evidence of a person's consent."""
        return self._evaluator.evidence_of(person)

    @property
    def unanswerable(self) -> tuple[RequirementStatus, ...]:
        """Missing approvals that nobody can give: none of those who are asked has an account, or gets one here."""
        return tuple(
            status
            for status in self.approvals.missing
            if not any(self._can_answer(person) for person in status.requirement.people)
        )

    def _can_answer(self, person: str) -> bool:
        added = self._added_people.get(person)
        return self.reviewers.can_answer(person) or (added is not None and added.account is not None)

    @property
    def missing_commits(self) -> tuple[str, ...]:
        """Commits that somebody approved and that are not here, so that nobody can tell what was approved."""
        commits = approved_commits(self.reviews)
        return tuple(commit for commit in commits if commit not in self.plans_by_commit and commit != self.commit)

    @property
    def shared_accounts(self) -> tuple[str, ...]:
        """Accounts that two people of the base have, so that they are nobody's."""
        return shared_accounts(self.base.plan.directory.people)

    @cached_property
    def change_requesters(self) -> frozenset[str]:
        """People who ask for changes."""
        return self._people_of(review.account for review in self.reviews.last_reviews if review.asks_for_changes)

    @cached_property
    def approvers(self) -> frozenset[str]:
        """People who approved a commit that is here, whatever it contains."""
        approvals = (review for review in self.reviews.last_reviews if review.approves and review.commits)
        return self._people_of(
            review.account for review in approvals if not {*review.commits} & {*self.missing_commits}
        )

    def _people_of(self, accounts: Iterable[str]) -> frozenset[str]:
        by_account = people_by_account(self.base.plan.directory.people)
        return frozenset(by_account[account] for account in accounts if account in by_account)

    def _evidence(self) -> Iterator[Evidence]:
        if self.account is not None:
            yield Evidence(EvidenceTier.OPENED, self.account.casefold(), covers_head=True)
        for review in self.reviews.last_reviews:
            if review.approves and review.commits:
                evidence = self._commit_evidence(EvidenceTier.APPROVED, review.commits, account=review.account)
                yield replace(evidence, day=review.day)
        for claim in self.claims:
            claimed = people_at(claim.email, self.base.plan.directory.people)
            if len(claimed) == 1:
                yield self._commit_evidence(EvidenceTier.CLAIMED, (claim.commit,), person=claimed[0])
        yield from agreement_evidence(self.head.plan, self._subjects_with_terms, self.signed_entries)
        yield from signed_record_evidence(self.head.plan, self.signed_entries)

    def _commit_evidence(
        self, tier: EvidenceTier, commits: Sequence[str], *, account: str | None = None, person: str | None = None
    ) -> Evidence:
        """The evidence of somebody's consent to what is the same in all of some commits."""
        subjects = frozenset.intersection(*(self._unchanged_since(commit) for commit in commits))
        covers_head = all(commit == self.commit for commit in commits)
        return Evidence(tier, account, person, covers_head, subjects)

    @cached_property
    def _subjects_with_terms(self) -> frozenset[str]:
        """Key results to whose terms consent is asked, also where something else needs the head itself."""
        required = (requirement.subject for requirement in self.requirements if requirement.terms_suffice)
        changed = (change.subject for change in self.changes if change.kind in (ChangeKind.ADDED, ChangeKind.TERMS))
        return frozenset((*required, *changed))

    def _unchanged_since(self, commit: str) -> frozenset[str]:
        """Subjects whose terms in a commit were what they are at the head; none where the commit is not here."""
        if commit == self.commit or not self._subjects_with_terms:
            return self._subjects_with_terms
        plan = self.plans_by_commit.get(commit)
        if plan is None:
            return frozenset()
        # Many commits have one plan, which cannot be hashed; `plans_by_commit` keeps it, so that its id stays its own.
        if id(plan) not in self._unchanged_by_plan:
            unchanged = same_terms(plan, self.head.plan, self._subjects_with_terms, self.fork.plan)
            self._unchanged_by_plan[id(plan)] = unchanged
        return self._unchanged_by_plan[id(plan)]

    @cached_property
    def _unchanged_by_plan(self) -> dict[int, frozenset[str]]:
        return {}


def _unreadable_about_stewards(base: Workspace) -> tuple[str, ...]:
    """The files of a base that would say who the stewards are, and cannot be read."""
    files = [(path, base.files[path]) for path in (CONFIG_FILE, TEAMS_FILE) if path in base.files]
    unread = [path for path, file in files if not (file.is_readable and file.is_whole)]
    for path, file in files:
        keys = {mismatch.path[:1] for mismatch in file.mismatches}
        if keys and (path == TEAMS_FILE or keys & {(), ("stewards",)}):
            unread.append(path)
    return tuple(dict.fromkeys(unread))


def approved_commits(reviews: Reviews) -> tuple[str, ...]:
    """The commits that somebody approved, as the forge names them."""
    approvals = (review for review in reviews.last_reviews if review.approves)
    return tuple(dict.fromkeys(commit for review in approvals for commit in review.commits))


def claimed_commits(claims: Iterable[Claim], people: Mapping[str, Person]) -> tuple[str, ...]:
    """The commits that are claimed to be somebody's."""
    return tuple(dict.fromkeys(claim.commit for claim in claims if people_at(claim.email, people)))
