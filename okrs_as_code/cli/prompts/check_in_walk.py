"""The walk through what somebody owns: value, confidence, one note, help; then a sentence on each objective."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from okrs_as_code.cli.check_in_summary import far_out_phrase
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
from okrs_as_code.model.files.measure import Binary, Metric, Milestones, Score
from okrs_as_code.model.progress.status import Status, status_from_confidence
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding
from okrs_as_code.records.check_in_effect import is_far_out
from okrs_as_code.records.check_in_entry import check_in_entry, parse_confidence, parse_done, parse_steps, parse_value
from okrs_as_code.records.check_in_lookup import names_objective
from okrs_as_code.records.record_text import clean_text
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.entry_phrases import planned_phrase
from okrs_as_code.report.wording.status_phrases import pace_words, reached_phrase, remarks

if TYPE_CHECKING:
    from okrs_as_code.records.author import Author
    from okrs_as_code.records.check_in import CheckInDraft


_STATUSES = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, Status.PAUSED)
"""Statuses that can be typed behind a confidence."""


def walk_check_in(draft: CheckInDraft, author: Author, goal: str | None, *, push: bool) -> bool:
    """Asks about one key result or objective, or all that the author owns, and adds the answers to the draft.

    Returns whether there is a record, and the author confirmed it. Raises OkrsError for a goal that takes no check-in.
    """
    standings, objectives = _select_standings(draft, author, goal)
    introduce_author(f"Check-in by {author.name}, {numbers.day(draft.day)}", author)
    if goal is None:
        say_unreadable(draft.plan.unreadable_goals(draft.day, draft.by), "may be yours")
    if not standings and not objectives:
        say(f"you own nothing that is open on {numbers.day(draft.day)}")
        return False
    say("Enter keeps what stands in [brackets], s skips, Ctrl-C leaves without writing anything.")
    for number, standing in enumerate(standings, 1):
        say("")
        _introduce(standing, f"{number} of {len(standings)}  " if len(standings) > 1 else "", draft.day)
        try:
            values = _CheckInQuestions(standing).ask()
        except SkippedError:
            say("  skipped")
            continue
        draft.add(standing.node.id, values)
    for objective in objectives:
        say("")
        try:
            draft.add(objective.node.id, _ask_about_objective(objective))
        except SkippedError:
            say("  skipped")
    if draft.is_empty:
        return False
    return confirm_records([draft.record()], push=push)


def _select_standings(
    draft: CheckInDraft, author: Author, goal: str | None
) -> tuple[Sequence[KeyResultStanding], Sequence[ObjectiveStanding]]:
    """The key results and objectives to ask about; somebody else's only where the author confirms to speak for them."""
    if goal is None:
        return draft.own_standings(), draft.own_objectives()
    owner, is_objective = draft.other_owner(goal), names_objective(goal)
    if owner is not None:
        if not confirm_for_other(author, owner, goal, "objective" if is_objective else "key result"):
            return (), ()
        draft.accept_others()
    return ((), (draft.objective_standing(goal),)) if is_objective else ((draft.standing(goal),), ())


def _ask_about_objective(standing: ObjectiveStanding) -> dict[str, Any]:
    """Asks once how an objective stands as a whole, and for help only where help was asked for.

    Raises SkippedError for `s`, and where nothing was said.
    """
    say(f"The objective as a whole: {standing.node.content.title}")
    note = standing.note
    if note is not None and note.entry.note is not None:
        say(f"  {numbers.day(note.day)}: {' '.join(note.entry.note.split())}")
    sentence = ask_until_valid(lambda: clean_text(ask_line("  how does it stand? (Enter: nothing to say)")))
    values = {"note": sentence} if sentence else {}
    before = standing.help
    if before is not None:
        help_text = ask_until_valid(lambda: ask_help(before))
        if help_text is not None and (values or help_text != before):
            values["help"] = help_text
        elif help_text is None and not values:
            values["note"] = "No help is needed any more."
    if not values:
        raise SkippedError
    return values


def ask_help(before: str | None) -> str | None:
    """Asks for the support that is needed; an earlier request stands until it is taken back."""
    hint = "Enter: none" if before is None else f"[{before}]; - for no longer"
    answer = ask_text(f"  what help do you need, and from whom? ({hint})")
    if answer is None:
        return before
    return None if answer == "-" else answer


def _introduce(standing: KeyResultStanding, position: str, day: date) -> None:
    """Shows a key result: title, measure, the last check-in, pace, and what was meant to be done until this day."""
    node, content = standing.node, standing.node.content
    say(f"{position}{content.title}")
    say(f"  {node.short_id} · {numbers.measure_phrase(content.measure)} · due {numbers.day(node.due)}")
    value = reached_phrase(standing, short=True)
    phrases = [value.removeprefix("last ")] if value is not None else []
    if standing.confidence is not None:
        phrases.append(f"confidence {numbers.share(standing.confidence)}")
    if phrases and standing.latest is not None:
        words = pace_words(standing)
        pace = f" · {words}" if words is not None else ""
        say(f"  last check-in {numbers.day(standing.latest.day)}: {', '.join(phrases)}{pace}")
    for remark in remarks(standing):
        say(f"  {remark}")
    if standing.next is not None and standing.latest is not None:
        say(f"  {planned_phrase(standing.next, standing.latest.day, day)}")
    if isinstance(content.measure, Milestones):
        for number, step in enumerate(content.measure.steps, 1):
            done = isinstance(standing.progress.value, tuple) and step.id in standing.progress.value
            say(f"    {'✓' if done else number} {step.id}: {step.title}")


