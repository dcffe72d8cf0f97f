"""What a forge reads in CODEOWNERS: where it looks for the file, what a line means, and whom it asks about a path.

GitHub and GitLab write it alike and read it differently. GitHub has one list, whose last line that fits wins. GitLab
has sections: each is a list of its own that asks on its own, and a line with `!` takes a path out of it for good.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from okrs_as_code.model.files.config import Forge


@dataclass(frozen=True)
class ForgeSyntax:
    """How one forge reads the file."""

    forge: str
    places: tuple[str, ...]
    """Where the file may be, in the order in which the forge looks; it reads the first that is there."""
    new: str
    """Where a new one goes."""
    account: re.Pattern[str]
    """A login that there can be. Any other would void its line."""
    gate: tuple[str, ...]
    """What the gate is made of, in a repository that is there for OKRs alone."""
    own_gate: tuple[str, ...]
    """The files of the gate that are ours in any repository."""
    no_pattern: tuple[str, ...]
    """How lines begin that ask nobody."""
    has_sections: bool = False
    limit: int | None = None
    """From how many bytes on the forge ignores the whole file."""

    def nobody(self, pattern: str) -> str:
        """The line by which nobody is asked about a path."""
        return f"!{pattern}" if self.has_sections else pattern

    def place(self, lines: Sequence[bytes]) -> int:
        """Before which line a new part goes, so that it counts for all that the lines before it say.

        The end; but what stands behind a section's heading belongs to that section.
        """
        if not self.has_sections:
            return len(lines)
        at = next((at for at, line in enumerate(lines) if _heading(_text(line)) is not None), len(lines))
        while 0 < at < len(lines) and lines[at - 1].startswith(b"#"):
            at -= 1
        return at


GITHUB = ForgeSyntax(
    forge="GitHub",
    places=(".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"),
    new=".github/CODEOWNERS",
    account=re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38})"),
    gate=("/.github/",),
    own_gate=("/.github/okrs-requirements.txt", "/.github/workflows/okrs*.yml"),
    no_pattern=("#", "!", "["),
    limit=3_000_000,
)
GITLAB = ForgeSyntax(
    forge="GitLab",
    places=("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"),
    new=".gitlab/CODEOWNERS",
    account=re.compile(r"[A-Za-z0-9_.](?:[A-Za-z0-9_.-]{0,254})"),
    gate=("/.gitlab/", "/.gitlab-ci.yml"),
    own_gate=("/.gitlab/okrs*",),
    no_pattern=("#",),
    has_sections=True,
)
SYNTAXES: Mapping[Forge, ForgeSyntax] = {"github": GITHUB, "gitlab": GITLAB}


def literal_pattern(path: str) -> str:
    """A path as a pattern from the top of the repository.

    The forges do not agree on how to escape, and GitHub knows no way at all for some characters. A `?` is any one
    character to all of them.
    """
    return "/" + "".join("?" if char in " !#*?@[\\]" or not char.isprintable() else char for char in path)


@dataclass(frozen=True)
class OwnerLine:
    """A line that says who is asked, and where in the file it is, from 1 on."""

    number: int
    pattern: str
    owners: tuple[str, ...]
    section: str = ""
    is_optional: bool = False
    excludes: bool = False


def parse_lines(form: ForgeSyntax, data: bytes) -> Iterator[OwnerLine]:
    """The lines of a file that mean something to the forge."""
    section, optional = "", False
    defaults: tuple[str, ...] = ()
    for number, raw in enumerate(data.split(b"\n"), start=1):
        text = _text(raw)
        heading = _heading(text) if form.has_sections else None
        if heading is not None:
            section, optional, defaults = heading["name"].casefold(), bool(heading[1]), _owners(heading["owners"])
        elif form.has_sections and text.startswith("!"):
            yield OwnerLine(number, _halves(text)[0][1:], (), section, optional, excludes=True)
        elif text and not text.startswith(form.no_pattern):
            pattern, owners = _halves(text)
            yield OwnerLine(number, pattern, _owners(owners) or defaults, section, optional)


def matching_lines(form: ForgeSyntax, lines: Sequence[OwnerLine], path: str) -> Iterator[OwnerLine]:
    """The lines by which somebody has to be asked about a path, at most one for each section."""
    sections: dict[str, list[OwnerLine]] = {}
    for line in lines:
        if _fits(form, line.pattern, path):
            sections.setdefault(line.section, []).append(line)
    for found in sections.values():
        if found[-1].owners and not found[-1].is_optional and not any(line.excludes for line in found):
            yield found[-1]


def _text(line: bytes) -> str:
    return line.decode(errors="replace").strip()


_heading = re.compile(r"(\^)?\[(?P<name>[^\]]+)\](?:\[\d+\])?(?P<owners>.*)").fullmatch


def _halves(text: str) -> tuple[str, str]:
    """The pattern of a line, up to the first blank without a backslash, and what follows."""
    pattern, *rest = re.split(r"(?<!\\)\s+", text, maxsplit=1)
    return pattern, rest[0] if rest else ""


def _owners(words: str) -> tuple[str, ...]:
    return tuple(word for word in words.partition("#")[0].split() if "@" in word)


def _fits(form: ForgeSyntax, pattern: str, path: str) -> bool:
    """Whether a pattern is about a path. On GitLab it always names files, on GitHub also the folders above them.

    It goes through the pattern once with all places of the path where it may be, so that no pattern can take long.
    """
    if form.has_sections and pattern == "*":
        return True
    is_folder = pattern.endswith("/")
    has_files_below = is_folder or not (form.has_sections or pattern.endswith("/*"))
    if pattern.startswith("/") or (not form.has_sections and "/" in pattern.rstrip("/")):
        places = {0}
    else:
        places = {0, *(at for at in range(1, len(path)) if path[at - 1] == "/")}
    for part in _PART.findall(pattern.strip("/")):
        places = {after for at in places for after in _after(part, path, at)}
    return any((at == len(path) and not is_folder) or (path[at : at + 1] == "/" and has_files_below) for at in places)


_PART = re.compile(r"(?<![^/])\*\*(?:/|\Z)|\*|\\?.", re.DOTALL)


def _after(part: str, path: str, at: int) -> Iterator[int]:
    """Where in the path one part of a pattern may end that begins at a place."""
    if part == "**/":
        yield at
        yield from (after for after in range(at + 1, len(path) + 1) if path[after - 1] == "/")
    elif part in ("*", "**"):
        stop = path.find("/", at) if part == "*" else -1
        yield from range(at, (len(path) if stop < 0 else stop) + 1)
    elif at < len(path) and (path[at] == part[-1] or (part == "?" and path[at] != "/")):
        yield at + 1
