"""Of the backlog shape and words are linted, and nothing that needs a cycle, an owner, a record or a parent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.lint.registry import all_rules
from tests.repositories import PEOPLE, SMALL, make

DAY = date(2026, 11, 16)
GOAL = "okrs/backlog/company/podcast.yaml"


def findings(root: Path, files: dict[str, str]) -> list[tuple[str, str, str]]:
    make(root, {**SMALL, **files})
    located = api.lint(api.open_repository(root), DAY).findings
    return [
        (one.finding.code, str(one.finding.severity), one.finding.message)
        for one in located
        if one.finding.place.file in files
    ]


def codes(root: Path, text: str) -> list[str]:
    return [code for code, _, _ in findings(root, {GOAL: text})]


def test_a_title_is_enough(tmp_path: Path) -> None:
    assert codes(tmp_path, "title: Be heard where customers listen\n") == []


def test_neither_owners_nor_days_nor_parents_are_looked_at(tmp_path: Path) -> None:
    text = (
        "title: Be heard where customers listen\nowner: nobody\naligned_to: nowhere/at-all\n"
        "formerly: [company/organic-pipeline]\nkey_results:\n"
        "  - {id: a, title: We are guests in six shows, owner: gone, contributors: [who], start: 2019-01-01,"
        " due: 2018-01-01, measure: {type: binary}}\n"
        "  - {title: We are guests in six shows, owner: {team: none, lead: nobody}}\n"
        "initiatives: [{title: Call them, key_result: b}]\n"
    )
    assert codes(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("title: [\n", "FMT001"),
        ("title: Be heard\nkey_result: []\n", "FMT002"),
        ("why: It pays.\n", "FMT003"),
        ("title: Be heard\nkey_results: [{id: a}]\n", "FMT003"),
        ("title: Be heard\nkey_results: [{title: We speak, owner: }]\n", "FMT004"),
        ("title: Be heard\nkey_results: [{title: We speak, owner: [bo, mara]}]\n", "FMT004"),
        ("title: Be heard\nkey_results: [{id: a, title: We speak}, {id: a, title: We hear}]\n", "FMT005"),
        ("title: Be heard\nkey_results: [{title: We speak, measure: {type: metric}}]\n", "KR001"),
        ("title: Be heard\nkey_results: [{title: We speak, weight: -1}]\n", "KR007"),
        ("title: Be heard\nkey_results: [{title: We speak, weight: 0}]\n", "KR007"),
        ("title: Raise revenue by 20 %\n", "OBJ001"),
        ("title: Launch a podcast\n", "OBJ002"),
        (
            "title: Be heard\nkey_results:\n"
            "  - {title: Cut churn, measure: {type: metric, baseline: 1, target: 3, unit: leads}}\n",
            "KR003",
        ),
        (
            "title: Be heard\nkey_results:\n"
            "  - {title: Win 5 guests, measure: {type: metric, baseline: 0, target: 3, unit: guests}}\n",
            "KR004",
        ),
        ("title: Be heard\nkey_results: [{title: Work on a podcast}]\n", "KR005"),
        ("title: Be heard\nkey_results: [{title: Win X % more guests}]\n", "KR006"),
        ("title: Be heard\nkey_results: [{title: Hire 2 SDRs and 3 AEs}]\n", "KR014"),
    ],
)
def test_shape_and_words_are(tmp_path: Path, text: str, code: str) -> None:
    assert code in codes(tmp_path, text)
    assert next(rule for rule in all_rules() if rule.code == code).in_backlog or code in ("FMT001", "FMT005")


def test_every_rule_for_the_backlog_is_tried_here() -> None:
    tried = {mark.args[1][at][1] for mark in test_shape_and_words_are.pytestmark for at in range(len(mark.args[1]))}
    assert {rule.code for rule in all_rules() if rule.in_backlog} <= tried


def test_a_rate_is_not_compared_as_nobody_knows_for_how_long(tmp_path: Path) -> None:
    text = "title: Be heard\nkey_results:\n  - {title: Win $2k a month, measure: %s}\n"
    assert codes(tmp_path, text % "{type: metric, baseline: 0, target: 6000, unit: $}") == []


def test_what_is_not_filled_in_yet_is_a_warning(tmp_path: Path) -> None:
    found = findings(tmp_path, {GOAL: "title: Be heard\nkey_results: [{title: TBD}]\n"})
    assert found == [("KR006", "warning", 'the title of key result "TBD" holds a placeholder, "TBD"')]


def test_a_folder_that_is_no_team(tmp_path: Path) -> None:
    [(code, severity, message)] = findings(tmp_path, {"okrs/backlog/nobody/podcast.yaml": "title: Be heard\n"})
    assert (code, severity, message) == ("FMT006", "error", 'folder "nobody" is no team')


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("okrs/backlog/podcast.yaml", "this file lies in no team's folder"),
        ("okrs/backlog/company/deep/podcast.yaml", "this file lies too deep: the backlog has folders of teams,"),
        ("okrs/backlog/check-ins/2026-10-12-bo.yaml", 'folder "check-ins" cannot be a team\'s id'),
        ("okrs/Backlog/company/podcast.yaml", 'folder "Backlog" is no cycle'),
    ],
)
def test_files_in_no_place(tmp_path: Path, path: str, message: str) -> None:
    [(code, _, found)] = findings(tmp_path, {path: "title: Be heard\n"})
    assert code == "FMT006"
    assert found.startswith(message)


def test_a_team_called_backlog(tmp_path: Path) -> None:
    teams = "teams:\n  company: {name: Example}\n  backlog: {name: Crew}\n"
    found = findings(tmp_path, {"okrs/teams.yaml": teams, GOAL: "title: Be heard\n"})
    assert [(code, message) for code, _, message in found if code.startswith("FMT")] == [
        ("FMT006", "okrs/backlog/ is no backlog here, as there is a team `backlog`")
    ]


RECORD = "by: bo\ndate: 2026-11-02\nkey_results:\n  {ref}: {entry}\n"


@pytest.mark.parametrize(
    "ref", ["company/podcast/a", "2026-Q4/company/podcast/a", "backlog/company/podcast", "backlog/company/podcast/a"]
)
def test_no_record_refers_to_it(tmp_path: Path, ref: str) -> None:
    record = "okrs/2026-Q4/check-ins/2026-11-02-bo.yaml"
    text = RECORD.format(ref=ref, entry="{note: It goes well.}")
    found = findings(tmp_path, {GOAL: "title: Be heard\n", record: text})
    assert ("FMT007", "error", '"backlog/company/podcast" is in the backlog, and nothing can refer to it') in found
    assert not any(code == "FMT004" for code, _, _ in found)


def test_no_grade_is_carried_to_it(tmp_path: Path) -> None:
    record = "okrs/2026-Q4/grades/2026-11-02-bo.yaml"
    entry = "{score: 1, because: Done, decision: later, carried_to: backlog/company/podcast/a}"
    text = RECORD.format(ref="company/organic-pipeline/pillar-posts", entry=entry)
    found = findings(tmp_path, {GOAL: "title: Be heard\n", record: text})
    assert [code for code, severity, _ in found if severity == "error"] == ["FMT007"]


@pytest.mark.parametrize(("above", "code"), [("company/podcast", "ALN001"), ("2026-Q4/company/podcast", "ALN001")])
def test_no_objective_is_aligned_to_it(tmp_path: Path, above: str, code: str) -> None:
    path = "okrs/2026-Q4/company/other.yaml"
    text = f"title: Be read\naligned_to: {above}\nkey_results: []\n"
    found = findings(tmp_path, {GOAL: "title: Be heard\n", path: text})
    assert (code, "error", '"backlog/company/podcast" is in the backlog, and nothing can refer to it') in found


def test_an_objective_aligned_to_the_folder(tmp_path: Path) -> None:
    path = "okrs/2026-Q4/company/other.yaml"
    text = "title: Be read\naligned_to: backlog/company/podcast\nkey_results: []\n"
    found = [message for code, _, message in findings(tmp_path, {path: text}) if code in ("FMT007", "ALN001")]
    assert found == ['"backlog/company/podcast" is in the backlog, and nothing can refer to it']


def test_a_change_of_the_backlog_is_judged(tmp_path: Path) -> None:
    from tests.repositories import commit

    make(tmp_path, {**SMALL, "okrs/people.yaml": PEOPLE, GOAL: "title: Launch a podcast\n"})
    commit(tmp_path)
    make(tmp_path, {"okrs/backlog/company/other.yaml": "title: Launch a film\n"})
    found = api.lint(api.open_repository(tmp_path), DAY, since="HEAD").findings
    assert [(one.finding.code, one.finding.place.file) for one in found] == [
        ("OBJ002", "okrs/backlog/company/other.yaml")
    ]


@pytest.mark.parametrize(("decision", "expected"), [("keep", ["CYC004"]), ("later", [])])
def test_what_was_left_for_later_does_not_come_back_in_silence(
    tmp_path: Path, decision: str, expected: list[str]
) -> None:
    goal = "title: Be read\nkey_results:\n  - {id: a, title: We are known, owner: bo, measure: {type: binary}}\n"
    record = RECORD.format(ref="company/known/a", entry=f"{{score: 1, because: Done, decision: {decision}}}")
    files = {f"okrs/{cycle}/company/known.yaml": goal for cycle in ("2026-Q3", "2026-Q4")}
    found = findings(tmp_path, {**files, "okrs/2026-Q3/grades/2026-11-02-bo.yaml": record})
    assert [code for code, _, _ in found if code == "CYC004"] == expected
