"""CODEOWNERS, by which a forge asks people for a review: the part of it that follows from the files in `okrs/`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from okrs_as_code.edit.code_owner_form import FORMS, Form, asked, lines_of, literal
from okrs_as_code.edit.code_owner_rules import rules, running
from okrs_as_code.edit.marked_part import MarkedPart, Marks, marked_part
from okrs_as_code.edit.setup import forge_of
from okrs_as_code.errors import OkrsError
from okrs_as_code.model.base import RECORD_FOLDERS
from okrs_as_code.workspace.git import Git
from okrs_as_code.workspace.layout import RECORD_ROLES
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.rewriting import FileChange
from okrs_as_code.workspace.root import CONFIG_FILE, FOLDER, PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.workspace.tree import read_plainly

NEAR = 0.9
"""The share of the forge's limit from which on a warning says how near it is."""


@dataclass(frozen=True)
class CodeOwners:
    """The file as it shall be; `change` is None where it is so already."""

    path: str
    """From the top of the git repository."""
    change: FileChange | None
    objectives: int
    """How many objectives have a line."""
    notes: tuple[str, ...]


def code_owners(repository: Repository, today: date) -> CodeOwners:
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
    part = marked_part(before or b"", path, _marks(repository.prefix), form.place)
    own = [*lines_of(form, part.before), *lines_of(form, part.after)]
    gate = form.own_gate if own or repository.prefix else _gate(form, path)
    told = rules(repository.workspace.plan, today, form, repository.prefix, gate)
    after = part.filled(told.lines)
    notes = [*told.notes, *_size(form, path, after)]
    notes += (f"{form.forge} does not read {other}, as it reads {path} first" for other in others)
    notes += _waiting(form, path, after, part, f"{repository.prefix}{FOLDER}")
    change = FileChange(path, before, after) if after != before else None
    return CodeOwners(path, change, told.objectives, tuple(notes))


def _form(repository: Repository, git: Git) -> Form:
    """How the forge reads it that is named, else the one that the address of a remote tells."""
    config = repository.workspace.plan.config
    kind = config.forge_kind if config.forge is not None or config.repository is not None else forge_of(git)
    if kind not in FORMS:
        known = "the forge is not known" if kind == "none" else "Gitea and Forgejo read CODEOWNERS in another way"
        raise OkrsError(
            f"{known}, and what CODEOWNERS says is different on each",
            "`forge: github` or `forge: gitlab` in okrs/config.yaml says which one reads it",
        )
    return FORMS[kind]


def _refuse_unreadable(repository: Repository, today: date) -> None:
    """Who answers for what cannot be read is not known; without this, they would quietly not be asked any more."""
    workspace, plan = repository.workspace, repository.workspace.plan
    broken = [path for path in workspace.unreadable if workspace.files[path].location.role not in _RECORDS]
    broken += [path for path in _TOP_LEVEL if path in workspace.files and workspace.files[path].mismatches]
    broken += [PEOPLE_FILE] if plan.directory.unreadable_people else []
    broken += [node.file for node in running(plan, today) if node.broken or len(node.key_results) != node.written]
    if broken:
        raise OkrsError(
            f"not all of {broken[0]} can be read, so who answers for it is not known",
            "nothing was written; `okrs lint` says what is wrong with it",
        )


_RECORDS = frozenset(RECORD_ROLES.values())
_TOP_LEVEL = (CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE)


def _marks(prefix: str) -> Marks:
    """Each root of a repository has a part of its own."""
    which = f"# okrs codeowners {literal(prefix)}" if prefix else "# okrs codeowners"
    return Marks(f"{which}: begin", f"{which}: end")


def _place(top: Path, form: Form) -> tuple[str, list[str]]:
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


def _gate(form: Form, path: str) -> tuple[str, ...]:
    """What the gate is made of, and this file, where a repository is there for OKRs alone.

    Where the file has lines of its own, or the root is in a subfolder, others live here, too, and only what is ours
    beyond doubt is taken from them.
    """
    inside = any(literal(path).startswith(pattern) for pattern in form.gate)
    return form.gate if inside else (*form.gate, literal(path))


def _size(form: Form, path: str, data: bytes) -> Iterator[str]:
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


def _waiting(form: Form, path: str, data: bytes, part: MarkedPart, folder: str) -> Iterator[str]:
    """What lines of others, which stay as they are, make of the promise that records wait for no one."""
    lines = {line.number: line for line in lines_of(form, data)}
    ours = next(line for line in lines.values() if line.number > part.before.count(b"\n"))
    if ours.section:
        yield f"the generated part of {path} is in the section [{ours.section}]: move it above the first section"
    waits: dict[int, list[str]] = {}
    for kind in sorted(RECORD_FOLDERS):
        for line in asked(form, tuple(lines.values()), f"{folder}/2026-Q4/{kind}/2026-10-12-bo.yaml"):
            waits.setdefault(line.number, []).append(kind)
    for number, kinds in waits.items():
        told = f"{', '.join(kinds)} wait for {' '.join(lines[number].owners)} by line {number} of {path}"
        excluded = ", ".join(f"`{form.nobody(f'{literal(folder)}/*/{kind}/')}`" for kind in kinds)
        yield told + (f": add {excluded} below it" if form.has_sections else f": move it above `{part.marks.begin}`")
