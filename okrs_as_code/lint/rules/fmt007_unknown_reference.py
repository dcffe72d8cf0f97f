"""FMT007: an id that names nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from okrs_as_code.filenames import CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.finding import Finding, Place, Severity
from okrs_as_code.lint.backlog_reference import backlog_goal, backlog_phrases, is_backlog_reference
from okrs_as_code.lint.context import Context, at_objective, at_person, at_team
from okrs_as_code.lint.correction import correction_fault
from okrs_as_code.lint.element_mismatch import ElementMismatch, subject_of
from okrs_as_code.lint.missing_key_result import key_result_suggestion, missing_phrases, target_remedy, unclear_phrases
from okrs_as_code.lint.person_titles import title_answer
from okrs_as_code.lint.record_entries import with_severity_if_new
from okrs_as_code.lint.registry import all_rules, is_rule
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.suppressions import referenced_rule
from okrs_as_code.model.cycles.cycle import Cycle
from okrs_as_code.model.cycles.cycle_name import meant_cycle_name
from okrs_as_code.model.files.record import Grade, GradeEntry, Record
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.model.people.people_directory import person_suggestion
from okrs_as_code.model.timeline import objective_entries
from okrs_as_code.nearest import did_you_mean, suggestion
from okrs_as_code.workspace.layout import Location
from okrs_as_code.workspace.suppression_comments import CommentWord, Suppression


class UnknownReference(Rule):
    """An id names nothing.

    ## What it does

    Finds ids that lead nowhere: the key results and objectives of records, `by`, `reviewed_by`, `corrects` and
    `carried_to`; managers in `okrs/people.yaml`; leads, members and `part_of` in `okrs/teams.yaml`; the key results of
    initiatives; stewards, subscribers and rules in `okrs/config.yaml`; rules in comments `# okrs: ignore[CODE]`. Owners
    have a rule of their own (OWN003), as have contributors and the managers of key results (OWN013), and what an
    objective is aligned to (ALN001).

    A goal of the backlog is named by nothing: it has no cycle yet, so that nobody reports on it or is aligned to it.

    What moved or was renamed lists its old id in `formerly`, as `okrs mv` sees to, and is found. A record that a later
    one corrects is left alone.

    ## Why is this bad?

    A check-in for a key result that does not exist is shown nowhere, and the one it was meant for becomes stale. A key
    result that was taken out of its file takes its history with it: with `okrs drop` it stays, and so does the reason.

    ## Example

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-bo.yaml
    by: bo
    date: 2026-10-12
    key_results:
      content/organic-pipeline/pilar-posts: {value: 1}
    ```

    ## Use instead

    ```yaml okrs/2026-Q4/check-ins/2026-10-12-bo.yaml
    by: bo
    date: 2026-10-12
    key_results:
      content/organic-pipeline/pillar-posts: {value: 1}
    ```

    ## Where this comes from

    Ours: records are never edited, so that whatever they name has to stay, or has to say what it was called before.
    """

    code = "FMT007"
    name = "unknown-reference"
    severity = Severity.ERROR
    all_cycles = True

    def claims(self, mismatch: ElementMismatch) -> bool:
        """Whether a reference has the form of an id of the backlog, which is none of an objective or key result."""
        return is_backlog_reference(mismatch)

    def check_mismatch(self, mismatch: ElementMismatch, context: Context) -> Iterator[Finding]:
        """One finding at the reference."""
        goal = "/".join(str(mismatch.value).split("/")[:3])
        message, remedy = backlog_phrases(goal)
        yield self.finding(
            message,
            remedy,
            subject=mismatch.subject,
            place=mismatch.place,
            label="has no cycle",
            detail=mismatch.detail,
        )

    def check_workspace(self, context: Context) -> Iterator[Finding]:
        """Findings about references in people, teams, policy and records."""
        if context.workspace.people_known:
            yield from self._people_findings(context)
        if context.workspace.teams_known:
            yield from self._team_findings(context)
        yield from self._policy_findings(context)
        yield from self._record_findings(context)

    def check_objective(self, node: ObjectiveNode, context: Context) -> Iterator[Finding]:
        """Findings about the key results that initiatives serve."""
        for position, initiative in enumerate(node.content.initiatives):
            served = initiative.key_result
            if served is not None and served not in node.ids and node.successor(served) is None:
                yield self.finding(
                    f'initiative {position + 1} serves "{served}", which is no key result here',
                    f"{suggestion(served, node.ids)}write the id of a key result of this objective",
                    subject=node.id,
                    place=at_objective(node, "initiatives", position, "key_result"),
                    label="no such key result in this file",
                    detail=served,
                )

    def check_suppression(
        self, suppression: Suppression, unused: tuple[CommentWord, ...], context: Context
    ) -> Iterator[Finding]:
        """Findings about the rules that a comment asks to ignore."""
        for code in suppression.codes:
            if referenced_rule(code) is None:
                yield self._rule_finding(code.text, subject_of(suppression.file), suppression.at(code.span))

    def adjust_for_change(self, finding: Finding, base: Context, head: Context) -> Finding:
        """An error in a record that the change adds."""
        return with_severity_if_new(finding, self.severity, base, head)

    def _people_findings(self, context: Context) -> Iterator[Finding]:
        directory = context.plan.directory
        for person, entry in directory.people.items():
            if entry.manager is not None:
                yield from self._person_findings(
                    entry.manager, f'the manager of "{person}"', person, at_person(person, "manager"), context
                )
        for team, team_entry in directory.teams.items() if TEAMS_FILE in context.workspace.files else ():
            if team_entry.lead is not None:
                yield from self._person_findings(
                    team_entry.lead, f'the lead of team "{team}"', team, at_team(team, "lead"), context
                )
            for position, member in enumerate(team_entry.members):
                place = at_team(team, "members", position)
                yield from self._person_findings(member, f'a member of team "{team}"', team, place, context)
        for position, steward in enumerate(context.plan.config.stewards):
            place = Place(CONFIG_FILE, ("stewards", position))
            yield from self._person_findings(steward, "a steward", CONFIG_FILE, place, context)
        for position, subscriber in enumerate(context.plan.config.digest.subscribers):
            place = Place(CONFIG_FILE, ("digest", "subscribers", position))
            yield from self._person_findings(subscriber, "a subscriber", CONFIG_FILE, place, context)

    def _person_findings(
        self, person: str, role: str, subject: str, place: Place, context: Context
    ) -> Iterator[Finding]:
        directory = context.plan.directory
        if directory.knows_person(person):
            return
        near = person_suggestion(person, directory)
        titled = title_answer(person, str(place.path[-1]) if isinstance(place.path[-1], str) else "", context)
        yield self.finding(
            f'"{person}", {role}, is not in {PEOPLE_FILE}'
            if titled is None
            else f"{titled.message}, and {role} is an id",
            f"{near}write the id of a person in {PEOPLE_FILE}, or add this one there"
            if titled is None
            else titled.help,
            subject=subject,
            place=place,
            label="nobody has this id",
            detail=f"{role} {person}",
        )

    def _team_findings(self, context: Context) -> Iterator[Finding]:
        directory = context.plan.directory
        for team, entry in directory.teams.items():
            if entry.part_of is not None and not directory.knows_team(entry.part_of):
                near = suggestion(entry.part_of, directory.teams)
                yield self.finding(
                    f'team "{team}" is part of "{entry.part_of}", which is not in {TEAMS_FILE}',
                    f"{near}write the id of a team in {TEAMS_FILE}, or remove `part_of`",
                    subject=team,
                    place=at_team(team, "part_of"),
                    label="no such team",
                    detail=entry.part_of,
                )

    def _policy_findings(self, context: Context) -> Iterator[Finding]:
        required_from = context.plan.config.agreement.required_from
        if required_from is not None and context.plan.calendar.cycle(required_from) is None:
            yield self.finding(
                f'agreements are required from "{required_from}" on, and that is a cycle without days',
                f"{did_you_mean(meant_cycle_name(required_from, context.plan.config.cycles))}"
                "write its days below `cycles:`, or name a cycle that has some",
                subject=CONFIG_FILE,
                place=Place(CONFIG_FILE, ("agreement", "required_from")),
                label="nobody knows when it starts",
                detail=required_from,
            )
        policy = context.plan.config.lint
        rule_uses = [
            (name, Place(CONFIG_FILE, ("lint", "ignore", position))) for position, name in enumerate(policy.ignore)
        ]
        rule_uses += [(name, Place(CONFIG_FILE, ("lint", "severity", name), "key")) for name in policy.severity]
        for name, place in rule_uses:
            if not is_rule(name):
                yield self._rule_finding(name, CONFIG_FILE, place)

    def _rule_finding(self, name: str, subject: str, place: Place) -> Finding:
        known = [word for rule in all_rules() for word in (rule.code, rule.name)]
        near = suggestion(name.upper(), known) or suggestion(name.lower(), known)
        return self.finding(
            f'there is no rule "{name}"',
            f"{near}`okrs explain` lists all rules, with their codes and names",
            subject=subject,
            place=place,
            label="no such rule",
            detail=name,
        )

    def _record_findings(self, context: Context) -> Iterator[Finding]:
        records, files = context.workspace.records, context.workspace.files
        locations = {path: files[path].location for path in records}
        for path, record in records.items():
            if context.workspace.people_known:
                yield from self._record_person_findings(
                    record.by, "who wrote this", path, Place(path, ("by",)), context
                )
            if path in context.corrected_records:
                continue
            cycle = context.plan.calendar.cycle(locations[path].cycle)
            yield from self._correction_findings(path, record, locations[path], context)
            if isinstance(record, Grade) and record.reviewed_by is not None and context.workspace.people_known:
                place = Place(path, ("reviewed_by",))
                yield from self._record_person_findings(record.reviewed_by, "who reviewed this", path, place, context)
            if cycle is not None:
                yield from self._entry_findings(path, record, cycle, context)

    def _record_person_findings(
        self, person: str, role: str, path: str, place: Place, context: Context
    ) -> Iterator[Finding]:
        """Findings about a person in a record, which can stay as it is."""
        for finding in self._person_findings(person, role, path, place, context):
            directory = context.plan.directory
            named = _person_in_name(context.workspace.files[path].location) if place.path == ("by",) else ""
            known = named if directory.knows_person(named) else None
            near = did_you_mean(known) or person_suggestion(person, directory)
            yield replace(
                finding,
                help=f"{near}if this record is new, write the id of a person in {PEOPLE_FILE}; "
                f"otherwise add `{person}:` there, as who has left stays there with `left:`",
            )

    def _correction_findings(
        self, path: str, record: Record, location: Location, context: Context
    ) -> Iterator[Finding]:
        name = record.corrects
        if name is None:
            return
        message = correction_fault(path, record, name, context.workspace)
        if message is None:
            return
        folder = path.rpartition("/")[0]
        own_records = [
            other_path.rpartition("/")[2].removesuffix(".yaml")
            for other_path, content in context.workspace.records.items()
            if other_path.rpartition("/")[0] == folder and content.by == record.by and other_path != path
        ]
        near = suggestion(name, (own_name for own_name in own_records if own_name != name))
        yield self.finding(
            message,
            f"{near}write the file name, without .yaml, of an earlier record of the same person in this folder",
            subject=path,
            place=Place(path, ("corrects",)),
            label="nothing is corrected by this",
            detail=name,
        )

    def _entry_findings(self, path: str, record: Record, cycle: Cycle, context: Context) -> Iterator[Finding]:
        plan = context.plan
        for ref, entry in record.key_results.items():
            if plan.resolve_key_result(ref, cycle) is None:
                meant = plan.meant_objectives(ref.rpartition("/")[0], cycle)
                is_unclear = len(meant) > 1
                goal = backlog_goal(ref, context)
                if is_unclear:
                    message, remedy = unclear_phrases(ref, meant)
                elif goal is not None and not meant:
                    message, remedy = backlog_phrases(goal)
                else:
                    message, remedy = missing_phrases(ref, cycle, plan)
                yield self.finding(
                    message,
                    remedy,
                    subject=path,
                    place=Place(path, ("key_results", ref), "key"),
                    label="in two cycles of equal length" if is_unclear else "no such key result",
                    detail=ref,
                )
            target = entry.carried_to if isinstance(entry, GradeEntry) else None
            if target is not None and plan.resolve_key_result(target, cycle) is None:
                yield self.finding(
                    f'"{target}", to which this is carried, is no key result',
                    f"{key_result_suggestion(target, cycle, plan)}{target_remedy(target, cycle)}",
                    subject=path,
                    place=Place(path, ("key_results", ref, "carried_to")),
                    label="no such key result",
                    detail=f"{ref} carried_to {target}",
                )
        for ref in objective_entries(record):
            if plan.resolve_objective(ref, cycle) is None:
                meant, goal = plan.meant_objectives(ref, cycle), backlog_goal(ref, context)
                if meant:
                    message, remedy = unclear_phrases(ref, meant)
                elif goal is not None:
                    message, remedy = backlog_phrases(goal)
                else:
                    message, remedy = _missing_objective_phrases(ref, cycle, plan)
                yield self.finding(
                    message,
                    remedy,
                    subject=path,
                    place=Place(path, ("objectives", ref), "key"),
                    label="in two cycles of equal length" if meant else "no such objective",
                    detail=ref,
                )


def _missing_objective_phrases(ref: str, cycle: Cycle, plan: Plan) -> tuple[str, str]:
    """The message and remedy for an objective of a record that is not there: mistyped, renamed or removed."""
    short_ref = "/".join(ref.split("/")[-2:])
    return (
        f'there is no objective "{ref}"',
        f"{_objective_suggestion(ref, cycle, plan)}if it has moved, add `formerly: [{short_ref}]` to the "
        "objective, as `okrs mv` does; if it was removed, bring its file back and give up its key results "
        f"with `okrs drop {short_ref} --because TEXT`",
    )


def _objective_suggestion(ref: str, cycle: Cycle, plan: Plan) -> str:
    """The beginning of a help line, `did you mean "x"? `, for an objective; empty where none is near."""
    has_cycle = ref.count("/") == 2
    searched = (cycle.name, *(longer.name for longer in plan.cycles_above(cycle)))
    cycles = (ref.split("/")[0],) if has_cycle else searched
    known = (node.id if has_cycle else node.short_id for name in cycles for node in plan.in_cycle(name))
    return suggestion(ref, known)


def _person_in_name(location: Location) -> str:
    """The person whom the name of a record's file names, `DATE-PERSON` and more; that they exist is not said."""
    return location.name[len("2026-12-31-") :].partition(".")[0]
