"""`okrs schema`: writes the JSON Schema of every file, or checks that it is current."""

from __future__ import annotations

from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.main import EXIT_FINDINGS
from okrs_as_code.cli.options import root_option


@click.command("schema")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="Where to write.  [default: schema/]")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where a file is not current.")
@root_option
def command(out: Path | None, check: bool, root: Path) -> int:
    """Write the JSON Schema of every file, for editors and other validators."""
    folder = out if out is not None else api.open_repository(root).root / "schema"
    stale = api.write_schemas(folder, check=check)
    for path in stale:
        click.echo(f"{path} is not current; run `okrs schema`" if check else f"wrote {path}")
    if not stale:
        click.echo(f"{folder} is current")
    return EXIT_FINDINGS if check and stale else 0
