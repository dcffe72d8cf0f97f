"""Verdicts on signatures are kept between runs."""

from __future__ import annotations

from pathlib import Path

from okrs_as_code.cache.reader import StoredSignatureStatuses
from okrs_as_code.cache.store import Store
from okrs_as_code.signing.status import SignatureStatus


def test_a_verdict_is_there_in_the_next_run(tmp_path: Path) -> None:
    StoredSignatureStatuses(Store.at(tmp_path, "x")).update(
        {"one": SignatureStatus.HOLDS, "other": SignatureStatus.DOES_NOT_HOLD}
    )
    known = StoredSignatureStatuses(Store.at(tmp_path, "x"))
    assert [known.get(key) for key in ("one", "other", "third")] == [
        SignatureStatus.HOLDS,
        SignatureStatus.DOES_NOT_HOLD,
        None,
    ]


def test_another_version_does_not_believe_it(tmp_path: Path) -> None:
    StoredSignatureStatuses(Store.at(tmp_path, "x")).update({"one": SignatureStatus.HOLDS})
    assert StoredSignatureStatuses(Store.at(tmp_path, "y")).get("one") is None
    assert [path.name for path in tmp_path.iterdir()] == ["y.sqlite"]
