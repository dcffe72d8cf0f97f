"""Titles as people write them every day: where rules about words were silly, and near ones where they are right."""

from __future__ import annotations

import pytest

from okrs_as_code.lint.words.title_results import two_results
from tests.lint.test_published_titles import Published, findings


@pytest.mark.parametrize(
    ("measure", "title", "codes"),
    [
        ("metric 0 2 dashboards", "Two dashboards, one for sales and one for support, used weekly", ""),
        ("metric 0 10 engineers", "Hire 10 engineers, 6 for the backend and 4 for the frontend", ""),
        ("metric 0 10 engineers", "10 hires: 6 engineers and 4 designers", ""),
        ("metric 0 5 people", "Hire 2 SDRs and 3 AEs", "KR014"),
        ("metric 0 5 people", "Hire 2 SDRs and 3 AEs in 5 weeks", "KR014"),
        ("metric 0 4000 meals", "4,000 meals served and 0 complaints", "KR014"),
        ("metric 0 200 users", "Grow from 100 users and reach 200", ""),
        ("metric 0 8 classes", "8 classes with 15 to 20 children and 1 assistant", ""),
        ("metric 0 2 M€", "€2M ARR and 110% NRR", "KR014"),
        ("metric 0 4 partners", "Between 3 and 5 partners", ""),
        ("metric 0 7 partners", "Between 3 and 5 partners", "KR004"),
        ("metric 0 2 rooms", "Rooms 5 and 6 are open", ""),
        ("metric 4 2.5 days", "Two and a half days from order to delivery", ""),
        ("metric 4 3 days", "Two and a half days from order to delivery", "KR004"),
        ("metric 0 3 pilots", "Run pilots in 2 cities and 1 village", ""),
        ("metric 0 8 sites", "4 sites in Spain and 4 in Portugal certified", "KR014"),
        ("metric 0 1000 members", "One thousand members", ""),
        ("metric 0 120 customers", "One hundred and twenty customers", ""),
        ("binary", "GDPR audit completed with zero major findings", ""),
        ("binary", "Product X is GA in the US and Canada", ""),
        ("binary", "Board approves the budget", ""),
        ("binary", "Customer advisory board exists", ""),
        ("binary", "Customers are more engaged with the community", "KR009"),
        ("binary", "Explore page shows local offers", "KR009"),
        ("binary", "Research shows that users understand the price", "KR009"),
        ("binary", "Research the market", "KR005 KR009"),
        ("metric 0 200 people", "Organise the summit so that 200 people come", ""),
        ("O", "Be the go-to tool for teams of 5 to 50", ""),
        ("O", "Be the best place for children aged 6 to 12", ""),
        ("O", "Win customers with 50 to 500 trucks", ""),
        ("O", "Be ready for 2 to 3 times the load", ""),
        ("O", "Grow from 3 to 5 cities", "OBJ001"),
        ("O", "NPS 20 to 30", "OBJ001"),
        ("O", "Help every child in the district read by 8", ""),
        ("O", "Everybody is home by 6", ""),
        ("O", "Improve the score by 8", "OBJ001"),
        ("O", "Deliver services that people over 65 love", ""),
        ("O", "Be the bank that customers over 65 trust", ""),
        ("O", "Grow paying customers over 100", "OBJ001"),
        ("O", "Scale our people from 50 to 100 %", "OBJ001"),
        ("metric 60 90 %", "Every child in the district reads by 8", ""),
        ("metric 60 90 %", "People over 65 renew without help", ""),
        ("metric 10 25 %", "Win back 1 in 4 lapsed donors", ""),
        ("metric 10 33 %", "Win back one in three lapsed donors", ""),
        ("metric 0 300 donors", "Win back 1 in 4 lapsed donors", ""),
        ("metric 10 30 %", "Win back 1 in 4 lapsed donors", "KR004"),
        ("metric 60 80 %", "8 out of 10 visitors find it", ""),
        ("metric 60 80 %", "8 of 10 visitors find it", ""),
        ("metric 60 90 %", "8 out of 10 visitors find it", "KR004"),
        ("metric 0 3 pilots", "Run 3 pilots in 5 regions", ""),
        ("metric 11 0 modules with one person", "Bus factor of every module is 2 or more", ""),
        ("metric 40 0 tickets", "Every ticket is answered 2 or more times a week", ""),
        ("metric 11 0 modules", "Bus factor is 2 or more", "KR004"),
        ("threshold >= 2 %", "Keep churn below 2 percent", "KR003"),
        ("threshold <= 2 %", "Keep churn below 2 percent", ""),
        ("threshold <= 99.5 %", "Availability of 99.5 % or more", "KR003"),
        ("threshold <= 99.5 %", "Hold crash-free sessions above 99.5 %", "KR003"),
        ("threshold >= 99.5 %", "Crash-free sessions never fall below 99.5 %", ""),
        ("threshold >= 99.5 %", "Keep crash-free sessions from falling below 99.5 %", ""),
        ("threshold >= 50 points", "No week with fewer than 50 points", ""),
        ("threshold >= 3 people", "No less than 3 people on call", ""),
        ("threshold <= 3 people", "No more than 3 people on call", ""),
        ("threshold >= 3 %", "No more than 3 % of orders are late", "KR003"),
        ("threshold >= 95 %", "95 % of tickets are answered in less than 4 hours", ""),
        ("metric 1 2 %", "Get churn below 2 %", "KR003"),
        ("metric 5 2 %", "Get churn below 2 %", ""),
        ("metric 0.5 1.2 $", "Raise $1.2M", "KR004"),
        ("metric 0.5 1.2 M$", "Raise $1.2M", ""),
        ("metric 0 1200000 $", "Raise $1.2M", ""),
        ("metric 0 1200 TEUR", "Raise €1.2M", ""),
        ("metric 0 1.2 million USD", "Raise $1.2M", ""),
        ("metric 0 1.2 ARR (M)", "Reach $1.2M ARR", ""),
        ("metric 0 10 readers", "Grow to 10k readers", "KR004"),
        ("metric 0 10 k readers", "Grow to 10k readers", ""),
        ("threshold <= 200 s", "P95 of search below 200 ms", "KR004"),
        ("threshold <= 0.2 s", "P95 of search below 200 ms", ""),
        ("threshold <= 200 ms", "P95 of search below 200 ms", ""),
        ("metric 90 30 minutes", "Cut the build to 30 minutes, and prove it for 30 days", ""),
        ("O", "Launch ourselves into the German market", ""),
        ("O", "Set up our people for success", ""),
        ("O", "Install a culture of learning", ""),
        ("O", "Roll out the red carpet for newcomers", ""),
        ("O", "Set up a data warehouse", "OBJ002"),
        ("O", "Launch our new product", "OBJ002"),
        ("O", "Implement a world-class hiring process", "OBJ002"),
    ],
)
def test_a_title(measure: str, title: str, codes: str) -> None:
    kind = "O" if measure == "O" else "K"
    found = findings(Published("good", kind, measure, codes, "ours", title))
    assert " ".join(sorted({finding.code for finding in found})) == codes


@pytest.mark.parametrize(
    ("title", "first", "second"),
    [
        ("Raise the score from 3.1 to 4.2 and cut cost from 9 to 7", "4.2", "7"),
        ("Raise the score from 3.1 to 4.2, and cut cost from 9 → 7 cents", "4.2", "7 cents"),
        ("Publish 3 to 5 posts and win 20 to 40 quotes", "5 posts", "40 quotes"),
        ("Hire 2 SDRs and 3 AEs", "2 SDRs", "3 AEs"),
    ],
)
def test_a_range_is_named_by_the_number_to_reach(title: str, first: str, second: str) -> None:
    assert two_results(title) == (first, second)
