"""Addresses, and what people wrote in records, are in no export that was not asked for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.export.organisation import SECRET_ADDRESS, SECRET_NOTES, export

FORMATS = ("json", "ndjson", "csv", "sqlite")


def content(place: Path) -> str:
    paths = [place] if place.is_file() else sorted(place.iterdir())
    return b"\n".join(path.read_bytes() for path in paths).decode("utf-8", "replace")


@pytest.mark.parametrize("form", FORMATS)
def test_left_out_unless_asked_for(root: Path, form: str) -> None:
    text = content(export(root, form, "--no-cache"))
    assert [secret for secret in (SECRET_ADDRESS, *SECRET_NOTES) if secret in text] == []


@pytest.mark.parametrize(
    ("details", "shown"),
    [("emails", (SECRET_ADDRESS,)), ("notes", SECRET_NOTES), ("notes, emails", (SECRET_ADDRESS, *SECRET_NOTES))],
)
def test_there_if_asked_for(root: Path, details: str, shown: tuple[str, ...]) -> None:
    text = content(export(root, "ndjson", "--with", details))
    assert [secret for secret in (SECRET_ADDRESS, *SECRET_NOTES) if secret in text] == list(shown)
