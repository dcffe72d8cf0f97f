"""Escapes text from a repository for where it is shown: terminals, CI logs, workflow commands, Markdown."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from okrs_as_code.lazy_pattern import lazy_pattern

_UNSAFE_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_NO_XML = "\ufffe\uffff"
"""Characters that no XML may hold, beside those of these categories."""


def sanitise(text: str) -> str:
    """Text for a terminal or a CI log; line feeds stay.

    Control, bidi and format characters become `\\u{..}` (Trojan Source, CVE-2021-42574; terminal escapes). The
    beginnings of CI runners' commands, `::` and `##[` or `##vso[`, become `:\\u{3a}` and `#\\u{23}[`: legible, and
    no commands.
    """
    text = visible(text)
    return _break_commands(text) if "::" in text or "##" in text else text


def visible(text: str) -> str:
    """Text in which control, bidi and format characters, and what XML refuses, show as `\\u{..}`; line feeds stay."""
    if text.replace("\n", "").isprintable():
        return text
    return "".join(_code_point(char) if char != "\n" and _is_unsafe(char) else char for char in text)


def _is_unsafe(char: str) -> bool:
    return unicodedata.category(char) in _UNSAFE_CATEGORIES or char in _NO_XML


def sanitise_line(text: str) -> str:
    """Text for one line of a terminal or a CI log: as `sanitise`, and line feeds are escaped, too."""
    return sanitise(text).replace("\n", _code_point("\n"))


def workflow_message(text: str) -> str:
    """Text behind the second `::` of a workflow command; `%`, CR and LF are escaped as the runner reads them."""
    safe = "".join(char if char in "\r\n" else sanitise(char) for char in text)
    return _break_marks(safe).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def workflow_property(text: str) -> str:
    """A property's value of a workflow command; `:` and `,` are escaped as well."""
    return workflow_message(text).replace(":", "%3A").replace(",", "%2C")


def json_text(data: Any, *, compact: bool = False) -> str:
    """JSON for a file or a CI log, in lines unless `compact`.

    None of its texts begins a command of a runner, and all read the same.
    """
    import json

    text = json.dumps(data, separators=(",", ":")) if compact else json.dumps(data, indent=2)
    return text.replace("##", r"#\u0023") + "\n"


def _break_commands(text: str) -> str:
    """Writes every second colon of a run, and the second mark of `##[` and `##word[`, as its code point."""
    return _break_marks(re.sub("::", r":\\u{3a}", text))


def _break_marks(text: str) -> str:
    return re.sub(r"##(?=\w*\[)", r"#\\u{23}", text)


def _code_point(char: str) -> str:
    return f"\\u{{{ord(char):x}}}"


_INLINE_MARKUP = lazy_pattern(r"[\\`*_{}\[\]|~$]")
_LINE_START_MARKUP = lazy_pattern(r"^([-+=]|#(?=#*\s|#*$)|\d{1,9}(?=[.)]))")
_AUTOLINK_START = lazy_pattern(
    r"@(?=\w)|#(?=\w)|(?<![\w/&])!(?=\w)|(?i:\bGH)(?=-\d)|:(?=//)|(?i:\bwww)(?=\.)|(?<=[A-Za-z]):(?=\w)"
)
_MAY_LINK = lazy_pattern(r"[@#!:]|(?i:gh-|www\.)")
"""A part of each of these, which is found much faster in a text that has none."""
_EMPTY_COMMENT = "<!-- -->"
_OWN_CODE = lazy_pattern(r'"[^"]*"|(?<![`$\\])`([^`|"\n]*[^`|"\n\\ ])`(?![`$])')
"""Text in double quotes, and a span of code (its group) that no sign beside it makes something else, as math is."""


def markdown(text: str) -> str:
    """Text on one line as inline Markdown, in a paragraph, a heading or a table cell, that shows as what it is.

    What CommonMark and GitHub's Markdown act on is escaped: emphasis, code, links, tables, HTML, entities, math.
    What a forge turns into links of its own accord (mentions, references, addresses; GitHub's autolinks extension)
    is split by an empty comment, which shows as nothing.
    """
    safe = sanitise(text).replace("\n", " ")
    if _MAY_LINK.search(safe) is None:
        return _LINE_START_MARKUP.sub(_escape_line_start, _escape_inline(safe))
    parts: list[str] = []
    position = 0
    for match in _AUTOLINK_START.finditer(safe):
        parts += [_escape_inline(safe[position : match.end()]), _EMPTY_COMMENT]
        position = match.end()
    parts.append(_escape_inline(safe[position:]))
    return _LINE_START_MARKUP.sub(_escape_line_start, "".join(parts))


def markdown_message(text: str) -> str:
    """A message of ours as inline Markdown: as `markdown`, and what stands between backticks shows as code.

    Not within double quotes, where messages have text from a repository. In code nothing acts.
    """
    parts: list[str] = []
    position = 0
    for match in _OWN_CODE.finditer(text):
        if match[1] is not None:
            parts += [markdown(text[position : match.start()]), f"`{sanitise(match[1])}`"]
            position = match.end()
    parts.append(markdown(text[position:]))
    return "".join(parts)


def _escape_inline(text: str) -> str:
    escaped = _INLINE_MARKUP.sub(r"\\\g<0>", text)
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _escape_line_start(match: re.Match[str]) -> str:
    return f"{match[1]}\\" if match[1].isdigit() else f"\\{match[1]}"


_CHAT_MARKUP = lazy_pattern(r"[\\`*_{}\[\]()#+.!>~|-]")
_CHAT_REFERENCE = lazy_pattern(r"[@#~](?=\w)|:(?=//)")
_FULLWIDTH = {"@": "＠", "#": "＃", "~": "～", ":": "："}


def chat(text: str) -> str:
    """Text on one line as Markdown of a chat, in which it is neither markup nor link, mention or tag.

    A chat has no escape for what mentions and links of its own accord, so there the fullwidth form is shown.
    """
    safe = sanitise(text).replace("\n", " ")
    safe = _CHAT_REFERENCE.sub(lambda match: _FULLWIDTH[match[0]], safe)
    return _CHAT_MARKUP.sub(r"\\\g<0>", safe)


_SCHEME = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WEB_ADDRESS = lazy_pattern(r"(?i:https?)://")
_UNSAFE_IN_LINK = lazy_pattern(r"[^A-Za-z0-9\-._~:/?#@!$&'*+,;=%]")


def url(target: str) -> str:
    """The target of a Markdown link: a relative path, or an http or https address; any other becomes `#`.

    What would end the link is percent-encoded (RFC 3986, section 2.1).
    """
    if _SCHEME.match(target) and not _WEB_ADDRESS.match(target):
        return "#"
    if target.startswith("//"):
        return "#"
    return _UNSAFE_IN_LINK.sub(_percent_encode, target)


def _percent_encode(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode(errors="replace"))


_CELL_MARK = "'"
_BLANK = r"[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
_match_formula = re.compile(rf"{_CELL_MARK}*{_BLANK}*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]").match
"""Matches what begins a formula: a sign, also a fullwidth one, a tab or a line end, also behind blanks and marks."""


def spreadsheet_cell(text: str) -> str:
    """Text for a cell that no spreadsheet runs as a formula: with `'` in front where it might."""
    return _CELL_MARK + text if _match_formula(text) else text


def text_of_cell(cell: str) -> str:
    """The text of which `spreadsheet_cell` made a cell."""
    return cell[1:] if cell.startswith(_CELL_MARK) and _match_formula(cell, 1) else cell
