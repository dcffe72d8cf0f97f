"""Titles as people write them every day: where rules about words were silly, and near ones where they are right."""

from __future__ import annotations

import pytest

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
