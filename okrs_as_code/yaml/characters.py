"""Characters that the YAML subset leaves out, and a text in which they no longer disturb the parser."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

from okrs_as_code.yaml.problem import ProblemKind, Problems, excerpt

_ORDINARY: Final = bytes((0x0A, *range(0x20, 0x7F)))
"""What most texts are made of."""
_COLON: Final = "\ufdd0"
_QUESTION: Final = "\ufdd1"
_GONE: Final = "\ufffd"

_FORBIDDEN = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters; tab and line feed have their own rules
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "]"
)
"""Controls, what nobody sees (Default_Ignorable_Code_Point, without the selectors of glyphs), and no characters."""

_PRINTABLE_BUT_INVISIBLE = tuple("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u3164\uffa0")
_JOINERS = "\u200c\u200d"
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^xuU])", re.DOTALL)
_NAMED: Final = {"0": "\0", "a": "\a", "b": "\b", "t": "\t", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b"} | {
    "N": "\x85",
    "L": "\u2028",
    "P": "\u2029",
}
_TABBED = re.compile(r"^(?P<indentation>[ \t]*)(?P<rest>[^\n]*)$", re.MULTILINE)
_DIRECTIVES = re.compile(r"\A(?:[ ]*(?:#[^\n]*)?\r?\n)*(?P<lines>(?:%[^\n]*\n(?:[ ]*(?:#[^\n]*)?\r?\n)*)+)(?=---)")
_GLUED_COLON = re.compile(r":(?=[^\s,\[\]{}])(?<=[^\"'\]}\n]:)")
_GLUED_QUESTION = re.compile(r"\?(?:(?<=[^\s\[{,]\?)|(?=[^\s,\[\]{}]))")
_TAG_OR_COLON = re.compile(rf"(?P<tag>(?<![^\s\[{{,])![^\s,\[\]{{}}]*)|{_GLUED_COLON.pattern}")


class Prepared(NamedTuple):
    """A text of the same length that both parsers read alike, and how to get the written characters back."""

    text: str
    restore: tuple[tuple[str, str], ...]
    """What stands for what in values; nothing where nothing was replaced."""

    def written(self, value: str) -> str:
        """A value as it was written, without what is forbidden."""
        for replaced, written in self.restore:
            value = value.replace(replaced, written)
        return value


def prepare(text: str, problems: Problems | None = None) -> Prepared:
    """Reports forbidden characters, tabs and directives, and replaces them.

    In flow collections, YAML 1.2 takes the colon of `[https://example.com]` and the question mark of `{title: Ready?}`
    as text; the C parser, which knows YAML 1.1, does not. Both stand for something else while it reads.
    """
    problems = problems if problems is not None else Problems()
    restore: tuple[tuple[str, str], ...] = ()
    prepared = text
    if not _is_clean(text):
        prepared = _without_forbidden(text, problems)
        if prepared != text:
            restore = ((_GONE, ""),)
        if "\t" in text:
            prepared = _without_tabs(prepared, problems)
    if prepared.startswith("%") or "\n%" in prepared:
        prepared = _without_directives(prepared, problems)
    if "!" in prepared:  # a tag may have colons
        glued = _TAG_OR_COLON.sub(lambda match: match["tag"] or _COLON, prepared)
    else:
        glued = _GLUED_COLON.sub(_COLON, prepared)
    if "?" in glued:
        glued = _GLUED_QUESTION.sub(_QUESTION, glued)
    if glued is not prepared and glued != prepared:
        restore += ((_COLON, ":"), (_QUESTION, "?"))
    return Prepared(glued, restore)


def report_decoded(text: str, start: int, end: int, problems: Problems) -> bool:
    """Reports what the escapes of a double-quoted text stand for and is not allowed; tells whether there was any."""
    found = False
    for match in _ESCAPE.finditer(text, start, end):
        written = match[0]
        character = chr(int(written[2:], 16)) if len(written) > 2 else _NAMED.get(written[1], "")
        if character != "\t" and not _FORBIDDEN.fullmatch(character):
            continue
        found = True
        if character == "\t":
            problems.add(ProblemKind.TAB, match.start(), match.end(), place="escaped", lines=1)
        else:
            problems.add(
                ProblemKind.FORBIDDEN_CHARACTER,
                match.start(),
                match.end(),
                character=f"U+{ord(character):04X}",
                sort=_sort(character),
                written="escaped",
            )
    return found


def _is_clean(text: str) -> bool:
    """The quick answer for nearly every file; False means that it takes a closer look."""
    if text.isascii() and not text.encode().translate(None, _ORDINARY):
        return True
    if not text.replace("\r\n", "").replace("\n", "").isprintable():
        return False
    return text.isascii() or not any(character in text for character in _PRINTABLE_BUT_INVISIBLE)


def _is_harmless(text: str, at: int, character: str) -> bool:
    """A carriage return before a line feed; a joiner inside of an emoji, or of a script that is written with them."""
    after = text[at + 1 : at + 2]
    if character == "\r":
        return after == "\n"
    return character in _JOINERS and at > 0 and text[at - 1] > "\x7f" and after > "\x7f"


def _without_forbidden(text: str, problems: Problems) -> str:
    parts: list[str] = []
    position = 0
    for match in _FORBIDDEN.finditer(text):
        character = match[0]
        if _is_harmless(text, match.start(), character):
            continue
        problems.add(
            ProblemKind.FORBIDDEN_CHARACTER,
            match.start(),
            match.end(),
            character=f"U+{ord(character):04X}",
            sort=_sort(character),
            written="raw",
        )
        # A lone carriage return ends a line for YAML, so a file with such line ends keeps its structure.
        parts += (text[position : match.start()], "\n" if character == "\r" else _GONE)
        position = match.end()
    return "".join((*parts, text[position:]))


def _without_tabs(text: str, problems: Problems) -> str:
    first = text.find("\t")
    place, lines = "", 0
    for match in _TABBED.finditer(text):
        if "\t" not in match[0]:
            continue
        lines += 1
        rest = match["rest"].rstrip()
        if "\t" in match["indentation"] and rest and not rest.startswith("#") and place != "indentation":
            place, first = "indentation", text.index("\t", match.start())
        place = place or ("comment" if rest.startswith("#") else "text")
    end = first + 1
    while text[end : end + 1] == "\t":
        end += 1
    problems.add(ProblemKind.TAB, first, end, place=place, lines=lines)
    return text.replace("\t", " ")


def _without_directives(text: str, problems: Problems) -> str:
    match = _DIRECTIVES.match(text)
    if match is None:
        return text
    start, end = match.span("lines")
    for line in re.finditer(r"^%[^\s]*", text[start:end], re.MULTILINE):
        stop = text.find("\n", start + line.start())
        written = text[start + line.start() : stop].rstrip()
        problems.add(
            ProblemKind.DIRECTIVE, start + line.start(), start + line.start() + len(written), name=excerpt(line[0])
        )
    return text[:start] + re.sub(r"[^\r\n]", " ", text[start:end]) + text[end:]


def _sort(character: str) -> str:
    if character in "\r\x85\u2028\u2029\x0b\x0c":
        return "line-break"
    if unicodedata.bidirectional(character) in _BIDI or character in "\u200e\u200f\u061c":
        return "bidi"
    category = unicodedata.category(character)
    return {"Cc": "control", "Cn": "noncharacter"}.get(category, "invisible")


_BIDI: Final = frozenset(("LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"))
