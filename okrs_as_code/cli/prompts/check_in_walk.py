"""The walk through what somebody owns: value, confidence, one note, help; then a sentence on each objective."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from okrs_as_code.cli.prompts.check_in_questions import CheckInQuestions, ask_help
from okrs_as_code.cli.prompts.questions import (
    SkippedError,
    ask_line,
    ask_until_valid,
    confirm_for_other,
    confirm_records,
    introduce_author,
    say,
    say_unreadable,
)
from okrs_as_code.model.files.measure import Milestones
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding
from okrs_as_code.records.check_in_lookup import names_objective
from okrs_as_code.records.record_text import clean_text
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.entry_phrases import planned_phrase
from okrs_as_code.report.wording.status_phrases import pace_words, reached_phrase, remarks

if TYPE_CHECKING:
    from okrs_as_code.records.author import Author
    from okrs_as_code.records.check_in import CheckInDraft


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
            values = CheckInQuestions(standing).ask()
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
