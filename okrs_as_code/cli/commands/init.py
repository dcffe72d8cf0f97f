"""`okrs init`: sets up OKRs in a git repository."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.options import common_options

FORGES = ("github", "gitlab", "gitea", "none")


@click.command("init")
@click.option("--forge", type=click.Choice(FORGES), help="Where pull requests live.  [default: known from the remote]")
@click.option("--minimal", is_flag=True, help="Only people.yaml and one objective: a complete repository.")
@click.option("--name", metavar="TEXT", help="Your name.  [default: as git knows it]")
@click.option("--email", metavar="TEXT", help="Your address.  [default: as git knows it]")
@click.option("--yes", is_flag=True, help="Ask nothing; init never does.")
@common_options
def command(
    forge: str | None, minimal: bool, name: str | None, email: str | None, yes: bool, root: Path, today: date | None
) -> None:
    """Set up OKRs in this git repository.

    Writes what is missing at the top of the repository and never touches a file that is there.
    """
    result = api.init(root, today or date.today(), forge=forge, minimal=minimal, name=name, email=email)
    for path in result.written:
        click.echo(f"wrote {path}")
    for path in result.existing:
        click.echo(f"kept  {path}")
    if not result.written:
        click.echo("everything was there already")
        return
    click.echo("\nnext:")
    for step in _next_steps(result, minimal):
        click.echo(f"  {step}")


def _next_steps(result: api.InitResult, minimal: bool) -> list[str]:
    steps = ["okrs lint              # clean, as it stands", "okrs status            # how things stand"]
    if ".gitlab-ci.yml" in result.existing:
        steps.append("add to .gitlab-ci.yml: include: [{local: .gitlab/okrs.gitlab-ci.yml}]")
    tops = sorted({path.partition("/")[0] for path in result.written})
    steps.append(f"git add {' '.join(tops)} && git commit -m 'Keep our OKRs in git'")
    steps.append("okrs report            # writes pages to status/; commit them, so that everybody can read them")
    if not minimal and result.forge in ("github", "gitlab"):
        accounts = "merge an `account` for people in okrs/people.yaml, and `stewards` in okrs/config.yaml"
        if result.forge == "github":
            steps.append("require the check `okrs lint` for the default branch: no key result goes without an owner")
            steps.append(f"{accounts}; only then require `okrs approvals`, too")
        else:
            steps.append(f"{accounts}: until then the job `okrs approvals` fails")
            steps.append("only then require `Pipelines must succeed`: no key result goes without an owner")
    elif not minimal:
        steps.append("no gate was written: `okrs init --forge github` or `gitlab` writes it, once you know your forge")
    return steps
