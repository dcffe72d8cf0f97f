"""CODEOWNERS, by which a forge asks people for a review: the part of it that follows from the files in `okrs/`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from okrs_as_code.codeowners.managed_block import BlockMarkers, ManagedBlock, find_block
from okrs_as_code.codeowners.rules import current_objectives, owner_rules
from okrs_as_code.codeowners.syntax import SYNTAXES, ForgeSyntax, literal_pattern, matching_lines, parse_lines
from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import CONFIG_FILE, OKRS_FOLDER, PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.git.client import Git
from okrs_as_code.git.remote import forge_of_remote
from okrs_as_code.model.files.base import RECORD_FOLDERS
from okrs_as_code.workspace.layout import RECORD_KINDS
from okrs_as_code.workspace.repository import Repository
from okrs_as_code.workspace.trees.file_change import FileChange
from okrs_as_code.workspace.trees.tree import read_plainly

_WARNING_SHARE = 0.9
"""Share of the forge's limit from which on a note says how near the file is to it."""
_RECORDS = frozenset(RECORD_KINDS.values())
_TOP_LEVEL_FILES = (CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE)


@dataclass(frozen=True)
class CodeownersFile:
    """The file as it should be; `change` is None where it is so already."""

    path: str
    """Path from the top of the git repository."""
    change: FileChange | None
    objectives: int
    """Number of objectives that have a line."""
    notes: tuple[str, ...]


def codeowners_file(repository: Repository, today: date) -> CodeownersFile:
    """Computes CODEOWNERS for a day.

    Raises OkrsError where no forge is known that reads it, for files that cannot be read, for an account that would
    void a line, and for a file that the forge would ignore.
    """
    git = repository.git
    if git is None:
        raise OkrsError(f"{repository.root} is not in a git repository", "run `git init` first")
    syntax = _forge_syntax(repository, git)
    _refuse_unreadable(repository, today)
    path, unused_paths = _locate(git.top, syntax)
    before = _read(git.top, path)
    block = find_block(before or b"", path, _block_markers(repository.prefix), syntax.insertion_line)
    foreign_lines = [*parse_lines(syntax, block.before), *parse_lines(syntax, block.after)]
    is_shared = bool(foreign_lines or repository.prefix)
    gate = syntax.own_gate_patterns if is_shared else _gate_patterns(syntax, path)
    rules = owner_rules(repository.workspace.plan, today, syntax, repository.prefix, gate)
    after = block.fill(rules.lines)
    notes = [*rules.notes, *_size_notes(syntax, path, after)]
    notes += (f"{syntax.forge} does not read {unused}, as it reads {path} first" for unused in unused_paths)
    notes += _blocking_notes(syntax, path, after, block, f"{repository.prefix}{OKRS_FOLDER}")
    change = FileChange(path, before, after) if after != before else None
    return CodeownersFile(path, change, rules.objectives, tuple(notes))


def _forge_syntax(repository: Repository, git: Git) -> ForgeSyntax:
    """The syntax of the forge that the configuration names, else of the one at a remote's address."""
    config = repository.workspace.plan.config
    forge = config.forge_kind if config.forge is not None or config.repository is not None else forge_of_remote(git)
    if forge == "gitea":
        raise OkrsError(
            "Gitea and Forgejo read CODEOWNERS in another way, and it is not written for them",
            "do without it there; `okrs approvals` says who has to approve a change",
        )
    if forge not in SYNTAXES:
        raise OkrsError(
            "the forge is not known, and what CODEOWNERS says is different on each",
            "`forge: github` or `forge: gitlab` in okrs/config.yaml says which one reads it",
        )
    return SYNTAXES[forge]


def _refuse_unreadable(repository: Repository, today: date) -> None:
    """Raises OkrsError where something that decides on owners cannot be read.

    Who answers for it is not known then, and would otherwise quietly not be asked any more.
    """
    workspace, plan = repository.workspace, repository.workspace.plan
    broken = [path for path in workspace.unreadable if workspace.files[path].location.kind not in _RECORDS]
    broken += [path for path in _TOP_LEVEL_FILES if path in workspace.files and workspace.files[path].mismatches]
    broken += [PEOPLE_FILE] if plan.directory.unreadable_people else []
    broken += [node.file for node in current_objectives(plan, today) if node.unreadable]
    if broken:
        raise OkrsError(
            f"not all of {broken[0]} can be read, so who answers for it is not known",
            "nothing was written; `okrs lint` says what is wrong with it",
        )


