"""Two runs at once, in every order of their steps, and one that is killed between any two: what people get."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import Message as Headers
from typing import Any

import pytest

from okrs_as_code.forge.channels.channel import LastSent
from okrs_as_code.forge.channels.issue_mark import with_mark
from okrs_as_code.forge.channels.issues import IssuesChannel
from okrs_as_code.forge.channels.message import Message
from okrs_as_code.forge.refusal import HttpStatusError
from okrs_as_code.forge.trackers.tracker import Comment, Issue
from tests.forge.channels.issue_forges import ROBOT, IssueForge, StoredIssue
from tests.forge.channels.messages import WEEK, message, quick_budget

LAST_WEEK, NEXT_WEEK = WEEK - timedelta(days=7), WEEK + timedelta(days=7)
Step = Callable[[], None]


class MemoryTracker:
    """The tracker of a stored forge, in which each request is one step: `before` and `after` surround it."""

    host = "forge.example"
    forge = "github"
    max_comment_length = 60_000

    def __init__(self, store: IssueForge, before: Step = lambda: None, after: Step = lambda: None) -> None:
        self._store, self._before, self._after = store, before, after

    def _step(self, work: Callable[[], Any]) -> Any:
        self._before()
        done = work()
        self._after()
        return done

    def account(self) -> str:
        return ROBOT

    def has_account(self, login: str) -> bool:
        return True

    def issues(self) -> Iterator[Issue]:
        yield from self._step(lambda: [as_issue(issue) for issue in self._store.listed("okrs")])

    def create_issue(self, title: str, text: str) -> Issue:
        return self._step(lambda: as_issue(self._store.open_issue(ROBOT, title, text, ["okrs"])))

    def edit_issue(self, issue: Issue, *, text: str | None = None, is_open: bool | None = None) -> None:
        def edit() -> None:
            stored = self._store.issue(issue.number)
            stored.text = stored.text if text is None else text
            stored.is_open = stored.is_open if is_open is None else is_open

        self._step(edit)

    def comments(self, issue: Issue) -> Iterator[Comment]:
        stored = self._store.issue(issue.number).comments
        yield from self._step(lambda: [Comment(comment.id, comment.author, comment.text) for comment in stored])

    def add_comment(self, issue: Issue, text: str) -> Comment:
        def add() -> Comment:
            self._store.history.append("comment")
            stored = self._store.add_comment(issue.number, ROBOT, text)
            return Comment(stored.id, ROBOT, text)

        return self._step(add)

    def delete_comment(self, issue: Issue, comment: Comment) -> None:
        def delete() -> None:
            try:
                self._store.delete(comment.id)
            except LookupError:
                raise HttpStatusError(self.host, 404, "", Headers()) from None

        self._step(delete)


def as_issue(issue: StoredIssue) -> Issue:
    return Issue(issue.number, issue.author, issue.text, issue.is_open)


def send(tracker: MemoryTracker, sent: Message) -> str:
    return IssuesChannel(tracker, sent.week, quick_budget()).send(sent).kind  # type: ignore[arg-type]


def nobody_yet() -> IssueForge:
    return IssueForge()


def last_week() -> IssueForge:
    store = IssueForge()
    send(MemoryTracker(store), message(week=LAST_WEEK))
    store.history.clear()
    return store


def two_issues() -> IssueForge:
    """As two runs leave it that were killed when each had opened an issue, and one had commented."""
    store = IssueForge()
    for _ in range(2):
        store.open_issue(ROBOT, "OKRs of Bo", with_mark("", "bo", LastSent()), ["okrs"])
    store.add_comment(1, ROBOT, with_mark("old", "bo", LastSent(LAST_WEEK)))
    return store


def closed() -> IssueForge:
    store = last_week()
    store.stored[0].is_open = False
    return store


STARTS = (nobody_yet, last_week, two_issues, closed)


def settled(store: IssueForge) -> tuple[int, int]:
    """How many issues are open, and how many comments are in open issues."""
    issues = store.open_issues()
    return len(issues), sum(len(issue.comments) for issue in issues)


class Killed(BaseException):
    pass


@pytest.mark.parametrize("kind", ["message", "reminder"])
@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_any_step_it_is_done_once_by_the_next_run(
    start: Callable[[], IssueForge], when: str, kind: str
) -> None:
    for last in range(100):
        store, steps = start(), iter(range(100))

        def step(steps: Iterator[int] = steps, last: int = last) -> None:
            if next(steps) == last:
                raise Killed

        try:
            send(MemoryTracker(store, **{when: step}), message(kind=kind))
        except Killed:
            assert send(MemoryTracker(store), message(kind=kind)) == "sent"
        else:
            assert last > 3
            break
        finally:
            assert store.history.count("comment") == 1, f"killed {when} step {last}"
        assert send(MemoryTracker(store), message(week=NEXT_WEEK)) == "sent"
        assert settled(store) == (1, 1)


class Turns:
    """Lets one of two threads go on at a time, for a step, as a schedule says; beyond its end the first that can."""

    def __init__(self, schedule: tuple[int, ...]) -> None:
        self._schedule = schedule
        self._lock = threading.Lock()
        self._turns = [threading.Semaphore(0), threading.Semaphore(0)]
        self._waiting: set[int] = set()
        self._over: set[int] = set()
        self.choices: list[tuple[int, ...]] = []
        """Who could go on at each step; `taken` says who did."""
        self.taken: list[int] = []

    def step(self, run: int) -> None:
        self._wait_or_end(run, self._waiting)
        self._turns[run].acquire()

    def end(self, run: int) -> None:
        self._wait_or_end(run, self._over)

    def _wait_or_end(self, run: int, group: set[int]) -> None:
        with self._lock:
            group.add(run)
            if len(self._waiting) + len(self._over) < 2 or not self._waiting:
                return
            choices = tuple(sorted(self._waiting))
            position = len(self.taken)
            chosen = self._schedule[position] if position < len(self._schedule) else choices[0]
            self.choices.append(choices)
            self.taken.append(chosen)
            self._waiting.remove(chosen)
            self._turns[chosen].release()


def play(store: IssueForge, schedule: tuple[int, ...]) -> Turns:
    turns = Turns(schedule)

    def work(run: int) -> None:
        try:
            send(MemoryTracker(store, before=lambda: turns.step(run)), message())
        finally:
            turns.end(run)

    threads = [threading.Thread(target=work, args=(run,), daemon=True) for run in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()
    return turns


def schedules(start: Callable[[], IssueForge], max_switches: int) -> Iterator[tuple[IssueForge, Turns]]:
    """Plays every order of the steps of two runs in which a run is interrupted at most so many times."""
    prefixes: list[tuple[int, ...]] = [()]
    while prefixes:
        prefix = prefixes.pop()
        store = start()
        turns = play(store, prefix)
        for position in range(len(prefix), len(turns.taken)):
            for other in turns.choices[position]:
                longer = (*turns.taken[:position], other)
                switches = sum(a != b for a, b in itertools.pairwise(longer))
                if other != turns.taken[position] and switches <= max_switches:
                    prefixes.append(longer)
        yield store, turns


@pytest.mark.parametrize("max_switches", [3, pytest.param(99, marks=pytest.mark.nightly)])
@pytest.mark.parametrize("start", STARTS)
def test_two_runs_at_once_leave_one_issue_whatever_their_order(
    start: Callable[[], IssueForge], max_switches: int
) -> None:
    count = 0
    for store, turns in schedules(start, max_switches):
        count += 1
        assert len(store.open_issues()) == 1, turns.taken
        assert store.history.count("comment") in (1, 2), turns.taken
        assert send(MemoryTracker(store), message()) == "sent"
        assert store.history.count("comment") in (1, 2), "whatever came first counts"
        assert send(MemoryTracker(store), message(week=NEXT_WEEK)) == "sent"
        assert settled(store) == (1, 1), turns.taken
    assert count > (200 if max_switches == 99 else 40)
