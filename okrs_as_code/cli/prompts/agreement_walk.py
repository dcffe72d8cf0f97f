"""The walk through the key results that wait for agreement: terms in plain words, what moved, and one question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from okrs_as_code.cli.prompts.questions import ask_word, introduce_author, say, say_unreadable
from okrs_as_code.cli.screen.terminal import Screen, show
from okrs_as_code.model.consent import RoleConsent
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.agreement_phrases import moved_terms
from okrs_as_code.report.wording.evidence_phrases import evidence_phrase
from okrs_as_code.report.wording.status_phrases import DIRECTION_SUFFIXES, difference_phrase
from okrs_as_code.report.wording.terms_phrases import person_phrase, terms_lines

if TYPE_CHECKING:
    from okrs_as_code.records.agreement_draft import AgreementDraft, AgreementRequest
    from okrs_as_code.records.author import Author


_MEANINGS = {
    "owner": "As its owner: are you accountable for this, and comfortable committing to it?",
    "manager": "As manager: do you agree that reaching this is success?",
}


class AgreementWalk:
    """Shows key results one by one and asks about each; consent is a `y`, and nothing else is."""

    def __init__(self, draft: AgreementDraft, author: Author) -> None:
        self._draft = draft
        self._author = author

    def run(self, requests: Sequence[AgreementRequest], *, ask: bool) -> None:
        """Shows the key results and adds those that are agreed to; all of them where nobody is to be asked."""
        introduce_author(f"Agreement by {self._author.name}, {numbers.day(self._draft.day)}", self._author)
        if self._draft.signer is not None:
            say(self._draft.signer.key_note)
        if not requests:
            say("nothing waits for your agreement")
        elif ask:
            say("y agrees, n does not, s decides later; Enter alone does nothing, Ctrl-C leaves without writing.")
        for number, request in enumerate(requests, 1):
            say("")
            self._show(request, f"{number} of {len(requests)}  " if len(requests) > 1 else "")
            if not ask or self._ask_consent(request):
                self._draft.add(request)
        say_unreadable(self._draft.unreadable, "may wait for you")
        say("")

    def _show(self, request: AgreementRequest, position: str) -> None:
        node, plan = request.node, self._draft.plan
        lines = [*terms_lines(plan, node), *self._moved_lines(request), *self._consent_lines(request)]

        def draw(screen: Screen) -> None:
            screen.print(screen.text(f"{position}{node.content.title}", "bold"))
            screen.print(screen.text(node.id, "dim"))
            screen.print(screen.text(f"for: {node.objective.content.title}", "dim"))
            screen.print()
            screen.rows([(screen.text(name, "dim"), screen.text(words)) for name, words in lines], (11, None))

        show(draw)

    def _moved_lines(self, request: AgreementRequest) -> Iterator[tuple[str, str]]:
        """Lines on the terms that moved since the last agreement in this role, and whether they became easier."""
        earlier = request.role_consent.earlier
        if earlier is None:
            return
        plan, node = self._draft.plan, request.node
        who = "you" if earlier.by == self._draft.by else person_phrase(plan, earlier.by)
        yield "moved", f"since {who} agreed on {numbers.day(earlier.day)}:"
        for difference, direction in moved_terms(plan, node, earlier):
            yield "", f"{difference_phrase(difference)}{DIRECTION_SUFFIXES[direction]}"

    def _consent_lines(self, request: AgreementRequest) -> Iterator[tuple[str, str]]:
        """Lines on the consent of the other role; and of this one, where a former manager agreed."""
        for consent in request.consent.roles:
            if consent.role != request.role or consent.current is not None:
                yield f"as {consent.role}", self._consent_phrase(consent)
        if request.consent.manager is None:
            yield "as manager", "nobody is above you: your own agreement is enough"

    def _consent_phrase(self, consent: RoleConsent) -> str:
        person = person_phrase(self._draft.plan, consent.person)
        if consent.current is not None:
            by, day = person_phrase(self._draft.plan, consent.current.by), numbers.day(consent.current.day)
            return f"{by} agreed on {day} ({evidence_phrase(consent)})"
        if consent.earlier is not None:
            return f"{person} has not agreed since the terms moved"
        return f"{person} has not agreed yet"

    def _ask_consent(self, request: AgreementRequest) -> bool:
        """Asks until the answer is one of the three; returns whether it is yes."""
        say("")
        while True:
            answer = ask_word(f"{_MEANINGS[request.role]} [y/n/s]")
            if answer in ("y", "yes"):
                return True
            if answer in ("n", "no"):
                say(f"  not agreed to: talk about it, or propose other terms in {request.node.file}")
                return False
            if answer in ("s", "skip"):
                say("  left for later")
                return False
            say("  write y to agree, n if you do not, s to decide later")
