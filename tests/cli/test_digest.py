"""`okrs digest` over weeks: by mail with a file that keeps what was sent, and by issues; nothing leaves a copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from okrs_as_code import api
from okrs_as_code.api.messages.permission import refusal
from okrs_as_code.cli.main import run
from okrs_as_code.errors import OkrsError
from okrs_as_code.model.files.config import Config
from tests.forge.channels.issue_forges import IssueForge, RepositoryForge
from tests.forge.channels.messages import quick_budget
from tests.forge.channels.smtp_server import Mailroom, serving_mail
from tests.forge.forge import serving
from tests.repositories import make

MONDAY = date(2026, 11, 23)
REPOSITORY = "https://github.com/example/okrs"
FILES = {
    "okrs/config.yaml": f"repository: {REPOSITORY}\ndays_off: [saturday, sunday]\n"
    "digest: {day: monday, reminder: thursday}\n",
    "okrs/people.yaml": """\
people:
  ana: {name: Ana, emails: [ana@example.com], account: ana-a}
  bo: {name: Bo, emails: [bo@example.com], account: bo-l, manager: ana}
  chen: {name: Chen, emails: [chen@example.com], account: chen-w, manager: ana, digest: issues}
  dee: {name: Dee, manager: ana}
""",
    "okrs/2026-Q4/company/growth.yaml": """\
title: Grow with customers who stay
owner: ana
key_results:
  - {id: posts, title: Publish posts, owner: bo, measure: {type: metric, baseline: 0, target: 9, unit: posts}}
  - {id: talks, title: Give talks, owner: chen, measure: {type: metric, baseline: 0, target: 9, unit: talks}}
  - {id: guide, title: A guide, owner: dee, success: It is used., measure: {type: binary}}
