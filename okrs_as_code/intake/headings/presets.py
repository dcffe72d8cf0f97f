"""Presets: mapping files that ship with us, each for the tables of one tool."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from okrs_as_code.intake.headings.mapping import parse_mapping
from okrs_as_code.intake.source_table import SourceTable
from okrs_as_code.intake.vocabulary.words import even
from okrs_as_code.model.files.import_mapping import ImportMapping

_FOLDER = "preset_files"
_SEARCHED_ROWS = 10


@cache
def presets() -> dict[str, ImportMapping]:
    """All presets by name."""
    folder = files("okrs_as_code.intake.headings") / _FOLDER
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".yaml")), key=lambda path: path.name)
    return {path.name.removesuffix(".yaml"): parse_mapping(path.name, path.read_bytes()) for path in paths}


def preset_for(tables: Sequence[SourceTable], given: ImportMapping) -> tuple[str | None, ImportMapping]:
    """The preset that knows one of the tables, and the mapping to read by: what is given comes first."""
    for name, preset in presets().items():
        is_pair = preset.shape == "two-tables"
        if (len(tables) == 2 or not is_pair) and any(_recognizes(preset, table) for table in tables):
            merged = {
                **{key: value for key, value in preset if key in preset.model_fields_set},
                **{key: value for key, value in given if key in given.model_fields_set},
            }
            for key in ("columns", "owners", "teams", "statuses"):
                merged[key] = {**getattr(preset, key), **getattr(given, key)}
            return name, ImportMapping.model_construct(**merged)
    return None, given


def _recognizes(preset: ImportMapping, table: SourceTable) -> bool:
    wanted = {even(heading) for heading in preset.recognized_by}
    rows = (row for row in table.rows[:_SEARCHED_ROWS])
    return bool(wanted) and any(wanted <= {even(cell.text) for cell in row.cells} for row in rows)
