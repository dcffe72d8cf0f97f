"""Whatever a field holds, a mail has the tags and links that it has with plain words, and text stays text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import cycle
from typing import Any

import pytest

from okrs_as_code.escape import visible
from okrs_as_code.report.messages.content import PersonMessage
from okrs_as_code.report.messages.message_forms import MessageForms
from okrs_as_code.report.messages.person_messages import PersonMessages
from okrs_as_code.report.page_form import HTML
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.workspace.layout import EntryKind
from okrs_as_code.workspace.loader import load
from okrs_as_code.workspace.trees.overlay import PartialTree
from tests.nightly import at_night
from tests.report.test_hostile import HOSTILE
from tests.report.test_hostile_site import Files, organisation, outlines, same_but_plain

MONDAY = date(2026, 11, 23)
PEOPLE = ("ana", "bo")


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> MessageForms:
    return MessageForms(tmp_path_factory.mktemp("root"))


def messages(files: Files) -> list[PersonMessage]:
    files["okrs/config.yaml"]["digest"] = {"subscribers": ["bo"]}
    contents = {path: json.dumps(data, ensure_ascii=False).encode() for path, data in files.items()}

    def read(paths: Any) -> Iterator[tuple[str, bytes | None]]:
        return ((path, contents.get(path)) for path in paths)

    workspace = load(PartialTree(dict.fromkeys(contents, EntryKind.FILE), {}, read))
    made = PersonMessages(SiteData(workspace, MONDAY, form=HTML))
    return [made.message(person) for person in PEOPLE]


@pytest.mark.parametrize(
    "texts",
    [HOSTILE, *at_night(*([text] for text in HOSTILE))],
    ids=lambda texts: texts[0][:20] if len(texts) == 1 else "all",
)
def test_a_hostile_text_in_every_field_stays_text(texts: list[str], forms: MessageForms) -> None:
    left = cycle(texts)
    files = organisation(lambda: next(left))
    made = messages(files)
    asked = {message.person: (bool(message.help), bool(message.check_ins), bool(message.waiting)) for message in made}
    assert asked == {"ana": (False, True, True), "bo": (True, False, True)}
    mails = {f"{message.person}.html": forms.mail(message) for message in made}
    plain = {f"{message.person}.html": forms.mail(message) for message in messages(same_but_plain(files, set(texts)))}
    assert outlines(mails) == outlines(plain)
    for message in made:
        for text in (forms.text(message), forms.markdown(message), forms.comment(message)):
            assert text == visible(text)
            assert not any(line.lstrip().startswith("::") for line in text.splitlines())
            assert re.search(r"##\w*\[", text) is None
        assert re.search(r"(?<![\w&/])@\w", forms.comment(message)) is None


def test_what_others_read_has_no_word_that_anybody_wrote(forms: MessageForms) -> None:
    numbers = iter(range(10_000))
    files = organisation(lambda: f"text{next(numbers)}text")
    said = {
        value
        for path, data in files.items()
        if "/check-ins/" in path or "/grades/" in path
        for value in re.findall(r"text\d+text", json.dumps(data))
    }
    assert said
    for message in messages(files):
        comment = forms.comment(message)
        assert not said & set(re.findall(r"text\d+text", comment))


def test_the_week_of_all_has_no_word_that_anybody_wrote(forms: MessageForms) -> None:
    numbers = iter(range(10_000))
    files = organisation(lambda: f"text{next(numbers)}text")
    [_, subscriber] = messages(files)
    week = subscriber.weeks.items[-1]
    said = re.findall(
        r"text\d+text", json.dumps([data for path, data in files.items() if "-ana" in path or "people" in path])
    )
    for text in (forms.company(week, subscriber.heading), forms.chat(week, subscriber.heading)):
        assert not set(said) & set(re.findall(r"text\d+text", text))
