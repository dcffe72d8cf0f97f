"""The command `okrs`: finds the subcommand, imports only what it needs, and turns errors into exit statuses."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from keyword import iskeyword
from typing import TextIO

import click

from okrs_as_code import __version__
from okrs_as_code.errors import OkrsError

GROUPS = {
    "Every week": {
        "check-in": "Say how your key results stand.",
        "inbox": "Show what waits for you.",
        "status": "Show how things stand.",
        "list": "List key results by id.",
        "show": "Show one key result or objective on one screen.",
        "history": "Show what happened to a key result.",
        "report": "Write the status pages.",
        "site": "Write the web site.",
        "export": "Write all data as tables for other programs.",
    },
    "Set up": {
        "init": "Set up OKRs in this git repository.",
        "codeowners": "Write whom the forge asks for a review.",
        "schema": "Write the JSON Schema of the files.",
        "import": "Bring in goals from a spreadsheet, csv, JSON or Markdown.",
    },
    "The quarter": {
        "new": "Write a new objective.",
        "terms": "Print the terms of a key result.",
        "agree": "Agree to the terms of key results.",
        "grade": "Say how your key results ended.",
        "close": "Say what a cycle still needs, and write how it ended.",
        "rollover": "Carry over what goes on in another cycle.",
    },
    "Change": {
        "lint": "Find what is wrong, at its exact place.",
        "explain": "Print the page of a rule.",
        "fmt": "Bring files into canonical form.",
        "diff": "Show what changed, in the words of goals.",
        "assign": "Hand a key result over to another owner.",
        "mv": "Give a key result, an objective or a team another id.",
        "drop": "Give a key result up.",
    },
    "CI": {
        "approvals": "Say who has to approve a change, and who did.",
        "gate": "Say on the forge who still has to approve a pull request.",
        "digest": "Send each person what is theirs, once a week.",
    },
}
"""All commands by use, each with its line in the help."""
COMMANDS = {name: line for commands in GROUPS.values() for name, line in commands.items()}

EXIT_FINDINGS, EXIT_USAGE, EXIT_BUG, EXIT_INTERRUPTED = 1, 2, 3, 130

_GC_THRESHOLD = 1_000_000
"""New objects after which Python looks for cycles among them: nearly all that is imported or read stays anyway."""


class LazyGroup(click.Group):
    """A group whose commands are imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name.replace("-", "_")
        command = getattr(importlib.import_module(f"okrs_as_code.cli.commands.{module}"), "command")  # noqa: B009
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Finds a command as click does; the error for an unknown name suggests the nearest one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            matches = get_close_matches(args[0], COMMANDS, n=1)
            hint = f"; did you mean `okrs {matches[0]}`?" if matches else "; `okrs --help` lists them"
            raise click.UsageError(f"there is no command `{args[0]}`{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the commands by use into the help, without importing any of them."""
        width = max(map(len, COMMANDS))
        for group, commands in GROUPS.items():
            with formatter.section(group):
                formatter.write_dl([(name.ljust(width), line) for name, line in commands.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="okrs", message="%(prog)s %(version)s")
def okrs() -> None:
    """Objectives and key results as files in git.

    Validates them, lints who owns them, and renders status pages.
    """


def main() -> None:
    """Runs the command line and exits: 0 clean, 1 findings, 2 wrong request, 3 a bug of ours, 130 interrupted."""
    _open_streams()
    gc.set_threshold(_GC_THRESHOLD)
    # We use no plugins of pydantic; to look for them, it would read the metadata of every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if not os.path.isfile(__file__):  # noqa: PTH113  of every command, so without the import of pathlib
        sys.exit(_fail("okrs cannot run out of a zip file", "install it, as with `pip install`, and run `okrs`"))
    status = run(sys.argv[1:])
    gc.freeze()  # at its end Python would look for cycles in all that was read, only to throw it away
    sys.exit(status)


def _open_streams() -> None:
    """Opens standard streams that can hold any text: in the encoding of a terminal, elsewhere in UTF-8.

    Closed ones are replaced by empty ones, as else the next file that is opened gets their place.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
        elif isinstance(stream, TextIOWrapper):
            # What a file or pipe gets is as on any other machine; the locale says only what a terminal can show.
            if mode == "r":
                stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="surrogateescape")
            elif stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def run(arguments: list[str]) -> int:
    """Runs one command and returns its exit status."""
    try:
        result = okrs.main(args=arguments, prog_name="okrs", standalone_mode=False)
        _flush()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return EXIT_USAGE
    except click.ClickException as error:
        return _usage_error(error)
    except OkrsError as error:
        return _fail(error.message, error.remedy)
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        _silence(sys.stdout)
        return 0
    except OSError as error:
        return _system_error(error)
    except Exception as error:  # noqa: BLE001  no traceback ever reaches a user
        return _bug(error)
    return result if isinstance(result, int) else 0


def _flush() -> None:
    sys.stdout.flush()


def _silence(stream: TextIO) -> None:
    """Leads a stream that takes nothing more nowhere, as Python would fail at its end with what it still holds back."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _usage_error(error: click.ClickException) -> int:
    message = error.format_message()
    return _fail(message[:1].lower() + message[1:].rstrip("."), None)


def _fail(message: str, remedy: str | None) -> int:
    from okrs_as_code.escape import sanitise_line

    try:
        click.echo(sanitise_line(f"error: {message}"), err=True)
        if remedy is not None:
            click.echo(sanitise_line(f"  = help: {remedy}"), err=True)
    except OSError:
        _silence(sys.stderr)
    return EXIT_USAGE


def _system_error(error: OSError) -> int:
    """Reports an error of the system; one that names no file was a failed write of our output."""
    if os.environ.get("OKRS_DEBUG"):
        raise error
    if error.filename is not None:
        return _fail(f"{os.fsdecode(error.filename)}: {error.strerror}", "see to it that you may read and write it")
    _silence(sys.stdout)
    return _fail(
        f"the output cannot be written: {error.strerror}", "`git status` shows whether files were written before that"
    )


def _bug(error: Exception) -> int:
    from okrs_as_code.escape import sanitise_line
    from okrs_as_code.resources import project_url

    if os.environ.get("OKRS_DEBUG"):
        raise error
    click.echo(sanitise_line(f"error: this is a bug of ours ({type(error).__name__}: {error})"), err=True)
    address = project_url("Issues")
    where = sanitise_line(f"at {address}") if address is not None else "to who gave you this version"
    click.echo(f"  = help: please report it {where}; OKRS_DEBUG=1 shows where it happened", err=True)
    return EXIT_BUG


if __name__ == "__main__":
    main()
