"""The files of a new repository: what is chosen, which templates that takes, and what stands in them."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path, PurePosixPath
from typing import Literal
from urllib.parse import urlsplit

from okrs_as_code.filenames import CONFIG_FILE, OKRS_FOLDER, PEOPLE_FILE, TEAMS_FILE, schema_line
from okrs_as_code.git.client import Git
from okrs_as_code.git.remote import repository_address
from okrs_as_code.model.cycles.calendar import Calendar
from okrs_as_code.model.cycles.cycle import Cycle, shortest_first
from okrs_as_code.model.cycles.cycle_name import CycleKind
from okrs_as_code.model.files.config import Forge, forge_of_address
from okrs_as_code.model.files.json_schema import SCHEMAS, file_name, schema_text
from okrs_as_code.model.people.people_directory import people_at
from okrs_as_code.refactor.new_objective import id_from
from okrs_as_code.refactor.setup.tool_requirement import is_released, requirement_lines
from okrs_as_code.refactor.setup.update_files import update_files
from okrs_as_code.resources import shipped
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.yaml.scalar_text import scalar_text

_EDITOR_CONFIG = ".editorconfig"
EDITOR_FILES = {
    ".vscode/extensions.json": "editor/vscode-extensions.json",
    ".vscode/settings.json": "editor/vscode-settings.json",
}
Gate = Literal["lint", "approvals"]
"""How much the forge asks: the lint alone, or who has to approve, too."""
Practice = Literal["light", "usual", "strict"]
"""How much a team wants to be asked for; a word for the values that `init` writes out, and for nothing later."""
FORGE_FILES: dict[Forge, dict[str, str]] = {
    "github": {
        ".github/okrs-requirements.txt": "okrs-requirements.txt",
        ".github/okrs-dependencies.txt": "okrs-dependencies.txt",
        ".github/pull_request_template.md": "merge_request_template.md",
        ".github/workflows/okrs.yml": "github/okrs.yml",
        ".github/workflows/okrs-agreements.yml": "github/okrs-agreements.yml",
        ".github/workflows/okrs-approvals.yml": "github/okrs-approvals.yml",
        ".github/workflows/okrs-messages.yml": "github/okrs-messages.yml",
        ".github/workflows/okrs-review.yml": "github/okrs-review.yml",
        ".github/workflows/okrs-site.yml": "github/okrs-site.yml",
    },
    "gitlab": {
        ".gitlab/okrs-requirements.txt": "okrs-requirements.txt",
        ".gitlab/okrs-dependencies.txt": "okrs-dependencies.txt",
        ".gitlab/okrs.gitlab-ci.yml": "gitlab/okrs.gitlab-ci.yml",
        ".gitlab/merge_request_templates/Default.md": "merge_request_template.md",
        ".gitlab-ci.yml": "gitlab/gitlab-ci.yml",
    },
    "gitea": {
        ".gitea/okrs-requirements.txt": "okrs-requirements.txt",
        ".gitea/okrs-dependencies.txt": "okrs-dependencies.txt",
        ".gitea/workflows/okrs.yml": "gitea/okrs.yml",
    },
    "none": {},
}
_LINT_WORKFLOW = ".github/workflows/okrs.yml"
_APPROVAL_FILES = frozenset(f".github/workflows/okrs-{name}.yml" for name in ("agreements", "approvals", "review"))
"""Files that only a gate with approvals needs."""
GITEA_FOLDERS = (".forgejo", ".gitea")
"""Where Forgejo and Gitea look for workflows before `.github`; each runs those of one folder alone."""
_GITEA_RUNNERS = {".forgejo": "docker", ".gitea": "ubuntu-latest"}
"""The labels that runners have unless somebody gives them others."""
_APPROVALS_FOLLOW = "# @APPROVALS@\n"
"""The line of a template below which only a gate with approvals needs anything."""
_RELEASED_FOLLOWS = "# @RELEASED@\n"
"""The line of a template below which only a version of the tool needs anything: nobody proposes another commit."""
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
class Setup:
    """The choices of what to set up, beside the files that everybody gets.

    `named_forge` is the forge that was asked for, rather than known from the remote. `prefix` is the path from the top
    of the repository to the folder for `okrs/`: empty, or ends with `/`.
    """

    forge: Forge
    named_forge: Forge | None = None
    gate: Gate = "approvals"
    practice: Practice | None = None
    minimal: bool = False
    prefix: str = ""

    @property
    def root_option(self) -> str:
        """The option by which commands at the top of the repository find the root; empty where they need none."""
        return f" --root={shlex.quote(self.prefix.rstrip('/'))}" if self.prefix else ""


def initial_files(
    git: Git, founder: Founder, setup: Setup, today: date, requirement: str | None
) -> Iterator[tuple[str, str]]:
    """Yields the paths of all files, from the top of the repository, with their texts."""
    root, prefix = git.top / PurePosixPath(setup.prefix), setup.prefix
    calendar = _calendar(root)
    cycle = first_cycle(today, calendar)
    address = repository_address(git)
    markers = {
        "PERSON": founder.id,
        "NAME": scalar_text(founder.name),
        "EMAIL": scalar_text(founder.email),
        "START": f"    start: {today.isoformat()}\n" if today > cycle.start else "",
        "DUE": (cycle.end - timedelta(days=cycle.days // 8)).isoformat(),
        "NEXT_CYCLE": calendar.cycle_at(cycle.end + timedelta(days=1)).name,
        "ORGANIZATION": scalar_text(organization_name(git.top)),
        "REPOSITORY": _repository_lines(address, setup.forge),
        "MEMBERS": "",
        "SCHEMA": "" if setup.minimal else f"{schema_line('objective')}\n",
        "REQUIREMENT": requirement_lines(requirement),
        "FORGE": setup.forge,
        "GATE": _GATE_COMMENTS[setup.gate],
        "FOLDER": gitea_folder(git.top, address),
        "RUNNER": _GITEA_RUNNERS[gitea_folder(git.top, address)],
        "ROOT": prefix,
        "ROOT_OPTION": setup.root_option,
    }
    has_people = (root / PEOPLE_FILE).exists()
    if has_people:
        markers |= _members(root, founder)
    markers["PRACTICE"] = _rendered(f"okrs/practice/{setup.practice or 'none'}.yaml", markers).rstrip("\n")
    if not has_people and not _has_objectives(root):
        path = f"{prefix}{OKRS_FOLDER}/{cycle.name}/company/customers-succeed.yaml"
        yield path, _rendered("okrs/objective.yaml", markers)
    people = "people-minimal.yaml" if setup.minimal else "people.yaml"
    yield f"{prefix}{PEOPLE_FILE}", _rendered(f"okrs/{people}", markers)
    if setup.minimal:
        return
    yield f"{prefix}{CONFIG_FILE}", _rendered("okrs/config.yaml", markers)
    yield f"{prefix}{TEAMS_FILE}", _rendered("okrs/teams.yaml", markers)
    for kind in SCHEMAS:
        yield f"{prefix}schema/{file_name(kind)}", schema_text(kind)
    yield f"{prefix}{_EDITOR_CONFIG}", _rendered("editor/editorconfig", markers)
    has_approvals = setup.gate == "approvals"
    updates = update_files(git.top, setup.forge)
    for path, source in {**EDITOR_FILES, **FORGE_FILES[setup.forge], **updates}.items():
        target = path.replace(".gitea/", f"{markers['FOLDER']}/")
        if has_approvals or target not in _APPROVAL_FILES:
            text = _without_rest(_rendered(source, markers), _APPROVALS_FOLLOW, is_needed=has_approvals)
            yield target, _without_rest(text, _RELEASED_FOLLOWS, is_needed=is_released(requirement))


def _without_rest(text: str, line: str, *, is_needed: bool) -> str:
    """A text without a line that it may have, and without what follows there unless that is needed."""
    return text.replace(line, "") if is_needed or line not in text else f"{text.partition(line)[0].rstrip()}\n"


def organization_name(top: Path) -> str:
    """The name of an organization, as far as that of its folder says."""
    return top.name.replace("-", " ").replace("_", " ").strip().title() or "Our company"


_GATE_COMMENTS: Mapping[Gate, str] = {
    "lint": "# The gate is the check `okrs lint` alone: a key result has an owner.",
    "approvals": "# The gate is two checks: `okrs lint`, that a key result has an owner, and\n"
    "# `okrs approvals`, that those whom a change of goals binds have approved it.",
}


def gitea_folder(top: Path, address: str | None) -> str:
    """The folder of workflows: Forgejo's where it is there, or the remote's host is called like one, else Gitea's."""
    host = urlsplit(address or "").hostname or ""
    is_forgejo = "forgejo" in host or "codeberg" in host or (top / GITEA_FOLDERS[0]).is_dir()
    return GITEA_FOLDERS[0] if is_forgejo else GITEA_FOLDERS[1]


