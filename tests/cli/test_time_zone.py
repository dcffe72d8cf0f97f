"""The time zone of a repository: the same day on every machine, and in what is cached."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from okrs_as_code import time_zone
from okrs_as_code.cli.main import run
from tests.repositories import make

NOON = datetime(2026, 11, 30, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Pacific/Auckland", date(2026, 12, 1)),
        ("America/Los_Angeles", date(2026, 11, 30)),
        ("Pacific/Pago_Pago", date(2026, 11, 30)),
        ("Etc/GMT+12", date(2026, 11, 29)),
        ("UTC", date(2026, 11, 30)),
    ],
)
def test_it_is_another_day_elsewhere(zone: str, day: date) -> None:
    assert time_zone.day_in(zone, NOON) == day


def test_every_zone_can_be_read() -> None:
    assert all(time_zone.time_zone(name) is not None for name in time_zone.zone_names())
    for name in ("europe/berlin", "Europe/../Berlin", "/etc/localtime", "Europe", "", "zones"):
        assert time_zone.time_zone(name) is None


def test_what_is_cached_is_of_the_day_in_the_zone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make(tmp_path)
    (root / "okrs" / "config.yaml").write_text("timezone: Pacific/Auckland\n", encoding="utf-8")
    shown = []
    for day in (date(2026, 10, 14), date(2026, 10, 14), date(2026, 10, 15)):
        monkeypatch.setattr(time_zone, "day_in", lambda zone, now=None, day=day: day)
        assert run(["status", "--root", str(root)]) == 0
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1] != shown[2]
    assert "14 Oct 2026" in shown[0]
    assert "15 Oct 2026" in shown[2]
    assert run(["status", "--root", str(root), "--today", "2026-10-14"]) == 0
    assert capsys.readouterr().out == shown[0]
