"""Examples on pages: what a command prints, and what is in a file. A hidden mark above a block says which.

    <!-- shown: okrs status --team content -->              in the example organisation, in `okrs/`
    <!-- shown in examples/smallest: okrs lint -->          in another folder
    <!-- shown in examples/smallest, without "owner: omar": okrs lint -->     there, without that line
    <!-- file: examples/smallest/okrs/people.yaml -->

Below it comes a fenced block, which is filled in, and `<!-- end -->`.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

from terminal_picture import picture

from okrs_as_code.cli.main import run

ROOT = Path(__file__).resolve().parent.parent
SHOWN = re.compile(
    r'(<!-- shown(?: in (?P<folder>[\w/-]+))?(?:, without "(?P<without>[^"]+)")?: (?P<command>okrs .+?) -->\n```\w*\n)'
    r".*?(```\n<!-- end -->\n)",
    re.DOTALL,
)
FILE = re.compile(r"(<!-- file: (?P<path>[\w./-]+) -->\n```\w*\n).*?(```\n<!-- end -->\n)", re.DOTALL)


def with_examples(page: str) -> str:
    """A page with its examples filled in."""
    page = FILE.sub(lambda match: f"{match[1]}{(ROOT / match['path']).read_text(encoding='utf-8')}{match[3]}", page)
    return SHOWN.sub(_shown, page)


def _shown(match: re.Match[str]) -> str:
    stream = io.StringIO()
    with _folder(ROOT / (match["folder"] or ""), match["without"]) as folder, redirect_stdout(stream):
        run([*shlex.split(match["command"])[1:], "--root", str(folder)])
    return f"{match[1]}{stream.getvalue().rstrip()}\n{match[5]}"


@contextmanager
def _folder(folder: Path, without: str | None) -> Iterator[Path]:
    """A folder as it is, or a copy of it without the lines that have a text."""
    if without is None:
        yield folder
        return
    with tempfile.TemporaryDirectory() as copy:
        shutil.copytree(folder, copy, dirs_exist_ok=True)
        for path in Path(copy).rglob("*.yaml"):
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            path.write_text("".join(line for line in lines if without not in line), encoding="utf-8", newline="\n")
        yield Path(copy)


def command_picture(command: str, columns: int) -> str:
    """A picture of what a command prints on a terminal, in the example organisation."""
    own = ("NO_COLOR", "COLORTERM", "TTY_COMPATIBLE", "TTY_INTERACTIVE")
    environment = {name: value for name, value in os.environ.items() if name not in own}
    environment |= {"COLUMNS": str(columns), "FORCE_COLOR": "1", "TERM": "xterm-256color", "PYTHONUTF8": "1"}
    words = [sys.executable, "-m", "okrs_as_code.cli.main", *shlex.split(command)[1:], "--no-cache"]
    done = subprocess.run(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return picture(command, done.stdout, columns)
