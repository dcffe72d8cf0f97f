"""Check-ins about objectives as a whole, and `next`, which makes nothing fresh."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.files.record import CheckIn, Grade
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import ObjectiveStanding
from okrs_as_code.model.timeline import RecordNode
from tests.model.building import DAY, key_result, objective, plan, record, standing

TODAY = date(2026, 10, 20)
GOAL, REF = "content/goal", "content/goal/kr"


def said(day: int, entry: dict[str, Any], by: str = "mara", name: str = "", **more: Any) -> RecordNode[Any]:
    on = date(2026, 10, day)
    content = CheckIn.model_validate({"by": by, "date": on.isoformat(), "objectives": {GOAL: entry}, **more})
    return RecordNode(name or f"{on}-{by}", f"okrs/2026-Q4/check-ins/{name or on}-{by}.yaml", "2026-Q4", content)


def stands(*records: RecordNode[Any], today: date = TODAY, **head: Any) -> ObjectiveStanding:
    node = objective(GOAL, [key_result()], **{"owner": "mara", **head})
    return Assessment(plan([node], records), today).objective(node)


def test_the_newest_note_and_whether_help_is_asked_for() -> None:
    earlier, later = said(5, {"note": "Slow.", "help": "A designer."}), said(12, {"note": "Better."})
    assert stands(earlier).help == "A designer."
    now = stands(later, earlier)
    assert now.note is not None
    assert (now.note.day, now.note.by, now.note.entry.note, now.help) == (date(2026, 10, 12), "mara", "Better.", None)
    asks = stands(earlier, later, said(19, {"help": "Time."}))
    assert (asks.note and asks.note.entry.note, asks.help) == ("Better.", "Time.")


def test_others_take_back_no_help_that_the_owner_asks_for() -> None:
    asked, by_cleo = said(5, {"help": "A designer."}), said(12, {"note": "All is well."}, by="cleo")
    assert stands(asked, by_cleo).help == "A designer."
    assert stands(said(5, {"note": "Slow."}), said(12, {"help": "Time."}, by="cleo")).help == "Time."
    assert stands(asked, by_cleo, said(13, {"note": "Found one."})).help is None
    assert stands(asked, said(12, {"note": "Found one."}, by="bo")).help is None  # owns a key result of it


def test_days_after_today_and_other_people() -> None:
    later, by_bo = said(12, {"note": "Better."}), said(12, {"note": "Worse."}, by="bo")
    assert stands(later, today=date(2026, 10, 11)).note is None
    note = stands(later, by_bo).note
    assert note is not None
    assert note.by == "mara"  # the owner's own record is the last of a day


def test_a_correction_stands_in_the_place_of_what_it_corrects() -> None:
    first, last = said(5, {"note": "Slwo.", "help": "Help."}), said(12, {"note": "Better.", "help": "Still."})
    correction = said(14, {"note": "Slow."}, corrects="2026-10-05-mara")
    now = stands(first, last, correction)
    assert [entry.entry.note for entry in now.check_ins] == ["Slow.", "Better."]
    assert now.help == "Still."
    assert stands(first, last, correction, today=date(2026, 10, 13)).check_ins[0].entry.note == "Slwo."


def test_former_ids_find_it_and_closed_objectives_ask_for_nothing() -> None:
    entry = said(5, {"help": "A designer."})
    node = objective("content/renamed", [key_result()], owner="mara", formerly=[GOAL])
    assert Assessment(plan([node], [entry]), TODAY).objective(node).help == "A designer."
    dropped = record(Grade, "2026-10-12-bo", "bo", date(2026, 10, 12), {REF: {"dropped": True, "because": "x"}})
    assert stands(entry, dropped).help is None


def test_it_makes_no_key_result_fresh() -> None:
    first = record(CheckIn, "2026-10-02-bo", "bo", date(2026, 10, 2), {REF: {"done": False, "confidence": 0.8}})
    assert stands(first).key_results[0].status is Status.STALE
    assert stands(first, said(19, {"note": "All is well."})).key_results[0].status is Status.STALE


def test_an_entry_about_nothing_is_not_absent() -> None:
    made = plan([objective("content/other", [key_result()])], [said(5, {"note": "Slow."})])
    [element] = made.unreadable
    assert "content/goal, which is not there" in element.title


def test_next_alone_makes_nothing_fresh_and_takes_no_help_back() -> None:
    binary = {"type": "binary"}
    report = {"done": False, "confidence": 0.8, "help": "Time.", "date": DAY}
    planned = {"next": "Call three customers.", "date": DAY + timedelta(days=10)}
    before = standing(binary, [report], today=TODAY)
    after = standing(binary, [report, planned], today=TODAY)
    assert (before.status, before.days_overdue) == (after.status, after.days_overdue)
    assert after.status is Status.STALE
    assert (after.help, after.next) == ("Time.", "Call three customers.")
    fresh = standing(binary, [report, {**planned, "note": "On it."}], today=TODAY)
    assert (fresh.status, fresh.help) == (Status.ON_TRACK, None)
    assert standing(binary, [planned, {**report, "date": DAY + timedelta(days=11)}], today=TODAY).next is None


def test_next_alone_leaves_a_pause_as_it_is() -> None:
    pause = {"status": "paused", "note": "Legal reads it.", "date": TODAY - timedelta(days=2)}
    planned = {"next": "Call them.", "date": TODAY - timedelta(days=1)}
    after = standing({"type": "binary"}, [pause, planned], today=TODAY)
    assert (after.status, after.pause_note, after.next) == (Status.PAUSED, "Legal reads it.", "Call them.")
