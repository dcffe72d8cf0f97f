"""Asks on a terminal for what no option says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import click

from okrs_as_code.errors import OkrsError


@dataclass(frozen=True)
class OptionPrompter:
    """Asks for texts on a terminal. Elsewhere raises OkrsError that says which option is missing."""

    is_interactive: bool

    def require(self, value: str | None, option: str, question: str, check: Callable[[str], str] = str) -> str:
        """A text that has to be there: the value of an option, else an answer, accepted by `check`."""
        while value is None or not value.strip():
            if not self.is_interactive:
                sentence = f"{question[:1].lower()}{question[1:]}"
                raise OkrsError(f"`{option.split()[0]}` is missing: {sentence}", f"add `{option}`")
            value = click.prompt(question, default="", show_default=False)
            if not value.strip():
                click.echo("this one is needed; Ctrl-C leaves without writing anything", err=True)
        checked = self._checked(value, check)
        return checked if checked is not None else self.require(None, option, question, check)

    def optional(self, value: str | None, question: str, check: Callable[[str], str] = str) -> str | None:
        """A text that may be left out: the value of an option, else an answer, accepted by `check`."""
        if value is None and self.is_interactive:
            value = click.prompt(f"{question} (Enter: none)", default="", show_default=False)
        if value is None or not value.strip():
            return None
        checked = self._checked(value, check)
        return checked if checked is not None else self.optional(None, question, check)

    def _checked(self, text: str, check: Callable[[str], str]) -> str | None:
        """The text that `check` returns; None where it refuses the text, and somebody can be asked again."""
        try:
            return check(text.strip())
        except OkrsError as error:
            if not self.is_interactive:
                raise
            click.echo(f"{error.message}; {error.remedy}", err=True)
            return None
