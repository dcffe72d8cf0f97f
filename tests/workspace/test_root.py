"""The search for the root: upwards, and in its error the one below is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrs_as_code.errors import OkrsError
from okrs_as_code.workspace.root import find_root
from tests.repositories import make

PEOPLE = "okrs/people.yaml"


def remedy(start: Path) -> str | None:
    with pytest.raises(OkrsError) as caught:
        find_root(start)
    return caught.value.remedy


def test_the_nearest_one_below_is_named(tmp_path: Path) -> None:
    assert remedy(tmp_path) == "`okrs init` makes a repository to start from"
    make(tmp_path, {f"a/b/c/{PEOPLE}": "", f"our goals/{PEOPLE}": "", f".git/{PEOPLE}": ""})
    assert remedy(tmp_path) == "name its folder: `--root 'our goals'`"
    assert remedy(tmp_path / "a") == "name its folder: `--root b/c`"
    assert find_root(tmp_path / "a/b/c/okrs") == tmp_path / "a/b/c"


def test_a_link_is_not_followed_and_the_search_ends(tmp_path: Path) -> None:
    make(tmp_path, {f"elsewhere/{PEOPLE}": "", "here/x": ""})
    (tmp_path / "here/link").symlink_to(tmp_path / "elsewhere")
    for number in range(1100):
        (tmp_path / f"here/{number:04}").mkdir()
    make(tmp_path, {f"here/1099/{PEOPLE}": ""})
    assert remedy(tmp_path / "here") == "`okrs init` makes a repository to start from"
