"""The files that pin packages by their content: what builds a release, what CI installs, and what the action does.

`python -m tests.distribution.pins` brings them up to date. It runs the command that stands at the end of a file's
comment, and keeps the comment; the action's file is that of CI without what builds the tool.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.distribution.checkout import ROOT

SOURCE = ROOT / "templates/init/okrs-dependencies.txt"
COMPILED = (ROOT / ".ci/build-requirements.txt", SOURCE)
"""Files of which each begins with a comment that ends with the command for what follows."""
TARGET = ROOT / ".github/actions/okrs-lint/requirements.txt"
HEADER = """\
# What the tool needs, each pinned by its content: the packages of templates/init/okrs-dependencies.txt without those
# that build the tool, as the action builds nothing. After a change there, in a checkout of the tool:
#   python3 run.py python -m tests.distribution.pins
"""


def needed() -> set[str]:
    """The names of the packages that the tool needs, and of those that they need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names: set[str] = set()
    waiting = [Requirement(line) for line in project["dependencies"]]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in names or (requirement.marker is not None and "extra" in str(requirement.marker)):
            continue
        try:
            waiting += map(Requirement, metadata.requires(name) or ())
        except metadata.PackageNotFoundError:
            continue  # for another system
        names.add(name)
    return names


def text() -> str:
    """The action's file as it should be."""
    source = SOURCE.read_text(encoding="utf-8")
    blocks = re.findall(r"(?m)^[a-z].*(?:\n .*)*\n", source)
    names = needed()
    return HEADER + "".join(block for block in blocks if canonicalize_name(block.split("==")[0]) in names)


def compiled(path: Path) -> str:
    """A file with what its command prints now; raises CalledProcessError where that fails."""
    comment = re.findall(r"(?m)\A(?:#.*\n)+", path.read_text(encoding="utf-8"))[0]
    command = comment.splitlines()[-1].removeprefix("#").strip()
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    bash = ["bash", "-euo", "pipefail", "-c", command]
    done = subprocess.run(bash, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return comment + re.sub(r"(?m)^#.*\n", "", done.stdout)


def main() -> None:
    """Writes all files, and prints which."""
    for path in COMPILED:
        path.write_text(compiled(path), encoding="utf-8", newline="\n")
    TARGET.write_text(text(), encoding="utf-8", newline="\n")
    for path in (*COMPILED, TARGET):
        print(f"wrote {path.relative_to(ROOT).as_posix()}")


if __name__ == "__main__":
    main()
