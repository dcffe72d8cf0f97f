"""Sets up OKRs in a git repository: writes what is missing, and never over what is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import CONFIG_FILE, TEAMS_FILE
from okrs_as_code.git.client import Git
from okrs_as_code.git.remote import repository_address
from okrs_as_code.phrases import join_words
from okrs_as_code.refactor.setup.config_completion import complete_config
from okrs_as_code.refactor.setup.init_files import GITEA_FOLDERS, Founder, Setup, initial_files, organization_name
from okrs_as_code.refactor.setup.root_choice import notes_on_jobs
from okrs_as_code.refactor.setup.tool_requirement import tool_requirement
from okrs_as_code.refactor.setup.update_files import renovate_note
from okrs_as_code.storage.atomic_write import create_text


@dataclass(frozen=True)
class InitResult:
    """The result of a set-up: the paths that were written, and those that were there already.

    `added` are keys that config.yaml did not have, and `notes` say what could not be done.
    """

    root: Path
    setup: Setup
    written: tuple[str, ...]
    existing: tuple[str, ...]
    added: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    requirement: str | None = None
    """The line by which CI installs the tool; None where nobody knows one."""


def find_founder(git: Git, name: str | None, email: str | None) -> Founder:
    """The person who sets OKRs up: as named, else as git knows them. Raises OkrsError where neither is known."""
    name = name or git.identity("user.name")
    email = email or git.identity("user.email")
    if not name or not email or "@" not in email:
        raise OkrsError("git does not know who you are", "give `--name` and `--email`, or set them with `git config`")
    return Founder(name, email)


def initialize(git: Git, founder: Founder, setup: Setup, today: date) -> InitResult:
    """Writes the missing files; of an existing one nothing is touched, but config.yaml gets the keys that it lacks.

    These are the address of a remote that came later, and the forge where it is named. Raises OkrsError where a file
    cannot be written.
    """
    written: list[str] = []
    existing: list[str] = []
    requirement = tool_requirement()
    for path, text in initial_files(git, founder, setup, today, requirement):
        target = git.top / PurePosixPath(path)
        if target.exists() or target.is_symlink():
            existing.append(path)
        else:
            create_text(target, text)
            written.append(path)
    root, config = git.top / PurePosixPath(setup.prefix), f"{setup.prefix}{CONFIG_FILE}"
    added: tuple[str, ...] = ()
    notes: list[str] = []
    folder = next((path.partition("/")[0] for path in written if path.startswith(GITEA_FOLDERS)), None)
    for other in (".gitea", ".github"):
        if folder not in (None, other) and (git.top / other / "workflows").is_dir():
            notes.append(f"a server that finds {folder}/workflows may run no workflow in {other}/workflows any more")
    if setup.prefix:
        notes += notes_on_jobs(git.top, existing, setup.root_option.strip())
    named = {config: "`organization:`", f"{setup.prefix}{TEAMS_FILE}": "`name:` of the team"}
    places = [f"{key} in {path}" for path, key in named.items() if path in written]
    if places:
        notes.append(f'"{organization_name(git.top)}" is the name of this folder: change it at {join_words(places)}')
    if config in existing:
        try:
            added = complete_config(root, repository_address(git), setup.named_forge)
        except OkrsError as error:
            notes.append(f"{config} stays as it is: {error.message}")
        if setup.practice is not None:
            notes.append(f"{config} is there already, so `--practice` changes nothing in it")
    note = renovate_note(git.top, setup.forge, repository_address(git)) if not setup.minimal else None
    notes += [note] if note is not None else []
    return InitResult(git.top, setup, tuple(written), tuple(existing), added, tuple(notes), requirement)
