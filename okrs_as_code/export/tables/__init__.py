"""All tables of the export, in the order in which they are written."""

from __future__ import annotations

from typing import Any

from okrs_as_code.export.table import Table
from okrs_as_code.export.tables.agreements import AGREEMENTS
from okrs_as_code.export.tables.backlog import BACKLOG_GOALS
from okrs_as_code.export.tables.check_ins import CHECK_INS, OBJECTIVE_NOTES
from okrs_as_code.export.tables.cycles import CYCLES
from okrs_as_code.export.tables.exported import EXPORTED
from okrs_as_code.export.tables.grades import GRADES
from okrs_as_code.export.tables.key_result_parts import CONTRIBUTORS, STEPS
from okrs_as_code.export.tables.key_results import KEY_RESULTS
from okrs_as_code.export.tables.objective_parts import ALIGNMENTS, INITIATIVES, TAGS
from okrs_as_code.export.tables.objectives import OBJECTIVES
from okrs_as_code.export.tables.people import PEOPLE
from okrs_as_code.export.tables.teams import TEAMS
from okrs_as_code.export.tables.unreadable import UNREADABLE

TABLES: tuple[Table[Any], ...] = (
    EXPORTED,
    PEOPLE,
    TEAMS,
    CYCLES,
    OBJECTIVES,
    KEY_RESULTS,
    STEPS,
    ALIGNMENTS,
    CONTRIBUTORS,
    TAGS,
    INITIATIVES,
    CHECK_INS,
    OBJECTIVE_NOTES,
    AGREEMENTS,
    GRADES,
    BACKLOG_GOALS,
    UNREADABLE,
)
