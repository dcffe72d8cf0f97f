"""Names of the files and folders that mean something below a root."""

from __future__ import annotations

OKRS_FOLDER = "okrs"
"""The folder that holds everything, below the root."""
CONFIG_FILE = f"{OKRS_FOLDER}/config.yaml"
PEOPLE_FILE = f"{OKRS_FOLDER}/people.yaml"
SIGNERS_FILE = f"{OKRS_FOLDER}/allowed_signers"
TEMPLATES_FOLDER = "templates"
"""The folder beside it with a team's own templates."""
TEAMS_FILE = f"{OKRS_FOLDER}/teams.yaml"
