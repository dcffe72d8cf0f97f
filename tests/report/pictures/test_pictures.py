"""Every kind of picture as it is to look, and the worst data that there is: strict XML, small, and nothing outside."""

from __future__ import annotations

import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from okrs_as_code.report.page_form import HTML, SVG
from okrs_as_code.report.pictures.canvas import number_within, short_number, short_quantity, width
from okrs_as_code.report.pictures.picture import Picture
from okrs_as_code.report.templates import Templates
from tests.report.pictures.cases import CASES, Case, metric, said

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
STYLE = '<?xml-stylesheet type="text/css" href="../../../../templates/html/style.css"?>\n'
"""Makes a golden picture look as it does in a page when it is opened in a browser."""
IN_A_PAGE = '{% import "svg/macros.svg.j2" as pictures %}{{ pictures.picture(picture) }}'
REMEDY = "look at it in a browser; if this is meant, run: UPDATE_GOLDEN=1 python run.py pytest tests/report/pictures"
MAX_BYTES = 6_000

Drawn = Callable[[Picture], str]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    root = tmp_path_factory.mktemp("root")
    (root / "templates/html").mkdir(parents=True)
    (root / "templates/html/picture.html.j2").write_text(IN_A_PAGE, encoding="utf-8")
    templates = Templates(root, HTML)
    return lambda picture: templates.render("picture", picture=picture)


def file_of(picture: Picture) -> str:
    return SVG.marked("picture.svg", Templates(None, SVG).render("objective", picture=picture))


def is_golden(name: str, text: str) -> bool:
    file = GOLDEN / f"{name}.svg"
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return file.read_text(encoding="utf-8") == text


def as_file(svg: str) -> str:
    return STYLE + svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


@pytest.mark.parametrize("name", CASES)
def test_key_results(name: str, drawn: Drawn) -> None:
    assert is_golden(name, as_file(drawn(CASES[name].key_result()))), REMEDY


@pytest.mark.parametrize("name", ["metric", "metric-every-day-of-a-year", "metric-not-begun", "metric-dropped"])
def test_strips_and_courses(name: str, drawn: Drawn) -> None:
    case = CASES[name]
    assert is_golden(f"strip-{name}", as_file(drawn(case.strip()))), REMEDY
    assert is_golden(f"objective-{name}", file_of(case.objective())), REMEDY
    assert is_golden(f"sparkline-{name}", as_file(drawn(case.objective(large=False)))), REMEDY


def texts(svg: str) -> list[str]:
    return ["".join(element.itertext()) for element in ET.fromstring(svg).iter() if element.tag.endswith("text")]


def check(picture: Picture, svg: str) -> None:
    """It is XML, small, named, and all of it lies on its canvas."""
    root = ET.fromstring(svg)
    assert len(svg.encode()) <= MAX_BYTES
    assert [child.tag.rpartition("}")[2] for child in root][:2] == ["title", "desc"]
    assert all(child.text for child in list(root)[:2])
    assert not any("id" in element.attrib for element in root.iter())
    for label in picture.labels:
        assert -1 <= float(label.x) <= picture.width
        assert 0 <= float(label.y) <= picture.height
    for shape in picture.shapes:
        assert "nan" not in shape.path
        assert "inf" not in shape.path
        for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", shape.path):
            assert -1 <= float(x) <= picture.width + 1
            assert -1 <= float(y) <= picture.height + 1


@pytest.mark.parametrize("name", CASES)
def test_all_of_them_are_small_xml_within_their_canvas(name: str, drawn: Drawn) -> None:
    for picture in CASES[name].pictures():
        check(picture, drawn(picture))
    check(CASES[name].objective(), file_of(CASES[name].objective()))


numbers = st.floats(allow_nan=False, allow_infinity=False)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    values=st.lists(numbers, min_size=3, max_size=12), kind=st.sampled_from(["metric", "direction", "at_least", "band"])
)
def test_any_numbers_can_be_drawn(values: Sequence[float], kind: str, drawn: Drawn) -> None:
    first, second, *rest = values
    measures = {
        "metric": metric(first, second),
        "direction": {"type": "metric", "direction": "up", "target": first, "unit": "x"},
        "at_least": {"type": "threshold", "at_least": first},
        "band": {"type": "threshold", "at_least": min(first, second), "at_most": max(first, second)},
    }
    picture = Case(measures[kind], said("value", rest, [0.5])).key_result()
    check(picture, drawn(picture))


