"""Optional packages, of which each has one extra."""

from __future__ import annotations

from okrs_as_code.errors import OkrsError


def missing_extra_error(extra: str, reading: str) -> OkrsError:
    """The error where the package of an extra is not installed; `reading` says what needs it."""
    return OkrsError(
        f"{reading} needs the extra `{extra}`, which is not installed", f"pip install 'okrs-as-code[{extra}]'"
    )
