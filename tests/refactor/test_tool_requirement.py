"""The line by which CI installs the tool: from what the installation says of itself, and from nothing else."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from okrs_as_code import __version__, api, resources
from okrs_as_code.cli.main import run
from okrs_as_code.refactor.setup.tool_requirement import tool_requirement
from tests.repositories import git, make

ROOT = Path(__file__).parents[2]
COMMIT = "0123456789abcdef0123456789abcdef01234567"
ADDRESS = "https://git.example.com/tools/okrs-as-code.git"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The metadata of an installation, before all others; a test adds what it says of where it came from."""
    folder = tmp_path / "site-packages"
    monkeypatch.syspath_prepend(str(folder))
    resources.project_url.cache_clear()
    return describe(folder, "0.1.0.dev0")


def describe(folder: Path, version: str, more: str = "") -> Path:
    for old in folder.glob("*.dist-info"):
        (old / "METADATA").unlink()
        old.rmdir()
    info = folder / f"okrs_as_code-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: okrs-as-code\nVersion: {version}\n{more}", "utf-8")
    return info


def origin(address: str = ADDRESS, kind: str = "git", commit: str = COMMIT, **more: str) -> str:
    return json.dumps({"url": address, "vcs_info": {"vcs": kind, "commit_id": commit}, **more})


def test_a_commit_is_named_as_it_was_installed(installed: Path) -> None:
    (installed / "direct_url.json").write_text(origin(), "utf-8")
    assert tool_requirement() == f"okrs-as-code @ git+{ADDRESS}@{COMMIT}"
    assert Requirement(str(tool_requirement())).url == f"git+{ADDRESS}@{COMMIT}"


@pytest.mark.parametrize(
    "text",
    [
        origin("file:///home/bo/okrs-as-code"),
        origin("http://git.example.com/okrs"),
        origin("ssh://git@git.example.com/okrs"),
        origin("https://bo@git.example.com/okrs"),
        origin("https://bo:secret@git.example.com/okrs"),
        origin("https://${TOKEN}@git.example.com/okrs"),
        origin("https://git.example.com/${HOME}"),
        origin("https://git.example.com/okrs#egg=other"),
        origin("https://git.example.com/okrs?x=y"),
        origin("https://git.example.com/okrs @ x"),
        origin("https://git.example.com/okrs\n--index-url=https://evil.example.com"),
        origin(kind="hg"),
        origin(commit="main"),
        origin(commit=COMMIT[:12]),
        origin(subdirectory="tool"),
        json.dumps({"url": "file:///home/bo/okrs-as-code", "dir_info": {"editable": True}}),
        json.dumps({"url": "https://example.com/okrs.whl", "archive_info": {}}),
        json.dumps({"url": ADDRESS, "vcs_info": {"vcs": "git", "commit_id": 7}}),
        "[]",
        "no JSON",
        "",
    ],
)
def test_nothing_else_is_named(installed: Path, text: str) -> None:
    (installed / "direct_url.json").write_text(text, "utf-8")
    assert tool_requirement() is None


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("0.1.0", "okrs-as-code==0.1.0"),
        ("1.2.3rc1", "okrs-as-code==1.2.3rc1"),
        ("1.0.post2", "okrs-as-code==1.0.post2"),
        ("0.1.0.dev0", None),
        ("0.1.0+ours", None),
        ("0.1.0.dev0+g0123", None),
    ],
)
def test_a_release_is_named_by_its_version(installed: Path, version: str, expected: str | None) -> None:
    describe(installed.parent, version)
    assert tool_requirement() == expected


def test_without_metadata_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(metadata, "distribution", missing)
    assert tool_requirement() is None


def test_this_version_is_no_release_yet() -> None:
    """To release: a version without `.dev`, and `Issues` and `Rules` in `[project.urls]`."""
    assert Version(__version__).is_devrelease


