"""Merges in quick succession: whichever run comes first or last, the agreements of each are on record once."""

from __future__ import annotations

import shutil

import pytest

from tests.forge.world import FILE, OBJECTIVE, PEOPLE, World, gate
from tests.nightly import at_night

NUMBERS = (41, 42, 43)


def plan(number: int) -> dict[str, str]:
    text = OBJECTIVE.replace("title: Make", f"title: Plan {number}, make")
    return {f"okrs/2026-Q4/company/plan-{number}.yaml": text}


def merge(world: World, number: int, files: dict[str, str], how: str = "squash") -> str:
    """Proposes, has mara approve, and merges; returns the commit on main."""
    head = world.propose(number, f"plan-{number}", files)
    world.forge.review(number, "mara-k", head)
    world.git("switch", "--quiet", "main")
    if how == "squash":
        world.git("merge", "--quiet", "--squash", f"plan-{number}")
        world.commit(f"Plan #{number}")
    else:
        world.git("merge", "--quiet", "--no-ff", "--message", f"Merge #{number}", f"plan-{number}")
    world.push("main")
    commit = world.git("rev-parse", "HEAD")
    world.forge.merge(number, commit)
    return commit


def run_gate(world: World) -> str:
    """The gate after a push to main, in a fresh checkout; what it prints."""
    status, printed = gate(*world.runner("push", {}))
    assert status == 0, printed
    return printed


def written(world: World) -> dict[str, str]:
    folder = world.folder / "runner/okrs/2026-Q4/agreements"
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*"))} if folder.exists() else {}


@pytest.mark.parametrize("how", ["squash", *at_night("merge")])
def test_one_run_for_three_merges_writes_what_three_runs_would(world: World, how: str) -> None:
    one_by_one: dict[str, str] = {}
    for number in NUMBERS:
        merge(world, number, plan(number), how)
        run_gate(world)
        one_by_one |= written(world)
    run_gate(world)
    assert written(world) == one_by_one
    assert len(one_by_one) == 6
    for number in NUMBERS:
        assert sum(f"/pull/{number}" in text for text in one_by_one.values()) == 2


def test_a_run_that_comes_twice_writes_the_same_or_nothing(world: World) -> None:
    for number in NUMBERS:
        merge(world, number, plan(number))
    run_gate(world)
    first = written(world)
    run_gate(world)
    assert written(world) == first
    world.run("okrs-agreements.yml", "push", {}, BRANCH="main")
    world.git("pull", "--quiet", "origin", "main")
    pushed = world.git("rev-parse", "HEAD")
    assert world.run("okrs-agreements.yml", "push", {}, BRANCH="main") == ""
    assert world.git("ls-remote", "origin", "refs/heads/main").split()[0] == pushed


def test_what_is_on_record_asks_the_forge_nothing(world: World) -> None:
    merge(world, 41, plan(41))
    run_gate(world)
    world.write({f"okrs/2026-Q4/agreements/{name}": text for name, text in written(world).items()})
    world.commit("Agreements")
    record = "okrs/2026-Q4/check-ins/2026-10-19-bo.yaml"
    entry = "by: bo\ndate: 2026-10-19\nkey_results:\n  company/plan-41/pillar-posts: {value: 1}\n"
    merge(world, 42, {record: entry})
    world.forge.requests.clear()
    run_gate(world)
    assert world.forge.requests == ["GET /repos/example/okrs"]


def test_the_day_is_that_of_the_approval_and_of_the_merge_for_who_opened(world: World) -> None:
    merge(world, 41, plan(41))
    world.forge.reviews[41][0]["submitted_at"] = "2026-10-18T23:30:00-02:00"
    run_gate(world)
    assert [name.split(".")[0] for name in written(world)] == ["2026-10-19-mara", "2026-10-20-bo"]


@pytest.mark.parametrize("given", ["2026-10-20T12:00:01Z", None])
def test_a_review_after_the_merge_is_none(world: World, given: str | None) -> None:
    merge(world, 41, plan(41))
    world.forge.reviews[41][0]["submitted_at"] = given
    run_gate(world)
    assert [name.split(".")[0] for name in written(world)] == ["2026-10-20-bo"]


def test_people_and_accounts_are_those_before_each_merge(world: World) -> None:
    """Neither what came later nor what the pull request itself brought makes somebody a manager."""
    merge(world, 41, plan(41))
    later = PEOPLE.replace("account: mara-k", "account: mara-new").replace("manager: mara", "manager: ana")
    merge(world, 42, {"okrs/people.yaml": later})
    merge(world, 43, {**plan(43), "okrs/people.yaml": later.replace("account: ana-m", "account: mara-k")})
    run_gate(world)
    names = [name.split(".")[0] for name in written(world)]
    assert names == ["2026-10-20-bo", "2026-10-20-bo", "2026-10-20-mara"]
    assert all("/pull/41" in text for name, text in written(world).items() if "mara" in name)


