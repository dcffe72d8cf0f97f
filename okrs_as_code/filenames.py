"""Names of the files and folders below a root that have a meaning."""

from __future__ import annotations

OKRS_FOLDER = "okrs"
"""The folder that holds all goals, records and settings."""
CONFIG_FILE = f"{OKRS_FOLDER}/config.yaml"
PEOPLE_FILE = f"{OKRS_FOLDER}/people.yaml"
TEAMS_FILE = f"{OKRS_FOLDER}/teams.yaml"
SIGNERS_FILE = f"{OKRS_FOLDER}/allowed_signers"
SCHEMA_FOLDER = "schema"
"""The folder beside it with the JSON Schema that editors use, where `okrs init` or `okrs schema` wrote it."""
TEMPLATES_FOLDER = "templates"
"""The folder beside it with a team's own templates."""


def schema_line(kind: str) -> str:
    """The comment at the head of a file below a cycle by which an editor finds the JSON Schema of its kind."""
    return f"# yaml-language-server: $schema=../../../{SCHEMA_FOLDER}/{kind}.schema.json"
