"""KR004: titles that agree with their measure in one way or another, and those that do not."""

from __future__ import annotations

from typing import Any

import pytest

from okrs_as_code.lint.context import Context
from okrs_as_code.lint.rules.kr004_title_target_mismatch import TitleTargetMismatch
from okrs_as_code.workspace.loader import Workspace
from tests.model.building import DAY, key_result, objective, plan


def metric(baseline: float, target: float, unit: str, stretch: float | None = None) -> dict[str, Any]:
    more = {} if stretch is None else {"stretch": stretch}
    return {"type": "metric", "baseline": baseline, "target": target, "unit": unit, **more}


def is_found(title: str, measure: dict[str, Any]) -> bool:
    node = objective("content/goal", [key_result(title=title, measure=measure)])
    context = Context(Workspace({}, (), plan([node])), DAY)
    return bool(list(TitleTargetMismatch().check_key_result(node.key_results[0], context)))


@pytest.mark.parametrize(
    ("title", "measure"),
    [
        ("Cut time to first byte from 900 ms to 300 ms", metric(900, 300, "ms")),
        ("Cut time to first byte to 0.3 s", metric(900, 300, "ms")),
        ("Keep crash-free sessions at or above 99.5 %", {"type": "threshold", "at_least": 99.5, "unit": "%"}),
        ("Keep crash-free sessions at or above 99.5 %", {"type": "threshold", "at_least": 0.995}),
        ("p95 below 300 ms", {"type": "threshold", "at_most": 300, "unit": "ms"}),
        ("Publish three in-depth posts", metric(0, 3, "posts")),
        ("Publish three posts, better five", metric(0, 3, "posts", 5)),
        ("Win 5 of the top 20 accounts", metric(0, 5, "accounts")),
        ("Win all top 20 accounts", metric(0, 100, "%")),
        ("ISO 27001 certified", metric(0, 93, "controls")),
        ("Support load falls by half", metric(400, 200, "tickets")),
        ("Answer 24/7 in Q4 2026", metric(40, 90, "%")),
        ("Ready for 2027", metric(40, 90, "%")),
        ("Grow to 1,200 customers", metric(900, 1200, "customers")),
        ("Grow to 1.200 customers", metric(900, 1200, "customers")),
        ("Grow to 1 200 customers", metric(900, 1200, "customers")),
        ("Grow to 10k readers", metric(4000, 10000, "readers")),
        ("Grow to 10k readers", metric(4, 10, "k readers")),
        ("Grow from 1.2k readers", metric(1234, 5000, "readers")),
        ("Book $2M", metric(0, 2000, "k USD")),
        ("Book $2M", metric(0, 2_000_000, "USD")),
        ("Book € 3.5 m", metric(0, 3.5, "M EUR")),
        ("Book EUR 200,000", metric(0, 200, "k EUR")),
        ("Grow pipeline by 20 %", metric(100, 120, "k EUR")),
        ("Grow pipeline by 20 %", metric(0, 20, "%")),
        ("Cut build time by a third (33 %)", metric(900, 600, "seconds")),
        ("Bring costs to 80 % of last year's", metric(500, 400, "k EUR")),
        ("Win 20 new customers", metric(100, 120, "customers")),
        ("Answer within 4 hours", metric(60, 95, "%")),
        ("Answer 95 % of tickets within 24 hours", metric(60, 95, "%")),
        ("Make the first 30 days a success for all new users", metric(31, 45, "points")),
        ("All 12 teams plan in git", metric(0, 100, "%")),
        ("Everyone signs in with one login", metric(0, 100, "%")),
        ("Sell B2B and web3 bundles", metric(0, 40, "bundles")),
        ("Cut the error rate below 1 %", metric(97, 99, "%")),
        ("Onboard in 2 weeks", metric(30, 14, "days")),
        ("Halve the 404 pages and cut 2x faster", metric(404, 202, "pages")),
        ("Publish three in-depth posts", {"type": "binary"}),
        ("Raise NPS", metric(31, 45, "points")),
        ("Let 40 % of visitors see their price in 3 clicks", metric(10, 40, "%")),
        ("Hold 2 demos per month", metric(0, 6, "demos")),
        ("Hold 2 demos per month", metric(0, 5, "demos")),
        ("Publish one post every week", metric(0, 10, "posts")),
        ("Call customers 2 or more times a week", metric(0, 24, "calls")),
        ("Publish 3 posts every 2 weeks", metric(0, 20, "posts")),
        ("Ship 3 fixes every other week", metric(0, 20, "fixes")),
        ("Deploy 2 or 3 times a day", metric(0, 200, "deploys")),
        ("2 releases each sprint", metric(0, 9, "releases")),
        ("Win 3 deals per AE", metric(0, 12, "deals")),
        ("Raise requests from 40 to 65 a month", metric(0, 195, "requests")),
        ("Reach €30k/month", metric(0, 90000, "EUR")),
        ("Reach €30k/month", metric(0, 30, "k EUR a month")),
        ("Reach 30k/mo", metric(0, 30000, "EUR")),
        ("Improve the stage 2 -> 3 conversion rate", metric(20, 30, "%")),
        ("Improve the stage 2→3 conversion rate", metric(20, 30, "%")),
        ("Steps 2 and 3 convert better", metric(20, 30, "%")),
        ("100K rows scroll without dropped frames", {"type": "threshold", "at_most": 16, "unit": "ms a frame"}),
        ("Scroll smoothly with 100K rows", {"type": "threshold", "at_most": 16, "unit": "ms"}),
        ("Search answers at once across 80k repositories", {"type": "threshold", "at_most": 2, "unit": "s"}),
        ("Fewer than 2 regretted departures", {"type": "threshold", "at_most": 1, "unit": "departures"}),
        ("More than 20 demos", {"type": "threshold", "at_least": 21, "unit": "demos"}),
        ("Open bugs below 50", metric(130, 49, "bugs")),
        ("Win more than 20 customers", metric(0, 21, "customers")),
        ("P95 of search below 200 ms", {"type": "threshold", "at_most": 200}),
    ],
)
def test_agrees(title: str, measure: dict[str, Any]) -> None:
    assert not is_found(title, measure)


