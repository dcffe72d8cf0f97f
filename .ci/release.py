"""Makes what a release consists of: `release.py check TAG`, `release.py build FOLDER`.

`check` exits with 1, and says why, where this checkout is no release of that tag. `build` makes, below a folder, the
distributions in `okrs-as-code/`, those of the name `okrs` in `okrs/`, and `notes.md`: the changes, and the hash of each
file of `okrs-as-code/`, which are the files of the release on GitHub.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALIAS = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "okrs"
version = "{version}"
description = "Another name of okrs-as-code, which has the command. There is nothing in it."
readme = {{ content-type = "text/markdown", text = "Another name of okrs-as-code, with nothing in it." }}
license = "MIT"
requires-python = ">=3.11"
dependencies = ["okrs-as-code=={version}"]

[tool.hatch.build.targets.wheel]
bypass-selection = true
"""
"""The package of the command's name: without a command, which would be taken away when this is uninstalled."""
URLS = ("Issues", "Rules", "Source")
"""The addresses that a release has to have."""
BEFORE_RELEASES = "PATH/TO/THIS/CHECKOUT"
"""The place from which people install while there is no release."""


def version() -> str:
    """The version of this checkout."""
    text = (ROOT / "okrs_as_code/__init__.py").read_text(encoding="utf-8")
    return re.findall(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)[0]


def project() -> dict[str, dict[str, str]]:
    """The table `[project]` of pyproject.toml."""
    table: dict[str, dict[str, str]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


def changes(of: str) -> str:
    """The changes of a version, as CHANGELOG.md has them; empty where it has none."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    found = re.search(rf"(?ms)^## {re.escape(of)} – \d{{4}}-\d\d-\d\d\n(.*?)(?=^## |\Z)", text)
    return found[1].strip() if found else ""


def problems(tag: str) -> Iterator[str]:
    """Yields why this checkout is no release of a tag."""
    if tag != f"v{version()}":
        yield f"the tag is {tag}; that of version {version()} is v{version()}"
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)*((a|b|rc)[0-9]+)?(\.post[0-9]+)?", version()):
        yield f"{version()} is no version that others can install: take `.dev` from it"
    if not changes(version()):
        yield f"CHANGELOG.md has no changes below `## {version()} – YEAR-MONTH-DAY`"
    missing = [name for name in URLS if name not in project().get("urls", {})]
    if missing:
        yield f"pyproject.toml has no {', '.join(missing)} in [project.urls]: docs/releasing.md shows it"
    if BEFORE_RELEASES in (ROOT / "README.md").read_text(encoding="utf-8"):
        yield f"README.md installs {BEFORE_RELEASES}: docs/releasing.md says what the first release changes"


def build(folder: Path) -> None:
    """Makes the distributions and the notes below a folder."""
    _build(ROOT, folder / "okrs-as-code")
    with tempfile.TemporaryDirectory() as alias:
        text = ALIAS.format(version=version())
        (Path(alias) / "pyproject.toml").write_text(text, encoding="utf-8")
        _build(Path(alias), folder / "okrs")
    (folder / "notes.md").write_text(notes(folder / "okrs-as-code"), encoding="utf-8")


def notes(folder: Path) -> str:
    """The changes of this version, and the hash of each distribution in a folder."""
    files = sorted(path for path in folder.iterdir() if path.name.endswith((".whl", ".tar.gz")))
    hashes = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)
    return f"{_with_absolute_links(changes(version()))}\n\n### SHA-256\n\n```text\n{hashes}```\n"


def _with_absolute_links(text: str) -> str:
    """A text of this checkout as it can be read elsewhere; the build has what this imports."""
    sys.path.insert(0, str(ROOT))
    from hatch_build import description

    return description(text, project().get("urls", {}).get("Source"), f"v{version()}")


def _build(source: Path, target: Path) -> None:
    """Builds the archive of the source, and the wheel from that, with what is installed beside this."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(target), str(source)]
    subprocess.run(command, check=True, stdout=sys.stderr)


def main(arguments: list[str]) -> int:
    """Runs a command, and returns the exit status."""
    match arguments:
        case ["check", tag]:
            found = list(problems(tag))
            for problem in found:
                print(f"error: {problem}", file=sys.stderr)
            return 1 if found else 0
        case ["build", folder]:
            build(Path(folder).resolve())
            return 0
        case ["-h" | "--help"]:
            print(__doc__)
            return 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
