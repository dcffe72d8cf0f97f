"""Makes text from a repository safe for where it is shown: terminals, CI logs, workflow commands.

For Markdown and HTML see `report/markdown.py`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

_UNSAFE_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))


def sanitise(text: str) -> str:
    """Text for a terminal or a CI log; line feeds stay.

    Control, bidi and format characters become `\\u{..}` (Trojan Source, CVE-2021-42574; terminal escapes). The
    beginnings of CI runners' commands, `::` and `##[` or `##vso[`, become `:\\u{3a}` and `#\\u{23}[`: legible, and
    no commands.
    """
    if not (text.isascii() and text.replace("\n", "").isprintable()):
        text = "".join(
            char if char == "\n" or unicodedata.category(char) not in _UNSAFE_CATEGORIES else _escaped(char)
            for char in text
        )
    return _broken(text) if "::" in text or "##" in text else text


def sanitise_line(text: str) -> str:
    """The same on one line: line feeds are escaped, too."""
    return sanitise(text).replace("\n", _escaped("\n"))


def workflow_message(text: str) -> str:
    """Text behind the second `::` of a workflow command; `%`, CR and LF are escaped as the runner reads them."""
    safe = "".join(char if char in "\r\n" else sanitise(char) for char in text)
    return safe.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def workflow_property(text: str) -> str:
    """A property's value of a workflow command; `:` and `,` are escaped as well."""
    return workflow_message(text).replace(":", "%3A").replace(",", "%2C")


def json_text(data: Any) -> str:
    """JSON in lines, for a file or a CI log: none of its texts begins a command of a runner, and all read the same."""
    import json

    return json.dumps(data, indent=2).replace("##", r"#\u0023") + "\n"


def _broken(text: str) -> str:
    """Every second colon of a run, and the second mark of `##[` and `##word[`, by its code point."""
    text = re.sub("::", r":\\u{3a}", text)
    return re.sub(r"##(?=\w*\[)", r"#\\u{23}", text)


def _escaped(char: str) -> str:
    return f"\\u{{{ord(char):x}}}"


_ACTIVE = re.compile(r"[\\`*_{}\[\]|~$]")
_LINE_START = re.compile(r"^([-+=]|#(?=#*\s|#*$)|\d{1,9}(?=[.)]))")
_LIVE = re.compile(r"@(?=\w)|#(?=\w)|(?<![\w/&])!(?=\w)|(?i:\bGH)(?=-\d)|:(?=//)|(?i:\bwww)(?=\.)|(?<=[A-Za-z]):(?=\w)")
_SPLIT = "<!-- -->"


def markdown(text: str) -> str:
    """Text on one line as inline Markdown, in a paragraph, a heading or a table cell, that shows as what it is.

    What CommonMark and GitHub's Markdown act on is escaped: emphasis, code, links, tables, HTML, entities, math.
    What a forge turns into links of its own accord (mentions, references, addresses; GitHub's autolinks extension)
    is split by an empty comment, which shows as nothing.
    """
    safe = sanitise(text).replace("\n", " ")
    parts: list[str] = []
    position = 0
    for match in _LIVE.finditer(safe):
        parts += [_inert(safe[position : match.end()]), _SPLIT]
        position = match.end()
    parts.append(_inert(safe[position:]))
    return _LINE_START.sub(_escaped_start, "".join(parts))


def _inert(text: str) -> str:
    escaped = _ACTIVE.sub(r"\\\g<0>", text)
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _escaped_start(match: re.Match[str]) -> str:
    return f"{match[1]}\\" if match[1].isdigit() else f"\\{match[1]}"


def url(target: str) -> str:
    """The target of a Markdown link: a relative path, or an http or https address; any other becomes `#`.

    What would end the link is percent-encoded (RFC 3986, section 2.1).
    """
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", target) and not re.match(r"(?i:https?)://", target):
        return "#"
    if target.startswith("//"):
        return "#"
    return re.sub(r"[^A-Za-z0-9\-._~:/?#\[@!$&'*+,;=%]|[\[<>]", _percent, target)


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode(errors="replace"))
