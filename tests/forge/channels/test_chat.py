"""The chat: what is posted, what never mentions anybody, and what servers may do to us."""

from __future__ import annotations

import html
import re
import ssl
import time

import pytest

from okrs_as_code import escape
from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.channels.channel import Address, ChannelError, Unreachable
from okrs_as_code.forge.channels.chat import ChatChannel, mattermost_text, posts, slack_text
from okrs_as_code.forge.channels.message import COMPANY, Recipient
from tests.forge.channels.http_server import Answer, Web, hang_up, megabytes, never, serving_web, status, trickling
from tests.forge.channels.messages import HOSTILE, company_message, quick_budget

SECRET = "B0123456789secretsecret"


def channel(web: Web, **seconds: float) -> ChatChannel:
    return ChatChannel({"OKRS_CHAT_WEBHOOK": f"{web.address}/services/{SECRET}"}, quick_budget(**seconds))


@pytest.mark.usefixtures("trusted")
def test_a_post_is_text_alone(server_tls: ssl.SSLContext) -> None:
    with serving_web(status(200, b"ok"), server_tls) as web:
        assert channel(web).send(company_message("3 of 4 [done](https://example.com)")).kind == "sent"
    assert web.requests == [("POST", f"/services/{SECRET}")]
    assert web.bodies == [{"text": "3 of 4 [done](https://example.com)"}]


def test_a_server_without_a_trusted_certificate_gets_nothing(server_tls: ssl.SSLContext) -> None:
    with serving_web(status(200, b"ok"), server_tls) as web:
        with pytest.raises(ChannelError, match="localhost cannot be reached: its certificate is not trusted"):
            channel(web).send(company_message("x"))
        assert web.requests == []


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_to_another_host_is_not_followed(server_tls: ssl.SSLContext, code: int) -> None:
    with serving_web(status(200)) as other, serving_web(status(code, Location=other.address), server_tls) as web:
        with pytest.raises(ChannelError, match=rf"^localhost leads elsewhere, which is never followed \({code}\)$"):
            channel(web).send(company_message("x"))
        assert other.requests == []


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("code", "kind"),
    [(400, "refused"), (422, "refused"), (429, "later"), (503, "later"), (500, "unknown"), (502, "unknown")],
)
def test_what_a_status_means(server_tls: ssl.SSLContext, code: int, kind: str) -> None:
    said = f'{{"message": "no {SECRET}"}}'.encode()
    with serving_web(status(code, said, Retry_After="7"), server_tls) as web:
        outcome = channel(web).send(company_message("x"))
    assert (outcome.kind, outcome.retry_after) == (kind, 7 if kind == "later" else 0)
    assert outcome.reason.endswith(f"({code})")
    assert SECRET not in outcome.reason
    assert len(web.requests) == 1


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("code", [401, 403, 404, 410])
def test_a_webhook_that_is_none_any_more_is_the_channels_failure(server_tls: ssl.SSLContext, code: int) -> None:
    said = f'{{"message": "no {SECRET}"}}'.encode()
    with serving_web(status(code, said), server_tls) as web, pytest.raises(ChannelError) as caught:
        channel(web).send(company_message("x"))
    assert caught.value.message.endswith(f"({code})")
    assert SECRET not in f"{caught.value.message} {caught.value.remedy}"


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("answer", [never, hang_up, trickling(b"HTTP/1.1 2"), trickling(b"HTTP/1.1 200 OK\r\nX: ")])
def test_without_an_answer_nobody_knows(server_tls: ssl.SSLContext, answer: Answer) -> None:
    begun = time.monotonic()
    with serving_web(answer, server_tls) as web:
        outcome = channel(web, run=0.3).send(company_message("x"))
    assert outcome.kind == "unknown"
    assert SECRET not in outcome.reason
    assert time.monotonic() - begun < 2


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("answer", [megabytes(200), trickling(b"HTTP/1.1 200 OK\r\n\r\n")])
def test_what_else_a_server_says_is_not_waited_for(server_tls: ssl.SSLContext, answer: Answer) -> None:
    begun = time.monotonic()
    with serving_web(answer, server_tls) as web:
        assert channel(web).send(company_message("x")).kind == "sent"
    assert time.monotonic() - begun < 2


