"""OWN003: an owner whom nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.filenames import PEOPLE_FILE, TEAMS_FILE
from okrs_as_code.finding import Finding, Place, Severity
from okrs_as_code.lint.context import Context, at, at_objective
from okrs_as_code.lint.element_mismatch import Element, ElementMismatch
from okrs_as_code.lint.person_titles import title_answer
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.objective import TeamOwner
from okrs_as_code.model.goals.goal import KeyResultNode, ObjectiveNode
from okrs_as_code.model.people.people_directory import person_suggestion
from okrs_as_code.nearest import suggestion


class OwnerUnknown(Rule):
    """An owner is not in people.yaml or teams.yaml.

    ## What it does

    Finds owners of key results and objectives that are no id in `okrs/people.yaml`, and owning teams that are none in
    `okrs/teams.yaml`. An owner written as a title, such as CRO, is answered with the person who has it. Somebody who
    has left is still in people.yaml, with `left`, and is known.

    ## Why is this bad?

    An owner who cannot be found cannot be asked, reminded or helped. A plain text as owner is always a person, so that
    a team never becomes accountable by accident.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: content
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Use instead

    One person, or, if it has to be a team, the team with a lead:

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: {team: content, lead: bo}
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Where this comes from

    Ours: ownership by a name that nothing checks is what text documents offer. It has a floor: policy cannot lower,
    ignore or silence it.
    """

    code = "OWN003"
    name = "owner-unknown"
    severity = Severity.ERROR
    has_floor = True
    all_cycles = True

    def claims(self, mismatch: ElementMismatch) -> bool:
        """Whether an owner is a text that cannot be an id, such as a full name."""
        owned = mismatch.element in (Element.KEY_RESULT, Element.OBJECTIVE)
        return owned and mismatch.inner == ("owner",) and isinstance(mismatch.value, str) and not mismatch.is_absent

    def check_mismatch(self, mismatch: ElementMismatch, context: Context) -> Iterator[Finding]:
        """One finding, at the text."""
        yield self._person_finding(str(mismatch.value), mismatch.description, mismatch.subject, mismatch.place, context)

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding for each unknown person, team, or lead of an owning team."""
        owner, directory, whose = node.content.owner, context.plan.directory, f'key result "{node.content.id}"'
        if not isinstance(owner, TeamOwner):
            if context.workspace.people_known and not directory.knows_person(owner):
                yield self._person_finding(owner, whose, node.id, at(node, "owner"), context)
            return
        if context.workspace.teams_known and not directory.knows_team(owner.team):
            near = suggestion(owner.team, directory.teams)
            yield self.finding(
                f'{whose} is owned by team "{owner.team}", which is not in {TEAMS_FILE}',
                f"{near}name one person as `owner:`, or add the team to {TEAMS_FILE}",
                subject=node.id,
                place=at(node, "owner", "team"),
                label="no such team",
                detail=owner.team,
            )
        if context.workspace.people_known and not directory.knows_person(owner.lead):
            yield self._person_finding(owner.lead, whose, node.id, at(node, "owner", "lead"), context)

    def check_objective(self, node: ObjectiveNode, context: Context) -> Iterator[Finding]:
        """One finding for an unknown person as owner of an objective."""
        owner = node.content.owner
        if owner is None or not context.workspace.people_known or context.plan.directory.knows_person(owner):
            return
        yield self._person_finding(owner, f'objective "{node.short_id}"', node.id, at_objective(node, "owner"), context)

    def _person_finding(self, written: str, whose: str, subject: str, place: Place, context: Context) -> Finding:
        directory = context.plan.directory
        titled = title_answer(written, str(place.path[-1]), context)
        if titled is not None:
            return self.finding(
                f"{titled.message}, and the owner of {whose} is an id",
                titled.help,
                subject=subject,
                place=place,
                label="a title, and no id",
                detail=written,
            )
        if directory.knows_team(written) and whose.startswith("key result"):
            team = directory.resolve_team(written)
            entry = directory.teams.get(team)
            lead = (entry.lead if entry is not None else None) or "PERSON"
            return self.finding(
                f'"{written}", the owner of {whose}, is a team and not a person',
                f"write one of its members, or the team with a lead: `owner: {{team: {team}, lead: {lead}}}`",
                subject=subject,
                place=place,
                label="a plain text is always a person",
                detail=written,
            )
        if not context.workspace.people_known:
            return self.finding(
                f'"{written}", the owner of {whose}, is no id of a person',
                "write an id: a lower-case letter, then letters, digits and hyphens",
                subject=subject,
                place=place,
                label="not an id",
                detail=written,
            )
        return self.finding(
            f'"{written}", the owner of {whose}, is not in {PEOPLE_FILE}',
            f"{person_suggestion(written, directory)}write the id of a person in {PEOPLE_FILE}, or add this one there",
            subject=subject,
            place=place,
            label="nobody has this id",
            detail=written,
        )
