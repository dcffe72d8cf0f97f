"""Whatever a field holds, pages of the web site have the tags, attributes and links that they have with plain words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from itertools import count, cycle
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from okrs_as_code.model.files.base import BRANCH_PATTERN, LINK_PATTERN, is_id, normalized_text
from okrs_as_code.model.files.json_schema import SCHEMAS, json_schema
from okrs_as_code.report.page_form import HTML
from okrs_as_code.report.pages import site as pages_of_a_site
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.templates import Templates
from okrs_as_code.workspace.layout import EntryKind
from okrs_as_code.workspace.loader import load
from okrs_as_code.workspace.trees.overlay import PartialTree
from tests.nightly import examples, more_at_night
from tests.report.test_hostile import HOSTILE

RUNNING, ENDED = date(2026, 11, 16), date(2027, 1, 20)
LINK = "https://example.com/'onclick=alert(1)&x=javascript:alert(1)//(a)[b]*c*_d_;--"
Files = dict[str, Any]


def organisation(text: Callable[[], str], link: str = LINK, branch: str = "main'&;--") -> Files:
    """The data of files in which every field that takes any text has one that `text` returns."""
    metric = {"type": "metric", "baseline": 0, "target": 3, "unit": text()}
    threshold = {"type": "threshold", "at_most": 3, "unit": text()}
    steps = {"type": "milestones", "steps": [{"id": "a", "title": text()}, {"id": "b", "title": text()}]}

    def key_result(name: str, owner: Any, measure: Any) -> dict[str, Any]:
        return {
            "id": name, "title": text(), "owner": owner, "measure": measure, "success": text(), "links": [link],
        }  # fmt: skip

    def agreed(role: str, measure: Any) -> dict[str, Any]:
        terms = {"owner": "ana", "measure": measure, "success": text()}
        return {"as": role, "terms": terms, "title": text(), "via": link, "signature": text()}

    records = {
        "check-ins/2026-10-20-ana": {"web/fast/one": {"value": 1, "confidence": 0.4, "note": text()}},
        "check-ins/2026-11-13-ana": {
            "web/fast/one": {"value": 1, "confidence": 0.2, "note": text(), "help": text()},
            "web/fast/four": {"done": False, "status": "off-track", "help": text(), "next": text()},
        },
        "agreements/2026-10-02-ana": {
            "web/fast/one": agreed("owner", metric),
            "web/fast/two": agreed("owner", steps),
            "web/fast/three": agreed("owner", threshold),
            "web/fast/four": agreed("owner", {"type": "binary"}),
        },
        "grades/2026-11-13-ana": {
            "web/fast/two": {
                "score": 0.5, "decision": "stop", "because": text(), "learned": text(), "root_cause": text(),
            },
            "web/fast/three": {"dropped": True, "because": text()},
        },
    }  # fmt: skip
    whole = {"web/fast": {"note": text(), "help": text()}}
    return {
        "okrs/people.yaml": {
            "people": {
                "bo": {"name": text(), "title": text(), "account": text()},
                "ana": {"name": text(), "manager": "bo", "account": text(), "emails": ["a'&\"b@example.com"]},
                "broken": {"name": text(), text(): text()},
            }
        },
        "okrs/teams.yaml": {
            "teams": {
                "company": {"name": text(), "lead": "bo"},
                "web": {"name": text(), "lead": "bo", "members": ["ana"], "part_of": "company"},
            }
        },
        "okrs/config.yaml": {
            "organization": text(),
            "repository": link,
            "forge": "gitlab",
            "branch": branch,
            "lint": {"ignore": [text()]},
        },
        "okrs/2026-Q4/web/fast.yaml": {
            "title": text(),
            "why": text(),
            "owner": "ana",
            "key_results": [
                {**key_result("one", "ana", metric), "contributors": ["bo"]},
                key_result("two", "ana", steps),
                key_result("three", {"team": "web", "lead": "bo"}, threshold),
                key_result("four", "ana", {"type": "binary"}),
                {"id": "broken", "title": text(), "owner": "ana", "measure": {"type": text()}},
            ],
            "initiatives": [{"title": text(), "link": link, "key_result": "one"}, {"title": text()}],
        },
        "okrs/backlog/web/later.yaml": {
            "title": text(),
            "why": text(),
            "key_results": [
                {"id": name, "title": text(), "measure": measure, "success": text(), "links": [link]}
                for name, measure in {"one": metric, "two": steps, "three": threshold}.items()
            ],
            "initiatives": [{"title": text(), "link": link}],
        },
        "okrs/2026-Q4/company/broken.yaml": {"title": text(), "owner": text(), text(): text()},
        **{
            f"okrs/2026-Q4/{path}.yaml": {
                "by": path.rpartition("-")[2],
                "date": path.partition("/")[2][:10],
                "key_results": entries,
                **({"objectives": whole} if path == "check-ins/2026-11-13-ana" else {}),
            }
            for path, entries in records.items()
        },
    }


@pytest.fixture(autouse=True, scope="module")
def _templates_are_compiled_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        templates = Templates(None, HTML)
        patch.setattr(pages_of_a_site, "Templates", lambda *_: templates)
        yield


def site(files: Files, today: date) -> dict[str, str]:
    # Not as escapes: JSON has two of them for a letter beyond the first plane, and YAML one.
    contents = {path: json.dumps(data, ensure_ascii=False).encode() for path, data in files.items()}

    def read(paths: Any) -> Iterator[tuple[str, bytes | None]]:
        return ((path, contents.get(path)) for path in paths)

    workspace = load(PartialTree(dict.fromkeys(contents, EntryKind.FILE), {}, read))
    return pages_of_a_site.pages(SiteData(workspace, today, form=HTML))


class _Outline(HTMLParser):
    """The tags, attributes, links and comments of a page, in any order: a list is sorted by what stands in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: Counter[object] = Counter()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        placed = _PLACES if tag == "text" else ()
        kept = ((name, _outline_of_value(name, value or "")) for name, value in attributes if name not in placed)
        self.seen[tag, tuple(kept)] += 1

    def handle_endtag(self, tag: str) -> None:
        self.seen["end", tag] += 1

    def handle_comment(self, data: str) -> None:
        self.seen["comment", data] += 1

    def handle_decl(self, decl: str) -> None:
        self.seen["declaration", decl] += 1

    def unknown_decl(self, data: str) -> None:
        self.seen["declaration", data] += 1

    def handle_pi(self, data: str) -> None:
        self.seen["instruction", data] += 1


