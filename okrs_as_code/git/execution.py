"""The execution of git, which nothing else starts, and its failures as errors."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from okrs_as_code.errors import OkrsError, RevisionError
from okrs_as_code.programs import find_program

_SPEECH = {"LANGUAGE": "C", "LC_ALL": "C"}
"""The language of messages, of which some are understood."""


def execute(
    folder: Path,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    unwanted: Callable[[str], bool],
    stdin: bytes | None = None,
) -> tuple[int, bytes, str]:
    """Runs git in a folder; returns exit status, standard output, and standard error as text.

    `environment` is added to that of this process, without its `unwanted` variables: an empty value is not the same to
    git as none. Raises OkrsError where git is not installed.
    """
    import subprocess  # most commands have nothing to ask of git

    git = find_program("git")
    if git is None:
        raise _not_installed_error()
    inherited = {name: value for name, value in os.environ.items() if not unwanted(name)}
    try:
        done = subprocess.run(
            [str(git), *arguments],
            cwd=folder,
            env={**inherited, **_SPEECH, **environment},
            stdin=subprocess.DEVNULL if stdin is None else None,
            input=stdin,
            capture_output=True,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise OkrsError(
            f"{git} cannot be run: {error.strerror}", "repair it, or take its folder off the PATH"
        ) from error
    return done.returncode, done.stdout, done.stderr.decode(errors="replace")


def command_error(command: str, status: int, stderr: str) -> OkrsError:
    """The error with git's last line; a RevisionError for an object that a partial clone lacks."""
    lines = stderr.strip().splitlines()
    message = f"git {command} failed: {lines[-1] if lines else f'exit status {status}'}"
    if "promisor" in stderr or "lazy fetching" in stderr:
        return RevisionError(message, "fetch all objects; a partial clone (`--filter`) lacks some")
    return OkrsError(message)


def _not_installed_error() -> OkrsError:
    return OkrsError("git is not installed or not on the PATH", "install git")
