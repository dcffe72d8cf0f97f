"""Promises of an import beside the cases: sources, options, values, counts, and what it never does."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code import api
from okrs_as_code.cli.main import run
from okrs_as_code.intake.cells.cycle_text import BACKLOG, cycle_of_text
from okrs_as_code.intake.goals.title_numbers import way_in_title
from okrs_as_code.intake.headings.presets import presets
from okrs_as_code.intake.import_plan import ImportOptions
from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.open_questions import OpenQuestionsError
from okrs_as_code.intake.vocabulary.words import even, several, vocabulary, words
from okrs_as_code.model.cycles.calendar import Calendar
from okrs_as_code.model.files.import_mapping import ColumnMeaning
from tests.nightly import examples

workbooks = __import__("tests.import.workbooks", fromlist=["workbooks"])
BASE = Path(__file__).parent / "base"
HEAD = "Objective,Key result,Owner,Start value,Target value,Unit"
ROW = "Win the mid market,Sign customers,bo,0,10,customers"
TODAY = date(2026, 10, 5)


def okrs_import(root: Path, *arguments: str, today: str = "2026-10-05") -> int:
    return run(["import", *arguments, "--root", str(root), "--today", today, "--yes"])


def text_of(root: Path, path: str) -> str:
    return (root / "okrs" / path).read_text(encoding="utf-8")


def test_standard_input_is_read(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{HEAD}\n{ROW}\n".encode())))
    assert okrs_import(root, "-", "--cycle", "2026-Q4", "--team", "sales") == 0
    assert "standard input: headings in row 1" in capsys.readouterr().out
    assert "title: Sign customers" in text_of(root, "2026-Q4/sales/win-the-mid-market.yaml")


def test_two_sheets_are_joined_and_one_can_be_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    objectives = [("ID", "Objective", "Owner"), (1, "Win the mid market", "carla")]
    key_results = [("Key result", "Objective ID", "Owner", "Start value", "Target value", "Unit")]
    key_results += [("Sign customers", 1, "bo", 0, 10, "customers")]
    book = workbooks.workbook(objectives, {"KRs": key_results, "Other": [("a", "b")]})
    (root / "a.xlsx").write_bytes(workbooks.saved(book))
    arguments = (str(root / "a.xlsx"), "--cycle", "2026-Q4", "--team", "sales")
    assert okrs_import(root, *arguments) == 0
    assert "read as: two-tables" in capsys.readouterr().out
    assert "owner: carla" in text_of(root, "2026-Q4/sales/win-the-mid-market.yaml")
    assert okrs_import(root, *arguments, "--sheet", "Nothing") == 2
    assert 'a.xlsx has no sheet "Nothing"' in capsys.readouterr().err


def test_notes_of_objectives_go_to_objectives(root: Path) -> None:
    text = (
        "Type,Title,Owner,Start value,Target value,Unit,Current value,Comment\n"
        "Objective,Win the mid market,carla,,,,,All is well\n"
        "Key result,Sign customers,bo,0,10,customers,4,\n"
    )
    (root / "a.csv").write_text(text, encoding="utf-8")
    options = ("--cycle", "2026-Q4", "--team", "sales", "--by", "carla", "--as-of", "2026-11-13")
    assert okrs_import(root, str(root / "a.csv"), *options, today="2026-11-16") == 0
    [record] = (root / "okrs/2026-Q4/check-ins").iterdir()
    said = record.read_text(encoding="utf-8")
    assert "objectives:\n  sales/win-the-mid-market:\n" in said
    assert "imported from a.csv, row 2" in said
    assert "imported from a.csv, row 3" in said
    assert not (root / "okrs/2026-Q4/agreements").exists()
    assert not (root / "okrs/2026-Q4/grades").exists()
    assert run(["lint", "--root", str(root), "--today", "2026-11-16", "--quiet"]) == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--by", "carla"), "values need a person and a day"),
        (("--as-of", "2026-11-13"), "values need a person and a day"),
        (("--by", "nobody", "--as-of", "2026-11-13"), "`nobody` is not in okrs/people.yaml"),
        (("--by", "carla", "--as-of", "2026-09-30"), "2026-09-30 is before 2026-Q4"),
        (("--by", "carla", "--as-of", "2027-03-01"), "2027-03-01 is too late"),
        (("--by", "carla", "--as-of", "2026-12-01"), "2026-12-01 is in the future"),
    ],
)
def test_a_person_and_a_day_have_to_be_possible(
    root: Path, options: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "a.csv").write_text(f"{HEAD},Current value\n{ROW},4\n", encoding="utf-8")
    arguments = (str(root / "a.csv"), "--cycle", "2026-Q4", "--team", "sales", *options)
    assert okrs_import(root, *arguments, today="2026-11-16") == 2
    assert said in capsys.readouterr().err
    assert not (root / "okrs/2026-Q4").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--cycle", "2026-Q9"), "`2026-Q9` is no cycle"),
        (("--team", "saless"), "there is no team `saless`"),
        (("--map", "map.yaml"), "map.yaml cannot be read"),
        (("--sheet", "One"), "a.csv has no sheets"),
    ],
)
def test_options_that_name_nothing(
    root: Path, arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "a.csv").write_text(f"{HEAD}\n{ROW}\n", encoding="utf-8")
    assert okrs_import(root, str(root / "a.csv"), *arguments) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("colums: {}\n", "map.yaml:1: a mapping has no key `colums`"),
        ("columns: { Who: ownr }\n", "map.yaml:1: `columns.Who` has to be one of"),
        ("a: [\n", "map.yaml:"),
        ("dates: never\n", "`dates` has to be one of"),
    ],
)
def test_a_mapping_that_does_not_fit_is_named_with_its_line(
    root: Path, mapping: str, said: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    (root / "a.csv").write_text(f"{HEAD}\n{ROW}\n", encoding="utf-8")
    (root / "map.yaml").write_text(mapping, encoding="utf-8")
    assert okrs_import(root, "a.csv", "--map", "map.yaml") == 2
    assert said in capsys.readouterr().err


def test_what_show_map_prints_is_a_mapping_that_reads_the_same(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    (root / "a.csv").write_text(f"{HEAD},RAG,Odd one\n{ROW},green,x\n,Go,CRO,1,2,x,pink,\n", encoding="utf-8")
    options = ("--cycle", "2026-Q4", "--team", "sales")
    assert okrs_import(root, "a.csv", *options, "--show-map") == 0
    shown = capsys.readouterr().out
    assert "#   CRO: carla    # row 3; the title of carla" in shown
    (root / "map.yaml").write_text(shown.replace("# owners:", "owners:").replace("#   CRO", "  CRO"), encoding="utf-8")
    assert okrs_import(root, "a.csv", *options, "--map", "map.yaml") == 0
    assert "owner: carla" in text_of(root, "2026-Q4/sales/win-the-mid-market.yaml")


def test_meanings_are_those_of_a_mapping_file() -> None:
    assert set(get_args(ColumnMeaning)) == {meaning.value for meaning in Meaning}
    assert set(vocabulary()["headings"]) <= {meaning.value for meaning in Meaning}


def test_no_heading_is_listed_twice() -> None:
    listed = [(even(word), meaning) for meaning, named in vocabulary()["headings"].items() for word in named]
    assert all(len({meaning for word, meaning in listed if word == one}) == 1 for one, _ in listed)
    assert not set(words("headings")) & set(several())


def test_presets_say_where_they_are_from() -> None:
    assert set(presets()) == {"lattice-json", "notion"}
    assert all(preset.source and preset.as_of and preset.recognized_by for preset in presets().values())


@pytest.mark.parametrize("heading", ["Start Dat", "Tagret value", "Key-results of ours", "Ownership"])
def test_no_likeness_decides(root: Path, heading: str, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "a.csv").write_text(f"{HEAD},{heading}\n{ROW},x\n", encoding="utf-8")
    assert okrs_import(root, str(root / "a.csv"), "--cycle", "2026-Q4", "--team", "sales") == 0
    assert f'not known, and not read: column G, "{heading}"' in capsys.readouterr().out


@pytest.mark.parametrize("heading", ["KEY_RESULT", "keyResult", "Key-Result", "[Key  result]", "key result (title)"])
def test_headings_are_evened_out(root: Path, heading: str) -> None:
    (root / "a.csv").write_text(f"{HEAD.replace('Key result', heading)}\n{ROW}\n", encoding="utf-8")
    assert okrs_import(root, str(root / "a.csv"), "--cycle", "2026-Q4", "--team", "sales") == 0


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Q4 2026", "2026-Q4"), ("FY26-Q4", "2026-Q4"), ("H2 2026", "2026-H2"), ("T3", "2026-T3"), ("Q4", "2026-Q4"),
        ("Oct 2026", "2026-10"), ("Oct–Dec 2026", "2026-Q4"), ("4. Quartal 2026", "2026-Q4"), ("2026", "2026"),
        ("Quarter 4, 2026", "2026-Q4"), ("Okt. 2026", "2026-10"), ("2026-10-01 – 2026-12-31", "2026-Q4"),
        ("Nov 2026 - Jan 2027", None), ("soon enough", None), ("later", BACKLOG), ("-", BACKLOG), ("Q9", None),
    ],
)  # fmt: skip
def test_cycles(text: str, name: str | None) -> None:
    cycle = cycle_of_text(text, Calendar(), TODAY)
    assert (cycle if cycle is None or isinstance(cycle, str) else cycle.name) == name


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Cut time to first byte from 900 ms to 300 ms", (900, 300, "ms")),
        ("Grow revenue 2M → 3M", (2e6, 3e6, None)),
        ("Cut cost from $3M to $2M", (3e6, 2e6, "$")),
        ("Umsatz von 15 auf 25 Kunden steigern", (15, 25, "Kunden")),
        ("Umsatz von 15 auf 25 steigern", (15, 25, None)),
        ("Raise replies from 20 % to 35 %", (20, 35, "%")),
        ("Hire 2 SDRs and 3 AEs", None),
        ("Move from 2025 to 2026", None),
        ("Raise A from 1 to 2 points and B from 3 to 4 points", None),
    ],
)
def test_ways_in_titles(title: str, expected: tuple[float, float, str | None] | None) -> None:
    way = way_in_title(title, None)
    assert (None if way is None else (way.baseline, way.target, way.unit)) == expected


def test_a_baseline_is_never_0_by_itself(root: Path) -> None:
    (root / "a.csv").write_text(f"{HEAD}\nWin,Answers,bo,,10,calls\n", encoding="utf-8")
    assert okrs_import(root, str(root / "a.csv"), "--cycle", "2026-Q4", "--team", "sales") == 0
    assert "measure: { type: metric, target: 10, unit: calls }" in text_of(root, "2026-Q4/sales/win.yaml")


def test_who_is_in_people_yaml_twice_is_nobody(root: Path) -> None:
    people = root / "okrs/people.yaml"
    people.write_text(people.read_text("utf-8") + "  bob:\n    name: Bo Lindqvist\n", encoding="utf-8")
    (root / "a.csv").write_text(f"{HEAD}\n{ROW.replace('bo,', 'Bo Lindqvist,')}\n", encoding="utf-8")
    assert okrs_import(root, str(root / "a.csv"), "--cycle", "2026-Q4", "--team", "sales") == 0
    assert "# owner in the sheet: Bo Lindqvist" in text_of(root, "2026-Q4/sales/win-the-mid-market.yaml")


def test_a_goal_that_was_scheduled_is_already_there(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "a.csv").write_text(f"{HEAD}\n{ROW.replace(',bo,', ',,')}\n", encoding="utf-8")
    arguments = (str(root / "a.csv"), "--cycle", "2026-Q4", "--team", "sales", "--incomplete", "backlog")
    assert okrs_import(root, *arguments) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("next: okrs mv"))
    moved = run(
        [*line.split()[2:], "--owner", "sign-customers=bo", "--root", str(root), "--today", "2026-10-05", "--yes"]
    )
    assert moved == 0
    capsys.readouterr()
    assert okrs_import(root, *arguments) == 0
    assert "nothing to write" in capsys.readouterr().out
    assert not (root / "okrs/backlog/sales/win-the-mid-market.yaml").exists()


CELLS = st.one_of(
    st.sampled_from(
        (
            "",
            "x",
            "bo",
            "Total",
            "Win 3 deals",
            "below 5 %",
            "≤ 3",
            "yes",
            "from 1 to 2",
            "10 %",
            "1,5",
            "2026-12-18",
            "Q4 2026",
            "later",
            "done",
            "#",
        )
    ),
    st.text(max_size=12),
)
HEADINGS = (
    "Objective",
    "Key result",
    "Owner",
    "Start",
    "Target",
    "Unit",
    "Due date",
    "Progress",
    "Weight",
    "Tags",
    "Parent",
)


@examples(1)
@given(st.lists(st.lists(CELLS, min_size=len(HEADINGS), max_size=len(HEADINGS)), min_size=1, max_size=8))
def test_every_row_counts_once_and_every_file_can_be_read(rows: list[list[str]]) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerows([HEADINGS, *rows])
    repository = api.open_repository(BASE)
    data = stream.getvalue().encode("utf-8", "replace")
    tables = api.read_tables(repository, [("a.csv", data)])
    options = ImportOptions(cycle="2026-Q4", team="sales", dates="day-first", decimal="point")
    try:
        result = api.import_tables(repository, tables, options, TODAY)
    except OpenQuestionsError:
        return
    tally = result.tally
    numbers = {*tally.as_they_stand, *tally.guessed, *tally.left}
    assert len(numbers) == len(tally.as_they_stand) + len(tally.guessed) + len(tally.left)
    assert numbers == {("a.csv", row.number) for row in tables[0].rows[1:] if not row.is_empty}
    assert json.dumps([change.path for change in result.changes])
    assert len({change.path for change in result.changes}) == len(result.changes)


def test_show_map_helps_where_no_heading_is_known(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    (root / "a.csv").write_text("Aa,Bb,Cc\nWin,Sign customers,bo\n", encoding="utf-8")
    assert okrs_import(root, "a.csv") == 2
    capsys.readouterr()
    assert okrs_import(root, "a.csv", "--show-map") == 0
    shown = capsys.readouterr().out
    assert "  Aa: ignore  # not known" in shown
    mapping = shown.replace("Aa: ignore", "Aa: objective").replace("Bb: ignore", "Bb: key_result")
    (root / "map.yaml").write_text(mapping.replace("Cc: ignore", "Cc: owner"), encoding="utf-8")
    assert okrs_import(root, "a.csv", "--map", "map.yaml", "--cycle", "2026-Q4", "--team", "sales") == 0
    assert "owner: bo" in text_of(root, "2026-Q4/sales/win.yaml")


def test_show_map_names_owners_also_where_teams_are_open(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "a.csv").write_text(f"{HEAD},Team\nWin,Sign,VP Sales,0,1,x,north\n", encoding="utf-8")
    assert okrs_import(root, str(root / "a.csv"), "--cycle", "2026-Q4", "--show-map") == 0
    assert "#   VP Sales: PERSON    # row 2" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("owners: { CRO: karla }\n", '`karla`, whom the mapping names for "CRO", is not in okrs/people.yaml'),
        ("teams: { North: northern }\n", "there is no team `northern`"),
    ],
)
def test_a_mapping_names_who_is_there(root: Path, mapping: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "a.csv").write_text(f"{HEAD}\n{ROW}\n", encoding="utf-8")
    (root / "map.yaml").write_text(mapping, encoding="utf-8")
    assert okrs_import(root, str(root / "a.csv"), "--map", str(root / "map.yaml")) == 2
    assert said in capsys.readouterr().err


def test_hidden_sheets_and_those_without_headings_are_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [tuple(HEAD.split(",")), tuple(ROW.split(","))]
    book = workbooks.workbook(rows, {"Old": rows, "Words": [("nothing", "here")]})
    book["Old"].sheet_state = "hidden"
    (root / "a.xlsx").write_bytes(workbooks.saved(book))
    assert okrs_import(root, str(root / "a.xlsx"), "--cycle", "2026-Q4", "--team", "sales") == 0
    output = capsys.readouterr().out
    assert 'sheet "Old" is hidden, and not read' in output
    assert "sheet Words: no heading is known, and nothing of it is read" in output


def test_people_twice_write_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "p.csv").write_text("First name,Last name,E-Mail\nAda,Byron,ada@example.com\n", encoding="utf-8")
    before = (root / "okrs/people.yaml").read_text(encoding="utf-8")
    assert run(["import", "people", str(root / "p.csv"), "--root", str(root), "--today", "2026-10-05", "--yes"]) == 0
    after = (root / "okrs/people.yaml").read_text(encoding="utf-8")
    assert after.startswith(before)
    assert run(["import", "people", str(root / "p.csv"), "--root", str(root), "--today", "2026-10-05", "--yes"]) == 0
    assert "nothing to write" in capsys.readouterr().out
    assert (root / "okrs/people.yaml").read_text(encoding="utf-8") == after


def test_files_of_one_name_are_told_apart(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("a", "b"):
        (root / folder).mkdir()
        (root / folder / "goals.csv").write_text(f"{HEAD}\n{ROW.replace('Win', folder.upper())}\n", encoding="utf-8")
    paths = [str(root / folder / "goals.csv") for folder in ("a", "b")]
    options = ("--cycle", "2026-Q4", "--team", "sales")
    assert okrs_import(root, *paths, *options) == 0
    output = capsys.readouterr().out
    assert "2 rows:\n  2 taken as they stand" in output
    assert okrs_import(root, paths[0], paths[0], *options) == 2
    assert "is named twice" in capsys.readouterr().err


def test_hundreds_of_files_are_counted(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"Goal number {number},Sign,bo,0,10,customers\n" for number in range(50))
    (root / "a.csv").write_text(f"{HEAD}\n{rows}", encoding="utf-8")
    assert okrs_import(root, str(root / "a.csv"), "--cycle", "2026-Q4", "--team", "sales") == 0
    output = capsys.readouterr().out
    assert output.count("wrote okrs/") == 40
    assert "wrote 10 more files" in output
    assert len(list((root / "okrs/2026-Q4/sales").iterdir())) == 50


def test_people_of_the_folder_of_an_export(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("out") / "export"
    assert (
        run(["export", "csv", "--out", str(folder), "--all-cycles", "--root", str(root), "--today", "2026-10-05"]) == 0
    )
    target = tmp_path_factory.mktemp("target")
    (target / "okrs").mkdir()
    (target / "okrs/people.yaml").write_text("people: {}\n", encoding="utf-8")
    assert run(["import", "people", str(folder), "--root", str(target), "--today", "2026-10-05", "--yes"]) == 0
    directory = api.open_repository(target).workspace.plan.directory
    assert set(directory.people) == {"ana", "mara", "bo", "chen", "carla", "dee"}
    assert set(directory.teams) == {"company", "content", "sales", "web"}
