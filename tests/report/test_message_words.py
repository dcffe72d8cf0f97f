"""Messages in the words of whoever reads them for the first time, and links that open what they say."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from okrs_as_code import api
from okrs_as_code.api.messages.data import message_data
from okrs_as_code.report.messages.message_forms import MessageForms
from okrs_as_code.report.messages.message_links import MAX_ADDRESS_LENGTH
from okrs_as_code.report.messages.person_messages import PersonMessages
from tests.repositories import make

MONDAY = date(2026, 11, 23)
HINT = "filled-in file: change what has changed, and commit it."
FILES = {
    "okrs/config.yaml": "repository: https://github.com/example/okrs\nagreement: {required_from: 2026-Q1}\n",
    "okrs/people.yaml": """\
people:
  ana: {name: Ana, emails: [ana@example.com]}
  bo: {name: Bo, emails: [bo@example.com], manager: ana}
  chen: {name: Chen, emails: [chen@example.com], manager: ana}
""",
    "okrs/2026-Q4/company/growth.yaml": r"""
title: Grow with customers who stay
why: Those who stay pay the wages.
owner: ana
key_results:
  - id: posts
    title: Publish posts
    owner: bo
    success: "# All of them\n\nare read, by 10 % & more: \"people\".\n  # and indented\n"
    measure: {type: metric, baseline: 0, target: 9, unit: "%"}
  - {id: guide, title: A guide, owner: bo, success: It is used., measure: {type: binary}}
  - {id: talks, title: Give talks, owner: chen, success: "#1", measure: {type: threshold, at_least: 9, unit: talks}}
  - id: beta
    title: The beta is out
    owner: chen
    success: "yes"
    measure: {type: milestones, steps: [{id: open, title: "# Open"}, {id: all, title: For all}]}
  - {id: voice, title: Our voice, owner: chen, success: Known., measure: {type: score}}
""",
    "okrs/2026-Q4/check-ins/2026-11-16-bo.yaml": """\
by: bo
date: 2026-11-16
key_results:
  company/growth/posts: {value: 1, confidence: 0.5, help: "Ana, a designer # for two days\\n\\n# please"}
  company/growth/guide: {done: true, confidence: 1.0, note: It is there.}
""",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "org"
    folder.mkdir()
    return make(folder, FILES)


def messages(root: Path) -> PersonMessages:
    return PersonMessages(message_data(api.open_repository(root), MONDAY))


def test_a_link_says_what_it_opens_where_the_page_does_not(root: Path) -> None:
    forms = MessageForms(root)
    bo = messages(root).message("bo")
    assert all(HINT in text for text in (forms.text(bo), forms.mail(bo), forms.markdown(bo)))
    config = root / "okrs/config.yaml"
    config.write_text(config.read_text("utf-8") + "site: https://okrs.example.com/\n", encoding="utf-8")
    bo = messages(root).message("bo")
    assert not any(HINT in text for text in (forms.text(bo), forms.mail(bo), forms.markdown(bo)))


def test_a_check_in_that_cannot_be_filled_in_is_said(root: Path) -> None:
    forms, chen = MessageForms(root), messages(root).message("chen")
    [request] = chen.check_ins
    assert list(request.unknown) == ["Give talks", "Our voice"]
    words = "Nothing is known yet of Give talks, Our voice, so add what you know to the file."
    for text in (forms.text(chen), forms.mail(chen), forms.markdown(chen)):
        assert words in text
    assert not messages(root).message("bo").check_ins.items[0].unknown


def test_what_is_done_is_not_said_twice(root: Path) -> None:
    [owned] = messages(root).message("bo").owned
    assert [(row.status, row.progress) for row in owned.rows] == [("at-risk", "11\u00a0%"), ("done", "")]


def test_an_address_of_mail_is_one_to_read(root: Path) -> None:
    assert "Answer Bo: bo@example.com" in MessageForms(root).text(messages(root).message("ana"))


def test_what_a_link_opens_is_a_record_that_lints(root: Path) -> None:
    before = set(api.open_repository(root).workspace.files)
    opened = []
    for person in ("ana", "bo", "chen"):
        message = messages(root).message(person)
        actions = [request.action for request in message.check_ins]
        actions += [item.action for group in message.waiting for item in group.items if item.action is not None]
        for address in dict.fromkeys(action.address for action in actions):
            assert address is not None
            assert len(address) <= MAX_ADDRESS_LENGTH
            query = parse_qs(urlsplit(address).query)
            [path], [text] = query["filename"], query["value"]
            assert not [line for line in text.splitlines() if line.lstrip().startswith("#")]
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
            opened.append(path)
    assert sorted({path.split("/")[2] for path in opened}) == ["agreements", "check-ins"]
    workspace = api.open_repository(root).workspace
    plan, site = workspace.plan, message_data(api.open_repository(root), MONDAY)
    assert set(workspace.files) - before == set(opened)
    assert [path for path in opened if workspace.files[path].mismatches or not workspace.files[path].is_whole] == []
    assert [id_ for id_, node in plan.key_results.items() if site.assessment.consent(node).waits_for] == []
