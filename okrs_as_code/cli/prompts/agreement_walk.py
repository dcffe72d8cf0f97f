"""The walk through what waits for somebody's agreement: the terms in plain words, what moved, and one question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from okrs_as_code.cli.prompts.questions import introduce_author, say
from okrs_as_code.cli.terminal import Screen, show
from okrs_as_code.model.consent import RoleConsent
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.agreement_phrases import moved_terms
from okrs_as_code.report.wording.evidence_phrases import evidence_phrase
from okrs_as_code.report.wording.status_phrases import DIRECTION_SUFFIXES, difference_phrase
from okrs_as_code.report.wording.terms_phrases import person_phrase, terms_lines

if TYPE_CHECKING:
    from okrs_as_code.records.agreement_draft import AgreementDraft, AgreementRequest
    from okrs_as_code.records.author import Author


_MEANING = {
    "owner": "As its owner: are you accountable for this, and comfortable committing to it?",
    "manager": "As manager: do you agree that reaching this is success?",
}


class AgreementWalk:
    """Shows key results one by one and asks about each; consent is a `y`, and nothing else is."""

    def __init__(self, draft: AgreementDraft, who: Author) -> None:
        self._draft = draft
        self._who = who

    def through(self, wanted: Sequence[AgreementRequest], *, ask: bool) -> None:
        """Shows what is wanted and adds what is agreed to; all of it where nobody is to be asked."""
        introduce_author(f"Agreement by {self._who.name}, {numbers.day(self._draft.day)}", self._who)
        if self._draft.signer is not None:
            say(self._draft.signer.key_note)
        if not wanted:
            self._nothing_waits()
        elif ask:
            say("y agrees, n does not, s decides later; Enter alone does nothing, Ctrl-C leaves without writing.")
        for position, asked in enumerate(wanted, 1):
            say("")
            self._show(asked, f"{position} of {len(wanted)}  " if len(wanted) > 1 else "")
            if not ask or self._agrees(asked):
                self._draft.add(asked)
        say("")

    def _nothing_waits(self) -> None:
        """Says so as far as that can be known."""
        say("nothing waits for your agreement")
        if self._draft.is_incomplete:
            say("something could not be read, so more may wait: `okrs lint` says what is wrong with it")

    def _show(self, asked: AgreementRequest, position: str) -> None:
        node, plan = asked.node, self._draft.plan
        lines = [*terms_lines(plan, node), *self._moved(asked), *self._so_far(asked)]

        def draw(screen: Screen) -> None:
            screen.console.print(screen.text(f"{position}{node.content.title}", "bold"))
            screen.console.print(screen.text(node.id, "dim"))
            screen.console.print(screen.text(f"for: {node.objective.content.title}", "dim"))
            screen.console.print()
            screen.rows([(screen.text(name, "dim"), screen.text(words)) for name, words in lines], (11, None))

        show(draw)

    def _moved(self, asked: AgreementRequest) -> Iterator[tuple[str, str]]:
        """What moved since the last agreement in this role, with whether it became easier or harder."""
        earlier = asked.role_consent.earlier
        if earlier is None:
            return
        plan, node = self._draft.plan, asked.node
        who = "you" if earlier.by == self._draft.by else person_phrase(plan, earlier.by)
        yield "moved", f"since {who} agreed on {numbers.day(earlier.day)}:"
        for moved, direction in moved_terms(plan, node, earlier):
            yield "", f"{difference_phrase(moved)}{DIRECTION_SUFFIXES[direction]}"

    def _so_far(self, asked: AgreementRequest) -> Iterator[tuple[str, str]]:
        """What is known of the other role; and of this one, where a former manager agreed."""
        for part in asked.consent.roles:
            if part.role != asked.role or part.current is not None:
                yield f"as {part.role}", self._said(part)
        if asked.consent.manager is None:
            yield "as manager", "nobody is above you: your own agreement is enough"

    def _said(self, part: RoleConsent) -> str:
        person = person_phrase(self._draft.plan, part.person)
        if part.current is not None:
            by, day = person_phrase(self._draft.plan, part.current.by), numbers.day(part.current.day)
            return f"{by} agreed on {day} ({evidence_phrase(part)})"
        if part.earlier is not None:
            return f"{person} has not agreed since the terms moved"
        return f"{person} has not agreed yet"

    def _agrees(self, asked: AgreementRequest) -> bool:
        """Asks until the answer is one of the three."""
        say("")
        while True:
            given: str = click.prompt(f"{_MEANING[asked.role]} [y/n/s]", default="", show_default=False)
            answer = given.strip().lower()
            if answer in ("y", "yes"):
                return True
            if answer in ("n", "no"):
                say(f"  not agreed to: talk about it, or propose other terms in {asked.node.file}")
                return False
            if answer in ("s", "skip"):
                say("  left for later")
                return False
            say("  write y to agree, n if you do not, s to decide later")
