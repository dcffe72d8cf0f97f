"""The walk through key results that wait for their grade: score, reason, decision, what was learned, who reviewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from okrs_as_code.cli.prompts.questions import (
    SkippedError,
    ask_line,
    ask_until_valid,
    ask_words,
    confirm_for_other,
    confirm_records,
    introduce_author,
    say,
)
from okrs_as_code.errors import OkrsError
from okrs_as_code.model.assessment import KeyResultStanding
from okrs_as_code.model.files.record import Decision
from okrs_as_code.records import grade_entry as read
from okrs_as_code.records.grade_entry import GradeInput
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.agreement_phrases import grading_remarks
from okrs_as_code.report.wording.status_phrases import COMMITMENTS

if TYPE_CHECKING:
    from okrs_as_code.model.plan import KeyResultNode
    from okrs_as_code.records.author import Author
    from okrs_as_code.records.grade import GradeDraft


_NEAR = 0.2
"""So far a score may be from what progress proposes without a word."""
_DECISIONS: dict[str, Decision] = {"keep": "keep", "k": "keep", "modify": "modify", "m": "modify", "stop": "stop"}


def walk_grades(
    draft: GradeDraft, who: Author, node: KeyResultNode | None, given: GradeInput, reviewer: str | None, *, push: bool
) -> bool:
    """Asks about one key result, or all that wait for a grade; whether there is something to write, and it is wanted.

    What is given is not asked. Raises OkrsError for a key result that takes no grade.
    """
    standings = _chosen(draft, who, node)
    introduce_author(f"Grades by {who.name}, {numbers.day(draft.day)}", who)
    if not standings:
        say("nothing of yours waits for a grade; key results are graded from 14 days before the end of their cycle")
        return False
    say("Enter takes what stands in [brackets], s at the score skips, Ctrl-C leaves without writing anything.")
    for position, standing in enumerate(standings, 1):
        say("")
        _introduce(draft, standing, f"{position} of {len(standings)}  " if len(standings) > 1 else "")
        questions = _GradeQuestions(draft, standing)
        try:
            said = questions.ask(given)
        except SkippedError:
            say("  skipped")
            continue
        draft.grade(standing.node, said, reviewer or questions.reviewer())
    return not draft.is_empty and confirm_records(draft.records(), push=push)


def _chosen(draft: GradeDraft, who: Author, node: KeyResultNode | None) -> Sequence[KeyResultStanding]:
    """What is asked about; for somebody else's key result only where that is meant."""
    if node is None:
        return draft.own_standings()
    owner = draft.other_owner(node)
    if owner is not None:
        if not confirm_for_other(who, owner, node.id):
            return ()
        draft.accept_others()
    return (draft.standing(node),)


def _introduce(draft: GradeDraft, standing: KeyResultStanding, position: str) -> None:
    """Title, terms, how far it came, and what moved since the owner agreed."""
    node, measure = standing.node, standing.node.content.measure
    say(f"{position}{node.content.title}")
    say(f"  {node.id} · {numbers.measure_phrase(measure)} · due {numbers.day(node.due)}")
    say(f"  {COMMITMENTS[node.objective.content.commitment]}")
    told = [numbers.progress_phrase(standing.progress)]
    told += [words for words in (numbers.reached_value_phrase(measure, standing.progress),) if words is not None]
    latest = f" · last check-in {numbers.day(standing.latest.day)}" if standing.latest is not None else ""
    say(f"  it came to {', '.join(told)}{latest}")
    for moved in grading_remarks(draft.plan, standing, draft.day):
        say(f"  {moved}")


def progress_remark(score: float | None, proposed: float | None) -> str | None:
    """What to say about a score that is far from what progress proposes."""
    if score is None or proposed is None or round(abs(score - proposed), 2) <= _NEAR:
        return None
    return f"the score is {score:g}, and progress says {proposed:g}"


def root_cause(kept: str | None) -> str | None:
    """Why a commitment was missed, as somebody types it."""
    return _text("it was committed and missed: what stood in the way?", kept)


def _text(question: str, kept: str | None) -> str | None:
    shown = f"[{kept}]" if kept is not None else "(Enter: nothing)"
    return ask_until_valid(lambda: ask_words(f"  {question} {shown}"))


class _GradeQuestions:
    """The questions about one key result. What a correction does not change is kept by Enter."""

    def __init__(self, draft: GradeDraft, standing: KeyResultStanding) -> None:
        self._draft = draft
        self._standing = standing
        self._before = draft.corrected_input(standing.node)[0]

    def ask(self, given: GradeInput) -> GradeInput:
        """How it ended. Raises SkipError where that is asked for."""
        said = given
        if said.score is None:
            said = replace(said, score=ask_until_valid(self._score))
        if said.because is None:
            said = replace(said, because=ask_until_valid(self._because))
        if said.decision is None:
            said = replace(said, decision=ask_until_valid(self._decision))
        if said.learned is None:
            said = replace(said, learned=_text("what did you learn?", self._before.learned))
        missed = said.score is not None and said.score < 1
        if said.root_cause is None and missed and self._standing.node.objective.content.commitment == "committed":
            said = replace(said, root_cause=root_cause(self._before.root_cause))
        return said

    def reviewer(self) -> str | None:
        """Who reviewed it: the manager only where somebody says so."""
        manager = self._standing.consent.manager
        asked = manager.person if manager is not None and manager.person != self._draft.by else None
        return ask_until_valid(lambda: self._reviewer(asked)) if asked is not None else None

    def _reviewer(self, manager: str) -> str | None:
        answer = ask_words(f"  has {manager} reviewed it? y, n, or who did [n]")
        if answer is None or answer.lower() in ("n", "no"):
            return None
        person = manager if answer.lower() in ("y", "yes") else answer
        self._draft.refuse_reviewer(person)
        return person

    def _score(self) -> float:
        reached = self._draft.proposed_score(self._standing.node)
        proposed = self._before.score if self._before.score is not None else reached
        answer = ask_line(f"  score, 0.0 to 1.0{f' [{proposed:g}]' if proposed is not None else ''}")
        if answer:
            score = read.parse_score(answer)
            far = progress_remark(score, reached)
            if far is not None:
                say(f"    {far}")
            return score
        if proposed is None:
            raise OkrsError("there is no data to propose a score from", "write one, or s to skip it")
        return proposed

    def _because(self) -> str:
        kept = self._before.because
        return read.clean_reason(ask_words(f"  why this score{f' [{kept}]' if kept is not None else ''}") or kept or "")

    def _decision(self) -> Decision:
        kept = self._before.decision
        answer = ask_words(f"  what happens next, keep, modify or stop{f' [{kept}]' if kept is not None else ''}")
        decision = _DECISIONS.get(answer.lower()) if answer is not None else kept
        if decision is None:
            raise OkrsError("that is none of them", "write keep (or k), modify (or m), or stop")
        return decision
