"""Diagnosis of syntax errors: the most probable mistake, from the text around it, never in the parser's words."""

from __future__ import annotations

import re
from typing import Final

from okrs_as_code.yaml.diagnosis.slips import KEY, find_comment_in_brackets, find_slip
from okrs_as_code.yaml.events import ErrorPosition

_VALUE = r"(?P<lead>[ ]*(?:- +)*)(?:(?P<key>[A-Za-z_][\w-]*) *:[ ]+)?"
_FORBIDDEN_START = re.compile(_VALUE + r"(?P<character>[@`%|>*&!\]}])")
_GLUED_COMMENT = re.compile(_VALUE + r"(?P<sign>[|>][-+0-9]*)#")
_FORBIDDEN_INSIDE = re.compile(r"[\[{][^\"']*(?:[:,] +|[\[{])(?P<character>[@`%])")
_QUOTED_TEXT = re.compile(_VALUE + r"(?P<quote>[\"'])")
_PLAIN_TEXT = re.compile(_VALUE + r"(?P<text>[^\s\"'\[{#|>&*!%@`].*)")
_COLON_WITHOUT_SPACE = re.compile(r"[ ]*(?:- +)*[A-Za-z_][\w-]*:(?=[^\s/:])")
_MISSING_COLON = re.compile(r"[ ]*(?:- +)*(?P<word>[a-z_]+)(?= [^:]*$)")
_DASH_WITHOUT_SPACE = re.compile(r"[ ]*-(?=[A-Za-z_][\w-]*:)")
_CODE_FENCE = re.compile(r"[ ]*(?:```|~~~)[^\n`]*")
_BLOCK_TEXT = re.compile(rf"(?P<lead>[ ]*(?:- +)*){KEY} *: +[|>][-+0-9]* *(?:#.*)?")
_ENTRY = re.compile(rf"[ ]*(?:- +)*{KEY} *:(?: |$)|[ ]*-(?: |$)")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.|$)", re.DOTALL)
_LINES_ABOVE: Final = 2
"""The lines above the one where a parser gave up that are looked at: it often sees a mistake one line late."""

Diagnosis = tuple[int, int, dict[str, str | int]]
"""Start, end, and the facts: `reason` and what belongs to it.

Reasons: `conflict` (a merge was not finished); `unclosed-quote` and `unclosed-bracket`, at the opening `character`;
`text-after-quote`; `colon-in-text`, at the colon, with `key`; `special-character`, a value that starts with
`character`; `escape`, an unknown or impossible one in a double-quoted text, with `escape`; `missing-space`, after a
colon, a dash or the sign of a block scalar (`character`); `missing-colon`, with `key`; `code-fence`, a line around
code on a page; `text-not-indented`, a line of a text of several lines (`key`) that begins too far left, with its
`spaces`; `indentation`; `unknown`; and those of slips.py.
"""


def diagnose(text: str, error: ErrorPosition) -> Diagnosis:
    """The most probable mistake near the place where a parser gave up."""
    offset = min(error.offset, len(text))
    context = offset if error.context is None else min(error.context, len(text))
    opening = text[context : context + 1]
    if opening in ('"', "'"):
        return _diagnose_quotes(text, context, offset, opening)
    line_start = _line_start(text, offset)
    for lines_above in range(_LINES_ABOVE + 1):
        diagnosis = _diagnose_line(text, line_start, is_near=lines_above < _LINES_ABOVE)
        if diagnosis is not None:
            return diagnosis
        if line_start == 0:
            break
        line_start = _line_start(text, line_start - 1)
    if opening in ("[", "{") and offset > context:
        comment = find_comment_in_brackets(_line_from(text, context))
        if comment is not None:
            return context + comment[0], context + comment[1], comment[2]
        return context, context + 1, {"reason": "unclosed-bracket", "character": opening}
    return _diagnose_indentation(text, _line_start(text, offset))


def _diagnose_quotes(text: str, start: int, end: int, quote: str) -> Diagnosis:
    if quote == '"':
        for match in _ESCAPE.finditer(text, start, min(end + 12, len(text))):
            if (len(match[0]) == 2 and match[0][1] not in '0abtnvfre "/\\N_LP\r\n\t') or _is_impossible(match[0]):
                return *match.span(), {"reason": "escape", "escape": match[0]}
    return start, start + 1, {"reason": "unclosed-quote", "character": quote}


