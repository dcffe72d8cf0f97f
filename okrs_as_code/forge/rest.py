"""A client of a forge's API: JSON over HTTP, with pages, and without following an answer that leads elsewhere."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from okrs_as_code.errors import OkrsError

_TIMEOUT = 30.0
"""Seconds for one answer."""
_MAX_PAGES = 200
_MAX_BYTES = 32 * 1024 * 1024
_NEXT_LINK = re.compile(r'<([^<>]+)>;[^,]*\brel="next"')


class HttpStatusError(OkrsError):
    """The forge answered, and refused; `status` is HTTP's."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message, "see what its token may do: docs/on-the-forge.md lists what is needed")
        self.status = status


class _NoRedirectHandler(urllib.request.HTTPRedirectHandler):
    """Makes a redirect an error: a token is for one host, and must not be sent to another."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class RestClient:
    """One API with its token. Raises OkrsError where it cannot be reached, and HttpStatusError where it refuses."""

    def __init__(self, address: str, headers: Mapping[str, str]) -> None:
        if urlsplit(address).scheme not in ("http", "https"):
            raise OkrsError(f"`{address}` is no address of an API", "CI sets it; leave it as it is")
        self._address = address.rstrip("/")
        self._headers = {"Accept": "application/json", "User-Agent": "okrs-as-code", **headers}
        self._open = urllib.request.build_opener(_NoRedirectHandler()).open

    def get(self, *path: str, **query: str) -> Any:
        """Returns the data of one answer."""
        return self._request("GET", self._url(path, query))[0]

    def pages(self, *path: str, **query: str) -> Iterator[Any]:
        """Yields each item of a list, from all of its pages."""
        url: str | None = self._url(path, {"per_page": "100", **query})
        for _ in range(_MAX_PAGES):
            items, url = self._request("GET", url or "")
            if not isinstance(items, list):
                raise OkrsError(f"{self._address} answered something else than a list", "try again")
            yield from items
            if url is None:
                return
        raise OkrsError(f"{self._address} has more than {_MAX_PAGES} pages", "ask for less")

    def send(self, method: str, *path: str, **data: str) -> Any:
        """Sends data as JSON, and returns the data of the answer."""
        return self._request(method, self._url(path, {}), json.dumps(data).encode())[0]

    def _url(self, path: tuple[str, ...], query: Mapping[str, str]) -> str:
        """Quotes every segment, so that nothing that a repository says can lead to another place."""
        segments = "/".join(quote(segment, safe="") for segment in path)
        return f"{self._address}/{segments}" + (f"?{urlencode(query)}" if query else "")

    def _request(self, method: str, url: str, body: bytes | None = None) -> tuple[Any, str | None]:
        """Returns the data of an answer, and the address of the next page, if there is one."""
        if not url.startswith(f"{self._address}/"):
            raise OkrsError(f"{self._address} points elsewhere for its next page", "try again")
        headers = {**self._headers, **({"Content-Type": "application/json"} if body is not None else {})}
        request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310  http or https, see __init__
        try:
            with self._open(request, timeout=_TIMEOUT) as response:
                return _read_json(response), _next_url(response)
        except urllib.error.HTTPError as error:
            description = f"{method} {urlsplit(url).path}: {error.code} {_error_message(error)}"
            raise HttpStatusError(f"{self._address} refused {description}".rstrip(), error.code) from None
        except (OSError, HTTPException) as error:
            raise OkrsError(f"{self._address} cannot be reached: {error}", "try again") from None
        except ValueError:
            raise OkrsError(f"{self._address} answered something that is no JSON", "try again") from None


def _read_json(response: HTTPResponse) -> Any:
    """The data of a body, None for an empty one; raises ValueError where it is too long or no JSON."""
    raw = response.read(_MAX_BYTES + 1)
    if len(raw) > _MAX_BYTES:
        raise ValueError("too long")
    return json.loads(raw) if raw else None


def _next_url(response: HTTPResponse) -> str | None:
    match = _NEXT_LINK.search(response.headers.get("Link", ""))
    return match[1] if match is not None else None


def _error_message(error: urllib.error.HTTPError) -> str:
    try:
        message = json.loads(error.read(65536)).get("message", "")
    except (OSError, ValueError, AttributeError, HTTPException):
        return str(error.reason)
    return str(message)