""",
}
JOB = {"GITHUB_REPOSITORY": "example/okrs"}
MAIL = {"OKRS_SMTP_TLS": "none", "OKRS_MAIL_FROM": "okrs@example.com", "OKRS_SMTP_HOST": "127.0.0.1"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "org"
    folder.mkdir()
    return make(folder, FILES)


def send(
    root: Path, day: date, targets: Sequence[str], environment: dict[str, str], state: Path | None = None
) -> api.DigestReport:
    repository = api.open_repository(root)
    budget = quick_budget()
    return api.send_messages(repository, day, targets, environment, print, state=state, budget=budget)


def check_in(root: Path, person: str, key_result: str, day: date) -> None:
    path = root / f"okrs/2026-Q4/check-ins/{day}-{person}.yaml"
    path.parent.mkdir(exist_ok=True)
    entry = f"key_results:\n  company/growth/{key_result}: {{value: 1, confidence: 0.9}}\n"
    path.write_text(f"by: {person}\ndate: {day}\n{entry}", encoding="utf-8")


@pytest.fixture
def mail(root: Path) -> Iterator[Callable[..., list[str]]]:
    """Sends by mail on a day, and returns who got what since the last run."""
    room = Mailroom()
    with serving_mail(room):
        environment = {**MAIL, "OKRS_SMTP_PORT": str(room.port)}

        def on(day: date, state: Path | None = root.parent / "state.json") -> list[str]:
            before = len(room.mails)
            send(root, day, ["smtp"], environment, state)
            return sorted(f"{to.partition('@')[0]}: {_subject(text)}" for _, [to], text in room.mails[before:])

        yield on


def _subject(mail: bytes) -> str:
    return next(line for line in mail.decode().splitlines() if line.startswith("Subject: ")).removeprefix("Subject: ")


def test_a_message_a_week_and_a_reminder_of_what_still_waits(root: Path, mail: Callable[..., list[str]]) -> None:
    assert mail(MONDAY - timedelta(days=1)) == []
    assert mail(MONDAY) == ["bo: One check-in is due"]
    assert mail(MONDAY) == []
    check_in(root, "bo", "posts", MONDAY)
    assert mail(MONDAY + timedelta(days=3)) == []
    week = ["ana: Nothing waits for you this week", "bo: One check-in is due"]
    assert mail(MONDAY + timedelta(days=7)) == week
    assert mail(MONDAY + timedelta(days=9)) == []
    assert mail(MONDAY + timedelta(days=10)) == ["bo: Still: one check-in is due"]
    assert mail(MONDAY + timedelta(days=11)) == []


def test_a_job_that_slept_sends_the_current_week_once(root: Path, mail: Callable[..., list[str]]) -> None:
    silent = "ana: Three key results have had no news for long"
    assert mail(MONDAY - timedelta(days=21)) == [silent, "bo: One check-in is due"]
    assert mail(MONDAY + timedelta(days=1)) == ["bo: One check-in is due"]
    assert mail(MONDAY + timedelta(days=2)) == []


def test_without_the_file_only_the_day_itself_counts(root: Path, mail: Callable[..., list[str]]) -> None:
    state = root.parent / "state.json"
    assert mail(MONDAY) == ["bo: One check-in is due"]
    state.unlink()
    assert mail(MONDAY + timedelta(days=1)) == []
    state.write_text("{", encoding="utf-8")
    assert mail(MONDAY + timedelta(days=3)) == []
    assert mail(MONDAY + timedelta(days=7)) == ["bo: One check-in is due"]
    assert mail(MONDAY + timedelta(days=7), None) == ["bo: One check-in is due"]


def test_who_cannot_be_reached_is_listed(root: Path) -> None:
    room = Mailroom()
    with serving_mail(room):
        report = send(root, MONDAY, ["smtp"], {**MAIL, "OKRS_SMTP_PORT": str(room.port)})
    assert report.is_complete
    assert report.notes == [
        "without `--state` nothing is remembered: who has their day today gets a message each time this runs",
        "chen cannot be reached: `digest: issues`, and `--to` does not name that",
        "dee cannot be reached: there is no address among `emails`",
    ]


def test_where_nobody_gets_a_message_it_says_so(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "okrs/people.yaml").write_text("people:\n  ana: {name: Ana}\n", encoding="utf-8")
    (root / "okrs/2026-Q4/company/growth.yaml").unlink()
    assert run(["digest", "--root", str(root), "--today", str(MONDAY)]) == 0
    output = capsys.readouterr()
    assert (output.out, output.err.startswith("nobody gets a message now")) == ("", True)


def test_a_state_without_a_name_is_none(root: Path) -> None:
    with pytest.raises(OkrsError, match="names no file"):
        send(root, MONDAY, ["smtp"], MAIL, Path())


def test_who_cannot_be_read_is_listed_and_keeps_their_issue(root: Path, forge: IssueForge) -> None:
    send(root, MONDAY, ["issues"], by_issues(forge))
    before = shown(forge)
    assert sorted(before) == ["OKRs of Bo", "OKRs of Chen"]
    people = root / "okrs/people.yaml"
    people.write_text(people.read_text("utf-8").replace("digest: issues", "digest: nnoe"), encoding="utf-8")
    for targets in (["issues"], ["stdout"]):
        report = send(root, MONDAY + timedelta(days=1), targets, by_issues(forge))
        assert report.is_complete
        assert "chen cannot be reached: the entry in people.yaml cannot be read" in report.notes
    assert shown(forge) == before


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("config", "day: monday", "dya: monday"),
        ("config", "day: monday", "day: mondya"),
        ("config", "[saturday, sunday]", "[saturdya]"),
        ("config", "digest:", "digets:"),
        ("config", "repository:", "exmaple: {today: 2026-11-23}\nrepository:"),
        ("config", "repository:", "example: {today: 2026-13-23}\nrepository:"),
        ("config", "repository:", "timezone: Europe/Berlni\nrepository:"),
        ("config", "digest:", "digest: {day: friday}\ndigest:"),
        ("people", "people:", "people:\n  bo: {name: Bo, digest: none}"),
        ("people", "people:", "people: ["),
        ("config", "digest:", "digest: ["),
    ],
)
def test_what_decides_on_messages_and_cannot_be_read_sends_nothing(
    root: Path, file: str, before: str, after: str, forge: IssueForge
) -> None:
    path = root / f"okrs/{file}.yaml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(OkrsError, match=file):
        send(root, MONDAY, ["issues"], by_issues(forge))
    assert forge.requests == []


def test_a_dry_run_knows_what_was_sent_and_writes_nothing(root: Path, mail: Callable[..., list[str]]) -> None:
    state = root.parent / "state.json"

    def planned(day: date) -> list[str]:
        environment = {**MAIL, "OKRS_SMTP_PORT": "9"}
        return api.send_messages(
            api.open_repository(root), day, ["smtp"], environment, print, state=state, dry_run=True
        ).planned

    plan = ["bo gets a message by smtp to bo@example.com: One check-in is due"]
    assert planned(MONDAY) == plan
    assert not state.exists()
    mail(MONDAY)
    before = state.read_bytes()
    assert planned(MONDAY) == []
    assert planned(MONDAY + timedelta(days=3)) == [
        "bo gets a reminder by smtp to bo@example.com: Still: one check-in is due"
    ]
    assert state.read_bytes() == before


@pytest.fixture
def forge() -> Iterator[IssueForge]:
    with serving(RepositoryForge()) as stand_in:
        stand_in.tokens.add("secret")
        yield stand_in


def by_issues(forge: IssueForge) -> dict[str, str]:
    return {
        "GITHUB_API_URL": forge.address,
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": "example/okrs",
        "GITHUB_TOKEN": "secret",
        "GITHUB_EVENT_NAME": "schedule",
    }


def shown(forge: IssueForge) -> dict[str, list[str]]:
    return {
        issue.title: [comment.text.partition("\n\n<!--")[0] for comment in issue.comments]
        for issue in forge.stored
        if issue.is_open
    }


def test_issues_have_counts_titles_and_links_until_nothing_waits(root: Path, forge: IssueForge) -> None:
    report = send(root, MONDAY, ["issues"], by_issues(forge))
    assert report.is_complete
    texts = shown(forge)
    assert sorted(texts) == ["OKRs of Bo", "OKRs of Chen"]
    [comment] = texts["OKRs of Bo"]
    assert comment.startswith("@bo-l\n\nOne check-in is due.\n\n- [Check in](https://github.com/example/okrs/new/main")
    assert comment.endswith(": Publish posts")
    check_in(root, "bo", "posts", MONDAY)
    send(root, MONDAY + timedelta(days=1), ["issues"], by_issues(forge))
    assert shown(forge) == {**texts, "OKRs of Bo": []}
    people = root / "okrs/people.yaml"
    people.write_text(people.read_text("utf-8").replace("digest: issues", "digest: none"), encoding="utf-8")
    send(root, MONDAY + timedelta(days=2), ["issues"], by_issues(forge))
    assert sorted(shown(forge)) == ["OKRs of Bo"]


def test_a_dry_run_sends_nothing(
    root: Path, forge: IssueForge, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    for name, value in {**by_issues(forge), **MAIL}.items():
        monkeypatch.setenv(name, value)
    options = ("--to", "smtp", "--to", "issues", "--dry-run", "--root", str(root), "--today", str(MONDAY))
    assert run(["digest", *options]) == 0
    output = capsys.readouterr()
    assert output.out.splitlines() == [
        "bo gets a message by smtp to bo@example.com: One check-in is due",
        "chen gets a message by issues to @chen-w: One check-in is due",
    ]
    assert "dee cannot be reached" in output.err
    assert forge.stored == []


@pytest.mark.parametrize(
    ("config", "environment", "words"),
    [
        ({"example": {"today": "2026-11-23"}}, {}, "example organisation"),
        ({}, {"GITHUB_EVENT_NAME": "pull_request_target"}, "a change that is proposed"),
        ({}, {"CI_PIPELINE_SOURCE": "merge_request_event"}, "a change that is proposed"),
        ({}, {"GITHUB_REPOSITORY": "example/okrs"}, "names no `repository`"),
        ({"repository": REPOSITORY}, {"GITHUB_REPOSITORY": "eve/okrs"}, "a copy sends no messages"),
        ({"repository": REPOSITORY}, {"CI_PROJECT_ID": "7", "CI_PROJECT_URL": REPOSITORY + "-2"}, "a copy sends"),
        ({"repository": REPOSITORY}, {"CI_PROJECT_ID": "7"}, "a copy sends no messages"),
        ({"repository": f"{REPOSITORY}.git"}, {"GITHUB_REPOSITORY": "Example/OKRs"}, None),
        (
            {"repository": REPOSITORY},
            {"GITHUB_REPOSITORY": "example/okrs", "GITHUB_SERVER_URL": "http://github.com"},
            None,
        ),
        (
            {"repository": REPOSITORY},
            {"GITHUB_REPOSITORY": "example/okrs", "GITHUB_SERVER_URL": "https://evil"},
            "a copy",
        ),
        ({}, {}, None),
    ],
)
def test_where_nothing_may_be_sent(config: dict[str, Any], environment: dict[str, str], words: str | None) -> None:
    reason = refusal(Config.model_validate(config), environment)
    assert (reason is None) if words is None else (reason is not None and words in reason)


def test_a_copy_sends_nothing_and_still_shows(
    root: Path, forge: IssueForge, capsys: pytest.CaptureFixture[str]
) -> None:
    environment = {**by_issues(forge), "GITHUB_REPOSITORY": "eve/okrs"}
    report = send(root, MONDAY, ["issues", "stdout"], environment)
    assert report.refusal is not None
    assert forge.requests == []
    assert "One check-in is due" in capsys.readouterr().out


def test_help_with_an_objective_reaches_whom_it_names_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = "by: ana\ndate: 2026-11-20\nobjectives:\n  company/growth: {help: 'Chen, an hour please'}\n"
    make(root, {"okrs/2026-Q4/check-ins/2026-11-20-ana.yaml": said})
    send(root, MONDAY, ["stdout"], {})
    out = capsys.readouterr().out
    assert out.count("Chen, an hour please") == 1
    assert "Chen, Ana asks for your help" in out
    assert 'for "Grow with customers who stay":\n  "Chen, an hour please"' in out
