"""The requirement by which CI installs this very tool, as its own installation says where it came from.

Nobody is asked over the network. The name alone says nothing before the first release: anybody could take it.
"""

from __future__ import annotations

import json
import re
from importlib import metadata

NAME = "okrs-as-code"

_RELEASE = re.compile(r"[0-9]+(?:\.[0-9]+)*(?:(?:a|b|rc)[0-9]+)?(?:\.post[0-9]+)?")
"""Versions that are published: neither in development nor of somebody's own making (PEP 440)."""
_ADDRESS = re.compile(r"https://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~+-]+)+/?")
"""Addresses without a user, a query or a variable, in which pip finds nothing but an address."""
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


def tool_requirement() -> str | None:
    """The line of a requirements file; None where nothing says what others could install.

    That is the version, where this is a release that came from an index, else the commit that it was installed from.
    """
    try:
        distribution = metadata.distribution(NAME)
    except metadata.PackageNotFoundError:
        return None
    origin = distribution.read_text("direct_url.json")
    if origin is None:
        version = distribution.version
        return f"{NAME}=={version}" if _RELEASE.fullmatch(version) else None
    try:
        data = json.loads(origin)
        address, kind, commit = data["url"], data["vcs_info"]["vcs"], data["vcs_info"]["commit_id"]
    except (ValueError, LookupError, TypeError):
        return None
    if data.get("subdirectory") or kind != "git" or not (isinstance(address, str) and isinstance(commit, str)):
        return None
    if not _ADDRESS.fullmatch(address) or not _COMMIT.fullmatch(commit):
        return None
    return f"{NAME} @ git+{address}@{commit}"


def is_released(requirement: str | None) -> bool:
    """Whether a requirement names a version, and no commit."""
    return requirement is not None and requirement.startswith(f"{NAME}==")


def requirement_lines(requirement: str | None) -> str:
    """The end of the requirements file: where its line comes from, and the line, if there is one."""
    if requirement is None:
        return (
            "# `okrs init` does not know where others can install it from, so nothing is named. From source it reads:\n"
            f"#   {NAME} @ git+https://HOST/PATH@COMMIT"
        )
    if is_released(requirement):
        return (
            "# Nobody can know the hash of what they are part of. To pin the content, too, add what this prints:\n"
            f"#   pip download --quiet --no-deps {requirement} && pip hash okrs_as_code-*.whl\n{requirement}"
        )
    return f"# It is the commit that `okrs init` was installed from.\n{requirement}"
