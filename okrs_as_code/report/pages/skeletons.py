"""Texts to start from in the browser: a proposed objective, a check-in with the last values, and an agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from okrs_as_code.escape import sanitise_line
from okrs_as_code.model.assessment import KeyResultStanding
from okrs_as_code.model.cycle import Cycle
from okrs_as_code.model.files.measure import Binary, Metric, Milestones, Threshold
from okrs_as_code.model.files.record import Role
from okrs_as_code.model.plan import KeyResultNode
from okrs_as_code.records.agreement import content_suffix, new_agreement
from okrs_as_code.report.wording.numbers import day, measure_words, value_words

SCHEMA_LINE = "# yaml-language-server: $schema=../../../schema/{kind}.schema.json"


def objective_path(cycle: Cycle, team: str) -> str:
    """Where a proposed objective goes; its last part is to be renamed."""
    return f"okrs/{cycle.name}/{team}/new-objective.yaml"


def objective_skeleton(cycle: Cycle, parent: str | None, today: date) -> str:
    """A proposed objective. Everything is there but its owners, who have to be asked; `TODO` marks what to write."""
    lines = [
        SCHEMA_LINE.format(kind="objective"),
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
        lines += ["    # It is judged from this day on, not from the first day of the cycle.", f"    start: {today}"]
    return joined_lines(lines)


def check_in_path(cycle: Cycle, person: str, today: date) -> str:
    """Where a check-in of a person goes."""
    return f"okrs/{cycle.name}/check-ins/{today.isoformat()}-{person}.yaml"


def check_in_skeleton(person: str, today: date, standings: Iterable[KeyResultStanding]) -> str:
    """A check-in with the last values of each key result, or where it started from; a threshold that has neither
    stays a comment.
    """
    lines = [
        SCHEMA_LINE.format(kind="check-ins"),
        "# Change what has changed, and take out the key results that you have nothing to say about.",
        "# To add a note, or to ask for help, take away the # of its two lines and write in the second one.",
        f"by: {person}",
        f"date: {today.isoformat()}",
        "key_results:",
    ]
    for standing in standings:
        lines.extend(_entry(standing))
    return joined_lines(lines)


def agreement_file(person: str, today: date, asked: Iterable[tuple[KeyResultNode, Role]]) -> tuple[str, str]:
    """Path and text of an agreement of a person to key results of one cycle, each in a role."""
    record = new_agreement(person, today, asked)
    schema, _, rest = record.text.partition("\n")
    hints = [
        "# These are the terms as they are. To agree to all of them, leave everything as it is.",
        "# Take out the key results that you do not agree to, and talk about them instead.",
    ]
    text = joined_lines([schema, *hints]) + rest
    return f"{record.folder}/{replace(record, suffix=content_suffix(text)).stem}.yaml", text


def _entry(standing: KeyResultStanding) -> Iterator[str]:
    node, measure = standing.node, standing.node.content.measure
    last = value_words(measure, standing.progress)
    said = f"; {last}, {day(standing.latest.day)}" if last is not None and standing.latest is not None else ""
    yield ""
    yield f"  # {as_comment(node.content.title)}"
    yield f"  # {as_comment(measure_words(measure) + said)}"
    if isinstance(measure, Milestones):
        yield f"  # milestones: {', '.join(step.id for step in measure.steps)}"
    has_value = standing.progress.value is not None or not isinstance(measure, Threshold)
    off = "" if has_value or standing.confidence is not None else "#"
    if off:
        yield "  # Nothing is known yet: take away the # of the next line, and of what you know below it."
    yield f"  {off}{node.short_id}:"
    key, value = _value(standing)
    yield f"    {'' if has_value else '#'}{key}: {value}"
    confidence = standing.confidence
    given = "0.5" if confidence is None else repr(confidence)
    yield f"    {off or ('' if confidence is not None else '#')}confidence: {given}"
    yield "    #note: |"
    yield "    #  What happened?"
    yield "    #help: |"
    yield "    #  What do you need, and from whom?"


def _value(standing: KeyResultStanding) -> tuple[str, str]:
    measure, value = standing.node.content.measure, standing.progress.value
    if isinstance(measure, Milestones):
        done = value if isinstance(value, tuple) else ()
        return "done", f"[{', '.join(done)}]"
    if isinstance(measure, Binary):
        return "done", "true" if value else "false"
    number = value if isinstance(value, float | int) else _start(measure)
    return "value", str(int(number)) if float(number).is_integer() and abs(number) < 1e15 else repr(float(number))


def _start(measure: Metric | Threshold) -> float:
    """Where a key result stands before anybody has said so: its baseline, or the bound to keep."""
    if isinstance(measure, Metric):
        return measure.baseline
    return measure.at_least if measure.at_least is not None else measure.at_most or 0.0


def as_comment(text: str) -> str:
    """One line that cannot end the comment, nor hold a character that our YAML refuses."""
    return sanitise_line(" ".join(text.split()))


def joined_lines(lines: Iterable[str]) -> str:
    """A file of these lines."""
    return "".join(f"{line}\n" for line in lines)
