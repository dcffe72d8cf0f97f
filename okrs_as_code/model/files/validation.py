"""Validation of plain data by the models, with every place where they do not fit."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from okrs_as_code.model.files.mismatch import Mismatch

M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], data: object) -> tuple[M | None, list[Mismatch]]:
    """Validates data: the model, or None and every place where the data do not fit."""
    try:
        return model.model_validate(data), []
    except ValidationError:
        from okrs_as_code.model.files.mismatch_search import find_mismatches  # most files fit and need none of it

        return None, list(find_mismatches(model, data))
