"""Messages as files: `PERSON.eml`, which programs for mail open, and `PERSON.md`."""

from __future__ import annotations

import re
from pathlib import Path

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.channels.channel import SENT, Address, SendOutcome, Unreachable
from okrs_as_code.forge.channels.mail import Mailbox, mail_bytes
from okrs_as_code.forge.channels.message import COMPANY, Message, Recipient
from okrs_as_code.storage.atomic_write import replace_bytes
from okrs_as_code.storage.page_folder import output_folder

_SENDER = Mailbox("OKRs", "okrs@okrs.invalid")
"""A sender that no mail can have (RFC 2606): what is written depends on no environment."""
_REMEDY = "name another folder behind `dir:`"
_match_id = re.compile(r"[a-z][a-z0-9-]{0,63}").fullmatch


class FolderChannel:
    """Writes into one folder, which is made where it is missing; the same messages make the same bytes."""

    notes: tuple[str, ...] = ()

    def __init__(self, root: Path, folder: Path) -> None:
        self._folder = output_folder(root, folder, _REMEDY)
        self.name = f"dir:{folder}"

    def reach(self, person: Recipient) -> Address | Unreachable:
        """Everybody, as `_company` where it is no single person."""
        stem = _stem(person)
        return Address(str(self._folder / f"{stem}.eml")) if stem else Unreachable("no file can have this name")

    def send(self, message: Message) -> SendOutcome:
        """Writes both files, each whole or not at all. Raises OkrsError where the folder cannot be written."""
        stem = _stem(message.recipient)
        if stem is None:
            raise OkrsError("no file can have the name of a recipient", _REMEDY)
        replace_bytes(self._folder / f"{stem}.eml", mail_bytes(message, _SENDER))
        replace_bytes(self._folder / f"{stem}.md", message.markdown.encode(errors="replace"))
        return SENT

    def close(self) -> None:
        """Nothing is open."""


def _stem(person: Recipient) -> str | None:
    if person == COMPANY:
        return "_company"  # no id begins like this
    return person.id if _match_id(person.id) is not None else None
