"""The bytes of a mail: headers that nobody adds to, and lines that every server takes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.forge.channels.mail import Mailbox, mail_bytes, mailbox, valid_address
from okrs_as_code.forge.channels.message import Recipient
from okrs_as_code.phrases import shortened
from tests.forge.channels.messages import HOSTILE, message

SENDER = Mailbox("OKRs", "okrs@example.com")
HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Unsubscribe", "MIME-Version"]


def read(mail: bytes) -> EmailMessage:
    return cast("EmailMessage", message_from_bytes(mail, policy=policy.default))


def header_lines(mail: bytes) -> list[bytes]:
    return mail.partition(b"\r\n\r\n")[0].split(b"\r\n")


def test_a_mail_to_the_byte() -> None:
    assert mail_bytes(message(), SENDER) == (
        b"From: OKRs <okrs@example.com>\r\n"
        b"To: Bo Lindqvist <bo@example.com>\r\n"
        b"Subject: Two check-ins are due\r\n"
        b"Date: Mon, 23 Nov 2026 00:00:00 +0000\r\n"
        b"Message-ID: <KEY@example.com>\r\n"
        b"Auto-Submitted: auto-generated\r\n"
        b"List-Unsubscribe: <https://github.com/example/okrs/edit/main/okrs/people.yaml>\r\n"
        b"MIME-Version: 1.0\r\n"
        b'Content-Type: multipart/alternative; boundary="=_KEY"\r\n'
        b"\r\n"
        b"--=_KEY\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n"
        b"\r\n"
        b"Two check-ins are due.\r\n"
        b"\r\n"
        b"Check in: https://example.com/check-in\r\n"
        b"\r\n"
        b"--=_KEY\r\n"
        b"Content-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n"
        b"\r\n"
        b"<!doctype html><p>Two check-ins are due.</p>\r\n"
        b"\r\n"
        b"--=_KEY--\r\n"
    ).replace(b"KEY", message().key.encode())


@pytest.mark.parametrize("length", [10, 60, 78, 79, 200, 900])
def test_the_way_out_is_never_encoded_or_folded(length: int) -> None:
    """The standard library makes `=?utf-8?…` of it beyond 78 characters."""
    address = f"https://example.com/{'x' * length}"
    assert b"List-Unsubscribe: <" + address.encode() + b">" in header_lines(
        mail_bytes(message(unsubscribe=address), SENDER)
    )


@pytest.mark.parametrize("address", [None, "", "mailto:a@b.c", "javascript:x", f"https://a.b/{'x' * 990}"])
def test_a_way_out_that_is_none_is_left_out(address: str | None) -> None:
    assert read(mail_bytes(message(unsubscribe=address), SENDER))["List-Unsubscribe"] is None


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_adds_no_header_and_no_recipient(hostile: str) -> None:
    recipient = Recipient("bo", hostile, "bo@example.com")
    mail = mail_bytes(
        message(
            recipient=recipient,
            subject=hostile,
            text=hostile,
            html=hostile,
            reply_to=hostile,
            unsubscribe=f"https://{hostile}",
        ),
        Mailbox(hostile, "okrs@example.com"),
    )
    parsed = read(mail)
    assert [name for name in parsed if name != "List-Unsubscribe"] == [
        *(name for name in HEADERS if name != "List-Unsubscribe"),
        "Content-Type",
    ]
    assert [address.addr_spec for address in parsed["To"].addresses] == ["bo@example.com"]
    assert [address.addr_spec for address in parsed["From"].addresses] == ["okrs@example.com"]
    assert parsed["Reply-To"] is None
    assert len(parsed["Subject"]) <= 1300
    assert not parsed.defects
    assert all(not parsed[name].defects for name in ("To", "From", "Subject"))
    assert_transportable(mail)
    parts = [part.get_content() for part in parsed.iter_parts()]
    assert len(parts) == 2


def assert_transportable(mail: bytes) -> None:
    assert mail.isascii()
    assert b"\0" not in mail
    lines = mail.split(b"\r\n")
    assert not [line for line in lines if b"\r" in line or b"\n" in line or len(line) > 998]
    for line in header_lines(mail):
        assert all(len(word) <= 75 for word in re.findall(rb"=\?[^ ]*\?=", line))
        if not line.startswith(b"List-Unsubscribe"):
            assert len(line) <= 200


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=300))
def test_any_text_makes_a_mail_that_says_it(name: str, subject: str, text: str) -> None:
    subject = f"S{subject}"
    mail = mail_bytes(message(recipient=Recipient("bo", name, "bo@example.com"), subject=subject, text=text), SENDER)
    assert_transportable(mail)
    parsed = read(mail)
    assert [address.addr_spec for address in parsed["To"].addresses] == ["bo@example.com"]
    assert list(parsed.keys()) == [*HEADERS, "Content-Type"]
    if text.isprintable():
        assert next(parsed.iter_parts()).get_content().rstrip("\r\n") == text
    if subject.isprintable() and len(subject) < 100:
        assert " ".join(str(parsed["Subject"]).split()) == " ".join(subject.split())


def test_a_mail_of_plain_text() -> None:
    parsed = read(mail_bytes(message(html=None), SENDER))
    assert parsed.get_content_type() == "text/plain"
    assert parsed.get_content().startswith("Two check-ins")


def test_who_asks_gets_the_answer() -> None:
    assert read(mail_bytes(message(reply_to="chen@example.com"), SENDER))["Reply-To"] == "chen@example.com"


def test_without_an_address_nobody_is_named() -> None:
    assert read(mail_bytes(message(recipient=Recipient("bo", "Bo")), SENDER))["To"] is None


def test_the_same_message_has_the_same_id_at_any_time() -> None:
    mails = [read(mail_bytes(message(), SENDER, datetime(2026, 11, 23, hour, tzinfo=UTC))) for hour in (6, 7)]
    assert mails[0]["Message-ID"] == mails[1]["Message-ID"]
    assert mails[0]["Date"] != mails[1]["Date"]
    keys = {message(person, kind=kind).key for person in ("bo", "mara") for kind in ("message", "reminder")}
    assert len(keys) == 4


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("okrs@example.com", Mailbox("", "okrs@example.com")),
        ("OKRs of Example <okrs@example.com>", Mailbox("OKRs of Example", "okrs@example.com")),
        ('"OKRs, all" <okrs@example.com>', Mailbox("OKRs, all", "okrs@example.com")),
        ("a@example.com, b@example.com", None),
        ("okrs", None),
        ("", None),
        ("okrs@example.com\nBcc: x@example.com", None),
    ],
)
def test_a_sender_is_one_mailbox(text: str, box: Mailbox | None) -> None:
    assert mailbox(text) == box


def test_addresses_are_ascii() -> None:
    assert valid_address("bo@bücher.example") == "bo@xn--bcher-kva.example"
    assert valid_address("bo@" + "a" * 64 + ".example") is None
    assert valid_address("bo@ex..ample") is None


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("one two", 7, "one two"),
        ("one two three", 9, "one two…"),
        ("one two\nthree", 20, "one two three"),
        ("x" * 30, 10, "xxxxxxxxx…"),
        ("one " + "x" * 30, 20, "one xxxxxxxxxxxxxxx…"),
    ],
)
def test_a_subject_ends_at_a_word(text: str, limit: int, short: str) -> None:
    assert shortened(text, limit) == short