def _block_markers(prefix: str) -> BlockMarkers:
    """The markers of a root at `prefix`: each root of a repository has a block of its own."""
    marker = f"# okrs codeowners {literal_pattern(prefix)}" if prefix else "# okrs codeowners"
    return BlockMarkers(f"{marker}: begin", f"{marker}: end")


def _locate(top: Path, syntax: ForgeSyntax) -> tuple[str, list[str]]:
    """The path of the file that the forge reads, or will read, and paths of others that it does not read."""
    existing = [path for path in syntax.paths if _exists(top / path)]
    return (existing[0], existing[1:]) if existing else (syntax.default_path, [])


def _exists(path: Path) -> bool:
    """Whether something is at a path, be it a link that leads nowhere."""
    return path.exists() or path.is_symlink()


def _read(top: Path, path: str) -> bytes | None:
    """The file's content, None where there is no file; raises OkrsError for a link, and where it cannot be read."""
    if not _exists(top / path):
        return None
    data = read_plainly(top / path, most=-1)
    if data is None:
        raise OkrsError(f"{path} is a link, or no file that can be read", "put an ordinary file in its place")
    return data


def _gate_patterns(syntax: ForgeSyntax, path: str) -> tuple[str, ...]:
    """Patterns of the gate's files, and of this file, where a repository is there for OKRs alone.

    Where the file has lines of its own, or the root is in a subfolder, the repository is shared with others, and only
    what is ours beyond doubt is taken from them.
    """
    is_covered = any(literal_pattern(path).startswith(pattern) for pattern in syntax.gate_patterns)
    return syntax.gate_patterns if is_covered else (*syntax.gate_patterns, literal_pattern(path))


def _size_notes(syntax: ForgeSyntax, path: str, data: bytes) -> Iterator[str]:
    """A note on a file that is near the forge's limit.

    Raises OkrsError where the forge would ignore all of it, and with it what others wrote there.
    """
    if syntax.max_bytes is None or len(data) < _WARNING_SHARE * syntax.max_bytes:
        return
    size, limit = f"{len(data) / 1e6:.1f} MB", f"{syntax.max_bytes / 1e6:g} MB"
    if len(data) >= syntax.max_bytes:
        raise OkrsError(
            f"{path} would have {size}, and {syntax.forge} ignores it from {limit} on",
            "nothing was written; shorten what stands outside of the generated part",
        )
    yield f"{path} has {size}, and {syntax.forge} ignores all of it from {limit} on"


def _blocking_notes(syntax: ForgeSyntax, path: str, data: bytes, block: ManagedBlock, folder: str) -> Iterator[str]:
    """Notes on lines of others, which stay as they are, that break the promise that records wait for no one."""
    lines = {line.number: line for line in parse_lines(syntax, data)}
    first_line = next(line for line in lines.values() if line.number > block.before.count(b"\n"))
    if first_line.section:
        yield f"the generated part of {path} is in the section [{first_line.section}]: move it above the first section"
    kinds_by_line: dict[int, list[str]] = {}
    for kind in sorted(RECORD_FOLDERS):
        record = f"{folder}/2026-Q4/{kind}/2026-10-12-bo.yaml"
        for line in matching_lines(syntax, tuple(lines.values()), record):
            kinds_by_line.setdefault(line.number, []).append(kind)
    for number, kinds in kinds_by_line.items():
        note = f"{', '.join(kinds)} wait for {' '.join(lines[number].owners)} by line {number} of {path}"
        if syntax.has_sections:
            patterns = (f"{literal_pattern(folder)}/*/{kind}/" for kind in kinds)
            exclusions = ", ".join(f"`{syntax.unowned_line(pattern)}`" for pattern in patterns)
            yield f"{note}: add {exclusions} below it"
        else:
            yield f"{note}: move it above `{block.markers.begin}`"
