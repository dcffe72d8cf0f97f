"""Questions on a terminal: one line each, asked again until the answer fits, and nothing written before it is shown."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from okrs_as_code.errors import OkrsError
from okrs_as_code.escape import sanitise, sanitise_line
from okrs_as_code.model.goals.unreadable import UnreadableElement
from okrs_as_code.records.record_text import NewRecord, clean_text
from okrs_as_code.report.wording.unreadable_phrases import unreadable_sentence

if TYPE_CHECKING:
    from okrs_as_code.records.author import Author


T = TypeVar("T")


class SkippedError(Exception):
    """An answer that skips this key result."""


def say(text: str) -> None:
    """Prints lines, made safe for a terminal, and broken between words where it is narrower."""
    click.echo("\n".join(map(_wrapped, text.split("\n"))))


def _wrapped(line: str) -> str:
    """A line, continued on more of them two spaces further to the right; without a terminal as it is."""
    line = sanitise_line(line)
    width = shutil.get_terminal_size().columns
    if not sys.stdout.isatty() or len(line) < width:
        return line
    indent = " " * (len(line) - len(line.lstrip(" ")))
    wrapped = textwrap.wrap(
        line, width - 1, subsequent_indent=f"{indent}  ", break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(wrapped)


def _ask(question: str) -> str:
    """Asks a question in whole words, with its last line as the prompt; returns what was typed."""
    *lines, prompt = _wrapped(f"{question}: ").split("\n")
    for line in lines:
        click.echo(line)
    answer: str = click.prompt(prompt.rstrip(" ").removesuffix(":"), default="", show_default=False)
    return answer


def say_unreadable(elements: Sequence[UnreadableElement], concern: str) -> None:
    """Names goals that cannot be read, and says why they concern the person; nothing where there are none."""
    if not elements:
        return
    say("")
    say(f"{unreadable_sentence(elements)} and {concern}: `okrs lint` says why")
    for element in elements:
        say(f"  {element.title} ({element.file})")


def ask_line(question: str) -> str:
    """Asks for one line, and returns it without spaces around it. Raises SkippedError for `s`."""
    line = _ask(question).strip()
    if line.lower() == "s":
        raise SkippedError
    return line


def ask_word(question: str) -> str:
    """Asks for one word, and returns it in lower case, without spaces around it."""
    return _ask(question).strip().lower()


def ask_text(question: str) -> str | None:
    """Asks for a text as a record has it; returns None for an empty line.

    Raises OkrsError for characters that our files refuse.
    """
    return clean_text(_ask(question)) or None


def ask_until_valid(ask: Callable[[], T]) -> T:
    """Calls `ask` until it raises no OkrsError, showing each; returns the answer."""
    while True:
        try:
            return ask()
        except OkrsError as error:
            say(f"    {error.message}" + (f"; {error.remedy}" if error.remedy is not None else ""))


_ANSWERS = {"y": True, "yes": True, "n": False, "no": False}


def confirm(question: str, *, default: bool) -> bool:
    """Asks for yes or no until the answer is one of them; Enter is the default."""

    def ask() -> bool:
        choices = "Y/n" if default else "y/N"
        answer = ask_word(f"{question} [{choices}]")
        if answer and answer not in _ANSWERS:
            raise OkrsError(f"`{answer}` is neither yes nor no", "write y or n")
        return _ANSWERS.get(answer, default)

    return ask_until_valid(ask)


def introduce_author(title: str, author: Author) -> None:
    """Prints a title, and that git alone says who the author is, where that is so."""
    say(title)
    if author.claim_note is not None:
        say(author.claim_note)


def confirm_for_other(author: Author, owner: str, goal: str, noun: str = "key result") -> bool:
    """Asks whether the author speaks for the owner of a goal."""
    question = f"{goal} is {owner}'s {noun}. Do you, {author.name}, speak for {owner}?"
    return confirm(question, default=False)


def confirm_records(records: Sequence[NewRecord], *, push: bool) -> bool:
    """Shows records as they will be, and asks whether they are right."""
    for record in records:
        say(f"\n{'This will be pushed' if push else 'This will be written'}, to {record.folder}/:\n")
        click.echo(sanitise("".join(f"  {line}\n" for line in record.text.splitlines())))
    return confirm("All right?", default=True)
