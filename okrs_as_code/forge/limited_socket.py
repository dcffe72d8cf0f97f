"""Sockets whose whole exchange with a server is limited, in time and in bytes that are received.

A timeout of the standard library starts again with each byte, so a server that sends one a second is never left.
"""

from __future__ import annotations

import os
import socket
import ssl
import time
from functools import cache
from typing import Any

from okrs_as_code.forge.time_budget import Clock

_CONNECT_SECONDS = 30.0
"""Seconds for a connection to one address, and for the handshake of TLS over it."""


class AnswerTooLongError(OSError):
    """The answer of a server is longer than anything that it has to say."""


class ExchangeLimit:
    """The rest of an exchange: time until a reading of the clock, and bytes of the answer."""

    def __init__(self, deadline: float, max_bytes: int, clock: Clock = time) -> None:
        self._clock = clock
        self.has_sent = False
        """Whether anything was sent since `renew`, so that the server may have acted on it."""
        self.renew(deadline, max_bytes)

    def renew(self, deadline: float, max_bytes: int) -> None:
        """Begins the next exchange over the same connection."""
        self._deadline = deadline
        self._bytes_left = max_bytes
        self.has_sent = False

    def timeout(self) -> float:
        """Seconds that the next step may take. Raises TimeoutError where no time is left."""
        left = self._deadline - self._clock.monotonic()
        if left <= 0:
            raise TimeoutError("no time is left")
        return left

    def receive(self, count: int) -> int:
        """Counts what was received, and returns it. Raises AnswerTooLongError where it is too much."""
        self._bytes_left -= count
        if self._bytes_left < 0:
            raise AnswerTooLongError("the answer is too long")
        return count

    def connect(self, host: str, port: int) -> socket.socket:
        """Connects to the first address of a host that answers; the resolver's own limits hold for finding them.

        Raises OSError.
        """
        last: OSError = OSError("it has no address")
        for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            made = _LimitedSocket(family, kind, protocol)
            made.limit = self
            try:
                made.settimeout(min(self.timeout(), _CONNECT_SECONDS))
                made.connect(address)
            except OSError as error:
                made.close()
                last = error
            else:
                return made
        raise last

    def adopt(self, encrypted: socket.socket | None) -> None:
        """Limits what is sent and received by a socket of the `tls_context`, after its handshake."""
        if not isinstance(encrypted, _LimitedTlsSocket):
            raise TypeError("a socket of another context has no limit")
        encrypted.limit = self


def tls_context() -> ssl.SSLContext:
    """The context that verifies a server and its name by the certificates of the system, or those of `SSL_CERT_FILE`.

    Its sockets have to be adopted by a limit. Reading all certificates takes longer than most requests.
    """
    return _tls_context(*(os.environ.get(name) for name in ("SSL_CERT_FILE", "SSL_CERT_DIR")))


@cache
def _tls_context(*_: str | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.sslsocket_class = _LimitedTlsSocket
    return context


class _LimitedSocket(socket.socket):
    limit: ExchangeLimit

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(self.limit.timeout())
        return self.limit.receive(super().recv_into(*args, **kwargs))

    def sendall(self, *args: Any, **kwargs: Any) -> None:
        self.settimeout(self.limit.timeout())
        self.limit.has_sent = True
        super().sendall(*args, **kwargs)


class _LimitedTlsSocket(ssl.SSLSocket):
    limit: ExchangeLimit

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(self.limit.timeout())
        return self.limit.receive(super().recv_into(*args, **kwargs))

    def send(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(self.limit.timeout())
        self.limit.has_sent = True
        return super().send(*args, **kwargs)


def connection_words(error: BaseException) -> str:
    """The reason why a connection failed, for people: neither addresses nor file names of the standard library."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return f"TLS failed: {(error.reason or 'no reason given').lower().replace('_', ' ')}"
    if isinstance(error, TimeoutError):
        return "it takes too long"
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
