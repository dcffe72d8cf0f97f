"""Files shipped with the program, and the address of its project."""

from __future__ import annotations

from pathlib import Path

HOMEPAGE = "https://github.com/okrs-as-code/okrs-as-code"
"""The address of the project; rule pages and the JSON Schema are addressed below it."""

_PACKAGE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """The folder `templates` or `schema` of this installation: in a wheel inside the package, else beside it."""
    in_wheel = _PACKAGE / "shipped" / folder
    return in_wheel if in_wheel.is_dir() else _PACKAGE.parent / folder


def rule_url(code: str) -> str:
    """The address of a rule's page."""
    return f"{HOMEPAGE}/blob/main/docs/rules/{code}.md"
