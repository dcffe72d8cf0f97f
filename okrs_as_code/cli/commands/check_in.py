"""`okrs check-in`: says how key results stand, by walking through them on a terminal, or from options or a file."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from okrs_as_code import api
from okrs_as_code.cli.options import DAY, common, day_of, push_option, show_claim, show_notes
from okrs_as_code.errors import OkrsError

if TYPE_CHECKING:
    from okrs_as_code.records.check_in import CheckInDraft
    from okrs_as_code.records.check_in_file import CheckInFile


STATUSES = ("on-track", "at-risk", "off-track")


@click.command("check-in")
@click.argument("key_result", metavar="[KEY_RESULT]", required=False)
@click.option("--by", metavar="PERSON", help="Who checks in.  [default: whom git claims you are]")
@click.option("--value", metavar="NUMBER", help="metric, threshold: where the number stands.")
@click.option("--done", metavar="STEP", multiple=True, help="milestones: a step by id or title; binary: true or false.")
@click.option("--confidence", metavar="NUMBER", help="How likely it will be reached, from 0.0 to 1.0.")
@click.option("--status", type=click.Choice(STATUSES), help="Only to disagree with what the confidence says.")
@click.option("--note", metavar="TEXT", help="What happened.")
@click.option("--help-needed", metavar="TEXT", help="What support is needed, and from whom.")
@click.option("--from", "file", metavar="FILE", help="Several key results, from YAML or JSON; - is standard input.")
@click.option("--date", "day", type=DAY, metavar="DATE", help="The day that it is about.  [default: today]")
@click.option("--corrects", metavar="RECORD", help="Your earlier check-in that this one corrects: 2026-10-12-bo.")
@push_option
@click.option("--yes", is_flag=True, help="Ask nothing, and check in for other owners, too.")
@common
def command(
    key_result: str | None,
    by: str | None,
    value: str | None,
    done: tuple[str, ...],
    confidence: str | None,
    status: str | None,
    note: str | None,
    help_needed: str | None,
    file: str | None,
    day: date | None,
    corrects: str | None,
    push: bool,
    yes: bool,
    root: Path,
    today: date | None,
) -> None:
    """Say how your key results stand: value, confidence, what happened, what help you need.

    On a terminal it walks through the key results that you own. Enter keeps what was said last. Options that correct
    change only what they say.
    """
    from okrs_as_code.cli.check_in_summary import check_in_summary
    from okrs_as_code.cli.record_sharing import share_record

    said = _Said(value, done, confidence, status, note, help_needed)
    if file is not None and (key_result is not None or said.anything):
        raise OkrsError("`--from` says it all already", "leave out the key result and what you say about it")
    if key_result is None and said.anything:
        raise OkrsError("which key result is meant?", "name it: `okrs check-in team/objective/key-result …`")
    asks = file is None and not said.anything
    if asks and (yes or not sys.stdin.isatty()):
        raise OkrsError(
            "nobody can be asked here, and nothing is said", "name a key result with `--value`, or use `--from FILE`"
        )
    repository = api.open_repository(root)
    now = day_of(repository, today)
    given = _read(file) if file is not None else None
    if given is not None:
        by, day, corrects = _agreed(by, given.by), day or given.day, corrects or given.corrects
    who = api.author(repository, by, day or now)
    draft = api.check_in(repository, who.person, day or now, now, corrects=corrects, for_others=yes)
    if asks:
        from okrs_as_code.cli.prompts.check_in_walk import walk_check_in

        if not walk_check_in(draft, who, key_result, push=push):
            click.echo("nothing to write")
            return
    else:
        show_claim(who)
        for ref, entry in given.key_results.items() if given is not None else [(key_result or "", said)]:
            draft.add(ref, draft.completed(ref, entry.entry(draft, ref)) if isinstance(entry, _Said) else entry)
        check_in_summary(draft)
    share_record(repository, draft.record(), push=push)
    show_notes(draft.notes)


class _Said:
    """What the options say about one key result."""

    def __init__(
        self,
        value: str | None,
        done: tuple[str, ...],
        confidence: str | None,
        status: str | None,
        note: str | None,
        help_needed: str | None,
    ) -> None:
        self._value, self._done, self._confidence = value, done, confidence
        self._texts = {"status": status, "note": note, "help": help_needed}

    @property
    def anything(self) -> bool:
        """Whether any of the options was given."""
        return bool(self._done) or any(
            one is not None for one in (self._value, self._confidence, *self._texts.values())
        )

    def entry(self, draft: CheckInDraft, ref: str) -> dict[str, Any]:
        """The entry; its numbers and steps are read as the key result's measure needs them."""
        from okrs_as_code.records import check_in_entry as read

        measure = draft.standing(ref).node.content.measure
        entry: dict[str, Any] = {}
        if self._value is not None:
            entry["value"] = read.parse_number(self._value)
        if self._done:
            entry["done"] = read.parse_done(self._done, measure)
        if self._confidence is not None:
            entry["confidence"] = read.parse_confidence(self._confidence)
        return {**entry, **{key: text for key, text in self._texts.items() if text is not None}}


def _read(file: str) -> CheckInFile:
    """What another program hands over. Raises OkrsError for what cannot be read."""
    from okrs_as_code.records.check_in_file import read_check_in_file

    if file == "-":
        return read_check_in_file("standard input", sys.stdin.buffer.read())
    try:
        return read_check_in_file(file, Path(file).read_bytes())
    except OSError as error:
        raise OkrsError(f"{file} cannot be read: {error.strerror}", "name a file, or - for standard input") from None


def _agreed(by: str | None, written: str | None) -> str | None:
    """Who checks in, where both an option and a file may say so."""
    if by is not None and written is not None and by != written:
        raise OkrsError(f"the file says it is by {written}, and `--by` says {by}", "leave out one of them")
    return by or written
