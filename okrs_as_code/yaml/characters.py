"""Characters that the YAML subset leaves out, and a text in which they no longer disturb the parser."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.yaml.problem import ProblemKind, Problems, excerpt

_COMMON_BYTES: Final = bytes((0x0A, *range(0x20, 0x7F)))
"""Line feed and printable ASCII, of which most texts consist."""
_COLON_SUBSTITUTE: Final = "\ufdd0"
_QUESTION_MARK_SUBSTITUTE: Final = "\ufdd1"
_PERCENT_SUBSTITUTE: Final = "\ufdd2"
_FORBIDDEN_SUBSTITUTE: Final = "\ufffd"

_FORBIDDEN = lazy_pattern(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters; tab and line feed have their own rules
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "]"
)
"""Controls, invisible characters (Default_Ignorable_Code_Point without variation selectors), and noncharacters."""

_PRINTABLE_BUT_INVISIBLE = tuple("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u3164\uffa0")
_JOINERS = "\u200c\u200d"
_ESCAPE = lazy_pattern(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^xuU])", re.DOTALL)
_NAMED_ESCAPES: Final = {"0": "\0", "a": "\a", "b": "\b", "t": "\t", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b"} | {
    "N": "\x85",
    "L": "\u2028",
    "P": "\u2029",
}
_LINE = lazy_pattern(r"^(?P<indentation>[ \t]*)(?P<rest>[^\n]*)$", re.MULTILINE)
_DIRECTIVES = lazy_pattern(r"\A(?:[ ]*(?:#[^\n]*)?\r?\n)*(?P<lines>(?:%[^\n]*\n(?:[ ]*(?:#[^\n]*)?\r?\n)*)+)(?=---)")
_GLUED_COLON = lazy_pattern(r":(?=[^\s,\[\]{}])(?<=[^\"'\]}\n]:)")
_GLUED_QUESTION_MARK = lazy_pattern(r"\?(?:(?<=[^\s\[{,]\?)|(?=[^\s,\[\]{}]))")
_DOCUMENT_END = lazy_pattern(r"^\.\.\.(?!\S)", re.MULTILINE)
_LATER_PERCENT = lazy_pattern(r"(?<=\n)%")
_TAG_OR_COLON = lazy_pattern(rf"(?P<tag>(?<![^\s\[{{,])![^\s,\[\]{{}}]*)|{_GLUED_COLON.pattern}")


class PreparedText(NamedTuple):
    """A text that both parsers read alike, with everything at the same offset, and the way back to what was written.

    It ends with the document, where a line `...` ends that: how far a parser looks beyond it is up to the parser.
    """

    text: str
    substitutes: tuple[tuple[str, str], ...]
    """Pairs of a substitute and what it stands for in values; none where nothing was replaced."""

    def restore(self, value: str) -> str:
        """A value as it was written, without forbidden characters."""
        for substitute, original in self.substitutes:
            value = value.replace(substitute, original)
        return value


def prepare_text(text: str, problems: Problems | None = None) -> PreparedText:
    """Reports forbidden characters, tabs and directives, and replaces them.

    In flow collections, YAML 1.2 takes the colon of `[https://example.com]` and the question mark of `{title: Ready?}`
    as text; the C parser, which knows YAML 1.1, does not. Both are substituted while it reads. So is a percent sign at
    the beginning of a line that is no directive at the top: the parsers do not agree where later ones may stand.
    """
    problems = problems if problems is not None else Problems()
    substitutes: tuple[tuple[str, str], ...] = ()
    prepared = text
    if not _is_clean(text):
        prepared = _replace_forbidden(text, problems)
        if prepared != text:
            substitutes = ((_FORBIDDEN_SUBSTITUTE, ""),)
        if "\t" in text:
            prepared = _replace_tabs(prepared, problems)
    if prepared.startswith("%") or "\n%" in prepared:
        prepared = _erase_directives(prepared, problems)
    if "..." in prepared and (document_end := _DOCUMENT_END.search(prepared)) is not None:
        prepared = prepared[: document_end.end()]
    if "!" in prepared:  # a tag may have colons
        substituted = _TAG_OR_COLON.sub(lambda match: match["tag"] or _COLON_SUBSTITUTE, prepared)
    else:
        substituted = _GLUED_COLON.sub(_COLON_SUBSTITUTE, prepared)
    if "?" in substituted:
        substituted = _GLUED_QUESTION_MARK.sub(_QUESTION_MARK_SUBSTITUTE, substituted)
    if "\n%" in substituted:
        substituted = _LATER_PERCENT.sub(_PERCENT_SUBSTITUTE, substituted)
    if substituted is not prepared and substituted != prepared:
        substitutes += ((_COLON_SUBSTITUTE, ":"), (_QUESTION_MARK_SUBSTITUTE, "?"), (_PERCENT_SUBSTITUTE, "%"))
    return PreparedText(substituted, substitutes)


def visible_text(text: str) -> str:
    """A text without the characters that our files refuse; line ends are line feeds, and tabs are spaces."""
    text = text.replace("\r\n", "\n").replace("\t", " ")
    if _is_clean(text):
        return text
    text = re.sub("[\r\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return _FORBIDDEN.sub(lambda match: match[0] if _is_harmless(text, match.start(), match[0]) else "", text)


def report_escapes(text: str, start: int, end: int, problems: Problems) -> bool:
    """Reports escapes in a double-quoted text for characters that are not allowed; returns whether there was any."""
    any_forbidden = False
    for match in _ESCAPE.finditer(text, start, end):
        escape = match[0]
        character = chr(int(escape[2:], 16)) if len(escape) > 2 else _NAMED_ESCAPES.get(escape[1], "")
        if character != "\t" and not _FORBIDDEN.fullmatch(character):
            continue
        any_forbidden = True
        if character == "\t":
            problems.add(ProblemKind.TAB, match.start(), match.end(), place="escaped", lines=1)
        else:
            _report_forbidden(match, character, problems, written="escaped")
    return any_forbidden


def _report_forbidden(match: re.Match[str], character: str, problems: Problems, *, written: str) -> None:
    problems.add(
        ProblemKind.FORBIDDEN_CHARACTER,
        match.start(),
        match.end(),
        character=f"U+{ord(character):04X}",
        sort=_category(character),
        written=written,
    )


def _is_clean(text: str) -> bool:
    """Whether a quick look, enough for nearly every file, shows nothing to replace; False asks for a closer one."""
    if text.isascii() and not text.encode().translate(None, _COMMON_BYTES):
        return True
    if not text.replace("\r\n", "").replace("\n", "").isprintable():
        return False
    return text.isascii() or not any(character in text for character in _PRINTABLE_BUT_INVISIBLE)


def _is_harmless(text: str, position: int, character: str) -> bool:
    """Whether it is a carriage return before a line feed, or a joiner in an emoji or in a script that needs joiners."""
    following = text[position + 1 : position + 2]
    if character == "\r":
        return following == "\n"
    return character in _JOINERS and position > 0 and text[position - 1] > "\x7f" and following > "\x7f"


def _replace_forbidden(text: str, problems: Problems) -> str:
    parts: list[str] = []
    position = 0
    for match in _FORBIDDEN.finditer(text):
        character = match[0]
        if _is_harmless(text, match.start(), character):
            continue
        _report_forbidden(match, character, problems, written="raw")
        # A lone carriage return ends a line for YAML, so a file with such line ends keeps its structure.
        parts += (text[position : match.start()], "\n" if character == "\r" else _FORBIDDEN_SUBSTITUTE)
        position = match.end()
    return "".join((*parts, text[position:]))


def _replace_tabs(text: str, problems: Problems) -> str:
    first = text.find("\t")
    place, lines = "", 0
    for match in _LINE.finditer(text):
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


def _erase_directives(text: str, problems: Problems) -> str:
    match = _DIRECTIVES.match(text)
    if match is None:
        return text
    start, end = match.span("lines")
    for name in re.finditer(r"^%[^\s]*", text[start:end], re.MULTILINE):
        line_start = start + name.start()
        line = text[line_start : text.find("\n", line_start)].rstrip()
        problems.add(ProblemKind.DIRECTIVE, line_start, line_start + len(line), name=excerpt(name[0]))
    return text[:start] + re.sub(r"[^\r\n]", " ", text[start:end]) + text[end:]


def _category(character: str) -> str:
    if character in "\r\x85\u2028\u2029\x0b\x0c":
        return "line-break"
    if unicodedata.bidirectional(character) in _BIDI or character in "\u200e\u200f\u061c":
        return "bidi"
    category = unicodedata.category(character)
    return {"Cc": "control", "Cn": "noncharacter"}.get(category, "invisible")


_BIDI: Final = frozenset(("LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"))
