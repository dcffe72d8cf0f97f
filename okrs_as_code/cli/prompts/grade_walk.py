"""The walk through key results that wait for their grade: score, reason, decision, what was learned, who reviewed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from okrs_as_code.cli.prompts.questions import (
    SkippedError,
    ask_line,
    ask_text,
    ask_until_valid,
    confirm_for_other,
    confirm_records,
    introduce_author,
    say,
    say_unreadable,
)
from okrs_as_code.errors import OkrsError
from okrs_as_code.model.files.record import Decision
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.records.check_in import ACCEPTED_AFTER_END
from okrs_as_code.records.grade_entry import GradeInput, clean_reason, parse_score
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.agreement_phrases import grading_remarks
from okrs_as_code.report.wording.status_phrases import COMMITMENTS, reached_phrase

if TYPE_CHECKING:
    from okrs_as_code.model.goals.goal import KeyResultNode
    from okrs_as_code.records.author import Author
    from okrs_as_code.records.grade import GradeDraft


_LARGEST_GAP = 0.2
"""Distance between a score and the one that progress proposes, up to which there is no remark."""
_DECISIONS: dict[str, Decision] = {
    "done": "done",
    "d": "done",
    "keep": "keep",
    "k": "keep",
    "modify": "modify",
    "m": "modify",
    "later": "later",
    "l": "later",
    "stop": "stop",
}


def walk_grades(
    draft: GradeDraft,
    author: Author,
    node: KeyResultNode | None,
    options: GradeInput,
    reviewer: str | None,
    *,
    push: bool,
) -> bool:
    """Asks about one key result, or all of the author's that wait for a grade, and adds the answers to the draft.

    What `options` and `reviewer` say is not asked. Returns whether there are records, and the author confirmed them.
    Raises OkrsError for a key result that takes no grade.
    """
    standings = _select_standings(draft, author, node)
    introduce_author(f"Grades by {author.name}, {numbers.day(draft.day)}", author)
    if node is None:
        since = draft.day - ACCEPTED_AFTER_END
        say_unreadable(draft.plan.unreadable_goals(since, draft.by), "may be yours")
    if not standings:
        say("nothing of yours waits for a grade; key results are graded from 14 days before the end of their cycle")
        return False
    say("Enter takes what stands in [brackets], s at the score skips, Ctrl-C leaves without writing anything.")
    for number, standing in enumerate(standings, 1):
        say("")
        _introduce(draft, standing, f"{number} of {len(standings)}  " if len(standings) > 1 else "")
        questions = _GradeQuestions(draft, standing)
        try:
            grade_input = questions.ask(options)
        except SkippedError:
            say("  skipped")
            continue
        draft.grade(standing.node, grade_input, reviewer or questions.ask_reviewer())
    return not draft.is_empty and confirm_records(draft.records(), push=push)


def _select_standings(draft: GradeDraft, author: Author, node: KeyResultNode | None) -> Sequence[KeyResultStanding]:
    """The key results to ask about; somebody else's only where the author confirms to speak for them."""
    if node is None:
        return draft.own_standings()
    owner = draft.other_owner(node)
    if owner is not None:
        if not confirm_for_other(author, owner, node.id):
            return ()
        draft.accept_others()
    return (draft.standing(node),)


def _introduce(draft: GradeDraft, standing: KeyResultStanding, position: str) -> None:
    """Shows a key result: title, terms, progress, and how its terms moved since the owner agreed."""
    node, measure = standing.node, standing.node.content.measure
    say(f"{position}{node.content.title}")
    say(f"  {node.id} · {numbers.measure_phrase(measure)} · due {numbers.day(node.due)}")
    say(f"  {COMMITMENTS[node.commitment]}")
    value = reached_phrase(standing)
    phrases = dict.fromkeys(filter(None, (numbers.progress_phrase(standing.progress), value)))
    latest = f" · last check-in {numbers.day(standing.latest.day)}" if standing.latest is not None else ""
    say(f"  it came to {', '.join(phrases)}{latest}")
    for remark in grading_remarks(draft.plan, standing, draft.day):
        say(f"  {remark}")


