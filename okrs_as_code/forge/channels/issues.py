"""Messages as comments at issues: one issue for each person, and at most one comment in it, which mentions them.

Nothing is kept but the marks in the issues and comments of the token's own account; what others wrote is never changed,
whatever it says. The order is comment, mark, deletion of the old comment: wherever a run is cut off, the next one sees
what was sent, and does the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from okrs_as_code.errors import OkrsError
from okrs_as_code.escape import visible
from okrs_as_code.forge.channels.channel import SENT, Address, ChannelError, LastSent, SendOutcome, Unreachable
from okrs_as_code.forge.channels.issue_mark import latest, read_mark, with_mark
from okrs_as_code.forge.channels.issue_text import fitted, harmless
from okrs_as_code.forge.channels.message import COMPANY, Message, MessageKind, Recipient
from okrs_as_code.forge.channels.own_issues import OwnIssues
from okrs_as_code.forge.http_exchange import NoAnswerError
from okrs_as_code.forge.refusal import HttpStatusError
from okrs_as_code.forge.time_budget import TimeBudget
from okrs_as_code.forge.trackers.tracker import Comment, Issue, Tracker
from okrs_as_code.model.people.login import is_login
from okrs_as_code.phrases import shortened

_MAX_TITLE_LENGTH = 120
_OF_THE_MESSAGE = (404, 410, 422)
"""HTTP's codes of what concerns one issue or one comment."""


