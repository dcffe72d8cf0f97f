"""Sets up OKRs in a git repository: writes what is missing, and never over what is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from okrs_as_code import __version__
from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import OKRS_FOLDER, schema_line
from okrs_as_code.git.client import Git
from okrs_as_code.git.remote import repository_address
from okrs_as_code.model.cycle import Calendar, Cycle
from okrs_as_code.model.files.config import Forge, forge_of_host
from okrs_as_code.model.files.json_schema import SCHEMAS, file_name, schema_text
from okrs_as_code.model.people_directory import people_at
from okrs_as_code.refactor.new_objective import id_from
from okrs_as_code.resources import shipped
from okrs_as_code.storage.atomic_write import create_text
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.yaml.scalar_text import scalar_text

EDITOR_FILES = {
    ".editorconfig": "editor/editorconfig",
    ".vscode/extensions.json": "editor/vscode-extensions.json",
    ".vscode/settings.json": "editor/vscode-settings.json",
}
FORGE_FILES: dict[Forge, dict[str, str]] = {
    "github": {
        ".github/okrs-requirements.txt": "okrs-requirements.txt",
        ".github/pull_request_template.md": "github/pull_request_template.md",
        ".github/workflows/okrs.yml": "github/okrs.yml",
        ".github/workflows/okrs-agreements.yml": "github/okrs-agreements.yml",
        ".github/workflows/okrs-approvals.yml": "github/okrs-approvals.yml",
        ".github/workflows/okrs-review.yml": "github/okrs-review.yml",
    },
    "gitlab": {
        ".gitlab/okrs-requirements.txt": "okrs-requirements.txt",
        ".gitlab/okrs.gitlab-ci.yml": "gitlab/okrs.gitlab-ci.yml",
        ".gitlab/merge_request_templates/Default.md": "gitlab/merge_request_templates/Default.md",
        ".gitlab-ci.yml": "gitlab/gitlab-ci.yml",
    },
    "gitea": {},
    "none": {},
}
_TOO_LATE_TO_BEGIN = timedelta(days=14)
"""The time before the end of a cycle in which nobody sets goals for it any more."""
_EXAMPLE_HOSTS: dict[Forge, str] = {"gitlab": "gitlab.com", "gitea": "codeberg.org"}
"""Hosts of example addresses, where that of GitHub would not do."""


@dataclass(frozen=True)
class Founder:
    """The first person of a new repository."""

    name: str
    email: str

    @property
    def id(self) -> str:
        """An id made of the first name."""
        return id_from(self.name, words=1) or "me"


@dataclass(frozen=True)
class InitResult:
    """The result of a set-up: the paths that were written, and those that were there already."""

    root: Path
    forge: Forge
    written: tuple[str, ...]
    existing: tuple[str, ...]


def find_founder(git: Git, name: str | None, email: str | None) -> Founder:
    """The person who sets OKRs up: as named, else as git knows them. Raises OkrsError where neither is known."""
    name = name or git.identity("user.name")
    email = email or git.identity("user.email")
    if not name or not email or "@" not in email:
        raise OkrsError("git does not know who you are", "give `--name` and `--email`, or set them with `git config`")
    return Founder(name, email)


def initialize(git: Git, founder: Founder, forge: Forge, today: date, *, minimal: bool) -> InitResult:
    """Writes the missing files; an existing one is never touched. Raises OkrsError where one cannot be written."""
    written: list[str] = []
    existing: list[str] = []
    for path, text in _files(git, founder, forge, today, minimal=minimal):
        target = git.top / PurePosixPath(path)
        if target.exists() or target.is_symlink():
            existing.append(path)
        else:
            create_text(target, text)
            written.append(path)
    return InitResult(git.top, forge, tuple(written), tuple(existing))


def _files(git: Git, founder: Founder, forge: Forge, today: date, *, minimal: bool) -> Iterator[tuple[str, str]]:
    """Paths and texts of all files, from the top of the repository."""
    cycle = first_cycle(today)
    address = repository_address(git)
    organization = git.top.name.replace("-", " ").replace("_", " ").strip().title() or "Our company"
    markers = {
        "VERSION": __version__,
        "PERSON": founder.id,
        "NAME": scalar_text(founder.name),
        "EMAIL": scalar_text(founder.email),
        "START": f"    start: {today.isoformat()}\n" if today > cycle.start else "",
        "DUE": (cycle.end - timedelta(days=11)).isoformat(),
        "NEXT_CYCLE": Calendar().quarter_at(cycle.end + timedelta(days=1)).name,
        "ORGANIZATION": scalar_text(organization),
        "REPOSITORY": _repository_lines(address, forge),
        "MEMBERS": "",
        "SCHEMA": "" if minimal else f"{schema_line('objective')}\n",
    }
    people_file = git.top / OKRS_FOLDER / "people.yaml"
    if people_file.exists():
        markers |= _members(git.top, founder)
    if not (git.top / OKRS_FOLDER / "people.yaml").exists() and not _has_objectives(git.top):
        yield f"{OKRS_FOLDER}/{cycle.name}/company/customers-succeed.yaml", _rendered("okrs/objective.yaml", markers)
    people = "people-minimal.yaml" if minimal else "people.yaml"
    yield f"{OKRS_FOLDER}/people.yaml", _rendered(f"okrs/{people}", markers)
    if minimal:
        return
    yield f"{OKRS_FOLDER}/config.yaml", _rendered("okrs/config.yaml", markers)
    yield f"{OKRS_FOLDER}/teams.yaml", _rendered("okrs/teams.yaml", markers)
    for kind in SCHEMAS:
        yield f"schema/{file_name(kind)}", schema_text(kind)
    for target, source in {**EDITOR_FILES, **FORGE_FILES[forge]}.items():
        yield target, _rendered(source, markers)


def first_cycle(today: date) -> Cycle:
    """The cycle in which a new repository begins: the quarter, or the next one in the last two weeks."""
    calendar = Calendar()
    return calendar.quarter_at(today + _TOO_LATE_TO_BEGIN)


def _members(top: Path, founder: Founder) -> dict[str, str]:
    """Markers for the one team of a repository that has people: who leads it, and its members."""
    people = Repository(top).workspace.plan.directory.people
    lead = next(iter(people_at(founder.email, people)), founder.id if founder.id in people else next(iter(people), ""))
    others = [person for person in people if person != lead]
    lines = ["    members:\n", *(f"      - {person}\n" for person in others)] if others else []
    return {"PERSON": lead or founder.id, "MEMBERS": "".join(lines)}


def _repository_lines(address: str | None, forge: Forge) -> str:
    """The lines of config.yaml with the repository's address, and the forge where the address does not imply it."""
    if address is None:
        host = _EXAMPLE_HOSTS.get(forge, "github.com")
        hint = f"# The address on the forge makes links on the pages possible:\n# repository: https://{host}/your/okrs"
        return hint if forge in ("github", "none") else f"{hint}\nforge: {forge}"
    implied = forge_of_host(urlsplit(address).hostname or "")
    return f"repository: {address}" + ("" if implied == forge else f"\nforge: {forge}")


def _has_objectives(top: Path) -> bool:
    return any((top / OKRS_FOLDER).glob("*/*/*.yaml"))


def _rendered(source: str, markers: dict[str, str]) -> str:
    """A shipped template with its markers replaced."""
    text = (shipped("templates") / "init" / source).read_text(encoding="utf-8")
    for name, value in markers.items():
        text = text.replace(f"@{name}@", value)
    return text
