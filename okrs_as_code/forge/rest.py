"""A client of a forge's API: JSON over HTTP, with pages, and without following an answer that leads elsewhere.

What can be asked twice is asked again where the forge is overloaded, within a time that is limited for each request and
for all of a run.
"""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Iterator, Mapping
from http.client import HTTPResponse
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.http_exchange import UnreachableError, exchange, exchange_limit
from okrs_as_code.forge.refusal import ATTEMPTS, HttpStatusError
from okrs_as_code.forge.time_budget import TimeBudget

_REQUEST_SECONDS = 60.0
"""Seconds for a request, with all attempts and the time between them."""
_RUN_SECONDS = 300.0
"""Seconds for all requests of a run that has no budget of its own."""
_LAST_SECONDS = 15.0
"""Seconds of a run that are kept for its last word: that something could not be computed."""
_MAX_PAGES = 200
_MAX_LIST_BYTES = 32 * 1024 * 1024
"""A hundred pull requests have two million bytes, and each of a hundred comments may have 65,536 characters."""
_MAX_ANSWER_BYTES = 64 * 1024
"""The answer to something that was written, beside the text of it that the forge gives back."""
_CHUNK = 64 * 1024
_NEXT_LINK = re.compile(r'<([^<>]+)>;[^,]*\brel="next"')


class RestClient:
    """One API with its token. Raises HttpStatusError where it refuses, UnreachableError and NoAnswerError.

    With a budget a request ends with the time of the message that it is for, and writes keep their distance.
    """

    def __init__(self, address: str, headers: Mapping[str, str], budget: TimeBudget | None = None) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise OkrsError("the address of the API is none", "CI sets it; leave it as it is")
        self._address = address.rstrip("/")
        self.host = parts.hostname
        self._headers = {"Accept": "application/json", "User-Agent": "okrs-as-code", **headers}
        self._budget = budget
        self._clock = budget.clock if budget is not None else time
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
                raise OkrsError(f"{self.host} answered something else than a list of objects", "try again")
            yield from items
            if url is None:
                return
        raise OkrsError(f"{self.host} has more than {_MAX_PAGES} pages", "ask for less")

    def send(self, method: str, *path: str, **data: Any) -> Any:
        """Sends data as JSON, once, and returns the data of the answer."""
        if self._budget is not None:
            try:
                self._budget.pause_before_write()
            except TimeoutError:
                raise UnreachableError(f"no time was left to ask {self.host}", "run the job again later") from None
        return self._request(method, self._url(path, {}), data, attempts=1)[0]

    def send_repeatable(self, method: str, *path: str, **data: Any) -> Any:
        """Sends data that may arrive twice, as `send` does; also when the time for other requests is over."""
        return self._request(method, self._url(path, {}), data, attempts=ATTEMPTS, reserve=0.0)[0]

    def _url(self, path: tuple[str, ...], query: Mapping[str, str]) -> str:
        """Quotes every segment, so that nothing that a repository says can lead to another place."""
        segments = "/".join(quote(segment, safe="") for segment in path)
        return f"{self._address}/{segments}" + (f"?{urlencode(query)}" if query else "")

    def _get(self, url: str) -> tuple[Any, str | None]:
        return self._request("GET", url, None, attempts=ATTEMPTS)

    def _request(
        self, method: str, url: str, data: Mapping[str, Any] | None, *, attempts: int, reserve: float = _LAST_SECONDS
    ) -> tuple[Any, str | None]:
        """Returns the data of an answer, and the address of the next page, if there is one."""
        if not url.startswith(f"{self._address}/"):
            raise OkrsError(f"{self.host} points elsewhere for its next page", "try again")
        headers = {**self._headers, **({"Content-Type": "application/json"} if data else {})}
        body = json.dumps(data).encode() if data else None
        request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310  http or https, see __init__
        begun = self._clock.monotonic()
        deadline = begun + min(_REQUEST_SECONDS, self._seconds_left - reserve)
        if self._budget is not None:
            deadline = self._budget.deadline
        try:
            for attempt in range(1, attempts):
                try:
                    return self._attempt(request, deadline)
                except HttpStatusError as error:
                    pause = error.pause_before(attempt)
                    if pause is None or self._clock.monotonic() + pause >= deadline:
                        raise
                self._clock.sleep(pause)
            return self._attempt(request, deadline)
        finally:
            self._seconds_left -= self._clock.monotonic() - begun

    def _attempt(self, request: urllib.request.Request, deadline: float) -> tuple[Any, str | None]:
        sent = request.data if isinstance(request.data, bytes) else b""
        max_bytes = _MAX_LIST_BYTES if request.get_method() == "GET" else _MAX_ANSWER_BYTES + 2 * len(sent)
        limit = exchange_limit(deadline, max_bytes, self._clock)
        with exchange(request, limit) as response:
            raw = bytearray()
            while chunk := response.read1(_CHUNK):
                raw += chunk
            return (json.loads(raw) if raw else None), _next_url(response)


def _next_url(response: HTTPResponse) -> str | None:
    match = _NEXT_LINK.search(response.headers.get("Link", ""))
    return match[1] if match is not None else None
