"""The table of key results: what their files say, and what pages show of them."""

from __future__ import annotations

from okrs_as_code.export.table import BOOLEAN, DAY, INTEGER, JSON, NUMBER, TEXT, Column, Table
from okrs_as_code.export.tables import key_result_row as row_values
from okrs_as_code.export.tables.key_result_row import KeyResultRow, of_content, of_known, of_measure, of_standing
from okrs_as_code.export.tables.objectives import CADENCES
from okrs_as_code.export.tables.standing_columns import STANDING
from okrs_as_code.model.files.measure import Score
from okrs_as_code.model.files.objective import COMMITMENTS

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
        "The result to be reached, in words.",
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
    Column("unit", TEXT, "The unit in which it is counted.", of_measure("unit")),
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
    Column("stretch", NUMBER, "The value that would be outstanding.", of_measure("stretch")),
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
KEY_RESULTS: Table[KeyResultRow] = Table(
    "key_results",
    "The key results that can be read in the order of their objectives, then those of which only the id is known.",
    ("id",),
    (*_PLACE, *_PEOPLE, *_TERMS, *STANDING),
    row_values.key_result_rows,
)
