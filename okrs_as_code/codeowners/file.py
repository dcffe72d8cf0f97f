"""CODEOWNERS, by which a forge asks people for a review: the part of it that follows from the files in `okrs/`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from okrs_as_code.codeowners.managed_block import BlockMarkers, ManagedBlock, managed_block
from okrs_as_code.codeowners.rules import current_objectives, owner_rules
from okrs_as_code.codeowners.syntax import SYNTAXES, ForgeSyntax, literal_pattern, matching_lines, parse_lines
from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import CONFIG_FILE, OKRS_FOLDER, PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.git.client import Git
from okrs_as_code.git.remote import forge_of_remote
from okrs_as_code.model.files.base import RECORD_FOLDERS
from okrs_as_code.workspace.file_change import FileChange
from okrs_as_code.workspace.layout import RECORD_KINDS
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.tree import read_plainly

NEAR = 0.9
"""The share of the forge's limit from which on a warning says how near it is."""


@dataclass(frozen=True)
class CodeownersFile:
    """The file as it shall be; `change` is None where it is so already."""

    path: str
    """From the top of the git repository."""
    change: FileChange | None
    objectives: int
    """How many objectives have a line."""
    notes: tuple[str, ...]


def codeowners_file(repository: Repository, today: date) -> CodeownersFile:
    """What CODEOWNERS has to say on a day.

    Raises OkrsError where no forge is known that reads it, for files that cannot be read, for an account that would
    void a line, and for a file that the forge would ignore.
    """
    git = repository.git
    if git is None:
        raise OkrsError(f"{repository.root} is not in a git repository", "run `git init` first")
    form = _form(repository, git)
    _refuse_unreadable(repository, today)
    path, others = _place(git.top, form)
    before = _read(git.top, path)
    part = managed_block(before or b"", path, _marks(repository.prefix), form.place)
    own = [*parse_lines(form, part.before), *parse_lines(form, part.after)]
    gate = form.own_gate if own or repository.prefix else _gate(form, path)
    told = owner_rules(repository.workspace.plan, today, form, repository.prefix, gate)
    after = part.filled(told.lines)
    notes = [*told.notes, *_size(form, path, after)]
    notes += (f"{form.forge} does not read {other}, as it reads {path} first" for other in others)
    notes += _waiting(form, path, after, part, f"{repository.prefix}{OKRS_FOLDER}")
    change = FileChange(path, before, after) if after != before else None
    return CodeownersFile(path, change, told.objectives, tuple(notes))


def _form(repository: Repository, git: Git) -> ForgeSyntax:
    """How the forge reads it that is named, else the one that the address of a remote tells."""
    config = repository.workspace.plan.config
    kind = config.forge_kind if config.forge is not None or config.repository is not None else forge_of_remote(git)
    if kind not in SYNTAXES:
        known = "the forge is not known" if kind == "none" else "Gitea and Forgejo read CODEOWNERS in another way"
        raise OkrsError(
            f"{known}, and what CODEOWNERS says is different on each",
            "`forge: github` or `forge: gitlab` in okrs/config.yaml says which one reads it",
        )
    return SYNTAXES[kind]


def _refuse_unreadable(repository: Repository, today: date) -> None:
    """Who answers for what cannot be read is not known; without this, they would quietly not be asked any more."""
    workspace, plan = repository.workspace, repository.workspace.plan
    broken = [path for path in workspace.unreadable if workspace.files[path].location.role not in _RECORDS]
    broken += [path for path in _TOP_LEVEL if path in workspace.files and workspace.files[path].mismatches]
    broken += [PEOPLE_FILE] if plan.directory.unreadable_people else []
    broken += [
        node.file for node in current_objectives(plan, today) if node.broken or len(node.key_results) != node.written
    ]
    if broken:
        raise OkrsError(
            f"not all of {broken[0]} can be read, so who answers for it is not known",
            "nothing was written; `okrs lint` says what is wrong with it",
        )


_RECORDS = frozenset(RECORD_KINDS.values())
_TOP_LEVEL = (CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE)


def _marks(prefix: str) -> BlockMarkers:
    """Each root of a repository has a part of its own."""
    which = f"# okrs codeowners {literal_pattern(prefix)}" if prefix else "# okrs codeowners"
    return BlockMarkers(f"{which}: begin", f"{which}: end")


def _place(top: Path, form: ForgeSyntax) -> tuple[str, list[str]]:
    """Where the file is that the forge reads, or will be, and others that it does not read."""
    there = [path for path in form.places if (top / path).exists() or (top / path).is_symlink()]
    return (there[0], there[1:]) if there else (form.new, [])


def _read(top: Path, path: str) -> bytes | None:
    if not (top / path).exists() and not (top / path).is_symlink():
        return None
    data = read_plainly(top / path, most=-1)
    if data is None:
        raise OkrsError(f"{path} is a link, or no file that can be read", "put an ordinary file in its place")
    return data


def _gate(form: ForgeSyntax, path: str) -> tuple[str, ...]:
    """What the gate is made of, and this file, where a repository is there for OKRs alone.

    Where the file has lines of its own, or the root is in a subfolder, others live here, too, and only what is ours
    beyond doubt is taken from them.
    """
    inside = any(literal_pattern(path).startswith(pattern) for pattern in form.gate)
    return form.gate if inside else (*form.gate, literal_pattern(path))


def _size(form: ForgeSyntax, path: str, data: bytes) -> Iterator[str]:
    """Raises OkrsError where the forge would ignore all of it, and with it what others wrote there."""
    if form.limit is None or len(data) < NEAR * form.limit:
        return
    size, limit = f"{len(data) / 1e6:.1f} MB", f"{form.limit / 1e6:g} MB"
    if len(data) >= form.limit:
        raise OkrsError(
            f"{path} would have {size}, and {form.forge} ignores it from {limit} on",
            "nothing was written; shorten what stands outside of the generated part",
        )
    yield f"{path} has {size}, and {form.forge} ignores all of it from {limit} on"


def _waiting(form: ForgeSyntax, path: str, data: bytes, part: ManagedBlock, folder: str) -> Iterator[str]:
    """What lines of others, which stay as they are, make of the promise that records wait for no one."""
    lines = {line.number: line for line in parse_lines(form, data)}
    ours = next(line for line in lines.values() if line.number > part.before.count(b"\n"))
    if ours.section:
        yield f"the generated part of {path} is in the section [{ours.section}]: move it above the first section"
    waits: dict[int, list[str]] = {}
    for kind in sorted(RECORD_FOLDERS):
        for line in matching_lines(form, tuple(lines.values()), f"{folder}/2026-Q4/{kind}/2026-10-12-bo.yaml"):
            waits.setdefault(line.number, []).append(kind)
    for number, kinds in waits.items():
        told = f"{', '.join(kinds)} wait for {' '.join(lines[number].owners)} by line {number} of {path}"
        excluded = ", ".join(f"`{form.nobody(f'{literal_pattern(folder)}/*/{kind}/')}`" for kind in kinds)
        yield told + (f": add {excluded} below it" if form.has_sections else f": move it above `{part.marks.begin}`")
