"""The questions about a new key result: whatever its options leave out, by the kind of its measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from okrs_as_code.cli.prompts.bound import parse_bound
from okrs_as_code.cli.prompts.option_prompter import OptionPrompter
from okrs_as_code.errors import OkrsError
from okrs_as_code.records.check_in_entry import parse_number
from okrs_as_code.refactor.new_objective import NewKeyResult, NewStep, id_from

if TYPE_CHECKING:
    from okrs_as_code.refactor.objective_proposal import ObjectiveProposal

MEASURES = ("metric", "threshold", "milestones", "binary", "score")


@dataclass(frozen=True)
class KeyResultOptions:
    """The options about one key result."""

    key_result: str | None = None
    key_result_id: str | None = None
    key_result_owner: str | None = None
    key_result_commitment: str | None = None
    manager: str | None = None
    contributor: tuple[str, ...] = ()
    measure: str | None = None
    baseline: float | None = None
    direction: str | None = None
    target: float | None = None
    stretch: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    unit: str | None = None
    step: tuple[str, ...] = ()
    due: date | None = None
    plan: tuple[tuple[date, float], ...] = ()
    success: str | None = None


def ask_key_result(
    prompter: OptionPrompter, proposal: ObjectiveProposal, options: KeyResultOptions, taken: Sequence[str]
) -> NewKeyResult:
    """Makes a key result of the options, and of answers to what they leave out; `taken` are the ids of the others."""
    title = prompter.require(options.key_result, "--key-result TEXT", "A key result: how will you know")
    kind = prompter.require(options.measure, "--measure KIND", f"Its measure ({', '.join(MEASURES)})", _measure_kind)
    if options.plan and kind != "metric":
        raise OkrsError(f"a {kind} has no numbers to plan", "leave out `--plan`")
    if len(dict(options.plan)) < len(options.plan):
        raise OkrsError("`--plan` names a day twice", "give each day one number")
    quantities = _quantities(prompter, kind, options)
    steps = _steps(prompter, kind, options.step)
    id_ = proposal.free_id(options.key_result_id or id_from(title), taken)
    owner = prompter.require(
        options.key_result_owner,
        "--key-result-owner PERSON",
        "Its owner, the one accountable",
        proposal.known_person,
    )
    manager = proposal.known_person(options.manager) if options.manager is not None else None
    contributors = [proposal.known_contributor(contributor) for contributor in options.contributor]
    success = options.success
    if kind == "binary":
        success = prompter.optional(success, "How you will know, in words")
    elif kind == "score":
        success = prompter.require(success, "--success TEXT", "What 1.0 is, in words")
    return NewKeyResult(
        id=id_,
        title=title,
        owner=owner,
        measure={"type": kind, **quantities},
        steps=steps,
        manager=manager,
        contributors=contributors,
        start=proposal.start,
        due=options.due,
        plan=dict(sorted(options.plan)),
        commitment=options.key_result_commitment,
        success=success,
    )


def _measure_kind(text: str) -> str:
    if text not in MEASURES:
        raise OkrsError(f"`{text}` is no measure", f"one of {', '.join(MEASURES)}")
    return text


def _number_text(text: str) -> str:
    parse_number(text)
    return text


def _bound_text(text: str) -> str:
    parse_bound(text)
    return text


def _quantities(prompter: OptionPrompter, kind: str, options: KeyResultOptions) -> dict[str, str | float | bool | None]:
    """The keys of a metric or threshold; asks for those that have to be there."""

    def number(value: float | None, option: str, question: str) -> float:
        text = None if value is None else repr(value)
        return float(prompter.require(text, option, question, _number_text))

    if kind == "metric":
        return {
            **_metric_start(prompter, options),
            "target": number(options.target, "--target NUMBER", "Where it is meant to be"),
            "stretch": options.stretch,
            "unit": prompter.require(options.unit, "--unit TEXT", "Its unit"),
        }
    if kind == "threshold":
        bounds: dict[str, str | float | bool | None] = {"at_least": options.at_least, "at_most": options.at_most}
        if options.at_least is None and options.at_most is None:
            question = "The bound to keep, as `at least NUMBER` or `at most NUMBER`"
            answer = prompter.require(None, "--at-least NUMBER` or `--at-most NUMBER", question, _bound_text)
            key, value = parse_bound(answer)
            bounds[key] = value
        return {**bounds, "unit": prompter.optional(options.unit, "Its unit")}
    return {}


def _metric_start(prompter: OptionPrompter, options: KeyResultOptions) -> dict[str, str | float | bool | None]:
    """The baseline of a metric, or its direction where nobody has measured it yet. Raises OkrsError for both."""
    if options.baseline is not None and options.direction is not None:
        raise OkrsError("a metric has a baseline or a direction", "leave out `--direction`, or `--baseline`")
    if options.baseline is not None:
        return {"baseline": options.baseline}
    if options.direction is None and prompter.is_interactive:
        baseline = prompter.optional(None, "Where the number stands today, if somebody measured it", _number_text)
        if baseline is not None:
            return {"baseline": float(baseline)}
    option = (
        "--direction up` or `--direction down" if prompter.is_interactive else "--baseline NUMBER` or `--direction up"
    )
    question = "Whether it shall go up or down" if prompter.is_interactive else "Where the number stands today"
    return {"direction": prompter.require(options.direction, option, question, _direction_word)}


def _direction_word(text: str) -> str:
    if text not in ("up", "down"):
        raise OkrsError(f"`{text}` is no direction", "write up or down")
    return text


def _steps(prompter: OptionPrompter, kind: str, titles: Sequence[str]) -> list[NewStep]:
    """The steps of milestones; asks for them where no option names any."""
    if kind != "milestones":
        return []
    if not titles:
        titles = _ask_step_titles(prompter)
    steps: list[NewStep] = []
    for title in titles:
        id_ = id_from(title) or "step"
        taken = [step.id for step in steps]
        steps.append(NewStep(id_ if id_ not in taken else f"{id_}-{len(steps) + 1}", title))
    return steps


def _ask_step_titles(prompter: OptionPrompter) -> list[str]:
    titles = [prompter.require(None, "--step TEXT", "The first step")]
    while prompter.is_interactive:
        title = prompter.optional(None, "The next step")
        if title is None:
            break
        titles.append(title)
    return titles
