"""Forms of the web site: what is in them, where their file goes, and which pages have none."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from okrs_as_code import api
from okrs_as_code.model.files.base import RESERVED_IDS
from okrs_as_code.records.agreement import new_agreement
from okrs_as_code.report.html import field_value
from okrs_as_code.report.page_form import HTML
from okrs_as_code.resources import shipped
from tests.repositories import make

TODAY = date(2026, 11, 16)
MAX_SCRIPT = 8_000
"""Bytes of the script, as every reader of a page with a form loads it."""
PEOPLE = {
    "ana": {"name": "Ana"},
    "bo": {"name": "Bo", "manager": "ana"},
    "gone": {"name": "Gone", "left": "2026-10-01"},
}
TEAMS = {"company": {"name": "Us", "lead": "ana"}, "web": {"name": "Web", "lead": "bo", "members": ["ana", "gone"]}}
POSTS = {"type": "metric", "baseline": 0, "target": 3, "unit": "posts"}
STEPS = {"type": "milestones", "steps": [{"id": "one", "title": "One"}, {"id": "two", "title": "Two"}]}


def key_result(id_: str, measure: Any, **more: Any) -> dict[str, Any]:
    return {"id": id_, "title": f"Title of {id_}", "owner": "bo", "measure": measure, "success": "Seen.", **more}


def pages(root: Path, key_results: list[dict[str, Any]], **files: Any) -> Mapping[str, str]:
    """The pages of a site in which bo owns key results; further files by their path below okrs/."""
    config = {"repository": "https://github.com/example/okrs", "agreement": {"required_from": "2026-Q4"}}
    data = {
        "config": config,
        "people": {"people": PEOPLE},
        "teams": {"teams": {**TEAMS, "web": {**TEAMS["web"], "part_of": "company"}}},
        "2026-Q4/company/top": {"title": "On top", "owner": "ana", "key_results": []},
        "2026-Q4/web/fast": {"title": "Be fast", "owner": "bo", "key_results": key_results},
        **files,
    }
    make(root, {f"okrs/{path}.yaml": json.dumps(content, ensure_ascii=False) for path, content in data.items()})
    api.site(api.open_repository(root), TODAY, root / "public")
    made = (root / "public").rglob("*.html")
    return {path.relative_to(root / "public").as_posix(): path.read_text(encoding="utf-8") for path in made}


def check_in(day: str, entries: Mapping[str, Any]) -> dict[str, Any]:
    return {"by": "bo", "date": day, "key_results": {f"web/fast/{id_}": entry for id_, entry in entries.items()}}


class _Fields(HTMLParser):
    """The elements of one form: tags with their attributes."""

    def __init__(self, page: str, form: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        start = page.index(f'<details class="form" id="{form}"')
        self.feed(page[start : page.index("</form>", start)])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))

    def first(self, **wanted: str) -> dict[str, str]:
        """The attributes of the first element that has some; `data_key` stands for `data-key`."""
        names = {key.replace("_", "-"): value for key, value in wanted.items()}
        return next(attrs for _, attrs in self.elements if names.items() <= attrs.items())

    def all(self, key: str) -> list[str]:
        """The values of an attribute."""
        return [attrs[key] for _, attrs in self.elements if key in attrs]


def asked(page: str) -> list[str]:
    """The key results in the form of a check-in."""
    refs = _Fields(page, "check-in").all("data-map")
    return refs[1 : refs.index("objectives")]


def test_a_form_knows_where_its_file_goes(tmp_path: Path) -> None:
    page = pages(tmp_path, [key_result("posts", POSTS)])["2026-Q4/people/bo.html"]
    target = _Fields(page, "check-in").first(data_folder="okrs/2026-Q4/check-ins/")
    assert target["data-address"] == "https://github.com/example/okrs/new/main?filename=okrs/2026-Q4/check-ins/"
    assert (target["data-by"], target["data-content"], target["data-limit"]) == ("bo", "value", "6000")


def test_gitlab_takes_no_text(tmp_path: Path) -> None:
    config = {"repository": "https://gitlab.com/example/okrs"}
    page = pages(tmp_path, [key_result("posts", POSTS)], config=config)["2026-Q4/people/bo.html"]
    target = _Fields(page, "check-in").first(data_content="")
    assert target["data-address"] == "https://gitlab.com/example/okrs/-/new/main?file_name=okrs/2026-Q4/check-ins/"


def test_the_next_name_of_a_day_comes_after_those_that_are_there(tmp_path: Path) -> None:
    said = {"posts": {"value": 1}}
    files = {
        "2026-Q4/check-ins/2026-11-10-bo": check_in("2026-11-10", said),
        "2026-Q4/check-ins/2026-11-16-bo": check_in("2026-11-16", said),
        "2026-Q4/check-ins/2026-11-16-bo.2.3f9c2a": check_in("2026-11-16", said),
        "2026-Q4/check-ins/2026-11-16-ana": {**check_in("2026-11-16", said), "by": "ana"},
    }
    page = pages(tmp_path, [key_result("posts", POSTS)], **files)["2026-Q4/people/bo.html"]
    assert _Fields(page, "check-in").first(data_by="bo")["data-taken"] == "2026-11-10-bo.2 2026-11-16-bo.3"


def test_what_was_said_last_is_filled_in(tmp_path: Path) -> None:
    said = {
        "posts": {"value": 1.5, "confidence": 0.72, "status": "off-track", "help": "A hand"},
        "steps": {"done": ["two"]},
        "yes": {"done": False},
        "judged": {"value": 0.4},
    }
    measures = {"posts": POSTS, "steps": STEPS, "yes": {"type": "binary"}, "judged": {"type": "score"}}
    key_results = [key_result(id_, measure) for id_, measure in measures.items()]
    files = {"2026-Q4/check-ins/2026-11-10-bo": check_in("2026-11-10", said)}
    page = pages(tmp_path, key_results, **files)["2026-Q4/people/bo.html"]
    form = _Fields(page, "check-in")
    assert form.first(data_key="value", data_as="number")["value"] == "1.5"
    confidence = form.first(data_key="confidence", data_last="0.72")
    assert (confidence["value"], confidence["data-words"]) == ("0.72", "0 off-track|0.4 at-risk|0.7 on-track")
    assert "<output>0.72: on-track</output>" in page
    assert "selected" in form.first(value="off-track")
    assert ">A hand</textarea>" in page
    assert "checked" in form.first(value="two")
    assert "checked" not in form.first(value="one")
    assert form.first(data_key="done", data_as="flag")["data-last"] == "1"
    assert form.first(data_key="value", data_as="share")["data-last"] == "0.4"


def test_nothing_is_filled_in_that_nobody_said(tmp_path: Path) -> None:
    measures = {"posts": POSTS, "steps": STEPS, "yes": {"type": "binary"}, "judged": {"type": "score"}}
    page = pages(tmp_path, [key_result(*pair) for pair in measures.items()])["2026-Q4/people/bo.html"]
    form = _Fields(page, "check-in")
    value = form.first(data_key="value", data_as="number")
    assert (value["value"], value["placeholder"]) == ("", "it began at 0")
    assert form.all("data-last") == []
    assert page.count("<output>not said</output>") == 5


def test_what_is_done_or_dropped_or_has_not_begun_is_not_asked(tmp_path: Path) -> None:
    key_results = [key_result("posts", POSTS), key_result("reached", {"type": "binary"}), key_result("graded", POSTS)]
    key_results += [key_result("later", POSTS, start="2026-12-01")]
    grade = {"by": "bo", "date": "2026-11-10", "key_results": {"web/fast/graded": {"dropped": True, "because": "No."}}}
    files = {
        "2026-Q4/check-ins/2026-11-10-bo": check_in("2026-11-10", {"reached": {"done": True}}),
        "2026-Q4/grades/2026-11-10-bo": grade,
    }
    page = pages(tmp_path, key_results, **files)["2026-Q4/people/bo.html"]
    assert asked(page) == ["web/fast/posts"]


def test_longer_cycles_are_in_the_same_form(tmp_path: Path) -> None:
    year = {"title": "All year", "owner": "bo", "key_results": [key_result("posts", POSTS)]}
    files = {"2026/web/year": year, "2026/web/fast": year}
    made = pages(tmp_path, [key_result("posts", POSTS)], **files)
    quarter, whole = made["2026-Q4/people/bo.html"], made["2026/people/bo.html"]
    assert sorted(asked(quarter)) == ["2026/web/fast/posts", "web/fast/posts", "web/year/posts"]
    assert sorted(asked(whole)) == ["web/fast/posts", "web/year/posts"]


def test_what_was_to_come_is_repeated_and_is_asked_again(tmp_path: Path) -> None:
    files = {"2026-Q4/check-ins/2026-11-10-bo": check_in("2026-11-10", {"posts": {"value": 1, "next": "Call <them>."}})}
    page = pages(tmp_path, [key_result("posts", POSTS)], **files)["2026-Q4/people/bo.html"]
    assert '<p class="muted" dir="auto">last week: Call &lt;them&gt;.</p>' in page
    assert _Fields(page, "check-in").first(data_key="next")["type"] == "text"


def test_objectives_as_a_whole_are_asked_of_who_keeps_them(tmp_path: Path) -> None:
    said = {"by": "bo", "date": "2026-11-10", "objectives": {"web/fast": {"note": "Slow.", "help": "A <hand>"}}}
    kept = {"title": "Kept", "owner": "ana", "key_results": [key_result("posts", POSTS)]}
    files = {
        "2026-Q4/check-ins/2026-11-10-bo": said,
        "2026-Q4/company/kept": kept,
        "2026/web/fast": {**kept, "owner": "bo"},
    }
    made = pages(tmp_path, [key_result("posts", POSTS)], **files)
    form = _Fields(made["2026-Q4/people/bo.html"], "check-in")
    maps = form.all("data-map")
    assert maps[maps.index("objectives") :] == ["objectives", "web/fast", "2026/web/fast"]
    assert "10 Nov 2026: Slow." in made["2026-Q4/people/bo.html"]
    assert ">A &lt;hand&gt;</textarea>" in made["2026-Q4/people/bo.html"]
    only_kept = _Fields(made["2026-Q4/people/ana.html"], "check-in").all("data-map")
    assert only_kept == ["key_results", "objectives", "company/kept"]


def test_an_objective_whose_key_results_are_over_is_not_asked(tmp_path: Path) -> None:
    grade = {"by": "bo", "date": "2026-11-10", "key_results": {"web/fast/posts": {"dropped": True, "because": "No."}}}
    made = pages(tmp_path, [key_result("posts", POSTS)], **{"2026-Q4/grades/2026-11-10-bo": grade})
    assert 'id="check-in"' not in made["2026-Q4/people/bo.html"]


def test_an_agreement_quotes_the_terms_as_the_command_does(tmp_path: Path) -> None:
    odd = 'It\'s "done" 👩\u200d🚀 at 5 %: <b>'
    key_results = [key_result("posts", POSTS, success=odd), key_result("yes", {"type": "binary"}, title=odd)]
    del key_results[1]["success"]
    page = pages(tmp_path, key_results)["2026-Q4/people/ana.html"]
    form = _Fields(page, "agree")
    refs, entries = form.all("data-map")[1:], [json.loads(entry) for entry in form.all("data-ready")]
    plan = api.open_repository(tmp_path).workspace.plan
    nodes = {node.short_id: node for node in plan.key_results.values()}
    lines = ["by: ana", "date: 2026-11-16", "key_results:"]
    for ref, entry in zip(refs, entries, strict=True):
        lines += [f"  {ref}:", *(f"    {line}" for line in entry)]
    assert "\n".join([*lines, ""]) == new_agreement("ana", TODAY, [(nodes[ref], "manager") for ref in refs]).text


def test_a_proposal_explains_each_kind_of_measure_in_a_line(tmp_path: Path) -> None:
    page = pages(tmp_path, [key_result("posts", POSTS)])["2026-Q4/teams/web.html"]
    form = _Fields(page, "propose")
    kinds = [attrs["value"] for _, attrs in form.elements if attrs.get("type") == "radio"]
    assert list(dict.fromkeys(kinds)) == ["metric", "threshold", "milestones", "binary", "score"]
    target = form.first(data_folder="okrs/2026-Q4/web/")
    assert target["data-taken"] == "fast"
    assert target["data-reserved"].split() == list(RESERVED_IDS)
    people = page[page.index("<datalist") : page.index("</datalist>")]
    assert re.findall(r'value="([^"]+)"', people) == ["bo", "ana"]
    assert '<option value="company/top">On top</option>' in page


@pytest.mark.parametrize("config", [{}, {"repository": "https://example.com/okrs", "forge": "none"}])
def test_without_a_forge_there_is_no_form(tmp_path: Path, config: Mapping[str, Any]) -> None:
    made = pages(tmp_path, [key_result("posts", POSTS)], config=config)
    assert all("<form" not in page and "forms.js" not in page for page in made.values())


def test_only_pages_with_a_form_load_the_script(tmp_path: Path) -> None:
    made = pages(tmp_path, [key_result("posts", POSTS)])
    with_form = {path for path, page in made.items() if "<form" in page}
    assert with_form == {path for path, page in made.items() if 'src="../../forms.js"' in page}
    assert with_form == {f"2026-Q4/{path}.html" for path in ("people/ana", "people/bo", "teams/web", "teams/company")}


def test_the_link_stands_where_scripts_do_not_run(tmp_path: Path) -> None:
    page = pages(tmp_path, [key_result("posts", POSTS)])["2026-Q4/people/bo.html"]
    assert '<details class="form" id="check-in" data-form hidden>' in page
    assert re.search(r'<div data-instead="check-in">\s*<p><strong><a href="https://github.com/', page)


def test_pages_without_people_have_no_form(tmp_path: Path) -> None:
    pages(tmp_path, [key_result("posts", POSTS)])
    api.site(api.open_repository(tmp_path), TODAY, tmp_path / "open", with_people=False)
    assert all("<form" not in path.read_text(encoding="utf-8") for path in (tmp_path / "open").rglob("*.html"))


def test_markdown_pages_have_no_form(tmp_path: Path) -> None:
    pages(tmp_path, [key_result("posts", POSTS)])
    api.report(api.open_repository(tmp_path), TODAY, out=tmp_path / "status")
    assert all("<form" not in path.read_text(encoding="utf-8") for path in (tmp_path / "status").rglob("*.md"))


@pytest.mark.parametrize(
    "value", ["a\n\n\nb  \n c", "👩\u200d🚀 می\u200cخواهم \u0600", "<i>&amp;\"'", " \u00a0x", "</textarea>"]
)
def test_a_field_holds_a_text_as_it_is(value: str) -> None:
    written = field_value(value)
    assert html.unescape(written) == value
    assert "<" not in written
    assert "\n" not in written


def test_the_script_is_small_and_takes_no_text_for_code() -> None:
    source = shipped("templates").joinpath("html/forms.js").read_text(encoding="utf-8")
    assert len(HTML.marked("forms.js", source).encode()) <= MAX_SCRIPT
    forbidden = ("innerHTML", "outerHTML", "eval(", "Function(", "document.write", "insertAdjacent", "fetch(", "import")
    assert [
        word for word in (*forbidden, "XMLHttpRequest", "localStorage", "sessionStorage", "cookie") if word in source
    ] == []
