"""Templates of a repository: they override ours, block by block, and cannot do more than that."""

from __future__ import annotations

import os
import re
import shutil
import time
from datetime import date
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.errors import OkrsError
from okrs_as_code.report import template_environment
from okrs_as_code.report.inline import bold
from okrs_as_code.report.pages import site
from okrs_as_code.report.templates import Templates

HERE = Path(__file__).parent
TEAM = "2026-Q4/teams/content.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(HERE / "sample", tmp_path / "sample")
    (tmp_path / "sample/templates").mkdir()
    return tmp_path / "sample"


def team_page(root: Path, template: str) -> str:
    (root / "templates/team.md.j2").write_text(template, encoding="utf-8")
    api.report(api.open_repository(root), date(2026, 11, 16))
    return (root / "status" / TEAM).read_text(encoding="utf-8")


def render_alone(root: Path, template: str) -> str:
    """The page that a template makes, without the others of a report."""
    (root / "templates/team.md.j2").write_text(template, encoding="utf-8")
    return Templates(root).render("team")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with nothing but a place for templates."""
    (tmp_path / "templates").mkdir()
    return tmp_path


def test_one_block_is_replaced_and_the_rest_stays(root: Path) -> None:
    page = team_page(
        root,
        '{% extends "bundled/team.md.j2" %}\n{% block summary %}\nAsk {{ lead }} first.\n\n{{ super() }}{% endblock %}',
    )
    ours = (HERE / "pages" / TEAM).read_text(encoding="utf-8")
    assert page == ours.replace("2026-Q4\n\n**", "2026-Q4\n\nAsk [Mara Keller](../people/mara.md) first.\n\n**")


def test_ours_make_the_same_pages_inside_of_the_sandbox_and_without_it(root: Path) -> None:
    api.report(api.open_repository(root), date(2026, 11, 16), out=root / "inside")
    (root / "templates").rmdir()
    api.report(api.open_repository(root), date(2026, 11, 16), out=root / "without")
    inside, without = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}
        for folder in (root / "inside", root / "without")
    )
    assert inside == without
    assert len(inside) > 10


@pytest.mark.parametrize("path", ["_context", "_standing", "key_results[0]._words", "key_results[0]._node.file"])
def test_a_template_sees_nothing_of_a_view_but_its_fields(root: Path, path: str) -> None:
    with pytest.raises(OkrsError, match=r"templates/team\.md\.j2:1: the template is broken: access to attribute '_"):
        team_page(root, f"{{% for objective in objectives %}}{{{{ objective.{path} }}}}{{% endfor %}}")


@pytest.mark.parametrize("path", ["bar.count", "bar.index", "bar.tittle", "tittle", "key_results[0].tittle"])
def test_a_name_that_is_no_field_of_a_view_is_named(root: Path, path: str) -> None:
    with pytest.raises(OkrsError, match=rf"team\.md\.j2:1: the template is broken: .*'{path.rpartition('.')[2]}'"):
        team_page(root, f"{{% for objective in objectives %}}{{{{ objective.{path} }}}}{{% endfor %}}")


def test_a_view_as_text_is_the_same_in_every_run(root: Path) -> None:
    page = team_page(root, "{% for one in objectives %}{{ one }} {{ one.key_results|first }} {% endfor %}")
    assert "KeyResultView(2026-Q4/content/organic-pipeline/" in page.replace("\\", "")
    assert "object at" not in page


def test_views_of_one_goal_are_equal(root: Path) -> None:
    """A template may show a goal once that is in several lists."""
    (root / "templates/overview.md.j2").write_text(
        "{% for group in needs %}{% for key_result in group.key_results %}{% for objective in objectives %}"
        "{% if key_result in objective.key_results %}{{ key_result.id }} of {{ objective.title }}, {% endif %}"
        "{% endfor %}{% endfor %}{% endfor %}",
        encoding="utf-8",
    )
    api.report(api.open_repository(root), date(2026, 11, 16))
    assert " of " in (root / "status/2026-Q4/index.md").read_text(encoding="utf-8")


def test_a_whole_template_is_replaced(root: Path) -> None:
    assert team_page(root, "{{ name }}: {{ progress }}").endswith("-->\n\nContent: ▓▓▓░░░░░░░\u00a027\u00a0%\n")


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("one\n{% if %}\n", "templates/team.md.j2:2: the template is broken"),
        ("one\ntwo\n{{ nobody }}\n", "templates/team.md.j2:3: the template is broken: 'nobody' is undefined"),
        ("{{ 1 / 0 }}", "templates/team.md.j2:1: the template is broken: division by zero"),
        ("{{ ''.__class__.__mro__ }}", "templates/team.md.j2:1: the template is broken: access to attribute"),
        ("{% include 'nowhere.j2' %}", "templates/team.md.j2:1: the template is broken: nowhere.j2"),
        ("{% include '../../etc/passwd' %}", "templates/team.md.j2:1: the template is broken"),
        ("{% for i in range(1000000) %}{% endfor %}", "templates/team.md.j2:1: the template is broken"),
        (
            f"{{{{ {'(' * 3000}1{')' * 3000} }}}}",
            "a template in templates/ is broken: maximum recursion depth exceeded",
        ),
        ('{% extends "team.md.j2" %}', "templates/team.md.j2:1: the template is broken"),
        ('\n{% extends "bundled/team.md.j2" %}{% block summary %}{{ lead.nothing }}{% endblock %}', "team.md.j2:2: "),
    ],
)
def test_a_broken_template_is_one_line_and_nothing_is_written(root: Path, template: str, place: str) -> None:
    with pytest.raises(OkrsError) as raised:
        team_page(root, template)
    assert place in raised.value.message
    assert "\n" not in raised.value.message
    assert not (root / "status").exists()


def test_a_broken_template_is_one_line_where_other_processes_render(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site, "_MIN_PAGES_FOR_PROCESSES", 1)
    monkeypatch.setattr(site, "processors", lambda: 2)
    with pytest.raises(OkrsError) as raised:
        team_page(root, "{{ 1 / 0 }}")
    assert raised.value.message == "templates/team.md.j2:1: the template is broken: division by zero"
    assert raised.value.remedy is not None
    assert not (root / "status").exists()


def test_a_template_that_writes_half_a_character_is_named(root: Path) -> None:
    with pytest.raises(OkrsError, match=r"templates/team\.md\.j2: the template writes half a character"):
        team_page(root, '{{ "%c"|format(55296) }}')


def test_a_template_that_is_a_link_or_no_text_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (root / "templates/team.md.j2").symlink_to(tmp_path / "secret")
    with pytest.raises(OkrsError, match="is a link"):
        api.report(api.open_repository(root), date(2026, 11, 16))
    (root / "templates/team.md.j2").unlink()
    (root / "templates/team.md.j2").write_bytes(b"\xff\xfe")
    with pytest.raises(OkrsError, match="is not UTF-8"):
        api.report(api.open_repository(root), date(2026, 11, 16))


@pytest.mark.parametrize("target", ["templates", "nowhere"])
def test_a_folder_of_templates_that_is_a_link_to_nothing_is_refused(root: Path, target: str) -> None:
    (root / "templates").rmdir()
    (root / "templates").symlink_to(target)
    with pytest.raises(OkrsError, match="is a link"):
        api.report(api.open_repository(root), date(2026, 11, 16))


ENDLESS = "{% for i in range(99999) %}{% for j in range(99999) %}BODY{% endfor %}{% endfor %}"
TWICE = "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(200) }}"
DOUBLED = "{% set v = namespace(x='x' * 99) %}{% for i in range(99) %}{% set v.x = VALUE %}{% endfor %}{{ v.x }}"


LARGE = "{% set s = 'x' * 10000000 %}{% set l = [s] * 1000 %}"


@pytest.mark.parametrize(
    "template",
    [
        "{{ l | join }}",
        "{{ l | select | join }}",
        "{{ l | map('upper') | list }}",
        "{{ ''.join(l) }}",
        "{{ l }}",
        "{{ [l] * 1000 }}",
        "{{ l ~ '' }}",
        f"{{{{ {' ~ '.join(['s'] * 1000)} }}}}",
        "{{ '%s' % [l] }}",
        "{{ ('%s' * 1000) % (s,) }}",
        "{{ ('%9999d' * 1000000) % ((1,) * 1000000) }}",
        "{{ '%9999999999d' | format(1) }}",
        "{{ ('%(a)s' * 1000) | format(a=s) }}",
        "{{ '{:>9999999999}'.format(1) }}",
        "{{ '{:{w}}'.format(1, w=10 ** 10) }}",
        "{{ ('{0}' * 1000).format(s) }}",
        "{{ ('{a}' * 1000).format_map({'a': s}) }}",
        "{{ s.translate({120: s}) }}",
        "{{ s | replace('x', 'x' * 1000) }}",
        "{{ ('\\n' * 1000000) | indent(10000) }}",
        "{{ 'x'.ljust(10 ** 10) }}{{ 'x'.zfill(10 ** 10) }}{{ '\\t'.expandtabs(10 ** 10) }}",
        "{{ ('x' * 100000) | wordwrap(1, wrapstring=s) }}",
        "{{ [] | slice(10 ** 10) | list }}",
        "{{ [1] | batch(10 ** 10, 'x') | list }}",
        "{{ 1.5 | round(10 ** 9) }}",
        "{{ ([[0] * 1000] * 100000) | sum(start=[]) }}",
        "{{ (1).to_bytes(10 ** 10, 'big') }}",
        "{{ ('<!---->' * 1000000) | striptags }}",
        "{{ l | string }}{{ l | pprint }}{{ l | tojson }}",
        "{{ {'a': l} | xmlattr }}{{ l | urlencode }}",
        "{{ l | escape }}",
    ],
)
def test_what_would_be_too_large_is_not_made(folder: Path, template: str) -> None:
    """Notices a value of 10 ** 10 characters that is measured once it is there."""
    began = time.process_time()
    with pytest.raises(OkrsError, match=r"too large|does not come to an end"):
        render_alone(folder, LARGE + template)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("'%5.1f|%-4s|' % (1.25, 'ab')", "'  1.2|ab  |'"),
        ("'%s of %s' | format(1, 2)", "'1 of 2'"),
        ("'{:>6}'.format('ab')", "'    ab'"),
        ("'a' | center(5) ~ '|' ~ 'ab'.ljust(4)", "'  a  |ab  '"),
        ("[1, 'b', none] | join(', ')", "'1, b, None'"),
        ("[1, 2, 3] | batch(2, 0) | list", "[[1, 2], [3, 0]]"),
        ("[1, 2] | slice(2) | list", "[[1], [2]]"),
        ("2.345 | round(2)", "2.35"),
        ("[[1], [2]] | sum(start=[])", "[1, 2]"),
        ("'a b c' | wordwrap(1) | replace('b', 'd') | truncate(99) | upper", "'A\\nD\\nC'"),
        ("['a', 'b'] | map('upper') | join ~ 1 ~ 2.5", "'AB12.5'"),
        ("'a<b>c</b>' | striptags | indent(4, true)", "'    ac'"),
    ],
)
def test_what_is_of_a_usual_size_is_made(folder: Path, expression: str, value: str) -> None:
    assert "True" in render_alone(folder, f"{{{{ ({expression}) == {value} }}}}")


@pytest.mark.parametrize(
    "template",
    [
        ENDLESS.replace("BODY", ""),
        ENDLESS.replace("BODY", "{% set x = i %}"),
        ENDLESS.replace("BODY", "x" * 400),
        f"{{% macro m() %}}{ENDLESS.replace('BODY', 'x{{ i }}')}{{% endmacro %}}{{{{ m() }}}}",
        "{% for i in range(10**9) %}{% endfor %}",
        "{% for i in [[]] recursive %}{{ loop([[], []]) }}{% endfor %}",
        TWICE,
        "{% block b %}{% for i in range(200) %}{{ self.b() }}{% endfor %}{% endblock %}",
        "{% set x %}{% for i in range(99999) %}{{ 'x' * 4000 }}{% endfor %}{% endset %}",
        DOUBLED.replace("VALUE", "v.x ~ v.x"),
        DOUBLED.replace("VALUE", "v.x + v.x"),
        DOUBLED.replace("VALUE", "v.x * 2"),
        DOUBLED.replace("VALUE", "[v.x, v.x] | join"),
        DOUBLED.replace("VALUE", "v.x.replace('x', 'xx')"),
        DOUBLED.replace("VALUE", "'%s%s' % (v.x, v.x)"),
        "{{ 9 ** (9 ** 9) }}",
        "{{ 'x' * 10 ** 12 }}",
        "{{ [1] * 10 ** 12 }}",
        "{{ '%0999999999d' % 1 }}",
        "{{ '%*d' % (999999999, 1) }}",
        "{{ lipsum(10 ** 9) }}",
        "{% for i in range(99999) if range(99999) | sum > 0 %}{% endfor %}",
        "{% for i in range(99999) %}{% set x = range(99999) | list %}{% endfor %}",
        "{{ range(99999) | join('x' * 99999) }}",
        "{{ range(99999) | map('string') | join('x' * 99999) }}",
        "{{ ('x' * 99999).replace('x', 'x' * 99999) }}",
        "{{ 'x' | center(10 ** 10) }}{{ 'x'.rjust(10 ** 10) }}",
    ],
)
def test_a_template_without_end_meets_a_limit(folder: Path, monkeypatch: pytest.MonkeyPatch, template: str) -> None:
    for name in ("MAX_STEPS", "MAX_LENGTH"):
        monkeypatch.setattr(template_environment, name, getattr(template_environment, name) // 100)
    with pytest.raises(OkrsError) as raised:
        render_alone(folder, template)
    assert re.match(r"templates/team\.md\.j2:1: the template is broken: .", raised.value.message)
    assert "\n" not in raised.value.message


def test_the_limit_is_one_of_each_page(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(template_environment, "MAX_STEPS", 4000)
    template = "{% for i in range(300) %}{{ i }}{% endfor %}"
    (root / "templates/person.md.j2").write_text(template, encoding="utf-8")
    pages = [Templates(root).render("person") for _ in range(3)]
    templates = Templates(root)
    assert [templates.render("person") for _ in range(3)] == pages
    (root / "templates/person.md.j2").write_text(template.replace("300", "3000"), encoding="utf-8")
    with pytest.raises(OkrsError, match="does not come to an end"):
        Templates(root).render("person")


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("pipe", "templates/team.md.j2 is no ordinary file, and a template belongs there"),
        ("folder", "templates/team.md.j2 is a folder, and a template belongs there"),
        ("large", "templates/team.md.j2 is too large: a template has at most 512 KiB"),
    ],
)
def test_a_template_that_is_none_is_named(root: Path, kind: str, message: str) -> None:
    path = root / "templates/team.md.j2"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.write_bytes(b"x" * (512 * 1024 + 1))
    with pytest.raises(OkrsError) as raised:
        api.report(api.open_repository(root), date(2026, 11, 16))
    assert raised.value.message == message
    assert raised.value.remedy is not None
    assert not (root / "status").exists()


@pytest.mark.parametrize(
    "template",
    [
        "{{ bad }}",
        "{{ bad ~ '' }}",
        "{{ [bad, bad] | join(' ') }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(bad) }}",
        "{% set x %}{{ bad }}{% endset %}{{ x }}",
        "{% filter upper %}{{ bad }}{% endfilter %}",
        "{{ bad | upper }}",
        "{{ '%s' | format(bad) }}",
        "{{ good ~ bad }}",
    ],
)
def test_what_is_not_markdown_is_escaped_whatever_a_template_does(tmp_path: Path, template: str) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "x.md.j2").write_text(template)
    page = Templates(tmp_path).render("x", bad="<script>x</script>", good=bold("good"))
    assert "<script>" not in page.lower()


def test_inline_text_is_written_and_what_a_filter_makes_of_it_is_plain(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "x.md.j2").write_text("{{ good }} {{ good | upper }} {{ plain }}")
    page = Templates(tmp_path).render("x", good=bold("good"), plain="**plain**")
    assert page.startswith("**good** ")
    assert "**GOOD**" not in page
    assert "**plain**" not in page