def _diagnose_indentation(text: str, line_start: int) -> Diagnosis:
    line = _line_from(text, line_start)
    start = line_start + len(line) - len(line.lstrip())
    reason = "indentation" if _PLAIN_TEXT.match(line) or line.lstrip().startswith("-") else "unknown"
    return start, max(start, line_start + len(line)), {"reason": reason}


def _is_impossible(escape: str) -> bool:
    """Whether an escape with digits stands for no Unicode scalar value."""
    if len(escape) < 3:
        return False
    code_point = int(escape[2:], 16)
    return code_point > 0x10FFFF or 0xD800 <= code_point <= 0xDFFF


def _diagnose_line(text: str, line_start: int, *, is_near: bool) -> Diagnosis | None:
    line = _line_from(text, line_start)
    if not line or line.lstrip().startswith("#"):
        return None
    if _CODE_FENCE.fullmatch(line) is not None:
        return line_start + len(line) - len(line.lstrip()), line_start + len(line), {"reason": "code-fence"}
    block = _find_block_text(text, line_start, line)
    if block is not None:
        return line_start + len(line) - len(line.lstrip()), line_start + len(line), block
    slip = find_slip(line)
    if slip is not None:
        return line_start + slip[0], line_start + slip[1], slip[2]
    glued_comment = _GLUED_COMMENT.match(line)
    if glued_comment is not None:
        start, end = (line_start + at for at in glued_comment.span("sign"))
        return start, end, {"reason": "missing-space", "character": glued_comment["sign"]}
    special = _FORBIDDEN_START.match(line)
    if special is not None and not (
        special["character"] in "|>" and re.fullmatch(r"[|>][-+0-9]*", line[special.start("character") :])
    ):
        start = line_start + special.start("character")
        return start, start + 1, {"reason": "special-character", "character": special["character"]}
    inside = _FORBIDDEN_INSIDE.search(line)
    if inside is not None:
        start = line_start + inside.start("character")
        return start, start + 1, {"reason": "special-character", "character": inside["character"]}
    quoted = _QUOTED_TEXT.match(line)
    if quoted is not None:
        return _diagnose_text_after_quote(line, line_start, quoted)
    plain = _PLAIN_TEXT.match(line)
    if plain is not None and plain["key"]:
        colon = re.search(r":(?= |$)", plain["text"])
        if colon is not None:
            start = line_start + plain.start("text") + colon.start()
            return start, start + 1, {"reason": "colon-in-text", "key": plain["key"]}
    for pattern, character in ((_COLON_WITHOUT_SPACE, ":"), (_DASH_WITHOUT_SPACE, "-")):
        glued = pattern.match(line)
        if glued is not None:
            end = line_start + glued.end()
            return end - 1, end, {"reason": "missing-space", "character": character}
    word = _MISSING_COLON.match(line)
    if word is not None and is_near:
        return (
            line_start + word.start("word"),
            line_start + word.end(),
            {"reason": "missing-colon", "key": word["word"]},
        )
    return None


def _find_block_text(text: str, line_start: int, line: str) -> dict[str, str | int] | None:
    """The facts of a line that is meant for a text of several lines and begins too far left to be in it.

    It is the first below `key: |`, or begins further in than the key, though less far than the lines above it.
    """
    indentation, is_first = len(line) - len(line.lstrip()), True
    if _ENTRY.match(line) is not None:
        return None
    while line_start > 0:
        line_start = _line_start(text, line_start - 1)
        above = _line_from(text, line_start)
        header = _BLOCK_TEXT.fullmatch(above)
        if header is not None:
            column = len(header["lead"])
            is_left_out = indentation <= column if is_first else column < indentation
            return _text_facts(header["key"], column) if is_left_out else None
        if above.strip():
            is_first = False
            if len(above) - len(above.lstrip()) <= indentation:
                return None
    return None


def _text_facts(key: str, column: int) -> dict[str, str | int]:
    return {"reason": "text-not-indented", "key": key, "spaces": column + 2}


def _diagnose_text_after_quote(line: str, line_start: int, quoted: re.Match[str]) -> Diagnosis | None:
    body = r'"(?:[^"\\]|\\.)*"' if quoted["quote"] == '"' else r"'(?:[^']|'')*'"
    closed = re.compile(body + r" *(?P<more>[^\s#:,\]}].*)?").match(line, quoted.start("quote"))
    if closed is None or closed["more"] is None:
        return None
    return line_start + closed.start("more"), line_start + closed.end("more"), {"reason": "text-after-quote"}


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _line_from(text: str, line_start: int) -> str:
    end = text.find("\n", line_start)
    return text[line_start : len(text) if end < 0 else end].rstrip()
