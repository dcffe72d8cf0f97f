"""The form of no forge: what it takes, and that whatever it leaves open counts as less consent."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import jsonschema
import pytest

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.files.json_schema import json_schema
from okrs_as_code.model.moment import parse_moment
from okrs_as_code.review.forge_reviews.reader import read_reviews
from okrs_as_code.review.forge_reviews.reviews import LastReview, Reviews

ONE, TWO, THREE = "11" * 20, "22" * 20, "33" * 20
PUSHED = ((ONE, "2026-10-01T08:00:00.000Z"), (TWO, "2026-10-02T08:00:00.000Z"))


def word(account: str = "bo", state: str = "approved", at: str | None = None, **more: Any) -> dict[str, Any]:
    return {"account": account, "state": state, **({"at": at} if at is not None else {}), **more}


def document(words: list[dict[str, Any]], *pushes: tuple[str, str]) -> dict[str, Any]:
    pushed = [{"commit": commit, "at": at} for commit, at in pushes]
    return {"format": "okrs-reviews/1", "reviews": words, **({"pushes": pushed} if pushed else {})}


def read(data: Any) -> Reviews:
    return read_reviews(json.dumps(data).encode(), "reviews.json")


def approved(words: list[dict[str, Any]], *pushes: tuple[str, str]) -> dict[str, tuple[str, ...]]:
    """The commits that each account approves; those of whose approval nobody knows the commit have none."""
    return {last.account: last.commits for last in read(document(words, *pushes)).last_reviews if last.approves}


def test_an_approval_is_of_the_commit_that_it_names() -> None:
    reviews = read(document([word("Bo-L", at="2026-10-02T23:30:00-02:00", commit=ONE)], *PUSHED))
    assert reviews == Reviews((LastReview("bo-l", True, False, (ONE,), date(2026, 10, 3)),))


def test_without_a_commit_it_is_of_the_last_push_before_it_and_all_since() -> None:
    assert approved([word(at="2026-10-01T09:00:00.000Z")], *PUSHED) == {"bo": (ONE, TWO)}
    assert approved([word(at="2026-10-02T09:00:00.000Z")], *PUSHED[::-1]) == {"bo": (TWO,)}


@pytest.mark.parametrize(
    ("at", "pushes"),
    [
        ("2026-10-01T07:00:00Z", PUSHED),
        ("2026-10-01T08:00:00.000Z", PUSHED),
        (None, PUSHED),
        ("2026-10-03T07:00:00Z", ()),
    ],
    ids=["before the first push", "at its very time", "without a time", "without a push"],
)
def test_where_nobody_knows_what_was_approved_it_counts_for_nothing(
    at: str | None, pushes: tuple[tuple[str, str], ...]
) -> None:
    assert approved([word(at=at)], *pushes) == {"bo": ()}
    assert read(document([word(at=at)], *pushes)).accounts_without_commit == ("bo",)


@pytest.mark.parametrize("state", ["withdrawn", "changes-requested"])
def test_the_last_word_counts(state: str) -> None:
    early, late = "2026-10-01T09:00:00Z", "2026-10-01T09:00:01Z"
    assert approved([word(at=late, commit=ONE), word("BO", state, early)]) == {"bo": (ONE,)}
    assert approved([word(at=early, commit=ONE), word("BO", state, late)]) == {}


@pytest.mark.parametrize("order", [1, -1])
def test_at_one_time_the_more_cautious_counts(order: int) -> None:
    at = "2026-10-01T09:00:00Z"
    words = [word(at=at, commit=ONE), word(state="withdrawn", at=at), word(state="changes-requested", at=at)][::order]
    assert read(document(words)).last_reviews == (LastReview("bo", False, asks_for_changes=True),)
    of_two = [word(at=at, commit=ONE), word(at=at, commit=TWO)][::order]
    assert set(approved(of_two)["bo"]) == {ONE, TWO}
    assert approved([*of_two, word(at=at)][::order]) == {"bo": ()}


def test_a_word_without_a_time_can_be_the_last_one() -> None:
    at = "2026-10-01T09:00:00Z"
    assert approved([word(at=at, commit=ONE), word(state="withdrawn")]) == {}
    assert set(approved([word(at=at, commit=ONE), word(commit=TWO)])["bo"]) == {ONE, TWO}
    assert approved([word(at=at, state="withdrawn"), word(commit=ONE)]) == {}
    assert approved([word(commit=ONE)]) == {"bo": (ONE,)}


@pytest.mark.parametrize(
    ("push", "approval"),
    [
        ("2026-10-02T08:00:00Z", "2026-10-02T08:00:00.999Z"),
        ("2026-10-02T08:00:00.7Z", "2026-10-02T08:00:00.7999999Z"),
        ("2026-10-02T08:00:00.1234567Z", "2026-10-02T08:00:00.123Z"),
        ("2026-10-02T08:00:00.123456789Z", "2026-10-02T08:00:00.123456789Z"),
        ("2026-10-02T10:00:00.5+02:00", "2026-10-02T08:00:00.500Z"),
    ],
)
def test_what_may_have_been_pushed_later_was_not_approved(push: str, approval: str) -> None:
    """A time that was rounded to its second, say, can be any in it."""
    assert approved([word(at=approval)], PUSHED[0], (TWO, push)) == {"bo": (ONE, TWO)}


def test_of_two_pushes_that_have_no_order_either_may_be_the_last() -> None:
    pushes = ((ONE, "2026-10-02T08:00:00.5Z"), (TWO, "2026-10-02T08:00:00Z"))
    assert set(approved([word(at="2026-10-02T08:00:02Z")], *pushes)["bo"]) == {ONE, TWO}


def test_nanoseconds_are_told_apart() -> None:
    push = (TWO, "2026-10-02T08:00:00.123456788Z")
    assert approved([word(at="2026-10-02T08:00:00.123456789Z")], PUSHED[0], push) == {"bo": (TWO,)}


def test_a_bot_says_nothing_for_anybody() -> None:
    by_bot = word(at="2026-10-02T09:00:00Z", commit=TWO, bot=True)
    assert read(document([by_bot])) == Reviews()
    by_person = word(at="2026-10-01T09:00:00Z", commit=ONE, bot=False)
    assert approved([by_person, by_bot, {**by_bot, "state": "withdrawn"}]) == {"bo": (ONE,)}


def test_an_account_may_be_an_address() -> None:
    assert approved([word("Bo@Example.com", commit=ONE)]) == {"bo@example.com": (ONE,)}


def test_letters_that_only_look_alike_are_another_account() -> None:
    assert approved([word("bo-\N{KELVIN SIGN}", commit=ONE)]) == {"bo-\N{KELVIN SIGN}": (ONE,)}
    assert approved([word("Jörg", commit=ONE), word("jörg", state="withdrawn")]) == {}


GOOD: dict[str, Any] = {
    "nothing yet": document([]),
    "all keys": document([word(at=PUSHED[0][1], commit=ONE, bot=False)], *PUSHED),
    "a commit of SHA-256": document([word(commit="ab" * 32)]),
    "a zone": document([], (ONE, "2026-10-01T23:59:59.123456789+14:00")),
}
BAD: dict[str, tuple[Any, str]] = {
    "another format": ({**document([]), "format": "okrs-reviews/2"}, "its `format` is not `okrs-reviews/1`"),
    "a format that is no text": ({**document([]), "format": [1]}, "its `format` is not"),
    "no reviews": ({"format": "okrs-reviews/1"}, "`reviews` is missing"),
    "a key beside": ({**document([]), "approvals": {}}, "`approvals` is a key that the form does not have"),
    "a long key": ({**document([]), "x" * 5000: 1}, f"`{'x' * 60}…` is a key that the form does not have"),
    "a key of GitHub": (document([word(commit_id=ONE)]), "`reviews.0.commit_id` is a key that"),
    "a key at a push": ({**document([]), "pushes": [{"commit": ONE, "at": PUSHED[0][1], "by": "bo"}]}, "`pushes.0.by`"),
    "another state": (document([word(state="APPROVED")]), "at reviews.0.state"),
    "a state of comments": (document([word(state="commented")]), "at reviews.0.state"),
    "no state": (document([{"account": "bo"}]), "`reviews.0.state` is missing"),
    "no account": (document([{"state": "approved"}]), "`reviews.0.account` is missing"),
    "an empty account": (document([word("")]), "at reviews.0.account"),
    "an account with a space": (document([word("bo l")]), "at reviews.0.account"),
    "an account of two lines": (document([word("bo\nana")]), "at reviews.0.account"),
    "a number as account": (document([word(7)]), "at reviews.0.account"),  # type: ignore[arg-type]
    "null as account": (document([word(None)]), "at reviews.0.account"),  # type: ignore[arg-type]
    "a bot in words": (document([word(bot="true")]), "at reviews.0.bot"),
    "a short commit": (document([word(commit=ONE[:12])]), "`reviews.0.commit` is no commit's id in full"),
    "a short push": (document([], (ONE[:12], PUSHED[0][1])), "`pushes.0.commit` is no commit's id in full"),
    "a commit one digit short": (document([word(commit=ONE[1:])]), "`reviews.0.commit` is no commit's id"),
    "capital digits": (document([word(commit="AB" * 20)]), "`reviews.0.commit` is no commit's id"),
    "a branch": (document([word(commit="main")]), "`reviews.0.commit` is no commit's id"),
    "null as commit": (document([word(commit=None)]), "at reviews.0.commit"),
    "null as time": (document([{**word(), "at": None}]), "no time with its zone"),
    "a push without a time": ({**document([]), "pushes": [{"commit": ONE}]}, "`pushes.0.at` is missing"),
    "a time without a zone": (document([word(at="2026-10-01T08:00:00")]), "no time with its zone"),
    "a space in a time": (document([word(at="2026-10-01 08:00:00Z")]), "no time with its zone"),
    "a day alone": (document([word(at="2026-10-01")]), "no time with its zone"),
    "more than nanoseconds": (document([word(at="2026-10-01T08:00:00.1234567890Z")]), "no time with its zone"),
    "milliseconds since 1970": (document([word(at=1790841600000)]), "no time with its zone"),  # type: ignore[arg-type]
    "an object in place of reviews": ({**document([]), "reviews": {}}, "at reviews"),
    "an array of the form's reviews": ([word(commit=ONE)], "`0.user` is missing"),
    "an array of the form itself": ([document([])], "`0.user` is missing"),
}


@pytest.mark.parametrize("data", GOOD.values(), ids=GOOD)
def test_the_form_and_its_schema_take_what_is_right(data: Any) -> None:
    read(data)
    schema().validate(data)


@pytest.mark.parametrize(("data", "why"), BAD.values(), ids=BAD)
def test_the_form_and_its_schema_refuse_what_is_wrong(data: Any, why: str) -> None:
    with pytest.raises(OkrsError) as raised:
        read(data)
    assert raised.value.message.startswith("reviews.json is no answer of a forge: ")
    assert why in raised.value.message
    assert "\n" not in raised.value.message
    assert not schema().is_valid(data)


def test_a_day_that_there_is_not_is_no_time() -> None:
    """A pattern cannot say it, and validators may leave formats alone."""
    assert parse_moment("2026-02-29T08:00:00Z") is None
    with pytest.raises(OkrsError, match="no time with its zone"):
        read(document([word(at="2026-02-29T08:00:00Z")]))


def schema() -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(json_schema("reviews"))


@pytest.mark.parametrize(
    ("commit", "pushes", "expected"),
    [("a" * 40, 0, True), (None, 0, False), (None, 1, False), (None, 2, True)],
)
def test_approvals_outlive_a_push_where_more_than_the_newest_is_known(
    commit: str | None, pushes: int, expected: bool
) -> None:
    said = {"account": "bo", "state": "approved", "at": "2026-10-01T09:00:00Z"}
    given = {
        "format": "okrs-reviews/1",
        "reviews": [{**said, "commit": commit} if commit else said],
        "pushes": [{"commit": f"{at}" * 40, "at": f"2026-10-01T0{at}:00:00Z"} for at in range(pushes)],
    }
    reviews = read_reviews(json.dumps(given).encode(), "reviews.json")
    assert reviews.outlive_pushes is expected
    assert reviews.by_accounts({"bo"}).outlive_pushes is expected
