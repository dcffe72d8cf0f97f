"""The output of `okrs approvals`: as data for programs, and in words that nothing in a file can act in."""

from __future__ import annotations

import json
from dataclasses import replace

from okrs_as_code.report.views.approvals import as_json, as_markdown, as_text
from okrs_as_code.review.pull_request import PullRequest
from tests.review.playing import CONFIG, GROWTH, HEAD, PEOPLE, PIPELINE, Proposal, review


def changed(path: str, old: str, new: str) -> PullRequest:
    proposal = Proposal(account="bo-l", reviews=[review("mara-k")])
    proposal.head[path] = proposal.head[path].replace(old, new)
    return proposal.request()


def test_the_answer_for_programs() -> None:
    answer = json.loads(as_json(changed(PIPELINE, "target: 3", "target: 2"), "b0" * 20))
    subject = "2026-Q4/company/pipeline/posts"
    rows = [
        ("bo", "owner", "its terms change", "opened", True),
        ("mara", "manager", "its terms change", "approved", True),
        ("ana", "owner above", "it becomes easier after its start", "named", False),
    ]
    keys = ("person", "role", "because", "have", "enough")
    assert answer == {
        "base": "b0" * 20,
        "head": HEAD,
        "complete": False,
        "unchecked": None,
        "refused": None,
        "needed": [{"subject": subject, **dict(zip(keys, row, strict=True)), "or": []} for row in rows],
    }


def test_who_could_do_it_as_well_is_in_the_output_for_programs() -> None:
    request = changed(CONFIG, "stewards: [ana]", "stewards: [bo]")
    [row] = json.loads(as_json(replace(request, account="ana-a"), ""))["needed"]
    assert (row["person"], row["or"], row["have"]) == ("mara", ["bo", "chen", "dee", "eve"], "approved")


def test_of_many_who_could_few_are_named() -> None:
    proposal = Proposal(account="ana-a")
    more = "".join(f"  p{number}: {{name: P {number}}}\n" for number in range(90))
    proposal.base[PEOPLE] += more
    proposal.head[PEOPLE] += more.replace("P 7}", "P seven}")
    assert "1 of 1 approval missing: mara, bo, chen or one of 92 others" in as_text(proposal.request())


def test_nothing_in_a_file_acts_in_the_output() -> None:
    proposal = Proposal(account="::error::x\u202e")
    proposal.base[PEOPLE] = proposal.base[PEOPLE].replace("name: Bo", 'name: "Bo | <b>*x* [y](http://z)"')
    proposal.head = {**proposal.base, PIPELINE: proposal.base[PIPELINE].replace("target: 3", "target: 4")}
    request = proposal.request()
    table = as_markdown(request)
    assert "<b>" not in table
    assert "[y](" not in table
    assert all(line.replace("\\|", "").count("|") == 6 for line in table.splitlines() if line.startswith("|"))
    assert not any(line.startswith("::") for line in as_text(request).splitlines())


def test_no_config_at_the_base_is_reported() -> None:
    proposal = Proposal(account="bo-l")
    del proposal.base[CONFIG]
    proposal.head = {**proposal.base, GROWTH: proposal.base[GROWTH].replace("target: 11", "target: 12")}
    assert "the base has no okrs/config.yaml: the built-in policy holds" in as_text(proposal.request())
