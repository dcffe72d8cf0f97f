"""Checks of what a step of a story shows."""

from __future__ import annotations


def found(words: str, text: str, what: str) -> str:
    """A line that says what was seen; exits where a text does not have the words."""
    if words not in text:
        raise SystemExit(f"{text}\n{what}: this does not say `{words}`")
    return f"{what}: {words}"


def equal(actual: object, expected: object, what: str) -> str:
    """A line that says what was seen; exits where it is not as expected."""
    if actual != expected:
        raise SystemExit(f"{what}: {actual!r}, expected {expected!r}")
    return f"{what}: {expected}"
