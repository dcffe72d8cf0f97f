"""The way the suite runs: what is left to the nightly run, how often a property is tried, in how many processes."""

from __future__ import annotations

import gc
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType

import pytest
from hypothesis import settings
from jinja2 import Environment

from okrs_as_code.cache import store
from okrs_as_code.model.files import json_schema as schemas
from tests.nightly import EXAMPLES_AT_NIGHT, EXAMPLES_BY_DAY

# On a forge, hypothesis has a profile in which every run tries the same; at night it should try something else.
settings.register_profile("quick", max_examples=EXAMPLES_BY_DAY)
settings.register_profile("nightly", settings.get_profile("default"), max_examples=EXAMPLES_AT_NIGHT, print_blob=True)

IN_MEMORY = Path("/dev/shm")
ENOUGH = 2 * 1024**3
"""Bytes that have to be free there for the suite to use it; it needs a part of them."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--nightly",
        action="store_true",
        help="Run also the tests marked `nightly`, and try every property with ten times as many examples.",
    )
    parser.addoption(
        "--wheel",
        action="store_true",
        help="Leave out the tests marked `checkout`, as what is tested is an installed wheel.",
    )


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()  # collecting tests makes next to no garbage
    _keep_temporary_files_in_memory()
    settings.load_profile("nightly" if config.getoption("nightly") else "quick")
    if sys.dont_write_bytecode and config.pluginmanager.hasplugin("cacheprovider"):
        _keep_bytecode_in(config.cache.mkdir("bytecode"))  # type: ignore[union-attr]


def _keep_temporary_files_in_memory() -> None:
    """Makes them where nothing waits for a disk, unless the environment says where they belong.

    Thousands of small repositories are made and removed, and their system time is a third of what it is on a disk.
    """
    if "TMPDIR" in os.environ or not IN_MEMORY.is_dir() or not os.access(IN_MEMORY, os.W_OK | os.X_OK):
        return
    system = os.statvfs(IN_MEMORY)
    if system.f_bavail * system.f_frsize >= ENOUGH and not system.f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)


def _keep_bytecode_in(folder: Path) -> None:
    """Lets this process, and all that it starts, keep compiled modules in a folder, where they may not keep any.

    Each process of a test would compile the whole tool otherwise, and each one of pytest all tests.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(folder)
    sys.dont_write_bytecode = False


@pytest.hookimpl(tryfirst=True)
def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Leaves out what holds no tests, and what needs a terminal of POSIX, where there is none.

    None leaves it to others, which look at each of the thousands of files and folders of fixtures for long.
    """
    if collection_path.suffix != ".py":
        return None if (collection_path / "__init__.py").is_file() else True
    if not collection_path.name.startswith("test_"):
        return True
    if sys.platform != "win32":
        return None
    text = collection_path.read_text(encoding="utf-8")
    return True if re.search(r"(?m)^(from|import) (pty|tests\.terminal)\b", text) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    unwanted = {"nightly": not config.getoption("nightly"), "checkout": config.getoption("wheel")}
    marks = [mark for mark, is_unwanted in unwanted.items() if is_unwanted]
    chosen: dict[bool, list[pytest.Item]] = {True: [], False: []}
    for item in items:
        chosen[not any(item.get_closest_marker(mark) is not None for mark in marks)].append(item)
    config.hook.pytest_deselected(items=chosen[False])
    items[:] = chosen[True]


@pytest.fixture(scope="session", autouse=True)
def _each_template_is_compiled_once() -> Iterator[None]:
    """Compiles each template once for all tests, as compiling takes most of the time that pages take.

    The code of a template depends on its source, its place and the kind of environment alone, as all of a kind have
    the same options.
    """
    compile_anew, compiled = Environment.compile, dict[tuple[object, ...], CodeType]()

    def compile_once(environment: Environment, *template: str | None) -> CodeType:
        key = type(environment), *template
        if key not in compiled:
            compiled[key] = compile_anew(environment, *template)  # type: ignore[call-overload]
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", compile_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _each_schema_is_generated_once() -> Iterator[None]:
    """Of what `okrs init` takes, generating them is most, and they are always the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schemas, "json_schema", cache(schemas.json_schema))
        yield


@pytest.fixture(scope="session", autouse=True)
def _the_program_is_looked_at_once() -> Iterator[None]:
    """Its hash names the file of the cache, and changes with it alone; a process of its own looks once anyway."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "_program_fingerprint", cache(store._program_fingerprint))
        yield


def pytest_collection_finish() -> None:
    """Freezes what is imported and collected, so that the garbage collector need not go through it again and again.

    It also looks less often, as it finds next to nothing in what tests make.
    """
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    gc.enable()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Single files and tests run in this process, as starting others would take longer; None leaves it to xdist."""
    named = [Path(argument.partition("::")[0]) for argument in config.args]
    return 0 if all(path.is_file() for path in named) else None