class IssuesChannel:
    """The issues of one repository, which are also the memory of what was sent; `week` is the one that runs now.

    The tracker has to be made with the same budget.
    """

    name = "issues"
    is_complete = True

    def __init__(self, tracker: Tracker, week: date, budget: TimeBudget) -> None:
        self._tracker = tracker
        self._issues = OwnIssues(tracker)
        self._week = week
        self._budget = budget
        self._persons: dict[str, bool] = {}
        self._failure: str | None = None
        self.notes: list[str] = []

    def reach(self, person: Recipient) -> Address | Unreachable:
        """The account of a person, where a mention of it reaches that person and nobody else."""
        account = person.account
        if person == COMPANY:
            return Unreachable("issues are for persons only")
        if not account:
            return Unreachable("there is no `account`")
        if not is_login(account, self._tracker.forge):
            return Unreachable("`account` is no login")
        if account not in self._persons:
            with self._failures():
                self._persons[account] = self._tracker.has_account(account)
        if not self._persons[account]:
            return Unreachable(f"`account` is no person's on {self._tracker.host}")
        return Address(f"@{account}")

    @property
    def last_week(self) -> date | None:
        """The last week in which anything was sent, by the marks of all issues."""
        with self._failures():
            return latest((sent for *_, sent in self._issues.marked()), self._week).message

    def last_sent(self, person: str) -> LastSent:
        """The weeks that the marks of a person's issues name; what only a comment says, `send` sees."""
        with self._failures():
            return latest(self._issues.marks(person), self._week)

    def remember(self, message: Message) -> None:
        """Nothing more to do: `send` has written the mark."""

    def send(self, message: Message) -> SendOutcome:
        """Writes the comment, unless one of this week is there; then the mark, and deletes older ones."""
        if self._failure is not None:
            raise ChannelError(self._failure, "run the job again later")
        address = self.reach(message.recipient)
        if isinstance(address, Unreachable):
            return SendOutcome("refused", address.reason)
        person = message.recipient.id
        is_asked = False
        try:
            issue, duplicates = self._issue(message)
            comments = self._issues.comments((issue, *duplicates), person)
            sent = latest((*self._issues.marks(person), *(mark for *_, mark in comments)), self._week)
            posted = [comment for _, comment, mark in comments if _week_of(mark, message.kind) == message.week][:1]
            if _week_of(sent, message.kind) != message.week:
                if issue.is_locked:
                    return SendOutcome("refused", f"issue #{issue.number} is locked")
                text = fitted(harmless(message.markdown), self._tracker.max_comment_length)
                marked = with_mark(f"{address.text}\n\n{text}", person, _with_week(LastSent(), message))
                if not issue.is_open:
                    issue = self._issues.edit(issue, is_open=True)
                is_asked = True
                posted = [self._issues.add_comment(issue, marked)]
        except OkrsError as error:
            return self._outcome(error, is_asked)
        old = [(place, comment) for place, comment, _ in comments if posted and comment not in posted]
        self._finish(message, issue, _with_week(sent, message), old, duplicates)
        return SENT

    def withdraw(self, person: str) -> None:
        """Deletes the asks of a person for whom nothing waits any more. Raises ChannelError."""
        self._budget.begin_message()
        with self._failures():
            issues = [issue for issue in self._issues.of_person(person) if issue.is_open and issue.has_comments]
            for issue, comment, _ in self._issues.comments(issues, person):
                self._issues.delete(issue, comment)

    def retire(self, keep: Collection[str]) -> None:
        """Closes the issues of all but these persons, without what they were asked. Raises ChannelError."""
        with self._failures():
            open_issues = [(issue, person) for issue, person, _ in self._issues.marked() if issue.is_open]
            for issue, person in open_issues:
                if person not in keep:
                    self.withdraw(person)
                    self._issues.edit(issue, is_open=False)

    def close(self) -> None:
        """Nothing is open: each exchange has a connection of its own."""

    def _issue(self, message: Message) -> tuple[Issue, list[Issue]]:
        """The issue of a person: the lowest open one, else the lowest that was closed, else a new one; and open others.

        Of two that two runs opened at once the lower one stays.
        """
        person = message.recipient
        if not self._issues.of_person(person.id):
            title = f"OKRs of {visible(shortened(person.name, _MAX_TITLE_LENGTH))}"
            self._issues.create(title, with_mark(harmless(message.about), person.id, LastSent()))
        found = self._issues.of_person(person.id)
        is_open = [issue for issue in found if issue.is_open]
        return (is_open or found)[0], is_open[1:]

    def _finish(
        self,
        message: Message,
        issue: Issue,
        sent: LastSent,
        old: Collection[tuple[Issue, Comment]],
        duplicates: Collection[Issue],
    ) -> None:
        """Writes the mark, then deletes and closes what is too much; the message is there whatever happens now."""
        text = with_mark(harmless(message.about), message.recipient.id, sent)
        try:
            if read_mark(issue.text) != read_mark(text):
                self._issues.edit(issue, text=text)
            for place, comment in old:
                self._issues.delete(place, comment)
            for duplicate in duplicates:
                self._issues.edit(duplicate, is_open=False)
        except OkrsError as error:
            self.notes.append(f"issue #{issue.number} is left to the next run: {error.message}")

    def _outcome(self, error: OkrsError, is_asked: bool) -> SendOutcome:
        """The outcome of a failure that concerns one message; raises ChannelError for any other.

        `is_asked`: whether the forge was asked to write the comment.
        """
        if isinstance(error, HttpStatusError):
            if error.is_limit or error.status == 503:
                return SendOutcome("later", error.message, error.wait)
            if error.status >= 500:
                return SendOutcome("unknown" if is_asked else "later", error.message)
            if error.status in _OF_THE_MESSAGE:
                return SendOutcome("refused", error.message)
        if isinstance(error, NoAnswerError) and is_asked:
            self._failure = error.message
            return SendOutcome("unknown", error.message)
        raise ChannelError(error.message, error.remedy) from None

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Makes each failure in the block one of the channel."""
        try:
            yield
        except OkrsError as error:
            raise ChannelError(error.message, error.remedy) from None


def _week_of(sent: LastSent, kind: MessageKind) -> date | None:
    return sent.message if kind == "message" else sent.reminder


def _with_week(sent: LastSent, message: Message) -> LastSent:
    return replace(sent, **{message.kind: message.week})
