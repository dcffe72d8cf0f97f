"""A release: it is judged as an index and its users judge it, and installed as they install it."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import textwrap
import tomllib
import zipfile
from collections.abc import Mapping
from email import message_from_bytes
from pathlib import Path
from types import ModuleType

import pytest

from okrs_as_code import __version__
from tests.distribution import pins
from tests.distribution.checkout import ROOT, copy_to, files
from tests.repositories import make

pytestmark = pytest.mark.checkout
BIN = Path(sys.executable).parent
VERSION = re.escape(__version__)
needs_network = pytest.mark.nightly


def run(*command: str | Path, cwd: Path | None = None, **variables: str) -> str:
    """Runs a program of the environment, and returns what it prints; fails where it does."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("COVERAGE", "PYTHON"))}
    environment = {**kept, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", **variables}
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def module(path: Path) -> ModuleType:
    """A script of this checkout, as a module."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the release's build job makes, of a clean checkout."""
    source = copy_to(tmp_path_factory.mktemp("checkout"))
    folder = tmp_path_factory.mktemp("release")
    run(sys.executable, source / ".ci/release.py", "build", folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    [wheel] = built.glob("okrs-as-code/*.whl")
    return wheel


@pytest.fixture(scope="module")
def sdist(built: Path) -> Path:
    [sdist] = built.glob("okrs-as-code/*.tar.gz")
    return sdist


@pytest.mark.nightly
def test_twine_and_check_wheel_contents_find_nothing(built: Path, wheel: Path) -> None:
    run("twine", "check", "--strict", *built.glob("*/*.whl"), *built.glob("*/*.tar.gz"))
    run("check-wheel-contents", wheel)
    run("check-wheel-contents", "--ignore", "W007,W008", *built.glob("okrs/*.whl"))  # it is meant to be empty


URLS = re.findall(r"```toml\n(.*?) *```", (ROOT / "docs/releasing.md").read_text(encoding="utf-8"), re.DOTALL)[0]
"""The addresses of the project, as the page on releasing has them for people to paste."""


def filled_in(project: str) -> str:
    """A pyproject.toml with the addresses of the project, and with that of its authors, as far as it has none."""
    if "[project.urls]" not in project:
        project += f"\n{textwrap.dedent(URLS)}"
    authors = re.findall(r"(?m)^authors = .*", project)[0]
    return project if "email" in authors else project.replace(authors, authors.replace(" }", ', email = "a@b.org" }'))


@pytest.mark.nightly
def test_pyroma_misses_only_what_a_person_fills_in(tmp_path: Path) -> None:
    """Nobody knows the addresses of the project before its first release; with them, pyroma has nothing to say."""
    source = copy_to(tmp_path, "okrs_as_code", "schema", "templates", "README.md", "LICENSE", "hatch_build.py")
    make(source, {"pyproject.toml": filled_in((ROOT / "pyproject.toml").read_text(encoding="utf-8"))})
    assert "Final rating: 10/10" in run("pyroma", "--min", "10", ".", cwd=source)


def test_the_addresses_to_paste_are_all_that_a_release_needs() -> None:
    """In the shape in which they are read: that of the rules is the folder of their pages."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    urls = tomllib.loads(filled_in(project))["project"]["urls"]
    assert set(module(ROOT / ".ci/release.py").URLS) <= set(urls)
    source, _, folder = urls["Rules"].partition("/blob/main/")
    assert source == urls["Source"]
    assert (ROOT / folder / "OWN001.md").is_file()


def description(wheel: Path) -> str:
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return str(message_from_bytes(archive.read(name)).get_payload())


@pytest.mark.nightly
def test_no_link_of_the_description_leads_nowhere(wheel: Path) -> None:
    text = description(wheel)
    assert text.startswith("# okrs-as-code")
    assert [target for target in re.findall(r"\]\(([^)]*)\)", text) if not target.startswith("https://")] == []


def test_links_become_absolute() -> None:
    hook = module(ROOT / "hatch_build.py")
    readme = (
        "See [pages](docs/a.md#top), [us](https://example.com), ![A [b]\nc](docs/x.svg) and [`lint`](docs/lint.md).\n"
        "<!-- file: x -->\n```yaml\nx: [a](b)\n```\n[End](LICENSE)\n"
    )
    assert hook.description(readme, "https://example.com/o/", "v1") == (
        "See [pages](https://example.com/o/blob/v1/docs/a.md#top), [us](https://example.com), "
        "![A [b]\nc](https://example.com/o/raw/v1/docs/x.svg) and [`lint`](https://example.com/o/blob/v1/docs/lint.md).\n"
        "```yaml\nx: [a](b)\n```\n[End](https://example.com/o/blob/v1/LICENSE)\n"
    )
    assert hook.description(readme, None, "v1") == (
        "See pages, [us](https://example.com),  and `lint`.\n```yaml\nx: [a](b)\n```\nEnd\n"
    )


@pytest.mark.nightly
def test_the_archive_has_all_that_is_in_git(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert set(files()) - names == set()


@pytest.mark.nightly
def test_tests_pass_where_the_archive_is_unpacked(sdist: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path, filter="data")
    [folder] = tmp_path.iterdir()
    tests = (
        "tests/rules",
        "tests/scenarios",
        "tests/test_architecture.py",
        "tests/test_schema.py",
        "tests/test_docs.py",
    )
    run(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-n", "0", *tests, cwd=folder, PYTHONPATH=str(folder))


@pytest.mark.nightly
def test_the_alias_has_nothing_but_the_tool_of_its_version(built: Path) -> None:
    [wheel] = built.glob("okrs/*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        [metadata] = [archive.read(name).decode() for name in names if name.endswith("METADATA")]
    assert sorted(name.rpartition("/")[2] for name in names) == ["METADATA", "RECORD", "WHEEL"]
    assert re.findall(r"(?m)^Requires-Dist: (.*)", metadata) == [f"okrs-as-code=={__version__}"]


@pytest.mark.nightly
def test_notes_have_the_hash_of_each_file_of_the_release(built: Path) -> None:
    """The alias is published where a person wants it, and is no file of the release on GitHub."""
    notes = (built / "notes.md").read_text(encoding="utf-8")
    names = {path.name for path in built.glob("okrs-as-code/*") if path.suffix in (".whl", ".gz")}
    assert len(names) == 2
    assert {line.split()[1] for line in re.findall(r"(?m)^[0-9a-f]{64}  .*", notes)} == names


def test_links_of_notes_lead_to_the_tag(tmp_path: Path) -> None:
    source = copy_to(tmp_path, ".ci", "hatch_build.py", "pyproject.toml")
    project = filled_in((source / "pyproject.toml").read_text(encoding="utf-8"))
    changelog = f"# Changes\n\n## {__version__} – 2026-12-01\n\n- See [hooks](docs/hooks.md).\n"
    make(source, {"pyproject.toml": project, "CHANGELOG.md": changelog, "dist/x.whl": ""})
    make(source, {"okrs_as_code/__init__.py": f'__version__ = "{__version__}"\n'})
    code = "import pathlib, sys; sys.path.insert(0, '.ci'); import release; print(release.notes(pathlib.Path('dist')))"
    notes = run(sys.executable, "-c", code, cwd=source)
    assert f"[hooks](https://github.com/OWNER/okrs-as-code/blob/v{__version__}/docs/hooks.md)" in notes


def test_each_entry_of_the_changelog_is_a_line_below_a_version() -> None:
    """So that two branches that add entries can be merged, and the notes of a release read line by line."""
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    start = lines.index("## Unreleased")
    form = re.compile(
        r"- .*|### (Added|Changed|Deprecated|Removed|Fixed|Security)|## (Unreleased|\S+ – \d{4}-\d\d-\d\d)|"
    )
    assert [line for line in lines[start:] if not form.fullmatch(line)] == []


CHANGELOG = "# Changes\n\n## Unreleased\n\n## 1.2.0 – 2026-12-01\n\n### Added\n\n- x\n\n## 1.1.0 – 2026-11-01\n\n- y\n"
PROJECT = '[project.urls]\nIssues = "x"\nRules = "x"\nSource = "x"\n'


@pytest.mark.parametrize(
    ("change", "tag", "problem"),
    [
        ({}, "v1.2.0", None),
        ({}, "v1.1.0", "the tag is v1.1.0; that of version 1.2.0 is v1.2.0"),
        ({}, "1.2.0", "the tag is 1.2.0; that of version 1.2.0 is v1.2.0"),
        ({"README.md": "pip install PATH/TO/THIS/CHECKOUT\n"}, "v1.2.0", "README.md installs PATH/TO/THIS/CHECKOUT"),
        ({"okrs_as_code/__init__.py": '__version__ = "1.3.0.dev0"\n'}, "v1.3.0.dev0", "1.3.0.dev0 is no version"),
        (
            {"CHANGELOG.md": CHANGELOG.replace(" – 2026-12-01", "")},
            "v1.2.0",
            "CHANGELOG.md has no changes below `## 1.2.0",
        ),
        ({"pyproject.toml": "[project]\n"}, "v1.2.0", "pyproject.toml has no Issues, Rules, Source in [project.urls]"),
    ],
)
def test_what_is_no_release_is_refused(
    change: Mapping[str, str], tag: str, problem: str | None, tmp_path: Path
) -> None:
    whole = {
        "okrs_as_code/__init__.py": '__version__ = "1.2.0"\n',
        "CHANGELOG.md": CHANGELOG,
        "pyproject.toml": PROJECT,
        "README.md": "pip install okrs-as-code\n",
    }
    make(tmp_path, {**whole, **change, ".ci/release.py": (ROOT / ".ci/release.py").read_text(encoding="utf-8")})
    script = [sys.executable, str(tmp_path / ".ci/release.py"), "check", tag]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == (0 if problem is None else 1)
    assert (problem or "") in done.stderr
    if problem is None:
        assert module(tmp_path / ".ci/release.py").changes("1.2.0") == "### Added\n\n- x"


def test_the_page_names_each_file_that_the_first_release_changes() -> None:
    page = (ROOT / "docs/releasing.md").read_text(encoding="utf-8")
    named = re.findall(r"`git grep -n 'first release' ([^`]*)`", page)[0].split()
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "README.md", *ROOT.glob("docs/*.md"))}
    told = {path for path in files if "first release" in (ROOT / path).read_text(encoding="utf-8")}
    assert told - {"docs/releasing.md"} == set(named)


def test_help_is_no_error() -> None:
    assert "`release.py check TAG`" in run(sys.executable, ROOT / ".ci/release.py", "--help")


def test_pins_are_renewed_below_the_comment_that_has_the_command(tmp_path: Path) -> None:
    for path in pins.COMPILED:
        assert re.match(r"(#.*\n)*#   .*\buv pip compile .*-\n[a-z]", path.read_text(encoding="utf-8")), path
    make(tmp_path, {"pins.txt": "# Why.\n#   printf '# by uv\\nnew==2\\n'\nold==1\n"})
    assert pins.compiled(tmp_path / "pins.txt") == "# Why.\n#   printf '# by uv\\nnew==2\\n'\nnew==2\n"


# Installed by those who use it. These need the network.


def works(*command: str | Path, folder: Path, **variables: str) -> None:
    """Whether the installed command says its version, and lints, and finds its templates and schema."""
    assert re.fullmatch(rf"okrs {VERSION}\n", run(*command, "--version", **variables))
    run("git", "init", "-q", folder)
    run(*command, "init", "--name", "Mara", "--email", "mara@example.com", cwd=folder, **variables)
    assert json.loads(run(*command, "lint", "--quiet", "--output-format", "json", cwd=folder, **variables)) == []
    run(*command, "report", cwd=folder, **variables)


@needs_network
def test_pip(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "venv")
    scripts = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run(scripts / "python", "-m", "pip", "install", "--quiet", wheel)
    works(scripts / "okrs", folder=tmp_path / "goals")
    works(scripts / "python", "-m", "okrs_as_code", folder=tmp_path / "others")


@needs_network
def test_uv(wheel: Path, tmp_path: Path) -> None:
    home = {
        "UV_TOOL_DIR": str(tmp_path / "tools"),
        "UV_TOOL_BIN_DIR": str(tmp_path / "bin"),
        "UV_PYTHON": sys.executable,
    }
    run("uv", "tool", "install", "--quiet", wheel, **home)
    works(tmp_path / "bin/okrs", folder=tmp_path / "goals", **home)


@needs_network
def test_uvx_finds_the_command_by_its_own_name(built: Path, tmp_path: Path) -> None:
    found = [f"--find-links={built / name}" for name in ("okrs-as-code", "okrs")]
    home = {"UV_TOOL_DIR": str(tmp_path / "tools"), "UV_PYTHON": sys.executable}
    out = run("uv", "tool", "run", "--prerelease=allow", *found, "okrs", "--version", cwd=tmp_path, **home)
    assert f"okrs {__version__}\n" in out
    assert "is not provided by package `okrs`" in out, "so the documentation names `--from okrs-as-code`"
    out = run("uv", "tool", "run", "--prerelease=allow", *found, "--from=okrs-as-code", "okrs", "--version", **home)
    assert f"okrs {__version__}\n" in out
    assert "is not provided" not in out


@needs_network
def test_pipx(wheel: Path, tmp_path: Path) -> None:
    home = {
        "PIPX_HOME": str(tmp_path / "pipx"),
        "PIPX_BIN_DIR": str(tmp_path / "bin"),
        "PIPX_DEFAULT_PYTHON": sys.executable,
    }
    run("pipx", "install", "--quiet", wheel, **home)
    works(tmp_path / "bin/okrs", folder=tmp_path / "goals", **home)


@needs_network
def test_shiv(wheel: Path, tmp_path: Path) -> None:
    archive = tmp_path / "okrs.pyz"
    run("shiv", "--console-script", "okrs", "--output-file", archive, wheel)
    works(sys.executable, archive, folder=tmp_path / "goals", SHIV_ROOT=str(tmp_path / "unpacked"))
    assert shutil.which("okrs", path=str(tmp_path)) is None
