"""How often a property is tried, as a multiple of what the run has time for."""

from __future__ import annotations

from hypothesis import settings


def examples(times: float) -> settings:
    """Settings of a property that needs more examples than most, or fewer as each of them takes long."""
    return settings(max_examples=round(times * settings().max_examples), deadline=None)
