"""Where things are written: text, spans, and YAML events composed into data with a place for every key and value."""

from okrs_as_code.source.document import UNREADABLE, Document
from okrs_as_code.source.problem import Problem, ProblemKind
from okrs_as_code.source.reader import parse
from okrs_as_code.source.text import MAX_BYTES, SourceText

__all__ = ["MAX_BYTES", "UNREADABLE", "Document", "Problem", "ProblemKind", "SourceText", "parse"]
