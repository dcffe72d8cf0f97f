"""The file of what was sent, and what follows where it is lost, damaged, of the future or another's."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.channels.channel import LastSent
from okrs_as_code.forge.channels.sent_log import open_sent_log, read_sent_log
from okrs_as_code.storage.atomic_write import replace_text
from tests.forge.channels.messages import REPOSITORY, WEEK, message

LAST_WEEK, NEXT_WEEK = WEEK - timedelta(days=7), WEEK + timedelta(days=7)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "okrs-sent.json"


@pytest.fixture
def known(path: Path) -> Path:
    """A log that began long ago, and in which bo got last week's message."""
    with open_sent_log(path, REPOSITORY, LAST_WEEK - timedelta(days=70)) as log:
        pass
    with open_sent_log(path, REPOSITORY, LAST_WEEK) as log:
        assert (log.is_complete, log.note) == (True, None)
        log.remember(message("bo", week=LAST_WEEK))
    return path


def test_it_keeps_this_weeks_message_and_reminder(known: Path) -> None:
    with open_sent_log(known, REPOSITORY, WEEK) as log:
        assert (log.is_complete, log.note, log.last_week) == (True, None, LAST_WEEK)
        assert log.last_sent("bo") == LastSent(LAST_WEEK)
        log.remember(message("mara"))
        log.remember(message("mara", kind="reminder"))
        log.remember(message("chen"))
    with open_sent_log(known, REPOSITORY, WEEK) as log:
        assert log.last_week == WEEK
        assert (log.last_sent("mara"), log.last_sent("chen"), log.last_sent("bo")) == (
            LastSent(WEEK, WEEK),
            LastSent(WEEK),
            LastSent(),
        )
    assert json.loads(known.read_text()) == {
        "version": 1,
        "repository": REPOSITORY,
        "week": "2026-11-23",
        "complete_after": None,
        "messages": ["chen", "mara"],
        "reminders": ["mara"],
    }


def test_it_is_on_the_disk_after_each_message(known: Path) -> None:
    with open_sent_log(known, REPOSITORY, WEEK) as log:
        for person in ("bo", "mara"):
            log.remember(message(person))
            assert person in json.loads(known.read_text())["messages"]


def test_a_job_that_slept_knows_since_when(known: Path) -> None:
    with open_sent_log(known, REPOSITORY, WEEK + timedelta(days=14)) as log:
        assert (log.is_complete, log.last_week) == (True, LAST_WEEK)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "is not there"),
        ("", "cannot be read"),
        ('{"version": 1, "repository": "https', "cannot be read"),
        ("[]", "cannot be read"),
        ("null", "cannot be read"),
        ("[" * 100_000, "cannot be read"),
        ('{"version": 2}', "cannot be read"),
        ('{"version": 1, "repository": "x", "week": 7, "messages": [], "reminders": []}', "cannot be read"),
        ('{"version": 1, "repository": "x", "week": "monday", "messages": [], "reminders": []}', "cannot be read"),
        ('{"version": 1, "repository": "x", "week": null, "messages": "bo", "reminders": []}', "cannot be read"),
        ('{"version": 1, "repository": "x", "week": null, "messages": [1], "reminders": []}', "cannot be read"),
        (
            '{"version": 1, "repository": "x", "week": null, "messages": [], "reminders": []}',
            "is of another repository",
        ),
        (b"\xff\xfe\x00", "cannot be read"),
        (" " * (4 * 1024 * 1024 + 1), "cannot be read"),
    ],
)
def test_where_it_does_not_tell_it_says_so_until_the_next_week(
    path: Path, content: str | bytes | None, words: str
) -> None:
    path.parent.mkdir()
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with open_sent_log(path, REPOSITORY, WEEK) as log:
        assert (log.is_complete, log.last_week, log.last_sent("bo")) == (False, None, LastSent())
        assert log.note is not None
        assert words in log.note
        assert log.note.endswith("so messages go only to those who have their day today")
        log.remember(message("bo"))
    with open_sent_log(path, REPOSITORY, WEEK) as log:
        assert (log.is_complete, log.last_sent("bo")) == (False, LastSent(WEEK)), "the new file is not all there was"
        assert log.note is not None
        assert "is new this week" in log.note
    with open_sent_log(path, REPOSITORY, NEXT_WEEK) as log:
        assert (log.is_complete, log.note) == (True, None)
    with open_sent_log(path, REPOSITORY, NEXT_WEEK) as log:
        assert log.is_complete


def test_every_beginning_of_it_is_as_good_as_none(known: Path) -> None:
    whole = known.read_bytes()
    for length in range(0, len(whole) - 2, 7):
        known.write_bytes(whole[:length])
        with open_sent_log(known, REPOSITORY, WEEK) as log:
            assert not log.is_complete


def test_one_of_the_future_is_said(known: Path) -> None:
    with open_sent_log(known, REPOSITORY, NEXT_WEEK) as log:
        log.remember(message("bo", week=NEXT_WEEK))
    with open_sent_log(known, REPOSITORY, WEEK) as log:
        assert not log.is_complete
        assert log.note is not None
        assert "is of a later week, 2026-11-30" in log.note
        assert log.last_sent("bo") == LastSent()


def test_one_run_at_a_time(known: Path) -> None:
    code = (
        "import sys; from datetime import date; from pathlib import Path\n"
        "from okrs_as_code.forge.channels.sent_log import open_sent_log\n"
        f"with open_sent_log(Path(sys.argv[1]), {REPOSITORY!r}, date(2026, 11, 23)): pass"
    )
    with open_sent_log(known, REPOSITORY, WEEK) as log:
        log.remember(message("bo"))
        before = known.read_bytes()
        done = subprocess.run([sys.executable, "-c", code, str(known)], capture_output=True, text=True)
        assert "OkrsError: another run is sending messages" in done.stderr
        assert known.read_bytes() == before
    done = subprocess.run([sys.executable, "-c", code, str(known)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_failure_in_the_block_releases_the_lock(known: Path) -> None:
    with contextlib.suppress(KeyboardInterrupt), open_sent_log(known, REPOSITORY, WEEK):
        raise KeyboardInterrupt
    with open_sent_log(known, REPOSITORY, WEEK):
        pass


def test_what_cannot_be_kept_is_said_before_anything_is_sent(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "file").write_text("")
    for name in ("folder", "link", "file/below"):
        with pytest.raises(OkrsError), open_sent_log(tmp_path / name, REPOSITORY, WEEK):
            pytest.fail("nobody may send now")


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir])
def test_what_is_no_ordinary_file_is_neither_read_nor_replaced(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "state"
    make(path)
    kind = path.stat().st_mode
    with pytest.raises(OkrsError, match="no ordinary file"), open_sent_log(path, REPOSITORY, WEEK):
        pass
    with pytest.raises(OkrsError, match="no ordinary file"):
        read_sent_log(path, REPOSITORY, WEEK)
    with pytest.raises(OkrsError, match="no ordinary file"):
        replace_text(path, "text")
    assert path.stat().st_mode == kind
    assert sorted(tmp_path.iterdir()) == [path]


def test_killed_while_it_is_written_the_old_one_stays(known: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = json.loads(known.read_text())

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with open_sent_log(known, REPOSITORY, WEEK) as log:
        monkeypatch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            log.remember(message("bo"))
    assert json.loads(known.read_text()) == before
