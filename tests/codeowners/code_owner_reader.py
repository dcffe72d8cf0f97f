"""Reads CODEOWNERS as a forge does, written from its documentation and without a look at ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase


def owners(text: str, path: str, *, gitlab: bool = False) -> set[str]:
    """Who is asked about a path: by the last line that fits, on GitLab in each section."""
    by_section: dict[str, list[str] | None] = {}
    section, default = "", ""
    for line in (line.strip() for line in text.splitlines()):
        heading = re.match(r"\^?\[([^\]]+)\](?:\[\d+\])?(.*)", line) if gitlab else None
        if heading:
            section, default = heading[1].lower(), heading[2]
        elif line and not line.startswith("#"):
            pattern, *named = line.split()
            excluded = gitlab and pattern.startswith("!")
            if fits(pattern.lstrip("!") if gitlab else pattern, path, gitlab=gitlab):
                if excluded:
                    by_section[section] = None
                elif by_section.get(section, []) is not None:
                    by_section[section] = named or default.split()
    return {owner for listed in by_section.values() for owner in listed or ()}


def fits(pattern: str, path: str, *, gitlab: bool = False) -> bool:
    """Whether a pattern is about a file."""
    names, parts = path.split("/"), pattern.strip("/").split("/")
    if gitlab and pattern == "*":
        return True
    anywhere = not pattern.startswith("/") and (gitlab or "/" not in pattern.rstrip("/"))
    starts = range(len(names) if anywhere else 1)
    left = [below for start in starts for below in _below(parts, names[start:])]
    if pattern.endswith("/"):
        return any(left)
    return [] in left or bool(left and not gitlab and not pattern.endswith("/*"))


def _below(parts: list[str], names: list[str]) -> Iterator[list[str]]:
    """The names that are left where the parts of a pattern have taken theirs."""
    if not parts:
        yield names
    elif parts[0] == "**":
        last = len(parts) == 1
        for taken in range(int(last), len(names) + 1):
            yield from _below(parts[1:], names[taken:])
    elif names and fnmatchcase(names[0], parts[0]):
        yield from _below(parts[1:], names[1:])
