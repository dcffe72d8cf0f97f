"""The execution of git, which nothing else starts, and its failures as errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path

from okrs_as_code.errors import OkrsError, RevisionError
from okrs_as_code.git.environment import without_variables


def execute(
    folder: Path,
    command: Sequence[str],
    environment: Mapping[str, str],
    unwanted: Callable[[str], bool],
    stdin: bytes | None = None,
) -> tuple[int, bytes, str]:
    """Runs a command of git in a folder; returns exit status, standard output, and standard error as text.

    `environment` is added to that of this process, without its `unwanted` variables. Raises OkrsError where git is not
    installed.
    """
    import tempfile

    with without_variables(unwanted), tempfile.TemporaryFile() if stdin is not None else nullcontext() as stream:
        if stream is not None and stdin is not None:
            stream.write(stdin)
            stream.seek(0)
        try:
            import git
        except ModuleNotFoundError:
            raise
        except ImportError:  # GitPython looks for git when it is imported
            raise _not_installed_error() from None
        try:
            status, out, err = git.Git(str(folder)).execute(
                command,
                istream=stream,
                with_extended_output=True,
                with_exceptions=False,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
                env=environment,
            )
        except git.GitCommandNotFound:
            raise _not_installed_error() from None
    return status, out, err


def command_error(command: str, status: int, stderr: str) -> OkrsError:
    """The error with git's last line; a RevisionError for an object that a partial clone lacks."""
    lines = stderr.strip().splitlines()
    message = f"git {command} failed: {lines[-1] if lines else f'exit status {status}'}"
    if "promisor" in stderr or "lazy fetching" in stderr:
        return RevisionError(message, "fetch all objects; a partial clone (`--filter`) lacks some")
    return OkrsError(message)


def _not_installed_error() -> OkrsError:
    return OkrsError("git is not installed or not on the PATH", "install git")
