"""OWN006: a team owns a key result, and no member of it leads that."""

from __future__ import annotations

from collections.abc import Iterator

from okrs_as_code.finding import Finding, Severity
from okrs_as_code.lint.context import Context, at, join_quoted, knows_members
from okrs_as_code.lint.element_mismatch import Element, ElementMismatch
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.files.objective import TeamOwner
from okrs_as_code.model.goals.goal import KeyResultNode


class TeamWithoutLead(Rule):
    """A team owns a key result without a lead, or with one who is no member of it.

    ## What it does

    Finds owning teams without `lead` at the key result, and leads who are not in the team. The lead that the team has
    in `okrs/teams.yaml` is not taken for it: leading a team is not the same as being accountable for each of its key
    results, and it changes over time.

    ## Why is this bad?

    A key result has exactly one accountable person, also where a team owns it.

    ## Example

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: {team: content}
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
    ```

    ## Use instead

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

    Ours, from the sentence this project exists for: a key result has exactly one owner. It has a floor: policy cannot
    lower, ignore or silence it.
    """

    code = "OWN006"
    name = "team-without-lead"
    severity = Severity.ERROR
    has_floor = True

    def claims(self, mismatch: ElementMismatch) -> bool:
        """Whether the `lead` of an owning team is absent, null or empty."""
        return mismatch.element is Element.KEY_RESULT and mismatch.inner == ("owner", "lead") and mismatch.is_absent

    def check_mismatch(self, mismatch: ElementMismatch, context: Context) -> Iterator[Finding]:
        """One finding, at the owner without a lead."""
        yield self.finding(
            f'key result "{mismatch.short_name}" is owned by a team without a lead',
            "add `lead:` with one member of the team, or write one person as `owner:`",
            subject=mismatch.subject,
            place=mismatch.place,
            label="who of them is accountable?",
        )

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding for a lead who is no member of the team."""
        owner, directory = node.content.owner, context.plan.directory
        if not isinstance(owner, TeamOwner) or not knows_members(owner.team, context):
            return
        members = directory.members(owner.team)
        if owner.lead in members or not directory.knows_person(owner.lead):
            return
        yield self.finding(
            f'"{owner.lead}", the lead of key result "{node.content.id}", is not in team "{owner.team}"',
            f"write one of {join_quoted(sorted(members))} as `lead:`" if members else "write one person as `owner:`",
            subject=node.id,
            place=at(node, "owner", "lead"),
            label=f'no member of "{owner.team}"',
            detail=owner.lead,
        )
