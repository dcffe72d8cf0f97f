"""Where the time goes: what is imported, and a profile by room."""

from __future__ import annotations

import os
import pstats
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

from benchmarks import places
from benchmarks.measuring import CommandFailedError

_MODULE = "okrs_as_code.cli.main"
_LARGE = ("click", "pydantic", "pydantic_core", "ruamel", "jinja2", "git", "gitdb", "typing", "re", "json")


def imports(arguments: tuple[str, ...], folder: Path, environment: dict[str, str]) -> dict[str, float]:
    """Milliseconds of importing, by package; the import of a package is charged to itself, not to who asked."""
    output = _python(("-X", "importtime", "-m", _MODULE, *arguments), folder, environment)
    spent: defaultdict[str, float] = defaultdict(float)
    for line in output.splitlines():
        if line.startswith("import time:") and "[us]" not in line:
            own, _, name = line.removeprefix("import time:").split("|")
            spent[_package(name.strip())] += int(own) / 1000
    return _largest(spent)


def profile(arguments: tuple[str, ...], folder: Path, environment: dict[str, str], scratch: Path) -> dict[str, float]:
    """Shares of one run's time, by room or package; built-in functions are charged to who called them.

    Only the first process is seen. What the profile itself costs is in it, so the shares are rough.
    """
    _python(("-m", "cProfile", "-o", str(scratch), "-m", _MODULE, *arguments), folder, environment)
    spent: defaultdict[str, float] = defaultdict(float)
    for (file, _, _), (_, _, own, _, callers) in pstats.Stats(str(scratch)).stats.items():  # type: ignore[attr-defined]
        if file == "~" and callers:
            for (caller, _, _), timing in callers.items():
                spent[_room(caller)] += timing[2]
        else:
            spent[_room(file)] += own
    scratch.unlink()
    whole = sum(spent.values())
    return _largest({room: seconds / whole for room, seconds in spent.items()})


def _largest(spent: dict[str, float], number: int = 10) -> dict[str, float]:
    most = dict(sorted(spent.items(), key=lambda item: -item[1])[:number])
    most["all others"] = sum(spent.values()) - sum(most.values())
    return {name: round(value, 4) for name, value in most.items()}


def _python(arguments: tuple[str, ...], folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandFailedError(f"{' '.join(arguments)} ended with {done.returncode}")
    return done.stderr


def _package(module: str) -> str:
    top = module.split(".")[0]
    if top == "okrs_as_code" or top in _LARGE:
        return top
    return "standard library" if top.lstrip("_") in _STANDARD or top in _STANDARD else top


_STANDARD = sys.stdlib_module_names


def _room(file: str) -> str:
    path = Path(file)
    try:
        inside = path.relative_to(places.ROOT / "okrs_as_code")
    except ValueError:
        pass
    else:
        return f"okrs_as_code/{inside.parts[0]}"
    if "site-packages" in path.parts:
        return path.parts[path.parts.index("site-packages") + 1].removesuffix(".py")
    return "importing" if "importlib" in file else "Python and its standard library"
