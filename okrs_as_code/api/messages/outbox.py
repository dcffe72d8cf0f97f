"""The outbox of a day: each person's message or reminder as it goes out by a channel."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta

from okrs_as_code.api.messages.due import NoMemory, due_kind
from okrs_as_code.forge.channels.channel import Memory
from okrs_as_code.forge.channels.message import COMPANY, Message, MessageKind, Recipient, message_key
from okrs_as_code.model.cycles.message_days import MessageDays
from okrs_as_code.report.messages.content import PersonMessage
from okrs_as_code.report.messages.message_forms import MessageForms
from okrs_as_code.report.messages.person_messages import PersonMessages
from okrs_as_code.report.site_data import SiteData

Markup = Callable[[PersonMessage], str]
"""The form of a message's Markdown."""


class Outbox:
    """The messages of a repository on a day; `data_of` gives what was known of a day, `name` tells the repository."""

    def __init__(self, data_of: Callable[[date], SiteData], forms: MessageForms, today: date, name: str) -> None:
        self._data_of = data_of
        self._forms = forms
        self._today = today
        self._name = name
        self._messages: dict[date, PersonMessages] = {}
        self._directory = self._of(today).directory

    def recipients(self) -> Iterator[Recipient]:
        """Everybody who has not left and wants messages, in the order of people.yaml."""
        for person, entry in self._directory.people.items():
            if (entry.left is None or entry.left >= self._today) and entry.digest != "none":
                yield Recipient(person, entry.name, entry.emails[0] if entry.emails else None, entry.account)

    @property
    def unreadable(self) -> Collection[str]:
        """Everybody whose entry in people.yaml does not say how, or whether, they want messages."""
        return self._directory.unreadable_people

    def wish(self, person: str) -> str | None:
        """The way by which somebody wants messages; None where they do not say."""
        return self._directory.people[person].digest

    @property
    def week(self) -> date:
        """The first day of the week that runs."""
        return self.company_days.week_of(self._today)

    @property
    def company_days(self) -> MessageDays:
        """The days of what goes to everybody: those of somebody who is never away."""
        return self._of(self._today).days("")

    def preview(self, recipient: Recipient) -> Message | None:
        """The message of somebody as if it were due today; None where they are away, or it would say nothing."""
        messages = self._of(self._today)
        if messages.days(recipient.id).presence.is_away(self._today):
            return None
        content = messages.message(recipient.id)
        return self._message(recipient, content, "message", self._forms.markdown) if content.is_worth_sending else None

    def due(self, recipient: Recipient, memory: Memory | NoMemory, *, is_public: bool) -> Message | None:
        """The message or the reminder that is due for somebody; None where none is, or it would say nothing.

        Where it `is_public` it only asks, and its Markdown has no word that anybody wrote.
        Both are judged as of the day of the message, so that a day on which nothing waited stays one without a message.
        """
        markup = self._forms.comment if is_public else self._forms.markdown
        messages, person = self._of(self._today), recipient.id
        days = messages.days(person)
        kind = due_kind(days, self._today, person, memory)
        message_day = days.message_day(self.week)
        if kind is None or message_day is None:
            return None
        then = self._of(message_day)
        if kind == "reminder":
            reminder = messages.reminder(person, then.waiting(person))
            return self._message(recipient, reminder, kind, markup) if reminder.asks else None
        # A record of that day may have come after the run of that day, so what is news alone is no reason to be late.
        must_ask = is_public or (message_day < self._today and memory.last_week == self.week)
        contents = [messages.message(person), *([then.message(person)] if message_day < self._today else [])]
        is_due = all(content.asks if must_ask else content.is_worth_sending for content in contents)
        return self._message(recipient, contents[0], kind, markup) if is_due else None

    def waits(self, person: str) -> bool:
        """Whether anything that a message asks waits for somebody today."""
        return self._of(self._today).asks(person)

    def company_due(self, memory: Memory | NoMemory) -> Message | None:
        """The week of the whole organization for a chat, where it is due; None where there are no goals."""
        if due_kind(self.company_days, self._today, COMPANY.id, memory) != "message":
            return None
        messages = self._of(self._today)
        week = messages.company()
        if not week.goals.rows:
            return None
        text = self._forms.company(week, messages.heading)
        return Message(
            recipient=COMPANY,
            week=self.week,
            day=self._today,
            key=message_key(self._name, COMPANY.id, self.week, "message"),
            subject=week.title,
            text=text,
            markdown=self._forms.chat(week, messages.heading),
        )

    def _of(self, day: date) -> PersonMessages:
        if day not in self._messages:
            self._messages[day] = PersonMessages(self._data_of(day))
        return self._messages[day]

    def _message(self, recipient: Recipient, content: PersonMessage, kind: MessageKind, markup: Markup) -> Message:
        askers = {request.reply_to for request in content.help}
        is_one = content.help.total == len(content.help.items)
        content, html = self._forms.fitted_mail(content)
        return Message(
            recipient=recipient,
            week=self.week,
            day=self._today,
            key=message_key(self._name, recipient.id, self.week, kind),
            subject=content.sentence.rstrip("."),
            text=self._forms.text(content),
            markdown=markup(content),
            kind=kind,
            html=html,
            about=self._forms.issue(recipient.name, content.page, content.settings.address),
            reply_to=askers.pop() if len(askers) == 1 and is_one else None,
            unsubscribe=content.settings.address,
        )


def weeks_without(last_week: date | None, week: date) -> date | None:
    """The first day of the week since which nothing went out, where that is more than a week ago; else None."""
    return last_week if last_week is not None and week - last_week > timedelta(days=7) else None
