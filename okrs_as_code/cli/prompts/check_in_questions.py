"""The questions of a check-in about one key result: value, confidence, a note, help where it is needed."""

from __future__ import annotations

from typing import Any

from okrs_as_code.cli.check_in_summary import far_out_phrase
from okrs_as_code.cli.prompts.questions import SkippedError, ask_line, ask_text, ask_until_valid, say
from okrs_as_code.errors import OkrsError
from okrs_as_code.model.files.measure import Binary, Metric, Milestones, Score
from okrs_as_code.model.progress.status import Status, status_from_confidence
from okrs_as_code.model.standing import KeyResultStanding
from okrs_as_code.records.check_in_effect import is_far_out
from okrs_as_code.records.check_in_entry import check_in_entry, parse_confidence, parse_done, parse_steps, parse_value
from okrs_as_code.report.wording import numbers

_STATUSES = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, Status.PAUSED)
"""Statuses that can be typed behind a confidence."""


def ask_help(before: str | None) -> str | None:
    """Asks for the support that is needed; an earlier request stands until it is taken back."""
    hint = "Enter: none" if before is None else f"[{before}]; - for no longer"
    answer = ask_text(f"  what help do you need, and from whom? ({hint})")
    if answer is None:
        return before
    return None if answer == "-" else answer


def _ask_note() -> str | None:
    return ask_text("  note (Enter: none)")


class CheckInQuestions:
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
