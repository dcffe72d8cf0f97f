"""`okrs explain`: prints the page of a rule."""

from __future__ import annotations

import click

from okrs_as_code.lint.registry import all_rules, rule_named


@click.command("explain")
@click.argument("rule", required=False)
def command(rule: str | None) -> None:
    """Print the page of a rule, by its code or name; without one, list all rules."""
    if rule is None:
        for one in sorted(all_rules(), key=lambda one: one.code):
            click.echo(f"{one.code}  {one.severity:<11}  {one.name}")
        return
    found = rule_named(rule)
    click.echo(f"# {found.code} {found.name} ({found.severity})\n\n{found.documentation()}")
