"""Texts that break what reads or writes YAML, HTML or an address, each of them other than the rest."""

from __future__ import annotations

import random

_PIECES = (
    *("'", '"', "\\", "`", "\\n", '\\"', "\\u202e", "\\x00", "''", '""', "'\"", "\\\\"),
    *(": ", " #", "- ", "? ", "--- ", "...", "%YAML 1.2", "!tag", "!!python/object", "&a", "*a", "<<: ", "|", ">-", "@"),
    *("{", "}", "[", "]", "{a: b}", "[a, b]", ",", "=", "~", "null", "true", "no", "1e3", "0x1F", "2026-10-12", "12:30"),
    *("<script>alert(1)</script>", "</textarea>", "<!--", "-->", "]]>", "&amp;", "&#0;", "{{ 7 * 7 }}", "{% raw %}"),
    *("::set-output name=x::y", "##[group]", "##vso[task]", "$(id)", "${x}", "?value=", "&filename=x", "%2F", "%", "+"),
    *("\n", "\n\n", "\r\n", "\r", "\t", "  ", "\u00a0", "\u2003", "\u3000", "\n---\n", "\nby: eve\n", "\n  - x\n", "\n#"),
    *("é", "e\u0301", "Größe", "漢字", "שלום", "مرحبا", "ไทย", "हिन्दी", "🚀", "👩\u200d👩\u200d👧", "🏳️\u200d🌈", "می\u200cخواهم"),
    *("\u202e", "\u2066", "\u200b", "\u200d", "\u200c", "\u2028", "\u2029", "\ufeff", "\u00ad", "\u061c", "\u0085", "\x7f"),
    *("\0", "\x07", "\x1b[31m", "\ufffd", "\ufffc", "\ufdd0", "\uffff", "\ufe0f", "\u3164", "\U000e0041", "\U0001d173"),
    *("\ud83d", "\ude80", "a", "b c", "Zz", "9", "word", "Ω", "ß", "ı", "\u2126", "ﬁ"),
)


def hostile_texts(number: int) -> list[str]:
    """So many texts, the same every time: each piece alone, then pieces put together by chance."""
    chance = random.Random(17)
    texts = dict.fromkeys((*_PIECES, "", " ", "x" * 1500, '"' * 300, "\\" * 301))
    while len(texts) < number:
        texts["".join(chance.choices(_PIECES, k=chance.randint(2, 12)))] = None
    return list(texts)[:number]
