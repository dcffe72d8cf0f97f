"""Lines of Markdown: what is a title, a field, an owner; and what becomes of pages that nobody should write."""

from __future__ import annotations

import contextlib
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code import api
from okrs_as_code.errors import OkrsError
from okrs_as_code.intake.import_plan import ImportOptions
from okrs_as_code.intake.source.markdown_outline import read_markdown
from okrs_as_code.intake.source.title_parts import KnownNames, fields_of, title_parts
from okrs_as_code.intake.source_table import SourceTable
from tests.nightly import examples

PEOPLE = ("Sofia Costa", "sofia@example.com", "Max Braun", "@mbraun", "Max", "max", "CRO")
NAMES = KnownNames(PEOPLE.__contains__, ("Marketing", "sales").__contains__)


@pytest.mark.parametrize(
    ("text", "title", "owners", "fields"),
    [
        ("Publish 6 stories (Sofia Costa)", "Publish 6 stories", ["Sofia Costa"], []),
        ("Publish 6 stories [Sofia Costa, Max Braun]", "Publish 6 stories", ["Sofia Costa", "Max Braun"], []),
        ("Publish 6 stories – Max Braun", "Publish 6 stories", ["Max Braun"], []),
        ("Publish 6 stories - Max Braun, due 18 Dec", "Publish 6 stories", ["Max Braun"], [("due", "18 Dec")]),
        ("Publish 6 stories @mbraun", "Publish 6 stories", ["@mbraun"], []),
        ("@mbraun: Publish 6 stories", "Publish 6 stories", ["@mbraun"], []),
        ("Publish 6 stories (owner: Jo Doe)", "Publish 6 stories", [], [("owner", "Jo Doe")]),
        ("Publish 6 stories (CRO)", "Publish 6 stories", ["CRO"], []),
        ("Publish | Owner: Jo | Due: 18 Dec", "Publish", [], [("Owner", "Jo"), ("Due", "18 Dec")]),
        ("Publish – Owner: Jo – Status: on track", "Publish", [], [("Owner", "Jo"), ("Status", "on track")]),
        ("Publish (beta)", "Publish (beta)", [], []),
        ("Publish (Sofia Costa, with the agency)", "Publish (Sofia Costa, with the agency)", [], []),
        ("Cut the response time (max)", "Cut the response time (max)", [], []),
        ("Publish – in print", "Publish – in print", [], []),
        ("Be listed by @press", "Be listed by @press", [], []),
        ("Sign 10 customers: small ones", "Sign 10 customers: small ones", [], []),
        ("(Sofia Costa)", "(Sofia Costa)", [], []),
        ("See https://example.com/a:b", "See https://example.com/a:b", [], []),
    ],
)
def test_parts_of_a_line(text: str, title: str, owners: list[str], fields: list[tuple[str, str]]) -> None:
    parts = title_parts(text, NAMES)
    assert (parts.title, parts.owners, parts.fields) == (title, owners, fields)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Owner: Max Braun", [("Owner", "Max Braun")]),
        ("Fällig am: 18.12.2026", [("Fällig am", "18.12.2026")]),
        ("Owner: Max; Due: 18 Dec", [("Owner", "Max"), ("Due", "18 Dec")]),
        ("Objective: Win the mid market", None),
        ("Metric: replies from 20 to 35", None),
        ("Partners: sign four", None),
        ("Owner", None),
    ],
)
def test_fields(text: str, fields: list[tuple[str, str]] | None) -> None:
    assert fields_of(text) == fields


def outline(page: str) -> tuple[list[tuple[str, ...]], SourceTable]:
    """The level, the title and what else is said of each goal of a page, and the table."""
    table = read_markdown(page.encode(), "wiki.md", NAMES)[-1]
    return [tuple(cell.text for cell in row.cells if cell.text) for row in table.rows[1:]], table


@pytest.mark.parametrize("mark", ["**KR1** Grow", "**KR1:** Grow", "**KR1**: Grow", "**KR1** – Grow", "KR1 – Grow"])
def test_marks_in_bold(mark: str) -> None:
    assert outline(f"# Win\n\n- {mark}\n")[0] == [("Objective", "Win"), ("Key result", "Grow")]


def test_bold_names_of_fields() -> None:
    rows, _ = outline("# Win\n\n- Grow\n  - **Owner** Max Braun\n  - **Due** – 18 Dec\n- **Grow** more\n")
    assert rows == [("Objective", "Win"), ("Key result", "Grow", "Max Braun", "18 Dec"), ("Key result", "Grow more")]


def test_key_results_in_headings() -> None:
    first = "### KR1: Grow (Max Braun)\n\nDue: 18 Dec\n\n- [ ] Call\n"
    page = f"## O1: Win\n\n{first}\n### KR2: Keep\n\n- Owner: Sofia Costa\n"
    assert outline(page)[0] == [
        ("Objective", "Win"),
        ("Key result", "Grow", "Max Braun", "18 Dec"),
        ("Step", "Call", "open"),
        ("Key result", "Keep", "Sofia Costa"),
    ]


def test_entries_that_only_name_a_level() -> None:
    page = "- Objective: Win\n  - Owner: Max\n  - Key results:\n    - Grow\n    - Keep\n  - Initiatives:\n    - Call\n"
    assert outline(page)[0] == [
        ("Objective", "Win", "Max"),
        ("Initiative", "Call"),
        ("Key result", "Grow"),
        ("Key result", "Keep"),
    ]


