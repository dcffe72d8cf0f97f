"""What a grade says about one key result: a score with its reason and what happens next, or that it is dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.files.record import Decision, GradeEntry
from okrs_as_code.model.plan import KeyResultNode, Plan
from okrs_as_code.nearest import suggestion
from okrs_as_code.records.check_in_entry import share
from okrs_as_code.records.new_record import clean_text
from okrs_as_code.yaml.scalar_text import Value


@dataclass(frozen=True)
class GradeInput:
    """What somebody says about the end of a key result, before it is checked."""

    score: float | None = None
    because: str | None = None
    decision: Decision | None = None
    learned: str | None = None
    root_cause: str | None = None
    carried_to: str | None = None

    @staticmethod
    def of(entry: GradeEntry) -> GradeInput:
        """What a grade says; of one that dropped only what was learned."""
        if entry.dropped:
            return GradeInput(learned=entry.learned)
        return GradeInput(entry.score, entry.because, entry.decision, entry.learned, entry.root_cause, entry.carried_to)

    @property
    def says_something(self) -> bool:
        """Whether anything is said."""
        return self != GradeInput()

    @property
    def is_complete(self) -> bool:
        """Whether everything is said that a grade needs."""
        return self.score is not None and self.because is not None and self.decision is not None

    def over(self, earlier: GradeInput) -> GradeInput:
        """What is said here, and where nothing is, what was said earlier."""
        return GradeInput(
            self.score if self.score is not None else earlier.score,
            self.because if self.because is not None else earlier.because,
            self.decision or earlier.decision,
            self.learned if self.learned is not None else earlier.learned,
            self.root_cause if self.root_cause is not None else earlier.root_cause,
            self.carried_to if self.carried_to is not None else earlier.carried_to,
        )


def score(text: str) -> float:
    """A score that somebody typed, from 0.0 to 1.0. Raises OkrsError."""
    return share(text, "score")


def reason(because: str) -> str:
    """The reason, as it is kept. Raises OkrsError where nothing is in it."""
    kept = clean_text(because)
    if not kept:
        raise OkrsError("there is no reason in it", "write why, in a sentence")
    return kept


def resolve_carried_to(plan: Plan, node: KeyResultNode, ref: str) -> str:
    """The complete id of the key result that goes on with one. Raises OkrsError where that is no other one."""
    found = plan.resolve_key_result(ref, node.cycle) if ref.count("/") in (2, 3) else None
    if found is None:
        known = (one.id for one in plan.key_results.values() if one is not node)
        raise OkrsError(
            f"there is no key result `{ref}` to carry `{node.short_id}` to",
            f"{suggestion(ref, known)}write CYCLE/TEAM/OBJECTIVE/KEY-RESULT of one that is written already",
        )
    if found == node.id:
        raise OkrsError(f"`{ref}` is the key result itself", "write the cycle of the one that goes on in front")
    return found


def grade_entry(plan: Plan, node: KeyResultNode, said: GradeInput, proposed: float | None) -> dict[str, Value]:
    """The entry of a grade as it is written, keys in the order of the design.

    Raises OkrsError where the score, the reason or the decision is missing, and for what does not fit together.
    """
    ref = node.id
    if said.score is None:
        hint = f"its progress proposes {proposed:g}: add `--score {proposed:g}`" if proposed is not None else ""
        raise OkrsError(
            f"no score is given for `{ref}`",
            f"{hint}, or another one" if hint else "it has no data to propose one: add `--score` from 0.0 to 1.0",
        )
    if not 0 <= said.score <= 1:
        raise OkrsError(f"the score {said.score:g} of `{ref}` is not from 0.0 to 1.0", "write it as a share of 1")
    if said.because is None:
        raise OkrsError(f"`{ref}` has a score and no reason", "say why with `--because TEXT`")
    if said.decision is None:
        raise OkrsError(f"nothing is decided about `{ref}`", "say with `--decision` whether to keep, modify or stop it")
    if said.decision == "stop" and said.carried_to is not None:
        raise OkrsError(f"`{ref}` cannot be stopped and carried on", "decide to keep or modify it, or carry it nowhere")
    return dict(_pairs(plan, node, said))


def drop_entry(because: str) -> dict[str, Value]:
    """The entry of a key result that is given up. Raises OkrsError where nothing is in the reason."""
    return {"dropped": True, "because": reason(because)}


def _pairs(plan: Plan, node: KeyResultNode, said: GradeInput) -> Iterator[tuple[str, Value]]:
    if said.score is not None:
        yield "score", said.score
    if said.because is not None:
        yield "because", reason(said.because)
    if said.decision is not None:
        yield "decision", said.decision
    for key, text in (("learned", said.learned), ("root_cause", said.root_cause)):
        kept = clean_text(text) if text is not None else ""
        if kept:
            yield key, kept
    if said.carried_to is not None:
        yield "carried_to", resolve_carried_to(plan, node, said.carried_to)
