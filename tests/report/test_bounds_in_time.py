"""A threshold that is broken, and kept again: where pages list the change, and what pages and messages say of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.api.messages.data import message_data
from okrs_as_code.report.messages.message_forms import MessageForms
from okrs_as_code.report.messages.person_messages import PersonMessages
from tests.repositories import make

TODAY = date(2026, 11, 16)
FILES = {
    "okrs/people.yaml": "people:\n  ana: {name: Ana Souza, emails: [ana@example.com]}\n"
    "  bo: {name: Bo Lindqvist, emails: [bo@example.com], manager: ana}\n",
    "okrs/2026-Q4/company/fast.yaml": "title: Nobody waits\nowner: ana\nkey_results:\n"
    "  - id: slowest\n    title: Keep the slowest tenth below 800 ms\n    owner: bo\n"
    "    measure: {type: threshold, at_most: 800, unit: ms}\n",
}


def repository(root: Path, *said: tuple[float, float]) -> Path:
    """With a value and a confidence for each week, the last of them the week of the sixteenth of November."""
    days = [date(2026, 11, 16 - 7 * back) for back in reversed(range(len(said)))]
    records = {
        f"okrs/2026-Q4/check-ins/{day}-bo.yaml": (
            f"by: bo\ndate: {day}\nkey_results:\n  company/fast/slowest: {{value: {value}, confidence: {confidence}}}\n"
        )
        for day, (value, confidence) in zip(days, said, strict=True)
    }
    return make(root, {**FILES, **records})


@pytest.mark.parametrize(
    ("before", "now", "group", "words"),
    [
        ((910, 0.9), (720, 0.8), "Moved on", "910 → 720 ms, kept again; confidence 0.9 → 0.8"),
        ((910, 0.9), (720, 0.5), "Less sure than before", "910 → 720 ms, kept again; confidence 0.9 → 0.5"),
        ((790, 0.8), (910, 0.8), "Less sure than before", "790 → 910 ms, no longer kept"),
        ((790, 0.8), (910, 0.9), "Moved on", "790 → 910 ms, no longer kept; confidence 0.8 → 0.9"),
        ((910, 0.8), (850, 0.8), "Moved on", "910 → 850 ms, still not kept"),
        ((790, 0.8), (780, 0.8), "Moved on", "790 → 780 ms ·"),
        ((790, 0.9), (780, 0.8), "Less sure than before", "790 → 780 ms; confidence 0.9 → 0.8"),
    ],
)
def test_where_a_change_is_listed_and_what_it_says(
    tmp_path: Path, before: tuple[float, float], now: tuple[float, float], group: str, words: str
) -> None:
    root = repository(tmp_path, before, now)
    api.report(api.open_repository(root), TODAY, out=root / "status")
    page = (root / "status/2026-Q4/index.md").read_text(encoding="utf-8")
    changes = page.partition("## What changed")[2].partition("\n## ")[0]
    assert f"### {group}" in changes
    assert words in changes


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ([(790, 0.8), (910, 0.8)], "now 910 ms, not kept, 790 before"),
        ([(910, 0.8), (910, 0.8)], "still 910 ms, not kept"),
        ([(910, 0.8)], "now 910 ms, not kept"),
        ([(910, 0.8), (790, 0.8)], "now 790 ms, 910 before"),
    ],
)
def test_a_message_says_that_it_is_not_kept(tmp_path: Path, said: list[tuple[float, float]], words: str) -> None:
    root = repository(tmp_path, *said)
    message = PersonMessages(message_data(api.open_repository(root), date(2026, 11, 30))).message("bo")
    assert words in MessageForms(root).text(message)
