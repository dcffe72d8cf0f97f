"""The machine and the versions that figures belong to."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from benchmarks import peers, places

PACKAGES = ("click", "pydantic", "ruamel.yaml", "ruamel.yaml.clib", "jinja2", "GitPython")
CORES = 2
"""How many cores everything is measured on."""


def pin() -> None:
    """Keeps this process, and all that it starts, to two cores, where the system can."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])


def facts() -> dict[str, str]:
    """Processor, system and versions, in the order of the page."""
    by_name = {
        "processor": _processor(),
        "cores": f"{_cores()} used, {os.cpu_count()} there",
        "system": platform.system(),
        "Python": platform.python_version(),
        "git": _output_of("git", "--version").removeprefix("git version "),
        "commit": _output_of("git", "-C", str(places.ROOT), "rev-parse", "--short=10", "HEAD"),
    }
    by_name |= {name: metadata.version(name) for name in PACKAGES}
    if peers.is_installed():
        by_name |= {f"peer {name}": version for name, version in peers.versions().items()}
    return by_name


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _output_of(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
