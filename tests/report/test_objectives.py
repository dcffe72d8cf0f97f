"""Pages on objectives as a whole, with what comes next, with several goals above, and by tag."""

from __future__ import annotations

import re
import urllib.parse
from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.report.page_form import HTML
from okrs_as_code.report.pages import one_page
from okrs_as_code.report.pages.site import pages
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.templates import Templates
from okrs_as_code.yaml import parse
from tests.cli.organisation import CHECK_INS, GOAL, organisation
from tests.repositories import make

TODAY = date(2026, 11, 16)
PAGE, WEB_PAGE = f"2026-Q4/objectives/{GOAL}.md", f"2026-Q4/objectives/{GOAL}.html"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = organisation(tmp_path)
    goal = root / f"okrs/2026-Q4/{GOAL}.yaml"
    text = goal.read_text(encoding="utf-8").replace(
        "key_results:\n",
        "aligned_to: [company/trusted, company/trusted/references, company/lost]\ntags: [growth]\nkey_results:\n",
        1,
    )
    goal.write_text(text.replace("unit: leads}\n", "unit: leads}\n    tags: [p1]\n"), encoding="utf-8")
    said = "by: mara\ndate: {day}\nobjectives:\n  {goal}: {entry}\n"
    make(
        root,
        {
            "okrs/config.yaml": "repository: https://github.com/example/okrs\n",
            f"{CHECK_INS}/2026-11-02-mara.yaml": said.format(day="2026-11-02", goal=GOAL, entry="{note: Slow.}"),
            f"{CHECK_INS}/2026-11-12-mara.yaml": said.format(
                day="2026-11-12", goal=GOAL, entry="{note: Readers come., help: An hour with <b>sales</b>.}"
            ),
            f"{CHECK_INS}/2026-11-12-bo.yaml": f"by: bo\ndate: 2026-11-12\nkey_results:\n"
            f"  {GOAL}/partner: {{confidence: 0.5, next: Call them.}}\n",
        },
    )
    return root


@pytest.fixture
def made(root: Path) -> dict[str, str]:
    return pages(SiteData(api.open_repository(root).workspace, TODAY))


@pytest.fixture
def web(root: Path) -> dict[str, str]:
    return pages(SiteData(api.open_repository(root).workspace, TODAY, form=HTML))


def test_the_newest_sentence_stands_on_top_with_day_and_name(made: dict[str, str]) -> None:
    top, rest = made[PAGE].split("## Alignment")
    assert "> Readers come.\n>\n> [Mara Keller](../../people/mara.md), 12 Nov 2026\n" in top
    assert "> 🙋 **Help wanted:** An hour with \\<b\\>sales\\</b\\>.\n" in top.replace("&lt;", "\\<").replace(
        "&gt;", "\\>"
    )
    assert "Slow." not in top
    assert "- 2 Nov 2026, [Mara Keller](../../people/mara.md): Slow.\n" in rest.split("## What was said before")[1]
    assert "> Readers come." in made["2026-Q4/teams/content.md"]


@pytest.mark.parametrize(
    "page", ["2026-Q4/index.md", "2026-Q4/people/mara.md", "2026-Q4/people/ana.md", PAGE, "2026-Q4/teams/content.md"]
)
def test_help_for_an_objective_is_seen_where_that_for_a_key_result_is(made: dict[str, str], page: str) -> None:
    assert "An hour with" in made[page]


def test_what_changed_has_what_is_said_of_an_objective(made: dict[str, str], web: dict[str, str], root: Path) -> None:
    name = "Make organic search our best source of qualified pipeline"
    page = made["2026-Q4/index.md"]
    changed = page.split("## What changed since")[1]
    link = f"- [{name}](objectives/{GOAL}.md): the objective: asks for help; a new note · [Mara Keller]"
    assert changed.count(link) == 1
    assert link in changed.split("### Less sure than before")[1].split("###")[0]
    assert "; 1 objective asks for help" in page
    assert "the objective: asks for help; a new note · <a " in web["2026-Q4/index.html"]
    without = SiteData(api.open_repository(root).workspace, TODAY, form=HTML, with_people=False)
    assert "the objective: " not in pages(without)["2026-Q4/index.html"]


def test_one_page_has_what_is_said_of_an_objective(root: Path) -> None:
    goal, top = root / f"okrs/2026-Q4/{GOAL}.yaml", "okrs/2026-Q4/company/pipeline.yaml"
    said = "by: mara\ndate: 2026-11-12\nobjectives:\n  company/pipeline: {note: Readers come., help: An hour.}\n"
    make(root, {top: goal.read_text(encoding="utf-8"), f"{CHECK_INS}/2026-11-12-mara.2.yaml": said})
    data = SiteData(api.open_repository(root).workspace, TODAY, form=HTML)
    made = one_page.render(data, Templates(None, HTML), "one.html")
    assert "Readers come.<br>" in made
    assert "<strong>Help wanted:</strong> An hour." in made


