"""One file per output format; each turns located findings into text."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from okrs_as_code.finding import Located
    from okrs_as_code.lint.formats.format_context import FormatContext


FORMATS = ("full", "concise", "json", "github", "markdown", "sarif", "gitlab", "junit", "rdjson")
"""The names of the formats, each of a module here that is imported when it is used."""


def render(findings: Sequence[Located], output_format: str, context: FormatContext | None = None) -> str:
    """Findings in one of the formats."""
    if context is None:
        from okrs_as_code.lint.formats.format_context import FormatContext

        context = FormatContext()
    text: str = importlib.import_module(f"{__name__}.{output_format}").render(findings, context)
    return text
