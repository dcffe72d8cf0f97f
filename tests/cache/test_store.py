"""The store keeps the newest rows, however often one of them is replaced."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

from okrs_as_code.cache.store import Store


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
