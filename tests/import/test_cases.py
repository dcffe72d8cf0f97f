"""Every folder of `cases` is a file as teams have it: the command, its report, and what it writes in `okrs/`.

`UPDATE_GOLDEN=1` in front of this test writes reports and files; look at what changed.
"""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import shutil
from pathlib import Path

import pytest

from okrs_as_code import api
from okrs_as_code.cli.main import run

FOLDER = Path(__file__).parent
CASES = sorted(path for path in (FOLDER / "cases").iterdir() if path.is_dir())
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1"


def written(root: Path) -> dict[str, str]:
    """The files that an import wrote below `okrs/`."""
    paths = (path for path in sorted((root / "okrs").rglob("*.yaml")))
    base = FOLDER / "base"
    texts = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    return {
        path: text
        for path, text in texts.items()
        if not (base / path).exists() or (base / path).read_text(encoding="utf-8") != text
    }


def played(text: str, root: Path) -> str:
    """The commands of a text, each with what it really prints, and its exit status where that is not 0."""
    lines: list[str] = []
    for line in text.splitlines():
        if not line.startswith("$ okrs "):
            continue
        stream = io.StringIO()
        with contextlib.chdir(root), contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
            status = run(shlex.split(line)[2:])
        lines += [line, *stream.getvalue().splitlines(), *([f"? {status}"] if status else [])]
    return "".join(f"{line}\n" for line in lines)


def repository_of(case: Path, root: Path) -> None:
    shutil.copytree(FOLDER / "base", root, dirs_exist_ok=True)
    for path in case.iterdir():
        if path.is_file() and path.name not in ("commands.txt",):
            shutil.copy(path, root / path.name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case(case: Path, tmp_path: Path) -> None:
    repository_of(case, tmp_path)
    script = case / "commands.txt"
    text = script.read_text(encoding="utf-8")
    report = played(text, tmp_path)
    files = written(tmp_path)
    golden = case / "written"
    if UPDATE:
        script.write_text(report, encoding="utf-8")
        shutil.rmtree(golden, ignore_errors=True)
        for path, content in files.items():
            target = golden / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, encoding="utf-8")
    assert report == text or UPDATE
    expected = {
        path.relative_to(golden).as_posix(): path.read_text(encoding="utf-8") for path in golden.rglob("*.yaml")
    }
    assert files == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_written_is_in_canonical_form(case: Path, tmp_path: Path) -> None:
    repository_of(case, tmp_path)
    golden = case / "written"
    if not golden.is_dir():
        pytest.skip("nothing is written")
    shutil.copytree(golden, tmp_path, dirs_exist_ok=True)
    result = api.format_files(api.open_repository(tmp_path))
    changed = [change.path for change in result.changes if (golden / change.path).exists()]
    assert changed == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_second_run_writes_nothing(case: Path, tmp_path: Path) -> None:
    repository_of(case, tmp_path)
    lines = [line[2:] for line in (case / "commands.txt").read_text("utf-8").splitlines() if line.startswith("$ okrs")]
    imports = [line for line in lines if "--show-map" not in line and "--dry-run" not in line]
    for line in imports:
        played(f"$ {line}\n", tmp_path)
    before = written(tmp_path)
    for line in imports:
        output = played(f"$ {line}\n", tmp_path)
        assert "wrote " not in output, shlex.split(line)
    assert written(tmp_path) == before
