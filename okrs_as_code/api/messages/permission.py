"""Permission to send: by what the environment says of a job, messages leave only where nobody else started it."""

from __future__ import annotations

from collections.abc import Mapping

from okrs_as_code.errors import OkrsError
from okrs_as_code.filenames import CONFIG_FILE, PEOPLE_FILE
from okrs_as_code.model.files.config import Config
from okrs_as_code.time_zone import time_zone
from okrs_as_code.workspace.loader import Workspace

_CHANGE_EVENTS = ("pull_request", "merge_group", "workflow_run")
_REMEDY = "`okrs lint` says what is wrong with it"
_DECIDING_KEYS = ("digest", "timezone", "days_off", "example", "repository")
_CHANGE_SOURCES = ("merge_request_event", "external_pull_request_event")


def refusal(config: Config, environment: Mapping[str, str]) -> str | None:
    """The reason why nothing may be sent but to `stdout` and `dir:`, in a line; None where it may."""
    if config.example is not None:
        return "this is an example organisation, so messages go to `stdout` and `dir:` only"
    event, source = environment.get("GITHUB_EVENT_NAME", ""), environment.get("CI_PIPELINE_SOURCE", "")
    if event.startswith(_CHANGE_EVENTS) or source in _CHANGE_SOURCES:
        return "a change that is proposed sends no messages"
    address = repository_of_job(environment)
    if address is None:
        return None
    if config.repository is None:
        return "config.yaml names no `repository`, so it is not known whether this is a copy: nothing is sent"
    if _compared(config.repository) != _compared(address):
        return f"this job runs in {address}, and config.yaml names {config.repository}: a copy sends no messages"
    return None


def require_whole_policy(workspace: Workspace) -> None:
    """Raises OkrsError where anything that decides on messages is written and cannot be read.

    By default a team with a misspelled `example` or `day` would get messages that it does not want.
    """
    for path in (PEOPLE_FILE, CONFIG_FILE):
        file = workspace.files.get(path)
        if file is not None and not file.is_whole:
            raise OkrsError(f"not all of {path} can be read, so nothing is sent", _REMEDY)
    config = workspace.files.get(CONFIG_FILE)
    for mismatch in config.mismatches if config is not None else ():
        key = mismatch.intended if len(mismatch.about) == 1 and mismatch.intended else mismatch.about[0]
        if key in _DECIDING_KEYS:
            raise OkrsError(f"`{key}` of {CONFIG_FILE} cannot be read, so nothing is sent", _REMEDY)
    zone = workspace.plan.config.timezone
    if zone is not None and time_zone(zone) is None:
        raise OkrsError(f"`timezone` of {CONFIG_FILE} is no time zone, so nothing is sent", _REMEDY)


def repository_of_job(environment: Mapping[str, str]) -> str | None:
    """The address of the repository in which a job runs; None outside of CI."""
    server, name = environment.get("GITHUB_SERVER_URL"), environment.get("GITHUB_REPOSITORY")
    if name:
        return f"{(server or 'https://github.com').rstrip('/')}/{name}"
    if environment.get("CI_PROJECT_ID"):
        return environment.get("CI_PROJECT_URL") or "a project of GitLab that is not named"
    return None


def _compared(address: str) -> str:
    """An address as it is compared with another one; a job within a network may call it by http."""
    return address.strip().rpartition("://")[2].rstrip("/").removesuffix(".git").casefold()
