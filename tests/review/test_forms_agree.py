"""One history of a pull request in each form: they give one verdict, and what knows less gives no more consent."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.review.forge_reviews.reader import read_reviews
from okrs_as_code.review.pull_request import PullRequest
from tests.nightly import examples
from tests.review.playing import HEAD, rows_of
from tests.review.test_cases import CASES, COMMITS
from tests.review.test_laws import ACCOUNTS, request_of, rows

START = datetime(2026, 10, 1, 8, tzinfo=UTC)
GITHUB = {"approved": "APPROVED", "changes-requested": "CHANGES_REQUESTED", "withdrawn": "DISMISSED"}


@dataclass(frozen=True)
class Push:
    commit: str


@dataclass(frozen=True)
class Word:
    account: str
    state: str
    bot: bool = False


Event = Push | Word
_words = st.builds(
    Word,
    st.sampled_from((*ACCOUNTS, "BO-L", "Mara-K")),
    st.sampled_from(("approved", "approved", "changes-requested", "withdrawn")),
    st.integers(0, 9).map(lambda number: number == 0),
)
_events = st.lists(_words | st.builds(Push, st.sampled_from(tuple(COMMITS.values()))), max_size=10)
_steps = st.lists(st.sampled_from((0, 0, 1, 7, 300, 1000)), min_size=20, max_size=20)


@dataclass(frozen=True)
class Told:
    """An event with its time in milliseconds, and the head that an account saw."""

    event: Event
    time: int
    head: str


def history(events: Sequence[Event], steps: Sequence[int]) -> list[Told]:
    """The events in their order: times may be equal, but not two of one account; the head comes to be HEAD."""
    told: list[Told] = []
    last, now = "00" * 20, 0
    spoke: dict[str, int] = {}
    for event, step in zip((*events, Push(HEAD)), steps, strict=False):
        now += step
        if isinstance(event, Push):
            last = event.commit
        elif spoke.get(event.account.lower()) == now:
            now += 1
        if isinstance(event, Word):
            spoke[event.account.lower()] = now
        told.append(Told(event, now, last))
    return told


def with_words_since(told: list[Told], late: Sequence[Word]) -> list[Told]:
    """The history with words about its head, long after it was pushed."""
    return [*told, *(Told(word, told[-1].time + 1000 * (1 + number), HEAD) for number, word in enumerate(late))]


def exactly(time: int) -> str:
    return (START + timedelta(milliseconds=time)).isoformat(timespec="milliseconds")


def neutral(
    told: Sequence[Told], *, with_commit: bool, written: Callable[[int], str] = exactly, chance: Random | None = None
) -> bytes:
    reviews: list[dict[str, Any]] = []
    pushes: list[dict[str, Any]] = []
    for entry in told:
        if isinstance(entry.event, Push):
            pushes.append({"commit": entry.event.commit, "at": written(entry.time)})
        else:
            word: dict[str, Any] = {"account": entry.event.account, "state": entry.event.state}
            commit = {"commit": entry.head} if with_commit else {}
            reviews.append({**word, "at": written(entry.time), "bot": entry.event.bot, **commit})
    if chance is not None:
        chance.shuffle(reviews)
        chance.shuffle(pushes)
    return json.dumps({"format": "okrs-reviews/1", "reviews": reviews, "pushes": pushes}).encode()


def github(told: Sequence[Told]) -> bytes:
    return json.dumps(
        [
            {
                "user": {"login": entry.event.account, "type": "Bot" if entry.event.bot else "User"},
                "state": GITHUB[entry.event.state],
                "commit_id": entry.head,
                "submitted_at": exactly(entry.time),
            }
            for entry in told
            if isinstance(entry.event, Word)
        ]
    ).encode()


def gitlab(told: Sequence[Told]) -> bytes:
    """The approvals that stand, and the versions, the newest first."""
    standing: dict[tuple[str, bool], Told] = {}
    for entry in told:
        if isinstance(entry.event, Word):
            standing[entry.event.account.lower(), entry.event.bot] = entry
    approvals = [
        {"user": {"username": entry.event.account, "bot": entry.event.bot}, "approved_at": exactly(entry.time)}
        for entry in standing.values()
        if isinstance(entry.event, Word) and entry.event.state == "approved"
    ]
    versions = [
        {"head_commit_sha": entry.event.commit, "created_at": exactly(entry.time)}
        for entry in reversed(told)
        if isinstance(entry.event, Push)
    ]
    return json.dumps({"approvals": {"approved_by": approvals}, "versions": versions}).encode()


def judged(request: PullRequest, raw: bytes, author: str | None) -> PullRequest:
    result = replace(request, reviews=read_reviews(raw, "reviews.json"), account=author)
    result.__dict__["changes"] = request.changes
    return result


_cases = st.integers(0, len(CASES) - 1)
_authors = st.none() | st.sampled_from(ACCOUNTS)
_late = st.lists(_words, max_size=4)


@examples(5, by_day=2)
@given(_cases, _events, _steps, _late, _authors, st.randoms(use_true_random=False))
def test_with_commits_the_verdict_is_that_of_github(
    number: int, events: list[Event], steps: list[int], late: list[Word], author: str | None, chance: Random
) -> None:
    """Notices a state that another form takes for something else, and a bot that is somebody in one of them."""
    told, request = with_words_since(history(events, steps), late), request_of(number)
    of_none = judged(request, neutral(told, with_commit=True, chance=chance), author)
    of_github = judged(request, github(told), author)
    assert rows_of(of_none) == rows_of(of_github)
    assert of_none.change_requesters == of_github.change_requesters


@examples(5, by_day=2)
@given(_cases, _events, _steps, _late, _authors, st.randoms(use_true_random=False))
def test_without_commits_the_verdict_is_that_of_gitlab(
    number: int, events: list[Event], steps: list[int], late: list[Word], author: str | None, chance: Random
) -> None:
    """Notices another order of pushes and approvals at one time, and pushes since that are left out."""
    told, request = with_words_since(history(events, steps), late), request_of(number)
    of_none = judged(request, neutral(told, with_commit=False, chance=chance), author)
    of_gitlab = judged(request, gitlab(told), author)
    assert rows_of(of_none) == rows_of(of_gitlab)
    accounts = set(of_gitlab.reviews.accounts_without_commit)
    assert set(of_none.reviews.accounts_without_commit) == accounts


@examples(8, by_day=4)
@given(_cases, _events, _steps, _late, _authors, st.randoms(use_true_random=False))
def test_without_commits_there_is_never_more_consent(
    number: int, events: list[Event], steps: list[int], late: list[Word], author: str | None, chance: Random
) -> None:
    """However few digits the times have. Notices a push that is taken for earlier than it may have been."""

    def cut(time: int) -> str:
        whole, digits = exactly(time).removesuffix("+00:00").split(".")
        kept = digits[: chance.randint(0, 3)]
        return f"{whole}{'.' if kept else ''}{kept}Z"

    told, request = with_words_since(history(events, steps), late), request_of(number)
    knowing = judged(request, neutral(told, with_commit=True), author)
    seen = {review.account: {*review.commits} for review in knowing.reviews.last_reviews if review.approves}
    for written in (exactly, cut):
        raw = neutral(told, with_commit=False, written=written, chance=chance)
        guessing = judged(request, raw, author)
        for review in guessing.reviews.last_reviews:
            assert not (review.approves and review.commits) or seen[review.account] <= {*review.commits}
        known = rows(knowing)
        assert [key for key, row in rows(guessing).items() if row.is_enough and not known[key].is_enough] == []
