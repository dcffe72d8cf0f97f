"""A message to a person, rendered and complete: what every channel carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Literal

MessageKind = Literal["message", "reminder"]
"""The message of a week, or the one reminder of what it asked for."""


@dataclass(frozen=True)
class Recipient:
    """A person, and where they can be reached; nothing here is checked yet."""

    id: str
    """The id of the person in people.yaml."""
    name: str
    address: str | None = None
    """The address for mail; None where there is none."""
    account: str | None = None
    """The login on the forge; None where there is none."""


COMPANY = Recipient("*", "everybody")
"""Who reads a channel of the chat; no id of a person is spelled like this."""


@dataclass(frozen=True)
class Message:
    """The message of one person in one week, in the forms that channels carry.

    `subject` and `text` are plain: channels escape them where they put them. `html` and `markdown` are markup, in which
    what came from a repository was escaped when it was rendered.
    """

    recipient: Recipient
    week: date
    """The first day of the week that the message is about."""
    day: date
    """The day on which it is due."""
    key: str
    """Tells this message from all others, and stays the same when it is sent again; see `message_key`."""
    subject: str
    text: str
    markdown: str
    """For a comment on a forge, and for the chat; for the chat with links as `[label](https://…)` only."""
    kind: MessageKind = "message"
    html: str | None = None
    """A whole document for mail; None for a mail of plain text."""
    about: str = ""
    """The fixed text of a person's issue, as Markdown: what this is, where the page is, how to stop it."""
    reply_to: str | None = None
    """The address that an answer goes to, where that is not the sender's."""
    unsubscribe: str | None = None
    """The address of the page on the web on which the recipient can stop this."""


def message_key(repository: str, person: str, week: date, kind: MessageKind) -> str:
    """The key of a message: the same for the same person, week and kind of one repository, and no other."""
    return sha256("\n".join((repository, person, week.isoformat(), kind)).encode()).hexdigest()[:32]