def _ask_note() -> str | None:
    return ask_text("  note (Enter: none)")


class _CheckInQuestions:
    """The questions about one key result."""

    def __init__(self, standing: KeyResultStanding) -> None:
        self._standing = standing
        self._measure = standing.node.content.measure
        latest = standing.latest_report.entry if standing.latest_report is not None else None
        is_over = latest is not None and latest.is_pause and standing.status is not Status.PAUSED
        self._status = latest.status if latest is not None and not is_over else None
        self._has_answer = False
        self._doubted_value: float | None = None

    def ask(self) -> dict[str, Any]:
        """Asks for the values of an entry.

        Raises SkippedError where that is asked for, or where nothing is known and nothing was typed.
        """
        values = self._ask_progress()
        confidence, status = ask_until_valid(self._ask_confidence)
        if confidence is not None:
            values["confidence"] = confidence
        if status is not None:
            values["status"] = status
        if not values or (self._standing.progress.value is None and not self._has_answer):
            raise SkippedError
        note = ask_until_valid(self._ask_pause_note if status == Status.PAUSED else _ask_note)
        if note is not None:
            values["note"] = note
        before = self._standing.help
        if before is not None or (confidence is not None and status_from_confidence(confidence) is Status.OFF_TRACK):
            help_text = ask_until_valid(lambda: ask_help(before))
            if help_text is not None:
                values["help"] = help_text
        return values

    def _ask_progress(self) -> dict[str, Any]:
        """Asks for `value` or `done`; empty where nothing is known and nothing was typed."""
        measure = self._measure
        if isinstance(measure, Milestones):
            return ask_until_valid(lambda: self._ask_steps(measure))
        return ask_until_valid(self._ask_flag if isinstance(measure, Binary) else self._ask_number)

    def _ask_number(self) -> dict[str, Any]:
        last = self._standing.progress.value
        is_known = isinstance(last, float | int)
        hint = f" [{last:.15g}]" if is_known else ""
        if not is_known and isinstance(self._measure, Metric):
            baseline = self._measure.baseline
            hint = " (the first one is its baseline)" if baseline is None else f" (it began at {baseline:.15g})"
        judged = ", as you judge it from 0.0 to 1.0" if isinstance(self._measure, Score) else ""
        answer = self._ask(f"  value{judged}{hint}")
        if not answer:
            return {"value": last} if is_known else {}
        value = parse_value(answer, self._measure)
        self._doubt_far_out(value)
        return {"value": value}

    def _doubt_far_out(self, value: float) -> None:
        """Raises OkrsError for a value that is far out, the first time that it is typed."""
        baseline = self._standing.progress.baseline
        measured = baseline.value if baseline is not None else None
        known = (self._doubted_value, self._standing.progress.value)
        if is_far_out(self._measure, value, measured) and value not in known:
            self._doubted_value = value
            raise OkrsError(far_out_phrase(self._measure, value, measured), "if it is meant, type it once more")

    def _ask_flag(self) -> dict[str, Any]:
        last = self._standing.progress.value
        is_known = isinstance(last, bool)
        answer = self._ask(f"  done, y or n{(' [y]' if last else ' [n]') if is_known else ''}")
        if not answer:
            return {"done": last} if is_known else {}
        done = parse_done((answer,), self._measure)
        if not isinstance(done, bool):
            raise OkrsError(f"`{answer}` is neither yes nor no", "write y or n")
        return {"done": done}

    def _ask_steps(self, measure: Milestones) -> dict[str, Any]:
        """Asks for steps by id or number; they are added to those that are done already."""
        last = self._standing.progress.value
        before = last if isinstance(last, tuple) else ()
        hint = f" [{', '.join(before) or 'none'}]" if isinstance(last, tuple) else ""
        answer = self._ask(f"  newly done, numbers or ids{hint}")
        if not answer:
            return {"done": list(before)} if isinstance(last, tuple) else {}
        ids = [step.id for step in measure.steps]
        by_number = {str(number): id_ for number, id_ in enumerate(ids, 1)}
        steps = [by_number.get(word, word) for word in parse_steps(answer, measure)]
        values = {"done": [*before, *steps]}
        check_in_entry(self._standing.node.short_id, measure, values)
        return values

    def _ask_confidence(self) -> tuple[float | None, str | None]:
        """Asks for a confidence, and behind it a status that disagrees with it; Enter keeps both."""
        last = self._standing.confidence
        hint = "" if last is None else f" [{numbers.share(last)}{f' {self._status}' if self._status else ''}]"
        answer = self._ask(f"  confidence, 0.0 to 1.0{hint}")
        if not answer:
            return last, self._status
        number, _, status = answer.replace(" %", "%").partition(" ")
        confidence, status = parse_confidence(number), status.strip()
        if status and status not in _STATUSES:
            raise OkrsError(f"`{status}` is no status", f"write one of {', '.join(_STATUSES)}, or the number alone")
        say(f"    → {numbers.share(confidence)}: {status or status_from_confidence(confidence)}")
        return confidence, status or None

    def _ask(self, question: str) -> str:
        """Asks for one line, and remembers whether there was any answer. Raises SkippedError for `s`."""
        answer = ask_line(question)
        self._has_answer = self._has_answer or bool(answer)
        return answer

    def _ask_pause_note(self) -> str:
        """Asks why it is paused; an earlier reason stands."""
        before = self._standing.pause_note
        answer = ask_text(f"  why is it paused, and until when?{f' [{before}]' if before is not None else ''}")
        if answer is None and before is None:
            raise OkrsError("a pause needs a reason", "write it in a sentence; others rely on this key result")
        return answer or before or ""