def test_a_heading_that_names_a_team_is_no_objective() -> None:
    page = "## Marketing\n\n- Win\n  - Grow\n\n## Team Sales\n\n### Keep\n\n- Renew\n\n## Others\n\n### Go\n\n- Fly\n"
    rows, table = outline(page.replace("Team Sales", "sales team"))
    assert [row for row in rows if row[0] == "Objective"] == [
        ("Objective", "Win", "Marketing"),
        ("Objective", "Keep", "sales"),
        ("Objective", "Go"),
    ]
    assert table.notes == ['wiki.md: 1 heading is taken for no goal or team: "Others" (line 12)']


def test_a_metric_below_a_key_result_is_a_field_and_below_an_objective_none() -> None:
    page = "# Win\n\n- KR1: Grow\n  - Metric: customers\n  - Goal: 10\n- Metric: replies from 20 to 35\n"
    rows, table = outline(page)
    assert rows == [
        ("Objective", "Win"),
        ("Key result", "Grow", "customers", "10"),
        ("Key result", "replies from 20 to 35"),
    ]
    assert [cell.text for cell in table.rows[0].cells[-2:]] == ["Metric", "Goal"]


@pytest.mark.parametrize(
    "line",
    [
        "(" * 50_000,
        "x (" + " " * 100_000,
        "a, " * 50_000,
        "Owner: " * 20_000,
        "x - " * 40_000,
        "@mbraun " * 20_000,
        "**" * 50_000,
        "x (Sofia Costa)" * 10_000,
        "| Owner: x " * 15_000,
        "Owner" + " " * 100_000 + ":",
    ],
)
def test_long_lines_are_read_in_seconds(line: str) -> None:
    started = time.process_time()
    with contextlib.suppress(OkrsError):
        read_markdown(f"# Win\n\n- Grow {line}\n- {line}\n  - {line}\n".encode(), "wiki.md", NAMES)
    assert time.process_time() - started < 5


def test_goals_that_are_paragraphs() -> None:
    page = "## Marketing\n\n**Objective 1: Win**\n\nKey results:\n\n- Grow\n\n**O2** Keep\n\nKR1: Renew\n\nKR2: Ask\n"
    assert outline(page)[0] == [
        ("Objective", "Win", "Marketing"),
        ("Key result", "Grow"),
        ("Objective", "Keep", "Marketing"),
        ("Key result", "Renew"),
        ("Key result", "Ask"),
    ]


def test_a_flat_list_of_marks() -> None:
    rows, _ = outline("# Page\n\n- O1: Win\n- KR1: Grow\n- O2: Keep\n- KR1: Renew\n")
    assert [row[:2] for row in rows] == [
        ("Objective", "Win"),
        ("Key result", "Grow"),
        ("Objective", "Keep"),
        ("Key result", "Renew"),
    ]


def test_a_key_result_without_an_objective_is_below_none() -> None:
    rows, _ = outline("# Win\n\n- Grow\n\n## Marketing\n\n- KR1: Renew\n")
    assert [row[:2] for row in rows] == [("Key result", "Renew"), ("Objective", "Win"), ("Key result", "Grow")]


def test_owners_in_titles_of_a_table() -> None:
    page = "# Win\n\n| KR | Progress |\n|---|---|\n| Grow (Max Braun) | 10% |\n| Keep (soon) | 5% |\n"
    table = read_markdown(page.encode(), "wiki.md", NAMES)[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Objective", "KR", "Progress", "Owner"],
        ["Win", "Grow", "10%", "Max Braun"],
        ["Win", "Keep (soon)", "5%", ""],
    ]
    assert table.notes == ["wiki.md: owners are read from titles: line 5"]


def test_a_remark_behind_an_owner_is_no_title() -> None:
    rows, table = outline("# Win\n\n- Grow (Max Braun)\n  Some remark.\n- Grow\n  and grow\n")
    assert rows[1:] == [("Key result", "Grow", "Max Braun"), ("Key result", "Grow and grow")]
    assert table.notes[0] == "wiki.md: a paragraph is outside of tables and lists, and not read"


@pytest.mark.parametrize("remark", ["Goal: be loved", "Project: Atlas", "O1: Win\nand more", "Some words"])
def test_a_remark_below_a_heading_is_no_goal(remark: str) -> None:
    assert outline(f"# Keep\n\n{remark}\n\n- Grow\n")[0] == [("Objective", "Keep"), ("Key result", "Grow")]


MARKS = ("# ", "## ", "### ", "- ", "  - ", "    - ", "1. ", "", "| ", "> ", "- [ ] ", "- **KR1** ", "O1: ")
TEXTS = (
    "Win", "Marketing", "Key results", "Key results:", "Owner: Max Braun", "Due: 18 Dec 2026", "Goal: 10", "a | b |",
    "--|--|", "Grow (Max Braun)", "from 1 to 2", "@mbraun", "**Owner** x", "Initiatives", "KR | Owner |", "Metric: x",
    "Objective: x", "", "Status: on track",
)  # fmt: skip
LINES = st.lists(st.builds(str.__add__, st.sampled_from(MARKS), st.sampled_from(TEXTS)), max_size=14)


@examples(2)
@given(LINES)
def test_every_goal_of_a_page_counts_once(lines: list[str]) -> None:
    repository = api.open_repository(Path(__file__).parent / "base")
    options = ImportOptions(cycle="2026-Q4", team="sales", dates="day-first", decimal="point")
    try:
        tables = api.read_tables(repository, [("a.md", "\n".join(lines).encode())], format_="markdown")
        result = api.import_tables(repository, tables, options, date(2026, 10, 5))
    except OkrsError:
        return
    tally = result.tally
    numbers = [*tally.as_they_stand, *tally.guessed, *tally.left]
    assert len(numbers) == len(set(numbers))
    rows = {("a.md", row.number) for table in tables for row in table.rows[1:] if not row.is_empty}
    assert set(numbers) == rows