@pytest.mark.parametrize(
    "hostile",
    ["</svg><script>x</script>", '"><img src=x>', "a" * 5000, "\u202eevil", "שלום", "🦊" * 300, "&lt;", "\ufffe"],
)
def test_no_text_of_a_goal_becomes_markup_and_titles_are_not_in_it(hostile: str, drawn: Drawn) -> None:
    for measure in (metric(0, 10, hostile), {"type": "threshold", "at_most": 3, "unit": hostile}):
        case = Case(measure, said("value", [1, 2]), title="A title 7351 and more")
        for picture in case.pictures():
            svg = drawn(picture)
            check(picture, svg)
            assert "7351" not in svg
            assert {element.tag for element in ET.fromstring(svg).iter()} <= {"svg", "title", "desc", "path", "text"}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.1, "0.1"),
        (12345, "12,345"),
        (1234567, "1.23M"),
        (-1234567, "-1.23M"),
        (2.5e9, "2.5bn"),
        (1e308, "1e308"),
        (-1.5e308, "-1.5e308"),
        (0.1234567891, "0.123"),
        (5e-324, "5e-324"),
    ],
)
def test_a_number_is_short(value: float, words: str) -> None:
    assert short_number(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (400_000, "400k"),
        (3_000_000, "3M"),
        (12_500, "12,500"),
        (-12_500, "-12.5k"),
        (123_456, "123k"),
        (999_999, "1M"),
        (-123_456_789_012, "-123bn"),
        (0.00123, "0.0012"),
        (-1.5e308, "-2e308"),
        (99.95, "99.95"),
    ],
)
def test_a_number_beside_an_axis_has_room(value: float, words: str) -> None:
    assert number_within(value, 48) == words
    assert width(words) <= 48


@pytest.mark.parametrize("target", [400_000, 120_000, 1_999, 23_456.7, -400_000, 0.000123, 1234.56, 1e15])
def test_words_of_an_axis_are_not_cut(target: float) -> None:
    case = Case({**metric(0, target), "stretch": target * 1.25}, said("value", [target / 3, target / 2]))
    for picture in case.pictures():
        for label in picture.labels:
            wide = width(label.words, strong=label.strong)
            begins = {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
            assert float(label.x) - begins >= 0, label
            assert float(label.x) - begins + wide <= picture.width, label


def test_a_long_unit_is_cut() -> None:
    assert short_quantity(3, "qualified visitors a month") == "3 qualified v…"


def test_a_picture_file_is_the_same_on_every_day_of_a_week() -> None:
    files = set()
    for offset in range(3):
        case = CASES["metric"]
        assessment, goal = replace(case, today=case.today.replace(day=16 + offset)).assessed()
        from okrs_as_code.model.history.course import Courses
        from okrs_as_code.report.pictures import objective

        files.add(file_of(objective.draw(goal.cycle, Courses(assessment).course(goal))))
    assert len(files) == 1


def test_words_are_at_least_nine_pixels_high_on_a_narrow_screen() -> None:
    inner = 320 - 2 * 16 - 2 * 16 - 2
    """The width of a card's content at 320 px."""
    sizes = re.findall(r"(?:font-size: |font: )(\d+)px", style_of_pictures())
    assert sizes
    widths = {picture.width for case in CASES.values() for picture in case.pictures() if picture.labels}
    assert all(int(size) * inner / width >= 9 for size in sizes for width in widths)


def style_of_pictures() -> str:
    lines = (Path(__file__).parents[3] / "templates/html/style.css").read_text(encoding="utf-8").splitlines()
    file = (Path(__file__).parents[3] / "templates/svg/objective.svg.j2").read_text(encoding="utf-8")
    return "\n".join([*(line for line in lines if line.startswith(".picture text")), file])