_FREE = {"aria-label", "content", "alt", "data-ready"}
"""Attributes whose value may hold words of the data."""
_PLACES = ("x", "y", "text-anchor")
"""Attributes of words in a picture that say on which side of a point there is room for so many."""


def _outline_of_value(name: str, value: str) -> str:
    if name in ("href", "data-address") and re.match("https?://", value):
        return re.sub(r"/.*", "/…", value.partition("://")[2])
    return "…" if name in _FREE else value


def outlines(made: dict[str, str]) -> dict[str, Counter[object]]:
    return {path: _Outline(text).seen for path, text in made.items() if path.endswith(".html")}


def same_but_plain(files: Files, texts: set[str]) -> Files:
    """The data with words that mean nothing and are no ids for the texts, others for each and in as many paragraphs."""
    known = sorted({normalized_text(text) for text in texts})

    def plain(text: str) -> str:
        return re.sub(r"\S+", f"Word{known.index(normalized_text(text))}", text)

    def replaced(value: Any) -> Any:
        if isinstance(value, dict):
            return {plain(key) if key in texts else key: replaced(entry) for key, entry in value.items()}
        if isinstance(value, list):
            return [replaced(entry) for entry in value]
        return plain(value) if isinstance(value, str) and value in texts else value

    return {path: replaced(data) for path, data in files.items()}


@cache
def plain_outlines(files: str, today: date) -> dict[str, Counter[object]]:
    """The outlines of plain data, as JSON; many texts have the same plain words in their place."""
    return outlines(site(json.loads(files), today))


def judge(texts: list[str], today: date, link: str = LINK, branch: str = "main") -> None:
    """Makes the site twice, with the texts and with plain words, and compares the outlines of its pages."""
    left = cycle(texts)
    files = organisation(lambda: next(left), link, branch)
    made = site(files, today)
    assert "2026-Q4/objectives/web/fast.html" in made, "the files are read"
    assert outlines(made) == plain_outlines(json.dumps(same_but_plain(files, set(texts))), today)
    for path, text in made.items():
        if path.endswith(".svg"):
            ElementTree.fromstring(text)


