"""A proposed change with all that is known of it, from which it follows who still has to approve."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from okrs_as_code.model.identity import people_at
from okrs_as_code.model.people import Person
from okrs_as_code.model.plan import Plan
from okrs_as_code.model.state import Tier
from okrs_as_code.review.approvals import Approvals, Judge, decide, judge_of
from okrs_as_code.review.change import Change, Kind
from okrs_as_code.review.compare import compare
from okrs_as_code.review.evidence import Evidence, recorded, same_terms
from okrs_as_code.review.forges import Reviews
from okrs_as_code.review.need import Need
from okrs_as_code.review.needs import needs
from okrs_as_code.review.revision import Revision
from okrs_as_code.review.standing import Standing, by_account, shared_accounts
from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.root import FOLDER, PEOPLE_FILE


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
    def standing(self) -> Standing:
        """The people of the base, and who of them proposes this."""
        return Standing(self.base.plan, self.today, self.author)

    @cached_property
    def author(self) -> str | None:
        """Who opened it; only where the forge was not asked, whom the newest commit claims."""
        people = self.base.plan.directory.people
        if self.account is not None:
            found = by_account(people).get(self.account.casefold())
            return found if found is not None else by_account(self._added).get(self.account.casefold())
        claimed = people_at(self.claims[0].email, people) if self.claims else ()
        return claimed[0] if len(claimed) == 1 else None

    @cached_property
    def _added(self) -> Mapping[str, Person]:
        """People whom the base does not have, or not with an account."""
        known = self.base.plan.directory.people
        return {
            id_: entry
            for id_, entry in self.head.plan.directory.people.items()
            if id_ not in known or known[id_].account is None
        }

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """What has to be approved."""
        return needs(self.changes, self.head.plan, self.standing)

    @cached_property
    def approvals(self) -> Approvals:
        """Whether it is."""
        if self.fork.workspace.files and not self.head.workspace.files:
            return Approvals(refused=f"the head has no {FOLDER}/, and the base has")
        if not self.base.plan.directory.people:
            return Approvals(unchecked=f"the base has no {PEOPLE_FILE}, so there is nobody to ask")
        if not self.standing.can_be_asked:
            return Approvals(
                unchecked=f"nobody in {PEOPLE_FILE} of the base has an `account`, so there is nobody to ask"
            )
        return decide(self.needs, self._judge)

    @cached_property
    def _judge(self) -> Judge:
        return judge_of(self.needs, self.standing, self._added, tuple(self._evidence()))

    def evidence_of(self, person: str) -> Sequence[Evidence]:
        """All that is there of a person's consent."""
        return self._judge.given_by(person)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Commits that somebody approved and that are not here, so that nobody can tell what was approved."""
        named = (commit for word in self.reviews.words if word.approves for commit in word.commits)
        return tuple(dict.fromkeys(commit for commit in named if commit not in self.seen and commit != self.commit))

    @property
    def shared_accounts(self) -> tuple[str, ...]:
        """Accounts that two people of the base have, so that they are nobody's."""
        return shared_accounts(self.base.plan.directory.people)

    @cached_property
    def declined(self) -> frozenset[str]:
        """Who asks for changes."""
        people = by_account(self.base.plan.directory.people)
        said = (people.get(word.account) for word in self.reviews.words if word.asks_for_changes)
        return frozenset(person for person in said if person is not None)

    def _evidence(self) -> Iterator[Evidence]:
        if self.account is not None:
            yield Evidence(Tier.OPENED, self.account.casefold(), exact=True)
        for word in self.reviews.words:
            if word.approves and word.commits:
                yield self._at(Tier.APPROVED, word.commits, account=word.account)
        for claim in self.claims:
            claimed = people_at(claim.email, self.base.plan.directory.people)
            if len(claimed) == 1:
                yield self._at(Tier.CLAIMED, (claim.commit,), person=claimed[0])
        yield from recorded(self.head.plan, self._of_terms, self.signed)

    def _at(
        self, tier: Tier, commits: Sequence[str], *, account: str | None = None, person: str | None = None
    ) -> Evidence:
        exact = all(commit == self.commit for commit in commits)
        found = self._of_terms if exact else frozenset.intersection(*(self._same_in(commit) for commit in commits))
        return Evidence(tier, account, person, exact, found)

    @cached_property
    def _of_terms(self) -> frozenset[str]:
        """Key results to whose terms consent is asked, also where something else needs the head itself."""
        asked = (need.subject for need in self.needs if need.of_terms)
        changed = (change.subject for change in self.changes if change.kind in (Kind.ADDED, Kind.TERMS))
        return frozenset((*asked, *changed))

    def _same_in(self, commit: str) -> frozenset[str]:
        if commit == self.commit:
            return self._of_terms
        if commit not in self._same:
            plan = self.seen.get(commit)
            self._same[commit] = frozenset() if plan is None else same_terms(plan, self.head.plan, self._of_terms)
        return self._same[commit]

    @cached_property
    def _same(self) -> dict[str, frozenset[str]]:
        return {}


def named_commits(reviews: Reviews, claims: Iterable[Claim]) -> tuple[str, ...]:
    """The commits that evidence names."""
    approved = (commit for word in reviews.words if word.approves for commit in word.commits)
    return tuple(dict.fromkeys((*approved, *(claim.commit for claim in claims))))
