"""The text from which a grade starts in the browser: scores as progress proposes them, and reasons left empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from okrs_as_code.model.grading import graded_from, proposed_score
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.report.skeletons import as_comment, join_lines
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import reached_phrase


def grade_day(standings: Sequence[KeyResultStanding], today: date) -> date:
    """The day of a grade: the end of its key results once that is over, before it the first for grades.

    After the last check-in in any case, and not today, so that a page names another day only where something happened.
    """
    end = max(standing.node.end for standing in standings)
    first = end if today > end else graded_from(end)
    return max([first, *(standing.latest.day for standing in standings if standing.latest is not None)])


def grade_skeleton(person: str, manager: str | None, day: date, standings: Iterable[KeyResultStanding]) -> str:
    """The text of a grade of each key result. As it stands it is refused, since only the person can give the reason."""
    lines = [
        "# Say why between the quotes, and decide: done, keep, modify, later or stop.",
        "# Change a score that you disagree with.",
        "# Take out the key results that you do not grade yet. To use a line that begins with #, take away the #.",
        f"by: {person}",
        f"date: {day.isoformat()}",
    ]
    if manager is not None and manager != person:
        lines.append(f"#reviewed_by: {manager}")
    lines.append("key_results:")
    for standing in standings:
        lines.extend(_entry_lines(standing))
    return join_lines(lines)


def _entry_lines(standing: KeyResultStanding) -> Iterator[str]:
    node = standing.node
    progress, value = (
        numbers.progress_phrase(standing.progress),
        reached_phrase(standing),
    )
    score = proposed_score(standing.progress)
    yield ""
    yield f"  # {as_comment(node.content.title)}"
    yield f"  # {as_comment(', '.join(dict.fromkeys(filter(None, (progress, value)))))}"
    yield f"  {node.short_id}:"
    yield f"    score:{f' {score:g}' if score is not None else ''}"
    yield '    because: ""'
    yield "    decision:"
    yield '    #learned: "What would you tell another team?"'
    if node.commitment == "committed":
        yield '    #root_cause: "If it was missed: what stood in the way?"'
