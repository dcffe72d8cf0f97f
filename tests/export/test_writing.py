"""Where an export goes: it takes the place of an earlier one in one step, and of nothing else."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from okrs_as_code.cli.main import run
from okrs_as_code.errors import OkrsError
from okrs_as_code.storage import folder_swap
from okrs_as_code.storage.folder_swap import replace_folder
from tests.export.organisation import DAY, export
from tests.killing import WATCH
from tests.nightly import at_night

FORMATS = ("json", "ndjson", "csv", "sqlite")


def place(root: Path, form: str, out: Path) -> list[str]:
    return ["export", form, "--out", str(out), "--root", str(root), *DAY]


@pytest.mark.parametrize("form", FORMATS)
def test_a_second_one_writes_nothing(root: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = export(root, form)
    before = out.stat().st_ino
    assert export(root, form) == out
    assert out.stat().st_ino == before
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"wrote {out}: 64 rows of all cycles for 2026-11-16"
    assert second == f"{out} is current: 64 rows of all cycles for 2026-11-16"


@pytest.mark.parametrize("form", FORMATS)
def test_a_later_one_takes_its_place(root: Path, form: str) -> None:
    out = export(root, form)
    before = contents(out)
    export(root, form, "--today", "2026-12-28")
    after = contents(out)
    assert before.keys() == after.keys()
    assert before != after
    assert [path.name for path in root.parent.iterdir() if path.name.startswith(".")] == []


def contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in ([out] if out.is_file() else out.iterdir())}


@pytest.mark.parametrize("form", FORMATS)
def test_what_it_did_not_write_is_not_touched(root: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = root.parent / "mine"
    file = out / "people.csv" if form == "csv" else out
    file.parent.mkdir(exist_ok=True)
    file.write_text("id,name\nbo,Bo\n", encoding="utf-8")
    assert run(place(root, form, out)) == 2
    assert file.read_text(encoding="utf-8") == "id,name\nbo,Bo\n"
    assert f"error: {file} was not written by `okrs export`" in capsys.readouterr().err


def test_a_folder_with_something_else_in_it(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = export(root, "csv")
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    assert run(place(root, "csv", out)) == 2
    assert "notes.txt was not written by `okrs export`" in capsys.readouterr().err
    assert (out / "notes.txt").exists()


@pytest.mark.parametrize("form", FORMATS)
def test_one_format_may_take_the_place_of_another_but_of_no_other_kind(root: Path, form: str) -> None:
    out = export(root, "json", out="same")
    assert run(place(root, form, out)) == (2 if form == "csv" else 0)
    folder = export(root, "csv", out="folder")
    assert run(place(root, form, folder)) == (0 if form == "csv" else 2)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("inside", ["okrs/x", "okrs/2026-Q4/x", "link", "linked/x"])
def test_neither_among_the_sources_nor_through_a_link(root: Path, form: str, inside: str) -> None:
    (root.parent / "elsewhere").mkdir()
    (root / "linked").symlink_to(root.parent / "elsewhere")
    (root / "link").symlink_to(root.parent / "elsewhere")
    assert run(place(root, form, root / inside)) == 2
    assert list((root.parent / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["xml", "--out", "x"], "'xml' is not one of"),
        (["json"], "missing option '--out'"),
        (["json", "--out", "x", "--cycle", "2026", "--all-cycles"], "leave `--all-cycles` out"),
        (["json", "--out", "x", "--cycle", "2031-Q1"], "there are no objectives in a cycle `2031-Q1`"),
        (["json", "--out", "x", "--with", "salaries"], "write `--with emails`, `--with notes` or both"),
        (["json", "--out", "there/is/a.file/x"], "is a file"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    root: Path, arguments: list[str], message: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "there" / "is").mkdir(parents=True)
    (root / "there" / "is" / "a.file").write_text("", encoding="utf-8")
    monkeypatch.chdir(root)
    assert run(["export", *arguments, *DAY]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert "Traceback" not in err
    assert not (root / "x").exists()


# Counts what changes the disk, by Python's audit events, and the one call that they do not see.
KILLED = (
    WATCH
    + """
import shutil, sys
from okrs_as_code.cli.main import run
from okrs_as_code.storage import folder_swap

root, out, form, step = sys.argv[1:]

