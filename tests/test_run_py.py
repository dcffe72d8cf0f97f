"""run.py: when it builds, what it leaves behind, and that it gets out of the way. Nothing here needs a network."""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

SOURCE = Path(__file__).parent.parent / "run.py"
RUN_TIME = ".[sheets,markdown]"
TOO_OLD = """
import runpy, sys
sys.version_info = (3, 10, 4)
runpy.run_path(sys.argv[1], run_name="__main__")
"""
AT_ONCE = """
import importlib.util, sys, time
spec = importlib.util.spec_from_file_location("run", sys.argv[1])
run = importlib.util.module_from_spec(spec)
spec.loader.exec_module(run)
def note(line):
    with open(run.ROOT / "steps.txt", "a") as steps:
        steps.write(line + "\\n")
def build(*command):
    note("begin " + command[-1])
    run.PYTHON.parent.mkdir(exist_ok=True)
    run.PYTHON.touch()
    time.sleep(0.1)
    note("end " + command[-1])
run.build = build
run.repair(sys.argv[2])
assert run.fits(sys.argv[2])
"""
# Builds by itself, so that a real pip can install it without a network.
PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""
BACKEND = """
import zipfile
from pathlib import Path
FILES = {
    "okrs.py": "import sys\\ndef main(): print('ran okrs', *sys.argv[1:])\\n",
    "okrs-1.dist-info/METADATA": "Metadata-Version: 2.1\\nName: okrs\\nVersion: 1\\nProvides-Extra: dev\\n",
    "okrs-1.dist-info/WHEEL": "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    "okrs-1.dist-info/entry_points.txt": "[console_scripts]\\nokrs = okrs:main\\n",
    "okrs-1.dist-info/RECORD": "",
}
def build_editable(folder, config_settings=None, metadata_directory=None):
    with zipfile.ZipFile(Path(folder) / "okrs-1-py3-none-any.whl", "w") as wheel:
        for name, text in FILES.items():
            wheel.writestr(name, text)
    return "okrs-1-py3-none-any.whl"
"""
# Notes the requirement, and "installs" two programs beside the Python it is given.
UV = """#!/bin/sh
echo "printed by uv"
for requirement; do :; done
echo "$requirement" >> requirements.txt
for name in okrs pytest; do
  printf '#!/bin/sh\\necho ran %s "$@"\\n' $name > "${5%/*}/$name"
  chmod +x "${5%/*}/$name"
done
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
    folder = tmp_path / "a path with spaces"
    folder.mkdir()
    shutil.copy(SOURCE, folder)
    (folder / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    return folder


@pytest.fixture
def complete(project: Path) -> Path:
    """A project whose environment is real, if empty, and fits."""
    venv.create(project / ".venv", with_pip=False, symlinks=os.name != "nt")
    run = load(project)
    run.STAMP.write_text(run.stamp(run.DEVELOPMENT), encoding="utf-8")
    return project


class Steps:
    """Stands in for the steps of a build: notes them, and makes the programs they would make."""

    def __init__(self, run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        self.commands: list[tuple[str, ...]] = []
        self.stamped: list[bool] = []
        self.errors: dict[str, BaseException] = {}
        self.run = run
        monkeypatch.setattr(run, "build", self)

    def __call__(self, *command: str) -> None:
        self.commands.append(command)
        self.stamped.append(self.run.STAMP.exists())
        if "venv" in command:
            self.run.PYTHON.parent.mkdir(exist_ok=True)
            self.run.PYTHON.touch()
            if "--without-pip" not in command:
                (self.run.BIN / "pip").touch()
        elif error := self.errors.get(self.installer(command)):
            raise error

    def installer(self, command: tuple[str, ...]) -> str:
        return "uv" if Path(command[0]).stem == "uv" else "pip"

    @property
    def made(self) -> list[str]:
        """The steps since this was last asked, in short."""
        made = []
        for command in self.commands:
            if "venv" in command:
                made.append("venv" if "--without-pip" in command else "add pip")
            else:
                made.append(f"{self.installer(command)} {command[-1]}")
        self.commands.clear()
        return made


@pytest.fixture
def steps(project: Path, monkeypatch: pytest.MonkeyPatch) -> Steps:
    monkeypatch.setenv("PATH", str(project / "programs"))
    return Steps(load(project), monkeypatch)


@pytest.fixture
def uv(steps: Steps) -> Path:
    """An uv on the PATH."""
    return add_program(steps.run.ROOT / "programs", "uv", "")


def add_program(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / (f"{name}.exe" if os.name == "nt" else name)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(("command", "requirement"), [("okrs", RUN_TIME), ("python", ".[dev]"), ("pytest", ".[dev]")])
def test_okrs_needs_less_than_every_other_command(
    steps: Steps, monkeypatch: pytest.MonkeyPatch, command: str, requirement: str
) -> None:
    monkeypatch.setattr(steps.run, "hand_over", lambda arguments: len(arguments))
    assert steps.run.main([command, "--version"]) == 2
    assert steps.made == ["venv", "add pip", f"pip {requirement}"]


def test_builds_once(steps: Steps) -> None:
    run = steps.run
    assert not run.fits(RUN_TIME)
    run.repair(RUN_TIME)
    assert run.fits(RUN_TIME)
    assert steps.commands[2][:3] == (str(run.PYTHON), "-m", "pip")
    run.repair(RUN_TIME)
    assert steps.made == ["venv", "add pip", f"pip {RUN_TIME}"]


def test_adds_the_development_tools_once_and_keeps_them(steps: Steps, capsys: pytest.CaptureFixture[str]) -> None:
    run = steps.run
    run.repair(RUN_TIME)
    capsys.readouterr()
    assert not run.fits(".[dev]")
    run.repair(".[dev]")
    assert capsys.readouterr().err.startswith("run.py: adding the development tools to .venv, once\n")
    assert run.fits(".[dev]")
    assert run.fits(RUN_TIME)
    run.repair(RUN_TIME)
    assert steps.made == ["venv", "add pip", f"pip {RUN_TIME}", "pip .[dev]"]
    assert run.fits(".[dev]")


def test_an_interrupted_build_is_made_anew(steps: Steps) -> None:
    run = steps.run
    steps.errors["pip"] = OSError("no network")
    with pytest.raises(OSError, match="no network"):
        run.repair(RUN_TIME)
    assert not run.fits(RUN_TIME)
    (run.VENV / "left").mkdir()
    (run.VENV / "left/over").touch()
    (run.VENV / "link").symlink_to(run.ROOT)
    steps.errors.clear()
    run.repair(RUN_TIME)
    assert run.fits(RUN_TIME)
    assert steps.made == ["venv", "add pip", f"pip {RUN_TIME}"] * 2
    assert not any(steps.stamped)
    assert not (run.VENV / "left").exists()
    assert (run.ROOT / "pyproject.toml").is_file()


def test_okrs_still_runs_where_the_development_tools_could_not_be_added(steps: Steps) -> None:
    run = steps.run
    run.repair(RUN_TIME)
    steps.errors["pip"] = OSError("no network")
    with pytest.raises(OSError, match="no network"):
        run.repair(".[dev]")
    assert run.fits(RUN_TIME)
    assert not run.fits(".[dev]")


@pytest.mark.parametrize("error", [InterruptedError("ended by signal 9"), KeyboardInterrupt()])
def test_an_addition_that_was_interrupted_makes_it_anew(
    steps: Steps, error: InterruptedError | KeyboardInterrupt
) -> None:
    run = steps.run
    run.repair(RUN_TIME)
    steps.errors["pip"] = error
    with pytest.raises(type(error)):
        run.repair(".[dev]")
    assert not run.fits(RUN_TIME)
    steps.errors.clear()
    assert steps.made[-1] == "pip .[dev]"
    run.repair(RUN_TIME)
    assert steps.made == ["venv", "add pip", f"pip {RUN_TIME}"]


def test_a_changed_pyproject_brings_up_to_date_what_is_there(steps: Steps) -> None:
    run = steps.run
    run.repair(".[dev]")
    (run.ROOT / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert not run.fits(RUN_TIME)
    run.repair(RUN_TIME)
    assert run.fits(".[dev]")
    assert steps.made == ["venv", "add pip", "pip .[dev]", "pip .[dev]"]
    assert steps.stamped[3] is False, "interrupted here, it has to be made anew"


def test_another_python_makes_it_anew_with_what_it_had(steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    run = steps.run
    run.repair(".[dev]")
    monkeypatch.setattr(run, "HOME", run.HOME.replace("3.", "4.", 1))
    assert not run.fits(RUN_TIME)
    run.repair(RUN_TIME)
    assert steps.made == ["venv", "add pip", "pip .[dev]"] * 2


def test_a_moved_checkout_makes_it_anew(complete: Path) -> None:
    assert load(complete).fits(RUN_TIME)
    moved = complete.rename(complete.parent / "moved")
    assert not load(moved).fits(RUN_TIME)


def test_a_python_that_went_away_makes_it_anew(complete: Path) -> None:
    run = load(complete)
    run.PYTHON.unlink()
    assert not run.fits(RUN_TIME)


def test_without_ensurepip_installs_with_a_pip_from_outside(steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    run = steps.run
    monkeypatch.setattr(run, "has_ensurepip", lambda: False)
    monkeypatch.setattr(run, "has_pip", lambda python: python == run.BASE)
    run.repair(RUN_TIME)
    assert steps.commands[1][:5] == (run.BASE, "-m", "pip", "--python", str(run.PYTHON))
    assert steps.made == ["venv", f"pip {RUN_TIME}"]


def test_without_any_pip_says_what_to_install_and_deletes_nothing(
    steps: Steps, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run = steps.run
    run.VENV.mkdir()
    (run.VENV / "something").touch()
    monkeypatch.setattr(run, "has_ensurepip", lambda: False)
    monkeypatch.setattr(run, "has_pip", lambda python: False)
    assert run.main(["pytest"]) == 2
    assert "sudo apt install python3-venv" in capsys.readouterr().err
    assert steps.made == []
    assert (run.VENV / "something").exists()


def test_uv_is_enough(steps: Steps, uv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = steps.run
    monkeypatch.setattr(run, "has_ensurepip", lambda: False)
    monkeypatch.setattr(run, "has_pip", lambda python: False)
    run.repair(RUN_TIME)
    program, *arguments = steps.commands[1]
    assert Path(program) == uv
    assert arguments == ["pip", "install", "--quiet", "--python", str(run.PYTHON), "--editable", RUN_TIME]
    assert steps.made == ["venv", f"uv {RUN_TIME}"]


def test_where_uv_cannot_install_pip_does(steps: Steps, uv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = steps.run
    steps.errors["uv"] = OSError("no such index")
    run.repair(RUN_TIME)
    assert "run.py: no such index; trying pip instead\n" in capsys.readouterr().err
    assert run.fits(RUN_TIME)
    run.repair(".[dev]")
    assert steps.made == ["venv", f"uv {RUN_TIME}", "add pip", f"pip {RUN_TIME}", "uv .[dev]", "pip .[dev]"]


def test_where_uv_went_away_pip_goes_on_with_what_is_there(steps: Steps, uv: Path) -> None:
    run = steps.run
    run.repair(RUN_TIME)
    uv.unlink()
    run.repair(".[dev]")
    assert steps.made == ["venv", f"uv {RUN_TIME}", "add pip", "pip .[dev]"]


@pytest.mark.nightly
def test_a_broken_uv_and_a_real_pip(
    project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (project / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    (project / "backend.py").write_text(BACKEND, encoding="utf-8")
    broken = add_program(project / "programs", "uv", "not a program")
    monkeypatch.setenv("PATH", str(broken.parent), prepend=os.pathsep)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    run = load(project)
    monkeypatch.setattr(run, "has_ensurepip", lambda: False)  # saves the time it takes to add pip
    run.repair(RUN_TIME)
    printed = capfd.readouterr()
    assert printed.out == ""
    assert "trying pip instead" in printed.err
    done = call(project, "okrs", "a b")
    assert (done.stdout, done.stderr, done.returncode) == ("ran okrs a b\n", "", 0)


@pytest.mark.skipif(os.name == "nt", reason="the uv here is a shell script")
def test_okrs_then_pytest_then_okrs_with_uv(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = add_program(project / "programs", "uv", UV).parent
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    first = call(project, "okrs", "lint")
    assert first.stdout == "ran okrs lint\n"
    making, printed_by_uv, done = first.stderr.splitlines()
    assert making == "run.py: making .venv, once; this can take a minute"
    assert printed_by_uv == "printed by uv"
    assert done.startswith("run.py: done in ")
    assert call(project, "pytest").stdout == "ran pytest\n"
    again = call(project, "okrs")
    assert (again.stdout, again.stderr) == ("ran okrs\n", "")
    assert (project / "requirements.txt").read_text(encoding="utf-8") == f"{RUN_TIME}\n.[dev]\n"


def test_a_failing_step_is_one_line_that_can_be_repeated(
    project: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = load(project)
    failing = [sys.executable, "-c", "import sys; print('shown'); sys.exit(1)"]
    monkeypatch.setattr(run, "installers", lambda: [failing])
    monkeypatch.setattr(run, "create", lambda: None)
    assert run.main(["pytest"]) == 2
    printed = capfd.readouterr()
    assert printed.out == ""
    assert "shown" in printed.err
    assert printed.err.splitlines()[-1].startswith("run.py: this step failed: ")


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_step_that_was_ended_is_no_ordinary_failure(project: Path) -> None:
    with pytest.raises(InterruptedError, match="ended by signal 9"):
        load(project).build("sh", "-c", "kill -9 $$")


def test_several_at_once_build_one_after_the_other(project: Path) -> None:
    command = [sys.executable, "-c", AT_ONCE, str(project / "run.py")]
    wanted = (RUN_TIME, ".[dev]") * 2
    runs = [subprocess.Popen([*command, what], stderr=subprocess.DEVNULL) for what in wanted]
    assert [run.wait() for run in runs] == [0, 0, 0, 0]
    lines = (project / "steps.txt").read_text(encoding="utf-8").splitlines()
    begun, ended = lines[::2], lines[1::2]
    assert begun == [line.replace("end", "begin") for line in ended]
    assert begun.count("begin .[dev]") == 1
    assert begun.count(f"begin {RUN_TIME}") <= 1
    assert load(project).fits(".[dev]")


@pytest.mark.skipif(os.name == "nt", reason="only here may a step outlive the run and keep the lock")
def test_what_an_ended_run_left_running_is_waited_for(project: Path) -> None:
    run_py = str(project / "run.py")
    leave = AT_ONCE.replace("time.sleep(0.1)", "__import__('subprocess').Popen('cat', close_fds=False)")
    read, write = os.pipe()  # what is left running ends where this end of the pipe is closed
    with os.fdopen(read) as stdin, os.fdopen(write, "w"):
        command = [sys.executable, "-c", leave, run_py, RUN_TIME]
        subprocess.run(command, stdin=stdin, stderr=subprocess.DEVNULL, check=True)
        (project / ".venv/run.stamp").unlink()
        again = subprocess.Popen([sys.executable, "-c", AT_ONCE, run_py, RUN_TIME], stderr=subprocess.PIPE, text=True)
        assert again.stderr is not None
        assert again.stderr.readline() == "run.py: another run is making .venv; waiting for it\n"
        assert not (project / ".venv/run.stamp").exists()
    again.communicate()
    assert again.returncode == 0
    assert load(project).fits(RUN_TIME)


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
    # An interrupt that comes just before a sleep does not end it, so each is short.
    wait = "print('up', flush=True); [time.sleep(0.05) for _ in range(400)]"
    heard = "signal.signal(signal.SIGINT, signal.default_int_handler)"  # it is ignored below a shell's `&`
    script = f"import signal, time\n{heard}\ntry: {wait}\nexcept KeyboardInterrupt: raise SystemExit(42)"
    command = [sys.executable, str(complete / "run.py"), "python", "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "up\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 42


def test_an_interrupted_build_is_quiet(steps: Steps, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*command: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(steps.run, "build", interrupted)
    assert steps.run.main(["pytest"]) == 130


def test_on_windows_an_interrupt_is_left_to_the_command(project: Path) -> None:
    answers: Iterator[BaseException | int] = iter([KeyboardInterrupt(), 5])

    class Process:
        def wait(self) -> int:
            answer = next(answers)
            if isinstance(answer, BaseException):
                raise answer
            return answer

    assert load(project).wait_out(Process()) == 5
