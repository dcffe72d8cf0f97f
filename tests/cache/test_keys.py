"""The key of an output that is kept: it differs wherever the output may."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import pytest

from okrs_as_code.cli import cached_output
from okrs_as_code.cli.cached_output import output_key
from okrs_as_code.cli.lint_outputs import LintOutputType
from okrs_as_code.cli.main import COMMANDS, okrs


def command_named(name: str) -> click.Command:
    command = okrs.get_command(click.Context(okrs, info_name="okrs"), name)
    assert command is not None
    return command


def keeping() -> list[str]:
    """The commands with an option to keep nothing."""
    return [name for name in COMMANDS if any(parameter.name == "cache" for parameter in command_named(name).params)]


def key(name: str, arguments: list[str]) -> str:
    parent = click.Context(okrs, info_name="okrs")
    return output_key(command_named(name).make_context(name, list(arguments), parent=parent))


def required(command: click.Command, without: str | None = None) -> list[str]:
    """The arguments and options that a command needs; without one that is given in another way."""
    words: list[str] = []
    for parameter in command.params:
        if parameter.required and parameter.name != without:
            value = str(parameter.type.choices[-1]) if isinstance(parameter.type, click.Choice) else "main"
            words += [value] if isinstance(parameter, click.Argument) else [parameter.opts[0], value]
    return words


def another(parameter: click.Parameter, folder: Path) -> list[str]:
    """Arguments that give a parameter another value than it has by itself."""
    if isinstance(parameter, click.Option) and parameter.is_flag:
        return [parameter.opts[0]]
    if isinstance(parameter.type, click.Choice):
        value = next(str(choice) for choice in parameter.type.choices if choice != parameter.default)
    elif isinstance(parameter.type, click.Path):
        value = str(folder)
    elif isinstance(parameter.type, LintOutputType):
        value = "sarif"
    else:
        value = "2026-01-02"  # fits a day as well as any text
    return [value] if isinstance(parameter, click.Argument) else [parameter.opts[0], value]


def cases() -> Iterator[tuple[str, str]]:
    for name in keeping():
        for parameter in command_named(name).params:
            assert parameter.name is not None
            yield name, parameter.name


def test_lint_status_and_report_keep_what_they_show() -> None:
    assert {"lint", "status", "report"} <= set(keeping())


@pytest.mark.parametrize(("name", "parameter"), list(cases()))
def test_another_value_of_any_parameter_is_another_key(name: str, parameter: str, tmp_path: Path) -> None:
    command = command_named(name)
    [changed] = [candidate for candidate in command.params if candidate.name == parameter]
    before = required(command)
    arguments = [*required(command, without=parameter), *another(changed, tmp_path)]
    assert key(name, before) == key(name, before)
    assert key(name, arguments) != key(name, before)


def test_another_command_is_another_key() -> None:
    keys = [key(name, required(command_named(name))) for name in keeping()]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("variable", cached_output._VARIABLES)
def test_another_form_of_the_terminal_is_another_key(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(variable, raising=False)
    plain = key("status", [])
    monkeypatch.setenv(variable, "42")
    assert key("status", []) != plain


def test_another_width_is_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    plain = key("status", [])
    monkeypatch.setattr("os.get_terminal_size", lambda _: os.terminal_size((42, 7)))
    assert key("status", []) != plain


def test_another_folder_is_another_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = key("report", ["--out", "pages"])
    monkeypatch.chdir(tmp_path)
    assert key("report", ["--out", "pages"]) != plain


def test_the_day_of_the_clock_counts_only_where_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(date):
        @classmethod
        def today(cls) -> date:
            return date(2030, 1, 1)

    plain, dated = key("lint", []), key("lint", ["--today", "2026-10-15"])
    monkeypatch.setattr(cached_output, "date", Later)
    assert key("lint", []) != plain
    assert key("lint", ["--today", "2026-10-15"]) == dated