def play(place, day):
    return run(["export", form, "--out", place, "--root", root, "--no-cache", "--today", day])

def fresh(place):
    shutil.rmtree(place, ignore_errors=True)
    os.makedirs(place)
    return place + "/it"

os.fsync = lambda descriptor: None
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
os.dup2(1, 2)
exchange, exchanges = folder_swap._exchange, []
def watched(*names):
    watch("os.rename", names)
    done = exchange(*names)
    watch("os.rename", names)
    exchanges.extend((seen - 1, seen))
    return done
folder_swap._exchange = watched
sys.addaudithook(watch)
assert play(fresh(out + "-old"), "2026-11-16") == play(fresh(out + "-new"), "2026-12-28") == 0
place = fresh(out + "-whole")
assert play(place, "2026-11-16") == 0
seen = 0
exchanges.clear()
assert play(place, "2026-12-28") == 0
total = seen
moments = [at for at in range(1, total + 1) if at in exchanges or not at % int(step)]
for at in moments:
    place = fresh(f"{out}-{at}")
    shutil.copytree(f"{out}-old/it", place) if form == "csv" else shutil.copy(f"{out}-old/it", place)
    child = os.fork()
    if not child:
        seen, moment = 0, at
        play(place, "2026-12-28")
        os._exit(9)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL, at
with open(out + "-moments", "w") as stream:
    stream.write(" ".join(map(str, moments)))
"""
)


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
@pytest.mark.parametrize("moments", ["json 1", "csv 16", *at_night("csv 1", "sqlite 1")])
def test_a_kill_leaves_the_old_or_the_new(root: Path, tmp_path: Path, moments: str) -> None:
    out, (form, step) = tmp_path / "killed", moments.split()
    subprocess.run([sys.executable, "-c", KILLED, root, out, form, step], check=True, capture_output=True)
    old, new = (contents(tmp_path / f"killed-{name}" / "it") for name in ("old", "new"))
    assert old != new
    killed_at = Path(f"{out}-moments").read_text(encoding="utf-8").split()
    left = [contents(tmp_path / f"killed-{at}" / "it") for at in killed_at]
    assert all(one in (old, new) for one in left)
    assert old in left
    assert new in left


def test_what_a_kill_leaves_behind_is_removed_later(tmp_path: Path) -> None:
    abandoned = tmp_path / ".okrs-tmp-1700000000.folder.x"
    (abandoned / "new").mkdir(parents=True)
    replace_folder(tmp_path / "folder", {"file": b"new"})
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_where_names_cannot_change_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_swap, "_exchange", lambda *_: False)
    for text in (b"old", b"new"):
        replace_folder(tmp_path / "folder", {"file": text})
    assert (tmp_path / "folder" / "file").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    renames = iter((Path.rename, refuse, Path.rename))
    monkeypatch.setattr(Path, "rename", lambda *names: next(renames)(*names))
    with pytest.raises(OkrsError, match="No space left"):
        replace_folder(tmp_path / "folder", {"file": b"newer"})
    assert (tmp_path / "folder" / "file").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.parametrize("form", FORMATS)
def test_one_right_after_a_written_one_computes_nothing(
    root: Path, form: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("OKRS_CACHE", "on")
    monkeypatch.setattr("okrs_as_code.cache.stamps._UNSETTLED", 0)
    out = export(root, form)
    before = contents(out)
    with monkeypatch.context() as patch:
        patch.setattr("okrs_as_code.export.rows.all_rows", None)
        export(root, form)
    written, current = capsys.readouterr().out.splitlines()
    assert written.startswith(f"wrote {out}: ")
    assert current.startswith(f"{out} is current: ")
    changed = out / "teams.csv" if form == "csv" else out
    changed.write_bytes(changed.read_bytes() + b"\n")
    export(root, form)
    assert capsys.readouterr().out.startswith(f"wrote {out}: ")
    assert contents(out) == before
    shutil.rmtree(out) if form == "csv" else out.unlink()
    export(root, form)
    assert capsys.readouterr().out.startswith(f"wrote {out}: ")
    (root / "okrs/config.yaml").write_text("organization: Other Inc\n", encoding="utf-8")
    export(root, form)
    assert capsys.readouterr().out.startswith((f"wrote {out}: ", f"{out} is current: "))
