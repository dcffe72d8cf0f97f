"""Parts of a line: its title, the fields behind it such as `due: 18 Dec`, and the owners whom it names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from okrs_as_code.intake.meaning import Meaning
from okrs_as_code.intake.vocabulary.words import even, several, words

_FIELD = re.compile(
    r"(?:^|\s*[|;,·]\s*|\s+[-–—]\s+)(?P<name>[^\W\d_](?:(?!\s[-–—]\s)[^:|;,·()\[\]\n]){0,40}):(?=\s|$)\s*"
)
_GROUP = re.compile(r"(?P<title>.*\S)\s*(?:\((?P<round>[^()]{1,200})\)|\[(?P<square>[^\[\]]{1,200})\])\s*", re.DOTALL)
_DASH = re.compile(r"(?P<title>.*\S)\s+[-–—]\s+(?P<behind>\S.{0,200})", re.DOTALL)
_MENTION_BEHIND = re.compile(r"(?P<title>.*\S)\s+(?P<who>@[\w.-]{1,60})", re.DOTALL)
_MENTION_BEFORE = re.compile(r"(?P<who>@[\w.-]{1,60}):?\s+(?P<title>\S.*)", re.DOTALL)
_MENTION = re.compile(r"(?<!\S)@\w[\w.-]{0,60}")
_PART_SEPARATOR = re.compile(r"\s*[,;|·\n]\s*")
_NO_FIELDS = frozenset(
    (
        Meaning.OBJECTIVE,
        Meaning.KEY_RESULT,
        Meaning.TITLE,
        Meaning.ID,
        Meaning.OBJECTIVE_ID,
        Meaning.TYPE,
        Meaning.LEVEL,
        Meaning.OUTLINE,
        Meaning.TERMS,
        Meaning.PLAN,
        Meaning.IGNORE,
    )
)
"""Meanings of headings that are no field of a goal on a page."""
_MOST_CHARACTERS = 2000
"""Characters of a line of which parts are looked for."""
Field = tuple[str, str]
"""A name as it is written, and the value."""


def nobody(_: str) -> bool:
    """No text names anybody."""
    return False


@dataclass(frozen=True)
class KnownNames:
    """The names that a repository knows."""

    is_person: Callable[[str], bool] = nobody
    """Whether a text names people, or is the title of one."""
    is_team: Callable[[str], bool] = nobody


NO_NAMES = KnownNames()


@dataclass
class TitleParts:
    """A title, and what else its line says."""

    title: str
    fields: list[Field] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    """Texts of the line that name people, without a label."""
    mentions: list[str] = field(default_factory=list)
    """Logins with `@` that name nobody and stay in the title."""


def is_field_name(text: str, *, is_below_key_result: bool = False) -> bool:
    """Whether a text is the name of a field. Names of levels, such as `Metric`, are only below a key result."""
    form = even(text)
    if form in words("levels") and not is_below_key_result:
        return False
    meanings = several().get(form, {"": words("headings").get(form)}).values()
    return any(meaning is not None and Meaning(meaning) not in _NO_FIELDS for meaning in meanings)


def column_of_field(name: str) -> str:
    """The key of the column of a field: its meaning, or its name where its cells decide about that."""
    return words("headings").get(even(name), even(name))


def fields_of(text: str, *, is_below_key_result: bool = False) -> list[Field] | None:
    """The fields that a text consists of: `Owner: Bo | Due: 18 Dec`; None where it says anything else."""
    fields = list(_fields(text, is_below_key_result))
    return [found for _, found in fields] if fields and fields[0][0] == 0 else None


def _fields(text: str, is_below_key_result: bool) -> Iterator[tuple[int, Field]]:
    """Yields each field of a text with its place; the value reaches to the next one."""
    known = (
        []
        if len(text) > _MOST_CHARACTERS
        else [
            match
            for match in _FIELD.finditer(text)
            if is_field_name(match["name"], is_below_key_result=is_below_key_result)
            and text.count("(", 0, match.start()) <= text.count(")", 0, match.start())
        ]
    )
    for place, match in enumerate(known):
        end = known[place + 1].start() if place + 1 < len(known) else len(text)
        yield match.start(), (match["name"].strip(), text[match.end() : end].strip())


def title_parts(text: str, names: KnownNames) -> TitleParts:
    """A line without what stands behind its title: fields, and people in brackets, behind a dash, or with `@`.

    Nothing is taken from it that is not understood as a whole.
    """
    parts = TitleParts(text.strip())
    behind = list(_fields(parts.title, is_below_key_result=True))
    if behind and behind[0][0] > 0:
        parts.fields = [found for _, found in behind]
        parts.title = parts.title[: behind[0][0]].strip()
    while len(parts.title) <= _MOST_CHARACTERS and _take_group(parts, names):
        pass
    parts.mentions = [mention for mention in _MENTION.findall(parts.title) if not names.is_person(mention)]
    return parts


def _take_group(parts: TitleParts, names: KnownNames) -> bool:
    """Takes the last group of a title, where all of it is understood; returns whether it did."""
    match = _GROUP.fullmatch(parts.title)
    inner = (match["round"] or match["square"]) if match is not None else None
    if match is None:
        match = _DASH.fullmatch(parts.title)
        inner = match["behind"] if match is not None else None
    if match is not None and inner is not None and _read_group(inner.strip(), parts, names):
        parts.title = match["title"].strip()
        return True
    for pattern in (_MENTION_BEHIND, _MENTION_BEFORE):
        match = pattern.fullmatch(parts.title)
        if match is not None and names.is_person(match["who"]):
            parts.owners.insert(0, match["who"])
            parts.title = match["title"].strip()
            return True
    return False


def _read_group(text: str, parts: TitleParts, names: KnownNames) -> bool:
    """Reads people and fields; returns False, and keeps nothing of them, where one part is neither."""
    if _is_named(text, names):
        parts.owners.insert(0, text)
        return True
    owners: list[str] = []
    fields: list[Field] = []
    for part in filter(None, _PART_SEPARATOR.split(text)):
        labelled = _labelled(part)
        if labelled is not None:
            fields.append(labelled)
        elif _is_named(part, names):
            owners.append(part)
        else:
            return False
    parts.owners[:0] = owners
    parts.fields += fields
    return bool(owners or fields)


def _labelled(part: str) -> Field | None:
    """The field that a part is: `owner: Bo`, `due 18 Dec`."""
    found = fields_of(part, is_below_key_result=True)
    if found is not None:
        return found[0]
    name, _, value = part.partition(" ")
    is_due = words("headings").get(even(name)) == Meaning.DUE and any(char.isdigit() for char in value)
    return (name, value.strip()) if is_due else None


def _is_named(text: str, names: KnownNames) -> bool:
    """Whether a text without a label names people. One word in small letters, such as `max`, is no name."""
    is_name = " " in text or "@" in text or text[:1].isupper()
    return is_name and names.is_person(text)
