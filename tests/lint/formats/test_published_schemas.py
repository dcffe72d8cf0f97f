"""The reports by the schemas that OASIS and reviewdog publish, where a folder with them is named.

They are not part of this repository, as their terms ask for more than a copy. `OKRS_PUBLISHED_SCHEMAS` names a folder
with `sarif-schema-2.1.0.json` (errata 01) and reviewdog's `DiagnosticResult.json`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from jsonschema import Draft4Validator, FormatChecker

from okrs_as_code.finding import Located
from okrs_as_code.lint.formats import render
from tests.lint.formats.findings import lint, many
from tests.nightly import examples

FOLDER = os.environ.get("OKRS_PUBLISHED_SCHEMAS")
pytestmark = pytest.mark.skipif(FOLDER is None, reason="OKRS_PUBLISHED_SCHEMAS names no folder with schemas")
SCHEMAS = {"sarif": "sarif-schema-2.1.0.json", "rdjson": "DiagnosticResult.json"}


def validator(output_format: str) -> Draft4Validator:
    schema = json.loads((Path(FOLDER or "") / SCHEMAS[output_format]).read_text(encoding="utf-8"))
    return Draft4Validator(schema, format_checker=FormatChecker())


@pytest.mark.parametrize("output_format", SCHEMAS)
def test_the_findings_of_a_repository(output_format: str, tmp_path: Path) -> None:
    validator(output_format).validate(json.loads(render(lint(tmp_path), output_format)))


@pytest.mark.parametrize("output_format", SCHEMAS)
@examples(1)
@given(findings=many)
def test_hostile_words(output_format: str, findings: list[Located]) -> None:
    validator(output_format).validate(json.loads(render(findings, output_format)))
