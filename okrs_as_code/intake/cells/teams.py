"""Teams: the one that a cell or a heading names."""

from __future__ import annotations

from collections.abc import Mapping

from okrs_as_code.model.files.base import normalized_text
from okrs_as_code.model.people.people_directory import Directory


def known_team(text: str, directory: Directory, mapped: Mapping[str, str]) -> str | None:
    """The team that a text names by id or name, or as a mapping file says; None where it is none, or several."""
    wanted = normalized_text(text)
    meant = {normalized_text(name): team for name, team in mapped.items()}.get(wanted)
    if meant is not None:
        return meant
    if directory.knows_team(wanted):
        return directory.resolve_team(wanted)
    named = [team for team, entry in directory.teams.items() if normalized_text(entry.name) == wanted]
    return named[0] if len(named) == 1 else None
