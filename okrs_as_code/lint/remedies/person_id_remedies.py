"""Remedies where the id of a person or team belongs and another text stands: an id that exists, and no invented one."""

from __future__ import annotations

from okrs_as_code.filenames import PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.lint.context import Context
from okrs_as_code.lint.element_mismatch import Element, ElementMismatch
from okrs_as_code.lint.record_entries import person_in_name
from okrs_as_code.model.files.unknown_value import says_unknown
from okrs_as_code.model.people.people_directory import person_suggestion
from okrs_as_code.nearest import did_you_mean, suggestion

_TEAM_KEYS = ("team", "part_of")


def person_id_remedy(mismatch: ElementMismatch, context: Context) -> str | None:
    """The remedy for a text that is no id where a person or team belongs; None elsewhere, or where none is known."""
    field, above = mismatch.field_names
    written, directory, workspace = mismatch.value, context.plan.directory, context.workspace
    if not isinstance(written, str) or not written.strip() or mismatch.mismatch.on_key:
        return None
    if field in _TEAM_KEYS and workspace.teams_known:
        near = suggestion(written.lower(), directory.teams)
        return f"{near}write the id of a team in {TEAMS_FILE}, or add this one there"
    if not mismatch.names_person or not workspace.people_known:
        return None
    if says_unknown(written) and field in _optional_keys(mismatch):
        return f"leave `{field}` out until it is known"
    near = person_suggestion(written, directory)
    if not near and field == "by" and mismatch.element is Element.RECORD:
        named = person_in_name(mismatch.file.location)
        near = did_you_mean(named if directory.knows_person(named) else None)
    if above == "contributors":
        near = near or suggestion(written.lower(), directory.teams)
        return f"{near}write an id from {PEOPLE_FILE} or {TEAMS_FILE}, or add this one there"
    return f"{near}write the id of a person in {PEOPLE_FILE}, or add this one there"


def _optional_keys(mismatch: ElementMismatch) -> tuple[str, ...]:
    """Keys of people that may be left out where a mismatch lies."""
    return ("owner", "manager", "lead", "reviewed_by") if mismatch.in_backlog else ("manager", "reviewed_by")
