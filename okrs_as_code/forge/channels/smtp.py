"""Mail by a server of SMTP: verified TLS, a login only behind it, and one recipient's refusal nobody else's."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, NoReturn, cast, get_args

from okrs_as_code.errors import OkrsError
from okrs_as_code.escape import sanitise_line
from okrs_as_code.forge.channels.channel import SENT, Address, ChannelError, Outcome, Unreachable
from okrs_as_code.forge.channels.mail import Mailbox, mail_bytes, mailbox, valid_address
from okrs_as_code.forge.channels.message import COMPANY, Message, Recipient
from okrs_as_code.forge.limited_socket import ExchangeLimit, connection_words
from okrs_as_code.forge.time_budget import TimeBudget

Tls = Literal["starttls", "implicit", "none"]
_PORTS: Mapping[Tls, int] = {"starttls": 587, "implicit": 465, "none": 25}
_HOST, _PORT, _USER, _PASSWORD, _TLS, _FROM = (
    "OKRS_SMTP_HOST",
    "OKRS_SMTP_PORT",
    "OKRS_SMTP_USER",
    "OKRS_SMTP_PASSWORD",
    "OKRS_SMTP_TLS",
    "OKRS_MAIL_FROM",
)
_REMEDY = "docs/messages.md lists what the environment says"
_MAX_ANSWER_BYTES = 64 * 1024
_LOCAL_HOST = "[127.0.0.1]"
"""What we say to be: the name of this machine is nobody's concern, and looking it up takes time."""
_MAX_REASON_LENGTH = 200


