"""One file per output format; each turns located findings into text."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from okrs_as_code.finding import Located


FORMATS = ("full", "concise", "json", "github", "markdown")
"""The names of the formats, each of a module here that is imported when it is used."""


def render(findings: Sequence[Located], output_format: str) -> str:
    """Findings in one of the formats."""
    text: str = importlib.import_module(f"{__name__}.{output_format}").render(findings)
    return text
