"""Files that nobody should write: each is read, or refused with a sentence that names the place."""

from __future__ import annotations

import io
import random
import re
import shutil
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.cli.main import run
from okrs_as_code.intake.source.extras import REQUIREMENTS, missing_extra_error
from okrs_as_code.workspace.suppression_comments import suppressions_in

workbooks = __import__("tests.import.workbooks", fromlist=["workbooks"])
BASE = Path(__file__).parent / "base"
HEAD = "Objective,Key result,Owner,Start value,Target value,Unit\n"
ROW = "Win the mid market,Sign customers,bo,0,10,customers\n"
OPTIONS = ("--cycle", "2026-Q4", "--team", "sales", "--today", "2026-10-05", "--yes")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path, dirs_exist_ok=True)
    return tmp_path


def imported(root: Path, data: bytes, name: str = "goals.csv", *options: str) -> int:
    (root / name).write_bytes(data)
    return run(["import", str(root / name), "--root", str(root), *(options or OPTIONS)])


def files(root: Path) -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in (root / "okrs").rglob("*") if path.is_file()}


def refusal(root: Path, data: bytes, capsys: pytest.CaptureFixture[str], name: str = "goals.csv", *options: str) -> str:
    """The one sentence with which a file is refused; nothing is written then."""
    before = files(root)
    assert imported(root, data, name, *options) == 2
    output = capsys.readouterr()
    assert output.err.startswith("error: ")
    assert "Traceback" not in output.err
    assert files(root) == before
    return output.err.splitlines()[0].removeprefix("error: ")


def only_file(root: Path) -> str:
    [path] = [path for path in (root / "okrs").rglob("*.yaml") if path.parent.parent.name in ("2026-Q4", "backlog")]
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "data",
    [
        (HEAD + ROW).encode("utf-8-sig"),
        (HEAD + ROW).encode("utf-16"),
        (HEAD + ROW).encode("utf-16-le"),
        (HEAD + ROW).encode("utf-16-be"),
        (HEAD + ROW).replace(",", ";").encode("cp1252"),
        (HEAD + ROW).replace(",", "\t").encode(),
        (HEAD + ROW).replace("\n", "\r").encode(),
        (HEAD + ROW).replace("\n", "\r\n").encode(),
    ],
    ids=["bom", "utf-16", "utf-16-le", "utf-16-be", "semicolons", "tabs", "cr", "crlf"],
)
def test_texts_of_every_program_are_read(root: Path, data: bytes) -> None:
    assert imported(root, data) == 0
    assert "measure: { type: metric, baseline: 0, target: 10, unit: customers }" in only_file(root)


def test_windows_1252_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(root, (HEAD + ROW.replace("mid market", "Bäcker")).encode("cp1252")) == 0
    assert "read as Windows-1252" in capsys.readouterr().out
    assert "title: Win the Bäcker" in only_file(root)


