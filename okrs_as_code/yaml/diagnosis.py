"""What a syntax error most probably is, told from its surroundings, never in the parser's words."""

from __future__ import annotations

import re
from typing import Final

from okrs_as_code.yaml.events import Halt

_CONFLICT = re.compile(r"^<{7}(?= |\r?$)", re.MULTILINE)
_VALUE = r"(?P<lead>[ ]*(?:- +)*)(?:(?P<key>[A-Za-z_][\w-]*) *:[ ]+)?"
_FORBIDDEN_START = re.compile(_VALUE + r"(?P<character>[@`%|>*&!\]}])")
_FORBIDDEN_INSIDE = re.compile(r"[\[{][^\"']*(?:[:,] +|[\[{])(?P<character>[@`%])")
_QUOTED = re.compile(_VALUE + r"(?P<quote>[\"'])")
_TITLE = re.compile(_VALUE + r"(?P<text>[^\s\"'\[{#|>&*!%@`].*)")
_MISSING_BLANK = re.compile(r"[ ]*(?:- +)*[A-Za-z_][\w-]*:(?=[^\s/:])")
_NO_COLON = re.compile(r"[ ]*(?:- +)*(?P<word>[a-z_]+)(?= [^:]*$)")
_DASH = re.compile(r"[ ]*-(?=[A-Za-z_][\w-]*:)")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.|$)", re.DOTALL)
_ABOVE: Final = 2
"""How many lines above the place where a parser gave up are looked at: it often sees a mistake one line late."""

Diagnosis = tuple[int, int, dict[str, str | int]]
"""Start, end, and the facts: `reason` and what belongs to it.

Reasons: `conflict` (a merge was not finished); `unclosed-quote` and `unclosed-bracket`, at the opening `character`;
`text-after-quote`; `colon-in-text`, at the colon, with `key`; `special-character`, a value that starts with
`character`; `escape`, an unknown or impossible one in a double-quoted text, with `escape`; `missing-blank`, behind a
colon or a dash (`character`); `missing-colon`, with `key`; `indentation`; `unknown`.
"""


def conflict(text: str) -> tuple[int, int] | None:
    """Where git left the first marker of an unfinished merge."""
    if "<<<<<<<" not in text:
        return None
    match = _CONFLICT.search(text)
    return None if match is None else match.span()


def diagnose(text: str, halt: Halt) -> Diagnosis:
    """The most probable mistake near the place where a parser gave up."""
    at = min(halt.at, len(text))
    inside = at if halt.inside is None else min(halt.inside, len(text))
    opening = text[inside : inside + 1]
    if opening in ('"', "'"):
        found = _in_quotes(text, inside, at, opening)
        if found is not None:
            return found
    start = _line_start(text, at)
    for above in range(_ABOVE + 1):
        found = _in_line(text, start, is_near=above < _ABOVE)
        if found is not None:
            return found
        if start == 0:
            break
        start = _line_start(text, start - 1)
    if opening in ("[", "{") and at > inside:
        return inside, inside + 1, {"reason": "unclosed-bracket", "character": opening}
    row = _line_start(text, at)
    stop = text.find("\n", row)
    line = text[row : len(text) if stop < 0 else stop].rstrip()
    place = row + len(line) - len(line.lstrip())
    reason = "indentation" if _TITLE.match(line) or line.lstrip().startswith("-") else "unknown"
    return place, max(place, row + len(line)), {"reason": reason}


def _in_quotes(text: str, inside: int, at: int, quote: str) -> Diagnosis | None:
    if quote == '"':
        for match in _ESCAPE.finditer(text, inside, min(at + 12, len(text))):
            if (len(match[0]) == 2 and match[0][1] not in '0abtnvfre "/\\N_LP\r\n\t') or _is_impossible(match[0]):
                return *match.span(), {"reason": "escape", "escape": match[0]}
    return inside, inside + 1, {"reason": "unclosed-quote", "character": quote}


def _is_impossible(escape: str) -> bool:
    if len(escape) < 3:
        return False
    point = int(escape[2:], 16)
    return point > 0x10FFFF or 0xD800 <= point <= 0xDFFF


def _in_line(text: str, start: int, *, is_near: bool) -> Diagnosis | None:
    stop = text.find("\n", start)
    line = text[start : len(text) if stop < 0 else stop].rstrip()
    if not line or line.lstrip().startswith("#"):
        return None
    special = _FORBIDDEN_START.match(line)
    if special is not None and not (
        special["character"] in "|>" and re.fullmatch(r"[|>][-+0-9]*", line[special.start("character") :])
    ):
        place = start + special.start("character")
        return place, place + 1, {"reason": "special-character", "character": special["character"]}
    inside = _FORBIDDEN_INSIDE.search(line)
    if inside is not None:
        place = start + inside.start("character")
        return place, place + 1, {"reason": "special-character", "character": inside["character"]}
    quoted = _QUOTED.match(line)
    if quoted is not None:
        return _behind_quotes(line, start, quoted)
    title = _TITLE.match(line)
    if title is not None and title["key"]:
        colon = re.search(r":(?= |$)", title["text"])
        if colon is not None:
            place = start + title.start("text") + colon.start()
            return place, place + 1, {"reason": "colon-in-text", "key": title["key"]}
    for pattern, character in ((_MISSING_BLANK, ":"), (_DASH, "-")):
        glued = pattern.match(line)
        if glued is not None:
            return start + glued.end() - 1, start + glued.end(), {"reason": "missing-blank", "character": character}
    word = _NO_COLON.match(line)
    if word is not None and is_near:
        return start + word.start("word"), start + word.end(), {"reason": "missing-colon", "key": word["word"]}
    return None


def _behind_quotes(line: str, start: int, quoted: re.Match[str]) -> Diagnosis | None:
    body = r'"(?:[^"\\]|\\.)*"' if quoted["quote"] == '"' else r"'(?:[^']|'')*'"
    closed = re.compile(body + r" *(?P<more>[^\s#:,\]}].*)?").match(line, quoted.start("quote"))
    if closed is None or closed["more"] is None:
        return None
    return start + closed.start("more"), start + closed.end("more"), {"reason": "text-after-quote"}


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1
