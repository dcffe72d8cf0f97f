"""The table of key results: what their files say, and what pages show of them."""

from __future__ import annotations

from okrs_as_code.export.table import BOOLEAN, DAY, INTEGER, JSON, NUMBER, TEXT, Column, Table
from okrs_as_code.export.tables import key_result_row as row_values
from okrs_as_code.export.tables.key_result_row import KeyResultRow, of_content, of_known, of_measure, of_standing
from okrs_as_code.export.tables.objectives import CADENCES
from okrs_as_code.model.consent import ConsentState, EvidenceTier
from okrs_as_code.model.files.measure import Score
from okrs_as_code.model.files.objective import COMMITMENTS
from okrs_as_code.model.progress.pace import Pace
from okrs_as_code.model.progress.status import Status

MEASURES = ("metric", "threshold", "milestones", "binary", "score")

_PLACE: tuple[Column[KeyResultRow], ...] = (
    Column("id", TEXT, "The complete id: cycle/team/objective/key-result.", lambda row: row.id, required=True),
    Column(
        "objective",
        TEXT,
        "The objective.",
        lambda row: row.id.rpartition("/")[0],
        required=True,
        references="objectives",
    ),
    Column("cycle", TEXT, "The cycle.", lambda row: row.id.split("/")[0], required=True, references="cycles"),
    Column("team", TEXT, "The team, by its id of today.", lambda row: row.team, required=True, references="teams"),
    Column("name", TEXT, "The last part of the id.", lambda row: row.id.rpartition("/")[2], required=True),
    Column(
        "position",
        INTEGER,
        "Its place in the objective, from 1 on; empty where only records name it.",
        lambda row: row.unread.position if row.unread is not None else row.known and row.known.node.position + 1,
    ),
    Column(
        "file",
        TEXT,
        "The file, from the root of the OKRs.",
        lambda row: row.unread.file if row.unread is not None else row.known and row.known.node.file,
        required=True,
    ),
    Column(
        "readable",
        BOOLEAN,
        "Whether it can be read; if not, the row has its place, and title and owner as far as they are known.",
        lambda row: row.known is not None,
        required=True,
    ),
    Column(
        "title",
        TEXT,
        "What will be true when it is reached.",
        lambda row: row.unread.title if row.unread is not None else row.known and row.known.node.content.title,
    ),
)
_PEOPLE: tuple[Column[KeyResultRow], ...] = (
    Column(
        "owner",
        TEXT,
        "The one accountable person: the owner, or the lead of an owning team.",
        lambda row: row.owner,
        references="people",
    ),
    Column(
        "owner_team", TEXT, "The team that owns it, if a team does.", lambda row: row.owner_team, references="teams"
    ),
    Column(
        "manager",
        TEXT,
        "The person who agrees that reaching this is success; empty where there is nobody above the owner.",
        of_standing(lambda standing: standing.consent.manager and standing.consent.manager.person),
        references="people",
    ),
    Column(
        "named_manager",
        TEXT,
        "The manager whom the key result itself names.",
        of_content(lambda content: content.manager),
        references="people",
    ),
)
_TERMS: tuple[Column[KeyResultRow], ...] = (
    Column(
        "commitment",
        TEXT,
        "Whether all of it is expected, or 0.7 is good.",
        of_known(lambda known: known.node.commitment),
        choices=COMMITMENTS,
    ),
    Column("start", DAY, "Its first day.", of_known(lambda known: known.node.start)),
    Column("due", DAY, "Its last day.", of_known(lambda known: known.node.due)),
    Column("success", TEXT, "How we will know, in words.", of_content(lambda content: content.success)),
    Column("measure", TEXT, "The type of its measure.", of_measure("type"), choices=MEASURES),
    Column(
        "judged",
        BOOLEAN,
        "Whether its value is the owner's judgement, and nothing is measured.",
        of_content(lambda content: isinstance(content.measure, Score)),
    ),
    Column("unit", TEXT, "What is counted.", of_measure("unit")),
    Column(
        "baseline",
        NUMBER,
        "Where a metric starts, as it is written or as it was measured first.",
        of_known(row_values.baseline),
    ),
    Column(
        "baseline_measured",
        BOOLEAN,
        "Whether the baseline is the first value that was checked in, as nobody knew it before.",
        of_known(row_values.is_baseline_measured),
    ),
    Column(
        "baseline_day",
        DAY,
        "The day of that first value.",
        of_standing(lambda standing: standing.progress.baseline and standing.progress.baseline.day),
    ),
    Column(
        "direction",
        TEXT,
        "Whether a metric is meant to rise or to fall, written in the place of a baseline.",
        of_measure("direction"),
        choices=("up", "down"),
    ),
    Column("target", NUMBER, "Where a metric is meant to be at the end.", of_measure("target")),
    Column("stretch", NUMBER, "What would be outstanding.", of_measure("stretch")),
    Column("at_least", NUMBER, "The bound that a threshold may not fall below.", of_measure("at_least")),
    Column("at_most", NUMBER, "The bound that a threshold may not rise above.", of_measure("at_most")),
    Column(
        "plan",
        JSON,
        "Values planned for days between start and due, by day.",
        of_content(lambda content: content.plan),
    ),
    Column("weight", NUMBER, "Its weight in the objective's progress.", of_content(lambda content: content.weight)),
    Column(
        "check_ins",
        TEXT,
        "How often it needs a check-in.",
        lambda row: row.cadence,
        choices=CADENCES,
    ),
    Column(
        "named_check_ins",
        TEXT,
        "How often it needs a check-in, where it says so itself.",
        of_content(lambda content: content.check_ins),
        choices=CADENCES,
    ),
    Column("links", JSON, "Where to read on, as a list.", of_content(lambda content: content.links)),
    Column("formerly", JSON, "The ids that it had before, as a list.", of_content(lambda content: content.formerly)),
)
_STANDING: tuple[Column[KeyResultRow], ...] = (
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
        "What is agreed to, as canonical JSON: the fingerprint has the first digits of its SHA-256.",
        of_known(lambda known: known.terms),
    ),
)

KEY_RESULTS: Table[KeyResultRow] = Table(
    "key_results",
    "The key results that can be read in the order of their objectives, then those of which only the id is known.",
    ("id",),
    (*_PLACE, *_PEOPLE, *_TERMS, *_STANDING),
    row_values.key_result_rows,
)
