"""The walk through the key results that somebody owns: value, confidence, one note, and help where it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from okrs_as_code.cli.check_in_summary import far_out_phrase
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
from okrs_as_code.model.assessment import KeyResultStanding, Status, status_from_confidence
from okrs_as_code.model.files.measure import Binary, Metric, Milestones
from okrs_as_code.records import check_in_entry as read
from okrs_as_code.records.check_in_effect import is_far_out
from okrs_as_code.report.wording import numbers

if TYPE_CHECKING:
    from okrs_as_code.records.author import Author
    from okrs_as_code.records.check_in import CheckInDraft


_TYPED = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)


def walk_check_in(draft: CheckInDraft, who: Author, key_result: str | None, *, push: bool) -> bool:
    """Asks about one key result, or all that the person owns; whether there is something to write, and it is wanted.

    Raises OkrsError for a key result that takes no check-in.
    """
    standings = _chosen(draft, who, key_result)
    introduce_author(f"Check-in by {who.name}, {numbers.day(draft.day)}", who)
    if not standings:
        say(f"you own nothing that is open on {numbers.day(draft.day)}")
        return False
    say("Enter keeps what stands in [brackets], s skips, Ctrl-C leaves without writing anything.")
    for position, standing in enumerate(standings, 1):
        say("")
        _introduce(standing, f"{position} of {len(standings)}  " if len(standings) > 1 else "")
        try:
            said = _CheckInQuestions(standing).ask()
        except SkippedError:
            say("  skipped")
            continue
        draft.add(standing.node.id, said)
    if draft.is_empty:
        return False
    return confirm_records([draft.record()], push=push)


def _chosen(draft: CheckInDraft, who: Author, key_result: str | None) -> Sequence[KeyResultStanding]:
    """What is asked about; for somebody else's key result only where that is meant."""
    if key_result is None:
        return draft.own_standings()
    owner = draft.other_owner(key_result)
    if owner is not None:
        if not confirm_for_other(who, owner, key_result):
            return ()
        draft.accept_others()
    return (draft.standing(key_result),)


def _introduce(standing: KeyResultStanding, position: str) -> None:
    """Title, measure, the last value and what was said with it, and pace."""
    node, content = standing.node, standing.node.content
    say(f"{position}{content.title}")
    say(f"  {node.short_id} · {numbers.measure_phrase(content.measure)} · due {numbers.day(node.due)}")
    value = numbers.reached_value_phrase(content.measure, standing.progress, short=True)
    told = [value.removeprefix("last ")] if value is not None else []
    if standing.confidence is not None:
        told.append(f"confidence {numbers.share(standing.confidence)}")
    if told and standing.latest is not None:
        pace = f" · {standing.pace}" if standing.pace is not None else ""
        say(f"  last check-in {numbers.day(standing.latest.day)}: {', '.join(told)}{pace}")
    if isinstance(content.measure, Milestones):
        for number, step in enumerate(content.measure.steps, 1):
            done = isinstance(standing.progress.value, tuple) and step.id in standing.progress.value
            say(f"    {'✓' if done else number} {step.id}: {step.title}")


