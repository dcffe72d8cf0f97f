"""One request over HTTP and its answer: limited as a whole, never redirected, and with errors that name only the host.

An error says whether the request can have arrived, as what was sent must not be sent twice for nothing.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.limited_socket import AnswerTooLongError, ExchangeLimit, connection_words, tls_context
from okrs_as_code.forge.refusal import HttpStatusError
from okrs_as_code.forge.time_budget import Clock

_HEADER_BYTES = 64 * 1024
_SECRET_LENGTH = 16
"""Characters from which on a part of a path may be the secret of a webhook."""
_MAX_ERROR_BYTES = 64 * 1024


class UnreachableError(OkrsError):
    """No connection came about: nothing arrived."""


class NoAnswerError(OkrsError):
    """The connection broke, or the answer is late or nothing that can be read: the request may have arrived."""


def exchange_limit(deadline: float, max_bytes: int, clock: Clock) -> ExchangeLimit:
    """The limit of an exchange whose answer has at most `max_bytes`, beside its headers."""
    return ExchangeLimit(deadline, max_bytes + _HEADER_BYTES, clock)


@contextmanager
def exchange(request: urllib.request.Request, limit: ExchangeLimit) -> Iterator[HTTPResponse]:
    """Sends a request; the block reads the answer.

    Raises HttpStatusError for a refusal or a redirect, UnreachableError and NoAnswerError, also for what goes wrong
    while the block reads; a ValueError of the block means that the answer cannot be read.
    """
    host = urlsplit(request.full_url).hostname or "the server"
    opener = urllib.request.build_opener(_NoRedirectHandler(), _HttpHandler(limit), _HttpsHandler(limit))
    try:
        with opener.open(request) as response:
            yield response
    except urllib.error.HTTPError as error:
        with error:
            said = _without_secrets(_error_message(error), request)
            raise HttpStatusError(host, error.code, said, error.headers) from None
    except (OSError, HTTPException) as error:
        raise _connection_error(host, error, limit) from None
    except (ValueError, RecursionError):
        raise NoAnswerError(f"{host} answered something that is no JSON", "try again") from None


def _connection_error(host: str, error: BaseException, limit: ExchangeLimit) -> OkrsError:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, AnswerTooLongError):
        return NoAnswerError(f"{host} answers at too great a length", "try again")
    kind = NoAnswerError if limit.has_sent else UnreachableError
    if isinstance(reason, TimeoutError):
        return kind(f"{host} takes too long to answer", "run the job again later")
    words = connection_words(reason) if isinstance(reason, BaseException) else reason
    return kind(f"{host} cannot be reached: {words}", "run the job again later")


class _NoRedirectHandler(urllib.request.HTTPRedirectHandler):
    """Makes a redirect an error: a token is for one host, and must not be sent to another."""

    def http_error_302(self, *args: Any, **kwargs: Any) -> None:
        return None

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


class _HttpHandler(urllib.request.HTTPHandler):
    def __init__(self, limit: ExchangeLimit) -> None:
        super().__init__()
        self._limit = limit

    def http_open(self, request: urllib.request.Request) -> HTTPResponse:
        return self.do_open(self._connection, request)

    def _connection(self, host: str, **kwargs: Any) -> HTTPConnection:
        return _limited(HTTPConnection(host, **kwargs), self._limit)


class _HttpsHandler(urllib.request.HTTPSHandler):
    def __init__(self, limit: ExchangeLimit) -> None:
        super().__init__(context=tls_context())
        self._limit = limit

    def https_open(self, request: urllib.request.Request) -> HTTPResponse:
        return self.do_open(self._connection, request)

    def _connection(self, host: str, **kwargs: Any) -> HTTPConnection:
        return _limited(_HttpsConnection(self._limit, host, context=tls_context(), **kwargs), self._limit)


class _HttpsConnection(HTTPSConnection):
    def __init__(self, limit: ExchangeLimit, host: str, **kwargs: Any) -> None:
        super().__init__(host, **kwargs)
        self._limit = limit

    def connect(self) -> None:
        super().connect()
        self._limit.adopt(self.sock)


def _limited(connection: HTTPConnection, limit: ExchangeLimit) -> HTTPConnection:
    """Makes a connection use limited sockets; the attribute is how the standard library lets itself be given others."""
    connection._create_connection = lambda address, *_: limit.connect(*address)  # type: ignore[attr-defined]
    return connection


def _error_message(error: urllib.error.HTTPError) -> str:
    try:
        message = json.loads(error.read(_MAX_ERROR_BYTES)).get("message", "")
    except (OSError, ValueError, AttributeError, HTTPException):
        return str(error.reason)
    return str(message)


def _without_secrets(said: str, request: urllib.request.Request) -> str:
    """The words of a server; empty where they quote where it was asked, or with what token."""
    parts = urlsplit(request.full_url)
    tokens = [value.split()[-1] for name, value in request.header_items() if name in ("Authorization", "Private-token")]
    long_segments = (part for part in parts.path.split("/") if len(part) >= _SECRET_LENGTH)
    secrets = (parts.path.strip("/"), parts.query, *long_segments, *tokens)
    return "" if any(secret and secret in said for secret in secrets) else said[:300]
