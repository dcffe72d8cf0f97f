"""JUnit's XML, which most CI systems show as the results of tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from okrs_as_code.escape import sanitise_line
from okrs_as_code.finding import Finding, Located
from okrs_as_code.lint.formats.concise import headline
from okrs_as_code.lint.formats.format_context import FormatContext


def render(findings: Sequence[Located], context: FormatContext) -> str:
    """A suite a file and a case a finding: a failure where it fails the lint, else skipped, with its words.

    Without any finding there is one case that passed, as some readers refuse a report without cases.
    """
    return "".join(f"{line}\n" for line in _lines(findings, context))


def _lines(findings: Sequence[Located], context: FormatContext) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<testsuites name="okrs lint" {_counts(findings, context)}>'
    for file, group in groupby(findings, lambda located: located.finding.place.file):
        members = list(group)
        path = context.path(file)
        yield f"  <testsuite name={_quoted(path)} {_counts(members, context)}>"
        for located in members:
            yield from _case(located, path, context)
        yield "  </testsuite>"
    if not findings:
        yield '  <testsuite name="okrs" tests="1" failures="0" errors="0" skipped="0">'
        yield '    <testcase classname="okrs" name="no findings"/>'
        yield "  </testsuite>"
    yield "</testsuites>"


def _counts(findings: Sequence[Located], context: FormatContext) -> str:
    failures = sum(located.finding.severity in context.failing for located in findings)
    tests = len(findings) or 1
    return f'tests="{tests}" failures="{failures}" errors="0" skipped="{len(findings) - failures}"'


def _case(located: Located, path: str, context: FormatContext) -> Iterator[str]:
    finding = located.finding
    name = f"{finding.code} {finding.name}: {finding.subject}"
    place = f'file={_quoted(path)} line="{located.region.row}"'
    yield f"    <testcase classname={_quoted(path)} name={_quoted(name)} {place}>"
    kind = f"type={_quoted(f'{finding.severity} {finding.code}')} message={_quoted(finding.message)}"
    text = escape(_text(located))
    element = "failure" if finding.severity in context.failing else "skipped"
    yield f"      <{element} {kind}>{text}</{element}>"
    yield "    </testcase>"


def _text(located: Located) -> str:
    finding = located.finding
    return "\n".join(
        [headline(located), *_reason(finding), *([sanitise_line(f"help: {finding.help}")] if finding.help else [])]
    )


def _reason(finding: Finding) -> Iterator[str]:
    if finding.ignored is not None:
        yield sanitise_line(f"ignored until {finding.ignored.until}: {finding.ignored.reason}")


def _quoted(text: str) -> str:
    return quoteattr(sanitise_line(text))