BY_DAY = [*((text, RUNNING) for text in HOSTILE[::6]), *((text, ENDED) for text in HOSTILE[1::12])]
ALL = [(text, today) for text in HOSTILE for today in (RUNNING, ENDED)]


@pytest.mark.parametrize(("text", "today"), [*BY_DAY, *more_at_night(*(pair for pair in ALL if pair not in BY_DAY))])
def test_a_hostile_text_in_every_field_stays_text(text: str, today: date) -> None:
    judge([text], today)


PIECES = [
    "<", ">", '"', "'", "&", "/", "=", "`", "{{", "}}", "{%", "%}", "\\", "--", "-->", "<!--", "]]>", "<![CDATA[", "#",
    "<script>", "</script>", "<style>", "</title>", "</textarea>", "<svg onload=", "<img src=x onerror=", "onclick=",
    "javascript:", "data:text/html,", "http://evil.example", "//evil.example", "&lt;", "&#60;", "&quot;", "\n\n", " ",
    "style=", "href=", "<a href='", "<base href=", "<meta http-equiv=refresh>", "é", "א", "🚀", "x",
]  # fmt: skip
MERGE_KEY = "<<"
"""As a key it is refused with its whole file, so that there would be less to show."""
LETTERS = st.characters(exclude_categories=("C", "Zl", "Zp"))
"""Without those that YAML does not let in; `tests/yaml` has them."""
TEXTS = (
    st.lists(st.sampled_from(PIECES) | st.text(LETTERS, max_size=5), min_size=1, max_size=6)
    .map("".join)
    .filter(lambda text: text.strip() and not is_id(text) and text != MERGE_KEY)
)


def from_pattern(pattern: str, longest: int) -> st.SearchStrategy[str]:
    """Texts of which the models say that they fit, of letters that YAML lets in."""
    return st.from_regex(pattern, fullmatch=True, alphabet=LETTERS).filter(lambda text: len(text) <= longest)


@given(
    st.lists(TEXTS, min_size=20, max_size=40, unique=True),
    st.sampled_from([RUNNING, ENDED]),
    from_pattern(LINK_PATTERN, 200),
    from_pattern(BRANCH_PATTERN, 100),
)
@example([f"{text} {number}" for number, text in enumerate(HOSTILE)], RUNNING, LINK, "main'&;--")
@example([f"{text} {number}" for number, text in enumerate(HOSTILE)], ENDED, LINK, "main'&;--")
@settings(examples(1, by_day=0.2), suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_other_texts_in_every_field_stay_text(texts: list[str], today: date, link: str, branch: str) -> None:
    judge(texts, today, link, branch)


def test_every_field_that_takes_any_text_has_one() -> None:
    numbers = count()
    files = organisation(lambda: f"text {next(numbers)}")
    for kind in SCHEMAS:
        schema = json_schema(kind)
        found = set(_free(schema, schema.get("definitions", {}), ()))
        data = [value for path, value in files.items() if _kind(path) == kind]
        for path in found:
            values = [value for file in data for value in _values(file, path)]
            assert any(str(value).startswith("text ") for value in values), f"give `organisation` {kind} {path}"


def _kind(path: str) -> str:
    if path.startswith("okrs/backlog/"):
        return "backlog"
    folder, name = path.removesuffix(".yaml").rsplit("/", 1)
    return (
        name if name in SCHEMAS else folder.rpartition("/")[2] if folder.rpartition("/")[2] in SCHEMAS else "objective"
    )


def _free(schema: Any, definitions: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The paths of fields that take any text; `*` is any place in a list or mapping."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    if schema.get("pattern") == r"\S":
        yield path
    for name, inner in schema.get("properties", {}).items():
        yield from _free(inner, definitions, (*path, name))
    for inner in (
        *schema.get("patternProperties", {}).values(),
        schema.get("additionalProperties"),
        schema.get("items"),
    ):
        if isinstance(inner, dict):
            yield from _free(inner, definitions, (*path, "*"))
    for inner in (*schema.get("allOf", ()), *schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _free(inner, definitions, path)


def _values(value: Any, path: tuple[str, ...]) -> Iterator[Any]:
    if not path:
        yield value
    elif path[0] == "*":
        for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from _values(inner, path[1:])
    elif isinstance(value, dict) and path[0] in value:
        yield from _values(value[path[0]], path[1:])
