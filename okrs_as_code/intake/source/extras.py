"""Optional packages, of which each has one extra."""

from __future__ import annotations

import importlib.util
import shlex
import shutil
import sys

from okrs_as_code.errors import OkrsError

REQUIREMENTS = {"sheets": "openpyxl>=3.1.5", "markdown": "markdown-it-py>=3,<5"}
"""The package of each extra, as pyproject.toml requires it."""


def missing_extra_error(extra: str, reading: str) -> OkrsError:
    """The error where the package of an extra is not installed; `reading` says what needs it."""
    return OkrsError(
        f"{reading} needs the extra `{extra}`, which is not installed", _install_command(REQUIREMENTS[extra])
    )


def _install_command(requirement: str) -> str:
    """The command that installs a package beside this very one, wherever that came from.

    It names the package and not the extra: the extra of a checkout, a commit or a release each needs another command,
    and the Python that runs this need not be that of the first pip on the PATH.
    """
    python, package = shlex.quote(sys.executable), shlex.quote(requirement)
    if importlib.util.find_spec("pip") is None and shutil.which("uv") is not None:
        return f"uv pip install --python {python} {package}"
    return f"{python} -m pip install {package}"
