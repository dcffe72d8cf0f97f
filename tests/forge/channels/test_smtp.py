"""Mail before a real server: what arrives, what is refused, and what never leaves."""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
import time
from email import message_from_bytes, policy
from typing import Any

import pytest

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.channels.channel import Address, ChannelError, SendOutcome, Unreachable
from okrs_as_code.forge.channels.delivery import deliver
from okrs_as_code.forge.channels.message import COMPANY, Recipient
from okrs_as_code.forge.channels.smtp import SmtpChannel
from okrs_as_code.forge.channels.smtp_settings import SmtpSettings
from tests.forge.channels.messages import message, quick_budget
from tests.forge.channels.smtp_server import PASSWORD, Mailroom, serving_bytes, serving_mail, trickle

HOST = "localhost"


def settings(port: int, tls: str = "none", user: str = "", password: str = "", host: str = HOST) -> SmtpSettings:
    named = {
        "OKRS_SMTP_HOST": host,
        "OKRS_SMTP_PORT": str(port),
        "OKRS_SMTP_TLS": tls,
        "OKRS_SMTP_USER": user,
        "OKRS_SMTP_PASSWORD": password,
        "OKRS_MAIL_FROM": "OKRs <okrs@example.com>",
    }
    return SmtpSettings.from_environment(named)


def channel(port: int, *arguments: str, **seconds: float) -> SmtpChannel:
    return SmtpChannel(settings(port, *arguments), quick_budget(**seconds))


def subjects(room: Mailroom) -> list[Any]:
    return [recipients for _, recipients, _ in room.mails]


def test_mail_goes_to_one_recipient_each_over_one_connection() -> None:
    with serving_mail(Mailroom()) as room:
        smtp = channel(room.port)
        assert [smtp.send(message(person)).kind for person in ("bo", "mara")] == ["sent", "sent"]
        smtp.close()
    assert [(sender, recipients) for sender, recipients, _ in room.mails] == [
        ("okrs@example.com", ["bo@example.com"]),
        ("okrs@example.com", ["mara@example.com"]),
    ]
    assert room.connections == 1
    assert room.options == [], "neither SMTPUTF8 nor 8BITMIME is asked for"
    read = message_from_bytes(room.mails[0][2], policy=policy.default)
    assert read["Auto-Submitted"] == "auto-generated"
    assert read.get_body(("plain",)).get_content().startswith("Two check-ins are due.")  # type: ignore[attr-defined]


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_a_login_goes_by_tls_to_a_trusted_server(server_tls: ssl.SSLContext, tls: str) -> None:
    with serving_mail(Mailroom(), **{tls: server_tls}, auth_require_tls=False) as room:
        smtp = channel(room.port, tls, "okrs", PASSWORD)
        assert smtp.send(message()).kind == "sent"
        smtp.close()
    assert room.logins[0][:2] == (b"okrs", PASSWORD.encode())
    assert smtp.notes == []


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_an_untrusted_certificate_gets_nothing(server_tls: ssl.SSLContext, tls: str) -> None:
    with serving_mail(Mailroom(), **{tls: server_tls}, auth_require_tls=False) as room:
        smtp = channel(room.port, tls, "okrs", PASSWORD)
        with pytest.raises(ChannelError, match=r"localhost .* its certificate is not trusted: self.signed"):
            smtp.send(message())
        smtp.close()
    assert (room.logins, room.mails) == ([], [])


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_another_host_gets_nothing(server_tls: ssl.SSLContext) -> None:
    with serving_mail(Mailroom(), starttls=server_tls, auth_require_tls=False) as room:
        smtp = SmtpChannel(settings(room.port, "starttls", "okrs", PASSWORD, host="127.0.0.1"), quick_budget())
        with pytest.raises(ChannelError, match="its certificate is not trusted: IP address mismatch"):
            smtp.send(message())
    assert (room.logins, room.mails) == ([], [])


def test_without_starttls_nothing_is_sent_in_the_clear() -> None:
    offered = pytest.raises(ChannelError, match="localhost offers no STARTTLS")
    with serving_mail(Mailroom(), auth_require_tls=False) as room, offered:
        channel(room.port, "starttls", "okrs", PASSWORD).send(message())
    assert (room.logins, room.mails) == ([], [])


def test_without_tls_no_password_is_sent() -> None:
    with serving_mail(Mailroom(), auth_require_tls=False) as room:
        smtp = channel(room.port, "none", "okrs", PASSWORD)
        assert smtp.send(message()).kind == "sent"
        smtp.close()
    assert room.logins == []
    assert smtp.notes == ["OKRS_SMTP_TLS is none, so no OKRS_SMTP_PASSWORD is sent: a login goes by TLS only"]


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_is_said_once_and_never_shown(server_tls: ssl.SSLContext) -> None:
    with serving_mail(Mailroom(), starttls=server_tls) as room:
        report = deliver(
            [message("bo"), message("mara")], channel(room.port, "starttls", "okrs", "secret!"), quick_budget()
        )
    assert [delivery.state for delivery in report.deliveries] == ["failed", "failed"]
    assert report.failure is not None
    assert report.failure.message == "localhost does not accept the login (535)"
    assert "secret!" not in str(report) + repr(report.failure.remedy)
    assert room.connections == 1


