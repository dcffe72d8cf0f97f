"""The event that started a run of CI, as its environment describes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

EVENT_VARIABLE = "GITHUB_EVENT_PATH"
_BRANCH_VARIABLE = "CI_DEFAULT_BRANCH"


def event_default_branch(environment: Mapping[str, str]) -> str | None:
    """The default branch that the event of GitHub, or GitLab's variable, names; None where there is neither."""
    try:
        event = json.loads(Path(environment.get(EVENT_VARIABLE, "")).read_text(encoding="utf-8"))
        branch = event["repository"]["default_branch"]
    except (OSError, ValueError, LookupError, TypeError):
        branch = environment.get(_BRANCH_VARIABLE)
    return branch if isinstance(branch, str) and branch else None
