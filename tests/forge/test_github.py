"""The gate on GitHub, played with real git, the shipped workflows' own scripts, and a stand-in of the forge's API.

Where only what the gate decides is asked, it runs in this process, and not in a shell of its own.
"""

from __future__ import annotations

import subprocess

import pytest

from tests.forge.world import FILE, OBJECTIVE, World


def test_the_way_with_a_browser_alone(world: World) -> None:
    """Proposed in a pull request, approved there, green, merged, on record, and agreed with the link."""
    head = world.propose(41, "plan", {FILE: OBJECTIVE})
    assert world.wake("plan", head, script=True) == "#41: 2 of 3 approvals missing: mara\n"
    assert world.forge.status(head) == ("pending", "2 of 3 approvals missing: mara")
    assert world.forge.statuses[0] == (head, "pending", "being computed")
    [comment] = world.forge.comments[41]
    assert "Mara Keller" in comment["body"]

    world.forge.review(41, "MARA-K", head)
    printed = world.wake("plan", head, "pull_request_review", script=True)
    assert printed == "#41: complete: all 3 approvals are there\n"
    assert world.forge.status(head)[0] == "success"
    assert len(world.forge.comments[41]) == 1, "one comment, kept up to date"
    assert "all 3 approvals are there" in world.forge.comments[41][0]["body"]

    world.git("switch", "--quiet", "main")
    before = world.git("rev-parse", "HEAD")
    world.git("merge", "--quiet", "--squash", "plan")
    after = world.commit("Plan (#41)")
    world.push("main")
    world.git("push", "--quiet", "origin", ":plan")
    world.forge.merge(41, after)
    printed = world.pushed(before, after)
    assert printed.count("wrote okrs/2026-Q4/agreements/") == 2

    world.git("pull", "--quiet", "origin", "main")
    okrs = [world.folder / "programs/okrs", "show", "company/organic-pipeline/pillar-posts"]
    shown = subprocess.run(okrs, cwd=world.work, capture_output=True, text=True).stdout
    assert "State: agreed" in shown
    assert "claimed, see pull request 41" in shown
    assert "https://github.com/example/okrs/pull/41" in shown
    assert world.forge.tokens == {"Bearer secret"}


def test_two_merges_in_one_push_speak_each_for_itself(world: World) -> None:
    """Bo opened the first and was not asked in the second, which is about him too."""
    talks = OBJECTIVE.replace("pillar-posts", "talks").replace("title: Make", "title: Then make")
    before = world.git("rev-parse", "main")
    world.propose(41, "plan", {FILE: OBJECTIVE}, "bo-l")
    world.propose(42, "more", {"okrs/2026-Q4/company/talks.yaml": talks}, "mara-k")
    world.git("switch", "--quiet", "main")
    for number, branch in ((41, "plan"), (42, "more")):
        world.git("merge", "--quiet", "--no-ff", "--message", f"Merge #{number}", branch)
        world.forge.merge(number, world.git("rev-parse", "HEAD"))
    world.push("main")
    world.pushed(before, world.git("rev-parse", "HEAD"))
    world.git("pull", "--quiet", "origin", "main")
    written = "".join(path.read_text("utf-8") for path in (world.work / "okrs/2026-Q4/agreements").glob("*.yaml"))
    lines = [line.strip() for line in written.splitlines() if line.startswith(("by:", "  company", "    as:"))]
    assert sorted("".join(lines[at : at + 3]) for at in range(0, len(lines), 3)) == [
        "by: bocompany/organic-pipeline/pillar-posts:as: owner",
        "by: maracompany/talks/talks:as: manager",
    ]


def test_a_rebase_keeps_an_approval_of_terms_that_are_what_they_were(world: World) -> None:
    head = world.propose(41, "plan", {FILE: OBJECTIVE})
    world.forge.review(41, "mara-k", head)
    world.git("switch", "--quiet", "main")
    world.write({"okrs/2026-Q4/company/other.yaml": OBJECTIVE.replace("pillar-posts", "other-posts")})
    world.commit("Something else")
    world.push("main")
    world.git("switch", "--quiet", "plan")
    world.git("rebase", "--quiet", "main")
    rebased = world.git("rev-parse", "HEAD")
    assert rebased != head
    world.published(41, "plan")
    world.forge.moved(41, rebased)
    world.wake("plan", rebased)
    assert world.forge.status(rebased)[0] == "success"

    world.write({FILE: OBJECTIVE.replace("target: 3", "target: 2")})
    changed = world.commit("Less")
    world.published(41, "plan")
    world.forge.moved(41, changed)
    world.wake("plan", changed)
    assert world.forge.status(changed) == ("pending", "1 of 3 approvals missing: mara")


