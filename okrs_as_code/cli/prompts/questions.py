"""Questions on a terminal: one line each, asked again until the answer fits, and nothing written before it is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from okrs_as_code.errors import OkrsError
from okrs_as_code.escape import sanitise, sanitise_line
from okrs_as_code.records.new_record import NewRecord, clean_text

if TYPE_CHECKING:
    from okrs_as_code.records.author import Author


T = TypeVar("T")


class SkippedError(Exception):
    """Nothing is to be said about this key result."""


def say(text: str) -> None:
    """Prints lines, made safe for a terminal."""
    click.echo("\n".join(sanitise_line(one) for one in text.split("\n")))


def ask_line(question: str) -> str:
    """One line without blanks around it; raises SkipError for `s`."""
    given: str = click.prompt(sanitise_line(question), default="", show_default=False)
    given = given.strip()
    if given.lower() == "s":
        raise SkippedError
    return given


def ask_words(question: str) -> str | None:
    """Some words, or None for nothing."""
    given: str = click.prompt(sanitise_line(question), default="", show_default=False)
    return clean_text(given) or None


def ask_until_valid(ask: Callable[[], T]) -> T:
    """Asks until the answer is one that can be read."""
    while True:
        try:
            return ask()
        except OkrsError as error:
            say(f"    {error.message}" + (f"; {error.remedy}" if error.remedy is not None else ""))


def confirm(question: str, *, default: bool) -> bool:
    """Yes or no; Enter is the default."""

    def ask() -> bool:
        given: str = click.prompt(
            f"{sanitise_line(question)} [{'Y/n' if default else 'y/N'}]", default="", show_default=False
        )
        answer = given.strip().lower()
        if answer and answer not in _ANSWERS:
            raise OkrsError(f"`{answer}` is neither yes nor no", "write y or n")
        return _ANSWERS.get(answer, default)

    return ask_until_valid(ask)


_ANSWERS = {"y": True, "yes": True, "n": False, "no": False}


def introduce_author(title: str, who: Author) -> None:
    """Who speaks, and that git only claims it."""
    say(title)
    if who.claim_note is not None:
        say(who.claim_note)


def confirm_for_other(who: Author, owner: str, key_result: str) -> bool:
    """Whether somebody speaks for the owner of a key result."""
    question = f"{key_result} is {owner}'s key result. Do you, {who.name}, speak for {owner}?"
    return confirm(question, default=False)


def confirm_records(records: Sequence[NewRecord], *, push: bool) -> bool:
    """Shows records as they will be, and asks whether they are right."""
    for record in records:
        say(f"\n{'This will be pushed' if push else 'This will be written'}, to {record.folder}/:\n")
        shown = (one for one in record.text.splitlines() if not one.startswith("#"))
        click.echo(sanitise("".join(f"  {one}\n" for one in shown)))
    return confirm("All right?", default=True)
