"""One file per output format; each turns located findings into text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from okrs_as_code.finding import Located
from okrs_as_code.lint.formats import concise, full, github, json

Format = Callable[[Sequence[Located]], str]

FORMATS: Mapping[str, Format] = {
    "full": full.render,
    "concise": concise.render,
    "json": json.render,
    "github": github.render,
}