def test_a_quote_that_is_never_closed_is_named_with_its_place(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = HEAD + ROW + 'Grow,"Sign more,bo,0,5,customers\n' + ROW
    assert refusal(root, text.encode(), capsys) == "goals.csv: row 3, column B begins with a quote that is never closed"


def test_a_cell_of_one_megabyte_is_named_with_its_place(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = HEAD + ROW + f"Grow,{'x' * 1_000_000},bo,0,5,customers\n"
    assert refusal(root, text.encode(), capsys) == "goals.csv: row 3, column B has 1000000 characters"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("goals.csv", b"", "is empty"),
        ("goals.csv", b" \n\n ", "is empty"),
        ("goals.csv", b"\x89PNG\r\n\x1a\n" + bytes(100), "is a picture, and no table"),
        ("goals.csv", b"%PDF-1.7 " + bytes(100), "is a PDF, and no table"),
        ("goals.csv", b"\xd0\xcf\x11\xe0" + bytes(100), "is an old Excel or Word file, and no table"),
        ("goals.csv", bytes(range(256)) * 20, "is no text, and no table"),
        ("goals.csv", b"Title\nOne\nTwo\n", "do not tell objectives from key results"),
        ("goals.csv", b"a,b\n1,2\n", "no heading is known"),
        ("goals.xlsx", b"Objective,Key result\n", "is no xlsx file"),
        ("goals.xlsx", b"PK\x03\x04 broken", "is damaged"),
        ("goals.ods", b"PK\x03\x04 broken", "ods is not read"),
        ("goals.json", b"{", "is no JSON"),
        ("goals.json", b"[" * 100_000, "is nested too deeply"),
        ("goals.json", b"[1, 2]", "has no list of objects"),
        ("goals.json", b'{"a": NaN}', "is no JSON"),
        ("goals.md", b"only words\n", "has no table, and no list below a heading"),
        ("goals.md", b"- " * 5000 + b"x", "has no table"),
        ("goals.csv", "\ufeff\ufeff".encode("utf-16"), "no heading is known|is empty"),
    ],
)
def test_what_is_no_table_is_refused(
    root: Path, name: str, data: bytes, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert re.search(said, refusal(root, data, capsys, name))


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_another_zip_file_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "is no xlsx file" in refusal(root, zipped({"word/document.xml": b"<a/>"}), capsys, "goals.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bomb = workbooks.raw_workbook(workbooks.sheet_of(" " * (65 << 20)))
    assert len(bomb) < 100_000
    assert "is larger than 64 MiB when it is unpacked" in refusal(root, bomb, capsys, "goals.xlsx")


def test_a_part_that_is_larger_than_it_declares_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = bytearray(workbooks.raw_workbook(workbooks.sheet_of(workbooks.text_row(1, ["x" * 5000]))))
    at = data.rindex(b"xl/worksheets/sheet1.xml") - 46  # the central directory: sizes at offset 24
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    assert refusal(root, bytes(data), capsys, "goals.xlsx")


@pytest.mark.parametrize(
    "declaration", ['<!DOCTYPE x [<!ENTITY a "aaaa">]>', "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>"]
)
def test_entities_are_refused(root: Path, declaration: str, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = declaration.encode() + workbooks.sheet_of(workbooks.text_row(1, ["&a;"]))
    assert "declares entities" in refusal(root, workbooks.raw_workbook(sheet), capsys, "goals.xlsx")


def test_a_cell_at_the_last_place_ends_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = workbooks.text_row(1, HEAD.strip().split(",")) + workbooks.text_row(2, ROW.strip().split(","))
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>'
    assert imported(root, workbooks.raw_workbook(workbooks.sheet_of(rows + far)), "goals.xlsx") == 0
    assert "1 cells far to the right are not read" in capsys.readouterr().out
    assert "title: Sign customers" in only_file(root)


def test_a_million_formatted_rows_cost_nothing(root: Path) -> None:
    rows = workbooks.text_row(1, HEAD.strip().split(",")) + workbooks.text_row(2, ROW.strip().split(","))
    empty = "".join(f'<row r="{number}"><c r="A{number}" s="0"/></row>' for number in range(3, 1_000_000, 7))
    merged = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    sheet = workbooks.sheet_of(rows + empty).replace(b"</worksheet>", merged)
    assert imported(root, workbooks.raw_workbook(sheet), "goals.xlsx") == 0
    assert "title: Sign customers" in only_file(root)


def test_more_than_ten_thousand_rows_are_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "goals.csv has 10012 rows" in refusal(root, (HEAD + ROW * 10_011).encode(), capsys)
    rows = "".join(workbooks.text_row(number, ["x"]) for number in range(1, 10_013))
    assert "more than 10000 filled rows" in refusal(
        root, workbooks.raw_workbook(workbooks.sheet_of(rows)), capsys, "goals.xlsx"
    )


IGNORE = "okrs: ignore[KR006,OWN001,KR001] until 2030-12-31: x"
HOSTILE_CELLS = (
    f"# {IGNORE}", f"x # {IGNORE}", f"\n# {IGNORE}\n", f"\r# {IGNORE}", f"\u2028# {IGNORE}", f"\x85# {IGNORE}",
    f"\u200b#\u200b {IGNORE}", f"## {IGNORE}", "=HYPERLINK(\"https://example.com\")", "<b>bold</b><br># " + IGNORE,
    "a\u202eb", "\x00\x07\x1b[31mred", "::error::x", "##[group]x", "'=1+1",
    "{{ x }}", "%TAG ! x", "--- ", "a: b: c", "*x", "&x", "!x", "- x",
    "\U000e0041\u3164\u115f", "'", '"', "\\", "TBD # x", "x" * 300 + f" # {IGNORE}", "\ud7ff\ufffe", "#", "# #",
)  # fmt: skip


@pytest.mark.parametrize("cell", HOSTILE_CELLS)
def test_no_cell_becomes_a_suppression_or_breaks_a_file(root: Path, cell: str) -> None:
    import csv

    stream = io.StringIO()
    writer = csv.writer(stream)
    headings = [
        *HEAD.strip().split(","),
        "Manager",
        "Contributors",
        "Due",
        "Description",
        "Success criteria",
        "Link",
        "Tags",
    ]
    writer.writerow(headings)
    writer.writerow([f"Grow {cell}", f"TBD {cell}", cell, cell, cell, cell, cell, cell, cell, cell, cell, cell, cell])
    assert imported(root, stream.getvalue().encode()) == 0
    repository = api.open_repository(root)
    assert suppressions_in(repository.workspace) == ()
    [file] = [file for path, file in repository.workspace.files.items() if "/sales/" in path]
    assert file.document.problems == ()
    text = only_file(root)
    assert text.count("title:") == 2
    assert all(len(line) < 400 for line in text.splitlines() if "#" in line and "title" not in line)


def test_a_suppression_in_a_cell_silences_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = f'{HEAD.strip()},Manager\nWin,TBD,bo,0,10,customers,"x\n# {IGNORE}"\n'
    assert imported(root, rows.encode()) == 0
    capsys.readouterr()
    assert run(["lint", "--root", str(root), "--today", "2026-10-05"]) == 1
    assert "KR006" in capsys.readouterr().out


def test_a_formula_is_a_text(root: Path) -> None:
    assert imported(root, (HEAD + 'Win,"=HYPERLINK(""https://example.com"")",bo,0,10,x\n').encode()) == 0
    assert '=HYPERLINK("https://example.com")' in only_file(root)


def test_loops_are_not_taken(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "ID,Title,Parent,Type\n1,Win,2,Objective\n2,Grow,1,Objective\n3,Self,3,Objective\n4,Sign,1,Key Result\n"
    imported(root, text.encode())
    assert "its own parent" in capsys.readouterr().out


def test_a_key_result_twice_is_taken_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(root, (HEAD + ROW + ROW + ROW.replace("10", "12")).encode()) == 0
    assert "row 3: it is the same as row 2" in capsys.readouterr().out
    assert re.findall(r"- id: (\S+)", only_file(root)) == ["sign-customers", "sign-customers-2"]


def test_titles_without_latin_letters_get_numbers(root: Path) -> None:
    text = HEAD + "成長,売上,bo,0,10,x\n,顧客,bo,0,10,x\n市場,売上,bo,0,10,x\n"
    assert imported(root, text.encode()) == 0
    assert {path.stem for path in (root / "okrs/2026-Q4/sales").iterdir()} == {"objective-1", "objective-2"}


def test_all_open_questions_come_in_one_answer(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Objective,Key result,Team,Due date,Target value,Quarter\n"
    text += 'Win,Sign,north,12/11/2026,"1,234",Q9\nGo,Run,south,,,\n'
    assert imported(root, text.encode(), "goals.csv", "--today", "2026-10-05", "--yes") == 2
    said = capsys.readouterr().err
    for option in ("--dates day-first", "--decimal comma", "--team ID"):
        assert option in said
    assert said.count("error: ") == 5
    assert "north" in said
    assert "south" in said


@pytest.mark.parametrize("module", ["openpyxl", "markdown_it"])
def test_a_missing_package_is_named_with_its_extra(
    module: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name, data = ("a.xlsx", workbooks.office_sheet()) if module == "openpyxl" else ("a.md", b"- x\n")
    monkeypatch.setitem(sys.modules, module, None)
    extra = "sheets" if module == "openpyxl" else "markdown"
    assert f"needs the extra `{extra}`" in refusal(root, data, capsys, name)


@pytest.mark.parametrize(
    ("has_pip", "program"), [(True, f"{sys.executable} -m pip install"), (False, "uv pip install")]
)
def test_the_remedy_of_a_missing_package_works_without_a_release(
    has_pip: bool, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name if has_pip else None)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    remedy = missing_extra_error("sheets", "reading xlsx").remedy
    assert remedy is not None
    assert remedy.startswith(program)
    assert sys.executable in remedy
    assert remedy.endswith("'openpyxl>=3.1.5'")


def test_extras_are_those_of_the_package() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {name: packages for name, packages in project["optional-dependencies"].items() if name != "dev"}
    assert declared == {name: [package] for name, package in REQUIREMENTS.items()}


def test_bytes_at_random_are_refused_or_read(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    generator = random.Random(7)
    good = [(HEAD + ROW * 3).encode(), workbooks.office_sheet(), b"# Win\n\n- Sign 10 customers\n", b'[{"title": "x"}]']
    for number in range(200):
        data = bytearray(generator.choice(good))
        for _ in range(generator.randint(1, 20)):
            data[generator.randrange(len(data))] = generator.randrange(256)
        name = generator.choice(("a.csv", "a.xlsx", "a.md", "a.json", "a"))
        status = imported(root, bytes(data), name, *OPTIONS, "--dry-run")
        assert status in (0, 2), (number, name)
        assert "bug of ours" not in capsys.readouterr().err


def test_a_kill_leaves_no_half_import(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from okrs_as_code.storage import transaction

    before = files(root)
    real = transaction._carry_out
    done = []

    def fail(*arguments: object) -> None:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(arguments)
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(transaction, "_carry_out", fail)
    text = HEAD + "".join(f"Goal {word},Sign,bo,0,10,x\n" for word in ("one", "two", "three", "four"))
    assert imported(root, text.encode()) == 130
    assert files(root) == before
    monkeypatch.undo()
    assert imported(root, text.encode()) == 0
    assert len(files(root)) == len(before) + 4


@pytest.mark.parametrize(
    "number", ["1e999", "-1e999", "nan", "1" + "0" * 400, "1e308", "0x10", "1_000_000_000_000_000_000"]
)
def test_numbers_that_nobody_can_count_with_are_left_out(root: Path, number: str) -> None:
    text = HEAD + f"Win,Sign,bo,0,{number},x\n"
    assert imported(root, text.encode()) == 0
    goal = f'[{{"objective": "Grow", "keyResult": "Sign", "owner": "bo", "targetValue": {number}}}]'
    assert imported(root, goal.encode(), "a.json") in (0, 2)
    cells = (
        f'<row r="2"><c r="A2" t="str"><v>Go</v></c><c r="B2" t="str"><v>Run</v></c><c r="E2"><v>{number}</v></c></row>'
    )
    sheet = workbooks.sheet_of(workbooks.text_row(1, HEAD.strip().split(",")) + cells)
    assert imported(root, workbooks.raw_workbook(sheet), "a.xlsx") in (0, 2)
    for path in (root / "okrs/2026-Q4").rglob("*.yaml"):
        assert "target: nan" not in path.read_text(encoding="utf-8")
        assert "target: inf" not in path.read_text(encoding="utf-8")


def test_long_lines_take_no_time(root: Path) -> None:
    lines = ["- " + " ".join(["a"] * 15_000), "- " + "=> " * 10_000, "- x" + " " * 30_000 + "y", "- " + "<a " * 10_000]
    assert imported(root, ("# Win\n\n" + "\n".join(lines) + "\n").encode(), "a.md") == 0
    cells = ["from 1 " * 4_000, "1," * 8_000, "(" * 30_000, "Bo, " * 7_000, "<a " * 10_000, "okrs: ignore" * 2_000]
    rows = "".join(f'Go,"{cell}","{cell}","{cell}","{cell}","{cell}"\n' for cell in cells)
    assert imported(root, (HEAD + rows).encode()) in (0, 2)
