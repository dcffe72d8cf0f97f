"""Due messages: by dates and by what is known to be sent, which message of a week somebody gets on a day, if any."""

from __future__ import annotations

from datetime import date

from okrs_as_code.forge.channels.channel import LastSent, Memory
from okrs_as_code.forge.channels.message import MessageKind
from okrs_as_code.model.cycles.message_days import MessageDays


class NoMemory:
    """The memory of a run that knows nothing: who has their day today gets a message, and nobody a reminder."""

    is_complete = False
    last_week: date | None = None

    def last_sent(self, person: str) -> LastSent:
        """Nothing."""
        return LastSent()


def due_kind(days: MessageDays, today: date, person: str, memory: Memory | NoMemory) -> MessageKind | None:
    """The message that is due for somebody today, or was this week and has not been sent; None where none is.

    Where it is not known what was sent, that is only on the day itself.
    """
    week = days.week_of(today)
    message_day, reminder_day = days.message_day(week), days.reminder_day(week)
    if message_day is None or today < message_day or not days.presence.has(today):
        return None
    sent = memory.last_sent(person)
    if sent.message != week:
        return "message" if memory.is_complete or today == message_day else None
    if reminder_day is None or today < reminder_day or sent.reminder == week:
        return None
    return "reminder"
