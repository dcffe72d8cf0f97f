"""Files for forges and their programs fit the schemas that are published for them, as check-jsonschema ships them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from check_jsonschema import main as check_jsonschema
from click.testing import CliRunner

from tests.repositories import make
from tests.test_workflows import ROOT, initialised

COMPONENT = ROOT / "templates/okrs-lint/template.yml"


def check(schema: str, files: list[Path], *options: str) -> None:
    """In this process, as starting another takes longer than what it does."""
    assert files
    done = CliRunner().invoke(check_jsonschema, ["--builtin-schema", f"vendor.{schema}", *options, *map(str, files)])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    ("where", "schema", "pattern"),
    [
        ("ours", "github-workflows", ".github/workflows/*.yml"),
        ("ours", "github-actions", ".github/actions/*/action.yml"),
        ("ours", "dependabot", ".github/dependabot.yml"),
        ("github", "github-workflows", ".github/workflows/*.yml"),
        ("github", "dependabot", ".github/dependabot.yml"),
        ("gitlab", "gitlab-ci", ".gitlab*/*.yml"),
        ("gitlab", "gitlab-ci", ".gitlab-ci.yml"),
    ],
)
def test_what_is_here_and_what_init_writes(where: str, schema: str, pattern: str, tmp_path: Path) -> None:
    folder = ROOT if where == "ours" else initialised(tmp_path, where)
    options = ("--data-transform", "gitlab-ci") if schema == "gitlab-ci" else ()
    check(schema, sorted(folder.glob(pattern)), *options)


@pytest.mark.parametrize("forge", ["github", "gitlab"])
def test_the_configuration_of_renovate(forge: str, tmp_path: Path) -> None:
    make(tmp_path, {"renovate.json": "{}\n"})
    check("renovate", [initialised(tmp_path, forge) / f".{forge}/okrs-renovate.json"])


def test_the_component_with_its_defaults(tmp_path: Path) -> None:
    header, _, body = COMPONENT.read_text(encoding="utf-8").partition("\n---\n")
    inputs = dict(re.findall(r"\n    ([a-z-]+):\n(?:      .*\n)*?      default: (.*)", f"{header}\n"))
    assert set(re.findall(r"\$\[\[ inputs\.([a-z-]+) \]\]", body)) == set(inputs)
    filled_in = re.sub(r"\$\[\[ inputs\.([a-z-]+) \]\]", lambda match: inputs[match[1]], body)
    check(
        "gitlab-ci", [make(tmp_path, {"component.yml": filled_in}) / "component.yml"], "--data-transform", "gitlab-ci"
    )


def test_an_input_of_the_component_is_no_part_of_a_script() -> None:
    used = re.findall(r"(?m)^ +(\w+): \$\[\[ inputs\.", COMPONENT.read_text(encoding="utf-8"))
    assert used == ["image", "stage", "OKRS_ROOT", "OKRS_REQUIREMENTS_FOLDER"]
