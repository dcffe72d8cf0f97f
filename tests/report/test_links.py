"""Links that open the forge, and the texts that people start from there."""

from __future__ import annotations

import re
import shutil
import textwrap
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code import api
from okrs_as_code.model.files.config import Config
from okrs_as_code.records.record_file import content_digest
from okrs_as_code.report.forge_links import MAX_ADDRESS_LENGTH, ForgeLinks
from okrs_as_code.report.grade_skeleton import grade_skeleton
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.skeletons import (
    check_in_skeleton,
    objective_path,
    objective_skeleton,
    record_path,
)
from tests.repositories import make, without_digests

HERE = Path(__file__).parent
TODAY, ENDED = date(2026, 11, 16), date(2027, 1, 4)
PATH = "okrs/2026-Q4/check-ins/2026-11-18-bo.yaml"
TEXT = "by: bo\nnote: a & b = c # d + e\n"


def links(repository: str | None, forge: str | None = None, prefix: str = "") -> ForgeLinks | None:
    data = {"repository": repository, "forge": forge}
    return ForgeLinks.of(Config.model_validate({key: value for key, value in data.items() if value}), prefix)


@pytest.mark.parametrize(
    ("repository", "page", "name"),
    [
        ("https://github.com/example/okrs", "https://github.com/example/okrs/new/main", "filename"),
        ("https://github.com/example/okrs.git", "https://github.com/example/okrs/new/main", "filename"),
        ("https://codeberg.org/example/okrs/", "https://codeberg.org/example/okrs/_new/main", "filename"),
    ],
)
def test_name_and_content_are_in_the_address(repository: str, page: str, name: str) -> None:
    forge = links(repository)
    assert forge is not None
    file = forge.new_file(PATH, TEXT)
    address = urlsplit(file.address)
    assert f"{address.scheme}://{address.netloc}{address.path}" == page
    assert parse_qs(address.query) == {name: [PATH], "value": [TEXT]}
    assert file.to_paste is None


def test_gitlab_takes_the_name_and_the_text_is_pasted() -> None:
    forge = links("https://gitlab.example.com/a/b/okrs")
    assert forge is not None
    file = forge.new_file(PATH, TEXT)
    assert file.address == f"https://gitlab.example.com/a/b/okrs/-/new/main?file_name={PATH}"
    assert file.to_paste == TEXT


@pytest.mark.parametrize(
    ("repository", "address"),
    [
        ("https://github.com/example/okrs", "https://github.com/example/okrs/edit/main/sub/okrs/x.yaml"),
        ("https://gitlab.com/example/okrs", "https://gitlab.com/example/okrs/-/edit/main/sub/okrs/x.yaml"),
        ("https://codeberg.org/example/okrs", "https://codeberg.org/example/okrs/_edit/main/sub/okrs/x.yaml"),
    ],
)
def test_edit_knows_where_the_root_is(repository: str, address: str) -> None:
    forge = links(repository, prefix="sub/")
    assert forge is not None
    assert forge.edit("okrs/x.yaml") == address


def test_a_long_text_is_pasted() -> None:
    forge = links("https://github.com/example/okrs")
    assert forge is not None
    file = forge.new_file(PATH, "x" * MAX_ADDRESS_LENGTH)
    assert len(file.address) < 200
    assert file.to_paste == "x" * MAX_ADDRESS_LENGTH


@pytest.mark.parametrize(
    ("repository", "forge"),
    [(None, None), ("https://git.example.com/okrs", None), ("https://github.com/example/okrs", "none")],
)
def test_no_forge_no_links(repository: str | None, forge: str | None) -> None:
    assert links(repository, forge) is None


