"""Approvals that nobody can give, as nobody who is asked has an account: the answer says who merges it then."""

from __future__ import annotations

import re

from okrs_as_code.report.views.approvals import as_text, verdict
from okrs_as_code.review.pull_request import PullRequest
from tests.review.playing import BASE, CONFIG, PEOPLE, Proposal

BY_ADMINISTRATOR = "an administrator merges this"


def without_accounts(*people: str) -> dict[str, str]:
    """The base in which some people have no account."""
    text = BASE[PEOPLE]
    for person in people:
        text = re.sub(rf"(  {person}: .*) account: [a-z-]+,", r"\1", text)
    return {**BASE, PEOPLE: text}


def change_of_policy(base: dict[str, str], account: str) -> PullRequest:
    return Proposal(base=base, head={**base, CONFIG: "stewards: [ana, bo]\n"}, account=account).request()


def test_a_steward_without_an_account_is_nobody_who_can_answer() -> None:
    request = change_of_policy(without_accounts("ana"), "bo-l")
    assert not request.approvals.complete
    assert verdict(request) == f"1 of 1 approval missing: ana (without an `account`: {BY_ADMINISTRATOR})"
    assert "next: who is missing approves" not in as_text(request)
    assert (
        f"next: nobody who is asked about okrs/config.yaml has an `account` in okrs/people.yaml of the base, so "
        f"{BY_ADMINISTRATOR}\n"
    ) in as_text(request)


def test_where_only_the_author_has_an_account() -> None:
    request = change_of_policy(without_accounts("mara", "bo", "chen", "dee"), "ana-a")
    assert BY_ADMINISTRATOR in verdict(request)


def test_who_has_an_account_is_asked_as_ever() -> None:
    request = change_of_policy(dict(BASE), "bo-l")
    assert verdict(request) == "1 of 1 approval missing: ana"
    assert BY_ADMINISTRATOR not in as_text(request)


def test_who_gets_an_account_in_the_same_change_is_waited_for() -> None:
    base = without_accounts("chen")
    head = {**base, PEOPLE: BASE[PEOPLE], CONFIG: "stewards: [ana]\n"}
    request = Proposal(base=base, head=head, account="bo-l").request()
    assert BY_ADMINISTRATOR not in as_text(request)


def test_on_gitlab_it_is_a_merge_request_and_no_approval_starts_a_job() -> None:
    repository = "repository: https://gitlab.example.com/example/okrs\n"
    base = {**BASE, CONFIG: f"{repository}stewards: [ana]\n"}
    request = Proposal(base=base, head={**base, CONFIG: f"{repository}stewards: [ana, bo]\n"}, account="bo-l").request()
    assert as_text(request).endswith(
        "next: who is missing approves the merge request; a push keeps the approvals of terms that it leaves alone\n"
        "an approval starts no pipeline on GitLab: run this job again after it\n"
    )
    assert "pipeline" not in as_text(change_of_policy(dict(BASE), "bo-l"))
