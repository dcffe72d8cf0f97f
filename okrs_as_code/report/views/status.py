"""The status of a cycle: the data that `okrs status` shows and gives to other programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.assessment import Assessment
from okrs_as_code.model.consent import ConsentState, EvidenceTier, uses_agreements
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.cycles.cycle_name import meant_cycle_name
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.goals.lookup import default_cycle, running_cycles
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.goals.unreadable import UnreadableElement, UnreadableKind
from okrs_as_code.model.grading import scores
from okrs_as_code.model.people.people_directory import accountable
from okrs_as_code.model.progress.roll_up import RollUp
from okrs_as_code.model.progress.status import Status
from okrs_as_code.model.standing import KeyResultStanding, ObjectiveStanding, tally
from okrs_as_code.nearest import did_you_mean, suggestion
from okrs_as_code.phrases import join_or
from okrs_as_code.report.cycle_data import worst_status_order
from okrs_as_code.report.views.activity_json import movement_json
from okrs_as_code.report.views.filters import NO_FILTERS, Filters, ShownObjective
from okrs_as_code.report.views.goal_json import coverage_json, objective_json
from okrs_as_code.report.wording.evidence_phrases import consent_phrase
from okrs_as_code.signing.status import Signatures
from okrs_as_code.signing.verification import check_signatures
from okrs_as_code.workspace.loader import Workspace

NOTHING_READABLE = "nothing here can be read: `okrs lint` says why"
_OPEN_STATES = (ConsentState.PROPOSED, ConsentState.STALE, ConsentState.AGREED)


@dataclass(frozen=True)
class CycleStatus:
    """The status of one cycle on a day: the objectives that fit the filters, each with its key results that do."""

    plan: Plan
    cycle: Cycle
    today: date
    roll_up: RollUp
    """The average of all objectives that contribute to no other; with filters, of the objectives shown."""
    objectives: tuple[ShownObjective, ...]
    signatures: Signatures
    score: RollUp
    """The average of grades, over the same objectives as that of progress."""
    scores: Mapping[str, RollUp]
    """The average of grades of each objective shown, by its id."""
    searched: tuple[Cycle, ...]
    """The cycles in which something that fits was looked for: that which was asked for, else all that run."""
    filters: Filters = NO_FILTERS
    unreadable: tuple[UnreadableElement, ...] = ()
    """The unreadable elements of the cycle that fit the filters, or of which nobody can say that they do not."""
    also_running: tuple[tuple[Cycle, RollUp], ...] = ()
    """The other cycles that run, the shortest first, each with the average of its objectives."""
    also_fitting: tuple[Cycle, ...] = ()
    """The other cycles among them that have something that fits."""
    assessment: Assessment | None = None
    arrived: Callable[[date], Mapping[str, date]] = lambda _: {}
    """The days after one on which records came to the main branch, by file."""

    def unreadable_key_results(self, standing: ObjectiveStanding) -> tuple[UnreadableElement, ...]:
        """The key results of an objective that cannot be read and fit the filters."""
        return tuple(
            element
            for element in self.unreadable
            if element.objective == standing.node.id and element.kind is UnreadableKind.KEY_RESULT
        )

    @property
    def key_results(self) -> tuple[KeyResultStanding, ...]:
        """All key results that are shown."""
        return tuple(standing for _, shown in self.objectives for standing in shown)

    @property
    def own_objectives(self) -> tuple[ObjectiveStanding, ...]:
        """The objectives shown that fit the filters themselves, and not only through a key result."""
        standings = (standing for standing, _ in self.objectives)
        return tuple(standing for standing in standings if self.filters.fits_objective(standing.node, self.plan))

    @property
    def statuses(self) -> Mapping[Status, int]:
        """The number of key results shown with each status, the worst first."""
        return tally(self.key_results)

    @property
    def empty_reason(self) -> str:
        """The reason why nothing is shown, where nothing is."""
        filters, directory = self.filters, self.plan.directory
        if not self.plan.in_cycle(self.cycle.name):
            return NOTHING_READABLE if self.unreadable else "no objectives here; `okrs new` writes one"
        cycles = join_or([cycle.name for cycle in self.searched])
        nodes = [node for cycle in self.searched for node in self.plan.in_cycle(cycle.name)]
        if filters.tag is not None:
            known = sorted({tag for node in nodes for tag in _tags(node)})
            listed = f"the tags there are {', '.join(known)}" if known else "no goal there has a tag"
            return f"nothing that fits has the tag {filters.tag} in {cycles}; {listed}"
        where = cycles if filters.team is None else f"{cycles}, in {directory.team_name(filters.team)}"
        owner, manager = (
            directory.person_name(person) if person is not None else None for person in (filters.owner, filters.manager)
        )
        if owner is not None:
            reason = f"{owner} owns no key result{f' with {manager} as its manager' if manager is not None else ''}"
        else:
            reason = f"{manager} is the manager of no key result" if manager is not None else "there are no objectives"
        reason = f"{reason} in {where}{', as far as it can be read' if self.unreadable else ''}"
        owned = [
            self.reference(node)
            for node in nodes
            if node.content.owner is not None and accountable(node.content.owner) == filters.owner
        ]
        return f"{reason}, and keeps coherent: {', '.join(owned)}" if owned else reason

    @property
    def agreements(self) -> Mapping[str, int]:
        """The number of open key results by consent: its state, and the evidence of what is agreed.

        Of those for which nobody is asked there is nothing to say; empty where the cycle does not use agreements.
        """
        if not uses_agreements(self.plan, self.cycle):
            return {}
        consents = [standing.consent for standing in self.key_results]
        consents = [consent for consent in consents if consent.is_open and consent.is_asked]
        consents.sort(key=lambda consent: (_OPEN_STATES.index(consent.state), list(EvidenceTier).index(consent.tier)))
        return Counter(consent_phrase(consent) for consent in consents)

    def as_json(self) -> dict[str, Any]:
        """The data for other programs."""
        return {
            "cycle": self.cycle.name,
            "today": self.today.isoformat(),
            "progress": self.roll_up.score,
            "coverage": coverage_json(self.roll_up),
            "score": self.score.score,
            "objectives": [
                objective_json(
                    standing, self.scores[standing.node.id], shown, self.plan.unreadable.of_objective(standing.node.id)
                )
                for standing, shown in self.objectives
            ],
            "unreadable": [element.as_json() for element in self.unreadable],
            "also_running": [
                {"cycle": cycle.name, "progress": roll_up.score, "coverage": coverage_json(roll_up)}
                for cycle, roll_up in self.also_running
            ],
            **self._movement_json(),
        }

    def _movement_json(self) -> dict[str, Any]:
        """The changes of the last seven days while the cycle runs, and what waits for whom; of what is shown."""
        if self.assessment is None:
            return {}
        nodes = [standing.node for standing in self.key_results]
        subjects = {node.id for node in nodes}
        objectives = [standing.node for standing in self.own_objectives]
        subjects |= {node.id for node in objectives}
        subjects |= {element.subject for element in self.unreadable}
        return movement_json(self.assessment, self.cycle, nodes, objectives, subjects, self.arrived)

    def reference(self, node: KeyResultNode | ObjectiveNode) -> str:
        """The id by which commands find an objective or key result today; with its cycle where that is not current."""
        is_current = default_cycle(self.plan, self.today).name == node.cycle.name
        return node.short_id if is_current else node.id


def cycle_status(
    workspace: Workspace,
    today: date,
    cycle: str | None = None,
    filters: Filters | None = None,
    arrived: Callable[[date], Mapping[str, date]] = lambda _: {},
) -> CycleStatus:
    """The status of a cycle, by default of the current one.

    Where nothing in that fits the filters, it is the first of the others that run and have something. Raises OkrsError
    for an unknown cycle, team or person.
    """
    plan, filters = workspace.plan, filters or NO_FILTERS
    team = filters.require_known(plan)
    searched = (require_cycle(plan, cycle),) if cycle is not None else _current_cycles(plan, today)
    fitting = searched
    if filters.any and len(searched) > 1:
        unsigned = Assessment(plan, today)
        fitting = tuple(one for one in searched if filters.shown(unsigned, one.name, team))
    chosen = next(iter(fitting), searched[0])
    nodes = plan.in_cycle(chosen.name)
    key_results = [key_result for node in nodes for key_result in node.key_results]
    signatures = check_signatures(plan, workspace.signers, workspace.signature_statuses, key_results)
    assessment = Assessment(plan, today, signatures.valid)
    unreadable = plan.unreadable.within(chosen.name, team=team, person=filters.owner)
    objectives = filters.shown(assessment, chosen.name, team)
    objectives.sort(key=lambda pair: worst_status_order(pair[0]))
    shown_nodes, graded = [standing.node for standing, _ in objectives], scores(assessment)
    if filters.by_key_result or team is not None:
        unknown = sum(element.is_whole_objective and team in (None, element.team) for element in unreadable)
        roll_up, score = assessment.average(shown_nodes, unknown), graded.average(shown_nodes, unknown)
    else:
        roll_up, score = assessment.cycle(chosen.name), graded.cycle(chosen.name)
    by_objective = {node.id: graded.objective(node) for node in shown_nodes}
    others = (cycle for cycle in running_cycles(plan, today) if cycle.name != chosen.name)
    also_running = tuple((cycle, assessment.cycle(cycle.name)) for cycle in others)
    return CycleStatus(
        plan,
        chosen,
        today,
        roll_up,
        tuple(objectives),
        signatures,
        score,
        by_objective,
        searched if filters.any else (chosen,),
        filters,
        unreadable,
        also_running,
        tuple(one for one in fitting if filters.any and one != chosen),
        assessment,
        arrived,
    )


def _current_cycles(plan: Plan, today: date) -> tuple[Cycle, ...]:
    """The cycle that is now, and the others that run, in the order in which ids are looked for."""
    cycles = (default_cycle(plan, today), *running_cycles(plan, today))
    return tuple({cycle.name: cycle for cycle in cycles}.values())


def require_cycle(plan: Plan, name: str) -> Cycle:
    """The cycle of a name. Raises OkrsError where it has no objectives."""
    chosen = next((cycle for cycle in plan.cycles if cycle.name == name), None)
    if chosen is None:
        names = [cycle.name for cycle in plan.cycles]
        remedy = f"cycles with objectives: {', '.join(names)}" if names else "there are no objectives yet"
        meant = meant_cycle_name(name, names)
        hint = did_you_mean(meant) if meant in names else suggestion(name, names)
        raise OkrsError(f"there are no objectives in a cycle `{name}`", f"{hint}{remedy}")
    return chosen


def _tags(node: ObjectiveNode) -> tuple[str, ...]:
    return (*node.content.tags, *(tag for key_result in node.key_results for tag in key_result.content.tags))
