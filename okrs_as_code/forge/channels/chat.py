"""A message in one channel of Slack or Mattermost, by the webhook that the environment names; it mentions nobody.

The message's Markdown comes with text that `escape.chat` made inert, and with links as `[label](https://…)`. Mattermost
reads it as it is; for Slack it is written in Slack's own form.
"""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from okrs_as_code.errors import OkrsError
from okrs_as_code.escape import visible
from okrs_as_code.forge.channels.channel import SENT, Address, ChannelError, SendOutcome, Unreachable
from okrs_as_code.forge.channels.message import COMPANY, Message, Recipient
from okrs_as_code.forge.http_exchange import NoAnswerError, UnreachableError, exchange, exchange_limit
from okrs_as_code.forge.refusal import HttpStatusError
from okrs_as_code.forge.time_budget import TimeBudget

WEBHOOK_VARIABLE = "OKRS_CHAT_WEBHOOK"
_REMEDY = "docs/messages.md lists what the environment says"
_SLACK_DOMAINS = ("slack.com", "slack-gov.com")
_MAX_POST_LENGTH = 3500
"""Characters of one post; Slack cuts what is longer than 4,000, Mattermost by default what is longer than 4,000."""
_MAX_ANSWER_BYTES = 64 * 1024
_TOKEN = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|\[(?P<label>(?:\\.|[^\[\]\\\n])*)\]\((?P<address>https://[^\s()<>|\"\\]*)\)"
    r"|(?P<bold>\*\*)"
    r"|(?P<plain>.)",
    re.DOTALL,
)
_SLACK_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_SLACK_LOOKALIKES = {"`": "ˋ", ">": "›"}
"""Characters that begin code or a quotation in Slack, which knows no escape of them, and lookalikes of theirs."""
_PIECES = re.compile(rf"(?:\\.|.){{1,{_MAX_POST_LENGTH // 2}}}", re.DOTALL)
"""Parts of a line between which no backslash is torn off from what it escapes."""


class ChatChannel:
    """One webhook. Raises OkrsError where the environment names none of https; errors never quote it."""

    name = "chat"
    notes: tuple[str, ...] = ()

    def __init__(self, environment: Mapping[str, str], budget: TimeBudget | None = None) -> None:
        self._webhook = environment.get(WEBHOOK_VARIABLE, "").strip()
        if not self._webhook:
            raise OkrsError(f"{WEBHOOK_VARIABLE} is not set", _REMEDY)
        self._host = _https_host(self._webhook)
        self._is_slack = self._host in _SLACK_DOMAINS or self._host.endswith(tuple(f".{d}" for d in _SLACK_DOMAINS))
        self._budget = budget or TimeBudget()

    def reach(self, person: Recipient) -> Address | Unreachable:
        """The host of the webhook for the company, and nothing for a person."""
        return Address(self._host) if person == COMPANY else Unreachable("the chat is for the company's week only")

    def send(self, message: Message) -> SendOutcome:
        """Posts the message, in several posts where it is long; those after one that is not taken are left out."""
        address = self.reach(message.recipient)
        if isinstance(address, Unreachable):
            return SendOutcome("refused", address.reason)
        text = slack_text(message.markdown) if self._is_slack else mattermost_text(message.markdown)
        for post in posts(text):
            outcome = self._post(post)
            if outcome != SENT:
                return outcome
        return SENT

    def close(self) -> None:
        """Nothing is open."""

    def _post(self, text: str) -> SendOutcome:
        try:
            self._budget.pause_before_write()
        except TimeoutError:
            return SendOutcome("later", "no time was left")
        options = {"unfurl_links": False, "unfurl_media": False, "link_names": False, "parse": "none"}
        data = {"text": text, **(options if self._is_slack else {})}
        headers = {"Content-Type": "application/json", "User-Agent": "okrs-as-code"}
        request = urllib.request.Request(self._webhook, json.dumps(data).encode(), headers, method="POST")  # noqa: S310
        try:
            with exchange(request, exchange_limit(self._budget.deadline, _MAX_ANSWER_BYTES, self._budget.clock)):
                return SENT  # what else the server says is of no concern
        except HttpStatusError as error:
            if error.is_limit or error.status == 503:
                return SendOutcome("later", error.message, error.wait)
            if error.status >= 500:
                return SendOutcome("unknown", error.message)
            if error.status in (400, 413, 422):
                return SendOutcome("refused", error.message)
            raise ChannelError(error.message, f"see {WEBHOOK_VARIABLE}") from None
        except NoAnswerError as error:
            return SendOutcome("unknown", error.message)
        except UnreachableError as error:
            raise ChannelError(error.message, error.remedy) from None


def slack_text(markdown: str) -> str:
    """The text in Slack's form: `<address|label>`, `*bold*`, and everything else as it is, with nothing to act on."""
    return "".join(_slack_token(match) for match in _TOKEN.finditer(_without_mentions(markdown)))


def mattermost_text(markdown: str) -> str:
    """The Markdown without mentions, and without the form of links and mentions that Mattermost reads for Slack."""
    return _without_mentions(markdown).replace("<", "&lt;")


def posts(text: str) -> Iterator[str]:
    """The text in posts of whole lines, none of them too long; a single line that is too long is split."""
    post = ""
    for line in text.strip().splitlines(keepends=True):
        for part in [line] if len(line) <= _MAX_POST_LENGTH else _PIECES.findall(line):
            if post and len(post) + len(part) > _MAX_POST_LENGTH:
                yield post.rstrip("\n")
                post = ""
            post += part
    if post:
        yield post.rstrip("\n")


def _slack_token(match: re.Match[str]) -> str:
    if match["address"] is not None:
        label = re.sub(r"\\(.)", r"\1", match["label"]).replace("|", "¦")
        return f"<{_slack_entities(match['address'])}|{_slack_entities(label)}>"
    if match["bold"] is not None:
        return "*"
    escaped = match["escaped"]
    return _slack_entities(_SLACK_LOOKALIKES.get(escaped, escaped) if escaped is not None else match["plain"])


def _slack_entities(text: str) -> str:
    return "".join(_SLACK_ENTITIES.get(char, char) for char in text)


def _without_mentions(markdown: str) -> str:
    """Markdown in which no `@` is left that could begin a mention: it is shown as `＠`, in addresses as `%40`."""
    text = visible(markdown.replace("\r\n", "\n"))
    text = re.sub(r"\]\(https://[^\s()<>]*\)", lambda match: match[0].replace("@", "%40"), text)
    return text.replace("@", "＠")


def _https_host(address: str) -> str:
    try:
        parts = urlsplit(address)
        is_usable = parts.scheme == "https" and parts.port != 0 and parts.username is None and address.isascii()
    except ValueError:
        is_usable = False
    if not is_usable or not parts.hostname or re.search(r"[\s\x00-\x1f\x7f]", address):
        raise OkrsError(f"{WEBHOOK_VARIABLE} is no address that begins with https://", _REMEDY)
    return parts.hostname.lower()
