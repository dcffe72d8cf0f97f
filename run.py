"""Run a command of this project in its own environment: `python3 run.py okrs lint`, `python3 run.py pytest`.

Makes `.venv` on first use and repairs it when it no longer fits. `okrs` gets what it needs to run; the first other
command adds the development tools. Needs nothing but Python and pip, or uv. Only the command writes to standard
output, so that what it prints can be piped on.
"""

import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

# Above everything that an older Python cannot run, so that it can still say so.
if sys.version_info < (3, 11):  # noqa: UP036  the check is for those who have an older one
    sys.stderr.write("run.py: needs Python 3.11 or newer, this is {}.{}\n".format(*sys.version_info[:2]))
    sys.exit(2)

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
# Run by a Python that is itself in an environment, ours even, build on the one below.
BASE: str = getattr(sys, "_base_executable", None) or sys.executable
LOCK = VENV / "run.lock"
STAMP = VENV / "run.stamp"
# An environment cannot be moved, and belongs to one Python.
HOME = f"{sys.version} {ROOT}".replace("\n", " ")
RUN_TIME = ".[sheets,markdown]"  # with what only `okrs import` reads, as nobody can add it later
DEVELOPMENT = ".[dev]"


def main(arguments: list[str]) -> int:
    """Make the environment fit, then hand over to the command."""
    if not arguments or arguments[0].startswith("-"):
        return fail("usage: python3 run.py COMMAND [ARGUMENT...], such as `okrs lint` or `pytest`")
    requirement = RUN_TIME if arguments[0] == "okrs" else DEVELOPMENT
    try:
        if not fits(requirement):
            repair(requirement)
        return hand_over(arguments)
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        return fail(str(error))


def fits(requirement: str) -> bool:
    """Whether the environment holds the requirement, for this Python, this place and this pyproject.toml."""
    return PYTHON.exists() and read_stamp() in (stamp(requirement), stamp(DEVELOPMENT))


def stamp(requirement: str) -> str:
    """Description of an environment: its home, the pyproject.toml it was made from, and the requirement it holds."""
    return "\n".join([HOME, hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest(), requirement])


def read_stamp() -> str:
    """Description of the environment that is there; empty where it is missing or an interrupted run left it."""
    return STAMP.read_text(encoding="utf-8") if STAMP.is_file() else ""


def repair(requirement: str) -> None:
    """Make the environment, or bring it up to date, while no other run does.

    Raises OSError where a step fails, or where there is nothing to install with.
    """
    VENV.mkdir(exist_ok=True)
    with LOCK.open("a", encoding="utf-8") as lock:
        wait_for(lock)
        if fits(requirement):
            return
        started = time.monotonic()
        commands = installers()
        before = read_stamp()
        anew = not (PYTHON.exists() and before.startswith(HOME + "\n"))
        if before.endswith("\n" + DEVELOPMENT):
            requirement = DEVELOPMENT  # nothing is taken away
        # Without a stamp, an interruption leaves something that the next run makes anew.
        STAMP.unlink(missing_ok=True)
        if anew:
            say("making .venv, once; this can take a minute")
            create()
        elif before == stamp(RUN_TIME):
            say("adding the development tools to .venv, once")
        else:
            say("bringing .venv up to date with pyproject.toml")
        try:
            install(commands, requirement)
        except InterruptedError:
            raise
        except OSError:
            # uv and pip download and build everything first: one that failed by itself left things as they were.
            if not anew:
                STAMP.write_text(before, encoding="utf-8")
            raise
        STAMP.write_text(stamp(requirement), encoding="utf-8")
        say(f"done in {time.monotonic() - started:.0f} s")


def wait_for(lock: IO[str]) -> None:
    """Take the lock. It goes with the last process that has it open, so nothing stale is left behind."""
    # A step may outlive us; it keeps the lock until it has ended.
    os.set_inheritable(lock.fileno(), True)
    announced = False
    while True:
        try:
            if sys.platform == "win32":
                msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            if not announced:
                say("another run is making .venv; waiting for it")
            announced = True
            time.sleep(0.2)
        else:
            return


