"""A change is judged with the files that it affects; a file with a comment has dependencies like all others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from tests.repositories import PEOPLE, commit, make

TODAY = date(2026, 10, 15)
COMMENT = "# okrs: ignore[KR009] until 2026-12-31: we know"
GOAL, ABOVE, BESIDE = (f"okrs/2026-Q4/{name}.yaml" for name in ("web/ready", "company/grow", "web/beside"))
TEAMS = "teams:\n  company: {name: Example Inc, lead: ana}\n  web: {name: Web, lead: mara, part_of: company}\n"
TITLE = "Publish three in-depth posts"


def objective(title: str, key_result: str, above: str = "") -> str:
    return f"title: {title}\nwhy: It is time.\nowner: mara\n{above}key_results:\n{key_result}"


def key_result(slug: str, title: str, comment: str = "") -> str:
    return f"  - id: {slug}{comment}\n    title: {title}\n    owner: bo\n    measure: {{type: binary}}\n"


def findings_of_change(root: Path, *, cache: bool) -> list[tuple[str, str]]:
    repository = api.open_repository(root, cache=cache)
    return sorted(
        (located.finding.code, located.finding.subject)
        for located in api.lint(repository, TODAY, since="HEAD").findings
    )


@pytest.mark.parametrize("cache", [False, True])
def test_what_a_file_with_comments_is_tied_to_is_read(cache: bool, tmp_path: Path) -> None:
    done = key_result("done", "All is done", f"  {COMMENT}")
    files = {
        "okrs/people.yaml": PEOPLE,
        "okrs/teams.yaml": TEAMS,
        GOAL: objective("Be ready", done),
        ABOVE: objective("Grow", key_result("sold", "We sold it")),
        BESIDE: objective("Be read", key_result("posts", TITLE), "aligned_to: company/grow\n"),
    }
    commit(make(tmp_path, files))
    assert findings_of_change(tmp_path, cache=cache) == []
    twice = done + key_result("posts-too", TITLE, f"  {COMMENT}")
    make(tmp_path, {GOAL: objective("Be ready", twice, "aligned_to: company/grow\n")})
    assert findings_of_change(tmp_path, cache=cache) == [("KR013", "2026-Q4/web/ready/posts-too")]


@pytest.mark.parametrize("cache", [False, True])
def test_a_comment_is_found_wherever_it_comes_from(cache: bool, tmp_path: Path) -> None:
    plain = objective("Be ready", key_result("done", "All is done"))
    commented = objective("Be ready", key_result("done", "All is done", f"  {COMMENT}"))
    commit(make(tmp_path, {"okrs/people.yaml": PEOPLE, "okrs/2026-Q4/company/ready.yaml": commented}))
    make(tmp_path, {"okrs/2026-Q4/company/ready.yaml": plain})
    assert findings_of_change(tmp_path, cache=cache) == [("KR009", "2026-Q4/company/ready/done")]
    commit(tmp_path)
    make(tmp_path, {"okrs/2026-Q4/company/ready.yaml": commented})
    assert findings_of_change(tmp_path, cache=cache) == []
    everything = api.lint(api.open_repository(tmp_path, cache=cache), TODAY)
    assert [located.finding.code for located in everything.findings] == []
