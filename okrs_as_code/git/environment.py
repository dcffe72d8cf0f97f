"""The environment of git: the settings and variables that commands are pinned to."""

from __future__ import annotations

import os
from collections.abc import Mapping

_SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "",  # up to git 2.35 `false` would be the name of a program
    "core.untrackedCache": "false",
    "core.attributesFile": os.devnull,
    "core.quotePath": "false",
    "core.useReplaceRefs": "false",  # in a repository's configuration it outdoes GIT_NO_REPLACE_OBJECTS up to git 2.41
    "safe.bareRepository": "explicit",
    "log.showSignature": "false",
    "log.showRoot": "true",
    "log.follow": "false",
    "diff.orderFile": os.devnull,
    "i18n.logOutputEncoding": "UTF-8",
}
PINNED_ENVIRONMENT: Mapping[str, str] = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_ALLOW_PROTOCOL": "",  # unlike `protocol.allow` no configuration of one protocol outdoes it
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "cat",
    "GIT_CONFIG_COUNT": str(len(_SETTINGS)),
    **{f"GIT_CONFIG_KEY_{index}": key for index, key in enumerate(_SETTINGS)},
    **{f"GIT_CONFIG_VALUE_{index}": value for index, value in enumerate(_SETTINGS.values())},
    "LC_ALL": "C",
}
"""The environment in which only the repository's own configuration is read, and none of it can run anything."""

USER_SETTINGS: Mapping[str, str] = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "",
    "safe.bareRepository": "explicit",
    "fetch.recurseSubmodules": "false",
    "push.recurseSubmodules": "no",
    "push.followTags": "false",
    "maintenance.auto": "false",
    "gc.auto": "0",
    "i18n.commitEncoding": "utf-8",
}
"""Settings on top of the user's own configuration where a remote is asked: see docs/decisions/ on pushing."""
USER_ENVIRONMENT: Mapping[str, str] = {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_PAGER": "cat"}
"""Variables for commands that read the user's own configuration."""

_REPOSITORY_VARIABLES = frozenset(
    f"GIT_{name}"
    for name in (
        "ALTERNATE_OBJECT_DIRECTORIES",
        "COMMON_DIR",
        "CONFIG",
        "DIR",
        "GRAFT_FILE",
        "IMPLICIT_WORK_TREE",
        "INDEX_FILE",
        "INTERNAL_SUPER_PREFIX",
        "NAMESPACE",
        "OBJECT_DIRECTORY",
        "PREFIX",
        "QUARANTINE_PATH",
        "REPLACE_REF_BASE",
        "SHALLOW_FILE",
        "WORK_TREE",
    )
)
"""Variables that git itself takes out of the environment when it goes on in another repository.

Those for its configuration are excepted.
"""


def is_git_variable(name: str) -> bool:
    """Whether a variable is for git."""
    return name.startswith("GIT_")


def names_repository(name: str) -> bool:
    """Whether a variable, such as a hook gets, says where a repository or a part of it is: not where ours is."""
    return name in _REPOSITORY_VARIABLES
