"""OWN004: an owner who will be gone before the key result is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from okrs_as_code.finding import Finding, Related, Severity
from okrs_as_code.lint.context import Context, at_owner, at_person, node_at_base
from okrs_as_code.lint.rule import Rule
from okrs_as_code.model.goals.goal import KeyResultNode


class OwnerDeparted(Rule):
    """The owner's last day is before the key result is due.

    ## What it does

    Finds open key results, due today or later, whose owner (or, of an owning team, its lead) has `left` in
    `okrs/people.yaml` with a day before that. On a pull request that only changes people.yaml it warns: the key result
    needs a new owner, and that is for another change.

    ## Why is this bad?

    Nobody will be there to report on it and to bring it home. Handed over in time, its new owner can still look at the
    terms and agree to them.

    ## Example

    ```yaml okrs/people.yaml
    people:
      ana: {name: Ana Duarte}
      mara: {name: Mara Okafor, manager: ana}
      raj: {name: Raj Patel, manager: ana}
      bo: {name: Bo Lindqvist, manager: mara, left: 2026-11-30}
      chen: {name: Chen Wei, manager: mara}
      dee: {name: Dee Moreau, manager: raj}
    ```

    ## Use instead

    The person stays in people.yaml, as records of the past name them; the key result gets an owner who will be there,
    with `okrs assign content/organic-pipeline/pillar-posts --to chen`:

    ```yaml okrs/people.yaml
    people:
      ana: {name: Ana Duarte}
      mara: {name: Mara Okafor, manager: ana}
      raj: {name: Raj Patel, manager: ana}
      bo: {name: Bo Lindqvist, manager: mara, left: 2026-11-30}
      chen: {name: Chen Wei, manager: mara}
      dee: {name: Dee Moreau, manager: raj}
    ```

    ```yaml okrs/2026-Q4/content/organic-pipeline.yaml
    title: Make organic search our best source of qualified pipeline
    owner: mara
    key_results:
      - id: pillar-posts
        title: Publish three in-depth posts
        owner: chen
        measure: {type: metric, baseline: 0, target: 3, unit: posts}
        due: 2026-12-18
    ```

    ## Where this comes from

    Ours: goals outlive jobs, and a name stays in a document long after the person has gone. It has a floor: policy
    cannot lower, ignore or silence it.
    """

    code = "OWN004"
    name = "owner-departed"
    severity = Severity.ERROR
    has_floor = True
    needs_people = True

    def check_key_result(self, node: KeyResultNode, context: Context) -> Iterator[Finding]:
        """One finding for an open key result that is due after its owner's last day."""
        person = context.plan.directory.people.get(node.owner)
        if person is None or person.left is None or not context.today <= node.due or person.left >= node.due:
            return
        if not context.is_open(node):
            return
        yield self.finding(
            f'"{node.owner}", the owner of key result "{node.content.id}", {_leave_phrase(person.left, node, context)}',
            f"hand it to somebody who will be there on {node.due}: `{_assign_command(node)}`",
            subject=node.id,
            place=at_owner(node),
            label=f"gone before {node.due}",
            related=(Related(at_person(node.owner, "left"), "their last day"),),
            detail=node.owner,
        )

    def adjust_for_change(self, finding: Finding, base: Context, head: Context) -> Finding:
        """A warning where the key result stood at the base as it stands now, so that only people.yaml caused it."""
        now = head.plan.key_results.get(finding.subject)
        before = node_at_base(finding.subject, base.plan, head.plan)
        if now is None or before is None or (before.owner, before.due) != (now.owner, now.due):
            return finding
        left = head.plan.directory.people[now.owner].left
        return finding._replace(
            severity=Severity.WARNING,
            message=f'key result "{now.content.id}" needs a new owner: "{now.owner}" {_leave_phrase(left, now, head)}',
            help="nothing to do in this change; in another, hand it to somebody who will be there: "
            f"`{_assign_command(now)}`",
        )


def _assign_command(node: KeyResultNode) -> str:
    return f"okrs assign {node.id} --to PERSON"


def _leave_phrase(left: date | None, node: KeyResultNode, context: Context) -> str:
    tense = "left" if left is not None and left < context.today else "leaves"
    return f"{tense} on {left}, before it is due on {node.due}"
