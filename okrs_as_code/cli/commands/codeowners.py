"""`okrs codeowners`: writes the generated part of CODEOWNERS, or checks that it is current."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.main import EXIT_FINDINGS
from okrs_as_code.cli.options import common_options, day_of, show_notes
from okrs_as_code.phrases import count_phrase


@click.command("codeowners")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where the file is not current.")
@common_options
def command(check: bool, root: Path, today: date | None) -> int:
    """Write whom GitHub or GitLab asks for a review: the generated part of CODEOWNERS.

    An objective that runs or is to come is owned by those who answer for it, policy by the stewards, and check-ins,
    agreements and grades by nobody, so that they wait for no one. What stands outside of the generated part stays as it
    is. Which forge reads it follows from okrs/config.yaml, else from the address of a remote. Exit status: 0 current, 1
    with --check where it is not, 2 where it cannot be written.
    """
    repository = api.open_repository(root)
    file = api.codeowners(repository, day_of(repository, today), check=check)
    show_notes(file.notes)
    if file.change is None:
        click.echo(f"{file.path} is current")
    elif check:
        click.echo(f"{file.path} is not current; run `okrs codeowners`")
        return EXIT_FINDINGS
    else:
        click.echo(f"wrote {file.path}: code owners of {count_phrase(file.objectives, 'objective')}")
    return 0
