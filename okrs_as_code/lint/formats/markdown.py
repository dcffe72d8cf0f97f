"""Lists for a comment: what has to be mended, and below it what is a suggestion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from okrs_as_code.escape import markdown
from okrs_as_code.finding import Located, Severity


def render(findings: Sequence[Located]) -> str:
    """Errors with their remedies; then warnings, and what else is told, as suggestions."""
    errors = [one for one in findings if one.finding.severity is Severity.ERROR]
    others = [one for one in findings if one.finding.severity is not Severity.ERROR]
    parts = [*_part("To fix", errors), *_part("Suggestions", others)]
    return "".join(f"{line}\n" for line in parts)


def _part(title: str, findings: Sequence[Located]) -> Iterator[str]:
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
