"""Which agreements at the head are signed, as the base sees it."""

from __future__ import annotations

from datetime import date

from okrs_as_code.workspace.loader import Workspace
from okrs_as_code.workspace.signatures import Signatures, check


def signed_at(base: Workspace, head: Workspace, today: date) -> Signatures:
    """Signatures under agreements of the head, by keys that the base lists, for the repository that the base names.

    What the head says of signers, people and the repository counts nothing. Under an agreement that the base does not
    have, the key has to be valid today as well as on the day of the record: who has an old key can write an old day.
    Raises OkrsError where ssh-keygen is needed for that and cannot be run.
    """
    nodes = tuple(head.plan.key_results.values())
    then = check(head.plan, base.signers, nodes, store=head.store)
    new = {place for place in then.valid if base.records.get(place[0]) != head.records[place[0]]}
    asked = tuple(node for node in nodes if any(said.place in new for said in head.plan.agreements_of.get(node.id, ())))
    now = check(head.plan, base.signers, asked, store=head.store, day=today)
    verdicts = {place: now.verdicts[place] if place in new else verdict for place, verdict in then.verdicts.items()}
    return Signatures(verdicts, then.obstacle)
