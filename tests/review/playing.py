"""Changes of a small organisation, in memory: what a pull request would be, without git and without a disk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from okrs_as_code.git.client import content_id
from okrs_as_code.review.forge_reviews.reader import read_reviews
from okrs_as_code.review.forge_reviews.reviews import Reviews
from okrs_as_code.review.pull_request import Claim, PullRequest
from okrs_as_code.review.revisions.file_contents import FileContent
from okrs_as_code.review.revisions.revision import Revision
from okrs_as_code.workspace.layout import EntryKind
from okrs_as_code.workspace.loader import Workspace, load
from okrs_as_code.workspace.trees.overlay import PartialTree

PEOPLE = "okrs/people.yaml"
CONFIG = "okrs/config.yaml"
GROWTH = "okrs/2026-Q4/company/growth.yaml"
PIPELINE = "okrs/2026-Q4/company/pipeline.yaml"
BASE: Mapping[str, str] = {
    PEOPLE: """\
people:
  ana: {name: Ana, account: ana-a, emails: [ana@example.com]}
  mara: {name: Mara, account: mara-k, emails: [mara@example.com], manager: ana}
  bo: {name: Bo, account: bo-l, emails: [bo@example.com], manager: mara}
  chen: {name: Chen, account: chen-w, emails: [chen@example.com], manager: mara}
  dee: {name: Dee, account: dee-d, emails: [dee@example.com], manager: ana}
  eve: {name: Eve, emails: [eve@example.com], manager: dee}
""",
    CONFIG: "stewards: [ana]\n",
    GROWTH: """\
title: Grow with customers who stay
owner: ana
key_results:
  - id: revenue
    title: Raise yearly revenue from 8 to 11 million
    owner: ana
    measure: {type: metric, baseline: 8, target: 11, unit: million}
""",
    PIPELINE: """\
title: Make organic search our best source of leads
owner: mara
aligned_to: company/growth
key_results:
  - id: posts
    title: Publish three posts
    owner: bo
    measure: {type: metric, baseline: 0, target: 3, unit: posts}
    due: 2026-12-18
  - id: leads
    title: Raise leads from 120 to 200
    owner: chen
    manager: dee
    measure: {type: metric, baseline: 120, target: 200, unit: leads}
""",
}
HEAD = "c0" * 20


@dataclass
class Proposal:
    """A pull request: the base, the head, and what stood in other commits that somebody approved or wrote."""

    base: dict[str, str] = field(default_factory=lambda: dict(BASE))
    older: tuple[dict[str, str], ...] = ()
    """Earlier states of the base, the newest first."""
    fork: dict[str, str] | None = None
    """Where it left the base, if the base moved since."""
    head: dict[str, str] = field(default_factory=lambda: dict(BASE))
    commits: dict[str, dict[str, str]] = field(default_factory=dict)
    account: str | None = None
    reviews: list[dict[str, Any]] = field(default_factory=list)
    """The reviews as GitHub would list them."""
    claims: tuple[Claim, ...] = ()
    signed: frozenset[tuple[str, str]] = frozenset()
    today: date = date(2026, 10, 15)

    def request(self) -> PullRequest:
        """All that is known of it, as the command would find it out."""
        return PullRequest(
            base=workspace(self.base),
            fork=replace(revision(self.base if self.fork is None else self.fork), versions=self._versions),
            head=revision(self.head),
            commit=HEAD,
            today=self.today,
            account=self.account,
            reviews=github(self.reviews),
            claims=self.claims,
            signed_entries=self.signed,
            plans_by_commit={commit: workspace(files).plan for commit, files in self.commits.items()},
        )

    def _versions(self, paths: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        """The versions of files on the main line, as git would know them."""
        for files in (self.base, *self.older):
            yield from ((path, files[path].encode()) for path in paths if path in files)


def workspace(files: Mapping[str, str]) -> Workspace:
    """The files of a commit, as they would be read."""
    below = {path: text for path, text in files.items() if path.startswith("okrs/")}

    def read(paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        for path in paths:
            yield path, below[path].encode() if path in below else None

    return load(PartialTree(dict.fromkeys(below, EntryKind.FILE), {}, read))


def revision(files: Mapping[str, str]) -> Revision:
    """One side of a comparison."""
    gate = {path: text for path, text in files.items() if not path.endswith(".yaml") or not path.startswith("okrs/")}

    def contents(paths: Iterable[str]) -> Mapping[str, FileContent]:
        return {path: FileContent(content_id(files[path].encode()), files[path]) for path in paths if path in files}

    return Revision(workspace(files), gate, contents=contents)


def github(reviews: Sequence[Mapping[str, Any]]) -> Reviews:
    """Reads reviews as GitHub would list them."""
    return read_reviews(json.dumps(reviews).encode(), "reviews.json")


def review(login: str, state: str = "APPROVED", commit: str = HEAD, **more: Any) -> dict[str, Any]:
    """One review of GitHub."""
    return {"user": {"login": login}, "state": state, "commit_id": commit, **more}


def rows_of(request: PullRequest) -> list[str]:
    """One row for each requirement: whether it is met, subject, role, who is asked, and how strong the evidence is."""
    approvals = request.approvals
    rows = [
        f"{'ok     ' if answer.is_enough else 'missing'} {answer.requirement.subject.removeprefix('2026-Q4/')}: "
        f"{answer.requirement.reviewer_role} {'/'.join(answer.requirement.people)} {answer.tier}"
        for answer in approvals.statuses
    ]
    if approvals.refused is not None:
        return [f"refused: {approvals.refused}"]
    if approvals.unchecked is not None:
        return [f"unchecked: {approvals.unchecked}"]
    return [*rows, "complete" if approvals.complete else "incomplete"]
