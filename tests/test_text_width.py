"""How many columns of a terminal a text takes; the widths are those that terminals and wcwidth agree on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.text_width import clusters, text_width


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("plain", 5),
        ("Größe", 5),
        ("Gro\u0308ße", 5),
        ("株式会社", 8),
        ("ｆｕｌｌ", 8),
        ("ﾊﾝ", 2),
        ("각", 2),
        ("\u1100\u1161\u11a8", 2),
        ("🎯", 2),
        ("✓●▓", 3),
        ("❤", 1),
        ("❤\ufe0f", 2),
        ("👍🏽", 2),
        ("🇩🇪", 2),
        ("🇩🇪🇫🇷", 4),
        ("e\u0301\u0301", 1),
        ("שלום", 4),
        ("กำ", 2),
        ("50\u00a0%", 4),
    ],
)
def test_width(text: str, width: int) -> None:
    assert text_width(text) == width


@given(st.text())
def test_clusters_are_the_text(text: str) -> None:
    parts = list(clusters(text))
    assert "".join(cluster for cluster, _ in parts) == text
    assert all(0 <= width <= 2 for _, width in parts)
