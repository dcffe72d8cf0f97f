"""`okrs explain`: prints the page of a rule."""

from __future__ import annotations

import click

from okrs_as_code.lint.registry import all_rules, rule_named


@click.command("explain")
@click.argument("rule", required=False)
def command(rule: str | None) -> None:
    """Print the page of a rule, by its code or name; without one, list all rules."""
    if rule is None:
        for listed in sorted(all_rules(), key=lambda listed: listed.code):
            click.echo(f"{listed.code}  {listed.severity:<11}  {listed.name}")
        return
    named = rule_named(rule)
    click.echo(f"# {named.code} {named.name} ({named.severity})\n\n{named.documentation()}")