@pytest.mark.usefixtures("trusted")
def test_a_long_message_is_several_posts_of_whole_lines(server_tls: ssl.SSLContext) -> None:
    lines = [f"line {number} {'x' * 90}" for number in range(100)]
    budget = quick_budget()
    with serving_web(status(200, b"ok"), server_tls) as web:
        chat = ChatChannel({"OKRS_CHAT_WEBHOOK": f"{web.address}/x"}, budget)
        assert chat.send(company_message("\n".join(lines))).kind == "sent"
    texts = [body["text"] for body in web.bodies]
    assert len(texts) == 3
    assert "\n".join(texts).splitlines() == lines
    assert max(map(len, texts)) <= 3500
    assert len(budget.clock.pauses) == 2  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "webhook",
    [
        *("", " ", "http://hooks.slack.com/x", "hooks.slack.com/x", "https://", "https:///x", "https://a b/x"),
        *("file:///x", "https://user:s3cret@example.com/x", "https://example.com:x/s3cret", "https://[::/s3cret"),
        "https://ex\nample.com/",
    ],
)
def test_only_an_address_of_https_is_one_and_none_is_quoted(webhook: str) -> None:
    with pytest.raises(OkrsError) as caught:
        ChatChannel({"OKRS_CHAT_WEBHOOK": webhook})
    assert caught.value.message.startswith("OKRS_CHAT_WEBHOOK is ")
    assert "s3cret" not in f"{caught.value.message}{caught.value.remedy}"


def test_the_chat_is_for_the_company() -> None:
    chat = ChatChannel({"OKRS_CHAT_WEBHOOK": "https://hooks.slack.com/services/x"})
    assert chat.reach(COMPANY) == Address("hooks.slack.com")
    assert isinstance(chat.reach(Recipient("bo", "Bo", "bo@example.com", "bo-l")), Unreachable)


def test_markdown_in_the_form_of_slack() -> None:
    markdown = f"**Reached**\n- [{escape.chat('A & B [x]')}](https://example.com/a?b=c&d) {escape.chat('50 % <up>')}"
    assert slack_text(markdown) == ("*Reached*\n- <https://example.com/a?b=c&amp;d|A &amp; B [x]> 50 % &lt;up›")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("is_escaped", [True, False])
def test_slack_gets_no_mention_link_or_block(text: str, is_escaped: bool) -> None:
    """Also where a template forgot to escape: then only links with a label, and bold, remain what they are."""
    made = slack_text(escape.chat(text) if is_escaped else text)
    assert not re.search(r"[<@]", re.sub(r"<https://[^<>|@]*\|[^<>|]*>", "", made))
    if is_escaped:
        assert "<" not in made
        assert "://" not in made
        assert "`" not in made
        assert "\n" not in made
    assert "\u202e" not in made


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("is_escaped", [True, False])
def test_mattermost_gets_no_mention_link_or_block(text: str, is_escaped: bool) -> None:
    made = mattermost_text(escape.chat(text) if is_escaped else text)
    assert not re.search(r"[<@]", made)
    if is_escaped:
        unescaped = re.sub(r"\\[\\`*_{}\[\]()#+.!>~|-]", "", made)
        assert not re.search(r"[\\`*_{}\[\]()#+.!>~|-]", unescaped.replace("&lt;", "")), "each mark has its backslash"
        assert "://" not in made
        assert not re.search(r"\\[#~](?=\w)", made)
        assert "\n" not in made


@pytest.mark.parametrize("text", ["Ship it", "50 % of 1,200", "A & B", "snake_case *x* `y`", "Zoë (new) #1: a/b - c!"])
def test_escaped_text_reads_as_it_is(text: str) -> None:
    shown = html.unescape(slack_text(escape.chat(text)))
    for lookalike, char in ("ˋ`", "›>", "＃#"):
        shown = shown.replace(lookalike, char)
    assert shown == text


@pytest.mark.parametrize("text", ["\\" * 9000, "\\*" * 5000, "x" * 9000, "a\n" * 5000])
def test_posts_tear_off_no_backslash_and_lose_nothing(text: str) -> None:
    found = list(posts(text))
    assert "".join(found).replace("\n", "") == text.replace("\n", "")
    assert all(len(post) <= 3500 for post in found)
    assert all((len(post) - len(post.rstrip("\\"))) % 2 == 0 for post in found)
