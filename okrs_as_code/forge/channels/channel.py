"""The interface of a channel, and what becomes of a message there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.channels.message import Message, Recipient


@dataclass(frozen=True)
class Address:
    """Where a channel reaches somebody: an address of mail, an account, a file."""

    text: str


@dataclass(frozen=True)
class Unreachable:
    """The reason why a channel does not reach somebody, such as `bo has no address in people.yaml`."""

    reason: str


@dataclass(frozen=True)
class SendOutcome:
    """The outcome of a message, as far as it is known."""

    kind: Literal["sent", "refused", "unknown", "later"]
    """`unknown`: the connection broke when it may have arrived already. `later`: asked to be sent again."""
    reason: str = ""
    """One line for people, without addresses or secrets; empty where it was sent."""
    retry_after: float = 0.0
    """Seconds that the server asks to wait."""


SENT = SendOutcome("sent")


class ChannelError(OkrsError):
    """The channel carries nothing: no connection, a certificate or login that is refused. It is said once."""


@dataclass(frozen=True)
class LastSent:
    """The weeks, by their first days, of the last message and reminder that somebody got; None for none known."""

    message: date | None = None
    reminder: date | None = None


class Memory(Protocol):
    """Knowledge of what was sent before: `SentLog`, or the issues themselves."""

    @property
    def is_complete(self) -> bool:
        """Whether all that was sent in this week is known; if not, only who has their day today is sent anything."""

    @property
    def last_week(self) -> date | None:
        """The first day of the last week in which anything was sent; None where that is not known."""

    def last_sent(self, person: str) -> LastSent:
        """The weeks of what somebody got last."""

    def remember(self, message: Message) -> None:
        """Keeps that a message was sent, on the disk before this returns."""


class Channel(Protocol):
    """A way to people. `reach` raises ChannelError where it has to ask and cannot; so does `send`."""

    @property
    def name(self) -> str:
        """The word of `--to`."""

    @property
    def notes(self) -> Sequence[str]:
        """Lines for people on what this channel left out, or leaves to the next run."""

    def reach(self, person: Recipient) -> Address | Unreachable:
        """Where somebody is reached, without sending anything."""

    def send(self, message: Message) -> SendOutcome:
        """Sends one message to a recipient that `reach` found."""

    def close(self) -> None:
        """Ends the connection; never raises."""