@pytest.mark.usefixtures("trusted")
def test_a_password_that_no_login_can_have_is_said(server_tls: ssl.SSLContext) -> None:
    refused = pytest.raises(ChannelError, match="OKRS_SMTP_PASSWORD has letters")
    with serving_mail(Mailroom(), starttls=server_tls) as room, refused:
        channel(room.port, "starttls", "okrs", "geheimniß").send(message())
    assert room.logins == []


def test_one_refused_recipient_keeps_nobody_else_from_their_mail() -> None:
    room = Mailroom(recipient_answers={"mara@example.com": ["550 5.1.1 no\x1b[31m such user"]})
    with serving_mail(room):
        report = deliver([message(person) for person in ("bo", "mara", "chen")], channel(room.port), quick_budget())
    assert [delivery.state for delivery in report.deliveries] == ["sent", "refused", "sent"]
    assert report.deliveries[1].reason == r"550 5.1.1 no\u{1b}[31m such user"
    assert subjects(room) == [["bo@example.com"], ["chen@example.com"]]
    assert not report.is_complete


@pytest.mark.parametrize("where", ["recipient", "data"])
def test_what_is_refused_for_now_is_sent_once_more_at_the_end(where: str) -> None:
    room = Mailroom()
    if where == "recipient":
        room.recipient_answers = {"bo@example.com": ["451 greylisted"], "mara@example.com": ["451 greylisted"] * 3}
    else:
        room.data_answers = ["451 busy", "451 busy", "250 OK", "250 OK", "451 busy"]
    with serving_mail(room):
        report = deliver([message(person) for person in ("bo", "mara", "chen")], channel(room.port), quick_budget())
    assert subjects(room) == [["chen@example.com"], ["bo@example.com"]]
    assert [delivery.state for delivery in report.deliveries] == ["sent", "later", "sent"]


def test_a_refused_sender_is_the_channels_failure() -> None:
    with serving_mail(Mailroom(sender_answer="553 not yours")) as room:
        report = deliver([message("bo"), message("mara")], channel(room.port), quick_budget())
    assert report.failure is not None
    assert report.failure.message == "localhost refuses: 553 not yours"
    assert room.connections == 1


def test_a_line_that_drops_before_the_text_is_taken_up_again() -> None:
    room = Mailroom(recipient_answers={"bo@example.com": ["drop"]})
    with serving_mail(room):
        report = deliver([message("bo"), message("mara")], channel(room.port), quick_budget())
    assert [delivery.state for delivery in report.deliveries] == ["sent", "sent"]
    assert subjects(room) == [["mara@example.com"], ["bo@example.com"]]


def test_a_server_that_always_drops_is_left() -> None:
    with serving_mail(Mailroom(recipient_answers={"*": ["drop"] * 100})) as room:
        people = [message(f"p{number}") for number in range(9)]
        report = deliver(people, channel(room.port), quick_budget())
    assert room.connections == 3
    assert report.failure is not None
    assert report.failure.message == "localhost ended the connection"


def test_after_the_text_nobody_knows_and_the_repetition_is_the_same_message() -> None:
    room = Mailroom(data_answers=["drop"])
    with serving_mail(room):
        report = deliver([message("bo"), message("mara")], channel(room.port), quick_budget())
        assert [delivery.state for delivery in report.deliveries] == ["unknown", "sent"]
        assert subjects(room) == [["bo@example.com"], ["mara@example.com"]], "it is not sent again in this run"
        assert deliver([message("bo")], channel(room.port), quick_budget()).is_complete
    ids = [message_from_bytes(mail)["Message-ID"] for _, _, mail in room.mails]
    assert ids[0] == ids[2] != ids[1]


@pytest.mark.parametrize("greeting", [b"2", b"220-hello\r\n", b"220-" + b"x" * 500 + b"\r\n"])
def test_a_byte_at_a_time_ends_with_the_time_of_a_message(greeting: bytes) -> None:
    with serving_bytes(lambda connection, over: trickle(connection, over, greeting, 0.01)) as port:
        begun = time.monotonic()
        with pytest.raises(ChannelError, match="localhost cannot be reached: it takes too long"):
            channel(port, run=0.3).send(message())
        assert time.monotonic() - begun < 2


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_silence_where_tls_should_begin_ends_with_the_time(tls: str) -> None:
    def speak(connection: socket.socket, over: threading.Event) -> None:
        if tls == "starttls":
            connection.sendall(b"220 hello\r\n")
            connection.recv(1000)
            connection.sendall(b"250-hello\r\n250 STARTTLS\r\n")
            connection.recv(1000)
            connection.sendall(b"220 go\r\n")
        over.wait()

    with (
        serving_bytes(speak) as port,
        pytest.raises(ChannelError, match="localhost cannot be reached: it takes too long"),
    ):
        channel(port, tls, run=0.3).send(message())


