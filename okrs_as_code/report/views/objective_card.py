"""An objective with all that `okrs show` prints: what it serves, what was said of it, and its key results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.standing import ObjectiveStanding
from okrs_as_code.report.site_data import SiteData
from okrs_as_code.report.views.goal_json import objective_json
from okrs_as_code.report.wording import numbers
from okrs_as_code.report.wording.status_phrases import status_words


@dataclass(frozen=True)
class ObjectiveCard:
    """An objective on a day, with the records about it."""

    site: SiteData
    standing: ObjectiveStanding

    def alignments(self) -> Iterator[str]:
        """The goals to which it is aligned, and whether it counts there."""
        node, plan = self.standing.node, self.site.plan
        parents = {parent.entry: parent for parent in plan.alignments.parents(node)}
        for entry in node.alignments:
            parent = parents.get(entry)
            if parent is None:
                yield f"{entry.ref}, which could not be found or read"
            else:
                is_counted = plan.alignments.counted_in(node) == parent
                goal = parent.objective if parent.is_objective else parent.key_result
                title = f": {' '.join(goal.content.title.split())}" if goal is not None else ""
                yield f"{'contributes to' if is_counted else 'supports'} {parent.id}{title}"

    def sentences(self) -> Iterator[tuple[str, str]]:
        """The lines on what was said of it as a whole, the newest first: the day, which is empty in further lines."""
        for check_in in reversed(self.standing.check_ins):
            name = self.site.directory.person_name(check_in.by)
            entry = check_in.entry
            lines = [entry.note, f"help: {entry.help}" if entry.help is not None else None]
            for number, line in enumerate(filter(None, lines)):
                yield ("" if number else numbers.day(check_in.day)), line if number else f"{name}: {line}"

    def key_results(self) -> Iterator[tuple[str, str]]:
        """The id of each key result with its title, progress and status."""
        for standing in self.standing.key_results:
            progress = numbers.progress_phrase(standing.progress).replace(numbers.NO_BREAK, " ")
            yield standing.node.content.id, f"{standing.node.content.title}: {progress}, {status_words(standing)}"

    def as_json(self) -> dict[str, Any]:
        """The data for other programs: those of `okrs status`, and the records."""
        node, plan = self.standing.node, self.site.plan
        unreadable = plan.unreadable.of_objective(node.id)
        score = self.site.scores.objective(node)
        return {
            **objective_json(self.standing, score, self.standing.key_results, unreadable),
            "why": node.content.why,
            "commitment": node.content.commitment,
            "file": node.file,
            "aligned_to": list(plan.goals_above(node)),
            "check_ins": [
                {
                    "date": check_in.day.isoformat(),
                    "by": check_in.by,
                    "record": check_in.file,
                    **check_in.entry.model_dump(mode="json", exclude_none=True),
                }
                for check_in in self.standing.check_ins
            ],
        }


def objective_card(site: SiteData, node: ObjectiveNode) -> ObjectiveCard:
    """The card of an objective."""
    return ObjectiveCard(site, site.assessment.objective(node))
