"""A message has a size that readers of mail show, and what it leaves out is counted where it would have stood."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from okrs_as_code.report.messages.content import MAX_ROWS, PersonMessage, Rows
from okrs_as_code.report.messages.message_forms import MAX_MAIL_BYTES, MessageForms
from okrs_as_code.report.messages.person_messages import PersonMessages
from okrs_as_code.report.page_form import HTML
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.workspace.layout import EntryKind
from okrs_as_code.workspace.loader import load
from okrs_as_code.workspace.trees.overlay import PartialTree
from tests.nightly import at_night

MONDAY = date(2026, 11, 23)
COUNT = 40
METRIC = {"type": "metric", "baseline": 0, "target": 9, "unit": "x"}


def people_messages(words: str, count: int = COUNT) -> PersonMessages:
    """The messages of an organisation in which one person owns, leads and is asked for everything."""
    files: dict[str, Any] = {
        "okrs/config.yaml": {
            "repository": "https://github.com/example/okrs",
            "digest": {"subscribers": ["ana"]},
            "agreement": {"required_from": "2026-Q1"},
        },
        "okrs/people.yaml": {"people": {"ana": {"name": f"Ana {words}", "emails": ["ana@example.com"]}}},
        "okrs/teams.yaml": {"teams": {f"t{number}": {"name": f"T {words}", "lead": "ana"} for number in range(count)}},
    }
    for number in range(count):
        colleague = f"p{number}"
        entry = {"name": f"P{number} {words}", "emails": [f"{colleague}@example.com"], "manager": "ana"}
        files["okrs/people.yaml"]["people"][colleague] = entry
        files[f"okrs/2026-Q4/t{number}/o.yaml"] = {
            "title": f"O{number} {words}",
            "owner": "ana",
            "key_results": [
                {"id": key, "title": f"{key}{number} {words}", "owner": owner, "success": "yes", "measure": METRIC}
                for key, owner in (("a", "ana"), ("b", colleague), ("c", colleague))
            ],
        }
        said = {"confidence": 0.2, "note": f"note {words}", "help": f"p0 {words}"}
        key = f"t{number}/o"
        for day, value in (("2026-11-10", 3), ("2026-11-20", 9)):
            results = {f"{key}/b": {"value": 3, **said}, f"{key}/c": {"value": value, "confidence": 0.9}}
            path = f"okrs/2026-Q4/check-ins/{day}-{colleague}.yaml"
            files[path] = {"by": colleague, "date": day, "key_results": results}
    own = {f"t{number}/o/a": {"value": 3, **said} for number in range(count)}
    files["okrs/2026-Q4/check-ins/2026-11-10-ana.yaml"] = {"by": "ana", "date": "2026-11-10", "key_results": own}
    contents = {path: json.dumps(data, ensure_ascii=False).encode() for path, data in files.items()}

    def read(paths: Any) -> Iterator[tuple[str, bytes | None]]:
        return ((path, contents.get(path)) for path in paths)

    workspace = load(PartialTree(dict.fromkeys(contents, EntryKind.FILE), {}, read))
    return PersonMessages(SiteData(workspace, MONDAY, form=HTML, since=MONDAY - timedelta(days=8)))


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> MessageForms:
    return MessageForms(tmp_path_factory.mktemp("root"))


@pytest.fixture(scope="module")
def message() -> PersonMessage:
    return people_messages("words").message("ana")


def test_a_list_has_twelve_rows_and_says_how_many_more(message: PersonMessage) -> None:
    [check_ins], [agreements], [owned] = message.check_ins, message.waiting, message.owned
    lists: dict[str, Rows[Any]] = {
        "help": message.help,
        "check-ins": check_ins.titles,
        "agreements": agreements.items,
        "owned": owned.rows,
        "own requests": message.own_requests,
        "weeks": message.weeks,
        "goals of the week of all": people_messages("words").company().goals.rows,
    }
    for name, rows in lists.items():
        assert (len(list(rows)), rows.more > 0) == (MAX_ROWS, True), name
        assert rows.address is not None, name
    assert (message.help.more, check_ins.titles.more, owned.rows.more) == (COUNT - 12, COUNT - 12, COUNT - 12)


def test_the_sentence_counts_what_is_left_out() -> None:
    count = 20
    asked = people_messages("words", count).message("ana")
    assert asked.sentence == "20 people ask for your help, 20 check-ins are due and 60 agreements wait for you."


def test_all_forms_say_how_many_more(message: PersonMessage, forms: MessageForms) -> None:
    for text in (forms.text(message), forms.markdown(message), forms.mail(message)):
        assert text.count(f"and {COUNT - MAX_ROWS} more") >= 4
    assert f"and {COUNT - MAX_ROWS} more" in forms.comment(message)


UNREADABLE = ("\u202e" * 10_000,)
WORDS = ("word " * 2000, "x" * 10_000, '"<&' * 3000, *UNREADABLE, "漢" * 10_000, "a::b##[c] " * 1000)


@pytest.mark.parametrize("words", [WORDS[2], *at_night(*WORDS[:2], *WORDS[3:])], ids=lambda words: ascii(words[:6]))
def test_whatever_is_written_a_mail_is_not_cut_by_those_who_read_it(words: str, forms: MessageForms) -> None:
    made = people_messages(words, 14)
    for person in ("ana", "p0", "p13"):
        fitted, mail = forms.fitted_mail(made.message(person))
        assert len(mail.encode()) <= MAX_MAIL_BYTES
        assert "…" in mail or words in UNREADABLE
        assert len(forms.text(fitted).encode()) <= MAX_MAIL_BYTES
        assert fitted.asks
        assert re.search(r"and \d+ more", mail) is not None or person != "ana"


def test_a_mail_that_fits_keeps_its_rows(message: PersonMessage, forms: MessageForms) -> None:
    message = people_messages("words", 3).message("ana")
    assert forms.fitted_mail(message) == (message, forms.mail(message))


def test_the_week_of_all_for_a_chat_has_ten_lines(forms: MessageForms) -> None:
    made = people_messages("words")
    for text in (forms.company(made.company(), made.heading), forms.chat(made.company(), made.heading)):
        lines = text.splitlines()
        assert len(lines) <= 10
        assert [line for line in lines if "more" in line] == [
            f"and {COUNT - 2} more reached",
            f"and {2 * COUNT - 2} more that need help",
        ]
