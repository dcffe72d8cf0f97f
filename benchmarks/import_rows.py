"""The rows about importing a workbook: against a lint of what it yields, and by the number of its rows."""

from __future__ import annotations

import os
import subprocess
from datetime import date
from pathlib import Path

from benchmarks import places
from benchmarks.bench import Bench, Row, Sizes
from benchmarks.bounds import Bound
from benchmarks.measuring import CommandFailedError, Comparison, Side, compare
from benchmarks.repository import git

_PEOPLE = ("bo", "chen", "dee", "mara")
_TODAY = "2026-10-05"
_HEADINGS = ("Team", "Objective", "Key result", "Owner", "Start value", "Target value", "Unit", "Due date", "Status")


def import_rows(sizes: Sizes) -> list[Row]:
    """All rows about importing, in the order of the table."""
    small, large = sizes.thousand, sizes.ten_thousand
    return [
        Row(
            "import",
            f"import of {small:,} rows of xlsx, `--dry-run`",
            "cold lint of what it yields",
            Bound("at most", 4),
            _against_lint,
        ),
        Row(
            "import-linear",
            f"import of {large:,} rows of xlsx, `--dry-run`",
            f"the same of {small:,}",
            Bound("at most", 12),
            _linear,
        ),
    ]


def _against_lint(bench: Bench) -> Comparison:
    rows = bench.sizes.thousand
    root, imported = _repository(bench, "empty"), _repository(bench, f"of-{rows}")
    command = (*places.okrs(), "import", str(_workbook(bench, rows)), "--today", _TODAY, "--yes")
    done = subprocess.run(
        command, cwd=imported, env={**os.environ, **places.environment(bench.folder)}, capture_output=True
    )
    if done.returncode:
        raise CommandFailedError(f"okrs import: {done.stderr.decode(errors='replace').strip()}")
    lint = bench.okrs("okrs lint, cold", imported, "lint", "--no-cache", "--quiet", "--today", _TODAY)
    return compare(_import(bench, root, rows), lint, bench.patience)


def _linear(bench: Bench) -> Comparison:
    root = _repository(bench, "empty")
    larger, smaller = (_import(bench, root, rows) for rows in (bench.sizes.ten_thousand, bench.sizes.thousand))
    return compare(larger, smaller, bench.patience)


def _import(bench: Bench, root: Path, rows: int) -> Side:
    arguments = ("import", str(_workbook(bench, rows)), "--dry-run", "--today", _TODAY)
    return bench.okrs(f"okrs import of {rows} rows", root, *arguments)


def _repository(bench: Bench, name: str) -> Path:
    """A repository of four people and two teams, without any goal."""
    root = bench.folder / f"import-{name}"
    (root / "okrs").mkdir(parents=True, exist_ok=True)
    git(root, "init", "-q")
    people = "".join(f"  {one}: {{ name: {one.title()} Example, manager: mara }}\n" for one in _PEOPLE if one != "mara")
    (root / "okrs/people.yaml").write_text(f"people:\n  mara: {{ name: Mara Example }}\n{people}", encoding="utf-8")
    teams = "teams:\n  company: { name: Company, lead: mara }\n  content: { name: Content, part_of: company }\n"
    (root / "okrs/teams.yaml").write_text(teams, encoding="utf-8")
    return root


def _workbook(bench: Bench, rows: int) -> Path:
    """A workbook with a key result a row, four of each objective."""
    import openpyxl

    path = bench.folder / f"{rows}-rows.xlsx"
    if not path.exists():
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("OKRs")
        sheet.append(("Cycle", *_HEADINGS))
        for row in range(rows):
            goal = (f"Win the market number {row // 4}", f"Sign {row % 9 + 3} customers of region {row}")
            numbers = (0, row % 9 + 3, "customers", date(2026, 12, 18), "green")
            sheet.append(("2026-Q4", "Content", *goal, _PEOPLE[row % len(_PEOPLE)], *numbers))
        book.save(path)
    return path
