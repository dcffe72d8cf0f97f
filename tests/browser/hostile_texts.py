"""Texts that break what reads or writes YAML, HTML or an address, each of them other than the rest."""

from __future__ import annotations

import random

_WORDS = r"""
    ' " \ ` \n \" \u202e \x00 '' "" '" \\ : # - ? --- ... %YAML !tag !!python/object &a *a <<: | >- @ { } [ ] {a:b}
    [a,b] , = ~ null true no 1e3 0x1F 2026-10-12 12:30 <script>alert(1)</script> </textarea> <!-- --> ]]> &amp; &#0;
    ::set-output ##[group] ##vso[task] $(id) ${x} ?value= &filename=x %2F % + a bc Zz 9 word ß ı Größe 漢字 שלום مرحبا
    ไทย हिन्दी 🚀 Ω {%raw%}
"""
_SPACES = (" ", ": ", " #", "- ", "? ", "--- ", "\n", "\n\n", "\r\n", "\r", "\t", "  ", "\u00a0", "\u2003", "\u3000")
_LINES = ("\n---\n", "\nby: eve\n", "\n  - x\n", "\n#", "%YAML 1.2\n")
_UNSEEN = (
    *("\u202e", "\u2066", "\u200b", "\u200d", "\u200c", "\u2028", "\u2029", "\ufeff", "\u00ad", "\u061c", "\u0085"),
    *("\x7f", "\0", "\x07", "\x1b[31m", "\ufffd", "\ufffc", "\ufdd0", "\uffff", "\ufe0f", "\u3164", "\U000e0041"),
    *("\U0001d173", "\ud83d", "\ude80", "e\u0301", "\u2126", "👩\u200d👩\u200d👧", "🏳️\u200d🌈", "می\u200cخواهم"),
)
_PIECES = (*_WORDS.split(), *_SPACES, *_LINES, *_UNSEEN)


def hostile_texts(number: int) -> list[str]:
    """So many texts, the same every time: each piece alone, then pieces put together by chance."""
    chance = random.Random(17)
    texts = dict.fromkeys((*_PIECES, "", "x" * 1500, '"' * 300, "\\" * 301))
    while len(texts) < number:
        texts["".join(chance.choices(_PIECES, k=chance.randint(2, 12)))] = None
    return list(texts)[:number]
