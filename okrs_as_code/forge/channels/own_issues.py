"""The issues of people that the token's account opened, as they were when the run listed them, and what it did since.

They are listed by their label, and once: a run of 500 people would otherwise use up what a forge allows in an hour.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from okrs_as_code.forge.channels.channel import ChannelError, LastSent
from okrs_as_code.forge.channels.issue_mark import read_mark
from okrs_as_code.forge.refusal import HttpStatusError
from okrs_as_code.forge.trackers.tracker import LABEL, Comment, Issue, Tracker

_GONE = (404, 410)
_REMEDY = "docs/messages.md lists what the token needs"


class OwnIssues:
    """Issues and comments by the token's account that end with a mark; whatever others wrote is not there.

    Raises OkrsError as the tracker does, and ChannelError where nobody can know what is ours.
    """

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker
        self._account = ""
        self._issues: dict[int, Issue] | None = None

    def marked(self) -> Iterator[tuple[Issue, str, LastSent]]:
        """Each issue with its person and the weeks that its mark names, the lowest number first."""
        if self._issues is None:
            self._account = self._tracker.account()
            if not self._account:
                raise ChannelError(f"{self._tracker.host} does not say whose the token is", _REMEDY)
            self._issues = {issue.number: issue for issue in self._tracker.issues()}
        for _, issue in sorted(self._issues.items()):
            mark = read_mark(issue.text)
            if mark is not None and self._is_own(issue):
                yield issue, *mark

    def of_person(self, person: str) -> list[Issue]:
        """The issues of one person, open and closed, the lowest number first."""
        return [issue for issue, whose, _ in self.marked() if whose == person]

    def marks(self, person: str) -> list[LastSent]:
        """The weeks that the issues of one person name."""
        return [sent for _, whose, sent in self.marked() if whose == person]

    def comments(self, issues: Collection[Issue], person: str) -> list[tuple[Issue, Comment, LastSent]]:
        """Our comments for a person at some issues, the oldest first, with the weeks that they name."""
        found = []
        for issue in issues:
            for comment in self._tracker.comments(issue):
                mark = read_mark(comment.text)
                if mark is not None and mark[0] == person and self._is_own(comment):
                    found.append((issue, comment, mark[1]))
        return found

    def create(self, title: str, text: str) -> None:
        """Opens an issue, and looks which others were opened since the list was made."""
        issues = self._issues if self._issues is not None else {}
        known = max(issues, default=0)
        try:
            created = self._tracker.create_issue(title, text)
        except HttpStatusError as error:
            if error.status in _GONE:  # the repository, or its issues, and so nobody's message can be written
                raise ChannelError(error.message, error.remedy) from None
            raise
        if not created.is_labelled:
            self._tracker.edit_issue(created, is_open=False)
            raise ChannelError(f"the token may not give an issue the label `{LABEL}`", _REMEDY)
        # What the forge says of its own answer is more certain than what it says of the token.
        self._account = created.author or self._account
        issues[created.number] = created
        for issue in self._tracker.issues():
            if issue.number <= known:
                break
            issues[issue.number] = issue
        self._issues = issues

    def add_comment(self, issue: Issue, text: str) -> Comment:
        """Writes a comment."""
        comment = self._tracker.add_comment(issue, text)
        self._keep(replace(issue, has_comments=True))
        return comment

    def edit(self, issue: Issue, *, text: str | None = None, is_open: bool | None = None) -> Issue:
        """Replaces the text of an issue, closes it or opens it again; returns it as it is then."""
        self._tracker.edit_issue(issue, text=text, is_open=is_open)
        issue = (self._issues or {}).get(issue.number, issue)
        if text is not None:
            issue = replace(issue, text=text)
        if is_open is not None:
            issue = replace(issue, is_open=is_open)
        self._keep(issue)
        return issue

    def delete(self, issue: Issue, comment: Comment) -> None:
        """Deletes a comment, unless somebody did already."""
        try:
            self._tracker.delete_comment(issue, comment)
        except HttpStatusError as error:
            if error.status not in _GONE:
                raise

    def _keep(self, issue: Issue) -> None:
        if self._issues is not None:
            self._issues[issue.number] = issue

    def _is_own(self, written: Issue | Comment) -> bool:
        return bool(written.author) and written.author.casefold() == self._account.casefold()
