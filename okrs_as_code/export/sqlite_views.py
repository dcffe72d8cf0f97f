"""Views of the SQLite export: what is asked most of the tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    """A view: its name, what it shows, and the query behind it."""

    name: str
    meaning: str
    query: str


VIEWS = (
    View(
        "latest",
        "The latest check-in of each key result that has one.",
        """\
SELECT * FROM check_ins WHERE rowid IN (
  SELECT max(rowid) FROM check_ins WHERE NOT corrected GROUP BY key_result
)""",
    ),
    View(
        "overdue",
        "The key results whose check-in is late beyond its grace, the longest first.",
        """\
SELECT id, cycle, team, title, owner, last_check_in, next_due, stale_on
FROM key_results WHERE status = 'stale' ORDER BY stale_on, id""",
    ),
    View(
        "by_team",
        "Each team's key results in each cycle: how many there are, how many have data, and by status.",
        """\
SELECT cycle, team, count(*) AS key_results, count(progress) AS with_data,
  sum(NOT readable) AS unreadable,
  sum(status = 'off-track') AS off_track, sum(status = 'at-risk') AS at_risk, sum(status = 'stale') AS stale,
  sum(status = 'paused') AS paused, sum(status = 'no status') AS no_status, sum(status = 'on-track') AS on_track,
  sum(status = 'done') AS done, sum(status = 'not started') AS not_started, sum(status = 'closed') AS closed,
  sum(status = 'dropped') AS dropped, sum(asks_for_help) AS ask_for_help
FROM key_results GROUP BY cycle, team ORDER BY cycle, team""",
    ),
)