def written(root: Path, forge: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    root.mkdir()
    git(root, "init", "-q")
    monkeypatch.chdir(root)
    assert run(["init", "--forge", forge, "--name", "Bo", "--email", "bo@example.com"]) == 0
    folder = root / f".{forge}"
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.*")}


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_until_a_release_only_actions_are_updated(
    installed: Path, tmp_path: Path, forge: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (installed / "direct_url.json").write_text(origin(), "utf-8")
    files = written(tmp_path / "goals", forge, monkeypatch)
    assert files["okrs-requirements.txt"].endswith(f"\nokrs-as-code @ git+{ADDRESS}@{COMMIT}\n")
    assert ("package-ecosystem: github-actions" in files.get("dependabot.yml", "")) == (forge == "github")
    assert "package-ecosystem: pip" not in files.get("dependabot.yml", "")
    assert "okrs-requirements.txt" not in capsys.readouterr().out.partition("next:")[2]


def test_from_a_release_on_updates_are_proposed(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    describe(installed.parent, "0.2.0")
    files = written(tmp_path / "goals", "github", monkeypatch)
    assert files["okrs-requirements.txt"].endswith("\nokrs-as-code==0.2.0\n")
    assert "package-ecosystem: pip" in files["dependabot.yml"]
    zizmor = Path(sys.executable).parent / "zizmor"
    done = subprocess.run(
        [str(zizmor), "--offline", "--no-config", "--persona", "pedantic", ".github"],
        cwd=tmp_path / "goals",
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_the_job_stops_with_one_sentence_where_nothing_is_named(
    installed: Path, tmp_path: Path, forge: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (installed / "direct_url.json").write_text(origin("file:///home/bo/okrs-as-code"), "utf-8")
    files = written(tmp_path / "goals", forge, monkeypatch)
    assert "/home/bo" not in "".join(files.values())
    assert f"name in .{forge}/okrs-requirements.txt what CI installs" in capsys.readouterr().out
    source = files["workflows/okrs-approvals.yml" if forge == "github" else "okrs.gitlab-ci.yml"]
    check = re.search(r"grep --quiet [^\n]*\n[^\n]*\}", source)
    assert check is not None
    done = subprocess.run(["bash", "-e", "-c", check[0]], cwd=tmp_path / "goals", capture_output=True, text=True)
    path = f".{forge}/okrs-requirements.txt"
    assert done.returncode == 1
    assert done.stdout.removeprefix("::error::") == f"{path} names no version of the tool: its comment shows how\n"


def test_all_that_the_tool_needs_is_pinned_by_its_content() -> None:
    """Each version fits what the package asks for, so that `--no-deps` leaves out nothing."""
    import tomllib

    text = (ROOT / "templates/init/okrs-dependencies.txt").read_text("utf-8")
    blocks = re.split(r"\n(?=[a-z])", "\n" + "".join(re.sub(r"(?m)^#.*\n", "", text)))[1:]
    pinned: dict[str, Version] = {}
    for block in blocks:
        first, *hashes = block.replace("\\\n", "").split("--hash=")
        requirement = Requirement(first)
        [exactly] = requirement.specifier
        assert exactly.operator == "=="
        assert hashes
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}\s*", value) for value in hashes)
        pinned[requirement.name.replace(".", "-").lower()] = Version(exactly.version)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for line in (*project["project"]["dependencies"], *project["build-system"]["requires"]):
        wanted = Requirement(line)
        assert pinned[wanted.name.replace(".", "-").lower()] in wanted.specifier, line


BUG_ADDRESS = (
    "Project-URL: Issues, https://git.example.com/tools/issues\nProject-URL: Rules, https://git.example.com/r/\n"
)


@pytest.mark.parametrize(
    ("more", "where"),
    [("", "to who gave you this version"), (BUG_ADDRESS, "at https://git.example.com/tools/issues")],
)
def test_a_bug_is_reported_to_whom_the_package_names(
    installed: Path,
    tmp_path: Path,
    more: str,
    where: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oops")

    describe(installed.parent, "0.2.0", more)
    monkeypatch.setattr(api, "lint", broken, raising=False)
    assert run(["lint", "--root", str(make(tmp_path / "goals"))]) == 3
    assert f"  = help: please report it {where}; OKRS_DEBUG=1" in capsys.readouterr().err
    assert resources.rule_url("OWN001") == ("https://git.example.com/r/OWN001.md" if more else None)
    resources.project_url.cache_clear()
