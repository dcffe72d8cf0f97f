"""A forge that is overloaded, or refuses: what is asked again, for how long, and what people read of it."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message

import pytest

from okrs_as_code.errors import OkrsError
from okrs_as_code.forge import rest
from okrs_as_code.forge.refusal import HttpStatusError
from okrs_as_code.forge.rest import RestClient
from tests.forge.forge import Forge, serving
from tests.forge.world import FILE, OBJECTIVE, World, gate


class Clock:
    """A clock that goes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.pauses: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(rest, "time", clock)
    return clock


@pytest.fixture
def forge() -> Iterator[Forge]:
    with serving(Forge()) as stand_in:
        stand_in.on("GET", "/thing", lambda *_: {"name": "thing"})
        stand_in.on("POST", "/thing", lambda *_: {"made": True})
        yield stand_in


@pytest.mark.parametrize(
    ("status", "headers", "pauses"),
    [
        (502, {}, [2, 8]),
        (503, {}, [2, 8]),
        (504, {}, [2, 8]),
        (429, {}, [2, 8]),
        (429, {"retry_after": "11"}, [11, 11]),
        (503, {"retry_after": "0"}, [0, 0]),
        (403, {"retry_after": "7"}, [7, 7]),
        (403, {"retry_after": "soon"}, None),
        (503, {"retry_after": "soon"}, [2, 8]),
        (500, {}, None),
        (403, {}, None),
        (404, {}, None),
        (422, {"retry_after": "1"}, None),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_asked_again(
    forge: Forge, clock: Clock, method: str, status: int, headers: dict[str, str], pauses: list[float] | None
) -> None:
    client = RestClient(forge.address, {})

    def ask() -> object:
        return client.get("thing") if method == "GET" else client.send_repeatable("POST", "thing")

    forge.refuse(".*", status, 2 if pauses is not None else 1, **headers)
    if pauses is None:
        with pytest.raises(HttpStatusError):
            ask()
        assert clock.pauses == []
        return
    assert ask()
    assert clock.pauses == pauses
    forge.refuse(".*", status, 3, **headers)
    with pytest.raises(HttpStatusError):
        ask()
    assert forge.refusals == [], "three times and no more"


def test_what_must_not_arrive_twice_is_sent_once(forge: Forge, clock: Clock) -> None:
    forge.refuse("POST .*", 503, retry_after="1")
    with pytest.raises(HttpStatusError):
        RestClient(forge.address, {}).send("POST", "thing")
    assert (clock.pauses, forge.refused) == ([], ["POST /thing"])


@pytest.mark.parametrize("pause", ["60", "3600", "99999999999999999999"])
def test_a_long_wait_ends_at_once(forge: Forge, clock: Clock, pause: str) -> None:
    forge.refuse(".*", 429, retry_after=pause)
    with pytest.raises(HttpStatusError):
        RestClient(forge.address, {}).get("thing")
    assert clock.pauses == []


def test_a_day_and_time_is_counted_by_the_clock_of_the_forge(clock: Clock) -> None:
    headers = Message()
    headers["Date"] = "Sun, 06 Nov 1994 08:49:37 GMT"
    headers["Retry-After"] = "Sun, 06 Nov 1994 08:50:07 GMT"
    assert HttpStatusError("example.com", 503, "", headers).pause_before(1) == 30


def test_a_request_has_a_minute_and_a_run_five(forge: Forge, clock: Clock) -> None:
    client, begun = RestClient(forge.address, {}), clock.now
    for _ in range(20):
        before = clock.now
        forge.refusals.clear()
        forge.refuse(".*", 503, 3, retry_after="25")
        with pytest.raises(OkrsError):
            client.get("thing")
        assert clock.now - before <= 60
    assert 240 <= clock.now - begun <= 300
    forge.refusals.clear()
    clock.now += 1000  # other work than asking is not counted
    assert client.send_repeatable("POST", "thing"), "there is time for a last word"


@pytest.mark.parametrize(
    ("status", "headers", "words", "is_the_tokens_fault"),
    [
        (502, {}, "127.0.0.1 does not work right now (502)", False),
        (500, {}, "127.0.0.1 does not work right now (500)", False),
        (429, {"retry_after": "900"}, "127.0.0.1 is asked too often right now (429)", False),
        (403, {"retry_after": "900"}, "127.0.0.1 is asked too often right now (403)", False),
        (403, {"x_ratelimit_remaining": "0"}, "127.0.0.1 is asked too often right now (403)", False),
        (403, {}, "127.0.0.1 does not allow this to the token (403)", True),
        (401, {}, "127.0.0.1 does not accept the token (401)", True),
        (422, {}, "127.0.0.1 refused what was asked (422)", True),
    ],
)
def test_people_read_words_and_no_path(
    forge: Forge, clock: Clock, status: int, headers: dict[str, str], words: str, is_the_tokens_fault: bool
) -> None:
    forge.refuse(".*", status, 3, **headers)
    with pytest.raises(HttpStatusError) as caught:
        RestClient(f"{forge.address}/api", {}).get("thing", page="7")
    assert caught.value.message == words
    assert caught.value.remedy is not None
    assert caught.value.remedy.endswith("it said: Resource not accessible by integration")
    assert ("see what its token may do" in caught.value.remedy) is is_the_tokens_fault


def test_who_cannot_be_reached_is_named_without_a_path() -> None:
    with pytest.raises(OkrsError) as caught:
        RestClient("http://127.0.0.1:1/api/v3", {}).get("thing")
    assert caught.value.message == "127.0.0.1 cannot be reached: Connection refused"


def woken(world: World, branch: str, head: str) -> tuple[int, str]:
    run = {
        "event": "pull_request",
        "head_sha": head,
        "head_branch": branch,
        "head_repository": {"full_name": "example/okrs"},
    }
    return gate(*world.runner("workflow_run", {"workflow_run": run}))


@pytest.mark.parametrize("what", ["GET .*/pulls", "GET .*/reviews", "POST .*/statuses/.*", "GET .*/comments"])
def test_one_refusal_makes_no_difference(world: World, clock: Clock, what: str) -> None:
    head = world.propose(41, "plan", {FILE: OBJECTIVE})
    world.forge.refuse(what, 502)
    status, printed = woken(world, "plan", head)
    assert status == 0
    assert printed.endswith("#41: 2 of 3 approvals missing: mara\n")
    assert world.forge.status(head) == ("pending", "2 of 3 approvals missing: mara")
    assert len(world.forge.comments[41]) == 1


@pytest.mark.parametrize("what", ["GET /repos/example/okrs", "GET .*/pulls", "GET .*/reviews"])
def test_a_forge_that_stays_away_leaves_an_error_in_words(world: World, clock: Clock, what: str) -> None:
    head = world.propose(41, "plan", {FILE: OBJECTIVE})
    world.forge.refuse(what, 503, 3)
    status, printed = woken(world, "plan", head)
    assert status == 2
    assert "see what its token may do" not in printed
    assert world.forge.status(head) == ("error", "127.0.0.1 does not work right now (503); see the run")


def test_a_status_that_cannot_be_set_keeps_no_other_head_from_its_own(world: World, clock: Clock) -> None:
    head = world.propose(41, "plan", {FILE: OBJECTIVE})
    world.git("commit", "--quiet", "--allow-empty", "--message", "Another head of the same branch")
    other = world.git("rev-parse", "HEAD")
    world.git("push", "--quiet", "origin", "HEAD:refs/pull/42/head")
    world.forge.open(42, other, "plan", "bo-l")
    world.forge.refuse(f"POST .*/statuses/{head}", 503, 3)
    status, printed = woken(world, "plan", other)
    assert status == 2
    assert "does not work right now (503)" in printed
    assert world.forge.status(head)[0] == "error"
    assert world.forge.status(other) == ("pending", "2 of 3 approvals missing: mara")


@pytest.mark.parametrize(
    ("what", "status"),
    [("POST .*/comments", 403), ("POST .*/comments", 503), ("GET .*/comments", 403), ("GET .*/comments", 404)],
)
def test_a_comment_that_cannot_be_written_fails_nothing(world: World, clock: Clock, what: str, status: int) -> None:
    """A conversation is locked, or the token may not comment."""
    head = world.propose(41, "plan", {FILE: OBJECTIVE})
    world.forge.refuse(what, status)
    exit_status, printed = woken(world, "plan", head)
    assert exit_status == 0
    assert "note: #41 got no comment: 127.0.0.1 " in printed
    assert world.forge.status(head)[0] == "pending"
    assert len(world.forge.refused) == 1, "comments are never sent twice"
    assert world.forge.comments.get(41, []) == []


@pytest.mark.parametrize("login", ["github-actions[bot]", "our-gate[bot]", "mara-k"])
def test_only_a_comment_of_the_tokens_account_is_edited(world: World, login: str) -> None:
    from okrs_as_code.forge.verdict import MARK

    world.forge.token_account = {"login": login, "type": "User" if login == "mara-k" else "Bot"}
    head = world.propose(41, "plan", {FILE: OBJECTIVE})
    others = [
        {"id": 1, "user": {"login": "another[bot]", "type": "Bot"}, "body": f"{MARK}\nhello"},
        {"id": 2, "user": {"login": "eve", "type": "User"}, "body": f"{MARK}\nhello"},
        {"id": 3, "user": None, "body": f"{MARK}\nhello"},
        {"id": 4, "user": {"login": login}, "body": None},
    ]
    world.forge.comments[41] = [dict(comment) for comment in others]
    for _ in range(2):
        assert woken(world, "plan", head)[0] == 0
    assert world.forge.comments[41][:4] == others
    assert len(world.forge.comments[41]) == 5
