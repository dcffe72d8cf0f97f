"""Texts from which files start in the browser: a proposed objective, a check-in with the last values, an agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from okrs_as_code.escape import sanitise_line
from okrs_as_code.model.cycles.cadence import latest_due
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.files.measure import Binary, Measure, Metric, Milestones, Score, Threshold
from okrs_as_code.model.files.record import Role
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding
from okrs_as_code.records.agreement import new_agreement
from okrs_as_code.records.record_file import free_names, record_folder
from okrs_as_code.report.wording.entry_phrases import planned_phrase
from okrs_as_code.report.wording.numbers import day, measure_phrase
from okrs_as_code.report.wording.status_phrases import reached_phrase
from okrs_as_code.yaml.scalar_text import scalar_text


def objective_path(cycle: Cycle, team: str) -> str:
    """Path of a proposed objective; its last part is to be renamed."""
    return f"okrs/{cycle.name}/{team}/new-objective.yaml"


def objective_skeleton(cycle: Cycle, parent: str | None, today: date) -> str:
    """The text of a proposed objective, without its owners, who have to be asked; `TODO` marks what to write."""
    lines = [
        f"# A proposal for {cycle.name}. The name of this file is its id: change `new-objective`",
        "# to two or three words of your own, such as organic-pipeline.yaml.",
        'title: "TODO: what do we want to achieve, in words?"',
        'why: "TODO: why this, and why now?"',
        "# Who keeps the key results coherent: a person, by the id in okrs/people.yaml.",
        "owner:",
        "",
        "# The objective above, if there is one. Take away the # to use the next line.",
        f"#aligned_to: {parent or 'team/objective'}",
        "",
        "# How will we know? Two to four key results are enough. Copy the lines from `- id` on for each.",
        "key_results:",
        "  - id: first-result",
        '    title: "TODO: what will be true when it is reached?"',
        "    # One person, by the id in okrs/people.yaml, who was asked and is comfortable with it.",
        "    owner:",
        "    measure:",
        "      type: metric",
        "      baseline: 0",
        "      target: 10",
        "      unit: posts",
        '    # Other measures: {type: threshold, at_least: 99.5, unit: "%"}, {type: binary},',
        "    # {type: milestones, steps: [{id: beta, title: Beta is out}, {id: launch, title: It is launched}]}",
    ]
    if cycle.has(today) and today != cycle.start:
        lines += [
            f"    # The day from which it is judged, such as today's. Without this line it is {cycle.start}.",
            "    start:",
        ]
    return join_lines(lines)


def check_in_day(
    plan: Plan, standings: Iterable[KeyResultStanding], objectives: Iterable[ObjectiveStanding], today: date
) -> date:
    """The day of a check-in on goals: on which the first of the key results is due, before they end.

    Of one that is overdue, the last day that has come on which it fell due; never before what was said already, as then
    it would not count. So a page names another day only where something has happened, or fell due.
    """
    standings = tuple(standings)
    dues = ((standing.check_in_due, plan.cadence(standing.node)) for standing in standings)
    first = min(due if due > today else latest_due(due, cadence, today) for due, cadence in dues)
    end = max(standing.node.end for standing in standings)
    said = [standing.latest.day for standing in standings if standing.latest is not None]
    said += [standing.latest.day for standing in objectives if standing.latest is not None]
    return max([min(first, end), *said])


def check_in_skeleton(
    person: str, due: date, standings: Sequence[KeyResultStanding], objectives: Sequence[ObjectiveStanding]
) -> str:
    """The text of a check-in with the last values of each key result, or those it started from.

    One of which neither is known stays a comment, as does an objective for which no help is asked.
    """
    lines = [
        "# Change what has changed, and take out the key results that you have nothing to say about.",
        "# Take away a # to use its line. A confidence is from 0.0 to 1.0; a note, or what you need help with, goes",
        "# in the second of its two lines.",
        f"# It is for {day(due)}. On an earlier day, write that day below, and in the name of the file.",
        f"by: {person}",
        f"date: {due.isoformat()}",
    ]
    if standings:
        lines.append("key_results:")
    for standing in standings:
        lines.extend(_entry_lines(standing, due))
    if objectives:
        lines += ["", "# The objectives as a whole, where there is something to say."]
        lines.append("objectives:" if any(standing.help is not None for standing in objectives) else "#objectives:")
    for objective in objectives:
        lines.extend(_objective_lines(objective))
    return join_lines(lines)


def agreement_skeleton(person: str, today: date, pending: Iterable[tuple[KeyResultNode, Role]]) -> tuple[str, str]:
    """Path and text of an agreement of a person to key results of one cycle, each in a role.

    Raises OkrsError where a text or a number of the terms could not be read back.
    """
    record = new_agreement(person, today, pending)
    hints = [
        "# These are the terms as they are. To agree to all of them, leave everything as it is.",
        "# Take out the key results that you do not agree to, and talk about them instead.",
    ]
    text = join_lines(hints) + record.text
    return record_path(record.cycle, "agreements", person, today, text), text


def record_path(cycle: str, kind: str, person: str, day: date, text: str, taken: Iterable[str] = ()) -> str:
    """Path of a record that starts from a text; `taken` are the names of records that are there."""
    name = next(free_names(kind, f"{day.isoformat()}-{person}", text, taken))
    return f"{record_folder(cycle, kind)}/{name}.yaml"


def _entry_lines(standing: KeyResultStanding, due: date) -> Iterator[str]:
    node, measure = standing.node, standing.node.content.measure
    value = reached_phrase(standing)
    latest = f"; {value}, {day(standing.latest.day)}" if value is not None and standing.latest is not None else ""
    yield ""
    yield f"  # {as_comment(node.content.title)}"
    yield f"  # {as_comment(measure_phrase(measure) + latest)}"
    if standing.next is not None and standing.latest is not None:
        yield f"  # {as_comment(planned_phrase(standing.next, standing.latest.day, due))}"
    if isinstance(measure, Milestones):
        yield f"  # milestones: {', '.join(step.id for step in measure.steps)}"
    has_value = standing.progress.value is not None or not _starts_unknown(measure)
    mark = "" if has_value or standing.confidence is not None else "#"
    if mark:
        yield "  # Nothing is known yet: take away the # of the next line, and of what you know below it."
    yield f"  {mark}{node.short_id}:"
    yield f"    {'' if has_value else '#'}{_value_line(standing)}"
    yield f"    confidence: {standing.confidence!r}" if standing.confidence is not None else "    #confidence: 0.5"
    if standing.status is Status.PAUSED:
        yield "    # It is paused. Take out these two lines once it goes on; until then say why."
        yield "    status: paused"
        yield f"    note: {scalar_text(standing.pause_note or '')}"
    else:
        latest_entry = standing.latest_report.entry if standing.latest_report is not None else None
        if latest_entry is not None and latest_entry.status is not None and not latest_entry.is_pause:
            yield f"    status: {latest_entry.status}"
        yield "    #note: |"
        yield "    #  What happened?"
    if standing.help is not None:
        yield "    # Take out this line once it is not needed any more."
        yield f"    help: {scalar_text(standing.help)}"
    else:
        yield "    #help: |"
        yield "    #  What do you need, and from whom?"
    if standing.next is not None:
        yield "    #next: what you will do until the next check-in"


def _objective_lines(standing: ObjectiveStanding) -> Iterator[str]:
    """The lines on an objective as a whole, with the newest sentence and the help asked for."""
    yield ""
    yield f"  # {as_comment(standing.node.content.title)}"
    if standing.note is not None and standing.note.entry.note is not None:
        yield f"  # {as_comment(f'{day(standing.note.day)}: {standing.note.entry.note}')}"
    mark = "" if standing.help is not None else "#"
    yield f"  {mark}{standing.node.short_id}:"
    yield "    #note: |"
    yield "    #  How does it stand as a whole?"
    if standing.help is not None:
        yield "    # Take out this line once it is not needed any more."
        yield f"    help: {scalar_text(standing.help)}"


def _value_line(standing: KeyResultStanding) -> str:
    measure, value = standing.node.content.measure, standing.progress.value
    if isinstance(measure, Milestones):
        done = value if isinstance(value, tuple) else ()
        return f"done: [{', '.join(done)}]"
    if isinstance(measure, Binary):
        return f"done: {'true' if value else 'false'}"
    number = value if isinstance(value, float | int) else _start_value(measure) or 0.0
    is_whole = float(number).is_integer() and abs(number) < 1e15
    return f"value: {int(number) if is_whole else float(number)!r}"


def _starts_unknown(measure: Measure) -> bool:
    """Whether nobody knows a value before the first check-in, so that a form leaves it to people."""
    return isinstance(measure, Threshold | Score) or (isinstance(measure, Metric) and measure.baseline is None)


def _start_value(measure: Metric | Threshold | Score) -> float | None:
    """The value of a key result before its first check-in: its baseline, or the bound to keep; None if not known."""
    if isinstance(measure, Threshold):
        return measure.at_least if measure.at_least is not None else measure.at_most
    return measure.baseline if isinstance(measure, Metric) else None


def as_comment(text: str) -> str:
    """A text as one line of a comment, without characters that our YAML refuses."""
    return sanitise_line(" ".join(text.split()))


def join_lines(lines: Iterable[str]) -> str:
    """The text of a file with these lines."""
    return "".join(f"{line}\n" for line in lines)