def test_two_pull_requests_of_one_head_are_green_together_only(world: World) -> None:
    head = world.propose(41, "plan", {FILE: OBJECTIVE})
    world.forge.open(42, head, "plan-too", "mara-k")
    world.forge.review(41, "mara-k", head)
    world.git("push", "--quiet", "origin", "HEAD:refs/pull/42/head")
    world.wake("plan", head)
    assert world.forge.status(head) == ("pending", "1 of 3 approvals missing: bo")
    world.forge.review(42, "bo-l", head)
    world.wake("plan", head)
    assert world.forge.status(head)[0] == "success"


def test_a_person_s_comment_is_never_edited(world: World) -> None:
    head = world.propose(41, "plan", {FILE: OBJECTIVE})
    from okrs_as_code.forge.verdict import MARK

    mine = {"id": 1, "user": {"login": "eve", "type": "User"}, "body": f"{MARK}\nhello"}
    world.forge.comments[41] = [mine, {**mine, "id": 2}, {**mine, "id": 3, "user": None}]
    world.wake("plan", head)
    assert mine["body"].endswith("hello")
    assert len(world.forge.comments[41]) == 4


def test_a_pull_request_into_another_branch_gets_no_status(world: World) -> None:
    head = world.propose(41, "plan", {FILE: OBJECTIVE})
    world.forge.pulls[0]["base"]["ref"] = "release"
    world.wake("plan", head)
    assert world.forge.statuses == []


def test_a_change_without_goals_is_green_and_gets_no_comment(world: World) -> None:
    head = world.propose(41, "readme", {"README.md": "Hello.\n"})
    world.wake("readme", head)
    assert world.forge.status(head) == ("success", "complete: nobody has to approve this")
    assert world.forge.comments == {}


def test_what_cannot_be_computed_is_an_error_and_never_green(world: World) -> None:
    head = world.propose(41, "plan", {FILE: OBJECTIVE})
    world.forge.reviews[41] = [{"state": 7}]
    with pytest.raises(AssertionError, match="is no answer of a forge"):
        world.wake("plan", head, script=True)
    assert world.forge.status(head)[0] == "error"


def test_while_nobody_can_be_asked_the_status_is_an_error(world: World) -> None:
    world.write({"okrs/people.yaml": "people:\n  bo: {name: Bo Lindqvist}\n"})
    world.commit("Nobody has an account")
    world.push("main")
    head = world.propose(41, "plan", {FILE: OBJECTIVE})
    world.wake("plan", head)
    state, line = world.forge.status(head)
    assert state == "error"
    assert line.startswith("not set up: nobody in okrs/people.yaml of the base has an `account`")


def test_a_merge_queue_accepts_terms_of_either_side_only(world: World) -> None:
    world.propose(41, "plan", {FILE: OBJECTIVE})
    world.git("switch", "--quiet", "main")
    world.git("merge", "--quiet", "--no-ff", "--message", "Queue", "plan")
    group = world.git("rev-parse", "HEAD")
    queue = f"gh-readonly-queue/main/pr-41-{world.git('rev-parse', 'HEAD^1')}"
    world.push(queue)
    world.wake(queue, group, "merge_group")
    assert world.forge.status(group) == ("success", "the terms are as approved")

    world.write({FILE: OBJECTIVE.replace("target: 3", "target: 1")})
    world.git("commit", "--quiet", "--all", "--amend", "--message", "Something else than what was approved")
    changed = world.git("rev-parse", "HEAD")
    world.push(queue)
    world.wake(queue, changed, "merge_group")
    state, line = world.forge.status(changed)
    assert state == "failure"
    assert "2026-Q4/company/organic-pipeline/pillar-posts" in line


@pytest.mark.nightly
def test_a_protected_branch_gets_a_pull_request_of_records(world: World) -> None:
    head = world.propose(41, "plan", {FILE: OBJECTIVE})
    world.forge.review(41, "mara-k", head)
    world.git("switch", "--quiet", "main")
    before = world.git("rev-parse", "HEAD")
    world.git("merge", "--quiet", "--no-ff", "--message", "Merge #41", "plan")
    after = world.git("rev-parse", "HEAD")
    world.push("main")
    world.forge.merge(41, after)
    hook = world.hub / "hooks/update"
    hook.write_text('#!/bin/sh\n[ "$1" != refs/heads/main ]\n', encoding="utf-8")
    hook.chmod(0o755)
    world.pushed(before, after)
    [proposed] = world.forge.proposed
    assert proposed["base"] == "main"
    assert proposed["head"] in world.git("branch", "--format=%(refname:short)", at=world.hub).split()