def test_pages_of_a_repository_on_gitlab_have_the_text_to_paste(tmp_path: Path) -> None:
    root = tmp_path / "sample"
    shutil.copytree(HERE / "sample", root)
    (root / "okrs/config.yaml").write_text("repository: https://gitlab.com/example/okrs\n")
    api.report(api.open_repository(root), TODAY)
    page = (root / "status/2026-Q4/people/bo.md").read_text(encoding="utf-8")
    shown = without_digests(page)
    assert f"**[check in](https://gitlab.com/example/okrs/-/new/main?file_name={PATH})**" in shown
    assert f"<details><summary>Text to paste into `{PATH}`</summary>\n\n```yaml\n# Change what has" in shown


def site(root: Path) -> SiteData:
    return SiteData(api.open_repository(root).workspace, TODAY)


@pytest.mark.parametrize("person", ["ana", "mara", "bo", "chen", "dee"])
def test_a_check_in_loads_as_it_is(tmp_path: Path, person: str) -> None:
    """A key without a value is a comment; the rest fits the schema."""
    root = tmp_path / "sample"
    shutil.copytree(HERE / "sample", root)
    before = site(root)
    for cycle in before.cycles:
        owned = [
            standing
            for standing in before.cycle_data(cycle).key_results_by_owner.get(person, ())
            if standing.grade is None
        ]
        text = check_in_skeleton(person, TODAY, owned, [])
        path = record_path(cycle.name, "check-ins", person, TODAY, text)
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
        workspace = api.open_repository(root).workspace
        known = [standing.node for standing in owned if standing.check_ins]
        file = workspace.files[path]
        assert file.is_readable
        if known:
            assert file.mismatches == ()
            assert set(workspace.records[path].key_results) == {node.short_id for node in known}
            after = site(root)
            for node in known:
                new, old = after.plan.key_results[node.id], before.plan.key_results[node.id]
                now, then = after.assessment.key_result(new), before.assessment.key_result(old)
                assert now.progress.value == then.progress.value
                assert now.confidence == then.confidence


@pytest.mark.parametrize(
    ("people", "today", "day"),
    [
        ({"posts": None}, "2026-10-05", "2026-10-08"),
        ({"posts": None}, "2026-11-16", "2026-11-12"),
        ({"posts": "2026-11-14"}, "2026-11-16", "2026-11-21"),
        ({"posts": "2026-11-14"}, "2026-11-21", "2026-11-21"),
        ({"posts": "2026-11-14"}, "2026-11-22", "2026-11-21"),
        ({"posts": "2026-11-02", "speed": "2026-11-14"}, "2026-11-16", "2026-11-16"),
        ({"posts": "2026-11-03", "speed": "2026-11-14"}, "2026-11-16", "2026-11-14"),
        ({"posts": "2026-12-30"}, "2027-01-02", "2026-12-31"),
    ],
)
def test_a_check_in_is_for_the_day_on_which_it_is_due(
    tmp_path: Path, people: dict[str, str | None], today: str, day: str
) -> None:
    results = "".join(f"  - {{id: {name}, title: R, owner: bo, measure: {{type: binary}}}}\n" for name in people)
    files = {
        "okrs/people.yaml": "people:\n  bo: {name: Bo}\n",
        "okrs/config.yaml": "repository: https://gitlab.com/example/okrs\n",
        "okrs/2026-Q4/company/goal.yaml": f"title: Goal\nowner: bo\nkey_results:\n{results}",
    }
    for name, last in people.items():
        if last is not None:
            text = f"by: bo\ndate: {last}\nkey_results: {{company/goal/{name}: {{confidence: 0.7}}}}\n"
            files[f"okrs/2026-Q4/check-ins/{last}-bo.yaml"] = text
    api.report(api.open_repository(make(tmp_path, files)), date.fromisoformat(today))
    page = (tmp_path / "status/2026-Q4/people/bo.md").read_text(encoding="utf-8")
    assert f"file_name=okrs/2026-Q4/check-ins/{day}-bo." in page
    assert f"\ndate: {day}\n" in page


