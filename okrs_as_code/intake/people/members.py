"""Members of teams in teams.yaml."""

from __future__ import annotations

from okrs_as_code.filenames import TEAMS_FILE
from okrs_as_code.refactor.edit_session import EditSession
from okrs_as_code.yaml.edits import InsertItem, InsertKey


def add_member(session: EditSession, team: str, person: str) -> None:
    """Adds a person to the members of a team of teams.yaml, unless they are one."""
    data = session.document(TEAMS_FILE).data["teams"][team]
    members = data.get("members")
    if members is None:
        after = next((key for key in ("lead", "name") if key in data), None)
        session.edit(TEAMS_FILE, [InsertKey(("teams", team), "members", [person], after)])
    elif person not in members:
        session.edit(TEAMS_FILE, [InsertItem(("teams", team, "members"), len(members), person)])
