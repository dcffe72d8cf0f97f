"""`okrs init`: sets up OKRs in a git repository."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from okrs_as_code import api
from okrs_as_code.cli.options import day_of_clock, show_notes, today_option
from okrs_as_code.filenames import CONFIG_FILE, PEOPLE_FILE

if TYPE_CHECKING:
    from okrs_as_code.model.files.config import Forge
    from okrs_as_code.refactor.setup.init_files import Gate, Practice

FORGES = ("github", "gitlab", "gitea", "none")
GATES = ("lint", "approvals")
PRACTICES = ("light", "usual", "strict")
_NO_GATE = (
    "no gate was written: `okrs init --forge github`, `gitlab` or `gitea` writes it; for other forges "
    "docs/other-forges.md has recipes, with `forge: none` in okrs/config.yaml"
)


@click.command("init")
@click.option("--forge", type=click.Choice(FORGES), help="Where pull requests live.  [default: known from the remote]")
@click.option(
    "--gate",
    type=click.Choice(GATES),
    help="What the forge is to check: the lint alone, or approvals, too.  [default: approvals; lint if light]",
)
@click.option(
    "--practice",
    type=click.Choice(PRACTICES),
    help="Write out how often people check in, the limits, and who agrees, for little or much rigour.",
)
@click.option("--minimal", is_flag=True, help="Only people.yaml and one objective: a complete repository.")
@click.option("--name", metavar="TEXT", help="Your name.  [default: as git knows it]")
@click.option("--email", metavar="TEXT", help="Your address.  [default: as git knows it]")
@click.option("--yes", is_flag=True, help="No effect: init asks nothing anyway.")
@click.option(
    "--root",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="The folder for okrs/.  [default: the one that has it, from here upwards, else the top of the repository]",
)
@today_option
def command(
    forge: Forge | None,
    gate: Gate | None,
    practice: Practice | None,
    minimal: bool,
    name: str | None,
    email: str | None,
    yes: bool,
    root: Path | None,
    today: date | None,
) -> None:
    """Set up OKRs in this git repository.

    Writes what is missing and never touches a file that is there; only config.yaml gets the address of the repository
    and its forge, where it names none. With --root the OKRs go into that folder, and the jobs of the forge know it.
    """
    if minimal and (gate is not None or practice is not None):
        raise click.UsageError("`--minimal` writes neither policy nor gate; leave `--gate` and `--practice` out")
    result = api.init(
        Path(),
        today or day_of_clock(None),
        forge=forge,
        minimal=minimal,
        name=name,
        email=email,
        gate=gate,
        practice=practice,
        root=root,
    )
    for path in result.written:
        click.echo(f"wrote {path}")
    for path in result.existing:
        click.echo(f"kept  {path}")
    for key in result.added:
        click.echo(f"added `{key}:` to {result.setup.prefix}{CONFIG_FILE}")
    show_notes(result.notes)
    if not result.written:
        if not result.added:
            click.echo("everything was there already")
        return
    click.echo("\nnext:")
    for step in _next_steps(result):
        click.echo(f"  {step}")


def _gate_steps(forge: str, gate: str, prefix: str) -> list[str]:
    """The steps that make the forge require the checks, accounts first where approvals are among them."""
    required = "`Pipelines must succeed`" if forge == "gitlab" else "the check `okrs lint` for the default branch"
    lint = f"require {required}, so that no key result goes without an owner"
    if gate == "lint":
        return [lint]
    people, config = f"{prefix}{PEOPLE_FILE}", f"{prefix}{CONFIG_FILE}"
    accounts = f"give people their `account` in {people}, name `stewards` in {config}, and merge that"
    approvals = "while nobody in the base has an account, it cannot pass"
    if forge == "github":
        return [lint, accounts, f"only then require `okrs approvals`: {approvals}"]
    return [
        "set OKRS_TOKEN, with which the job `okrs approvals` asks GitLab who approved",
        f"{accounts}: until then the job fails",
        f"only then {lint}",
    ]


def _outermost(path: str, prefix: str) -> str:
    """The outermost folder or file of a path that is all ours: below the root, where the path is there."""
    root = prefix if path.startswith(prefix) else ""
    return root + path.removeprefix(root).partition("/")[0]


def _next_steps(result: api.InitResult) -> list[str]:
    forge, minimal, prefix = result.setup.forge, result.setup.minimal, result.setup.prefix
    lint, status, report = (f"okrs {name}{result.setup.root_option}".ljust(22) for name in ("lint", "status", "report"))
    steps = [f"{lint} # clean, as it stands", f"{status} # how things stand"]
    if ".gitlab-ci.yml" in result.existing:
        steps.append("add to .gitlab-ci.yml: include: [{local: .gitlab/okrs.gitlab-ci.yml}]")
    changed = [f"{prefix}{CONFIG_FILE}"] if result.added else []
    tops = sorted({_outermost(path, prefix) for path in (*result.written, *changed)})
    steps.append(f"git add {shlex.join(tops)} && git commit -m 'Keep our OKRs in git'")
    pages = f"{prefix}status/"
    steps.append(f"{report} # writes pages to {pages}; commit them, so that everybody can read them")
    if not minimal and forge != "none":
        if result.requirement is None:
            path = next(path for path in (*result.written, *result.existing) if path.endswith("/okrs-requirements.txt"))
            steps.append(f"name in {path} what CI installs: its comment shows how; until then the checks fail")
        if forge == "gitea":
            steps.append("look at the first run of the workflow and its `runs-on`: no server was tried with it")
        steps += _gate_steps(forge, result.setup.gate, prefix)
    elif not minimal:
        steps.append(_NO_GATE)
    return steps
