"""The recipes for other forges give what the answers say, and fall into no trap of a forge."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from okrs_as_code.errors import OkrsError
from okrs_as_code.review.forge_reviews.reader import read_reviews
from tests.other_forges.recipes import HEADINGS, LINK, REPLIES, Change, Edit, Run, change, played
from tests.repositories import git

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the recipes are for bash")

FORGES = tuple(HEADINGS)
MARA = {"bitbucket-cloud": "557058:mara", "azure-devops": "mara@example.com"}


@pytest.fixture(scope="module", autouse=True)
def _jq() -> None:
    assert shutil.which("jq"), "jq is missing: sudo apt install jq"


@pytest.fixture(scope="module")
def changes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Change]:
    return {forge: change(tmp_path_factory.mktemp(forge), forge) for forge in FORGES}


def approved(run: Run, account: str) -> tuple[str, ...] | None:
    """The commits that an account approves, none where nobody knows them; None where it does not approve."""
    assert run.status == 0, run.output
    last_reviews = read_reviews(run.reviews, "reviews.json").last_reviews
    [review] = [review for review in last_reviews if review.account == account] or [None]
    return review.commits if review is not None and review.approves else None


def words(run: Run, account: str) -> list[dict[str, Any]]:
    return [review for review in json.loads(run.reviews)["reviews"] if review["account"] == account]


@pytest.mark.parametrize("forge", FORGES)
def test_the_manager_approved_the_second_head(forge: str, changes: dict[str, Change], tmp_path: Path) -> None:
    run = played(tmp_path, changes[forge], forge, judge=True)
    assert run.status == 0, run.output
    assert run.output.startswith("complete: all 2 approvals are there\n")
    assert "Mara (mara) (manager): approved" in run.output
    assert "Bo (bo) (owner): opened" in run.output
    assert approved(run, MARA.get(forge, "mara-k")) == (changes[forge].two,)


_BUILD = {"key": "okrs-approvals", "name": "okrs approvals", "url": LINK}
_ITERATION = {"description": "okrs approvals", "targetUrl": LINK, "context": {"genre": "okrs", "name": "approvals"}}
STATUSES: dict[str, tuple[str, str, dict[str, Any], tuple[Any, Any, Any]]] = {
    "gitea": (
        "/statuses/@TWO@", "state", {"context": "okrs approvals", "target_url": LINK}, ("success", "pending", "error")
    ),
    "bitbucket-cloud": (
        "/commit/@TWO@/statuses/build", "state", _BUILD, ("SUCCESSFUL", "INPROGRESS", "FAILED")
    ),
    "bitbucket-data-center": ("/commits/@TWO@/builds", "state", _BUILD, ("SUCCESSFUL", "INPROGRESS", "FAILED")),
    "azure-devops": (
        "/pullRequests/41/statuses?api-version=7.1",
        "state", {**_ITERATION, "iterationId": 2}, ("succeeded", "pending", "error"),
    ),
    "gerrit": (
        "/changes/okrs~41/revisions/@TWO@/review",
        "labels", {"notify": "NONE"}, ({"OKRs-Approved": 1}, {"OKRs-Approved": 0}, {"OKRs-Approved": -1}),
    ),
}  # fmt: skip
"""Where each forge takes a verdict, the key of it, what stands beside, and the values: given, missing, an error."""


@pytest.mark.parametrize("forge", FORGES)
def test_the_verdict_becomes_a_status_of_the_head_that_was_judged(
    forge: str, changes: dict[str, Change], tmp_path: Path
) -> None:
    path, key, beside, values = STATUSES[forge]
    for exit_status, value in zip((0, 1, 3), values, strict=True):
        run = played(tmp_path, changes[forge], forge, judge=True, okrs=f"#!/bin/sh\nexit {exit_status}\n")
        assert run.status == 0, run.output
        assert run.posted_to.startswith("Content-Type: application/json https://")
        assert run.posted_to.endswith(changes[forge].fill(path))
        assert run.posted == {**beside, key: value}


def test_gitea_an_answer_that_is_no_list_stops_with_what_the_server_says(
    changes: dict[str, Change], tmp_path: Path
) -> None:
    [url] = [url for url in REPLIES["gitea"] if url.endswith("reviews?limit=50&page=1")]
    run = played(tmp_path, changes["gitea"], "gitea", broken={url: '{"message": "token is required"}'}, judge=True)
    assert run.status != 0
    assert run.output.splitlines()[-1].endswith("token is required")
    assert run.posted is None


@pytest.mark.nightly
@pytest.mark.parametrize("reply", [None, "", '{"message": "x"}', "[]"], ids=["none", "empty", "an object", "an array"])
@pytest.mark.parametrize("forge", FORGES)
def test_an_answer_that_is_none_is_not_the_end_of_a_list(
    forge: str, reply: str | None, changes: dict[str, Change], tmp_path: Path
) -> None:
    for url in REPLIES[forge]:
        if (forge, reply) == ("gitea", "[]") and "reviews" in url:
            continue  # there it is the end of the list
        run = played(tmp_path, changes[forge], forge, broken={url: reply})
        if run.status == 0:
            with pytest.raises(OkrsError):
                read_reviews(run.reviews, url)


@pytest.mark.nightly
def test_gitea_what_was_dismissed_on_a_later_page(changes: dict[str, Change], tmp_path: Path) -> None:
    def dismiss(page: Any) -> Any:
        page[-1]["dismissed"] = True
        return page

    assert approved(played(tmp_path, changes["gitea"], "gitea", {"reviews-2": dismiss}), "mara-k") is None


def test_gitea_pages_may_be_smaller_than_asked_for(changes: dict[str, Change], tmp_path: Path) -> None:
    run = played(tmp_path, changes["gitea"], "gitea")
    assert [url.rpartition("?")[2] for url in run.requests[:3]] == [f"limit=50&page={page}" for page in (1, 2, 3)]
    assert [review["id"] for review in json.loads(run.reviews)] == [11, 12, 13, 14]


CLOUD = "bitbucket-cloud"


def test_bitbucket_cloud_a_comment_is_no_approval(changes: dict[str, Change], tmp_path: Path) -> None:
    """The approval came before the push, and a comment after it moved `participated_on`."""

    def forget(page: Any) -> Any:
        return {**page, "values": [entry for entry in page["values"] if "approval" not in entry]}

    run = played(tmp_path, changes[CLOUD], CLOUD, {"activity-1": forget})
    assert approved(run, "557058:mara") == ()
    assert words(run, "557058:mara")[0]["at"].startswith("2026-10-01T08:30")


@pytest.mark.nightly
def test_bitbucket_cloud_what_was_taken_back_still_is_in_the_activity(
    changes: dict[str, Change], tmp_path: Path
) -> None:
    def take_back(pull: Any) -> Any:
        pull["participants"][0] |= {"approved": False, "state": None}
        return pull

    assert approved(played(tmp_path, changes[CLOUD], CLOUD, {"pull": take_back}), "557058:mara") is None


@pytest.mark.nightly
def test_bitbucket_cloud_two_heads_may_have_one_beginning(changes: dict[str, Change], tmp_path: Path) -> None:
    """Who writes both commits can have that, so each update counts as a push, whatever its id begins with."""

    def push_again(page: Any) -> Any:
        again = {"update": {**page["values"][0]["update"], "date": "2026-10-02T09:00:00.000001+00:00"}}
        return {**page, "values": [again, *page["values"]]}

    assert approved(played(tmp_path, changes[CLOUD], CLOUD, {"activity-2": push_again}), "557058:mara") == ()


@pytest.mark.nightly
def test_bitbucket_cloud_nicknames_are_nobody(changes: dict[str, Change], tmp_path: Path) -> None:
    def other(pull: Any) -> Any:
        pull["participants"][0]["user"]["account_id"] = "557058:other"
        return pull

    run = played(tmp_path, changes[CLOUD], CLOUD, {"pull": other})
    assert approved(run, "557058:mara") is approved(run, "mara") is None


@pytest.mark.nightly
def test_bitbucket_cloud_an_activity_that_lags_behind(changes: dict[str, Change], tmp_path: Path) -> None:
    """Without the last push, an approval of the head before would seem to be one of this."""
    run = played(tmp_path, changes[CLOUD], CLOUD, {"activity-2": lambda page: {**page, "values": page["values"][1:]}})
    assert run.status != 0
    assert "the activity is not of this head" in run.output


DATA_CENTER = "bitbucket-data-center"


@pytest.mark.parametrize(("later", "heads"), [(1, 1), (0, 2), (-1, 2)])
def test_bitbucket_data_center_milliseconds_are_kept(
    later: int, heads: int, changes: dict[str, Change], tmp_path: Path
) -> None:
    """Push and approval are in one second; rounded, either would do for the other."""

    def move(page: Any) -> Any:
        [approval] = [entry for entry in page["values"] if entry["user"]["name"] == "mara-k"]
        approval["createdDate"] = 1790928000550 + later
        return page

    on = changes[DATA_CENTER]
    run = played(tmp_path, on, DATA_CENTER, {"activities-1": move})
    assert set(approved(run, "mara-k") or ()) == {on.one, on.two} if heads > 1 else {on.two}


@pytest.mark.nightly
def test_bitbucket_data_center_a_later_word(changes: dict[str, Change], tmp_path: Path) -> None:
    def unapprove(page: Any) -> Any:
        entry = next(entry for entry in page["values"] if entry["user"]["name"] == "mara-k")
        page["values"].insert(0, {**entry, "action": "UNAPPROVED", "createdDate": entry["createdDate"] + 1})
        return page

    assert approved(played(tmp_path, changes[DATA_CENTER], DATA_CENTER, {"activities-1": unapprove}), "mara-k") is None


@pytest.mark.nightly
@pytest.mark.parametrize("status", ["UNAPPROVED", "NEEDS_WORK", None])
def test_bitbucket_data_center_what_no_longer_stands(
    status: str | None, changes: dict[str, Change], tmp_path: Path
) -> None:
    """A server took it back without an activity, or somebody took the reviewer out."""

    def reset(pull: Any) -> Any:
        reviewer = pull["reviewers"].pop(0)
        if status is not None:
            pull["reviewers"].append({**reviewer, "approved": False, "status": status})
        return pull

    assert approved(played(tmp_path, changes[DATA_CENTER], DATA_CENTER, {"pull": reset}), "mara-k") is None


@pytest.mark.nightly
def test_bitbucket_data_center_a_push_while_it_reads(changes: dict[str, Change], tmp_path: Path) -> None:
    """The pull request is of the first head; the activities, read after it, know the second."""
    on = changes[DATA_CENTER]

    def earlier(pull: Any) -> Any:
        pull["fromRef"]["latestCommit"] = on.one
        return pull

    run = played(tmp_path, on, DATA_CENTER, {"pull": earlier})
    assert run.requests[0].endswith("/pull-requests/41")
    assert [push["commit"] for push in json.loads(run.reviews)["pushes"]] == [on.one, on.two]


@pytest.mark.nightly
def test_bitbucket_data_center_activities_that_lag_behind(changes: dict[str, Change], tmp_path: Path) -> None:
    def ahead(pull: Any) -> Any:
        pull["fromRef"]["latestCommit"] = "ab" * 20
        return pull

    run = played(tmp_path, changes[DATA_CENTER], DATA_CENTER, {"pull": ahead})
    assert run.status != 0
    assert "the head is in no activity" in run.output


AZURE = "azure-devops"
MARA_AT_AZURE = "Mara@Example.com"


@pytest.mark.parametrize(
    ("vote", "state"),
    [
        (10, "approved"),
        (5, "approved"),
        (0, "withdrawn"),
        (-5, "changes-requested"),
        (-10, "changes-requested"),
    ],
)
def test_azure_devops_what_stands_are_the_reviewers(
    vote: int, state: str, changes: dict[str, Change], tmp_path: Path
) -> None:
    """With 0 a push reset the vote, and its thread still says 10."""

    def set_vote(pull: Any) -> Any:
        pull["reviewers"][0]["vote"] = vote
        return pull

    run = played(tmp_path, changes[AZURE], AZURE, {"pull": set_vote})
    [word] = words(run, MARA_AT_AZURE)
    assert word["state"] == state
    assert ("at" in word) is (vote == 10)
    assert approved(run, MARA_AT_AZURE.lower()) == {10: (changes[AZURE].two,), 5: ()}.get(vote)


@pytest.mark.nightly
def test_azure_devops_a_group_is_nobody(changes: dict[str, Change], tmp_path: Path) -> None:
    def only_the_group(pull: Any) -> Any:
        return {**pull, "reviewers": [{**pull["reviewers"][2], "uniqueName": "mara@example.com"}]}

    run = played(tmp_path, changes[AZURE], AZURE, {"pull": only_the_group})
    assert json.loads(run.reviews)["reviews"] == []


@pytest.mark.nightly
def test_azure_devops_anybody_can_make_a_thread(changes: dict[str, Change], tmp_path: Path) -> None:
    """Mara approved before the push, and Bo writes with the API that she voted after it."""

    def forge_vote(threads: Any) -> Any:
        author = {"displayName": "Bo", "id": "0b0", "uniqueName": "bo@example.com"}
        threads["value"][1]["comments"][0]["author"] = author
        return threads

    run = played(tmp_path, changes[AZURE], AZURE, {"threads": forge_vote})
    assert words(run, MARA_AT_AZURE)[0]["at"] == "2026-10-01T08:30:00.5Z"
    assert approved(run, MARA_AT_AZURE.lower()) == (changes[AZURE].one, changes[AZURE].two)


@pytest.mark.nightly
def test_azure_devops_a_vote_without_a_thread_has_no_time(changes: dict[str, Change], tmp_path: Path) -> None:
    run = played(
        tmp_path, changes[AZURE], AZURE, {"threads": lambda threads: {**threads, "value": threads["value"][3:]}}
    )
    assert approved(run, MARA_AT_AZURE.lower()) == ()


@pytest.mark.nightly
def test_azure_devops_pushes_are_read_last(changes: dict[str, Change], tmp_path: Path) -> None:
    run = played(tmp_path, changes[AZURE], AZURE)
    assert [re.split(r"[/?]", url)[-2] for url in run.requests] == ["41", "threads", "iterations"]


def _gerrit(**of_mara: Any) -> Edit:
    def edit(detail: Any) -> Any:
        detail["labels"]["Code-Review"]["all"][0] |= of_mara
        return detail

    return edit


@pytest.mark.parametrize(
    ("value", "state"),
    [(2, "approved"), (1, "withdrawn"), (0, "withdrawn"), (-1, "changes-requested"), (-2, "changes-requested")],
)
def test_gerrit_only_the_highest_value_approves(
    value: int, state: str, changes: dict[str, Change], tmp_path: Path
) -> None:
    run = played(tmp_path, changes["gerrit"], "gerrit", {"detail": _gerrit(value=value)})
    assert words(run, "mara-k")[0]["state"] == state


@pytest.mark.nightly
def test_gerrit_another_label_says_nothing(changes: dict[str, Change], tmp_path: Path) -> None:
    def only_verified(detail: Any) -> Any:
        del detail["labels"]["Code-Review"]["all"][0]
        return detail

    assert words(played(tmp_path, changes["gerrit"], "gerrit", {"detail": only_verified}), "mara-k") == []


@pytest.mark.nightly
def test_gerrit_a_vote_before_the_last_upload(changes: dict[str, Change], tmp_path: Path) -> None:
    on = changes["gerrit"]
    run = played(tmp_path, on, "gerrit", {"detail": _gerrit(date="2026-10-01 08:30:00.000000000")})
    assert set(approved(run, "mara-k") or ()) == {on.one, on.two}


@pytest.mark.nightly
def test_gerrit_a_copied_vote_has_the_time_of_an_upload(changes: dict[str, Change], tmp_path: Path) -> None:
    """It may have been given to any patch set before that one."""
    run = played(tmp_path, changes["gerrit"], "gerrit", {"detail": _gerrit(date="2026-10-02 08:00:00.000000000")})
    assert approved(run, "mara-k") == ()


@pytest.mark.nightly
def test_gerrit_times_are_utc_and_nanoseconds_are_kept(changes: dict[str, Change], tmp_path: Path) -> None:
    run = played(tmp_path, changes["gerrit"], "gerrit")
    assert words(run, "mara-k")[0]["at"] == "2026-10-02T08:30:00.123456789Z"
    assert words(run, "id:1000005")[0]["state"] == "withdrawn"
    assert words(run, "helper")[0]["bot"] is True
    assert words(run, "dee-d") == []


def test_a_tag_is_not_taken_for_the_base(tmp_path: Path) -> None:
    """Who may push can make a tag with the name of the base, at a commit that has what should be judged."""
    on = change(tmp_path, "gerrit")
    for name in ("main", "origin/main"):
        git(on.remote, "tag", name, on.two)
    git(on.clone, "fetch", "-q", "--tags", "origin")
    (tmp_path / "run").mkdir()
    run = played(tmp_path / "run", on, "gerrit", {"detail": _gerrit(value=0)}, judge=True)
    assert run.posted["labels"] == {"OKRs-Approved": 0}
    assert "missing  Mara (mara) (manager): nothing yet" in run.output
