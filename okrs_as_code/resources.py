"""Files shipped with the program, and the addresses of its project as the package's own metadata has them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """The folder `templates` or `schema` of this installation: in a wheel inside the package, else beside it."""
    in_wheel = _PACKAGE / "shipped" / folder
    return in_wheel if in_wheel.is_dir() else _PACKAGE.parent / folder


@cache
def project_url(label: str) -> str | None:
    """An address of the project, such as that of its `Issues`; None before there is one that is known to be ours."""
    from importlib import metadata

    try:
        urls = metadata.metadata("okrs-as-code").get_all("Project-URL") or ()
    except metadata.PackageNotFoundError:
        return None
    addresses = dict(url.split(", ", 1) for url in urls if ", " in url)
    return addresses.get(label)


def rule_url(code: str) -> str | None:
    """The address of a rule's page, below that of the `Rules`; None before there is one."""
    rules = project_url("Rules")
    return f"{rules.rstrip('/')}/{code}.md" if rules is not None else None
