"""The tracker that the environment of a job names, with its token: no file of a repository says where a token goes."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge.time_budget import TimeBudget
from okrs_as_code.forge.trackers.gitea import GiteaTracker
from okrs_as_code.forge.trackers.github import GitHubTracker
from okrs_as_code.forge.trackers.gitlab import GitLabTracker
from okrs_as_code.forge.trackers.tracker import Tracker

_GITLAB_VARIABLES = ("CI_API_V4_URL", "CI_PROJECT_ID", "OKRS_TOKEN")
_GITHUB_VARIABLES = ("GITHUB_API_URL", "GITHUB_REPOSITORY", "GITHUB_TOKEN")
"""GitHub's, which Gitea and Forgejo set, too."""
_GITEA_PATH = "/api/v1"


def environment_tracker(environment: Mapping[str, str], budget: TimeBudget) -> Tracker:
    """The tracker of GitHub, GitLab or Gitea. Raises OkrsError that names the variables that are not set."""
    is_gitlab = bool(environment.get("GITLAB_CI") or environment.get(_GITLAB_VARIABLES[0]))
    names = _GITLAB_VARIABLES if is_gitlab else _GITHUB_VARIABLES
    missing = [name for name in names if not environment.get(name)]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise OkrsError(f"{' and '.join(missing)} {verb} not set", "docs/messages.md lists what the environment says")
    address, repository, token = (environment[name].strip() for name in names)
    if is_gitlab:
        return GitLabTracker(address, repository, token, budget)
    if urlsplit(address).path.rstrip("/").endswith(_GITEA_PATH):
        return GiteaTracker(address, repository, token, budget)
    return GitHubTracker(address, repository, token, budget)