def test_a_check_in_keeps_the_call_for_help_and_the_status_that_were_given(tmp_path: Path) -> None:
    files = {
        "okrs/people.yaml": "people:\n  bo: {name: Bo}\n",
        "okrs/2026-Q4/company/goal.yaml": "title: Goal\nowner: bo\nkey_results:\n"
        "  - {id: posts, title: R, owner: bo, measure: {type: metric, baseline: 0, target: 3, unit: posts}}\n",
        "okrs/2026-Q4/check-ins/2026-11-10-bo.yaml": "by: bo\ndate: 2026-11-10\n"
        "key_results:\n  company/goal/posts: "
        '{value: 1, confidence: 0.2, status: at-risk, help: "A designer: two days"}\n',
    }
    site = SiteData(api.open_repository(make(tmp_path, files)).workspace, date(2026, 11, 16))
    standings = site.cycle_data(site.cycles[0]).key_results
    text = check_in_skeleton("bo", date(2026, 11, 17), standings, [])
    make(tmp_path, {"okrs/2026-Q4/check-ins/2026-11-17-bo.yaml": text})
    [latest] = (
        SiteData(api.open_repository(tmp_path).workspace, date(2026, 11, 17)).cycle_data(site.cycles[0]).key_results
    )
    assert latest.latest is not None
    assert latest.latest.day == date(2026, 11, 17)
    assert (latest.help, str(latest.status)) == ("A designer: two days", "at-risk")


def test_a_check_in_with_its_comments_taken_away_loads(tmp_path: Path) -> None:
    root = tmp_path / "sample"
    shutil.copytree(HERE / "sample", root)
    before = site(root)
    cycle = before.cycles[0]
    for person, owned in before.cycle_data(cycle).key_results_by_owner.items():
        text = check_in_skeleton(person, TODAY, [one for one in owned if one.grade is None], [])
        text = re.sub(r"(?m)^( *)#(?! \S)", r"\1", text).replace("What happened?", "Late: {review}, again # really")
        path = record_path(cycle.name, "check-ins", person, TODAY, text)
        (root / path).write_text(text, encoding="utf-8")
        file = api.open_repository(root).workspace.files[path]
        assert (file.is_readable, file.mismatches) == (True, ()), text


def test_a_grade_waits_for_its_reason_and_its_decision(tmp_path: Path) -> None:
    root = tmp_path / "sample"
    shutil.copytree(HERE / "sample", root)
    before = site(root)
    cycle = before.cycles[0]
    for person, owned in before.cycle_data(cycle).key_results_by_owner.items():
        due = [standing for standing in owned if standing.grade is None]
        if not due:
            continue
        text = grade_skeleton(person, "mara", ENDED, due)
        path = record_path(cycle.name, "grades", person, ENDED, text)
        filled = text.replace('because: ""', 'because: "Late: review"').replace("decision:\n", "decision: keep\n")
        filled = re.sub(r"(?m)^( *)#(?=reviewed_by|learned|root_cause)", r"\1", filled).replace(
            "score:\n", "score: 0\n"
        )
        for content, fits in ((text, False), (filled, True)):
            (root / path).write_text(content, encoding="utf-8")
            file = api.open_repository(root).workspace.files[path]
            assert file.is_readable
            assert (file.mismatches == ()) is fits, content
    assert api.lint(api.open_repository(root), ENDED, paths=[root / "okrs/2026-Q4/grades"]).findings == ()


@pytest.mark.parametrize(("day", "linked"), [("2026-12-16", False), ("2026-12-17", True), ("2027-04-01", False)])
def test_a_person_finds_the_link_while_the_cycle_is_graded(tmp_path: Path, day: str, linked: bool) -> None:
    root = tmp_path / "sample"
    shutil.copytree(HERE / "sample", root)
    (root / "okrs/config.yaml").write_text("repository: https://gitlab.com/example/okrs\n")
    api.report(api.open_repository(root), date.fromisoformat(day))
    page = (root / "status/2026-Q4/people/bo.md").read_text(encoding="utf-8")
    path = "okrs/2026-Q4/grades/2026-12-17-bo.yaml"
    link = f"**[grade](https://gitlab.com/example/okrs/-/new/main?file_name={path})** how it ended"
    assert (link in without_digests(page)) is linked


