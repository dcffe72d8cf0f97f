"""Measures the action from nothing to a verdict, and writes what it took into docs/github-action.md.

`python -m benchmarks.action_time`, with uv beside Python. Installing asks your package index.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import Organisation
from benchmarks.machine import facts
from benchmarks.repository import Prepared, prepare

ROOT = Path(__file__).parent.parent
ACTION = ROOT / ".github/actions/okrs-lint"
PAGE = ROOT / "docs/github-action.md"
BLOCK = re.compile(r"(?s)(<!-- measured by python -m benchmarks\.action_time -->\n).*?(<!-- end -->)")
OBJECTIVES, RUNS = 200, 5
INPUTS = {"ROOT": ".", "SINCE": "", "ERROR_ON_WARNING": "false", "EXIT_ZERO": "true", "MERGE_GROUP_BASE": ""}


def environment(folder: Path, installer: str) -> dict[str, str]:
    """The environment of a step on a runner that has a Python, and uv where that installs."""
    programs, runner = folder / installer, folder / "runner"
    programs.mkdir(exist_ok=True)
    shutil.rmtree(runner, ignore_errors=True)
    runner.mkdir()
    links = {"python3": Path(getattr(sys, "_base_executable", sys.executable))}
    if installer == "uv":
        links["uv"] = Path(sys.executable).parent / "uv"
    for name, target in links.items():
        (programs / name).unlink(missing_ok=True)
        (programs / name).symlink_to(target)
    kept = {
        name: value for name, value in os.environ.items() if name.startswith(("UV_", "PIP_", "SSL_")) or name == "HOME"
    }
    caches = {"UV_CACHE_DIR": str(folder / "uv-cache"), "PIP_CACHE_DIR": str(folder / "pip-cache")}
    files = {"RUNNER_TEMP": str(runner), "GITHUB_OUTPUT": str(runner / "output"), "GITHUB_ACTIONS": "true"}
    return {**kept, **caches, **files, **INPUTS, "PATH": f"{programs}{os.pathsep}{os.defpath}"}


def step(script: str, repository: Prepared, variables: dict[str, str]) -> float:
    """The seconds that a step takes."""
    started = time.monotonic()
    command = ["bash", str(ACTION / script)]
    subprocess.run(command, cwd=repository.root, env=variables, check=True, capture_output=True)
    return time.monotonic() - started


def measure(folder: Path, installer: str) -> list[tuple[float, float]]:
    """The seconds of installing and of the lint, of each run; the first with an empty cache of the installer."""
    repository = prepare(folder, Organisation(OBJECTIVES))
    times = []
    for _ in range(RUNS + 1):
        repository.forget()
        variables = environment(folder, installer)
        installed = step("install.sh", repository, variables)
        output = Path(variables["GITHUB_OUTPUT"]).read_text(encoding="utf-8")
        times.append(
            (installed, step("lint.sh", repository, {**variables, "PYTHON": output.strip().partition("=")[2]}))
        )
    return times


def row(installer: str, times: list[tuple[float, float]]) -> str:
    """The row of a table: medians, and the first run by itself."""
    (first, _), *others = times
    installed, linted = (statistics.median(values) for values in zip(*others, strict=True))
    ratio = (installed + linted) / linted
    return f"| {installer} | {installed:.1f} s | {linted:.1f} s | {ratio:.1f} | {first:.1f} s |"


def main() -> None:
    """Measures with each installer, and writes the table."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [row(installer, measure(Path(folder), installer)) for installer in ("uv", "pip")]
    known = facts()
    where = f"{known['processor']}, {known['system']}, Python {known['Python']}"
    text = (
        f"From nothing to a verdict on {OBJECTIVES} objectives, the median of {RUNS} runs\n"
        f"({where}). With an empty cache it depends on how far away the package index is:\n\n"
        "| installed by | installing, wheels cached | lint | both / lint | installing, cache empty |\n"
        "|---|---|---|---|---|\n"
    )
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(
        BLOCK.sub(lambda match: match[1] + text + "\n".join(rows) + f"\n{match[2]}", page), encoding="utf-8"
    )


if __name__ == "__main__":
    main()
