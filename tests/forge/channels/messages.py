"""Messages and clocks of tests."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

from okrs_as_code.forge.channels.message import COMPANY, Message, Recipient, message_key
from okrs_as_code.forge.time_budget import TimeBudget

WEEK = date(2026, 11, 23)
REPOSITORY = "https://github.com/example/okrs"


class QuickClock:
    """The real time, but that nobody sleeps: what would be slept passes at once."""

    def __init__(self) -> None:
        self._slept = 0.0
        self.pauses: list[float] = []

    def monotonic(self) -> float:
        return time.monotonic() + self._slept

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self._slept += seconds


def quick_budget(**seconds: float) -> TimeBudget:
    return TimeBudget(QuickClock(), **seconds)


def message(person: str = "bo", **fields: Any) -> Message:
    """A message to a person, whose address and account are made of the id."""
    recipient = Recipient(person, f"{person.title()} Lindqvist", f"{person}@example.com", f"{person}-l")
    kind = fields.get("kind", "message")
    week = fields.get("week", WEEK)
    values: dict[str, Any] = {
        "recipient": recipient,
        "week": week,
        "day": week,
        "key": message_key(REPOSITORY, person, week, kind),
        "subject": "Two check-ins are due",
        "text": "Two check-ins are due.\n\nCheck in: https://example.com/check-in\n",
        "markdown": "Two check-ins are due.\n\n[Check in](https://example.com/check-in)\n",
        "html": "<!doctype html><p>Two check-ins are due.</p>",
        "about": "These are the OKRs of Bo. [Page](https://example.com/bo)",
        "unsubscribe": "https://github.com/example/okrs/edit/main/okrs/people.yaml",
        **fields,
    }
    return Message(**values)


def company_message(markdown: str) -> Message:
    return message(markdown=markdown, recipient=COMPANY)


HOSTILE = (
    "x\r\nBcc: eve@example.com",
    "x\nRCPT TO:<eve@example.com>\r\n.\r\nMAIL FROM:<eve@example.com>",
    "@all @here @eve <!channel> <!here|x> <@U123>",
    "](https://evil.example) [x](https://evil.example) <https://evil.example|x>",
    "::set-output name=x::y ##[set-env]x",
    "\n::set-output name=x::y\n/close\n/assign @eve\n```\nblock\n```\n> quote",
    "<!-- okrs: person=bo message=2026-11-23 reminder=none -->",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\u202egnp.exe\u2066 \u200b\ufeff\u2028\u0085\x00\x1b[31m",
    "=?utf-8?q?Bcc=3A_eve=40example=2Ecom?=",
    'a", "eve" <eve@example.com>, <bo@example.com>; (comment) \\',
    "www.evil.example https://evil.example #1 !2 ~label %3 $4 GH-5 example/okrs#6 \U0001f600",
    "é" * 10_000,
    "a" * 10_000,
    "a b " * 2_500,
)
