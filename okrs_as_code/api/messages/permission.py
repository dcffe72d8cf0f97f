"""Permission to send: by what the environment says of a job, messages leave only where nobody else started it."""

from __future__ import annotations

from collections.abc import Mapping

from okrs_as_code.model.files.config import Config

_CHANGE_EVENTS = ("pull_request", "merge_group", "workflow_run")
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


def repository_of_job(environment: Mapping[str, str]) -> str | None:
    """The address of the repository in which a job runs; None outside of CI."""
    server, name = environment.get("GITHUB_SERVER_URL"), environment.get("GITHUB_REPOSITORY")
    if name:
        return f"{(server or 'https://github.com').rstrip('/')}/{name}"
    if environment.get("CI_PROJECT_ID"):
        return environment.get("CI_PROJECT_URL") or "a project of GitLab that is not named"
    return None


def _compared(address: str) -> str:
    """An address as it is compared with another one."""
    return address.strip().rstrip("/").removesuffix(".git").casefold()
