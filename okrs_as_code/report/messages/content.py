"""The content of messages: plain words, days and addresses, without any form; who may read what is decided before."""

from __future__ import annotations

from dataclasses import dataclass, replace

MAX_ROWS = 12
"""The number of rows of a list in a message; the others are counted, behind a link."""


@dataclass(frozen=True)
class Action:
    """A thing to do: its words, the address where it is done, and the command that does it in a terminal."""

    words: str
    address: str | None
    command: str | None = None


@dataclass(frozen=True)
class HelpRequest:
    """Help that is asked of the person: who asks, for what goal, and in which words."""

    asker: str
    day: str
    title: str
    address: str | None
    words: str
    answer: Action | None
    reply_to: str | None = None
    """The address of whoever asks."""


@dataclass(frozen=True)
class CheckInRequest:
    """Check-ins that are asked for in one cycle, all in one form."""

    titles: tuple[str, ...]
    action: Action


@dataclass(frozen=True)
class WaitingItem:
    """One thing that waits: its title, why, and what to do; `question` items ask for no more than a look."""

    title: str
    reason: str
    action: Action | None


@dataclass(frozen=True)
class WaitingGroup:
    """Things of one kind that wait."""

    title: str
    items: tuple[WaitingItem, ...]


@dataclass(frozen=True)
class OwnRequest:
    """Help that the person asked for, and whom that reached."""

    words: str
    day: str
    reached: str


@dataclass(frozen=True)
class GoalRow:
    """A goal with its figures: sign and words of its status, progress in words and 0 to 100, what stands behind it."""

    title: str
    address: str | None
    sign: str
    status: str
    progress: str
    percent: int | None
    details: str
    note: str | None = None


@dataclass(frozen=True)
class GoalList:
    """Goals below one heading; `more` counts those that are left out, which stand at `address`."""

    title: str
    rows: tuple[GoalRow, ...]
    more: int = 0
    address: str | None = None


@dataclass(frozen=True)
class WeekSummary:
    """The week of a team, or of all: how it stands in words, what was reached, what needs help, and its goals."""

    title: str
    sentence: str
    counts: str
    reached: tuple[str, ...]
    needs_help: tuple[str, ...]
    goals: GoalList
    address: str | None


@dataclass(frozen=True)
class PersonMessage:
    """The message of one person. Its `sentence` is the subject, too."""

    person: str
    first_name: str
    heading: str
    sentence: str
    help: tuple[HelpRequest, ...]
    check_ins: tuple[CheckInRequest, ...]
    waiting: tuple[WaitingGroup, ...]
    own_requests: tuple[OwnRequest, ...]
    owned: tuple[GoalList, ...]
    weeks: tuple[WeekSummary, ...]
    questions: tuple[WaitingItem, ...]
    reason: str
    settings: Action
    overview: Action | None
    has_news: bool
    """Whether anything that it shows changed in the week."""
    page: str | None = None
    """The address of the person's page on the published site."""
    reminds: bool = False

    @property
    def is_worth_sending(self) -> bool:
        """Whether it asks for anything, or says anything that is new."""
        return self.asks or bool(self.questions) or self.has_news

    @property
    def asks(self) -> bool:
        """Whether it asks for anything."""
        return bool(self.help or self.check_ins or self.waiting)

    @property
    def greeting(self) -> str:
        """The sentence with the first name before it, as a person would say it."""
        if not self.first_name:
            return self.sentence
        starts_with_name = bool(self.help) and self.sentence.startswith(f"{self.help[0].asker.partition(' ')[0]} ")
        first = self.sentence[:1] if starts_with_name else self.sentence[:1].lower()
        return f"{self.first_name}, {first}{self.sentence[1:]}"

    def without_words(self) -> PersonMessage:
        """The message as others may read it: what waits by its title, and not a word that anybody wrote."""
        return replace(
            self,
            help=tuple(replace(request, words="", answer=None, reply_to=None) for request in self.help),
            own_requests=(),
            owned=(),
            weeks=(),
            questions=(),
        )
