"""The store keeps the newest rows, however often one of them is replaced."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from threading import Thread

import pytest

from okrs_as_code.cache.store import Store, user_cache_folder


def test_a_row_that_is_often_replaced_removes_no_other(tmp_path: Path) -> None:
    store = Store.at(tmp_path, "x")
    store.put("indexes", [("one tree", b"1")])
    for number in range(20):
        store.put("indexes", [("another tree", str(number).encode())])
        store.trim("indexes", 3)
    assert store.get("indexes", "one tree") == b"1"
    assert store.get("indexes", "another tree") == b"19"


def test_the_oldest_rows_go(tmp_path: Path) -> None:
    store = Store.at(tmp_path, "x")
    for key in "abcde":
        store.put("indexes", [(key, key.encode())])
    store.trim("indexes", 3)
    assert [store.get("indexes", key) for key in "abcde"] == [None, None, b"c", b"d", b"e"]


def test_it_can_be_tidied_up_in_another_thread(tmp_path: Path) -> None:
    stores = [Store(tmp_path / "store.sqlite")]
    stores[0].put("results", [("key", b"value")])
    thread = Thread(target=stores.clear)
    thread.start()
    thread.join()
    assert Store(tmp_path / "store.sqlite").get("results", "key") == b"value"


@pytest.mark.parametrize(
    ("system", "variables", "folder"),
    [
        ("linux", {}, "/home/bo/.cache"),
        ("linux", {"XDG_CACHE_HOME": "/tmp/bo"}, "/tmp/bo"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, "/home/bo/.cache"),
        ("darwin", {"XDG_CACHE_HOME": "/tmp/bo"}, "/home/bo/Library/Caches"),
        ("win32", {"LOCALAPPDATA": "/home/bo/Local"}, "/home/bo/Local"),
        ("win32", {}, "/home/bo/AppData/Local"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="homes are named by other variables")
def test_the_folder_of_a_users_caches(
    system: str, variables: dict[str, str], folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"HOME": "/home/bo", **variables}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", system)
    assert user_cache_folder() == Path(folder)


def test_without_a_home_nothing_is_kept_and_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def raise_error() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", raise_error)
    assert user_cache_folder() == Path(os.devnull)
    store = Store.at(user_cache_folder() / "okrs-as-code", "x")
    store.put("indexes", [("a", b"1")])
    assert store.get("indexes", "a") is None


def test_a_damaged_schema_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    Store(file).put("results", [("key", b"value")])
    file.write_bytes(file.read_bytes().replace(b"CREATE TABLE contents", b"CREATE TABL\xde contents"))
    store = Store(file)
    store.put("results", [("key", b"other")])
    assert store.get("results", "key") == b"other"
