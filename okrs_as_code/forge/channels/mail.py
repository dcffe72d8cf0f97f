"""The bytes of a mail: seven bits, lines that every server takes, and headers that nobody's text can add to.

The standard library folds a long `List-Unsubscribe` into encoded words, in which no program looks for an address; so
the headers are written here, and nothing of them goes through its policies.
"""

from __future__ import annotations

import quopri
import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.header import Header
from email.utils import format_datetime, parseaddr

from okrs_as_code.escape import url, visible
from okrs_as_code.forge.channels.message import Message
from okrs_as_code.phrases import shortened

_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_MAX_ADDRESS_LENGTH = 254
_MAX_SUBJECT_LENGTH = 150
_MAX_NAME_LENGTH = 60
_HEADER_LINE_LENGTH = 76
_MAX_LINE_LENGTH = 998
"""Octets of a line that a server has to take (RFC 5321, section 4.5.3.1.6)."""
_PLAIN = re.compile(r"[ -~]*")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")


@dataclass(frozen=True)
class Mailbox:
    """A name, which may be empty, and a valid address."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """The part of the address behind its `@`."""
        return self.address.rpartition("@")[2]


def valid_address(text: str) -> str | None:
    """The address as it is sent to a server, with a domain in ASCII; None for what no server takes without SMTPUTF8."""
    local, at, domain = text.rpartition("@")
    try:
        ascii_domain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    if not at or _LOCAL_PART.fullmatch(local) is None or _DOMAIN.fullmatch(ascii_domain) is None:
        return None
    address = f"{local}@{ascii_domain}"
    return address if len(address) <= _MAX_ADDRESS_LENGTH else None


def mailbox(text: str) -> Mailbox | None:
    """The mailbox in `NAME <ADDRESS>` or `ADDRESS`; None where there is none, or more than one."""
    name, address = parseaddr(text)
    valid = valid_address(address)
    return Mailbox(name, valid) if valid is not None and text.count("@") == 1 else None


def mail_bytes(message: Message, sender: Mailbox, sent_at: datetime | None = None) -> bytes:
    """The whole mail, with lines that end in CRLF.

    The date is that of sending, else the beginning of the message's day, so that the same message has the same bytes.
    """
    sent_at = sent_at or datetime.combine(message.day, time(), UTC)
    recipient = valid_address(message.recipient.address or "")
    reply_to = valid_address(message.reply_to or "")
    headers = [
        ("From", _mailbox_text(sender)),
        ("To", _mailbox_text(Mailbox(message.recipient.name, recipient)) if recipient else None),
        ("Reply-To", reply_to),
        ("Subject", _words(shortened(message.subject, _MAX_SUBJECT_LENGTH), "Subject")),
        ("Date", format_datetime(sent_at)),
        ("Message-ID", f"<{_word(message.key)}@{sender.domain}>"),
        ("Auto-Submitted", "auto-generated"),
        ("List-Unsubscribe", _bracketed(message.unsubscribe)),
        ("MIME-Version", "1.0"),
    ]
    lines = [f"{name}: {value}" for name, value in headers if value]
    parts = [("text/plain", visible(message.text)), ("text/html", message.html)]
    bodies = [_part(content_type, text) for content_type, text in parts if text is not None]
    if len(bodies) == 1:
        return "\r\n".join((*lines, bodies[0])).encode("ascii")
    # Quoted-printable text has no `=_`, so this line cannot stand in a part.
    boundary = f"=_{_word(message.key)}"
    lines.append(f'Content-Type: multipart/alternative; boundary="{boundary}"')
    separated = "".join(f"--{boundary}\r\n{body}\r\n" for body in bodies)
    return ("\r\n".join(lines) + f"\r\n\r\n{separated}--{boundary}--\r\n").encode("ascii")


def _part(content_type: str, text: str) -> str:
    body = quopri.encodestring("\n".join(text.splitlines()).encode(errors="replace") + b"\n").decode("ascii")
    head = f"Content-Type: {content_type}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable"
    return f"{head}\r\n\r\n{body}".replace("\r\n", "\n").replace("\n", "\r\n")


def _mailbox_text(box: Mailbox) -> str:
    name = visible(shortened(box.name, _MAX_NAME_LENGTH))
    if not name:
        return box.address
    if _ATOMS.fullmatch(name) is not None and "=?" not in name:
        return f"{name} <{box.address}>"
    if _PLAIN.fullmatch(name) is not None and "=?" not in name:
        quoted = re.sub(r'(["\\])', r"\\\1", name)
        return f'"{quoted}" <{box.address}>'
    return f"{_words(name, 'To')}\r\n <{box.address}>"


def _words(text: str, header: str) -> str:
    """Text of one line as the value of a header, folded; what is not ASCII, or looks encoded, is encoded."""
    safe = visible(text)
    is_plain = _PLAIN.fullmatch(safe) is not None and "=?" not in safe
    if is_plain and len(safe) + len(header) + 2 <= _HEADER_LINE_LENGTH:
        return safe
    charset = "us-ascii" if is_plain else "utf-8"
    return Header(safe, charset, maxlinelen=_HEADER_LINE_LENGTH, header_name=header).encode(linesep="\r\n")


def _bracketed(address: str | None) -> str | None:
    """An address of the web in angle brackets, never encoded or folded; None where no line is long enough."""
    if address is None or not address.startswith(("https://", "http://")):
        return None
    value = f"<{url(address)}>"
    return value if len(f"List-Unsubscribe: {value}") <= _MAX_LINE_LENGTH else None


def _word(key: str) -> str:
    return re.sub(r"[^A-Za-z0-9.-]", "", key)