def has_lint_gate_alone(top: Path) -> bool:
    """Whether an earlier run wrote a gate of the lint without approvals, which is then kept."""
    return (top / _LINT_WORKFLOW).exists() and not any((top / path).exists() for path in _APPROVAL_FILES)


def first_cycle(today: date, calendar: Calendar) -> Cycle:
    """The cycle in which a new repository begins: the quarter, or the next one in the last two weeks.

    Where cycles with names of one's own are declared already, the shortest of them that runs.
    """
    own = (cycle for cycle in calendar.declared if cycle.kind is CycleKind.OWN and cycle.has(today))
    return min(own, key=shortest_first, default=None) or calendar.cycle_at(today + _TOO_LATE_TO_BEGIN)


def _calendar(root: Path) -> Calendar:
    """The calendar of the policy that is there already, else that of a year from January."""
    return Repository(root).workspace.plan.calendar if (root / CONFIG_FILE).is_file() else Calendar()


def _members(root: Path, founder: Founder) -> dict[str, str]:
    """Markers for the one team of a repository that has people: who leads it, and its members."""
    people = Repository(root).workspace.plan.directory.people
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
    return f"repository: {address}" + ("" if forge_of_address(address) == forge else f"\nforge: {forge}")


def _has_objectives(root: Path) -> bool:
    return any((root / OKRS_FOLDER).glob("*/*/*.yaml"))


def _rendered(source: str, markers: dict[str, str]) -> str:
    """A shipped template with its markers replaced."""
    text = (shipped("templates") / "init" / source).read_text(encoding="utf-8")
    for name, value in markers.items():
        text = text.replace(f"@{name}@", value)
    return text
