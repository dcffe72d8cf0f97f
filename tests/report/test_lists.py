"""Lists of the web site: how long ones go on on next pages, the nested list of alignment, and what search finds."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code import api
from okrs_as_code.report import page_paths
from okrs_as_code.report.page_form import HTML
from okrs_as_code.report.page_paths import ROWS
from okrs_as_code.report.pages import site
from okrs_as_code.report.pages.lists.parts import by_groups, by_rows
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.resources import shipped
from tests.nightly import at_night
from tests.repositories import make

TODAY = date(2026, 11, 16)
MAX_SCRIPT = 2_048
"""Bytes of the script of the search."""
METRIC = {"type": "metric", "baseline": 0, "target": 10, "unit": "posts"}


def goal(title: str, number: int = 1, **more: Any) -> dict[str, Any]:
    key_results = [
        {"id": f"kr-{n}", "title": f"{title} by {n}", "owner": "ana", "measure": METRIC} for n in range(number)
    ]
    return {"title": title, "owner": "ana", "key_results": key_results, **more}


def repository(root: Path, files: Mapping[str, Any]) -> Path:
    people = {"ana": {"name": "Ána Straße"}, "bo": {"name": "Bo"}}
    whole = {"okrs/people.yaml": {"people": people}, **files}
    return make(root, {path: json.dumps(data) for path, data in whole.items()})


def pages(root: Path, **options: Any) -> dict[str, str]:
    data = SiteData(api.open_repository(root).workspace, TODAY, form=HTML, **options)
    return site.pages(data, root)


@given(st.lists(st.integers(1, 2 * ROWS), max_size=30))
def test_the_parts_of_a_list_are_the_list(sizes: list[int]) -> None:
    cut = by_rows(lambda size: size)(sizes)
    assert [size for part in cut for size in part] == sizes
    assert all(sum(part) <= ROWS or len(part) == 1 for part in cut)
    assert all(sum(one) + other[0] > ROWS for one, other in itertools.pairwise(cut)), "a page has room"


@given(st.lists(st.tuples(st.integers(0, 150), st.integers(0, 150)), max_size=6))
def test_the_parts_of_groups_are_the_groups(sizes: list[tuple[int, int]]) -> None:
    groups = [
        {
            "name": number,
            "one": [("one", number, n) for n in range(one)],
            "two": [("two", number, n) for n in range(two)],
        }
        for number, (one, two) in enumerate(sizes)
    ]
    cut = by_groups("one", "two")(groups)
    for key in ("one", "two"):
        assert [row for part in cut for group in part for row in group[key]] == [
            row for group in groups for row in group[key]
        ]
    assert list(dict.fromkeys(group["name"] for part in cut for group in part)) == list(range(len(groups)))
    for part in cut:
        assert sum(len(group["one"]) + len(group["two"]) for group in part) <= ROWS
        assert all(group["one"] or group["two"] or sizes[group["name"]] == (0, 0) for group in part), "a head alone"


def list_of(teams: int, later: int) -> dict[str, Any]:
    return {
        "okrs/teams.yaml": {"teams": {f"team-{n}": {"name": f"Team {n}", "lead": "ana"} for n in range(teams)}},
        **{f"okrs/2026-Q4/team-{n}/aim.yaml": goal(f"Aim {n}", 2, tags=["all"]) for n in range(teams)},
        **{f"okrs/backlog/team-1/later-{n}.yaml": {"title": f"Later {n}"} for n in range(later)},
    }


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return pages(repository(tmp_path_factory.mktemp("long"), list_of(120, 130)))


@pytest.mark.parametrize(
    ("page", "found", "count"),
    [
        ("2026-Q4/index", r'<h3 dir="auto"><a href="objectives/team-(\d+)/aim.html">', 4),
        ("2026-Q4/teams", r'<a href="teams/team-(\d+).html">', 2),
        ("2026-Q4/tags", r'<a href="objectives/team-(\d+)/aim.html#kr-0">', 4),
        ("backlog", r'<h3 dir="auto">Later (\d+)</h3>', 2),
    ],
)
def test_a_list_goes_on_on_next_pages(long: dict[str, str], page: str, found: str, count: int) -> None:
    paths = [f"{page}.html", *(f"{page}.{number}.html" for number in range(2, count + 1))]
    assert paths == sorted((path for path in long if re.fullmatch(rf"{page}(\.\d+)?\.html", path)), key=len_and_name)
    names = [name.rsplit("/")[-1] for name in paths]
    for number, path in enumerate(paths):
        assert (f'<a href="{names[number - 1]}" rel="prev">' in long[path]) == (number > 0)
        assert ('rel="next">' in long[path]) == (number + 1 < count)
        if number + 1 < count:
            assert f'<a href="{names[number + 1]}" rel="next">' in long[path]
            [target] = set(re.findall(r'class="goes-on"><a href="[^"#]*#([^"]*)"', long[path])) & {
                "objectives",
                "teams",
                "tags",
            }
            assert f'id="{target}"' in long[paths[number + 1]]
    shown = [name for path in paths for name in re.findall(found, long[path])]
    assert sorted(shown, key=int) == [str(n) for n in range(len(shown))]
    assert len(shown) >= 120


def len_and_name(path: str) -> tuple[int, str]:
    return len(path), path


def test_no_page_of_a_list_is_large(long: dict[str, str]) -> None:
    lists = (text for path, text in long.items() if path.endswith(".html") and "/people/" not in path)
    assert max(map(len, lists)) < 200_000, "but for a form, which writes one file"


SHORT_PAGES = 10
"""Rows on a page where a list is to go on without a hundred of them."""


@pytest.fixture
def _pages_are_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_paths, "ROWS", SHORT_PAGES)


@pytest.mark.usefixtures("_pages_are_short")
@pytest.mark.parametrize("goals", [1, 3, 4, 9])
def test_a_tag_leads_to_the_beginning_of_its_list_on_whatever_page(tmp_path: Path, goals: int) -> None:
    tags = [f"tag-{letter}" for letter in "abcdef"]
    files = {
        "okrs/teams.yaml": {"teams": {f"team-{n}": {"name": f"Team {n}", "lead": "ana"} for n in range(goals)}},
        **{f"okrs/2026-Q4/team-{n}/aim.yaml": goal(f"Aim {n}", 1, tags=tags[n % 4 :]) for n in range(goals)},
    }
    root, out = repository(tmp_path / "org", files), tmp_path / "out"
    api.site(api.open_repository(root), TODAY, out)
    page = (out / "2026-Q4/objectives/team-0/aim.html").read_text("utf-8")
    links = re.findall(r'<a href="\.\./\.\./([^"#]+)#(tag-tag-\w)"><code>', page)
    assert len(links) == 2 * len(tags), "of the objective, and of its key result"
    lists = {path.name: path.read_text("utf-8") for path in (out / "2026-Q4").glob("tags*.html")}
    for name, place in links:
        listed = lists[name].partition(f'id="{place}"')[2].partition("<h2")[0]
        assert "/aim.html" in listed, place
        earlier = [other for other in lists if len_and_name(other) < len_and_name(name)]
        assert not any(f'id="{place}"' in lists[other] for other in earlier), place


def test_in_markdown_a_tag_leads_to_the_heading_of_its_list(tmp_path: Path) -> None:
    root = repository(tmp_path / "org", {"okrs/2026-Q4/team/aim.yaml": goal("Aim", 1, tags=["all"])})
    api.report(api.open_repository(root), TODAY, out=tmp_path / "out")
    page = (tmp_path / "out/2026-Q4/objectives/team/aim.md").read_text("utf-8")
    assert "Tags: [`all`](../../tags.md#all)" in page
    assert "## `all`" in (tmp_path / "out/2026-Q4/tags.md").read_text("utf-8")


@pytest.mark.usefixtures("_pages_are_short")
def test_pages_on_which_no_list_goes_on_any_more_are_removed(tmp_path: Path) -> None:
    root, out = repository(tmp_path / "org", list_of(12, 13)), tmp_path / "out"
    written = set(api.site(api.open_repository(root), TODAY, out).written)
    for path in [*root.glob("okrs/2026-Q4/team-*"), *root.glob("okrs/backlog/team-1/*")]:
        if path.name not in ("team-1", "later-1.yaml"):
            path.unlink() if path.is_file() else [file.unlink() for file in path.iterdir()]
    (out / "index.3.html").write_text("somebody's own", encoding="utf-8")
    removed = set(api.site(api.open_repository(root), TODAY, out).removed)
    numbered = {path for path in written if re.search(r"\.\d+\.html$", path)}
    assert {"2026-Q4/index.4.html", "2026-Q4/teams.2.html", "backlog.2.html"} <= numbered <= removed
    assert (out / "index.3.html").exists()


class Tree(HTMLParser):
    """The titles in the nested list, with their depth and how they stand to the one above."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[tuple[int, str, str]] = []
        self.depth = 0
        self._way = ""
        self._reads = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "ul" and (self.depth or names.get("class") == "tree"):
            self.depth += 1
        if tag == "li":
            self._way = (names.get("class") or "").removesuffix("-in")
        self._reads = tag == "a" and self.depth > 0 and "objectives/" in (names.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "ul" and self.depth:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self._reads:
            self.rows.append((self.depth - 1, self._way, data))
            self._reads = False


def tree(page: str) -> list[tuple[int, str, str]]:
    reader = Tree()
    reader.feed(page)
    reader.close()
    assert reader.depth == 0, "the lists are not balanced"
    return reader.rows


def aligned(root: Path, goals: Mapping[str, Any], page: str = "2026-Q4/index.html") -> list[tuple[int, str, str]]:
    files = {
        f"okrs/{name if '/' in name else f'2026-Q4/company/{name}'}.yaml": goal(
            name.rpartition("/")[2], aligned_to=above
        )
        if above
        else goal(name.rpartition("/")[2])
        for name, above in goals.items()
    }
    return tree(pages(repository(root, files))[page])


def counts(ref: str) -> dict[str, Any]:
    return {"objective": f"company/{ref}", "contributes": True}


def test_an_objective_stands_below_each_goal_above_it_and_what_is_below_it_where_it_counts(tmp_path: Path) -> None:
    goals = {
        "first": None,
        "second": None,
        "alone": None,
        "shared": ["company/first", counts("second")],
        "below": "company/shared/kr-0",
        "other": "company/second",
    }
    assert aligned(tmp_path, goals) == [
        (0, "", "first"),
        (1, "supports", "shared"),
        (0, "", "second"),
        (1, "counts", "shared"),
        (2, "supports", "below"),
        (1, "supports", "other"),
        (0, "", "alone"),
    ]


def test_an_objective_that_counts_nowhere_has_what_is_below_it_where_it_stands_first(tmp_path: Path) -> None:
    goals = {"first": None, "second": None, "shared": ["company/first", "company/second"], "below": "company/shared"}
    assert [row for row in aligned(tmp_path, goals) if row[2] == "below"] == [(2, "supports", "below")]


def test_goals_of_longer_cycles_stand_above(tmp_path: Path) -> None:
    goals = {
        "2026/company/year": None,
        "2026/company/unrelated": None,
        "2026-Q3/company/past": "company/year",
        "quarter": "company/year",
        "part": counts("quarter"),
    }
    assert aligned(tmp_path, goals) == [(0, "", "year"), (1, "supports", "quarter"), (2, "counts", "part")]
    year = tree(pages(tmp_path)["2026/index.html"])
    assert year == [(0, "", "year"), (1, "supports", "past"), (1, "supports", "quarter"), (0, "", "unrelated")]


def test_a_loop_is_shown_and_ends(tmp_path: Path) -> None:
    goals = {"one": "company/two", "two": "company/three", "three": "company/one", "below": "company/two"}
    assert aligned(tmp_path, goals) == [
        (0, "", "one"),
        (1, "supports", "three"),
        (2, "supports", "two"),
        (3, "supports", "below"),
        (3, "supports", "one"),
    ]


@pytest.mark.parametrize("seed", [*range(6), *at_night(*range(6, 20))])
def test_every_objective_is_shown_below_each_goal_above_it(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    names = [f"goal-{n}" for n in range(8)]
    above = {
        name: random.sample([other for other in names if other != name], random.choice((0, 1, 1, 2))) for name in names
    }
    goals = {
        name: [counts(one) if not n and seed % 2 else f"company/{one}" for n, one in enumerate(parents)] or None
        for name, parents in above.items()
    }
    rows = aligned(tmp_path, goals)
    way: list[str] = []
    edges = []
    for depth, _, name in rows:
        edges += [(way[depth - 1], name)] if depth else []
        way = [*way[:depth], name]
    assert sorted(edges) == sorted((parent, name) for name, parents in above.items() for parent in parents)
    assert {name for *_, name in rows} == set(names) or not edges


@pytest.mark.usefixtures("_pages_are_short")
def test_a_long_chain_goes_on_on_the_next_page_below_what_was_above_it(tmp_path: Path) -> None:
    goals = {f"goal-{n:03}": f"company/goal-{n - 1:03}" if n else None for n in range(SHORT_PAGES + 3)}
    assert len(aligned(tmp_path, goals)) == SHORT_PAGES
    rows = tree(pages(tmp_path)["2026-Q4/index.2.html"])
    assert [depth for depth, *_ in rows[:9]] == list(range(9))
    assert rows[8][0] == rows[-1][0] == 8
    assert [title for *_, title in rows[8:]] == [f"goal-{n:03}" for n in range(SHORT_PAGES, SHORT_PAGES + 3)]


def test_without_alignment_there_is_no_list_of_it(tmp_path: Path) -> None:
    assert aligned(tmp_path, {"one": None, "two": None}) == []


def index(page: str) -> list[tuple[str, str, str]]:
    """The titles that search finds, with the words beside them and their addresses."""
    call = re.sub(r",(\s*[\])])", r"\1", page.partition("*/\n")[2])
    pages, titles = json.loads(call.removeprefix("okrsIndex(").rstrip().removesuffix(")").join("[]"))
    return [(title, pages[number][1], pages[number][0] + place) for title, number, place in titles]


def test_search_finds_goals_teams_and_people(tmp_path: Path) -> None:
    files = {
        "okrs/teams.yaml": {"teams": {"company": {"name": "All of us", "lead": "ana", "members": ["bo"]}}},
        "okrs/2026-Q3/company/past.yaml": goal("Past"),
        "okrs/2026-Q4/company/now.yaml": goal("Now </script><b>"),
        "okrs/backlog/company/later.yaml": {"title": "Later"},
    }
    made = pages(repository(tmp_path, files))
    assert index(made["search-index.js"]) == [
        ("All of us", "team, 2026-Q4", "2026-Q4/teams/company.html"),
        ("Ána Straße", "person, 2026-Q4", "2026-Q4/people/ana.html"),
        ("Now </script><b>", "All of us, 2026-Q4", "2026-Q4/objectives/company/now.html"),
        ("Now </script><b> by 0", "All of us, 2026-Q4", "2026-Q4/objectives/company/now.html#kr-0"),
        ("Past", "All of us, 2026-Q3", "2026-Q3/objectives/company/past.html"),
        ("Past by 0", "All of us, 2026-Q3", "2026-Q3/objectives/company/past.html#kr-0"),
        ("Later", "backlog", "backlog.html"),
    ]
    assert "<" not in made["search-index.js"]
    assert {address.partition("#")[0] for *_, address in index(made["search-index.js"])} <= set(made)
    without = index(pages(tmp_path, with_people=False)["search-index.js"])
    assert [words for _, words, _ in without if words.startswith("person")] == []


def test_search_finds_a_goal_of_the_backlog_on_the_page_where_it_stands(long: dict[str, str]) -> None:
    found = {title: address for title, words, address in index(long["search-index.js"]) if words == "backlog"}
    assert len(found) == 130
    assert set(found.values()) == {"backlog.html", "backlog.2.html"}
    assert all(f">{title}<" in long[address] for title, address in found.items())


def test_the_script_of_the_search_is_small() -> None:
    source = shipped("templates").joinpath("html/search.js").read_text(encoding="utf-8")
    assert len(HTML.marked("search.js", source).encode()) <= MAX_SCRIPT
    assert "innerHTML" not in source


@pytest.mark.parametrize(("language", "attributes"), [("en", 'dir="auto"'), ("de", 'dir="auto" lang="de"')])
def test_texts_of_data_say_their_language(tmp_path: Path, language: str, attributes: str) -> None:
    files = {"okrs/config.yaml": {"language": language}, "okrs/2026-Q4/company/now.yaml": goal("Jetzt")}
    made = pages(repository(tmp_path, files))
    page = made["2026-Q4/objectives/company/now.html"]
    assert f"<h1 {attributes}>Jetzt</h1>" in page
    assert '<html lang="en">' in page
    others = {match for text in made.values() for match in re.findall(r'dir="auto"(?: lang="[^"]*")?', text)}
    assert others == {attributes}


def test_the_page_that_is_shown_is_marked(long: dict[str, str]) -> None:
    def current(page: str) -> list[tuple[str, str]]:
        return re.findall(r'aria-current="(\w+)">([^<]*)<', long[page])

    assert current("index.html") == []
    assert current("backlog.2.html") == [("page", "Backlog")]
    assert current("2026-Q4/index.html") == [("page", "2026-Q4"), ("page", "Overview")]
    assert current("2026-Q4/teams.2.html") == [("true", "2026-Q4"), ("page", "Teams")]
    assert current("2026-Q4/teams/team-3.html") == [("true", "2026-Q4"), ("true", "Teams")]
    assert current("2026-Q4/objectives/team-3/aim.html") == [("true", "2026-Q4")]
    crumbs = re.findall(r'<nav class="trail".*?</nav>', long["2026-Q4/teams/team-3.html"], re.DOTALL)
    assert re.findall(r'href="([^"]*)"', crumbs[0]) == ["../index.html", "../teams.html"]