def test_the_own_commits_of_a_rebased_pull_request_do_not_say_who_its_people_are(world: World) -> None:
    taken_over = PEOPLE.replace("account: ana-m", "account: ana-m, manager: bo").replace(
        "account: mara-k", "account: eve"
    )
    world.git("switch", "--quiet", "--create", "takeover", "main")
    world.write({"okrs/people.yaml": taken_over})
    world.commit("People")
    world.write(plan(41))
    head = world.commit("Plan")
    world.published(41, "takeover")
    world.forge.open(41, head, "takeover", "bo-l")
    world.forge.review(41, "eve", head)
    world.git("switch", "--quiet", "main")
    world.git("commit", "--quiet", "--allow-empty", "--message", "Something else came first")
    world.git("cherry-pick", "main~0..takeover")
    for commit in world.git("rev-list", "--max-count=2", "HEAD").split():
        world.forge.merge(41, commit)
    world.push("main")
    run_gate(world)
    assert [name.split(".")[0] for name in written(world)] == ["2026-10-20-bo"]


def test_terms_that_moved_on_are_not_agreed_to(world: World) -> None:
    merge(world, 41, {FILE: OBJECTIVE})
    merge(world, 42, {FILE: OBJECTIVE.replace("target: 3", "target: 5")})
    run_gate(world)
    assert {"/pull/41" in text for text in written(world).values()} == {False}
    assert len(written(world)) == 2


@pytest.mark.nightly
def test_terms_that_came_back_are_agreed_to_once(world: World) -> None:
    merge(world, 41, {FILE: OBJECTIVE})
    merge(world, 42, {FILE: OBJECTIVE.replace("target: 3", "target: 5")})
    merge(world, 43, {FILE: OBJECTIVE})
    run_gate(world)
    assert {"/pull/41" in text for text in written(world).values()} == {True}
    assert len(written(world)) == 2


def test_who_is_gone_from_the_people_is_left_out_with_a_note(world: World) -> None:
    merge(world, 41, {FILE: OBJECTIVE})
    without_mara = "".join(line for line in PEOPLE.splitlines(True) if "mara:" not in line).replace(
        "manager: mara", "manager: ana"
    )
    merge(world, 42, {"okrs/people.yaml": without_mara, FILE: OBJECTIVE.replace("owner: mara", "owner: ana")})
    printed = run_gate(world)
    assert [name.split(".")[0] for name in written(world)] == ["2026-10-20-bo"]
    agreed = "mara agreed to company/organic-pipeline/pillar-posts"
    assert f"note: not written from #41: {agreed} and is no longer in okrs/people.yaml\n" in printed


@pytest.mark.nightly
def test_what_cannot_be_judged_keeps_no_other_from_its_records(world: World) -> None:
    for number in NUMBERS:
        merge(world, number, plan(number))
    world.forge.reviews[42][0]["state"] = 7  # type: ignore[assignment]
    printed = run_gate(world)
    assert "note: not written from #42: the reviews is no answer of a forge" in printed
    assert len(written(world)) == 4


@pytest.mark.nightly
def test_what_the_forge_does_not_answer_is_made_up_for_by_the_next_run(world: World) -> None:
    commits = [merge(world, number, plan(number)) for number in NUMBERS]
    world.forge.refuse(f"GET .*/commits/{commits[1]}/pulls", 500, 2)
    printed = run_gate(world)
    assert f"note: not asked about commit {commits[1][:12]}: 127.0.0.1 does not work right now (500)\n" in printed
    assert {number: any(f"/pull/{number}" in text for text in written(world).values()) for number in NUMBERS} == {
        41: True,
        42: False,
        43: False,
    }, "and the one above it is left, too: nobody knows whether that commit is its own"
    run_gate(world)
    assert len(written(world)) == 6
    world.forge.refuse("GET .*/pulls", 500, 9)
    status, printed = gate(*world.runner("push", {}))
    assert status == 2
    assert "does not work right now (500)" in printed


@pytest.mark.nightly
def test_a_pull_request_into_another_branch_says_nothing(world: World) -> None:
    merge(world, 41, plan(41))
    world.forge.pulls[0]["base"]["ref"] = "release"
    run_gate(world)
    assert written(world) == {}


