"""The week of a team, for its lead, and of the organization, for who wants it: counts and titles, never a ranking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.history.activity_change import ActivityChange
from okrs_as_code.model.progress.roll_up import RollUp
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding, tally
from okrs_as_code.report.messages.content import GoalList, Rows, WeekSummary, title_text
from okrs_as_code.report.messages.goal_rows import GoalRows
from okrs_as_code.report.messages.message_links import MessageLinks
from okrs_as_code.report.pages.activity_view import REACHED, activity_group
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.views.attention import by_urgency
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.activity_phrases import change_phrases
from okrs_as_code.report.wording.status_phrases import counts_phrase

Changes = Mapping[str, Sequence[ActivityChange]]
"""The changes of the week by the complete id of their key result."""


class Weeks:
    """Makes the weeks of teams and of the organization for messages about a site's data."""

    def __init__(self, site: SiteData, links: MessageLinks, changes: Changes) -> None:
        self._site = site
        self._links = links
        self._rows = GoalRows(site, links)
        self._changes = changes

    def of_team(self, cycle: Cycle, team: str) -> WeekSummary:
        """The week of a team, as its lead sees it: with what its people wrote."""
        data, name = self._site.cycle_data(cycle), title_text(self._site.directory.team_name(team))
        standings, address = data.key_results_by_team.get(team, ()), self._links.team(cycle, team)
        unreadable = self._site.plan.unreadable.goals_of_team(cycle.name, team)
        goals = self._rows.key_results(
            name, by_urgency(standings), unreadable, address, of_owner=False, with_notes=True
        )
        score = self._site.assessment.team(cycle.name, team).score
        return self._summary(f"{name}, your team", score, standings, len(unreadable), goals, address)

    def of_all(self, cycle: Cycle) -> WeekSummary:
        """The week of the whole organization, without a word that anybody wrote."""
        data, address = self._site.cycle_data(cycle), self._links.overview(cycle)
        title = title_text(self._site.title)
        goals = self._rows.objectives(title, data.objectives, address)
        score = self._site.assessment.cycle(cycle.name).score
        unreadable = sum(standing.node.unreadable_parts for standing in data.objectives)
        return self._summary(f"{title} this week", score, data.key_results, unreadable, goals, address)

    def _summary(
        self,
        title: str,
        score: float | None,
        standings: Sequence[KeyResultStanding],
        unreadable: int,
        goals: GoalList,
        address: str | None,
    ) -> WeekSummary:
        counted = [standing for standing in standings if standing.status is not Status.DROPPED]
        with_data = sum(standing.progress.score is not None for standing in counted)
        coverage = RollUp(score, with_data, len(counted) + unreadable, unreadable)
        average = f"{numbers.percent(score)} on average: " if score is not None else ""
        return WeekSummary(
            title=title,
            sentence=f"{average}{numbers.coverage(coverage, 'key result')}",
            counts=counts_phrase(tally(standings), symbols=False),
            reached=_listed((self._reached(standing) for standing in standings), address),
            needs_help=_listed((_need(standing) for standing in by_urgency(standings)), address),
            goals=goals,
            address=address,
        )

    def _reached(self, standing: KeyResultStanding) -> str | None:
        """The title of a key result that was reached in the week, with how; None where it was not."""
        changes = self._changes.get(standing.node.id, ())
        if not changes or activity_group(changes, standing) != REACHED:
            return None
        return _listing(standing, title_text(change_phrases(changes, standing.node.content.measure)))


def _need(standing: KeyResultStanding) -> str | None:
    """The title of a key result that needs help, with why; None where it does not."""
    if standing.help is not None:
        return _listing(standing, "help is asked for")
    return _listing(standing, str(standing.status)) if standing.needs_help else None


def _listing(standing: KeyResultStanding, reason: str) -> str:
    return f"{title_text(standing.node.content.title)} ({reason})"


def _listed(titles: Iterable[str | None], address: str | None) -> Rows[str]:
    return Rows(tuple(title for title in titles if title is not None), address=address)
