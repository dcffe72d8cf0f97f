"""Slips of people who write YAML by hand, found in the line of a syntax error, each with the entry to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from okrs_as_code.lazy_pattern import lazy_pattern
from okrs_as_code.readings import plain_number, read_number
from okrs_as_code.yaml.scalar_text import inline_text, scalar_text

NO_BREAK_SPACES = "\u00a0\u2007\u202f"
_MAX_ENTRY_LENGTH = 120
KEY = r"(?P<key>[A-Za-z_][\w-]*)"
_BLOCK_ENTRY = lazy_pattern(rf"(?P<lead>[ ]*(?:- +)*)(?:{KEY} *:[ ]+)?(?P<value>[^ ].*)")
_FLOW_ENTRY = lazy_pattern(rf"[{{,] *{KEY} *: +(?P<value>[^ ,}}][^,}}]*)")
_DASH = lazy_pattern(r"- +(?P<rest>\S.*)")
_BRACKETED = lazy_pattern(r"(?:\[[^\]]*\]|\{[^}]*\}) *[^\s#,\]}].*")
_COMPARISON = lazy_pattern(r">=?(?=[^-+0-9>]|[0-9]{2,}|[0-9][^0-9]|[0-9]$|[+-][0-9])(?P<rest>.+)")
_BARE_NUMBER = lazy_pattern(r"[-+]?[$€£]?[0-9][0-9.,' ]*[kKmM]?(?:bn)? ?%?")
_LONE_SIGN = lazy_pattern(r"(?P<sign>[?-])(?:\s+[?-])*")
_COMMENT_IN_BRACKETS = lazy_pattern(rf"{KEY} *: +(?P<comment>#[^\n]*)")
_NO_BREAK_SPACE = lazy_pattern(
    rf"^[ -]*(?P<indentation>[{NO_BREAK_SPACES}])"
    r"|(?:^[ ]*(?:- +)*|[{,] *)[A-Za-z_][\w-]*"
    rf"(?:(?P<before>[{NO_BREAK_SPACES}]) *:|:(?P<after>[{NO_BREAK_SPACES}]))"
)

Slip = tuple[int, int, dict[str, str | int]]
"""Start and end in the line, and the facts: `reason`, `key` where there is one, and the `entry` to write instead.

Reasons: `no-break-space`; `lone-sign`, `?` or `-` in place of a value; `dash-before-value`, a list begins where one
value belongs; `bracketed-text`, a text that starts with `character` and what that closes; `comparison-sign`, a value
that starts with `>`; `comment-in-brackets`.
"""


def find_slip(line: str) -> Slip | None:
    """The first slip in a line; None where it has none."""
    blank = _NO_BREAK_SPACE.search(line)
    if blank is not None:
        start = max(blank.start(name) for name in ("indentation", "before", "after"))
        entry = re.sub(f"[{NO_BREAK_SPACES}]", " ", line).strip()
        return start, start + 1, _facts("no-break-space", entry)
    for key, value, start, in_flow in _entries(line):
        slip = _slip_in_value(key, value, in_flow=in_flow)
        if slip is not None:
            return start, start + slip[0], slip[1]
    comment = find_comment_in_brackets(line)
    return comment if comment is not None and _is_in_brackets(line[: comment[0]]) else None


def _is_in_brackets(before: str) -> bool:
    return before.count("{") + before.count("[") > before.count("}") + before.count("]")


def find_comment_in_brackets(line: str) -> Slip | None:
    """A value in brackets that starts with `#`, from where on all is a comment; None where there is none."""
    match = _COMMENT_IN_BRACKETS.search(line)
    if match is None:
        return None
    text = match["comment"].rstrip(" }],")
    return match.start("comment"), match.end("comment"), _facts("comment-in-brackets", text, match["key"], in_flow=True)


def _entries(line: str) -> Iterator[tuple[str | None, str, int, bool]]:
    """Yields key, value, the value's start, and whether it stands in braces, of every entry that a line may have."""
    block = _BLOCK_ENTRY.match(line)
    if block is not None:
        yield block["key"], re.sub(r"\s#.*", "", block["value"]).rstrip(), block.start("value"), False
    for flow in _FLOW_ENTRY.finditer(line):
        yield flow["key"], flow["value"].rstrip(), flow.start("value"), True


def _slip_in_value(key: str | None, value: str, *, in_flow: bool) -> tuple[int, dict[str, str | int]] | None:
    """The length and the facts of a slip at the beginning of a value."""
    sign = _LONE_SIGN.fullmatch(value) if key is not None else None
    if sign is not None and key is not None:
        reason = "lone-sign-at-baseline" if key == "baseline" else "lone-sign"
        return len(value), {"reason": reason, "key": key, "character": sign["sign"]}
    dash = _DASH.fullmatch(value) if key is not None else None
    if dash is not None and key is not None:
        return 1, _facts("dash-before-value", dash["rest"], key, in_flow=in_flow, may_be_negative=True)
    comparison = _COMPARISON.fullmatch(value)
    if comparison is not None and key is not None:
        rest = comparison["rest"].strip()
        return 1, _facts("comparison-sign", rest if _is_number(rest) else value, key, in_flow=in_flow)
    if _BRACKETED.fullmatch(value) is not None:
        return 1, {**_facts("bracketed-text", value, key, in_flow=in_flow), "character": value[0]}
    return None


def _facts(
    reason: str, value: str, key: str | None = None, *, in_flow: bool = False, may_be_negative: bool = False
) -> dict[str, str | int]:
    """The facts of a slip; `value` is what is meant, without the slip, or the whole entry where there is no key."""
    written = value if reason == "no-break-space" else _written(value, in_flow=in_flow)
    entry = written if key is None else f"{key}: {written}"
    if may_be_negative and _is_number(value):
        entry = f"{key}: -{written}` or `{entry}"
    if len(entry) > _MAX_ENTRY_LENGTH:
        entry = f'{key}: "…"' if key is not None else '"…"'
    return {"reason": reason, "entry": entry, **({} if key is None else {"key": key})}


def _is_number(value: str) -> bool:
    return _BARE_NUMBER.fullmatch(value) is not None and len(read_number(value)) == 1


def _written(value: str, *, in_flow: bool) -> str:
    """A value as YAML: a number in digits; a text that is in quotes already stays."""
    if _is_number(value):
        return plain_number(read_number(value)[0])
    if value[:1] in ('"', "'") and value[-1:] == value[:1]:
        return value
    return inline_text(value) if in_flow else scalar_text(value)