@pytest.mark.nightly
def test_what_was_merged_long_ago_is_not_asked_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.scenarios import playing

    merge(world, 41, plan(41))
    monkeypatch.setitem(playing.GIT, "GIT_COMMITTER_DATE", "2026-11-15T12:00:00Z")
    world.write({"okrs/config.yaml": (world.work / "okrs/config.yaml").read_text("utf-8").replace("10-20", "11-20")})
    world.commit("A month later")
    world.push("main")
    world.forge.requests.clear()
    run_gate(world)
    assert written(world) == {}
    assert "/pulls/41/reviews" not in " ".join(world.forge.requests)


@pytest.mark.nightly
def test_without_history_nothing_is_guessed(world: World) -> None:
    merge(world, 41, plan(41))
    folder, environment = world.runner("push", {})
    shutil.rmtree(folder)
    world.git("clone", "--quiet", "--depth=1", "--branch=main", world.hub.as_uri(), str(folder), at=world.folder)
    status, printed = gate(folder, environment)
    assert status == 0
    assert "note: not written from #41: the commit before its merge is not here; check out all history\n" in printed


def hook(world: World, script: str) -> None:
    target = world.hub / "hooks/update"
    target.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    target.chmod(0o755)


def records_at(world: World, ref: str) -> list[str]:
    listed = world.git("ls-tree", "-r", "--name-only", ref, at=world.hub).splitlines()
    return [path for path in listed if "/agreements/" in path]


def test_who_is_pushed_away_computes_again(world: World) -> None:
    """Between computing and pushing, another merge reaches main."""
    merge(world, 41, plan(41))
    behind = world.git("rev-parse", "main")
    merge(world, 42, plan(42))
    newer = world.git("rev-parse", "main")
    world.git("update-ref", "refs/heads/main", behind, at=world.hub)
    once = world.hub / "once"
    hook(world, f"[ -e {once} ] && exit 0; touch {once}; git update-ref refs/heads/main {newer}; exit 1")
    world.run("okrs-agreements.yml", "push", {}, BRANCH="main")
    assert len(records_at(world, "main")) == 4
    assert world.git("rev-parse", "main^", at=world.hub) == newer
    assert world.forge.proposed == []


def test_a_protected_branch_has_one_branch_of_records_beside_it(world: World) -> None:
    def merged(number: int) -> None:
        hook(world, "exit 0")
        merge(world, number, plan(number))
        hook(world, '[ "$1" != refs/heads/main ]')

    merged(41)
    world.run("okrs-agreements.yml", "push", {}, BRANCH="main")
    assert len(records_at(world, "okrs/agreements")) == 2
    first = world.git("rev-parse", "okrs/agreements", at=world.hub)
    printed = world.run("okrs-agreements.yml", "push", {}, BRANCH="main")
    assert "the same records wait in okrs/agreements already" in printed
    assert world.git("rev-parse", "okrs/agreements", at=world.hub) == first
    merged(42)
    world.run("okrs-agreements.yml", "push", {}, BRANCH="main")
    assert len(records_at(world, "okrs/agreements")) == 4
    assert [body["head"] for body in world.forge.proposed] == ["okrs/agreements"] * 2


@pytest.mark.nightly
def test_its_own_branch_is_tried_again_and_its_failure_is_shown(world: World) -> None:
    merge(world, 41, plan(41))
    once = world.hub / "once"
    hook(world, f'[ "$1" = refs/heads/main ] && exit 1; [ -e {once} ] && exit 0; touch {once}; exit 1')
    world.run("okrs-agreements.yml", "push", {}, BRANCH="main")
    assert len(records_at(world, "okrs/agreements")) == 2
    world.git("update-ref", "-d", "refs/heads/okrs/agreements", at=world.hub)
    hook(world, "exit 1")
    with pytest.raises(AssertionError, match="okrs/agreements could not be pushed"):
        world.run("okrs-agreements.yml", "push", {}, BRANCH="main")


@pytest.mark.nightly
def test_a_pull_request_that_cannot_be_opened_is_pointed_out(world: World) -> None:
    merge(world, 41, plan(41))
    hook(world, '[ "$1" != refs/heads/main ]')
    world.forge.refuse("POST .*/pulls", 403)
    printed = world.run("okrs-agreements.yml", "push", {}, BRANCH="main")
    assert "::notice::open a pull request for okrs/agreements" in printed


@pytest.mark.nightly
def test_a_merge_into_main_is_asked_for_by_its_own_pull_request(world: World) -> None:
    """GitHub names open pull requests, too, of which a commit is part."""
    commit = merge(world, 41, plan(41))
    world.forge.open(50, commit, "other", "bo-l")
    world.forge.merged[commit].append(50)
    run_gate(world)
    assert {"/pull/50" in text for text in written(world).values()} == {False}
    assert len(written(world)) == 2