def test_the_last_word_of_a_review_counts(world: World) -> None:
    head = world.propose(41, "plan", {FILE: OBJECTIVE})
    world.forge.review(41, "mara-k", head)
    world.forge.review(41, "mara-k", head, "COMMENTED")
    world.wake("plan", head)
    assert world.forge.status(head)[0] == "success"
    world.forge.review(41, "mara-k", head, "DISMISSED")
    world.wake("plan", head)
    assert world.forge.status(head)[0] == "pending"


def test_a_bot_consents_for_nobody(world: World) -> None:
    """Also where people.yaml gives its account to a person."""
    head = world.propose(41, "plan", {FILE: OBJECTIVE})
    world.forge.review(41, "mara-k", head, account_type="Bot")
    world.wake("plan", head)
    assert world.forge.status(head) == ("pending", "2 of 3 approvals missing: mara")
    world.forge.review(41, "mara-k", head)
    world.wake("plan", head)
    assert world.forge.status(head)[0] == "success"
    world.forge.pulls[0]["user"]["type"] = "Bot"
    world.wake("plan", head)
    assert world.forge.status(head) == ("pending", "1 of 3 approvals missing: bo"), "opening is consent, too"


def test_a_queue_of_another_branch_gets_no_status(world: World) -> None:
    world.propose(41, "plan", {FILE: OBJECTIVE})
    group = world.git("rev-parse", "HEAD")
    queue = f"gh-readonly-queue/dev/pr-41-{world.git('rev-parse', 'main')}"
    world.push(queue)
    world.wake(queue, group, "merge_group")
    assert world.forge.statuses == []


def test_a_queue_that_rebases_is_judged_against_what_it_is_upon(world: World) -> None:
    """The commit before the last is the pull request's own: terms made there are nobody's."""
    world.propose(41, "plan", {FILE: OBJECTIVE})
    world.git("switch", "--quiet", "--detach", "main")
    world.write({FILE: OBJECTIVE.replace("target: 3", "target: 1")})
    world.commit("Other terms")
    world.write({"README.md": "Hello.\n"})
    group = world.commit("And a second commit")
    queue = f"gh-readonly-queue/main/pr-41-{world.git('rev-parse', 'main')}"
    world.push(queue)
    world.wake(queue, group, "merge_group")
    assert world.forge.status(group)[0] == "failure"


def test_one_head_that_cannot_be_judged_keeps_no_other_from_its_verdict(world: World) -> None:
    head = world.propose(41, "plan", {FILE: OBJECTIVE})
    world.git("commit", "--quiet", "--allow-empty", "--message", "Another head of the same branch")
    other = world.git("rev-parse", "HEAD")
    world.git("push", "--quiet", "origin", "HEAD:refs/pull/42/head")
    world.forge.open(42, other, "plan", "bo-l")
    world.forge.reviews[41] = [{"state": 7}]
    with pytest.raises(AssertionError, match="is no answer of a forge"):
        world.wake("plan", other)
    assert world.forge.status(head)[0] == "error"
    assert world.forge.status(other) == ("pending", "2 of 3 approvals missing: mara")


def test_a_branch_of_the_same_name_in_a_fork_is_another_one(world: World) -> None:
    head = world.propose(41, "plan", {FILE: OBJECTIVE})
    world.forge.pulls[0]["head"]["repo"] = {"full_name": "eve/okrs"}
    world.wake("plan", "0" * 40)
    assert head not in {sha for sha, _, _ in world.forge.statuses}


def test_the_first_workflow_judges_and_reports(world: World) -> None:
    """Its scripts as they are shipped: what a pull request breaks, what main holds, and how the cycle stands."""
    world.write({FILE: OBJECTIVE})
    world.commit("A plan")
    world.push("main")
    summary, temporary = world.folder / "summary.md", world.folder / "temporary"
    temporary.mkdir()
    where = {"RUNNER_TEMP": str(temporary), "GITHUB_STEP_SUMMARY": str(summary), "MERGE_GROUP_BASE": ""}
    world.run("okrs.yml", "pull_request", {}, **where)
    assert "Make organic search" in summary.read_text(encoding="utf-8")
    world.write({FILE: OBJECTIVE.replace("    owner: bo\n", "")})
    world.commit("Nobody's")
    world.push("main")
    with pytest.raises(AssertionError, match="OWN001"):
        world.run("okrs.yml", "pull_request", {}, **where)


def test_a_review_wakes_and_does_nothing_else(world: World) -> None:
    assert world.run("okrs-review.yml", "pull_request_review", {}) == "okrs-approvals.yml looks at it now\n"
