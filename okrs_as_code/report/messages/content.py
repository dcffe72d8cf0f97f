"""The content of messages: plain words, days and addresses, without any form; who may read what is decided before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from okrs_as_code.escape import visible
from okrs_as_code.phrases import shortened

MAX_ROWS = 12
"""The number of rows of a list in a message; the others are counted, behind a link."""
_MAX_TITLE_LENGTH = 200
_MAX_QUOTE_LENGTH = 600

Item = TypeVar("Item")


@dataclass(frozen=True)
class Rows(Generic[Item]):
    """The rows of a list; `more` counts those that are left out, which stand at `address`."""

    items: tuple[Item, ...] = ()
    more: int = 0
    address: str | None = None

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __bool__(self) -> bool:
        return bool(self.items)

    @property
    def total(self) -> int:
        """The number of all rows, with those that are left out."""
        return len(self.items) + self.more

    def first(self, count: int) -> Rows[Item]:
        """As many of them, from the first."""
        kept = self.items[:count]
        return replace(self, items=kept, more=self.total - len(kept))


def title_text(text: str) -> str:
    """A title or a name as messages show it: on one line, and cut at a word where it is very long."""
    return shortened(visible(text), _MAX_TITLE_LENGTH)


def quoted_text(text: str) -> str:
    """Words of somebody as messages quote them: on one line, and cut at a word where they are very long."""
    return shortened(visible(text), _MAX_QUOTE_LENGTH)


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

    titles: Rows[str]
    action: Action
    is_filled_in: bool
    """Whether the address opens a file with what was last known."""
    unknown: Rows[str]
    """The titles of those that are not in that file, as nothing is known of them yet."""


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
    items: Rows[WaitingItem]


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
    """Goals below one heading."""

    title: str
    rows: Rows[GoalRow]


@dataclass(frozen=True)
class WeekSummary:
    """The week of a team, or of all: how it stands in words, what was reached, what needs help, and its goals."""

    title: str
    sentence: str
    counts: str
    reached: Rows[str]
    needs_help: Rows[str]
    goals: GoalList
    address: str | None

    def limited(self, rows: int) -> WeekSummary:
        """The week with as many rows of each list."""
        return replace(
            self,
            reached=self.reached.first(rows),
            needs_help=self.needs_help.first(rows),
            goals=replace(self.goals, rows=self.goals.rows.first(rows)),
        )


@dataclass(frozen=True)
class PersonMessage:
    """The message of one person. Its `sentence` is the subject, too."""

    person: str
    first_name: str
    heading: str
    sentence: str
    help: Rows[HelpRequest]
    check_ins: Rows[CheckInRequest]
    waiting: tuple[WaitingGroup, ...]
    own_requests: Rows[OwnRequest]
    owned: Rows[GoalList]
    weeks: Rows[WeekSummary]
    questions: Rows[WaitingItem]
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
        askers = [request.asker.partition(" ")[0] for request in self.help]
        starts_with_name = bool(askers) and self.sentence.startswith(f"{askers[0]} ")
        first = self.sentence[:1] if starts_with_name else self.sentence[:1].lower()
        return f"{self.first_name}, {first}{self.sentence[1:]}"

    def limited(self, rows: int) -> PersonMessage:
        """The message with as many rows of each list."""
        check_ins = self.check_ins.first(rows)
        owned, weeks = self.owned.first(rows), self.weeks.first(rows)
        return replace(
            self,
            help=self.help.first(rows),
            check_ins=replace(
                check_ins,
                items=tuple(
                    replace(request, titles=request.titles.first(rows), unknown=request.unknown.first(rows))
                    for request in check_ins
                ),
            ),
            waiting=tuple(replace(group, items=group.items.first(rows)) for group in self.waiting),
            own_requests=self.own_requests.first(rows),
            owned=replace(owned, items=tuple(replace(goals, rows=goals.rows.first(rows)) for goals in owned)),
            weeks=replace(weeks, items=tuple(week.limited(rows) for week in weeks)),
            questions=self.questions.first(rows),
        )

    def without_words(self) -> PersonMessage:
        """The message as others may read it: what waits by its title, and not a word that anybody wrote."""
        return replace(
            self,
            help=replace(
                self.help,
                items=tuple(replace(request, words="", answer=None, reply_to=None) for request in self.help),
            ),
            own_requests=Rows(),
            owned=Rows(),
            weeks=Rows(),
            questions=Rows(),
        )