@pytest.mark.parametrize(
    ("title", "measure"),
    [
        ("Cut time to first byte from 900 ms to 300 ms", metric(800, 400, "ms")),
        ("Cut time to first byte to 0.5 s", metric(900, 300, "ms")),
        ("Keep crash-free sessions at or above 99.5 %", {"type": "threshold", "at_least": 99.9, "unit": "%"}),
        ("Publish three in-depth posts", metric(0, 5, "posts")),
        ("Publish one guide", metric(0, 5, "guides")),
        ("Fewer than 2 regretted departures", {"type": "threshold", "at_most": 3, "unit": "departures"}),
        ("Publish 20 guides", metric(0, 21, "guides")),
        ("Wait less than 2 hours", metric(9, 1, "hours")),
        ("Grow to 1,200 customers", metric(900, 1500, "customers")),
        ("Grow to 10k readers", metric(4000, 12000, "readers")),
        ("Book $2M", metric(0, 3, "M USD")),
        ("Grow pipeline by 20 %", metric(100, 150, "k EUR")),
        ("Raise NPS to 50", metric(31, 45, "points")),
        ("Reach an NPS of 50", metric(31, 45, "points")),
        ("Answer within 4 hours", metric(30, 6, "hours")),
        ("Win 5 of the top 20 accounts", metric(0, 8, "accounts")),
        ("Reach $3,600/week in sales", metric(0, 3000, "$/week")),
        ("Reach €30k/month", metric(0, 20000, "EUR")),
        ("Reach 30k/mo", metric(0, 20000, "EUR")),
        ("Raise requests from 40 to 65 a month", metric(30, 75, "requests a month")),
        ("Raise NPS from 31 to 45", metric(20, 50, "points")),
    ],
)
def test_contradicts(title: str, measure: dict[str, Any]) -> None:
    assert is_found(title, measure)
