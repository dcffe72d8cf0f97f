"""Pages and forms of goals whose baseline nobody knew, with a plan, a judgement, a pause, an end, or a late report."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.skeletons import check_in_skeleton
from tests.repositories import make

CHECK_INS = "okrs/2026-Q4/check-ins"
FILES = {
    "okrs/people.yaml": "people:\n  mara: {name: Mara}\n  bo: {name: Bo, manager: mara}\n",
    "okrs/config.yaml": "repository: https://gitlab.com/example/okrs\n",
    "okrs/2026-Q4/company/trusted.yaml": """\
title: Customers trust what we say
owner: mara
key_results:
  - id: press
    title: The trade press quotes us
    owner: bo
    commitment: aspirational
    success: Three of five papers quote us.
    measure: {type: score}
  - id: answers
    title: Answers come sooner
    owner: bo
    measure: {type: metric, direction: down, target: 4, unit: hours}
  - id: readers
    title: Win 500 readers
    owner: bo
    measure: {type: metric, baseline: 0, target: 500, unit: readers}
    plan: {2026-10-31: 10, 2026-11-30: 60}
  - id: portal
    title: Customers see their own data
    owner: bo
    success: The portal shows it.
    measure: {type: binary}
""",
    f"{CHECK_INS}/2026-11-09-bo.yaml": """\
by: bo
date: 2026-11-09
key_results:
  company/trusted/press: {value: 0.4}
  company/trusted/answers: {value: 20}
  company/trusted/readers: {value: 5, confidence: 0.8, status: paused, note: "The letter *waits* | for its name."}
  company/trusted/portal: {done: true}
""",
}


def page(root: Path, path: str, today: date) -> str:
    api.report(api.open_repository(root), today)
    return (root / "status" / path).read_text(encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make(tmp_path, FILES)


def test_the_objectives_page_says_all_of_it(root: Path) -> None:
    text = page(root, "2026-Q4/objectives/company/trusted.md", date(2026, 11, 16))
    assert "| Plan | 10 readers by 31 Oct 2026, 60 readers by 30 Nov 2026 |" in text
    assert "| Commitment | aspirational: 0.7 is good |" in text
    assert text.count("| Commitment |") == 1
    assert "0.4, as judged by its owner" in text
    assert "no data · now 20, target 4 hours, baseline 20 hours, measured on 9 Nov 2026" in text
    assert "paused, behind by plan: The letter \\*waits\\* \\| for its name." in text
    assert "| Last check-in | 9 Nov 2026 ·" in text, "what is done has no next one"


def test_the_overview_asks_for_no_data_where_the_first_value_is_there(root: Path) -> None:
    assert "Answers come sooner" not in page(root, "2026-Q4/index.md", date(2026, 11, 16)).partition("No data")[2]


def test_a_late_report_is_shown_and_does_not_count(root: Path) -> None:
    late = "by: bo\ndate: 2027-01-20\nkey_results:\n  company/trusted/readers: {value: 500, confidence: 0.9}\n"
    make(root, {f"{CHECK_INS}/2027-01-20-bo.yaml": late})
    text = page(root, "2026-Q4/objectives/company/trusted.md", date(2027, 1, 21))
    assert "now 5, target 500 readers, 500 readers, reported late, not counted" in text
    assert "| 20 Jan 2027, too late to count |" in text


def test_the_retrospective_judges_a_key_result_by_its_own_commitment(root: Path) -> None:
    graded = """\
by: bo
date: 2026-12-30
key_results:
  company/trusted/press: {score: 0.7, because: Two papers quote us., decision: keep}
  company/trusted/answers: {score: 0.7, because: Nearly., decision: keep}
"""
    paused = 'by: bo\ndate: 2026-12-20\nkey_results: {company/trusted/readers: {status: paused, note: "No name."}}\n'
    make(root, {"okrs/2026-Q4/grades/2026-12-30-bo.yaml": graded, f"{CHECK_INS}/2026-12-20-bo.yaml": paused})
    text = page(root, "2026-Q4/retrospective.md", date(2027, 1, 4))
    assert "aspirational: 0.7 is good | 0.7, keep<br>progress: 40" in text
    assert "The trade press" not in text.partition("Why commitments were missed")[2]
    assert "Answers come sooner" in text.partition("Why commitments were missed")[2]
    assert "paused, far behind by plan: No name." in text


def test_a_form_leaves_out_what_is_done_and_what_nobody_knows(root: Path) -> None:
    (root / f"{CHECK_INS}/2026-11-09-bo.yaml").unlink()
    done = "by: bo\ndate: 2026-11-09\nkey_results:\n  company/trusted/portal: {done: true}\n"
    make(root, {f"{CHECK_INS}/2026-11-09-bo.yaml": done})
    text = page(root, "2026-Q4/people/bo.md", date(2026, 11, 16)).partition("```yaml")[2].partition("```")[0]
    assert "company/trusted/portal" not in text
    assert "\n  #company/trusted/answers:\n" in text
    assert "\n  #company/trusted/press:\n" in text
    assert "\n  company/trusted/readers:\n    value: 0\n" in text


def test_a_form_begins_with_a_pause_only_while_it_lasts(root: Path) -> None:
    for today, is_paused in ((date(2026, 11, 16), True), (date(2026, 12, 30), False)):
        site = SiteData(api.open_repository(root).workspace, today)
        standings = site.cycle_data(site.cycles[0]).key_results
        text = check_in_skeleton("bo", date(2026, 12, 31), standings, ())
        assert ('status: paused\n    note: "The letter *waits* | for its name."\n' in text) == is_paused
        make(root, {f"{CHECK_INS}/2026-12-31-bo.yaml": text})
        file = api.open_repository(root).workspace.files[f"{CHECK_INS}/2026-12-31-bo.yaml"]
        assert (file.is_readable, file.mismatches) == (True, ())
        (root / f"{CHECK_INS}/2026-12-31-bo.yaml").unlink()


def test_the_legend_explains_what_is_there(root: Path) -> None:
    assert "| paused |" in page(root, "index.md", date(2026, 11, 16))
    (root / f"{CHECK_INS}/2026-11-09-bo.yaml").unlink()
    text = page(root, "index.md", date(2026, 11, 16))
    assert "| paused |" not in text
    assert "| done |" not in text
    assert "| stale |" in text


def test_the_web_site_says_all_of_it_too(root: Path, tmp_path: Path) -> None:
    late = "by: bo\ndate: 2027-01-20\nkey_results:\n  company/trusted/readers: {value: 500, confidence: 0.9}\n"
    out = tmp_path / "site"
    api.site(api.open_repository(root), date(2026, 11, 16), out)
    text = (out / "2026-Q4/objectives/company/trusted.html").read_text(encoding="utf-8")
    assert "Paused: The letter *waits* | for its name." in text
    assert "<dt>Plan</dt>" in text
    assert "<dt>Commitment</dt><dd>aspirational: 0.7 is good</dd>" in text
    make(root, {f"{CHECK_INS}/2027-01-20-bo.yaml": late})
    api.site(api.open_repository(root), date(2027, 1, 21), out)
    overview = (out / "2026-Q4/index.html").read_text(encoding="utf-8")
    assert "500 readers, reported late, not counted" in overview