def test_an_answer_without_end_is_too_long() -> None:
    def speak(connection: socket.socket, over: threading.Event) -> None:
        while not over.is_set():
            connection.sendall(b"220-hello\r\n" * 1000)

    with serving_bytes(speak) as port, pytest.raises(ChannelError, match="the answer is too long"):
        channel(port).send(message())


def test_a_server_that_never_answers_a_mail_leaves_its_outcome_unknown() -> None:
    def speak(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(b"220 hello\r\n")
        with connection.makefile("rb") as lines:
            for line in lines:
                connection.sendall(b"354 go\r\n" if line.startswith(b"DATA") else b"250 OK\r\n")
                if line.startswith(b"DATA"):
                    over.wait()

    with serving_bytes(speak) as port:
        assert channel(port, run=0.3).send(message()).kind == "unknown"


def test_where_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(ChannelError, match="localhost cannot be reached: Connection refused"):
        channel(port).send(message())


@pytest.mark.parametrize(
    ("address", "reached"),
    [
        ("bo@example.com", Address("bo@example.com")),
        ("bo@exämple.com", Address("bo@xn--exmple-cua.com")),
        (None, Unreachable("there is no address among `emails`")),
        ("bö@example.com", None),
        ("bo@example.com\r\nBcc: eve@example.com", None),
        ("bo@example.com>\nRCPT TO:<eve@example.com", None),
        ("bo@example.com, eve@example.com", None),
        ("<bo@example.com>", None),
        ("bo@", None),
        ("b o@example.com", None),
        ("a" * 300 + "@example.com", None),
    ],
)
def test_only_an_address_that_every_server_takes_is_one(
    address: str | None, reached: Address | Unreachable | None
) -> None:
    expected = reached or Unreachable("the first of `emails` is no address that every server takes")
    assert channel(1).reach(Recipient("bo", "Bo", address)) == expected


def test_the_company_gets_no_mail() -> None:
    assert isinstance(channel(1).reach(COMPANY), Unreachable)


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "OKRS_SMTP_HOST and OKRS_MAIL_FROM are not set"),
        ({"OKRS_SMTP_HOST": "h"}, "OKRS_MAIL_FROM is not set"),
        ({"OKRS_SMTP_HOST": "h", "OKRS_MAIL_FROM": "a@b.c", "OKRS_SMTP_USER": "u"}, "OKRS_SMTP_PASSWORD is not set"),
        ({"OKRS_SMTP_HOST": "h", "OKRS_MAIL_FROM": "a@b.c", "OKRS_SMTP_PASSWORD": "s3"}, "OKRS_SMTP_USER is not set"),
        ({"OKRS_SMTP_HOST": "h", "OKRS_MAIL_FROM": "s3"}, "OKRS_MAIL_FROM is no address of mail"),
        ({"OKRS_SMTP_HOST": "h", "OKRS_MAIL_FROM": "a@b.c, s3@b.c"}, "OKRS_MAIL_FROM is no address of mail"),
        ({"OKRS_SMTP_HOST": "h s3", "OKRS_MAIL_FROM": "a@b.c"}, "OKRS_SMTP_HOST is no name of a host"),
        (
            {"OKRS_SMTP_HOST": "h", "OKRS_MAIL_FROM": "a@b.c", "OKRS_SMTP_TLS": "s3"},
            "OKRS_SMTP_TLS is none of starttls, implicit and none",
        ),
        (
            {"OKRS_SMTP_HOST": "h", "OKRS_MAIL_FROM": "a@b.c", "OKRS_SMTP_PORT": "s3"},
            "OKRS_SMTP_PORT is no number of a port",
        ),
    ],
)
def test_the_environment_is_named_and_never_quoted(environment: dict[str, str], words: str) -> None:
    with pytest.raises(OkrsError) as caught:
        SmtpSettings.from_environment(environment)
    assert caught.value.message == words
    assert "s3" not in f"{caught.value.message} {caught.value.remedy}"


@pytest.mark.parametrize(("tls", "port"), [("", 587), ("starttls", 587), ("implicit", 465), ("none", 25)])
def test_each_way_has_its_usual_port(tls: str, port: int) -> None:
    environment = {"OKRS_SMTP_HOST": "h", "OKRS_MAIL_FROM": "a@b.c", "OKRS_SMTP_TLS": tls}
    assert SmtpSettings.from_environment(environment).port == port


def test_settings_show_no_password() -> None:
    assert PASSWORD not in repr(settings(1, "starttls", "okrs", PASSWORD))


def test_the_name_of_this_machine_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    greeted: list[str] = []
    ehlo = smtplib.SMTP.ehlo
    monkeypatch.setattr(
        smtplib.SMTP, "ehlo", lambda self, name="": greeted.append(self.local_hostname) or ehlo(self, name)
    )
    with serving_mail(Mailroom()) as room:
        smtp = channel(room.port)
        assert smtp.send(message()) == SendOutcome("sent")
        smtp.close()
    assert greeted == ["[127.0.0.1]"]
