"""Writes what is generated in this repository, or checks that it is current.

`python run.py python docs/generate.py` writes; with `--check` it lists what is not current and exits with 1.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import click

from okrs_as_code import api
from okrs_as_code.cli.main import COMMANDS, okrs, run
from okrs_as_code.lint.registry import all_rules
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.schema import SCHEMAS, file_name, schema_text

ROOT = Path(__file__).resolve().parent.parent
FAMILIES = {
    "FMT": "Reading the files",
    "OWN": "Ownership",
    "OBJ": "Objectives",
    "KR": "Key results",
    "ALN": "Alignment",
}
SHOWN = re.compile(r"(<!-- shown: (.+?) -->\n```\w*\n).*?(```\n<!-- end -->\n)", re.DOTALL)


def files() -> Iterator[tuple[Path, str]]:
    """Every generated file with its text."""
    for kind in SCHEMAS:
        yield ROOT / "schema" / file_name(kind), schema_text(kind)
    for rule in all_rules():
        yield ROOT / "docs" / "rules" / f"{rule.code}.md", rule_page(rule)
    yield ROOT / "docs" / "rules" / "README.md", rule_index()
    yield ROOT / "docs" / "cli.md", command_reference()
    readme = ROOT / "README.md"
    yield readme, SHOWN.sub(_shown, readme.read_text(encoding="utf-8"))


def rule_page(rule: Rule) -> str:
    """One rule's page."""
    floor = " Policy cannot lower, ignore or silence it." if rule.has_floor else ""
    head = f"# {rule.code} {rule.name}\n\nSeverity: **{rule.severity}**.{floor}\n\n"
    return f"{head}{rule.documentation()}\n"


def rule_index() -> str:
    """The table of all rules."""
    lines = ["# Rules", "", "`okrs explain CODE` prints a rule's page in the terminal.", ""]
    for family, title in FAMILIES.items():
        lines += [f"## {title}", "", "| code | name | severity | what it finds |", "|---|---|---|---|"]
        for rule in sorted(all_rules(), key=lambda one: one.code):
            if re.fullmatch(rf"{family}\d+", rule.code):
                first = " ".join(rule.documentation().split("\n\n")[0].split())
                lines.append(f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity} | {first} |")
        lines.append("")
    return "\n".join(lines)


def command_reference() -> str:
    """The help of every command."""
    parts = ["# Commands", ""]
    for name in sorted(COMMANDS):
        context = click.Context(okrs, info_name="okrs", max_content_width=100, terminal_width=100)
        command = okrs.get_command(context, name)
        assert command is not None
        inner = click.Context(command, parent=context, info_name=name, max_content_width=100, terminal_width=100)
        parts += [f"## okrs {name}", "", "```text", command.get_help(inner).rstrip(), "```", ""]
    return "\n".join(parts)


def _shown(match: re.Match[str]) -> str:
    """Real output of the command that the README shows."""
    words = match[2].split()
    stream = io.StringIO()
    with redirect_stdout(stream):
        run([*words[1:], "--root", str(ROOT)])
    return f"{match[1]}{stream.getvalue().rstrip()}\n{match[3]}"


def stale(*, write: bool) -> list[Path]:
    """The files that are not current, written anew if asked for; and pages of rules that are no more."""
    found = []
    wanted = dict(files())
    for path, text in wanted.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            found.append(path)
            if write:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
    for path in (ROOT / "docs" / "rules").glob("*.md"):
        if path not in wanted:
            found.append(path)
            if write:
                path.unlink()
    return [*found, *_example_pages(write=write)]


def _example_pages(*, write: bool) -> list[Path]:
    """The pages of the example organisation."""
    repository = api.open_repository(ROOT)
    example = repository.workspace.plan.config.example
    assert example is not None
    changes = api.report(repository, example.today, out=ROOT / "docs" / "example", check=not write)
    return [changes.folder / path for path in (*changes.written, *changes.removed)]


def main(arguments: list[str]) -> int:
    """Writes, or with --check tells."""
    check = arguments == ["--check"]
    found = stale(write=not check)
    for path in found:
        sys.stdout.write(f"{path.relative_to(ROOT)} {'is not current' if check else 'written'}\n")
    return 1 if check and found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
