"""Questions that the numbers raise, as pages ask them: in words that stay the same from day to day."""

from __future__ import annotations

from collections.abc import Mapping

from okrs_as_code.finding import Finding

_QUESTIONS: Mapping[str, str] = {
    "ALN005": "What it was aligned to was dropped. What is it for now: another goal, or is it dropped, too?",
    "CHK005": "It is reported as on-track, and the numbers alone would say otherwise. What do they not show? "
    "A note with the next check-in shows it to everybody.",
    "CHK006": "The confidence fell. What support would it need?",
    "CYC005": "Every aspirational key result ended at 1.0. Well done: aim higher next time, or call what others rely "
    "on committed?",
    "KR012": "It is committed, and its owner is not confident. What would help, or are other terms better while there "
    "is time?",
}


def question(finding: Finding) -> str:
    """The question that a follow-up asks."""
    return _QUESTIONS.get(finding.code, finding.message)
