"""Writes what is generated in this repository, or checks that it is current.

`python3 run.py python docs/generate.py` writes; with `--check` it lists what is not current and exits with 1.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click
from page_examples import command_picture, with_examples
from site_picture import PICTURES as SITE_PICTURES
from site_picture import site_picture

from okrs_as_code import api
from okrs_as_code.cli.main import GROUPS, okrs
from okrs_as_code.export import schema as export_schema
from okrs_as_code.export.sqlite_views import VIEWS
from okrs_as_code.export.table import Column, Table
from okrs_as_code.export.tables import TABLES
from okrs_as_code.lint.registry import all_rules
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.base import GOAL_PATTERN, KEY_RESULT_PATTERN, OBJECTIVE_PATTERN
from okrs_as_code.model.files.json_schema import ALL_SCHEMAS, file_name, json_schema, schema_layout, schema_text

ROOT = Path(__file__).resolve().parent.parent
FAMILIES = {
    "FMT": "Reading the files",
    "OWN": "Ownership",
    "AGR": "Agreement",
    "OBJ": "Objectives",
    "KR": "Key results",
    "ALN": "Alignment",
    "CHK": "Check-ins",
    "CYC": "The cycle",
}
PICTURES = {"status.svg": ("okrs status --team content", 108)}
"""Commands of which there is a picture, and how wide their terminal is."""
ID = json_schema("objective")["properties"]["owner"]["pattern"]
KEYS = re.compile(r"(<!-- keys: (\S+) -->\n).*?(<!-- end -->\n)", re.DOTALL)
EXPORTED = re.compile(r"(<!-- (tables|views) of the export -->\n).*?(<!-- end -->\n)", re.DOTALL)


def file_keys(name: str) -> str:
    """A table of the keys of a kind of file, or of what lies in it: `objective`, `objective/KeyResult`."""
    kind, _, inner = name.partition("/")
    whole = _schema(kind)
    part = whole["definitions"][inner] if inner else whole
    required = part.get("required", [])
    lines = ["| key | what | value | default |", "|---|---|---|---|"]
    for key, value in part["properties"].items():
        default = json.dumps(value["default"]) if value.get("default") not in (None, [], {}) else ""
        shown = f"**`{key}`**" if key in required else f"`{key}`"
        lines.append(f"| {shown} | {_described(value, whole)} | {_kind(value, whole)} | {default} |")
    return "\n".join(lines) + "\n"


_schema = cache(json_schema)


def _described(value: dict[str, Any], whole: dict[str, Any]) -> str:
    if "description" in value:
        return str(value["description"])
    return str(_resolved(value, whole).get("description", ""))


def _resolved(value: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    ref = value.get("$ref") or (value["allOf"][0].get("$ref") if "allOf" in value else None)
    return whole["definitions"][ref.rpartition("/")[2]] if ref else value


def _kind(value: dict[str, Any], whole: dict[str, Any]) -> str:
    """The kinds of value that may be written, in a few words."""
    if "enum" in value:
        return " ∣ ".join(f"`{one}`" for one in value["enum"])
    if "const" in value:
        return f"`{json.dumps(value['const']).strip(chr(34))}`"
    if "oneOf" in value:
        return " or ".join(dict.fromkeys(_kind(one, whole) for one in value["oneOf"]))
    if value.get("type") == "array":
        items = _kind(value["items"], whole)
        return "list of these" if "oneOf" in value["items"] else f"list of {items}"
    if "$ref" in value or "allOf" in value:
        name = (value.get("$ref") or value["allOf"][0]["$ref"]).rpartition("/")[2]
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    if value.get("type") == "object":
        return "mapping"
    if value.get("format") == "date":
        return "day, `2026-12-31`"
    pattern = value.get("pattern", "")
    ids = {
        ID: "id",
        OBJECTIVE_PATTERN: "objective's id",
        KEY_RESULT_PATTERN: "key result's id",
        GOAL_PATTERN: "id of an objective or key result",
    }
    known = ids.get(pattern) or {"number": "number", "integer": "whole number", "boolean": "`true` or `false`"}.get(
        value.get("type", "")
    )
    return known or ("address" if "https" in pattern else "text")


def files() -> Iterator[tuple[Path, str]]:
    """Every generated file with its text."""
    for kind in ALL_SCHEMAS:
        yield ROOT / "schema" / file_name(kind), schema_text(kind)
    yield ROOT / "schema" / export_schema.FILE_NAME, schema_layout(export_schema.export_schema())
    for rule in all_rules():
        yield ROOT / "docs" / "rules" / f"{rule.code}.md", rule_page(rule)
    yield ROOT / "docs" / "rules" / "README.md", rule_index()
    yield ROOT / "docs" / "cli.md", command_reference()
    for name, (command, columns) in PICTURES.items():
        yield ROOT / "docs" / name, command_picture(command, columns)
    for name, picture in SITE_PICTURES.items():
        yield ROOT / "docs" / name, site_picture(picture)
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        if page.name != "cli.md":
            yield page, with_examples(with_keys(page.read_text(encoding="utf-8")))


def with_keys(page: str) -> str:
    """A page with its tables of keys filled in."""
    page = KEYS.sub(lambda match: f"{match[1]}{file_keys(match[2])}{match[3]}", page)
    described = {"tables": export_tables, "views": export_views}
    return EXPORTED.sub(lambda match: f"{match[1]}{described[match[2]]()}{match[3]}", page)


def export_tables() -> str:
    """A section for each table of the export: what its rows are, its key, and its columns."""
    return "\n".join(_export_table(table) for table in TABLES)


def _export_table(table: Table[Any]) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    lines = [f"### {table.name}", "", f"{table.meaning} Key: {key}.", "", "| column | what | type |", "|---|---|---|"]
    lines += [f"| `{one.name}` | {_export_meaning(one)} | {_export_type(one)} |" for one in table.columns]
    return "\n".join(lines) + "\n"


def _export_meaning(column: Column[Any]) -> str:
    shown = "" if column.detail is None else f" Only with `--with {column.detail}`."
    return f"{column.meaning}{shown}"


def _export_type(column: Column[Any]) -> str:
    kind = " ∣ ".join(f"`{choice}`" for choice in column.choices) or str(column.type)
    if column.references is not None:
        kind = f"{kind}, of [{column.references}](#{column.references})"
    return kind if column.required else f"{kind}, or empty"


def export_views() -> str:
    """The views of the export in SQLite."""
    return "".join(f"- `{view.name}`: {view.meaning}\n" for view in VIEWS)


def rule_page(rule: Rule) -> str:
    """One rule's page."""
    floor = " Policy cannot lower, ignore or silence it." if rule.has_floor else ""
    head = f"# {rule.code} {rule.name}\n\nSeverity: **{rule.severity}**.{floor}\n\n"
    return f"{head}{rule.documentation()}\n"


