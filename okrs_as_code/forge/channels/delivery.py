"""A run that sends messages: in order, within its time, and each remembered before the next is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from okrs_as_code.forge.channels.channel import Channel, ChannelError, Memory, Unreachable
from okrs_as_code.forge.channels.message import Message
from okrs_as_code.forge.refusal import MAX_RETRY_AFTER
from okrs_as_code.forge.time_budget import TimeBudget

DeliveryState = Literal["sent", "unreachable", "refused", "unknown", "later", "failed", "postponed"]
"""As of an outcome; `failed`: the channel carries nothing. `postponed`: the time of the run was over."""


@dataclass(frozen=True)
class Delivery:
    """The state of one message after a run, and the reason in a line; empty where it was sent."""

    message: Message
    channel: str
    state: DeliveryState
    reason: str = ""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left for the next run: it was sent, or there is no way to the person."""
        return self.state in ("sent", "unreachable")


@dataclass(frozen=True)
class DeliveryReport:
    """The deliveries of all messages of one channel, in their order."""

    deliveries: Sequence[Delivery]
    failure: ChannelError | None = None
    """Why the channel carries nothing; None where it does."""

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left for the next run."""
        return self.failure is None and all(delivery.is_done for delivery in self.deliveries)


_Progress = Callable[[Delivery], object]


class _ChannelRun:
    def __init__(self, channel: Channel, memory: Memory | None, budget: TimeBudget, progress: _Progress) -> None:
        self._channel = channel
        self._memory = memory
        self._budget = budget
        self._progress = progress
        self.failure: ChannelError | None = None

    def first_attempts(self, messages: Iterable[Message]) -> tuple[dict[int, Delivery], float]:
        """Sends each message once; the deliveries by position, and the seconds that the server asks to wait.

        Once it asks to wait, nothing more is sent until then.
        """
        deliveries: dict[int, Delivery] = {}
        pause = 0.0
        for position, message in enumerate(messages):
            if pause > 0:
                deliveries[position] = self._delivery(message, "later", "the server asks to wait")
                continue
            delivery, asked = self.attempt(message)
            deliveries[position] = delivery
            pause = max(pause, asked)
        return deliveries, pause

    def attempt(self, message: Message) -> tuple[Delivery, float]:
        """Sends one message; its delivery, and the seconds that the server asks to wait."""
        if self.failure is not None:
            return self._delivery(message, "failed", self.failure.message), 0.0
        if self._budget.is_spent:
            return self._delivery(message, "postponed", "the time of this run was over"), 0.0
        self._budget.begin_message()
        try:
            address = self._channel.reach(message.recipient)
            if isinstance(address, Unreachable):
                return self._delivery(message, "unreachable", address.reason), 0.0
            outcome = self._channel.send(message)
        except ChannelError as error:
            self.failure = error
            return self._delivery(message, "failed", error.message), 0.0
        if outcome.kind == "sent" and self._memory is not None:
            self._memory.remember(message)
        return self._delivery(message, outcome.kind, outcome.reason), outcome.retry_after

    def _delivery(self, message: Message, state: DeliveryState, reason: str) -> Delivery:
        delivery = Delivery(message, self._channel.name, state, reason)
        self._progress(delivery)
        return delivery


def deliver(
    messages: Sequence[Message],
    channel: Channel,
    budget: TimeBudget,
    memory: Memory | None = None,
    progress: _Progress = lambda _: None,
) -> DeliveryReport:
    """Sends messages by a channel, and closes it.

    What is to be sent later is sent once more at the end, after a pause of at most a minute where the server asks for
    one. `progress` is called with what becomes of each message, a second time for one that is sent again. Raises
    OkrsError where `memory` cannot keep that a message was sent: then nothing more is, as it would be sent again.
    """
    run = _ChannelRun(channel, memory, budget, progress)
    try:
        deliveries, pause = run.first_attempts(messages)
        again = [position for position, delivery in deliveries.items() if delivery.state == "later"]
        if again and pause <= MAX_RETRY_AFTER and budget.wait(pause):
            for position in again:
                deliveries[position], asked = run.attempt(messages[position])
                if asked > 0:
                    break
    finally:
        channel.close()
    return DeliveryReport([deliveries[position] for position in range(len(messages))], run.failure)
