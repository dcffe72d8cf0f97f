"""Mail by a server of SMTP: verified TLS, a login only behind it, and one recipient's refusal nobody else's."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from okrs_as_code.escape import sanitise_line
from okrs_as_code.forge.channels.channel import SENT, Address, ChannelError, SendOutcome, Unreachable
from okrs_as_code.forge.channels.mail import mail_bytes, valid_address
from okrs_as_code.forge.channels.message import COMPANY, Message, Recipient
from okrs_as_code.forge.channels.smtp_settings import (
    HOST_VARIABLE,
    PASSWORD_VARIABLE,
    PORT_VARIABLE,
    REMEDY,
    TLS_VARIABLE,
    USER_VARIABLE,
    SmtpSettings,
)
from okrs_as_code.forge.limited_socket import AnswerTooLongError, ExchangeLimit, connection_words, tls_context
from okrs_as_code.forge.time_budget import TimeBudget

_MAX_ANSWER_BYTES = 64 * 1024
_LOCAL_HOST = "[127.0.0.1]"
"""The name that we give ourselves: that of this machine is nobody's concern, and looking it up takes time."""
_MAX_REASON_LENGTH = 200
_MAX_BREAKS = 3
"""Connections in a row that end before a mail was judged, after which the server is taken for broken."""
_OUR_LIMITS = (TimeoutError, AnswerTooLongError, ssl.SSLError)


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
        self._breaks = 0
        self.notes: list[str] = []
        if settings.tls == "none" and settings.password:
            self.notes.append(f"{TLS_VARIABLE} is none, so no {PASSWORD_VARIABLE} is sent: a login goes by TLS only")

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

    def send(self, message: Message) -> SendOutcome:
        """Sends one mail. Raises ChannelError where the server, its certificate or the login fails everybody."""
        address = self.reach(message.recipient)
        if isinstance(address, Unreachable):
            return SendOutcome("refused", address.reason)
        try:
            self._budget.pause_before_write()
        except TimeoutError:
            return SendOutcome("later", "no time was left")
        session = self._connected()
        try:
            outcome = session.deliver(self._settings.sender.address, address.text, self._mail(message))
        except (smtplib.SMTPException, OSError) as error:
            # The mail did not arrive; whatever happens after its text `deliver` tells.
            self.close()
            self._breaks += 1
            cause = _cause(error)
            if not isinstance(cause, smtplib.SMTPServerDisconnected) or self._breaks >= _MAX_BREAKS:
                raise self._error(cause) from None
            return SendOutcome("later", f"{self._settings.host} ended the connection")
        if outcome.kind != "unknown":
            self._breaks = 0
        return outcome

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
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            session.close()
            raise self._error(_cause(error)) from None
        return session

    def _error(self, error: BaseException) -> ChannelError:
        host = self._settings.host
        if isinstance(error, smtplib.SMTPAuthenticationError):
            return ChannelError(
                f"{host} does not accept the login ({error.smtp_code})", f"see {USER_VARIABLE} and {PASSWORD_VARIABLE}"
            )
        if isinstance(error, smtplib.SMTPNotSupportedError):
            is_encrypted = self._session is not None and self._session.is_encrypted
            return ChannelError(
                f"{host} offers no {'login' if is_encrypted else 'STARTTLS'}", f"see {TLS_VARIABLE} and {PORT_VARIABLE}"
            )
        if isinstance(error, UnicodeError):
            return ChannelError(
                f"{USER_VARIABLE} or {PASSWORD_VARIABLE} has letters that no login can have", "use letters of ASCII"
            )
        if isinstance(error, smtplib.SMTPServerDisconnected):
            return ChannelError(
                f"{host} ended the connection", f"see {HOST_VARIABLE}, {PORT_VARIABLE} and {TLS_VARIABLE}"
            )
        if isinstance(error, smtplib.SMTPResponseException):
            return ChannelError(f"{host} refuses: {_reason(error.smtp_code, error.smtp_error)}", REMEDY)
        if isinstance(error, smtplib.SMTPException):
            return ChannelError(f"{host} offers no way to log in that is known here", REMEDY)
        return ChannelError(
            f"{host} cannot be reached: {connection_words(error)}",
            f"see {HOST_VARIABLE}, {PORT_VARIABLE} and {TLS_VARIABLE}",
        )


class _Session(smtplib.SMTP):
    """A connection whose exchanges are limited; its standard timeouts are not used."""

    def __init__(self, limit: ExchangeLimit) -> None:
        super().__init__(local_hostname=_LOCAL_HOST)
        self._limit = limit
        self._is_implicit = False
        self.is_encrypted = False

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
            self.starttls(context=tls_context())
            self._limit.adopt(self.sock)
            self.is_encrypted = True
            self.ehlo_or_helo_if_needed()
        if settings.user and settings.tls != "none":
            self.login(settings.user, settings.password)

    def deliver(self, sender: str, recipient: str, mail: bytes) -> SendOutcome:
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

    def _send_text(self, mail: bytes) -> SendOutcome:
        stuffed = re.sub(rb"(?m)^\.", b"..", mail)
        try:
            self.send(stuffed + b".\r\n")
            code, answer = self.getreply()
        except (smtplib.SMTPException, OSError):
            self.close()
            return SendOutcome("unknown", f"{self._host} ended the connection before it confirmed the mail")
        if code == 250:
            return SENT
        if code < 400:
            self.close()
            return SendOutcome("unknown", f"{self._host} confirmed the mail with something else than a code")
        return self._refused(code, answer)

    def _refused(self, code: int, answer: bytes) -> SendOutcome:
        """The outcome of a refusal; what follows begins anew, by a new connection where this one ends."""
        if code == 421 or code < 400:
            self.close()
        else:
            with suppress(smtplib.SMTPException, OSError):
                self.rset()
        return SendOutcome("refused" if code >= 500 else "later", _reason(code, answer))

    def _get_socket(self, host: str, port: int, timeout: Any) -> socket.socket:
        """The hook by which the standard library makes its own connections to servers with TLS."""
        plain = self._limit.connect(host, port)
        if not self._is_implicit:
            return plain
        try:
            encrypted = tls_context().wrap_socket(plain, server_hostname=self._host)
            self._limit.adopt(encrypted)
        except BaseException:
            plain.close()
            raise
        self.is_encrypted = True
        return encrypted


def _cause(error: BaseException) -> BaseException:
    """The error of the connection that the standard library calls an end of it; else the error itself."""
    cause = error.__context__
    return cause if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(cause, _OUR_LIMITS) else error


def _reason(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return sanitise_line(f"{code} {' '.join(text.split())}"[:_MAX_REASON_LENGTH]).strip()
