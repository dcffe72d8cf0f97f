"""Findings as lists for a comment on a pull request: those to fix, and below them suggestions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from okrs_as_code.escape import markdown
from okrs_as_code.finding import Located, Severity


def render(findings: Sequence[Located]) -> str:
    """Errors with their remedies; then all others, as suggestions."""
    errors = [located for located in findings if located.finding.severity is Severity.ERROR]
    suggestions = [located for located in findings if located.finding.severity is not Severity.ERROR]
    lines = [*_section("To fix", errors), *_section("Suggestions", suggestions)]
    return "".join(f"{line}\n" for line in lines)


def _section(title: str, findings: Sequence[Located]) -> Iterator[str]:
    if not findings:
        return
    yield f"### {title}"
    yield ""
    for located in findings:
        finding = located.finding
        place = f"{finding.place.file}:{located.region.row}"
        yield f"- {markdown(finding.message)} ({markdown(place)}, {finding.code}). {markdown(_sentence(finding.help))}"
    yield ""


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
