"""`okrs check-in`: says how key results stand, by walking through them on a terminal, or from options or a file."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from okrs_as_code import api
from okrs_as_code.cli.named_goals import full_key_result_id, only_own_key_result
from okrs_as_code.cli.options import common_options, day_of, push_option, show_claim, show_notes
from okrs_as_code.cli.parameter_types import DAY
from okrs_as_code.errors import OkrsError

if TYPE_CHECKING:
    from okrs_as_code.records.check_in import CheckInDraft
    from okrs_as_code.records.check_in_input import CheckInFile


STATUSES = ("on-track", "at-risk", "off-track", "paused")


@click.command("check-in")
@click.argument("goal", metavar="[KEY_RESULT|OBJECTIVE]", required=False)
@click.option("--by", metavar="PERSON", help="Who checks in.  [default: as git knows you]")
@click.option("--value", metavar="NUMBER", help="metric, threshold: where the number stands; score: from 0.0 to 1.0.")
@click.option("--done", metavar="STEP", multiple=True, help="milestones: a step by id or title; binary: true or false.")
@click.option("--confidence", metavar="NUMBER", help="How likely it will be reached, from 0.0 to 1.0.")
@click.option(
    "--status",
    type=click.Choice(STATUSES),
    help="Only to disagree with what the confidence says; `paused` with --note.",
)
@click.option("--note", metavar="TEXT", help="What happened.")
@click.option("--help-needed", metavar="TEXT", help="What support is needed, and from whom.")
@click.option("--next", "next_", metavar="TEXT", help="What you will do until the next check-in, in one line.")
@click.option("--from", "file", metavar="FILE", help="Several key results, from YAML or JSON; - is standard input.")
@click.option("--date", "day", type=DAY, metavar="DATE", help="The day that it is about.  [default: today]")
@click.option(
    "--corrects",
    metavar="RECORD",
    help="Your earlier check-in that this one corrects, by its file's name or the beginning of it: 2026-10-12-bo.",
)
@push_option
@click.option("--yes", is_flag=True, help="Ask nothing, and check in for other owners, too.")
@common_options
def command(
    goal: str | None,
    by: str | None,
    value: str | None,
    done: tuple[str, ...],
    confidence: str | None,
    status: str | None,
    note: str | None,
    help_needed: str | None,
    next_: str | None,
    file: str | None,
    day: date | None,
    corrects: str | None,
    push: bool,
    yes: bool,
    root: Path,
    today: date | None,
) -> None:
    """Say how your key results stand: value, confidence, what happened, what help you need.

    On a terminal it walks through the key results that you own, then asks once for a sentence on each objective. Enter
    keeps what was said last. Options that correct change only what they say; without KEY_RESULT they are about the only
    one that you own. An objective, TEAM/OBJECTIVE, takes `--note` and `--help-needed`.
    """
    from okrs_as_code.cli.check_in_summary import print_check_in_summary
    from okrs_as_code.cli.record_sharing import share_record

    options = _EntryOptions(value, done, confidence, status, note, help_needed, next_)
    if file is not None and (goal is not None or not options.is_empty):
        raise OkrsError("`--from` says it all already", "leave out the key result and what you say about it")
    must_ask = file is None and options.is_empty
    if must_ask and (yes or not sys.stdin.isatty()):
        raise OkrsError(
            "nobody can be asked here, and nothing is said", "name a key result with `--value`, or use `--from FILE`"
        )
    repository = api.open_repository(root)
    now = day_of(repository, today)
    content = _read_file(file) if file is not None else None
    if content is not None:
        by, day, corrects = _same_author(by, content.by), day or content.day, corrects or content.corrects
    author = api.author(repository, by, day or now)
    draft = api.check_in(repository, author.person, day or now, now, corrects=corrects, for_others=yes)
    if goal is not None:
        goal = full_key_result_id(draft.plan, goal, draft.day)
    elif not options.is_empty:
        unreadable = draft.plan.unreadable_goals(draft.day, draft.by)
        goal = only_own_key_result("check-in", draft.by, draft.own_standings(), unreadable)
    if must_ask:
        from okrs_as_code.cli.prompts.check_in_walk import walk_check_in

        if not walk_check_in(draft, author, goal, push=push):
            click.echo("nothing to write")
            return
    else:
        show_claim(author)
        if content is not None:
            for ref, values in content.entries.items():
                draft.add(full_key_result_id(draft.plan, ref, draft.day), values)
        elif goal is not None:
            draft.add(goal, draft.completed(goal, options.values(draft, goal)))
        print_check_in_summary(draft)
    share_record(repository, draft.record(), push=push)
    show_notes(draft.notes)


@dataclass(frozen=True)
class _EntryOptions:
    """The options that say how one key result or objective stands."""

    value: str | None
    done: tuple[str, ...]
    confidence: str | None
    status: str | None
    note: str | None
    help_needed: str | None
    next: str | None

    @property
    def is_empty(self) -> bool:
        """Whether none of the options was given."""
        return self == _EntryOptions(None, (), None, None, None, None, None)

    def values(self, draft: CheckInDraft, ref: str) -> dict[str, Any]:
        """The values of the entry; numbers and steps are read as the key result's measure needs them.

        Raises OkrsError for a text that cannot be read, and for a key result that takes no check-in.
        """
        from okrs_as_code.records.check_in_entry import parse_confidence, parse_done, parse_value
        from okrs_as_code.records.check_in_lookup import names_objective

        texts = {"status": self.status, "note": self.note, "help": self.help_needed, "next": self.next}
        said: dict[str, Any] = {key: text for key, text in texts.items() if text is not None}
        if names_objective(ref):
            others = {"value": self.value, "done": self.done or None, "confidence": self.confidence}
            return {**said, **{key: value for key, value in others.items() if value is not None}}
        measure = draft.standing(ref).node.content.measure
        values: dict[str, Any] = {}
        if self.value is not None:
            values["value"] = parse_value(self.value, measure)
        if self.done:
            values["done"] = parse_done(self.done, measure)
        if self.confidence is not None:
            values["confidence"] = parse_confidence(self.confidence)
        return {**values, **said}


def _read_file(file: str) -> CheckInFile:
    """The check-in that another program wrote. Raises OkrsError where it cannot be read."""
    from okrs_as_code.records.check_in_input import read_check_in_file

    if file == "-":
        return read_check_in_file("standard input", sys.stdin.buffer.read())
    try:
        return read_check_in_file(file, Path(file).read_bytes())
    except OSError as error:
        raise OkrsError(f"{file} cannot be read: {error.strerror}", "name a file, or - for standard input") from None


def _same_author(option: str | None, content: str | None) -> str | None:
    """The person who checks in, as --by or a file says. Raises OkrsError where the two disagree."""
    if option is not None and content is not None and option != content:
        raise OkrsError(f"the file says it is by {content}, and `--by` says {option}", "leave out one of them")
    return option or content
