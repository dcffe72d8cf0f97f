"""Workflow commands that a forge's CI shows beside the changed lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from okrs_as_code.escape import sanitise_line, workflow_message, workflow_property
from okrs_as_code.finding import Located, Severity
from okrs_as_code.lint.formats.concise import headline
from okrs_as_code.lint.formats.format_context import FormatContext
from okrs_as_code.lint.formats.sentence import with_help

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning"}
_NOTICE = "notice"
_SHOWN = 10
"""The number of errors, of warnings and of notices that GitHub shows of a step; it drops all further ones."""


def render(findings: Sequence[Located], context: FormatContext) -> str:
    """One `::error` or `::warning` command a finding; weaker severities are notices.

    Of each GitHub shows ten. Of more those on changed lines come first, the others are plain lines, and a last notice
    counts them.
    """
    groups: dict[str, list[Located]] = {"error": [], "warning": [], _NOTICE: []}
    for located in findings:
        groups[_COMMANDS.get(located.finding.severity, _NOTICE)].append(located)
    has_more = any(len(group) > _SHOWN for group in groups.values())
    return "".join(f"{line}\n" for line in (_cut_lines if has_more else _lines)(groups, context))


def _lines(groups: dict[str, list[Located]], context: FormatContext) -> Iterator[str]:
    for command, group in groups.items():
        yield from (_command(command, located, context) for located in group)


def _cut_lines(groups: dict[str, list[Located]], context: FormatContext) -> Iterator[str]:
    rest: list[Located] = []
    for command, group in groups.items():
        shown = _SHOWN - (command == _NOTICE)  # the last notice is the one that counts the rest
        ranked = _changed_first(group, context) if len(group) > shown else group
        yield from (_command(command, located, context) for located in ranked[:shown])
        rest += ranked[shown:]
    for located in rest:
        yield headline(located, context.path(located.finding.place.file))
        if located.finding.help:
            yield sanitise_line(f"  = help: {located.finding.help}")
    where = "summary" if context.has_summary else "log of this step"
    yield f"::{_NOTICE} title=okrs lint::{len(rest)} more in the {where}"


def _changed_first(findings: Iterable[Located], context: FormatContext) -> list[Located]:
    """Findings on lines that the change touches, then all others, each in their order."""
    return sorted(findings, key=lambda located: not _is_on_changed_line(located, context))


def _is_on_changed_line(located: Located, context: FormatContext) -> bool:
    rows = context.changed_rows(located.finding.place.file)
    return any(row in rows for row in range(located.region.row, located.region.last_row + 1))


def _command(command: str, located: Located, context: FormatContext) -> str:
    finding, region = located.finding, located.region
    properties = {
        "file": context.path(finding.place.file),
        "line": str(region.row),
        "endLine": str(region.end_row),
        "col": str(region.column),
        "endColumn": str(region.end_column),
        "title": f"{finding.code} {finding.name}",
    }
    parameters = ",".join(f"{name}={workflow_property(value)}" for name, value in properties.items())
    place = f"{properties['file']}:{region.row}:{region.column}"
    return f"::{command} {parameters}::{workflow_message(f'{place}: {with_help(finding)}')}"
