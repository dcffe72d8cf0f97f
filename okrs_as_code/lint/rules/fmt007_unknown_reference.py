"""FMT007: an id that names nothing."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.filenames import CONFIG_FILE, PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.finding import Finding, Place, Severity
from okrs_as_code.lint.backlog_reference import backlog_phrases, is_backlog_reference
from okrs_as_code.lint.broken_references import PersonReference, broken_references, person_references
from okrs_as_code.lint.context import Context, at_objective, at_team
from okrs_as_code.lint.correction import correction_fault, correction_suggestion
from okrs_as_code.lint.element_mismatch import ElementMismatch, subject_of
from okrs_as_code.lint.person_titles import title_answer
from okrs_as_code.lint.record_entries import person_in_name, with_severity_if_new
from okrs_as_code.lint.registry import all_rules, is_rule
from okrs_as_code.lint.rule import Rule
from okrs_as_code.lint.suppressions import referenced_rule
from okrs_as_code.model.cycles.cycle_name import meant_cycle_name
from okrs_as_code.model.files.record import Grade, Record
from okrs_as_code.model.goals.goal import ObjectiveNode
from okrs_as_code.model.people.people_directory import person_suggestion
from okrs_as_code.nearest import did_you_mean, suggestion
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
            for reference in person_references(context):
                yield from self._person_findings(reference, context)
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

    def _person_findings(self, reference: PersonReference, context: Context) -> Iterator[Finding]:
        directory, person, role, place = context.plan.directory, reference.person, reference.role, reference.place
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
            subject=reference.subject,
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
        for path, record in context.workspace.records.items():
            if context.workspace.people_known:
                writer = PersonReference(record.by, "who wrote this", path, Place(path, ("by",)))
                yield from self._record_person_findings(writer, context)
            if path in context.corrected_records:
                continue
            cycle = context.plan.calendar.cycle(context.workspace.files[path].location.cycle)
            yield from self._correction_findings(path, record, context)
            if isinstance(record, Grade) and record.reviewed_by is not None and context.workspace.people_known:
                place = Place(path, ("reviewed_by",))
                reviewer = PersonReference(record.reviewed_by, "who reviewed this", path, place)
                yield from self._record_person_findings(reviewer, context)
            if cycle is not None:
                for broken in broken_references(path, record, cycle, context):
                    yield self.finding(
                        broken.message,
                        broken.help,
                        subject=path,
                        place=broken.place,
                        label=broken.label,
                        detail=broken.detail,
                    )

    def _record_person_findings(self, reference: PersonReference, context: Context) -> Iterator[Finding]:
        """Findings about a person in a record, which can stay as it is."""
        for finding in self._person_findings(reference, context):
            directory, person = context.plan.directory, reference.person
            is_writer = reference.place.path == ("by",)
            named = person_in_name(context.workspace.files[reference.subject].location) if is_writer else ""
            known = named if directory.knows_person(named) else None
            near = did_you_mean(known) or person_suggestion(person, directory)
            yield finding._replace(
                help=f"{near}if this record is new, write the id of a person in {PEOPLE_FILE}; "
                f"otherwise add `{person}:` there, as who has left stays there with `left:`",
            )

    def _correction_findings(self, path: str, record: Record, context: Context) -> Iterator[Finding]:
        name = record.corrects
        if name is None:
            return
        message = correction_fault(path, record, name, context.workspace)
        if message is None:
            return
        near = correction_suggestion(path, record, name, context.workspace)
        yield self.finding(
            message,
            f"{near}write the file name, without .yaml, of an earlier record of the same person in this folder",
            subject=path,
            place=Place(path, ("corrects",)),
            label="nothing is corrected by this",
            detail=name,
        )
