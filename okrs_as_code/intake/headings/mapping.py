"""The mapping file, as it is read with `--map`, and as presets are."""

from __future__ import annotations

from okrs_as_code.errors import OkrsError
from okrs_as_code.finding import Place
from okrs_as_code.model.files.import_mapping import ImportMapping
from okrs_as_code.model.files.mismatch import Mismatch, MismatchKind
from okrs_as_code.model.files.validation import validate
from okrs_as_code.nearest import suggestion
from okrs_as_code.yaml.document import Document
from okrs_as_code.yaml.reader import parse

_REMEDY = "`okrs import FILE --show-map` writes one that fits"


def parse_mapping(file: str, data: bytes) -> ImportMapping:
    """The mapping in a file. Raises OkrsError, with the place, for anything that does not fit."""
    document = parse(file, data)
    if document.problems:
        problem = document.problems[0]
        row = document.text.region(problem.span).row
        raise OkrsError(f"{file}:{row}: this is no YAML as we read it ({problem.kind.value})", _REMEDY)
    mapping, mismatches = validate(ImportMapping, document.data)
    if mapping is None or mismatches:
        raise _mismatch_error(file, document, mismatches)
    return mapping


def _mismatch_error(file: str, document: Document, mismatches: list[Mismatch]) -> OkrsError:
    mismatch = mismatches[0]
    path = ".".join(map(str, mismatch.path)) or "the file"
    at = Place(file, mismatch.path, "key" if mismatch.on_key else "value")
    place = f"{file}:{document.region(at).row}"
    if mismatch.kind is MismatchKind.UNKNOWN_KEY:
        hint = suggestion(mismatch.field, mismatch.known)
        return OkrsError(
            f"{place}: a mapping has no key `{mismatch.field}`", f"{hint}known: {', '.join(mismatch.known)}"
        )
    return OkrsError(f"{place}: `{path}` has to be {mismatch.expected or 'written'}", _REMEDY)
