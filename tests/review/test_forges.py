"""Answers of GitHub and GitLab: whose last review it is and of which commit; and what is no answer of theirs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from okrs_as_code.errors import OkrsError
from okrs_as_code.review.forge_reviews.reader import MAX_BYTES, read_reviews
from okrs_as_code.review.forge_reviews.reviews import LastReview, Reviews
from tests.review.playing import HEAD, github, review

ONE, TWO, THREE = "11" * 20, "22" * 20, "33" * 20
EARLY, LATE = "2026-10-01T08:00:00Z", "2026-10-02T08:00:00Z"


def approving(reviews: Reviews) -> dict[str, tuple[str, ...]]:
    return {last_review.account: last_review.commits for last_review in reviews.last_reviews if last_review.approves}


def test_the_last_word_of_an_account_counts_at_its_commit() -> None:
    assert approving(github([review("bo", commit=ONE), review("BO", commit=TWO)])) == {"bo": (TWO,)}
    assert approving(github([review("bo", commit=ONE), review("bo", "CHANGES_REQUESTED", TWO)])) == {}
    assert approving(github([review("bo", "CHANGES_REQUESTED", ONE), review("bo", commit=TWO)])) == {"bo": (TWO,)}
    assert approving(github([review("bo", commit=ONE), review("bo", "DISMISSED", ONE)])) == {}


@pytest.mark.parametrize("state", ["COMMENTED", "PENDING", "approved", "SOMETHING_NEW"])
def test_other_states_say_nothing(state: str) -> None:
    assert approving(github([review("bo", commit=ONE), review("bo", state, TWO)])) == {"bo": (ONE,)}


def test_who_asks_for_changes_is_known() -> None:
    reviews = github([review("bo", "CHANGES_REQUESTED", ONE), review("chen", "REQUEST_CHANGES", ONE)])
    assert [last_review.account for last_review in reviews.last_reviews if last_review.asks_for_changes] == [
        "bo",
        "chen",
    ]


def test_words_are_put_in_the_order_of_time() -> None:
    reviews = [review("bo", commit=TWO, submitted_at=LATE), review("bo", "DISMISSED", ONE, submitted_at=EARLY)]
    assert approving(github(reviews)) == {"bo": (TWO,)}


def test_at_one_time_the_order_of_the_file_counts() -> None:
    reviews = [review("bo", "DISMISSED", ONE, submitted_at=EARLY), review("bo", commit=TWO, submitted_at=EARLY)]
    assert approving(github(reviews)) == {"bo": (TWO,)}
    assert approving(github(reviews[::-1])) == {}


def test_what_has_no_time_stays_where_it_stands() -> None:
    reviews = [review("bo", commit=ONE, submitted_at=EARLY), review("bo", "DISMISSED", ONE)]
    assert approving(github([*reviews, review("mara", commit=ONE, submitted_at=LATE)])) == {"mara": (ONE,)}


def test_between_the_words_of_one_account_those_of_others_make_no_difference() -> None:
    first, other, last = review("bo", submitted_at=LATE), review("mara", submitted_at=EARLY), review("bo", "DISMISSED")
    assert approving(github([first, last])) == {}
    assert approving(github([first, other, last])) == {"mara": (HEAD,)}


def test_times_are_compared_across_zones() -> None:
    later = review("bo", "DISMISSED", ONE, submitted_at="2026-10-01T08:30:00+00:00")
    assert approving(github([later, review("bo", commit=ONE, submitted_at="2026-10-01T10:00:00+02:00")])) == {}


def test_the_ends_of_time_are_times() -> None:
    first, last = "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"
    reviews = [review("bo", commit=TWO, submitted_at=last), review("bo", "DISMISSED", ONE, submitted_at=first)]
    assert approving(github(reviews)) == {"bo": (TWO,)}


def test_an_array_of_pages_is_one_array() -> None:
    pages = [[review("bo", commit=ONE)], [], [review("bo", "DISMISSED", ONE), review("chen", commit=ONE)]]
    assert approving(read_reviews(json.dumps(pages).encode(), "x")) == {"chen": (ONE,)}
    assert read_reviews(b"[]", "x") == read_reviews(b"[[], []]", "x") == Reviews()


def test_a_deleted_user_is_nobody() -> None:
    assert github([{**review("bo"), "user": None}]) == Reviews()


def test_an_approval_without_a_commit_does_not_count_and_is_reported() -> None:
    reviews = github([{**review("bo"), "commit_id": None}])
    assert reviews.accounts_without_commit == ("bo",)
    assert approving(reviews) == {"bo": ()}


def test_dismissed_beside_the_state_is_dismissed() -> None:
    assert approving(github([review("bo", dismissed=True)])) == {}
    assert approving(github([review("bo", dismissed=False, commit=ONE)])) == {"bo": (ONE,)}


def test_strangers_can_be_left_out() -> None:
    reviews = github([review("bo", commit=ONE), review("mallory"), {**review("eve"), "commit_id": None}])
    assert reviews.by_accounts({"bo"}) == Reviews((LastReview("bo", approves=True, commits=(ONE,)),))


def gitlab(approved: list[dict[str, Any]], *versions: tuple[str, str]) -> Reviews:
    pushed = [{"head_commit_sha": commit, "created_at": time} for commit, time in versions]
    return read_reviews(json.dumps({"approvals": {"approved_by": approved}, "versions": pushed}).encode(), "x")


def by(name: str, time: str | None = None) -> dict[str, Any]:
    return {"user": {"username": name}, **({"approved_at": time} if time is not None else {})}


PUSHED = ((TWO, "2026-10-02T00:00:00.000Z"), (ONE, "2026-10-01T00:00:00.000Z"))


def test_gitlab_an_approval_is_of_the_last_version_before_it_and_all_since() -> None:
    assert approving(gitlab([by("Bo", EARLY), by("mara", LATE)], *PUSHED)) == {"bo": (TWO, ONE), "mara": (TWO,)}


def test_gitlab_versions_of_one_time_all_count() -> None:
    same = ((THREE, "2026-10-01T00:00:00Z"), *PUSHED[1:])
    assert approving(gitlab([by("bo", EARLY)], *same)) == {"bo": (THREE, ONE)}


def test_gitlab_at_the_very_time_of_a_push_it_was_given_before() -> None:
    assert approving(gitlab([by("bo", "2026-10-02T00:00:00Z")], *PUSHED)) == {"bo": (TWO, ONE)}


@pytest.mark.parametrize("time", [None, "2026-09-30T00:00:00Z"])
def test_gitlab_without_a_time_or_before_every_push_nobody_knows(time: str | None) -> None:
    assert gitlab([by("bo", time)], *PUSHED) == Reviews(accounts_without_commit=("bo",))


def test_gitlab_without_versions_nobody_knows() -> None:
    assert gitlab([by("bo", LATE)]) == Reviews(accounts_without_commit=("bo",))


DEEP = 200_000
BAD: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n",
    "a word": b"hello",
    "a number": b"7",
    "null": b"null",
    "a text": b'"APPROVED"',
    "cut off": b'[{"user": {"login": "bo"}, "state": "APPR',
    "more behind it": b"[] []",
    "not UTF-8": b'[{"user": {"login": "\xff"}, "state": "APPROVED"}]',
    "UTF-16": "[]".encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf[]",
    "half a surrogate": b'[{"user": {"login": "\\ud800"}, "state": "APPROVED"}]',
    "deep": b"[" * DEEP + b"]" * DEEP,
    "deep inside": b'[{"x": ' + b"[" * DEEP + b"]" * DEEP + b"}]",
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "large": b"[" + b" " * MAX_BYTES + b"]",
    "NaN": b'[{"user": {"login": "bo"}, "state": "APPROVED", "score": NaN}]',
    "infinity": b'[{"user": {"login": "bo"}, "state": "APPROVED", "submitted_at": -Infinity}]',
    "a number too large for a time": b'[{"user": {"login": "bo"}, "state": "APPROVED", "submitted_at": 1e999}]',
    "many digits": b'[{"user": {"login": "bo"}, "state": "APPROVED", "id": ' + b"9" * 10_000 + b"}]",
    "a key twice": b'[{"user": {"login": "bo"}, "state": "DISMISSED", "state": "APPROVED"}]',
    "a key twice, written in two ways": b'[{"user": {"login": "bo"}, "st\\u0061te": "DISMISSED", "state": "APPROVED"}]',
    "no state": b'[{"user": {"login": "bo"}}]',
    "a state that is no text": b'[{"user": {"login": "bo"}, "state": ["APPROVED"]}]',
    "a user that is a text": b'[{"user": "bo", "state": "APPROVED"}]',
    "a login that is a number": b'[{"user": {"login": 7}, "state": "APPROVED"}]',
    "a commit that is a list": b'[{"user": {"login": "bo"}, "state": "APPROVED", "commit_id": ["x"]}]',
    "a time that is none": b'[{"user": {"login": "bo"}, "state": "APPROVED", "submitted_at": "yesterday"}]',
    "dismissed in words": b'[{"user": {"login": "bo"}, "state": "APPROVED", "dismissed": "yes"}]',
    "an error of the API": b'{"message": "Not Found", "status": "404"}',
    "approvals alone": b'{"approvals": {"approved_by": []}}',
    "versions that are an object": b'{"approvals": {"approved_by": []}, "versions": {}}',
    "an approver without a name": b'{"approvals": {"approved_by": [{"user": {}}]}, "versions": []}',
    "a version without a commit": b'{"approvals": {}, "versions": [{"created_at": "2026-10-01T00:00:00Z"}]}',
}


@pytest.mark.parametrize("raw", BAD.values(), ids=BAD)
def test_what_is_no_answer_is_refused_in_one_line(raw: bytes) -> None:
    with pytest.raises(OkrsError) as raised:
        read_reviews(raw, "reviews.json")
    message = raised.value.message
    assert message.startswith("reviews.json is ")
    assert "\n" not in message
    assert len(message) < 200
    assert raised.value.remedy is not None


def test_what_is_not_used_is_not_looked_at() -> None:
    odd = {**review("bo", commit=ONE), "body": "\u202e", "id": 10**40, "user": {"login": "bo", "type": None}}
    assert approving(github([odd])) == {"bo": (ONE,)}


def test_a_bot_reviews_for_nobody() -> None:
    """Consent is a person's, and so is asking for changes."""
    by_bot = {**review("bo", commit=ONE), "user": {"login": "bo", "type": "Bot"}}
    assert github([by_bot, {**by_bot, "state": "CHANGES_REQUESTED"}]) == Reviews()
    by_person = {**by_bot, "user": {"login": "bo", "type": "User"}}
    assert approving(github([by_person, {**by_bot, "state": "DISMISSED"}])) == {"bo": (ONE,)}
