"""The people who say how a key result stands: shown where it is not its owner."""

from __future__ import annotations

from datetime import date

import pytest

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.report.wording.status_phrases import said_by_phrase
from tests.review.playing import BASE, workspace

TODAY = date(2026, 10, 15)
SUBJECT = "2026-Q4/company/pipeline/posts"


@pytest.mark.parametrize(
    ("check_ins", "phrase"),
    [
        ({}, None),
        ({"2026-10-12-bo": "{value: 1, confidence: 0.7}"}, None),
        ({"2026-10-12-dee": "{value: 3, confidence: 1}"}, "said by dee"),
        ({"2026-10-11-dee": "{value: 3, confidence: 1}", "2026-10-12-bo": "{note: More to come.}"}, "said by dee"),
        ({"2026-10-11-dee": "{value: 3, confidence: 1}", "2026-10-12-bo": "{value: 2, confidence: 0.6}"}, None),
        ({"2026-10-11-dee": "{value: 3}", "2026-10-12-mara": "{status: at-risk}"}, "said by dee and mara"),
        ({"2026-10-11-dee": "{value: 3, confidence: 1}", "2026-10-12-bo": "{confidence: 0.6}"}, "said by dee"),
    ],
)
def test_who_says_how_it_stands(check_ins: dict[str, str], phrase: str | None) -> None:
    plan = with_check_ins(check_ins)
    assert said_by_phrase(Assessment(plan, TODAY).key_result(plan.key_results[SUBJECT])) == phrase


@pytest.mark.parametrize(
    ("check_ins", "asked_for"),
    [
        ({"2026-10-11-bo": "{help: A designer}"}, "A designer"),
        ({"2026-10-11-bo": "{help: A designer}", "2026-10-12-dee": "{value: 3, confidence: 1}"}, "A designer"),
        ({"2026-10-11-bo": "{help: A designer}", "2026-10-12-dee": "{help: Nothing at all}"}, "A designer"),
        ({"2026-10-11-bo": "{help: A designer}", "2026-10-12-mara": "{note: Found one.}"}, None),
        ({"2026-10-11-bo": "{help: A designer}", "2026-10-12-bo": "{note: Found one.}"}, None),
        ({"2026-10-11-bo": "{value: 1}", "2026-10-12-dee": "{help: They need a designer}"}, "They need a designer"),
        ({"2026-10-11-dee": "{help: They need a designer}", "2026-10-12-bo": "{value: 1}"}, None),
    ],
)
def test_the_help_that_the_owner_asks_for_stays(check_ins: dict[str, str], asked_for: str | None) -> None:
    """Notices a check-in by somebody without a part in it that silences who has one."""
    plan = with_check_ins(check_ins)
    standing = Assessment(plan, TODAY).key_result(plan.key_results[SUBJECT])
    assert standing.help == asked_for
    assert standing.needs_help == (asked_for is not None)


def with_check_ins(check_ins: dict[str, str]) -> Plan:
    """The plan with check-ins on one key result, by the name of their files."""
    files = {
        f"okrs/2026-Q4/check-ins/{name}.yaml": f"by: {name[11:]}\ndate: {name[:10]}\n"
        f"key_results: {{company/pipeline/posts: {entry}}}\n"
        for name, entry in check_ins.items()
    }
    return workspace({**BASE, **files}).plan
