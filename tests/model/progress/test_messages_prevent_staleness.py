"""Whoever answers a message by their next day is never stale, whatever cadence, grace, days off and absences."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from okrs_as_code.model.cycles.message_days import MessageDays
from okrs_as_code.model.cycles.presence import AbsencePeriod, DaysOff, Presence
from okrs_as_code.model.files.base import WEEKDAYS
from okrs_as_code.model.files.config import Cadence, DigestPolicy
from okrs_as_code.model.files.record import CheckInEntry
from okrs_as_code.model.progress.judgement import KeyResultRun
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.timeline import RecordEntry
from tests.model.building import DAY, key_result, objective
from tests.nightly import examples

DAYS = 92

absences = st.lists(st.tuples(st.integers(0, DAYS), st.integers(0, 25)), max_size=3).map(
    lambda found: tuple((DAY + timedelta(first), DAY + timedelta(first + length)) for first, length in found)
)
days_off = st.sets(st.sampled_from(WEEKDAYS), max_size=3).map(DaysOff.of)


def check_in(day: date) -> RecordEntry[CheckInEntry]:
    entry = CheckInEntry.model_validate({"confidence": 0.9})
    name = f"{day}-bo"
    return RecordEntry(day, day, "bo", entry, name, f"{name}.yaml", "content/goal/kr", name, (1, ""), "2026-Q4")


@examples(1)
@given(
    st.sampled_from(["week", "two-weeks", "month"]),
    st.integers(0, 5),
    st.sampled_from(WEEKDAYS),
    st.integers(0, 30),
    days_off,
    absences,
)
def test_who_answers_by_the_next_day_is_never_stale(
    cadence: Cadence, grace_days: int, weekday: str, start: int, off: DaysOff, away: tuple[AbsencePeriod, ...]
) -> None:
    presence = Presence(away, off)
    messages = MessageDays.of(DigestPolicy.model_validate({"day": weekday}), presence)
    first = (DAY + timedelta(start)).isoformat()
    [node] = objective("content/goal", [key_result(start=first)]).key_results
    check_ins: list[RecordEntry[CheckInEntry]] = []
    answers_on, weeks = date.max, []
    for day in (DAY + timedelta(offset) for offset in range(DAYS)):
        run = KeyResultRun(node, tuple(check_ins), (), cadence, grace_days, presence)
        if day == messages.message_day(messages.week_of(day)) and day >= node.start:
            weeks.append(messages.week_of(day))
            if messages.asks_for(run.on(day).stale_on, day):
                answers_on = min(answers_on, presence.next_day(day + timedelta(1)))
        if day == answers_on:
            check_ins.append(check_in(day))
            answers_on = date.max
            run = KeyResultRun(node, tuple(check_ins), (), cadence, grace_days, presence)
        assert run.on(day).status is not Status.STALE or not presence.has(day)
    assert len(weeks) == len(set(weeks))
