"""run.py: when it builds, what it leaves behind, and that it gets out of the way. Nothing here needs a network."""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

SOURCE = Path(__file__).parent.parent / "run.py"
TOO_OLD = """
import runpy, sys
sys.version_info = (3, 10, 4)
runpy.run_path(sys.argv[1], run_name="__main__")
"""
TWO_AT_ONCE = """
import importlib.util, sys, time
spec = importlib.util.spec_from_file_location("run", sys.argv[1])
run = importlib.util.module_from_spec(spec)
spec.loader.exec_module(run)
def build(*command):
    with open(run.ROOT / "steps.txt", "a") as steps:
        steps.write("step\\n")
    run.PYTHON.parent.mkdir(exist_ok=True)
    run.PYTHON.touch()
    time.sleep(0.3)
run.build = build
run.repair()
assert run.fits()
"""


def load(project: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("run", project / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "a path with blanks"
    folder.mkdir()
    shutil.copy(SOURCE, folder)
    (folder / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    return folder


@pytest.fixture
def complete(project: Path) -> Path:
    """A project whose environment is real, if empty, and fits."""
    venv.create(project / ".venv", with_pip=False, symlinks=os.name != "nt")
    run = load(project)
    run.STAMP.write_text(run.stamp(), encoding="utf-8")
    return project


class Steps:
    """Stands in for the steps of a build: notes them, and makes the Python they would make."""

    def __init__(self, run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        self.commands: list[tuple[str, ...]] = []
        self.stamped: list[bool] = []
        self.fail = False
        self._run = run
        monkeypatch.setattr(run, "build", self)

    def __call__(self, *command: str) -> None:
        self.commands.append(command)
        self.stamped.append(self._run.STAMP.exists())
        if "venv" in command:
            self._run.PYTHON.parent.mkdir()
            self._run.PYTHON.touch()
        elif self.fail:
            raise OSError("no network")

    @property
    def made(self) -> list[str]:
        return ["venv" if "venv" in command else "install" for command in self.commands]


@pytest.fixture
def steps(project: Path, monkeypatch: pytest.MonkeyPatch) -> Steps:
    return Steps(load(project), monkeypatch)


def test_builds_once(steps: Steps) -> None:
    run = steps._run
    assert not run.fits()
    run.repair()
    assert run.fits()
    run.repair()
    assert steps.made == ["venv", "install"]
    assert steps.commands[1][:3] == (str(run.PYTHON), "-m", "pip")


def test_an_interrupted_build_is_made_anew(steps: Steps) -> None:
    run = steps._run
    steps.fail = True
    with pytest.raises(OSError, match="no network"):
        run.repair()
    assert not run.fits()
    (run.VENV / "left").mkdir()
    (run.VENV / "left/over").touch()
    (run.VENV / "link").symlink_to(run.ROOT)
    steps.fail = False
    run.repair()
    assert run.fits()
    assert steps.made == ["venv", "install", "venv", "install"]
    assert steps.stamped == [False] * 4
    assert not (run.VENV / "left").exists()
    assert (run.ROOT / "pyproject.toml").is_file()


def test_a_changed_pyproject_brings_up_to_date_what_is_there(steps: Steps) -> None:
    run = steps._run
    run.repair()
    (run.ROOT / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert not run.fits()
    run.repair()
    assert run.fits()
    assert steps.made == ["venv", "install", "install"]
    assert steps.stamped[2] is False, "interrupted here, it has to be made anew"


def test_another_python_makes_it_anew(steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    run = steps._run
    run.repair()
    monkeypatch.setattr(run, "HOME", run.HOME.replace("3.", "4.", 1))
    assert not run.fits()
    run.repair()
    assert steps.made == ["venv", "install"] * 2


def test_a_moved_checkout_makes_it_anew(complete: Path) -> None:
    assert load(complete).fits()
    moved = complete.rename(complete.parent / "moved")
    assert not load(moved).fits()


def test_a_python_that_went_away_makes_it_anew(complete: Path) -> None:
    run = load(complete)
    run.PYTHON.unlink()
    assert not run.fits()


def test_without_ensurepip_installs_with_a_pip_from_outside(steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    run = steps._run
    monkeypatch.setattr(run, "has_ensurepip", lambda: False)
    monkeypatch.setattr(run, "pip", lambda: ["python3", "-m", "pip", "--python", str(run.PYTHON)])
    run.repair()
    assert "--without-pip" in steps.commands[0]
    assert steps.commands[1][:5] == ("python3", "-m", "pip", "--python", str(run.PYTHON))


def test_without_any_pip_says_what_to_install_and_deletes_nothing(
    steps: Steps, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run = steps._run
    run.VENV.mkdir()
    (run.VENV / "something").touch()
    monkeypatch.setattr(run, "has_ensurepip", lambda: False)
    monkeypatch.setattr(run.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 1))
    assert run.main(["pytest"]) == 2
    assert "sudo apt install python3-venv" in capsys.readouterr().err
    assert steps.commands == []
    assert (run.VENV / "something").exists()


def test_a_failing_step_is_one_line_that_can_be_repeated(
    project: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = load(project)
    monkeypatch.setattr(run, "pip", lambda: [sys.executable, "-c", "import sys; print('told'); sys.exit(1)"])
    monkeypatch.setattr(run, "create", lambda: None)
    assert run.main(["pytest"]) == 2
    printed = capfd.readouterr()
    assert printed.out == ""
    assert "told" in printed.err
    assert printed.err.splitlines()[-1].startswith("run.py: this step failed: ")


def test_two_at_once_build_once(project: Path) -> None:
    command = [sys.executable, "-c", TWO_AT_ONCE, str(project / "run.py")]
    runs = [subprocess.Popen(command, stderr=subprocess.DEVNULL) for _ in range(3)]
    assert [run.wait() for run in runs] == [0, 0, 0]
    assert (project / "steps.txt").read_text(encoding="utf-8").split() == ["step", "step"]


@pytest.mark.skipif(os.name == "nt", reason="only here may a step outlive the run and keep the lock")
def test_what_an_ended_run_left_running_is_waited_for(project: Path) -> None:
    leave = TWO_AT_ONCE.replace("time.sleep(0.3)", "__import__('subprocess').Popen(['sleep', '1'], close_fds=False)")
    subprocess.run([sys.executable, "-c", leave, str(project / "run.py")], stderr=subprocess.DEVNULL, check=True)
    (project / ".venv/run.stamp").unlink()
    started = time.monotonic()
    again = [sys.executable, "-c", TWO_AT_ONCE.replace("0.3", "0"), str(project / "run.py")]
    done = subprocess.run(again, capture_output=True, text=True, check=True)
    assert "another run" in done.stderr
    assert time.monotonic() - started > 0.5


def call(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(project / "run.py"), *arguments], capture_output=True, text=True)


def test_the_command_gets_its_arguments_and_gives_its_status(complete: Path) -> None:
    done = call(complete, "python", "-c", "import sys; print(sys.argv[1:], sys.prefix); sys.exit(7)", "a b", "")
    assert done.stdout == f"['a b', ''] {complete / '.venv'}\n"
    assert done.stderr == ""
    assert done.returncode == 7


def test_the_command_runs_where_it_was_called_with_the_environment_first(complete: Path, tmp_path: Path) -> None:
    script = "import os; print(os.getcwd()); print(os.environ['PATH'].split(os.pathsep)[0])"
    command = [sys.executable, str(complete / "run.py"), "python", "-c", script]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [str(tmp_path.resolve()), str(load(complete).BIN)]


def test_an_unknown_command_is_one_line(complete: Path) -> None:
    done = call(complete, "okr")
    assert done.returncode == 2
    assert done.stderr == "run.py: no command `okr` in .venv; try `okrs`, `pytest`, `ruff`, `mypy` or `python`\n"


@pytest.mark.parametrize("arguments", [[], ["--help"]])
def test_no_command_is_one_line(project: Path, arguments: list[str]) -> None:
    done = call(project, *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("run.py: usage: ")
    assert not (project / ".venv").exists()


def test_a_place_where_nothing_can_be_written_is_one_line(project: Path) -> None:
    (project / ".venv").touch()
    done = call(project, "pytest")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_an_older_python_can_read_it_and_is_refused() -> None:
    ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 7))
    done = subprocess.run([sys.executable, "-c", TOO_OLD, str(SOURCE)], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr == "run.py: needs Python 3.11 or newer, this is 3.10\n"


@pytest.mark.skipif(os.name == "nt", reason="signals of a terminal")
def test_an_interrupt_reaches_the_command(complete: Path) -> None:
    script = "import time\ntry: print('up', flush=True); time.sleep(20)\nexcept KeyboardInterrupt: raise SystemExit(42)"
    command = [sys.executable, str(complete / "run.py"), "python", "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 42


def test_an_interrupted_build_is_quiet(steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*command: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(steps._run, "build", interrupted)
    assert steps._run.main(["pytest"]) == 130


def test_on_windows_an_interrupt_is_left_to_the_command(project: Path) -> None:
    answers: Iterator[BaseException | int] = iter([KeyboardInterrupt(), 5])

    class Process:
        def wait(self) -> int:
            answer = next(answers)
            if isinstance(answer, BaseException):
                raise answer
            return answer

    assert load(project).wait_out(Process()) == 5