class _CheckInQuestions:
    """The questions about one key result."""

    def __init__(self, standing: KeyResultStanding) -> None:
        self._standing = standing
        self._measure = standing.node.content.measure
        latest = standing.latest
        self._status = latest.entry.status if latest is not None else None
        self._anything_typed = False
        self._doubted: float | None = None

    def ask(self) -> dict[str, Any]:
        """An entry. Raises SkipError where that is asked for, or nothing is known and nothing was typed."""
        said = self._value()
        confidence, status = ask_until_valid(self._confidence)
        if confidence is not None:
            said["confidence"] = confidence
        if status is not None:
            said["status"] = status
        if not said or (self._standing.progress.value is None and not self._anything_typed):
            raise SkippedError
        note = ask_until_valid(lambda: ask_words("  note (Enter: none)"))
        if note is not None:
            said["note"] = note
        before = self._standing.help
        if before is not None or (confidence is not None and status_from_confidence(confidence) is Status.OFF_TRACK):
            wanted = ask_until_valid(lambda: self._help(before))
            if wanted is not None:
                said["help"] = wanted
        return said

    def _value(self) -> dict[str, Any]:
        """What is said about where it stands; nothing where nothing is known and nothing was typed."""
        measure = self._measure
        if isinstance(measure, Milestones):
            return ask_until_valid(lambda: self._steps(measure))
        return ask_until_valid(self._flag if isinstance(measure, Binary) else self._number)

    def _number(self) -> dict[str, Any]:
        last = self._standing.progress.value
        known = isinstance(last, float | int)
        shown = f" [{last:.15g}]" if known else ""
        if not known and isinstance(self._measure, Metric):
            shown = f" (it began at {self._measure.baseline:.15g})"
        answer = self._answer(f"  value{shown}")
        if answer:
            return {"value": self._likely(read.parse_number(answer))}
        return {"value": last} if known else {}

    def _likely(self, value: float) -> float:
        """The value; one that is far out is asked for a second time."""
        if is_far_out(self._measure, value) and value not in (self._doubted, self._standing.progress.value):
            self._doubted = value
            raise OkrsError(far_out_phrase(self._measure, value), "if it is meant, type it once more")
        return value

    def _flag(self) -> dict[str, Any]:
        last = self._standing.progress.value
        known = isinstance(last, bool)
        answer = self._answer(f"  done, y or n{(' [y]' if last else ' [n]') if known else ''}")
        if not answer:
            return {"done": last} if known else {}
        found = read.parse_done((answer,), self._measure)
        if not isinstance(found, bool):
            raise OkrsError(f"`{answer}` is neither yes nor no", "write y or n")
        return {"done": found}

    def _steps(self, measure: Milestones) -> dict[str, Any]:
        """Steps are named by id or number, and added to those that are done already."""
        last = self._standing.progress.value
        before = last if isinstance(last, tuple) else ()
        shown = f" [{', '.join(before) or 'none'}]" if isinstance(last, tuple) else ""
        answer = self._answer(f"  newly done, numbers or ids{shown}")
        if not answer:
            return {"done": list(before)} if isinstance(last, tuple) else {}
        ids = [step.id for step in measure.steps]
        named = read.parse_steps(answer, measure)
        named = [ids[int(word) - 1] if word in map(str, range(1, len(ids) + 1)) else word for word in named]
        found = {"done": [*before, *named]}
        read.check_in_entry(self._standing.node.short_id, measure, found)
        return found

    def _confidence(self) -> tuple[float | None, str | None]:
        """Confidence, and behind it a status to disagree with what it says; Enter keeps both."""
        last = self._standing.confidence
        kept = "" if last is None else f" [{numbers.share(last)}{f' {self._status}' if self._status else ''}]"
        answer = self._answer(f"  confidence, 0.0 to 1.0{kept}")
        if not answer:
            return last, self._status
        figure, _, status = answer.replace(" %", "%").partition(" ")
        confidence, status = read.parse_confidence(figure), status.strip()
        if status and status not in _TYPED:
            raise OkrsError(f"`{status}` is no status", f"write one of {', '.join(_TYPED)}, or the number alone")
        say(f"    → {numbers.share(confidence)}: {status or status_from_confidence(confidence)}")
        return confidence, status or None

    def _answer(self, question: str) -> str:
        """One line; raises SkipError for `s`."""
        given = ask_line(question)
        self._anything_typed = self._anything_typed or bool(given)
        return given

    def _help(self, before: str | None) -> str | None:
        """What support is needed; what was asked for before stands until it is taken back."""
        kept = "Enter: none" if before is None else f"[{before}]; - for no longer"
        answer = ask_words(f"  what help do you need, and from whom? ({kept})")
        if answer is None:
            return before
        return None if answer == "-" else answer
