"""A server of HTTP on the loopback that answers as it is told, and keeps what it was asked."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Web", BaseHTTPRequestHandler], None]


@dataclass
class Web:
    """The requests, with their bodies and headers, and the address."""

    requests: list[tuple[str, str]] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    address: str = ""


def status(code: int, body: bytes = b"{}", **headers: str) -> Answer:
    def answer(_: Web, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def megabytes(count: int) -> Answer:
    """An answer of that length, and who reads all of it is not left in peace."""

    def answer(web: Web, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(count * 1024 * 1024))
        handler.end_headers()
        for _ in range(count):
            if web.over.is_set():
                return
            handler.wfile.write(b" " * 1024 * 1024)

    return answer


def trickling(head: bytes) -> Answer:
    """A byte, and then another one, for ever, after the beginning of an answer."""

    def answer(web: Web, handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        while not web.over.wait(0.01):
            handler.wfile.write(b"x")

    return answer


def never(web: Web, _: BaseHTTPRequestHandler) -> None:
    web.over.wait()


def hang_up(_: Web, handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True


@contextmanager
def serving_web(answer: Answer, tls: ssl.SSLContext | None = None) -> Iterator[Web]:
    """The server, reachable at `web.address` while the block runs."""
    web = Web()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            web.requests.append((self.command, self.path))
            web.bodies.append(json.loads(raw) if raw else None)
            with suppress(OSError):
                answer(web, self)

        do_GET = do_POST = do_PATCH = do_DELETE = answer  # noqa: N815  names of the standard library

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass  # clients that leave in the middle are what is tested

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    web.address = f"http{'s' if tls is not None else ''}://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        web.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