def test_it_is_shown_below_each_goal_above(made: dict[str, str]) -> None:
    above = made["2026/objectives/company/trusted.md"]
    line = f"- ⬇️ [Make organic search our best source of qualified pipeline](../../../{PAGE})"
    in_alignment, in_key_result = above.split("### Win ten references")
    assert in_alignment.count(line) == 1
    assert in_key_result.count(line) == 1
    own = made[PAGE]
    assert own.count("- ⬆️") == 3
    assert "a key result of [Be trusted]" in own
    assert "`company/lost`, which could not be found or read" in own


def test_what_comes_next_stands_beside_the_confidence(made: dict[str, str]) -> None:
    assert "| 0.5<br>next: Call them. |" in made[PAGE]
    assert "| Next | Call them. |" in made[PAGE]
    assert "; next: Call them." in made["2026-Q4/index.md"]


def test_lists_by_tag(made: dict[str, str]) -> None:
    assert "[by tag](tags.md)" in made["2026-Q4/index.md"]
    growth, p1 = made["2026-Q4/tags.md"].split("## `p1`")
    assert growth.count(f"(objectives/{GOAL}.md#") == 6
    assert p1.count(f"(objectives/{GOAL}.md#") == 1
    assert "2026/tags.md" not in made


def form(page: str) -> str:
    [query] = re.findall(r"\[check in\]\(\S*&value=([^)]*)\)", page)[:1]
    return urllib.parse.unquote(query)


def test_forms_begin_with_what_was_said(made: dict[str, str]) -> None:
    mara = form(made["2026-Q4/people/mara.md"])
    data = parse("form", mara.encode()).data
    assert data["objectives"] == {GOAL: {"help": "An hour with <b>sales</b>."}}
    assert "  # 12 Nov 2026: Readers come.\n" in mara
    bo = form(made["2026-Q4/people/bo.md"])
    assert re.search(r"  # (last week|on 12 Nov 2026): Call them\.\n", bo)
    assert "objectives:" not in bo


def test_the_web_site_shows_what_is_said_of_an_objective(web: dict[str, str]) -> None:
    page, before = web[WEB_PAGE].split("<h2>What was said before</h2>")
    by = '<a href="../../people/mara.html">Mara Keller</a>'
    assert f'<blockquote dir="auto">Readers come.<br><span class="muted">{by}, 12 Nov 2026</span></blockquote>' in page
    assert "<strong>Help wanted:</strong> An hour with &lt;b&gt;sales&lt;/b&gt;." in page
    assert "Slow." not in page
    assert f"2 Nov 2026, {by}: Slow." in before
    for other in ("index", "people/mara", "people/ana", "teams/content"):
        assert "An hour with &lt;b&gt;" in web[f"2026-Q4/{other}.html"]
    assert "Readers come." in web["2026-Q4/teams/content.html"]


def test_the_web_site_shows_what_comes_next_and_goals_above_and_below(web: dict[str, str]) -> None:
    page = web[WEB_PAGE]
    assert page.count(">Above: ") == 3
    assert "a key result of <a " in page
    assert "<code>company/lost</code>, which could not be found or read" in page
    assert '<dt>Next</dt><dd dir="auto">Call them.</dd>' in page
    assert "<strong>Next:</strong> Call them." in page
    assert "next: Call them." in web["2026-Q4/index.html"]
    above = web["2026/objectives/company/trusted.html"]
    assert above.count(">Below: <a ") == 1
    assert "<dt>Below</dt>" in above


def test_why_stands_above_what_was_said_and_has_a_label(root: Path) -> None:
    goal = root / f"okrs/2026-Q4/{GOAL}.yaml"
    text = re.sub("(?m)^why:.*\n", "", goal.read_text(encoding="utf-8"))
    goal.write_text(f'{text}why: "They convert better.\\n\\nAnd stay."\n', encoding="utf-8")
    page = pages(SiteData(api.open_repository(root).workspace, TODAY, form=HTML))[WEB_PAGE]
    why = '<p dir="auto"><strong>Why:</strong> They convert better.</p>'
    assert page.index(why) < page.index(">And stay.</p>") < page.index("Readers come.") < page.index("Help wanted:")


def test_the_web_site_lists_by_tag(web: dict[str, str]) -> None:
    assert '<a href="tags.html">Tags</a>' in web["2026-Q4/index.html"]
    assert '<a href="tags.html" aria-current="page">Tags</a>' in web["2026-Q4/tags.html"]
    growth, p1 = web["2026-Q4/tags.html"].split('<h2 id="tag-p1"><code>p1</code></h2>')
    assert growth.count(f'"objectives/{GOAL}.html#') == 6
    assert p1.count(f'"objectives/{GOAL}.html#') == 1
    assert "2026/tags.html" not in web
    assert 'Tags: <a href="../../tags.html#tag-growth"><code>growth</code></a></p>' in web[WEB_PAGE]
    assert "<dt>Tags</dt>" in web[WEB_PAGE]
