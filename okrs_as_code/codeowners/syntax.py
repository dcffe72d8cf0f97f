"""The syntax of CODEOWNERS on each forge: where the file is, what a line means, and whom it asks about a path.

GitHub and GitLab write it alike and read it differently. GitHub has one list, whose last line that fits wins. GitLab
has sections: each is a list of its own that asks on its own, and a line with `!` takes a path out of it for good.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from okrs_as_code.model.files.config import Forge
from okrs_as_code.model.people.login import LOGINS

_HEADING = re.compile(r"(?P<optional>\^)?\[(?P<name>[^\]]+)\](?:\[\d+\])?(?P<owners>.*)")
_PATTERN_ELEMENT = re.compile(r"(?<![^/])\*\*(?:/|\Z)|\*|\\?.", re.DOTALL)


@dataclass(frozen=True)
class ForgeSyntax:
    """The syntax by which one forge reads the file."""

    forge: str
    paths: tuple[str, ...]
    """Paths at which the forge looks for the file, in its order; it reads the first that is there."""
    default_path: str
    """The path of a new file."""
    login: re.Pattern[str]
    """A login that there can be; any other would void its line."""
    gate_patterns: tuple[str, ...]
    """Patterns of the gate's files in a repository that is there for OKRs alone."""
    own_gate_patterns: tuple[str, ...]
    """Patterns of the gate's files that are ours in any repository."""
    ignored_prefixes: tuple[str, ...]
    """Beginnings of lines that ask nobody."""
    has_sections: bool = False
    max_bytes: int | None = None
    """Size from which on the forge ignores the whole file."""

    def unowned_line(self, pattern: str) -> str:
        """The line by which nobody is asked about a path."""
        return f"!{pattern}" if self.has_sections else pattern

    def insertion_line(self, lines: Sequence[bytes]) -> int:
        """The index of the line before which a new block goes, so that it overrides all that the lines before it say.

        That is the end; but whatever stands after a section's heading belongs to that section.
        """
        if not self.has_sections:
            return len(lines)
        headings = (index for index, line in enumerate(lines) if _HEADING.fullmatch(_decode_line(line)) is not None)
        index = next(headings, len(lines))
        while 0 < index < len(lines) and lines[index - 1].startswith(b"#"):
            index -= 1
        return index


GITHUB = ForgeSyntax(
    forge="GitHub",
    paths=(".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"),
    default_path=".github/CODEOWNERS",
    login=LOGINS["github"],
    gate_patterns=("/.github/",),
    own_gate_patterns=("/.github/okrs-requirements.txt", "/.github/workflows/okrs*.yml"),
    ignored_prefixes=("#", "!", "["),
    max_bytes=3_000_000,
)
GITLAB = ForgeSyntax(
    forge="GitLab",
    paths=("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"),
    default_path=".gitlab/CODEOWNERS",
    login=LOGINS["gitlab"],
    gate_patterns=("/.gitlab/", "/.gitlab-ci.yml"),
    own_gate_patterns=("/.gitlab/okrs*",),
    ignored_prefixes=("#",),
    has_sections=True,
)
SYNTAXES: Mapping[Forge, ForgeSyntax] = {"github": GITHUB, "gitlab": GITLAB}


def literal_pattern(path: str) -> str:
    """Returns a path as a pattern from the top of the repository.

    The forges do not agree on how to escape, and GitHub knows no way at all for some characters. A `?` is any one
    character to all of them.
    """
    return "/" + "".join("?" if char in " !#*?@[\\]" or not char.isprintable() else char for char in path)


@dataclass(frozen=True)
class OwnerLine:
    """A line that says who is asked; `number` is its place in the file, from 1 on."""

    number: int
    pattern: str
    owners: tuple[str, ...]
    section: str = ""
    is_optional: bool = False
    excludes: bool = False


def parse_lines(syntax: ForgeSyntax, data: bytes) -> Iterator[OwnerLine]:
    """Yields the lines of a file that mean something to the forge."""
    section, is_optional = "", False
    defaults: tuple[str, ...] = ()
    for number, raw in enumerate(data.split(b"\n"), start=1):
        text = _decode_line(raw)
        heading = _HEADING.fullmatch(text) if syntax.has_sections else None
        if heading is not None:
            section, is_optional = heading["name"].casefold(), bool(heading["optional"])
            defaults = _parse_owners(heading["owners"])
        elif syntax.has_sections and text.startswith("!"):
            yield OwnerLine(number, _split_line(text)[0][1:], (), section, is_optional, excludes=True)
        elif text and not text.startswith(syntax.ignored_prefixes):
            pattern, owners = _split_line(text)
            yield OwnerLine(number, pattern, _parse_owners(owners) or defaults, section, is_optional)


def matching_lines(syntax: ForgeSyntax, lines: Sequence[OwnerLine], path: str) -> Iterator[OwnerLine]:
    """Yields the lines by which somebody has to be asked about a path, at most one for each section."""
    sections: dict[str, list[OwnerLine]] = {}
    for line in lines:
        if _matches(syntax, line.pattern, path):
            sections.setdefault(line.section, []).append(line)
    for matches in sections.values():
        last = matches[-1]
        if last.owners and not last.is_optional and not any(line.excludes for line in matches):
            yield last


def _decode_line(line: bytes) -> str:
    return line.decode(errors="replace").strip()


def _split_line(text: str) -> tuple[str, str]:
    """The pattern of a line, up to the first whitespace without a backslash, and what follows."""
    pattern, *rest = re.split(r"(?<!\\)\s+", text, maxsplit=1)
    return pattern, rest[0] if rest else ""


def _parse_owners(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.partition("#")[0].split() if "@" in word)


def _matches(syntax: ForgeSyntax, pattern: str, path: str) -> bool:
    """Whether a pattern is about a path. On GitLab it always names files, on GitHub also the folders above them.

    The pattern is gone through once, with all positions in the path where it may be, so that no pattern takes long.
    """
    if syntax.has_sections and pattern == "*":
        return True
    is_folder = pattern.endswith("/")
    has_files_below = is_folder or not (syntax.has_sections or pattern.endswith("/*"))
    if pattern.startswith("/") or (not syntax.has_sections and "/" in pattern.rstrip("/")):
        positions = {0}
    else:
        positions = {0, *(start for start in range(1, len(path)) if path[start - 1] == "/")}
    for element in _PATTERN_ELEMENT.findall(pattern.strip("/")):
        positions = {end for start in positions for end in _element_ends(element, path, start)}
    return any(
        (end == len(path) and not is_folder) or (path[end : end + 1] == "/" and has_files_below) for end in positions
    )


def _element_ends(element: str, path: str, start: int) -> Iterator[int]:
    """Positions in the path where one element of a pattern may end that begins at `start`."""
    if element == "**/":
        yield start
        yield from (end for end in range(start + 1, len(path) + 1) if path[end - 1] == "/")
    elif element in ("*", "**"):
        slash = path.find("/", start) if element == "*" else -1
        yield from range(start, (len(path) if slash < 0 else slash) + 1)
    elif start < len(path) and (path[start] == element[-1] or (element == "?" and path[start] != "/")):
        yield start + 1
