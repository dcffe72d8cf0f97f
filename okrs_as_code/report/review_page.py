"""One page for whoever reviews a change: who still has to approve, what changes, and what the lint finds."""

from __future__ import annotations

from okrs_as_code.report.approvals import as_markdown
from okrs_as_code.report.diff import Diff
from okrs_as_code.report.diff_markdown import as_markdown as as_changes
from okrs_as_code.review.pull_request import PullRequest

LONGEST = 60_000
"""Characters; a comment on GitHub has at most 65,536."""


def page(request: PullRequest, findings: str) -> str:
    """The page as Markdown; what does not fit is cut at the end of a line, and that is said."""
    told = as_changes(Diff((None, request.fork), (request.commit, request.head), request.today)).lstrip("\n")
    parts = ("## Goals in this change", as_markdown(request), f"### What changes\n\n{told}", findings)
    text = "\n".join(part for part in parts if part)
    if len(text) <= LONGEST:
        return text
    kept = text[:LONGEST].rpartition("\n")[0]
    return f"{kept}\n\n_{text.count(chr(10)) - kept.count(chr(10))} more lines: run `okrs diff` for all of it._\n"
