"""Places of our own export: the cycles and teams of its goals, which have to be here."""

from __future__ import annotations

from collections import Counter

from okrs_as_code.intake.open_questions import Questions
from okrs_as_code.intake.own_tables import OwnExport
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.phrases import count_phrase


def ask_for_places(export: OwnExport, plan: Plan, wanted: str | None, questions: Questions) -> None:
    """Asks for each cycle and team of what is imported that is not here: all comes in, or nothing.

    With `wanted` only the goals of that cycle are imported.
    """
    cycles: Counter[str] = Counter()
    teams: Counter[str] = Counter()
    for row in export.rows.get("objectives", ()):
        cycle = plan.calendar.cycle(row["cycle"])
        if row["readable"] != "true" or (wanted is not None and (cycle is None or cycle.name != wanted)):
            continue
        if cycle is None:
            cycles[row["cycle"][:40]] += 1
        if not plan.directory.knows_team(row["team"]):
            teams[row["team"][:40]] += 1
    for row in export.rows.get("backlog", ()) if wanted is None else ():
        is_readable = row["readable"] == "true" and row["kind"] == "objective"
        if is_readable and not plan.directory.knows_team(row["team"]):
            teams[row["team"][:40]] += 1
    for name, number in cycles.items():
        questions.ask(
            f'"{name}", the cycle of {count_phrase(number, "objective")}, is none here',
            "declare it below `cycles:` in okrs/config.yaml, or import one cycle with `--cycle`",
        )
    for name, number in teams.items():
        questions.ask(
            f'"{name}", the team of {count_phrase(number, "objective")}, is none of okrs/teams.yaml',
            "`okrs import people` with the same folder adds the teams of the export, too; then import this again",
        )
