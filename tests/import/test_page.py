"""The page on importing is executed: each file on it is imported, and commands and results are as they stand there.

`UPDATE_GOLDEN=1` in front of this test writes what commands print and what they write; look at what changed.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

cases = __import__("tests.import.test_cases", fromlist=["test_cases"])

PAGE = Path(__file__).parents[2] / "docs" / "import.md"
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<name>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_page_says_what_happens(tmp_path: Path) -> None:
    shutil.copytree(cases.FOLDER / "base", tmp_path, dirs_exist_ok=True)
    page = PAGE.read_text(encoding="utf-8")
    position, parts = 0, []
    for block in BLOCK.finditer(page):
        text, name = block["text"], block["name"]
        if block["kind"] == "console":
            text = cases.played(text, tmp_path)
        elif name is not None and name.startswith("okrs/"):
            text = (tmp_path / name).read_text(encoding="utf-8")
        elif name is not None:
            (tmp_path / name).write_text(text, encoding="utf-8")
        parts += [page[position : block.start("text")], text]
        position = block.end("text")
    executed = "".join((*parts, page[position:]))
    if os.environ.get("UPDATE_GOLDEN") == "1":
        PAGE.write_text(executed, encoding="utf-8")
    assert executed == page or os.environ.get("UPDATE_GOLDEN") == "1"
