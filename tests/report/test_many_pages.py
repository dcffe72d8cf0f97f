"""Pages by the hundred, on a real terminal: how far it is, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.corpus import TODAY, Organisation
from benchmarks.repository import prepare
from tests.terminal import Terminal


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepare(tmp_path_factory.mktemp("many"), Organisation(92)).root


def report(root: Path, templates: dict[str, str]) -> Terminal:
    (root / "templates").mkdir(exist_ok=True)
    for name in ("index", "objective"):
        file = root / f"templates/{name}.md.j2"
        file.unlink(missing_ok=True)
        if name in templates:
            file.write_text(templates[name], encoding="utf-8")
    return Terminal(root, "report", "--today", str(TODAY), "--no-cache")


def left_on_screen(terminal: Terminal) -> list[str]:
    """The lines that can be read in the end: what follows a carriage return is written over what was there."""
    lines = terminal.output.replace("\r\n", "\n").split("\n")
    return [line.rpartition("\r")[2] for line in lines if line]


def test_it_shows_how_far_it_is_and_leaves_only_the_summary(root: Path) -> None:
    terminal = report(root, {})
    terminal.until("making: 1 of 310 files")
    assert terminal.end() == 0
    assert left_on_screen(terminal) == [f"310 files in {root}/status: 310 written, 0 removed"]


LOOP = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"


def test_a_template_that_does_not_come_to_an_end_can_be_interrupted(root: Path) -> None:
    terminal = report(
        root, {"objective": f"{{% if objective.team == 'Zesty Harbor' %}}{LOOP}{{% endif %}}"}
    )  # the last
    terminal.until("making: ")
    terminal.interrupt()
    assert terminal.end() == 130
    assert left_on_screen(terminal)[-1] == "interrupted"


def test_an_error_does_not_wait_for_such_a_template(root: Path) -> None:
    terminal = report(root, {"index": "{{ 1 / 0 }}", "objective": LOOP})
    assert terminal.end() == 2
    assert left_on_screen(terminal)[0] == "error: templates/index.md.j2:1: the template is broken: division by zero"