def create() -> None:
    """Make an empty environment in the place of what is there."""
    for entry in VENV.iterdir():
        if entry == LOCK:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    build(BASE, "-m", "venv", "--without-pip", str(VENV))


def installers() -> list[list[str]]:
    """Commands that install into the environment, in the order to try them: uv if it is on the PATH, and pip.

    Raises OSError where there is none. A pip from outside the environment has to be 22.3 or newer.
    """
    uv = shutil.which("uv")
    commands = [[uv, "pip", "install", "--quiet", "--python", str(PYTHON)]] if uv else []
    options = ["install", "-qq", "--no-user", "--disable-pip-version-check"]
    if has_ensurepip():
        commands.append([str(PYTHON), "-m", "pip", *options])
    else:
        python = next(filter(has_pip, (sys.executable, BASE)), None)
        commands += [[python, "-m", "pip", "--python", str(PYTHON), *options]] if python else []
    if not commands:
        raise OSError("this Python comes without venv and pip; on Debian and Ubuntu: sudo apt install python3-venv")
    return commands


def has_ensurepip() -> bool:
    """Whether an environment can be given a pip of its own. Debian keeps that part in python3-venv."""
    return importlib.util.find_spec("ensurepip") is not None


def has_pip(python: str) -> bool:
    """Whether this Python can make environments and install into them."""
    return subprocess.run([python, "-c", "import venv, pip"], stderr=subprocess.DEVNULL).returncode == 0


def install(commands: list[list[str]], requirement: str) -> None:
    """Install with the first command that can. Raises OSError where the last one fails."""
    *preferred, last = commands
    for command in preferred:
        try:
            return build(*command, "--editable", requirement)
        except OSError as error:
            say(f"{error}; trying pip instead")
    if last[0] == str(PYTHON) and not program("pip"):
        build(BASE, "-m", "venv", str(VENV))  # adds pip to what is there
    return build(*last, "--editable", requirement)


def build(*command: str) -> None:
    """Run one step, with all that it prints on standard error.

    Raises OSError where it fails, and of its kinds InterruptedError where a signal ended it halfway.
    """
    step = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=sys.stderr, close_fds=False)
    if step.returncode < 0:
        raise InterruptedError(f"this step was ended by signal {-step.returncode}: {shlex.join(command)}")
    if step.returncode:
        raise OSError(f"this step failed: {shlex.join(command)}")


def program(name: str) -> Path | None:
    """Path of a program in the environment, if it is there."""
    names = [name, name + ".exe"] if os.name == "nt" else [name]
    return next((BIN / each for each in names if (BIN / each).is_file()), None)


def hand_over(arguments: list[str]) -> int:
    """Run the command as if the environment were activated."""
    path = program(arguments[0])
    if not path:
        return fail(f"no command `{arguments[0]}` in .venv; try `okrs`, `pytest`, `ruff`, `mypy` or `python`")
    command = [str(path), *arguments[1:]]
    environment = {**os.environ, "VIRTUAL_ENV": str(VENV)}
    environment["PATH"] = os.pathsep.join([str(BIN), environment.get("PATH", os.defpath)])
    environment.pop("PYTHONHOME", None)
    if os.name == "nt":
        return wait_out(subprocess.Popen(command, env=environment))
    return os.execve(command[0], command, environment)


def wait_out(process: subprocess.Popen[bytes]) -> int:
    """Wait for a command on Windows, where no program can take the place of another."""
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # The command gets the interrupt as well; what to do is its decision.
            continue


def say(message: str) -> None:
    """Print a message for the person who waits."""
    print("run.py:", message, file=sys.stderr, flush=True)


def fail(message: str) -> int:
    """Print why nothing was run, and return the exit status for it."""
    say(message)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
