"""Entries of grades: a score with its reason and what happens next, or that the key result is dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from okrs_as_code.errors import OkrsError
from okrs_as_code.model.files.record import Decision, GradeEntry
from okrs_as_code.model.goals.goal import KeyResultNode
from okrs_as_code.model.goals.lookup import id_in_cycle
from okrs_as_code.model.goals.plan import Plan
from okrs_as_code.nearest import suggestion
from okrs_as_code.records.check_in_entry import parse_share
from okrs_as_code.records.record_text import clean_text
from okrs_as_code.yaml.scalar_text import Value

_ENDINGS = {"done": "done", "stop": "stopped", "later": "left for later"}
"""Decisions by which nothing goes on in a cycle, in words."""


@dataclass(frozen=True)
class GradeInput:
    """The keys of a grade as somebody typed them, before they are checked; None for what they left out."""

    score: float | None = None
    because: str | None = None
    decision: Decision | None = None
    learned: str | None = None
    root_cause: str | None = None
    carried_to: str | None = None

    @staticmethod
    def of(entry: GradeEntry) -> GradeInput:
        """The input that would make a grade again; of one that dropped the key result only what was learned."""
        if entry.dropped:
            return GradeInput(learned=entry.learned)
        return GradeInput(entry.score, entry.because, entry.decision, entry.learned, entry.root_cause, entry.carried_to)

    @property
    def says_something(self) -> bool:
        """Whether any key is there."""
        return self != GradeInput()

    @property
    def is_complete(self) -> bool:
        """Whether all keys are there that a grade needs."""
        return self.score is not None and self.because is not None and self.decision is not None

    def with_defaults(self, earlier: GradeInput) -> GradeInput:
        """This input, with the keys of an earlier one where this one leaves them out."""
        return GradeInput(
            self.score if self.score is not None else earlier.score,
            self.because if self.because is not None else earlier.because,
            self.decision or earlier.decision,
            self.learned if self.learned is not None else earlier.learned,
            self.root_cause if self.root_cause is not None else earlier.root_cause,
            self.carried_to if self.carried_to is not None else earlier.carried_to,
        )


def parse_score(text: str) -> float:
    """Parses a score from 0.0 to 1.0 that somebody typed. Raises OkrsError."""
    return parse_share(text, "score")


def clean_reason(because: str) -> str:
    """The reason as a record has it. Raises OkrsError where nothing is in it."""
    cleaned = clean_text(because)
    if not cleaned:
        raise OkrsError("there is no reason in it", "write why, in a sentence")
    return cleaned


def resolve_carried_to(plan: Plan, node: KeyResultNode, ref: str) -> str:
    """The complete id of the key result to which `node` is carried, by its id or the last part of it in a later cycle.

    Raises OkrsError where that is no other one, or may mean several.
    """
    if "/" not in ref:
        id_ = _id_in_later_cycle(plan, node, ref)
    else:
        id_ = plan.resolve_key_result(ref, node.cycle) if ref.count("/") in (2, 3) else None
    if id_ is None:
        known = (other.id for other in plan.key_results.values() if other is not node)
        raise OkrsError(
            f"there is no key result `{ref}` to carry `{node.short_id}` to",
            f"{suggestion(ref, known)}write CYCLE/TEAM/OBJECTIVE/KEY-RESULT of one that is written already",
        )
    if id_ == node.id:
        raise OkrsError(f"`{ref}` is the key result itself", "write the cycle of the one that goes on in front")
    return id_


def _id_in_later_cycle(plan: Plan, node: KeyResultNode, last_part: str) -> str | None:
    """The complete id that ends in a last part, in the first later cycle that has one; None where none has.

    Of two that begin on one day, and else too, one for goals of the same term comes first.
    """
    own = node.cycle
    cycles = (cycle for cycle in plan.cycles if cycle.start > own.start and not cycle.overlies(own))
    later = sorted(cycles, key=lambda cycle: (cycle.is_long != own.is_long, cycle.start, cycle.days))
    return next((id_ for cycle in later if (id_ := id_in_cycle(plan, last_part, cycle)) is not None), None)


def grade_entry(plan: Plan, node: KeyResultNode, grade_input: GradeInput, proposed: float | None) -> dict[str, Value]:
    """The entry of a grade as it is written, with the keys in canonical order.

    Raises OkrsError where the score, the reason or the decision is missing, and for what does not fit together.
    """
    ref = node.id
    score = grade_input.score
    if score is None:
        hint = f"its progress proposes {proposed:g}: add `--score {proposed:g}`" if proposed is not None else ""
        raise OkrsError(
            f"no score is given for `{ref}`",
            f"{hint}, or another one" if hint else "it has no data to propose one: add `--score` from 0.0 to 1.0",
        )
    if not 0 <= score <= 1:
        raise OkrsError(f"the score {score:g} of `{ref}` is not from 0.0 to 1.0", "write it as a share of 1")
    if grade_input.because is None:
        raise OkrsError(f"`{ref}` has a score and no reason", "say why with `--because TEXT`")
    if grade_input.decision is None:
        raise OkrsError(f"nothing is decided about `{ref}`", "say with `--decision`: done, keep, modify, later or stop")
    if grade_input.decision in _ENDINGS and grade_input.carried_to is not None:
        ended = _ENDINGS[grade_input.decision]
        raise OkrsError(f"`{ref}` cannot be {ended} and carried on", "decide to keep or modify it, or carry it nowhere")
    return dict(_items(plan, node, grade_input))


def drop_entry(because: str, score: float | None = None) -> dict[str, Value]:
    """The entry of a key result that is given up, with the score for what was reached, if any.

    Raises OkrsError where nothing is in the reason.
    """
    scored: dict[str, Value] = {} if score is None else {"score": score}
    return {**scored, "dropped": True, "because": clean_reason(because)}


def _items(plan: Plan, node: KeyResultNode, grade_input: GradeInput) -> Iterator[tuple[str, Value]]:
    """The keys and values of an entry, in canonical order."""
    if grade_input.score is not None:
        yield "score", grade_input.score
    if grade_input.because is not None:
        yield "because", clean_reason(grade_input.because)
    if grade_input.decision is not None:
        yield "decision", grade_input.decision
    for key, text in (("learned", grade_input.learned), ("root_cause", grade_input.root_cause)):
        cleaned = clean_text(text) if text is not None else ""
        if cleaned:
            yield key, cleaned
    if grade_input.carried_to is not None:
        yield "carried_to", resolve_carried_to(plan, node, grade_input.carried_to)
