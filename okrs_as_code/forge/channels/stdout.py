"""Messages as text, one below the other, for a terminal or the log of a job."""

from __future__ import annotations

from collections.abc import Callable

from okrs_as_code.escape import sanitise, sanitise_line
from okrs_as_code.forge.channels.channel import SENT, Address, SendOutcome, Unreachable
from okrs_as_code.forge.channels.message import Message, Recipient
from okrs_as_code.phrases import shortened

_MAX_SUBJECT_LENGTH = 200
_MAX_NAME_LENGTH = 100


class StdoutChannel:
    """Hands each message to a function that writes text; nothing of it is a command of CI."""

    name = "stdout"
    notes: tuple[str, ...] = ()

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._is_first = True

    def reach(self, person: Recipient) -> Address | Unreachable:
        """Everybody."""
        return Address(self.name)

    def send(self, message: Message) -> SendOutcome:
        """Writes the recipient, the subject and the text."""
        name = sanitise_line(shortened(message.recipient.name, _MAX_NAME_LENGTH))
        heading = f"To: {name} ({sanitise_line(message.recipient.id)})\n"
        subject = f"Subject: {sanitise_line(shortened(message.subject, _MAX_SUBJECT_LENGTH))}\n"
        separator = "" if self._is_first else f"\n{'-' * 72}\n\n"
        self._write(f"{separator}{heading}{subject}\n{sanitise(message.text).rstrip()}\n")
        self._is_first = False
        return SENT

    def close(self) -> None:
        """Nothing is open."""
