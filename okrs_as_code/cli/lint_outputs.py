"""The outputs of `okrs lint`: `--output-format FORMAT` on standard output, or `FORMAT=FILE`, several at once."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from okrs_as_code.cli.options import append_file, write_file
from okrs_as_code.lint.formats import FORMATS, render

if TYPE_CHECKING:
    from okrs_as_code.lint.formats.format_context import FormatContext
    from okrs_as_code.lint.result import LintResult


class LintOutput(NamedTuple):
    """A format, and the file to which it is written; None for standard output, or what `-o` names."""

    output_format: str
    file: Path | None = None

    @property
    def is_summary(self) -> bool:
        """Whether it goes to the job's summary, of which GitHub gives each step its own file."""
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        return self.file is not None and bool(summary) and self.file.absolute() == Path(summary or "").absolute()


class LintOutputType(click.ParamType[LintOutput]):
    """A format such as `sarif`, or a format with a file, such as `sarif=okrs.sarif`."""

    name = "output"

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """The forms in which it is written."""
        return "FORMAT[=FILE]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> LintOutput:
        """The output that a text names; fails with a usage error for an unknown format, and for no file."""
        if isinstance(value, LintOutput):
            return value
        name, sign, file = str(value).partition("=")
        if name not in FORMATS:
            self.fail(f"{name!r} is not one of {', '.join(map(repr, FORMATS))}", param, ctx)
        if sign and not file:
            self.fail(f"{value!r} names no file: write {name}=FILE, or {name} alone for standard output", param, ctx)
        return LintOutput(name, Path(file) if file else None)


def outputs_of(outputs: Sequence[LintOutput], output: Path | None) -> list[LintOutput]:
    """All outputs, the one without a file with that of `-o`; the default where none is named.

    Raises click.UsageError where two would be written to one place, and for an `-o` without anything to write.
    """
    if not outputs:
        return [LintOutput(_default_format(output), output)]
    plain = [one for one in outputs if one.file is None]
    if len(plain) > 1:
        names = " and ".join(one.output_format for one in plain)
        raise click.UsageError(
            f"{names} cannot both be printed; name files for all but one: `{plain[-1].output_format}=FILE`"
        )
    if output is not None and not plain:
        raise click.UsageError("`-o` is the file of the format without one, and each format has its own")
    named = [one._replace(file=one.file or output) for one in outputs]
    counts = Counter(one.file.absolute() for one in named if one.file is not None)
    for file, count in counts.items():
        if count > 1:
            raise click.UsageError(f"{count} formats are to be written to {file}; name a file for each")
    return named


def _default_format(output: Path | None) -> str:
    if os.environ.get("GITHUB_ACTIONS") == "true":
        return "github"
    return "full" if output is None and sys.stdout.isatty() else "concise"


def write_outputs(result: LintResult, outputs: Sequence[LintOutput], context: FormatContext) -> str:
    """Writes the files; returns the text for standard output. Raises OkrsError for a file that cannot be written."""
    context = context._replace(has_summary=any(output.is_summary for output in outputs))
    printed = ""
    for output in outputs:
        if output.file is None:
            printed = render(result.findings, output.output_format, context)
        elif output.is_summary:
            used = output.file.stat().st_size if output.file.exists() else 0
            room = max(context.max_bytes - used, 0)
            append_file(render(result.findings, output.output_format, context._replace(max_bytes=room)), output.file)
        else:
            write_file(render(result.findings, output.output_format, context), output.file)
    return printed
