"""Asks a forge's API: JSON over HTTP, with pages, and without following where an answer would lead elsewhere."""

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
_MOST_PAGES = 200
_MOST_BYTES = 32 * 1024 * 1024
_NEXT = re.compile(r'<([^<>]+)>;[^,]*\brel="next"')


class HttpStatusError(OkrsError):
    """The forge answered, and did not do it; `status` is HTTP's."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message, "see what its token may do: docs/on-the-forge.md lists what is needed")
        self.status = status


class _StayHere(urllib.request.HTTPRedirectHandler):
    """A token is for one host: an answer that points elsewhere is an error, and is never followed."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class RestClient:
    """One API with its token. Raises OkrsError where it cannot be reached, and RefusedError where it refuses."""

    def __init__(self, address: str, headers: Mapping[str, str]) -> None:
        if urlsplit(address).scheme not in ("http", "https"):
            raise OkrsError(f"`{address}` is no address of an API", "CI sets it; leave it as it is")
        self._address = address.rstrip("/")
        self._headers = {"Accept": "application/json", "User-Agent": "okrs-as-code", **headers}
        self._open = urllib.request.build_opener(_StayHere()).open

    def get(self, *path: str, **query: str) -> Any:
        """One answer."""
        return self._ask("GET", self._url(path, query))[0]

    def pages(self, *path: str, **query: str) -> Iterator[Any]:
        """Each item of a list, of all pages."""
        url: str | None = self._url(path, {"per_page": "100", **query})
        for _ in range(_MOST_PAGES):
            answer, url = self._ask("GET", url or "")
            if not isinstance(answer, list):
                raise OkrsError(f"{self._address} answered something else than a list", "try again")
            yield from answer
            if url is None:
                return
        raise OkrsError(f"{self._address} has more than {_MOST_PAGES} pages", "ask for less")

    def send(self, method: str, *path: str, **data: str) -> Any:
        """Writes something."""
        return self._ask(method, self._url(path, {}), json.dumps(data).encode())[0]

    def _url(self, path: tuple[str, ...], query: Mapping[str, str]) -> str:
        """Every part is quoted, so that nothing that a repository says can lead to another place."""
        parts = "/".join(quote(part, safe="") for part in path)
        return f"{self._address}/{parts}" + (f"?{urlencode(query)}" if query else "")

    def _ask(self, method: str, url: str, body: bytes | None = None) -> tuple[Any, str | None]:
        if not url.startswith(f"{self._address}/"):
            raise OkrsError(f"{self._address} points elsewhere for its next page", "try again")
        headers = {**self._headers, **({"Content-Type": "application/json"} if body is not None else {})}
        request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310  http or https, see __init__
        try:
            with self._open(request, timeout=_TIMEOUT) as answer:
                return _data(answer), _next_page(answer)
        except urllib.error.HTTPError as error:
            told = f"{method} {urlsplit(url).path}: {error.code} {_reason(error)}"
            raise HttpStatusError(f"{self._address} refused {told}".rstrip(), error.code) from None
        except (OSError, HTTPException) as error:
            raise OkrsError(f"{self._address} cannot be reached: {error}", "try again") from None
        except ValueError:
            raise OkrsError(f"{self._address} answered something that is no JSON", "try again") from None


def _data(answer: HTTPResponse) -> Any:
    raw = answer.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        raise ValueError("too long")
    return json.loads(raw) if raw else None


def _next_page(answer: HTTPResponse) -> str | None:
    found = _NEXT.search(answer.headers.get("Link", ""))
    return found[1] if found is not None else None


def _reason(error: urllib.error.HTTPError) -> str:
    try:
        message = json.loads(error.read(65536)).get("message", "")
    except (OSError, ValueError, AttributeError, HTTPException):
        return str(error.reason)
    return str(message)
