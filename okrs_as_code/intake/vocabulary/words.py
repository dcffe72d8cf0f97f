"""The vocabulary of sheets: aliases of headings and words of cells, from one data file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from okrs_as_code.yaml.reader import parse

_CAMEL = re.compile(r"(?<=[a-zß-ÿ0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LETTER_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_BRACKETED = re.compile(r"[(\[{][^)\]}]*[)\]}]")
_MARKS = re.compile(r"[\s_()\[\]{}:*\u200b-]+")


@cache
def vocabulary() -> Mapping[str, Any]:
    """The content of the data file."""
    path = files("okrs_as_code.intake.vocabulary") / "aliases.yaml"
    return parse("aliases.yaml", path.read_bytes()).data  # type: ignore[no-any-return]


def even(text: str) -> str:
    """A heading or word as it is compared: without case, accents, `_`, `-`, brackets, camelCase and spare spaces."""
    text = _LETTER_DIGIT.sub(" ", _CAMEL.sub(" ", text[:200]))
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return _MARKS.sub(" ", plain).casefold().strip()


def even_without_brackets(text: str) -> str:
    """A heading as it is compared, without what stands in brackets: `Target (%)` is `target`."""
    return even(_BRACKETED.sub(" ", text))


def joined(form: str) -> str:
    """An evened heading without spaces, as a capital in a name begins no word: `GitHub` is `github`, `KRs` is `krs`."""
    return form.replace(" ", "")


def meaning_of_heading(form: str, section: str = "headings") -> str | None:
    """The meaning of an evened heading of goals, or of `people`; None for one that is not known."""
    return words(section).get(form) or _by_joined_words(section).get(joined(form))


def meanings_of_heading(form: str) -> Mapping[str, str] | None:
    """The meanings of an evened heading with several, by what its cells are; None for any other."""
    return _several_by_joined_words().get(joined(form))


@cache
def _by_joined_words(section: str) -> Mapping[str, str]:
    return {joined(form): meaning for form, meaning in words(section).items()}


@cache
def _several_by_joined_words() -> Mapping[str, Mapping[str, str]]:
    return {joined(form): meanings for form, meanings in several().items()}


@cache
def words(section: str) -> Mapping[str, str]:
    """The meanings of a section of the data file by their words, evened out."""
    return {even(word): meaning for meaning, listed in vocabulary()[section].items() for word in listed}


@cache
def several() -> Mapping[str, Mapping[str, str]]:
    """The headings with several meanings, evened out, each with its meaning by what its cells are."""
    return {even(heading): meanings for heading, meanings in vocabulary()["several"].items()}


@cache
def backlog_words() -> frozenset[str]:
    """Words that stand in the place of a cycle for a goal without one."""
    return frozenset(map(even, vocabulary()["backlog"]))


@cache
def yes_words() -> frozenset[str]:
    """Words that stand in the place of a target for what is done or not."""
    return frozenset(map(even, vocabulary()["yes"]))


@cache
def key_result_words() -> str:
    """A pattern of the words for a key result in front of its number, in wide tables."""
    return alternatives([*vocabulary()["headings"]["key_result"], "result"])


def alternatives(listed: Iterable[str]) -> str:
    """A pattern of words as they are when evened out, the longest first."""
    return "|".join(re.escape(word) for word in sorted(map(even, listed), key=len, reverse=True))
