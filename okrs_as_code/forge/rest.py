"""A client of a forge's API: JSON over HTTP, with pages, and without following an answer that leads elsewhere.

What can be asked twice is asked again where the forge is overloaded, within a time that is limited for each request and
for all of a run.
"""

from __future__ import annotations

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.refusal import ATTEMPTS, HttpStatusError

_TIMEOUT = 30.0
"""Seconds for one answer."""
_REQUEST_SECONDS = 60.0
"""Seconds for a request, with all attempts and the time between them."""
_RUN_SECONDS = 300.0
"""Seconds for all requests of a run."""
_LAST_SECONDS = 15.0
"""Seconds of a run that are kept for its last word: that something could not be computed."""
_MAX_PAGES = 200
_MAX_BYTES = 32 * 1024 * 1024
_CHUNK = 64 * 1024
_NEXT_LINK = re.compile(r'<([^<>]+)>;[^,]*\brel="next"')


class _NoRedirectHandler(urllib.request.HTTPRedirectHandler):
    """Makes a redirect an error: a token is for one host, and must not be sent to another."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class RestClient:
    """One API with its token. Raises OkrsError where it cannot be reached, and HttpStatusError where it refuses."""

    def __init__(self, address: str, headers: Mapping[str, str]) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https"):
            raise OkrsError(f"`{address}` is no address of an API", "CI sets it; leave it as it is")
        self._address = address.rstrip("/")
        self._host = parts.hostname or "the forge"
        self._headers = {"Accept": "application/json", "User-Agent": "okrs-as-code", **headers}
        self._open = urllib.request.build_opener(_NoRedirectHandler()).open
        self._seconds_left = _RUN_SECONDS

    def get(self, *path: str, **query: str) -> Any:
        """Returns the data of one answer."""
        return self._get(self._url(path, query))[0]

    def pages(self, *path: str, **query: str) -> Iterator[dict[str, Any]]:
        """Yields each object of a list, from all of its pages."""
        url: str | None = self._url(path, {"per_page": "100", **query})
        for _ in range(_MAX_PAGES):
            items, url = self._get(url or "")
            if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
                raise OkrsError(f"{self._host} answered something else than a list of objects", "try again")
            yield from items
            if url is None:
                return
        raise OkrsError(f"{self._host} has more than {_MAX_PAGES} pages", "ask for less")

    def send(self, method: str, *path: str, **data: str) -> Any:
        """Sends data as JSON, once, and returns the data of the answer."""
        return self._request(method, self._url(path, {}), data, attempts=1)[0]

    def send_repeatable(self, method: str, *path: str, **data: str) -> Any:
        """Sends data that may arrive twice, as `send` does; also when the time for other requests is over."""
        return self._request(method, self._url(path, {}), data, attempts=ATTEMPTS, reserve=0.0)[0]

    def _url(self, path: tuple[str, ...], query: Mapping[str, str]) -> str:
        """Quotes every segment, so that nothing that a repository says can lead to another place."""
        segments = "/".join(quote(segment, safe="") for segment in path)
        return f"{self._address}/{segments}" + (f"?{urlencode(query)}" if query else "")

    def _get(self, url: str) -> tuple[Any, str | None]:
        return self._request("GET", url, None, attempts=ATTEMPTS)

    def _request(
        self, method: str, url: str, data: Mapping[str, str] | None, *, attempts: int, reserve: float = _LAST_SECONDS
    ) -> tuple[Any, str | None]:
        """Returns the data of an answer, and the address of the next page, if there is one."""
        if not url.startswith(f"{self._address}/"):
            raise OkrsError(f"{self._host} points elsewhere for its next page", "try again")
        headers = {**self._headers, **({"Content-Type": "application/json"} if data is not None else {})}
        body = json.dumps(data).encode() if data is not None else None
        request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310  http or https, see __init__
        begun = time.monotonic()
        deadline = begun + min(_REQUEST_SECONDS, self._seconds_left - reserve)
        try:
            for attempt in range(1, attempts):
                try:
                    return self._attempt(request, deadline)
                except HttpStatusError as error:
                    pause = error.pause_before(attempt)
                    if pause is None or time.monotonic() + pause >= deadline:
                        raise
                time.sleep(pause)
            return self._attempt(request, deadline)
        finally:
            self._seconds_left -= time.monotonic() - begun

    def _attempt(self, request: urllib.request.Request, deadline: float) -> tuple[Any, str | None]:
        seconds = deadline - time.monotonic()
        if seconds <= 0:
            raise self._too_slow_error()
        try:
            with self._open(request, timeout=min(_TIMEOUT, seconds)) as response:
                return self._read_json(response, deadline), _next_url(response)
        except urllib.error.HTTPError as error:
            with error:
                raise HttpStatusError(self._host, error.code, _error_message(error), error.headers) from None
        except TimeoutError:
            raise self._too_slow_error() from None
        except (OSError, HTTPException) as error:
            reason = error.reason if isinstance(error, urllib.error.URLError) else error
            if isinstance(reason, TimeoutError):
                raise self._too_slow_error() from None
            words = (reason.strerror if isinstance(reason, OSError) else None) or reason
            raise OkrsError(f"{self._host} cannot be reached: {words}", "run the job again later") from None
        except ValueError:
            raise OkrsError(f"{self._host} answered something that is no JSON", "try again") from None

    def _read_json(self, response: HTTPResponse, deadline: float) -> Any:
        """The data of a body, None for an empty one; raises ValueError where it is too long or no JSON."""
        raw = bytearray()
        while chunk := response.read1(_CHUNK):
            raw += chunk
            if len(raw) > _MAX_BYTES:
                raise ValueError("too long")
            if time.monotonic() >= deadline:
                raise self._too_slow_error()
        return json.loads(raw) if raw else None

    def _too_slow_error(self) -> OkrsError:
        return OkrsError(f"{self._host} takes too long to answer", "run the job again later")


def _next_url(response: HTTPResponse) -> str | None:
    match = _NEXT_LINK.search(response.headers.get("Link", ""))
    return match[1] if match is not None else None


def _error_message(error: urllib.error.HTTPError) -> str:
    try:
        message = json.loads(error.read(65536)).get("message", "")
    except (OSError, ValueError, AttributeError, HTTPException):
        return str(error.reason)
    return str(message)
