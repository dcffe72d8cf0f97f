"""The packages that the action installs: those that CI installs, without what builds the tool.

`python -m tests.distribution.action_requirements` writes the file again.
"""

from __future__ import annotations

import re
import tomllib
from importlib import metadata

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.distribution.checkout import ROOT

SOURCE = ROOT / "templates/init/okrs-dependencies.txt"
TARGET = ROOT / ".github/actions/okrs-lint/requirements.txt"
HEADER = """\
# What the tool needs, each pinned by its content: the packages of templates/init/okrs-dependencies.txt without those
# that build the tool, as the action builds nothing. After a change there, in a checkout of the tool:
#   python3 run.py python -m tests.distribution.action_requirements
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
    """The file as it should be."""
    source = SOURCE.read_text(encoding="utf-8")
    blocks = re.findall(r"(?m)^[a-z].*(?:\n .*)*\n", source)
    names = needed()
    return HEADER + "".join(block for block in blocks if canonicalize_name(block.split("==")[0]) in names)


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
