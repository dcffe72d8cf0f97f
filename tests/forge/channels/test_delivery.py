"""A run: its order, its time, what is sent once more, and what is remembered when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.channels.channel import SENT, Address, ChannelError, LastSent, SendOutcome, Unreachable
from okrs_as_code.forge.channels.delivery import Delivery, deliver
from okrs_as_code.forge.channels.message import Message, Recipient
from okrs_as_code.forge.channels.sent_log import open_sent_log
from tests.forge.channels.messages import REPOSITORY, WEEK, message, quick_budget

PEOPLE = ("bo", "mara", "chen", "dee")


class ScriptedChannel:
    """Says for each person what a test says, once each; then that it was sent."""

    name = "scripted"
    notes: tuple[str, ...] = ()

    def __init__(
        self, budget: object = None, seconds: float = 0.0, **outcomes: list[SendOutcome | ChannelError]
    ) -> None:
        self._outcomes = outcomes
        self._budget = budget
        self._seconds = seconds
        self.asked: list[str] = []
        self.is_closed = False

    def reach(self, person: Recipient) -> Address | Unreachable:
        return Unreachable("no way") if person.id == "nobody" else Address(person.id)

    def send(self, message: Message) -> SendOutcome:
        self.asked.append(message.recipient.id)
        if self._seconds:
            self._budget.clock.sleep(self._seconds)  # type: ignore[attr-defined]
        script = self._outcomes.get(message.recipient.id)
        outcome = script.pop(0) if script else SENT
        if isinstance(outcome, ChannelError):
            raise outcome
        return outcome

    def close(self) -> None:
        self.is_closed = True


class Memory:
    is_complete = True
    last_week: date | None = None

    def __init__(self) -> None:
        self.kept: list[str] = []

    def last_sent(self, person: str) -> LastSent:
        return LastSent()

    def remember(self, message: Message) -> None:
        self.kept.append(message.recipient.id)


def states(channel: ScriptedChannel, *people: str, **seconds: float) -> list[str]:
    report = deliver([message(person) for person in people or PEOPLE], channel, quick_budget(**seconds))
    assert channel.is_closed
    return [delivery.state for delivery in report.deliveries]


def test_only_what_was_sent_is_remembered() -> None:
    channel = ScriptedChannel(
        mara=[SendOutcome("refused", "550")],
        chen=[SendOutcome("unknown", "dropped")],
        dee=[SendOutcome("later"), SendOutcome("later")],
    )
    memory = Memory()
    report = deliver([message(person) for person in (*PEOPLE, "nobody")], channel, quick_budget(), memory)
    assert [delivery.state for delivery in report.deliveries] == ["sent", "refused", "unknown", "later", "unreachable"]
    assert [delivery.is_done for delivery in report.deliveries] == [True, False, False, False, True]
    assert memory.kept == ["bo"]
    assert not report.is_complete


def test_who_cannot_be_reached_makes_no_run_incomplete() -> None:
    report = deliver([message("bo"), message("nobody")], ScriptedChannel(), quick_budget())
    assert report.is_complete


def test_later_is_once_more_at_the_end() -> None:
    channel = ScriptedChannel(bo=[SendOutcome("later")], chen=[SendOutcome("later"), SendOutcome("later")])
    assert states(channel) == ["sent", "sent", "later", "sent"]
    assert channel.asked == [*PEOPLE, "bo", "chen"]


@pytest.mark.parametrize(("asked", "pause"), [(7.0, 7.0), (60.0, 60.0)])
def test_who_asks_to_wait_is_left_alone_until_then(asked: float, pause: float) -> None:
    channel = ScriptedChannel(mara=[SendOutcome("later", "limit", asked)])
    budget = quick_budget()
    report = deliver([message(person) for person in PEOPLE], channel, budget)
    assert report.is_complete
    assert channel.asked == ["bo", "mara", "mara", "chen", "dee"]
    assert budget.clock.pauses == [pause]  # type: ignore[attr-defined]


def test_who_asks_again_is_left_to_the_next_run() -> None:
    channel = ScriptedChannel(mara=[SendOutcome("later", "limit", 7), SendOutcome("later", "limit", 7)])
    assert states(channel) == ["sent", "later", "later", "later"]
    assert channel.asked == ["bo", "mara", "mara"]


def test_more_than_a_minute_is_not_waited_for() -> None:
    channel = ScriptedChannel(mara=[SendOutcome("later", "limit", 61)])
    assert states(channel) == ["sent", "later", "later", "later"]


def test_a_failure_of_the_channel_is_said_once() -> None:
    channel = ScriptedChannel(mara=[ChannelError("no login", "see it")])
    seen: list[Delivery] = []
    report = deliver([message(person) for person in PEOPLE], channel, quick_budget(), progress=seen.append)
    assert [(delivery.state, delivery.reason) for delivery in report.deliveries] == [
        ("sent", ""),
        ("failed", "no login"),
        ("failed", "no login"),
        ("failed", "no login"),
    ]
    assert report.failure is not None
    assert report.failure.remedy == "see it"
    assert channel.asked == ["bo", "mara"]
    assert seen == report.deliveries


def test_what_the_time_does_not_reach_is_left_to_the_next_run() -> None:
    budget = quick_budget(run=100)
    report = deliver([message(person) for person in PEOPLE], ScriptedChannel(budget, 60), budget)
    assert [delivery.state for delivery in report.deliveries] == ["sent", "sent", "postponed", "postponed"]
    assert report.deliveries[2].reason == "the time of this run was over"


def test_ten_minutes_and_a_minute_are_the_limits() -> None:
    budget = quick_budget()
    begun = budget.clock.monotonic()
    assert 599 < budget.deadline - begun <= 600
    budget.begin_message()
    assert 59 < budget.deadline - begun <= 60.1
    budget.clock.sleep(570)
    budget.begin_message()
    assert 599 < budget.deadline - begun <= 600


def test_what_cannot_be_remembered_ends_the_run(tmp_path: Path) -> None:
    channel = ScriptedChannel()
    with open_sent_log(tmp_path / "log" / "sent.json", REPOSITORY, WEEK) as log:
        (tmp_path / "log" / "sent.json").unlink()
        (tmp_path / "log" / "sent.json").mkdir()
        with pytest.raises(OkrsError):
            deliver([message(person) for person in PEOPLE], channel, quick_budget(), log)
    assert channel.asked == ["bo"]
    assert channel.is_closed


def test_killed_between_any_two_messages_nobody_gets_two_but_the_one_under_way(tmp_path: Path) -> None:
    for last in range(len(PEOPLE)):
        path = tmp_path / str(last) / "sent.json"
        with open_sent_log(path, REPOSITORY, date(2026, 1, 5)):
            pass

        class Killed(ScriptedChannel):
            def send(self, message: Message, last: int = last) -> SendOutcome:
                outcome = super().send(message)
                if len(self.asked) > last:
                    raise KeyboardInterrupt
                return outcome

        killed, again = Killed(), ScriptedChannel()
        with pytest.raises(KeyboardInterrupt), open_sent_log(path, REPOSITORY, WEEK) as log:
            deliver([message(person) for person in PEOPLE], killed, quick_budget(), log)
        with open_sent_log(path, REPOSITORY, WEEK) as log:
            assert log.is_complete
            left = [message(person) for person in PEOPLE if log.last_sent(person).message != WEEK]
            deliver(left, again, quick_budget(), log)
        assert killed.asked[:-1] + again.asked == list(PEOPLE)
