"""YAML read into data with a position for every key and value, and edits of the text that leave all else as it is."""

from okrs_as_code.yaml.document import UNREADABLE, Document
from okrs_as_code.yaml.problem import Problem, ProblemKind
from okrs_as_code.yaml.reader import parse
from okrs_as_code.yaml.text import MAX_BYTES, SourceText

__all__ = ["MAX_BYTES", "UNREADABLE", "Document", "Problem", "ProblemKind", "SourceText", "parse"]