@pytest.mark.parametrize("cycle", ["2026-Q4", "2027-Q1", "2026"])
def test_a_proposed_objective_waits_for_its_owners_and_its_words(tmp_path: Path, cycle: str) -> None:
    root = tmp_path / "sample"
    shutil.copytree(HERE / "sample", root)
    period = site(root).plan.calendar.cycle(cycle)
    assert period is not None
    path = objective_path(period, "web")
    text = objective_skeleton(period, "company/profitable-growth", TODAY)
    assert ("    start:\n" in text) == period.has(TODAY)
    owned = text.replace("owner:\n", "owner: dee\n").replace("#aligned", "aligned")
    owned = owned.replace("start:\n", f"start: {TODAY}\n")
    to_write = {("owner",), ("key_results", 0, "owner"), *([("key_results", 0, "start")] if period.has(TODAY) else [])}
    for content, missing in ((text, to_write), (owned, set())):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, encoding="utf-8")
        file = api.open_repository(root).workspace.files[path]
        assert file.is_readable
        assert {mismatch.path for mismatch in file.mismatches} == missing
    findings = api.lint(api.open_repository(root), TODAY, paths=[root / path]).findings
    assert [located.finding.subject.count("/") for located in findings if located.finding.code == "KR006"] == [2, 2, 3]


def test_the_check_in_that_the_documentation_shows_is_valid(tmp_path: Path) -> None:
    page = (HERE.parents[1] / "docs/in-the-browser.md").read_text(encoding="utf-8")
    shown = page.split("```yaml\n")[1].split("```")[0]
    root = tmp_path / "sample"
    shutil.copytree(HERE / "sample", root)
    (root / PATH).write_text(textwrap.dedent(shown), encoding="utf-8")
    file = api.open_repository(root).workspace.files[PATH]
    assert (file.is_readable, file.mismatches) == (True, ())


def test_agreeing_in_the_browser_counts(tmp_path: Path) -> None:
    shutil.copytree(HERE / "sample" / "okrs", tmp_path / "okrs")
    api.report(api.open_repository(tmp_path), TODAY)
    people = sorted((tmp_path / "status/2026-Q4/people").glob("*.md"))
    matches = [re.search(r"\*\*\[agree\]\((\S+)\)\*\*", page.read_text(encoding="utf-8")) for page in people]
    assert sum(match is not None for match in matches) > 1
    for match in matches:
        if match is not None:
            query = parse_qs(urlsplit(match[1]).query)
            [path], [text] = query["filename"], query["value"]
            assert path.split(".")[1] == content_digest(text)
            (tmp_path / path).parent.mkdir(exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8")
    repository = api.open_repository(tmp_path)
    assessment = api.assess(repository, TODAY)
    for node in repository.workspace.plan.key_results.values():
        if node.cycle.name == "2026-Q4":
            assert not assessment.consent(node).waits_for
    assert not [located for located in api.lint(repository, TODAY).findings if located.finding.code.startswith("AGR00")]


def test_no_link_where_there_is_too_much_to_quote(tmp_path: Path) -> None:
    shutil.copytree(HERE / "sample" / "okrs", tmp_path / "okrs")
    results = f"  - {{id: much, title: R, owner: bo, success: {'x' * 300_000}, measure: {{type: binary}}}}\n"
    for name in ("one", "two"):
        path = tmp_path / f"okrs/2026-Q4/content/{name}.yaml"
        path.write_text(f"title: Much\nkey_results:\n{results}", encoding="utf-8")
    api.report(api.open_repository(tmp_path), TODAY)
    page = (tmp_path / "status/2026-Q4/people/bo.md").read_text(encoding="utf-8")
    assert "as owner" in page
    assert "[agree]" not in page


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_an_address_quotes_the_whole_text_of_a_new_file(text: str) -> None:
    links = ForgeLinks("github", "https://example.org/okrs")
    assert links.new_file("okrs/x.yaml", text).address.endswith(f"&value={quote(text, safe='')}")
