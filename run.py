"""Run a command of this project in its own environment: `python3 run.py okrs lint`, `python3 run.py pytest`.

Makes `.venv` on first use and mends it when it no longer fits. Needs nothing but Python and pip. Only the
command writes to standard output, so that what it prints can be piped on.
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


def main(arguments: list[str]) -> int:
    """Make the environment fit, then hand over to the command."""
    if not arguments or arguments[0].startswith("-"):
        return fail("usage: python3 run.py COMMAND [ARGUMENT...], such as `okrs lint` or `pytest`")
    try:
        if not fits():
            repair()
        return hand_over(arguments)
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        return fail(str(error))


def fits() -> bool:
    """Whether the environment is complete, for this Python, this place and this pyproject.toml."""
    return PYTHON.exists() and STAMP.is_file() and STAMP.read_text(encoding="utf-8") == stamp()


def stamp() -> str:
    """What the environment was made for."""
    return HOME + "\n" + hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()


def repair() -> None:
    """Make the environment, or bring it up to date, while no other run does."""
    VENV.mkdir(exist_ok=True)
    with LOCK.open("a", encoding="utf-8") as lock:
        wait_for(lock)
        if fits():
            return
        started = time.monotonic()
        installer = pip()
        known = STAMP.read_text(encoding="utf-8") if STAMP.is_file() else ""
        # Without a stamp, whatever interrupts us leaves something that the next run makes anew.
        STAMP.unlink(missing_ok=True)
        if not (PYTHON.exists() and known.startswith(HOME + "\n")):
            say("making .venv, once; this takes a minute")
            create()
        else:
            say("bringing .venv up to date with pyproject.toml")
        build(*installer, "install", "-qq", "--no-user", "--disable-pip-version-check", "--editable", ".[dev]")
        STAMP.write_text(stamp(), encoding="utf-8")
        say(f"done in {time.monotonic() - started:.0f} s")


def wait_for(lock: IO[str]) -> None:
    """Take the lock. It goes with the last process that has it open, so nothing stale is left behind."""
    # What pip has started may outlive us; it keeps the lock until it has ended.
    os.set_inheritable(lock.fileno(), True)
    said = False
    while True:
        try:
            if sys.platform == "win32":
                msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            if not said:
                say("another run is making .venv; waiting for it")
            said = True
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
    build(BASE, "-m", "venv", *([] if has_ensurepip() else ["--without-pip"]), str(VENV))


def has_ensurepip() -> bool:
    """Whether a new environment comes with pip. Debian keeps that part in python3-venv."""
    return importlib.util.find_spec("ensurepip") is not None


def pip() -> list[str]:
    """What installs: the environment's own pip, else one from outside, which has to be 22.3 or newer."""
    if has_ensurepip():
        return [str(PYTHON), "-m", "pip"]
    for python in (sys.executable, BASE):
        if subprocess.run([python, "-c", "import venv, pip"], stderr=subprocess.DEVNULL).returncode == 0:
            return [python, "-m", "pip", "--python", str(PYTHON)]
    raise OSError("this Python comes without venv and pip; on Debian and Ubuntu: sudo apt install python3-venv")


def build(*command: str) -> None:
    """Run one step, with all that it prints on standard error."""
    step = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=sys.stderr, close_fds=False)
    if step.returncode:
        raise OSError(f"this step failed: {shlex.join(command)}")


def hand_over(arguments: list[str]) -> int:
    """Run the command as if the environment were activated."""
    names = [arguments[0], arguments[0] + ".exe"] if os.name == "nt" else [arguments[0]]
    found = [BIN / name for name in names if (BIN / name).is_file()]
    if not found:
        return fail(f"no command `{arguments[0]}` in .venv; try `okrs`, `pytest`, `ruff`, `mypy` or `python`")
    command = [str(found[0]), *arguments[1:]]
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
            # The command was told as well; what to do is its decision.
            continue


def say(message: str) -> None:
    """Tell the person who waits."""
    print("run.py:", message, file=sys.stderr, flush=True)


def fail(message: str) -> int:
    """Say why nothing was run."""
    say(message)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
