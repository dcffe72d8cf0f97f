"""The columns of key results that say how they stand on the day."""

from __future__ import annotations

from okrs_as_code.export.table import BOOLEAN, DAY, NUMBER, TEXT, Column
from okrs_as_code.export.tables import key_result_row as row_values
from okrs_as_code.export.tables.key_result_row import KeyResultRow, of_known, of_standing
from okrs_as_code.model.consent import ConsentState, EvidenceTier
from okrs_as_code.model.progress.pace import Pace
from okrs_as_code.model.progress.status import Status

STANDING: tuple[Column[KeyResultRow], ...] = (
    Column(
        "value",
        NUMBER,
        "The latest value of a metric, threshold or score.",
        of_standing(row_values.number_value),
    ),
    Column("done", BOOLEAN, "Whether a binary is done, as said last.", of_standing(row_values.done_value)),
    Column(
        "progress",
        NUMBER,
        "The progress from 0 to 1; empty where there is no data, which is not 0.",
        of_standing(lambda standing: standing.progress.score),
    ),
    Column(
        "raw",
        NUMBER,
        "The progress before it is limited: below 0 it is worse than the baseline, above 1 beyond the target.",
        of_standing(lambda standing: standing.progress.raw),
    ),
    Column(
        "confidence",
        NUMBER,
        "How likely the target will be reached, from 0 to 1, as said last.",
        of_standing(lambda standing: standing.confidence),
    ),
    Column("status", TEXT, "The status shown.", of_standing(lambda standing: standing.status), choices=tuple(Status)),
    Column(
        "pace",
        TEXT,
        "The progress against what is expected on the day.",
        of_standing(lambda standing: standing.pace),
        choices=tuple(Pace),
    ),
    Column(
        "pace_by",
        TEXT,
        "Whether a straight line or the plan says what is expected.",
        of_known(row_values.pace_by),
        choices=("straight", "plan"),
    ),
    Column(
        "expected",
        NUMBER,
        "The progress that is expected on the day, from 0 to 1.",
        of_standing(lambda standing: standing.expected_progress),
    ),
    Column(
        "state",
        TEXT,
        "How far it is agreed to, or how it ended.",
        of_standing(lambda standing: standing.consent.state),
        choices=tuple(ConsentState),
    ),
    Column(
        "tier",
        TEXT,
        "The evidence of that agreement, of the role where it is weaker.",
        of_standing(lambda standing: standing.consent.tier),
        choices=tuple(EvidenceTier),
    ),
    Column(
        "last_check_in",
        DAY,
        "The day of the latest check-in.",
        of_standing(lambda standing: standing.latest and standing.latest.day),
    ),
    Column(
        "next_due",
        DAY,
        "The day on which the next check-in is due, which may be over; empty where none is asked for.",
        of_known(row_values.next_due),
    ),
    Column(
        "stale_on",
        DAY,
        "The first day on which it is stale if nobody checks in; before the day of the export where it is stale.",
        of_known(row_values.stale_on),
    ),
    Column(
        "asks_for_help",
        BOOLEAN,
        "Whether support is asked for, while it is open.",
        of_standing(lambda standing: standing.help is not None),
    ),
    Column(
        "dropped",
        BOOLEAN,
        "Whether it was given up: then it counts in no average.",
        of_standing(lambda standing: standing.status is Status.DROPPED),
    ),
    Column("score", NUMBER, "The score of its grade, from 0 to 1.", of_standing(lambda standing: standing.score)),
    Column("fingerprint", TEXT, "The fingerprint of its terms.", of_known(lambda known: known.fingerprint)),
    Column(
        "terms",
        TEXT,
        "The terms that are agreed to, as canonical JSON: the fingerprint has the first digits of its SHA-256.",
        of_known(lambda known: known.terms),
    ),
)