def progress_remark(score: float | None, proposed: float | None) -> str | None:
    """A remark on a score that is far from the one that progress proposes; None where it is not, or one is unknown."""
    if score is None or proposed is None or round(abs(score - proposed), 2) <= _LARGEST_GAP:
        return None
    return f"the score is {score:g}, and progress says {proposed:g}"


def ask_root_cause(draft: GradeDraft, before: str | None) -> str | None:
    """Asks why a commitment was missed, where the lint does until there is an answer; None for `-`.

    None as well where `before` stays.
    """
    if draft.plan.directory.is_flat:
        return _ask_optional("it was committed and missed: what stood in the way?", before)
    hint = f"[{before}]" if before is not None else "(- leaves it open)"

    def ask() -> str | None:
        answer = ask_text(f"  it was committed and missed: what stood in the way? {hint}")
        if answer is None and before is None:
            raise OkrsError("the lint asks for it as well", "write it in a few words, or - to leave it open")
        return answer if answer != "-" else None

    return ask_until_valid(ask)


def _ask_optional(question: str, before: str | None) -> str | None:
    hint = f"[{before}]" if before is not None else "(Enter: nothing)"
    return ask_until_valid(lambda: ask_text(f"  {question} {hint}"))


class _GradeQuestions:
    """The questions about one key result. Enter keeps what the grade that is corrected says."""

    def __init__(self, draft: GradeDraft, standing: KeyResultStanding) -> None:
        self._draft = draft
        self._standing = standing
        self._before = draft.corrected_input(standing.node)[0]

    def ask(self, options: GradeInput) -> GradeInput:
        """Asks for all that the options leave out. Raises SkippedError where that is asked for."""
        grade_input = options
        if grade_input.score is None:
            grade_input = replace(grade_input, score=ask_until_valid(self._ask_score))
        if grade_input.because is None:
            grade_input = replace(grade_input, because=ask_until_valid(self._ask_because))
        if grade_input.decision is None:
            grade_input = replace(grade_input, decision=ask_until_valid(self._ask_decision))
        if grade_input.learned is None:
            learned = _ask_optional("what did you learn?", self._before.learned)
            grade_input = replace(grade_input, learned=learned)
        is_miss = grade_input.score is not None and grade_input.score < 1
        is_committed = self._standing.node.commitment == "committed"
        if grade_input.root_cause is None and is_miss and is_committed:
            grade_input = replace(grade_input, root_cause=ask_root_cause(self._draft, self._before.root_cause))
        return grade_input

    def ask_reviewer(self) -> str | None:
        """Asks who reviewed the grade, where somebody else is the manager; None where nobody did, or nobody is."""
        consent = self._standing.consent.manager
        manager = consent.person if consent is not None and consent.person != self._draft.by else None
        return ask_until_valid(lambda: self._ask_reviewer(manager)) if manager is not None else None

    def _ask_reviewer(self, manager: str) -> str | None:
        answer = ask_text(f"  has {manager} reviewed it? y, n, or who did [n]")
        if answer is None or answer.lower() in ("n", "no"):
            return None
        person = manager if answer.lower() in ("y", "yes") else answer
        self._draft.refuse_reviewer(person)
        return person

    def _ask_score(self) -> float:
        proposed = self._draft.proposed_score(self._standing.node)
        default = self._before.score if self._before.score is not None else proposed
        answer = ask_line(f"  score, 0.0 to 1.0{f' [{default:g}]' if default is not None else ''}")
        if answer:
            score = parse_score(answer)
            remark = progress_remark(score, proposed)
            if remark is not None:
                say(f"    {remark}")
            return score
        if default is None:
            raise OkrsError("there is no data to propose a score from", "write one, or s to skip it")
        return default

    def _ask_because(self) -> str:
        before = self._before.because
        answer = ask_text(f"  why this score{f' [{before}]' if before is not None else ''}")
        return clean_reason(answer or before or "")

    def _ask_decision(self) -> Decision:
        before = self._before.decision
        answer = ask_text(
            f"  what happens next (done, keep, modify, later or stop){f' [{before}]' if before is not None else ''}"
        )
        decision = _DECISIONS.get(answer.lower()) if answer is not None else before
        if decision is None:
            raise OkrsError(
                "that is none of them", "write done (or d), keep (or k), modify (or m), later (or l), or stop"
            )
        return decision
