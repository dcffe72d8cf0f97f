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
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from terminal_picture import picture

from okrs_as_code.cli.main import run

ROOT = Path(__file__).resolve().parent.parent
SHOWN = re.compile(
    r'(<!-- shown(?: in (?P<folder>[\w/-]+))?(?:, without "(?P<without>[^"]+)")?: (?P<command>okrs .+?) -->\n```\w*\n)'
    r".*?(```\n<!-- end -->\n)",
    re.DOTALL,
)
TERMINAL = ("NO_COLOR", "FORCE_COLOR")
"""Variables of the terminal in which the pages are written; what they show does not depend on them."""
FILE = re.compile(r"(<!-- file: (?P<path>[\w./-]+) -->\n```\w*\n).*?(```\n<!-- end -->\n)", re.DOTALL)


def with_examples(page: str) -> str:
    """A page with its examples filled in."""
    page = FILE.sub(lambda match: f"{match[1]}{(ROOT / match['path']).read_text(encoding='utf-8')}{match[3]}", page)
    return SHOWN.sub(_shown, page)


def command_picture(command: str, columns: int) -> str:
    """A picture of what a command prints on a terminal, in the example organisation."""
    printed = _printed(f"{command} --no-cache", ROOT, COLUMNS=str(columns), FORCE_COLOR="1", TERM="xterm")
    return picture(command, printed, columns)


def _shown(match: re.Match[str]) -> str:
    with _folder(ROOT / (match["folder"] or ""), match["without"]) as folder:
        printed = _printed(match["command"], folder, COLUMNS="80")
    return f"{match[1]}{printed.rstrip()}\n{match[5]}"


def _printed(command: str, folder: Path, **terminal: str) -> str:
    """The output of a command in a folder, on a terminal that these variables describe."""
    stream = io.StringIO()
    with patch.dict(os.environ), redirect_stdout(stream), redirect_stderr(io.StringIO()):
        for name in TERMINAL:
            os.environ.pop(name, None)
        os.environ.update(terminal)
        run([*shlex.split(command)[1:], "--root", str(folder)])
    return stream.getvalue()


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
