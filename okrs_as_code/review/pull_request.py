"""A proposed change with all that is known of it, from which it follows who still has to approve."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from okrs_as_code.filenames import OKRS_FOLDER, PEOPLE_FILE
from okrs_as_code.model.consent import EvidenceTier
from okrs_as_code.model.directory import people_at
from okrs_as_code.model.files.people import Person
from okrs_as_code.model.plan import Plan
from okrs_as_code.review.approvals import Approvals, Evaluator, evaluate, evaluator
from okrs_as_code.review.change import Change, ChangeKind
from okrs_as_code.review.comparison import compare
from okrs_as_code.review.evidence import Evidence, recorded_agreements, same_terms, signed_agreements
from okrs_as_code.review.forge_reviews import Reviews
from okrs_as_code.review.requirement import Requirement
from okrs_as_code.review.requirements import requirements
from okrs_as_code.review.reviewers import Reviewers, by_account, shared_accounts
from okrs_as_code.review.revision import Revision
from okrs_as_code.workspace.loader import Workspace


@dataclass(frozen=True)
class Claim:
    """That an address stands in a commit as its author, or signs it off; anyone can write that."""

    email: str
    commit: str


@dataclass(frozen=True)
class PullRequest:
    """A change from `fork`, where it left the base, to `head`; people and policy are those of `base`, its tip.

    `seen` has what stood in the commits that evidence names, as far as they are here.
    """

    base: Workspace
    fork: Revision
    head: Revision
    commit: str
    """The id of the head."""
    today: date
    account: str | None = None
    """Who opened it, as the forge says."""
    reviews: Reviews = field(default_factory=Reviews)
    claims: tuple[Claim, ...] = ()
    """Of the commits between, the newest first."""
    signed: frozenset[tuple[str, str]] = frozenset()
    """File and key result of agreements that are signed with a key that the base lists."""
    seen: Mapping[str, Plan] = field(default_factory=dict)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What it changes."""
        return compare(self.fork, self.head)

    @cached_property
    def standing(self) -> Reviewers:
        """The people of the base, and who of them proposes this."""
        return Reviewers(self.base.plan, self.today, self.author, is_claimed=self.account is None)

    @cached_property
    def author(self) -> str | None:
        """Who opened it; only where the forge was not asked, whom the newest commit claims."""
        people = self.base.plan.directory.people
        if self.account is not None:
            account = self.account.casefold()
            new = {id_: entry for id_, entry in self._added.items() if id_ not in people}
            return by_account(people).get(account) or by_account(new).get(account)
        claimed = people_at(self.claims[0].email, people) if self.claims else ()
        return claimed[0] if len(claimed) == 1 else None

    @cached_property
    def _added(self) -> Mapping[str, Person]:
        """People whom this change adds, or gives an account; not those whom the base took away meanwhile."""
        before = (self.fork.plan.directory.people, self.base.plan.directory.people)
        return {
            id_: entry
            for id_, entry in self.head.plan.directory.people.items()
            if all(id_ not in people or people[id_].account is None for people in before)
        }

    @cached_property
    def needs(self) -> tuple[Requirement, ...]:
        """What has to be approved."""
        return requirements(self.changes, self.head.plan, self.standing)

    @cached_property
    def approvals(self) -> Approvals:
        """Whether it is."""
        if self.fork.workspace.files and not self.head.workspace.files:
            return Approvals(refused=f"the head has no {OKRS_FOLDER}/, and the base has")
        if not self.base.plan.directory.people:
            file = self.base.files.get(PEOPLE_FILE)
            if file is not None and (not file.readable or file.mismatches):
                return Approvals(refused=f"{PEOPLE_FILE} of the base cannot be read, so nobody can tell who is to ask")
            return Approvals(unchecked=f"the base has nobody in {PEOPLE_FILE}, so there is nobody to ask")
        if not self.standing.can_be_asked:
            return Approvals(
                unchecked=f"nobody in {PEOPLE_FILE} of the base has an `account`, so there is nobody to ask"
            )
        return evaluate(self.needs, self._judge)

    @cached_property
    def _judge(self) -> Evaluator:
        return evaluator(self.needs, self.standing, self._added, tuple(self._evidence()))

    def evidence_of(self, person: str) -> Sequence[Evidence]:
        """All that is there of a person's consent."""
        return self._judge.given_by(person)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Commits that somebody approved and that are not here, so that nobody can tell what was approved."""
        named = approved_commits(self.reviews)
        return tuple(commit for commit in named if commit not in self.seen and commit != self.commit)

    @property
    def shared_accounts(self) -> tuple[str, ...]:
        """Accounts that two people of the base have, so that they are nobody's."""
        return shared_accounts(self.base.plan.directory.people)

    @cached_property
    def declined(self) -> frozenset[str]:
        """Who asks for changes."""
        return self._people_of(word.account for word in self.reviews.words if word.asks_for_changes)

    @cached_property
    def approved(self) -> frozenset[str]:
        """Who approved a commit that is here, whatever stood in it."""
        told = (word for word in self.reviews.words if word.approves and word.commits)
        return self._people_of(word.account for word in told if not {*word.commits} & {*self.unknown})

    def _people_of(self, accounts: Iterable[str]) -> frozenset[str]:
        people = by_account(self.base.plan.directory.people)
        return frozenset(people[account] for account in accounts if account in people)

    def _evidence(self) -> Iterator[Evidence]:
        if self.account is not None:
            yield Evidence(EvidenceTier.OPENED, self.account.casefold(), exact=True)
        for word in self.reviews.words:
            if word.approves and word.commits:
                yield self._at(EvidenceTier.APPROVED, word.commits, account=word.account)
        for claim in self.claims:
            claimed = people_at(claim.email, self.base.plan.directory.people)
            if len(claimed) == 1:
                yield self._at(EvidenceTier.CLAIMED, (claim.commit,), person=claimed[0])
        yield from recorded_agreements(self.head.plan, self._of_terms, self.signed)
        yield from signed_agreements(self.head.plan, self.signed)

    def _at(
        self, tier: EvidenceTier, commits: Sequence[str], *, account: str | None = None, person: str | None = None
    ) -> Evidence:
        exact = all(commit == self.commit for commit in commits)
        found = self._of_terms if exact else frozenset.intersection(*(self._same_in(commit) for commit in commits))
        return Evidence(tier, account, person, exact, found)

    @cached_property
    def _of_terms(self) -> frozenset[str]:
        """Key results to whose terms consent is asked, also where something else needs the head itself."""
        asked = (need.subject for need in self.needs if need.of_terms)
        changed = (change.subject for change in self.changes if change.kind in (ChangeKind.ADDED, ChangeKind.TERMS))
        return frozenset((*asked, *changed))

    def _same_in(self, commit: str) -> frozenset[str]:
        if commit == self.commit or not self._of_terms:
            return self._of_terms
        plan = self.seen.get(commit)
        if plan is None:
            return frozenset()
        # Many commits have one plan, which cannot be hashed; `seen` keeps it, so that its id stays its own.
        if id(plan) not in self._same:
            self._same[id(plan)] = same_terms(plan, self.head.plan, self._of_terms, self.fork.plan)
        return self._same[id(plan)]

    @cached_property
    def _same(self) -> dict[int, frozenset[str]]:
        return {}


def approved_commits(reviews: Reviews) -> tuple[str, ...]:
    """The commits that somebody approved, as the forge names them."""
    return tuple(dict.fromkeys(commit for word in reviews.words if word.approves for commit in word.commits))


def claimed_commits(claims: Iterable[Claim], people: Mapping[str, Person]) -> tuple[str, ...]:
    """The commits that are claimed to be somebody's."""
    return tuple(dict.fromkeys(claim.commit for claim in claims if people_at(claim.email, people)))
