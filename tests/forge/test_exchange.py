"""Servers that lead elsewhere, answer too much, too slowly or never, and what people read of it."""

from __future__ import annotations

import time

import pytest

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.http_exchange import NoAnswerError, UnreachableError
from okrs_as_code.forge.refusal import HttpStatusError
from okrs_as_code.forge.rest import RestClient
from tests.forge.channels.http_server import Answer, hang_up, megabytes, never, serving_web, status, trickling
from tests.forge.channels.messages import QuickClock, quick_budget

TOKEN = "tokentokentokentoken"
SECRETS = (TOKEN, "secretpath", "secretquery")


def ask(address: str, method: str = "GET", **seconds: float) -> object:
    client = RestClient(f"{address}/api", {"Authorization": f"Bearer {TOKEN}"}, quick_budget(**seconds))
    return client.get("secretpath", q="secretquery") if method == "GET" else client.send(method, "secretpath", a="b")


def shown(error: OkrsError) -> str:
    return f"{error.message} {error.remedy}"


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_never_followed(code: int, method: str) -> None:
    with serving_web(status(200)) as other, serving_web(status(code, Location=f"{other.address}/{TOKEN}")) as web:
        with pytest.raises(HttpStatusError) as caught:
            ask(web.address, method)
        assert other.requests == []
    assert caught.value.message == f"localhost leads elsewhere, which is never followed ({code})"
    assert TOKEN not in shown(caught.value)


def test_a_redirect_without_a_place_or_to_a_file_is_none_either() -> None:
    for headers in ({}, {"Location": "file:///etc/passwd"}, {"Location": "http://[::"}):
        with serving_web(status(302, **headers)) as web, pytest.raises(HttpStatusError):
            ask(web.address)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 422, 429, 500])
def test_errors_name_host_and_status_and_no_secret(code: int, method: str) -> None:
    said = b'{"message": "no token tokentokentokentoken at /api/secretpath?q=secretquery"}'
    with serving_web(status(code, said)) as web, pytest.raises(HttpStatusError) as caught:
        ask(web.address, method)
    assert caught.value.message.startswith("localhost ")
    assert caught.value.message.endswith(f"({code})")
    assert not [secret for secret in SECRETS if secret in shown(caught.value)]


def test_the_token_of_gitlab_is_not_quoted_either() -> None:
    with serving_web(status(403, b'{"message": "bad tokentokentokentoken"}')) as web:
        client = RestClient(web.address, {"PRIVATE-TOKEN": TOKEN}, quick_budget())
        with pytest.raises(HttpStatusError) as caught:
            client.get("thing")
    assert TOKEN not in shown(caught.value)


def test_what_a_server_says_is_short() -> None:
    answer = status(422, b'{"message": "' + b"no " * 10_000 + b'"}')
    with serving_web(answer) as web, pytest.raises(HttpStatusError) as caught:
        ask(web.address)
    assert len(shown(caught.value)) < 600


@pytest.mark.parametrize("answer", [megabytes(200), status(200, b"[" * 60_000), status(200, b"no JSON"), hang_up])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_answer_that_cannot_be_read_may_have_been_a_yes(answer: Answer, method: str) -> None:
    with serving_web(answer) as web, pytest.raises(NoAnswerError) as caught:
        ask(web.address, method)
    assert not [secret for secret in SECRETS if secret in shown(caught.value)]


def test_the_answer_to_a_write_has_64_kib_and_a_list_more() -> None:
    text = b'"' + b"x" * 130 * 1024 + b'"'
    with serving_web(status(200, text)) as web:
        assert ask(web.address)
        with pytest.raises(NoAnswerError, match="answers at too great a length"):
            ask(web.address, "POST")


HEADS = (b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 500 No\r\nX: ")


@pytest.mark.parametrize("answer", [never, *(trickling(head) for head in HEADS)])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_byte_at_a_time_and_silence_end_with_the_time(answer: Answer, method: str) -> None:
    begun = time.monotonic()
    with serving_web(answer) as web, pytest.raises(NoAnswerError, match="localhost takes too long to answer"):
        ask(web.address, method, run=0.2)
    assert time.monotonic() - begun < 1.5


def test_a_slow_reason_for_a_refusal_is_left_out() -> None:
    with serving_web(trickling(b"HTTP/1.1 404 Not Found\r\n\r\n{")) as web, pytest.raises(HttpStatusError):
        ask(web.address, run=0.2)


def test_a_host_that_is_not_there_is_unreachable_and_nothing_was_sent() -> None:
    with pytest.raises(UnreachableError, match=r"127\.0\.0\.1 cannot be reached: Connection refused"):
        ask("http://127.0.0.1:1", "POST")


def test_writes_keep_a_second_between_them() -> None:
    budget = quick_budget()
    with serving_web(status(200)) as web:
        client = RestClient(web.address, {}, budget)
        for _ in range(3):
            client.send("POST", "thing", a="b")
            client.get("thing")
    assert isinstance(budget.clock, QuickClock)
    assert len(budget.clock.pauses) == 2
    assert all(0.5 < pause <= 1 for pause in budget.clock.pauses)


def test_a_write_for_which_no_time_is_left_is_not_begun() -> None:
    with serving_web(status(200)) as web:
        client = RestClient(web.address, {}, quick_budget(run=0.5))
        client.send("POST", "thing", a="b")
        with pytest.raises(UnreachableError, match="no time was left"):
            client.send("POST", "thing", a="b")
        assert len(web.requests) == 1


@pytest.mark.parametrize(("asked", "pauses"), [("60", [60, 60]), ("61", []), ("0", [0, 0])])
def test_a_minute_is_the_longest_that_a_server_may_ask_to_wait(asked: str, pauses: list[float]) -> None:
    budget = quick_budget(message=600)
    with serving_web(status(429, Retry_After=asked)) as web, pytest.raises(HttpStatusError):
        RestClient(web.address, {}, budget).get("thing")
    assert isinstance(budget.clock, QuickClock)
    assert budget.clock.pauses == pauses


@pytest.mark.parametrize("address", ["ftp://example.com", "file:///etc/passwd", "example.com", "https://", ""])
def test_an_address_that_is_none_is_refused_without_being_quoted(address: str) -> None:
    with pytest.raises(OkrsError, match=r"^the address of the API is none$"):
        RestClient(address, {})
