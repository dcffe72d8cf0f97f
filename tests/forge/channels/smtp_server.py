"""A server of SMTP on the loopback, by aiosmtpd, that does as it is told; and one that is nothing but a socket."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult

PASSWORD = "pass word"


@dataclass
class Mailroom:
    """Mails that arrived, and the answers of the server, which are used once each, for a recipient or for all (`*`)."""

    mails: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    logins: list[tuple[bytes, bytes, bool]] = field(default_factory=list)
    """Users and passwords, and whether they came by TLS."""
    options: list[str] = field(default_factory=list)
    """Options of MAIL and RCPT."""
    connections: int = 0
    sender_answer: str = "250 OK"
    recipient_answers: dict[str, list[str]] = field(default_factory=dict)
    data_answers: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, responses: Any) -> Any:  # noqa: N802
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        self.options += options
        envelope.mail_from = address
        return self.sender_answer

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        self.options += options
        answers = self.recipient_answers.get(address) or self.recipient_answers.get("*") or []
        answer = answers.pop(0) if answers else "250 OK"
        if answer == "drop":
            server.transport.abort()
        elif answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.data_answers.pop(0) if self.data_answers else "250 OK"
        if answer.startswith("2") or answer == "drop":
            self.mails.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        if answer == "drop":
            server.transport.abort()
        return answer

    def authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        self.logins.append((data.login, data.password, session.ssl is not None))
        return AuthResult(success=data.password == PASSWORD.encode(), handled=False)


@contextmanager
def serving_mail(
    room: Mailroom, starttls: ssl.SSLContext | None = None, implicit: ssl.SSLContext | None = None, **options: Any
) -> Iterator[Mailroom]:
    """The server, reachable at `room.port` while the block runs."""
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(lambda *_: None)  # connections that are cut off are meant to be
    ready = threading.Event()

    def make() -> SMTP:
        room.connections += 1
        return SMTP(
            room, hostname="localhost", tls_context=starttls, authenticator=room.authenticate, loop=loop, **options
        )

    def work() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(loop.create_server(make, "127.0.0.1", 0, ssl=implicit))
        room.port = server.sockets[0].getsockname()[1]
        ready.set()
        loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        loop.close()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield room
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


@contextmanager
def serving_bytes(speak: Callable[[socket.socket, threading.Event], None]) -> Iterator[int]:
    """A port where `speak` is called with each connection, and an event that says that the test is over."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()
    threads: list[threading.Thread] = []

    def talk(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            speak(connection, over)

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threads.append(threading.Thread(target=talk, args=(connection,), daemon=True))
                threads[-1].start()

    acceptor = threading.Thread(target=accept, daemon=True)
    acceptor.start()
    try:
        yield listener.getsockname()[1]
    finally:
        over.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in (acceptor, *threads):
            thread.join(2)


def trickle(connection: socket.socket, over: threading.Event, text: bytes, seconds: float = 0.02) -> None:
    """Sends a byte, and then one more after some time, for ever."""
    while not over.is_set():
        for position in range(len(text)):
            connection.sendall(text[position : position + 1])
            if over.wait(seconds):
                return