@dataclass(frozen=True)
class SmtpSettings:
    """The server and the login; the password is in no representation of it."""

    host: str
    port: int
    tls: Tls
    sender: Mailbox
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"SmtpSettings({self.host!r}, {self.port}, {self.tls!r})"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> SmtpSettings:
        """The settings that the environment has. Raises OkrsError that names what is missing or wrong, and no value."""
        values = {name: environment.get(name, "").strip() for name in (_HOST, _PORT, _USER, _TLS, _FROM)}
        password = environment.get(_PASSWORD, "")
        missing = [name for name in (_HOST, _FROM) if not values[name]]
        if bool(values[_USER]) != bool(password):
            missing.append(_PASSWORD if values[_USER] else _USER)
        if missing:
            raise OkrsError(f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set", _REMEDY)
        tls = values[_TLS] or "starttls"
        if tls not in get_args(Tls):
            raise OkrsError(f"{_TLS} is none of starttls, implicit and none", _REMEDY)
        port = values[_PORT] or str(_PORTS[cast("Tls", tls)])
        if not (port.isascii() and port.isdigit() and len(port) <= 5 and 0 < int(port) < 65536):
            raise OkrsError(f"{_PORT} is no number of a port", _REMEDY)
        if re.fullmatch(r"[A-Za-z0-9.:-]+", values[_HOST]) is None:
            raise OkrsError(f"{_HOST} is no name of a host", _REMEDY)
        sender = mailbox(values[_FROM])
        if sender is None:
            raise OkrsError(f"{_FROM} is no address of mail", _REMEDY)
        return cls(values[_HOST], int(port), cast("Tls", tls), sender, values[_USER], password)


class SmtpChannel:
    """One connection for all messages of a run; it is made with the first, and again when the server ends it."""

    name = "smtp"

    def __init__(
        self,
        settings: SmtpSettings,
        budget: TimeBudget | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._budget = budget or TimeBudget()
        self._now = now
        self._session: _Session | None = None
        self.notes: list[str] = []
        if settings.tls == "none" and settings.password:
            self.notes.append(
                f"{_TLS} is none, so {_USER} and {_PASSWORD} are not used: a password is sent by TLS only"
            )

    def reach(self, person: Recipient) -> Address | Unreachable:
        """The address of a person, where a server takes it without SMTPUTF8."""
        if person == COMPANY:
            return Unreachable("mail goes to persons only")
        if not person.address:
            return Unreachable("there is no address among `emails`")
        address = valid_address(person.address)
        if address is None:
            return Unreachable("the first of `emails` is no address that every server takes")
        return Address(address)

    def send(self, message: Message) -> Outcome:
        """Sends one mail. Raises ChannelError where the server, its certificate or the login fails everybody."""
        address = self.reach(message.recipient)
        if isinstance(address, Unreachable):
            return Outcome("refused", address.reason)
        try:
            self._budget.pause_before_write()
            session = self._connected()
            return session.deliver(self._settings.sender.address, address.text, self._mail(message))
        except TimeoutError:
            return Outcome("later", "there was no time left")
        except (smtplib.SMTPException, OSError) as error:
            # Before the end of the text; what is after that `deliver` tells.
            self.close()
            if isinstance(error, smtplib.SMTPServerDisconnected):
                return Outcome("later", f"{self._settings.host} ended the connection")
            self._fail(error)

    def close(self) -> None:
        """Ends the connection, without a word where it is broken."""
        session, self._session = self._session, None
        if session is None:
            return
        with suppress(smtplib.SMTPException, OSError):
            session.limit_exchange(self._budget.deadline)
            session.quit()
        with suppress(OSError):
            session.close()

    def _mail(self, message: Message) -> bytes:
        return mail_bytes(message, self._settings.sender, self._now())

    def _connected(self) -> _Session:
        """The session, with the time of this message, connected and logged in."""
        if self._session is not None and self._session.sock is not None:
            self._session.limit_exchange(self._budget.deadline)
            return self._session
        settings = self._settings
        session = self._session = _Session(ExchangeLimit(self._budget.deadline, _MAX_ANSWER_BYTES, self._budget.clock))
        try:
            session.open(settings)
        except TimeoutError as error:
            session.close()
            self._fail(error)
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            session.close()
            self._fail(error)
        return session

    def _fail(self, error: Exception) -> NoReturn:
        host = self._settings.host
        if isinstance(error, smtplib.SMTPAuthenticationError):
            raise ChannelError(f"{host} does not accept the login ({error.smtp_code})", f"see {_USER} and {_PASSWORD}")
        if isinstance(error, smtplib.SMTPNotSupportedError):
            raise ChannelError(f"{host} offers no {self._missing()}", f"see {_TLS} and {_PORT}")
        if isinstance(error, UnicodeError):
            raise ChannelError(f"{_USER} or {_PASSWORD} has letters that a login cannot have", "use ASCII") from None
        if isinstance(error, smtplib.SMTPServerDisconnected):
            raise ChannelError(f"{host} ended the connection", f"see {_HOST}, {_PORT} and {_TLS}")
        if isinstance(error, smtplib.SMTPResponseException):
            raise ChannelError(f"{host} refuses: {_reason(error.smtp_code, error.smtp_error)}", _REMEDY)
        if isinstance(error, smtplib.SMTPException):
            raise ChannelError(f"{host} offers no way to log in that is known here", _REMEDY)
        raise ChannelError(f"{host} cannot be reached: {connection_words(error)}", f"see {_HOST}, {_PORT} and {_TLS}")

    def _missing(self) -> str:
        is_encrypted = self._session is not None and isinstance(self._session.sock, ssl.SSLSocket)
        return "login" if is_encrypted else "STARTTLS"


class _Session(smtplib.SMTP):
    """A connection whose exchanges are limited; its standard timeouts are not used."""

    def __init__(self, limit: ExchangeLimit) -> None:
        super().__init__(local_hostname=_LOCAL_HOST)
        self._limit = limit
        self._is_implicit = False

    def limit_exchange(self, deadline: float) -> None:
        """Gives what follows until a reading of the clock."""
        self._limit.renew(deadline, _MAX_ANSWER_BYTES)

    def open(self, settings: SmtpSettings) -> None:
        """Connects, encrypts and logs in, in this order or not at all."""
        self._host = settings.host  # whose name the certificate has to have
        self._is_implicit = settings.tls == "implicit"
        code, answer = self.connect(settings.host, settings.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, answer)
        self.ehlo_or_helo_if_needed()
        if settings.tls == "starttls":
            self.starttls(context=self._limit.tls_context())
            self.ehlo_or_helo_if_needed()
        if settings.user and settings.tls != "none":
            self.login(settings.user, settings.password)

    def deliver(self, sender: str, recipient: str, mail: bytes) -> Outcome:
        """Sends a mail to one recipient. An exception means that it did not arrive."""
        code, answer = self.mail(sender)
        if code >= 500:
            raise smtplib.SMTPSenderRefused(code, answer, sender)
        if code == 250:
            code, answer = self.rcpt(recipient)
            if code in (250, 251):
                code, answer = self.docmd("DATA")
                if code == 354:
                    return self._send_text(mail)
        return self._refused(code, answer)

    def _send_text(self, mail: bytes) -> Outcome:
        stuffed = re.sub(rb"(?m)^\.", b"..", mail)
        try:
            self.send(stuffed + b".\r\n")
            code, answer = self.getreply()
        except (smtplib.SMTPException, OSError):
            self.close()
            return Outcome("unknown", f"{self._host} ended the connection before it confirmed the mail")
        if code == 250:
            return SENT
        if code < 400:
            self.close()
            return Outcome("unknown", f"{self._host} confirmed the mail with something else than a code")
        return self._refused(code, answer)

    def _refused(self, code: int, answer: bytes) -> Outcome:
        """The outcome of a refusal; what follows begins anew, by a new connection where this one ends."""
        if code == 421 or code < 400:
            self.close()
        else:
            with suppress(smtplib.SMTPException, OSError):
                self.rset()
        return Outcome("refused" if code >= 500 else "later", _reason(code, answer))

    def _get_socket(self, host: str, port: int, timeout: Any) -> socket.socket:
        """The hook by which the standard library makes its own connections to servers with TLS."""
        plain = self._limit.connect(host, port)
        if not self._is_implicit:
            return plain
        try:
            return self._limit.tls_context().wrap_socket(plain, server_hostname=self._host)
        except BaseException:
            plain.close()
            raise


def _reason(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return sanitise_line(f"{code} {' '.join(text.split())}"[:_MAX_REASON_LENGTH]).strip()