def rule_index() -> str:
    """The table of all rules."""
    lines = [
        "# Rules",
        "",
        "`okrs explain CODE` prints a rule's page in the terminal. Where you know better than a rule:",
    ]
    lines += ["[Ignoring a finding](../suppressions.md).", ""]
    for family, title in FAMILIES.items():
        lines += [f"## {title}", "", "| code | name | severity | what it finds |", "|---|---|---|---|"]
        for rule in sorted(all_rules(), key=lambda one: one.code):
            if re.fullmatch(rf"{family}\d+", rule.code):
                first = " ".join(rule.documentation().split("\n\n")[0].split())
                lines.append(f"| [{rule.code}]({rule.code}.md) | {rule.name} | {rule.severity} | {first} |")
        lines.append("")
    return "\n".join(lines)


def command_reference() -> str:
    """The help of every command, grouped as in the help of `okrs`."""
    context = _context(okrs, "okrs")
    parts = ["# Commands", "", "```text", okrs.get_help(context).rstrip(), "```", ""]
    for group, commands in GROUPS.items():
        parts += [f"## {group}", ""]
        for name in commands:
            command = okrs.get_command(context, name)
            assert command is not None
            help_text = command.get_help(_context(command, name, context)).rstrip()
            parts += [f"### okrs {name}", "", "```text", help_text, "```", ""]
    return "\n".join(parts)


def _context(command: click.Command, name: str, parent: click.Context | None = None) -> click.Context:
    names = ["-h", "--help"]
    return click.Context(
        command, parent=parent, info_name=name, max_content_width=100, terminal_width=100, help_option_names=names
    )


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
    """Write all, or with --check list what is not current, and exit with 1."""
    check = arguments == ["--check"]
    found = stale(write=not check)
    for path in found:
        sys.stdout.write(f"{path.relative_to(ROOT)} {'is not current' if check else 'written'}\n")
    return 1 if check and found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
