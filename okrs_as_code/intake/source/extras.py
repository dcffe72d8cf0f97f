"""Optional packages, of which each has one extra."""

from __future__ import annotations

import importlib
from typing import Any

from okrs_as_code.errors import OkrsError


def optional_module(name: str, extra: str, what: str) -> Any:
    """A module of an optional package. Raises OkrsError, with the extra to install, where it is not there."""
    try:
        return importlib.import_module(name)
    except ImportError:
        raise OkrsError(
            f"{what} needs the extra `{extra}`, which is not installed", f"pip install 'okrs-as-code[{extra}]'"
        ) from None
